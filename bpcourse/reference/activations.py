"""Activation functions and their derivatives (chapter 01; the choice among them, chapter 12).

Each derivative takes z, the input of the activation, and not its output: the name says `_grad` of z. All of them are
finite and free of warnings at any finite z. z has any shape, and what comes back has it too. float32 stays float32;
everything else is computed in float64.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# NumPy has no error function. The one of the standard library takes one number at a time, which a lesson can afford.
_erfc = np.vectorize(math.erfc, otypes=[np.float64])


def sigmoid(z: ArrayLike) -> Array:
    """Logistic sigmoid 1 / (1 + exp(-z)), elementwise, for z of any shape.

    The exponent is never positive, so nothing overflows: for z < 0 the same value is written
    exp(z) / (1 + exp(z)).
    """
    z = _real(z)
    small = np.exp(-np.abs(z))
    a: Array = np.where(z >= 0, 1.0, small) / (1.0 + small)
    return a


def sigmoid_grad(z: ArrayLike) -> Array:
    """Derivative of the sigmoid at z, elementwise: sigmoid(z) (1 - sigmoid(z)) = sigmoid(z) sigmoid(-z).

    The second form keeps its digits for large z, where 1 - sigmoid(z) rounds to 0.
    """
    z = _real(z)
    return sigmoid(z) * sigmoid(-z)


def tanh(z: ArrayLike) -> Array:
    """Hyperbolic tangent, elementwise: 2 sigmoid(2 z) - 1, from -1 to 1."""
    a: Array = np.tanh(_real(z))
    return a


def tanh_grad(z: ArrayLike) -> Array:
    """Derivative of tanh at z, elementwise: 1 - tanh(z)^2 = 4 sigmoid'(2 z).

    The second form keeps its digits for large z, where 1 - tanh(z)^2 rounds to 0.
    """
    return 4.0 * sigmoid_grad(2.0 * _real(z))


def relu(z: ArrayLike) -> Array:
    """Rectified linear unit max(z, 0), elementwise (Nair and Hinton, 2010)."""
    a: Array = np.maximum(_real(z), 0.0)
    return a


def relu_grad(z: ArrayLike) -> Array:
    """Derivative of relu at z, elementwise: 1 where z > 0, else 0. At the kink, z = 0, it is taken as 0."""
    z = _real(z)
    return (z > 0).astype(z.dtype)


def leaky_relu(z: ArrayLike, slope: float = 0.01) -> Array:
    """z where z > 0, else slope z, elementwise: a relu whose dead side still learns (Maas et al., 2013)."""
    z = _real(z)
    a: Array = np.where(z > 0, z, slope * z)
    return a


def leaky_relu_grad(z: ArrayLike, slope: float = 0.01) -> Array:
    """Derivative of leaky_relu at z, elementwise: 1 where z > 0, else slope, also at the kink."""
    z = _real(z)
    return np.where(z > 0, 1.0, slope).astype(z.dtype)


def softplus(z: ArrayLike) -> Array:
    """log(1 + exp(z)), elementwise, a relu with a rounded corner (Dugas et al., 2001).

    It is written max(z, 0) + log(1 + exp(-|z|)), in which nothing overflows.
    """
    z = _real(z)
    a: Array = np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))
    return a


def softplus_grad(z: ArrayLike) -> Array:
    """Derivative of softplus at z, elementwise: the sigmoid."""
    return sigmoid(z)


def gelu(z: ArrayLike) -> Array:
    """Gaussian error linear unit z Φ(z), elementwise, with Φ the normal distribution function (Hendrycks and Gimpel,
    2016); the exact one, not its approximation by a tanh.
    """
    z = _real(z)
    a: Array = z * _normal_cdf(z)
    return a


def gelu_grad(z: ArrayLike) -> Array:
    """Derivative of gelu at z, elementwise: Φ(z) + z φ(z), with φ the normal density."""
    z = _real(z)
    density = np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    slope: Array = _normal_cdf(z) + z * density
    return slope


# What a network may name: the function and its derivative.
ACTIVATIONS: dict[str, tuple[Callable[[ArrayLike], Array], Callable[[ArrayLike], Array]]] = {
    "sigmoid": (sigmoid, sigmoid_grad),
    "tanh": (tanh, tanh_grad),
    "relu": (relu, relu_grad),
    "leaky_relu": (leaky_relu, leaky_relu_grad),
    "softplus": (softplus, softplus_grad),
    "gelu": (gelu, gelu_grad),
}


def activation_named(name: str) -> tuple[Callable[[ArrayLike], Array], Callable[[ArrayLike], Array]]:
    """The activation of that name and its derivative. ValueError, with the names there are, if there is none."""
    if name not in ACTIVATIONS:
        raise ValueError(f"activation is {name!r}, expected one of {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name]


def _real(z: ArrayLike) -> Array:
    z = np.asarray(z)
    return z if z.dtype == np.float32 else np.asarray(z, dtype=np.float64)


def _normal_cdf(z: Array) -> Array:
    # erfc, and not 1 + erf, keeps the digits of the left tail.
    cdf: Array = 0.5 * _erfc(-z / math.sqrt(2.0)).astype(z.dtype)
    return cdf
