"""Gradient descent under the reader's hand: a learning rate, a valley, and a trail that arrives or not (chapter 03)."""

from typing import Any

import numpy as np
import traitlets

from bpcourse.reference.optimizers import minimize
from bpcourse.widgets.asking import AskingWidget
from bpcourse.widgets.descent_questions import DESCENT_QUESTIONS, STEPS, predicted_distance
from bpcourse.widgets.shared import bounded, say, script

EDGE = 4.0  # the weights that are drawn: from -EDGE to EDGE
CURVATURES = (1.0, 4.0)
FLAT = 0.3  # the curvature of the bowl along its other weight, w2
START_W2 = 3.0
RATES = (0.05, 2.2)
FAR = 1e3  # what is further out is drawn here, well outside the picture
WAYS = {
    "straight": "straight down, and never past the bottom",
    "landed": "the first step lands on the bottom",
    "to and fro": "to and fro, each time nearer",
    "for ever": "to and fro for ever, never nearer",
    "away": "to and fro, each time further away",
}


def way(factor: float) -> str:
    """What a point does whose distance from the bottom is multiplied by this number in each step."""
    if abs(factor) < 1e-9:
        return "landed"
    if abs(abs(factor) - 1) < 1e-9:
        return "for ever"
    if abs(factor) > 1:
        return "away"
    return "straight" if factor > 0 else "to and fro"


def descent_numbers(learning_rate: float, curvature: float, start: float) -> dict[str, Any]:
    """Every number about STEPS steps of gradient descent on L = ½ (curvature w1² + FLAT w2²) from (start, START_W2).

    w1 moves as if it were alone, on ½ curvature w²: `w`, `loss` and `distance` are those of that valley.
    """
    bowl = np.array([curvature, FLAT])
    trail = minimize(lambda w: bowl * w, [start, START_W2], learning_rate, STEPS)
    w = trail[:, 0]
    factor = 1 - learning_rate * curvature
    return {
        "learning_rate": learning_rate,
        "curvature": curvature,
        "start": start,
        "slope_at_start": curvature * start,
        "factor": factor,
        "way": way(factor),
        "fastest": 1 / curvature,
        "bound": 2 / curvature,
        "w": w.tolist(),
        "w2": trail[:, 1].tolist(),
        "loss": (curvature * w**2 / 2).tolist(),
        "distance": np.abs(w).tolist(),
    }


class DescentExplorer(AskingWidget):
    """Gradient descent in a valley with sliders: `DescentExplorer()`, then `explorer.learning_rate = 0.9`."""

    _esm = script("descent_explorer")

    learning_rate = bounded(0.1, *RATES)
    curvature = bounded(2.0, *CURVATURES)
    start = bounded(-3.0, -EDGE, EDGE)
    fixed = traitlets.Dict().tag(sync=True)  # what no slider changes, sent once

    def __init__(self) -> None:
        super().__init__()
        self.fixed = {"flat": FLAT, "steps": STEPS, "ways": WAYS}
        self._ask(DESCENT_QUESTIONS, ["learning_rate", "curvature", "start"])

    def data(self) -> dict[str, Any]:
        """The numbers that are drawn; `w`, `loss` and `distance` hold the start and each of the steps."""
        return descent_numbers(self.learning_rate, self.curvature, self.start)

    def description(self) -> str:
        """The picture in a sentence, for those who do not see it."""
        now = self.data()
        return (
            f"Gradient descent on L = ½ λ w² with curvature λ = {say(self.curvature)} and learning rate "
            f"{say(self.learning_rate)}: {STEPS} steps from w = {say(self.start)} lead to w = {say(now['w'][-1])}; "
            f"{WAYS[now['way']]}."
        )

    def _picture(self) -> dict[str, Any]:
        """The numbers of now, with the trail from before the reader moved."""
        now, before, said = self.data(), self.prediction.before, self.prediction.said
        drawn = {name: np.clip(now[name], -FAR, FAR).tolist() for name in ("w", "w2", "loss")}
        guess = predicted_distance(self.prediction.question, said, before, now)
        return {**now, **drawn, "before": before and before["distance"], "predicted": guess}
