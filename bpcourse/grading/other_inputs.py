"""The right rule on the wrong inputs: two of them exchanged, or one with its sign turned.

For functions whose arguments were mixed up, and for formulas with the wrong variable in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from bpcourse.grading import sentences
from bpcourse.grading.answers import Answer
from bpcourse.grading.exercise import Case, Exercise
from bpcourse.grading.measuring import own_answer, same


def told(exercise: Exercise, cases: Sequence[Case], answers: Sequence[Answer]) -> str:
    """Which inputs would have to be exchanged or turned to make the answers right, or an empty text."""
    names = list(cases[0].inputs)
    for one, other in combinations(names, 2):
        if _right_with(exercise, cases, answers, _exchange(one, other)):
            return sentences.EXCHANGED.format(one=one, other=other)
    for name in names:
        if _right_with(exercise, cases, answers, _turn(name)):
            return sentences.TURNED.format(name=name)
    return ""


def _exchange(one: str, other: str) -> Callable[[dict[str, Any]], dict[str, Any] | None]:
    def exchanged(inputs: dict[str, Any]) -> dict[str, Any] | None:
        first, second = inputs[one], inputs[other]
        alike = type(first) is type(second) and getattr(first, "shape", ()) == getattr(second, "shape", ())
        return {**inputs, one: second, other: first} if alike else None

    return exchanged


def _turn(name: str) -> Callable[[dict[str, Any]], dict[str, Any] | None]:
    def turned(inputs: dict[str, Any]) -> dict[str, Any] | None:
        value = inputs[name]
        is_real = isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f")
        return {**inputs, name: -value} if is_real else None

    return turned


def _right_with(
    exercise: Exercise,
    cases: Sequence[Case],
    answers: Sequence[Answer],
    change: Callable[[dict[str, Any]], dict[str, Any] | None],
) -> bool:
    """Whether the answers are what the reference gives for the changed inputs, on every case."""
    for case, answer in zip(cases, answers, strict=True):
        inputs = change(dict(case.inputs)) if answer.returned else None
        if inputs is None:
            return False
        changed = own_answer(exercise, exercise.reference, replace(case, inputs=inputs))
        if not changed.returned or not same(exercise, changed, answer):
            return False
    return True
