"""Numbers and formulas worked out on paper: what is right as people round, and what is said of the rest."""

from dataclasses import replace

import numpy as np
import pytest
import sympy

from bpcourse.grading.answers import ask
from bpcourse.grading.exercise import Case, Mistake
from bpcourse.grading.verdict import CORRECT, WRONG
from bpcourse.grading.verify import judged
from tests.grading.sample import FORMULA, VALUE

z, a, s = sympy.symbols("z a sigma")


def said_of(given, exercise=VALUE):
    verdict = judged(exercise, given, 0)
    assert verdict.status == WRONG
    return verdict.message


# Numbers; the right one is 71.9415


@pytest.mark.parametrize("given", [71.9415, 71.9, 71.94, 72.0, 72, 71.85, 71.842, 72.041, np.array(71.9)])
def test_a_number_is_right_when_it_is_off_by_no_more_than_a_unit_of_the_third_digit(given):
    assert judged(VALUE, given, 0).status == CORRECT


@pytest.mark.parametrize("given", [71.83, 72.05, 71.8, 73.0])
def test_a_number_that_is_off_by_more_is_close(given):
    assert said_of(given) == "Close, but the third digit is off. Keep four digits in what you work out on the way."


def test_two_digits_are_told_to_be_too_few_only_where_they_are_right():
    coarse = replace(VALUE, reference=lambda: 71.6)
    assert (
        said_of(72.0, coarse)
        == said_of(70, coarse)
        == ("Right as far as it goes, but rounded too coarsely. Give three significant digits.")
    )
    assert said_of(71.0, coarse).startswith("Close, but the third digit is off.")


def test_two_right_digits_are_no_mistake_that_rounds_to_the_same_two():
    near = Mistake("near", lambda: 72.0303, "It is another number.", "look again.")
    far = Mistake("far", lambda: 72.0, "It is this very number.", "look again.")
    for mistakes, said in (((near,), "Right as far as it goes"), ((far,), "It is this very number.")):
        coarse = replace(VALUE, reference=lambda: 71.6, mistakes=(*mistakes, *VALUE.mistakes))
        assert said_of(72.0, coarse).startswith(said)


@pytest.mark.parametrize(
    ("given", "words"), [(719.4, "10 times too large"), (7.19, "10 times too small"), (0.0719, "1000 times too small")]
)
def test_a_shifted_decimal_point_is_told(given, words):
    assert said_of(given) == f"The digits are right, the decimal point is not: yours is {words}."


@pytest.mark.parametrize(
    ("given", "number"),
    [((70, 94), "70.94"), ((-70, 9), "-70.9"), ((0, 94), "0.94, or -0.94")],
)
def test_a_decimal_comma_is_answered_with_the_digits_that_were_typed(given, number):
    assert said_of(given) == (f"A comma makes two numbers of it. Write the decimal point as a point: {number}.")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("71.94", "Your answer is text in quotes. Write the number without quotes."),
        ((70, -94), "Your answer is a tuple of 2 values; expected a number."),
        ((1.0, 2.0), "Your answer is a tuple of 2 values; expected a number."),
        ([71.94], "Your answer is a list of 1 value; expected a number."),
        (np.array([71.94]), "Your answer is an array of shape (1,); expected a number."),
        (True, "Your answer is True; expected a number."),
        ({1, 2}, "Your answer is a value of type set; expected a number."),
        (2**2000, "Your answer is an integer of more than 1,024 bits; expected a number."),
        (z, "Your answer cannot be judged: it contains z, and should be a number: put one in for every symbol."),
        (71.94 + 1j, "The number is not right, and it is no mistake that this exercise knows by name."),
        (2**70, "The number is not right, and it is no mistake that this exercise knows by name."),
        (float("nan"), "The number is not right, and it is no mistake that this exercise knows by name."),
    ],
    ids=str,
)
def test_what_is_no_number_or_another_is_told_what_it_is(given, sentence):
    assert said_of(given) == sentence


def test_a_count_is_right_exactly_or_not():
    count = replace(VALUE, reference=lambda: 1000, mistakes=tuple(replace(m, answer=lambda: 1) for m in VALUE.mistakes))
    assert judged(count, 1000, 0).status == judged(count, 1000.0, 0).status == CORRECT
    assert said_of(1001, count) == "The number is not right, and it is no mistake that this exercise knows by name."


# Formulas; the right one is exp(-z), also written 1/a with a = exp(z)


def test_a_right_formula_in_a_symbol_that_stands_for_something_is_recognised_whatever_the_symbol():
    for symbol in (a, s, sympy.Symbol("q")):
        verdict = judged(FORMULA, 1 / symbol, 0)
        assert (verdict.status, verdict.mistake) == (WRONG, "in short")
        assert verdict.message == f"1/{symbol.name}: write it in z." and verdict.next == "look again."


def test_a_right_formula_in_another_symbol_is_told_so():
    assert said_of(sympy.exp(-a), FORMULA) == "Your formula is right, but written in a. Write it in z."


def test_a_wrong_formula_in_another_symbol_is_told_which_it_contains():
    assert said_of(2 / a, FORMULA) == "Your answer cannot be judged: it contains a, and should contain only z."
    assert said_of(a / s, FORMULA) == ("Your answer cannot be judged: it contains a, sigma, and should contain only z.")
    assert said_of(z / a, FORMULA) == "Your answer cannot be judged: it contains a, and should contain only z."


def test_a_symbol_in_the_exercises_own_place_is_no_short_form():
    assert judged(FORMULA, 1 / z, 0).mistake == ""


@pytest.mark.parametrize("given", [0.25, sympy.Rational(1, 4), np.float64(0.25), sympy.Float(0.25) + z - z])
def test_a_constant_is_told_that_it_is_one(given):
    assert said_of(given, FORMULA) == "Your answer is 0.25 for every z; expected an expression that contains z."


@pytest.mark.parametrize(
    ("given", "words"), [("exp(-z)", "text in quotes"), ([z], "a list of 1 value"), (True, "True")]
)
def test_an_answer_that_is_no_formula_is_told_what_it_is(given, words):
    assert said_of(given, FORMULA) == (
        f"Your answer is {words}; expected a SymPy expression in z, such as `sympy.exp(-z) / 2`, without quotes."
    )


def test_an_unknown_wrong_formula_shows_a_point_where_it_is_wrong():
    verdict = judged(FORMULA, z + 1, 0)
    assert verdict.message.startswith("Your expression does not have the right values")
    assert verdict.seen.startswith("With z = 1.") and "got 2." in verdict.seen


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (-sympy.exp(-z), "Your expression has the opposite sign everywhere."),
        (sympy.exp(-z) / 3, "Your expression is exactly 1/3 times the right one, everywhere."),
        (sympy.exp(-z) / z, "Your expression lacks a factor: times `z`, it is the right one."),
        (sympy.exp(-z) * z, "Your expression has a factor too many: it is the right one times `z`."),
        (sympy.exp(-2 * z), "Your expression is the square of the right one."),
        (sympy.exp(-z) + 2, "Your expression is the right one plus 2, everywhere."),
        (sympy.exp(z), "Your expression is upside down: it is 1 divided by the right one."),
    ],
)
def test_a_wrong_formula_is_told_what_it_has_in_common_with_the_right_one(given, sentence):
    unknown = replace(FORMULA, mistakes=tuple(replace(one, answer=lambda z: 0 * z + 77) for one in FORMULA.mistakes))
    assert said_of(given, unknown) == sentence


def test_a_formula_with_its_variables_mixed_up_is_told_which():
    x, w = sympy.symbols("x w")
    points = {"x": np.array([0.3, 1.2]), "w": np.array([0.7, -0.4])}
    slope = replace(
        FORMULA,
        reference=lambda x, w: np.cos(x * w) * w + x,
        mistakes=tuple(replace(one, answer=lambda x, w: 0 * x + 77) for one in FORMULA.mistakes),
        short_forms=(),
        cases=lambda rng: [Case("some", points)],
    )
    assert judged(slope, sympy.cos(x * w) * w + x, 0).status == CORRECT
    assert said_of(sympy.cos(x * w) * x + w, slope) == (
        "Right with `x` and `w` exchanged: each stands where the other belongs."
    )
    assert said_of(sympy.cos(x * w) * w - x, slope) == ("Right with -x in place of x: look for a minus sign at x.")


def test_a_formula_in_another_symbol_is_evaluated_with_the_points_in_its_place():
    answer = ask(a**2, {"z": np.array([2.0, 3.0])})
    assert (answer.symbol, answer.value.tolist(), answer.returned) == ("a", [4.0, 9.0], False)
