"""The results as tables: results.csv and results.jsonl, one row for each exercise of each submission."""

from __future__ import annotations

import csv
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from bpcourse.classroom.batch import Result
from bpcourse.classroom.gradebook import Gradebook

COLUMNS = ("submission", "exercise", "chapter", "points", "max_points", "status", "mistake", "message", "seconds")
UNFINISHED = ".unfinished"  # how a file ends that is being written, or was when the run was killed
# How a formula begins: a cell, or what a spreadsheet that parts cells at semicolons takes for one. The last four are
# = + - @ in full width, which some take for the plain ones.
FORMULA = re.compile(r"^(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])|(?<=[;\t\r\n])(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")


def write_results(results: Iterable[Result], folder: Path) -> Path:
    """Write results.csv into the folder, made if needed, whole or not at all; the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = ({"submission": one.submission, "seconds": one.seconds, **vars(one.verdict)} for one in results)
    return write_csv(folder / "results.csv", COLUMNS, map(_row, facts))


def write_tables(gradebook: Gradebook, folder: Path) -> None:
    """Write results.csv and results.jsonl of a class, in the order in which the submissions were entered."""
    query = (
        "SELECT file AS submission, name AS learner, ident AS id, exercise, chapter, points, max_points, status, "
        "mistake, message, seen, next, seconds "
        "FROM results JOIN submissions USING (submission) JOIN learners USING (learner) "
        "ORDER BY results.submission, place"
    )
    rows = ([row["learner"], *_row(dict(row))] for row in gradebook.each(query))
    write_csv(folder / "results.csv", ("learner", *COLUMNS), rows)
    with replacing(folder / "results.jsonl") as file:
        for row in gradebook.each(query):
            file.write(json.dumps(dict(row), ensure_ascii=False) + "\n")


def write_csv(target: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """Write a table whole or not at all, in which no cell runs as a formula; the file's path."""
    with replacing(target) as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([no_formula(cell) for cell in row] for row in rows)
    return target


@contextmanager
def replacing(target: Path) -> Iterator[TextIO]:
    """A file to write that takes the place of `target` when all is written, and leaves it alone when something fails.

    A submission chooses its error messages; one that holds half a character must not lose the others' rows.
    """
    descriptor, unfinished = tempfile.mkstemp(dir=target.parent, prefix=f"{target.stem[:20]}-", suffix=UNFINISHED)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        os.chmod(unfinished, 0o644)  # a temporary file is for its owner alone; the results are for colleagues too
        os.replace(unfinished, target)
    finally:
        Path(unfinished).unlink(missing_ok=True)  # there only if something failed


def no_formula(cell: str) -> str:
    """A spreadsheet runs a cell that begins like a formula, and a learner may choose how a name or text begins."""
    return FORMULA.sub("'", cell)


def _row(facts: Mapping[str, Any]) -> list[str]:
    """The cells of COLUMNS."""
    message = " ".join(part for part in (facts["message"], facts["seen"] and f"Seen: {facts['seen']}") if part)
    chapter = f"{facts['chapter']:02d}" if facts["chapter"] >= 0 else ""
    row = [facts["submission"], facts["exercise"], chapter, f"{facts['points']:g}", f"{facts['max_points']:g}"]
    return [*row, facts["status"], facts["mistake"], message, f"{facts['seconds']:.3f}"]
