"""The 2-2-2 network as a graph to draw: where its parts stand, and which of them are lit (chapter 02)."""

from collections.abc import Collection, Mapping
from typing import Any

from bpcourse.widgets.graph import Edge, Lines, Look, Node, graph_picture
from bpcourse.widgets.network_numbers import COMPUTED, UNITS, WIRES
from bpcourse.widgets.shared import say

# pixels from the left and from the top, in a picture of 890 x 420
UPPER, LOWER, ABOVE, BELOW = 140, 296, 60, 376
COLUMNS = {"x": 50, "h": 300, "o": 562, "E": 744}
SUM = (838, (UPPER + LOWER) / 2)
WAITS = "?"


def network_picture(
    now: Mapping[str, float],
    step: int,
    focus: str = "",
    before: Mapping[str, float] | None = None,
    said: Collection[str] = (),
) -> dict[str, Any]:
    """The network with the first `step` numbers of its forward pass lit; `focus` names the number to look at.

    `before` gives the numbers to recall under each output; `said` names the units that the reader predicted to move.
    """
    lit = set(COMPUTED[:step])

    def value(name: str) -> str:
        return say(now[name]) if name in lit else WAITS

    def unit_node(unit: str) -> Node:
        net, out = f"net_{unit}", f"out_{unit}"
        lines: Lines = ((f"net {value(net)}", _look(net in lit)), (f"out {value(out)}", _look(out in lit)))
        recalled = before and unit in ("o1", "o2") and before[out] != now[out]
        return Node(
            unit,
            COLUMNS[unit[0]],
            _row(unit),
            name=unit,
            lines=lines,
            look="said" if unit in said else _look(net in lit),
            note=f"was {say(before[out])}" if before and recalled else "",
            focus=focus in (net, out),
            width=104,
            height=66,
        )

    def given(name: str, x: float, y: float, used: bool, look: Look) -> Node:
        lines: Lines = ((say(now[name]), ""),)
        return Node(name, x, y, name, lines, look if used else "", focus=focus == name, width=66, height=42)

    nodes = [given(name, COLUMNS["x"], _row(name), True, "fixed") for name in ("x1", "x2")]
    edges = []
    for unit in UNITS:
        used, on = f"net_{unit}" in lit, focus == f"net_{unit}"
        nodes.append(unit_node(unit))
        nodes.append(given(f"b_{unit}", COLUMNS[unit[0]], _beside(unit), used, "forward"))
        edges.append(Edge(f"b_{unit} to {unit}", f"b_{unit}", unit, look=_look(used), focus=on))
        for source, weight in WIRES[unit]:
            label: Lines = ((f"{weight} {say(now[weight])}", ""),)
            start = source.removeprefix("out_")
            edges.append(Edge(weight, start, unit, label, _look(used), focus=on or focus == weight))
    for k in ("1", "2"):
        error, used = f"E_o{k}", f"E_o{k}" in lit
        on = focus == error
        lines: Lines = ((value(error), _look(used)),)
        nodes.append(Node(error, COLUMNS["E"], _row(error), error, lines, _look(used), focus=on, width=84, height=46))
        nodes.append(given(f"t{k}", COLUMNS["E"], _beside(error), used, "fixed"))
        edges.append(Edge(f"t{k} to {error}", f"t{k}", error, look=_look(used), focus=on))
        edges.append(Edge(f"o{k} to {error}", f"o{k}", error, look=_look(used), focus=on))
        edges.append(Edge(f"{error} to E", error, "E", look=_look("E" in lit), focus=focus == "E"))
    total: Lines = ((value("E"), _look("E" in lit)),)
    nodes.append(Node("E", *SUM, "E", total, _look("E" in lit), focus=focus == "E", width=84, height=46))
    return graph_picture(_title(step), nodes, edges)


def _look(lit: bool) -> Look:
    return "forward" if lit else ""


def _row(name: str) -> float:
    return UPPER if name.endswith("1") else LOWER


def _beside(name: str) -> float:
    return ABOVE if name.endswith("1") else BELOW


def _title(step: int) -> str:
    if step == 0:
        return "Nothing is computed yet: the inputs wait at the left"
    if step == len(COMPUTED):
        return "Every number follows from those to its left"
    return f"The values move to the right: {COMPUTED[step - 1]} is number {step} of {len(COMPUTED)}"
