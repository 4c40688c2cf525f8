"""Watch a neuron with two inputs learn to tell two clouds of points apart (chapter 01).

Training runs in the kernel as a task between the cells. It takes a few steps, sends one frame, and waits until the
browser has drawn it: no frame is ever overtaken, and the kernel stays free to run cells.
"""

import asyncio
import threading
import time
from collections.abc import Mapping
from typing import Any

import anywidget
import numpy as np
import traitlets

from bpcourse.widgets.neuron_questions import TRAINER_QUESTIONS, predicted_loss
from bpcourse.widgets.neuron_training import PLANE, Training
from bpcourse.widgets.prediction import Prediction
from bpcourse.widgets.shared import bounded, finite, say, script, style_sheet

SECONDS_A_FRAME = 1.0 / 30.0
LAST_STEP = 5000  # a forgotten run ends here
CURVE_POINTS = 200


class NeuronTrainer(anywidget.AnyWidget):
    """A neuron in training: `trainer = NeuronTrainer()`, then `trainer.step(10)`, `trainer.data()["loss"]`."""

    _esm = script("neuron_trainer")
    _css = style_sheet()

    learning_rate = bounded(1.0, 0.01, 30.0)
    running = traitlets.Bool(False, read_only=True).tag(sync=True)
    points = traitlets.Dict().tag(sync=True)
    picture = traitlets.Dict().tag(sync=True)
    panel = traitlets.Dict().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self._training = Training()
        x, y = self._training.x, self._training.y
        self.points = {"x1": x[:, 0].tolist(), "x2": x[:, 1].tolist(), "y": y.tolist(), "plane": PLANE}
        # The browser's messages may arrive on another thread than the one that runs the cells.
        self._lock = threading.RLock()
        self._frame = 0
        self._run = 0  # counts starts and pauses: a training task stops when its number is past
        self._task: asyncio.Task[None] | None = None
        self._wake: Any = lambda: None
        self.prediction = Prediction(self, TRAINER_QUESTIONS)
        self.observe(self._rate_changed, "learning_rate")
        self.on_msg(self._hear)
        self.draw()

    @property
    def predictions(self) -> list[dict[str, Any]]:
        """What the reader predicted so far, and what was: question, said, was, right."""
        return self.prediction.records

    def step(self, n: int = 1) -> None:
        """Take n steps of gradient descent, then draw."""
        for _ in range(n):
            self._one_step()
        self.draw()

    def reset(self) -> None:
        """Pause, and go back to step 0."""
        self.pause()
        with self._lock:
            self._training = Training()
        self.prediction.moved()
        self.draw()

    def start(self) -> None:
        """Train in the background until `pause()`; RuntimeError where no event loop runs, as in a plain script."""
        if self.running:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise RuntimeError(
                "start() trains between the cells of a notebook, and no event loop is running here: call step(n)."
            ) from None
        drawn = asyncio.Event()
        self._wake = lambda: loop.is_closed() or loop.call_soon_threadsafe(drawn.set)
        self._run += 1
        self.set_trait("running", True)
        self._task = loop.create_task(self._train(self._run, drawn))

    def pause(self) -> None:
        """Stop training after the step that is under way."""
        self._run += 1
        self.set_trait("running", False)
        self._wake()

    def data(self) -> dict[str, Any]:
        """The numbers that are drawn: step, loss, losses so far, w, b, accuracy, gradient (dw1, dw2, db) ..."""
        with self._lock:
            return self._training.numbers(self.learning_rate)

    def description(self) -> str:
        """The picture in a sentence, for those who do not see it."""
        now = self.data()
        w1, w2 = now["w"]
        return (
            f"Two clouds of 30 points, and the line where a neuron with two inputs says 0.5. After step {now['step']}: "
            f"loss {say(now['loss'])}, accuracy {say(100 * now['accuracy'])} %, w = ({say(w1)}, {say(w2)}), "
            f"b = {say(now['b'])}, learning rate {say(now['learning_rate'])}."
        )

    def begin(self, start: Mapping[str, float]) -> None:
        """Go to the state that a question starts from."""
        self.learning_rate = start["learning_rate"]
        self.reset()

    def draw(self) -> None:
        """Send the current numbers to the browser, and of a long loss curve as many points as can be told apart."""
        with self._lock, self.hold_sync():
            self._frame += 1
            now = self.data()
            losses = now.pop("losses")
            kept = np.unique(np.linspace(0, len(losses) - 1, CURVE_POINTS).round().astype(int)).tolist()
            curve = {"step": kept, "loss": [losses[k] for k in kept]}
            guess = predicted_loss(self.prediction.said, losses[0])
            self.picture = {**now, "curve": curve, "predicted_loss": guess, "frame": self._frame}
            self.panel, self.alt = self.prediction.panel(), self.description()

    def close(self) -> None:
        """Pause, and leave the page."""
        self.pause()
        super().close()

    def _one_step(self) -> None:
        with self._lock:
            self._training.step(self.learning_rate)
        if self.prediction.moved():  # the question is answered: let the reader look
            self.pause()

    async def _train(self, run: int, drawn: asyncio.Event) -> None:
        try:
            while run == self._run and self._training.steps < LAST_STEP:
                began = time.monotonic()
                drawn.clear()
                # One step a frame while the line turns, more when little happens.
                for _ in range(min(20, 1 + self._training.steps // 50)):
                    if run == self._run:
                        self._one_step()
                self.draw()
                await drawn.wait()
                await asyncio.sleep(max(0.0, began + SECONDS_A_FRAME - time.monotonic()))
        finally:
            if run == self._run:
                self.pause()

    def _hear(self, _widget: object, message: Mapping[str, Any], _buffers: object) -> None:
        may_train = self.panel["unlocked"] is None or "train" in self.panel["unlocked"]
        match message:
            case {"do": "drawn", "frame": int(frame)} if frame == self._frame:
                self._wake()
            case {"do": "start"} if may_train:
                self.start()
            case {"do": "pause"}:
                self.pause()
            case {"do": "step"} if may_train:
                self.step()
            case {"do": "reset"} if may_train:
                self.reset()

    @traitlets.validate("learning_rate")
    def _finite(self, proposal: Any) -> float:
        return finite("learning_rate", proposal["value"])

    def _rate_changed(self, _change: object) -> None:
        self.prediction.moved()
        self.draw()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle: Any = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle
        return {**data, "text/plain": self.description()}, metadata
