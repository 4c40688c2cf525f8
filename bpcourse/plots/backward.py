"""The backward pass in pictures: all gradients of the 2-2-2 network, and what training does with them (chapter 06)."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from bpcourse.plots.neuron_diagram import APART, Node, arrow
from bpcourse.plots.picture import Picture
from bpcourse.plots.style import (
    BACKWARD,
    FIXED,
    FORWARD,
    FORWARD_PALE,
    INK,
    QUIET,
    course_style,
    drawing_axes,
    new_figure,
    plot_axes,
)
from bpcourse.reference.activations import Array
from bpcourse.reference.sigmoid_network import (
    layer_outputs,
    network_backward,
    network_forward,
    network_loss,
    train_network,
)
from bpcourse.reference.systems import network_222, random_222

UPPER, LOWER = 140, 344  # pixels from the top: the units that end in 1, and those that end in 2
COLUMNS = {"x": 74, "h": 400, "o": 734}
PUBLISHED = {100: "0.005217", 1_000: "0.000241", 10_000: "0.000003"}  # steps -> the loss that an account prints


def network_gradients() -> Picture:
    """The 2-2-2 network: outputs and deltas at its units, each weight with its gradient on its wire."""
    system = network_222()
    outs = layer_outputs(system.x, system.params)
    deltas, grads = network_backward(system.target, outs, system.params)
    with course_style():
        figure = new_figure(900, 470)
        axes = drawing_axes(figure)
        axes.text(26, 32, "Every line forward in blue has one line back in orange", fontsize=12, weight="bold")
        columns = [
            [Node(COLUMNS[name], y, radius, rf"${name}_{k}$", edge) for k, y in ((1, UPPER), (2, LOWER))]
            for name, radius, edge in (("x", 28, FIXED), ("h", 34, FORWARD), ("o", 34, FORWARD))
        ]
        for layer, first in ((0, 1), (1, 5)):
            (w, _), (grad_w, _) = system.params[layer], grads[layer]
            for j, unit in enumerate(columns[layer + 1]):
                for i, source in enumerate(columns[layer]):
                    _wire(axes, source, unit, f"$w_{first + 2 * j + i} = {w[i, j]:.2f}$", f"{grad_w[i, j]:.6f}")
        for place, column in enumerate(columns):
            for k, node in enumerate(column):
                face = "white" if node.edge == FIXED else FORWARD_PALE
                axes.add_patch(Circle((node.x, node.y), node.radius, edgecolor=node.edge, facecolor=face, linewidth=2))
                axes.text(node.x, node.y, node.symbol, fontsize=15, ha="center", va="center_baseline")
                side = -1 if node.y == UPPER else 1
                value, beside = outs[place][0, k], node.y + side * (node.radius + (12 if side < 0 else 16))
                if place == 0:
                    axes.text(node.x, beside, f"{value:.2f}", color=QUIET, ha="center", va="center")
                    continue
                out = f"out {value:.4f}"
                axes.text(node.x, beside + min(0, side) * 18, out, color=FORWARD, ha="center", va="center")
                delta = rf"$\delta$ {deltas[place - 1][0, k]:.6f}"
                axes.text(node.x, beside + max(0, side) * 18, delta, color=BACKWARD, ha="center", va="center")
        for node, target in zip(columns[2], system.target[0], strict=True):
            axes.text(node.x + 48, node.y, f"target {target:.2f}", color=QUIET, ha="left", va="center")
        for name, words in (("x", "inputs"), ("h", "hidden layer"), ("o", "output layer")):
            axes.text(COLUMNS[name], 448, words, color=QUIET, ha="center", va="center")
    names = ("dE/dw1 to w4", "dE/dw5 to w8")
    numbers = {name: grad_w.T for name, (grad_w, _) in zip(names, grads, strict=True)}
    each = [f"w{k} {value:.6f}" for k, value in enumerate(np.concatenate([g.T.ravel() for g, _ in grads]), start=1)]
    alt = (
        "The 2-2-2 network of chapter 02. Blue arrows lead forward from the inputs to the hidden units and from those "
        f"to the outputs. Orange arrows lead back along the same wires. The deltas are {_list(deltas[1])} at the "
        f"outputs and {_list(deltas[0])} at the hidden units. On each wire stands a weight with its gradient: "
        f"{', '.join(each)}."
    )
    return Picture(figure, alt, {"delta_h": deltas[0], "delta_o": deltas[1], **numbers})


def losses_of_random_starts(starts: int = 200, seed: int = 0) -> Picture:
    """How the losses of random starts are spread after 100, 1,000 and 10,000 steps, beside three published figures."""
    system = random_222(starts, np.random.default_rng(seed))
    params, done, losses = system.params, 0, {}
    for steps in PUBLISHED:
        params, done = train_network(system.x, system.target, params, system.lr, steps - done), steps
        losses[steps] = network_loss(system.target, network_forward(system.x, params))
    bands = {steps: np.percentile(loss, [5, 95]) for steps, loss in losses.items()}
    with course_style():
        figure = new_figure(900, 350)
        figure.set_layout_engine("constrained", w_pad=0.12, h_pad=0.1)
        figure.suptitle(
            "Where a training ends depends on where it starts; the published figures are typical",
            x=0.02,
            ha="left",
            fontsize=12,
            weight="bold",
        )
        for axes, (steps, loss) in zip(figure.subplots(1, 3), losses.items(), strict=True):
            _spread(axes, steps, loss, bands[steps])
    parts = [
        f"after {steps:,} steps they run from {loss.min():.3g} to {loss.max():.3g}, 90 % of them between "
        f"{bands[steps][0]:.3g} and {bands[steps][1]:.3g}, and {PUBLISHED[steps]} is printed"
        for steps, loss in losses.items()
    ]
    alt = (
        f"Three histograms of the losses of {starts} networks that start from random weights: {'; '.join(parts)}. Each "
        "printed figure lies in its pale band, as far as its six decimals can say."
    )
    return Picture(figure, alt, {f"5 % and 95 % after {steps:,} steps": band for steps, band in bands.items()})


def two_falling_losses(losses: Sequence[float], losses_of_mended: Sequence[float]) -> Picture:
    """The loss over the steps of a program with a wrong gradient, and with the right one, on a logarithmic scale."""
    with course_style():
        figure = new_figure(820, 380)
        axes = plot_axes(figure, "Both losses fall: a wrong gradient can train, too")
        axes.set(xlabel="step", ylabel="loss before the step, logarithmic", yscale="log")
        for values, color, name, above in (
            (losses_of_mended, FORWARD, "right gradient", False),
            (losses, BACKWARD, "published gradient", True),
        ):
            axes.plot(range(1, len(values) + 1), values, color=color)
            place = int(len(values) * 0.62)
            axes.annotate(
                name,
                (place + 1, values[place]),
                (6, 7) if above else (-6, -7),
                textcoords="offset points",
                ha="left" if above else "right",
                va="bottom" if above else "top",
                color=color,
            )
    alt = (
        f"The loss over {len(losses)} steps, on a logarithmic scale: two almost straight lines that fall side by side. "
        f"With the published gradient it goes from {losses[0]:.3g} to {losses[-1]:.3g}, with the right one to "
        f"{losses_of_mended[-1]:.3g}, a little lower."
    )
    return Picture(figure, alt, {"published": losses, "right": losses_of_mended})


def _wire(axes: Axes, source: Node, unit: Node, weight: str, gradient: str) -> None:
    arrow(axes, source, unit, FORWARD, APART)
    arrow(axes, unit, source, BACKWARD, APART)
    # Level wires have their label in the middle; those that cross have it before they meet.
    part = 0.5 if source.y == unit.y else 0.27
    x, y = source.x + part * (unit.x - source.x), source.y + part * (unit.y - source.y)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    axes.text(x, y - 9, weight, fontsize=11, color=INK, ha="center", va="center", bbox=box)
    axes.text(x, y + 9, gradient, fontsize=10.5, color=BACKWARD, ha="center", va="center", bbox=box)


def _spread(axes: Axes, steps: int, loss: Array, band: Array) -> None:
    exponent = int(np.floor(np.log10(np.median(loss))))
    scale = 10.0**exponent
    axes.axvspan(*band / scale, color=FORWARD_PALE)
    axes.hist(loss / scale, bins=24, color=FORWARD)
    axes.axvline(float(PUBLISHED[steps]) / scale, color=INK, linestyle="--")
    axes.set_title(f"{steps:,} steps", weight="normal", fontsize=11, pad=8)
    axes.set_xlabel(rf"loss, in $10^{{{exponent}}}$" + f"\nprinted: {PUBLISHED[steps]}")
    axes.set_yticks([])


def _list(values: Array) -> str:
    return " and ".join(f"{value:.6f}" for value in np.ravel(values))
