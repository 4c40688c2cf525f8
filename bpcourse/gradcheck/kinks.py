"""Kinks: where a relu switches, the loss has no derivative, and a difference across it measures nothing (chapter 07).

Two questions. Does the loss, as a function of one parameter, have a kink within reach of the step? And if the inputs
of the relus can be looked at: which relu, of which sample and which unit, switches?
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.gradcheck.measure import BEST_STEP, EPS
from bpcourse.reference.activations import Array

CELLS = 8  # on each side of the point: a kink is located to an eighth of the step


@dataclass(frozen=True)
class Crossing:
    """A relu that switches while one entry of x moves from a step below to a step above where it is."""

    entry: tuple[int, ...]  # of x
    relu: str  # which array of relu inputs
    place: tuple[int, ...]  # in that array: sample, unit
    below: float  # the relu's input with the entry a step below, then a step above
    above: float

    def __str__(self) -> str:
        return f"{self.relu}{list(self.place)} goes from {self.below:.1g} to {self.above:.1g}"


@dataclass(frozen=True)
class Neighbourhood:
    """f along one entry of x: its values at 2 CELLS + 1 points, a step to either side, and where its slope jumps."""

    offsets: Array
    values: Array
    kinks: tuple[float, ...]  # as offsets from the entry

    def slope(self, cells: int) -> float:
        """Central difference over `cells` cells to either side."""
        low, high = CELLS - cells, CELLS + cells
        return float((self.values[high] - self.values[low]) / (self.offsets[high] - self.offsets[low]))

    @property
    def smooth_slope(self) -> float:
        """The slope from two central differences whose h^2 errors cancel (Richardson): for f without a kink here."""
        return (4.0 * self.slope(CELLS // 2) - self.slope(CELLS)) / 3.0

    @property
    def sided_slopes(self) -> tuple[float, float]:
        """The slopes to the left and to the right of the entry."""
        rise, run = np.diff(self.values), np.diff(self.offsets)
        return float(rise[0] / run[0]), float(rise[-1] / run[-1])

    @property
    def cells_to_kink(self) -> int:
        """How many whole cells on either side are free of kinks; 0 means that the entry is on a kink."""
        cell = self.offsets[-1] / CELLS
        nearest = min((abs(kink) for kink in self.kinks), default=2.0 * self.offsets[-1])
        return min(CELLS, max(0, int(np.ceil(nearest / cell - 1e-3)) - 1))


def look_around(f: Callable[..., Any], x: ArrayLike, entry: tuple[int, ...], h: float = BEST_STEP) -> Neighbourhood:
    """Evaluate the scalar-valued f at 17 points within a step of x[entry] and find the kinks among them.

    In a smooth f all second differences are alike; at a kink one or two of them stand out. The step is
    h max(1, |x[entry]|), as in central_difference. A jump of the slope below about 1e-8 is lost in rounding.
    """
    point = np.array(x, dtype=np.float64)
    centre = float(point[entry])
    reach = h * max(1.0, abs(centre))
    places = centre + reach * np.arange(-CELLS, CELLS + 1) / CELLS
    values = np.empty(len(places))
    for k, place in enumerate(places):
        moved = point.copy()
        moved[entry] = place
        values[k] = float(f(moved[()]))
    bends = np.diff(values, 2)
    apart = np.abs(bends - np.median(bends))
    rounding = 4 * EPS * (max(1.0, np.abs(values).max()) + np.abs(np.gradient(values, places)).max() * abs(centre))
    sharp = apart > 10.0 * (np.median(apart) + rounding)
    return Neighbourhood(places - centre, values, _clusters((places - centre)[1:-1], apart, sharp))


def find_kinks(f: Callable[..., Any], x: ArrayLike, entry: tuple[int, ...] = (), h: float = BEST_STEP) -> list[float]:
    """Where the slope of f jumps while x[entry] moves by up to a step: distances from x[entry], in order.

    f gives one number; entry is an index tuple, () for a number x. An empty list: the difference can be trusted here.
    """
    return list(look_around(f, x, entry, h).kinks)


def crossed_relus(
    relu_inputs: Callable[..., Mapping[str, ArrayLike]], x: ArrayLike, h: float = BEST_STEP
) -> list[Crossing]:
    """Every relu that switches while an entry of x moves from a step below to a step above, entry by entry.

    relu_inputs(x) gives what goes into each relu, by name: {"z1": (N, units), ...}. The step is h max(1, |entry|).
    """
    point = np.array(x, dtype=np.float64)
    return [crossing for entry in np.ndindex(point.shape) for crossing in crossings(relu_inputs, point, entry, h)]


def crossings(
    relu_inputs: Callable[..., Mapping[str, ArrayLike]], x: ArrayLike, entry: tuple[int, ...], h: float = BEST_STEP
) -> list[Crossing]:
    """The relus that switch while the one entry of x moves from a step below to a step above."""
    point = np.array(x, dtype=np.float64)
    step = h * max(1.0, abs(float(point[entry])))
    below, above = point.copy(), point.copy()
    below[entry] -= step
    above[entry] += step
    low, high = relu_inputs(below[()]), relu_inputs(above[()])
    found = []
    for name in low:
        left, right = np.asarray(low[name]), np.asarray(high[name])
        # Input 0 belongs to the flat side: a relu that goes from -1 to 0 has not switched.
        for place in np.argwhere((left > 0) != (right > 0)):
            at = tuple(int(i) for i in place)
            found.append(Crossing(entry, name, at, float(left[at]), float(right[at])))
    return found


def _clusters(offsets: Array, apart: Array, sharp: Any) -> tuple[float, ...]:
    """One place for each run of sharp bends: a kink between two points bends both, in proportion to its nearness."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], sharp.astype(int), [0]])))
    return tuple(
        float(offsets[start:end] @ apart[start:end] / apart[start:end].sum())
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    )
