"""The descent widget takes the steps of gradient descent, and answers with what the trail did."""

import numpy as np
import pytest

from bpcourse.widgets import DescentExplorer
from bpcourse.widgets.descent_explorer import FLAT, START_W2, descent_numbers, way


@pytest.mark.parametrize(("rate", "curvature", "start"), [(0.1, 2.0, -3.0), (0.35, 3.3, 1.7), (1.45, 1.0, -0.4)])
def test_the_trail_is_the_closed_form_of_descent_in_a_bowl(rate, curvature, start):
    now = descent_numbers(rate, curvature, start)
    k = np.arange(11)
    np.testing.assert_allclose(now["w"], (1 - rate * curvature) ** k * start, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(now["w2"], (1 - rate * FLAT) ** k * START_W2, rtol=1e-12)
    np.testing.assert_allclose(now["loss"], curvature * np.square(now["w"]) / 2, rtol=1e-12)
    h = 1e-6
    slope = (curvature * (start + h) ** 2 / 2 - curvature * (start - h) ** 2 / 2) / (2 * h)
    assert now["slope_at_start"] == pytest.approx(slope, rel=1e-8)


@pytest.mark.parametrize("curvature", [1.0, 2.0, 4.0])
def test_below_the_bound_the_trail_comes_nearer_at_it_stays_as_far_and_beyond_it_leaves(curvature):
    bound = descent_numbers(0.1, curvature, 2.0)["bound"]
    ends = [descent_numbers(rate, curvature, 2.0)["distance"][-1] for rate in (0.99 * bound, bound, 1.01 * bound)]
    assert ends[0] < 2.0 == ends[1] < ends[2]
    assert descent_numbers(1 / curvature, curvature, 2.0)["w"][1] == 0.0


def test_the_way_is_named_by_the_factor_of_a_step():
    ways = [way(factor) for factor in (0.9, 0.0, -0.9, -1.0, -1.1)]
    assert ways == ["straight", "landed", "to and fro", "for ever", "away"]


def test_setting_a_value_moves_the_picture_and_its_description():
    explorer = DescentExplorer()
    explorer.learning_rate = 1.1
    assert explorer.picture["factor"] == explorer.data()["factor"] == pytest.approx(-1.2)
    assert explorer.alt == (
        "Gradient descent on L = ½ λ w² with curvature λ = 2 and learning rate 1.1: 10 steps from w = -3 lead to "
        "w = -18.58; to and fro, each time further away."
    )


def test_what_flies_far_away_is_drawn_just_outside_the_picture_and_told_as_it_is():
    explorer = DescentExplorer()
    explorer.curvature, explorer.learning_rate = 4.0, 2.2
    assert max(np.abs(explorer.picture["w"])) == 1000.0
    assert explorer.data()["distance"][-1] == explorer.picture["distance"][-1] == pytest.approx(3 * 7.8**10)


def test_the_text_shown_in_place_of_the_picture_is_the_same_on_every_run():
    first, second = (DescentExplorer()._repr_mimebundle_()[0]["text/plain"] for _ in range(2))
    assert first == second == DescentExplorer().alt


@pytest.mark.parametrize(
    ("question", "control", "value", "answer", "reason"),
    [
        (0, "learning_rate", 0.4, "nearer", "which is 1 - 0.4 · 2 = 0.2 now and was 1 - 0.1 · 2 = 0.8"),
        (1, "learning_rate", 0.9, "further away", "The minus sign means that each step jumps over the bottom."),
        (2, "learning_rate", 1.1, "further away", "starts 3 away from the bottom and ends 18.58 away"),
        (3, "curvature", 3.0, "further away", "is more than 1: the learning rate 0.8 is beyond 2/λ = 0.6667"),
        (4, "start", -0.2, "further away", "starts 0.2 away from the bottom and ends 1.238 away"),
        (4, "start", 0.0, "as far", "It starts on the bottom, where the slope is 0, and stays."),
    ],
)
def test_each_answer_is_what_happened_to_the_trail(question, control, value, answer, reason):
    explorer = DescentExplorer()
    for _ in range(question):
        explorer.prediction.another()
    explorer.prediction.choose("nearer")
    assert explorer.panel["was"] is None
    setattr(explorer, control, value)
    assert explorer.panel["was"] == answer
    assert reason in explorer.panel["text"]


def test_a_slider_that_overshoots_is_asked_back():
    explorer = DescentExplorer()
    explorer.prediction.choose("nearer")
    explorer.learning_rate = 0.7
    assert explorer.panel["was"] is None
    assert explorer.panel["text"] == "Now move the learning rate to 0.4. It is 0.7."


def test_the_prediction_is_drawn_as_the_distances_that_it_stands_for():
    explorer = DescentExplorer()
    assert explorer.picture["predicted"] is None
    end = explorer.data()["distance"][-1]
    explorer.prediction.choose("nearer")
    assert explorer.picture["predicted"] == [0.0, end]
    for _ in range(2):
        explorer.prediction.another()
    explorer.prediction.choose("further away")
    assert explorer.picture["predicted"][0] == 3.0  # against the start
