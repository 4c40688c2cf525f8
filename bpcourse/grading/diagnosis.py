"""Naming what is wrong.

First the declared mistakes are run on the same inputs: a wrong answer that equals a mistake's answers on every case, or
on every ordinary one, has that mistake's name. When none matches, the answer is described from the outside in: what it
raised, what kind of thing it returned, its shape, its infinities, a constant factor, lost digits, and else the smallest
case that shows it is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bpcourse.grading import growth, sentences
from bpcourse.grading.answers import FORMULA, Answer
from bpcourse.grading.compare import as_array, difference
from bpcourse.grading.exceptions import explain
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.helpers import UNWRITTEN
from bpcourse.grading.measuring import own_answer, same
from bpcourse.grading.paper import short_form, wrong_formula, wrong_number
from bpcourse.grading.patterns import constant_factor, decimals_kept, digits_kept
from bpcourse.grading.showing import apart_in_words, error_text, number, seen
from bpcourse.grading.values import Value, in_words

CHANGES_INPUT = "changes its input"
RETURNS_NONE = "returns None"
PRINTS = "prints instead of returning"
ROUNDED = "rounded"


@dataclass(frozen=True)
class Finding:
    """What is wrong, by name where it has one; the case that shows it; where to look."""

    message: str
    mistake: str = ""
    seen: str = ""
    look: str = ""


def diagnose(
    exercise: Exercise,
    cases: Sequence[Case],
    expected: Sequence[Value],
    answers: Sequence[Answer],
    right: Sequence[bool],
) -> Finding:
    """Say what is wrong with answers of which at least one is not right."""
    # An ordinary case tells more than one at a limit, and a small one can be taken in.
    at = min((i for i, ok in enumerate(right) if not ok), key=lambda i: (cases[i].edge, growth.size(cases[i]), i))
    case, value, answer = cases[at], expected[at], answers[at]
    shown = seen(exercise, case, value, answer)
    mistake = named(exercise, cases, answers)
    if mistake is None and not case.edge:
        # The same mistake may overflow at a limit in one way of writing and not in another.
        ordinary = [i for i, one in enumerate(cases) if not one.edge]
        mistake = named(exercise, [cases[i] for i in ordinary], [answers[i] for i in ordinary])
    mistake = mistake or short_form(exercise, cases, answers)
    if mistake:
        says = mistake.says.format(symbol=answer.symbol) if answer.symbol else mistake.says
        return Finding(says, mistake.name, seen(exercise, case, value, answer, tell_error=True), mistake.look)
    if answer.stopped:
        text = sentences.TIMEOUT if answer.stopped == "timeout" else sentences.STOPPED
        return Finding(text.format(what=case.what, how=answer.stopped), seen=shown)
    if exercise.measured and isinstance(answer.value, str):  # it is measured in words
        return Finding(answer.value, seen=shown)
    if exercise.kind == "ordering":
        return Finding(sentences.NO_ORDER.format(given=answer.given or answer.unreadable))
    if exercise.kind == "value":
        return Finding(wrong_number(exercise, value, answer), seen=shown)
    if exercise.kind == "expression":
        return Finding(wrong_formula(exercise, case, value, answer), seen=shown)
    too_much = growth.told(cases, answers)
    if too_much:
        return Finding(too_much, seen=shown)
    if answer.raised:
        return _raised(exercise, answers, case, answer, shown, seen(exercise, case, value, answer, tell_error=True))
    if answer.given:
        return Finding(sentences.NOT_A_FUNCTION.format(name=exercise.name, given=answer.given))
    if any(one.unreadable == FORMULA for one in answers):
        return Finding(sentences.RETURNED_FORMULA, seen=shown)
    if answer.unreadable:
        text = sentences.UNREADABLE_RETURN
        return Finding(text.format(why=answer.unreadable, expected=in_words(value)), seen=shown)
    if answer.value is None:
        return Finding(sentences.PRINTED, PRINTS) if answer.printed else Finding(sentences.RETURNED_NONE, RETURNS_NONE)
    return _wrong_numbers(exercise, cases, expected, answers, right, at, shown)


def named(exercise: Exercise, cases: Sequence[Case], answers: Sequence[Answer]) -> Mistake | None:
    """The declared mistake that gives these answers on every case, or None."""
    for mistake in exercise.mistakes:
        pairs = zip(cases, answers, strict=True)
        if all(same(exercise, own_answer(exercise, mistake.answer, case), answer) for case, answer in pairs):
            return mistake
    return None


def name_change(exercise: Exercise, answers: Sequence[Answer]) -> Finding | None:
    """What to say of right answers that changed an input in place, or None when none did."""
    names = sorted({name for answer in answers for name in answer.changed})
    if not names:
        return None
    declared = next((mistake for mistake in exercise.mistakes if mistake.name == CHANGES_INPUT), None)
    if declared:
        return Finding(declared.says, declared.name, look=declared.look)
    listed = " and ".join(f"`{name}`" for name in names)
    return Finding(sentences.CHANGED_INPUT.format(names=listed), CHANGES_INPUT, look=sentences.CHANGED_INPUT_LOOK)


def _raised(
    exercise: Exercise, answers: Sequence[Answer], case: Case, answer: Answer, shown: str, shown_with_error: str
) -> Finding:
    if answer.raised == "NotImplementedError" and answer.raised_in and not answer.error:
        first, helper = answer.raised_in[0], answer.raised_in[-1]
        text = sentences.HELPER_UNWRITTEN if first == helper else sentences.HELPER_UNWRITTEN_BELOW
        return Finding(text.format(name=exercise.name, first=first, helper=helper), UNWRITTEN)
    meaning = explain(answer)
    if meaning:
        return Finding(meaning, seen=shown_with_error)
    always = all(one.raised for one in answers)
    text = sentences.RAISED_ALWAYS if always else sentences.RAISED_SOMETIMES
    return Finding(text.format(raised=answer.raised, error=error_text(answer), what=case.what), seen=shown)


def _wrong_numbers(
    exercise: Exercise,
    cases: Sequence[Case],
    expected: Sequence[Value],
    answers: Sequence[Answer],
    right: Sequence[bool],
    at: int,
    shown: str,
) -> Finding:
    part = difference(expected[at], answers[at].value, exercise.tolerance_at(expected[at]), names=exercise.outputs)
    assert part is not None  # this case is not right
    if part.kind == "kind" or (np.ndim(part.got) * np.ndim(part.expected) == 0 and part.kind == "shape"):
        text = sentences.WRONG_KIND
        wanted, got = apart_in_words(part)
        return Finding(text.format(where=part.where, got=got, expected=wanted), seen=shown)
    if part.kind == "shape":
        shapes = {"got": np.shape(part.got), "expected": np.shape(part.expected)}
        return Finding(sentences.WRONG_SHAPE.format(where=part.where, **shapes), seen=shown)
    bad = part.got[part.index]
    if not isinstance(bad, int) and not np.isfinite(bad):
        return Finding(sentences.NOT_FINITE.format(where=part.where, got=number(bad)), seen=shown)
    pairs = [(as_array(value), as_array(one.value)) for value, one in zip(expected, answers, strict=True)]
    factor = constant_factor(pairs, exercise.tolerance)
    if factor == -1.0:
        return Finding(sentences.OPPOSITE_SIGN.format(where=part.where), seen=shown)
    if factor is not None:
        return Finding(sentences.CONSTANT_FACTOR.format(where=part.where, factor=number(factor)), seen=shown)
    decimals = decimals_kept(pairs)
    if decimals:
        text = sentences.ONE_DECIMAL if decimals == 1 else sentences.DECIMALS.format(number=decimals)
        return Finding(sentences.ROUNDED.format(decimals=text), ROUNDED, shown)
    digits = digits_kept(pairs)
    if digits:
        return Finding(sentences.CLOSE.format(digits=digits), seen=shown)
    if any(right):
        failing = ", ".join(case.what for case, ok in zip(cases, right, strict=True) if not ok)
        return Finding(sentences.SOME_CASES.format(right=sum(right), total=len(right), what=failing), seen=shown)
    return Finding(sentences.ALL_CASES.format(where=part.where), seen=shown)
