"""The formulas and numbers of chapter 01, One neuron."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import sympy

from bpcourse.gradcheck import central_difference
from bpcourse.reference.activations import sigmoid, sigmoid_grad
from bpcourse.reference.neuron import half_squared_error, neuron
from bpcourse.widgets.neuron_training import Training, two_clouds
from tests.ledger import Claim, Formula

Z, W, X, B, Y = sympy.symbols("z w x b y", real=True)
SIGMOID = 1 / (1 + sympy.exp(-Z))
LOSS = (Y - SIGMOID.subs(Z, W * X + B)) ** 2 / 2


def _weighted_sum(rng: np.random.Generator) -> tuple[Any, Any]:
    x, w, b = rng.normal(size=4), rng.normal(size=4), rng.normal()
    by_the_code = np.log(neuron(x, w, b) / (1 - neuron(x, w, b)))  # the inverse of the sigmoid
    return by_the_code, sum(x_i * w_i for x_i, w_i in zip(x, w, strict=True)) + b


def _sigmoid(rng: np.random.Generator) -> tuple[Any, Any]:
    z = rng.normal(scale=3, size=20)
    return sigmoid(z), 1 / (1 + np.exp(-z))


def _slope(rng: np.random.Generator) -> tuple[Any, Any]:
    z = rng.normal(scale=3, size=20)
    a = sigmoid(z)
    return sympy.lambdify(Z, sympy.diff(SIGMOID, Z))(z), a * (1 - a)


def _slopes_of_a(rng: np.random.Generator) -> tuple[Any, Any]:
    w, x, b = rng.normal(size=3)
    output = SIGMOID.subs(Z, W * X + B)
    by_sympy = [sympy.lambdify((W, X, B), sympy.diff(output, name))(w, x, b) for name in (W, B, X)]
    a = sigmoid(w * x + b)
    return np.array(by_sympy), a * (1 - a) * np.array([x, 1, w])


def _step(rng: np.random.Generator) -> tuple[Any, Any]:
    """A step of the trainer that the chapter shows, against a measured slope of its mean loss."""
    x, y = two_clouds()
    training, rate = Training(), rng.uniform(0.1, 2)
    w, b = training.w.copy(), training.b
    training.step(rate)
    slope = central_difference(lambda w: half_squared_error(neuron(x, w, b), y).mean(), w)
    return training.w, w - rate * slope


def _loss(rng: np.random.Generator) -> tuple[Any, Any]:
    y, a = rng.normal(size=20), rng.normal(size=20)
    return half_squared_error(a, y), (y - a) ** 2 / 2


def _by_sympy(wrt: sympy.Symbol, *point: float) -> Any:
    return sympy.lambdify((W, X, B, Y), sympy.diff(LOSS, wrt))(*point)


def _gradient_w(rng: np.random.Generator) -> tuple[Any, Any]:
    w, x, b, y = rng.normal(size=4)
    a = sigmoid(w * x + b)
    return _by_sympy(W, w, x, b, y), (a - y) * a * (1 - a) * x


def _gradient_b(rng: np.random.Generator) -> tuple[Any, Any]:
    w, x, b, y = rng.normal(size=4)
    a = sigmoid(w * x + b)
    return _by_sympy(B, w, x, b, y), (a - y) * a * (1 - a)


def _decision_line(rng: np.random.Generator) -> tuple[Any, Any]:
    w, b, x1 = rng.normal(size=2), rng.normal(), rng.normal(size=10)
    x2 = -(x1 * w[0] + b) / w[1]  # the points of the line
    return neuron(np.column_stack([x1, x2]), w, b), np.full(10, 0.5)


FORMULAS = (
    Formula("1.1", r"z = x_1 w_1 + x_2 w_2 + \dots + x_D w_D + b = x \cdot w + b", _weighted_sum),
    Formula("1.2", r"a = \sigma(z) = \frac{1}{1 + e^{-z}}", _sigmoid),
    Formula("1.3", r"\sigma'(z) = \sigma(z)\,\bigl(1 - \sigma(z)\bigr) = a\,(1 - a)", _slope),
    Formula(
        "1.4",
        r"\frac{\partial a}{\partial w} = a(1 - a)\,x, \qquad \frac{\partial a}{\partial b} = a(1 - a), "
        r"\qquad \frac{\partial a}{\partial x} = a(1 - a)\,w",
        _slopes_of_a,
    ),
    Formula("1.5", r"L = \tfrac{1}{2}\,(y - a)^2", _loss),
    Formula(
        "1.6",
        r"\frac{\partial L}{\partial w_i} = \frac{\partial L}{\partial a}\cdot\frac{\partial a}{\partial z}"
        r"\cdot\frac{\partial z}{\partial w_i} = (a - y)\; a(1 - a)\; x_i",
        _gradient_w,
    ),
    Formula("1.7", r"\frac{\partial L}{\partial b} = (a - y)\; a(1 - a)", _gradient_b),
    Formula("1.8", r"w \leftarrow w - \eta\, \frac{\partial L}{\partial w}", _step, tolerance=1e-7),
    Formula("1.9", "x_1 w_1 + x_2 w_2 + b = 0", _decision_line),
)


def _error(w: float, b: float) -> float:
    """The larger error of the neuron that should say 1 for x = 2 and 0 for x = -1."""
    return float(max(1 - neuron([2.0], [w], b), neuron([-1.0], [w], b)))


def _loss_at_0_8_falls() -> bool:
    slope = central_difference(lambda w: half_squared_error(sigmoid(1.5 * w - 0.4), 1.0), 0.8)
    return float(slope) < 0


def _by_hand() -> float:
    a = float(sigmoid(0.8 * 1.5 - 0.4))
    return (a - 1) * a * (1 - a) * 1.5


def _a_batch_that_points_uphill() -> bool:
    """A batch in which the step with the slope taken at a, and not at z, goes uphill in the mean loss."""
    for seed in range(200):
        rng = np.random.default_rng(seed)
        x, w, b, y = rng.normal(size=(3, 2)), 2 * rng.normal(size=2), rng.normal(), rng.integers(0, 2, size=3)
        a = neuron(x, w, b)
        right = ((a - y) * sigmoid_grad(x @ w + b)) @ x
        wrong = ((a - y) * sigmoid_grad(a)) @ x
        if right @ wrong < 0:
            return True
    return False


def _exp_overflows_at_710() -> bool:
    with np.errstate(over="ignore"):
        return bool(np.isinf(np.exp(710.0)) and np.isfinite(np.exp(709.0)))


CLAIMS = (
    Claim("Try to bring both errors below 0.05", lambda: _error(0.5, 0.2) > 0.05 > _error(4, -2)),
    Claim("With $w = 4$ and $b = -2$ both errors are below 0.01.", lambda: _error(4, -2) < 0.01),
    Claim(r"the bias alone: $\sigma(-0.2) = 0.4502$", lambda: round(float(sigmoid(-0.2)), 4) == 0.4502),
    Claim("The output is 0.5 exactly where $z = 0$", lambda: float(sigmoid(0.0)) == 0.5 == 1 / (1 + 1)),
    Claim("far from the 0.5 point the curve is flat", lambda: float(sigmoid_grad(8.0)) < 0.001),
    Claim("measures once, at $z = 0.8$", lambda: round(float(central_difference(sigmoid, 0.8)), 4) == 0.2139),
    Claim(
        r"At $z = 0.8$ the value is $0.6900$, and $0.6900 \cdot 0.3100 = 0.2139$",
        lambda: round(float(sigmoid(0.8)), 4) == 0.69 and round(0.69 * 0.31, 4) == 0.2139,
    ),
    Claim(
        r"The second picture said 0.105 for the slope of $\sigma$ at $w = 2$, $b = -1$, $x = 1.5$. Times $x$ that is "
        "0.1575, times $w$ it is 0.21",
        lambda: (
            [round(float(sigmoid_grad(2 * 1.5 - 1)) * factor, 4) for factor in (1, 1.5, 2)] == [0.105, 0.1575, 0.21]
        ),
    ),
    Claim(
        "The product $a(1-a)$ is largest at $a = 0.5$, where it is $1/4$",
        lambda: max((a * (1 - a), a) for a in np.linspace(0, 1, 1001)) == (0.25, 0.5),
    ),
    Claim("At $z = 8$ it is down to 0.0003", lambda: round(float(sigmoid_grad(8.0)), 4) == 0.0003),
    Claim(
        "a neuron that says $a = 0.8$ for $x = 0.5$",
        lambda: round((0.8 - 1) * 0.8 * 0.2 * 0.5, 9) == -0.016 and round((0.8 - 1) * 0.8 * 0.2, 9) == -0.032,
    ),
    Claim("the neuron says 0.8 and should say 1", lambda: (0.8 - 1) * 0.8 * 0.2 * 0.5 < 0),
    Claim("($x = 1.5$, $b = -0.4$, $y = 1$): its loss for every $w$, and the slope at $w = 0.8$", _loss_at_0_8_falls),
    Claim("The line is where it says 0.5", lambda: float(sigmoid(0.0)) == 0.5),
    Claim("The neuron says 0.5 where $z = 0$", lambda: float(sigmoid(0.0)) == 0.5),
    Claim("to the side where the neuron says more than 0.5", lambda: neuron([1.0, 2.0], [1.0, 2.0], 0.0) > 0.5),
    Claim("Summed over a batch, wrong sizes can still point uphill", _a_batch_that_points_uphill),
    Claim("agree to about 15 digits", lambda: abs(_by_sympy(W, 0.8, 1.5, -0.4, 1) / _by_hand() - 1) < 1e-14),
    Claim(
        "At $z = 710$ the tiny $e^{-710}$ adds nothing to 1. At $z = -710$ the denominator is `inf`",
        lambda: 1 + math.exp(-710) == 1 and _exp_overflows_at_710(),
    ),
    Claim("0.2 is a believable slope", lambda: 0 < 0.2 < 0.25),
    Claim(
        r"$\sigma'(\sigma(3)) = 0.2009$, more than four times the true $\sigma'(3) = 0.0452$",
        lambda: (
            round(float(sigmoid_grad(sigmoid(3.0))), 4) == 0.2009
            and round(float(sigmoid_grad(3.0)), 4) == 0.0452
            and 0.2009 > 4 * 0.0452
        ),
    ),
)
