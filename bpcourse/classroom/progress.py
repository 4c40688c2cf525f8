"""How far a long run is: a bar that grows in a terminal, a line now and then where the output goes to a file."""

from __future__ import annotations

import time
from typing import TextIO

WIDTH = 24
# Seconds between two looks at the bar, and between two lines in a file.
OFTEN, SELDOM = 0.2, 30.0


class Bar:
    """The progress of `total` submissions, each counted by `step`; leaving its `with` statement ends the line."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self.total, self.done = total, 0
        self._stream, self._live = stream, stream.isatty()
        self._began = self._shown = time.monotonic()

    def step(self) -> None:
        """Count one more, and show it if it is time to."""
        self.done += 1
        now = time.monotonic()
        if now - self._shown >= (OFTEN if self._live else SELDOM) or (self._live and self.done == self.total):
            self._shown = now
            self._stream.write(f"\r{self.line(now)}" if self._live else f"{self.line(now)}\n")
            self._stream.flush()

    def line(self, now: float) -> str:
        """What is done, how fast, and how long the rest takes at that rate."""
        rate = self.done / max(now - self._began, 1e-9)
        full = round(WIDTH * self.done / self.total)
        minutes, seconds = divmod(round((self.total - self.done) / rate) if rate else 0, 60)
        left = f"{minutes}:{seconds:02d} left" if self.done < self.total else "done"
        return f"[{'#' * full:.<{WIDTH}}] {self.done:,} of {self.total:,} submissions, {rate:.1f} a second, {left}    "

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *error: object) -> None:
        if self._live:
            self._stream.write("\n")
