"""The work of W3 and W4: an epoch on MNIST, a part of it at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import numpy as np

from bpcourse.datasets import DatasetError, load_mnist
from bpcourse.reference.activations import Array
from bpcourse.reference.fast_mlp import one_hot
from bpcourse.reference.initializers import init_network

EPOCH = 60_000
LR = 0.1


@dataclass(frozen=True)
class Digits:
    """x (60000, 784), y (60000,), targets (60000, 10) in float32, and a network to start from.

    A Run trains anew on one part of the epoch, `samples` long, and the next Run on the next part: as in training, the
    images come from memory and not from the processor's cache.
    """

    x: Any
    y: Any
    targets: Any
    params: Any
    activation: str
    batch: int
    samples: int

    def parts(self) -> Iterator[int]:
        """Where the part of each Run begins; everybody's first is the same, and is the one that is compared."""
        return cycle(range(0, EPOCH - self.samples + 1, self.samples))

    def batches(self, start: int) -> list[slice]:
        """The minibatches of the part that begins at `start`."""
        return [slice(i, i + self.batch) for i in range(start, start + self.samples, self.batch)]

    def start(self) -> list[tuple[Array, Array]]:
        """A copy of the parameters."""
        return [(w.copy(), b.copy()) for w, b in self.params]


def digits(sizes: Sequence[int], activation: str, batch: int, samples: int) -> Digits:
    """All of MNIST where the course's own folder has it; else the bundled 10,000 images, six times over."""
    try:
        data = load_mnist(full=True)
        x, y = data.x_train, data.y_train
    except DatasetError:
        data = load_mnist()
        x, y = np.tile(data.x_train, (6, 1)), np.tile(data.y_train, 6)
    params = [(w.astype(np.float32), b.astype(np.float32)) for w, b in init_network(sizes, np.random.default_rng(0))]
    return Digits(x, y, one_hot(y, 10), params, activation, batch, samples)
