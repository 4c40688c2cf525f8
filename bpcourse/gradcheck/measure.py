"""Measuring a gradient without deriving it: two ways to differentiate by evaluating the function alone.

Chapter 01 uses them as witnesses beside the derived gradient; chapter 07 studies how far each can be trusted.
"""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.reference.activations import Array

# The truncation error of a central difference grows as h^2 and its rounding error as eps / h. The sum is least near
# the cube root of eps, about 6e-6 in float64.
EPS = float(np.finfo(np.float64).eps)
BEST_STEP = float(np.cbrt(EPS))


def central_difference(f: Callable[..., Any], x: ArrayLike, h: float | None = None) -> Array:
    """Gradient of the scalar-valued f at x by (f(x + step) - f(x - step)) / (2 step), entry by entry.

    x is a number or an array of any shape, and the gradient has the shape of x. The step of an entry is
    h max(1, |entry|), so that h counts relative to the entry's scale; h is the cube root of the machine epsilon
    unless given. Expect a relative error near 1e-10. f gets copies: x is never changed.

    ValueError if f does not return one real number, if h is not positive, or if x is not real.
    """
    point = _real(x)
    h = _positive(BEST_STEP if h is None else h)
    gradient = np.empty(point.shape)
    for i, entry in enumerate(point.flat):
        step = h * max(1.0, abs(entry))
        above, below = entry + step, entry - step
        rise = _real_number(f(_with_entry(point, i, above))) - _real_number(f(_with_entry(point, i, below)))
        # x + h and x - h are rounded: dividing by the distance they really have removes that error.
        gradient.flat[i] = rise / (above - below)
    return gradient[()]


def complex_step(f: Callable[..., Any], x: ArrayLike, h: float = 1e-20) -> Array:
    """Gradient of the scalar-valued f at x by Im f(x + i h) / h, entry by entry (Squire and Trapp, 1998).

    No two numbers are subtracted, so h can be tiny and the error is that of f itself, near 1e-16. In return f must
    be built from analytic operations: an absolute value or a maximum inside f makes the answer wrong. x is a number
    or an array of any shape, and the gradient has the shape of x. f gets copies: x is never changed.

    ValueError if f does not accept complex numbers, drops the imaginary part or does not return one number.
    """
    point = _real(x)
    h = _positive(h)
    gradient = np.empty(point.shape)
    for i, entry in enumerate(point.flat):
        value = _complex_value(f, _with_entry(point.astype(np.complex128), i, complex(entry, h)))
        gradient.flat[i] = value.imag / h
    return gradient[()]


def relative_error(a: ArrayLike, b: ArrayLike) -> float:
    """Relative error |a - b| / (|a| + |b|) in 2-norms over all entries: from 0 to 1, and 0 when both are zero.

    A value that is not finite gives nan, which is smaller than no tolerance. ValueError if the shapes differ.
    """
    first, second = _real(a), _real(b)
    if first.shape != second.shape:
        raise ValueError(f"a has shape {first.shape} and b has shape {second.shape}, expected two equal shapes")
    largest = max(np.abs(first).max(initial=0.0), np.abs(second).max(initial=0.0))
    if largest == 0.0:
        return 0.0
    if not np.isfinite(largest):
        return float("nan")
    # Squares of very small or very large entries would leave the range of float64; a power of two rounds nothing.
    scale = 2.0 ** (np.frexp(largest)[1] - 1)
    first, second = first / scale, second / scale
    return float(np.linalg.norm(first - second) / (np.linalg.norm(first) + np.linalg.norm(second)))


def _real(x: ArrayLike) -> Array:
    if np.iscomplexobj(x):
        raise ValueError("x is complex, expected real numbers")
    return np.asarray(x, dtype=np.float64)


def _positive(h: float) -> float:
    if not h > 0:
        raise ValueError(f"h is {h}, expected a positive number")
    return h


def _with_entry(x: Any, i: int, value: complex) -> Any:
    """A copy of x, entry i in flat order replaced; a number when x is one."""
    moved = x.copy()
    moved.flat[i] = value
    return moved[()]


def _one_number(value: Any) -> Any:
    returned = np.asarray(value)
    if returned.shape != ():
        raise ValueError(f"f returned shape {returned.shape}, expected one number: the loss, not the output")
    if not np.issubdtype(returned.dtype, np.number):
        raise ValueError(f"f returned {value!r}, expected one number")
    return returned[()]


def _real_number(value: Any) -> float:
    number = _one_number(value)
    if np.iscomplexobj(number):
        raise ValueError(f"f returned the complex number {number}, expected a real one")
    return float(number)


def _complex_value(f: Callable[..., Any], x: Any) -> complex:
    with warnings.catch_warnings():
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        try:
            value = _one_number(f(x))
        except np.exceptions.ComplexWarning as error:
            raise ValueError(
                "f drops the imaginary part of its input (a cast to float64, for example), expected an f that "
                "computes with complex numbers from end to end"
            ) from error
        except TypeError as error:
            raise ValueError(f"f does not accept complex numbers: {error}") from error
    if not np.iscomplexobj(value):
        raise ValueError(
            f"f returned the real number {value} at a complex input, expected a complex number: f drops the "
            "imaginary part of its input on the way"
        )
    return complex(value)
