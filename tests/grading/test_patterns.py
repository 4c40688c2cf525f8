"""What wrong numbers have in common with the right ones, and when nothing is said of it."""

import numpy as np
import pytest

from bpcourse.grading.patterns import constant_factor, decimals_kept, digits_kept

RIGHT = np.array([0.123456, -2.345678, 0.0, 31.415926])
OTHER = np.array([[0.5771, 0.6931]])


def pairs(change):
    return [(RIGHT, change(RIGHT)), (OTHER, change(OTHER))]


@pytest.mark.parametrize("factor", [-1.0, 2.0, 0.5, -3.0, 1.05])
def test_a_factor_is_found_when_every_entry_has_it(factor):
    assert constant_factor(pairs(lambda x: factor * x), 1e-6) == pytest.approx(factor)


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
        lambda x: 2 * x[:1],
        lambda x: 2 * np.nan * x,
    ],
)
def test_no_factor_is_named_when_one_entry_has_another(change):
    assert constant_factor(pairs(change), 1e-6) is None


def test_a_case_without_numbers_has_no_pattern():
    for pattern in (lambda p: constant_factor(p, 1e-6), decimals_kept, digits_kept):
        assert not pattern([*pairs(lambda x: x.round(3)), (RIGHT, None)])


@pytest.mark.parametrize("decimals", range(1, 6))
def test_rounded_numbers_have_so_many_decimals(decimals):
    assert decimals_kept(pairs(lambda x: x.round(decimals))) == decimals


@pytest.mark.parametrize("change", [lambda x: x.round(2) + 0.001, lambda x: 0 * x, lambda x: x.round(2) * 1j])
def test_numbers_that_are_off_otherwise_are_not_rounded(change):
    assert decimals_kept(pairs(change)) == 0


@pytest.mark.parametrize(("error", "digits"), [(9e-3, 2), (5e-4, 3), (2e-5, 4), (-2e-5, 4)])
def test_numbers_that_agree_to_some_digits_are_told_to_how_many(error, digits):
    assert digits_kept(pairs(lambda x: x * (1 + error))) == digits


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
    counts = [(np.array([1000, 2000]), np.array([1001, 2001]))]
    assert digits_kept(counts) == decimals_kept(counts) == 0
