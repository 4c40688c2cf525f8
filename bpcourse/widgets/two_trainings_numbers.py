"""One network trained by its right gradient and by wrong ones, each compared with the measured gradient (chapter 07).

The network and the published gradient are specimen E1 of the museum. Each training is worked out once, all its passes.
"""

from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

import numpy as np

from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.museum.broadcast import (
    TARGET,
    W0,
    Pass,
    Program,
    X,
    column_times_column,
    passes_221,
    row_times_column,
)
from bpcourse.reference.activations import Array, sigmoid

PASSES = 100


def _sign_of_w0(l2_delta: Array, w1: Array, l1: Array, x: Array) -> Any:
    return -column_times_column(l2_delta, w1, l1, x)


# By name: what gives dL/dW0, and the factor that both gradients are multiplied by.
GRADIENTS: dict[str, tuple[Program, float]] = {
    "right": (column_times_column, 1.0),
    "published": (row_times_column, 1.0),
    "wrong sign in W0": (_sign_of_w0, 1.0),
    "twice too large": (column_times_column, 2.0),
    "wrong sign in both": (column_times_column, -1.0),
}
WRONG = tuple(name for name in GRADIENTS if name != "right")
MEANS = {
    "published": "A row times a column, spread over both rows of W0. The gradient of W1 is right.",
    "wrong sign in W0": "The gradient of W0 is multiplied by -1. The gradient of W1 is right.",
    "twice too large": "The gradients of W0 and of W1 are multiplied by 2.",
    "wrong sign in both": "The gradients of W0 and of W1 are multiplied by -1.",
}


@dataclass(frozen=True)
class Training:
    """At each pass: the loss, the relative errors of the two gradients, and the cosine between given and measured."""

    losses: list[float]
    errors_w0: list[float]
    errors_w1: list[float]
    cosines: list[float]  # of all six weights together


@cache
def training(name: str) -> Training:
    """All passes with the gradient of this name. KeyError when GRADIENTS has none."""
    passes = list(islice(passes_221(*GRADIENTS[name]), PASSES))
    measured = [_measured(one) for one in passes]
    pairs = list(zip(passes, measured, strict=True))
    return Training(
        [one.error for one in passes],
        [relative_error(one.grad_w0.ravel(), true[: W0.size]) for one, true in pairs],
        [relative_error(one.grad_w1.ravel(), true[W0.size :]) for one, true in pairs],
        [_cosine(np.concatenate([one.grad_w0.ravel(), one.grad_w1.ravel()]), true) for one, true in pairs],
    )


def _measured(at: Pass) -> Array:
    """The gradient of the loss in all six weights, those of W0 first, by central differences."""

    def loss(weights: Array) -> float:
        w0, w1 = weights[: W0.size].reshape(at.w0.shape), weights[W0.size :].reshape(at.w1.shape)
        return float(0.5 * (TARGET - sigmoid(w1 @ sigmoid(w0 @ X))[0, 0]) ** 2)

    return central_difference(loss, np.concatenate([at.w0.ravel(), at.w1.ravel()]))


def _cosine(a: Array, b: Array) -> float:
    return float(np.clip(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)), -1, 1))
