"""Where each learner stands: the attempts on each exercise in order, read from the gradebook learner by learner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bpcourse.autograders import exercises
from bpcourse.classroom.gradebook import Gradebook
from bpcourse.classroom.names import Learner
from bpcourse.grading.verdict import INVALID, NOT_ATTEMPTED, Verdict


@dataclass(frozen=True)
class Standing:
    """The verdicts on one exercise of one learner, the earliest first; what was not attempted is no attempt."""

    exercise: str
    max_points: float
    attempts: tuple[Verdict, ...]

    @property
    def best(self) -> Verdict | None:
        """The attempt that counts: the first of those with the most points."""
        return max(self.attempts, key=lambda verdict: verdict.points, default=None)

    @property
    def points(self) -> float:
        return self.best.points if self.best else 0.0


@dataclass(frozen=True)
class Report:
    """All of one learner: the exercises in the course's order, and what was wrong with files that were not graded."""

    learner: Learner
    standings: tuple[Standing, ...]
    problems: tuple[str, ...]

    @property
    def points(self) -> float:
        return sum(standing.points for standing in self.standings)

    @property
    def max_points(self) -> float:
        return sum(standing.max_points for standing in self.standings)


def reports(gradebook: Gradebook) -> Iterator[Report]:
    """The report of each learner of whom something is graded, one at a time."""
    query = (
        "SELECT learner, name, ident, exercise, chapter, status, points, max_points, message, mistake, seen, next "
        "FROM submissions JOIN results USING (submission) JOIN learners USING (learner) "
        "ORDER BY learner, submissions.submission, place"
    )
    for _, rows in groupby(gradebook.each(query), key=lambda row: row["learner"]):
        yield _report([dict(row) for row in rows])


def _report(rows: list[dict[str, Any]]) -> Report:
    learner = Learner(rows[0]["name"], rows[0]["ident"])
    verdicts = [
        Verdict(**{name: value for name, value in row.items() if name not in ("learner", "name", "ident")})
        for row in rows
    ]
    graded = [verdict for verdict in verdicts if verdict.status != INVALID]
    order = {name: place for place, name in enumerate(exercises())}
    names = sorted({verdict.exercise for verdict in graded}, key=lambda name: order.get(name, len(order)))
    standings = []
    for name in names:
        of_one = [verdict for verdict in graded if verdict.exercise == name]
        attempts = tuple(verdict for verdict in of_one if verdict.status != NOT_ATTEMPTED)
        standings.append(Standing(name, of_one[-1].max_points, attempts))
    return Report(learner, tuple(standings), tuple(v.message for v in verdicts if v.status == INVALID))
