"""What the path explorer says: the title of its picture, the line below it, and the picture in words (chapter 04)."""

from bpcourse.autodiff.graph import Edge
from bpcourse.widgets.path_graphs import NINE, PathGraph
from bpcourse.widgets.shared import say


def edge_id(edge: Edge) -> str:
    """Name of an edge: "b>c>1" is the edge from b to c that stands second in the list of c."""
    return f"{edge.parent}>{edge.child}>{edge.place}"


def title(drawn: PathGraph, path: int, merge: int) -> str:
    """What to see in the picture."""
    wanted = f"∂{drawn.output}/∂{drawn.source}"
    if merge:
        last = merge == len(drawn.stages) - 1
        return f"One edge is left, and it carries {wanted}" if last else "Merged so far; each edge is used once"
    if path > len(drawn.paths):
        return f"Add over the paths: {wanted} = {say(drawn.total.number)}"
    if path:
        return f"Multiply along the path: {path} of {drawn.number_of_paths}"
    return "Values in blue; on every edge, how the node at its tip follows the node at its start"


def line(drawn: PathGraph, path: int, merge: int, picked: str) -> str:
    """The sentence under the picture: what was done last, with its numbers."""
    if picked:
        return _picked(drawn, picked)
    if merge:
        return _merged(drawn, merge)
    if path > len(drawn.paths):
        return _sum(drawn)
    if path:
        return _walked(drawn, path)
    if not drawn.paths:
        many = (
            f"{drawn.number_of_paths:,} paths lead from {drawn.source} to {drawn.output}, too many to walk: merge them."
        )
        return many if drawn.number_of_paths else ""
    return "Click an edge for its local derivative, or a node for its value."


def description(text: str, drawn: PathGraph, known: set[str], says: str) -> str:
    """The picture in sentences, for those who do not see it."""
    name = "Three edges from X to Y and three from Y to Z" if text == NINE else f"The graph of {text}"
    nodes = ", ".join(in_words(drawn, node) for node, lines in drawn.lines.items() if lines)
    on_edges = ", ".join(
        f"{edge.parent} to {edge.child}: {drawn.slope(edge).text if edge_id(edge) in known else 'not shown yet'}"
        for edge in drawn.edges
    )
    values = f" {nodes}." if nodes else ""
    return f"{name}.{values} Local derivatives on the edges: {on_edges}. {says}"


def rows(drawn: PathGraph, shown: set[str], path: int, merge: int) -> list[tuple[str, str, str | float]]:
    """The numbers of the picture as a table: name, what it is, value; only what the picture shows too."""
    found: list[tuple[str, str, str | float]] = [
        (node, lines[0], lines[-1]) for node, lines in drawn.lines.items() if lines
    ]
    for edge in drawn.edges:
        what = drawn.slope(edge).text if edge_id(edge) in shown else "not shown yet"
        found.append((f"∂{edge.child}/∂{edge.parent}", f"on the edge {edge.parent} → {edge.child}", what))
    for number, edges in enumerate(drawn.paths[:path], start=1):
        found.append((f"path {number}", _ways(drawn, edges), drawn.along(edges)))
    if path > len(drawn.paths) or 0 < merge == len(drawn.stages) - 1:
        found.append((f"∂{drawn.output}/∂{drawn.source}", "sum over the paths", drawn.total.number))
    return found


def in_words(drawn: PathGraph, node: str) -> str:
    """A node with its formula and its number: "c = a + b = 3"."""
    *formula, number = drawn.lines[node] or ("",)
    return f"{node} = {formula[0]} {number}" if formula else f"{node} {number}".rstrip()


def _picked(drawn: PathGraph, picked: str) -> str:
    edge = next((edge for edge in drawn.edges if edge_id(edge) == picked), None)
    if edge is None:
        return in_words(drawn, picked)
    slope, name = drawn.slope(edge), f"∂{edge.child}/∂{edge.parent}"
    twin = drawn.graph[edge.child].count(edge.parent) > 1
    alone = f" This is one of the edges from {edge.parent} to {edge.child}: it counts this use alone." if twin else ""
    others = dict.fromkeys(parent for parent in drawn.graph[edge.child] if parent != edge.parent)
    still = f" while {' and '.join(others)} {'stays' if len(others) == 1 else 'stay'} still" if others else ""
    formula = f", where {edge.child} = {drawn.lines[edge.child][0]}" if drawn.lines[edge.child] else ""
    moves = f"A small step of {edge.parent}{still} moves {edge.child} {say(slope.number)} times as far."
    return f"{name}: {slope.text}{formula}. {moves}{alone}"


def _walked(drawn: PathGraph, path: int) -> str:
    edges = drawn.paths[path - 1]
    ways = _ways(drawn, edges)
    factors = " · ".join(_bracketed(drawn.slope(edge).number) for edge in edges)
    letters = " · ".join(drawn.slope(edge).formula for edge in edges)
    named = f"{letters} = " if letters != factors and all(len(drawn.slope(edge).formula) < 8 for edge in edges) else ""
    product = say(drawn.along(edges))
    equals = f" = {product}" if len(edges) > 1 else ""
    return f"Path {path} of {drawn.number_of_paths}, {ways}: {named}{factors}{equals}."


def _sum(drawn: PathGraph) -> str:
    products = " + ".join(_bracketed(drawn.along(path)) for path in drawn.paths)
    equals = f" = {say(drawn.total.number)}" if len(drawn.paths) > 1 else ""
    return (
        f"∂{drawn.output}/∂{drawn.source} = {products}{equals}. That used edges {drawn.uses_walked} times, on "
        f"{drawn.number_of_paths} {'path' if drawn.number_of_paths == 1 else 'paths'}."
    )


def _merged(drawn: PathGraph, merge: int) -> str:
    stage = drawn.stages[merge]
    if stage.did == "add":
        parent, child = stage.at
        edge = next(edge for edge in stage.edges if (edge.parent, edge.child) == (parent, child))
        did = f"Edges side by side add: from {parent} to {child}, {edge.derivative.text}."
    else:
        did = f"Edges behind each other multiply: {stage.at} is taken out."
    if merge < len(drawn.stages) - 1:
        return did
    uses = f"Every edge was used once, {drawn.uses_merged} in all; walking uses edges {drawn.uses_walked} times."
    return f"{did} ∂{drawn.output}/∂{drawn.source} = {drawn.total.text}. {uses}"


def _bracketed(number: float) -> str:
    return f"({say(number)})" if number < 0 else say(number)


def _ways(drawn: PathGraph, edges: tuple[Edge, ...]) -> str:
    return " → ".join([drawn.source, *(edge.child for edge in edges)])
