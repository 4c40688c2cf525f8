"""The four ways to all derivatives cost what they use: counted here edge by edge on graphs that are written out."""

import pytest

from bpcourse.autodiff.graph import all_paths, edges
from bpcourse.autodiff.jacobian_cost import JacobianCost, inputs_of, jacobian_cost, layered_graph, outputs_of

PRODUCT = {"a": [], "b": [], "c": ["a", "b"], "d": ["b"], "e": ["c", "d"]}


def test_the_costs_of_the_product_are_those_counted_by_hand():
    # From a: 2 edges; from b: 4. From e: all 5. Three paths of 2 edges. Four runs of 5 edges.
    assert jacobian_cost(PRODUCT) == JacobianCost(forward=6, reverse=5, paths=6, differences=20)


@pytest.mark.parametrize(("n", "m"), [(1, 1), (4, 1), (1, 5), (6, 2)])
def test_between_layers_a_sweep_uses_what_lies_behind_its_start(n, m):
    graph = layered_graph(n, 3, 3, m)
    cost = jacobian_cost(graph)
    assert (inputs_of(graph)[0], outputs_of(graph)[-1]) == ("x1", f"y{m}")
    assert cost.forward == n * (3 + 9 + 3 * m)
    assert cost.reverse == m * (3 * n + 9 + 3)
    assert cost.differences == 2 * n * len(edges(graph)) == 2 * n * (3 * n + 9 + 3 * m)
    assert cost.paths == sum(
        len(path) for x in inputs_of(graph) for y in outputs_of(graph) for path in all_paths(graph, x, y)
    )


def test_with_as_many_inputs_as_outputs_both_modes_cost_the_same():
    cost = jacobian_cost(layered_graph(4, 3, 4))
    assert cost.forward == cost.reverse


@pytest.mark.parametrize("sizes", [(3,), (3, 0, 1), (1, 1, 1, 1, 1, 1)])
def test_layers_that_cannot_be_are_refused(sizes):
    with pytest.raises(ValueError, match="expected two to five sizes of 1 or more"):
        layered_graph(*sizes)
