"""What the checker believes of what a submission's process says: messages of plain JSON, and an Answer out of one."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any

from bpcourse.grading.answers import Answer
from bpcourse.grading.traces import LONGEST_ERROR, LONGEST_NAME
from bpcourse.grading.values import Unreadable, decode

# One array of the largest size, in base64, with room to spare.
LARGEST_MESSAGE = 4 << 20
TEXTS = ("raised", "error", "line", "shapes", "unreadable", "symbol", "given")


def messages(pipe: Any) -> Iterator[dict[str, Any]]:
    """Every message of a pipe, until it ends or holds something that is no message."""
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
    return count if type(count) is int and count > 0 else 0
