"""Are two expressions equal? Evaluated at points instead of simplified (chapter 01 and every later derivation).

Simplifying the difference of two expressions may never end. Evaluating both at a few points, with 30 digits, ends
at once, and when they differ it gives the reader a point to compute by hand. When they agree, a proof is a step of
known size away for the formulas of this course: one fraction, and its numerator multiplied out.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import mpmath
import sympy

from bpcourse.symbolic.formulas import as_text

POINTS = 8  # two different formulas of this course do not agree by accident at even one random point
MOST_DRAWS = 60
# Weights and weighted sums; probabilities, where log(p) and log(1 - p) are real; positive quantities.
RANGES = ((-2.0, 2.0), (0.05, 0.95), (0.5, 3.0))
DIGITS = 30
# A decimal such as 0.1 in an expression carries 16 digits.
RELATIVE, ABSOLUTE = 1e-12, 1e-15
# What a proof may cost: operations of the two sides, and terms of the numerator multiplied out.
MOST_OPERATIONS, MOST_TERMS = 200, 2_000


@dataclass(frozen=True)
class Difference:
    """A point at which two expressions differ: the value of each symbol, then of each expression."""

    point: Mapping[str, float]
    first: float
    second: float

    @property
    def place(self) -> str:
        """The point in words: `at x = 0.5, z = -1.25`."""
        values = ", ".join(f"{name} = {value:g}" for name, value in self.point.items())
        return f"at {values}" if values else "everywhere"


def difference_point(first: Any, second: Any) -> Difference | None:
    """A point at which two SymPy expressions differ, or None when they are equal wherever both are real numbers.

    Symbols stand for real numbers and are matched by name. Derivatives are carried out first. The points are the
    same at every call. ValueError if an expression cannot be evaluated or no point makes both a real number.
    """
    # The caller may be inside `with sympy.evaluate(False)`, where SymPy differentiates wrongly.
    with sympy.evaluate(True):
        return _compare(first, second)


def _compare(first: Any, second: Any) -> Difference | None:
    positive = {symbol.name for side in (first, second) for symbol in _symbols(side) if symbol.is_positive}
    first, second = as_real(first, positive), as_real(second, positive)
    symbols = sorted(_symbols(first) | _symbols(second), key=lambda symbol: str(symbol.name))
    values_of = [_evaluator(side, symbols) for side in (first, second)]
    compared = 0
    for numbers in _points([symbol.is_positive for symbol in symbols]):
        a, b = (value_of(numbers) for value_of in values_of)
        if a is None or b is None:
            continue
        if abs(a - b) > RELATIVE * max(abs(a), abs(b)) + ABSOLUTE:
            point = {symbol.name: number for symbol, number in zip(symbols, numbers, strict=True)}
            return Difference(point, float(a), float(b))
        compared += 1
        if compared == POINTS:
            return None
    if compared == 0:
        shown = f"{as_text(first)} and {as_text(second)}"
        raise ValueError(f"{shown} cannot be compared: no point was found at which both are real numbers")
    return None


def proves_equal(first: Any, second: Any) -> bool:
    """Whether SymPy proves two expressions equal: their difference is one fraction whose numerator expands to 0.

    True is a proof. False says nothing: the fraction may be too large to multiply out, or an identity was needed that
    this does not know. A decimal counts as the fraction that it is written as.
    """
    with sympy.evaluate(True):
        first, second = (as_real(side, set()).doit() for side in (first, second))
        if sympy.count_ops(first) + sympy.count_ops(second) > MOST_OPERATIONS:
            return False
        difference = sympy.nsimplify((first - second).rewrite(sympy.exp), rational=True)
        numerator, _ = sympy.fraction(sympy.together(difference))
        return _most_terms(numerator) <= MOST_TERMS and bool(sympy.expand(numerator) == 0)


def _most_terms(expression: Any) -> int:
    """A bound on the number of terms after multiplying out; past MOST_TERMS, some number that is larger still."""
    parts = [_most_terms(part) for part in expression.args]
    if expression.is_Add:
        return sum(parts)
    if expression.is_Pow and expression.exp.is_Integer and parts[0] > 1:
        times = min(abs(int(expression.exp)), MOST_TERMS)
        return math.comb(min(parts[0], MOST_TERMS) + times - 1, times)
    return math.prod(parts)


def as_real(expression: Any, positive: set[str]) -> Any:
    """The expression with every symbol replaced by a real one of the same name, positive for the names given."""
    try:
        expression = sympy.sympify(expression, strict=True)
    except sympy.SympifyError:
        raise ValueError(f"{expression!r} was given, expected a SymPy expression") from None
    names = {symbol: symbol.name for symbol in expression.atoms(sympy.Symbol)}
    return expression.xreplace(
        {symbol: sympy.Symbol(name, real=True, positive=name in positive or None) for symbol, name in names.items()}
    )


def check_derivatives(expression: Any) -> None:
    """ValueError if the expression holds the derivative of a bare symbol, which SymPy would silently take for 0."""
    for derivative in expression.atoms(sympy.Derivative):
        inside = derivative.expr
        if inside.is_Symbol and any(variable != inside for variable in derivative.variables):
            raise ValueError(
                f"{as_text(derivative)} is unknown: {inside} has no definition here, expected a formula for it "
                "(or 0 in place of the derivative if it does not depend on the variable)"
            )


def _symbols(expression: Any) -> set[Any]:
    return set(getattr(expression, "free_symbols", ()))


def _points(positive: list[bool | None]) -> Iterator[list[float]]:
    """Points for symbols of which some are positive. Two decimals, so that a reader can type them."""
    draw = random.Random(1)  # the same points, and so the same sentence, at every call
    for i in range(MOST_DRAWS if positive else 1):
        low, high = RANGES[i % len(RANGES)]
        numbers = [round(draw.uniform(low, high), 2) for _ in positive]
        yield [abs(n) + 0.01 if must else n for n, must in zip(numbers, positive, strict=True)]


def _evaluator(expression: Any, symbols: list[Any]) -> Any:
    """A function from numbers, in the order of the symbols, to the expression's value: None where it is not real."""
    check_derivatives(expression)
    ready = expression.doit()
    undefined = sorted({str(call.func) for call in ready.atoms(sympy.core.function.AppliedUndef)})
    if undefined:
        raise ValueError(f"{as_text(expression)} uses {', '.join(undefined)}, which has no formula here")
    if not (isinstance(ready, sympy.Expr) and ready.is_scalar):
        kind = type(ready).__name__
        raise ValueError(f"{as_text(expression)} is of type {kind}, expected an expression with one value")
    value_of = sympy.lambdify(symbols, ready, modules="mpmath")

    def evaluate(numbers: list[float]) -> Any:
        with mpmath.workdps(DIGITS):
            try:
                value = mpmath.mpmathify(value_of(*map(mpmath.mpf, numbers)))
            except (ZeroDivisionError, ValueError, OverflowError):
                return None
        return mpmath.re(value) if mpmath.isfinite(value) and mpmath.im(value) == 0 else None

    return evaluate
