"""What a learner waits for before the first line runs: `import bpcourse` against `import numpy` alone.

Each import is timed inside a fresh process, so that the start of Python itself does not count; the processes take
turns, so that a machine that grows slower or faster meanwhile does so for all of them.
"""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks.report import Report, Timing
from benchmarks.workload import Finding

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 25
LIMIT_MS, FIRST_CELL_LIMIT_MS = 15.0, 60.0
NUMPY = "import numpy"
COURSE = "import bpcourse"
FIRST_CELL = "from bpcourse import check"
TIMED = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"


def measure_import() -> Report:
    """The medians, beside the limit: NumPy's own import and LIMIT_MS more."""
    statements = [NUMPY, COURSE, FIRST_CELL]
    for statement in statements:
        _seconds(statement)  # not counted: it compiles the modules and brings the files into memory
    times: dict[str, list[float]] = {statement: [] for statement in statements}
    for turn in range(REPEATS):
        for place in range(len(statements)):
            statement = statements[(turn + place) % len(statements)]
            times[statement].append(_seconds(statement))
    timings = [Timing(statement, median(taken), min(taken), None) for statement, taken in times.items()]
    note = f"Median of {REPEATS} fresh processes, wall time. `{FIRST_CELL}` is a learner's first cell."
    return Report("import  The course, beside NumPy alone", note, timings, findings(times))


def findings(times: dict[str, list[float]]) -> list[Finding]:
    """What the course's import, and a learner's first cell, take more than NumPy's, in milliseconds."""
    numpy, course, first_cell = (1000 * median(times[statement]) for statement in (NUMPY, COURSE, FIRST_CELL))
    return [
        Finding(
            f"`{statement}`",
            f"{taken:.1f} ms",
            f"{numpy:.1f} ms",
            taken / numpy,
            f"<= {most:g} ms more",
            "met" if taken - numpy <= most else "MISSED",
        )
        for statement, taken, most in ((COURSE, course, LIMIT_MS), (FIRST_CELL, first_cell, FIRST_CELL_LIMIT_MS))
    ]


def _seconds(statement: str) -> float:
    """How long the statement takes in a fresh process."""
    variables = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", TIMED.format(statement)]
    return float(subprocess.run(command, env=variables, check=True, stdout=subprocess.PIPE).stdout)
