"""One neuron: weighted sum, bias, sigmoid; its loss and its gradient, written out (chapter 01).

Below, the same neuron as an object, and a network made of such objects (chapters 02 and 06): slow, and close to the
picture of units and wires. `bpcourse.reference.sigmoid_network` computes the same numbers in matrices.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from operator import mul

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
    gradient: Array = dloss_dz * x
    return gradient


def neuron_gradient(x: ArrayLike, w: ArrayLike, b: float, y: ArrayLike) -> tuple[Array, Array]:
    """Gradient of the mean of 1/2 (y - a)^2 over a batch: (dloss_dw (D,), dloss_db).

    x is (N, D), y is (N,). Each sample adds its own gradient; the mean divides by N once.
    """
    x = np.asarray(x, dtype=np.float64)
    a = neuron(x, w, b)
    dloss_dz: Array = (a - np.asarray(y)) * a * (1.0 - a) / len(x)
    return dloss_dz @ x, dloss_dz.sum()


class Neuron:
    """A sigmoid neuron that remembers, from each pass, what the next one needs.

    After forward: inputs, output. After backward: delta = dL/dz, from which all of its gradients follow.
    """

    def __init__(self, weights: Sequence[float], bias: float) -> None:
        self.weights = [float(w) for w in weights]
        self.bias = float(bias)

    def forward(self, inputs: Sequence[float]) -> float:
        """sigmoid(sum of inputs times weights + bias). ValueError if there is not one input for each weight."""
        if len(inputs) != len(self.weights):
            raise ValueError(f"{len(inputs)} inputs given, expected {len(self.weights)}: the neuron's weights")
        self.inputs = inputs
        z = sum(map(mul, inputs, self.weights), self.bias)
        try:
            self.output = 1.0 / (1.0 + math.exp(-z))
        except OverflowError:  # below z = -709, where the sigmoid is 0 to 300 places
            self.output = 0.0
        return self.output

    def backward(self, upstream: float) -> list[float]:
        """From upstream, dL/d output, to dL/d inputs, one number an input. No weight moves."""
        delta = self.delta = upstream * self.output * (1.0 - self.output)
        return [delta * w for w in self.weights]

    @property
    def grad_weights(self) -> list[float]:
        """dL/d weights of the last backward: delta times the input that came in over the weight."""
        return [self.delta * x for x in self.inputs]

    @property
    def grad_bias(self) -> float:
        """dL/d bias of the last backward: delta, because a bias is a weight on an input of 1."""
        return self.delta

    def update(self, lr: float) -> None:
        """One step of gradient descent with the gradients of the last backward."""
        step = lr * self.delta
        for i, x in enumerate(self.inputs):
            self.weights[i] -= step * x
        self.bias -= step


class Layer:
    """Neurons side by side, which all see the same inputs: one neuron a unit, one weight an input in each."""

    def __init__(self, neurons: Sequence[Neuron]) -> None:
        self.neurons = list(neurons)

    def forward(self, inputs: Sequence[float]) -> list[float]:
        """The output of each neuron."""
        return [unit.forward(inputs) for unit in self.neurons]

    def backward(self, upstream: Sequence[float]) -> list[float]:
        """From dL/d outputs to dL/d inputs: an input feeds every neuron, so what they send back to it adds up."""
        sent_back = [unit.backward(g) for unit, g in zip(self.neurons, upstream, strict=True)]
        return list(map(sum, zip(*sent_back, strict=True)))

    def update(self, lr: float) -> None:
        """One step of gradient descent for each neuron."""
        for unit in self.neurons:
            unit.update(lr)


class Network:
    """Layers one after the other, with the loss 1/2 sum of (target - output)^2 of one sample."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = list(layers)

    @classmethod
    def random(cls, sizes: Sequence[int], rng: np.random.Generator) -> Network:
        """Weights and biases drawn from U(0, 1); sizes are the inputs, then the units of each layer: (3, 4, 2)."""
        return cls(
            [
                Layer([Neuron(rng.random(n_inputs).tolist(), rng.random()) for _ in range(n_units)])
                for n_inputs, n_units in pairwise(sizes)
            ]
        )

    @classmethod
    def from_params(cls, params: Sequence[tuple[Array, Array]]) -> Network:
        """The network of the matrices: params holds (w (inputs, units), b (units,)) of each layer."""
        return cls([Layer([Neuron(w_unit, b_unit) for w_unit, b_unit in zip(w.T, b, strict=True)]) for w, b in params])

    def params(self) -> list[tuple[Array, Array]]:
        """Weights (inputs, units) and biases (units,) of each layer, as matrices."""
        return [
            (np.array([unit.weights for unit in layer.neurons]).T, np.array([unit.bias for unit in layer.neurons]))
            for layer in self.layers
        ]

    def forward(self, inputs: Sequence[float]) -> list[float]:
        """The outputs of the last layer."""
        values = list(inputs)
        for layer in self.layers:
            values = layer.forward(values)
        self.outputs = values
        return values

    def loss(self, target: Sequence[float]) -> float:
        """1/2 sum of (target - output)^2, for the outputs of the last forward."""
        return sum(0.5 * (t - out) ** 2 for t, out in zip(target, self.outputs, strict=True))

    def backward(self, target: Sequence[float]) -> list[float]:
        """Every gradient, from the last layer to the first; gives dL/d inputs. No weight moves before all is known."""
        upstream = [out - t for t, out in zip(target, self.outputs, strict=True)]
        for layer in reversed(self.layers):
            upstream = layer.backward(upstream)
        return upstream

    def update(self, lr: float) -> None:
        """One step of gradient descent for each layer."""
        for layer in self.layers:
            layer.update(lr)
