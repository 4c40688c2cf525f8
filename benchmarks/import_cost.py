"""What a learner waits for before the first line runs: `import bpcourse` against `import numpy` alone.

Each import is timed inside a fresh process, so that the start of Python itself does not count; the processes take
turns, so that a machine that grows slower or faster meanwhile does so for all of them.
"""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks import Report

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 25
LIMIT_MS = 15.0
NUMPY = "import numpy"
COURSE = "import bpcourse"
FIRST_CELL = "from bpcourse import check"
TIMED = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"


def milliseconds(statement: str) -> float:
    """Return how long `statement` takes in a fresh process."""
    variables = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", TIMED.format(statement)]
    return 1000 * float(subprocess.run(command, env=variables, check=True, stdout=subprocess.PIPE).stdout)


def run() -> Report:
    """Return the medians, beside the limit: NumPy's own import and LIMIT_MS more."""
    statements = [NUMPY, COURSE, FIRST_CELL]
    for statement in statements:
        milliseconds(statement)  # not counted: it compiles the modules and brings the files into memory
    times: dict[str, list[float]] = {statement: [] for statement in statements}
    for turn in range(REPEATS):
        for place in range(len(statements)):
            statement = statements[(turn + place) % len(statements)]
            times[statement].append(milliseconds(statement))
    medians = {statement: median(taken) for statement, taken in times.items()}
    baseline = medians[NUMPY]
    more = medians[COURSE] - baseline
    met = more <= LIMIT_MS
    return Report(
        title=f"Import, in fresh processes, median of {REPEATS}",
        columns=("statement", "ms", "ms more than numpy", "times numpy"),
        rows=[(name, taken, taken - baseline, taken / baseline) for name, taken in medians.items()],
        verdicts=[
            f"Limit: `{COURSE}` takes at most {LIMIT_MS:.0f} ms more than `{NUMPY}`. It takes {more:+.1f} ms: "
            f"{'met' if met else 'MISSED'}.",
            f"`{FIRST_CELL}` is what a learner's first cell costs; it has no limit of its own.",
        ],
        met=met,
    )
