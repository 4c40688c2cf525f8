"""Formulas that prove themselves: derivations checked line by line, and four witnesses of one gradient.

Chapter 01 is the first to derive. SymPy is loaded with this room, and with no other.
"""

from bpcourse.symbolic.derivations import Derivation, derivation
from bpcourse.symbolic.equality import Difference, difference_point
from bpcourse.symbolic.witnesses import Witnesses, four_witnesses

__all__ = ["Derivation", "Difference", "Witnesses", "derivation", "difference_point", "four_witnesses"]
