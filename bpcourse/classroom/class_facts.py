"""What a teacher wants to know of a class, counted in the gradebook: learners, never attempts, and nobody's name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bpcourse.autograders import exercises
from bpcourse.classroom.gradebook import Gradebook
from bpcourse.grading.helpers import UNWRITTEN, WRONG_HELPER

# How far a learner has come with an exercise, the best first.
AT_FIRST, LATER, PARTLY, NOT_YET, UNTOUCHED = (
    "right at the first attempt",
    "right later",
    "partly right",
    "not right yet",
    "not attempted",
)
OUTCOMES = (AT_FIRST, LATER, PARTLY, NOT_YET, UNTOUCHED)
MOST_UNNAMED = 10  # wrong answers without a name that are shown
BINS = 10


@dataclass(frozen=True)
class Named:
    """A mistake of an exercise: how many learners ever made it, and how many still make it in their last attempt."""

    exercise: str
    mistake: str
    ever: int
    still: int
    message: str


@dataclass(frozen=True)
class Unnamed:
    """A wrong answer that no mistake explains, as one learner gave it, and how many gave the same."""

    exercise: str
    status: str
    learners: int
    message: str
    seen: str


@dataclass(frozen=True)
class ClassFacts:
    """The counts of a class; `outcomes` by exercise, `points` the number of learners in each tenth of the points."""

    learners: int
    submissions: int
    invalid: int
    outcomes: dict[str, Counter[str]]
    mistakes: list[Named]
    unnamed: list[Unnamed]
    points: list[int]


def class_facts(gradebook: Gradebook) -> ClassFacts:
    """Count everything that the report on the class shows."""
    [(learners, submissions)] = gradebook.rows("SELECT count(DISTINCT learner), count(*) FROM submissions WHERE graded")
    [(invalid,)] = gradebook.rows("SELECT count(*) FROM results WHERE status = 'invalid'")
    outcomes = _outcomes(gradebook)
    return ClassFacts(
        learners, submissions, invalid, outcomes, _named(gradebook), _unnamed(gradebook), _points(gradebook, outcomes)
    )


def _outcomes(gradebook: Gradebook) -> dict[str, Counter[str]]:
    query = """
        SELECT exercise, first.status AS first, best.status AS best, best.points > 0 AS some, count(*) AS learners
        FROM (SELECT DISTINCT learner, exercise FROM results JOIN submissions USING (submission) WHERE chapter >= 0)
        LEFT JOIN first USING (learner, exercise) LEFT JOIN best USING (learner, exercise) GROUP BY 1, 2, 3, 4"""
    found: dict[str, Counter[str]] = {name: Counter() for name in exercises()}
    for row in gradebook.each(query):
        if row["first"] is None:
            outcome = UNTOUCHED
        elif row["best"] == "correct":
            outcome = AT_FIRST if row["first"] == "correct" else LATER
        else:
            outcome = PARTLY if row["some"] else NOT_YET
        found.setdefault(row["exercise"], Counter())[outcome] += row["learners"]
    return {name: counted for name, counted in found.items() if counted}


def _named(gradebook: Gradebook) -> list[Named]:
    """The mistakes with a name, the most frequent first; what another exercise is to blame for is none of this one."""
    query = """
        SELECT exercise, attempts.mistake AS mistake, count(DISTINCT learner) AS ever, min(attempts.message) AS message,
            count(DISTINCT CASE WHEN attempts.attempt = last.attempt THEN learner END) AS still
        FROM attempts JOIN last USING (learner, exercise)
        WHERE attempts.mistake NOT IN ('', ?, ?) GROUP BY exercise, attempts.mistake
        ORDER BY still DESC, ever DESC, exercise, attempts.mistake"""
    return [Named(**dict(row)) for row in gradebook.each(query, UNWRITTEN, WRONG_HELPER)]


def _unnamed(gradebook: Gradebook) -> list[Unnamed]:
    """The wrong answers without a name that most learners gave; all learners were asked the same."""
    query = """
        SELECT exercise, status, count(DISTINCT learner) AS learners, message, seen FROM attempts
        WHERE mistake = '' AND status <> 'correct' GROUP BY exercise, status, message, seen
        ORDER BY learners DESC, exercise, message, seen LIMIT ?"""
    return [Unnamed(**dict(row)) for row in gradebook.each(query, MOST_UNNAMED)]


def _points(gradebook: Gradebook, outcomes: dict[str, Counter[str]]) -> list[int]:
    """How many learners have less than a tenth of the class's points, less than two tenths, and so on."""
    most = sum(exercises()[name].points for name in outcomes if name in exercises())
    bins = [0] * BINS
    query = "SELECT sum(points) AS points FROM submissions LEFT JOIN best USING (learner, submission) GROUP BY learner"
    for row in gradebook.each(query):
        share = (row["points"] or 0) / most if most else 0
        bins[min(int(share * BINS), BINS - 1)] += 1
    return bins
