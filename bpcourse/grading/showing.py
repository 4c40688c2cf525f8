"""How a verdict shows a case: the inputs, what was expected and what came, short enough to take in."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from bpcourse.grading import sentences
from bpcourse.grading.answers import Answer
from bpcourse.grading.compare import WHOLE, Difference, agree, as_array, at, difference
from bpcourse.grading.exercise import Case, Exercise
from bpcourse.grading.measuring import own_answer
from bpcourse.grading.values import Seed, Value, in_words

MOST_ENTRIES = 6
MOST_DIGITS = 20
LONGEST_PARTS = 240


def seen(exercise: Exercise, case: Case, expected: Value, answer: Answer, *, tell_error: bool = False) -> str:
    """A failing case in one line: given, expected and got; with what it raised, where no other sentence tells it."""
    if exercise.kind == "value":  # the right number is the answer itself, and stays hidden
        return sentences.SEEN_VALUE.format(got=short(answer.value)) if answer.returned else ""
    if exercise.kind == "ordering" or answer.given or (exercise.kind == "expression" and answer.unreadable):
        return ""
    inputs = ", ".join(f"{name} = {short(value)}" for name, value in case.inputs.items())
    if answer.raised and tell_error:
        return sentences.SEEN_RAISED.format(inputs=inputs, raised=answer.raised, error=error_text(answer))
    tolerance = exercise.tolerance_at(expected)
    names, items = exercise.outputs, exercise.items
    part = difference(expected, answer.value, tolerance, names=names, items=items) if answer.returned else None
    if part is None or (exercise.measured and isinstance(part.got, str)):
        return sentences.SEEN_INPUTS.format(inputs=inputs)
    where = "" if part.where == WHOLE else f"{part.where}: "
    if part.kind != "entry":
        right, got = apart_in_words(part)
        return sentences.SEEN_CASE.format(inputs=inputs, where=where, expected=right, got=got)
    right, got = _apart(part)
    alone = _alone(exercise, case, part)
    if alone:
        inputs = ", ".join(f"{name} = {number(value)}" for name, value in alone.items())
    elif part.index:
        where += f"entry [{', '.join(map(str, part.index))}]: "
    return sentences.SEEN_CASE.format(inputs=inputs, where=where, expected=right, got=got)


def _alone(exercise: Exercise, case: Case, part: Difference) -> dict[str, Value]:
    """The entries of the inputs that alone make the expected one, where the rule goes entry by entry; else nothing."""
    arrays = {name: as_array(value) for name, value in case.inputs.items()}
    if any(array is None or array.shape != part.expected.shape for array in arrays.values()):
        return {}
    entries = {name: array[part.index].item() for name, array in arrays.items() if array is not None}
    answer = own_answer(exercise, exercise.reference, replace(case, inputs=entries))
    right = np.asarray(part.expected[part.index]).item()
    return entries if agree(right, at(answer.value, part.path), exercise.tolerance) else {}


def _holds_arrays(value: Value) -> bool:
    """Whether it is a list of arrays, which is no table of numbers."""
    return isinstance(value, list) and any(isinstance(item, np.ndarray) for item in value)


def error_text(answer: Answer) -> str:
    """The message of an exception and the learner's line that led to it."""
    error = answer.error.rstrip(".")
    sides = re.search(r"^matmul: .*size (?P<second>\d+) is different from (?P<first>\d+)", error)
    if sides:  # NumPy tells them at the end of a signature that a learner has never seen
        error = sentences.MATRIX_PRODUCT.format(**sides.groupdict())
    if not answer.line:
        return error or sentences.NO_MESSAGE
    template = sentences.IN_LINE if error else sentences.IN_LINE_ALONE
    return template.format(error=error, line=answer.line)


def short(value: Value) -> str:
    """A value as a reader can take it in: numbers to 4 digits, a large array by its shape."""
    if callable(value):
        name = getattr(value, "__name__", "").strip("_")
        return name if name.isidentifier() else in_words(value)
    if isinstance(value, Seed):
        return f"np.random.default_rng({value.number})"
    array = None if _holds_arrays(value) else as_array(value)
    if array is None and isinstance(value, (list, tuple)):
        parts = ", ".join(short(part) for part in value)
        whole = f"[{parts}]" if isinstance(value, list) else f"({parts}{',' * (len(value) == 1)})"
        return whole if len(whole) <= LONGEST_PARTS else in_words(value)
    if isinstance(value, dict):
        whole = "{" + ", ".join(f"{key!r}: {short(item)}" for key, item in value.items()) + "}"
        return whole if len(whole) <= LONGEST_PARTS else in_words(value)
    if array is None or (type(value) is int and array.dtype.kind == "f"):
        return number(value) if type(value) is int else repr(value)[:60]
    if array.ndim == 0:
        return number(array.item())
    if array.size > MOST_ENTRIES:
        return f"an array of shape {array.shape}"
    entries = [short(entry) for entry in array] if array.ndim > 1 else [number(entry) for entry in array.tolist()]
    return f"[{', '.join(entries)}]"


def number(value: Value, digits: int = 4) -> str:
    """A number to so many significant digits; a whole number in full, unless it is very long."""
    if type(value) is int:
        written = str(value)
        return written if len(written) <= MOST_DIGITS else f"{written[:4]}... ({len(written)} digits)"
    return f"{value:.{digits}g}"


def apart_in_words(part: Difference) -> tuple[str, str]:
    """The expected and the given value as kinds of things; as themselves, where both are of one kind."""
    right, got = part.expected, part.got
    if isinstance(right, dict) and isinstance(got, dict):
        keys = (short(sorted(one, key=str)) for one in (right, got))
        right_keys, got_keys = (sentences.KEYS.format(keys=one) for one in keys)
        return right_keys, got_keys
    if in_words(right) == in_words(got):
        return short(right), short(got)
    return in_words(right), in_words(got)


def _apart(part: Difference) -> tuple[str, str]:
    """The expected and the given entry, with as many digits as it takes to see that they differ."""
    right, got = part.expected[part.index], part.got[part.index]
    digits = next((n for n in range(4, 17) if number(right, n) != number(got, n)), 17)
    return number(right, digits), number(got, digits)
