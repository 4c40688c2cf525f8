"""Forward mode: a `Dual` carries a value and, beside it, its derivative along one direction (chapter 05).

An operation computes both from both: (a, a') (b, b') = (a b, a' b + a b'). So f runs once and no graph is kept. But one
run gives the derivative along one direction, J v, where reverse mode gives a whole gradient.

The numbers may be floats, arrays, values or tensors. Over tensors the derivative is itself a tensor, so its backward
gives the derivative of a derivative: H v, the Hessian times the direction, without the Hessian (Pearlmutter, 1994).
"""

from collections.abc import Callable
from itertools import count
from typing import Any

import numpy as np

from bpcourse.autodiff import rules
from bpcourse.autodiff.arrays import Array, Axis, Shape, sigmoid
from bpcourse.autodiff.scalar import Value
from bpcourse.autodiff.tensor import Tensor

_IN_NUMPY: dict[str, Callable[[Any], Any]] = {
    "exp": np.exp,
    "log": np.log,
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "relu": lambda x: np.maximum(x, 0),
}
_next_level = count(1).__next__


class Dual:
    """A value and its derivative, of the same shape: numbers, arrays, tensors, or dual numbers again.

    ValueError if the shapes differ. Where sweeps run inside one another, `level` tells whose derivative it is: to the
    inner sweep a number of the outer one is a constant. Without it they would mix (Siskind and Pearlmutter, 2005).
    """

    __slots__ = ("derivative", "level", "value")
    __array_ufunc__ = None  # NumPy leaves `array * dual` to Dual.

    def __init__(self, value: Any, derivative: Any, level: int | None = None) -> None:
        if _shape(value) != _shape(derivative):
            raise ValueError(
                f"a derivative of shape {_shape(derivative)} for a value of shape {_shape(value)}, expected one shape"
            )
        self.value = value
        self.derivative = _alike(value, derivative)
        if level is None:
            level = value.level + 1 if isinstance(value, Dual) else 0
        self.level: int = level

    def __repr__(self) -> str:
        return f"Dual({self.value!r}, {self.derivative!r})"

    @property
    def shape(self) -> Shape:
        """The length of each axis."""
        return _shape(self.value)

    # Arithmetic. A constant is a dual number with derivative 0.

    def __add__(self, other: Any) -> "Dual":
        (x, dx), (y, dy), level = _aligned(self, other)
        return Dual(x + y, dx + dy, level)

    def __sub__(self, other: Any) -> "Dual":
        (x, dx), (y, dy), level = _aligned(self, other)
        return Dual(x - y, dx - dy, level)

    def __mul__(self, other: Any) -> "Dual":
        (x, dx), (y, dy), level = _aligned(self, other)
        return Dual(x * y, dx * y + x * dy, level)

    def __truediv__(self, other: Any) -> "Dual":
        (x, dx), (y, dy), level = _aligned(self, other)
        out = x / y
        return Dual(out, (dx - out * dy) / y, level)

    def __matmul__(self, other: Any) -> "Dual":
        (x, dx), (y, dy), level = _aligned(self, other)
        return Dual(x @ y, dx @ y + x @ dy, level)

    def __pow__(self, exponent: float) -> "Dual":
        if not isinstance(exponent, (float, int, np.number)):
            raise TypeError(
                f"the exponent is a {type(exponent).__name__}, expected a number: write x ** y as (y * x.log()).exp()"
            )
        # x ** 0 is constant at x = 0 too, where the formula would multiply 0 by infinity.
        slope = exponent * self.value ** (exponent - 1 if exponent else 0)
        return Dual(self.value**exponent, slope * self.derivative, self.level)

    def __neg__(self) -> "Dual":
        return self._both(lambda x: -x)

    def __rsub__(self, other: Any) -> "Dual":
        return self._constant(other) - self

    def __rtruediv__(self, other: Any) -> "Dual":
        return self._constant(other) / self

    def __rmatmul__(self, other: Any) -> "Dual":
        return self._constant(other) @ self

    __radd__ = __add__
    __rmul__ = __mul__

    # Functions, entry by entry.

    def exp(self) -> "Dual":
        """e to the power x."""
        out = _call("exp", self.value)
        return Dual(out, out * self.derivative, self.level)

    def log(self) -> "Dual":
        """Natural logarithm."""
        return Dual(_call("log", self.value), self.derivative / self.value, self.level)

    def tanh(self) -> "Dual":
        """Hyperbolic tangent."""
        out = _call("tanh", self.value)
        return Dual(out, (1 - out * out) * self.derivative, self.level)

    def sigmoid(self) -> "Dual":
        """1 / (1 + exp(-x))."""
        out = _call("sigmoid", self.value)
        return Dual(out, out * (1 - out) * self.derivative, self.level)

    def relu(self) -> "Dual":
        """max(x, 0). Its derivative at exactly 0 is taken as 0."""
        numbers = _numbers(self)
        slope = (numbers > 0).astype(numbers.dtype)
        return Dual(_call("relu", self.value), self.derivative * slope, self.level)

    # Functions along axes.

    def sum(self, axis: Axis = None, keepdims: bool = False) -> "Dual":
        """Sum along the axes; None means all of them."""
        return self._both(lambda x: x.sum(axis=axis, keepdims=keepdims))

    def mean(self, axis: Axis = None, keepdims: bool = False) -> "Dual":
        """Mean along the axes; None means all of them."""
        return self._both(lambda x: x.mean(axis=axis, keepdims=keepdims))

    def max(self, axis: Axis = None, keepdims: bool = False) -> "Dual":
        """Largest entry along the axes; None means all of them. Entries that tie for it share its derivative."""
        numbers = _numbers(self)
        wins = numbers == numbers.max(axis=axis, keepdims=True)
        share = wins / wins.sum(axis=axis, keepdims=True, dtype=numbers.dtype)
        largest = self.value.max(axis=axis, keepdims=keepdims)
        return Dual(largest, (self.derivative * share).sum(axis=axis, keepdims=keepdims), self.level)

    def softmax(self, axis: int = -1) -> "Dual":
        """exp(x) / sum of exp(x) along the axis, the largest x subtracted first so that nothing overflows."""
        weights: Dual = (self - _numbers(self).max(axis=axis, keepdims=True)).exp()
        return weights / weights.sum(axis=axis, keepdims=True)

    def log_softmax(self, axis: int = -1) -> "Dual":
        """Logarithm of softmax along the axis."""
        shifted: Dual = self - _numbers(self).max(axis=axis, keepdims=True)
        return shifted - shifted.exp().sum(axis=axis, keepdims=True).log()

    # Entries moved, chosen or repeated.

    def reshape(self, *shape: int | Shape) -> "Dual":
        """The same entries in another shape."""
        return self._both(lambda x: x.reshape(*shape))

    def transpose(self, *axes: int) -> "Dual":
        """The axes in the given order, or reversed if none is given."""
        return self._both(lambda x: x.transpose(*axes))

    @property
    def T(self) -> "Dual":
        """The axes reversed."""
        return self.transpose()

    def __getitem__(self, index: Any) -> "Dual":
        return self._both(lambda x: x[index])

    def _constant(self, x: Any) -> "Dual":
        return Dual(*seen_from(self.level, x), self.level)

    def _both(self, linear: Callable[[Any], Any]) -> "Dual":
        """A linear function: it does to the derivative what it does to the value."""
        return Dual(linear(self.value), linear(self.derivative), self.level)


def jvp(f: Callable[..., Any], x: Any, v: Any) -> tuple[Any, Any]:
    """f(x) and its derivative along v, the Jacobian times v, in one run of f.

    x is a number, a Value, an array or a Tensor, and v has its shape; for a function of several inputs both are tuples.
    With a Tensor or a Value x and f(x) one number, the derivative's backward sets x.grad to H v. ValueError if the
    shapes differ.
    """
    inputs = x if isinstance(x, tuple) else (x,)
    direction = v if isinstance(v, tuple) else (v,)
    if len(inputs) != len(direction):
        raise ValueError(f"jvp got {len(inputs)} inputs and a direction for {len(direction)}, expected one for each")
    level = _next_level()
    moving = [Dual(_floats(a), _floats(b), level) for a, b in zip(inputs, direction, strict=True)]
    return seen_from(level, f(*moving))


def innermost(*operands: Any) -> int | None:
    """The level of the innermost sweep that the operands belong to, None if none is a dual number."""
    return max((x.level for x in operands if isinstance(x, Dual)), default=None)


def seen_from(level: int, x: Any) -> tuple[Any, Any]:
    """Value and derivative of x to the sweep of this level. What does not belong to it is constant: derivative 0."""
    if isinstance(x, Dual) and x.level == level:
        return x.value, x.derivative
    return x, np.zeros_like(_numbers(x)) if _shape(x) else 0.0


def _aligned(x: Any, y: Any) -> tuple[tuple[Any, Any], tuple[Any, Any], int]:
    level = innermost(x, y)
    assert level is not None  # one of them is the `self` of an operation
    return seen_from(level, x), seen_from(level, y), level


def _shape(x: Any) -> Shape:
    shape: Shape = x.shape if hasattr(x, "shape") else np.shape(x)
    return shape


def _numbers(x: Any) -> Array:
    """The values themselves, which the choices of relu and max depend on."""
    while isinstance(x, Dual):
        x = x.value
    return np.asarray(x.array if isinstance(x, Tensor) else x.data if isinstance(x, Value) else x)


def _floats(x: Any) -> Any:
    if isinstance(x, (*_RECORDED, float)):
        return x
    array = np.asarray(x)
    return array[()] if array.dtype.kind == "f" else array.astype(np.float64)[()]


def _alike(value: Any, derivative: Any) -> Any:
    """The derivative as a number of the value's kind.

    It is recorded as if it came from the value, with slope 0: so its backward reaches x in a linear function too, whose
    second derivative is 0.
    """
    if isinstance(derivative, type(value)):
        return derivative
    if isinstance(value, Tensor):
        return Tensor(np.array(derivative, value.dtype), rules.multiply_constant_backward, (value,), (0.0,))
    if isinstance(value, Value):
        return Value(float(derivative), value, 0.0)
    if isinstance(value, Dual):
        nothing = np.zeros_like(_numbers(derivative))[()]
        return Dual(_alike(value.value, derivative), _alike(value.value, nothing), value.level)
    return derivative


def _call(function: str, x: Any) -> Any:
    """The function of a number of any kind."""
    return getattr(x, function)() if isinstance(x, _RECORDED) else _IN_NUMPY[function](x)


_RECORDED = (Tensor, Dual, Value)
