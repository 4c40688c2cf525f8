"""Taking learners' names out of what the report on a class shows of their answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from bpcourse.classroom.names import Learner

PLACE = "…"


def without_names(texts: Sequence[str], learners: Iterable[Learner]) -> list[str]:
    """The texts with a `…` in place of every name, part of a name and number of a learner.

    A part of one letter, or of two letters of an alphabet, is too common to be a name.
    """
    texts = [unicodedata.normalize("NFC", text) for text in texts]
    within = "\n".join(texts).casefold()
    found = {part for learner in learners for part in _parts(learner) if part.casefold() in within}
    if not found:
        return texts
    longest_first = sorted(found, key=len, reverse=True)
    names = re.compile("|".join(map(_pattern, longest_first)), re.IGNORECASE)
    return [names.sub(PLACE, text) for text in texts]


def _parts(learner: Learner) -> set[str]:
    words = [word for word in re.split(r"[\W_]+", learner.name) if word]
    parts = {learner.name, learner.ident, *words, "".join(words), "".join(reversed(words))}
    return {part for part in parts if len(part) >= (3 if part.isascii() else 2)}


def _pattern(part: str) -> str:
    """A long part is a name wherever it stands; a short one, or a number, only as a word of its own."""
    if part.isascii() and (len(part) < 4 or part.isdigit()):
        return rf"(?<![^\W_])(?<!\d\.){re.escape(part)}(?![^\W_]|\.\d)"
    return re.escape(part)
