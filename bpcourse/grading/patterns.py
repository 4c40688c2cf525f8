"""What wrong numbers have in common with the right ones, entry by entry: what would have to be done to them.

Each pattern looks at the right and the given numbers of every case, of equal shapes, and says in a sentence what they
have in common, or nothing. They stand in the order in which they are tried.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bpcourse.grading import sentences
from bpcourse.grading.compare import agree
from bpcourse.grading.exercise import Case

Array = np.ndarray[Any, Any]

MOST_DECIMALS = 8
# Relative errors that a measured slope, or a number rounded on the way, may have: more is a mistake, less is right.
NEAR, EXACT = 0.01, 1e-6
# What a sum of a few rounded numbers may be off by; the precision that float32 keeps.
NOTHING, FLOAT32 = 1e-12, 1e-4


@dataclass(frozen=True)
class Pair:
    """The right numbers of a case and the given ones, of one shape."""

    case: Case
    right: Array
    got: Array


def truncated(pairs: Sequence[Pair], tolerance: float) -> str:
    """Whole numbers, or truth values, where the right ones have digits after the point."""
    if not all(pair.right.dtype.kind == "f" for pair in pairs):
        return ""
    if all(pair.got.dtype.kind == "b" for pair in pairs):
        return sentences.TRUTH_VALUES
    for whole in (np.trunc, np.round, np.floor):
        if all(np.array_equal(pair.got, whole(pair.right)) for pair in pairs):
            return sentences.WHOLE_NUMBERS
    return ""


def complex_numbers(pairs: Sequence[Pair], tolerance: float) -> str:
    """The right numbers with an imaginary part beside them."""
    if any(pair.got.dtype.kind == "c" != pair.right.dtype.kind for pair in pairs):
        return sentences.COMPLEX if _undone(pairs, tolerance, lambda pair: pair.got.real) else ""
    return ""


def single_precision(pairs: Sequence[Pair], tolerance: float) -> str:
    """Numbers computed in float32 or less that are right as far as that goes."""
    narrow = {pair.got.dtype.name for pair in pairs} & {"float16", "float32"}
    near = all(np.allclose(pair.got, pair.right, rtol=FLOAT32, atol=FLOAT32) for pair in pairs)
    return sentences.SINGLE_PRECISION.format(dtype=min(narrow)) if narrow and near else ""


def transposed(pairs: Sequence[Pair], tolerance: float) -> str:
    """Square tables, mirrored at the diagonal."""
    square = all(pair.right.ndim == 2 for pair in pairs)
    return sentences.TRANSPOSED_SQUARE if square and _undone(pairs, tolerance, lambda pair: pair.got.T) else ""


def reordered(pairs: Sequence[Pair], tolerance: float) -> str:
    """The right rows, or the right entries, in other places."""
    if any(pair.right.ndim == 0 or pair.right.dtype.kind == "c" or pair.got.dtype.kind == "c" for pair in pairs):
        return ""
    if _undone(pairs, tolerance, lambda pair: pair.got[::-1]):
        return sentences.ROWS_REVERSED
    if _undone(pairs, tolerance, lambda pair: pair.got[..., ::-1]):
        return sentences.COLUMNS_REVERSED
    if _undone(pairs, tolerance, lambda pair: np.flip(pair.got)):
        return sentences.ALL_REVERSED
    if all(agree(_sorted_rows(pair.right), _sorted_rows(pair.got), tolerance) for pair in pairs):
        return sentences.ROWS_ELSEWHERE
    if all(agree(np.sort(pair.right, axis=None), np.sort(pair.got, axis=None), tolerance) for pair in pairs):
        return sentences.ENTRIES_ELSEWHERE
    return ""


def some_rows(pairs: Sequence[Pair], tolerance: float) -> str:
    """Right in the last row only, or in all but that; the same for the first."""
    if any(pair.right.ndim == 0 or len(pair.right) < 2 for pair in pairs):
        return ""
    right = [[agree(r, g, tolerance) for r, g in zip(pair.right, pair.got, strict=True)] for pair in pairs]
    for text, of_the_row, of_the_others, place in (
        (sentences.LAST_ROW_ONLY, True, False, -1),
        (sentences.FIRST_ROW_ONLY, True, False, 0),
        (sentences.ALL_BUT_LAST_ROW, False, True, -1),
        (sentences.ALL_BUT_FIRST_ROW, False, True, 0),
    ):
        others = (rows[:-1] if place else rows[1:] for rows in right)
        if all(rows[place] is of_the_row for rows in right) and all(set(one) == {of_the_others} for one in others):
            return text
    return ""


def signs_lost(pairs: Sequence[Pair], tolerance: float) -> str:
    """Numbers of the right size, some of them with the wrong sign."""
    alike = all(agree(np.abs(pair.right), np.abs(pair.got), tolerance) for pair in pairs)
    return sentences.SIGNS if alike and not any(pair.got.dtype.kind == "c" for pair in pairs) else ""


def rounded(pairs: Sequence[Pair], tolerance: float) -> str:
    """The right numbers, rounded to so many decimals."""
    decimals = decimals_kept(pairs)
    kept = sentences.ONE_DECIMAL if decimals == 1 else sentences.DECIMALS.format(number=decimals)
    return sentences.ROUNDED.format(decimals=kept) if decimals else ""


def close(pairs: Sequence[Pair], tolerance: float) -> str:
    """Numbers that agree to some digits and no further."""
    digits = digits_kept(pairs, tolerance)
    return sentences.CLOSE.format(digits=digits) if digits else ""


def decimals_kept(pairs: Sequence[Pair]) -> int:
    """How many decimals the given numbers have, when they are the right ones rounded to so many; else 0."""
    whole = together(pairs)
    if whole is None:
        return 0
    right, given = whole
    kept = (n for n in range(1, MOST_DECIMALS + 1) if np.allclose(given, right.round(n), rtol=0, atol=NOTHING))
    return next(kept, 0) if given.any() else 0


def digits_kept(pairs: Sequence[Pair], tolerance: float = EXACT) -> int:
    """To how many digits every number agrees with the right one; 0 when that is less than two, or most are right.

    An exercise may ask for more digits than most do: `tolerance` then says what is right.
    """
    whole = together(pairs)
    if whole is None:
        return 0
    right, given = whole
    with np.errstate(all="ignore"):
        errors = np.abs(given - right) / np.where(right == 0, 1.0, np.abs(right))
    if np.median(errors) < min(EXACT, tolerance) or not errors.max() <= NEAR:
        return 0
    return math.floor(-math.log10(errors.max()))


def together(pairs: Sequence[Pair]) -> tuple[Array, Array] | None:
    """The entries of all cases in one row, right and given; None when there are none, or no floats."""
    right = np.concatenate([pair.right.ravel() for pair in pairs])
    given = np.concatenate([pair.got.ravel() for pair in pairs])
    return (right, given) if right.size and right.dtype.kind == "f" and given.dtype.kind in "fiu" else None


def _undone(pairs: Sequence[Pair], tolerance: float, undo: Callable[[Pair], Array]) -> bool:
    """Whether the given numbers are the right ones on every case, once something is undone."""
    return all(undo(pair).shape == pair.right.shape and agree(pair.right, undo(pair), tolerance) for pair in pairs)


def _sorted_rows(table: Array) -> Array:
    """The rows in an order of their own, by their entries."""
    rows = table.reshape(len(table), -1)
    return rows[np.lexsort(rows.T[::-1])] if rows.size else rows
