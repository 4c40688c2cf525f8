"""Judging: answers in, a Verdict out. The same function serves the notebook and the grading of a class."""

from __future__ import annotations

from collections.abc import Sequence

from bpcourse.grading import sentences
from bpcourse.grading.answers import Answer
from bpcourse.grading.compare import agree
from bpcourse.grading.diagnosis import diagnose, name_change
from bpcourse.grading.exercise import Case, Exercise
from bpcourse.grading.following import parts
from bpcourse.grading.helpers import UNWRITTEN
from bpcourse.grading.measuring import measured, own_answer, same, stub_function
from bpcourse.grading.verdict import CORRECT, CRASHED, ERROR, NOT_ATTEMPTED, PARTIAL, TIMEOUT, WRONG, Verdict

# The share of the points that the edge cases earn; the ordinary cases earn the rest, all or nothing.
EDGE_SHARE = 0.5
# What an answer keeps that is right but changes its inputs.
CHANGED_INPUT_SHARE = 0.5


def judge(exercise: Exercise, cases: Sequence[Case], answers: Sequence[Answer], *, graded: bool = False) -> Verdict:
    """Judge the answers, one for each case.

    `graded` says that these cases count: the verdict then does not announce that others will come.
    ValueError when the numbers of cases and answers differ.
    """
    if len(cases) != len(answers):
        raise ValueError(f"{exercise.name}: {len(answers)} answers for {len(cases)} cases")
    answers = [measured(exercise, case, answer) for case, answer in zip(cases, answers, strict=True)]
    if _not_attempted(exercise, cases, answers):
        return _verdict(exercise, NOT_ATTEMPTED, 0.0, _not_attempted_text(exercise))
    expected = [own_answer(exercise, exercise.reference, case).value for case in cases]
    right = [
        answer.returned and agree(value, answer.value, exercise.tolerance_at(value))
        for value, answer in zip(expected, answers, strict=True)
    ]
    share = _share(cases, right)
    intermediates = [] if all(right) or exercise.items else parts(exercise, cases, expected, answers)
    if exercise.follow and intermediates:
        share = max(share, sum(_share(cases, one.earned) for one in intermediates) / len(intermediates))
    if all(right):
        change = name_change(exercise, answers)
        if change:
            return _verdict(exercise, PARTIAL, CHANGED_INPUT_SHARE, change.message, change.mistake, next=change.look)
        if exercise.kind in ("value", "ordering"):
            return _verdict(exercise, CORRECT, share, sentences.CORRECT_VALUE)
        text = sentences.CORRECT_GRADED if graded else sentences.CORRECT_HERE
        return _verdict(exercise, CORRECT, share, text.format(right=len(right), total=len(right)))
    finding = diagnose(exercise, cases, expected, answers, right, intermediates)
    look = finding.look or sentences.LOOK_AGAIN.format(read=exercise.read, hint=hint_argument(exercise))
    if finding.mistake == UNWRITTEN:  # then there is nothing to read about this exercise
        look = ""
    status = PARTIAL if share else _failure(answers)
    return _verdict(exercise, status, share, finding.message, finding.mistake, finding.seen, look)


def check_argument(exercise: Exercise) -> str:
    """How check() is told of an answer: a function by itself, another answer by keyword."""
    return exercise.name if exercise.kind == "function" else f"{exercise.name}={exercise.name}"


def hint_argument(exercise: Exercise) -> str:
    """How hint() and solution() are told of the exercise: a function by itself, another answer by its name."""
    return exercise.name if exercise.kind == "function" else f'"{exercise.name}"'


def _not_attempted_text(exercise: Exercise) -> str:
    if exercise.mends:
        return sentences.NOT_ATTEMPTED_MEND
    return sentences.NOT_ATTEMPTED_FUNCTION if exercise.kind == "function" else sentences.NOT_ATTEMPTED_VALUE


def _not_attempted(exercise: Exercise, cases: Sequence[Case], answers: Sequence[Answer]) -> bool:
    """Whether every answer is that of an untouched stub: its own, and not that of a function that it calls."""
    if exercise.mends:
        stub = stub_function(exercise.stub, exercise.name)
        pairs = zip(cases, answers, strict=True)
        return all(same(exercise, own_answer(exercise, stub, case), answer) for case, answer in pairs)
    if exercise.kind == "function":
        return all(
            answer.raised == "NotImplementedError"
            and not answer.error
            and answer.raised_in[-1:] in ((), (exercise.name,))
            for answer in answers
        )
    return all(answer.returned and answer.value is None for answer in answers)


def _share(cases: Sequence[Case], right: Sequence[bool]) -> float:
    """The share of the points: half for all ordinary cases, half for the edge cases by their number."""
    ordinary = [ok for case, ok in zip(cases, right, strict=True) if not case.edge]
    edge = [ok for case, ok in zip(cases, right, strict=True) if case.edge]
    if not all(ordinary):
        return 0.0
    if not edge:
        return 1.0
    return 1.0 - EDGE_SHARE + EDGE_SHARE * sum(edge) / len(edge)


def _failure(answers: Sequence[Answer]) -> str:
    """The status of an answer that earned nothing."""
    stopped = [answer.stopped for answer in answers if answer.stopped]
    if stopped:
        return TIMEOUT if stopped[0].startswith("timeout") else CRASHED
    return ERROR if all(answer.raised for answer in answers) else WRONG


def _verdict(
    exercise: Exercise,
    status: str,
    share: float,
    message: str,
    mistake: str = "",
    seen: str = "",
    next: str = "",
) -> Verdict:
    points = round(exercise.points * share, 2)
    return Verdict(exercise.name, exercise.chapter, status, points, exercise.points, message, mistake, seen, next)
