"""Both sweeps over one graph, and what they cost as its ends grow (chapter 05)."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from bpcourse.autodiff.graph import Graph, Local, forward_sweep, reverse_sweep
from bpcourse.autodiff.graph_layout import layered_layout
from bpcourse.autodiff.jacobian_cost import jacobian_cost, layered_graph
from bpcourse.plots.graphs import Arrow, draw_arrow, draw_box
from bpcourse.plots.picture import Picture
from bpcourse.plots.style import BACKWARD, FIXED, FORWARD, QUIET, course_style, drawing_axes, new_figure

WIDTH, ROW, TITLE = 900, 204, 40
A, B = 2, 1
GRAPH: Graph = {"a": [], "b": [], "c": ["a", "b"], "d": ["b"], "e": ["c", "d"]}
WIDTHS_BETWEEN = (3, 3)  # two layers between the inputs and the outputs


def two_sweeps() -> Picture:
    """e = (a + b)(b + 1) at a = 2, b = 1: above, how every node moves with b; below, how e moves with every node."""
    c, d = A + B, B + 1
    values = {"a": A, "b": B, "c": c, "d": d, "e": c * d}
    local = {"a": [], "b": [], "c": [1, 1], "d": [1], "e": [d, c]}
    up, down = forward_sweep(GRAPH, local, "b"), reverse_sweep(GRAPH, local, "e")
    with course_style():
        figure = new_figure(WIDTH, TITLE + 2 * ROW + 26)
        axes = drawing_axes(figure)
        axes.text(26, 30, "Forward: how everything moves with b", fontsize=12, weight="bold", color=FORWARD)
        lower = TITLE + ROW + 14
        axes.text(26, lower + 14, "Reverse: how e moves with everything", fontsize=12, weight="bold", color=BACKWARD)
        _row(axes, TITLE + 8, values, local, {node: f"∂{node}/∂b = {slope}" for node, slope in up.items()}, "b")
        _row(axes, lower + 12, values, local, {node: f"∂e/∂{node} = {slope}" for node, slope in down.items()}, "")
    alt = (
        "The graph of e = (a + b)(b + 1) twice, at a = 2, b = 1. Above, a forward sweep from b, along the arrows: "
        + ", ".join(f"∂{node}/∂b = {slope}" for node, slope in up.items())
        + ". Below, a reverse sweep from e, against the arrows: "
        + ", ".join(f"∂e/∂{node} = {slope}" for node, slope in reversed(down.items()))
        + f". Both find ∂e/∂b = {up['e']}; only the reverse sweep finds ∂e/∂a = {down['a']} as well."
    )
    return Picture(figure, alt, {"forward": [*up.values()], "reverse": [*down.values()]})


def _row(
    axes: Axes, top: float, values: Mapping[str, int], local: Local, words: Mapping[str, str], source: str
) -> None:
    """One sweep: forward from the source, or backward from e where there is none."""
    layout = layered_layout(GRAPH, WIDTH, ROW, margin=48)
    at = {node: (100 + (x - 48) * 0.87, y + top) for node, (x, y) in layout.places.items()}
    for edge in layout.bows:
        label = f"{local[edge.child][edge.place]}"
        if source:
            color = FIXED if edge.parent == "a" else FORWARD
            draw_arrow(axes, Arrow(at[edge.parent], at[edge.child], label, color, 2.2))
        else:
            draw_arrow(axes, Arrow(at[edge.child], at[edge.parent], label, BACKWARD, 2.2))
    for node, place in at.items():
        color = BACKWARD if not source else QUIET if node == "a" else FORWARD
        draw_box(axes, place, f"{node} = {values[node]}", words[node], color)


def cost_of_sweeps(most: int = 10) -> Picture:
    """Uses of an edge for all derivatives: over the number of inputs with one output, and the other way round."""
    counts = range(1, most + 1)
    left = _costs([layered_graph(n, *WIDTHS_BETWEEN, 1) for n in counts])
    right = _costs([layered_graph(1, *WIDTHS_BETWEEN, m) for m in counts])
    looks = {"differences": (QUIET, ":"), "forward": (FORWARD, "-"), "reverse": (BACKWARD, "-")}
    with course_style():
        figure = new_figure(900, 390)
        figure.set_layout_engine("constrained", w_pad=0.16, h_pad=0.1)
        one, other = figure.subplots(1, 2, sharey=True)
        for axes, costs, title, label in (
            (one, left, "One output: reverse mode wins", "inputs"),
            (other, right, "One input: forward mode wins", "outputs"),
        ):
            axes.set_title(title)
            axes.set(xlabel=f"number of {label}")
            for name, (color, style) in looks.items():
                axes.plot(counts, costs[name], style, color=color, marker="o", markersize=4, label=name)
        one.set(ylabel="uses of an edge, for all derivatives", yscale="log")
        one.legend(frameon=False)
    alt = (
        "Uses of an edge, on a logarithmic scale, for all derivatives of a graph with two layers of three nodes "
        "between its ends. Left, one "
        f"output and 1 to {most} inputs: forward sweeps rise from {left['forward'][0]} to {left['forward'][-1]}, "
        f"differences to {left['differences'][-1]}; one reverse sweep takes {left['reverse'][0]} to "
        f"{left['reverse'][-1]}. Right, one input and 1 to {most} outputs: reverse sweeps rise to "
        f"{right['reverse'][-1]}, differences to {right['differences'][-1]}; one forward sweep takes "
        f"{right['forward'][0]} to {right['forward'][-1]}."
    )
    numbers = {f"{end}, {name}": costs[name] for end, costs in (("inputs", left), ("outputs", right)) for name in looks}
    return Picture(figure, alt, numbers)


def _costs(graphs: Sequence[Graph]) -> dict[str, list[Any]]:
    costs = [jacobian_cost(graph) for graph in graphs]
    return {name: [getattr(cost, name) for cost in costs] for name in ("forward", "reverse", "differences")}
