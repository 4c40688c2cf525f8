"""Four witnesses of one gradient, in one table: SymPy, a difference, the hand-written backward pass, and a fourth.

The fourth is the complex step (chapter 01 onwards) or, once the course has one, the autodiff engine (chapter 05
onwards). They share no code, so a mistake in one of them does not repeat itself in the others. What the table prints
is rounded so far that it is the same on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.gradcheck import BEST_STEP, central_difference, complex_step, relative_error
from bpcourse.gradcheck.measure import EPS
from bpcourse.gradcheck.tables import as_html, as_text, entry_label, magnitude, rounded
from bpcourse.reference.activations import Array

MOST_COLUMNS = 6


@dataclass(frozen=True)
class Trust:
    """What can be expected of a witness: the bounds its difference is shown against, and what it cannot see at all.

    The last bound is the limit of agreement. `floor` is an absolute difference that rounding alone can make when
    the loss is 1 or less.
    """

    bounds: tuple[float, ...]
    good: str
    floor: float


MEASURED = Trust((1e-9, 1e-8, 1e-7), "about 1e-10", floor=4 * EPS / BEST_STEP)
COMPUTED = Trust((1e-14, 1e-12, 1e-10), "about 1e-15", floor=4 * EPS)


@dataclass(frozen=True)
class Witness:
    """One row: the gradient that this witness gives, and how far it is from SymPy's (None for SymPy itself)."""

    name: str
    gradient: Array
    decimals: int  # beyond these, the gradient's digits are rounding
    difference: float | None = None
    shown: str = ""
    good: str = ""
    agrees: bool = True


@dataclass(frozen=True, repr=False)
class Witnesses:
    """The four rows. `agree` says whether all are one gradient; `largest` is the largest relative difference."""

    rows: tuple[Witness, ...]

    @property
    def agree(self) -> bool:
        return all(row.agrees for row in self.rows)

    @property
    def largest(self) -> float:
        return float(np.max([row.difference for row in self.rows if row.difference is not None]))

    @property
    def verdict(self) -> str:
        """One sentence: all agree, or which witness differs from SymPy and in which entry most."""
        truth = self.rows[0].gradient
        apart = []
        for row in self.rows:
            if not row.agrees:
                gap = np.abs(row.gradient - truth)
                worst = np.unravel_index(int(np.argmax(gap)), gap.shape)
                apart.append(f"{row.name} (most in entry {entry_label(worst)})" if gap.ndim else row.name)
        if not apart:
            return "All four witnesses agree."
        if len(apart) == len(self.rows) - 1:
            return "The other three all differ from SymPy: doubt the SymPy formula first."
        return f"The witnesses do not agree. Different from SymPy: {', '.join(apart)}."

    def _table(self) -> list[list[str]]:
        truth = self.rows[0].gradient
        places = list(np.ndindex(truth.shape))
        more = ["…"] if len(places) > MOST_COLUMNS else []
        places = places[:MOST_COLUMNS]
        labels = [entry_label(place) for place in places]
        table = [["gradient by", *labels, *more, "relative difference from SymPy", "a good number"]]
        for row in self.rows:
            numbers = [rounded(float(row.gradient[place]), row.decimals) for place in places]
            table.append([row.name, *numbers, *more, row.shown, row.good])
        return table

    def __repr__(self) -> str:
        return as_text(self._table(), self.verdict)

    def _repr_html_(self) -> str:
        return as_html(self._table(), [not row.agrees for row in self.rows], self.verdict)


def four_witnesses(
    f: Callable[..., Any], x: ArrayLike, *, sympy: ArrayLike, hand_written: ArrayLike, engine: Any = None
) -> Witnesses:
    """Compare four gradients of the loss f at x, a number or an array of any shape.

    `sympy` and `hand_written` are gradients of the shape of x: the derived formula's numbers, and what the hand-written
    backward pass returned. Without `engine` f accepts complex numbers, and the fourth witness is the complex step. With
    it the fourth is the engine: `engine` is its gradient, or the loss as a function of x in engine values, an array of
    `Value` (one `Value` if x is a number), which is then run backwards. ValueError if a shape differs.
    """
    point = np.asarray(x, dtype=np.float64)
    truth = _gradient(sympy, "sympy", point.shape)
    written = _gradient(hand_written, "hand_written", point.shape)
    measured = central_difference(f, point)
    loss = max(1.0, abs(float(f(point.copy()[()]))))
    rows = [
        Witness("SymPy", truth, _decimals(COMPUTED, loss)),
        _witness("central difference", measured, truth, MEASURED, loss),
        _witness("hand-written", written, truth, COMPUTED, loss),
    ]
    if engine is None:
        rows.insert(2, _witness("complex step", complex_step(f, point), truth, COMPUTED, loss))
    else:
        ran = _run_engine(engine, point) if callable(engine) else _gradient(engine, "engine", point.shape)
        rows.append(_witness("engine", ran, truth, COMPUTED, loss))
    return Witnesses(tuple(rows))


def _run_engine(loss: Callable[..., Any], point: Array) -> Array:
    from bpcourse.autodiff.scalar import Value  # a later chapter's engine, which chapter 01 does without

    values = np.empty(point.shape, dtype=object)
    for place in np.ndindex(point.shape):
        values[place] = Value(float(point[place]))
    result = loss(values[()])
    if not isinstance(result, Value):
        raise ValueError(f"engine returned {type(result).__name__}, expected the loss as one Value")
    result.backward()
    return np.array([value.grad for value in values.flat], dtype=np.float64).reshape(point.shape)


def _witness(name: str, gradient: Array, truth: Array, trust: Trust, loss: float) -> Witness:
    difference = relative_error(gradient, truth)
    decimals = _decimals(trust, loss)
    for bound in trust.bounds:
        if difference < bound:
            return Witness(name, np.asarray(gradient), decimals, difference, f"< {magnitude(bound)}", trust.good)
    if np.linalg.norm(gradient - truth) <= trust.floor * loss:
        return Witness(name, np.asarray(gradient), decimals, difference, "rounding only", trust.good)
    shown = f"about {magnitude(difference)}" if math.isfinite(difference) else "not a number"
    return Witness(name, np.asarray(gradient), decimals, difference, shown, trust.good, agrees=False)


def _gradient(values: ArrayLike, name: str, shape: tuple[int, ...]) -> Array:
    gradient = np.asarray(values, dtype=np.float64)
    if gradient.shape != shape:
        raise ValueError(f"{name} has shape {gradient.shape}, expected {shape}: the shape of x")
    return gradient


def _decimals(trust: Trust, loss: float) -> int:
    return -math.ceil(math.log10(trust.floor * loss))
