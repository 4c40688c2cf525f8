"""Reverse mode on arrays: a `Tensor` remembers the operation and the inputs that it came from.

Chapter 13 builds it after the scalar engine. Recording is here, the backward pass in `engine`, the rules of the
operations in `rules`. What is to get a gradient is a Tensor; what is constant is a number or a NumPy array.

Gradients are arrays, not tensors: a gradient has no gradient of its own. For second derivatives run forward mode over
this engine: f at `Dual(Tensor(x), v)` has a derivative that is a tensor, and its backward gives the Hessian times v.
"""

from collections.abc import Callable, Sequence
from itertools import count
from operator import add, mul, sub, truediv
from typing import Any, Union

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.autodiff import rules
from bpcourse.autodiff.arrays import (
    Array,
    Axis,
    Shape,
    elementwise,
    fixed_index,
    float_array,
    kept_shape,
    log_softmax,
    matmul,
    sigmoid,
)
from bpcourse.autodiff.engine import backpropagate, fingerprint_of
from bpcourse.autodiff.rules import Gradients

Operand = Union["Tensor", float, Array]
Rule = Callable[..., Gradients]

_CONSTANTS = (float, int, np.ndarray, np.generic)
_NOT_TAKEN = b""
_next_number = count().__next__


class Tensor:
    """An array of floating-point numbers. `grad`, once backward has run from L, is dL/d(data), of the same shape."""

    __slots__ = (
        "array",
        "borrowed",
        "changed_at",
        "fingerprint",
        "grad",
        "number",
        "parents",
        "rule",
        "saved",
        "visited",
    )
    __array_ufunc__ = None  # NumPy leaves `array * tensor` to Tensor.

    def __init__(
        self,
        data: ArrayLike,
        rule: Rule | None = None,
        parents: "Sequence[Tensor]" = (),
        saved: tuple[Any, ...] = (),
        borrowed: "tuple[tuple[Array, bytes], ...]" = (),
    ) -> None:
        """Tensor(data) copies the data.

        An operation also gives the rule for the way back, its inputs, what the rule gets beside upstream, and the
        constants that belong to its caller. TypeError unless the data are floating-point numbers.
        """
        self.array: Any = data if rule else float_array(data)
        self.grad: Any = None
        self.rule = rule
        self.parents = parents
        self.saved = saved
        self.borrowed = borrowed
        self.fingerprint: bytes | None = None  # None as long as the engine alone holds the array.
        self.changed_at = -1
        self.visited: object = None
        for parent in parents:
            if parent.fingerprint is not None:
                parent.changed_after(0)  # Date what changed before this operation as before it.
        self.number = _next_number()

    @property
    def data(self) -> Array:
        """The numbers, as an array that may be changed, but not between a forward pass and its backward pass."""
        if self.fingerprint is None:
            if self.array.base is not None:
                self.array = self.array.copy()  # Else a change would reach the tensor that this one is a view of.
            self.fingerprint = fingerprint_of(self.array)
        data: Array = self.array
        return data

    @data.setter
    def data(self, data: ArrayLike) -> None:
        self.array = np.asarray(data, dtype=self.array.dtype)
        self.fingerprint = _NOT_TAKEN  # The next operation takes it.
        self.changed_at = _next_number()

    def changed_after(self, number: int) -> bool:
        """Whether the array was changed since the operation with this number. What is found changed, changed now."""
        if self.fingerprint is not None and (now := fingerprint_of(self.array)) != self.fingerprint:
            self.fingerprint = now
            self.changed_at = _next_number()
        return self.changed_at > number

    @property
    def shape(self) -> Shape:
        """The length of each axis."""
        shape: Shape = self.array.shape
        return shape

    @property
    def dtype(self) -> np.dtype[Any]:
        """The kind of floating-point number."""
        dtype: np.dtype[Any] = self.array.dtype
        return dtype

    def __repr__(self) -> str:
        return f"Tensor({np.array2string(np.asarray(self.array), separator=', ', prefix='Tensor(')})"

    def backward(self, upstream: ArrayLike | None = None) -> None:
        """Set the grad of every tensor that this one was computed from to dL/d(its data).

        upstream is dL/d(this tensor), in its shape. A tensor of shape () is taken to be L itself, with upstream 1.
        ValueError without the upstream of a larger tensor, or with one of another shape; RuntimeError if an array that
        the computation used was changed after it.
        """
        backpropagate(self, upstream)

    # Arithmetic.

    def __add__(self, other: Operand) -> "Tensor":
        if isinstance(other, Tensor):
            return Tensor(elementwise(add, self.array, other.array), rules.add_backward, (self, other))
        if isinstance(other, _CONSTANTS):
            return Tensor(elementwise(add, self.array, other), rules.add_constant_backward, (self,))
        return NotImplemented

    def __sub__(self, other: Operand) -> "Tensor":
        if isinstance(other, Tensor):
            return Tensor(elementwise(sub, self.array, other.array), rules.subtract_backward, (self, other))
        if isinstance(other, _CONSTANTS):
            return Tensor(elementwise(sub, self.array, other), rules.add_constant_backward, (self,))
        return NotImplemented

    def __mul__(self, other: Operand) -> "Tensor":
        x = self.array
        if isinstance(other, Tensor):
            y = other.array
            return Tensor(elementwise(mul, x, y), rules.multiply_backward, (self, other), (x, y))
        if isinstance(other, _CONSTANTS):
            out = elementwise(mul, x, other)
            return Tensor(out, rules.multiply_constant_backward, (self,), (other,), borrow(other))
        return NotImplemented

    def __truediv__(self, other: Operand) -> "Tensor":
        x = self.array
        if isinstance(other, Tensor):
            y = other.array
            out = elementwise(truediv, x, y)
            return Tensor(out, rules.divide_backward, (self, other), (y, out))
        if isinstance(other, _CONSTANTS):
            out = elementwise(truediv, x, other)
            return Tensor(out, rules.divide_by_constant_backward, (self,), (other,), borrow(other))
        return NotImplemented

    def __matmul__(self, other: "Tensor | Array") -> "Tensor":
        x = self.array
        if isinstance(other, Tensor):
            y = other.array
            return Tensor(matmul(x, y), rules.matmul_backward, (self, other), (x, y))
        if isinstance(other, np.ndarray):
            out = matmul(x, other)
            return Tensor(out, rules.matmul_left_backward, (self,), (other, x.ndim), borrow(other))
        return NotImplemented

    def __pow__(self, exponent: float) -> "Tensor":
        if not isinstance(exponent, (float, int, np.number)):
            raise TypeError(
                f"the exponent is a {type(exponent).__name__}, expected a number: write x ** y as (y * x.log()).exp()"
            )
        return Tensor(self.array**exponent, rules.power_backward, (self,), (self.array, exponent))

    def __neg__(self) -> "Tensor":
        return Tensor(-self.array, rules.negate_backward, (self,))

    def __rsub__(self, other: float | Array) -> "Tensor":
        if not isinstance(other, _CONSTANTS):
            return NotImplemented
        return Tensor(elementwise(sub, other, self.array), rules.negate_backward, (self,))

    def __rtruediv__(self, other: float | Array) -> "Tensor":
        if not isinstance(other, _CONSTANTS):
            return NotImplemented
        out = elementwise(truediv, other, self.array)
        return Tensor(out, rules.divide_constant_backward, (self,), (self.array, out))

    def __rmatmul__(self, other: Array) -> "Tensor":
        if not isinstance(other, np.ndarray):
            return NotImplemented
        out = matmul(other, self.array)
        return Tensor(out, rules.matmul_right_backward, (self,), (other, self.array.ndim), borrow(other))

    __radd__ = __add__
    __rmul__ = __mul__

    # Functions, entry by entry.

    def exp(self) -> "Tensor":
        """e to the power x."""
        out = np.exp(self.array)
        return Tensor(out, rules.exp_backward, (self,), (out,))

    def log(self) -> "Tensor":
        """Natural logarithm."""
        return Tensor(np.log(self.array), rules.log_backward, (self,), (self.array,))

    def tanh(self) -> "Tensor":
        """Hyperbolic tangent."""
        out = np.tanh(self.array)
        return Tensor(out, rules.tanh_backward, (self,), (out,))

    def sigmoid(self) -> "Tensor":
        """1 / (1 + exp(-x))."""
        out = sigmoid(self.array)
        return Tensor(out, rules.sigmoid_backward, (self,), (out,))

    def relu(self) -> "Tensor":
        """max(x, 0). Its derivative at exactly 0 is taken as 0."""
        out = np.maximum(self.array, 0)
        return Tensor(out, rules.relu_backward, (self,), (out,))

    # Functions along axes. axis None means all of them.

    def sum(self, axis: Axis = None, keepdims: bool = False) -> "Tensor":
        """Sum along the axes."""
        x = self.array
        out = x.sum(axis=axis, keepdims=keepdims)
        return Tensor(out, rules.sum_backward, (self,), (x.shape, kept_shape(x.shape, axis)))

    def mean(self, axis: Axis = None, keepdims: bool = False) -> "Tensor":
        """Mean along the axes."""
        x = self.array
        total = x.sum(axis=axis, keepdims=keepdims)
        n = x.size // max(total.size, 1)  # Of no entries, no means.
        return Tensor(total / n, rules.mean_backward, (self,), (x.shape, kept_shape(x.shape, axis), n))

    def max(self, axis: Axis = None, keepdims: bool = False) -> "Tensor":
        """Largest entry along the axes. Entries that tie for it share its gradient equally."""
        x = self.array
        largest = x.max(axis=axis, keepdims=True)
        out = largest if keepdims else np.squeeze(largest, axis)
        return Tensor(out, rules.max_backward, (self,), (x, largest, axis))

    def softmax(self, axis: int = -1) -> "Tensor":
        """exp(x) / sum of exp(x) along the axis, the largest x subtracted first so that nothing overflows."""
        out = np.exp(self.array - self.array.max(axis=axis, keepdims=True))
        out /= out.sum(axis=axis, keepdims=True)
        return Tensor(out, rules.softmax_backward, (self,), (out, axis))

    def log_softmax(self, axis: int = -1) -> "Tensor":
        """Logarithm of softmax along the axis, computed without softmax, which can round to 0."""
        out = log_softmax(self.array, axis)
        return Tensor(out, rules.log_softmax_backward, (self,), (out, axis))

    # Entries moved, chosen or repeated.

    def reshape(self, *shape: int | Shape) -> "Tensor":
        """The same entries in another shape, given as lengths or as one tuple; one length may be -1."""
        out = self.array.reshape(shape[0] if len(shape) == 1 else shape)
        return Tensor(out, rules.reshape_backward, (self,), (self.array.shape,))

    def transpose(self, *axes: int) -> "Tensor":
        """The axes in the given order, or reversed if none is given."""
        rank = self.array.ndim
        order = tuple(axis % rank for axis in axes or range(-1, -rank - 1, -1))
        return Tensor(self.array.transpose(axes or None), rules.transpose_backward, (self,), (order,))

    @property
    def T(self) -> "Tensor":
        """The axes reversed."""
        return self.transpose()

    def __getitem__(self, index: Any) -> "Tensor":
        """The entries that the index picks, as in NumPy. One that is picked twice gets both gradients."""
        index = fixed_index(index)
        return Tensor(self.array[index], rules.getitem_backward, (self,), (self.array.shape, index))


def borrow(constant: Any) -> tuple[tuple[Array, bytes], ...]:
    """The constant with its fingerprint, if it is an array: its owner may change it before the way back."""
    return ((constant, fingerprint_of(constant)),) if isinstance(constant, np.ndarray) else ()
