"""Naming what is wrong.

First the declared mistakes are run on the same inputs: a wrong answer that equals a mistake's answers on every case, or
on every ordinary one, has that mistake's name. When none matches, the answer is described from the outside in: what it
raised, what kind of thing it returned, and how its numbers look (`wrong_numbers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from bpcourse.grading import growth, sentences
from bpcourse.grading.answers import FORMULA, Answer, ask
from bpcourse.grading.compare import difference
from bpcourse.grading.exceptions import explain
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.following import Part, named_parts, only
from bpcourse.grading.helpers import UNWRITTEN
from bpcourse.grading.measuring import own_answer, same
from bpcourse.grading.paper import rounded_coarsely, short_form, wrong_formula, wrong_number
from bpcourse.grading.showing import error_text, seen
from bpcourse.grading.values import Value, in_words
from bpcourse.grading.wrong_numbers import looks

CHANGES_INPUT = "changes its input"
RETURNS_NONE = "returns None"
EXACT = 1e-9
PRINTS = "prints instead of returning"


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
    # An ordinary case tells more than one at a limit, an exception or a wrong shape more than wrong numbers (which
    # square matrices let through), and a small case can be taken in.
    at = min(
        (i for i, ok in enumerate(right) if not ok),
        key=lambda i: (cases[i].edge, _only_numbers(exercise, expected[i], answers[i]), growth.size(cases[i]), i),
    )
    case, value, answer = cases[at], expected[at], answers[at]
    shown = seen(exercise, case, value, answer)
    # Where the answer is wrong, most mistakes give another one: asked there first, they are soon ruled out.
    order = sorted(range(len(cases)), key=right.__getitem__)
    mistake = named(exercise, [cases[i] for i in order], [answers[i] for i in order])
    if mistake is None and not case.edge:
        # The same mistake may overflow at a limit in one way of writing and not in another.
        ordinary = [i for i in order if not cases[i].edge]
        mistake = named(exercise, [cases[i] for i in ordinary], [answers[i] for i in ordinary])
    if mistake and exercise.kind == "value" and rounded_coarsely(value, answer):
        # A mistake may round to the same two digits; only one that has this very number is meant.
        exact = own_answer(exercise, mistake.answer, case).value
        mistake = mistake if abs(exact - answer.value) <= EXACT * abs(exact) else None
    mistake = mistake or two_at_once(exercise, cases, answers) or short_form(exercise, cases, answers)
    if mistake:
        shown = seen(exercise, case, value, answer, tell_error=True)
        return Finding(mistake.says, mistake.name, shown, mistake.look)
    if answer.stopped:
        text = sentences.TIMEOUT if answer.stopped == "timeout" else sentences.STOPPED
        return Finding(text.format(what=case.what, how=answer.stopped), seen=shown)
    if exercise.measured and answer.returned and isinstance(answer.value, str):  # it is measured in words
        return Finding(f"{answer.value} {case.says}".rstrip(), seen=shown)
    if exercise.kind == "ordering":
        return Finding(sentences.NO_ORDER.format(given=answer.given or answer.unreadable))
    if exercise.kind == "value":
        return Finding(wrong_number(exercise, value, answer), seen=shown)
    if exercise.kind == "expression":
        return Finding(wrong_formula(exercise, cases, expected, answers, at), seen=shown)
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
        right_kind = in_words(ask(exercise.reference, case.inputs).value)  # before it is measured
        return Finding(sentences.UNREADABLE_RETURN.format(why=answer.unreadable, expected=right_kind), seen=shown)
    if answer.value is None:
        return Finding(sentences.PRINTED, PRINTS) if answer.printed else Finding(sentences.RETURNED_NONE, RETURNS_NONE)
    if intermediates and all(one.returned for one in answers):
        return _first_wrong_part(exercise, cases, expected, answers, intermediates)
    how = looks(exercise, cases, expected, answers, right, at)
    return Finding(_with_change(how.message, answers), how.name, shown)


def _only_numbers(exercise: Exercise, expected: Value, answer: Answer) -> bool:
    """Whether an answer is of the right kind and shape, with wrong numbers in it."""
    part = difference(expected, answer.value, exercise.tolerance_at(expected)) if answer.returned else None
    return part is not None and part.kind == "entry"


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
        asked = [own_answer(exercise, both.answer, case) for case in cases]
        pairs = zip(asked, answers, strict=True)
        if all(one.returned and same(exercise, one, answer) for one, answer in pairs):
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
    listed = _changed(answers)
    if not listed:
        return None
    declared = next((mistake for mistake in exercise.mistakes if mistake.name == CHANGES_INPUT), None)
    if declared:
        return Finding(declared.says, declared.name, look=declared.look)
    return Finding(sentences.CHANGED_INPUT.format(names=listed), CHANGES_INPUT, look=sentences.CHANGED_INPUT_LOOK)


def _changed(answers: Sequence[Answer]) -> str:
    """The inputs that were changed in place, in words, or an empty text."""
    names = sorted({f"`{name}`" for answer in answers for name in answer.changed})
    if not names:
        return ""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _with_change(message: str, answers: Sequence[Answer]) -> str:
    """What is said of wrong numbers, and that inputs were changed, which may be why."""
    listed = _changed(answers)
    return sentences.ALSO_CHANGED.format(message=message, names=listed) if listed else message


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
