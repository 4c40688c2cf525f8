"""Starting the worker of a submission: a fork, on Linux; elsewhere a new Python. The checker sees no difference."""

from __future__ import annotations

import functools
import sys
from typing import IO, Protocol

from bpcourse.classroom.sandbox.forked import ForkedWorker, missing_walls
from bpcourse.classroom.sandbox.started import StartedWorker


class Worker(Protocol):
    """A process that answers on a pipe."""

    reader: IO[bytes]
    writer: IO[bytes]

    def cut(self) -> None:
        """End every read and write of the pipe at once."""

    def end(self) -> int:
        """End the process and all that it started; how it ended: a code, or a signal as a negative number."""


def start(memory: int, warm: tuple[str, ...] = ()) -> Worker:
    """A worker that may use `memory` MB, and as a fork has these modules warm; OSError where none can be started."""
    return ForkedWorker(memory, warm) if forks() else StartedWorker(memory)


@functools.cache
def forks() -> bool:
    """Whether workers are forked on this machine."""
    if sys.platform != "linux":
        return False
    try:
        missing_walls()
    except OSError:
        return False
    return True
