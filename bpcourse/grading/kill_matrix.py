"""Which case catches which mistake: a table for whoever writes an exercise, for the terminal.

A column without a mark is a case that catches nothing; a row with few marks is a mistake that few cases stand against.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from bpcourse.grading.compare import agree
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.measuring import own_answer
from bpcourse.grading.values import Value

ALWAYS, SOMETIMES, NEVER = "x", "~", "."


def kill_matrix(exercise: Exercise, seeds: Iterable[int]) -> dict[str, str]:
    """For each mistake a mark for each case: caught for every seed, for some, for none."""
    caught: dict[str, list[list[bool]]] = {mistake.name: [] for mistake in exercise.mistakes}
    for seed in seeds:
        cases = exercise.cases(np.random.default_rng(seed))
        right = [own_answer(exercise, exercise.reference, case).value for case in cases]
        for mistake in exercise.mistakes:
            pairs = zip(cases, right, strict=True)
            caught[mistake.name].append([_catches(exercise, mistake, case, value) for case, value in pairs])
    return {name: "".join(map(_mark, zip(*rows, strict=True))) for name, rows in caught.items()}


def _catches(exercise: Exercise, mistake: Mistake, case: Case, value: Value) -> bool:
    answer = own_answer(exercise, mistake.answer, case)
    return not (answer.returned and agree(value, answer.value, exercise.tolerance_at(value))) or bool(answer.changed)


def _mark(caught: tuple[bool, ...]) -> str:
    return ALWAYS if all(caught) else SOMETIMES if any(caught) else NEVER


def as_text(exercise: Exercise, seeds: Iterable[int]) -> str:
    """The table, a row for each mistake and a column for each case, and what the columns stand for."""
    rows = kill_matrix(exercise, seeds)
    cases = exercise.cases(np.random.default_rng(0))
    width = max(map(len, rows))
    numbers = [str(number) for number in range(1, len(cases) + 1)]
    lines = ["  ".join(["   ", " " * width, " ".join(number.rjust(2) for number in numbers)])]
    lines += [f"     {name:{width}}  {' '.join(mark.rjust(2) for mark in marks)}" for name, marks in rows.items()]
    lines += [f"     {number:>2}  {case.what}{' (edge)' if case.edge else ''}" for number, case in enumerate(cases, 1)]
    return "\n".join(line.rstrip() for line in lines)
