"""Figures of chapter 07: how the error of a measured slope depends on the step."""

import cmath
import math

import numpy as np

from bpcourse.plots.picture import Picture
from bpcourse.plots.style import BACKWARD, FIXED, FORWARD, course_style, new_figure, plot_axes
from bpcourse.reference.activations import Array

SMALLEST = 1e-17  # where an error of 0 is drawn


def slope_errors(h: Array) -> dict[str, Array]:
    """Relative errors of the slope of exp at 1, for each step h: one-sided, central, and along the imaginary axis."""
    slope = math.e
    measured = {
        "one-sided": [(math.exp(1 + one) - math.exp(1)) / one for one in h],
        "central": [(math.exp(1 + one) - math.exp(1 - one)) / (2 * one) for one in h],
        "complex step": [cmath.exp(complex(1, one)).imag / one for one in h],
    }
    return {name: np.abs(np.array(values) / slope - 1) for name, values in measured.items()}


def error_against_step() -> Picture:
    """The relative error of the slope of exp at 1 over the step, from 1e-1 to 1e-16, for three ways to measure it."""
    steps = np.array([10.0**power for power in range(-16, 0)])
    errors = slope_errors(steps)
    colors = {"one-sided": FIXED, "central": BACKWARD, "complex step": FORWARD}
    marks = {"one-sided": "s", "central": "o", "complex step": "^"}
    with course_style():
        figure = new_figure(820, 400)
        axes = plot_axes(figure, "Too large a step misses the bend, too small a step drowns in rounding")
        for name, error in errors.items():
            drawn = np.maximum(error, SMALLEST)
            axes.loglog(steps, drawn, color=colors[name], marker=marks[name], markersize=5, label=name)
        axes.set(xlabel="step h", ylabel="relative error of the slope", ylim=(SMALLEST / 3, 10))
        axes.invert_xaxis()
        axes.legend(loc="center right", frameon=False, bbox_to_anchor=(1, 0.42))
    alt = (
        "The relative error of the slope of exp at 1 over the step h, from 0.1 on the left to 1e-16 on the right, on "
        "logarithmic scales. The one-sided difference falls in a straight line to about 1e-8 near h = 1e-8, the "
        "central one twice as steeply to about 1e-11 near h = 1e-5; then both rise again, up to an error of 0.1 and "
        "more. The complex step falls to 1e-16 and stays there."
    )
    # From 1e-4 up the error is one of truncation, and the same on every machine.
    seen = {name: np.round(np.log10(errors[name][-4:])) for name in ("one-sided", "central")}
    return Picture(figure, alt, {f"log10 of the error, {name}, h from 1e-4 to 0.1": log for name, log in seen.items()})
