"""The local derivatives are SymPy's, in the form a person would write."""

import pytest
import sympy
from sympy import Max, Rational, Symbol, exp, log, sqrt, symbols, tanh

from bpcourse.symbolic import difference_point, sigmoid
from bpcourse.symbolic.formulas import as_text
from bpcourse.symbolic.local import flattened, in_order, local_derivative, product

x, y, t, o = symbols("x y t o")
LINES = [
    x,
    3 * x + y,
    x * y + x**2,
    (t - x) ** 2 / 2,
    x**3 * y,
    1 / (x + 2),
    sqrt(x**2 + 1),
    x**x,
    y**x,
    sigmoid(x),
    sigmoid(2 * x + y) * y,
    exp(-(x**2)),
    log(1 + x**2),
    tanh(x) * exp(x),
    Max(0, x * y),
    y + t,
]


@pytest.mark.parametrize("line", LINES, ids=str)
def test_it_is_the_derivative(line):
    right = sympy.diff(line.doit(), x)
    if line == x**x:
        line, right = line.subs(x, exp(o)), sympy.diff(exp(o) ** exp(o), o)
        assert difference_point(local_derivative(line, o), right) is None
    else:
        assert difference_point(local_derivative(line, x), right) is None


@pytest.mark.parametrize(
    ("line", "symbol", "written"),
    [
        ((t - o) ** 2 / 2, o, "o - t"),
        (sigmoid(o), o, "sigmoid(o)*(1 - sigmoid(o))"),
        (3 * o**2 * t, o, "6*t*o"),
        (-o * t, o, "-t"),
    ],
)
def test_it_reads_as_a_person_would_write_it(line, symbol, written):
    assert as_text(local_derivative(line, symbol)) == written


def test_a_product_has_its_numbers_first_and_its_brackets_last():
    assert as_text(product(1 - x, y, 2, Rational(1, 2), x)) == "y*x*(1 - x)"
    assert as_text(product(-1, y)) == "-y"
    assert product(2, 3) == 6


def test_brackets_that_only_group_go_and_the_order_stays():
    nested = in_order(sympy.Mul, in_order(sympy.Mul, y, x), in_order(sympy.Add, t, in_order(sympy.Add, x, o)))
    assert as_text(flattened(nested)) == "y*x*(t + x + o)"


def test_a_symbol_that_does_not_occur_has_the_derivative_zero():
    assert local_derivative(x * y + t, Symbol("q")) == 0
