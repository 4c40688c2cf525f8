"""The checker's end of a submission's process: asks it, watches the clock, believes nothing."""

from __future__ import annotations

import contextlib
import json
import re
import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from types import TracebackType
from typing import Any

from bpcourse.classroom.sandbox.replies import NoMessage, answer_in, called, message_from, texts_in
from bpcourse.classroom.sandbox.start import start
from bpcourse.grading.answers import Answer
from bpcourse.grading.inputs import handed
from bpcourse.grading.traces import LONGEST_ERROR
from bpcourse.grading.values import Value, encode

# What is warm in a forked worker when the submission's code has these names in it.
SLOW = ("sympy", "matplotlib")
MEMORY = 1024
NO_ANSWER = "sent something that is no answer"


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
    of one name; the process may use `memory` MB. `cell_errors` holds what the cells raised, by number. Use it in a
    `with` statement: leaving it ends the process and all that it started. Stopped when it ends while the cells run.
    """

    def __init__(self, cells: Sequence[tuple[int, str]], seconds: float, memory: int = MEMORY) -> None:
        self.seconds = seconds
        self.running = True
        self.cell_errors: dict[int, str] = {}
        self._too_late = False
        self._code: int | None = None
        code = "\n".join(source for _, source in cells)
        try:
            self._worker = start(memory, tuple(name for name in SLOW if re.search(rf"\b{name}\b", code)))
        except OSError as error:
            raise Stopped(f"could not be started: {error}") from error
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
        try:
            with self._clock():
                for inputs, lines in zip(questions, most_lines or [0] * len(questions), strict=True):
                    functions: list[Callable[..., Value]] = []
                    given = encode(dict(inputs), functions)
                    self._send({"name": name, "kind": kind, "inputs": given, "lines": lines})
                    message = self._receive(list(map(handed, functions)))
                    if "missing" in message:
                        return None
                    answers.append(answer_in(message))
        except Stopped as stopped:
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
        """End the process and everything that it started."""
        self._end()

    def _run_cells(self, cells: Sequence[tuple[int, str]]) -> None:
        running = None
        try:
            with self._clock():
                self._send({"cells": [[number, source] for number, source in cells]})
                for _ in range(2 * len(cells) + 1):  # before a cell, after one that raised, and at the end
                    message = self._receive()
                    if message.get("ready") is True:
                        return
                    if type(message.get("cell")) is int:
                        running = message["cell"]
                    if running is not None and type(message.get("raised")) is str:
                        self.cell_errors[running] = message["raised"][:LONGEST_ERROR]
            raise Stopped(NO_ANSWER)
        except Stopped as stopped:
            raise Stopped(str(stopped), running) from None

    def _reply(self, question: dict[str, Any]) -> dict[str, Any]:
        """The reply to a question, or an empty one when the process ends over it."""
        with contextlib.suppress(Stopped), self._clock():
            self._send(question)
            return self._receive()
        return {}

    @contextlib.contextmanager
    def _clock(self) -> Iterator[None]:
        """Cut the pipe when what is inside takes longer than it may; Stopped, there or elsewhere, ends the process."""
        clock = threading.Timer(self.seconds, self._cut)
        clock.daemon = True
        clock.start()
        try:
            yield
        except Stopped:
            self.running = False
            raise
        finally:
            clock.cancel()
            self.running = self.running and not self._too_late

    def _cut(self) -> None:
        self._too_late = True
        self._worker.cut()

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps(message).encode()
        try:
            self._worker.writer.write(struct.pack(">I", len(data)) + data)
            self._worker.writer.flush()
        except (OSError, ValueError) as error:  # ValueError: the pipe is closed at this end
            raise Stopped(self._how_it_ended()) from error

    def _receive(self, functions: Sequence[Callable[..., Value]] = ()) -> dict[str, Any]:
        """The next message that is no call of one of the functions; those are answered."""
        while True:
            try:
                message = message_from(self._worker.reader)
            except NoMessage:
                raise Stopped("timeout" if self._too_late else NO_ANSWER) from None
            if message is None:
                raise Stopped(self._how_it_ended())
            if not functions or "call" not in message:
                return message
            self._send(called(message, functions))

    def _how_it_ended(self) -> str:
        code = self._end()
        if self._too_late:
            return "timeout"
        if code == -9:  # nothing but its checker sends it that signal, and the system when its memory is full
            return "closed its pipe, or ran out of memory"
        return f"crashed with signal {-code}" if code < 0 else f"exited with code {code}"

    def _end(self) -> int:
        if self._code is None:
            self.running = False
            self._code = self._worker.end()
        return self._code
