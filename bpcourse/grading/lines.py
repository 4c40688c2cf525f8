"""How much work a function does, counted in the lines of Python that it executes: the same on every computer.

A clock tells a slow computer from a fast one; a count tells an exponential walk over a graph from a linear one
(chapter 04).
"""

from __future__ import annotations

import sys
from types import FrameType, TracebackType
from typing import Any


class TooManyLines(BaseException):
    """Ends a function that has executed more lines than it may. No `except Exception` of a learner holds it."""


class LineCounter:
    """Counts the lines executed inside its `with` statement, and ends them with TooManyLines beyond `most`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.lines = 0

    def __enter__(self) -> LineCounter:
        self._before = sys.gettrace()
        sys.settrace(self._line)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sys.settrace(self._before)

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename == __file__:
            return None
        if event == "line":
            self.lines += 1
            if self.lines > self.most:
                raise TooManyLines(f"more than {self.most:,} lines")
        return self._line
