"""What the exercises of chapter 05 have in common: where to read, and dual numbers as plain pairs."""

from collections.abc import Callable
from inspect import signature
from typing import Any

import numpy as np

from bpcourse.autodiff.dual import Dual

Pair = tuple[float, float]

FORWARD = 'read chapter 05, "Forward mode: one input at a time".'
REVERSE = 'read chapter 05, "Reverse mode: one output at a time".'
PAIRS = 'read chapter 05, "Numbers that carry their derivative".'
CHEAPER = 'read chapter 05, "Which is cheaper?".'
MISTAKE = 'read chapter 05, "Find the mistake".'


def on_pairs(f: Callable[..., Any]) -> Callable[..., Pair]:
    """A function of dual numbers as one of pairs (value, derivative), which all that is graded is made of.

    TypeError when it is called with anything but one pair of numbers for each input.
    """
    inputs = len(signature(f).parameters)

    def asked(*pairs: Any) -> Pair:
        if len(pairs) != inputs or not all(map(_is_pair, pairs)):
            takes = "1 pair" if inputs == 1 else f"{inputs} pairs"
            raise TypeError(f"f takes {takes} (value, derivative), and got {', '.join(map(str, pairs)) or 'nothing'}")
        result = f(*(Dual(float(value), float(derivative)) for value, derivative in pairs))
        return float(result.value), float(result.derivative)

    return asked


def _is_pair(given: Any) -> bool:
    parts = given.tolist() if isinstance(given, np.ndarray) else given
    is_one = isinstance(parts, (tuple, list)) and len(parts) == 2
    return is_one and all(isinstance(part, (int, float)) for part in parts)
