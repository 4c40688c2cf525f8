"""What a practice question is: numbers to work out line by line, a choice, or a sentence of one's own (every chapter).

A line is a formula with a value, so that one declaration serves as worked example (no line blank), as faded example
(the last line or the last half blank) and as exercise (every line blank), each time with new numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

Numbers = Mapping[str, float]  # the drawn numbers and the values of earlier lines, by the symbols the reader sees
Formula = Callable[[Numbers], float]
Blanks = Literal["none", "last", "half", "all"]

# Two answers of a line must differ by more than two-digit rounding (5 %), or an answer could be given the wrong name.
CLEARLY = 0.06
MOST_DRAWS = 1000


@dataclass(frozen=True)
class Slip:
    """A wrong number that has a name: the number it gives, and the sentence for a reader who arrives there."""

    name: str
    value: Formula
    says: str


@dataclass(frozen=True)
class Line:
    """One line of a calculation: `label` = `formula`, with the reason why, and the slips that happen on it.

    `label` is also the name under which later lines find the value: "z", "∂L/∂a".
    """

    label: str
    formula: str
    value: Formula
    why: str
    slips: tuple[Slip, ...] = ()

    def __post_init__(self) -> None:
        repeated = _repeated(slip.name for slip in self.slips)
        if repeated:
            raise ValueError(f"line {self.label!r} has two slips named {repeated!r}; each needs a name of its own")


@dataclass(frozen=True)
class NumberQuestion:
    """A calculation in one or more lines. `propose(rng)` gives numbers by symbol; the prompt contains none of them."""

    prompt: str
    propose: Callable[[np.random.Generator], dict[str, float]]
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError(f"the number question {self.prompt!r} has no lines, expected at least one")
        repeated = _repeated(line.label for line in self.lines)
        if repeated:
            raise ValueError(
                f"two lines of {self.prompt!r} are labelled {repeated!r}; a later line could not tell them"
            )

    def draw(self, rng: np.random.Generator) -> dict[str, float]:
        """Numbers for which every line's right answer and its slips are clearly different from one another."""
        for _ in range(MOST_DRAWS):
            numbers = self.propose(rng)
            if self._tells_slips_apart(numbers):
                return numbers
        raise ValueError(
            f"no numbers tell the slips of {self.prompt!r} apart, in {MOST_DRAWS} draws: "
            "widen the range that `propose` draws from, or drop a slip"
        )

    def values(self, numbers: Numbers) -> dict[str, float]:
        """The right value of every line, by label."""
        known = dict(numbers)
        for line in self.lines:
            known[line.label] = line.value(known)
        return {line.label: known[line.label] for line in self.lines}

    def blank(self, blanks: Blanks) -> tuple[str, ...]:
        """Labels of the lines to fill in: none of them, the last, the last half, or all."""
        count = {"none": 0, "last": 1, "half": math.ceil(len(self.lines) / 2), "all": len(self.lines)}
        if blanks not in count:
            raise ValueError(f"blanks is {blanks!r}, expected one of {', '.join(map(repr, count))}")
        return tuple(line.label for line in self.lines[len(self.lines) - count[blanks] :])

    def _tells_slips_apart(self, numbers: Numbers) -> bool:
        values = self.values(numbers)
        known = {**numbers, **values}
        for line in self.lines:
            answers = [values[line.label], *(slip.value(known) for slip in line.slips)]
            if not all(clearly_different(one, other) for one, other in combinations(answers, 2)):
                return False
        return all(value != 0 for value in values.values())


@dataclass(frozen=True)
class Choice:
    """One answer to choose, and the sentence that says why it is right or wrong."""

    text: str
    says: str
    right: bool = False


@dataclass(frozen=True)
class ChoiceQuestion:
    """A question with several answers to choose from, of which one is right."""

    prompt: str
    choices: tuple[Choice, ...]

    def __post_init__(self) -> None:
        right = [choice.text for choice in self.choices if choice.right]
        if len(right) != 1 or len(self.choices) < 2:
            raise ValueError(
                f"the choice question {self.prompt!r} has {len(self.choices)} choices, {len(right)} of them right; "
                "expected at least two, and exactly one right"
            )
        repeated = _repeated(choice.text for choice in self.choices)
        if repeated:
            raise ValueError(f"two choices of {self.prompt!r} read {repeated!r}; a reader could not tell them apart")

    def shuffled(self, rng: np.random.Generator) -> tuple[Choice, ...]:
        """The choices in a random order."""
        return tuple(self.choices[i] for i in rng.permutation(len(self.choices)))


@dataclass(frozen=True)
class ExplainQuestion:
    """A question to answer in one's own words, a model answer, and its points to look for in one's own sentence."""

    prompt: str
    model_answer: str
    points: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 2 <= len(self.points) <= 4:
            raise ValueError(f"the question {self.prompt!r} has {len(self.points)} points to look for, expected 2 to 4")


Question = NumberQuestion | ChoiceQuestion | ExplainQuestion


def clearly_different(one: float, other: float) -> bool:
    """Whether two answers are finite and further apart than a rounding to two digits could bring them."""
    if not (math.isfinite(one) and math.isfinite(other)):
        return False
    return abs(one - other) > CLEARLY * max(abs(one), abs(other))


def _repeated(names: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None
