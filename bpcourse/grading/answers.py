"""Asking for an answer: what a function returned, raised, printed, and which inputs it changed.

The same code asks in a learner's notebook, in the process that runs a submission, and for the reference and the
declared mistakes, so that all four are compared like with like.
"""

from __future__ import annotations

import contextlib
import copy
import io
import traceback
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bpcourse.grading.expression import NotEvaluable, from_sympy, is_sympy
from bpcourse.grading.values import Unreadable, Value, plain

LONGEST_ERROR = 300


@dataclass(frozen=True)
class Answer:
    """What one question gave: it returned `value`, or `raised`, or is `unreadable`, or its process `stopped`."""

    value: Value = None
    raised: str = ""  # the exception's type
    error: str = ""  # its message, and the learner's line that raised it
    unreadable: str = ""  # why what was returned cannot be judged
    stopped: str = ""  # "timeout" or how the process ended: only a separate process can say so
    printed: bool = False
    changed: tuple[str, ...] = ()  # names of the inputs that were changed in place

    @property
    def returned(self) -> bool:
        return not (self.raised or self.unreadable or self.stopped)


class _Tape(io.TextIOBase):
    """Notes that something was printed, and keeps none of it."""

    written = False

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written = True
        return len(text)


def ask(submitted: Any, inputs: Mapping[str, Value]) -> Answer:
    """Ask one question: call a function on copies of the inputs, in their order, or evaluate an expression at them.

    Any other value answers as it stands. KeyboardInterrupt passes through: a learner may stop an endless loop.
    """
    if not callable(submitted) or is_sympy(submitted):
        return _evaluate(submitted, inputs)
    given = copy.deepcopy(dict(inputs))
    tape = _Tape()
    try:
        with contextlib.redirect_stdout(tape), np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            returned = submitted(*given.values())
    except (Exception, SystemExit) as error:
        return Answer(raised=type(error).__name__[:60], error=describe(error), printed=tape.written)
    changed = tuple(name for name, before in inputs.items() if not identical(before, given[name]))
    try:
        return Answer(value=plain(returned), printed=tape.written, changed=changed)
    except Unreadable as error:
        return Answer(unreadable=str(error), printed=tape.written, changed=changed)


def _evaluate(submitted: Any, inputs: Mapping[str, Value]) -> Answer:
    try:
        if not is_sympy(submitted):
            return Answer(value=plain(submitted))
        expression = from_sympy(submitted)
        unknown = sorted(expression.symbols() - set(inputs))
        if unknown:
            wanted = f"contain only {', '.join(inputs)}" if inputs else "be a number: put one in for every symbol"
            raise NotEvaluable(f"it contains {', '.join(unknown)}, and should {wanted}")
        points = np.broadcast_shapes(*(np.shape(value) for value in inputs.values()))
        with np.errstate(all="ignore"):  # an expression without symbols has a value at every point too
            return Answer(value=plain(expression.evaluate(**inputs) + np.zeros(points)))
    except (Unreadable, NotEvaluable) as error:
        return Answer(unreadable=str(error))


def describe(error: BaseException) -> str:
    """The message of an exception and the line that raised it, cut to a readable length."""
    message = str(error).strip().splitlines()[:1] or [""]
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    line = (frames[0].line or "").strip() if frames else ""
    return (message[0] + (f" (in the line `{line}`)" if line else "")).lstrip()[:LONGEST_ERROR]


def identical(before: Value, after: Value) -> bool:
    """Whether two plain values are the same, entry by entry; nan equals nan."""
    if type(before) is not type(after):
        return False
    if isinstance(before, np.ndarray):
        same_kind = before.shape == after.shape and before.dtype == after.dtype
        return same_kind and bool(before.tobytes() == after.tobytes())
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(identical, before, after))
    if isinstance(before, dict):
        return list(before) == list(after) and all(identical(before[key], after[key]) for key in before)
    both_nan = before != before and after != after
    return bool(both_nan or before == after)
