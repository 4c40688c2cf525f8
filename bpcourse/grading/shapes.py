"""What a wrong shape says: transposed, added up over an axis, not added up, spread into a table (chapters 01, 08)."""

from __future__ import annotations

from typing import Any

import numpy as np

from bpcourse.grading import sentences
from bpcourse.grading.compare import agree

Array = np.ndarray[Any, Any]


def meaning(right: Array, got: Array, tolerance: float) -> str:
    """What would give this shape in place of the right one, in a sentence, or an empty text.

    What the numbers bear out is said first; then what the shape alone suggests.
    """

    def same(one: Array, other: Array) -> bool:
        return one.shape == other.shape and agree(one, other, tolerance)

    if not right.size or not got.size:
        return ""
    with np.errstate(all="ignore"):
        if got.ndim > 1 and same(right, got.T):
            return sentences.IS_TRANSPOSED
        if same(right.ravel(), got.ravel()):
            return sentences.SAME_NUMBERS
        for axis in range(right.ndim):
            size = right.shape[axis]
            if same(right.sum(axis), got) or same(right.sum(axis, keepdims=True), got):
                return sentences.IS_ADDED_UP.format(axis=axis, size=size)
            if same(right.mean(axis), got) or same(right.mean(axis, keepdims=True), got):
                return sentences.IS_AVERAGED.format(axis=axis, size=size)
        if got.ndim == 0 and same(right.sum(), got):
            return sentences.IS_ADDED_UP_WHOLLY
        for axis in range(got.ndim):
            size = got.shape[axis]
            if same(got.sum(axis), right):
                return sentences.IS_NOT_ADDED_UP.format(axis=axis, size=size)
            if same(got.mean(axis), right):
                return sentences.IS_NOT_AVERAGED.format(axis=axis, size=size)
    return _suggested(right.shape, got.shape)


def _suggested(right: tuple[int, ...], got: tuple[int, ...]) -> str:
    """What the shape alone suggests."""
    if len(got) == 2 and got[0] == got[1] and right in ((got[0],), (got[0], 1), (1, got[0])):
        return sentences.MAYBE_SPREAD.format(size=got[0])
    if len(got) > 1 and got == right[::-1]:
        return sentences.MAYBE_TRANSPOSED
    for axis in range(len(right)):
        if got == right[:axis] + right[axis + 1 :]:
            return sentences.MAYBE_ADDED_UP.format(axis=axis, size=right[axis])
    for axis in range(len(got)):
        if right == got[:axis] + got[axis + 1 :]:
            return sentences.MAYBE_NOT_ADDED_UP.format(axis=axis, size=got[axis])
    return ""
