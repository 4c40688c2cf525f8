"""The gradients of a layer, put together from rectangles: what fits, what is wrong and why (chapter 08)."""

from typing import Any

import traitlets

from bpcourse.widgets.asking import AskingWidget
from bpcourse.widgets.shape_products import (
    GOALS,
    LARGEST,
    NO_FIT,
    OPERATIONS,
    PIECES,
    RIGHT,
    SUMS,
    Attempt,
    attempt,
    code_of,
    shape_text,
)
from bpcourse.widgets.shape_questions import SHAPE_QUESTIONS
from bpcourse.widgets.shared import bounded, script

STATE = ("n", "d", "h", "goal", "left", "operation", "right")
LOOKS = {"X": "fixed", "W": "forward", "G": "backward"}


class ShapeBuilder(AskingWidget):
    """Build dX, dW or db from two pieces: `builder = ShapeBuilder()`, then `builder.left = "Xᵀ"`.

    n samples, d inputs, h units. `goal` is what is wanted; `left`, `operation` and `right` are what is tried.
    """

    _esm = script("shape_builder")

    n = bounded(5.0, 1.0, LARGEST["n"])
    d = bounded(3.0, 1.0, LARGEST["d"])
    h = bounded(2.0, 1.0, LARGEST["h"])
    goal = traitlets.Enum(tuple(GOALS), "dW").tag(sync=True)
    left = traitlets.Enum(PIECES, "X").tag(sync=True)
    operation = traitlets.Enum(OPERATIONS, "@").tag(sync=True)
    right = traitlets.Enum(PIECES, "G").tag(sync=True)
    fixed = traitlets.Dict().tag(sync=True)  # what can be chosen, sent once

    def __init__(self) -> None:
        super().__init__()
        self.fixed = {"goal": list(GOALS), "left": PIECES, "operation": OPERATIONS, "right": PIECES}
        self._ask(SHAPE_QUESTIONS, STATE)

    def data(self) -> dict[str, Any]:
        """What is tried, the shapes of its pieces, of its result and of what is wanted, and the verdict."""
        tried = self._attempt()
        return {
            **{name: getattr(self, name) for name in STATE},
            "shapes": [shape for _, shape in tried.pieces],
            "result_shape": None if tried.result is None else tried.result.shape,
            "wanted_shape": tried.wanted.shape,
            "verdict": tried.verdict,
            "code": code_of(self.goal, self.left, self.operation, self.right),
        }

    def description(self) -> str:
        """The picture in sentences, for those who do not see it."""
        tried = self._attempt()
        pieces = " and ".join(f"{name} {shape_text(shape)}" for name, shape in tried.pieces)
        return (
            f"{code_of(self.goal, self.left, self.operation, self.right)}, drawn as rectangles: {pieces}, and what is "
            f"wanted, {self.goal} {shape_text(tried.wanted.shape)}. {tried.says}"
        )

    def _picture(self) -> dict[str, Any]:
        tried = self._attempt()
        blocks = [_block(name, shape, LOOKS[name[0]]) for name, shape in tried.pieces]
        return {
            "title": f"{code_of(self.goal, self.left, self.operation, self.right)}: {tried.verdict}",
            "pieces": blocks,
            "operation": self.operation,
            "sums": self.operation in SUMS,
            "clash": tried.verdict == NO_FIT and self.operation == "@",
            "result": self._result_block(tried),
            "wanted": _block(f"{self.goal} is wanted", tried.wanted.shape, "fixed"),
            "says": tried.says,
            "rows": self._rows(tried),
        }

    def _attempt(self) -> Attempt:
        sizes = (int(self.n), int(self.d), int(self.h))
        return attempt(*sizes, self.goal, self.left, self.operation, self.right)

    def _result_block(self, tried: Attempt) -> dict[str, Any] | None:
        if tried.result is None:
            return None
        right = tried.verdict == RIGHT
        return _block(self.goal if right else "yours", tried.result.shape, "backward" if right else "said")

    def _rows(self, tried: Attempt) -> list[list[str]]:
        result = "does not exist" if tried.result is None else shape_text(tried.result.shape)
        return [
            ["N, D, H", "samples, inputs, units", f"{int(self.n)}, {int(self.d)}, {int(self.h)}"],
            *([name, "a piece", shape_text(shape)] for name, shape in tried.pieces),
            ["result", code_of(self.goal, self.left, self.operation, self.right), result],
            [self.goal, "what is wanted", shape_text(tried.wanted.shape)],
            ["verdict", "shape and numbers", tried.verdict],
        ]

    @traitlets.validate("n", "d", "h")
    def _whole(self, proposal: Any) -> float:
        return float(round(proposal["value"]))


def _block(name: str, shape: tuple[int, ...], look: str) -> dict[str, Any]:
    """A rectangle to draw; a vector is drawn as a row."""
    rows, columns = shape if len(shape) == 2 else (1, shape[0])
    return {"name": name, "rows": rows, "columns": columns, "shape": shape_text(shape), "look": look}
