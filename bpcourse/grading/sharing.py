"""What the cases have in common on which an answer is right: a property of their inputs, or that they never change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bpcourse.grading import sentences
from bpcourse.grading.compare import as_array
from bpcourse.grading.exercise import Case, Exercise
from bpcourse.grading.inputs import identical
from bpcourse.grading.values import Value

Array = np.ndarray[Any, Any]
# A number is large when its square is beyond what most formulas meet.
LARGE = 100


def shared(cases: Sequence[Case], right: Sequence[bool]) -> str:
    """The property that the cases have on which the answer is right, and the others lack, or an empty text.

    Or the other way round. The first such property of PROPERTIES is told.
    """
    arrays = [_arrays(case) for case in cases]
    for where_right, where_wrong, has in PROPERTIES:
        there = [has(one) for one in arrays]
        if there == list(right):
            return where_right
        if there == [not ok for ok in right]:
            return where_wrong
    return ""


def never_changes(expected: Sequence[Value], given: Sequence[Value]) -> bool:
    """Whether what was given is the same on every case, and should not be."""
    return not all(identical(expected[0], one) for one in expected) and all(identical(given[0], one) for one in given)


def example_only(exercise: Exercise, cases: Sequence[Case], right: Sequence[bool]) -> str:
    """The names of the cases that the statement gives, with numbers that never change, when only these are right."""
    drawn = [exercise.cases(np.random.default_rng(seed)) for seed in (1, 2)]
    if not all(len(cases) == len(again) for again in drawn):
        return ""
    fixed = [
        identical(dict(one.inputs), dict(other.inputs)) and not one.edge for one, other in zip(*drawn, strict=True)
    ]
    alone = any(right) and all(is_fixed for is_fixed, ok in zip(fixed, right, strict=True) if ok)
    others = any(not is_fixed and not case.edge for is_fixed, case in zip(fixed, cases, strict=True))
    return ", ".join(case.what for case, ok in zip(cases, right, strict=True) if ok) if alone and others else ""


def _arrays(case: Case) -> list[Array]:
    arrays = [as_array(value) for value in case.inputs.values()]
    return [array for array in arrays if array is not None]


def _one_sample(arrays: list[Array]) -> bool:
    return any(array.ndim > 0 and len(array) == 1 for array in arrays)


def _square(arrays: list[Array]) -> bool:
    return any(array.ndim == 2 and array.shape[0] == array.shape[1] for array in arrays)


def _symmetric(arrays: list[Array]) -> bool:
    return any(_square([array]) and len(array) > 1 and np.allclose(array, array.T) for array in arrays)


def _equal_shapes(arrays: list[Array]) -> bool:
    shapes = [array.shape for array in arrays if array.ndim]
    return len(shapes) > 1 and len(set(shapes)) == 1


def _not_negative(arrays: list[Array]) -> bool:
    return all(np.all(array.real >= 0) for array in arrays)


def _has_zero(arrays: list[Array]) -> bool:
    return any(np.any(array == 0) for array in arrays)


def _large(arrays: list[Array]) -> bool:
    return any(np.any(np.abs(array) > LARGE) for array in arrays)


def _dimensions(wanted: int) -> Callable[[list[Array]], bool]:
    return lambda arrays: bool(arrays) and max(array.ndim for array in arrays) == wanted


# (what to say when only the cases that have it are right, when only those are wrong, whether a case has it).
PROPERTIES: tuple[tuple[str, str, Callable[[list[Array]], bool]], ...] = (
    (sentences.RIGHT_FOR_ONE, sentences.WRONG_FOR_ONE, _one_sample),
    (sentences.RIGHT_WHERE_SYMMETRIC, sentences.WRONG_WHERE_SYMMETRIC, _symmetric),
    (sentences.RIGHT_WHERE_SQUARE, sentences.WRONG_WHERE_SQUARE, _square),
    (sentences.RIGHT_FOR_EQUAL_SHAPES, sentences.WRONG_FOR_EQUAL_SHAPES, _equal_shapes),
    (sentences.RIGHT_FOR_NUMBERS, sentences.WRONG_FOR_NUMBERS, _dimensions(0)),
    (sentences.RIGHT_FOR_VECTORS, sentences.WRONG_FOR_VECTORS, _dimensions(1)),
    (sentences.RIGHT_FOR_TABLES, sentences.WRONG_FOR_TABLES, _dimensions(2)),
    (sentences.RIGHT_FOR_LARGE, sentences.WRONG_FOR_LARGE, _large),
    (sentences.RIGHT_WHERE_ZERO, sentences.WRONG_WHERE_ZERO, _has_zero),
    (sentences.RIGHT_WHERE_POSITIVE, sentences.WRONG_WHERE_POSITIVE, _not_negative),
)
