"""A slider that says hello: how a widget asks, moves, compares and shows its numbers (chapter 00)."""

from typing import Any

from bpcourse.widgets.asking import AskingWidget
from bpcourse.widgets.prediction import Question, State
from bpcourse.widgets.shared import bounded, say, script

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


class Hello(AskingWidget):
    """A number line with x and 2x: `Hello()`, then `hello.x = 3`."""

    _esm = script("hello")

    x = bounded(1.0, -LIMIT, LIMIT)

    def __init__(self) -> None:
        super().__init__()
        self._ask(QUESTIONS, ["x"])

    def data(self) -> dict[str, Any]:
        """The numbers that are drawn."""
        return {"x": self.x, "twice": 2.0 * self.x, "text": f"Hello. Twice {say(self.x)} is {say(2.0 * self.x)}."}

    def description(self) -> str:
        """The picture in a sentence, for those who do not see it."""
        return f"{self.data()['text']} A number line from -10 to 10 marks x = {say(self.x)} and, in blue, 2x."
