"""Grading a notebook with one exercise beside nbgrader and otter-grader, each by its command, in turns.

All three grade the same function by the same three comparisons, and must give the same marks for a right and a wrong
one. The peers live in environments of their own: their Python is named by the variables NBGRADER_PYTHON and
OTTER_PYTHON, and one that is not named is said to be missing.
"""

import csv
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.classroom import graded
from benchmarks.report import Report, Timing
from benchmarks.workload import Finding, seconds
from bpcourse.classroom.batch import grade_file
from bpcourse.classroom.sandbox import level

ROUNDS, OURS, NBGRADER, OTTER = 3, 1_000, 4, 2  # how many of each are graded in a round
LEAST_RATE, LEAST_BUSY_RATE = 100.0, 50.0  # submissions per second
TIMES_NBGRADER, TIMES_OTTER = 50.0, 150.0
ANSWERS = ("def double(x):\n    return 2 * x\n", "def double(x):\n    return 3 * x\n")
CHECKS = (
    "double(3.25) == 6.5",
    "np.allclose(double(np.array([1.0, -2.0, 0.5])), [2.0, -4.0, 1.0])",
    "np.allclose(double(np.ones((2, 3))), 2 * np.ones((2, 3)))",
)


def measure_grading() -> Report:
    """The seconds that one submission takes with each grader, and how the peers compare. ValueError on other marks."""
    peers: dict[str, Callable[[Path], tuple[float, list[float]]]] = {"nbgrader": nbgrader, "otter run": otter}
    times: dict[str, list[float]] = {"bpcourse": [], **{name: [] for name in peers}}
    with tempfile.TemporaryDirectory(prefix="bpcourse-benchmark-") as folder:
        expect_marks("bpcourse", [_our_marks(Path(folder), answer) for answer in ANSWERS])
        for turn in range(ROUNDS):
            times["bpcourse"].append(graded(OURS, 0).seconds / OURS)
            for name, grade in peers.items():
                if _python(name):
                    place = Path(folder, f"{name} {turn}")
                    place.mkdir()
                    taken, marks = grade(place)
                    expect_marks(name, marks)
                    times[name].append(taken)
    return Report(
        "grading  A notebook with one exercise, a submission",
        f"Wall time of the commands, our own with 2 jobs and its reports. {level().sentence}",
        [_timing(name, taken) for name, taken in times.items()],
        findings(times),
    )


def findings(times: dict[str, list[float]]) -> list[Finding]:
    """The rate beside its limits, on a quiet machine and on a busy one, and each peer's time beside ours."""
    own = times["bpcourse"]
    rate, busy = 1 / median(own), hasattr(os, "getloadavg") and os.getloadavg()[0] > 1.5 * (os.cpu_count() or 1)
    least = LEAST_BUSY_RATE if busy else LEAST_RATE
    what = f"submissions a second, on a {'busy' if busy else 'quiet'} machine"
    found = [Finding(what, f"{rate:.0f}", "", None, f">= {least:g}", "met" if rate >= least else "MISSED")]
    for name, bound in (("nbgrader", TIMES_NBGRADER), ("otter run", TIMES_OTTER)):
        what, limit = f"bpcourse: times as fast as {name}", f">= {bound:g}"
        if not times[name]:
            found.append(Finding(what, seconds(median(own)), "", None, limit, f"missing: {name}"))
            continue
        ratio = median(other / mine for mine, other in zip(own, times[name], strict=True))
        verdict = "met" if ratio >= bound else "MISSED"
        found.append(Finding(what, seconds(median(own)), seconds(median(times[name])), ratio, limit, verdict))
    return found


def nbgrader(folder: Path) -> tuple[float, list[float]]:
    """`nbgrader autograde` over a class: the seconds for each submission, and the marks of the first two."""
    source = "### BEGIN SOLUTION\n" + ANSWERS[0] + "### END SOLUTION"
    _write(folder / "source/one/homework.ipynb", _nbgrader_cells(source))
    for number in range(NBGRADER):
        _write(folder / f"submitted/learner{number}/one/homework.ipynb", _nbgrader_cells(ANSWERS[number % 2]))
    _run("nbgrader", folder, "generate_assignment", "one", "--create")
    taken = _run("nbgrader", folder, "autograde", "one") / NBGRADER
    _run("nbgrader", folder, "export", "--to=marks.csv")
    with (folder / "marks.csv").open(encoding="utf-8", newline="") as file:
        return taken, [float(row["score"]) for row in csv.DictReader(file)][:2]


def otter(folder: Path) -> tuple[float, list[float]]:
    """`otter run`, a command for each submission: the seconds for each, and the marks of the first two."""
    cases = [
        {"code": f">>> import numpy as np\n>>> bool({check})\nTrue", "hidden": False, "locked": False}
        for check in CHECKS
    ]
    suite = {"type": "doctest", "scored": True, "setup": "", "teardown": "", "cases": cases}
    (folder / "tests").mkdir()
    test = f"OK_FORMAT = True\ntest = { ({'name': 'double', 'points': 1, 'suites': [suite]})!r}\n"
    (folder / "tests/double.py").write_text(test, encoding="utf-8")
    _run("otter run", folder, "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment")
    taken, marks = 0.0, []
    for number in range(OTTER):
        _write(folder / "homework.ipynb", [_cell(ANSWERS[number % 2], "double")])
        taken += _run("otter run", folder, "run", "homework.ipynb", "-a", "autograder.zip", "--no-logo")
        results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        marks.append(sum(float(test.get("score") or 0) for test in results["tests"]))
    return taken / OTTER, marks


def expect_marks(name: str, marks: list[float]) -> None:
    """ValueError where a grader does not give full marks for the right answer and none for the wrong one."""
    if marks != [1.0, 0.0]:
        raise ValueError(f"{name} gives the marks {marks}, expected [1.0, 0.0]: another grading is not timed")


def _our_marks(folder: Path, answer: str) -> float:
    _write(folder / "homework.ipynb", [_cell(answer, "double")])
    [result] = grade_file(folder / "homework.ipynb", 1, 60.0)
    return result.verdict.points


def _python(name: str) -> str | None:
    return os.environ.get({"nbgrader": "NBGRADER_PYTHON", "otter run": "OTTER_PYTHON"}[name])


def _run(name: str, folder: Path, *arguments: str) -> float:
    """Run a peer's command in a folder, with its own environment first on the path; the seconds that it took."""
    python = _python(name)
    assert python is not None
    path = os.pathsep.join((str(Path(python).parent), os.environ.get("PATH", "")))
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {"PATH": path}
    start = time.perf_counter()
    command = [python, "-m", name.split()[0], *arguments]
    ran = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if ran.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with exit code {ran.returncode}, expected 0")
    return time.perf_counter() - start


def _nbgrader_cells(answer: str) -> list[dict[str, object]]:
    tests = "import numpy as np\n" + "".join(f"assert {check}\n" for check in CHECKS)
    written = {"grade": False, "grade_id": "double", "locked": False, "solution": True, "task": False}
    tested = {"grade": True, "grade_id": "tests", "locked": True, "solution": False, "task": False, "points": 1}
    return [_cell(answer, "double", written), _cell(tests, "tests", tested)]


def _cell(source: str, name: str, nbgrader: dict[str, object] | None = None) -> dict[str, object]:
    metadata = {"nbgrader": {"schema_version": 3, **nbgrader}} if nbgrader else {}
    cell = {"cell_type": "code", "id": name, "source": source, "metadata": metadata}
    return {**cell, "outputs": [], "execution_count": None}


def _write(path: Path, cells: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def _timing(name: str, taken: list[float]) -> Timing:
    return Timing(name, median(taken), min(taken), None) if taken else Timing(name, None, None, None, name)
