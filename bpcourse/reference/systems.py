"""The worked networks that the chapters compute by hand, with the numbers they start from (chapters 02 and 06).

Two come with their weights, from worked examples that many readers have met; one was set by hand to do what no single
neuron can; the last starts at random. All have sigmoid units and the loss 1/2 sum of (target - out)^2.
"""

from dataclasses import dataclass

import numpy as np

from bpcourse.reference.activations import Array
from bpcourse.reference.initializers import Params


@dataclass(frozen=True)
class System:
    """Inputs x (N, D), targets (N, K), the parameters at the start, and the learning rate."""

    x: Array
    target: Array
    params: Params
    lr: float


def network_222() -> System:
    """Two inputs, two hidden units, two outputs; the biases stay as given (Mazur, 2015).

    w1 and w2 lead into h1, w3 and w4 into h2, w5 and w6 into o1, w7 and w8 into o2.
    """
    w_hidden = np.array([[0.15, 0.25], [0.20, 0.30]])
    w_output = np.array([[0.40, 0.50], [0.45, 0.55]])
    return System(
        x=np.array([[0.05, 0.10]]),
        target=np.array([[0.01, 0.99]]),
        params=[(w_hidden, np.full(2, 0.35)), (w_output, np.full(2, 0.60))],
        lr=0.5,
    )


def network_221() -> System:
    """Two inputs, two hidden units, one output, no biases (they are zero and stay so).

    Source: bitcarmanlee, Forward propagation and back propagation (2017), in Chinese.
    """
    w_hidden = np.array([[0.1, 0.4], [0.8, 0.6]])
    w_output = np.array([[0.3], [0.9]])
    return System(
        x=np.array([[0.35, 0.90]]),
        target=np.array([[0.5]]),
        params=[(w_hidden, np.zeros(2)), (w_output, np.zeros(1))],
        lr=1.0,
    )


def network_exclusive_or() -> System:
    """Two inputs, two hidden units, one output: 1 where exactly one input is 1. The weights were set by hand.

    h1 says 1 unless both inputs are 0, h2 only if both are 1; the output says 1 where h1 does and h2 does not. No
    single neuron can do it (Minsky and Papert, 1969).
    """
    return System(
        x=np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]),
        target=np.array([[0.0], [1.0], [1.0], [0.0]]),
        params=[
            (np.array([[10.0, 10.0], [10.0, 10.0]]), np.array([-5.0, -15.0])),
            (np.array([[20.0], [-20.0]]), np.array([-10.0])),
        ],
        lr=1.0,
    )


def random_222(starts: int, rng: np.random.Generator) -> System:
    """`starts` networks of two, two and two units at once, every weight and bias drawn from U(0, 1), biases trained.

    The parameters have the starts as their first axis: w (starts, 2, 2), b (starts, 1, 2).
    """
    layers = [(rng.random((starts, 2, 2)), rng.random((starts, 1, 2))) for _ in range(2)]
    example = network_222()
    return System(example.x, example.target, layers, lr=0.5)
