"""Four witnesses of one gradient, in one table: SymPy, central difference, complex step, hand-written backward pass.

They share no code, so a mistake in one of them does not repeat itself in the others (chapter 01 onwards). What the
table prints is rounded so far that it is the same on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.gradcheck import BEST_STEP, central_difference, complex_step, relative_error
from bpcourse.reference.activations import Array

MOST_COLUMNS = 6
EPS = float(np.finfo(np.float64).eps)


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
                apart.append(f"{row.name} (most in entry {_label(worst)})" if gap.ndim else row.name)
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
        labels = [_label(place) for place in places]
        table = [["gradient by", *labels, *more, "relative difference from SymPy", "a good number"]]
        for row in self.rows:
            numbers = [_rounded(float(row.gradient[place]), row.decimals) for place in places]
            table.append([row.name, *numbers, *more, row.shown, row.good])
        return table

    def __repr__(self) -> str:
        table = self._table()
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = []
        for first, *others in table:
            cells = [f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True)]
            lines.append("   ".join([f"{first:<{widths[0]}}", *cells]).rstrip())
        return "\n".join([*lines, self.verdict])

    def _repr_html_(self) -> str:
        head, *body = self._table()
        rows = ["".join(_cell("th", cell, i, 'scope="col"') for i, cell in enumerate(head))]
        for row, cells in zip(self.rows, body, strict=True):
            name = _cell("th", cells[0], 0, 'scope="row"')
            extra = "" if row.agrees else "; font-weight: bold; background-color: rgba(213, 94, 0, 0.25)"
            rows.append(name + "".join(_cell("td", cell, i, style=extra) for i, cell in enumerate(cells[1:], start=1)))
        table = "".join(f"<tr>{row}</tr>" for row in rows)
        verdict = f'<div style="padding: 4px 12px; font-weight: bold">{escape(self.verdict)}</div>'
        return f'<table style="margin: 4px 0px; font-size: 1em">{table}</table>{verdict}'


def four_witnesses(f: Callable[..., Any], x: ArrayLike, *, sympy: ArrayLike, hand_written: ArrayLike) -> Witnesses:
    """Compare four gradients of the loss f at x, a number or an array of any shape.

    f computes the loss and accepts complex numbers. `sympy` and `hand_written` are gradients of the shape of x:
    the derived formula's numbers, and what the hand-written backward pass returned. ValueError if a shape differs.
    """
    point = np.asarray(x, dtype=np.float64)
    truth = _gradient(sympy, "sympy", point.shape)
    written = _gradient(hand_written, "hand_written", point.shape)
    measured = central_difference(f, point)
    loss = max(1.0, abs(float(f(point.copy()[()]))))
    return Witnesses(
        (
            Witness("SymPy", truth, _decimals(COMPUTED, loss)),
            _witness("central difference", measured, truth, MEASURED, loss),
            _witness("complex step", complex_step(f, point), truth, COMPUTED, loss),
            _witness("hand-written", written, truth, COMPUTED, loss),
        )
    )


def _witness(name: str, gradient: Array, truth: Array, trust: Trust, loss: float) -> Witness:
    difference = relative_error(gradient, truth)
    decimals = _decimals(trust, loss)
    for bound in trust.bounds:
        if difference < bound:
            return Witness(name, np.asarray(gradient), decimals, difference, f"< {_magnitude(bound)}", trust.good)
    if np.linalg.norm(gradient - truth) <= trust.floor * loss:
        return Witness(name, np.asarray(gradient), decimals, difference, "rounding only", trust.good)
    shown = f"about {_magnitude(difference)}" if math.isfinite(difference) else "not a number"
    return Witness(name, np.asarray(gradient), decimals, difference, shown, trust.good, agrees=False)


def _gradient(values: ArrayLike, name: str, shape: tuple[int, ...]) -> Array:
    gradient = np.asarray(values, dtype=np.float64)
    if gradient.shape != shape:
        raise ValueError(f"{name} has shape {gradient.shape}, expected {shape}: the shape of x")
    return gradient


def _decimals(trust: Trust, loss: float) -> int:
    return -math.ceil(math.log10(trust.floor * loss))


def _magnitude(value: float) -> str:
    """One digit from 0.01 up, below that the nearest power of ten, written 1e-9."""
    return f"{value:.1g}" if value >= 0.01 else f"1e{round(math.log10(value))}"


def _rounded(value: float, decimals: int) -> str:
    # Adding 0.0 turns -0.0 into 0.0.
    return f"{round(value, decimals) + 0.0:.6g}"


def _cell(tag: str, text: str, column: int, attributes: str = "", style: str = "") -> str:
    align = "right" if column else "left"
    return f'<{tag} {attributes} style="text-align: {align}; padding: 4px 12px{style}">{escape(text)}</{tag}>'


def _label(place: tuple[Any, ...]) -> str:
    return f"[{', '.join(str(i) for i in place)}]" if place else "value"
