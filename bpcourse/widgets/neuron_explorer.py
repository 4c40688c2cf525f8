"""One neuron under the reader's hand: drag w, b and x, see its curve, tangent and 0.5 point (chapter 01)."""

from collections.abc import Mapping
from typing import Any

import anywidget
import numpy as np
import traitlets

from bpcourse.reference.activations import sigmoid, sigmoid_grad
from bpcourse.widgets.neuron_questions import EXPLORER_QUESTIONS
from bpcourse.widgets.prediction import Prediction
from bpcourse.widgets.shared import bounded, finite, say, script, style_sheet

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


class NeuronExplorer(anywidget.AnyWidget):
    """The neuron a = sigmoid(w x + b) with sliders: `NeuronExplorer()`, then `neuron.w = 2.0`."""

    _esm = script("neuron_explorer")
    _css = style_sheet()

    w = bounded(1.0, -WEIGHT_LIMIT, WEIGHT_LIMIT)
    b = bounded(-0.5, -WEIGHT_LIMIT, WEIGHT_LIMIT)
    x = bounded(1.5, -X_LIMIT, X_LIMIT)
    dx = bounded(1.0, 0.05, 2.0)
    fixed = traitlets.Dict().tag(sync=True)  # what no slider changes, sent once
    picture = traitlets.Dict().tag(sync=True)
    panel = traitlets.Dict().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self.fixed = {"curve_x": CURVE_X.tolist(), "z": CURVE_Z.tolist(), "sigmoid": sigmoid(CURVE_Z).tolist()}
        self.prediction = Prediction(self, EXPLORER_QUESTIONS)
        self.observe(self._moved, ["w", "b", "x", "dx"])
        self.draw()

    @property
    def predictions(self) -> list[dict[str, Any]]:
        """What the reader predicted so far, and what was: question, said, was, right."""
        return self.prediction.records

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

    def begin(self, start: Mapping[str, float]) -> None:
        """Go to the state that a question starts from."""
        with self.hold_sync():
            self.w, self.b, self.x = start["w"], start["b"], start["x"]

    def draw(self) -> None:
        """Send the current numbers to the browser, with the curve from before the reader moved."""
        before = self.prediction.before
        old = before and {name: before[name] for name in ("curve_a", "decision")}
        now = self.data()
        del now["curve_x"]
        with self.hold_sync():
            self.picture = {**now, "before": old}
            self.panel, self.alt = self.prediction.panel(), self.description()

    @traitlets.validate("w", "b", "x", "dx")
    def _finite(self, proposal: Any) -> float:
        return finite(proposal["trait"].name, proposal["value"])

    def _moved(self, _change: object) -> None:
        self.prediction.moved()
        self.draw()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle: Any = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle
        return {**data, "text/plain": self.description()}, metadata
