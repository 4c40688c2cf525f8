"""What the exercises of chapter 05 have in common: where to read, and dual numbers as plain pairs."""

from collections.abc import Callable
from typing import Any

from bpcourse.autodiff.dual import Dual

Pair = tuple[float, float]

FORWARD = 'read chapter 05, "Forward mode: one input at a time".'
REVERSE = 'read chapter 05, "Reverse mode: one output at a time".'
PAIRS = 'read chapter 05, "Numbers that carry their derivative".'
CHEAPER = 'read chapter 05, "Which is cheaper?".'
MISTAKE = 'read chapter 05, "Find the mistake".'


def on_pairs(f: Callable[..., Any]) -> Callable[..., Pair]:
    """A function of dual numbers as one of pairs (value, derivative), which all that is graded is made of."""

    def asked(*pairs: Any) -> Pair:
        if not all(isinstance(pair, (tuple, list)) and len(pair) == 2 for pair in pairs):
            raise TypeError(
                f"f takes one pair (value, derivative) for each input, and got {', '.join(map(str, pairs))}"
            )
        result = f(*(Dual(float(value), float(derivative)) for value, derivative in pairs))
        return float(result.value), float(result.derivative)

    return asked
