"""Typed expressions as graphs: what is read, that its derivatives are SymPy's and the engine's, and what is refused."""

import pytest
import sympy

from bpcourse.autodiff.graph import reverse_sweep
from bpcourse.symbolic.expression_graph import expression_graph

EXPRESSIONS = [
    "(a+b)*(b+1)",
    "a*a",
    "(a+b)*(a+b)*a",
    "a - a/b",
    "2*a/b - exp(-a*0.5)",
    "+a**3 + b**-2 + 1/a",
    "sqrt(a)*log(b)*tanh(a*b)",
    "-(2 - a) - 2**3*b",
    "0*a + b**0 + a**1 + b/1",
]
SIGMOID = "sigmoid(a*b + 1)"


def test_the_product_of_two_sums_is_read_as_the_textbooks_draw_it():
    e = expression_graph("(a+b)*(b+1)")
    assert e.graph == {"a": [], "b": [], "c": ["a", "b"], "d": ["b"], "e": ["c", "d"]}
    assert {node: str(line) for node, line in e.formulas.items()} == {"c": "a + b", "d": "b + 1", "e": "c*d"}
    assert {node: [str(slope) for slope in slopes] for node, slopes in e.local.items() if slopes} == {
        "c": ["1", "1"],
        "d": ["1"],
        "e": ["d", "c"],
    }
    values, local = e.numbers({"a": 2, "b": 1})
    assert values == {"a": 2, "b": 1, "c": 3, "d": 2, "e": 6}
    assert local == {"a": [], "b": [], "c": [1, 1], "d": [1], "e": [2, 3]}
    assert (e.inputs, e.output) == (["a", "b"], "e")


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_the_sum_over_paths_is_the_derivative_of_the_whole_expression(text):
    read = expression_graph(text)
    whole = sympy.sympify(text)
    for node, line in read.formulas.items():  # with the nodes of the formulas put back in
        read.local.update({k: [sympy.sympify(s).subs(node, line) for s in read.local[k]] for k in read.local})
        read.formulas.update({k: later.subs(node, line) for k, later in read.formulas.items()})
    assert sympy.simplify(read.formulas[read.output] - whole) == 0
    gradients = reverse_sweep(read.graph, read.local, read.output)
    for name in read.inputs:
        assert sympy.simplify(gradients[name] - sympy.diff(whole, name)) == 0


@pytest.mark.parametrize("text", [*EXPRESSIONS, SIGMOID])
def test_the_numbers_of_the_engine_are_those_of_the_symbolic_derivatives(text):
    read = expression_graph(text)
    values, local = read.numbers({"a": 1.7, "b": 0.6})
    for node, line in read.formulas.items():
        assert values[node] == pytest.approx(float(line.doit().subs(values)), rel=1e-13)
        symbolic = [float(sympy.sympify(slope).doit().subs(values)) for slope in read.local[node]]
        assert local[node] == pytest.approx(symbolic, rel=1e-13)


def test_what_occurs_twice_is_one_node_and_each_use_is_an_edge():
    read = expression_graph("(x+1)*(x+1)")
    assert read.graph == {"x": [], "c": ["x"], "d": ["c", "c"]}
    assert [str(slope) for slope in read.local["d"]] == ["c", "c"]


def test_a_node_never_takes_the_name_of_an_input():
    assert list(expression_graph("c*d + e").graph) == ["c", "d", "e", "f", "g"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "cannot be read as one expression"),
        ("(a+", "cannot be read as one expression"),
        ("a; b", "cannot be read as one expression"),
        ("a = 1", "cannot be read as one expression"),
        ("a\0b", "cannot be read as one expression"),
        ("3 + 4", "contains no variable"),
        ("a^2", r"'a\^2' contains \^, expected \*\* for a power"),
        ("sin(a)", "^sin is not a function known here. Known are exp, log, sqrt, tanh, sigmoid"),
        ("__import__('os').system('x')", "__import__.* is not a function known here"),
        ("a.b", r"'a.b' is not understood. Known are names, numbers, \+"),
        ("a[0]", "'a\\[0\\]' is not understood"),
        ("a if b else c", "is not understood"),
        ("True*a", "'True' is not understood"),
        ("2j*a", "'2j' is not understood"),
        ("'a'*a", "is not understood"),
        ("lambda: a", "is not understood"),
        ("a**b", r"the exponent contains a variable, expected a number: write x\*\*y as exp"),
        ("exp", "exp is a function: write exp"),
        ("exp(a, b)", "exp takes one argument"),
        ("log(-1)*a", "a part without variables that is not a finite number"),
        ("9**9**9**9*a", "a part without variables that is not a finite number"),
        ("1e999*a", "a part without variables that is not a finite number"),
        ("a" * 201, "has 201 characters, expected at most 200"),
        ("(" * 99 + "a" + ")" * 99 + "+", "cannot be read as one expression"),
    ],
)
def test_what_is_not_understood_is_said_in_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        expression_graph(text)


@pytest.mark.parametrize(
    ("text", "values", "sentence"),
    [
        ("a/b", {"a": 1, "b": 0}, "c = a/b has no value or no derivative at a = 1, b = 0"),
        ("log(a)", {"a": -1}, r"c = log\(a\) has no value"),
        ("sqrt(a)", {"a": 0}, r"c = sqrt\(a\) has no value or no derivative at a = 0"),
        ("exp(a)", {"a": 1000}, "has no value"),
        ("a + b", {"a": 1}, "values has no b, expected a number for every input"),
    ],
)
def test_where_there_is_no_number_the_node_is_named(text, values, sentence):
    with pytest.raises(ValueError, match=sentence):
        expression_graph(text).numbers(values)
