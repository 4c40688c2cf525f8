"""The cells of an exercise in its notebook, made from its declaration: statement, the learner's cell, the check."""

from __future__ import annotations

from bpcourse.grading.exercise import Exercise


def statement(exercise: Exercise, number: int) -> str:
    """The Markdown above the learner's cell."""
    points = f"{exercise.points} point{'s' if exercise.points != 1 else ''}"
    heading = f"## {number}. `{exercise.name}`"
    return (
        f"{heading}\n\n*{points} · {exercise.minutes} minutes · {exercise.difficulty}*\n\n{exercise.statement.strip()}"
    )


def check(exercise: Exercise) -> str:
    """The line that checks the learner's cell."""
    answer = exercise.name if exercise.kind == "function" else f"{exercise.name}={exercise.name}"
    return f"check({answer})"


def cells(exercise: Exercise, number: int) -> list[tuple[str, str, str]]:
    """(id, kind, source) of the three cells of an exercise, the `number`-th of its notebook."""
    stem = exercise.name.replace("_", "-").lower()
    return [
        (f"{stem}-statement", "markdown", statement(exercise, number)),
        (f"{stem}-answer", "code", exercise.stub.strip()),
        (f"{stem}-check", "code", check(exercise)),
    ]
