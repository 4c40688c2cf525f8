"""What a typed number is worth."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpcourse.practice.judging import agrees, judge, read_number, show_number
from bpcourse.practice.questions import Line, NumberQuestion, Slip

# a = x + 1, b = a², c = 6/(b - 1)
CHAIN = NumberQuestion(
    "A chain.",
    lambda rng: {"x": 1.0},
    (
        Line("a", "x + 1", lambda n: n["x"] + 1, "One more.", (Slip("minus", lambda n: n["x"] - 3, "You went down."),)),
        Line("b", "a²", lambda n: n["a"] ** 2, "Squared.", (Slip("doubled", lambda n: 3 * n["a"], "You tripled."),)),
        Line("c", "6/(b − 1)", lambda n: 6 / (n["b"] - 1), "Six shared."),
    ),
)
# One line, 4.26: its multiples and roundings have no name of their own.
ONE = NumberQuestion("One.", lambda rng: {"x": 4.26}, (Line("v", "x", lambda n: n["x"], "It is x."),))


def results(x: float, **typed: str) -> dict[str, str]:
    return {label: found.result for label, found in judge(CHAIN, {"x": x}, typed).items()}


def said(typed: str) -> str:
    return judge(ONE, {"x": 4.26}, {"v": typed})["v"].says


@given(st.floats(1e-4, 1e6), st.sampled_from([1, -1]))
def test_three_significant_digits_are_right_rounded_or_cut_off(size, sign):
    exact = sign * size
    assert agrees(float(f"{exact:.3g}"), exact)
    unit = 10.0 ** (math.floor(math.log10(size)) - 2)
    assert agrees(sign * math.floor(size / unit) * unit, exact)
    assert not agrees(exact + 1.5 * unit, exact)
    assert not agrees(-exact, exact)


def test_zero_is_right_when_zero_is_expected_and_nothing_else_is():
    assert agrees(0.0, 0.0)
    assert not agrees(1e-9, 0.0)


def test_every_line_of_a_right_calculation_is_right():
    assert results(1.0, a="2", b="4", c="2") == {"a": "right", "b": "right", "c": "right"}


def test_lines_that_follow_from_an_earlier_wrong_number_count_as_right():
    assert results(1.0, a="-2", b="4", c="2") == {"a": "wrong", "b": "right", "c": "right"}  # (-2)² is 4 as well
    assert results(1.0, a="3", b="9", c="0.75") == {"a": "wrong", "b": "follows", "c": "follows"}


def test_only_the_first_wrong_line_is_explained():
    found = judge(CHAIN, {"x": 1.0}, {"a": "7", "b": "5", "c": "5"})
    assert [one.result for one in found.values()] == ["wrong", "later", "later"]
    assert found["c"].says == "Not yet. Mend a first, then look at this line again."


def test_an_empty_line_does_not_stand_in_the_way_of_the_next():
    assert results(1.0, a="", b="4", c=" ") == {"a": "empty", "b": "right", "c": "empty"}


def test_a_text_that_is_no_number_is_quoted_and_later_lines_are_still_judged():
    found = judge(CHAIN, {"x": 1.0}, {"a": "two", "b": "4", "c": "9"})
    assert [one.result for one in found.values()] == ["unreadable", "right", "wrong"]
    assert "“two” cannot be read as a number" in found["a"].says


def test_a_line_is_right_from_the_exact_number_and_from_the_rounded_one_on_the_page():
    # b is 1.00104 and is shown as 1.001: 6/(b - 1) is 5767 from the one and 6000 from the other.
    found = {typed: results(0.00052, c=typed)["c"] for typed in ("5770", "6000", "5900")}
    assert found == {"5770": "right", "6000": "right", "5900": "wrong"}


def test_numbers_for_which_a_later_line_has_no_value_are_no_error():
    assert results(1.0, a="1", b="1", c="3") == {"a": "wrong", "b": "follows", "c": "later"}  # c would be 6/0
    assert results(1.0, a="1e200", b="3", c="2")["b"] == "later"  # a² is larger than any float


def test_a_slip_is_called_by_its_name_from_the_readers_own_numbers_too():
    assert judge(CHAIN, {"x": 1.0}, {"a": "-2"})["a"].slip == "minus"
    found = judge(CHAIN, {"x": 0.1234}, {"a": "1.12", "b": "3.36"})  # three times 1.12, not three times 1.1234
    assert (found["b"].result, found["b"].slip, found["b"].says) == ("wrong", "doubled", "You tripled.")


def test_a_wrong_number_without_a_name_is_described():
    assert said("-4.26") == "The size is right, the sign is not. It is x."
    assert (
        said("4.3") == said("4") == "Right as far as it goes, but rounded too coarsely: give three significant digits."
    )
    assert said("4.31").startswith("Close, but the third digit is off.")
    assert said("8.52") == "Twice too large. It is x."
    assert said("2.13") == "Half of what it should be. It is x."
    assert said("42.6") == "The digits are right, the decimal point is not: yours is 10 times too large."
    assert said("0.00426") == "The digits are right, the decimal point is not: yours is 1000 times too small."
    assert said("7.77") == "Not yet. It is x."


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0.25", 0.25), (" −1,5 ", -1.5), ("–2", -2.0), ("+3", 3.0), ("3/4", 0.75), ("-1/8", -0.125), ("2e-3", 0.002)],
)
def test_numbers_are_read_as_people_type_them(typed, number):
    assert read_number(typed) == number


@pytest.mark.parametrize("typed", ["", "x", "1/0", "3/", "1.2.3", "nan", "inf", "1e999", "2 + 2"])
def test_what_is_no_finite_number_is_not_read(typed):
    assert read_number(typed) is None


def test_numbers_are_shown_with_four_digits_and_a_true_minus():
    assert [show_number(x) for x in (-0.123456, 2.0, -0.0, 12345.6)] == ["−0.1235", "2", "0", "1.235e+04"]
