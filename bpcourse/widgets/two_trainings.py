"""Two trainings side by side, with the right gradient and with a wrong one, pass by pass (chapter 07)."""

import math
from typing import Any

import traitlets

from bpcourse.widgets.asking import AskingWidget
from bpcourse.widgets.shared import bounded, say, script
from bpcourse.widgets.two_trainings_numbers import GRADIENTS, MEANS, PASSES, WRONG, training
from bpcourse.widgets.two_trainings_questions import TWO_TRAININGS_QUESTIONS

RIGHT_ENOUGH = 1e-7  # relative errors below this are those of the measurement


class TwoTrainings(AskingWidget):
    """Right and wrong training: `trainings = TwoTrainings()`, then `trainings.passes = 100`.

    `gradient` is the wrong one: "published", "wrong sign in W0", "twice too large" or "wrong sign in both".
    """

    _esm = script("two_trainings")

    gradient = traitlets.Enum(WRONG, WRONG[0]).tag(sync=True)
    passes = bounded(1.0, 1.0, PASSES)
    fixed = traitlets.Dict().tag(sync=True)  # what can be chosen, sent once

    def __init__(self) -> None:
        super().__init__()
        self.fixed = {"gradients": list(WRONG), "means": MEANS, "passes": PASSES, "right_enough": RIGHT_ENOUGH}
        self._ask(TWO_TRAININGS_QUESTIONS, ["gradient", "passes"])

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

    @traitlets.validate("passes")
    def _whole(self, proposal: Any) -> float:
        return float(round(proposal["value"]))


def _error(error: float) -> str:
    return f"below {RIGHT_ENOUGH:.0e}" if error < RIGHT_ENOUGH else say(round(error, 2))
