"""The gradients of one network in two ways, and how long each takes: objects and matrices (chapter 08).

The objects are the units of chapter 02, which hear one sample at a time; the matrices take the whole batch at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from bpcourse.reference.activations import Array
from bpcourse.reference.initializers import init_network
from bpcourse.reference.neuron import Network
from bpcourse.reference.sigmoid_network import layer_outputs, network_backward

SIZES = (50, 40, 10)  # inputs, hidden units, outputs
MOST_SAMPLES = 100
FEWEST, MOST, SECONDS = 3, 50, 0.15  # runs of each way; after so many seconds no more than the fewest

_RNG = np.random.default_rng(8)
PARAMS = init_network(SIZES, _RNG)
NETWORK = Network.from_params(PARAMS)
SAMPLES, TARGETS = _RNG.normal(size=(MOST_SAMPLES, SIZES[0])), _RNG.uniform(size=(MOST_SAMPLES, SIZES[-1]))


@dataclass(frozen=True)
class Measurement:
    """What both ways took for a batch, in milliseconds, and the largest difference between their gradients."""

    samples: int
    objects_ms: float
    matrices_ms: float
    difference: float

    @property
    def ratio(self) -> float:
        """How many times as long the objects took."""
        return self.objects_ms / self.matrices_ms


def by_objects(x: Array, target: Array) -> list[Array]:
    """Gradients of the weights: each sample goes forward and back alone, and adds its own."""
    grads = [np.zeros_like(w) for w, _ in PARAMS]
    for sample, wanted in zip(x.tolist(), target.tolist(), strict=True):
        NETWORK.forward(sample)
        NETWORK.backward(wanted)
        for grad, layer in zip(grads, NETWORK.layers, strict=True):
            grad += np.array([unit.grad_weights for unit in layer.neurons]).T
    return grads


def by_matrices(x: Array, target: Array) -> list[Array]:
    """Gradients of the weights: all samples go forward and back together."""
    _, grads = network_backward(target, layer_outputs(x, PARAMS), PARAMS)
    return [grad_w for grad_w, _ in grads]


def measure(samples: int) -> Measurement:
    """Both ways on the first samples of the data; below half a second on a computer that does nothing else."""
    x, target = SAMPLES[:samples], TARGETS[:samples]
    pairs = zip(by_objects(x, target), by_matrices(x, target), strict=True)
    difference = max(float(np.abs(one - other).max()) for one, other in pairs)
    objects_ms, matrices_ms = _fastest(lambda: by_objects(x, target)), _fastest(lambda: by_matrices(x, target))
    return Measurement(samples, objects_ms, matrices_ms, difference)


def _fastest(run: Callable[[], object]) -> float:
    """Milliseconds of the fastest run: whatever else the computer does can only make a run slower."""
    times: list[float] = []
    begin = perf_counter()
    while len(times) < FEWEST or (len(times) < MOST and perf_counter() - begin < SECONDS):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return 1000 * min(times)
