"""A forward pass in nodes: named as on paper, shared where a formula repeats itself, and equal to the formula."""

import pytest
import sympy
from sympy import Symbol, exp, symbols, tanh

from bpcourse.reference.initializers import count_parameters
from bpcourse.symbolic import dense_network, difference_point, forward_nodes, sigmoid
from bpcourse.symbolic.nodes import written_out

w, x, b, z = symbols("w x b z")


def test_the_2_2_2_network_has_the_names_of_the_worked_example():
    nodes, parameters = dense_network((2, 2, 2))
    assert " ".join(map(str, nodes)) == "net_h1 net_h2 out_h1 out_h2 net_o1 net_o2 out_o1 out_o2 L"
    assert " ".join(map(str, parameters)) == "w1 w2 b_h1 w3 w4 b_h2 w5 w6 b_o1 w7 w8 b_o2"
    w7, w8, out_h1, out_h2, b_o2 = symbols("w7 w8 out_h1 out_h2 b_o2")
    assert difference_point(nodes[Symbol("net_o2")], w7 * out_h1 + w8 * out_h2 + b_o2) is None


@pytest.mark.parametrize("sizes", [(1, 1), (3, 2), (2, 3, 4, 1)])
def test_a_network_has_as_many_parameters_as_the_count_says(sizes):
    nodes, parameters = dense_network(sizes)
    assert len(parameters) == count_parameters(sizes) == len(set(parameters))
    assert len(nodes) == 2 * sum(sizes[1:]) + 1


@pytest.mark.parametrize("sizes", [(), (3,), (2, 0)])
def test_a_network_without_a_layer_is_refused(sizes):
    with pytest.raises(ValueError, match="expected two or more positive numbers: inputs, then units by layer"):
        dense_network(sizes)


def test_the_sigmoid_is_its_formula_and_keeps_its_name_when_differentiated():
    assert difference_point(sigmoid(w * x), 1 / (1 + exp(-w * x))) is None
    assert sympy.diff(sigmoid(z), z) == sigmoid(z) * (1 - sigmoid(z))
    assert difference_point(sympy.diff(sigmoid(w * x), x), w * sigmoid(w * x) * (1 - sigmoid(w * x))) is None
    assert sympy.latex(sigmoid(z) ** 2) == r"\sigma^{2}\left(z\right)"


def test_a_formula_is_taken_apart_from_the_inside_out():
    nodes = forward_nodes((1 / (1 + exp(-w * x - b)) - 1) ** 2)
    assert {str(node): str(line) for node, line in nodes.items()} == {
        "z1": "b + w*x",
        "a1": "sigmoid(z1)",
        "L": "(a1 - 1)**2",
    }


def test_what_occurs_twice_becomes_one_node():
    nodes = forward_nodes(tanh(w * x) ** 2 + x * tanh(w * x) + tanh(tanh(w * x)))
    assert [str(node) for node in nodes] == ["z1", "a1", "a2", "L"]


def test_names_that_the_formula_uses_itself_are_not_taken():
    z1 = Symbol("z1")
    nodes = forward_nodes(tanh(z1 * x))
    assert [str(node) for node in nodes] == ["z2", "a2", "L"]
    assert written_out(nodes) == tanh(z1 * x)
