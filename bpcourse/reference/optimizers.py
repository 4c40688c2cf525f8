"""From a gradient to a step: gradient descent and the rules that remember (chapters 03 and 11).

A `_step` is one rule for one array, and changes nothing: it takes w, its gradient and what the rule remembers, and
gives the new ones, first w. An `Optimizer` applies a rule to every array of a network and keeps the memory.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.reference.activations import Array
from bpcourse.reference.initializers import Params
from bpcourse.reference.schedules import Schedule

# (w, grad, memory, t, lr) -> the new w, then the new memory, for one array.
Rule = Callable[[Array, Array, list[Array], int, float], tuple[Array, ...]]
LearningRate = float | Schedule


def gd_step(w: ArrayLike, grad: ArrayLike, lr: float) -> Array:
    """w - lr grad: downhill."""
    new_w: Array = np.asarray(w) - lr * np.asarray(grad)
    return new_w


def minimize(grad: Callable[[Array], ArrayLike], w0: ArrayLike, lr: float, steps: int) -> Array:
    """The trajectory of gradient descent from w0, the start included: shape (steps + 1, *shape of w0)."""
    trajectory = [np.array(w0, dtype=np.float64)]
    for _ in range(steps):
        trajectory.append(gd_step(trajectory[-1], grad(trajectory[-1].copy()), lr))
    return np.array(trajectory)


def momentum_step(w: ArrayLike, grad: ArrayLike, v: ArrayLike, lr: float, mu: float) -> tuple[Array, Array]:
    """v' = mu v - lr grad, w' = w + v'; gives (w', v'). The velocity v starts at zero (Polyak, 1964)."""
    new_v: Array = mu * np.asarray(v) - lr * np.asarray(grad)
    return np.asarray(w) + new_v, new_v


def nesterov_step(w: ArrayLike, grad: ArrayLike, v: ArrayLike, lr: float, mu: float) -> tuple[Array, Array]:
    """v' = mu v - lr grad, w' = w + mu v' - lr grad; gives (w', v') (Nesterov, 1983).

    w is the point ahead, where the velocity is about to lead, so grad is the gradient at w itself.
    """
    new_v: Array = mu * np.asarray(v) - lr * np.asarray(grad)
    return np.asarray(w) + mu * new_v - lr * np.asarray(grad), new_v


def rmsprop_step(w: ArrayLike, grad: ArrayLike, s: ArrayLike, lr: float, rho: float, eps: float) -> tuple[Array, Array]:
    """s' = rho s + (1 - rho) grad^2, w' = w - lr grad / (sqrt(s') + eps); gives (w', s'), s from 0 (Hinton, 2012)."""
    grad = np.asarray(grad)
    new_s: Array = rho * np.asarray(s) + (1.0 - rho) * grad**2
    return np.asarray(w) - lr * grad / (np.sqrt(new_s) + eps), new_s


def adam_step(
    w: ArrayLike,
    grad: ArrayLike,
    m: ArrayLike,
    v: ArrayLike,
    t: int,
    lr: float,
    b1: float,
    b2: float,
    eps: float,
) -> tuple[Array, Array, Array]:
    """One step of Adam, number t counted from 1; gives (w', m', v'), m and v from zero (Kingma and Ba, 2015).

    m' = b1 m + (1 - b1) grad and v' = b2 v + (1 - b2) grad^2 are kept as they are. The step uses them corrected for
    their start at zero: w' = w - lr (m' / (1 - b1^t)) / (sqrt(v' / (1 - b2^t)) + eps). ValueError if t < 1.
    """
    if t < 1:
        raise ValueError(f"t is {t}, expected 1 or more: the first step is number 1")
    grad = np.asarray(grad)
    new_m: Array = b1 * np.asarray(m) + (1.0 - b1) * grad
    new_v: Array = b2 * np.asarray(v) + (1.0 - b2) * grad**2
    mean = new_m / (1.0 - b1**t)
    mean_square = new_v / (1.0 - b2**t)
    return np.asarray(w) - lr * mean / (np.sqrt(mean_square) + eps), new_m, new_v


class Optimizer:
    """A rule for every array of a network: it keeps each array's memory, and one count t of the updates.

    lr is a number, or a schedule: a function of t, from 1, that gives one. decay takes lr decay w off the weights, not
    off the biases, at each update, apart from the gradient (decoupled: Loshchilov and Hutter, 2019). With sgd that is
    the L2 penalty lam * sum of w^2 with lam = decay / 2; with adam it is not.
    """

    def __init__(self, rule: Rule, memories: int, lr: LearningRate, decay: float = 0.0) -> None:
        self._rule = rule
        self._memories = memories
        self._lr = lr
        self._decay = decay
        self._memory: list[list[Array]] = []
        self.t = 0

    def update(self, params: Params, grads: Params) -> Params:
        """The next parameters; params and grads are left as they were."""
        self.t += 1
        lr = self._lr(self.t) if callable(self._lr) else self._lr
        if not self._memory:
            arrays = [array for pair in params for array in pair]
            self._memory = [[np.zeros_like(array) for _ in range(self._memories)] for array in arrays]
        new = []
        for i, ((w, b), (grad_w, grad_b)) in enumerate(zip(params, grads, strict=True)):
            new_w, *self._memory[2 * i] = self._rule(w, grad_w, self._memory[2 * i], self.t, lr)
            new_b, *self._memory[2 * i + 1] = self._rule(b, grad_b, self._memory[2 * i + 1], self.t, lr)
            new.append((new_w - lr * self._decay * w if self._decay else new_w, new_b))
        return new


def sgd(lr: LearningRate, decay: float = 0.0) -> Optimizer:
    """gd_step on every array."""
    return Optimizer(lambda w, grad, memory, t, lr: (gd_step(w, grad, lr),), 0, lr, decay)


def momentum(lr: LearningRate, mu: float = 0.9, decay: float = 0.0) -> Optimizer:
    """momentum_step on every array."""
    return Optimizer(lambda w, grad, memory, t, lr: momentum_step(w, grad, memory[0], lr, mu), 1, lr, decay)


def nesterov(lr: LearningRate, mu: float = 0.9, decay: float = 0.0) -> Optimizer:
    """nesterov_step on every array."""
    return Optimizer(lambda w, grad, memory, t, lr: nesterov_step(w, grad, memory[0], lr, mu), 1, lr, decay)


def rmsprop(lr: LearningRate, rho: float = 0.99, eps: float = 1e-8, decay: float = 0.0) -> Optimizer:
    """rmsprop_step on every array."""
    return Optimizer(lambda w, grad, memory, t, lr: rmsprop_step(w, grad, memory[0], lr, rho, eps), 1, lr, decay)


def adam(lr: LearningRate, b1: float = 0.9, b2: float = 0.999, eps: float = 1e-8, decay: float = 0.0) -> Optimizer:
    """adam_step on every array, all with the same t."""
    return Optimizer(
        lambda w, grad, memory, t, lr: adam_step(w, grad, memory[0], memory[1], t, lr, b1, b2, eps), 2, lr, decay
    )
