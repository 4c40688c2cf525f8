"""A network in pictures: what hidden units add to one neuron, and the 2-2-2 network with its numbers (chapter 02)."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Circle

from bpcourse.plots.neuron_diagram import Node, arrow
from bpcourse.plots.picture import Picture
from bpcourse.plots.style import FIXED, FORWARD, FORWARD_PALE, QUIET, course_style, drawing_axes, new_figure
from bpcourse.reference.activations import Array
from bpcourse.reference.sigmoid_network import layer_outputs
from bpcourse.reference.systems import network_222, network_exclusive_or

UPPER, LOWER = 150, 290  # pixels from the top: the units that end in 1, and those that end in 2
COLUMNS = {"x": 80, "h": 420, "o": 760}


def two_lines_make_a_band() -> Picture:
    """Two hidden units and one output over the plane of the inputs, for points that no single line can part."""
    system = network_exclusive_or()
    ticks = np.linspace(-0.5, 1.5, 161)
    plane = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    with course_style():
        figure = new_figure(900, 396)
        figure.set_layout_engine("constrained", w_pad=0.1, h_pad=0.12)
        figure.suptitle(
            "Two lines, and a third unit that says: between them", x=0.02, ha="left", fontsize=12, weight="bold"
        )
        panels = figure.subplots(1, 3, sharey=True)
        _, hidden, output = layer_outputs(plane, system.params)
        values = (hidden[:, 0], hidden[:, 1], output[:, 0])
        names = ("hidden unit $h_1$", "hidden unit $h_2$", "output unit $o$")
        for axes, value, name in zip(panels, values, names, strict=True):
            _shaded(axes, value.reshape(len(ticks), -1), system.x, system.target[:, 0])
            axes.set_title(name, weight="normal", fontsize=11, pad=8)
            axes.set_xlabel("input $x_1$")
        panels[0].set_ylabel("input $x_2$")
    _, hidden, output = layer_outputs(system.x, system.params)
    alt = (
        "Three pictures of the plane of two inputs, with four points: (0, 1) and (1, 0) should get 1 (discs), (0, 0) "
        "and (1, 1) should get 0 (squares). The first hidden unit says 1 above a line that leaves (0, 0) below it. The "
        "second says 1 above a parallel line that leaves only (1, 1) above it. The output unit says 1 in the band "
        "between the two lines, where the first says 1 and the second says 0; both discs lie in it and no square does."
    )
    return Picture(figure, alt, {"h1": hidden[:, 0], "h2": hidden[:, 1], "o": output[:, 0]})


def network_diagram() -> Picture:
    """The 2-2-2 network with the numbers that it starts from."""
    system = network_222()
    (w_hidden, b_hidden), (w_output, b_output) = system.params
    with course_style():
        figure = new_figure(900, 430)
        axes = drawing_axes(figure)
        axes.text(26, 32, "What one layer says, the next one hears", fontsize=12, weight="bold")
        for column, words in (("x", "inputs"), ("h", "hidden layer"), ("o", "output layer")):
            axes.text(COLUMNS[column], 412, words, color=QUIET, ha="center", va="center")
        inputs = [_unit("x", k, rf"$x_{k}$", FIXED, 30) for k in (1, 2)]
        hidden = [_unit("h", k, rf"$h_{k}$", FORWARD) for k in (1, 2)]
        outputs = [_unit("o", k, rf"$o_{k}$", FORWARD) for k in (1, 2)]
        for node, value in zip(inputs, system.x[0], strict=True):
            below = node.y > UPPER
            axes.text(node.x, node.y + (48 if below else -46), f"{value:.2f}", color=QUIET, ha="center", va="center")
        for sources, units, weights, biases, first in (
            (inputs, hidden, w_hidden, b_hidden, 1),
            (hidden, outputs, w_output, b_output, 5),
        ):
            for j, unit in enumerate(units):
                for i, source in enumerate(sources):
                    _wire(axes, source, unit, rf"$w_{first + 2 * j + i} = {weights[i, j]:.2f}$")
                _bias(axes, unit, rf"$b = {biases[j]:.2f}$")
        for node in (*inputs, *hidden, *outputs):
            face = "white" if node.edge == FIXED else FORWARD_PALE
            axes.add_patch(Circle((node.x, node.y), node.radius, edgecolor=node.edge, facecolor=face, linewidth=2))
            axes.text(node.x, node.y, node.symbol, fontsize=15, ha="center", va="center_baseline")
    numbers = {"x": system.x, "w1 to w4": w_hidden.T, "w5 to w8": w_output.T, "b": np.concatenate([b_hidden, b_output])}
    alt = (
        "A network in three columns: the inputs x1 = 0.05 and x2 = 0.10; the hidden units h1 and h2; the output units "
        "o1 and o2. Arrows lead from each input to each hidden unit, and from each of those to each output unit, with "
        "their weights: w1 = 0.15 from x1 and w2 = 0.20 from x2 into h1; w3 = 0.25 and w4 = 0.30 into h2; w5 = 0.40 "
        "from h1 and w6 = 0.45 from h2 into o1; w7 = 0.50 and w8 = 0.55 into o2. Both hidden units have the bias 0.35, "
        "both output units 0.60."
    )
    return Picture(figure, alt, numbers)


def _unit(column: str, number: int, symbol: str, edge: str, radius: float = 34) -> Node:
    return Node(COLUMNS[column], UPPER if number == 1 else LOWER, radius, symbol, edge)


def _wire(axes: Axes, source: Node, unit: Node, label: str) -> None:
    arrow(axes, source, unit, FORWARD, aside=0)
    # Level wires have their label in the middle; those that cross have it before they meet.
    part = 0.5 if source.y == unit.y else 0.3
    x, y = source.x + part * (unit.x - source.x), source.y + part * (unit.y - source.y)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 2}
    axes.text(x, y, label, fontsize=11.5, ha="center", va="center", bbox=box)


def _bias(axes: Axes, unit: Node, label: str) -> None:
    """The bias enters its unit from above, or from below."""
    side = -1 if unit.y == UPPER else 1
    start = Node(unit.x, unit.y + side * 84, 8, "", FORWARD)
    arrow(axes, start, unit, FORWARD, aside=0)
    axes.text(start.x + 12, start.y + side * -10, label, fontsize=11.5, ha="left", va="center")


def _shaded(axes: Axes, value: Array, x: Array, target: Array) -> None:
    """A unit's output over the plane, from white for 0 to pale blue for 1, with the samples on it."""
    blues = LinearSegmentedColormap.from_list("output", ["white", "#a9cfe8"])
    axes.imshow(value, extent=(-0.5, 1.5, -0.5, 1.5), origin="lower", cmap=blues, vmin=0, vmax=1)
    axes.contour(value, [0.5], extent=(-0.5, 1.5, -0.5, 1.5), colors=FORWARD, linewidths=2)
    for kind, marker, face, edge in ((0.0, "s", "white", FIXED), (1.0, "o", FORWARD, "white")):
        chosen = x[target == kind]
        axes.scatter(
            chosen[:, 0], chosen[:, 1], marker=marker, s=90, facecolor=face, edgecolor=edge, linewidth=1.6, zorder=3
        )
    axes.set(xticks=(0, 1), yticks=(0, 1))
