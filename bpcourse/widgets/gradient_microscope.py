"""The microscope: how far a measured slope is off, for each step h, way to measure and precision (chapter 07)."""

import math
from typing import Any

import numpy as np

from bpcourse.widgets.asking import AskingWidget
from bpcourse.widgets.microscope_questions import MICROSCOPE_QUESTIONS
from bpcourse.widgets.shared import bounded, say, script

METHODS = ("one-sided", "central", "complex step")
POWERS = (1.0, 16.0)  # h is 10 to the minus this
FARTHEST = 0.1  # the kink is at most so far from x
SMALLEST = 1e-17  # where an error of 0 is drawn


def errors_at(h: float, bits: int, kink: float) -> dict[str, float]:
    """Relative errors of the slope of exp(z) + max(0, z - 1 - kink) at z = 1, in float32 or float64."""
    real, imaginary = (np.float32, np.complex64) if bits == 32 else (np.float64, np.complex128)
    at = real(1 + kink)

    def f(z: Any) -> Any:
        return np.exp(z) + (z - at if z.real > at else real(0))

    one, step = real(1), real(h)
    measured = {
        "one-sided": (f(one + step) - f(one)) / step,
        "central": (f(one + step) - f(one - step)) / (real(2) * step),
        "complex step": f(imaginary(complex(1, h))).imag / step,
    }
    return {name: max(SMALLEST, abs(float(slope) / math.e - 1)) for name, slope in measured.items()}


class GradientMicroscope(AskingWidget):
    """Errors of a measured slope over h: `GradientMicroscope()`, then `microscope.power = 5`."""

    _esm = script("gradient_microscope")

    power = bounded(2.0, *POWERS)
    bits = bounded(64.0, 32.0, 64.0)
    kink = bounded(FARTHEST, 0.0, FARTHEST)

    def __init__(self) -> None:
        super().__init__()
        self._ask(MICROSCOPE_QUESTIONS, ["power", "bits", "kink"])

    def data(self) -> dict[str, Any]:
        """The errors of each way to measure: `now` at this h, `errors` for h from 1e-1 to 1e-16."""
        bits = 32 if self.bits < 48 else 64
        curve = [errors_at(10.0**-k, bits, self.kink) for k in range(1, 17)]
        return {
            "power": self.power,
            "bits": self.bits,
            "kink": self.kink,
            "h": 10.0**-self.power,
            "now": errors_at(10.0**-self.power, bits, self.kink),
            "errors": {name: [errors[name] for errors in curve] for name in METHODS},
        }

    def description(self) -> str:
        """The picture in a sentence, for those who do not see it."""
        now = self.data()
        told = ", ".join(f"{name} {now['now'][name]:.0e}" for name in METHODS)
        return (
            f"Relative errors of a measured slope over the step h, from 0.1 to 1e-16, in float{self.bits:.0f}, with a "
            f"kink {say(self.kink)} away. At h = {now['h']:.0e}: {told}."
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        # Stored with a chapter: no errors of rounding in it, which another computer may make a little different.
        return {**data, "text/plain": "The microscope: errors of a measured slope over the step h."}, metadata
