"""Merging the paths of a graph into one edge: add edges that lie side by side, multiply edges behind each other.

What is left in the end is a single edge whose derivative is the sum over all paths, in factored form (chapter 04).
Nodes are taken out parents first, so that everything which arrives at a node is one edge by then, and is used once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal

from bpcourse.autodiff.graph import Graph, Local, edges, reverse_sweep, sum_over_paths, topological_order


@dataclass(frozen=True)
class Joined:
    """An edge that stands for every way from one node to another that has been merged so far; a number for each."""

    parent: Any
    child: Any
    derivative: Any
    number: int  # names it among those between the same nodes, and stays its own


@dataclass(frozen=True)
class Stage:
    """What is left of the graph, and what was done last: edges added, or multiplied through the node `at`."""

    edges: tuple[Joined, ...]
    did: Literal["nothing", "add", "multiply"] = "nothing"
    at: Any = None  # the node that was taken out, or (parent, child) of the edges that were added


def merge_paths(graph: Graph, local: Local, source: Any, target: Any) -> list[Stage]:
    """The stages from the edges between source and target down to one edge, whose derivative is d target / d source.

    Derivatives may be anything with `*` and `+`. The last stage has no edge if there is no path. ValueError if source
    and target are the same node.
    """
    if source == target:
        raise ValueError(f"source and target are both {source}, expected two nodes")
    ones = {node: [1] * len(parents) for node, parents in graph.items()}
    behind = {node for node in graph if sum_over_paths(graph, ones, source, node)}
    leads = {node for node, paths in reverse_sweep(graph, ones, target).items() if paths}
    between = behind & leads
    left = [
        Joined(edge.parent, edge.child, local[edge.child][edge.place], edge.place)
        for edge in edges(graph)
        if edge.parent in between and edge.child in between
    ]
    stages = [Stage(tuple(left))]
    stages += _added(stages[-1])
    for node in topological_order(graph):
        if node in between and node not in (source, target):
            stages.append(_multiplied(stages[-1], node))
            stages += _added(stages[-1])
    return stages


def _added(stage: Stage) -> Iterator[Stage]:
    """Add up edges that join the same two nodes, one pair of nodes at a time, until there are none."""
    pairs = [(edge.parent, edge.child) for edge in stage.edges]
    for pair in dict.fromkeys(pairs):
        if pairs.count(pair) > 1:
            together = [edge for edge in stage.edges if (edge.parent, edge.child) == pair]
            total = together[0].derivative
            for edge in together[1:]:
                total = total + edge.derivative
            merged = Joined(*pair, total, together[0].number)
            kept = [edge for edge in stage.edges if edge == together[0] or edge not in together]
            stage = Stage(tuple(merged if edge == together[0] else edge for edge in kept), "add", pair)
            yield stage


def _multiplied(stage: Stage, node: Any) -> Stage:
    """Take a node out: the one edge into it is multiplied by each edge out of it."""
    [into] = [edge for edge in stage.edges if edge.child == node]
    kept = [edge for edge in stage.edges if node not in (edge.parent, edge.child)]
    numbers = count(1 + max((edge.number for edge in kept if edge.parent == into.parent), default=-1))
    through = [
        Joined(into.parent, edge.child, into.derivative * edge.derivative, next(numbers))
        for edge in stage.edges
        if edge.parent == node
    ]
    return Stage((*kept, *through), "multiply", node)
