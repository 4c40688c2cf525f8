"""Minibatches, and a training loop that can be paused, stepped and watched (chapter 10).

The loop knows no network: it hands out minibatches to an `update`, which changes the parameters that it owns and
gives back the loss. So one loop trains by objects, by matrices, by buffers and by the engine of chapter 13.
"""

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.reference.activations import Array
from bpcourse.reference.progress_bar import ProgressBar


def minibatches(x: Array, y: Array, size: int, rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Every sample once, in a new order: pairs of `size` rows of x and y, the last pair with what is left.

    x and y are shuffled by the same permutation and are not changed. ValueError, before the first pair, if their
    lengths differ or size is not positive.
    """
    if len(x) != len(y):
        raise ValueError(f"x has {len(x)} rows and y has {len(y)}, expected as many: one label a sample")
    if size < 1:
        raise ValueError(f"size is {size}, expected 1 or more samples in a minibatch")
    order = rng.permutation(len(x))
    return ((x[rows], y[rows]) for rows in (order[i : i + size] for i in range(0, len(x), size)))


def accuracy(scores: ArrayLike, y: ArrayLike) -> float:
    """Share of rows whose largest score (N, K), logit or probability, is in the column of the label y (N,)."""
    return float(np.mean(np.argmax(scores, axis=1) == np.asarray(y)))


@dataclass
class History:
    """The loss of every minibatch so far, and what `evaluate` found at the end of every epoch."""

    losses: list[float] = field(default_factory=list)
    epochs: list[dict[str, float]] = field(default_factory=list)


class Training:
    """One training run. `run` goes on from wherever the run stands; `step` takes one minibatch; `pause` stops `run`.

    update(x, y) takes a minibatch, changes the parameters, and gives the loss it had before. evaluate() gives the
    numbers to keep at the end of each epoch. watchers are called with the training after every minibatch, on_epoch
    after every epoch; they may call pause().
    """

    def __init__(
        self,
        x: Array,
        y: Array,
        update: Callable[[Array, Array], float],
        *,
        batch_size: int,
        rng: np.random.Generator,
        evaluate: Callable[[], dict[str, float]] | None = None,
        watchers: Iterable[Callable[["Training"], None]] = (),
        on_epoch: Iterable[Callable[["Training"], None]] = (),
    ) -> None:
        self._x, self._y, self._update = x, y, update
        self._batch_size, self._rng, self._evaluate = batch_size, rng, evaluate
        self._watchers, self._on_epoch = tuple(watchers), tuple(on_epoch)
        if not len(x):
            raise ValueError("x has no rows, expected at least one sample to train on")
        self._left = minibatches(x, y, batch_size, rng)
        self._batch: tuple[Array, Array] | None = None
        self._done_in_epoch = 0
        self.steps_an_epoch = -(-len(x) // batch_size)
        self.history = History()
        self.epoch = 0
        self.paused = False

    @property
    def steps(self) -> int:
        """Minibatches taken so far."""
        return len(self.history.losses)

    def step(self) -> float:
        """One minibatch; gives its loss. The last of an epoch evaluates, and the next one starts a new epoch."""
        # A minibatch whose update was cut short is still there to be taken again.
        self._batch = self._batch or next(self._left)
        loss = self._update(*self._batch)
        self._batch = None
        self.history.losses.append(loss)
        self._done_in_epoch += 1
        ends_epoch = self._done_in_epoch == self.steps_an_epoch
        if ends_epoch:
            self.epoch += 1
            self._done_in_epoch = 0
            self._left = minibatches(self._x, self._y, self._batch_size, self._rng)
            self.history.epochs.append(self._evaluate() if self._evaluate else {})
        for watcher in self._watchers + (self._on_epoch if ends_epoch else ()):
            watcher(self)
        return loss

    def run(self, epochs: int, progress: bool = False) -> History:
        """Train until `epochs` epochs are complete, counted from the start of this training, or until paused.

        A run that was paused goes on with the next minibatch, in the middle of an epoch, too. The stop button of a
        notebook (an interrupt) pauses after the minibatch that is under way; pressed twice, it interrupts.
        """
        self.paused = False
        with _stop_button_pauses(self):
            while self.epoch < epochs and not self.paused:
                if progress:
                    self._run_epoch_with_bar(epochs)
                else:
                    self.step()
        return self.history

    def pause(self) -> None:
        """Let `run` return after the minibatch that is under way."""
        self.paused = True

    def _run_epoch_with_bar(self, epochs: int) -> None:
        epoch = self.epoch
        with ProgressBar(self.steps_an_epoch, f"epoch {epoch + 1} of {epochs}") as bar:
            while self.epoch == epoch and not self.paused:
                loss = self.step()
                bar.show(self._done_in_epoch or self.steps_an_epoch, f"loss {loss:.4f}")


@contextmanager
def _stop_button_pauses(training: Training) -> Iterator[None]:
    """An interrupt between two lines of an update would leave half of the parameters new and half of them old."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread gets interrupts
        return
    before = signal.getsignal(signal.SIGINT) or signal.default_int_handler

    def pause(*_: object) -> None:
        training.pause()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, pause)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
