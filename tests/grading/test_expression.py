"""A symbolic answer is evaluated without SymPy, and gives the numbers that SymPy itself would give."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bpcourse.grading import expression
from bpcourse.grading.answers import ask
from bpcourse.grading.expression import NotEvaluable, from_sympy, is_sympy

z, w = sp.symbols("z w")
POINTS = {"z": np.array([0.3, 0.9, 1.7, 2.2]), "w": np.array([1.1, 0.4, 2.5, 0.7])}


def by_sympy(formula):
    with np.errstate(all="ignore"):
        return np.broadcast_to(sp.lambdify((z, w), formula, "numpy")(POINTS["z"], POINTS["w"]), (4,))


@pytest.mark.parametrize(
    "formula",
    [
        z + w + 1,
        z - w,
        3 * z * w,
        z**2,
        z**w,
        z ** sp.Rational(1, 3),
        1 / z,
        z / w,
        sp.Rational(2, 7) * z,
        sp.Float(0.25) - z,
        sp.sqrt(z) + sp.sqrt(2),
        sp.exp(-z),
        sp.E**w,
        sp.pi * z + sp.E,
        sp.log(z),
        sp.log(z, 2),
        sp.sin(z) * sp.cos(w) + sp.tan(z / 9),
        sp.sinh(z) - sp.cosh(z) + sp.tanh(w),
        sp.sech(z),
        sp.Abs(z - w),
        sp.sign(z - w),
        sp.Max(z, w, 1),
        sp.Min(z, w, 1),
        1 / (1 + sp.exp(-z)),
        sp.exp(-z) / (1 + sp.exp(-z)) ** 2,
    ],
    ids=str,
)
def test_an_expression_has_the_values_that_sympy_gives_it(formula):
    assert from_sympy(formula).evaluate(**POINTS) == pytest.approx(by_sympy(formula), rel=1e-12)


leaves = st.sampled_from([z, w, sp.pi, sp.E, sp.Integer(2), sp.Integer(-1), sp.Rational(2, 3), sp.Float(0.75)])
trees = st.recursive(
    leaves,
    lambda inner: (
        st.builds(sp.Add, inner, inner)
        | st.builds(sp.Mul, inner, inner)
        | st.builds(sp.Pow, inner, st.sampled_from([2, -1, -2, sp.Rational(1, 2)]))
        | st.builds(
            lambda f, a: f(a), st.sampled_from([sp.exp, sp.log, sp.tanh, sp.sin, sp.cos, sp.Abs, sp.sqrt]), inner
        )
    ),
    max_leaves=7,
)


@given(trees)
@settings(max_examples=80)
def test_any_real_expression_has_the_values_that_sympy_gives_it(formula):
    assume(not formula.has(sp.zoo, sp.nan, sp.oo, -sp.oo, sp.I, sp.re, sp.im, sp.arg))
    with np.errstate(all="ignore"):
        ours = from_sympy(formula).evaluate(**POINTS) + np.zeros(4)
    theirs = by_sympy(formula)
    assume(np.isrealobj(theirs))
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def test_a_derivative_is_carried_out():
    formula = sp.Derivative(1 / (1 + sp.exp(-z)), z)
    a = 1 / (1 + np.exp(-POINTS["z"]))
    assert from_sympy(formula).evaluate(**POINTS) == pytest.approx(a * (1 - a), rel=1e-12)
    assert from_sympy(1 + 2 * sp.Derivative(z**2, z)).evaluate(z=3.0) == pytest.approx(13)


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        (sp.Eq(z, 1), "it is an equation; give only its right-hand side"),
        (sp.Function("sigma")(z), "it uses the function sigma, which has no formula here"),
        (sp.Derivative(sp.Function("sigma")(z), z), "Derivative"),
        (sp.ImmutableMatrix([[z]]), "Matrix"),
        (sp.MatrixSymbol("Z", 2, 2), "MatrixSymbol"),
        (sp.I * z, "ImaginaryUnit"),
        (sp.zoo, "ComplexInfinity"),
        (z > 0, "StrictGreaterThan"),
        (sp.true, "BooleanTrue"),
    ],
    ids=str,
)
def test_what_is_no_formula_is_refused_with_a_sentence_that_says_what_it_is(formula, sentence):
    with pytest.raises(NotEvaluable, match=sentence):
        from_sympy(formula)


def test_the_symbols_of_an_expression_are_found_by_name():
    assert from_sympy(z * sp.exp(w) + sp.Symbol("b", positive=True)).symbols() == {"z", "w", "b"}
    assert from_sympy(sp.pi + 1).symbols() == frozenset()


def test_an_answer_with_a_symbol_that_the_exercise_does_not_have_is_refused_by_name():
    answer = ask(z * sp.Symbol("a"), {"z": POINTS["z"]})
    assert answer.unreadable == "it contains a, and should contain only z"
    assert ask(z, {}).unreadable == "it contains z, and should be a number: put one in for every symbol"


def test_a_symbol_with_assumptions_is_the_same_symbol():
    assert ask(sp.Symbol("z", real=True) + 1, {"z": POINTS["z"]}).value == pytest.approx(POINTS["z"] + 1)


def test_a_constant_expression_has_its_value_at_every_point():
    answer = ask(sp.Rational(1, 4), {"z": POINTS["z"]})
    assert answer.value.tolist() == [0.25] * 4
    number = ask(sp.Rational(1, 4), {})
    assert type(number.value) is float and number.value == 0.25


def test_an_expression_may_be_as_large_and_as_deep_as_the_caps_and_no_more():
    many = sp.Add(*(sp.Symbol(f"x{i}") for i in range(expression.LARGEST_TREE - 1)))
    assert len(from_sympy(many).arguments) == expression.LARGEST_TREE - 1
    with pytest.raises(NotEvaluable, match="more than 5,000 parts"):
        from_sympy(many + sp.Symbol("one_more"))
    deep = z
    for _ in range(expression.DEEPEST_TREE - 1):
        deep = sp.sin(deep)
    assert from_sympy(deep).symbols() == {"z"}
    with pytest.raises(NotEvaluable, match="nested more than 100 deep"):
        from_sympy(sp.sin(deep))


def test_a_shared_part_that_unfolds_without_end_is_refused_in_time():
    doubling = z
    for _ in range(60):  # 60 nodes that share their parts, 2**60 when written out
        doubling = sp.Mul(sp.Add(doubling, 1, evaluate=False), sp.Add(doubling, 2, evaluate=False), evaluate=False)
    with pytest.raises(NotEvaluable, match="parts"):
        from_sympy(doubling)


def test_sympy_is_told_from_other_values_without_importing_it():
    assert is_sympy(z) and is_sympy(sp.exp(z)) and is_sympy(sp.Integer(1))
    assert not any(is_sympy(value) for value in (1.0, "z", np.ones(2), None, lambda z: z))
