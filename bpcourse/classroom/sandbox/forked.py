"""A forked worker, on Linux: quick to start, and behind every wall that the system has. The checker's end of it.

The Pythons that fork workers (zygote.py) are started when they are needed and kept: one for each thread that grades.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from typing import IO

from bpcourse.classroom.sandbox.started import PACKAGES, WORKER, close_all, environment

SECONDS_TO_START = 60.0
SECONDS_OF_COMPUTING = 3600  # the checker's clock ends a worker long before; this one, when there is no checker
LONGEST_NEWS = 1 << 16


class ForkedWorker:
    """A worker forked by a Python with NumPy, behind every wall that the system has."""

    reader: IO[bytes]
    writer: IO[bytes]

    def __init__(self, memory: int, warm: tuple[str, ...]) -> None:
        self._zygote = _borrow(warm)
        self._socket, other = socket.socketpair()
        self.reader, self.writer = self._socket.makefile("rb"), self._socket.makefile("wb")
        try:
            with other:
                self._zygote.fork(other, memory)
        except OSError:
            self._zygote.close()
            close_all(self.reader, self.writer, self._socket)
            raise

    def cut(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def end(self) -> int:
        self.cut()
        close_all(self.reader, self.writer, self._socket)
        code = self._zygote.end()
        _give_back(self._zygote)
        return code


class Zygote:
    """The checker's end of a Python that forks workers, one at a time (zygote.py). OSError when it does not start.

    `missing` names the walls that the system does not have, each with the reason.
    """

    def __init__(self, warm: tuple[str, ...]) -> None:
        self.warm = warm
        self._orders, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._orders.settimeout(SECONDS_TO_START)
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(WORKER), str(PACKAGES), "fork", *warm],
                stdin=other.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=environment("/"),
                start_new_session=True,  # a key that interrupts the checker is not meant for it
            )
        try:
            self.missing: dict[str, str] = json.loads(self._hear())
        except OSError:
            self.close()
            raise

    def fork(self, pipe: socket.socket, memory: int) -> None:
        """Fork a worker that answers on this socket."""
        order = {"memory": memory, "seconds": SECONDS_OF_COMPUTING}
        socket.send_fds(self._orders, [json.dumps(order).encode()], [pipe.fileno()])

    def end(self) -> int:
        """End the worker, and say how it ended."""
        try:
            self._orders.send(b"end")
            return int(self._hear())
        except OSError:
            self.close()
            return -signal.SIGKILL

    def alive(self) -> bool:
        """Whether it is there to fork: it may have been ended from outside."""
        return self._process.poll() is None

    def close(self) -> None:
        """End this Python, and with it the worker that it may have."""
        self._orders.close()
        try:
            self._process.wait(SECONDS_TO_START)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _hear(self) -> bytes:
        news: bytes = self._orders.recv(LONGEST_NEWS)
        if not news:
            raise ConnectionError("the process that forks submissions has ended")
        return news


_idle: list[Zygote] = []
_lock = threading.Lock()
_stood: list[set[str]] = []  # what was missing when the first one was started


def missing_walls() -> dict[str, str]:
    """The walls around a forked worker that this system does not have, each with the reason; OSError: it forks none."""
    zygote = _borrow(())
    _give_back(zygote)
    return zygote.missing


def _borrow(warm: tuple[str, ...]) -> Zygote:
    """An idle zygote that has just these modules warm, or a new one: for one thread at a time.

    OSError when a new one does not start, or lacks a wall that stood around the first.
    """
    with _lock:
        for zygote in [zygote for zygote in _idle if zygote.warm == warm]:
            _idle.remove(zygote)
            if zygote.alive():
                return zygote
    zygote = Zygote(warm)
    _stood.append(set(zygote.missing))
    if not set(zygote.missing) <= _stood[0]:
        zygote.close()
        raise OSError(f"no longer there: {', '.join(zygote.missing)}")
    return zygote


def _give_back(zygote: Zygote) -> None:
    if zygote.alive():
        with _lock:
            _idle.append(zygote)


def _forget() -> None:
    """In a fork of the checker: the zygotes are its parent's."""
    _idle.clear()


@atexit.register
def close() -> None:
    """End every Python that waits to fork workers."""
    while _idle:
        _idle.pop().close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
