"""Specimens E: the 2-2-1 network, whose gradient broadcasting spoiled, and which trained all the same (chapter 07)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.museum.specimen import Finding, Specimen
from bpcourse.reference.activations import Array, sigmoid

SOURCE = "bitcarmanlee, Forward propagation and back propagation (2017), in Chinese"
X, TARGET = np.array([[0.35], [0.9]]), 0.5
W0, W1 = np.array([[0.1, 0.8], [0.4, 0.6]]), np.array([[0.3, 0.9]])  # (units, inputs), a column a sample
Program = Callable[..., Any]


def row_times_column(l2_delta: Array, w1: Array, l1: Array, x: Array) -> Any:
    l1_delta = (l2_delta * w1) * (l1 * (1 - l1))
    return x.T @ l1_delta


def column_times_column(l2_delta: Array, w1: Array, l1: Array, x: Array) -> Any:
    l1_delta = (w1.T @ l2_delta) * (l1 * (1 - l1))
    return l1_delta @ x.T


@dataclass(frozen=True)
class Pass:
    """One pass of the training: the weights as they are before its step, their error, and what the step takes off."""

    error: float
    w0: Array
    w1: Array
    grad_w0: Array
    grad_w1: Array


def passes_221(gradient: Program, factor: float = 1.0) -> Iterator[Pass]:
    """The passes of a training that never ends, with learning rate 1.

    gradient gives dL/dW0 from the delta of the output; dL/dW1 is right. Both are multiplied by the factor.
    """
    w0, w1 = W0, W1
    while True:
        l1 = sigmoid(w0 @ X)
        l2 = sigmoid(w1 @ l1)
        l2_delta = (l2 - TARGET) * l2 * (1 - l2)
        grad_w0 = factor * np.broadcast_to(gradient(l2_delta, w1, l1, X), w0.shape)
        grad_w1 = factor * (l2_delta @ l1.T)
        yield Pass(float(0.5 * (TARGET - l2[0, 0]) ** 2), w0, w1, grad_w0, grad_w1)
        w0, w1 = w0 - grad_w0, w1 - grad_w1


def trained_221(gradient: Program, steps: int) -> tuple[list[float], Array, Array]:
    """The error at each pass, then W0 and W1 after it."""
    *passes, after = islice(passes_221(gradient), steps + 1)
    return [one.error for one in passes], after.w0, after.w1


def gradients_221(gradient: Program) -> tuple[Array, Array]:
    """dL/dW0 at the start, as the program gives it (spread over both rows, as its update does) and as measured."""
    l1 = sigmoid(W0 @ X)
    l2 = sigmoid(W1 @ l1)
    given = np.broadcast_to(gradient((l2 - TARGET) * l2 * (1 - l2), W1, l1, X), W0.shape)
    measured = central_difference(lambda w0: 0.5 * (TARGET - sigmoid(W1 @ sigmoid(w0 @ X))[0, 0]) ** 2, W0)
    return np.array(given), measured


def _is_the_gradient(gradient: Program) -> Finding:
    given, measured = gradients_221(gradient)
    error = relative_error(given, measured)
    last = trained_221(gradient, 100)[0][-1]
    shown = "below 1e-7" if error < 1e-7 else f"{error:.2f}"
    return Finding(error < 1e-7, f"error at pass 100: {last:.8e}; relative error of the gradient of W0: {shown}")


def convolution(w: Array, x: Array) -> Any:
    return np.stack([np.convolve(row, x[:, 0]) for row in w])


def matrix_product(w: Array, x: Array) -> Any:
    return w @ x


def _is_the_weighted_sum(product: Program) -> Finding:
    sums = np.array([[sum(w * x for w, x in zip(row, X[:, 0], strict=True))] for row in W0])
    given = product(W0, X)
    right = given.shape == sums.shape and bool(np.allclose(given, sums))
    shown = ", ".join(f"{one:.3f}" for one in given.ravel())
    return Finding(right, f"gives {shown}; the weighted sums are {sums[0, 0]:.3f}, {sums[1, 0]:.3f}")


SPECIMENS = (
    Specimen(
        "E1",
        "A row times a column",
        SOURCE,
        "l1_error = l2_delta * W1, a row, is multiplied by the slopes, a column.",
        row_times_column,
        column_times_column,
        _is_the_gradient,
        "a gradient check at the start",
        "l1_error = W1ᵀ l2_delta is a column, as the slopes are; then the gradient is l1_delta xᵀ.",
        "It trains. NumPy broadcasts in silence, and the error goes to zero nearly as fast as with the right gradient.",
    ),
    Specimen(
        "E2",
        "A product with another's name",
        SOURCE,
        "The * of a matrix product is called convolution.",
        convolution,
        matrix_product,
        _is_the_weighted_sum,
        "the weighted sums, added up by hand",
        "Call it a matrix product; convolution comes in chapter 14.",
        "The star is drawn the same way.",
    ),
)
