"""The museum of wrong gradients: claims from published texts as programs that run, each with what exposes it.

`museum("A")` shows the cards of a source; `mutants` holds wrong backward passes of a layer, to try a check on
(chapter 07).
"""

from bpcourse.museum.cards import SPECIMENS, museum

__all__ = ["SPECIMENS", "museum"]
