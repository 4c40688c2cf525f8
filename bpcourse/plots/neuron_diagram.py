"""One neuron as a picture: values forward in blue, gradients back along the same edges in orange (chapter 01)."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from bpcourse.plots.picture import Picture
from bpcourse.plots.style import (
    BACKWARD,
    FIXED,
    FORWARD,
    FORWARD_PALE,
    QUIET,
    course_style,
    drawing_axes,
    new_figure,
)
from bpcourse.reference.activations import sigmoid

GAP = 7  # between a node and the tip of an arrow
APART = 7  # from the middle of an edge to each of its two arrows


@dataclass(frozen=True)
class Node:
    """A circle of the diagram, its middle in pixels from the left and from the top."""

    x: float
    y: float
    radius: float
    symbol: str
    edge: str
    face: str = "white"


X1, X2 = Node(60, 98, 25, "$x_1$", FIXED), Node(60, 334, 25, "$x_2$", FIXED)
W1, W2 = Node(196, 150, 22, "$w_1$", FORWARD), Node(196, 282, 22, "$w_2$", FORWARD)
B, Y = Node(390, 84, 22, "$b$", FORWARD), Node(832, 84, 25, "$y$", FIXED)
SUM = Node(390, 216, 36, r"$\Sigma$", FORWARD, FORWARD_PALE)
SIGMOID = Node(612, 216, 36, "", FORWARD, FORWARD_PALE)
LOSS = Node(832, 216, 36, "$L$", FORWARD, FORWARD_PALE)


def neuron_diagram() -> Picture:
    """Inputs, weighted sum, sigmoid, output and loss; the factors of dL/dw beneath the edges they belong to."""
    with course_style():
        figure = new_figure(900, 430)
        axes = drawing_axes(figure)
        title = "Values flow forward in blue; gradients come back along the same edges in orange"
        axes.text(26, 32, title, fontsize=12, weight="bold")
        for node in (X1, X2, W1, W2, B, Y, SUM, SIGMOID, LOSS):
            circle = Circle((node.x, node.y), node.radius, edgecolor=node.edge, facecolor=node.face, linewidth=2)
            axes.add_patch(circle)
            axes.text(node.x, node.y, node.symbol, fontsize=15, ha="center", va="center_baseline")
        z = np.linspace(-6, 6, 61)
        axes.plot(SIGMOID.x + 3.8 * z, SIGMOID.y + 18 - 36 * sigmoid(z), color=FORWARD)

        for given, weight in ((X1, W1), (X2, W2)):
            arrow(axes, given, weight, FORWARD, aside=0)
        arrow(axes, Y, LOSS, FIXED, aside=0)
        _edge(axes, W1, SUM, (290, 162, ""), (262, 213, r"$\dfrac{dz}{dw_1} = x_1$"))
        _edge(axes, W2, SUM, (290, 272, ""), (262, 314, r"$\dfrac{dz}{dw_2} = x_2$"))
        _edge(axes, B, SUM, (390, 142, ""), (444, 142, r"$\dfrac{dz}{db} = 1$"))
        _edge(axes, SUM, SIGMOID, (501, 191, "$z$"), (501, 256, r"$\dfrac{da}{dz}$"))
        _edge(axes, SIGMOID, LOSS, (722, 191, "$a$"), (722, 256, r"$\dfrac{dL}{da}$"))

        _words(axes, SUM, "weighted sum", "$z = w_1 x_1 + w_2 x_2 + b$")
        _words(axes, SIGMOID, "sigmoid", r"$a = \sigma(z)$")
        _words(axes, LOSS, "loss", r"$L = (y - a)^2 / \, 2$")
        product = r"$\dfrac{dL}{dw_1} = \dfrac{dL}{da} \cdot \dfrac{da}{dz} \cdot \dfrac{dz}{dw_1}$"
        axes.text(582, 385, "multiplied on the way back:", fontsize=10.5, color=QUIET, ha="right", va="center")
        axes.text(600, 385, product, fontsize=14, color=BACKWARD, va="center")
    return Picture(figure, ALT, {})


ALT = (
    "One neuron as a graph. The inputs x1 and x2 meet the weights w1 and w2 and the bias b in the weighted sum "
    "z = w1 x1 + w2 x2 + b; the sigmoid turns z into the output a; the loss L = (y - a)^2 / 2 compares a with the "
    "target y. Blue arrows carry the values forward. Beside them, orange arrows carry the factors of the gradient "
    "backward: dL/da, then da/dz, then dz/dw1 = x1, dz/dw2 = x2 and dz/db = 1. Their product along the way back is "
    "dL/dw1 = dL/da times da/dz times dz/dw1."
)


def _edge(
    axes: Axes, start: Node, end: Node, forward: tuple[float, float, str], backward: tuple[float, float, str]
) -> None:
    """A blue arrow from start to end and an orange one back, each with its label: (x, y, text)."""
    arrow(axes, start, end, FORWARD, APART)
    arrow(axes, end, start, BACKWARD, APART)
    for (x, y, label), color, size in ((forward, FORWARD, 13), (backward, BACKWARD, 12)):
        axes.text(x, y, label, color=color, fontsize=size, ha="center", va="center")


def arrow(axes: Axes, start: Node, end: Node, color: str, aside: float) -> None:
    """An arrow between two nodes, moved to the left of its way, so that two opposite ones run side by side."""
    line = np.array([end.x - start.x, end.y - start.y])
    way = line / np.hypot(*line)
    shift = aside * np.array([way[1], -way[0]])
    tail = np.array([start.x, start.y]) + shift + (start.radius + GAP) * way
    tip = np.array([end.x, end.y]) + shift - (end.radius + GAP) * way
    style = {"arrowstyle": "-|>,head_length=.6,head_width=.3", "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", tip, tail, arrowprops={**style, "color": color})


def _words(axes: Axes, node: Node, name: str, formula: str) -> None:
    axes.text(node.x, node.y + 54, name, fontsize=10, color=QUIET, ha="center", va="center")
    axes.text(node.x, node.y + 76, formula, fontsize=11, color=FORWARD, ha="center", va="center")
