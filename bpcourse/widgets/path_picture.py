"""A graph as the path explorer draws it: slopes as far as they are known, a path lit, or edges merged (chapter 04)."""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from bpcourse.autodiff.graph import Edge
from bpcourse.autodiff.graph_layout import Layout, layered_layout
from bpcourse.autodiff.merging import Stage
from bpcourse.widgets import graph as picture
from bpcourse.widgets.path_graphs import PathGraph
from bpcourse.widgets.path_words import edge_id, in_words
from bpcourse.widgets.shared import say

WIDTH, HEIGHT = 860, 380
TITLE = 26  # pixels that the title takes


def paths_picture(
    title: str,
    drawn: PathGraph,
    known: Collection[str],
    path: Collection[Edge] = (),
    focus: str = "",
) -> dict[str, Any]:
    """The whole graph: the slopes of the `known` edges are written on them, the edges of `path` are lit."""
    layout = _layout(drawn)
    room = _room(layout)
    on_path = {node for edge in path for node in (edge.parent, edge.child)}
    edges = []
    for edge, bow in layout.bows.items():
        slope = drawn.slope(edge)
        name = edge_id(edge)
        lit = edge in path
        shown = lit or name in known
        look: picture.Look = "backward" if lit else "fixed" if shown else ""
        text = slope.text if len(slope.text) <= room else say(slope.number)
        lines: picture.Lines = ((text, "backward"),) if shown else ()
        says = f"edge from {edge.parent} to {edge.child}" + (f": {slope.text}" if shown else "")
        edges.append(picture.Edge(name, edge.parent, edge.child, lines, look, lit or name == focus, bow, says))
    nodes = [_node(drawn, node, layout, node in on_path or node == focus) for node in drawn.graph]
    return picture.graph_picture(title, nodes, edges)


def merged_picture(title: str, drawn: PathGraph, stage: Stage) -> dict[str, Any]:
    """What is left after merging: edges that stand for several, and the nodes that they join."""
    layout = _layout(drawn)
    left = {node for edge in stage.edges for node in (edge.parent, edge.child)}
    pairs = [(edge.parent, edge.child) for edge in stage.edges]
    bows = {(edge.parent, edge.child): bow for edge, bow in layout.bows.items()}
    edges = []
    for edge in stage.edges:
        pair = (edge.parent, edge.child)
        new = pair == stage.at if stage.did == "add" else pair not in bows
        name = f"{edge.parent}>{edge.child}>{edge.number}" if stage.did == "nothing" else f"{pair} {edge.number}"
        lines = _in_two(edge.derivative.formula, edge.derivative.text)
        bow = None if pairs.count(pair) > 1 else bows.get(pair) or 0.0
        edges.append(picture.Edge(name, *pair, tuple((line, "backward") for line in lines), "backward", new, bow))
    nodes = [_node(drawn, node, layout, False) for node in drawn.graph if node in left]
    return picture.graph_picture(title, nodes, edges)


def _in_two(formula: str, text: str) -> Sequence[str]:
    """A long formula gets its number on a line of its own."""
    return (text,) if len(text) < 20 or text == formula else (formula, text.removeprefix(formula).strip())


def _layout(drawn: PathGraph) -> Layout:
    layout = layered_layout(drawn.graph, WIDTH, HEIGHT - TITLE, margin=58.0)
    return Layout({node: (x, y + TITLE) for node, (x, y) in layout.places.items()}, layout.bows)


def _node(drawn: PathGraph, node: str, layout: Layout, focus: bool) -> picture.Node:
    lines: picture.Lines = tuple((line, "forward" if line.startswith("=") else "") for line in drawn.lines[node])
    height = 26 + 17 * len(lines)
    look: picture.Look = "forward" if lines else "fixed"
    width, says = _width(layout), in_words(drawn, node)
    at = layout.places[node]
    return picture.Node(node, *at, node, lines, look, focus=focus, width=width, height=height, says=says)


def _width(layout: Layout) -> float:
    """Of a node: narrower where many columns stand side by side."""
    return min(96.0, 0.62 * WIDTH / len({x for x, _ in layout.places.values()}))


def _room(layout: Layout) -> int:
    """How many letters fit on an edge between two neighbouring columns."""
    columns = sorted({x for x, _ in layout.places.values()})
    gap = min((right - left for left, right in pairwise(columns)), default=WIDTH)
    return int((gap - _width(layout) - 24) / 7)
