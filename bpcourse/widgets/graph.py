"""The parts of a graph as a widget draws them: where they stand, what they show, how they are lit (chapters 02 to 06).

`front_end/graph.js` draws them; `script("graph", ...)` puts it before a widget's own script.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Look = Literal["", "fixed", "forward", "backward", "said"]
Lines = tuple[tuple[str, Look], ...]


@dataclass(frozen=True)
class Node:
    """A rounded box, or a circle of diameter `width`, around (x, y) in pixels from the left and from the top.

    `lines` stand under its name, each with its own look; `note` stands below the node. The look "" waits to be lit.
    `focus` says that the widget speaks about it now; `says` replaces what a screen reader says (name and lines).
    """

    id: str
    x: float
    y: float
    name: str = ""
    lines: Lines = ()
    look: Look = ""
    note: str = ""
    focus: bool = False
    round: bool = False
    width: float = 96
    height: float = 62
    says: str = ""


@dataclass(frozen=True)
class Edge:
    """An arrow from one node to another, with lines on it; `bend` bows it that many pixels to the right of its way.

    With `bend` None it is straight, or spread where several join the same two nodes.
    """

    id: str
    start: str
    end: str
    lines: Lines = ()
    look: Look = ""
    focus: bool = False
    bend: float | None = None
    says: str = ""


def graph_picture(title: str, nodes: Iterable[Node], edges: Iterable[Edge]) -> dict[str, Any]:
    """What graph.js draws. ValueError if two nodes or two edges share an id, or if an edge ends at no node."""
    nodes, edges = list(nodes), list(edges)
    for kind, parts in (("nodes", nodes), ("edges", edges)):
        ids = [part.id for part in parts]
        if repeated := sorted({one for one in ids if ids.count(one) > 1}):
            raise ValueError(f"two {kind} are called {', '.join(repeated)}, expected an id of its own for each")
    known = {node.id for node in nodes}
    for edge in edges:
        if not {edge.start, edge.end} <= known:
            raise ValueError(f"the edge {edge.id} leads from {edge.start} to {edge.end}, expected two of the nodes")
    return {"title": title, "nodes": [asdict(node) for node in nodes], "edges": [asdict(edge) for edge in edges]}
