"""Where the mathematics and the grading meet: one module a chapter, its exercises declared in order."""

from __future__ import annotations

import difflib
from functools import cache
from types import ModuleType

from bpcourse.autograders import ch00, ch01, ch02, ch03, ch04, ch06
from bpcourse.autograders.own import NotExercises, own_modules
from bpcourse.grading.exercise import Exercise

CHAPTERS = (ch00, ch01, ch02, ch03, ch04, ch06)


def modules() -> tuple[ModuleType, ...]:
    """The modules of the course's chapters in order, then an instructor's own."""
    return (*CHAPTERS, *own_modules())


def exercises() -> dict[str, Exercise]:
    """Every exercise by its name, in the course's order. NotExercises for a name that is used twice."""
    return _by_name(modules())


@cache
def _by_name(declared: tuple[ModuleType, ...]) -> dict[str, Exercise]:
    named: dict[str, Exercise] = {}
    for module in declared:
        for exercise in module.EXERCISES:
            if exercise.name in named:
                raise NotExercises(
                    f"{module.__name__} declares `{exercise.name}`, and there is one of this name already."
                )
            named[exercise.name] = exercise
    return named


def chapter_title(number: int) -> str:
    """The title of a chapter, as its notebook has it."""
    titles = (str(module.TITLE) for module in modules() if module.EXERCISES[0].chapter == number)
    return next(titles)


def nearest(name: str) -> str:
    """The exercise whose name is most like the given one, or an empty text."""
    return next(iter(difflib.get_close_matches(name, exercises(), n=1)), "")
