"""Exercise `train_221` of chapter 06: a published training loop that learns with a wrong gradient, to mend."""

from collections.abc import Callable
from typing import Any

import numpy as np

from bpcourse.autograders.ch06.shared import HIDDEN, LINES, MISTAKE, UPDATE
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array
from bpcourse.reference.neuron import Layer, Network, Neuron
from bpcourse.reference.sigmoid_network import (
    hidden_delta,
    layer_outputs,
    network_forward,
    network_loss,
    output_delta,
    train_network,
)
from bpcourse.reference.systems import network_221

NO_BIASES = np.zeros(2), np.zeros(1)
Gradient = Callable[[Array, Array, Array, Array, Array], Array]


def _cases(rng: np.random.Generator) -> list[Case]:
    def case(what: str, lr: float, steps: int) -> Case:
        values = {
            "x": rng.normal(scale=1.5, size=(1, 2)),
            "target": rng.uniform(size=(1, 1)),
            "w_h": rng.normal(scale=1.5, size=(2, 2)),
            "w_o": rng.normal(scale=1.5, size=(2, 1)),
        }
        return Case(what, {**values, "lr": lr, "steps": steps})

    system = network_221()
    (w_h, _), (w_o, _) = system.params
    published = {"x": system.x, "target": system.target, "w_h": w_h, "w_o": w_o, "lr": system.lr, "steps": 100}
    return [case("1 step", 1.0, 1), case("5 steps", 1.5, 5), Case("the published numbers, 100 steps", published)]


def _reference(x: Array, target: Array, w_h: Array, w_o: Array, lr: float, steps: int) -> tuple[float, Array, Array]:
    params = [(w_h, NO_BIASES[0]), (w_o, NO_BIASES[1])]
    last = train_network(x, target, params, lr, steps - 1, train_biases=False)
    (w_h, _), (w_o, _) = train_network(x, target, last, lr, 1, train_biases=False)
    return float(network_loss(target, network_forward(x, last))), w_h, w_o


def _by_objects(x: Array, target: Array, w_h: Array, w_o: Array, lr: float, steps: int) -> tuple[Any, Array, Array]:
    """Unit by unit; the biases get their steps taken back."""
    network = Network(
        [Layer([Neuron(w_h[:, j].tolist(), 0.0) for j in (0, 1)]), Layer([Neuron(w_o[:, 0].tolist(), 0)])]
    )
    for _ in range(steps):
        network.forward(x[0].tolist())
        loss = network.loss(target[0].tolist())
        network.backward(target[0].tolist())
        network.update(lr)
        for layer in network.layers:
            for unit in layer.neurons:
                unit.bias = 0.0
    (w_h, _), (w_o, _) = network.params()
    return loss, w_h, w_o


def trained(
    gradient: Gradient, *, output_climbs: bool = False, updates_first: bool = False, loss_after: bool = False
) -> Callable[..., tuple[float, Array, Array]]:
    """The training loop with another gradient of w_h: `gradient(x, out_h, delta_o, w_o, out_o)`."""

    def train(x: Array, target: Array, w_h: Array, w_o: Array, lr: float, steps: int) -> tuple[float, Array, Array]:
        for _ in range(steps):
            params = [(w_h, NO_BIASES[0]), (w_o, NO_BIASES[1])]
            _, out_h, out_o = layer_outputs(x, params)
            loss, delta_o = float(network_loss(target, out_o)), output_delta(target, out_o)
            moved = w_o - (-lr if output_climbs else lr) * out_h.T @ delta_o
            w_h = w_h - lr * gradient(x, out_h, delta_o, moved if updates_first else w_o, out_o)
            w_o = moved
        if loss_after:
            loss = float(network_loss(target, network_forward(x, [(w_h, NO_BIASES[0]), (w_o, NO_BIASES[1])])))
        return loss, w_h, w_o

    return train


def _right(x: Array, out_h: Array, delta_o: Array, w_o: Array, out_o: Array) -> Array:
    return x.T @ hidden_delta(delta_o, w_o, out_h)


def published(x: Array, out_h: Array, delta_o: Array, w_o: Array, out_o: Array) -> Array:
    """The published gradient of w_h: a column times a row broadcasts to 2 x 2, and one column is left of it."""
    return (delta_o * w_o * out_h * (1 - out_h)) @ x.T


def _net_slope(x: Array, out_h: Array, delta_o: Array, w_o: Array, out_o: Array) -> Array:
    net_h = np.log(out_h / (1 - out_h))
    gradient: Array = x.T @ (delta_o @ w_o.T * net_h * (1 - net_h))
    return gradient


def _named(name: str, says: str, look: str, gradient: Gradient, **also: bool) -> Mistake:
    return Mistake(name, trained(gradient, **also), says, look)


STUB = '''def train_221(x, target, w_h, w_o, lr, steps):
    """Train a 2-2-1 network without biases; return (loss at the last pass, w_h, w_o)."""
    for _ in range(steps):
        out_h = 1 / (1 + np.exp(-(x @ w_h)))
        out_o = 1 / (1 + np.exp(-(out_h @ w_o)))
        loss = 0.5 * ((target - out_o) ** 2).sum()

        delta_o = (out_o - target) * out_o * (1 - out_o)
        sent_back = delta_o * w_o
        delta_h = sent_back * out_h * (1 - out_h)

        w_o = w_o - lr * (out_h.T @ delta_o)
        w_h = w_h - lr * (delta_h @ x.T)
    return loss, w_h, w_o
'''

TRAIN_221 = Exercise(
    name="train_221",
    chapter=6,
    points=3,
    minutes=15,
    difficulty="stretch",
    mends=True,
    outputs=("loss", "w_h", "w_o"),
    statement=r"""Find and mend. This is the training loop of a published introduction, rewritten with samples as rows.
It runs, the loss falls, and the gradient of `w_h` is **wrong**.

- `x` has shape (1, 2) and `target` (1, 1): one sample. `w_h` has shape (2, 2), a row for each input and a column for
  each hidden unit; `w_o` has shape (2, 1). There are no biases.
- It returns the loss of the last pass, computed *before* the last step, and the weights after it.

Write the shape of every name beside its line, by hand. Then print them. Two of the lines need a change.""",
    stub=STUB,
    hints=(
        "Which shape should `delta_h` have? One number for each hidden unit, a row as `out_h` is. Which shape has it?",
        "delta_o is (1, 1), w_o is (2, 1), out_h is (1, 2). A column times a row, entry by entry, is a table (2, 2).",
        "Sent back is delta_o @ w_o.T, of shape (1, 2). The gradient of w_h has entry [i, j] = x_i · delta_h_j.",
        "`sent_back = delta_o @ w_o.T`, and `w_h = w_h - lr * (x.T @ delta_h)`",
    ),
    solution=STUB.replace("delta_o * w_o", "delta_o @ w_o.T").replace("delta_h @ x.T", "x.T @ delta_h"),
    explanation="`sent_back` was a column where everything else about the hidden layer is a row. NumPy stretched both "
    "to a table without a word, and the product with x.T left one column, which was then stretched over "
    "both columns of w_h. Training hid it; a gradient check, or one look at the shapes, does not.",
    read='chapter 06, "Find the mistake"',
    reference=_reference,
    correct=(
        _by_objects,
        trained(lambda x, out_h, delta_o, w_o, out_o: np.outer(x, delta_o * w_o.T * out_h * (1 - out_h))),
    ),
    mistakes=(
        _named(
            "one number for all weights",
            "`sent_back` is right now. `delta_h @ x.T` is a row times a column, one single number, and every entry of "
            "w_h moves by it. Each weight has its own: x.T @ delta_h.",
            LINES,
            lambda x, out_h, delta_o, w_o, out_o: hidden_delta(delta_o, w_o, out_h) @ x.T,
        ),
        _named(
            "transposed",
            "The gradient of w_h is transposed: row i belongs to input i, column j to hidden unit j. It is "
            "x.T @ delta_h.",
            LINES,
            lambda x, out_h, delta_o, w_o, out_o: _right(x, out_h, delta_o, w_o, out_o).T,
        ),
        _named(
            "the diagonal",
            "You let each weight see only one product: x * delta_h, entry by entry. Each input meets each hidden unit: "
            "x.T @ delta_h.",
            LINES,
            lambda x, out_h, delta_o, w_o, out_o: x * hidden_delta(delta_o, w_o, out_h),
        ),
        _named(
            "the table times the input",
            "`delta_h` is still a table of 2 by 2: `sent_back` is a column, `out_h` a row. Send back with "
            "`delta_o @ w_o.T`, a row.",
            MISTAKE,
            lambda x, out_h, delta_o, w_o, out_o: x.T * (delta_o * w_o * out_h * (1 - out_h)),
        ),
        _named(
            "the table from the other side",
            "`delta_h` is still a table of 2 by 2, and x @ delta_h adds it up over the wrong side. Send back with "
            "`delta_o @ w_o.T`, a row.",
            MISTAKE,
            lambda x, out_h, delta_o, w_o, out_o: x @ (delta_o * w_o * out_h * (1 - out_h)),
        ),
        _named(
            "weights left out",
            "w_o is missing on the way back: what is sent back is delta_o times the weight.",
            HIDDEN,
            lambda x, out_h, delta_o, w_o, out_o: x.T @ (delta_o * out_h * (1 - out_h)),
        ),
        _named(
            "error left out",
            "delta_o is missing on the way back: what is sent back is delta_o times the weight, and not the weight "
            "alone.",
            HIDDEN,
            lambda x, out_h, delta_o, w_o, out_o: x.T @ (w_o.T * out_h * (1 - out_h)),
        ),
        _named(
            "no slope in the hidden layer",
            "The slope out_h (1 - out_h) of the hidden units has got lost. It was right.",
            HIDDEN,
            lambda x, out_h, delta_o, w_o, out_o: x.T @ (delta_o @ w_o.T),
        ),
        _named(
            "slope of the other layer",
            "Your delta_h has the slope of the output, out_o (1 - out_o). The hidden units' own was "
            "right: out_h (1 - out_h).",
            HIDDEN,
            lambda x, out_h, delta_o, w_o, out_o: x.T @ (delta_o @ w_o.T * out_o * (1 - out_o)),
        ),
        _named(
            "slope at net",
            "Your slope in the hidden layer is net (1 - net). out_h (1 - out_h) was right.",
            HIDDEN,
            _net_slope,
        ),
        _named(
            "the hidden layer climbs",
            "w_h goes uphill now. Its sign was right: the gradient is taken away.",
            UPDATE,
            lambda *inputs: -_right(*inputs),
        ),
        _named(
            "everything climbs",
            "Both layers go uphill now: with out_o - target in delta_o, the gradient is taken away. The signs were "
            "right.",
            UPDATE,
            lambda *inputs: -_right(*inputs),
            output_climbs=True,
        ),
        _named(
            "updated before propagating",
            "w_o moves before its old value has sent the error back. In the given program that order was right.",
            UPDATE,
            _right,
            updates_first=True,
        ),
        Mistake(
            "returns inside the loop",
            lambda x, target, w_h, w_o, lr, steps: _reference(x, target, w_h, w_o, lr, 1),
            "Only one step was taken. Is the `return` inside the loop? It belongs behind it.",
            UPDATE,
        ),
        Mistake(
            "loss left out",
            lambda *inputs: _reference(*inputs)[1:],
            "The weights are right. The loss is to be returned as well, before them, as in the given program.",
            MISTAKE,
        ),
        _named(
            "loss after the step",
            "The weights are right. The loss is computed after the last step; the one of the last pass, before its "
            "step, is wanted.",
            MISTAKE,
            _right,
            loss_after=True,
        ),
    ),
    cases=_cases,
)
