"""Reverse mode on single numbers: a `Value` remembers what it was computed from, and `backward` runs the chain rule.

Chapter 13 builds this engine. Three decisions carry it:

- A node stores its parents and, beside each, the local derivative: a number. The way back needs nothing else.
- A value is made after its parents. So newest first is an order in which every gradient is complete before it is
  passed on. There is no search for an order and no recursion: a chain of a million operations works.
- `backward` sets the gradients to zero before it adds to them. Called twice, it gives the same gradients twice.
"""

import math
from collections.abc import Sequence
from itertools import count
from numbers import Real
from operator import attrgetter, mul
from typing import Union

Operand = Union["Value", float]

# The abstract class is for NumPy's numbers; float and int come first because it is slow to ask.
_NUMBERS = (float, int, Real)
_next_number = count().__next__
_age = attrgetter("number")


class Value:
    """A number, `data`; `grad` is the derivative, with respect to it, of the result that `backward` was called on."""

    # One or two parents live in the node itself: a tuple for them would be one more object for Python to make and for
    # its garbage collector to visit, for every operation. Only a neuron's weighted sum has more.
    __slots__ = ("data", "grad", "left", "left_partial", "number", "right", "right_partial", "visited")
    __array_ufunc__ = None  # NumPy's numbers leave `number * value` to Value.
    many_parents: "Sequence[Value]" = ()
    many_partials: Sequence[float] = ()

    def __init__(
        self,
        data: float,
        left: "Value | None" = None,
        left_partial: float = 0.0,
        right: "Value | None" = None,
        right_partial: float = 0.0,
    ) -> None:
        self.data = data
        self.grad = 0.0
        self.left = left
        self.left_partial = left_partial
        self.right = right
        self.right_partial = right_partial
        self.number = _next_number()
        self.visited: object = None

    def __repr__(self) -> str:
        return f"Value(data={self.data}, grad={self.grad})"

    # The operations: each computes a number and says which parents it came from, each with its local derivative.

    def __add__(self, other: Operand) -> "Value":
        if isinstance(other, Value):
            return Value(self.data + other.data, self, 1.0, other, 1.0)
        if isinstance(other, _NUMBERS):
            return Value(self.data + other, self, 1.0)
        return NotImplemented

    def __mul__(self, other: Operand) -> "Value":
        if isinstance(other, Value):
            return Value(self.data * other.data, self, other.data, other, self.data)
        if isinstance(other, _NUMBERS):
            return Value(self.data * other, self, other)
        return NotImplemented

    def __sub__(self, other: Operand) -> "Value":
        if isinstance(other, Value):
            return Value(self.data - other.data, self, 1.0, other, -1.0)
        if isinstance(other, _NUMBERS):
            return Value(self.data - other, self, 1.0)
        return NotImplemented

    def __truediv__(self, other: Operand) -> "Value":
        if isinstance(other, Value):
            ratio = self.data / other.data
            return Value(ratio, self, 1.0 / other.data, other, -ratio / other.data)
        if isinstance(other, _NUMBERS):
            return Value(self.data / other, self, 1.0 / other)
        return NotImplemented

    def __pow__(self, exponent: float) -> "Value":
        if not isinstance(exponent, _NUMBERS):
            raise TypeError(
                f"the exponent is a {type(exponent).__name__}, expected a number: write x ** y as (y * x.log()).exp()"
            )
        power = self.data**exponent
        if isinstance(power, complex):
            raise ValueError(f"{self.data} ** {exponent} is not a real number")
        return Value(power, self, _power_slope(self.data, exponent))

    def __neg__(self) -> "Value":
        return Value(-self.data, self, -1.0)

    def __rsub__(self, number: float) -> "Value":
        return Value(number - self.data, self, -1.0) if isinstance(number, _NUMBERS) else NotImplemented

    def __rtruediv__(self, number: float) -> "Value":
        if not isinstance(number, _NUMBERS):
            return NotImplemented
        ratio = number / self.data
        return Value(ratio, self, -ratio / self.data)

    __radd__ = __add__
    __rmul__ = __mul__

    def relu(self) -> "Value":
        """max(x, 0). Its derivative at exactly 0 is taken as 0."""
        return Value(self.data, self, 1.0) if self.data > 0 else Value(0.0, self, 0.0)

    def tanh(self) -> "Value":
        """Hyperbolic tangent."""
        a = math.tanh(self.data)
        return Value(a, self, 1.0 - a * a)

    def sigmoid(self) -> "Value":
        """1 / (1 + exp(-x)), with an exponent that is never positive, so that nothing overflows."""
        small = math.exp(-abs(self.data))
        a = (1.0 if self.data >= 0 else small) / (1.0 + small)
        return Value(a, self, small / (1.0 + small) ** 2)

    def exp(self) -> "Value":
        """e to the power x."""
        a = math.exp(self.data)
        return Value(a, self, a)

    def log(self) -> "Value":
        """Natural logarithm. ValueError unless x is positive."""
        if not self.data > 0:
            raise ValueError(f"log of {self.data}, expected a positive number")
        return Value(math.log(self.data), self, 1.0 / self.data)

    # The way back.

    def backward(self) -> None:
        """Set the grad of every value that this one was computed from to d self / d value."""
        order = self._newest_first()
        self.grad = 1.0
        for node in order:
            upstream = node.grad
            if not upstream:
                continue  # Behind an inactive relu there is nothing to pass on.
            parent = node.left
            if parent is not None:
                parent.grad += upstream * node.left_partial
                parent = node.right
                if parent is not None:
                    parent.grad += upstream * node.right_partial
            else:
                for parent, partial in zip(node.many_parents, node.many_partials, strict=True):
                    parent.grad += upstream * partial

    def _newest_first(self) -> "list[Value]":
        """Every value that this one depends on, and itself, newest first, each with its grad set to zero."""
        this_sweep = object()  # A new mark for each sweep, so that old marks need not be wiped off.
        self.visited = this_sweep
        order: list[Value] = []
        pending = [self]
        while pending:
            node = pending.pop()
            while True:  # Go on with one parent at once, and leave the other pending.
                node.grad = 0.0
                order.append(node)
                left = node.left
                if left is None:
                    for parent in node.many_parents:
                        if parent.visited is not this_sweep:
                            parent.visited = this_sweep
                            pending.append(parent)
                    break
                right = node.right
                if right is not None and right.visited is not this_sweep:
                    right.visited = this_sweep
                    if left.visited is not this_sweep:
                        left.visited = this_sweep
                        pending.append(left)
                    node = right
                elif left.visited is not this_sweep:
                    left.visited = this_sweep
                    node = left
                else:
                    break
        order.sort(key=_age, reverse=True)
        return order

    @property
    def parents(self) -> "tuple[Value, ...]":
        """The values that this one was computed from, in order. One that was used twice is listed twice."""
        return (*(parent for parent in (self.left, self.right) if parent is not None), *self.many_parents)

    @property
    def partials(self) -> tuple[float, ...]:
        """The local derivatives, d self / d parent, in the order of the parents."""
        return tuple(self.many_partials) or (self.left_partial, self.right_partial)[: len(self.parents)]


class _WeightedSum(Value):
    """What `dot` returns: the one kind of node with more than two parents."""

    __slots__ = ("many_parents", "many_partials")


def dot(weights: Sequence[Value], inputs: Sequence[Value] | Sequence[float], bias: Value) -> Value:
    """Weighted sum of a neuron, w1 x1 + ... + wD xD + b, as one node of the graph instead of 2 D.

    weights and inputs are (D,); the inputs are all values (of the layer before) or all numbers (a sample).
    ValueError if the lengths differ, TypeError if values and numbers are mixed.
    """
    if len(weights) != len(inputs):
        raise ValueError(f"dot got {len(weights)} weights and {len(inputs)} inputs, expected as many of each")
    values = [value for value in inputs if isinstance(value, Value)]
    if values and len(values) != len(inputs):
        raise TypeError("the inputs mix values and numbers, expected one or the other")
    w = [weight.data for weight in weights]
    x = [value.data for value in values] if values else inputs
    weighted_sum = _WeightedSum(sum(map(mul, w, x), bias.data))
    weighted_sum.many_parents = [*weights, *values, bias]
    weighted_sum.many_partials = [*x, *(w if values else ()), 1.0]
    return weighted_sum


def _power_slope(x: float, exponent: float) -> float:
    """d x^n / dx = n x^(n - 1), also where Python refuses to raise zero to the power n - 1."""
    if exponent == 0:
        return 0.0
    if x == 0 and exponent < 1:
        return math.inf
    slope: float = exponent * x ** (exponent - 1)
    return slope
