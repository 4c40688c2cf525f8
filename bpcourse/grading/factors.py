"""Wrong numbers that are the right ones times something: a constant, a length such as N, an input, one for each row."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from bpcourse.grading import sentences
from bpcourse.grading.compare import as_array
from bpcourse.grading.patterns import NEAR, Pair, together
from bpcourse.grading.showing import number

Array = np.ndarray[Any, Any]


def constant_factor(pairs: Sequence[Pair], tolerance: float) -> str:
    """Every entry of every case is the right one times the same number; for -1, the opposite sign."""
    factor = common_factor(pairs, tolerance)
    if factor is None:
        return ""
    return sentences.OPPOSITE_SIGN if factor == -1.0 else sentences.CONSTANT_FACTOR.format(factor=named(factor))


def factor_of_length(pairs: Sequence[Pair], tolerance: float) -> str:
    """Each case is the right one times a length of its inputs, such as the number N of rows, or divided by it."""
    factors = [common_factor([pair], tolerance, also_one=True) for pair in pairs]
    if any(factor is None for factor in factors):
        return ""
    for name, axis, lengths in _lengths(pairs):
        seen = sentences.FACTOR_SEEN.format(name=name, axis=axis, lengths=", ".join(map(str, lengths)))
        for text, power in ((sentences.TIMES_LENGTH, 1), (sentences.OVER_LENGTH, -1)):
            left = np.array(factors, float) / np.array(lengths, float) ** power
            if np.allclose(left, left[0], rtol=tolerance, atol=0):
                return text.format(seen=seen, beside=_beside(float(left[0]))).rstrip()
    return ""


def _beside(factor: float) -> str:
    """What is left beside a length, in a sentence: nothing, a sign, or a number."""
    if math.isclose(factor, 1.0, rel_tol=1e-5):
        return ""
    is_sign = math.isclose(factor, -1.0, rel_tol=1e-5)
    return sentences.AND_SIGN if is_sign else sentences.AND_FACTOR.format(factor=named(factor))


def factor_of_input(pairs: Sequence[Pair], tolerance: float) -> str:
    """An input is missing as a factor, or is one once too often."""
    found = input_factor(pairs, tolerance)
    if found is None:
        return ""
    name, too_often = found
    return (sentences.INPUT_TOO_OFTEN if too_often else sentences.INPUT_MISSING).format(name=name)


def input_factor(pairs: Sequence[Pair], tolerance: float) -> tuple[str, bool] | None:
    """The name of an input that is missing as a factor, or (True) is one once too often; None when none is."""
    for name in pairs[0].case.inputs:
        values = [as_array(pair.case.inputs[name]) for pair in pairs]
        for too_often in (False, True):
            if all(_is_factor(pair, value, tolerance, too_often) for pair, value in zip(pairs, values, strict=True)):
                return name, too_often
    return None


def factor_by_case(pairs: Sequence[Pair], tolerance: float) -> str:
    """Each case has a factor of its own."""
    listed = [(common_factor([pair], tolerance), pair.case.what) for pair in pairs if pair.right.size > 1]
    if len(listed) < max(2, len(pairs)) or any(factor is None for factor, _ in listed):
        return ""
    told = [sentences.FACTOR_ON.format(factor=named(factor), what=what) for factor, what in listed if factor]
    return sentences.FACTOR_BY_CASE.format(factors=", ".join(told))


def factor_by_row(pairs: Sequence[Pair], tolerance: float) -> str:
    """Each row, which is a sample, has a factor of its own; or each column."""
    if any(pair.right.ndim != 2 or min(pair.right.shape) < 2 for pair in pairs):
        return ""
    for text, lines in ((sentences.FACTOR_BY_ROW, lambda a: a), (sentences.FACTOR_BY_COLUMN, np.transpose)):
        rows = [
            Pair(pair.case, right, got)
            for pair in pairs
            for right, got in zip(lines(pair.right), lines(pair.got), strict=True)
        ]
        if all(common_factor([row], tolerance, also_one=True) is not None for row in rows):
            return text
    return ""


def common_factor(pairs: Sequence[Pair], tolerance: float, *, also_one: bool = False) -> float | None:
    """The one number by which every entry is too large, or None; exactly -1 for the opposite sign."""
    whole = together(pairs)
    if whole is None:
        return None
    right, given = whole
    zero = right == 0
    if zero.all() or np.any(given[zero] != 0):  # no factor makes a zero into something else
        return None
    with np.errstate(all="ignore"):
        ratios = given[~zero] / right[~zero]
    factor = float(ratios[0])
    if factor == 0 or not np.allclose(ratios, factor, rtol=tolerance, atol=0):
        return None
    if abs(factor - 1) < NEAR and not (also_one and abs(factor - 1) <= tolerance):
        return None
    return -1.0 if math.isclose(factor, -1.0, rel_tol=1e-5) else factor


def _is_factor(pair: Pair, value: Array | None, tolerance: float, too_often: bool) -> bool:
    """Whether the input, spread over the entries, is what the answer lacks as a factor, or has too often."""
    if value is None or value.dtype.kind not in "fiu" or not pair.right.size:
        return False
    right, got = (pair.right, pair.got)
    try:
        with np.errstate(all="ignore"):
            product = right * value if too_often else got * value
    except ValueError:  # shapes that do not go together
        return False
    wanted = got if too_often else right
    return product.shape == wanted.shape and bool(
        np.allclose(product, wanted, rtol=tolerance, atol=0) and np.any(wanted)
    )


def _lengths(pairs: Sequence[Pair]) -> Iterator[tuple[str, int, list[int]]]:
    """(name of an input, axis, its length on every case), where they are not all the same."""
    for name in pairs[0].case.inputs:
        shapes = [np.shape(value) if (value := as_array(pair.case.inputs[name])) is not None else () for pair in pairs]
        for axis in range(min(map(len, shapes))):
            lengths = [shape[axis] for shape in shapes]
            if len(set(lengths)) > 1 and 0 not in lengths:
                yield name, axis, lengths


def named(factor: float) -> str:
    """A factor as people write it: 2, -0.5, 1/3."""
    inverse = 1 / factor
    if abs(factor) < 1 and math.isclose(inverse, round(inverse), rel_tol=1e-5) and round(inverse) not in (2, -2, 4, 10):
        return f"{'-' if factor < 0 else ''}1/{abs(round(inverse))}"
    return number(factor)
