"""Judging a gradient entry by entry: an entry that differs is looked at again before it is called wrong (chapter 07).

The second look costs 17 evaluations and tells four cases apart: a difference that was not exact enough, a kink within
the step, an entry that lies on a kink and has no derivative, and a wrong gradient.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.gradcheck.kinks import CELLS, Crossing, crossings, look_around
from bpcourse.gradcheck.measure import BEST_STEP
from bpcourse.gradcheck.tables import entry_label
from bpcourse.reference.activations import Array

# Relative to the size of an entry. A difference is good to 1e-9, and a wrong gradient is off by 1e-3 and more.
TOLERANCE = 1e-6

ReluInputs = Callable[..., Mapping[str, ArrayLike]]


@dataclass(frozen=True)
class Judgement:
    """What was found out about the entries of one gradient."""

    measured: Array  # better where an entry was looked at again
    judged: Any  # False where an entry is on a kink
    wrong: tuple[int, ...] | None  # the wrong entry with the largest gap
    notes: tuple[str, ...]  # about kinks, in words


def judge_entries(
    f: Callable[..., Any], x: Array, given: Array, measured: Array, floor: float, relu_inputs: ReluInputs | None
) -> Judgement:
    """Compare the given gradient of f at x with the measured one, the largest gaps first, up to the first wrong entry.

    floor is the absolute error that rounding alone can make in a central difference with the best step.
    """
    measured, judged, notes = np.array(measured), np.ones(x.shape, dtype=bool), []
    for at in _by_gap(given, measured, floor):
        crossed = [] if relu_inputs is None else crossings(relu_inputs, x, at)
        around = look_around(f, x, at)
        cells = around.cells_to_kink
        if relu_inputs is not None and crossings(relu_inputs, x, at, BEST_STEP / CELLS):
            cells = 0  # two kinks that cancel in f are kinks all the same
        if cells == 0:
            left, right = around.sided_slopes
            judged[at] = False
            notes.append(
                _note(at, f"is on a kink, with slope {left:.4g} on the left and {right:.4g} on the right", crossed)
            )
            continue
        measured[at] = around.smooth_slope if cells == CELLS else around.slope(cells)
        # Rounding counts more in a shorter step, and the extrapolation of the smooth slope doubles it.
        if not close(given[at], measured[at], floor * max(2.0, CELLS / cells)):
            return Judgement(measured, judged, at, tuple(notes))
        if cells < CELLS:
            notes.append(_note(at, "is beside a kink and was measured with a shorter step", crossed))
    return Judgement(measured, judged, None, tuple(notes))


def close(given: Any, measured: Any, floor: float) -> Any:
    """Whether entries agree: relative to their size, or within the floor. A value that is not finite never does."""
    size = np.maximum(np.abs(given), np.abs(measured))
    return np.isfinite(size) & (np.abs(given - measured) <= TOLERANCE * size + floor)


def _by_gap(given: Array, measured: Array, floor: float) -> list[tuple[int, ...]]:
    """The entries that do not agree, the largest gap first, and before them those that are not finite."""
    gap = np.nan_to_num(np.abs(given - measured), nan=np.inf)
    apart = [tuple(int(i) for i in at) for at in np.argwhere(~close(given, measured, floor))]
    return sorted(apart, key=lambda at: -gap[at])


def _note(at: tuple[int, ...], what: str, crossed: list[Crossing]) -> str:
    relu = f": the relu of {crossed[0]}" if crossed else ""
    return f"{entry_label(at)} {what}{relu}"
