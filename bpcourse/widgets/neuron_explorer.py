"""One neuron under the reader's hand: drag w, b and x, see its curve, tangent and 0.5 point (chapter 01)."""

from typing import Any

import numpy as np
import traitlets

from bpcourse.reference.activations import sigmoid, sigmoid_grad
from bpcourse.widgets.asking import AskingWidget
from bpcourse.widgets.neuron_questions import EXPLORER_QUESTIONS
from bpcourse.widgets.shared import bounded, say, script

X_LIMIT = 6.0
WEIGHT_LIMIT = 5.0
CURVE_X = np.linspace(-X_LIMIT, X_LIMIT, 121)
CURVE_Z = np.linspace(-8.0, 8.0, 81)


def neuron_numbers(w: float, b: float, x: float, dx: float) -> dict[str, Any]:
    """Every number about a = sigmoid(w x + b) at one x: value, derivatives, 0.5 point, and a nudge of x by dx.

    `decision` is the x where w x + b = 0 and the neuron says 0.5; it is None for w = 0, where there is no such x or
    where every x is one.
    """
    z = w * x + b
    slope = float(sigmoid_grad(z))
    a = float(sigmoid(z))
    decision = -b / w + 0.0 if w else None
    return {
        "w": w,
        "b": b,
        "x": x,
        "dx": dx,
        "z": z,
        "a": a,
        "da_dz": slope,
        "da_dw": slope * x,
        "da_db": slope,
        "da_dx": slope * w,
        "decision": decision,
        "slope_at_decision": None if decision is None else float(sigmoid_grad(w * decision + b)) * w,
        "predicted_change": slope * w * dx,
        "actual_change": float(sigmoid(w * (x + dx) + b)) - a,
    }


class NeuronExplorer(AskingWidget):
    """The neuron a = sigmoid(w x + b) with sliders: `NeuronExplorer()`, then `neuron.w = 2.0`."""

    _esm = script("neuron_explorer")

    w = bounded(1.0, -WEIGHT_LIMIT, WEIGHT_LIMIT)
    b = bounded(-0.5, -WEIGHT_LIMIT, WEIGHT_LIMIT)
    x = bounded(1.5, -X_LIMIT, X_LIMIT)
    dx = bounded(1.0, 0.05, 2.0)
    fixed = traitlets.Dict().tag(sync=True)  # what no slider changes, sent once

    def __init__(self) -> None:
        super().__init__()
        self.fixed = {"curve_x": CURVE_X.tolist(), "z": CURVE_Z.tolist(), "sigmoid": sigmoid(CURVE_Z).tolist()}
        self._ask(EXPLORER_QUESTIONS, ["w", "b", "x", "dx"])

    def data(self) -> dict[str, Any]:
        """The numbers that are drawn; `curve_a` is the neuron's output at each x of `curve_x`."""
        curve_a = sigmoid(self.w * CURVE_X + self.b).round(5).tolist()
        return {**neuron_numbers(self.w, self.b, self.x, self.dx), "curve_x": CURVE_X.tolist(), "curve_a": curve_a}

    def description(self) -> str:
        """The picture in a sentence, for those who do not see it."""
        now = neuron_numbers(self.w, self.b, self.x, self.dx)
        where = "it is flat, as w = 0" if now["decision"] is None else f"it says 0.5 at x = {say(now['decision'])}"
        return (
            f"One neuron, a = sigmoid(w x + b), as a curve over x with its tangent. At w = {say(self.w)}, "
            f"b = {say(self.b)}, x = {say(self.x)}: z = {say(now['z'])}, a = {say(now['a'])}, "
            f"slope da/dx = {say(now['da_dx'])}; {where}."
        )

    def _picture(self) -> dict[str, Any]:
        """The numbers of now, with the curve from before the reader moved."""
        before = self.prediction.before
        old = before and {name: before[name] for name in ("curve_a", "decision")}
        now = self.data()
        del now["curve_x"]
        return {**now, "before": old}
