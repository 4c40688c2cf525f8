"""Naming what is wrong.

First the declared mistakes are run on the same inputs: a wrong answer that equals a mistake's answers on every case
has that mistake's name. When none matches, the answer is described from the outside in: what it raised, what kind of
thing it returned, its shape, its infinities, a constant factor, and else the smallest case that shows it is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bpcourse.grading import sentences
from bpcourse.grading.answers import Answer, ask
from bpcourse.grading.compare import WHOLE, Difference, agree, as_array, difference
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Value

CHANGES_INPUT = "changes its input"
RETURNS_NONE = "returns None"
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
) -> Finding:
    """Say what is wrong with answers of which at least one is not right."""
    smallest = min((i for i, ok in enumerate(right) if not ok), key=lambda i: (_size(cases[i]), i))
    seen = _seen(exercise, cases[smallest], expected[smallest], answers[smallest])
    mistake = named(exercise, cases, answers)
    if mistake:
        return Finding(mistake.says, mistake.name, seen, mistake.look)
    return _from_outside(exercise, cases, expected, answers, right, smallest, seen)


def named(exercise: Exercise, cases: Sequence[Case], answers: Sequence[Answer]) -> Mistake | None:
    """The declared mistake that gives these answers on every case, or None."""
    for mistake in exercise.mistakes:
        pairs = zip(cases, answers, strict=True)
        if all(_same(ask(mistake.answer, case.inputs), answer, exercise.tolerance) for case, answer in pairs):
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


def _same(mistaken: Answer, answer: Answer, tolerance: float) -> bool:
    """Whether an answer is the one that a mistake gives."""
    if not (mistaken.returned and answer.returned):
        return bool(mistaken.raised) and mistaken.raised == answer.raised
    if mistaken.value is None or answer.value is None:
        return mistaken.value is answer.value and mistaken.printed == answer.printed
    if bool(mistaken.changed) and mistaken.changed != answer.changed:
        return False
    return agree(mistaken.value, answer.value, tolerance, nan_agrees=True)


def _from_outside(
    exercise: Exercise,
    cases: Sequence[Case],
    expected: Sequence[Value],
    answers: Sequence[Answer],
    right: Sequence[bool],
    at: int,
    seen: str,
) -> Finding:
    answer, what = answers[at], cases[at].what
    if answer.stopped == "timeout":
        return Finding(sentences.TIMEOUT.format(what=what), seen=seen)
    if answer.stopped:
        return Finding(sentences.STOPPED.format(what=what, how=answer.stopped), seen=seen)
    if answer.raised:
        always = all(one.raised for one in answers)
        text = sentences.RAISED_ALWAYS if always else sentences.RAISED_SOMETIMES
        error = answer.error.rstrip(".") or "no message"
        return Finding(text.format(raised=answer.raised, error=error, what=what), seen=seen)
    if answer.unreadable and exercise.kind != "function":
        return Finding(sentences.UNREADABLE_ANSWER.format(why=answer.unreadable))
    if answer.unreadable:
        text = sentences.UNREADABLE_RETURN
        return Finding(text.format(why=answer.unreadable, expected=_kind(expected[at])), seen=seen)
    if answer.value is None:
        return Finding(sentences.PRINTED, PRINTS) if answer.printed else Finding(sentences.RETURNED_NONE, RETURNS_NONE)
    part = difference(expected[at], answer.value, exercise.tolerance, names=exercise.outputs)
    assert part is not None  # this case is not right
    if part.kind == "kind" or (np.ndim(part.got) * np.ndim(part.expected) == 0 and part.kind == "shape"):
        text = sentences.WRONG_KIND
        return Finding(text.format(where=part.where, got=_kind(part.got), expected=_kind(part.expected)), seen=seen)
    if part.kind == "shape":
        shapes = {"got": np.shape(part.got), "expected": np.shape(part.expected)}
        return Finding(sentences.WRONG_SHAPE.format(where=part.where, **shapes), seen=seen)
    if exercise.kind == "value":
        return Finding(sentences.WRONG_VALUE, seen=seen)
    bad = part.got[part.index]
    if not np.isfinite(bad):
        return Finding(sentences.NOT_FINITE.format(where=part.where, got=_number(bad)), seen=seen)
    factor = _constant_factor(exercise, expected, answers)
    if factor == -1.0:
        return Finding(sentences.OPPOSITE_SIGN.format(where=part.where), seen=seen)
    if factor is not None:
        return Finding(sentences.CONSTANT_FACTOR.format(where=part.where, factor=_number(factor)), seen=seen)
    if any(right):
        failing = ", ".join(case.what for case, ok in zip(cases, right, strict=True) if not ok)
        return Finding(sentences.SOME_CASES.format(right=sum(right), total=len(right), what=failing), seen=seen)
    return Finding(sentences.ALL_CASES.format(where=part.where), seen=seen)


def _constant_factor(exercise: Exercise, expected: Sequence[Value], answers: Sequence[Answer]) -> float | None:
    """The one number by which every entry of every case is too large, or None."""
    ratios: list[float] = []
    for value, answer in zip(expected, answers, strict=True):
        given = as_array(answer.value) if answer.returned else None
        right = as_array(value)
        if given is None or right is None or given.shape != right.shape:
            return None
        zero = right == 0
        if np.any(given[zero] != 0) or np.iscomplexobj(given):  # no factor makes a zero into something else
            return None
        with np.errstate(all="ignore"):
            ratios.extend((given[~zero] / right[~zero]).tolist())
    if not ratios or not np.allclose(ratios, ratios[0], rtol=exercise.tolerance, atol=0) or ratios[0] == 0:
        return None
    return -1.0 if np.isclose(ratios[0], -1.0) else float(ratios[0])


def _size(case: Case) -> int:
    """How much a reader has to look at: the number of entries in the inputs."""
    arrays = [as_array(value) for value in case.inputs.values()]
    return sum(1 if array is None else array.size for array in arrays)


def _seen(exercise: Exercise, case: Case, expected: Value, answer: Answer) -> str:
    """The failing case in one line: given, expected and got."""
    if exercise.kind == "value":  # the right number is the answer itself, and stays hidden
        return sentences.SEEN_VALUE.format(got=_short(answer.value)) if answer.returned else ""
    inputs = _inputs(case)
    if answer.raised:
        return sentences.SEEN_RAISED.format(inputs=inputs, raised=answer.raised, error=answer.error or "no message")
    part = difference(expected, answer.value, exercise.tolerance, names=exercise.outputs) if answer.returned else None
    if part is None:
        return sentences.SEEN_WHOLE.format(inputs=inputs)
    where = "" if part.where == WHOLE else f"{part.where}: "
    if part.kind != "entry":
        return sentences.SEEN_CASE.format(
            inputs=inputs, where=where, expected=_kind(part.expected), got=_kind(part.got)
        )
    right, got = _apart(part)
    arrays = {name: as_array(value) for name, value in case.inputs.items()}
    if all(array is not None and array.shape == np.shape(part.expected) for array in arrays.values()):  # entry by entry
        at = ", ".join(f"{name} = {_number(array[part.index])}" for name, array in arrays.items() if array is not None)
        return sentences.SEEN_CASE.format(inputs=at, where=where, expected=right, got=got)
    if part.index:
        where += f"entry [{', '.join(map(str, part.index))}]: "
    return sentences.SEEN_CASE.format(inputs=inputs, where=where, expected=right, got=got)


def _inputs(case: Case) -> str:
    return ", ".join(f"{name} = {_short(value)}" for name, value in case.inputs.items())


def _short(value: Value) -> str:
    """A value as a reader can take it in: numbers to 4 digits, a large array by its shape."""
    array = as_array(value)
    if array is None:
        return repr(value)[:60]
    if array.ndim == 0:
        return _number(array[()])
    if array.size > 6:
        return f"an array of shape {array.shape}"
    return np.array2string(array, formatter={"all": _number}, separator=", ")


def _number(value: Value, digits: int = 4) -> str:
    return f"{value:.{digits}g}"


def _apart(part: Difference) -> tuple[str, str]:
    """The expected and the given entry, with as many digits as it takes to see that they differ."""
    right, got = part.expected[part.index], part.got[part.index]
    digits = next((n for n in range(4, 17) if _number(right, n) != _number(got, n)), 17)
    return _number(right, digits), _number(got, digits)


def _kind(value: Value) -> str:
    """What kind of thing a value is, in words."""
    array = as_array(value) if not isinstance(value, list) else None
    if array is not None:
        return "a number" if array.ndim == 0 else f"an array of shape {array.shape}"
    if isinstance(value, (tuple, list, dict)):
        return f"a {type(value).__name__} of {len(value)} values"
    return "None" if value is None else f"a {type(value).__name__}"
