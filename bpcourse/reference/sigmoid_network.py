"""A network of sigmoid units in matrices, with the loss 1/2 sum of (target - out)^2 (chapters 02 and 06).

params is a list of (w (inputs, units), b (units,)), one pair a layer; x is (N, D), a sample a row. The gradients are
those of the sum over the samples, as on paper (Rumelhart, Hinton and Williams, 1986). w (S, inputs, units) and
b (S, 1, units) stand for S networks at once.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.reference.activations import Array, sigmoid
from bpcourse.reference.initializers import Params
from bpcourse.reference.shapes import expect_same_shape, expect_shape


def layer_forward(x: ArrayLike, w: ArrayLike, b: ArrayLike) -> Array:
    """Outputs sigmoid(x w + b) of a layer: x (N, D) or (D,), w (D, H), b (H,); gives (N, H) or (H,)."""
    x, w, b = np.asarray(x), np.asarray(w), np.asarray(b)
    n_inputs, n_units = w.shape[-2:]
    expect_shape("x", x, (*x.shape[:-1], n_inputs), f"the layer has {n_inputs} inputs")
    expect_shape("b", b, (*b.shape[:-1], n_units), f"the layer has {n_units} units")
    return sigmoid(x @ w + b)


def network_forward(x: ArrayLike, params: Sequence[tuple[ArrayLike, ArrayLike]]) -> Array:
    """Outputs of the last layer, (N, K) for x (N, D)."""
    return layer_outputs(x, params)[-1]


def layer_outputs(x: ArrayLike, params: Sequence[tuple[ArrayLike, ArrayLike]]) -> list[Array]:
    """x, then the outputs of each layer: everything that the backward pass needs."""
    outs = [np.asarray(x, dtype=np.float64)]
    for w, b in params:
        outs.append(layer_forward(outs[-1], w, b))
    return outs


def output_delta(target: ArrayLike, out: ArrayLike) -> Array:
    """dL/dz of the output units: (out - target) out (1 - out), entry by entry."""
    target, out = np.asarray(target), np.asarray(out)
    expect_same_shape("target", target, "out", out)
    delta: Array = (out - target) * out * (1.0 - out)
    return delta


def hidden_delta(delta_next: ArrayLike, w_next: ArrayLike, out: ArrayLike) -> Array:
    """dL/dz of hidden units (N, H): each adds up what every unit of the next layer sends back along its weight.

    delta_next (N, K) is dL/dz of the next layer, w_next (H, K) its weights, out (N, H) this layer's own outputs.
    """
    delta_next, w_next, out = np.asarray(delta_next), np.asarray(w_next), np.asarray(out)
    expect_shape("w_next", w_next, (*w_next.shape[:-2], out.shape[-1], delta_next.shape[-1]), "(units, next units)")
    delta: Array = (delta_next @ np.swapaxes(w_next, -1, -2)) * out * (1.0 - out)
    return delta


def network_backward(target: ArrayLike, outs: Sequence[Array], params: Params) -> tuple[list[Array], Params]:
    """From the outputs of each layer (layer_outputs) to every dL/dz and every gradient.

    Gives (deltas, grads): deltas[l] (N, units), grads[l] = (grad_w (inputs, units), grad_b (units,)), in the order of
    params. No parameter is touched: the deltas of a layer need the weights that the forward pass used.
    """
    deltas = [output_delta(np.broadcast_to(target, outs[-1].shape), outs[-1])]
    for (w_next, _), out in zip(params[:0:-1], outs[-2:0:-1], strict=True):
        deltas.insert(0, hidden_delta(deltas[0], w_next, out))
    grads = [
        (np.swapaxes(out, -1, -2) @ delta, delta.sum(axis=-2, keepdims=b.ndim > 1))
        for out, delta, (_, b) in zip(outs[:-1], deltas, params, strict=True)
    ]
    return deltas, grads


def network_loss(target: ArrayLike, out: ArrayLike) -> Array:
    """1/2 sum of (target - out)^2 over samples and outputs; one number a network where out is (S, N, K)."""
    loss: Array = 0.5 * ((np.asarray(target) - np.asarray(out)) ** 2).sum(axis=(-1, -2))
    return loss


def train_network(
    x: ArrayLike, target: ArrayLike, params: Params, lr: float, steps: int, *, train_biases: bool = True
) -> Params:
    """The parameters after `steps` of gradient descent on all samples together; params is left as it was.

    The worked networks of chapter 06 keep their biases as given: train_biases=False.
    """
    for _ in range(steps):
        _, grads = network_backward(target, layer_outputs(x, params), params)
        params = [
            (w - lr * grad_w, b - lr * grad_b if train_biases else b)
            for (w, b), (grad_w, grad_b) in zip(params, grads, strict=True)
        ]
    return params
