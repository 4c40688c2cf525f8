"""What the checker believes of what a submission's process says: messages of plain JSON, and an Answer out of one."""

from __future__ import annotations

import json
import struct
import warnings
from collections.abc import Callable, Sequence
from typing import IO, Any

import numpy as np

from bpcourse.grading.answers import Answer
from bpcourse.grading.lines import LineCounter, TooManyLines
from bpcourse.grading.traces import LONGEST_ERROR, LONGEST_NAME, message_of
from bpcourse.grading.values import Unreadable, Value, decode, encode

# One array of the largest size, in base64, with room to spare.
LARGEST_MESSAGE = 4 << 20
# Parts of one message: each costs the checker a hundred bytes or so once it is read.
MOST_PARTS = 100_000
# More than a function can execute while anybody waits.
MOST_LINES = 10**12
TEXTS = ("raised", "error", "line", "shapes", "unreadable", "symbol", "given")
# What a function among the inputs may be called with, and how many lines of it one call may execute.
LARGEST_INTEGER, MOST_NUMBERS, MOST_CALLED_LINES = 1_000, 4_096, 100_000


class NoMessage(ValueError):
    """What came on the pipe is no message."""


def message_from(pipe: IO[bytes]) -> dict[str, Any] | None:
    """The next message of a pipe, or None where the pipe ends; NoMessage when it holds something else."""
    try:
        head = pipe.read(4)
        if len(head) < 4:
            return None
        [length] = struct.unpack(">I", head)
        if length > LARGEST_MESSAGE:
            raise NoMessage(f"{length:,} bytes")
        data = pipe.read(length)
        if len(data) < length:
            return None
        if sum(map(data.count, (b",", b"[", b"{"))) > MOST_PARTS:
            raise NoMessage("too many parts")
        message = json.loads(data)
    except OSError:
        return None
    except (ValueError, RecursionError) as error:
        raise NoMessage(type(error).__name__) from error
    if type(message) is not dict:
        raise NoMessage(type(message).__name__)
    return message


def answer_in(message: dict[str, Any]) -> Answer:
    """An Answer from a message, each field of exactly the type it should have."""
    try:
        value = decode(message.get("value"))
    except Unreadable as error:
        return Answer(unreadable=str(error))
    texts = {name: message.get(name) for name in TEXTS}
    lines = _number_in(message.get("lines"))
    if not all(type(text) is str for text in texts.values()):
        return Answer(unreadable="a malformed answer")
    return Answer(
        value=value,
        printed=message.get("printed") is True,
        changed=texts_in(message.get("changed")),
        raised_in=texts_in(message.get("raised_in")),
        lines=lines,
        **{name: str(text)[:LONGEST_ERROR] for name, text in texts.items()},
    )


def texts_in(data: Any) -> tuple[str, ...]:
    """A tuple of short texts from the wire; empty when it is anything else."""
    try:
        texts = decode(data)
    except Unreadable:
        return ()
    return tuple(text[:LONGEST_NAME] for text in texts if type(text) is str) if type(texts) is tuple else ()


def _number_in(data: Any) -> int:
    """A count from the wire; 0 when it is anything else."""
    try:
        count = decode(data)
    except Unreadable:
        return 0
    return count if type(count) is int and 0 < count <= MOST_LINES else 0


def called(message: dict[str, Any], functions: Sequence[Callable[..., Value]]) -> dict[str, Any]:
    """Call one of the functions that a question's inputs have, as the message asks: its value, or its error.

    Nobody's code but the exercise's runs here; its work is counted, because the arguments are a stranger's.
    """
    number = message.get("call")
    try:
        if type(number) is not int or not 0 <= number < len(functions):
            raise Unreadable("no such function")
        arguments = decode(message.get("arguments"))
        if type(arguments) is not tuple:
            raise Unreadable("no arguments")
        small = _small(arguments)
        with np.errstate(all="ignore"), warnings.catch_warnings(), LineCounter(MOST_CALLED_LINES):
            warnings.simplefilter("ignore")
            value = functions[number](*small)
        return {"value": encode(value)}
    except (Exception, TooManyLines) as error:  # the arguments' fault, whatever it is
        return {"error": message_of(error), "kind": type(error).__name__}


def _small(value: Value) -> Value:
    """An argument of which no power or product grows out of hand: a large integer as a float, no large array."""
    if type(value) is int and abs(value) > LARGEST_INTEGER:
        return float(value)
    if type(value) is np.ndarray and value.size > MOST_NUMBERS:
        raise Unreadable(f"an array of more than {MOST_NUMBERS:,} numbers")
    if type(value) in (tuple, list):
        return type(value)(map(_small, value))
    if type(value) is dict:
        return {key: _small(item) for key, item in value.items()}
    return value
