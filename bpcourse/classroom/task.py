"""The grading of one submission as a task: a function of the file's bytes, for this process or for another one.

It is mapped over the submissions of a class, on one processor, on several (spread.py) or on a cluster (cluster.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from bpcourse.autograders import chapter_title, exercises
from bpcourse.classroom import batch, sandbox
from bpcourse.classroom.batch import Result
from bpcourse.classroom.names import safe_name
from bpcourse.grading.verdict import INVALID, NOT_ATTEMPTED, Verdict


class NotContained(Exception):
    """A machine that contains submissions less than fully was to grade those of others, without being trusted to."""


@dataclass(frozen=True)
class Settings:
    """What decides every verdict of a run: the numbers drawn, the limits, and the exercises wanted (none: all)."""

    seed: int
    seconds: float
    memory: int
    exercises: tuple[str, ...] = ()
    trust: bool = False


@dataclass(frozen=True)
class Task:
    """One submission: its path as people read it, and its bytes."""

    file: str
    content: bytes


def grade_task(task: Task, settings: Settings) -> list[Result]:
    """Grade one submission. NotContained where this machine must not.

    Whatever goes wrong with a submission is a result, never an exception.
    """
    reached = sandbox.level()
    if reached.name != "full" and not settings.trust:
        raise NotContained(reached.sentence)
    path = PurePosixPath(task.file)
    try:
        name = Path(safe_name(path.stem) + path.suffix.lower())
        graded = batch.grade_file(name, settings.seed, settings.seconds, settings.memory, task.content)
    except Exception as error:
        graded = [unusable(task.file, f"The course could not grade it: {type(error).__name__}: {error}")]
    return [replace(result, submission=task.file) for result in wanted(graded, settings.exercises)]


def unusable(file: str, problem: str) -> Result:
    """The result of a submission that could not be graded at all."""
    return Result(file, Verdict("", -1, INVALID, 0.0, 0.0, problem), 0.0)


def wanted(graded: Sequence[Result], names: Sequence[str]) -> list[Result]:
    """The results on the exercises named, in the course's order; all of them where none is named.

    All of a chapter is graded even so: whether a function is to blame for another can only be told of both.
    """
    if not names or any(result.verdict.status == INVALID for result in graded):
        return list(graded)
    by_name = {result.verdict.exercise: result for result in graded}
    return [by_name.get(name) or _elsewhere(graded[0], name) for name in exercises() if name in names]


def _elsewhere(other: Result, name: str) -> Result:
    exercise, chapter = exercises()[name], other.verdict.chapter
    message = f"Not attempted: the file belongs to chapter {chapter:02d}, {chapter_title(chapter)}."
    return replace(
        other, seconds=0.0, verdict=Verdict(name, exercise.chapter, NOT_ATTEMPTED, 0.0, exercise.points, message)
    )
