"""Orders, paths and sweeps: against the engine, SymPy, every path one by one, and operations that are counted."""

import math
from dataclasses import dataclass
from itertools import pairwise

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from bpcourse.autodiff.graph import (
    Cost,
    all_paths,
    count_paths,
    edges,
    forward_cost,
    forward_sweep,
    path_cost,
    path_derivative,
    reverse_cost,
    reverse_sweep,
    sum_over_paths,
    topological_order,
)
from bpcourse.autodiff.scalar import Value

# e = (a + b) (b + 1) at a = 2, b = 1, with c = a + b and d = b + 1
PRODUCT = {"a": [], "b": [], "c": ["a", "b"], "d": ["b"], "e": ["c", "d"]}
PRODUCT_LOCAL = {"a": [], "b": [], "c": [1.0, 1.0], "d": [1.0], "e": [2.0, 3.0]}
NINE = {"X": [], "Y": ["X"] * 3, "Z": ["Y"] * 3}


def tripled_chain(length):
    return {0: [], **{i: [i - 1] * 3 for i in range(1, length + 1)}}


@st.composite
def graphs(draw):
    """A random graph, its nodes in a random order, parents repeated at will, and integer local derivatives."""
    size = draw(st.integers(1, 7))
    parents = [draw(st.lists(st.integers(0, i - 1), max_size=3)) if i else [] for i in range(size)]
    graph = {node: parents[node] for node in draw(st.permutations(range(size)))}
    local = {node: draw(st.lists(st.integers(-3, 3), min_size=len(p), max_size=len(p))) for node, p in graph.items()}
    return graph, local


def walked(graph, local, source, target):
    """d target / d source, every path walked."""
    return sum(math.prod(local[edge.child][edge.place] for edge in path) for path in all_paths(graph, source, target))


@given(graphs())
def test_in_the_order_every_node_stands_once_and_after_its_parents(drawn):
    graph, _ = drawn
    order = topological_order(graph)
    assert sorted(order) == sorted(graph)
    assert all(order.index(edge.parent) < order.index(edge.child) for edge in edges(graph))


@given(graphs())
def test_both_sweeps_and_the_sum_give_what_walking_every_path_gives(drawn):
    graph, local = drawn
    for source in graph:
        forward = forward_sweep(graph, local, source)
        for target in graph:
            expected = walked(graph, local, source, target)
            assert forward[target] == expected
            assert reverse_sweep(graph, local, target)[source] == expected
            assert sum_over_paths(graph, local, source, target) == expected
            assert count_paths(graph, source, target) == len(list(all_paths(graph, source, target)))


@given(graphs())
def test_the_sweeps_give_the_gradients_of_the_engine(drawn):
    graph, local = drawn
    values = {}
    for node in sorted(graph):
        terms = [values[parent] * float(slope) for parent, slope in zip(graph[node], local[node], strict=True)]
        values[node] = sum(terms, Value(1.0))
    output = max(graph)
    values[output].backward()
    leads = {node for node in graph if count_paths(graph, node, output)}
    gradients = {node: values[node].grad if node in leads else 0 for node in graph}
    assert reverse_sweep(graph, local, output) == gradients


@given(graphs())
def test_paths_are_joined_edges_and_no_path_comes_twice(drawn):
    graph, _ = drawn
    for source in graph:
        paths = list(all_paths(graph, source, max(graph)))
        assert len(set(paths)) == len(paths)
        for path in paths:
            assert not path or (path[0].parent == source and path[-1].child == max(graph))
            assert all(first.child == second.parent for first, second in pairwise(path))
            assert all(graph[edge.child][edge.place] == edge.parent for edge in path)


@dataclass
class Counted:
    """A number that counts what is done with it."""

    tally: dict

    def __mul__(self, other):
        self.tally["*"] += 1
        return self

    def __add__(self, other):
        self.tally["+"] += 1
        return self

    def __rmul__(self, other):
        return self * other


@given(graphs())
def test_the_costs_are_the_operations_that_are_carried_out(drawn):
    graph, _ = drawn
    node = max(graph)
    for sweep, cost, start in [(forward_sweep, forward_cost, 0), (reverse_sweep, reverse_cost, node)]:
        tally = {"+": 0, "*": 0}
        sweep(graph, {node: [Counted(tally)] * len(parents) for node, parents in graph.items()}, start)
        assert cost(graph, start) == Cost(tally["+"], tally["*"])
    paths = list(all_paths(graph, 0, node))
    assert path_cost(graph, 0, node) == Cost(max(len(paths) - 1, 0), sum(map(len, paths)))


def test_the_product_of_two_sums_has_the_derivatives_of_its_source():
    assert forward_sweep(PRODUCT, PRODUCT_LOCAL, "b") == {"a": 0, "b": 1, "c": 1, "d": 1, "e": 5}
    assert reverse_sweep(PRODUCT, PRODUCT_LOCAL, "e") == {"a": 2, "b": 5, "c": 2, "d": 3, "e": 1}
    assert path_derivative(["b", "c", "e"], PRODUCT, PRODUCT_LOCAL) == 2
    assert path_derivative(["b", "d", "e"], PRODUCT, PRODUCT_LOCAL) == 3
    assert path_derivative(["b"], PRODUCT, PRODUCT_LOCAL) == 1
    assert (reverse_cost(PRODUCT, "e"), path_cost(PRODUCT, "b", "e")) == (Cost(1, 5), Cost(1, 4))


def test_nine_paths_of_symbols_are_the_product_of_two_sums():
    alpha, beta, gamma, delta, epsilon, zeta = slopes = sympy.symbols("alpha beta gamma delta epsilon zeta")
    local = {"X": [], "Y": slopes[:3], "Z": slopes[3:]}
    factored = (alpha + beta + gamma) * (delta + epsilon + zeta)
    assert count_paths(NINE, "X", "Z") == 9
    assert sympy.expand(sum_over_paths(NINE, local, "X", "Z") - factored) == 0
    assert sympy.expand(reverse_sweep(NINE, local, "Z")["X"] - factored) == 0
    assert path_derivative(["X", "Y", "Z"], NINE, local) == factored
    assert walked(NINE, local, "X", "Z") == sympy.expand(factored)


def test_three_to_the_fortieth_paths_take_one_use_of_each_edge():
    chain = tripled_chain(40)
    local = {node: [1, 2, 3][: len(parents)] for node, parents in chain.items()}
    assert count_paths(chain, 0, 40) == 3**40
    assert sum_over_paths(chain, local, 0, 40) == reverse_sweep(chain, local, 40)[0] == 6**40
    assert forward_cost(chain, 0) == reverse_cost(chain, 40) == Cost(additions=80, multiplications=120)
    assert path_cost(chain, 0, 40) == Cost(3**40 - 1, 40 * 3**40)
    assert len(next(all_paths(chain, 0, 40))) == 40


def test_a_chain_of_a_hundred_thousand_nodes_is_no_deeper_than_any_other():
    chain = {i: [i - 1] if i else [] for i in reversed(range(100_000))}
    assert count_paths(chain, 0, 99_999) == 1
    assert len(next(all_paths(chain, 0, 99_999))) == 99_999


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: topological_order({"a": ["c"], "b": ["a"], "c": ["b"], "z": ["c"]}), "a cycle, a -> b -> c -> a: no"),
        (lambda: topological_order({"a": ["a"]}), "a cycle, a -> a: no order"),
        (lambda: topological_order({"c": ["a"]}), "c has the parent a, which is not a node of the graph"),
        (lambda: count_paths(NINE, "X", "W"), "W is not a node of the graph, expected one of X, Y, Z"),
        (lambda: list(all_paths(NINE, "V", "Z")), "V is not a node"),
        (lambda: path_cost(NINE, "X", "W"), "W is not a node"),
        (lambda: path_derivative(["a", "d"], PRODUCT, PRODUCT_LOCAL), "from a to d, but the parents of d are: b"),
        (lambda: path_derivative(["a", "f"], PRODUCT, PRODUCT_LOCAL), "f is not a node"),
        (lambda: reverse_sweep(NINE, {"Y": [1, 1, 1]}, "Z"), "local has 0 derivatives for Z, expected 3, one for each"),
        (lambda: forward_sweep(PRODUCT, {**PRODUCT_LOCAL, "a": [1]}, "a"), "1 derivatives for a, expected 0, .*: none"),
    ],
)
def test_what_is_no_graph_or_not_in_it_is_said_in_a_sentence(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        wrong()
