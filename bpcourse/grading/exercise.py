"""What an exercise is: a statement, a reference, other right ways, and the mistakes it knows by name.

A mistake is a wrong implementation that runs. That is what lets a wrong answer be recognised by its numbers, and
what lets a test prove that it is recognised.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from bpcourse.grading.values import Value

DIFFICULTIES = ("warm-up", "core", "stretch")
Kind = Literal["function", "value", "expression", "ordering"]


@dataclass(frozen=True)
class Case:
    """One question put to an answer.

    `what` names it for people ("one sample", "z = 1000"). `inputs` are given in order; a `Seed` among them arrives as
    a random generator, a function as one that can be called with plain values. An edge case tests a limit (overflow,
    N = 1): missing it costs a share of half the points, missing any other case costs all of them. A function is stopped
    when it executes more than `most_lines` lines of Python; give several sizes the same limit, and the verdict says how
    its work grew. 0 is no limit. `says` is told when the answer is wrong here: of a case that is a mutant which the
    learner's own check should notice, what is wrong with it.
    """

    what: str
    inputs: Mapping[str, Value]
    edge: bool = False
    most_lines: int = 0
    says: str = ""


@dataclass(frozen=True)
class Mistake:
    """A wrong implementation with its name, a sentence that says what is wrong, and one that says where to look.

    `same_as` names another mistake of the exercise that gives the same answers, where no case can tell them apart.
    `change`, where there is one, makes this mistake in an answer: see `changed`.
    """

    name: str
    answer: Callable[..., Any]
    says: str
    look: str
    same_as: str = ""
    change: Callable[..., Value] | None = None


def changed(reference: Callable[..., Any], name: str, change: Callable[..., Value], says: str, look: str) -> Mistake:
    """A mistake that changes a right answer (its sign, its factor, its rows): `change(answer, *inputs)`.

    Two of these are recognised together as well, in one answer.
    """
    return Mistake(name, lambda *inputs: change(reference(*inputs), *inputs), says, look, change=change)


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise, declared once; the notebook's cells, the check, the hints and the grading all come from here.

    `kind` is "function" (the learner writes one), "value" (a number worked out on paper), "expression" (in SymPy;
    `cases` then give the points at which it is evaluated) or "ordering" (declare that with `ordering`). `stub` is the
    cell that a learner starts from, `solution` the same cell filled in, in code to imitate. `cases(rng)` draws the
    questions. Answers are equal when they agree within the relative `tolerance`; values, when they agree as people
    round. `outputs` names the parts of an answer that is a tuple, or of each tuple in one that is a list; `items` is
    what an entry of that list is ("layer"). `short_forms` are right formulas in one symbol that
    stands for something else, such as a (1 - a); what they say may name that symbol as {symbol}.

    `formula` is the right expression as a text that SymPy reads, "exp(-z)/(1 + exp(-z))**2". In a notebook SymPy tries
    to prove that the learner's is equal to it. The points decide; at grading, where no SymPy comes back, they alone.

    `measured(answer, inputs)` gives what of an answer is compared, for answers that may rightly differ: the shape and
    spread of a random draw, or a text, which a learner is told where it differs from the reference's. `mends` says that
    the stub is a broken program to mend, and complete with all that it calls.

    `follow` gives, for some of the `outputs`, `rule(inputs, answer)`: what that one should be for the other outputs of
    the answer, a dict. They are judged in this order, after the outputs that are not in it: the first wrong one is
    reported, and a later one that is right for the learner's own keeps its share of the points.
    """

    name: str
    chapter: int
    points: int
    minutes: int
    difficulty: str
    statement: str
    stub: str
    hints: tuple[str, ...]
    solution: str
    explanation: str
    read: str
    reference: Callable[..., Any]
    correct: tuple[Callable[..., Any], ...]
    mistakes: tuple[Mistake, ...]
    cases: Callable[[np.random.Generator], list[Case]]
    kind: Kind = "function"
    outputs: tuple[str, ...] = ()
    items: str = ""
    short_forms: tuple[Mistake, ...] = ()
    formula: str = ""
    tolerance: float = 1e-6
    measured: Callable[[Value, Mapping[str, Value]], Value] | None = None
    mends: bool = False
    follow: Mapping[str, Callable[[Mapping[str, Value], Mapping[str, Value]], Value]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wrong = (
            (not self.name.isidentifier(), f"its name {self.name!r} is not a Python name"),
            (
                self.difficulty not in DIFFICULTIES,
                f"difficulty {self.difficulty!r} is not one of {DIFFICULTIES}",
            ),
            (
                len(self.hints) != 4,
                f"it has {len(self.hints)} hints, expected 4: nudge, shape, formula, worked line",
            ),
            (len(self.correct) < 2, f"it has {len(self.correct)} other right ways, expected at least 2"),
            (len(self.mistakes) < 3, f"it names {len(self.mistakes)} mistakes, expected at least 3"),
            (not set(self.follow) <= set(self.outputs), "it follows what is none of its outputs"),
            (self.points <= 0 or self.minutes <= 0, "its points and minutes must be positive"),
        )
        for is_wrong, why in wrong:
            if is_wrong:
                raise ValueError(f"exercise {self.name!r} of chapter {self.chapter:02d}: {why}")

    def tolerance_at(self, value: Value) -> float:
        """The relative tolerance around a value; for one worked out on paper, a unit of its third significant digit."""
        if self.kind != "value" or not isinstance(value, float):
            return self.tolerance
        if value == 0 or not math.isfinite(value):
            return 0.0
        return 10.0 ** (math.floor(math.log10(abs(value))) - 2) / abs(value)
