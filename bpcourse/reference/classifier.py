"""The digits classifier: sigmoid hidden layer, softmax output, cross-entropy, L2 (chapter 10).

`train` runs the fast network through the loop of `training`; `evaluate` measures any parameters with the plain one. The
penalty lam * sum of w^2 is part of what is minimised, not of the loss that is reported.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bpcourse.reference.activations import Array
from bpcourse.reference.fast_mlp import FastMLP, one_hot
from bpcourse.reference.initializers import Params, init_network
from bpcourse.reference.losses import cross_entropy
from bpcourse.reference.mlp import mlp_forward
from bpcourse.reference.training import Training, accuracy


@dataclass(frozen=True)
class Evaluation:
    """Mean cross-entropy and share of right answers."""

    loss: float
    accuracy: float


def evaluate(params: Params, x: Array, y: Array, activation: str = "sigmoid") -> Evaluation:
    """How well the parameters do on x (N, D) with labels y (N,)."""
    logits = mlp_forward(x, params, activation).logits
    return Evaluation(cross_entropy(logits, y), accuracy(logits, y))


def prepare_training(
    x: Array,
    y: Array,
    sizes: Sequence[int],
    *,
    lr: float,
    batch_size: int,
    rng: np.random.Generator,
    lam: float = 0.0,
    activation: str = "sigmoid",
    test: tuple[Array, Array] | None = None,
    watchers: Iterable[Callable[[Training], None]] = (),
) -> tuple[FastMLP, Training]:
    """A network with weights from N(0, 1 / fan_in) and zero biases, and its training, not yet begun.

    x (N, D) decides between float32 and float64. The history has the accuracy on `test` (x, y) after each epoch.
    """
    start = [(w.astype(x.dtype), b.astype(x.dtype)) for w, b in init_network(sizes, rng)]
    network = FastMLP(start, activation)

    def measure() -> dict[str, float]:
        if test is None:
            return {}
        found = evaluate(network.params, *test, activation)
        return {"test loss": found.loss, "test accuracy": found.accuracy}

    training = Training(
        x,
        one_hot(y, sizes[-1], x.dtype),
        lambda batch, targets: network.sgd_step(batch, targets, lr, lam),
        batch_size=batch_size,
        rng=rng,
        evaluate=measure,
        watchers=watchers,
    )
    return network, training


def train(
    x: Array,
    y: Array,
    sizes: Sequence[int] = (784, 100, 10),
    *,
    epochs: int,
    lr: float,
    batch_size: int,
    rng: np.random.Generator,
    lam: float = 0.0,
    progress: bool = False,
) -> Params:
    """The parameters after `epochs` epochs of stochastic gradient descent on x (N, D) with labels y (N,)."""
    network, training = prepare_training(x, y, sizes, lr=lr, batch_size=batch_size, rng=rng, lam=lam)
    training.run(epochs, progress)
    return network.params
