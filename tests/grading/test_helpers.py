"""A function that calls another exercise's: that one is named first, and the points stay as they were judged."""

import pytest

from bpcourse.grading.helpers import UNWRITTEN, WRONG_HELPER, blame, can_be_blamed, with_helpers
from bpcourse.grading.verdict import (
    CORRECT,
    CRASHED,
    ERROR,
    NOT_ATTEMPTED,
    PARTIAL,
    STATUSES,
    TIMEOUT,
    WRONG,
    Verdict,
)


def verdict(status, points=0.0, **more):
    fields = {"message": "Wrong.", "seen": "With x = 1.", "next": "read on.", **more}
    return Verdict("neuron", 1, status, points, 3, **fields)


@pytest.mark.parametrize("status", STATUSES)
def test_whatever_is_attempted_and_not_right_can_be_blamed(status):
    assert can_be_blamed(verdict(status)) == (status not in (CORRECT, NOT_ATTEMPTED))


def test_a_function_whose_own_helper_is_not_written_is_not_to_blame():
    assert not can_be_blamed(verdict(ERROR, mistake=UNWRITTEN))


@pytest.mark.parametrize("status", [WRONG, PARTIAL, ERROR, TIMEOUT, CRASHED])
def test_the_helper_is_named_first_and_the_points_stay(status):
    led = blame(verdict(status, 1.5), "sigmoid")
    assert (led.status, led.points, led.mistake, led.seen) == (status, 1.5, WRONG_HELPER, "With x = 1.")
    assert led.message == (
        "Your `neuron` calls `sigmoid`, and `sigmoid` is not right yet. Mend `sigmoid` first: run `check(sigmoid)`. "
        "`neuron` may be right."
    )


@pytest.mark.parametrize(
    "untouched", [verdict(CORRECT, 3.0), verdict(NOT_ATTEMPTED), verdict(ERROR, mistake=UNWRITTEN)]
)
def test_a_right_answer_and_one_that_was_not_begun_are_left_alone(untouched):
    assert blame(untouched, "sigmoid") is untouched
    assert blame(untouched, "sigmoid", verdict(WRONG)) is untouched


def test_a_function_that_is_right_with_a_right_helper_is_told_so_and_keeps_the_points_it_had():
    led = blame(verdict(WRONG), "sigmoid", verdict(CORRECT, 3.0))
    assert (led.status, led.points) == (WRONG, 0)
    assert led.message.endswith("With a right `sigmoid`, your `neuron` is right.")


def test_a_mistake_of_its_own_is_told_after_the_helper():
    own = verdict(WRONG, message="No bias.", mistake="no bias", next="read there.")
    led = blame(verdict(WRONG), "sigmoid", own)
    assert led.message.endswith("`neuron` has a mistake of its own as well. No bias.")
    assert (led.mistake, led.seen, led.next) == ("no bias", "", "read there.")
    assert blame(verdict(WRONG), "sigmoid", verdict(WRONG)).mistake == WRONG_HELPER


def factor():
    return 2


def times(x, *, power=1, offset=0):
    def scaled(y):
        return factor() * y

    return scaled(x) ** power + offset


def test_a_function_with_other_helpers_finds_them_and_the_learners_own_stays_as_it_is():
    mended = with_helpers(times, {"factor": lambda: 5})
    assert mended(2, power=2) == 100 and times(2) == 4
    assert mended.__name__ == "times"
