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
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from bpcourse.classroom.sandbox.replies import answer_in, messages, texts_in
from bpcourse.grading.answers import Answer
from bpcourse.grading.traces import LONGEST_ERROR
from bpcourse.grading.values import Value, encode

WORKER = Path(__file__).with_name("worker.py")
# `python -I` does not see packages that were installed for the user only: the process is told where NumPy is.
PACKAGES = Path(np.__file__).resolve().parents[1]


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
            [sys.executable, "-I", str(WORKER), str(PACKAGES)],
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

    def ask(
        self,
        name: str,
        questions: Sequence[Mapping[str, Value]],
        kind: str = "function",
        most_lines: Sequence[int] = (),
    ) -> list[Answer] | None:
        """One answer of the object called `name` to each question, or None when the submission has no such object.

        `kind` is that of the exercise, `most_lines` how many lines each question allows, 0 for any. A process that ends
        gives `stopped` as its last answers, and `running` is False from then on.
        """
        answers: list[Answer] = []
        self._restart_clock()
        try:
            for inputs, lines in zip(questions, most_lines or [0] * len(questions), strict=True):
                self._send({"name": name, "kind": kind, "inputs": encode(dict(inputs)), "lines": lines})
                message = self._receive()
                if "missing" in message:
                    return None
                answers.append(answer_in(message))
        except Stopped as stopped:
            self.running = False
            answers += [Answer(stopped=str(stopped))] * (len(questions) - len(answers))
        return answers

    def calls(self, name: str) -> tuple[str, ...]:
        """Names that the function called `name` looks up outside itself; none when there is no such function."""
        return texts_in(self._reply({"calls": name}).get("calls"))

    def split(self, source: str) -> list[tuple[int, str]]:
        """A Python file in pieces, one for each of its outermost statements: (number of its first line, source)."""
        lines = source.split("\n")  # and no other way: these are the lines that Python's parser counts
        firsts = self._reply({"split": source}).get("lines")
        if type(firsts) is not list or not all(type(first) is int and 1 <= first <= len(lines) for first in firsts):
            firsts = []
        cuts = [*sorted({1, *firsts}), len(lines) + 1]
        return [(first, "\n".join(lines[first - 1 : after - 1])) for first, after in pairwise(cuts)]

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

    def _reply(self, question: dict[str, Any]) -> dict[str, Any]:
        """The reply to a question, or an empty one when the process ends over it."""
        self._restart_clock()
        try:
            self._send(question)
            return self._receive()
        except Stopped:
            self.running = False
            return {}

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
            for message in messages(self._process.stdout):
                self._messages.put(message)
            self._messages.put(None)
            self._process.wait()

    def _how_it_ended(self) -> str:
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return "sent something that is no answer"
        return f"crashed with signal {-code}" if code < 0 else f"exited with code {code}"


def _environment(scratch: str) -> dict[str, str]:
    """As little as Python, NumPy and matplotlib need; none of the checker's own variables."""
    kept = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH")  # Windows starts no process without SYSTEMROOT
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    home = {"HOME": scratch, "USERPROFILE": scratch, "TMPDIR": scratch, "TEMP": scratch, "MPLCONFIGDIR": scratch}
    return {**environment, **home, "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8"}
