"""Two trainings side by side, with the right gradient and with a wrong one, pass by pass (chapter 07)."""

import math
from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from bpcourse.widgets.prediction import Prediction
from bpcourse.widgets.shared import bounded, finite, say, script, style_sheet
from bpcourse.widgets.two_trainings_numbers import GRADIENTS, MEANS, PASSES, WRONG, training
from bpcourse.widgets.two_trainings_questions import TWO_TRAININGS_QUESTIONS

RIGHT_ENOUGH = 1e-7  # relative errors below this are those of the measurement


class TwoTrainings(anywidget.AnyWidget):
    """Right and wrong training: `trainings = TwoTrainings()`, then `trainings.passes = 100`.

    `gradient` is the wrong one: "published", "wrong sign in W0", "twice too large" or "wrong sign in both".
    """

    _esm = script("two_trainings")
    _css = style_sheet()

    gradient = traitlets.Enum(WRONG, WRONG[0]).tag(sync=True)
    passes = bounded(1.0, 1.0, PASSES)
    fixed = traitlets.Dict().tag(sync=True)  # what can be chosen, sent once
    picture = traitlets.Dict().tag(sync=True)
    panel = traitlets.Dict().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self.fixed = {"gradients": list(WRONG), "means": MEANS, "passes": PASSES, "right_enough": RIGHT_ENOUGH}
        self._beginning = False
        self.prediction = Prediction(self, TWO_TRAININGS_QUESTIONS)
        self.observe(self._moved, ["gradient", "passes"])
        self.draw()

    @property
    def predictions(self) -> list[dict[str, Any]]:
        """What the reader predicted so far, and what was: question, said, was, right."""
        return self.prediction.records

    def data(self) -> dict[str, Any]:
        """The numbers of this pass, the losses of all passes so far, and the losses at the last pass by gradient.

        The relative errors, the cosine and the angle (degrees) compare the wrong gradient with the measured one, both
        at the weights that the wrong training has reached.
        """
        done = int(self.passes)
        wrong, right = training(self.gradient), training("right")
        cosine = wrong.cosines[done - 1]
        return {
            "gradient": self.gradient,
            "passes": done,
            "loss": wrong.losses[done - 1],
            "right_loss": right.losses[done - 1],
            "losses": wrong.losses[:done],
            "right_losses": right.losses[:done],
            "relative_error": {"W0": wrong.errors_w0[done - 1], "W1": wrong.errors_w1[done - 1]},
            "cosine": cosine,
            "angle": math.degrees(math.acos(cosine)),
            "ends": {name: training(name).losses[-1] for name in GRADIENTS},
        }

    def description(self) -> str:
        """The picture in sentences, for those who do not see it."""
        now = self.data()
        errors = " and ".join(f"{_error(error)} for {name}" for name, error in now["relative_error"].items())
        return (
            "The losses of two trainings over the passes, on a logarithmic scale. "
            f"At pass {now['passes']} of {PASSES}: {now['loss']:.2e} with the gradient that is called "
            f"{now['gradient']}, {now['right_loss']:.2e} with the right one. Relative error {errors}. The angle to "
            f"the measured gradient is {now['angle']:.0f} degrees: its step goes "
            f"{'downhill' if now['cosine'] > 0 else 'uphill'}."
        )

    def begin(self, start: Mapping[str, Any]) -> None:
        """Go to the state that a question starts from."""
        self._beginning = True
        try:
            with self.hold_sync():
                self.gradient, self.passes = start["gradient"], start["passes"]
        finally:
            self._beginning = False

    def draw(self) -> None:
        """Send the current numbers to the browser."""
        with self.hold_sync():
            self.picture, self.panel, self.alt = self.data(), self.prediction.panel(), self.description()

    @traitlets.validate("passes")
    def _whole(self, proposal: Any) -> float:
        return float(round(finite("passes", proposal["value"])))

    def _moved(self, _change: object) -> None:
        if not self._beginning:
            self.prediction.moved()
            self.draw()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle: Any = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle
        return {**data, "text/plain": self.description()}, metadata


def _error(error: float) -> str:
    return f"below {RIGHT_ENOUGH:.0e}" if error < RIGHT_ENOUGH else say(round(error, 2))
