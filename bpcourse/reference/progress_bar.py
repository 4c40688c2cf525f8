"""A progress bar of one line of text, for training and for downloads (chapter 10).

It rewrites its line with a carriage return, in a terminal and in a notebook alike. Its last state holds no time and no
speed, so that a notebook's stored output is the same on every machine. ASCII only: a Windows console may know no more.
"""

import sys
import time
from typing import TextIO

_WIDTH = 100  # of the whole line; always filled, so that a longer line before leaves nothing behind
_SECONDS_BETWEEN = 0.1


class ProgressBar:
    """Progress from 0 to `total`, after a label: `epoch 2 of 5 [#####.....] 1200 of 2400  loss 0.2310`.

    Use it in a `with`: leaving it draws the last state and ends the line.
    """

    def __init__(self, total: int, label: str, stream: TextIO | None = None) -> None:
        self.total = total
        self.label = label
        self.done = 0
        self.note = ""
        self._stream = stream or sys.stdout
        self._started = time.monotonic()
        self._drawn = -float("inf")

    def __enter__(self) -> "ProgressBar":
        self._draw("")
        return self

    def __exit__(self, *_: object) -> None:
        self._draw("")
        self._stream.write("\n")
        self._stream.flush()

    def show(self, done: int, note: str = "") -> None:
        """Move to `done`; the line is drawn at most ten times a second."""
        self.done, self.note = done, note
        now = time.monotonic()
        if now - self._drawn >= _SECONDS_BETWEEN:
            self._drawn = now
            left = (now - self._started) * (self.total - done) / done if done else 0.0
            self._draw(f"  {left:.0f} s left" if 0 < done < self.total else "")

    def _draw(self, time_left: str) -> None:
        share = min(1.0, self.done / self.total) if self.total else 1.0
        bar = ("#" * int(20 * share)).ljust(20, ".")
        line = f"{self.label} [{bar}] {self.done} of {self.total}" + (f"  {self.note}" if self.note else "") + time_left
        self._stream.write("\r" + line[:_WIDTH].ljust(_WIDTH))
        self._stream.flush()
