"""Losses and where their gradients start: squared error, the two cross-entropies, L2 (chapters 03 and 09).

A loss is one number, the mean over the samples. Its `_backward` is the gradient with respect to its first argument,
in that argument's shape: the upstream that a network's backward pass begins with. There is no `- y` sign to remember:
a gradient is dL/d(that), never its negative.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bpcourse.reference.activations import Array, sigmoid, softplus
from bpcourse.reference.shapes import expect_same_shape, expect_shape


def mse(y_hat: ArrayLike, y: ArrayLike) -> float:
    """Mean of (y_hat - y)^2 over all entries. ValueError if the shapes differ: (N, 1) is not (N,)."""
    y_hat, y = _pair("y_hat", y_hat, y)
    return float(np.mean((y_hat - y) ** 2))


def mse_backward(y_hat: ArrayLike, y: ArrayLike) -> Array:
    """Gradient of mse with respect to y_hat: 2 (y_hat - y) / (number of entries)."""
    y_hat, y = _pair("y_hat", y_hat, y)
    return 2.0 * (y_hat - y) / y.size


def bce(y_hat: ArrayLike, y: ArrayLike) -> float:
    """Binary cross-entropy, the mean of -y log(y_hat) - (1 - y) log(1 - y_hat), for probabilities y_hat.

    A certain prediction that is right costs 0, since p log p tends to 0 with p; one that is wrong costs inf. To train,
    start from the logits: bce_from_logits stays finite.
    """
    y_hat, y = _pair("y_hat", y_hat, y)
    return float(np.mean(-_times_log(y, y_hat) - _times_log(1.0 - y, 1.0 - y_hat)))


def bce_backward(y_hat: ArrayLike, y: ArrayLike) -> Array:
    """Gradient of bce with respect to y_hat: (-y / y_hat + (1 - y) / (1 - y_hat)) / (number of entries)."""
    y_hat, y = _pair("y_hat", y_hat, y)
    return (_ratio(1.0 - y, 1.0 - y_hat) - _ratio(y, y_hat)) / y.size


def bce_from_logits(z: ArrayLike, y: ArrayLike) -> float:
    """Binary cross-entropy of sigmoid(z), the mean of y softplus(-z) + (1 - y) softplus(z): finite for every z."""
    z, y = _pair("z", z, y)
    return float(np.mean(y * softplus(-z) + (1.0 - y) * softplus(z)))


def bce_from_logits_backward(z: ArrayLike, y: ArrayLike) -> Array:
    """Gradient of bce_from_logits with respect to z: (sigmoid(z) - y) / (number of entries).

    The sigmoid's derivative has cancelled: a neuron that is wrong and certain still learns.
    """
    z, y = _pair("z", z, y)
    return (sigmoid(z) - y) / y.size


def softmax(z: ArrayLike) -> Array:
    """Probabilities exp(z_j) / sum_k exp(z_k) of each row of z (N, K), or of one row (K,).

    Adding a number to a row changes nothing, so the largest entry is subtracted first and nothing overflows.
    """
    weights = np.exp(_below_zero(z))
    p: Array = weights / weights.sum(axis=-1, keepdims=True)
    return p


def log_softmax(z: ArrayLike) -> Array:
    """log softmax(z) by rows, without the underflow of a logarithm taken afterwards."""
    z = _below_zero(z)
    log_p: Array = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
    return log_p


def softmax_vjp(upstream: ArrayLike, p: ArrayLike) -> Array:
    """Gradient with respect to the logits, from upstream dL/dp and p = softmax(z), both (N, K) or (K,).

    The Jacobian diag(p) - p pᵀ is never built: row by row, p * (upstream - sum(upstream * p)).
    """
    upstream, p = np.asarray(upstream), np.asarray(p)
    expect_same_shape("upstream", upstream, "p", p)
    grad_z: Array = p * (upstream - (upstream * p).sum(axis=-1, keepdims=True))
    return grad_z


def cross_entropy(logits: ArrayLike, y: ArrayLike) -> float:
    """Mean of -log softmax(logits)[n, y_n]: logits (N, K), y (N,) integers from 0 to K - 1."""
    logits, y = _labelled(logits, y)
    return float(-np.mean(log_softmax(logits)[np.arange(len(y)), y]))


def softmax_cross_entropy_backward(logits: ArrayLike, y: ArrayLike) -> Array:
    """Gradient of cross_entropy with respect to the logits (N, K): (softmax(logits) - one_hot(y)) / N."""
    logits, y = _labelled(logits, y)
    grad_logits = softmax(logits)
    grad_logits[np.arange(len(y)), y] -= 1.0
    return grad_logits / len(y)


def l2_penalty(w: ArrayLike, lam: float) -> float:
    """lam * sum of w^2, for the weights of one layer. Biases are not penalised: they do not scale what comes in."""
    return float(lam * np.sum(np.square(w)))


def l2_penalty_backward(w: ArrayLike, lam: float) -> Array:
    """Gradient of l2_penalty with respect to w: 2 lam w."""
    return 2.0 * lam * np.asarray(w)


def _pair(name: str, prediction: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    prediction, y = np.asarray(prediction), np.asarray(y)
    expect_same_shape(name, prediction, "y", y)
    return prediction, y


def _labelled(logits: ArrayLike, y: ArrayLike) -> tuple[Array, NDArray[np.intp]]:
    logits, y = np.asarray(logits), np.asarray(y)
    expect_shape("logits", logits, ("N", "K"), "one row a sample, one column a class")
    expect_shape("y", y, (len(logits),), "one label for each row of logits")
    if not np.issubdtype(y.dtype, np.integer):
        raise ValueError(f"y has dtype {y.dtype}, expected integers: y holds the number of each sample's class")
    classes = logits.shape[1]
    if len(y) and (y.min() < 0 or y.max() >= classes):
        raise ValueError(f"y has labels from {y.min()} to {y.max()}, expected 0 to {classes - 1}: {classes} classes")
    return logits, y


def _below_zero(z: ArrayLike) -> Array:
    z = np.asarray(z)
    below: Array = z - z.max(axis=-1, keepdims=True)
    return below


def _times_log(weight: Array, p: Array) -> Array:
    """weight * log(p), and 0 where the weight is 0, whatever p is."""
    with np.errstate(divide="ignore"):
        return weight * np.log(p, out=np.zeros(np.shape(p), dtype=np.result_type(p, np.float32)), where=weight != 0)


def _ratio(weight: Array, p: Array) -> Array:
    """weight / p, and 0 where the weight is 0, whatever p is."""
    with np.errstate(divide="ignore"):
        return np.divide(weight, p, out=np.zeros(np.shape(p), np.result_type(weight, p, np.float32)), where=weight != 0)
