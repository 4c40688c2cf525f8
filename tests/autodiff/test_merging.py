"""Merging paths: one edge is left, it carries the sum over all paths, and every edge was used once."""

from dataclasses import dataclass

import pytest
import sympy
from hypothesis import given

from bpcourse.autodiff.graph import edges, sum_over_paths
from bpcourse.autodiff.merging import merge_paths
from tests.autodiff.test_graph import NINE, PRODUCT, PRODUCT_LOCAL, graphs, tripled_chain

GREEK = sympy.symbols("alpha beta gamma delta epsilon zeta")


@given(graphs())
def test_what_is_left_is_the_sum_over_paths(drawn):
    graph, local = drawn
    for source in graph:
        for target in set(graph) - {source}:
            *_, last = merge_paths(graph, local, source, target)
            total = sum_over_paths(graph, local, source, target)
            assert [edge.derivative for edge in last.edges] in ([total], [] if total == 0 else [total])


@given(graphs())
def test_edges_of_a_stage_can_be_told_apart_and_end_at_its_nodes(drawn):
    graph, local = drawn
    for stage in merge_paths(graph, local, min(graph), max(graph)) if len(graph) > 1 else []:
        names = [(edge.parent, edge.child, edge.number) for edge in stage.edges]
        assert len(set(names)) == len(names)
        assert {node for edge in stage.edges for node in (edge.parent, edge.child)} <= set(graph)


@dataclass
class Used:
    """A slope that counts how often it is used as it came from the graph."""

    uses: list
    fresh: bool = True

    def _joined(self, other):
        self.uses += [1 for slope in (self, other) if slope.fresh]
        return Used(self.uses, fresh=False)

    __add__ = __mul__ = _joined


def test_every_edge_is_used_once_where_three_to_the_fortieth_paths_could_be_walked():
    chain = tripled_chain(40)
    uses = []
    merge_paths(chain, {node: [Used(uses) for _ in parents] for node, parents in chain.items()}, 0, 40)
    assert len(uses) == len(edges(chain)) == 120


def test_nine_paths_are_merged_into_the_product_of_two_sums():
    alpha, beta, gamma, delta, epsilon, zeta = GREEK
    stages = merge_paths(NINE, {"X": [], "Y": GREEK[:3], "Z": GREEK[3:]}, "X", "Z")
    assert [(stage.did, stage.at, len(stage.edges)) for stage in stages] == [
        ("nothing", None, 6),
        ("add", ("X", "Y"), 4),
        ("add", ("Y", "Z"), 2),
        ("multiply", "Y", 1),
    ]
    assert stages[-1].edges[0].derivative == (alpha + beta + gamma) * (delta + epsilon + zeta)


def test_paths_that_share_only_their_ends_are_multiplied_before_they_are_added():
    stages = merge_paths(PRODUCT, PRODUCT_LOCAL, "b", "e")
    assert [stage.did for stage in stages] == ["nothing", "multiply", "multiply", "add"]
    assert [edge.derivative for edge in stages[-2].edges] == [2, 3]
    assert stages[-1].edges[0].derivative == 5


def test_a_node_and_itself_have_no_edge_between_them():
    with pytest.raises(ValueError, match="source and target are both b, expected two nodes"):
        merge_paths(PRODUCT, PRODUCT_LOCAL, "b", "b")
