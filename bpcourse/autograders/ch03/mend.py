"""Exercise `fit_neuron` of chapter 03: a training loop with three wrong lines, to find and to mend."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np

from bpcourse.autograders.ch03.shared import DESCENT, MISTAKE
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array, sigmoid, sigmoid_grad
from bpcourse.reference.losses import bce_from_logits_backward
from bpcourse.reference.optimizers import gd_step

FitNeuron = Callable[[Array, Array, float, int], tuple[Array, Any]]


def _cases(rng: np.random.Generator) -> list[Case]:
    """Samples of both labels, and at least three steps: after one, an old prediction is not yet wrong."""

    def case(what: str, n: int, d: int, lr: float, steps: int, edge: bool = False) -> Case:
        labels = np.resize([1.0, 0.0, 0.0], n)
        return Case(what, {"x": rng.normal(size=(n, d)), "y": labels, "lr": lr, "steps": steps}, edge=edge)

    return [
        case("N = 5, D = 2", 5, 2, 0.8, 3),
        case("N = 4, D = 3", 4, 3, 1.5, 6),
        case("N = 1, D = 1", 1, 1, 0.5, 4, edge=True),
    ]


def fit_neuron(x: Array, y: Array, lr: float, steps: int, *broken: str) -> tuple[Array, Any]:
    """Gradient descent of a neuron on the mean cross-entropy from zero weights; `broken` names the lines to break."""
    w, b = np.zeros(x.shape[1]), np.zeros(len(x) if "a bias each" in broken else ())
    for _ in range(steps):
        z = np.zeros(len(x)) if "stale" in broken else x @ w + b
        dloss_dz = bce_from_logits_backward(z, y) * (sigmoid_grad(z) if "factor" in broken else 1)
        grad_w = dloss_dz @ x * (len(x) if "w sums" in broken else 1)
        grad_b = (dloss_dz if "a bias each" in broken else dloss_dz.sum()) * (len(x) if "b sums" in broken else 1)
        grad_b = grad_b / len(x) if "b averages" in broken else grad_b
        w = gd_step(w, grad_w, -lr if "w climbs" in broken else lr)
        b = gd_step(b, grad_b, -lr if "b climbs" in broken else lr)
    return w, b if b.ndim else float(b)


def _broken(*broken: str) -> FitNeuron:
    return lambda x, y, lr, steps: fit_neuron(x, y, lr, steps, *broken)


def _with_sums(x: Array, y: Array, lr: float, steps: int) -> Any:
    """The same, sample by sample."""
    w, b = np.zeros(x.shape[1]), 0.0
    for _ in range(steps):
        errors = [float(sigmoid(row @ w + b)) - target for row, target in zip(x, y, strict=True)]
        w = w - lr * np.mean([error * row for error, row in zip(errors, x, strict=True)], axis=0)
        b = b - lr * np.mean(errors)
    return w, b


def _with_a_column_of_ones(x: Array, y: Array, lr: float, steps: int) -> Any:
    """The same, with the bias as the weight of an input that is always 1."""
    inputs = np.column_stack([x, np.ones(len(x))])
    w = np.zeros(inputs.shape[1])
    for _ in range(steps):
        w = w - lr * inputs.T @ (sigmoid(inputs @ w) - y) / len(x)
    return w[:-1], w[-1]


PLANTED = {
    "stale": (
        "stale prediction",
        "`a` is computed once, before the loop, and w and b move on: compute it in each step.",
    ),
    "factor": (
        "a (1 - a) left over",
        "`a * (1 - a)` belongs to the squared error; in the gradient of the cross-entropy it cancels.",
    ),
    "b climbs": ("b climbs", "b goes uphill: take lr times the gradient away."),
}
LEFT = {1: "One wrong line is left. ", 2: "Two wrong lines are left. "}


def _left_over(*planted: str) -> Mistake:
    names, sentences = zip(*(PLANTED[one] for one in planted), strict=True)
    look = MISTAKE if "factor" in planted else DESCENT
    return Mistake(", ".join(names), _broken(*planted), LEFT[len(planted)] + " ".join(sentences), look)


FIT_NEURON = Exercise(
    name="fit_neuron",
    chapter=3,
    points=3,
    minutes=15,
    difficulty="core",
    mends=True,
    outputs=("w", "b"),
    statement=r"""Find and mend. `fit_neuron(x, y, lr, steps)` should train a neuron by gradient descent on the mean
binary cross-entropy, from zero weights, and return `w` and `b` after `steps` steps. It runs, and **three lines of it
are wrong**. Each of the three mistakes is in the chapter. Mend them in place.

- `x` has shape (N, D), `y` has shape (N,) with labels 0 and 1; `w` has shape (D,), `b` is a number.
- In each step `a` holds the N outputs, and `dloss_dz` the N entries of $\partial L/\partial z$, the 1/N of the mean
  included. `dloss_dz @ x` adds up the samples' gradients for `w`, `dloss_dz.sum()` those for `b`.""",
    stub='''def fit_neuron(x, y, lr, steps):
    """Train a neuron on the mean cross-entropy, from zero weights; return w (D,) and b."""
    w, b = np.zeros(x.shape[1]), 0.0
    a = 1 / (1 + np.exp(-(x @ w + b)))
    for _ in range(steps):
        dloss_dz = (a - y) * a * (1 - a) / len(x)
        w = w - lr * (dloss_dz @ x)
        b = b + lr * dloss_dz.sum()
    return w, b
''',
    hints=(
        "Say for each line what it should hold, and at which point. Where do the numbers come from that the second "
        "step works with?",
        "The shapes are all right. Look at what moves when w and b move, at the factors of dloss_dz, and at the signs.",
        "In every step: a = σ(x w + b), dL/dz = (a - y)/N, then w and b both go against their gradients.",
        "The line `a = ...` belongs inside the loop; `dloss_dz = (a - y) / len(x)`; `b = b - lr * dloss_dz.sum()`",
    ),
    solution='''def fit_neuron(x, y, lr, steps):
    """Train a neuron on the mean cross-entropy, from zero weights; return w (D,) and b."""
    w, b = np.zeros(x.shape[1]), 0.0
    for _ in range(steps):
        a = 1 / (1 + np.exp(-(x @ w + b)))
        dloss_dz = (a - y) / len(x)
        w = w - lr * (dloss_dz @ x)
        b = b - lr * dloss_dz.sum()
    return w, b
''',
    explanation="The outputs move with w and b, so they are computed in every step. a (1 - a) cancels in the gradient "
    "of the cross-entropy. And b goes downhill like w.",
    read='chapter 03, "Find the mistake"',
    reference=lambda x, y, lr, steps: fit_neuron(x, y, lr, steps),
    correct=(_with_sums, _with_a_column_of_ones),
    mistakes=(
        *(_left_over(*planted) for size in (1, 2) for planted in combinations(PLANTED, size)),
        Mistake(
            "climbs",
            _broken("w climbs", "b climbs"),
            "w and b both go uphill. The gradient of the cross-entropy is a - y; take lr times it away.",
            DESCENT,
        ),
        Mistake(
            "w climbs",
            _broken("w climbs"),
            "w goes uphill now. Its line was right: the gradient is taken away.",
            DESCENT,
        ),
        Mistake(
            "sum for mean",
            _broken("w sums", "b sums"),
            "Your steps are N times too long: the 1/N of the mean is missing in dloss_dz.",
            DESCENT,
        ),
        Mistake(
            "sum for mean in w",
            _broken("w sums"),
            "The step of w is N times too long: the 1/N of the mean belongs to w and to b. In dloss_dz it "
            "reaches both.",
            DESCENT,
        ),
        Mistake(
            "1/N twice in b",
            _broken("b averages"),
            "The step of b is N times too short. dloss_dz holds the 1/N of the mean already, so its entries are added "
            "up for b: `dloss_dz.sum()`, and not `.mean()`.",
            DESCENT,
        ),
        Mistake(
            "a bias for each sample",
            _broken("a bias each"),
            "The entries of dloss_dz are not added up for b, so that each sample gets a bias of its own. A neuron has "
            "one: `dloss_dz.sum()`.",
            DESCENT,
        ),
    ),
    cases=_cases,
)
