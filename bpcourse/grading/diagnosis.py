"""Naming what is wrong.

First the declared mistakes are run on the same inputs: a wrong answer that equals a mistake's answers on every case, or
on every ordinary one, has that mistake's name. When none matches, the answer is described from the outside in: what it
raised, what kind of thing it returned, its shape, its infinities, a constant factor, lost digits, and else the smallest
case that shows it is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from bpcourse.grading import growth, sentences
from bpcourse.grading.answers import FORMULA, Answer
from bpcourse.grading.compare import as_array, difference
from bpcourse.grading.compare import at as part_at
from bpcourse.grading.exceptions import explain
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.following import Part, named_parts, only
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
    intermediates: Sequence[Part] = (),
) -> Finding:
    """Say what is wrong with answers of which at least one is not right; `intermediates` from `following`."""
    # An ordinary case tells more than one at a limit, and a small one can be taken in.
    at = min((i for i, ok in enumerate(right) if not ok), key=lambda i: (cases[i].edge, growth.size(cases[i]), i))
    case, value, answer = cases[at], expected[at], answers[at]
    shown = seen(exercise, case, value, answer)
    mistake = named(exercise, cases, answers)
    if mistake is None and not case.edge:
        # The same mistake may overflow at a limit in one way of writing and not in another.
        ordinary = [i for i, one in enumerate(cases) if not one.edge]
        mistake = named(exercise, [cases[i] for i in ordinary], [answers[i] for i in ordinary])
    mistake = mistake or two_at_once(exercise, cases, answers) or short_form(exercise, cases, answers)
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
    if intermediates and all(one.returned for one in answers):
        return _first_wrong_part(exercise, cases, expected, answers, intermediates)
    return _wrong_numbers(exercise, cases, expected, answers, right, at, shown)


def named(exercise: Exercise, cases: Sequence[Case], answers: Sequence[Answer]) -> Mistake | None:
    """The declared mistake that gives these answers on every case, or None."""
    for mistake in exercise.mistakes:
        pairs = zip(cases, answers, strict=True)
        if all(same(exercise, own_answer(exercise, mistake.answer, case), answer) for case, answer in pairs):
            return mistake
    return None


def two_at_once(exercise: Exercise, cases: Sequence[Case], answers: Sequence[Answer]) -> Mistake | None:
    """The two mistakes that give these answers together, as one, or None; those that are changes of an answer."""
    for first, second in combinations([one for one in exercise.mistakes if one.change], 2):
        both = joined(exercise, first, second)
        pairs = zip(cases, answers, strict=True)
        if all(same(exercise, own_answer(exercise, both.answer, case), answer) for case, answer in pairs):
            return both
    return None


def joined(exercise: Exercise, first: Mistake, second: Mistake) -> Mistake:
    """Two changes of a right answer, one after the other, as one mistake."""

    def answer(*inputs: Value) -> Value:
        assert first.change and second.change
        return second.change(first.change(exercise.reference(*inputs), *inputs), *inputs)

    name = sentences.BOTH_NAMES.format(first=first.name, second=second.name)
    says = sentences.BOTH.format(first=first.says, second=second.says)
    return Mistake(name, answer, says, first.look)


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


def _first_wrong_part(
    exercise: Exercise,
    cases: Sequence[Case],
    expected: Sequence[Value],
    answers: Sequence[Answer],
    intermediates: Sequence[Part],
) -> Finding:
    """What is wrong with the first intermediate that is not right, and which later ones are right for it."""
    first = next((one for one in intermediates if not all(one.right)), None)
    if first is None or any(first.name not in named_parts(exercise, answer.value) for answer in answers):
        missing = ", ".join(exercise.outputs)
        return Finding(sentences.PARTS_MISSING.format(names=missing, got=in_words(answers[0].value)))
    alone = only(exercise, first.name)
    answers = [replace(answer, value=(named_parts(exercise, answer.value)[first.name],)) for answer in answers]
    values = [(named_parts(exercise, value)[first.name],) for value in expected]
    finding = diagnose(alone, cases, values, answers, first.right)
    later = [one.name for one in intermediates if not all(one.right) and all(one.earned)]
    if not later:
        return finding
    listed = ", ".join(f"`{name}`" for name in later)
    message = sentences.FOLLOWS.format(message=finding.message, later=listed, first=first.name)
    return replace(finding, message=message)


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
    values = [
        (part_at(value, part.path), part_at(one.value, part.path)) for value, one in zip(expected, answers, strict=True)
    ]
    pairs = [(as_array(value), as_array(got)) for value, got in values]
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
