"""What wrong numbers have in common with the right ones: a factor, the decimals they kept, the digits that agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
# The right numbers and the given ones of each case; None where there are none.
Pairs = Sequence[tuple[Array | None, Array | None]]

MOST_DECIMALS = 8
# Relative errors that a measured slope, or a number rounded on the way, may have: more is a mistake, less is right.
NEAR, EXACT = 0.01, 1e-6
# What a sum of a few rounded numbers may be off by.
NOTHING = 1e-12


def constant_factor(pairs: Pairs, tolerance: float) -> float | None:
    """The one number by which every entry of every case is too large, or None; exactly -1 for the opposite sign."""
    whole = _flat(pairs)
    if whole is None:
        return None
    right, given = whole
    zero = right == 0
    if zero.all() or np.any(given[zero] != 0) or np.iscomplexobj(given):  # no factor makes a zero into something else
        return None
    with np.errstate(all="ignore"):
        ratios = given[~zero] / right[~zero]
    factor = float(ratios[0])
    if factor == 0 or not np.allclose(ratios, factor, rtol=tolerance, atol=0) or abs(factor - 1) < NEAR:
        return None
    return -1.0 if math.isclose(factor, -1.0, rel_tol=1e-5) else factor


def decimals_kept(pairs: Pairs) -> int:
    """How many decimals the given numbers have, when they are the right ones rounded to so many; else 0."""
    whole = _flat(pairs)
    if whole is None or np.iscomplexobj(whole[1]) or whole[0].dtype.kind != "f":
        return 0
    right, given = whole
    kept = (n for n in range(1, MOST_DECIMALS + 1) if np.allclose(given, right.round(n), rtol=0, atol=NOTHING))
    return next(kept, 0) if given.any() else 0


def digits_kept(pairs: Pairs) -> int:
    """To how many digits every number agrees with the right one; 0 when that is less than two, or most are right."""
    whole = _flat(pairs)
    if whole is None or np.iscomplexobj(whole[1]) or whole[0].dtype.kind != "f":
        return 0
    right, given = whole
    with np.errstate(all="ignore"):
        errors = np.abs(given - right) / np.where(right == 0, 1.0, np.abs(right))
    if np.median(errors) < EXACT or not errors.max() <= NEAR:
        return 0
    return math.floor(-math.log10(errors.max()))


def _flat(pairs: Pairs) -> tuple[Array, Array] | None:
    """The entries of all cases in one row, right and given; None when a case has none, or of another shape."""
    rights, givens = [], []
    for right, given in pairs:
        if right is None or given is None or right.shape != given.shape:
            return None
        rights.append(right.ravel())
        givens.append(given.ravel())
    right, given = np.concatenate(rights), np.concatenate(givens)
    return (right, given) if right.size else None
