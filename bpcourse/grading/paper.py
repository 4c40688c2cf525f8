"""Answers worked out on paper: why a number or a formula is not the one, when no declared mistake has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bpcourse.grading import sentences
from bpcourse.grading.answers import Answer
from bpcourse.grading.compare import agree, is_numeric
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.showing import number
from bpcourse.grading.values import Value, in_words
from bpcourse.grading.wrong_numbers import relation

# So near, the last of three digits is off and nothing else.
NEAR = 0.02
DECIMAL_SHIFTS = (10.0, 100.0, 1000.0)


def rounded_coarsely(expected: Value, answer: Answer) -> bool:
    """Whether an answer is the right number, with one or two digits in place of three."""
    got = answer.value
    numbers = type(expected) is float and type(got) in (int, float)
    return numbers and any(got == float(f"{expected:.{digits}g}") for digits in (1, 2))


def wrong_number(exercise: Exercise, expected: Value, answer: Answer) -> str:
    """What to say of a value that is not right."""
    got = answer.value
    if answer.unreadable:
        return sentences.NO_FORMULA.format(why=answer.unreadable)
    if answer.given or not is_numeric(expected):
        return sentences.OTHER_THAN_NUMBER.format(given=answer.given or in_words(got), expected=in_words(expected))
    if isinstance(got, str):
        return sentences.TEXT_FOR_NUMBER
    if isinstance(got, tuple) and len(got) == 2 and all(type(part) is int for part in got) and got[1] >= 0:
        # Python has dropped the minus of -0, so that the sign that was typed before a zero is not known.
        template = sentences.COMMA if got[0] else sentences.COMMA_AFTER_ZERO
        return template.format(number=f"{number(got[0])}.{number(got[1])}")
    if not is_numeric(got) or isinstance(got, np.ndarray):
        return sentences.OTHER_THAN_NUMBER.format(given=in_words(got), expected=in_words(expected))
    if not isinstance(expected, float) or isinstance(got, complex):
        return sentences.WRONG_VALUE
    if rounded_coarsely(expected, answer):
        return sentences.COARSE
    if abs(got - expected) <= NEAR * abs(expected):
        return sentences.THIRD_DIGIT
    for factor in DECIMAL_SHIFTS:
        for shifted, size in ((expected * factor, sentences.LARGE), (expected / factor, sentences.SMALL)):
            if agree(shifted, got, exercise.tolerance_at(shifted)):
                return sentences.DECIMAL_POINT.format(factor=number(factor), size=size)
    return sentences.WRONG_VALUE


def wrong_formula(
    exercise: Exercise, cases: Sequence[Case], expected: Sequence[Value], answers: Sequence[Answer], at: int
) -> str:
    """What to say of an expression that is not right; `at` is the number of the case that shows it."""
    case, answer = cases[at], answers[at]
    symbols, first = ", ".join(case.inputs), next(iter(case.inputs))
    if answer.symbol and agree(expected[at], answer.value, exercise.tolerance):
        return sentences.OTHER_SYMBOL.format(symbol=answer.symbol, symbols=symbols)
    if answer.unreadable:
        return sentences.NO_FORMULA.format(why=answer.unreadable)
    if answer.given or not is_numeric(answer.value) or np.shape(answer.value) != np.shape(expected[at]):
        given = answer.given or in_words(answer.value)
        return sentences.OTHER_THAN_FORMULA.format(given=given, symbols=symbols, first=first)
    if np.all(answer.value == np.ravel(answer.value)[0]):
        value = number(np.ravel(answer.value)[0])
        return sentences.CONSTANT.format(number=value, symbols=symbols)
    return relation(exercise, cases, expected, answers, sentences.YOUR_EXPRESSION) or sentences.WRONG_FORMULA


def short_form(exercise: Exercise, cases: Sequence[Case], answers: Sequence[Answer]) -> Mistake | None:
    """The right formula that the answers are, written in a symbol that stands for something else, or None.

    What it says then names that symbol.
    """
    for form in exercise.short_forms:
        pairs = ((form.answer(*case.inputs.values()), one) for case, one in zip(cases, answers, strict=True))
        if all(one.symbol and agree(value, one.value, exercise.tolerance) for value, one in pairs):
            return replace(form, says=form.says.format(symbol=answers[0].symbol))
    return None
