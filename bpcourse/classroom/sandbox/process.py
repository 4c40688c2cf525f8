"""The checker's end of a submission's process: starts it, asks it, watches the clock, believes nothing."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from bpcourse.grading.answers import LONGEST_ERROR, Answer
from bpcourse.grading.values import Unreadable, Value, decode, encode

WORKER = Path(__file__).with_name("worker.py")
# One array of the largest size, in base64, with room to spare.
LARGEST_MESSAGE = 4 << 20


class Stopped(Exception):
    """The process did not answer: the text is "timeout" or says how it ended.

    `cell` is the number of the cell that was running, or None before and after the cells.
    """

    def __init__(self, how: str, cell: int | None = None) -> None:
        super().__init__(how)
        self.cell = cell


class SubmissionProcess:
    """A clean Python process that has run the cells of one submission and answers questions about its names.

    `cells` are (number, source) pairs. All cells together may take `seconds` of wall-clock time, and so may all calls
    of one name. `cell_errors` holds what the cells raised, by number. Use it in a `with` statement: leaving it ends
    the process and removes its scratch folder. Stopped when it ends while the cells run.
    """

    def __init__(self, cells: Sequence[tuple[int, str]], seconds: float) -> None:
        self.seconds = seconds
        self.running = True
        self.cell_errors: dict[int, str] = {}
        self._scratch = tempfile.TemporaryDirectory(prefix="bpcourse-", ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._scratch.name,
            env=_environment(self._scratch.name),
            start_new_session=os.name == "posix",
        )
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue(maxsize=64)
        threading.Thread(target=self._read, daemon=True).start()
        try:
            self._run_cells(cells)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> SubmissionProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, name: str, questions: Sequence[Mapping[str, Value]]) -> list[Answer] | None:
        """One answer of the object called `name` to each question, or None when the submission has no such object.

        A process that ends gives `stopped` as its last answers, and `running` is False from then on.
        """
        answers: list[Answer] = []
        self._restart_clock()
        try:
            for inputs in questions:
                self._send({"name": name, "inputs": encode(dict(inputs))})
                message = self._receive()
                if "missing" in message:
                    return None
                answers.append(_answer(message))
        except Stopped as stopped:
            self.running = False
            answers += [Answer(stopped=str(stopped))] * (len(questions) - len(answers))
        return answers

    def close(self) -> None:
        """End the process and everything in its session, and remove its scratch folder."""
        if os.name == "posix":
            # Children that a submission started outlive it, and are in its group: killed even when it is gone itself.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # bytes not sent to a process that is gone
            self._process.stdin.close()
        self._scratch.cleanup()

    def _run_cells(self, cells: Sequence[tuple[int, str]]) -> None:
        running = None
        self._restart_clock()
        self._send({"cells": [[number, source] for number, source in cells]})
        while True:
            try:
                message = self._receive()
            except Stopped as stopped:
                raise Stopped(str(stopped), running) from None
            if message.get("ready") is True:
                return
            if type(message.get("cell")) is int:
                running = message["cell"]
            if running is not None and type(message.get("raised")) is str:
                self.cell_errors[running] = message["raised"][:LONGEST_ERROR]

    def _restart_clock(self) -> None:
        self._deadline = time.monotonic() + self.seconds

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps(message).encode()
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(struct.pack(">I", len(data)) + data)
            self._process.stdin.flush()
        except OSError as error:
            raise Stopped(self._how_it_ended()) from error

    def _receive(self) -> dict[str, Any]:
        try:
            message = self._messages.get(timeout=max(0.0, self._deadline - time.monotonic()))
        except queue.Empty:
            raise Stopped("timeout") from None
        if message is None:
            raise Stopped(self._how_it_ended())
        return message

    def _read(self) -> None:
        """Put every message on the queue, and None when the pipe ends or holds something that is no message."""
        assert self._process.stdout is not None
        with self._process.stdout:  # closed here: a child that left the group may hold up this thread, not the grading
            for message in _messages(self._process.stdout):
                self._messages.put(message)
            self._messages.put(None)
            self._process.wait()

    def _how_it_ended(self) -> str:
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return "sent something that is no answer"
        return f"crashed with signal {-code}" if code < 0 else f"exited with code {code}"


def _messages(pipe: Any) -> Iterator[dict[str, Any]]:
    while True:
        try:
            head = pipe.read(4)
            if len(head) < 4:
                return
            [length] = struct.unpack(">I", head)
            if length > LARGEST_MESSAGE:
                return
            message = json.loads(pipe.read(length))
        except (OSError, ValueError, RecursionError):
            return
        if type(message) is not dict:
            return
        yield message


def _answer(message: dict[str, Any]) -> Answer:
    """An Answer from a message, each field of exactly the type it should have."""
    try:
        fields = {name: decode(message.get(name)) for name in ("value", "raised", "error", "unreadable", "changed")}
    except Unreadable as error:
        return Answer(unreadable=str(error))
    texts = {name: fields[name] for name in ("raised", "error", "unreadable")}
    changed = fields["changed"]
    if not all(type(text) is str for text in texts.values()) or type(changed) is not tuple:
        return Answer(unreadable="a malformed answer")
    return Answer(
        value=fields["value"],
        printed=message.get("printed") is True,
        changed=tuple(str(name)[:60] for name in changed),
        **{name: text[:LONGEST_ERROR] for name, text in texts.items()},
    )


def _environment(scratch: str) -> dict[str, str]:
    """As little as Python, NumPy and matplotlib need; none of the checker's own variables."""
    kept = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH")  # Windows starts no process without SYSTEMROOT
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    home = {"HOME": scratch, "USERPROFILE": scratch, "TMPDIR": scratch, "TEMP": scratch, "MPLCONFIGDIR": scratch}
    return {**environment, **home, "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"}
