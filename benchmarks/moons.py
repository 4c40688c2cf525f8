"""The work of W1 and W1t: loss and gradient of a 2-16-16-1 relu network on 100 points of two moons.

The loss is the mean of max(0, 1 - y score), for labels y of -1 and 1.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bpcourse.datasets import two_moons
from bpcourse.reference.activations import Array
from bpcourse.reference.initializers import Params

SIZES = (2, 16, 16, 1)


@dataclass(frozen=True)
class Moons:
    """x (100, 2), y (100,) of -1 and 1, and the parameters to start from."""

    x: Array
    y: Array
    params: Params


def moons() -> Moons:
    """The same points and parameters in each run; parameters from U(-1, 1), as micrograd draws its weights."""
    rng = np.random.default_rng(0)
    x, labels = two_moons(100, rng)
    params = [(rng.uniform(-1, 1, sizes), rng.uniform(-0.1, 0.1, sizes[1])) for sizes in pairwise(SIZES)]
    return Moons(x, np.where(labels == 1, 1.0, -1.0), params)


def by_unit(params: Params) -> list[float]:
    """The parameters as one list, unit by unit: its weights, then its bias."""
    return [number for pair in params for number in np.vstack(pair).T.ravel().tolist()]
