"""The record of a grading run: results.csv, one row for each exercise of each submission."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bpcourse.classroom.batch import Result

COLUMNS = ("submission", "exercise", "chapter", "points", "max_points", "status", "mistake", "message", "seconds")


def write_results(results: Iterable[Result], folder: Path) -> Path:
    """Write results.csv into the folder, made if needed, whole or not at all; the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "results.csv"
    descriptor, unfinished = tempfile.mkstemp(dir=folder, prefix="results-", suffix=".tmp")
    try:
        # A submission chooses its error messages; one that holds half a character must not lose the others' rows.
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(_row(result) for result in results)
        os.chmod(unfinished, 0o644)  # a temporary file is for its owner alone; the results are for colleagues too
        os.replace(unfinished, target)
    finally:
        Path(unfinished).unlink(missing_ok=True)  # there only if something failed
    return target


def _row(result: Result) -> list[str]:
    verdict = result.verdict
    message = " ".join(part for part in (verdict.message, verdict.seen and f"Seen: {verdict.seen}") if part)
    chapter = f"{verdict.chapter:02d}" if verdict.chapter >= 0 else ""
    row = [result.submission, verdict.exercise, chapter, f"{verdict.points:g}", f"{verdict.max_points:g}"]
    row += [verdict.status, verdict.mistake, message, f"{result.seconds:.3f}"]
    return [_no_formula(cell) for cell in row]


def _no_formula(cell: str) -> str:
    """A spreadsheet runs a cell that begins like a formula, and a learner may choose how a name or text begins."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
