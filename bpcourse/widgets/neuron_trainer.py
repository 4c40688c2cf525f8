"""Watch a neuron with two inputs learn to tell two clouds of points apart (chapter 01).

Training runs in the kernel as a task between the cells. It takes a few steps, sends one frame, and waits until the
browser has drawn it: no frame is ever overtaken, and the kernel stays free to run cells.
"""

import asyncio
import threading
import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import traitlets

from bpcourse.widgets.asking import AskingWidget
from bpcourse.widgets.neuron_questions import TRAINER_QUESTIONS, predicted_loss
from bpcourse.widgets.neuron_training import PLANE, Training
from bpcourse.widgets.shared import bounded, say, script

SECONDS_A_FRAME = 1.0 / 30.0
LAST_STEP = 5000  # a forgotten run ends here
CURVE_POINTS = 200


class NeuronTrainer(AskingWidget):
    """A neuron in training: `trainer = NeuronTrainer()`, then `trainer.step(10)`, `trainer.data()["loss"]`."""

    _esm = script("neuron_trainer")

    learning_rate = bounded(1.0, 0.01, 30.0)
    running = traitlets.Bool(False, read_only=True).tag(sync=True)
    points = traitlets.Dict().tag(sync=True)

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
        self._ask(TRAINER_QUESTIONS, ["learning_rate"])
        self.on_msg(self._hear)

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
        self._follow()

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
        """Go to the learning rate that a question starts from, and back to step 0."""
        super().begin(start)
        self.reset()

    def draw(self) -> None:
        """Send one frame to the browser."""
        with self._lock:
            self._frame += 1
            super().draw()

    def close(self) -> None:
        """Pause, and leave the page."""
        self.pause()
        super().close()

    def _picture(self) -> dict[str, Any]:
        """The numbers of now, and of a long loss curve as many points as can be told apart."""
        now = self.data()
        losses = now.pop("losses")
        kept = np.unique(np.linspace(0, len(losses) - 1, CURVE_POINTS).round().astype(int)).tolist()
        curve = {"step": kept, "loss": [losses[k] for k in kept]}
        guess = predicted_loss(self.prediction.said, losses[0])
        return {**now, "curve": curve, "predicted_loss": guess, "frame": self._frame}

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
        may_train = self._may("train")
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
