"""Losses and the ways down them: learning rates side by side, two losses, a narrow bowl, two valleys (chapter 03)."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from bpcourse.plots.picture import Picture
from bpcourse.plots.style import BACKWARD, FIXED, FORWARD, INK, PALE, QUIET, course_style, new_figure
from bpcourse.reference.activations import Array, sigmoid, sigmoid_grad
from bpcourse.reference.losses import bce_from_logits
from bpcourse.reference.neuron import half_squared_error
from bpcourse.reference.optimizers import minimize

FOUR_RATES = (0.03, 0.4, 0.95, 1.03)
FOUR_WAYS = ("creeps", "arrives", "to and fro", "flies away")
NEAR = 0.01  # a distance counts as arrived when it is down to this share of the distance at the start
MOST_STEPS = 1000
MINUS = "\N{MINUS SIGN}"


def four_descents() -> Picture:
    """Gradient descent on L = w² from one start with four learning rates, eight steps each."""
    start, steps, edge = -2.4, 8, 4.0
    trails = [minimize(lambda w: 2 * w, start, rate, steps) for rate in FOUR_RATES]
    with course_style():
        figure, axes = _panels(
            900, 300, 4, "One loss, one start, eight steps: the learning rate η decides what happens"
        )
        for panel, rate, way, trail in zip(axes, FOUR_RATES, FOUR_WAYS, trails, strict=True):
            panel.set_title(f"η = {rate:g}: {way}", fontsize=11)
            _curve_with_trail(panel, np.square, trail, (-edge, edge))
            panel.set(xlabel="weight w", xlim=(-edge, edge), ylim=(-0.6, edge**2), xticks=(-4, -2, 0, 2, 4))
        axes[0].set_ylabel("loss L")
    ends = ", ".join(
        f"with learning rate {rate:g} it {way} (w = {trail[-1]:.3g})"
        for rate, way, trail in zip(
            FOUR_RATES, ("creeps", "arrives", "goes to and fro", "flies away"), trails, strict=True
        )
    )
    alt = (
        f"Four times the same valley, the loss L = w squared over the weight w, in blue, with the bottom at w = 0. "
        f"Orange lines join the points of {steps} steps of gradient descent from w = {start:g}: {ends}."
    )
    named = {f"w, learning rate {rate:g}": trail for rate, trail in zip(FOUR_RATES, trails, strict=True)}
    return Picture(figure, alt, named)


def two_losses() -> Picture:
    """Cross-entropy and half squared error of a neuron with y = 1 over z, and beside them their slopes dL/dz."""
    z = np.linspace(-6, 6, 241)
    a = sigmoid(z)
    entropy = np.array([bce_from_logits([one], [1.0]) for one in z])
    squared = half_squared_error(a, 1.0)
    entropy_slope, squared_slope = a - 1, (a - 1) * sigmoid_grad(z)
    with course_style():
        figure, (left, right) = _panels(900, 370, 2, "Sure and wrong (left end): only the cross-entropy still pulls")
        left.plot(z, entropy, color=FORWARD)
        left.plot(z, squared, color=FORWARD, linestyle="--")
        left.text(-3.4, 3.9, "cross-entropy $-\\ln a$", color=FORWARD)
        left.text(-5.7, 0.75, "half squared error\n" r"$\frac{1}{2}(1 - a)^2$", color=FORWARD)
        left.set_title("Loss for y = 1")
        left.set(xlabel="weighted sum z", ylabel="loss L", xlim=(-6, 6), ylim=(0, 6.2))
        right.axhline(0, color=FIXED, linewidth=1)
        right.plot(z, entropy_slope, color=BACKWARD)
        right.plot(z, squared_slope, color=BACKWARD, linestyle="--")
        right.text(-0.1, -0.72, "cross-entropy: $a - 1$", color=BACKWARD)
        right.text(-5.7, -0.25, "squared error:\n$(a - 1)\\,a(1 - a)$", color=BACKWARD, va="center")
        right.set_title("Slope dL/dz for y = 1")
        right.set(xlabel="weighted sum z", ylabel="slope dL/dz", xlim=(-6, 6), ylim=(-1.05, 0.1))
    alt = (
        "Two panels over the weighted sum z from -6 to 6, for a neuron whose label is y = 1. Left, in blue, its "
        f"losses: the cross-entropy falls from {entropy[0]:.3g} at z = -6 to almost 0 at z = 6, the half squared error "
        f"from {squared[0]:.3g} to almost 0. Right, in orange, their slopes: at z = -6 that of the cross-entropy is "
        f"{entropy_slope[0]:.3g}, that of the squared error {squared_slope[0]:.2g}, and both go to 0 at z = 6."
    )
    numbers = {
        "z": z,
        "cross-entropy": entropy,
        "half squared error": squared,
        "slope of the cross-entropy": entropy_slope,
        "slope of the squared error": squared_slope,
    }
    return Picture(figure, alt, numbers)


def steps_needed(curvature: float = 2.0) -> Picture:
    """How many steps bring the weight within a hundredth of its first distance, over the learning rate.

    The loss is ½ curvature w². ValueError if the curvature is not positive.
    """
    if not curvature > 0:
        raise ValueError(f"curvature is {curvature:g}, expected more than 0: else there is no bottom to reach")
    best, bound = 1 / curvature, 2 / curvature
    rates = np.linspace(0, bound, 402)[1:-1]
    steps = np.array([_steps_to_arrive(rate, curvature) for rate in rates])
    with course_style():
        figure, (axes,) = _panels(
            760, 380, 1, "Faster with a larger learning rate, but only up to 1/λ; from 2/λ on, never"
        )
        axes.axvspan(bound, 1.3 * bound, color=PALE, linewidth=0)
        axes.plot(rates, steps, color=FORWARD)
        for at, name in ((best, "1/λ: one step"), (bound, "2/λ: the bound")):
            axes.axvline(at, color=FIXED, linestyle="--", linewidth=1.4)
            axes.text(at + 0.012 * bound, 400, name, color=QUIET)
        axes.text(1.15 * bound, 20, "never", color=QUIET, ha="center")
        axes.set(
            xlabel="learning rate η",
            ylabel="steps to arrive",
            yscale="log",
            xlim=(0, 1.3 * bound),
            ylim=(0.8, MOST_STEPS),
        )
        axes.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
        axes.minorticks_off()
    alt = (
        f"The number of steps of gradient descent until the distance from the bottom is a hundredth of what it was, "
        f"over the learning rate, for a loss with the curvature {curvature:g}. The curve falls from hundreds of steps "
        f"near 0 to one step at {best:g}, which is 1/λ, and rises again to hundreds as the learning rate nears "
        f"{bound:g}, which is 2/λ. Beyond that the bottom is never reached."
    )
    return Picture(figure, alt, {"learning rate": rates, "steps": steps})


def narrow_bowl(rates: Sequence[float] = (0.19, 0.21), curvatures: tuple[float, float] = (1.0, 10.0)) -> Picture:
    """Gradient descent in a bowl ½ (λ1 w1² + λ2 w2²), flat along w1 and steep along w2, for each learning rate."""
    start, steps = np.array([-4.0, 0.7]), 12
    bowl = np.array(curvatures)
    trails = [minimize(lambda w: bowl * w, start, rate, steps) for rate in rates]
    w1, w2 = np.meshgrid(np.linspace(-4.6, 2.2, 121), np.linspace(-2.4, 2.4, 121))
    loss = (bowl[0] * w1**2 + bowl[1] * w2**2) / 2
    bound = 2 / bowl.max()
    with course_style():
        figure, axes = _panels(900, 360, len(rates), f"The steep direction sets the bound: 2/λ₂ = {bound:g}")
        for panel, rate, trail in zip(axes, rates, trails, strict=True):
            panel.contour(w1, w2, loss, levels=[0.3, 1.2, 3, 6, 11, 18], colors=FORWARD, linewidths=0.9, alpha=0.55)
            panel.plot(trail[:, 0], trail[:, 1], color=BACKWARD, linewidth=1.6)
            panel.plot(trail[:, 0], trail[:, 1], "o", color=INK, markersize=4)
            panel.plot([0], [0], "+", color=INK, markersize=10)
            panel.set_title(f"η = {rate:g}: w₂ {'settles' if rate < bound else 'flies away'}", fontsize=11)
            panel.set(xlabel="weight w₁ (flat)", xlim=(-4.6, 2.2), ylim=(-2.4, 2.4))
        axes[0].set_ylabel("weight w₂ (steep)")
    ends = " ".join(
        f"With learning rate {rate:g} the point after {steps} steps is ({trail[-1][0]:.2g}, {trail[-1][1]:.2g})."
        for rate, trail in zip(rates, trails, strict=True)
    )
    alt = (
        f"A bowl seen from above, its lines of equal loss in blue: ellipses, long along w1 (curvature {bowl[0]:g}) and "
        f"narrow along w2 (curvature {bowl[1]:g}). Orange trails of gradient descent from ({start[0]:g}, {start[1]:g}) "
        f"jump from side to side along w2. {ends}"
    )
    return Picture(
        figure, alt, {f"w, learning rate {rate:g}": trail for rate, trail in zip(rates, trails, strict=True)}
    )


def two_valleys(
    loss: Callable[[ArrayLike], Array], trails: Sequence[ArrayLike], low: float = -2.2, high: float = 2.2
) -> Picture:
    """A loss over one weight with several valleys, and the trails that gradient descent took on it."""
    ways = [np.asarray(trail, dtype=np.float64) for trail in trails]
    with course_style():
        figure, (axes,) = _panels(760, 380, 1, "Where it starts decides where it ends: descent knows no other valley")
        for way in ways:
            _curve_with_trail(axes, loss, way, (low, high))
            above: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "color": QUIET}
            axes.annotate(f"start {way[0]:g}".replace("-", MINUS), (way[0], loss(way[0])), (0, 14), **above)
            axes.annotate(f"ends at {way[-1]:.2f}".replace("-", MINUS), (way[-1], loss(way[-1])), (0, -22), **above)
        axes.set(xlabel="weight w", ylabel="loss L", xlim=(low, high))
        bottom, top = axes.get_ylim()
        axes.set_ylim(bottom - 0.2 * (top - bottom), top)
    told = " ".join(
        f"From w = {way[0]:g} descent ends at w = {way[-1]:.3g}, where the loss is {float(loss(way[-1])):.3g}."
        for way in ways
    )
    alt = f"A loss over one weight w with two valleys, in blue, and orange trails of gradient descent. {told}"
    return Picture(figure, alt, {f"w from {way[0]:g}": way for way in ways})


def _panels(width: int, height: int, count: int, title: str) -> tuple[Figure, list[Axes]]:
    """Axes side by side under one title that says what to see."""
    figure = new_figure(width, height)
    figure.set_layout_engine("constrained", w_pad=0.1, h_pad=0.1)
    figure.suptitle(title, x=0.016, ha="left", fontsize=12, fontweight="bold")
    return figure, [figure.add_subplot(1, count, number + 1) for number in range(count)]


def _curve_with_trail(axes: Axes, loss: Callable[[ArrayLike], Array], trail: Array, ends: tuple[float, float]) -> None:
    w = np.linspace(*ends, 161)
    axes.plot(w, loss(w), color=FORWARD)
    axes.plot(trail, loss(trail), color=BACKWARD, linewidth=1.4)
    axes.plot(trail, loss(trail), "o", color=INK, markersize=4.5)


def _steps_to_arrive(rate: float, curvature: float) -> float:
    """Steps until |1 - rate curvature|^steps is NEAR or less; at least one, as the start is not there yet."""
    factor = abs(1 - rate * curvature)
    return float(max(1.0, np.ceil(np.log(NEAR) / np.log(factor)))) if factor > 0 else 1.0
