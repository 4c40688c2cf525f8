"""The whole pass of the 2-2-2 network, one number at a time: forward, back, update; then training (chapter 06)."""

from collections.abc import Mapping
from typing import Any

import traitlets

from bpcourse.widgets.asking import AskingWidget
from bpcourse.widgets.backward_numbers import (
    ALL,
    BACKWARD,
    BACKWARD_DONE,
    FORWARD_DONE,
    STEPS,
    pass_numbers,
    shown,
    trace,
    trained_values,
    way,
)
from bpcourse.widgets.backward_picture import backward_picture, part_of
from bpcourse.widgets.backward_questions import STEPPER_QUESTIONS, TRAINED
from bpcourse.widgets.network_numbers import COMPUTED, GIVEN
from bpcourse.widgets.shared import say, script

TRAININGS = (0, 1, 10, 100, 1_000, 10_000)


class BackpropagationStepper(AskingWidget):
    """Forward, back and update: `stepper = BackpropagationStepper()`, then `stepper.step = 14`.

    `step` says how many of the 44 numbers are lit, `trained` after how many steps of training the network is shown.
    """

    _esm = script("graph", "backpropagation_stepper")

    step = traitlets.Int(FORWARD_DONE, min=0, max=ALL)
    trained = traitlets.Int(TRAINED, min=0, max=TRAININGS[-1])
    fixed = traitlets.Dict().tag(sync=True)  # what no reader changes, sent once

    def __init__(self) -> None:
        super().__init__()
        stops = {"Forward pass": FORWARD_DONE, "Way back": BACKWARD_DONE, "To the end": ALL, "To the start": 0}
        self.fixed = {"stops": stops, "trainings": list(TRAININGS), "last": ALL}
        self._told = ""  # the number that the line under the picture is about, if it is not the last one
        self._ask(STEPPER_QUESTIONS, ["step", "trained"])
        self.on_msg(self._hear)

    def data(self) -> dict[str, Any]:
        """Every number by its name, shown or not, and `step` and `trained`."""
        return {**pass_numbers(trained_values(self.trained)), "step": self.step, "trained": self.trained}

    def description(self) -> str:
        """The picture in a sentence, for those who do not see it."""
        now = self.data()
        lit = ", ".join(f"{shown(name)} = {say(now[name])}" for name in STEPS[: self.step])
        return (
            "The network of two inputs, two hidden units and two outputs, with its way forward, its way back and one "
            f"update, after {self.trained:,} step{'' if self.trained == 1 else 's'} of training. Computed so far, "
            f"{self.step} of {ALL}: {lit or 'nothing'}."
        )

    def begin(self, start: Mapping[str, int]) -> None:
        """Go to the state that a question starts from; the line is about the last number again."""
        self._told = ""
        super().begin(start)

    def _picture(self) -> dict[str, Any]:
        now = self.data()
        told = self._told or (STEPS[self.step - 1] if self.step else "")
        return {
            "graph": backward_picture(now, self.step, self.trained, told),
            "line": way(told, now) if told else "Press Step to compute the first number.",
            "trace": trace(told, now) if told else "",
            "step": self.step,
            "trained": self.trained,
            "rows": self._rows(now),
        }

    def _rows(self, now: Mapping[str, float]) -> list[tuple[str, str, Any]]:
        """The numbers of the picture: name, what it is, value."""
        rows: list[tuple[str, str, Any]] = [(name, "given", now[name]) for name in GIVEN]
        for place, name in enumerate(STEPS):
            kind = "forward" if name in COMPUTED else "back" if name in BACKWARD else "update"
            rows.append((shown(name), kind, now[name] if place < self.step else "not computed yet"))
        return rows

    def _hear(self, _widget: object, message: Mapping[str, Any], _buffers: object) -> None:
        match message:
            case {"do": "step", "to": int(step)} if self._may("step"):
                self._told = ""
                self.step = min(ALL, max(0, step))
            case {"do": "train", "to": int(steps)} if steps in TRAININGS and self._may("trained"):
                self._told = "E" if self.step >= FORWARD_DONE else ""
                self.trained = steps
            case {"do": "pick", **part}:
                self._told = self._shown_by(str(part.get("edge") or part.get("node")))
                self.draw()

    def _shown_by(self, part: str) -> str:
        """The number that was computed last of those that a part of the picture shows; nothing if none was."""
        return next((name for name in reversed(STEPS[: self.step]) if part_of(name) == part), "")
