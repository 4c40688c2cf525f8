"""Where training starts: random weights whose spread is chosen so that signals neither grow nor die (chapters 02, 12).

A unit adds up fan_in products, so its variance is fan_in times that of one product. Backwards the same holds with
fan_out. Each rule below answers with its own spread; all give weights (fan_in, fan_out).
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from bpcourse.reference.activations import Array

Params = list[tuple[Array, Array]]
Initializer = Callable[[int, int, np.random.Generator], Array]


def init_weights(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """He normal: N(0, 2 / fan_in), for relu, which keeps half of the squared signal (He et al., 2015)."""
    return rng.normal(0.0, np.sqrt(2.0 / fan_in), (fan_in, fan_out))


def lecun_normal(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """N(0, 1 / fan_in), which keeps the variance of a linear unit (LeCun et al., 1998)."""
    return rng.normal(0.0, np.sqrt(1.0 / fan_in), (fan_in, fan_out))


def glorot_uniform(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """U(-r, r), r^2 = 6 / (fan_in + fan_out): variance between that for values and that for gradients (Glorot and
    Bengio, 2010).
    """
    reach = np.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-reach, reach, (fan_in, fan_out))


def init_layer(n_inputs: int, n_units: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Weights (n_inputs, n_units) from N(0, 1 / n_inputs) and biases (n_units,) of zero."""
    return lecun_normal(n_inputs, n_units, rng), np.zeros(n_units)


def init_network(sizes: Sequence[int], rng: np.random.Generator, weights: Initializer = lecun_normal) -> Params:
    """(w, b) of each layer: `weights` draws w, b is zero. sizes are the inputs, then the units of each layer."""
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(f"sizes is {tuple(sizes)}, expected two or more positive numbers: inputs, then units by layer")
    pairs = pairwise(sizes)
    return [(weights(fan_in, fan_out, rng), np.zeros(fan_out)) for fan_in, fan_out in pairs]


def count_parameters(sizes: Sequence[int]) -> int:
    """How many numbers a network of these sizes learns: a weight for each wire, a bias for each unit."""
    return sum(n_inputs * n_units + n_units for n_inputs, n_units in pairwise(sizes))
