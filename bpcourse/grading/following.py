"""Answers of several intermediates: each is judged from the right ones, else from the learner's own (chapters 06, 08).

One slip early in a backward pass makes everything after it wrong. The first wrong intermediate is the one to mend; a
later one that is right for the learner's own upstream keeps its points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bpcourse.grading.answers import Answer
from bpcourse.grading.compare import ABSOLUTE_SHARE, agree, as_array
from bpcourse.grading.exercise import Case, Exercise
from bpcourse.grading.values import Value


@dataclass(frozen=True)
class Part:
    """One intermediate on every case: whether it is right, and whether it is right for the learner's own upstream."""

    name: str
    right: tuple[bool, ...]
    follows: tuple[bool, ...]

    @property
    def earned(self) -> list[bool]:
        return [one or other for one, other in zip(self.right, self.follows, strict=True)]


def parts(
    exercise: Exercise, cases: Sequence[Case], expected: Sequence[Value], answers: Sequence[Answer]
) -> list[Part]:
    """The intermediates in the order in which they are worked out: those of `follow` last, in its order."""
    first = [name for name in exercise.outputs if name not in exercise.follow]
    asked = list(zip(cases, expected, answers, strict=True))
    return [
        Part(
            name,
            tuple(_right(exercise, name, value, answer.value) for _, value, answer in asked),
            tuple(_follows(exercise, name, case, value, answer.value) for case, value, answer in asked),
        )
        for name in (*first, *exercise.follow)
    ]


def only(exercise: Exercise, name: str) -> Exercise:
    """The exercise of which one intermediate is asked; its answers, reference and mistakes give a tuple of that one."""

    def measured(value: Value, inputs: Mapping[str, Value]) -> Value:
        return (named_parts(exercise, exercise.measured(value, inputs) if exercise.measured else value)[name],)

    return replace(exercise, outputs=(name,), follow={}, measured=measured)


def named_parts(exercise: Exercise, value: Value) -> dict[str, Value]:
    """The intermediates of an answer by their names; those that are there, and none of what is no tuple of them."""
    if isinstance(value, dict):
        return {name: value[name] for name in exercise.outputs if name in value}
    if isinstance(value, (tuple, list)) and len(value) == len(exercise.outputs):
        return dict(zip(exercise.outputs, value, strict=True))
    return {}


def followed(exercise: Exercise, name: str, case: Case, value: Value) -> Value:
    """What an intermediate should be for the others that are given with it; None where that cannot be told."""
    try:
        with np.errstate(all="ignore"):
            return exercise.follow[name](case.inputs, named_parts(exercise, value))
    except Exception:  # a wrong upstream may have any type and shape
        return None


def _right(exercise: Exercise, name: str, expected: Value, got: Value) -> bool:
    given = named_parts(exercise, got)
    right = named_parts(exercise, expected)[name]
    return name in given and agree(right, given[name], exercise.tolerance_at(right))


def _follows(exercise: Exercise, name: str, case: Case, expected: Value, got: Value) -> bool:
    given = named_parts(exercise, got)
    if name not in exercise.follow or name not in given:
        return False
    value = followed(exercise, name, case, got)
    if value is None:
        return False
    tolerance = exercise.tolerance_at(value)
    size = _size(value)
    if not np.isfinite(size):  # infinity follows from infinity, whatever the rule is
        return False
    if size <= tolerance * ABSOLUTE_SHARE:  # what counts as zero follows from what does
        nothing = _size(named_parts(exercise, expected)[name]) <= tolerance * ABSOLUTE_SHARE
        return nothing and agree(value, given[name], tolerance)
    # A learner chooses how small the upstream is: what is small is compared as if it were not.
    scale = min(size, 1.0)
    mine = as_array(given[name])
    return mine is not None and agree(np.asarray(value) / scale, mine / scale, tolerance)


def _size(value: Value) -> float:
    """The largest entry, without its sign; nan for what has no numbers."""
    numbers = as_array(value)
    return float(np.max(np.abs(numbers), initial=0.0)) if numbers is not None else float("nan")
