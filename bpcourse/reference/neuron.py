"""One neuron: weighted sum, bias, sigmoid; its loss and its gradient, written out (chapter 01)."""

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.reference.activations import Array, sigmoid


def neuron(x: ArrayLike, w: ArrayLike, b: float) -> Array:
    """Output a = sigmoid(x · w + b) of one neuron.

    x is (N, D), one sample a row, and gives (N,); or (D,), one sample, and gives a number. w is (D,), b a number.
    """
    return sigmoid(np.asarray(x) @ np.asarray(w) + b)


def half_squared_error(a: ArrayLike, y: ArrayLike) -> Array:
    """Loss 1/2 (y - a)^2 of each sample, elementwise."""
    error: Array = np.asarray(y, dtype=np.float64) - np.asarray(a)
    loss: Array = 0.5 * error**2
    return loss


def dloss_dw(x: ArrayLike, w: ArrayLike, b: float, y: float) -> Array:
    """Gradient of 1/2 (y - a)^2 with respect to w, for one sample x of shape (D,): (a - y) a (1 - a) x."""
    x = np.asarray(x, dtype=np.float64)
    a = neuron(x, w, b)
    dloss_dz: Array = (a - y) * a * (1.0 - a)
    return dloss_dz * x


def neuron_gradient(x: ArrayLike, w: ArrayLike, b: float, y: ArrayLike) -> tuple[Array, Array]:
    """Gradient of the mean of 1/2 (y - a)^2 over a batch: (dloss_dw (D,), dloss_db).

    x is (N, D), y is (N,). Each sample adds its own gradient; the mean divides by N once.
    """
    x = np.asarray(x, dtype=np.float64)
    a = neuron(x, w, b)
    dloss_dz: Array = (a - np.asarray(y)) * a * (1.0 - a) / len(x)
    return dloss_dz @ x, dloss_dz.sum()
