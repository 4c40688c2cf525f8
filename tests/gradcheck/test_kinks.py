"""Kinks are found and located, smooth losses raise no alarm, and the relu that switches is named."""

import numpy as np
import pytest

from bpcourse.gradcheck import BEST_STEP, crossed_relus, find_kinks


def smooth(x):
    return np.sin(3 * x) + np.exp(-x * x) - 2 * x


@pytest.mark.parametrize("x", [0.3, -2.0, 700.0])
@pytest.mark.parametrize("place", [-0.8, -0.3, 0.0, 0.05, 0.6])
@pytest.mark.parametrize("jump", [1e-5, -0.3, 20.0])
def test_a_kink_within_the_step_is_located_to_an_eighth_of_the_step(x, place, jump):
    step = BEST_STEP * max(1.0, abs(x))
    kink = x + place * step
    [found] = find_kinks(lambda t: smooth(t / max(1.0, abs(x))) + jump * max(t - kink, 0.0), x)
    assert found == pytest.approx(place * step, abs=step / 8)


def test_a_kink_outside_the_step_is_no_concern():
    assert find_kinks(lambda t: smooth(t) + max(t - 0.5 - 2 * BEST_STEP, 0.0), 0.5) == []


def test_two_kinks_are_two_kinks():
    inside = 0.5 + BEST_STEP * np.array([-0.6, 0.5])
    assert len(find_kinks(lambda t: smooth(t) + np.maximum(t - inside, 0.0).sum(), 0.5)) == 2


def test_smooth_losses_of_every_scale_have_no_kinks():
    rng = np.random.default_rng(2)
    for _ in range(300):
        x, a, rate = rng.normal() * 10 ** rng.uniform(-1, 3), 10 ** rng.uniform(-5, 5), 10 ** rng.uniform(-2, 1.5)
        assert find_kinks(lambda t, a=a, rate=rate: a * np.sin(rate * t) + np.tanh(rate * t) + t, x) == []


def test_one_entry_of_an_array_is_moved_and_the_array_left_alone():
    x = np.array([[1.0, 0.0], [2.0, 3.0]])
    relu_sum = lambda x: np.maximum(x, 0.0).sum()  # noqa: E731
    assert find_kinks(relu_sum, x, (0, 1)) == [pytest.approx(0.0, abs=BEST_STEP / 8)]
    assert find_kinks(relu_sum, x, (1, 0)) == []
    assert x.tolist() == [[1.0, 0.0], [2.0, 3.0]]


X = np.array([[1.0, 2.0], [-1.0, 0.5], [4.0, -2.0]])
W = np.array([[1.0, 0.5, -1.0], [-0.5, 1.0, 2.0]])


def test_the_relu_that_switches_is_named_by_sample_and_unit():
    # Sample 0 sends exactly 0 into unit 0, sample 1 into unit 1, and sample 2 is far from every kink but one.
    switched = {(c.entry, c.place) for c in crossed_relus(lambda w: {"z": X @ w}, W)}
    assert switched == {
        ((0, 0), (0, 0)),
        ((1, 0), (0, 0)),
        ((0, 1), (1, 1)),
        ((1, 1), (1, 1)),
        ((0, 1), (2, 1)),
        ((1, 1), (2, 1)),
    }


def test_a_crossing_reads_as_a_sentence_with_its_relu_and_both_inputs():
    [crossing] = crossed_relus(lambda b: {"z1": np.array([5.0]), "z2": X[:, :1] + b}, -4.0)
    assert str(crossing) == "z2[2, 0] goes from -2e-05 to 2e-05"


def test_a_relu_that_reaches_zero_from_below_has_not_switched():
    step = 0.25
    assert crossed_relus(lambda x: {"z": x - step}, 0.0, h=step) == []
    assert len(crossed_relus(lambda x: {"z": x + step}, 0.0, h=step)) == 1
