"""What a learner waits for after `check(...)`: every exercise, right and wrong in each of the ways that it knows.

All of it is timed, as in a notebook: drawing the cases, asking, judging, naming what is wrong, the record on disk.
"""

import os
import tempfile
import time
from collections.abc import Callable
from statistics import median
from typing import Any
from unittest import mock

import numpy as np

from benchmarks.report import Report, Timing
from benchmarks.workload import Finding, seconds
from bpcourse.autograders import exercises
from bpcourse.grading.exercise import Exercise
from bpcourse.learner import check

REPEATS = 5
LIMIT_MS = 50.0
SLOWEST = 5


def measure_check() -> Report:
    """The median over the answers to each exercise, the slowest exercises first, beside the limit."""
    with tempfile.TemporaryDirectory() as home, mock.patch.dict(os.environ, {"BPCOURSE_HOME": home}):
        solutions = _solutions()
        times = {name: _times(exercise, solutions[name]) for name, exercise in exercises().items()}
    slowest = sorted(times, key=lambda name: -median(times[name]))[:SLOWEST]
    timings = [Timing(name, median(times[name]), min(times[name]), None) for name in slowest]
    note = (
        f"Wall time of check(); the median over the solution, every declared mistake and an unknown one, each "
        f"{REPEATS} times. The {len(timings)} slowest of {len(times)} exercises."
    )
    return Report("check  A check in a notebook", note, timings, findings(times))


def findings(times: dict[str, list[float]]) -> list[Finding]:
    """The exercise whose median check takes longest, and the longest check of all; the first has a limit."""
    name = max(times, key=lambda name: median(times[name]))
    slowest, longest = median(times[name]), max(max(taken) for taken in times.values())
    verdict = "met" if 1000 * slowest <= LIMIT_MS else "MISSED"
    limit = f"<= {LIMIT_MS:g} ms"
    return [
        Finding(f"slowest exercise, {name}: median", seconds(slowest), "", None, limit, verdict),
        Finding("longest single check of all", seconds(longest), "", None, "", "no limit"),
    ]


def _times(exercise: Exercise, solution: Any) -> list[float]:
    """The seconds of each check of each answer to an exercise."""
    taken = []
    for answer in _answers(exercise, solution):
        for _ in range(REPEATS):
            start = time.perf_counter()
            check(**{exercise.name: answer})
            taken.append(time.perf_counter() - start)
    return taken


def _solutions() -> dict[str, Any]:
    """What the solution cells of the course define, one after another as in a notebook."""
    namespace: dict[str, Any] = {"np": np}
    for exercise in exercises().values():
        exec(exercise.solution, namespace)
    return namespace


def _answers(exercise: Exercise, solution: Any) -> list[Any]:
    """The solution, what each declared mistake would hand in, and one that no mistake gives."""
    if exercise.kind == "expression":  # the declared mistakes are functions of points; these are formulas
        return [solution, -solution, 2 * solution, solution + 0.123]
    if exercise.kind == "function":
        return [solution, *(mistake.answer for mistake in exercise.mistakes), _unknown(solution)]
    return [solution, *(mistake.answer() for mistake in exercise.mistakes)]


def _unknown(solution: Callable[..., Any]) -> Callable[..., Any]:
    """A wrong answer of the right kind, so that everything is tried on its numbers."""

    def unknown(*inputs: Any) -> Any:
        right = solution(*inputs)
        if isinstance(right, (tuple, list)):
            return type(right)(np.asarray(one) + 0.123 for one in right)
        return right + 0.123

    return unknown
