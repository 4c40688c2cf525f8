"""Formulas become code that means the same."""

import math

import numpy as np
import pytest
import sympy
from sympy import Abs, Function, Heaviside, Max, Min, Rational, exp, log, pi, sign, sqrt, symbols, tanh

from bpcourse.reference.activations import sigmoid as numpy_sigmoid
from bpcourse.symbolic import sigmoid
from bpcourse.symbolic.code import as_code

x, y = symbols("x y")


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        (x * (1 - x), "x * (1 - x)"),
        ((x - y) ** 2 / 2, "(x - y) ** 2 / 2"),
        (Rational(2, 3) * x, "2 * x / 3"),
        (sqrt(x), "x ** (1 / 2)"),
        (1 / x, "1 / x"),
        (x**-2, "x ** (-2)"),
        (exp(-x), "np.exp(-x)"),
        (log(x) + tanh(y), "np.log(x) + np.tanh(y)"),
        (sigmoid(x), "sigmoid(x)"),
        (Max(0, x), "np.maximum(0, x)"),
        (Min(x, y), "np.minimum(x, y)"),
        (Heaviside(x) * y, "y * (x > 0)"),
        (Abs(x) * sign(y), "np.abs(x) * np.sign(y)"),
        (pi * sympy.E, "np.e * np.pi"),
    ],
)
def test_the_code_reads_as_python_is_written_and_has_the_value_of_the_formula(expression, code):
    assert as_code(expression) == code
    value = eval(code, {"np": np, "sigmoid": numpy_sigmoid, "x": 0.7, "y": -1.3})
    assert float(value) == pytest.approx(float(expression.subs({x: 0.7, y: -1.3}).doit()))


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        (y * sigmoid(x - y), "y * (1 / (1 + math.exp(-(x - y))))"),
        (log(x) + tanh(y), "math.log(x) + math.tanh(y)"),
        (Max(0, x) * Min(x, y), "max(0, x) * min(x, y)"),
        (Heaviside(x) * Abs(y), "abs(y) * (x > 0)"),
        (pi * sympy.E, "math.e * math.pi"),
    ],
)
def test_code_for_single_numbers_needs_nothing_but_math(expression, code):
    assert as_code(expression, numbers=True) == code
    value = eval(code, {"math": math, "x": 0.7, "y": -1.3})
    assert float(value) == pytest.approx(float(expression.subs({x: 0.7, y: -1.3}).doit()))


def test_a_function_that_the_library_does_not_have_is_refused():
    with pytest.raises(ValueError, match=r"g\(x\) has no NumPy code here, expected one of Abs, cos"):
        as_code(Function("g")(x))
    with pytest.raises(ValueError, match=r"sign\(x\) has no math code here, expected one of Abs, cos"):
        as_code(sign(x), numbers=True)
    with pytest.raises(ValueError, match="has no NumPy code here"):
        as_code(sympy.Piecewise((x, x > 0), (0, True)))
