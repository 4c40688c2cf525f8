"""The 2-2-2 network, drawn: step through its forward pass, pick any number and change it (chapter 02)."""

from collections.abc import Mapping
from typing import Any

import traitlets

from bpcourse.widgets.asking import AskingWidget
from bpcourse.widgets.network_numbers import COMPUTED, GIVEN, UNITS, calculation, network_numbers, start_values
from bpcourse.widgets.network_picture import network_picture
from bpcourse.widgets.network_questions import ALL, MOVING, NETWORK_QUESTIONS
from bpcourse.widgets.shared import bounded, say, script

START = start_values()
INPUTS, WEIGHTS, TARGETS = (-2.0, 2.0), (-5.0, 5.0), (0.0, 1.0)
MEANS = {"x": "input", "w": "weight", "b": "bias", "t": "target"}  # by the first letter of a name


class NetworkExplorer(AskingWidget):
    """Two inputs, two hidden units, two outputs: `network = NetworkExplorer()`, then `network.w1 = 1.0`.

    `step` says how many numbers of the forward pass are lit, from 0 to 11.
    """

    _esm = script("graph", "network_explorer")

    x1, x2 = (bounded(START[name], *INPUTS) for name in ("x1", "x2"))
    w1, w2, w3, w4 = (bounded(START[f"w{k}"], *WEIGHTS) for k in (1, 2, 3, 4))
    w5, w6, w7, w8 = (bounded(START[f"w{k}"], *WEIGHTS) for k in (5, 6, 7, 8))
    b_h1, b_h2, b_o1, b_o2 = (bounded(START[f"b_{unit}"], *WEIGHTS) for unit in UNITS)
    t1, t2 = (bounded(START[name], *TARGETS) for name in ("t1", "t2"))
    step = traitlets.Int(0, min=0, max=ALL).tag(sync=True)
    selected = traitlets.Unicode("x1").tag(sync=True)  # the given number that the slider changes
    fixed = traitlets.Dict().tag(sync=True)  # what no reader changes, sent once

    def __init__(self) -> None:
        super().__init__()
        controls = [{"name": name, "means": MEANS[name[0]]} for name in GIVEN]
        self.fixed = {"controls": controls, "computed": list(COMPUTED)}
        self._picked = ""  # what the sentence under the picture is about
        self._ask(NETWORK_QUESTIONS, [*GIVEN, "step"])
        self.on_msg(self._hear)

    def data(self) -> dict[str, Any]:
        """Every number by its name, and `step`."""
        return {**network_numbers({name: getattr(self, name) for name in GIVEN}), "step": self.step}

    def description(self) -> str:
        """The picture in a sentence, for those who do not see it."""
        now = self.data()
        given = ", ".join(f"{name} = {say(now[name])}" for name in GIVEN)
        lit = ", ".join(f"{name} = {say(now[name])}" for name in COMPUTED[: self.step])
        return (
            "A network of two inputs, two hidden units and two outputs. x1 and x2 feed h1 and h2; h1 and h2 feed "
            f"o1 and o2; each output has its target and its error. Given: {given}. "
            f"Computed so far, {self.step} of {ALL}: {lit or 'nothing'}."
        )

    def begin(self, start: Mapping[str, float]) -> None:
        """Go to the state that a question starts from, with the number picked that the question is about."""
        with self.hold_sync():
            super().begin(start)
            [unlocked] = self.prediction.question.unlocks
            self._pick("" if unlocked == "step" else unlocked)

    def restore(self) -> None:
        """Give every number its start value again; what is lit stays lit."""
        with self.hold_sync():
            for name, value in START.items():
                setattr(self, name, value)

    def _picture(self) -> dict[str, Any]:
        now, rounds = self.data(), self.prediction
        before = rounds.before if rounds.before and rounds.before["step"] == ALL else None
        said = MOVING.get(rounds.said or "", ())
        graph = network_picture(now, self.step, self._in_focus(), before, said)
        return {**now, "graph": graph, "line": self._sentence(now)}

    def _in_focus(self) -> str:
        if self._picked:
            return self._picked
        return COMPUTED[self.step - 1] if self.step else ""

    def _sentence(self, now: Mapping[str, float]) -> str:
        focus = self._in_focus()
        if focus in GIVEN:
            return f"{focus} = {say(now[focus])} ({MEANS[focus[0]]})"
        if not focus:
            return "Press Step to compute the first number, or pick one to change it."
        if focus not in COMPUTED[: self.step]:
            return f"{focus} is not computed yet: press Step."
        return calculation(focus, now)

    def _pick(self, name: str) -> None:
        self._picked = name
        if name in GIVEN:
            self.selected = name

    def _hear(self, _widget: object, message: Mapping[str, Any], _buffers: object) -> None:
        match message:
            case {"do": "pick", "edge": str(name)} | {"do": "pick", "node": str(name)} if name in GIVEN:
                self._pick(name)
                self.draw()
            case {"do": "pick", "node": str(name)} if f"out_{name}" in COMPUTED or name in COMPUTED:
                # A unit holds two numbers: the sentence is about its output once that is there, else about its net.
                net, out = f"net_{name}", f"out_{name}"
                waiting = net in COMPUTED and out not in COMPUTED[: self.step]
                self._pick(net if waiting else out if out in COMPUTED else name)
                self.draw()
            case {"do": "step", "by": int(by)} if self._may("step"):
                self._pick("")
                self.step = min(ALL, max(0, self.step + by))
                self.draw()
            case {"do": "restore"} if self.prediction.phase == "exploring":
                self.restore()
