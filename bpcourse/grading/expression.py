"""A symbolic answer as a plain tree that NumPy can evaluate.

`from_sympy` copies a SymPy expression into numbers, symbol names and a short list of functions. The judge then
evaluates the tree at points: two expressions are the same answer when they agree everywhere it looks, however they
are written, and nothing that a learner wrote is parsed as code. SymPy itself is never imported here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

LARGEST_TREE = 5_000
DEEPEST_TREE = 100

# The name of a SymPy function -> how NumPy computes it.
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "Add": lambda *terms: sum(terms[1:], terms[0]),
    "Mul": lambda *factors: math.prod(factors[1:], start=factors[0]),
    "Pow": lambda base, exponent: np.power(np.asarray(base, dtype=np.float64), exponent),
    "exp": np.exp,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "sech": lambda z: 1.0 / np.cosh(z),
    "Abs": np.abs,
    "sign": np.sign,
    "Max": lambda *terms: np.maximum.reduce(np.broadcast_arrays(*terms)),
    "Min": lambda *terms: np.minimum.reduce(np.broadcast_arrays(*terms)),
}
CONSTANTS = {"Exp1": math.e, "Pi": math.pi}


class NotEvaluable(ValueError):
    """An expression that cannot be evaluated as a number; the message says which part."""


@dataclass(frozen=True)
class Expression:
    """A node of the tree: a function of FUNCTIONS with its arguments, or a leaf: "symbol" or "number"."""

    head: str
    arguments: tuple[Expression, ...] = ()
    leaf: str | float = 0.0

    def symbols(self) -> frozenset[str]:
        """Names of the symbols that occur."""
        if self.head == "symbol":
            return frozenset([str(self.leaf)])
        return frozenset().union(*(argument.symbols() for argument in self.arguments))

    def evaluate(self, **values: Any) -> Any:
        """Value at the given symbols, numbers or arrays. KeyError names a symbol that got no value."""
        if self.head == "number":
            return self.leaf
        if self.head == "symbol":
            return values[str(self.leaf)]
        return FUNCTIONS[self.head](*(argument.evaluate(**values) for argument in self.arguments))


def is_sympy(value: object) -> bool:
    """Whether the value is a SymPy expression, told without importing SymPy."""
    return any(base.__module__ == "sympy.core.basic" and base.__name__ == "Basic" for base in type(value).__mro__)


def from_sympy(value: Any) -> Expression:
    """Copy a SymPy expression into a tree; a derivative in it is carried out first.

    NotEvaluable says what is in the way: an equation, an undefined function such as sigma(z), a matrix, a size.
    """
    if any(type(node).__name__ == "Derivative" for node in _walk(value)):
        value = value.doit()
    if sum(1 for _ in _walk(value)) > LARGEST_TREE:
        raise NotEvaluable(f"it has more than {LARGEST_TREE:,} parts")
    return _copy(value, DEEPEST_TREE)


def _walk(value: Any) -> Iterator[Any]:
    """Every node of a SymPy expression, one more than LARGEST_TREE at most."""
    stack, seen = [value], 0
    while stack and seen <= LARGEST_TREE:
        node = stack.pop()
        seen += 1
        yield node
        stack.extend(node.args)


def _copy(value: Any, depth: int) -> Expression:
    name = type(value).__name__
    if depth == 0:
        raise NotEvaluable(f"it is nested more than {DEEPEST_TREE} deep")
    if name in ("Symbol", "Dummy"):
        return Expression("symbol", leaf=str(value.name))
    if name in CONSTANTS:
        return Expression("number", leaf=CONSTANTS[name])
    if getattr(value, "is_Number", False):
        return Expression("number", leaf=float(value))
    if name in FUNCTIONS:
        return Expression(name, tuple(_copy(argument, depth - 1) for argument in value.args))
    if name == "Equality":
        raise NotEvaluable("it is an equation; give only its right-hand side")
    if getattr(value, "is_Function", False):
        raise NotEvaluable(f"it uses the function {name}, which has no formula here; write it out")
    raise NotEvaluable(f"it contains a part of type {name[:60]}, which has no value as a number")
