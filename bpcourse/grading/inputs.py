"""Inputs as a function gets them: copies, random generators, functions that it may call; and whether they were kept.

A function among the inputs takes and gives plain values in a notebook, as it does at grading, where it is asked over
a pipe: chapters 03 (a gradient to follow), 05 (a program to differentiate) and 07 (a backward pass to check).
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from bpcourse.grading.values import Seed, Unreadable, Value, plain

# How often a function among the inputs may be called while one question is answered.
MOST_CALLS = 10_000


def handed(value: Value) -> Any:
    """One input as a function gets it: what it does to that leaves the question as it was."""
    if type(value) is Seed:
        return np.random.default_rng(value.number)
    if callable(value):
        return _plainly(value)
    if type(value) in (tuple, list):
        return type(value)(map(handed, value))
    if type(value) is dict:
        return {key: handed(item) for key, item in value.items()}
    return copy.deepcopy(value)


def identical(before: Value, after: Any) -> bool:
    """Whether two values are the same, entry by entry; nan equals nan. A generator or a function counts as kept."""
    if type(before) is Seed:
        return type(after) is not Seed or before == after
    if callable(before):
        return True
    if type(before) is not type(after):
        return False
    if isinstance(before, np.ndarray):
        same_kind = before.shape == after.shape and before.dtype == after.dtype
        return same_kind and bool(before.tobytes() == after.tobytes())
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(identical, before, after))
    if isinstance(before, dict):
        return list(before) == list(after) and all(identical(before[key], after[key]) for key in before)
    both_nan = before != before and after != after
    return bool(both_nan or before == after)


def _plainly(function: Callable[..., Value]) -> Callable[..., Value]:
    """The function for plain values only, and for a limited number of calls.

    TypeError for an argument that is none; RuntimeError beyond MOST_CALLS.
    """
    calls = 0

    def asked(*arguments: Any) -> Value:
        nonlocal calls
        calls += 1
        if calls > MOST_CALLS:
            raise RuntimeError(f"the function it was given was called more than {MOST_CALLS:,} times")
        try:
            given = [plain(argument) for argument in arguments]
        except Unreadable as error:
            takes = "numbers, arrays, and tuples and lists of these"
            raise TypeError(f"the function it was given takes {takes}, and got {error}") from None
        return plain(function(*given))

    return asked
