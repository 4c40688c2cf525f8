"""A sweep as the sweep explorer draws it: who holds what, what is on its way, which edges were used (chapter 05)."""

from typing import Any

from bpcourse.autodiff.graph import edges
from bpcourse.autodiff.graph_layout import layered_layout
from bpcourse.widgets import graph as picture
from bpcourse.widgets.shared import say
from bpcourse.widgets.sweep_steps import LOCAL, PRODUCT, VALUES, Arrival, Message, graph_between, used_by_sweep

WIDTH, HEIGHT, TITLE = 860, 340, 26
LOOK: dict[str, picture.Look] = {"forward": "forward", "reverse": "backward"}


def derivative(mode: str, start: str, node: str) -> str:
    """What a node holds: how it moves with the start, or how the start moves with it."""
    return f"∂{node}/∂{start}" if mode == "forward" else f"∂{start}/∂{node}"


def inputs_and_outputs(n: int, m: int) -> str:
    """Both ends in words: "4 inputs, 1 output"."""
    return f"{n} input{'s' * (n > 1)}, {m} output{'s' * (m > 1)}"


def product_picture(mode: str, start: str, steps: list[Arrival], step: int) -> dict[str, Any]:
    """The graph of e = (a + b)(b + 1) after so many steps; arrows point the way that messages run."""
    look, done = LOOK[mode], {arrival.node: arrival for arrival in steps[:step]}
    last = steps[step - 1].node if step else ""
    places = layered_layout(PRODUCT, WIDTH, HEIGHT - TITLE, margin=76.0).places
    sent = {message.edge: message for arrival in done.values() for message in arrival.messages}
    nodes = []
    for node, (x, y) in places.items():
        held = f"{derivative(mode, start, node)} = {say(done[node].holds)}" if node in done else ""
        lines: picture.Lines = ((held, look),) if held else (("waits", ""),)
        if mode == "forward" and step and not PRODUCT[node] and node != start:
            lines = ((f"{derivative(mode, start, node)} = 0", "fixed"),)
        name = f"{node} = {say(VALUES[node])}"
        lit: picture.Look = look if node in done else ""
        nodes.append(
            picture.Node(
                node, x, y + TITLE, name, lines, lit, focus=node == last, width=112, says=f"{name}, {lines[0][0]}"
            )
        )
    drawn = []
    for edge in edges(PRODUCT):
        message = sent.get(edge)
        ends = (edge.parent, edge.child) if mode == "forward" else (edge.child, edge.parent)
        text = _sum(message) if message else say(LOCAL[edge.child][edge.place])
        name = f"{edge.parent}>{edge.child}>{edge.place}"
        used: picture.Look = look if message else ""
        now = message is not None and last == ends[1]
        says = f"from {ends[0]} to {ends[1]}: {text}"
        drawn.append(picture.Edge(name, *ends, ((text, used),), used, now, 0.0, says))
    return picture.graph_picture(_title(mode, start, step, len(steps)), nodes, drawn)


def layers_picture(mode: str, n: int, m: int, sweep: int) -> dict[str, Any]:
    """The graph in layers, with the edges that the sweep of this number uses; 0 is none yet."""
    graph = graph_between(n, m)
    ends = [node for node in graph if node[0] == ("x" if mode == "forward" else "y")]
    start = ends[sweep - 1] if sweep else ""
    used = set(used_by_sweep(graph, mode, start)) if start else set()
    reached = {node for edge in used for node in (edge.parent, edge.child)}
    places = layered_layout(graph, WIDTH, HEIGHT - TITLE, margin=34.0).places
    nodes = [
        picture.Node(
            node, x, y + TITLE, node, (), LOOK[mode] if node in reached else "", "", node == start, True, 36, 36
        )
        for node, (x, y) in places.items()
    ]
    drawn = []
    for edge in edges(graph):
        way = (edge.parent, edge.child) if mode == "forward" else (edge.child, edge.parent)
        look: picture.Look = LOOK[mode] if edge in used else ""
        drawn.append(picture.Edge(f"{edge.parent}>{edge.child}>{edge.place}", *way, (), look, False, 0.0))
    title = (
        f"Sweep {sweep} of {len(ends)}: {mode}, from {start}" if sweep else f"{inputs_and_outputs(n, m)}, no sweep yet"
    )
    return picture.graph_picture(title, nodes, drawn)


def _sum(message: Message) -> str:
    return f"{say(message.slope)} · {say(message.held)} = {say(message.number)}"


def _title(mode: str, start: str, step: int, last: int) -> str:
    what = f"how everything moves with {start}" if mode == "forward" else f"how {start} moves with everything"
    name = "Forward" if mode == "forward" else "Reverse"
    return f"{name}, from {start}: {what}" + (f" (step {step} of {last})" if step else "")
