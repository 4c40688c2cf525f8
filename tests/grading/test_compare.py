"""Two values agree or part at a first place; shapes and kinds are never stretched until they fit."""

import numpy as np
import pytest

from bpcourse.grading.compare import agree, as_array, difference

TOLERANCE = 1e-6


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (1.0, 1.0 + 1e-7),
        (1.0, 1),
        (np.ones(3), [1, 1.0, 1]),
        (np.ones((2, 2)), [[1, 1], [1, 1]]),
        (np.ones(3), np.ones(3, np.float32)),
        (np.array(1.0), 1.0),
        (0.0, 1e-10),
        (np.array([]), []),
        ((1.0, np.ones(2)), [1.0, np.ones(2)]),
        ({"a": 1.0}, {"a": 1.0}),
        ("yes", "yes"),
        (True, True),
        (np.array([np.inf, -np.inf]), np.array([np.inf, -np.inf])),
    ],
    ids=str,
)
def test_these_agree(expected, got):
    assert agree(expected, got, TOLERANCE)


@pytest.mark.parametrize(
    ("expected", "got", "kind"),
    [
        (1.0, 1.0 + 1e-5, "entry"),
        (0.0, 1e-8, "entry"),
        (1e-8, 2e-8, "entry"),
        (1.0, np.nan, "entry"),
        (np.nan, np.nan, "entry"),
        (np.inf, -np.inf, "entry"),
        (1.0, 1.0 + 1e-3j, "entry"),
        (np.ones(3), 1.0, "shape"),
        (np.ones(3), np.ones((3, 1)), "shape"),
        (np.ones(3), np.ones((1, 3)), "shape"),
        (np.ones((0, 3)), np.ones((3, 0)), "shape"),
        (1.0, np.ones(1), "shape"),
        (1.0, True, "kind"),
        (1.0, "1.0", "kind"),
        (1.0, None, "kind"),
        (np.ones(2), (1.0, 1.0), "kind"),
        (np.ones(2), [[1.0], [1.0, 2.0]], "kind"),
        (np.ones(2), [1.0, None], "kind"),
        (np.ones(2), ["1", "1"], "kind"),
        ((1.0, 2.0), 1.0, "kind"),
        ((1.0, 2.0), (1.0,), "kind"),
        ((1.0, 2.0), (1.0, 3.0), "entry"),
        ({"a": 1.0}, {"b": 1.0}, "kind"),
        ({"a": 1.0}, {"a": 2.0}, "entry"),
        (True, 1, "kind"),
        (True, False, "kind"),
        ("yes", "no", "kind"),
    ],
    ids=str,
)
def test_these_differ_and_the_first_difference_is_of_this_kind(expected, got, kind):
    found = difference(expected, got, TOLERANCE)
    assert found is not None and found.kind == kind
    assert not agree(expected, got, TOLERANCE)


def test_every_single_entry_counts():
    expected = np.arange(1.0, 7.0).reshape(2, 3)
    for index in np.ndindex(2, 3):
        got = expected.copy()
        got[index] += 0.01
        found = difference(expected, got, TOLERANCE)
        assert found.index == index


def test_entries_that_cancel_in_the_sum_are_found():
    assert not agree(np.array([1.0, -1.0]), np.array([-1.0, 1.0]), TOLERANCE)


def test_a_difference_names_the_part_of_a_tuple_that_is_wrong_first():
    expected, got = (1.0, 2.0, 3.0), (1.0, 9.0, 9.0)
    assert difference(expected, got, TOLERANCE, names=("grad_x", "grad_w", "grad_b")).where == "grad_w"
    assert difference(expected, got, TOLERANCE).where == "part 1"
    pairs = [(1.0, 2.0), (3.0, 4.0)]
    off = [(1.0, 2.0), (3.0, 5.0)]
    assert (
        difference(pairs, off, TOLERANCE, names=("grad_w", "grad_b"), items="layer").where == "grad_b of layer 2 of 2"
    )
    assert difference((pairs, 1.0), (off, 1.0), TOLERANCE, names=("inputs", "logits")).where == "inputs[1][1]"
    assert difference({"a": 1.0}, {"a": 2.0}, TOLERANCE).where == "['a']"


def test_an_array_of_so_many_numbers_is_as_good_as_a_tuple():
    pair = (1.5, -2.0)
    assert agree(pair, np.array([1.5, -2.0]), TOLERANCE)
    assert difference(pair, np.array([1.5, 2.0]), TOLERANCE, names=("value", "derivative")).where == "derivative"
    for other in (np.array([1.5, -2.0, 0.0]), np.array([[1.5, -2.0]]), np.array(1.5)):
        assert difference(pair, other, TOLERANCE).kind == "kind"
    assert not agree((np.ones(2), 1.0), np.ones(2), TOLERANCE)


def test_nan_agrees_with_nan_only_where_a_mistake_is_recognised():
    assert agree(np.array([np.nan, 1.0]), np.array([np.nan, 1.0]), TOLERANCE, nan_agrees=True)
    assert not agree(np.array([np.nan, 1.0]), np.array([1.0, np.nan]), TOLERANCE, nan_agrees=True)


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        (10**6, 10**6 + 1, False),
        (2**60, 2**60 + 1, False),
        (2**60, float(2**60), True),
        (2**80, 2**80, True),
        (2**80, 2**80 + 1, False),
        (2**80, -1, False),
        (3, 3.0, True),
        (3, 3.0000001, False),
        (3, np.nan, False),
        (np.array([2**60, 1]), [2**60, 1], True),
        (np.array([2**60, 1]), np.array([2**60 + 1, 1]), False),
        (1.5, 2**80, False),
        (float(2**80), 2**80, True),
    ],
    ids=str,
)
def test_whole_numbers_agree_exactly_or_not_however_large_they_are(expected, got, same):
    assert agree(expected, got, TOLERANCE) is same


def test_what_is_no_array_of_numbers_is_none():
    assert as_array("1") is None and as_array(True) is None and as_array((1.0, 2.0)) is None
    assert as_array([[1], [1, 2]]) is None and as_array(["a"]) is None and as_array([2**2000]) is None
    assert as_array([None]) is None and as_array([2**70, None]) is None
    assert as_array([[1, 2]]).shape == (1, 2)
