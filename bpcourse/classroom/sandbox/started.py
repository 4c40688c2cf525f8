"""A worker in a new Python: what every system has, and what is left where forking workers is not possible."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import numpy as np

from bpcourse.classroom.sandbox.worker import HOMES, SETTINGS

WORKER = Path(__file__).with_name("worker.py")
# `python -I` does not see packages that were installed for the user only: the process is told where NumPy is.
PACKAGES = Path(np.__file__).resolve().parents[1]
KEPT = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH")  # Windows starts no process without SYSTEMROOT


class StartedWorker:
    """A worker in a new Python, in a scratch folder: a process apart, with no wall but a limit of memory."""

    reader: IO[bytes]
    writer: IO[bytes]

    def __init__(self, memory: int) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="bpcourse-", ignore_cleanup_errors=True)
        command = [sys.executable, "-I", str(WORKER), str(PACKAGES), str(memory)]
        variables = environment(self._scratch.name)
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
                    env=variables,
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
                env=variables,
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
            close_all(self._socket)
        code = self._process.wait()
        close_all(self.reader, self.writer)
        self._scratch.cleanup()
        return code


def close_all(*files: IO[bytes] | socket.socket) -> None:
    for file in files:
        with contextlib.suppress(OSError):  # bytes not sent to a process that is gone
            file.close()


def environment(home: str) -> dict[str, str]:
    """As little as Python, NumPy and matplotlib need; none of the checker's own variables."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, **SETTINGS, **dict.fromkeys(HOMES, home), "PYTHONIOENCODING": "utf-8"}
