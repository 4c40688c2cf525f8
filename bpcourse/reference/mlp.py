"""A multilayer perceptron of any sizes: forward and backward in matrices, every intermediate by name (chapters 08-10).

Layer l computes z[l] = (its input) w + b and, unless it is the last, a[l] = f(z[l]). The last layer is linear: its z
are the logits, and the loss starts from there. params is [(w (inputs, units), b (units,)), ...]; rows are samples.
This is the plain version, to read; `bpcourse.reference.fast_mlp` computes the same numbers in less time.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.reference.activations import Array, activation_named
from bpcourse.reference.initializers import Params
from bpcourse.reference.layers import elementwise_backward, linear_backward, linear_forward
from bpcourse.reference.losses import l2_penalty, l2_penalty_backward

Loss = Callable[[Array, ArrayLike], float]
LossBackward = Callable[[Array, ArrayLike], Array]


@dataclass(frozen=True)
class ForwardPass:
    """Everything the forward pass computed.

    x (N, D); z[l] (N, units) of every layer; a[l] = f(z[l]) of every layer but the last.
    """

    x: Array
    z: tuple[Array, ...]
    a: tuple[Array, ...]

    @property
    def logits(self) -> Array:
        """z of the last layer, (N, K)."""
        return self.z[-1]

    def input_of(self, layer: int) -> Array:
        """What layer number `layer` was given: x, or the activations of the layer before."""
        return self.x if layer == 0 else self.a[layer - 1]


@dataclass(frozen=True)
class BackwardPass:
    """Everything the backward pass computed; each is dL/d(that), in its shape, in the order of the layers.

    grad_z[l], grad_w[l], grad_b[l] of every layer; grad_a[l] of every layer but the last; grad_x.
    """

    grad_z: tuple[Array, ...]
    grad_a: tuple[Array, ...]
    grad_w: tuple[Array, ...]
    grad_b: tuple[Array, ...]
    grad_x: Array

    @property
    def grads(self) -> Params:
        """[(grad_w, grad_b), ...], which pairs off with params."""
        return list(zip(self.grad_w, self.grad_b, strict=True))


def mlp_forward(x: ArrayLike, params: Params, activation: str = "sigmoid") -> ForwardPass:
    """Logits for x (N, D), and everything on the way. The activation is one of `activations.ACTIVATIONS`."""
    f, _ = activation_named(activation)
    x = np.asarray(x)
    z: list[Array] = []
    a: list[Array] = []
    for w, b in params:
        z.append(linear_forward(a[-1] if a else x, w, b))
        if len(z) < len(params):
            a.append(f(z[-1]))
    return ForwardPass(x, tuple(z), tuple(a))


def mlp_backward(upstream: ArrayLike, saved: ForwardPass, params: Params, activation: str = "sigmoid") -> BackwardPass:
    """From upstream, dL/d logits (N, K), to the gradient of everything, a line backward for each line forward."""
    _, derivative = activation_named(activation)
    grad_z: list[Array] = []
    grad_a: list[Array] = []
    grad_w: list[Array] = []
    grad_b: list[Array] = []
    grad_out = np.asarray(upstream)
    for layer in reversed(range(len(params))):
        if layer == len(params) - 1:
            grad_z.append(grad_out)
        else:
            grad_a.append(grad_out)
            grad_z.append(elementwise_backward(grad_out, saved.z[layer], derivative))
        w, _ = params[layer]
        grad_out, grad_w_l, grad_b_l = linear_backward(grad_z[-1], saved.input_of(layer), w)
        grad_w.append(grad_w_l)
        grad_b.append(grad_b_l)
    return BackwardPass(
        tuple(grad_z[::-1]), tuple(grad_a[::-1]), tuple(grad_w[::-1]), tuple(grad_b[::-1]), grad_x=grad_out
    )


def mlp_loss(
    x: ArrayLike, y: ArrayLike, params: Params, loss: Loss, activation: str = "sigmoid", lam: float = 0.0
) -> float:
    """loss(logits, y) plus the L2 penalty lam * sum of w^2 of every layer's weights, biases left out."""
    logits = mlp_forward(x, params, activation).logits
    return loss(logits, y) + sum(l2_penalty(w, lam) for w, _ in params)


def mlp_gradients(
    x: ArrayLike,
    y: ArrayLike,
    params: Params,
    loss_backward: LossBackward,
    activation: str = "sigmoid",
    lam: float = 0.0,
) -> Params:
    """Gradients of mlp_loss, [(grad_w, grad_b), ...]; loss_backward(logits, y) is the gradient of its loss."""
    saved = mlp_forward(x, params, activation)
    grads = mlp_backward(loss_backward(saved.logits, y), saved, params, activation).grads
    return [
        (grad_w + l2_penalty_backward(w, lam), grad_b) for (grad_w, grad_b), (w, _) in zip(grads, params, strict=True)
    ]
