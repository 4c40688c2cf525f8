"""Grades for other systems: Gradescope's results.json for each learner, a table for a learning platform."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from bpcourse.autograders import exercises
from bpcourse.classroom.standings import Report
from bpcourse.classroom.tables import write_csv
from bpcourse.grading.verdict import CORRECT

FIELDS = ("name", "id", "points", "max_points", "percent")
PLACES = re.compile(r"{([^{}]*)}")
DEFAULT_COLUMNS = ("name={name}", "id={id}", "points={points}", "max_points={max_points}")


class WrongColumns(ValueError):
    """Columns that cannot be filled; the message says what was expected."""


def gradescope(report: Report) -> str:
    """The best attempts in the form that Gradescope reads.

    Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/
    """
    tests = []
    for one in report.standings:
        best = one.best
        lines = [best.message, best.seen and f"Seen: {best.seen}", best.next and f"Next: {best.next}"] if best else []
        tests.append(
            {
                "name": one.exercise,
                "score": one.points,
                "max_score": one.max_points,
                "status": "passed" if best and best.status == CORRECT else "failed",
                "output": "\n".join(filter(None, lines)) if best else "Not attempted.",
                "output_format": "text",  # whatever a learner's error says, it is shown as it is
                "tags": [best.mistake] if best and best.mistake else [],
                "visibility": "visible",
            }
        )
    output = "\n".join(report.problems)
    whole = {"score": report.points, "output": output, "output_format": "text", "stdout_visibility": "hidden"}
    return json.dumps({**whole, "tests": tests}, indent=1, ensure_ascii=False) + "\n"


def titled(columns: Sequence[str]) -> list[tuple[str, str]]:
    """The (title, text) pairs of columns written as TITLE=TEXT.

    In a text stand {name}, {id}, {points}, {max_points}, {percent}, or an exercise as {sigmoid}. WrongColumns for
    anything else.
    """
    pairs = []
    for column in columns:
        title, equals, text = column.partition("=")
        unknown = [name for name in PLACES.findall(text) if name not in (*FIELDS, *exercises())]
        if not (title and equals) or unknown:
            problem = f"there is no {{{unknown[0]}}}" if unknown else "write TITLE=TEXT, for example Points={points}"
            fields = ", ".join(f"{{{name}}}" for name in FIELDS)
            raise WrongColumns(f"--columns {column}: {problem}. There are {fields} and the names of the exercises.")
        pairs.append((title, text))
    return pairs


def write_platform_csv(
    target: Path, columns: Sequence[tuple[str, str]], reports: Iterable[Report], of_class: Iterable[str]
) -> None:
    """Write a row for each learner, with the columns that a learning platform wants.

    `of_class` are the exercises that the class was graded on: who has not handed one in has 0 points of it.
    """
    most = sum(exercises()[name].points for name in of_class if name in exercises())
    rows = ([_filled(text, report, most) for _, text in columns] for report in reports)
    write_csv(target, [title for title, _ in columns], rows)


def _filled(text: str, report: Report, most: float) -> str:
    return PLACES.sub(lambda found: _field(found[1], report, most), text)


def _field(name: str, report: Report, most: float) -> str:
    if name == "name":
        return report.learner.name
    if name == "id":
        return report.learner.ident
    if name == "percent":
        return f"{100 * report.points / most if most else 0:.2f}"
    if name in FIELDS:
        return f"{report.points if name == 'points' else most:g}"
    return f"{next((one.points for one in report.standings if one.exercise == name), 0):g}"
