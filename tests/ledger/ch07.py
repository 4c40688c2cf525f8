"""The formulas and numbers of chapter 07, Checking gradients."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from bpcourse.gradcheck import BEST_STEP, central_difference, relative_error
from bpcourse.museum.broadcast import TARGET, W0, W1, X, column_times_column, passes_221, row_times_column, trained_221
from bpcourse.plots.checking import slope_errors
from bpcourse.reference.activations import sigmoid
from bpcourse.reference.layers import linear_backward
from bpcourse.widgets.two_trainings_numbers import training
from tests.ledger import Claim, Formula


def _cubic(rng: np.random.Generator) -> tuple[Any, Any, float, float]:
    """A cubic polynomial, its derivatives, a point, and a step that is not small: nothing is left out then."""
    f = np.polynomial.Polynomial(rng.uniform(0.5, 2, size=4))
    return f, f.deriv, rng.uniform(-1, 1), rng.uniform(0.1, 0.5)


def _one_sided(rng: np.random.Generator) -> tuple[Any, Any]:
    f = np.polynomial.Polynomial(rng.uniform(0.5, 2, size=3))
    x, h = rng.uniform(-1, 1), rng.uniform(0.1, 0.5)
    return (f(x + h) - f(x)) / h, f.deriv(1)(x) + h / 2 * f.deriv(2)(x)


def _central(rng: np.random.Generator) -> tuple[Any, Any]:
    f, deriv, x, h = _cubic(rng)
    return (f(x + h) - f(x - h)) / (2 * h), deriv(1)(x) + h**2 / 6 * deriv(3)(x)


def _complex(rng: np.random.Generator) -> tuple[Any, Any]:
    f, deriv, x, h = _cubic(rng)
    return f(complex(x, h)).imag / h, deriv(1)(x) - h**2 / 6 * deriv(3)(x)


def _both_errors(rng: np.random.Generator) -> tuple[Any, Any]:
    """The worst that the central difference of a cubic can give, with values rounded by eps |f| against each other."""
    f, deriv, x, h = _cubic(rng)
    eps, size = 0.01, abs(f(x))
    worst = (f(x + h) + eps * size - (f(x - h) - eps * size)) / (2 * h) - deriv(1)(x)
    return worst, abs(deriv(3)(x)) / 6 * h**2 + eps * size / h


def _best_step(rng: np.random.Generator) -> tuple[Any, Any]:
    """The step of least error, found by halving the interval in which its measured slope changes sign."""
    third, size, eps = rng.uniform(1, 5), rng.uniform(1, 5), 1e-3

    def slope(h: float) -> float:
        return third / 3 * h - eps * size / h**2

    low, high = 1e-3, 10.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    at = (3 * eps * size / third) ** (1 / 3)
    measured = float(central_difference(lambda h: third / 6 * h**2 + eps * size / h, at))
    return np.array([low, 1 + measured]), np.array([at, 1.0])


def _relative(rng: np.random.Generator) -> tuple[Any, Any]:
    a, b = rng.normal(size=(2, 3, 2))
    size = math.sqrt((a**2).sum()) + math.sqrt((b**2).sum())
    return relative_error(a, b), math.sqrt(((a - b) ** 2).sum()) / size


def _layer(rng: np.random.Generator) -> tuple[Any, Any]:
    upstream, x, w, b = (rng.normal(size=shape) for shape in ((4, 5), (4, 3), (3, 5), (5,)))
    measured = (
        central_difference(lambda x: (upstream * (x @ w + b)).sum(), x),
        central_difference(lambda w: (upstream * (x @ w + b)).sum(), w),
        central_difference(lambda b: (upstream * (x @ w + b)).sum(), b),
    )
    claimed = (upstream @ w.T, x.T @ upstream, sum(upstream))
    return np.concatenate([one.ravel() for one in measured]), np.concatenate([np.ravel(one) for one in claimed])


def _dot(rng: np.random.Generator) -> tuple[Any, Any]:
    upstream, x, w, direction = (rng.normal(size=shape) for shape in ((4, 5), (4, 3), (3, 5), (3, 5)))
    step = 0.3  # Z is linear in W: no step is too long
    rise = (x @ (w + step * direction) - x @ (w - step * direction)) / (2 * step)
    return (upstream * rise).sum(), (linear_backward(upstream, x, w)[1] * direction).sum()


def _change_of_loss() -> float:
    """How far the change of the loss in a small step of the published gradient is from the sum, relative to it."""
    published, right = next(passes_221(row_times_column)), next(passes_221(column_times_column))
    eta = 1e-4
    w0, w1 = W0 - eta * published.grad_w0, W1 - eta * published.grad_w1
    change = 0.5 * (TARGET - sigmoid(w1 @ sigmoid(w0 @ X))[0, 0]) ** 2 - right.error
    product = (published.grad_w0 * right.grad_w0).sum() + (published.grad_w1 * right.grad_w1).sum()
    return relative_error(change, -eta * product)


def _shrinks() -> bool:
    """Whether the errors of the slope of exp at 1 shrink by ten and by a hundred from one printed step to the next."""
    errors = slope_errors(np.array([1e-1, 1e-2, 1e-3, 1e-4]))
    return all(
        np.allclose(errors[name][:-1] / errors[name][1:], factor, rtol=0.05)
        for name, factor in (("one-sided", 10), ("central", 100))
    )


def _alike_with_ones() -> bool:
    """Whether an upstream of ones makes the rows, the columns and the entries equal that the text says it does."""
    rng = np.random.default_rng(0)
    grad_x, grad_w, grad_b = linear_backward(np.ones((4, 5)), rng.normal(size=(4, 3)), rng.normal(size=(3, 5)))
    return all(np.ptp(gradient, axis=axis).max() < 1e-12 for gradient, axis in ((grad_x, 0), (grad_w, 1), (grad_b, 0)))


FORMULAS = (
    Formula("7.1", r"\frac{f(x + h) - f(x)}{h} = f'(x) + \frac{h}{2} f''(x) + \dots", _one_sided),
    Formula("7.2", r"\frac{f(x + h) - f(x - h)}{2h} = f'(x) + \frac{h^2}{6} f'''(x) + \dots", _central),
    Formula("7.3", r"E(h) = \frac{|f'''|}{6} h^2 + \frac{\varepsilon |f|}{h}", _both_errors),
    Formula(
        "7.4",
        r"\frac{|f'''|}{3} h - \frac{\varepsilon |f|}{h^2} = 0 \quad\text{at}\quad "
        r"h = \sqrt[3]{3\,\varepsilon\,|f| / |f'''|}",
        _best_step,
        tolerance=1e-6,
    ),
    Formula("7.5", r"\frac{\operatorname{Im} f(x + ih)}{h} = f'(x) - \frac{h^2}{6} f'''(x) + \dots", _complex),
    Formula(
        "7.6",
        r"\text{relative error} = \frac{\lVert a - b \rVert}{\lVert a \rVert + \lVert b \rVert}",
        _relative,
    ),
    Formula(
        "7.7",
        r"\frac{\partial L}{\partial X} = G W^\top, \qquad \frac{\partial L}{\partial W} = X^\top G, \qquad "
        r"\frac{\partial L}{\partial b} = \sum_n G_n",
        _layer,
        tolerance=1e-7,
    ),
    Formula(
        "7.8",
        r"\sum_{n,h} G_{nh} \, \frac{Z(W + tV) - Z(W - tV)}{2t} \Big|_{nh} = \sum_{d,h} dW_{dh} V_{dh}",
        _dot,
    ),
)

CLAIMS = (
    Claim(
        "A gap of 0.001 is nothing beside gradients of a million, and everything beside gradients of 0.001",
        lambda: relative_error(1e6, 1e6 + 0.001) < 1e-8 and relative_error(0.001, 0.002) > 0.3,
    ),
    Claim(
        "The printed 5.92944818e-07 comes out to all its digits; the right gradient ends at 3.2669e-07",
        lambda: (
            f"{trained_221(row_times_column, 100)[0][-1]:.8e}" == "5.92944818e-07"
            and f"{trained_221(column_times_column, 100)[0][-1]:.4e}" == "3.2669e-07"
        ),
    ),
    Claim(
        "and the one with the wrong sign in `W0` lower still",
        lambda: training("wrong sign in W0").losses[-1] < training("right").losses[-1],
    ),
    Claim(
        "A small step $-\\eta g$ changes the loss by about $-\\eta \\sum_k g_k r_k$",
        lambda: _change_of_loss() < 1e-3,
    ),
    Claim("A tenth of $h$: a tenth of the one error, a hundredth of the other", _shrinks),
    Claim(
        "beside an\nentry of a million most digits of $10^{-5}$ are rounded away",
        lambda: np.spacing(1e6) / 1e-5 > 1e-8,  # at most half of 16 digits are left
    ),
    Claim("the step, $6 \\cdot 10^{-6}$, reaches across the kink", lambda: 5.5e-6 < BEST_STEP < 6.5e-6),
    Claim(
        "With an upstream of ones, all rows of $GW^\\top$ are equal, all columns of $X^\\top G$, and all entries of "
        "the bias's gradient",
        _alike_with_ones,
    ),
    Claim("Nine exercises, a little less than two hours", lambda: 110 <= sum((12, 12, 8, 8, 6, 12, 15, 15, 25)) < 120),
)
