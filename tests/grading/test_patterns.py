"""What wrong numbers have in common with the right ones, and when nothing is said of it."""

import numpy as np
import pytest

from bpcourse.grading.exercise import Case
from bpcourse.grading.factors import common_factor
from bpcourse.grading.patterns import Pair, decimals_kept, digits_kept

RIGHT = np.array([0.123456, -2.345678, 0.0, 31.415926])
OTHER = np.array([[0.5771, 0.6931]])


def pairs(change):
    return [Pair(Case(f"case {i}", {}), right, np.asarray(change(right))) for i, right in enumerate((RIGHT, OTHER))]


@pytest.mark.parametrize("factor", [-1.0, 2.0, 0.5, -3.0, 1.05])
def test_a_factor_is_found_when_every_entry_has_it(factor):
    assert common_factor(pairs(lambda x: factor * x), 1e-6) == pytest.approx(factor)


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x + 1,
        lambda x: 0 * x,
        lambda x: 1.0001 * x,
        lambda x: 2 * x if x.ndim == 1 else 3 * x,
        lambda x: 2 * x * (x < 30) + 2.001 * x * (x >= 30),
        lambda x: np.where(x == 0, 1.0, 2 * x),
        lambda x: 2j * x,
        lambda x: 2 * np.nan * x,
    ],
)
def test_no_factor_is_named_when_one_entry_has_another(change):
    assert common_factor(pairs(change), 1e-6) is None


@pytest.mark.parametrize("decimals", range(1, 6))
def test_rounded_numbers_have_so_many_decimals(decimals):
    assert decimals_kept(pairs(lambda x: x.round(decimals))) == decimals


@pytest.mark.parametrize("change", [lambda x: x.round(2) + 0.001, lambda x: 0 * x, lambda x: x.round(2) * 1j])
def test_numbers_that_are_off_otherwise_are_not_rounded(change):
    assert decimals_kept(pairs(change)) == 0


@pytest.mark.parametrize(("error", "digits"), [(9e-3, 2), (5e-4, 3), (2e-5, 4), (-2e-5, 4)])
def test_numbers_that_agree_to_some_digits_are_told_to_how_many(error, digits):
    assert digits_kept(pairs(lambda x: x * (1 + error))) == digits


def test_where_more_digits_are_asked_for_a_measured_slope_is_close_and_no_more():
    measured = pairs(lambda x: x * (1 + 3e-11))
    assert digits_kept(measured) == 0
    assert digits_kept(measured, 1e-12) == 10


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x * 1.02,
        lambda x: x + 0.1,
        lambda x: np.where(x > 30, x * 1.001, x),
        lambda x: x * np.nan,
        lambda x: x * (1 + 1e-4j),
    ],
)
def test_numbers_of_which_one_is_far_off_or_most_are_right_are_not_close(change):
    assert digits_kept(pairs(change)) == 0


def test_counts_are_never_rounded_or_close():
    counts = [Pair(Case("counts", {}), np.array([1000, 2000]), np.array([1001, 2001]))]
    assert digits_kept(counts) == decimals_kept(counts) == 0
