"""The multilayer perceptron of `mlp`, made fast: the same numbers, in memory that is asked for once (chapter 10).

What differs from the plain version, and why it pays on a small network:
1. The learning rate enters with the upstream gradient. Then xᵀ G is the step itself, and the largest array of all, the
   gradient of the first weights, is not read and written once more to scale it.
2. Derivatives are computed from the activation, which is there already: a (1 - a) for the sigmoid.
3. All parameters lie in one vector, all steps in another: the update is one subtraction.
4. Each result goes to a buffer of its own (`out=`); dL/dx of the first layer is not computed, since nothing needs it.
What is left is the matrix products, which no arrangement of the code around them makes cheaper.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from bpcourse.reference.activations import Array
from bpcourse.reference.initializers import Params
from bpcourse.reference.shapes import expect_shape


class FastMLP:
    """A softmax classifier that owns its parameters and changes them in place.

    params are copied, in the type of the first weights, float32 or float64; x and targets must have that type too.
    Hidden units are "sigmoid", "tanh" or "relu"; the loss is the mean cross-entropy.
    """

    def __init__(self, params: Params, activation: str = "sigmoid") -> None:
        if activation not in _IN_PLACE:
            raise ValueError(f"activation is {activation!r}, expected one of {', '.join(_IN_PLACE)}")
        self._activation = _IN_PLACE[activation]
        self._dtype = params[0][0].dtype
        self._values = np.concatenate([np.ravel(array) for pair in params for array in pair], dtype=self._dtype)
        self._gradients = np.empty_like(self._values)
        self.params = _views(self._values, params)
        self.grads = _views(self._gradients, params)
        self._memory: dict[tuple[tuple[int, ...], tuple[int, ...]], _Buffers] = {}

    def sgd_step(self, x: Array, targets: Array, lr: float, lam: float = 0.0) -> float:
        """One step of gradient descent on a minibatch; gives its cross-entropy before the step.

        x (N, D); targets (N, K), one row of probabilities a sample, as one_hot gives. lam is the factor of the L2
        penalty lam * sum of w^2 on all weights; the loss that is given back leaves the penalty out.
        """
        loss = self._pass(x, targets, lr)
        if lam:
            for w, _ in self.params:
                w *= 1.0 - 2.0 * lam * lr
        self._values -= self._gradients
        return loss

    def gradients(self, x: Array, targets: Array) -> float:
        """Fill `grads` with the gradients of the mean cross-entropy, which this gives back."""
        return self._pass(x, targets, 1.0)

    def _pass(self, x: Array, targets: Array, scale: float) -> float:
        """Forwards and backwards: the loss, and in `grads` its gradients times scale."""
        at = self._memory.get((x.shape, targets.shape)) or self._new_memory(x, targets)
        activate, times_derivative = self._activation
        out, last = x, len(self.params) - 1
        for layer, (w, b) in enumerate(self.params):
            np.matmul(out, w, out=at.a[layer])
            out = at.a[layer]
            out += b
            if layer < last:
                activate(out)

        scores, column, upstream = out, at.column, at.grad_z[last]
        scores -= scores.max(axis=1, keepdims=True, out=column)
        log_numerators = np.vdot(scores, targets)
        np.exp(scores, out=scores)
        log_denominators = np.log(scores.sum(axis=1, keepdims=True, out=column)).sum()
        np.divide(scores, column, out=upstream)
        upstream -= targets
        upstream *= scale / len(x)

        for layer in range(last, -1, -1):
            (w, _), (grad_w, grad_b), grad_z = self.params[layer], self.grads[layer], at.grad_z[layer]
            np.dot((at.a[layer - 1] if layer else x).T, grad_z, out=grad_w)
            np.dot(at.ones, grad_z, out=grad_b)  # the sum over the samples, in a third of the time of .sum(axis=0)
            if layer:
                np.dot(grad_z, w.T, out=at.grad_z[layer - 1])
                times_derivative(at.grad_z[layer - 1], at.a[layer - 1])
        return float(log_denominators - log_numerators) / len(x)

    def _new_memory(self, x: Array, targets: Array) -> "_Buffers":
        """Buffers for a minibatch of this size, after a look at its shapes and types: once a size, not once a step."""
        n, n_inputs, n_classes = len(x), len(self.params[0][0]), len(self.params[-1][1])
        expect_shape("x", x, ("N", n_inputs), f"the network has {n_inputs} inputs")
        expect_shape("targets", targets, (n, n_classes), "one row a sample, one column a class")
        if not x.dtype == targets.dtype == self._dtype:
            given = f"x has dtype {x.dtype} and targets {targets.dtype}"
            raise ValueError(f"{given}, expected {self._dtype} for both: the type of the parameters")
        a, grad_z = ([np.empty((n, len(b)), self._dtype) for _, b in self.params] for _ in range(2))
        # By columns, so that the maximum and the sum over a few classes run along the many samples.
        a[-1] = np.empty((n, n_classes), self._dtype, order="F")
        buffers = _Buffers(a, grad_z, np.empty((n, 1), self._dtype), np.ones(n, self._dtype))
        self._memory[x.shape, targets.shape] = buffers
        return buffers


@dataclass(frozen=True)
class _Buffers:
    """Memory for one batch size: a[l] and grad_z[l] (N, units), a column (N, 1), and ones (N,)."""

    a: list[Array]
    grad_z: list[Array]
    column: Array
    ones: Array


def one_hot(y: ArrayLike, classes: int, dtype: DTypeLike = np.float32) -> Array:
    """Targets (N, classes) for labels y (N,): 1 in the column of the label, 0 elsewhere."""
    targets: Array = np.eye(classes, dtype=dtype)[np.asarray(y)]
    return targets


def _views(vector: Array, params: Params) -> Params:
    """Windows on the vector, one after the other, in the shapes of params."""
    arrays, start = [], 0
    for shape in (array.shape for pair in params for array in pair):
        end = start + int(np.prod(shape))
        arrays.append(vector[start:end].reshape(shape))
        start = end
    return list(zip(arrays[::2], arrays[1::2], strict=True))


def _sigmoid(z: Array) -> None:
    # 1/2 + tanh(z/2)/2 is the same function, and no z makes it overflow.
    z *= 0.5
    np.tanh(z, out=z)
    z *= 0.5
    z += 0.5


def _times_sigmoid_grad(grad: Array, a: Array) -> None:
    grad *= a
    grad *= np.subtract(1.0, a, out=a)


def _tanh(z: Array) -> None:
    np.tanh(z, out=z)


def _times_tanh_grad(grad: Array, a: Array) -> None:
    grad *= np.subtract(1.0, np.square(a, out=a), out=a)


def _relu(z: Array) -> None:
    # With a row of zeros NumPy compares many at a time: half of the time of np.maximum(z, 0.0).
    np.maximum(z, np.zeros(z.shape[1], z.dtype), out=z)


def _times_relu_grad(grad: Array, a: Array) -> None:
    grad *= a > 0.0


# The first of each pair turns z into a = f(z) in place; the second multiplies a gradient by f'(z), given a. It may use
# a's memory: the last that needs a, the gradient of the next layer's weights, is done by then.
_IN_PLACE: dict[str, tuple[Callable[[Array], None], Callable[[Array, Array], None]]] = {
    "sigmoid": (_sigmoid, _times_sigmoid_grad),
    "tanh": (_tanh, _times_tanh_grad),
    "relu": (_relu, _times_relu_grad),
}
