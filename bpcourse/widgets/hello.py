"""A slider that says hello: how a widget asks, moves, compares and shows its numbers (chapter 00)."""

from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from bpcourse.widgets.prediction import Prediction, Question, State
from bpcourse.widgets.shared import bounded, finite, say, script, style_sheet

LIMIT = 5.0
CHOICES = ("left of x", "right of x", "on x")


def _moved_to(target: float) -> Any:
    return lambda before, now: "" if now["x"] == target else f"Now move x to {say(target)}."


def _side(before: State, now: State) -> str:
    if now["twice"] == now["x"]:
        return "on x"
    return "left of x" if now["twice"] < now["x"] else "right of x"


def _explain(before: State, now: State) -> str:
    marks = f"The blue mark is at {say(now['twice'])} and x is {say(now['x'])}. "
    if now["x"] == 0:
        return marks + "Doubling 0 moves nothing, so the two marks meet."
    side = "left" if now["x"] < 0 else "right"
    return marks + f"Doubling moves a number away from 0, and from the {side} of 0 that is further {side}."


QUESTIONS = (
    Question(
        text="Before you move: if x goes from 1 to -2, will the blue mark for 2x end left of x, right of x, or on x?",
        choices=CHOICES,
        start={"x": 1.0},
        unlocks=("x",),
        to_do=_moved_to(-2.0),
        outcome=_side,
        explain=_explain,
    ),
    Question(
        text="Before you move: if x goes from -3 to 0, will the blue mark for 2x end left of x, right of x, or on x?",
        choices=CHOICES,
        start={"x": -3.0},
        unlocks=("x",),
        to_do=_moved_to(0.0),
        outcome=_side,
        explain=_explain,
    ),
)


class Hello(anywidget.AnyWidget):
    """A number line with x and 2x: `Hello()`, then `hello.x = 3`."""

    _esm = script("hello")
    _css = style_sheet()

    x = bounded(1.0, -LIMIT, LIMIT)
    picture = traitlets.Dict().tag(sync=True)
    panel = traitlets.Dict().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self.prediction = Prediction(self, QUESTIONS)
        self.observe(self._moved, "x")
        self.draw()

    @property
    def predictions(self) -> list[dict[str, Any]]:
        """What the reader predicted so far, and what was: question, said, was, right."""
        return self.prediction.records

    def data(self) -> dict[str, Any]:
        """The numbers that are drawn."""
        return {"x": self.x, "twice": 2.0 * self.x, "text": f"Hello. Twice {say(self.x)} is {say(2.0 * self.x)}."}

    def description(self) -> str:
        """The picture in a sentence, for those who do not see it."""
        return f"{self.data()['text']} A number line from -10 to 10 marks x = {say(self.x)} and, in blue, 2x."

    def begin(self, start: Mapping[str, float]) -> None:
        """Go to the state that a question starts from."""
        self.x = start["x"]

    def draw(self) -> None:
        """Send the current numbers to the browser."""
        with self.hold_sync():
            self.picture, self.panel, self.alt = self.data(), self.prediction.panel(), self.description()

    @traitlets.validate("x")
    def _finite(self, proposal: Any) -> float:
        return finite("x", proposal["value"])

    def _moved(self, _change: object) -> None:
        self.prediction.moved()
        self.draw()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle: Any = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle
        return {**data, "text/plain": self.description()}, metadata
