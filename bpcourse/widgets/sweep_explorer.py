"""Sweep a graph forwards or back, and count what all derivatives cost between n inputs and m outputs (chapter 05)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import traitlets

from bpcourse.widgets.asking import AskingWidget
from bpcourse.widgets.shared import say, script
from bpcourse.widgets.sweep_picture import derivative, inputs_and_outputs, layers_picture, product_picture
from bpcourse.widgets.sweep_questions import MOST, SWEEP_QUESTIONS
from bpcourse.widgets.sweep_steps import arrivals, cost_between, graph_between, used_by_sweep

STARTS = {"forward": ("a", "b"), "reverse": ("e",)}  # of a sweep through the product
WAYS = {  # to all derivatives: what each is called, and its look in the counter
    "forward": ("forward sweeps", "forward"),
    "reverse": ("reverse sweeps", "backward"),
    "paths": ("every path walked", "fixed"),
    "differences": ("central differences", "fixed"),
}
STATE = ("scene", "mode", "start", "step", "n", "m")


class SweepExplorer(AskingWidget):
    """Two graphs to sweep: `explorer = SweepExplorer()`, then `explorer.mode = "forward"`, `explorer.step = 4`.

    `scene` is "product", where a step brings the messages to one node, or "layers", where a step is a whole sweep
    between `n` inputs and `m` outputs. `start` is where the sweep begins; in the layers they begin at one end after the
    other.
    """

    _esm = script("graph", "sweep_explorer")

    scene = traitlets.Enum(("product", "layers"), "product")
    mode = traitlets.Enum(("forward", "reverse"), "reverse")
    start = traitlets.Unicode("e")
    step = traitlets.Int(0)
    n = traitlets.CInt(4, min=1, max=MOST).tag(sync=True)
    m = traitlets.CInt(1, min=1, max=MOST).tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self._ask(SWEEP_QUESTIONS, STATE)
        self.on_msg(self._hear)

    @property
    def last(self) -> int:
        """How many steps there are: nodes that the sweep reaches, or sweeps for all derivatives."""
        if self.scene == "product":
            return len(arrivals(self.mode, self.start))
        return self.n if self.mode == "forward" else self.m

    def data(self) -> dict[str, Any]:
        """The state, what every node holds so far and what arrived there, the uses of edges, and the four costs."""
        now: dict[str, Any] = {**{name: getattr(self, name) for name in STATE}, "last": self.last}
        if self.scene == "product":
            done = arrivals(self.mode, self.start)[: self.step]
            now["derivatives"] = {arrival.node: arrival.holds for arrival in done}
            now["messages"] = {
                arrival.node: [message.number for message in arrival.messages] for arrival in done if arrival.messages
            }
            now["uses"] = sum(len(arrival.messages) for arrival in done)
        else:
            graph = graph_between(self.n, self.m)
            now["uses"] = sum(len(used_by_sweep(graph, self.mode, node)) for node in self._ends()[: self.step])
        return {**now, "cost": asdict(cost_between(self.n, self.m))}

    def description(self) -> str:
        """The picture in sentences, for those who do not see it."""
        if self.scene == "product":
            done = arrivals(self.mode, self.start)[: self.step]
            held = ", ".join(f"{derivative(self.mode, self.start, one.node)} = {say(one.holds)}" for one in done)
            return (
                f"The graph of e = (a + b)(b + 1) at a = 2, b = 1. A {self.mode} sweep from {self.start}, "
                f"{self.step} of {self.last} steps done: {held or 'nobody holds anything yet'}. {self._line()}"
            )
        return (
            f"A graph with {inputs_and_outputs(self.n, self.m)} and two layers of three nodes between them. "
            f"{self.mode.capitalize()} mode: {self._line()}"
        )

    def _picture(self) -> dict[str, Any]:
        if self.scene == "product":
            graph = product_picture(self.mode, self.start, arrivals(self.mode, self.start), self.step)
        else:
            graph = layers_picture(self.mode, self.n, self.m, self.step)
        counted = self.scene == "layers" and self.prediction.phase != "asking"
        return {
            "graph": graph,
            "line": self._line(),
            "scene": self.scene,
            "mode": self.mode,
            "step": self.step,
            "last": self.last,
            "counter": self._counter() if counted else [],
            "rows": self._rows(counted),
        }

    def _ends(self) -> list[str]:
        """Where the sweeps through the layers begin, one after the other."""
        letter, number = ("x", self.n) if self.mode == "forward" else ("y", self.m)
        return [f"{letter}{k}" for k in range(1, number + 1)]

    def _counter(self) -> list[tuple[str, str, int]]:
        cost = asdict(cost_between(self.n, self.m))
        return [(words, look, cost[way]) for way, (words, look) in WAYS.items()]

    def _rows(self, counted: bool) -> list[tuple[str, str, Any]]:
        """The numbers of the picture: name, what it is, value."""
        now = self.data()
        rows: list[tuple[str, str, Any]] = [("uses", "of an edge, so far", now["uses"])]
        for node, holds in now.get("derivatives", {}).items():
            arrived = " + ".join(map(say, now["messages"].get(node, [])))
            rows.append((derivative(self.mode, self.start, node), arrived or "where the sweep starts", holds))
        if counted:
            rows += [(words, "uses of an edge for all derivatives", uses) for words, _, uses in self._counter()]
        return rows

    def _line(self) -> str:
        """The sentence under the picture: what happened last, with its numbers."""
        now = self.data()
        if self.scene == "layers":
            if not self.step:
                return "Press Step for one whole sweep."
            start = self._ends()[self.step - 1]
            each = len(used_by_sweep(graph_between(self.n, self.m), self.mode, start))
            every = " All derivatives are there." if self.step == self.last else ""
            return f"The sweep from {start} used an edge {each} times. So far: {now['uses']} times.{every}"
        if not self.step:
            return f"Press Step: {self.start} starts with 1. On each edge stands its local derivative."
        arrival = arrivals(self.mode, self.start)[self.step - 1]
        name = derivative(self.mode, self.start, arrival.node)
        if not arrival.messages:
            return f"{name} = 1: a node moves exactly as much as itself."
        products = " + ".join(f"{say(one.slope)} · {say(one.held)}" for one in arrival.messages)
        senders = " and ".join(one.sender for one in arrival.messages)
        arrive = "messages arrive, from" if len(arrival.messages) > 1 else "message arrives, from"
        return f"{len(arrival.messages)} {arrive} {senders}: {name} = {products} = {say(arrival.holds)}."

    # What the reader does. While a question waits, only what it is about answers.

    def _hear(self, _widget: object, message: Mapping[str, Any], _buffers: object) -> None:
        match message:
            case {"do": "step", "to": int(step)} if self._may("step"):
                self.step = min(max(step, 0), self.last)
            case {"do": "mode", "mode": "forward" | "reverse" as mode} if self._may("mode"):
                self.mode = mode
            case {"do": "scene"} if self._may("scene"):
                self.scene = "layers" if self.scene == "product" else "product"
            case {"do": "pick", "node": str(node)} if self._may("start") and self.scene == "product":
                for mode, starts in STARTS.items():
                    if node in starts:
                        self.mode = mode
                        self.start = node

    @traitlets.validate("step")
    def _a_step(self, proposal: Any) -> int:
        if not 0 <= proposal["value"] <= self.last:
            raise ValueError(f"step is {proposal['value']}, expected 0 to {self.last}")
        return int(proposal["value"])

    @traitlets.validate("start")
    def _a_start(self, proposal: Any) -> str:
        starts = STARTS[self.mode] if self.scene == "product" else (self._ends()[0],)
        if proposal["value"] not in starts:
            raise ValueError(f"start is {proposal['value']}, expected {' or '.join(starts)}")
        return str(proposal["value"])

    def _moved(self, change: Any) -> None:
        if change["name"] in ("scene", "mode"):
            with self.hold_trait_notifications():
                self.step = 0
                self.start = STARTS[self.mode][-1] if self.scene == "product" else self._ends()[0]
        elif change["name"] in ("start", "n", "m"):
            self.step = 0
        self._follow()
