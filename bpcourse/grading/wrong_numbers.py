"""Numbers that are wrong in no way that the exercise declares: what they look like, told from the outside in.

First what kind of thing they are and which shape they have, then where they are not finite, then what they have in
common with the right ones, then on which cases they are right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bpcourse.grading import factors, finite, other_inputs, patterns, relations, sentences, shapes, sharing
from bpcourse.grading.answers import Answer
from bpcourse.grading.compare import Difference, as_array, at, difference, is_numeric
from bpcourse.grading.exercise import Case, Exercise
from bpcourse.grading.patterns import Pair
from bpcourse.grading.showing import apart_in_words, number, short
from bpcourse.grading.values import Value

# What is tried, in this order, with the name under which a class's results count it.
PATTERNS = (
    ("wrong dtype", patterns.truncated),
    ("complex", patterns.complex_numbers),
    ("single precision", patterns.single_precision),
    ("an input itself", relations.is_input),
    ("length as a factor", factors.factor_of_length),
    ("constant factor", factors.constant_factor),
    ("input as a factor", factors.factor_of_input),
    ("input as a term", relations.term_of_input),
    ("same amount more", relations.offset),
    ("function of the right one", relations.function_of_right),
    ("transposed", patterns.transposed),
    ("wrong places", patterns.reordered),
    ("some rows", patterns.some_rows),
    ("signs", patterns.signs_lost),
    ("rounded", patterns.rounded),
    ("not exact", patterns.close),
    ("factor by case", factors.factor_by_case),
    ("factor by row", factors.factor_by_row),
)
WRONG_SHAPE, NOT_FINITE, CONSTANT, HARD_CODED = "wrong shape", "not finite", "constant answer", "hard-coded"
OTHER_INPUTS = "inputs mixed up"
MOST_NAMES = 4


@dataclass(frozen=True)
class Looks:
    """How wrong numbers look, in sentences, with a short name for it where it has one."""

    message: str
    name: str = ""


def looks(
    exercise: Exercise,
    cases: Sequence[Case],
    expected: Sequence[Value],
    answers: Sequence[Answer],
    right: Sequence[bool],
    shown: int,
) -> Looks:
    """How the answers look; `shown` is the number of the wrong case that is shown with it."""
    tolerance = exercise.tolerance_at(expected[shown])
    part = difference(expected[shown], answers[shown].value, tolerance, names=exercise.outputs, items=exercise.items)
    assert part is not None  # this case is not right
    failing = _listed([case.what for case, ok in zip(cases, right, strict=True) if not ok])
    some = sentences.SOME_CASES.format(right=sum(right), total=len(right), what=failing)
    if cases[shown].says and isinstance(part.got, type(part.expected)):
        return Looks(f"{some} {cases[shown].says}")
    if part.kind != "entry":
        return _wrong_kind_or_shape(part, tolerance)
    values, given = ([at(one, part.path) for one in all_of] for all_of in (expected, [one.value for one in answers]))
    pairs = _pairs(cases, values, given)
    bad = next((entry for entry in part.got.flat if not isinstance(entry, int) and not np.isfinite(entry)), None)
    if bad is not None:
        cause = finite.cause([(pair.case, pair.got) for pair in pairs]) or sentences.TOO_LARGE
        return Looks(sentences.NOT_FINITE.format(where=part.where, got=number(bad), cause=cause), NOT_FINITE)
    if sharing.never_changes(values, given):
        return Looks(sentences.SAME_FOR_EVERY_CASE.format(where=part.where, value=short(part.got)), CONSTANT)
    # The same slip may look different at a limit, where a number overflows.
    asked = pairs if cases[shown].edge else [pair for pair in pairs if not pair.case.edge]
    found = _pattern(asked, tolerance) if len(pairs) == len(cases) else None
    if found:
        return Looks(found.message.replace(sentences.WHERE, part.where), found.name)
    exchanged = other_inputs.told(exercise, cases, answers)
    if exchanged:
        return Looks(exchanged, OTHER_INPUTS)
    if not any(right):
        text = sentences.ALL_CASES if any(pair.right.ndim for pair in pairs) else sentences.ALL_NUMBERS
        return Looks(text.format(where=part.where))
    example = sharing.example_only(exercise, cases, right)
    if example:
        return Looks(sentences.EXAMPLE_ONLY.format(what=example), HARD_CODED)
    return Looks(f"{some} {sharing.shared(cases, right)}".rstrip())


def relation(
    exercise: Exercise, cases: Sequence[Case], expected: Sequence[Value], answers: Sequence[Answer], where: str
) -> str:
    """What numbers of the right shape have in common with the right ones on every case, or an empty text."""
    pairs = _pairs(cases, expected, [answer.value for answer in answers])
    found = _pattern(pairs, exercise.tolerance) if len(pairs) == len(cases) else None
    return found.message.replace(sentences.WHERE, where) if found else other_inputs.told(exercise, cases, answers)


def _listed(names: Sequence[str]) -> str:
    """The names of cases, and of many only the first few."""
    between = "; " if any("," in name for name in names) else ", "
    if len(names) <= MOST_NAMES:
        return between.join(names)
    return sentences.AND_OTHERS.format(some=between.join(names[: MOST_NAMES - 1]), number=len(names) - MOST_NAMES + 1)


def _wrong_kind_or_shape(part: Difference, tolerance: float) -> Looks:
    right, got = (as_array(value) if is_numeric(value) else None for value in (part.expected, part.got))
    meaning = "" if right is None or got is None else shapes.meaning(right, got, tolerance)
    if part.kind == "kind" or not np.ndim(part.got) or not np.ndim(part.expected):
        wanted, given = apart_in_words(part)
        text = sentences.WRONG_KIND.format(where=part.where, got=given, expected=wanted)
    else:
        text = sentences.WRONG_SHAPE.format(where=part.where, got=part.got.shape, expected=part.expected.shape)
    return Looks(f"{text} {meaning}".rstrip(), WRONG_SHAPE if part.kind == "shape" else "")


def _pairs(cases: Sequence[Case], expected: Sequence[Value], given: Sequence[Value]) -> list[Pair]:
    """The right and the given numbers, on every case where they have one shape."""
    pairs = []
    for case, value, one in zip(cases, expected, given, strict=True):
        right, got = as_array(value), as_array(one)
        if right is not None and got is not None and right.shape == got.shape and right.size:
            pairs.append(Pair(case, right, got))
    return pairs


def _pattern(pairs: Sequence[Pair], tolerance: float) -> Looks | None:
    """The first pattern that these cases have, all of them."""
    with np.errstate(all="ignore"):
        found = ((name, pattern(pairs, tolerance)) for name, pattern in PATTERNS)
        return next((Looks(message, name) for name, message in found if message), None)
