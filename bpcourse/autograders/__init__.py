"""Where the mathematics and the grading meet: one module a chapter, its exercises declared in order."""

from __future__ import annotations

import difflib
from functools import cache

from bpcourse.autograders import ch00, ch01
from bpcourse.grading.exercise import Exercise

CHAPTERS = (ch00, ch01)


@cache
def exercises() -> dict[str, Exercise]:
    """Every exercise of the course by its name, in the course's order."""
    return {exercise.name: exercise for chapter in CHAPTERS for exercise in chapter.EXERCISES}


def chapter_title(number: int) -> str:
    """The title of a chapter, as its notebook has it."""
    titles = (str(chapter.TITLE) for chapter in CHAPTERS if chapter.EXERCISES[0].chapter == number)
    return next(titles)


def nearest(name: str) -> str:
    """The exercise whose name is most like the given one, or an empty text."""
    return next(iter(difflib.get_close_matches(name, exercises(), n=1)), "")
