"""The rule of the build: right answers get full marks, and every declared mistake is rejected under its own name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from bpcourse.grading.answers import Answer, ask
from bpcourse.grading.compare import agree
from bpcourse.grading.diagnosis import joined
from bpcourse.grading.exercise import Exercise
from bpcourse.grading.following import followed, named_parts
from bpcourse.grading.inputs import identical
from bpcourse.grading.judge import judge
from bpcourse.grading.measuring import own_answer, stub_function
from bpcourse.grading.values import Unreadable, encode
from bpcourse.grading.verdict import CORRECT, NOT_ATTEMPTED, Verdict

SEEDS = range(10)


def judged(exercise: Exercise, submitted: Callable[..., Any] | Any, seed: int) -> Verdict:
    """The verdict on a function or value, on the cases of a seed."""
    cases = exercise.cases(np.random.default_rng(seed))
    return judge(exercise, cases, [ask(submitted, case.inputs, case.most_lines) for case in cases])


def verify(exercise: Exercise) -> list[str]:
    """Where the exercise breaks the rule, as sentences; an empty list when it keeps it."""
    failures = [f"{exercise.name}: {failure}" for failure in _declaration(exercise)]
    for seed in SEEDS:
        for rule in (_ordinary_cases, _right_ways, _mistakes, _two_mistakes, _intermediates, _short_forms, _formula):
            failures += [f"{exercise.name}, seed {seed}: {failure}" for failure in rule(exercise, seed)]
    return failures


def _declaration(exercise: Exercise) -> Iterator[str]:
    """Names are used once, inputs can be sent to another process, and other numbers are drawn for other seeds."""
    drawn = [exercise.cases(np.random.default_rng(seed)) for seed in SEEDS[:2]]
    names, questions = [mistake.name for mistake in exercise.mistakes], [case.what for case in drawn[0]]
    for name in (*names, *questions):
        if names.count(name) > 1 or questions.count(name) > 1:
            yield f"{name!r} is the name of two mistakes or of two cases"
    for mistake in exercise.mistakes:
        if mistake.same_as and mistake.same_as not in names:
            yield f"the mistake {mistake.name!r} is the same as {mistake.same_as!r}, which there is not"
    for case in drawn[0]:
        try:
            encode(dict(case.inputs), [])
        except Unreadable as error:
            yield f"the inputs of {case.what!r} cannot be sent: {error}"
    first, second = ([dict(case.inputs) for case in cases] for cases in drawn)
    if any(first) and identical(first, second):
        yield "every seed draws the same numbers, which a learner can write into the answer"


def _ordinary_cases(exercise: Exercise, seed: int) -> Iterator[str]:
    if all(case.edge for case in exercise.cases(np.random.default_rng(seed))):
        yield "every case is an edge case, so half the points are for nothing"


def _right_ways(exercise: Exercise, seed: int) -> Iterator[str]:
    for number, right in enumerate((exercise.reference, *exercise.correct)):
        verdict = judged(exercise, right, seed)
        if verdict.points != exercise.points:
            yield f"right way {number} is judged: {verdict!r}"


def _mistakes(exercise: Exercise, seed: int) -> Iterator[str]:
    for mistake in exercise.mistakes:
        verdict = judged(exercise, mistake.answer, seed)
        if verdict.status == CORRECT:
            yield f"the mistake {mistake.name!r} passes"
        elif not verdict.mistake or verdict.mistake not in (mistake.name, mistake.same_as):
            yield f"the mistake {mistake.name!r} is called {verdict.mistake or 'nothing'!r}"


def _two_mistakes(exercise: Exercise, seed: int) -> Iterator[str]:
    """Two changes of a right answer are known together, or give the answers of one declared mistake."""
    names = [mistake.name for mistake in exercise.mistakes]
    for first, second in combinations([one for one in exercise.mistakes if one.change], 2):
        both = joined(exercise, first, second)
        verdict = judged(exercise, both.answer, seed)
        if verdict.mistake not in (both.name, *names):
            yield f"{both.name!r} together are judged: {verdict!r}"


def _intermediates(exercise: Exercise, seed: int) -> Iterator[str]:
    """What should follow from the reference's own intermediates is what the reference has."""
    for case in exercise.cases(np.random.default_rng(seed)):
        value = own_answer(exercise, exercise.reference, case).value
        right = named_parts(exercise, value)
        for name in exercise.follow:
            if not agree(right[name], followed(exercise, name, case, value), exercise.tolerance):
                yield f"the reference's {name!r} does not follow"


def _short_forms(exercise: Exercise, seed: int) -> Iterator[str]:
    for form in exercise.short_forms:
        verdict = _judged_as_formula(exercise, form.answer, seed)
        if verdict.mistake != form.name:
            yield f"the short form {form.name!r} is judged: {verdict!r}"


def _formula(exercise: Exercise, seed: int) -> Iterator[str]:
    """The formula, where there is one, has the values of the reference."""
    if exercise.formula:
        from bpcourse.symbolic.formulas import from_text  # SymPy is loaded where it is needed

        names = exercise.cases(np.random.default_rng(seed))[0].inputs
        verdict = judged(exercise, from_text(exercise.formula, names), seed)
        if verdict.status != CORRECT:
            yield f"its formula is judged: {verdict!r}"


def _judged_as_formula(exercise: Exercise, form: Callable[..., Any], seed: int) -> Verdict:
    """The verdict on a formula in the symbol `a`, which is none of the exercise's."""
    cases = exercise.cases(np.random.default_rng(seed))
    answers = [Answer(value=form(*case.inputs.values()), unreadable="it contains a", symbol="a") for case in cases]
    return judge(exercise, cases, answers)


def verify_cells(exercises: Sequence[Exercise]) -> list[str]:
    """The same for the cells of a chapter's exercises: each stub is not attempted, each solution passes.

    The solutions run in one namespace, in order, as in a notebook: a later one may use an earlier one.
    """
    failures = []
    namespace: dict[str, Any] = {"np": np}
    for exercise in exercises:
        stub: dict[str, Any] = {"np": np}
        exec(exercise.stub, stub)
        if judged(exercise, stub[exercise.name], 0).status != NOT_ATTEMPTED:
            failures.append(f"{exercise.name}: its stub is not judged as not attempted")
        if exercise.mends and not _runs(exercise):
            failures.append(f"{exercise.name}: its stub, a program to mend, runs on no case")
        exec(exercise.solution, namespace)
        verdict = judged(exercise, namespace[exercise.name], 0)
        if verdict.status != CORRECT:
            failures.append(f"{exercise.name}: its solution is judged: {verdict!r}")
    return failures


def _runs(exercise: Exercise) -> bool:
    """Whether the stub gives an answer on some case, all by itself."""
    stub = stub_function(exercise.stub, exercise.name)
    return any(own_answer(exercise, stub, case).returned for case in exercise.cases(np.random.default_rng(0)))
