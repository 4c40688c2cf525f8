"""Where an exception came from: its message, the learner's line, the functions on the way, the shapes in that line.

Read where the learner's code ran, in the notebook or in the process of a submission, while its frames are there.
"""

from __future__ import annotations

import linecache
import re
import traceback
from dataclasses import dataclass
from types import TracebackType

import numpy as np

LONGEST_ERROR = 300
LONGEST_NAME = 60


@dataclass(frozen=True)
class Trace:
    """What an exception tells.

    `line` is the learner's line that led to it. `functions` names the learner's functions that were called on the way,
    the first and the last of them; it is empty when the called function itself or a library raised. `shapes` are
    those of the arrays that the line names.
    """

    message: str
    line: str = ""
    functions: tuple[str, ...] = ()
    shapes: str = ""


def trace(error: BaseException, called: TracebackType | None) -> Trace:
    """Read an exception. `called` is the part of its traceback that begins in the called function, if it got there."""
    frames = list(traceback.walk_tb(called))
    if not frames:
        return Trace(message_of(error))
    # The learner's functions share the names of the first one; what a library defines has names of its own.
    own = [(frame, line) for frame, line in frames if frame.f_globals is frames[0][0].f_globals]
    frame, number = own[-1]
    line = linecache.getline(frame.f_code.co_filename, number or 0, frame.f_globals).strip()[:LONGEST_ERROR]
    passed = [frame.f_code.co_name[:LONGEST_NAME] for frame, _ in own[1:]] if frames[-1] == own[-1] else []
    passed = [name for name in passed if not name.startswith("<")]  # <lambda>, <listcomp>: nothing a learner named
    arrays = {name: frame.f_locals.get(name) for name in re.findall(r"[A-Za-z_]\w*", line)}
    shapes = ", ".join(f"{name} {value.shape}" for name, value in arrays.items() if type(value) is np.ndarray)
    return Trace(message_of(error), line, tuple(dict.fromkeys(passed[:1] + passed[-1:])), shapes[:LONGEST_ERROR])


def message_of(error: BaseException) -> str:
    """The first line of an exception's message, cut to a readable length; empty when it cannot be told."""
    try:
        lines = str(error).strip().splitlines()
    except BaseException:  # a learner's own exception may fail to say what it is
        return ""
    return lines[0][:LONGEST_ERROR] if lines else ""
