"""Two expressions are compared at points: equal ones are never called different, different ones get a point."""

import math

import pytest
import sympy
from sympy import Abs, Derivative, Function, Heaviside, Max, Rational, Symbol, exp, log, sign, sqrt, symbols, tanh

from bpcourse.symbolic import difference_point
from bpcourse.symbolic.equality import proves_equal

x, y, z, p = symbols("x y z p")
SIGMOID = 1 / (1 + exp(-z))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SIGMOID * (1 - SIGMOID), exp(-z) / (1 + exp(-z)) ** 2),
        (tanh(z), 2 / (1 + exp(-2 * z)) - 1),
        (Derivative(SIGMOID, z), SIGMOID - SIGMOID**2),
        (sympy.sin(x) ** 2 + sympy.cos(x) ** 2, 1),
        (0.1 * x, x / 10),
        (Rational(1, 3), 1 / sympy.Integer(3)),
        (Derivative(Abs(x), x), sign(x)),
        (Abs(x).diff(x), sign(x)),
        (Max(0, x).diff(x), Heaviside(x)),
        (-p * log(p) - (1 - p) * log(1 - p), log((1 - p) ** (p - 1) * p ** (-p))),
    ],
)
def test_equal_expressions_have_no_difference_point(first, second):
    assert difference_point(first, second) is None


def test_cancellation_does_not_make_equal_expressions_differ():
    assert difference_point((x - 1) ** 12, sympy.expand((x - 1) ** 12)) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SIGMOID * (1 - SIGMOID), SIGMOID * (1 + SIGMOID)),
        ((y - x) ** 2 / 2, (y - x) ** 2),
        (x, -x),
        (Max(0, x), x),
        (sqrt(x**2), x),
        (2, 3),
        (x + Rational(1, 10**9), x),
    ],
)
def test_the_difference_point_shows_two_values_that_anyone_can_recompute(first, second):
    found = difference_point(first, second)
    assert found is not None
    for expression, value in ((first, found.first), (second, found.second)):
        assert math.isclose(float(sympy.sympify(expression).subs(found.point)), value, rel_tol=1e-12)
    assert found.first != found.second


def test_the_point_has_two_decimals_and_is_the_same_at_every_call():
    found = difference_point(x * y, x + y)
    assert found == difference_point(x * y, x + y)
    assert all(number == round(number, 2) for number in found.point.values())
    assert found.place == f"at x = {found.point['x']:g}, y = {found.point['y']:g}"


def test_symbols_are_matched_by_name_whatever_was_assumed_of_them():
    assert difference_point(Symbol("p", positive=True), Symbol("p", real=True)) is None
    assert difference_point(Symbol("p"), Symbol("q")).point.keys() == {"p", "q"}


def test_a_symbol_declared_positive_is_compared_at_positive_numbers_only():
    r = Symbol("r", positive=True)
    assert difference_point(sqrt(r**2 + 2 * r + 1), Symbol("r") + 1) is None
    assert difference_point(sqrt(x**2 + 2 * x + 1), x + 1) is not None


def test_expressions_are_compared_where_both_are_real():
    assert difference_point(log(x * y), log(x) + log(y)) is None
    with pytest.raises(ValueError, match="no point was found at which both are real numbers"):
        difference_point(log(-1 - x**2), x)


@pytest.mark.parametrize(
    "formula", ["(z + 1 - 1) * z", "(z * x - y) * (z * x - y)", "log(1 / (1 + exp(-z)))", "Max(0, z * x)"]
)
def test_derivatives_are_carried_out_right_even_where_evaluation_is_switched_off(formula):
    right = sympy.sympify(formula).diff(z)
    with sympy.evaluate(False):
        as_written = sympy.sympify(formula, evaluate=False)
        assert difference_point(Derivative(as_written, z), right) is None
        assert difference_point(Derivative(as_written, z), 2 * right) is not None


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        (Function("sigma")(z), r"sigma\(z\) uses sigma, which has no formula here"),
        (Derivative(Symbol("L"), z), "dL/dz is unknown: L has no definition here"),
        (sympy.Matrix([[z]]), "expected an expression with one value"),
        (sympy.Eq(x, z), "expected an expression with one value"),
        ("x + z", "'x \\+ z' was given, expected a SymPy expression"),
    ],
)
def test_what_has_no_value_is_refused_with_a_sentence(expression, sentence):
    with pytest.raises(ValueError, match=sentence):
        difference_point(expression, z)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SIGMOID * (1 - SIGMOID), exp(-z) / (1 + exp(-z)) ** 2),
        (Derivative(SIGMOID, z), exp(z) / (1 + exp(z)) ** 2),
        (0.25 * sympy.sech(0.5 * z) ** 2, SIGMOID - SIGMOID**2),
        (1 - exp(x - 1 / (1 + exp(-z))), 1 - exp(x) * exp(-1 / (1 + exp(-z)))),
        (Symbol("z", positive=True), z),
        (x * (y + z), x * y + x * z),
    ],
)
def test_a_proof_is_found_through_one_fraction(first, second):
    assert proves_equal(first, second) and proves_equal(second, first)
    assert not proves_equal(first, second + Rational(1, 10**9))


def test_a_proof_that_would_take_too_long_is_not_tried():
    sums = sum(symbols("a:9")) ** 40  # 377 million terms
    assert not proves_equal(sums, -sums * -1 + 1)
    assert not proves_equal((1 + x) ** (10**9), (1 + x) ** (10**9 - 1) * (1 + x) + 1)
    assert not proves_equal(sum(x**n / (1 + y**n) for n in range(90)), x)  # a denominator of 2^89 terms


def test_a_formula_written_without_evaluation_is_proved_too():
    with sympy.evaluate(False):
        assert proves_equal(x + x - x, x)
