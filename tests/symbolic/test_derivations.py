"""A derivation displays only if each line equals the one before; otherwise the first wrong line is named."""

import re

import pytest
import sympy
from sympy import Derivative, Function, exp, symbols

from bpcourse.symbolic import derivation

z, w, x, b, y, a, L = symbols("z w x b y a L")
SIGMOID = 1 / (1 + exp(-z))
NEURON = {L: (y - a) ** 2 / 2, a: SIGMOID, z: w * x + b}
CHAIN = Derivative(L, a) * Derivative(a, z) * Derivative(z, w)


def slope():
    return derivation(
        (exp(-z) / (1 + exp(-z)) ** 2, "the chain rule on (1 + e^-z)^-1"),
        (SIGMOID * (1 - SIGMOID), "e^-z = (1 + e^-z) - 1"),
        left=Derivative(SIGMOID, z),
    )


def test_a_right_derivation_reads_line_by_line_with_its_reasons():
    assert repr(slope()).splitlines() == [
        "Derivative(1/(1 + exp(-z)), z)",
        "  = exp(-z)/(1 + exp(-z))**2               the chain rule on (1 + e^-z)^-1",
        "  = (1 - 1/(1 + exp(-z)))/(1 + exp(-z))    e^-z = (1 + e^-z) - 1",
    ]


def test_without_a_left_hand_side_the_first_line_opens_the_chain():
    shown = derivation((2 * x * (x + 1) / x, "as given"), (2 * (x + 1), "x cancels"))
    first, second = repr(shown).splitlines()
    assert first.endswith("as given") and "=" not in first
    assert second.startswith("  = ") and second.endswith("x cancels")


def test_the_first_wrong_line_is_named_with_its_reason_and_a_point_to_recompute():
    with pytest.raises(ValueError) as caught:
        derivation(
            (SIGMOID, "the definition"),
            (exp(z) / (exp(z) + 1), "times e^z above and below"),
            (exp(z) / (exp(z) - 1), "a slip of the pen"),
            (exp(z), "never reached"),
        )
    sentence = str(caught.value)
    assert sentence.startswith('line 3 ("a slip of the pen") does not equal line 2: at z = ')
    at, before, after = re.search(r"z = (\S+), line 2 is (\S+) and line 3 is (\S+)$", sentence).groups()
    assert float(SIGMOID.subs(z, float(at))) == pytest.approx(float(before), rel=1e-5)
    assert float((exp(z) / (exp(z) - 1)).subs(z, float(at))) == pytest.approx(float(after), rel=1e-5)


def test_the_left_hand_side_is_checked_against_the_first_line():
    with pytest.raises(ValueError, match=r'line 1 \("wrong"\) does not equal the left-hand side: at z = '):
        derivation((SIGMOID, "wrong"), left=Derivative(SIGMOID, z))
    with pytest.raises(ValueError, match="the left-hand side"):
        derivation((y - a, "sign forgotten"), left=Derivative((y - a) ** 2 / 2, a))


@pytest.mark.parametrize("name", [L, Function("sigma")(z), Derivative(Function("sigma")(z), z), Derivative(L, w)])
def test_a_left_hand_side_that_is_only_a_name_is_shown_and_not_checked(name):
    assert repr(derivation((x**2, "by definition"), left=name)).splitlines()[1] == "  = x**2    by definition"


def test_lines_may_use_intermediate_symbols_and_the_chain_rule_between_them():
    shown = derivation(
        (CHAIN, "L depends on w only through z and a"),
        ((a - y) * Derivative(a, z) * Derivative(z, w), "the power rule"),
        ((a - y) * a * (1 - a) * Derivative(z, w), "the slope of the sigmoid"),
        ((a - y) * a * (1 - a) * x, "z is a straight line in w"),
        left=Derivative(L, w),
        where=NEURON,
    )
    assert repr(shown).splitlines()[0] == "dL/dw"
    assert repr(shown).splitlines()[-1] == "where z = b + w*x"


@pytest.mark.parametrize(
    ("wrong", "slip"),
    [
        ((y - a) * a * (1 - a) * x, "sign"),
        (2 * (a - y) * a * (1 - a) * x, "factor 2"),
        ((a - y) * x, "slope of the sigmoid left out"),
        ((a - y) * z * (1 - z) * x, "z taken for a"),
        ((a - y) * a * (1 - a), "x left out"),
        ((a - y) + a * (1 - a) + x, "factors added"),
    ],
)
def test_the_classic_slips_do_not_pass(wrong, slip):
    with pytest.raises(ValueError, match=rf'line 2 \("{slip}"\) does not equal line 1'):
        derivation((CHAIN, "the chain rule"), (wrong, slip), where=NEURON)


def test_a_derivative_by_an_intermediate_holds_it_as_a_variable_and_sums_over_all_paths():
    u, v = symbols("u v")
    where = {u: x**2, v: u * x}
    derivation((Derivative(v, u), "u is the variable here"), (x, "v = u x"), where=where)
    derivation(
        (Derivative(v, x), "both paths"), (u + x * Derivative(u, x), "product rule"), (3 * x**2, "sum"), where=where
    )
    with pytest.raises(ValueError, match="line 2"):
        derivation((Derivative(v, x), "both paths"), (u, "the path through u forgotten"), where=where)


def test_a_derivative_of_a_symbol_without_definition_is_not_taken_for_zero():
    with pytest.raises(ValueError, match=r'line 2 \("x"\) cannot be checked against line 1: dL/da is unknown'):
        derivation((0 * a, "nothing"), (Derivative(L, a), "x"))


def test_a_derivation_may_be_written_and_checked_without_evaluation_and_keeps_its_order():
    with sympy.evaluate(False):
        shown = derivation((CHAIN, "chain rule"), ((a - y) * (a * (1 - a)) * x, "in order"), where=NEURON)
        with pytest.raises(ValueError, match="line 2"):
            derivation((CHAIN, "chain rule"), ((y - a) * (a * (1 - a)) * x, "sign"), where=NEURON)
    assert "\\left(a - y\\right) a \\left(1 - a\\right) x" in shown._repr_html_()
    assert "\\frac{dL}{da} \\frac{da}{dz} \\frac{dz}{dw}" in shown._repr_html_()


def test_the_table_has_a_row_for_each_line_and_lets_no_reason_become_markup():
    html = derivation((x, "<script>alert(1)</script>"), (x + 0, "a < b & c"))._repr_html_()
    assert html.count("<tr>") == 2
    assert "<script>" not in html and "a &lt; b &amp; c" in html


@pytest.mark.parametrize("line", [x, (x,), (x, ""), (x, 3), (x, "why", "again")])
def test_a_line_without_a_reason_is_refused(line):
    with pytest.raises(ValueError, match=r"line 2 is .*, expected a pair \(expression, reason\)"):
        derivation((x, "as given"), line)


def test_text_equations_and_empty_derivations_are_refused():
    with pytest.raises(ValueError, match="line 1 is 'x', expected a SymPy expression"):
        derivation(("x", "as given"))
    with pytest.raises(ValueError, match=r"line 1 is the equation .*, expected only its right-hand side"):
        derivation((sympy.Eq(x, y), "as given"))
    with pytest.raises(ValueError, match="a derivation has no lines"):
        derivation()
    with pytest.raises(ValueError, match="where defines 'L', expected a SymPy symbol"):
        derivation((x, "as given"), where={"L": x})


def test_a_derivation_cannot_be_changed_after_it_was_checked():
    with pytest.raises(AttributeError):
        slope().steps = ()
