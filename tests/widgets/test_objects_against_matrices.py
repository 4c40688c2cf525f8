"""Objects and matrices give the same gradients; both are timed, and the answers come from the times that were taken."""

import numpy as np
import pytest
from traitlets import TraitError

from bpcourse.gradcheck import complex_step
from bpcourse.widgets import ObjectsAgainstMatrices
from bpcourse.widgets.two_ways import PARAMS, SAMPLES, TARGETS, Measurement, by_matrices, by_objects


@pytest.fixture
def clock(monkeypatch):
    """Times by the size of the batch, (objects ms, matrices ms), in place of those of this computer."""
    times = {1: (0.5, 0.05), 10: (5.0, 0.06), 100: (50.0, 0.1)}
    monkeypatch.setattr(
        "bpcourse.widgets.objects_against_matrices.measure", lambda n: Measurement(n, *times[n], difference=1e-16)
    )
    return times


def asked(number):
    ways = ObjectsAgainstMatrices()
    for _ in range(number):
        ways.prediction.another()
    ways.prediction.choose(ways.prediction.question.choices[0])
    return ways


def test_both_ways_give_the_slope_that_is_measured():
    x, target = SAMPLES[:3], TARGETS[:3]
    (w1, b1), (w2, b2) = PARAMS

    def loss(w):
        hidden = 1 / (1 + np.exp(-(x @ w1 + b1)))
        return ((1 / (1 + np.exp(-(hidden @ w + b2))) - target) ** 2).sum() / 2

    slope = complex_step(loss, w2)
    for way in (by_objects, by_matrices):
        np.testing.assert_allclose(way(x, target)[1], slope, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("samples", [1, 7, 100])
def test_a_measurement_has_two_times_and_finds_the_same_numbers(samples):
    ways = ObjectsAgainstMatrices()
    ways.n = samples
    ways.measure()
    [measured] = ways.data()["measured"]
    assert measured["samples"] == samples
    assert measured["objects_ms"] > 0 and measured["matrices_ms"] > 0
    assert measured["difference"] < 1e-12


def test_every_measurement_stays_and_is_said(clock):
    ways = ObjectsAgainstMatrices()
    assert ways.alt.endswith("Nothing is measured yet.")
    for n in (1, 100, 100):
        ways.n = n
        ways.measure()
    assert [one["samples"] for one in ways.picture["measured"]] == [1, 100, 100]
    assert ways.picture["title"] == "100 samples: the matrices are 500 times as fast"
    assert "Measurements: 3. The newest, for 100 samples: objects 50 ms, matrices 0.1 ms, 500 times as fast" in ways.alt
    assert ways.picture["rows"][0] == ["1 sample", "objects, fastest run", "0.5 ms"]
    assert len(ways.picture["rows"]) == 12


@pytest.mark.parametrize(
    ("number", "sizes", "answer", "reason"),
    [
        (0, [10], "less than 1e-12", "The largest difference is 1e-16."),
        (1, [1], "the matrices", "The objects took 0.5 ms, the matrices 0.05 ms."),
        (2, [1, 10, 100], "only the objects", "The objects took 100 times as long as for one sample, the matrices 2"),
    ],
)
def test_each_question_is_answered_by_what_was_measured(clock, number, sizes, answer, reason):
    ways = asked(number)
    for n in sizes:
        assert ways.prediction.phase == "moving"
        ways.n = n
        assert "easure" in ways.prediction.text
        ways.measure()
    assert ways.predictions[-1]["was"] == answer
    assert reason in ways.prediction.text


@pytest.mark.parametrize(
    ("number", "sizes", "times", "answer"),
    [
        (1, [1], {1: (0.06, 0.05)}, "neither"),
        (1, [1], {1: (0.02, 0.05)}, "the objects"),
        (2, [1, 100], {100: (60.0, 2.0)}, "both"),
        (2, [1, 100], {100: (4.0, 0.2)}, "neither"),
        (2, [1, 100], {100: (4.0, 2.0)}, "only the matrices"),
    ],
)
def test_other_times_bring_other_answers(clock, number, sizes, times, answer):
    clock.update(times)
    ways = asked(number)
    for n in sizes:
        ways.n = n
        ways.measure()
    assert ways.predictions[-1]["was"] == answer


def test_old_measurements_answer_no_new_question(clock):
    ways = ObjectsAgainstMatrices()
    for n in (1, 10, 100):
        ways.n = n
        ways.measure()
    for n in (10, 1, 100):
        ways.prediction.choose(ways.prediction.question.choices[0])
        ways.n = n
        assert ways.prediction.phase == "moving"
        assert ways.prediction.text == "Now press Measure."
        ways.measure()
        assert ways.prediction.phase == "answered"
        ways.prediction.another()


def test_the_button_waits_for_a_prediction(clock):
    ways = ObjectsAgainstMatrices()
    ways._hear(ways, {"do": "measure"}, [])
    assert ways.data()["measured"] == []
    ways.prediction.choose("0 exactly")
    ways._hear(ways, {"do": "measure"}, [])
    assert len(ways.data()["measured"]) == 1


def test_a_batch_has_between_one_and_a_hundred_samples():
    with pytest.raises(TraitError):
        ObjectsAgainstMatrices().n = 101
