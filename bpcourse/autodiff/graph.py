"""Computational graphs in plain dictionaries: order, paths, and the two sweeps with their cost (chapters 04 and 05).

A graph is {node: [parents]}, and an input has the parents []. Beside it stands local, {node: [d node / d parent, in the
same order]}. A parent may be listed twice: those are two edges. A derivative is a sum over paths: multiply along each,
add over all. There may be 3^40 of them. A sweep gets the same sum by using each edge once.

Local derivatives may be numbers or SymPy expressions: all that happens to them is `*` and `+`.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

Graph = Mapping[Any, Sequence[Any]]
Local = Mapping[Any, Sequence[Any]]


class Edge(NamedTuple):
    """An edge of a graph: child = f(..., parent, ...), with the parent in this place of the child's list."""

    parent: Any
    child: Any
    place: int


@dataclass(frozen=True)
class Cost:
    """Arithmetic of a derivative: one multiplication for each use of an edge, one addition for each further term."""

    additions: int
    multiplications: int


def edges(graph: Graph) -> list[Edge]:
    """Every edge, child by child in the order of the graph. ValueError if a parent is not a node."""
    for child, parents in graph.items():
        for parent in parents:
            if parent not in graph:
                raise ValueError(
                    f"{child} has the parent {parent}, which is not a node of the graph; an input is listed with []"
                )
    return [Edge(parent, child, place) for child, parents in graph.items() for place, parent in enumerate(parents)]


def topological_order(graph: Graph) -> list[Any]:
    """The nodes, parents before children, in time linear in the edges (Kahn, 1962). ValueError names a cycle."""
    outgoing = _outgoing(graph)
    missing = {node: len(parents) for node, parents in graph.items()}
    ready = deque(node for node, how_many in missing.items() if how_many == 0)
    order = []
    while ready:
        node = ready.popleft()
        order.append(node)
        for edge in outgoing[node]:
            missing[edge.child] -= 1
            if missing[edge.child] == 0:
                ready.append(edge.child)
    if len(order) < len(graph):
        raise ValueError(f"the graph has a cycle, {_cycle(graph, set(order))}: no order has all parents first")
    return order


def count_paths(graph: Graph, source: Any, target: Any) -> int:
    """The number of paths from source to target, in linear time: the sum over paths with every edge equal to 1."""
    ones = {node: [1] * len(parents) for node, parents in graph.items()}
    return int(sum_over_paths(graph, ones, source, target))


def all_paths(graph: Graph, source: Any, target: Any) -> Iterator[tuple[Edge, ...]]:
    """Every path from source to target, one at a time, each as its edges. Only for graphs with few paths."""
    _known(graph, source, target)
    leading = set(_used_backward(graph, target))
    outgoing = {node: [edge for edge in out if edge in leading] for node, out in _outgoing(graph).items()}
    path: list[Edge] = []
    choices = [iter(outgoing[source])]
    if source == target:
        yield ()
    while choices:
        edge = next(choices[-1], None)
        if edge is not None:
            path.append(edge)
            if edge.child == target:
                yield tuple(path)
            choices.append(iter(outgoing[edge.child]))
        else:
            choices.pop()
            del path[-1:]


def path_derivative(path: Sequence[Any], graph: Graph, local: Local) -> Any:
    """Product of the local derivatives along a path of nodes, source first.

    Where a parent is listed twice, the step from it takes both edges, and their derivatives add. ValueError if two
    neighbours in the path are not joined by an edge.
    """
    _check(graph, local)
    _known(graph, *path)
    derivative: Any = 1
    for parent, child in pairwise(path):
        steps = [slope for slope, p in zip(local[child], graph[child], strict=True) if p == parent]
        if not steps:
            parents = _list(graph[child])
            raise ValueError(f"the path goes from {parent} to {child}, but the parents of {child} are: {parents}")
        derivative = derivative * sum(steps[1:], steps[0])
    return derivative


def sum_over_paths(graph: Graph, local: Local, source: Any, target: Any) -> Any:
    """d target / d source, in linear time: multiply along each path, add over the paths. 0 if there is none."""
    _known(graph, source, target)
    return forward_sweep(graph, local, source)[target]


def forward_sweep(graph: Graph, local: Local, source: Any) -> dict[Any, Any]:
    """{node: d node / d source} for every node, parents first. Each edge behind the source is used once."""
    _check(graph, local)
    used = _used_forward(graph, source)
    derivative: dict[Any, Any] = {**dict.fromkeys(graph, 0), source: 1}
    reached = {source}
    for edge in used:
        term = local[edge.child][edge.place] * derivative[edge.parent]
        derivative[edge.child] = derivative[edge.child] + term if edge.child in reached else term
        reached.add(edge.child)
    return derivative


def reverse_sweep(graph: Graph, local: Local, output: Any) -> dict[Any, Any]:
    """{node: d output / d node} for every node, children first. Each edge that leads to the output is used once."""
    _check(graph, local)
    used = _used_backward(graph, output)
    derivative: dict[Any, Any] = {**dict.fromkeys(graph, 0), output: 1}
    reached = {output}
    for edge in used:
        term = local[edge.child][edge.place] * derivative[edge.child]
        derivative[edge.parent] = derivative[edge.parent] + term if edge.parent in reached else term
        reached.add(edge.parent)
    return derivative


def forward_cost(graph: Graph, source: Any) -> Cost:
    """What `forward_sweep` takes: one input, all nodes."""
    used = _used_forward(graph, source)
    return Cost(len(used) - len({edge.child for edge in used}), len(used))


def reverse_cost(graph: Graph, output: Any) -> Cost:
    """What `reverse_sweep` takes: one output, all nodes."""
    used = _used_backward(graph, output)
    return Cost(len(used) - len({edge.parent for edge in used}), len(used))


def path_cost(graph: Graph, source: Any, target: Any) -> Cost:
    """What walking every path takes for one derivative. Computed in linear time, without walking them."""
    _known(graph, source, target)
    paths, steps = dict.fromkeys(graph, 0), dict.fromkeys(graph, 0)
    paths[source] = 1
    for edge in _used_forward(graph, source):
        paths[edge.child] += paths[edge.parent]
        steps[edge.child] += steps[edge.parent] + paths[edge.parent]
    return Cost(max(paths[target] - 1, 0), steps[target])


def _used_forward(graph: Graph, source: Any) -> list[Edge]:
    """The edges that lie behind the source, each after all the edges into its parent."""
    _known(graph, source)
    reached, used = {source}, []
    for node in topological_order(graph):
        into = [Edge(parent, node, place) for place, parent in enumerate(graph[node]) if parent in reached]
        if into and node != source:
            reached.add(node)
            used += into
    return used


def _used_backward(graph: Graph, output: Any) -> list[Edge]:
    """The edges that lead to the output, each after all the edges out of its child."""
    _known(graph, output)
    reached, used = {output}, []
    for node in reversed(topological_order(graph)):
        if node in reached:
            reached.update(graph[node])
            used += [Edge(parent, node, place) for place, parent in enumerate(graph[node])]
    return used


def _outgoing(graph: Graph) -> dict[Any, list[Edge]]:
    outgoing: dict[Any, list[Edge]] = {node: [] for node in graph}
    for edge in edges(graph):
        outgoing[edge.parent].append(edge)
    return outgoing


def _cycle(graph: Graph, ordered: set[Any]) -> str:
    """One cycle among the nodes that found no place in the order, written along its edges."""
    node = next(node for node in graph if node not in ordered)
    walk: list[Any] = []
    while node not in walk:
        walk.append(node)
        node = next(parent for parent in graph[node] if parent not in ordered)
    return " -> ".join(map(str, [node, *reversed(walk[walk.index(node) :])]))


def _known(graph: Graph, *nodes: Any) -> None:
    for node in nodes:
        if node not in graph:
            raise ValueError(f"{node} is not a node of the graph, expected one of {_list(graph)}")


def _check(graph: Graph, local: Local) -> None:
    for node, parents in graph.items():
        given = len(local.get(node, ()))
        if given != len(parents):
            wanted = f"expected {len(parents)}, one for each parent: {_list(parents)}"
            raise ValueError(f"local has {given} derivatives for {node}, {wanted}")


def _list(nodes: Any) -> str:
    return ", ".join(map(str, nodes)) or "none"
