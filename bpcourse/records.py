"""What a learner has done so far: one small file for each exercise, kept on this computer, and the table of it.

The files lie in the folder named by BPCOURSE_HOME, or `.bpcourse` in the home folder. One file an exercise means
that two notebooks open at once never overwrite each other's record.
"""

from __future__ import annotations

import contextlib
import html
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from bpcourse.autograders import chapter_title, exercises
from bpcourse.grading.verdict import CORRECT, NOT_ATTEMPTED, Verdict


@dataclass(frozen=True)
class Record:
    """The best verdict on an exercise so far, how often it was checked, and whether its points were submitted."""

    status: str
    points: float
    attempts: int
    submitted: bool

    @property
    def note(self) -> str:
        """The record in words: "partial, 3 checks, submitted"."""
        checks = f"{self.attempts} check{'' if self.attempts == 1 else 's'}"
        return ", ".join([self.status] + [checks] * bool(self.attempts) + ["submitted"] * self.submitted)


def folder() -> Path:
    """Where the records are kept."""
    home = os.environ.get("BPCOURSE_HOME")
    return (Path(home) if home else Path.home() / ".bpcourse") / "progress"


def record(verdict: Verdict, *, submitted: bool = False) -> None:
    """Note a verdict; the best one so far is kept. What was not attempted leaves no trace."""
    if verdict.exercise not in exercises() or verdict.status == NOT_ATTEMPTED:
        return
    before = read(verdict.exercise)
    best = verdict if before is None or verdict.points >= before.points else before
    now = Record(
        status=best.status,
        points=best.points,
        attempts=(before.attempts if before else 0) + (0 if submitted else 1),
        submitted=submitted or (before.submitted if before else False),
    )
    with contextlib.suppress(OSError):  # a full disk or a locked folder must not keep a learner from the verdict
        folder().mkdir(parents=True, exist_ok=True)
        descriptor, unfinished = tempfile.mkstemp(dir=folder(), suffix=".tmp")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(asdict(now), file)
            os.replace(unfinished, folder() / f"{verdict.exercise}.json")
        finally:
            Path(unfinished).unlink(missing_ok=True)  # there only if something failed


def read(exercise: str) -> Record | None:
    """The record of an exercise, or None when there is none or it cannot be read."""
    try:
        data = json.loads((folder() / f"{exercise}.json").read_text(encoding="utf-8"))
        return Record(str(data["status"]), float(data["points"]), int(data["attempts"]), bool(data["submitted"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


@dataclass(frozen=True)
class Progress:
    """The table of chapters and exercises with what is done, as text and as HTML."""

    records: dict[str, Record | None]

    def _rows(self) -> list[tuple[str, str, str, str]]:
        """(mark, exercise, points, note) for each exercise, and a row with only a title for each chapter."""
        rows, chapter = [], None
        for exercise in exercises().values():
            if exercise.chapter != chapter:
                chapter = exercise.chapter
                rows.append(("", f"{chapter:02d} {chapter_title(chapter)}", "", ""))
            done = self.records[exercise.name]
            mark = "○" if done is None else "✓" if done.status == CORRECT else "◐"
            points = f"{done.points if done else 0:g} of {exercise.points}"
            rows.append((mark, exercise.name, points, done.note if done else "not started"))
        return rows

    @property
    def points(self) -> float:
        return sum(done.points for done in self.records.values() if done)

    def __repr__(self) -> str:
        lines = [
            f"  {mark} {name:20} {points:>10}  {note}" if mark else f"{name}"
            for mark, name, points, note in self._rows()
        ]
        total = sum(exercise.points for exercise in exercises().values())
        return "\n".join([*lines, f"{self.points:g} of {total} points"])

    def _repr_html_(self) -> str:
        cell = '<td style="text-align:left;padding:2px 12px">'
        rows = []
        for mark, name, points, note in self._rows():
            if mark:
                values = (mark, f"<code>{html.escape(name)}</code>", points, note)
                rows.append("<tr>" + "".join(f"{cell}{value}</td>" for value in values) + "</tr>")
            else:
                rows.append(
                    f'<tr><th colspan="4" style="text-align:left;padding:6px 12px">{html.escape(name)}</th></tr>'
                )
        total = sum(exercise.points for exercise in exercises().values())
        return (
            f'<table><caption style="text-align:left;padding:2px 12px">{self.points:g} of {total} points</caption>'
            f"<tbody>{''.join(rows)}</tbody></table>"
        )
