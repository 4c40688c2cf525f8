"""The neuron under the reader's hand draws what a neuron does."""

import numpy as np
import pytest

from bpcourse.reference.neuron import neuron as reference
from bpcourse.widgets import NeuronExplorer
from bpcourse.widgets.neuron_explorer import neuron_numbers

STATES = [(1.0, -0.5, 1.5), (-2.3, 0.7, -1.1), (4.0, 3.0, -0.8), (0.0, 1.2, 2.0)]


@pytest.mark.parametrize(("w", "b", "x"), STATES)
def test_every_derivative_is_the_central_difference_of_the_output(w, b, x):
    h = 1e-6
    numbers = neuron_numbers(w, b, x, 0.5)

    def slope(dw: float, db: float, dx: float) -> float:
        ahead = neuron_numbers(w + h * dw, b + h * db, x + h * dx, 0.5)["a"]
        behind = neuron_numbers(w - h * dw, b - h * db, x - h * dx, 0.5)["a"]
        return (ahead - behind) / (2 * h)

    assert numbers["da_dw"] == pytest.approx(slope(1, 0, 0), abs=1e-9)
    assert numbers["da_db"] == numbers["da_dz"] == pytest.approx(slope(0, 1, 0), abs=1e-9)
    assert numbers["da_dx"] == pytest.approx(slope(0, 0, 1), abs=1e-9)


@pytest.mark.parametrize(("w", "b", "x"), STATES)
def test_the_curve_and_the_nudge_are_the_neuron_itself(w, b, x):
    explorer = NeuronExplorer()
    explorer.w, explorer.b, explorer.x, explorer.dx = w, b, x, 1.5
    now = explorer.data()
    curve = reference(np.array(now["curve_x"])[:, None], [w], b)
    np.testing.assert_allclose(now["curve_a"], curve, atol=5e-6)  # drawn with five digits
    moved = reference([x + 1.5], [w], b) - reference([x], [w], b)
    assert now["actual_change"] == pytest.approx(float(moved), abs=1e-12)
    assert now["predicted_change"] == now["da_dx"] * 1.5


def test_the_neuron_says_one_half_at_its_decision_point():
    explorer = NeuronExplorer()
    explorer.w, explorer.b = -2.5, 1.0
    explorer.x = explorer.data()["decision"]
    assert explorer.data()["a"] == pytest.approx(0.5)
    assert explorer.data()["da_dx"] == explorer.data()["slope_at_decision"] == -2.5 / 4


def test_without_a_weight_there_is_no_decision_point():
    explorer = NeuronExplorer()
    explorer.w = 0.0
    assert explorer.data()["decision"] is None
    assert explorer.alt.endswith("it is flat, as w = 0.")


def test_setting_a_value_moves_the_picture_and_its_description():
    explorer = NeuronExplorer()
    explorer.w = 2.0
    assert explorer.picture["a"] == explorer.data()["a"] == pytest.approx(1 / (1 + np.exp(-2.5)))
    assert "w = 2, b = -0.5, x = 1.5: z = 2.5, a = 0.9241" in explorer.alt


def test_the_text_shown_in_place_of_the_picture_is_the_same_on_every_run():
    first, second = (NeuronExplorer()._repr_mimebundle_()[0]["text/plain"] for _ in range(2))
    assert first == second == NeuronExplorer().alt


def test_the_curve_from_before_stays_while_a_question_is_open():
    explorer = NeuronExplorer()
    before = explorer.data()["curve_a"]
    explorer.prediction.choose("left")
    explorer.b = -2.0
    assert explorer.picture["before"] == {"curve_a": before, "decision": 0.5}
    assert explorer.picture["curve_a"] != before
    explorer.prediction.explore()
    assert explorer.picture["before"] is None


@pytest.mark.parametrize(
    ("question", "control", "value", "answer", "reason"),
    [
        (0, "b", -2.0, "right", "It moved right, from x = 0.5 to x = 2"),
        (1, "w", 2.0, "steeper", "the slope at the 0.5 point was 0.25 and is 0.5"),
        (2, "x", 6.0, "smaller", "da/dx was 0.1966 at z = 1 and is 0.002467 at z = 6"),
        (3, "b", -0.9, "left", "Dividing by a negative w turns the direction round."),
    ],
)
def test_each_answer_is_what_happened_to_the_neuron(question, control, value, answer, reason):
    explorer = NeuronExplorer()
    for _ in range(question):
        explorer.prediction.another()
    explorer.prediction.choose(explorer.panel["choices"][-1])
    setattr(explorer, control, value)
    assert explorer.panel["was"] == answer
    assert reason in explorer.panel["text"]


def test_the_states_that_the_questions_describe_are_the_states_they_start_from():
    explorer = NeuronExplorer()
    decisions = []
    for _ in range(4):
        decisions.append(explorer.data()["decision"])
        explorer.prediction.another()
    assert decisions == [0.5, 0.0, 0.0, pytest.approx(0.4)]
