"""What a question promises: numbers that tell its slips apart, blanks from the end, and errors in sentences."""

import numpy as np
import pytest

from bpcourse.practice.questions import (
    Choice,
    ChoiceQuestion,
    ExplainQuestion,
    Line,
    NumberQuestion,
    Slip,
    clearly_different,
)

DOUBLE = Line("d", "2·x", lambda n: 2 * n["x"], "Twice.", (Slip("square", lambda n: n["x"] ** 2, "Squared."),))
FOUR_MORE = tuple(Line(name, "d", lambda n: n["d"], "The same.") for name in ("e", "f", "g", "h"))


def question(low: int = 1, high: int = 6, lines: tuple[Line, ...] = (DOUBLE,)) -> NumberQuestion:
    return NumberQuestion("Twice x?", lambda rng: {"x": float(rng.integers(low, high))}, lines)


def test_numbers_are_drawn_again_while_a_slip_gives_the_right_answer():
    drawn = {question().draw(np.random.default_rng(seed))["x"] for seed in range(200)}
    assert drawn == {1.0, 3.0, 4.0, 5.0}  # at x = 2, twice and squared are both 4


def test_numbers_are_drawn_again_while_a_right_answer_is_zero():
    plain = Line("d", "2·x", lambda n: 2 * n["x"], "Twice.")
    drawn = {question(-1, 2, (plain,)).draw(np.random.default_rng(seed))["x"] for seed in range(100)}
    assert drawn == {-1.0, 1.0}  # a right answer of 0 has no significant digits to round to


def test_a_question_whose_slip_is_never_told_apart_says_so():
    with pytest.raises(ValueError, match=r"no numbers tell the slips of 'Twice x\?' apart, in 1000 draws"):
        question(2, 3).draw(np.random.default_rng(0))


def test_the_same_seed_draws_the_same_numbers():
    one, other = (question(1, 10**6).draw(np.random.default_rng(5)) for _ in range(2))
    assert one == other


def test_a_later_line_is_computed_from_the_earlier_ones():
    assert question(lines=(DOUBLE, *FOUR_MORE)).values({"x": 3.0}) == dict.fromkeys("defgh", 6.0)


@pytest.mark.parametrize(
    ("blanks", "labels"), [("none", ""), ("last", "h"), ("half", "fgh"), ("all", "defgh")], ids=lambda value: value
)
def test_lines_are_taken_away_from_the_end(blanks, labels):
    assert question(lines=(DOUBLE, *FOUR_MORE)).blank(blanks) == tuple(labels)


def test_an_unknown_choice_of_blanks_is_told_the_known_ones():
    with pytest.raises(ValueError, match="blanks is 'first', expected one of 'none', 'last', 'half', 'all'"):
        question().blank("first")


def test_choices_come_in_an_order_that_the_seed_decides():
    choices = ChoiceQuestion("Which?", tuple(Choice(text, "So.", right=text == "a") for text in "abcdef"))
    orders = [tuple(one.text for one in choices.shuffled(np.random.default_rng(seed))) for seed in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[2]) == list("abcdef")


@pytest.mark.parametrize("right", [0, 2])
def test_a_choice_question_needs_exactly_one_right_choice(right):
    with pytest.raises(ValueError, match=f"has 3 choices, {right} of them right; expected at least two"):
        ChoiceQuestion("Which?", tuple(Choice(str(i), "So.", right=i < right) for i in range(3)))


def test_names_that_could_not_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="two choices of 'Which\\?' read 'a'"):
        ChoiceQuestion("Which?", (Choice("a", "Yes.", right=True), Choice("a", "No.")))
    with pytest.raises(ValueError, match="two lines of 'Twice x\\?' are labelled 'd'"):
        question(lines=(DOUBLE, DOUBLE))
    with pytest.raises(ValueError, match="line 'd' has two slips named 'square'"):
        Line("d", "2·x", lambda n: 0.0, "Twice.", DOUBLE.slips * 2)


def test_a_calculation_without_lines_and_an_explanation_without_points_are_refused():
    with pytest.raises(ValueError, match="has no lines, expected at least one"):
        question(lines=())
    with pytest.raises(ValueError, match="has 1 points to look for, expected 2 to 4"):
        ExplainQuestion("Why?", "Because.", ("one",))


@pytest.mark.parametrize("number", [1.05, 1.45, 2.55, 9.49, -3.14159])
def test_a_number_is_never_clearly_different_from_its_own_rounding_to_two_digits(number):
    assert not clearly_different(number, float(f"{number:.2g}"))


def test_infinity_and_nan_are_never_clearly_different():
    assert not clearly_different(1.0, float("inf"))
    assert not clearly_different(float("nan"), 1.0)
