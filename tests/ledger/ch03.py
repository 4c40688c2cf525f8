"""The formulas and numbers of chapter 03, Loss and descent."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import sympy

from bpcourse.gradcheck import central_difference
from bpcourse.reference.activations import sigmoid, sigmoid_grad
from bpcourse.reference.losses import bce, bce_from_logits, bce_from_logits_backward, mse
from bpcourse.reference.optimizers import minimize
from bpcourse.widgets.neuron_training import two_clouds
from tests.ledger import Claim, Formula

Z, W, X, B, Y = sympy.symbols("z w x b y", real=True)
A = 1 / (1 + sympy.exp(-Z))
BCE = -Y * sympy.log(A) - (1 - Y) * sympy.log(1 - A)
BCE_OF_W = BCE.subs(Z, W * X + B)


def _mse(rng: np.random.Generator) -> tuple[Any, Any]:
    y_hat, y = rng.normal(size=7), rng.normal(size=7)
    return mse(y_hat, y), sum((p - t) ** 2 for p, t in zip(y_hat, y, strict=True)) / 7


def _bce(rng: np.random.Generator) -> tuple[Any, Any]:
    y_hat, y = rng.uniform(0.01, 0.99, size=7), rng.integers(0, 2, size=7)
    terms = [-t * math.log(p) - (1 - t) * math.log(1 - p) for p, t in zip(y_hat, y, strict=True)]
    return bce(y_hat, y), sum(terms) / 7


def _slope_at_z(rng: np.random.Generator) -> tuple[Any, Any]:
    z, y = rng.normal(size=2)
    return sympy.lambdify((Z, Y), sympy.diff(BCE, Z))(z, y), float(sigmoid(z)) - y


def _gradient(rng: np.random.Generator) -> tuple[Any, Any]:
    w, x, b, y = rng.normal(size=4)
    by_sympy = [sympy.lambdify((W, X, B, Y), sympy.diff(BCE_OF_W, name))(w, x, b, y) for name in (W, B)]
    a = float(sigmoid(w * x + b))
    return np.array(by_sympy), (a - y) * np.array([x, 1.0])


def _descent(rng: np.random.Generator) -> tuple[Any, Any]:
    """Each step of the course's descent, against a step along a measured gradient."""
    bowl, start, rate = rng.uniform(0.5, 2, size=3), rng.normal(size=3), rng.uniform(0.05, 0.3)

    def loss(w: Any) -> Any:
        return float((bowl * w**2 / 2 + w**4 / 12).sum())

    trajectory = minimize(lambda w: bowl * w + w**3 / 3, start, rate, 4)
    return trajectory[1:], np.array([w - rate * central_difference(loss, w) for w in trajectory[:-1]])


def _closed_form(rng: np.random.Generator) -> tuple[Any, Any]:
    curvature, rate, start = rng.uniform(0.5, 3), rng.uniform(0.1, 0.9), rng.normal()
    k = np.arange(9)
    return minimize(lambda w: curvature * w, start, rate, 8), (1 - rate * curvature) ** k * start


def largest_stable(curvatures: Any) -> float:
    """The largest learning rate with which no weight of a bowl ends further out, found by halving, without formula."""
    bowl = np.array(curvatures)
    low, high = 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        ends = np.abs(minimize(lambda w: bowl * w, np.ones(len(bowl)), middle, 20)[-1])
        low, high = (middle, high) if ends.max() < 1 else (low, middle)
    return low


def _bound(rng: np.random.Generator) -> tuple[Any, Any]:
    curvature = rng.uniform(0.3, 5)
    return largest_stable([curvature]), 2 / curvature


def _bound_of_a_bowl(rng: np.random.Generator) -> tuple[Any, Any]:
    curvatures = rng.uniform(0.3, 5, size=2)
    return largest_stable(curvatures), 2 / max(curvatures)


FORMULAS = (
    Formula("3.1", r"L_{\text{mse}} = \frac{1}{N} \sum_{n=1}^{N} (\hat y_n - y_n)^2", _mse),
    Formula(
        "3.2",
        r"L_{\text{bce}} = \frac{1}{N} \sum_{n=1}^{N} \bigl( -y_n \ln \hat y_n - (1 - y_n) \ln(1 - \hat y_n) \bigr)",
        _bce,
    ),
    Formula("3.3", r"\frac{\partial L_{\text{bce}}}{\partial z} = a - y", _slope_at_z),
    Formula(
        "3.4",
        r"\frac{\partial L_{\text{bce}}}{\partial w} = (a - y)\,x, \qquad "
        r"\frac{\partial L_{\text{bce}}}{\partial b} = a - y",
        _gradient,
    ),
    Formula("3.5", r"w_{k+1} = w_k - \eta\, \nabla L(w_k)", _descent, tolerance=1e-7),
    Formula("3.6", r"w_k = (1 - \eta\lambda)^k\, w_0", _closed_form),
    Formula("3.7", r"0 < \eta < \frac{2}{\lambda}", _bound),
    Formula("3.8", r"0 < \eta < \frac{2}{\max(\lambda_1, \lambda_2)}", _bound_of_a_bowl),
)


def _try(rate: float, steps: int) -> Any:
    return minimize(lambda w: 6 * w, 4.0, rate, steps)


def _tries() -> bool:
    lands, jumps, flies, falls = _try(1 / 6, 1), _try(1 / 3, 6), _try(0.334, 6), _try(0.333, 6)
    return (
        abs(lands[1]) < 1e-12
        and np.allclose(jumps, [4, -4, 4, -4, 4, -4, 4])
        and abs(flies[-1]) > 4 > abs(falls[-1])
        and math.isclose(1 / 3, 2 / 6)
    )


def _costs(*probabilities: float) -> list[float]:
    return [round(-math.log(p), 3) for p in probabilities]


def _losses_order() -> bool:
    y_hat, y = np.array([0.9, 0.2, 0.4]), np.array([1, 0, 1])
    each = [[loss(y_hat[i : i + 1], y[i : i + 1]) for i in range(3)] for loss in (mse, bce)]
    return all(one == sorted(one) for one in each)


def _gradients(a: float, y: float, x: float) -> dict[str, list[float]]:
    """dL/dw and dL/db of both losses, by a complex step through the loss as a function of z."""

    def slope(loss: Callable[[complex], complex]) -> float:
        z, h = math.log(a / (1 - a)), 1e-30
        return (loss(1 / (1 + np.exp(-(z + 1j * h))))).imag / h

    entropy = slope(lambda a: -y * np.log(a) - (1 - y) * np.log(1 - a))
    squared = slope(lambda a: (y - a) ** 2 / 2)
    return {"bce": [entropy * x, entropy], "half squared": [squared * x, squared]}


def _sample_of_the_document() -> bool:
    found = _gradients(0.8, 1.0, 0.5)
    return np.allclose(found["bce"], [-0.1, -0.2], rtol=1e-12) and np.allclose(
        found["half squared"], [-0.016, -0.032], rtol=1e-12
    )


def _two_weights() -> bool:
    trajectory = minimize(lambda w: np.array([2, 6]) * w, [2.0, -1.0], 0.25, 4)
    return np.allclose(trajectory[1:] / trajectory[:-1], [0.5, -0.5]) and len(trajectory) == 5


X_CLOUDS, Y_CLOUDS = two_clouds()
INPUTS = np.column_stack([X_CLOUDS, np.ones(len(X_CLOUDS))])


def _trail(rate: float) -> Any:
    return minimize(lambda w: bce_from_logits_backward(INPUTS @ w, Y_CLOUDS) @ INPUTS, [-0.5, 1.0, 0.0], rate, 200)


def _clouds(rate: float) -> list[float]:
    return [bce_from_logits(INPUTS @ w, Y_CLOUDS) for w in _trail(rate)]


def _largest_curvature(w: Any) -> float:
    bends = sigmoid_grad(INPUTS @ w) / len(INPUTS)
    return float(np.linalg.eigvalsh(INPUTS.T * bends @ INPUTS).max())


def _rises(losses: list[float]) -> int:
    return int(np.sum(np.diff(losses) > 0))


def _four_rates() -> bool:
    creeps, safe, jumped, jumping = map(_clouds, (0.01, 0.1, 1.0, 10.0))
    ends = [losses[-1] for losses in (creeps, safe, jumped, jumping)]
    return (
        _rises(creeps) == _rises(safe) == 0
        and creeps[-1] > 0.8 * creeps[0]
        and min(ends) == jumped[-1]
        and 0 < _rises(jumped) < _rises(jumping)
        and _rises(jumped) == _rises(jumped[:101])  # at first only
        and _rises(jumping[100:]) > 0
        and _largest_curvature(_trail(1.0)[0]) > 3 * _largest_curvature(_trail(1.0)[-1])  # bends most at first
    )


def _valleys() -> bool:
    ends = [float(minimize(lambda w: w**3 - 2 * w + 0.3, start, 0.1, 40)[-1]) for start in (-0.3, 0.6)]
    losses = [w**4 / 4 - w**2 + 0.3 * w for w in ends]
    slopes_are_the_loss_s = all(
        np.isclose(central_difference(lambda w: w**4 / 4 - w**2 + 0.3 * w, w), w**3 - 2 * w + 0.3)
        for w in (-1.7, -0.3, 0.6, 1.9)
    )
    return slopes_are_the_loss_s and [round(loss, 2) for loss in losses] == [-1.43, -0.59]


CLAIMS = (
    Claim("With a learning rate of 1/6 the first step lands on the bottom. From 1/3 on the loss does not fall", _tries),
    Claim(
        "One that was given 1/2 costs 0.693, one that was given 1/100 costs 4.605",
        lambda: _costs(1 / 2, 1 / 100) == [0.693, 4.605],
    ),
    Claim("it gave its label only 0.4. Both losses agree on the order", _losses_order),
    Claim("$a = 0.8$ for $x = 0.5$: the sample of chapter 01, now with both losses", _sample_of_the_document),
    Claim(
        "The cross-entropy says it six times as loudly, since here $a(1 - a) = 0.16$",
        lambda: round(0.8 * 0.2, 12) == 0.16 and round(1 / 0.16) == 6,
    ),
    Claim(
        "this very gradient, of the *cross-entropy*, for $a = 0.8$, $y = 1$ and $x = 0.5$.",
        _sample_of_the_document,
    ),
    Claim(
        "dL/dw = (y - a) · σ'(z) · x = (1 - 0.8) · 0.8 · 0.5 = 0.32",
        lambda: (1 - 0.8) * 0.8 * 0.5 != 0.32,
    ),
    Claim(
        r"0.8 stands there, not 0.16. And $0.2 \cdot 0.8 \cdot 0.5$ is 0.08, not 0.32",
        lambda: round(0.2 * 0.8 * 0.5, 12) == 0.08 and round(0.8 * (1 - 0.8), 12) == 0.16,
    ),
    Claim(r"Formula (3.4) gives $(0.8 - 1) \cdot 0.5 = -0.1$, as measured", _sample_of_the_document),
    Claim("Five points for four steps. The first weight is halved in each step. The second jumps", _two_weights),
    Claim(
        "The valley of the first experiment, $3w^2$, has the slope $6w$ and the curvature 6",
        lambda: [sympy.diff(3 * W**2, W, n).subs(W, 1) for n in (1, 2)] == [6, 6],
    ),
    Claim(
        "the curvatures are 1 and 10. What happens at the learning rates 0.19 and 0.21?",
        lambda: 0.19 < largest_stable([1, 10]) < 0.21,
    ),
    Claim(
        "The bound is 2/10, and 0.19 and 0.21 lie on its two sides",
        lambda: math.isclose(largest_stable([1, 10]), 2 / 10),
    ),
    Claim(
        r"with $\eta = 0.19$ its distance shrinks by the factor 0.81 a step",
        lambda: math.isclose(minimize(lambda w: w, 1.0, 0.19, 1)[1], 0.81),
    ),
    Claim(
        "0.01 creeps: the loss fell on every step and has got hardly anywhere. 0.1 goes down safely. 1 jumped",
        _four_rates,
    ),
    Claim(r"L = \tfrac14 w^4 - w^2 + 0.3w", _valleys),
    Claim("at losses of -1.43 and -0.59", _valleys),
    Claim("Eight exercises, about an hour and a half", lambda: 75 <= sum((6, 12, 12, 6, 15, 8, 8, 15)) <= 100),
)
