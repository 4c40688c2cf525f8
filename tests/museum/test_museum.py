"""Every specimen of the museum is exposed by its check and passes once mended; its numbers are the printed ones."""

import numpy as np
import pytest

from bpcourse.museum import SPECIMENS, museum
from bpcourse.museum.broadcast import gradients_221, row_times_column, trained_221
from bpcourse.museum.mutants import MUTANTS, RIGHT, false_alarms, survivors, weak_check

EXPECTED = [*(f"A{n}" for n in range(1, 10)), *(f"B{n}" for n in range(1, 5)), *(f"C{n}" for n in range(1, 8))]
EXPECTED += [*(f"D{n}" for n in range(1, 5)), "E1", "E2"]
BY_CODE = {one.code: one for one in SPECIMENS}
each_specimen = pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.code)


def test_the_museum_holds_every_specimen():
    assert [one.code for one in SPECIMENS] == EXPECTED


@each_specimen
def test_the_check_exposes_the_wrong_program_and_passes_the_mended_one(specimen):
    assert not specimen.found.passes
    assert specimen.mended.passes


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("A1", "4.2687, 4.2687, 4.2687", "1.6094, 0.3567, 2.3026"),
        ("A2", "0.3953, 0.3085, 0.2962", "0.2644"),
        ("A3", "0.2009", "0.0452"),
        ("A6", "nan", "give 4.48e-309 and 1"),
        ("B1", "at the rate 0.0000", "at the rate 0.5969"),
        ("B3", "rate 0.0000", "rate 2.0000"),
        ("B4", "0.013367920", "0.008771355, 0.009954255"),
        ("C1", "0.32", "0.08"),
        ("C2", "0.016", "-0.100"),
        ("C3", "0.000", "-0.016"),
        ("C4", "145.6", "7.6e-11"),
        ("C7", "after 1 of 4", "after 4 of 4"),
        ("D2", "2 of 3", "3 of 2"),
        ("E1", "5.92944818e-07", "3.26687892e-07"),
        ("E2", "weighted sums are 0.755, 0.680", "gives 0.755, 0.680"),
    ],
)
def test_the_numbers_are_those_of_the_documents(code, wrong, right):
    assert wrong in BY_CODE[code].found.words
    assert right in BY_CODE[code].mended.words


def test_the_published_gradient_trains_and_is_wrong():
    errors, _, _ = trained_221(row_times_column, 100)
    given, measured = gradients_221(row_times_column)
    assert errors[-1] == pytest.approx(5.929448176860616e-07, rel=1e-12)
    assert np.all(np.diff(errors) < 0)
    assert not np.allclose(given, measured, rtol=0.1)


def test_a_room_shows_its_cards_as_text_and_as_html():
    cards = museum("C")
    assert [one.code for one in cards.specimens] == EXPECTED[13:20]
    assert "C4 Better than chance" in repr(cards) and "7.6e-11" in repr(cards)
    html = cards._repr_html_()
    assert html.count("<details ") == 7 and "def chance_of_at_least(right, n):" in html
    assert [one.code for one in museum("E1").specimens] == ["E1"]
    with pytest.raises(ValueError, match="room is 'Z'"):
        museum("Z")


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("weakness", "count"),
    [
        ({}, 0),
        ({"ones": True}, 6),
        ({"n": 1}, 5),
        ({"d": 4, "h": 4}, 1),
        ({"tolerance": 1e-2}, 1),
        ({"positive": True}, 1),
        ({"ones": True, "n": 1, "tolerance": 1e-2}, 10),
    ],
)
def test_a_weak_check_lets_so_many_of_the_thirteen_pass_and_spares_the_right_ones(weakness, count, seed):
    check = weak_check(np.random.default_rng(seed), **weakness)
    assert len(MUTANTS) == 13
    assert len(survivors(check)) == count
    assert false_alarms(check) == 0


def test_a_check_that_asks_for_less_than_rounding_calls_right_ones_wrong():
    assert false_alarms(weak_check(np.random.default_rng(0), tolerance=1e-16)) == len(RIGHT)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
@pytest.mark.parametrize(("n", "d", "h"), [(1, 1, 1), (4, 3, 5), (2, 4, 4), (3, 5, 2)])
def test_a_mutant_runs_in_every_shape(mutant, n, d, h):
    rng = np.random.default_rng(0)
    upstream, x, w = rng.normal(size=(n, h)), rng.normal(size=(n, d)), rng.normal(size=(d, h))
    assert [grad.shape for grad in mutant.backward(upstream, x, w)] == [(n, d), (d, h), (h,)]
