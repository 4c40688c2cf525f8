"""Asking for an answer: what a function returned, raised, printed, and which inputs it changed.

The same code asks in a learner's notebook, in the process that runs a submission, and for the reference and the
declared mistakes, so that all four are compared like with like.
"""

from __future__ import annotations

import contextlib
import dis
import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np

from bpcourse.grading.expression import NotEvaluable, from_sympy, is_sympy
from bpcourse.grading.inputs import handed, identical
from bpcourse.grading.lines import LineCounter, TooManyLines
from bpcourse.grading.traces import LONGEST_NAME, trace
from bpcourse.grading.values import Unreadable, Value, in_words, plain

# What ends a function that executes more lines than a case allows.
TOO_MANY_LINES = TooManyLines.__name__
# What a function returned that computes with symbols where numbers were asked for.
FORMULA = "a SymPy formula"


@dataclass(frozen=True)
class Answer:
    """What one question gave.

    It returned `value`, or `raised`, or what it returned is `unreadable`, or the answer itself is of another kind than
    asked (`given` says which), or its process `stopped`.
    """

    value: Value = None
    raised: str = ""  # the exception's type
    error: str = ""  # its message
    line: str = ""  # the learner's line that led to it
    shapes: str = ""  # those of the arrays in that line
    raised_in: tuple[str, ...] = ()  # the learner's functions that it came from: the first called, and the last
    unreadable: str = ""  # why what was returned cannot be judged
    symbol: str = ""  # the one symbol of a formula, when it is another than asked; `value` then has it in its place
    given: str = ""  # what was handed in, in words, when it is of another kind
    stopped: str = ""  # "timeout" or how the process ended: only a separate process can say so
    printed: bool = False
    changed: tuple[str, ...] = ()  # names of the inputs that were changed in place
    lines: int = 0  # how many lines of Python it executed, where that was counted

    @property
    def returned(self) -> bool:
        return not (self.raised or self.unreadable or self.given or self.stopped)


class _Tape(io.TextIOBase):
    """Notes that something was printed, and keeps none of it."""

    written = False

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written = True
        return len(text)


def ask_learner(submitted: Any, inputs: Mapping[str, Value], kind: str, most_lines: int = 0) -> Answer:
    """Ask what a learner handed in for an exercise of this kind: a function is called, and anything else is read."""
    is_function = callable(submitted) and not is_sympy(submitted)
    if is_function == (kind == "function"):
        return ask(submitted, inputs, most_lines)
    return Answer(given="a function" if is_function else in_words(submitted))


def ask(submitted: Any, inputs: Mapping[str, Value], most_lines: int = 0) -> Answer:
    """Ask one question: call a function on copies of the inputs, in their order, or evaluate an expression at them.

    Any other value answers as it stands. Beyond `most_lines` executed lines, where there is such a limit, a function
    is stopped. KeyboardInterrupt passes through: a learner may stop an endless loop.
    """
    if not callable(submitted) or is_sympy(submitted):
        return _read(submitted, inputs)
    given = {name: handed(value) for name, value in inputs.items()}
    tape = _Tape()
    counter = LineCounter(most_lines)
    try:
        with contextlib.redirect_stdout(tape), np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with counter if most_lines else contextlib.nullcontext():
                returned = submitted(*given.values())
        if counter.lines > most_lines:  # it held the exception that should have ended it
            raise TooManyLines(f"more than {most_lines:,} lines")
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return stopped_by(error, printed=tape.written, lines=counter.lines)
    changed = tuple(name for name, before in inputs.items() if not identical(before, given[name]))
    if is_sympy(returned):
        return Answer(unreadable=FORMULA, printed=tape.written, changed=changed)
    try:
        return Answer(value=plain(returned), printed=tape.written, changed=changed, lines=counter.lines)
    except Unreadable as error:
        return Answer(unreadable=str(error), printed=tape.written, changed=changed)


def stopped_by(error: BaseException, *, printed: bool = False, lines: int = 0) -> Answer:
    """The answer of a function that raised, read from an exception caught by whoever called it."""
    called = at = error.__traceback__
    while at:  # the called function's own part of the traceback begins below the last line of this file
        called, at = (at.tb_next if at.tb_frame.f_code.co_filename == __file__ else called), at.tb_next
    told = trace(error, called)
    return Answer(
        raised=type(error).__name__[:LONGEST_NAME],
        error=told.message,
        line=told.line,
        shapes=told.shapes,
        raised_in=told.functions,
        printed=printed,
        lines=lines,
    )


def calls(function: Any) -> tuple[str, ...]:
    """Names that a Python function looks up outside itself, and may call; none for any other callable."""
    codes: list[Any] = [getattr(function, "__code__", None)]
    names: set[str] = set()
    while codes:
        code = codes.pop()
        if isinstance(code, CodeType):
            names |= {str(one.argval) for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL"}
            codes += code.co_consts
    return tuple(sorted(names))


def _read(submitted: Any, inputs: Mapping[str, Value]) -> Answer:
    """A value as it stands, or, where there are points to evaluate at, an expression; a number is a constant one."""
    try:
        if is_sympy(submitted):
            return _evaluate(submitted, inputs)
        value = plain(submitted)
        if not inputs or value is None:
            return Answer(value=value)
        if type(value) in (int, float, complex):
            return Answer(value=_at_every_point(value * 1.0, inputs))
    except NotEvaluable as error:
        return Answer(unreadable=str(error))
    except Unreadable as error:  # of a container, what is unreadable is a part
        return Answer(given=in_words(submitted) if isinstance(submitted, (tuple, list)) else str(error))
    except OverflowError:  # an integer beyond every float
        pass
    return Answer(given=in_words(submitted))


def _evaluate(submitted: Any, inputs: Mapping[str, Value]) -> Answer:
    expression = from_sympy(submitted)
    unknown = sorted(expression.symbols() - set(inputs))
    with np.errstate(all="ignore"):
        if not unknown:
            return Answer(value=plain(_at_every_point(expression.evaluate(**inputs), inputs)))
        wanted = f"contain only {', '.join(inputs)}" if inputs else "be a number: put one in for every symbol"
        why = f"it contains {', '.join(unknown)}, and should {wanted}"
        if len(inputs) == len(expression.symbols()) == 1:
            [points] = inputs.values()
            value = plain(_at_every_point(expression.evaluate(**{unknown[0]: points}), inputs))
            return Answer(value=value, unreadable=why, symbol=unknown[0][:LONGEST_NAME])
    return Answer(unreadable=why)


def _at_every_point(value: Value, inputs: Mapping[str, Value]) -> Value:
    """A constant has a value at every point too."""
    return value + np.zeros(np.broadcast_shapes(*(np.shape(points) for points in inputs.values())))
