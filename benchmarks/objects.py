# ruff: noqa: B905
"""W2: the network of objects of chapter 06 against plain lists, and against code generated from its derivation."""

import math
from collections.abc import Callable
from operator import mul
from typing import Any

import numpy as np

from benchmarks.moons import by_unit
from benchmarks.workload import Limit, Run, Workload
from bpcourse.reference.initializers import Params

STEPS = 10_000
LR = 0.5
X, TARGET = (0.05, 0.10), (0.01, 0.99)


def worked_network() -> Params:
    """The parameters of the worked 2-2-2 network."""
    return [
        (np.array([[0.15, 0.25], [0.20, 0.30]]), np.array([0.35, 0.35])),
        (np.array([[0.40, 0.50], [0.45, 0.55]]), np.array([0.60, 0.60])),
    ]


def objects(params: Params) -> Run:
    """Our Network of Layers of Neurons."""
    from bpcourse.reference.neuron import Network

    def run() -> Params:
        network = Network.from_params(params)
        for _ in range(STEPS):
            network.forward(X)
            network.backward(TARGET)
            network.update(LR)
        return network.params()

    return run


def generated(params: Params) -> Run:
    """The code that our symbolic derivation writes for this network: one line a node, no loop within a step."""
    from bpcourse.symbolic import dense_network, derive_layers

    module: dict[str, Any] = {}
    exec(derive_layers(*dense_network((2, 2, 2))).training_code("train"), module)
    train: Callable[..., tuple[float, ...]] = module["train"]
    start = by_unit(params)

    def run() -> Params:
        trained = np.array(train(*X, *TARGET, *start, LR, STEPS)).reshape(2, 2, 3)
        return [(layer[:, :2].T, layer[:, 2]) for layer in trained]

    return run


def matrices(params: Params) -> Run:
    """Our sigmoid network in matrices, for one sample a step."""
    from bpcourse.reference.sigmoid_network import train_network

    x, target = np.array([X]), np.array([TARGET])
    return lambda: train_network(x, target, params, LR, STEPS)


def plain_lists(params: Params) -> Run:
    """No classes: a list a layer, a comprehension a line, and nothing that looks at lengths.

    Like the objects it takes the gradient back to the inputs, which training does not need.
    """
    (start_w1, start_b1), (start_w2, start_b2) = [(w.T.tolist(), b.tolist()) for w, b in params]

    def run() -> Params:
        w1, b1, w2, b2 = start_w1, start_b1, start_w2, start_b2
        for _ in range(STEPS):
            h = [1 / (1 + math.exp(-sum(map(mul, w, X), b))) for w, b in zip(w1, b1)]
            o = [1 / (1 + math.exp(-sum(map(mul, w, h), b))) for w, b in zip(w2, b2)]
            d2 = [(a - t) * a * (1 - a) for a, t in zip(o, TARGET)]
            d1 = [sum(d * w[i] for d, w in zip(d2, w2)) * a * (1 - a) for i, a in enumerate(h)]
            grad_x = [sum(d * w[i] for d, w in zip(d1, w1)) for i in range(2)]  # noqa: F841
            w2 = [[w - LR * d * a for w, a in zip(unit, h)] for unit, d in zip(w2, d2)]
            b2 = [b - LR * d for b, d in zip(b2, d2)]
            w1 = [[w - LR * d * x for w, x in zip(unit, X)] for unit, d in zip(w1, d1)]
            b1 = [b - LR * d for b, d in zip(b1, d1)]
        return [(np.array(w1).T, np.array(b1)), (np.array(w2).T, np.array(b2))]

    return run


def machine_code(params: Params) -> Run:
    """The same steps in loops over arrays that Numba compiles: about what the machine itself needs."""
    import numba

    def train(w1: Any, b1: Any, w2: Any, b2: Any, x: Any, target: Any, steps: int, lr: float) -> None:
        h, o, d1, d2 = np.empty(2), np.empty(2), np.empty(2), np.empty(2)
        for _ in range(steps):
            for j in range(2):
                h[j] = 1 / (1 + math.exp(-(x[0] * w1[0, j] + x[1] * w1[1, j] + b1[j])))
            for k in range(2):
                o[k] = 1 / (1 + math.exp(-(h[0] * w2[0, k] + h[1] * w2[1, k] + b2[k])))
                d2[k] = (o[k] - target[k]) * o[k] * (1 - o[k])
            for j in range(2):
                d1[j] = (d2[0] * w2[j, 0] + d2[1] * w2[j, 1]) * h[j] * (1 - h[j])
            for i in range(2):
                for j in range(2):
                    w2[i, j] -= lr * h[i] * d2[j]
                    w1[i, j] -= lr * x[i] * d1[j]
                b2[i] -= lr * d2[i]
                b1[i] -= lr * d1[i]

    compiled = numba.njit(train)
    x, target = np.array(X), np.array(TARGET)

    def run() -> Params:
        (w1, b1), (w2, b2) = [(w.copy(), b.copy()) for w, b in params]
        compiled(w1, b1, w2, b2, x, target, STEPS, LR)
        return [(w1, b1), (w2, b2)]

    return run


W2 = Workload(
    title=f"W2  A 2-2-2 sigmoid network, {STEPS:,} steps of gradient descent on one sample",
    note="Weights and biases are trained. Making the generated code is not timed: it happens once.",
    work=worked_network,
    contenders={
        "Network objects": objects,
        "generated step": generated,
        "matrices": matrices,
        "plain lists": plain_lists,
        "Numba": machine_code,
    },
    limits=(
        Limit("Network objects", "plain lists", at_most=1.0),
        Limit("generated step", "Network objects", at_least=6),
        Limit("generated step", "Numba"),
    ),
    tolerance=1e-9,
)
