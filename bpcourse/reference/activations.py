"""Activation functions and their derivatives (chapter 01).

Each derivative takes z, the input of the activation, and not its output: the name says `_grad` of z.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def sigmoid(z: ArrayLike) -> Array:
    """Logistic sigmoid 1 / (1 + exp(-z)), elementwise, for z of any shape.

    The exponent is never positive, so nothing overflows: for z < 0 the same value is written
    exp(z) / (1 + exp(z)).
    """
    z = np.asarray(z, dtype=np.float64)
    small = np.exp(-np.abs(z))
    a: Array = np.where(z >= 0, 1.0, small) / (1.0 + small)
    return a


def sigmoid_grad(z: ArrayLike) -> Array:
    """Derivative of the sigmoid at z, elementwise: sigmoid(z) (1 - sigmoid(z)) = sigmoid(z) sigmoid(-z).

    The second form keeps its digits for large z, where 1 - sigmoid(z) rounds to 0.
    """
    z = np.asarray(z, dtype=np.float64)
    return sigmoid(z) * sigmoid(-z)
