"""A whole network's gradient by central differences, for the price of a few backward passes (chapter 07).

The naive loop runs the network twice for each weight. But a weight of layer l leads to one unit: moving w[i, j] by h
moves column j of z[l] by h times input i, and nothing else in that layer. So the moved columns are written down
directly, for all weights of the layer together, and one stack of networks goes through the layers that remain.
Nothing here uses a derivative: the measurement stays independent of the backward pass that it checks.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.gradcheck.measure import BEST_STEP
from bpcourse.reference.activations import Array, activation_named
from bpcourse.reference.initializers import Params
from bpcourse.reference.mlp import ForwardPass, mlp_forward

# Numbers in one stack: it then stays in the processor's cache, and the memory stays small for any network.
STACK = 2**17


def network_difference(
    loss: Callable[[Array], Any], x: ArrayLike, params: Params, activation: str = "sigmoid"
) -> Params:
    """Gradients of loss(logits) with respect to every w and b of `reference.mlp`, [(grad_w, grad_b), ...].

    loss takes the logits (S, N, K) of S networks at once and gives S numbers: it reduces over the last two axes and no
    others, as in `lambda z: ((z - y) ** 2).sum(axis=(-2, -1))`. x is (N, D). The step of an entry is relative to its
    scale, as in central_difference, and so is the error to expect: about 1e-10. ValueError if loss gives another shape.
    """
    params = [(np.asarray(w, dtype=np.float64), np.asarray(b, dtype=np.float64)) for w, b in params]
    saved = mlp_forward(np.asarray(x, dtype=np.float64), params, activation)
    return [_layer_difference(loss, layer, saved, params, activation) for layer in range(len(params))]


def _layer_difference(
    loss: Callable[[Array], Any], layer: int, saved: ForwardPass, params: Params, activation: str
) -> tuple[Array, Array]:
    # A bias is a weight on an input that is always 1, here the last row.
    parameters = np.vstack(params[layer])
    inputs = np.vstack([saved.input_of(layer).T, np.ones(len(saved.x))])
    steps = BEST_STEP * np.maximum(1.0, np.abs(parameters))
    gradient = np.empty_like(parameters)
    n_rows, n_units = parameters.shape
    widest = max(len(b) for _, b in params[layer:])
    rows_at_once = max(1, STACK // (2 * n_units * len(saved.x) * widest))
    for start in range(0, n_rows, rows_at_once):
        rows = slice(start, start + rows_at_once)
        move = inputs[rows, None, :] * steps[rows, :, None]  # (rows, units, N): of column j of z, by row i
        z = saved.z[layer].T
        stack = _logits_of(np.stack([z + move, z - move]), layer, saved, params, activation)
        losses = _losses(loss, stack).reshape(2, -1, n_units)
        gradient[rows] = (losses[0] - losses[1]) / (2.0 * steps[rows])
    return gradient[:-1], gradient[-1]


def _logits_of(moved: Array, layer: int, saved: ForwardPass, params: Params, activation: str) -> Array:
    """Logits (S, N, K) of the S networks in each of which one column of z[layer] is moved: (2, rows, units, N)."""
    f, _ = activation_named(activation)
    last = len(params) - 1
    n_units, n = moved.shape[-2:]
    if layer == last:
        stack = np.empty((*moved.shape, n_units))
        stack[:] = saved.z[last]
        units = np.arange(n_units)
        stack[:, :, units, :, units] = np.moveaxis(moved, 2, 0)
        return stack.reshape(-1, n, n_units)
    # One unit's output has changed, so the next z moves along that unit's row of weights: no matrix product needed.
    shift = f(moved) - saved.a[layer].T
    w_next = params[layer + 1][0]
    rows_of_z = (saved.z[layer + 1] + shift[..., None] * w_next[:, None, :]).reshape(-1, w_next.shape[1])
    for w, b in params[layer + 2 :]:
        rows_of_z = f(rows_of_z) @ w + b
    return rows_of_z.reshape(-1, n, rows_of_z.shape[1])


def _losses(loss: Callable[[Array], Any], stack: Array) -> Array:
    losses = np.asarray(loss(stack), dtype=np.float64)
    if losses.shape != (len(stack),):
        raise ValueError(
            f"loss gave shape {losses.shape} for logits of shape {stack.shape}, expected ({len(stack)},): one number "
            "for each network, so reduce over the last two axes and no others"
        )
    return losses
