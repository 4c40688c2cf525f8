"""Starting the worker of a submission: forked, on Linux; elsewhere a new Python. The checker's end is the same."""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, Protocol

import numpy as np

from bpcourse.classroom.sandbox.worker import HOMES, SETTINGS

WORKER = Path(__file__).with_name("worker.py")
# `python -I` does not see packages that were installed for the user only: the process is told where NumPy is.
PACKAGES = Path(np.__file__).resolve().parents[1]
KEPT = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH")  # Windows starts no process without SYSTEMROOT
SECONDS_TO_START = 60.0
SECONDS_OF_COMPUTING = 3600  # the checker's clock ends a worker long before; this one, when there is no checker
LONGEST_NEWS = 1 << 16


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


def missing_walls() -> dict[str, str]:
    """The walls around a forked worker that this system does not have, each with the reason."""
    zygote = _borrow(())
    _give_back(zygote)
    return zygote.missing


class ForkedWorker:
    """A worker forked by a Python with NumPy, behind every wall that the system has."""

    reader: IO[bytes]
    writer: IO[bytes]

    def __init__(self, memory: int, warm: tuple[str, ...]) -> None:
        self._zygote = _borrow(warm)
        self._socket, other = socket.socketpair()
        self.reader, self.writer = self._socket.makefile("rb"), self._socket.makefile("wb")
        with other:
            self._zygote.fork(other, memory)

    def cut(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def end(self) -> int:
        self.cut()
        _close(self.reader, self.writer, self._socket)
        code = self._zygote.end()
        _give_back(self._zygote)
        return code


class StartedWorker:
    """A worker in a new Python, in a scratch folder: a process apart, with no wall but a limit of memory."""

    reader: IO[bytes]
    writer: IO[bytes]

    def __init__(self, memory: int) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="bpcourse-", ignore_cleanup_errors=True)
        command = [sys.executable, "-I", str(WORKER), str(PACKAGES), str(memory)]
        environment = _environment(self._scratch.name)
        if os.name == "posix":
            # A child that a submission started may hold the other end: a socket can be cut all the same.
            self._socket, other = socket.socketpair()
            with other:
                self._process = subprocess.Popen(
                    command,
                    stdin=other.fileno(),
                    stdout=other.fileno(),
                    stderr=subprocess.DEVNULL,
                    cwd=self._scratch.name,
                    env=environment,
                    start_new_session=True,
                )
            self.reader, self.writer = self._socket.makefile("rb"), self._socket.makefile("wb")
        else:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self._scratch.name,
                env=environment,
            )
            assert self._process.stdin is not None and self._process.stdout is not None
            self.reader, self.writer = self._process.stdout, self._process.stdin

    def cut(self) -> None:
        if os.name == "posix":
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        else:
            self._process.kill()

    def end(self) -> int:
        self.cut()
        if os.name == "posix":
            # Children that a submission started outlive it, and are in its group: killed even when it is gone itself.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            _close(self._socket)
        code = self._process.wait()
        _close(self.reader, self.writer)
        self._scratch.cleanup()
        return code


class _Zygote:
    """The checker's end of a Python that forks workers, one at a time (zygote.py). OSError when it does not start.

    `missing` names the walls that the system does not have, each with the reason.
    """

    def __init__(self, warm: tuple[str, ...]) -> None:
        self.warm = warm
        self.running = True
        self._orders, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._orders.settimeout(SECONDS_TO_START)
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(WORKER), str(PACKAGES), "fork", *warm],
                stdin=other.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_environment("/"),
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

    def close(self) -> None:
        """End this Python, and with it the worker that it may have."""
        self.running = False
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


_idle: list[_Zygote] = []
_lock = threading.Lock()


def _borrow(warm: tuple[str, ...]) -> _Zygote:
    """An idle zygote that has just these modules warm, or a new one: for one thread at a time."""
    with _lock:
        for zygote in _idle:
            if zygote.warm == warm:
                _idle.remove(zygote)
                return zygote
    return _Zygote(warm)


def _give_back(zygote: _Zygote) -> None:
    if zygote.running:
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


def _close(*files: IO[bytes] | socket.socket) -> None:
    for file in files:
        with contextlib.suppress(OSError):  # bytes not sent to a process that is gone
            file.close()


def _environment(home: str) -> dict[str, str]:
    """As little as Python, NumPy and matplotlib need; none of the checker's own variables."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, **SETTINGS, **dict.fromkeys(HOMES, home), "PYTHONIOENCODING": "utf-8"}


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
