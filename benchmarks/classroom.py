"""What a teacher waits for: `bpcourse grade` on the notebooks of a class, and how time and memory grow with the class.

The command runs as a teacher runs it, in a process of its own, reports and all. No other autograder grades these
exercises, so that the limits are our own.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.report import Report, Timing
from benchmarks.workload import Finding, seconds
from bpcourse.autograders import chapter_title, exercises

ROOT = Path(__file__).resolve().parents[1]
CHAPTER, NOTEBOOKS, JOBS = 1, 1_000, 2
SIZES = (10, 100, 1_000, 10_000)
MOST_SECONDS, MOST_MB = 60.0, 300.0
# Time that grows with the square of the class would make a submission ten times as dear from one size to the next.
MOST_GROWTH = 1.25


@dataclass(frozen=True)
class Run:
    """One run of the command: seconds on the clock and of the processors, and the memory of the checker in MB.

    The memory is that of the largest process times the number of processes that judge, and so more than it ever had.
    Where the system does not tell, both are None.
    """

    submissions: int
    seconds: float
    processor_seconds: float | None
    megabytes: float | None


def measure_class() -> Report:
    """A thousand notebooks of a whole chapter, of every third an answer missing or with its sign changed."""
    run = graded(NOTEBOOKS, CHAPTER)
    title = f"class  {NOTEBOOKS:,} notebooks of chapter {CHAPTER:02d}, {chapter_title(CHAPTER)}, {JOBS} jobs"
    note = (
        "Wall time of the command, with its reports. On a machine that does other work too, see the processors' time."
    )
    return Report(title, note, [_timing(run)], class_findings(run))


def measure_growth() -> Report:
    """Classes from 10 to 10,000 learners with one short exercise, so that what a class costs is not hidden by it."""
    runs = [graded(size, 0) for size in SIZES]
    title = f"growth  Classes of {SIZES[0]} to {SIZES[-1]:,} notebooks of chapter 00, {JOBS} jobs"
    note = "What a further submission takes, from each size to the next: a time that grows linearly stays the same."
    return Report(title, note, [_timing(run) for run in runs], growth_findings(runs))


def class_findings(run: Run) -> list[Finding]:
    """The seconds and the memory of the large run beside their limits."""
    what, limit = f"{run.submissions:,} notebooks", f"<= {MOST_SECONDS:g} s"
    findings = [
        Finding(what, seconds(run.seconds), "", None, limit, "met" if run.seconds <= MOST_SECONDS else "MISSED")
    ]
    if run.processor_seconds is not None:
        spent = seconds(run.processor_seconds / run.submissions)
        findings.append(Finding("processors' time for each", spent, "", None, "", "no limit"))
    return [*findings, _memory(run)]


def growth_findings(runs: Sequence[Run]) -> list[Finding]:
    """What one more submission takes between the two largest sizes, beside the two before; and the most memory."""
    *_, small, middle, large = runs
    before, after = _each_more(small, middle), _each_more(middle, large)
    verdict = "met" if after / before <= MOST_GROWTH else "MISSED"
    what = f"a submission more, from {middle.submissions:,} to {large.submissions:,}"
    grown = Finding(what, seconds(after), seconds(before), after / before, f"<= {MOST_GROWTH:g}", verdict)
    return [grown, _memory(large)]


def _each_more(small: Run, large: Run) -> float:
    """By the processors' time where it is known: what else the machine does must not count."""
    if small.processor_seconds is None or large.processor_seconds is None:
        return (large.seconds - small.seconds) / (large.submissions - small.submissions)
    return (large.processor_seconds - small.processor_seconds) / (large.submissions - small.submissions)


def _memory(run: Run) -> Finding:
    what = f"memory of the checker, {run.submissions:,} notebooks"
    if run.megabytes is None:
        return Finding(what, "", "", None, f"<= {MOST_MB:g} MB", "missing: os.wait4")
    verdict = "met" if run.megabytes <= MOST_MB else "MISSED"
    return Finding(what, f"{run.megabytes:.0f} MB", "", None, f"<= {MOST_MB:g} MB", verdict)


def _timing(run: Run) -> Timing:
    return Timing(f"{run.submissions:,} notebooks", run.seconds, run.seconds, None)


def graded(submissions: int, chapter: int) -> Run:
    """Write a class of so many learners, grade it by the command, and measure the command."""
    with tempfile.TemporaryDirectory(prefix="bpcourse-benchmark-") as folder:
        for number in range(submissions):
            path = Path(folder, "class", f"learner {number:05d}", "homework.ipynb")
            path.parent.mkdir(parents=True)
            path.write_text(notebook(number, chapter), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "bpcourse",
            "grade",
            str(Path(folder, "class")),
            "--out",
            str(Path(folder, "out")),
        ]
        start = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--trust", "--jobs", str(JOBS), "--seed", "1"],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        processors = megabytes = None
        if hasattr(os, "wait4"):
            _, status, used = os.wait4(process.pid, 0)  # of the process and of all that it waited for
            process.returncode = os.waitstatus_to_exitcode(status)
            processors = used.ru_utime + used.ru_stime
            megabytes = (1 + JOBS) * used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
        if process.wait() != 0:
            raise RuntimeError(f"grading {submissions} notebooks ended with exit code {process.returncode}, expected 0")
        return Run(submissions, time.perf_counter() - start, processors, megabytes)


def notebook(number: int, chapter: int) -> str:
    """The notebook of one learner: all solutions, but one answer missing, or with another sign, of every third."""
    mine = [one for one in exercises().values() if one.chapter == chapter]
    cells = ["import numpy as np", f"learner = {number}"]
    for place, exercise in enumerate(mine):
        chosen = number % 3 == 0 and place == number // 3 % len(mine)
        wrong = exercise.stub if number % 2 else exercise.solution.replace("return ", "return -")
        cells.append(wrong if chosen else exercise.solution)
    written = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    return json.dumps({"nbformat": 4, "metadata": {"bpcourse": {"chapter": chapter}}, "cells": written})
