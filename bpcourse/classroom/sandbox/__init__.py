"""Running a submission in a separate, clean process that never sees the tests or the reference.

What comes back are values. `worker.py` is the program of that process, `process.py` the checker's end of it.
`level()` says how much that process is kept from touching.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Level:
    """How well a submission is contained here: its name, what is missing to `full`, and a sentence for the report."""

    name: Literal["full", "partial", "process only"]
    missing: tuple[str, ...]
    sentence: str


def level() -> Level:
    """The containment of this machine."""
    return Level(
        "process only",
        ("namespaces", "Landlock", "seccomp", "limits"),
        "Containment: process only. A submission runs in a process of its own, with a limit of time; what that process "
        "reads, writes and sends is not limited. Grade only what you would run yourself.",
    )
