"""The backward rules of a layer, in matrices: one vjp for each step of the forward pass (chapter 08).

Every rule takes upstream, the gradient of the loss with respect to the step's output, and what the step saved, and
returns the gradients in the order of the step's inputs. Rows are samples: x (N, D), w (D, H), b (H,), z (N, H). The
loss is a mean, so its 1/N already sits in upstream: no rule here divides by N.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.reference.activations import Array, relu_grad
from bpcourse.reference.shapes import expect_same_shape, expect_shape


def linear_forward(x: ArrayLike, w: ArrayLike, b: ArrayLike) -> Array:
    """z = x w + b, for x (N, D), w (D, H), b (H,); gives (N, H)."""
    x, w, b = np.asarray(x), np.asarray(w), np.asarray(b)
    expect_shape("w", w, ("D", "H"), "one row an input, one column a unit")
    expect_shape("x", x, ("N", len(w)), f"the layer has {len(w)} inputs")
    expect_shape("b", b, (w.shape[1],), f"the layer has {w.shape[1]} units")
    z: Array = x @ w + b
    return z


def linear_backward(upstream: ArrayLike, x: ArrayLike, w: ArrayLike) -> tuple[Array, Array, Array]:
    """grad_x = upstream wᵀ (N, D), grad_w = xᵀ upstream (D, H), grad_b = upstream summed over the samples (H,).

    upstream is dL/dz (N, H); x (N, D) and w (D, H) are what the forward pass used.
    """
    upstream, x, w = np.asarray(upstream), np.asarray(x), np.asarray(w)
    expect_shape("w", w, ("D", "H"), "one row an input, one column a unit")
    expect_shape("x", x, ("N", len(w)), f"the layer has {len(w)} inputs")
    expect_shape("upstream", upstream, (len(x), w.shape[1]), "the shape of z, one row a sample, one column a unit")
    return upstream @ w.T, x.T @ upstream, upstream.sum(axis=0)


def elementwise_backward(upstream: ArrayLike, z: ArrayLike, derivative: Callable[[ArrayLike], Array]) -> Array:
    """Gradient with respect to z of a = f(z), entry by entry: upstream * derivative(z).

    The Jacobian of an elementwise function is diagonal, so the vjp is a product of entries, in the shape of z.
    """
    upstream, z = np.asarray(upstream), np.asarray(z)
    expect_same_shape("upstream", upstream, "z", z)
    grad_z: Array = upstream * derivative(z)
    return grad_z


def relu_backward(upstream: ArrayLike, z: ArrayLike) -> Array:
    """Gradient with respect to z of relu(z): upstream where z > 0, else 0 (0 at the kink, too)."""
    return elementwise_backward(upstream, z, relu_grad)


def unbroadcast(grad: ArrayLike, shape: tuple[int, ...]) -> Array:
    """Gradient with respect to an array of `shape` that was broadcast to the shape of grad.

    Each copy that broadcasting made gets its own gradient, and they add up: sum over the axes that were put in front
    and over those that were stretched from 1. ValueError if `shape` does not broadcast to the shape of grad.
    """
    grad = np.asarray(grad)
    added = grad.ndim - len(shape)
    fits = added >= 0 and all(to in (1, was) for to, was in zip(shape, grad.shape[max(added, 0) :], strict=True))
    if not fits:
        raise ValueError(f"shape is {shape}, expected one that broadcasts to {grad.shape}, the shape of grad")
    stretched = [i + added for i, length in enumerate(shape) if length == 1]
    summed: Array = grad.sum(axis=(*range(added), *stretched))
    return summed.reshape(shape)
