"""What a submission can reach on this machine, found by trying: a harmless submission attempts what none may do."""

from __future__ import annotations

import functools
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bpcourse.classroom.sandbox import start
from bpcourse.classroom.sandbox.forked import missing_walls
from bpcourse.classroom.sandbox.process import Stopped, SubmissionProcess

SECONDS = 30.0
ANSWERS = Path(__file__).resolve().parents[2] / "autograders" / "__init__.py"
# Each attempt stands under what it would mean for a submission to succeed.
ATTEMPTS = """
import os, socket

def attempt(what, action):
    try:
        action()
    except BaseException:
        return
    reached.append(what)

def start_a_process():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)

def read(path):
    with open(path, "rb") as file:
        file.read(1)

def write(path):
    with open(path, "wb") as file:
        file.write(b"x")

reached = []
attempt("reach the network", socket.socket)
attempt("start processes", start_a_process)
attempt("signal the checker", lambda: os.kill({checker}, 0))
attempt("read the answers", lambda: read({answers!r}))
attempt("read other files", lambda: read({other!r}))
attempt("read of other processes", lambda: read("/proc/{checker}/environ"))
attempt("write outside its folder", lambda: write({outside!r}))
attempt("change files of others", lambda: os.chmod({other!r}, 0o777))
attempt("use 2 GB of memory", lambda: bytearray(2 << 30))

# And what every submission needs.
import colorsys, numpy.polynomial
write("own")
"""
PROCESS_ONLY = (
    "Containment: process only. A submission runs in a process of its own, with a limit of time{memory}; what it "
    "reads, writes and sends is not limited. Grade only what you would run yourself."
)
FULL = (
    "Containment: full. It was tried at the start: a submission reads Python and its libraries, writes to a scratch "
    "folder, and reaches no other file or process and no network; memory and time are limited."
)
PARTIAL = "Containment: partial. {missing}. Grade only what you would run yourself."


@dataclass(frozen=True)
class Level:
    """How well a submission is contained here: its name, what is missing to `full`, and a sentence for the report."""

    name: Literal["full", "partial", "process only"]
    missing: tuple[str, ...]
    sentence: str


@functools.cache
def level() -> Level:
    """The containment of this machine, measured once: which walls stand, and what a submission reaches all the same."""
    if not start.forks():
        return Level(
            "process only", ("walls",), PROCESS_ONLY.format(memory=" and memory" if os.name == "posix" else "")
        )
    walls = missing_walls()
    reached = _reached()
    if not walls and not reached:
        return Level("full", (), FULL)
    told = [f"Missing: {', '.join(f'{name} ({why})' for name, why in walls.items())}"] if walls else []
    told += [f"A submission can {', '.join(reached)}"] if reached else []
    return Level("partial", (*walls, *reached), PARTIAL.format(missing=". ".join(told)))


def _reached() -> list[str]:
    """What the attempts reached, in words."""
    with tempfile.TemporaryDirectory(prefix="bpcourse-") as folder:
        other, outside = Path(folder, "other"), Path(folder, "outside")
        other.write_text("another submission", encoding="utf-8")
        mode = other.stat().st_mode
        names = {"checker": os.getpid(), "answers": str(ANSWERS), "other": str(other), "outside": str(outside)}
        try:
            with SubmissionProcess([(1, ATTEMPTS.format(**names))], SECONDS) as process:
                answers = process.ask("reached", [{}], "value")
                errors = list(process.cell_errors.values())
        except Stopped as stopped:
            return [f"not be run ({stopped})"]
        reached = list(answers[0].value or ()) if answers else []
        if "change files of others" in reached and other.stat().st_mode == mode:
            reached.remove("change files of others")  # the attempt was told so, and nothing happened
        return reached + [f"not use Python's own files ({error})" for error in errors]
