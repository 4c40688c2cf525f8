"""Where the nodes of a graph stand in a picture: in layers, inputs left, every edge to the right (chapters 04 to 06).

The layer of a node is the length of its longest path from an input. Within a layer, nodes are sorted by the mean place
of their neighbours, a few times over (Sugiyama, Tagawa and Toda, 1981). An edge over several layers gets a place of its
own in each of them, so that it need not run through a node, and is drawn bowed to pass there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Any

from bpcourse.autodiff.graph import Edge, Graph, edges, topological_order

SWEEPS = 8
NARROW = 0.6  # the share of a node's room that an edge in passing takes
STRAIGHT = 6.0  # a smaller bow is none


@dataclass(frozen=True)
class Layout:
    """The middle of each node, in pixels from the left and from the top, and by how much each edge bows.

    A bow is to the right of the edge's way. Edges that join the same two nodes are left to whoever draws them: None.
    """

    places: dict[Any, tuple[float, float]]
    bows: dict[Edge, float | None]


def layered_layout(graph: Graph, width: float, height: float, margin: float = 60.0) -> Layout:
    """Places for all nodes, their middles at least `margin` from every side of a picture of this size.

    ValueError for a cycle or a parent that is no node.
    """
    layer = layers(graph)
    stops = {edge: _stops(edge, layer) for edge in edges(graph)}  # node, places in passing, node
    columns: list[list[Any]] = [[] for _ in range(max(layer.values(), default=0) + 1)]
    for node in graph:
        columns[layer[node]].append(node)
    for way in stops.values():
        for number, stop in enumerate(way[1:-1], start=layer[way[0]] + 1):
            columns[number].append(stop)
    _untangle(columns, [pair for way in stops.values() for pair in pairwise(way)])
    at = {}
    across = (width - 2 * margin) / max(len(columns) - 1, 1)
    for number, column in enumerate(columns):
        x = margin + number * across if len(columns) > 1 else width / 2
        at.update({stop: (x, y) for stop, y in zip(column, _heights(column, graph, height, margin), strict=True)})
    places = {node: at[node] for node in graph}
    return Layout(places, {edge: _bow(edge, [at[stop] for stop in stops[edge]], graph) for edge in stops})


def layers(graph: Graph) -> dict[Any, int]:
    """The layer of each node: 0 for an input that feeds a node of layer 1, else the most edges on a path to it.

    An input that is first used late stands just before its first use.
    """
    layer: dict[Any, int] = {}
    for node in topological_order(graph):
        layer[node] = 1 + max((layer[parent] for parent in graph[node]), default=-1)
    for node, parents in graph.items():
        uses = [layer[child] for child, of in graph.items() if node in of]
        if not parents and uses:
            layer[node] = min(uses) - 1
    return layer


def _stops(edge: Edge, layer: Mapping[Any, int]) -> list[Any]:
    between = [(edge, number) for number in range(layer[edge.parent] + 1, layer[edge.child])]
    return [edge.parent, *between, edge.child]


def _untangle(columns: list[list[Any]], pairs: Sequence[tuple[Any, Any]]) -> None:
    """Sort every column by the mean place of its neighbours in the column before, then after, and so on."""
    left: dict[Any, list[Any]] = {}
    right: dict[Any, list[Any]] = {}
    for one, other in pairs:
        right.setdefault(one, []).append(other)
        left.setdefault(other, []).append(one)
    for sweep in range(SWEEPS):
        order, neighbours = (columns[1:], left) if sweep % 2 == 0 else (columns[-2::-1], right)
        for column in order:
            # A place is counted from the middle of its column, so that columns of different lengths agree.
            place = {stop: i - (len(c) - 1) / 2 for c in columns for i, stop in enumerate(c)}
            mean = {stop: _mean([place[n] for n in neighbours.get(stop, [])], place[stop]) for stop in column}
            column.sort(key=lambda stop, mean=mean: mean[stop])  # type: ignore[misc]


def _mean(numbers: Sequence[float], default: float) -> float:
    return sum(numbers) / len(numbers) if numbers else default


def _heights(column: Sequence[Any], graph: Graph, height: float, margin: float) -> list[float]:
    """Heights from top to bottom, centred; an edge in passing takes less room than a node."""
    room = [1.0 if stop in graph else NARROW for stop in column]
    middles = [sum(room[:i]) + room[i] / 2 for i in range(len(room))]
    each = (height - 2 * margin) / max(sum(room) - 1.0, 1.0)
    each = min(each, height / 2 - margin + 40.0)
    return [height / 2 + (middle - sum(room) / 2) * each for middle in middles]


def _bow(edge: Edge, way: Sequence[tuple[float, float]], graph: Graph) -> float | None:
    """How far the middle of the edge's way through its stops lies to the right of the straight line."""
    if graph[edge.child].count(edge.parent) > 1:
        return None
    (x0, y0), (x1, y1) = way[0], way[-1]
    inside = way[1:-1]
    if not inside:
        return 0.0
    along = [(x - x0) / (x1 - x0) for x, _ in inside]
    aside = max((y - (y0 + t * (y1 - y0)) for t, (_, y) in zip(along, inside, strict=True)), key=abs)
    bow = aside * (x1 - x0) / hypot(x1 - x0, y1 - y0)  # from a height to a distance from the line
    return bow if abs(bow) > STRAIGHT else 0.0
