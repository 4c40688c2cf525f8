"""One neuron in plots: its curve and slope, its decision line, its loss over a weight (chapter 01)."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patheffects import withStroke
from numpy.typing import ArrayLike

from bpcourse.plots.picture import Picture
from bpcourse.plots.style import BACKWARD, FIXED, FORWARD, INK, PALE, QUIET, course_style, new_figure, plot_axes
from bpcourse.reference.activations import Array, sigmoid, sigmoid_grad
from bpcourse.reference.neuron import dloss_dw, half_squared_error, neuron

ARROW = {"arrowstyle": "-|>,head_length=.7,head_width=.35", "shrinkA": 0, "shrinkB": 0}


def sigmoid_and_slope() -> Picture:
    """The sigmoid and its derivative over z."""
    z = np.linspace(-8, 8, 321)
    a, slope = sigmoid(z), sigmoid_grad(z)
    with course_style():
        figure = new_figure(760, 380)
        axes = plot_axes(figure, "The slope is largest at z = 0 (1/4) and dies where the curve is flat")
        for flat in ((-8, -4), (4, 8)):
            axes.axvspan(*flat, color=PALE, linewidth=0)
            axes.text(sum(flat) / 2, 0.5, "flat: slope\nbelow 0.02", color=QUIET, fontsize=10, ha="center", va="center")
        axes.plot(z, a, color=FORWARD)
        axes.plot(z, slope, color=BACKWARD)
        axes.plot([0], [0.25], "o", color=BACKWARD)
        axes.annotate("1/4", (0, 0.25), (0, 8), textcoords="offset points", color=BACKWARD, ha="center", weight="bold")
        axes.text(2.15, 0.8, r"$a = \sigma(z)$", color=FORWARD, fontsize=12)
        axes.text(1.4, 0.2, r"slope $\sigma^{\prime}(z)$", color=BACKWARD, fontsize=12)
        axes.set(xlabel="weighted sum z", ylabel="output a, slope da/dz", xlim=(-8, 8), ylim=(0, 1.04))
    alt = (
        "The sigmoid rises from 0 to 1 as z goes from -8 to 8, in blue. Its slope, in orange, is a hill: 1/4 at z = 0, "
        "and below 0.02 where z is under -4 or over 4, where the sigmoid is flat."
    )
    return Picture(figure, alt, {"z": z, "sigmoid": a, "slope": slope})


def decision_line(x: ArrayLike, y: ArrayLike, w: ArrayLike, b: float) -> Picture:
    """Samples x (N, 2) of classes y (N,), 0 or 1, with the line w1 x1 + w2 x2 + b = 0 and the arrow w across it.

    ValueError if a shape differs, or if w is zero: then there is no line.
    """
    x, y, w = (np.asarray(values, dtype=np.float64) for values in (x, y, w))
    if x.ndim != 2 or x.shape[1] != 2 or w.shape != (2,):
        raise ValueError(f"x has shape {x.shape} and w has shape {w.shape}, expected (N, 2) and (2,)")
    if y.shape != (len(x),):
        raise ValueError(f"y has shape {y.shape}, expected ({len(x)},): one class for each row of x")
    length = float(np.hypot(*w))
    if length == 0.0:
        raise ValueError("w is zero, expected at least one weight that is not: without one there is no line")
    middle = (x.min(axis=0) + x.max(axis=0)) / 2
    half = 0.62 * float(np.ptp(x, axis=0).max())
    normal = w / length
    along = np.array([-normal[1], normal[0]])
    # The arrow stands on the line where it is nearest to the middle of the samples.
    foot = middle - normal * (float(middle @ w) + b) / length
    with course_style():
        figure = new_figure(540, 560)
        axes = plot_axes(figure, "The line is where a = 0.5; w points to larger a")
        low, high = middle - half, middle + half
        _shade(axes, low, high, w, b)
        # As in the widget that trains on them: discs for 1, squares for 0.
        for kind, marker, face, edge in ((0.0, "s", "white", FIXED), (1.0, "o", FORWARD, "white")):
            look: dict[str, Any] = {"marker": marker, "facecolor": face, "edgecolor": edge, "label": f"y = {kind:g}"}
            axes.scatter(x[y == kind, 0], x[y == kind, 1], s=48, linewidth=1.4, **look)
        ends = np.stack([foot - 4 * half * along, foot + 4 * half * along])
        axes.plot(*ends.T, color=FORWARD, label=r"$w_1 x_1 + w_2 x_2 + b = 0$")
        tip = foot + 0.36 * half * normal
        axes.annotate("", tip, foot, arrowprops={"color": FORWARD, "linewidth": 2.4, **ARROW})
        beyond = tip + 0.09 * half * normal
        letter = axes.text(beyond[0], beyond[1], "w", color=FORWARD, fontsize=14, weight="bold")
        letter.set(
            ha="center", va="center", zorder=4, clip_on=True, path_effects=[withStroke(linewidth=4, foreground="white")]
        )
        axes.set(xlabel="input $x_1$", ylabel="input $x_2$", aspect="equal")
        axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
        figure.legend(loc="outside lower center", ncols=3, frameon=False, columnspacing=1.6)
    right = int(np.sum((neuron(x, w, b) > 0.5) == (y > 0.5)))
    alt = (
        f"{len(x)} samples in the plane of the inputs x1 and x2, {int(np.sum(y == 1))} of class 1 (discs) and "
        f"{int(np.sum(y == 0))} of class 0 (squares), with the straight line {w[0]:g} x1 {w[1]:+g} x2 {b:+g} = 0. "
        f"The arrow w stands at a right angle on the line and points to the side where the neuron's output is above "
        f"0.5. {right} of {len(x)} samples lie on their own side."
    )
    return Picture(figure, alt, {"w": w, "b": b, "x": x, "y": y})


def loss_against_weight(x: float, b: float, y: float, ws: ArrayLike, w_now: float) -> Picture:
    """The loss of one sample of a neuron with one input, over its weight; the tangent at w_now has the slope dL/dw.

    x, b and y stay fixed; ws (M,) are the weights at which the curve is drawn.
    """
    weights = np.asarray(ws, dtype=np.float64)
    losses = np.array([_loss(x, w, b, y) for w in weights])
    if not weights.min() <= w_now <= weights.max():
        raise ValueError(f"w_now is {w_now:g}, expected a weight from {weights.min():g} to {weights.max():g}, like ws")
    loss_now = _loss(x, w_now, b, y)
    slope = float(dloss_dw([x], [w_now], b, y)[0])
    # A steep tangent is cut where it has climbed or fallen a quarter of the curve's height.
    steepest = np.ptp(weights) / max(losses.max(), 1e-12) * abs(slope)
    reach = float(np.ptp(weights)) * min(0.16, 0.25 / max(steepest, 1e-12))
    touching = np.array([w_now - reach, w_now + reach])
    with course_style():
        figure = new_figure(760, 400)
        axes = plot_axes(figure, _downhill(slope))
        axes.plot(weights, losses, color=FORWARD)
        axes.plot(touching, loss_now + slope * (touching - w_now), color=BACKWARD)
        axes.plot([w_now], [loss_now], "o", color=INK, markersize=8, clip_on=False)
        # The curve is low on the side to which it falls: there is room for words.
        side, align = (0.98, "right") if slope < 0 else (0.02, "left")
        words = f"at w = {w_now:g} the slope dL/dw is {slope:.3g}".replace("-", "\N{MINUS SIGN}")
        axes.text(side, 0.97, words, transform=axes.transAxes, color=BACKWARD, fontsize=11, ha=align, va="top")
        axes.set(xlabel="weight w", ylabel="loss L", xlim=(weights.min(), weights.max()))
        axes.set_ylim(0, 1.25 * losses.max())
    alt = (
        f"The loss of one sample (x = {x:g}, y = {y:g}, b = {b:g}) over the weight w, in blue. At w = {w_now:g} the "
        f"loss is {loss_now:.3g}; the orange tangent there has the slope dL/dw = {slope:.3g}."
    )
    return Picture(figure, alt, {"w": weights, "loss": losses, "slope at w now": slope})


def _loss(x: float, w: float, b: float, y: float) -> float:
    return float(half_squared_error(neuron([x], [w], b), y))


def _downhill(slope: float) -> str:
    if abs(slope) < 5e-4:
        return "The curve is flat here: moving w hardly changes the loss"
    grows, way = ("falls", "larger") if slope < 0 else ("rises", "smaller")
    return f"The loss {grows} as w grows: the way down is a {way} w"


def _shade(axes: Axes, low: Array, high: Array, w: Array, b: float) -> None:
    """The neuron's output behind the samples, from white for 0 to pale blue for 1."""
    x1, x2 = np.meshgrid(np.linspace(low[0], high[0], 121), np.linspace(low[1], high[1], 121))
    output = sigmoid(w[0] * x1 + w[1] * x2 + b)
    white_to_blue = LinearSegmentedColormap.from_list("output", ["white", "#a9cfe8"])
    axes.imshow(
        output,
        extent=(low[0], high[0], low[1], high[1]),
        origin="lower",
        interpolation="bilinear",
        cmap=white_to_blue,
        vmin=0,
        vmax=1,
    )
