"""The stepper shows the numbers of the real backward pass, in an order in which each finds what it needs."""

import numpy as np
import pytest

from bpcourse.reference.neuron import Network
from bpcourse.reference.systems import network_222
from bpcourse.widgets import BackpropagationStepper
from bpcourse.widgets.backward_numbers import (
    ALL,
    BACKWARD_DONE,
    FORWARD_DONE,
    RATE,
    STEPS,
    WEIGHTS,
    pass_numbers,
    shown,
    sources,
    trace,
    way,
)
from bpcourse.widgets.backward_questions import STEPPER_QUESTIONS, TRAINED, _trained
from bpcourse.widgets.network_numbers import GIVEN, network_numbers, params_of, start_values


def drawn_at_random(seed: int) -> dict[str, float]:
    rng = np.random.default_rng(seed)
    return {name: float(rng.uniform(0.0, 1.0) if name[0] == "t" else rng.normal()) for name in GIVEN}


def at_the_start() -> BackpropagationStepper:
    """The stepper before the first step of training, with the numbers that the chapter prints."""
    stepper = BackpropagationStepper()
    stepper.trained = 0
    return stepper


def parts(stepper: BackpropagationStepper, kind: str) -> dict[str, dict]:
    return {part["id"]: part for part in stepper.picture["graph"][kind]}


@pytest.mark.parametrize("seed", range(3))
def test_the_gradients_are_those_of_a_network_of_neuron_objects(seed):
    values = drawn_at_random(seed)
    now = pass_numbers(values)
    network = Network.from_params(params_of(values))
    network.forward([values["x1"], values["x2"]])
    network.backward([values["t1"], values["t2"]])
    units = [unit for layer in network.layers for unit in layer.neurons]
    by_objects = [grad for unit in units for grad in unit.grad_weights]
    assert [now[f"dE_d{weight}"] for weight in WEIGHTS] == pytest.approx(by_objects, rel=1e-12)
    for name, unit in zip(("h1", "h2", "o1", "o2"), units, strict=True):
        assert now[f"delta_{name}"] == now[f"dE_db_{name}"] == pytest.approx(unit.delta, rel=1e-12)
        assert now[f"dE_dout_{name}"] * now[f"slope_{name}"] == pytest.approx(unit.delta, rel=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_the_update_takes_one_step_and_the_new_error_is_that_of_the_new_weights(seed):
    values = drawn_at_random(seed)
    now = pass_numbers(values)
    moved = {**values, **{weight: values[weight] - RATE * now[f"dE_d{weight}"] for weight in WEIGHTS}}
    assert [now[f"new_{weight}"] for weight in WEIGHTS] == [moved[weight] for weight in WEIGHTS]
    assert now["new_E"] == network_numbers(moved)["E"]


def test_each_number_comes_after_all_that_it_is_made_of():
    assert len(set(STEPS)) == ALL == 44
    for place, name in enumerate(STEPS):
        assert sources(name)
        assert {*sources(name)} <= {*GIVEN, *STEPS[:place]}, name


def test_each_calculation_shows_the_numbers_that_it_is_made_of_and_says_where_they_come_from():
    now = pass_numbers(drawn_at_random(1))
    for name in STEPS:
        line, where = way(name, now), trace(name, now)
        assert line.startswith(f"{shown(name)} = ") and line.count("=") >= 2
        if name != "new_E":
            assert all(f"{shown(part)} = {now[part]:.4g} is " in where for part in sources(name))


def test_the_calculations_of_the_worked_network_read_as_in_the_chapter():
    now = pass_numbers(start_values())
    assert way("delta_o1", now) == "δ_o1 = ∂E/∂out_o1 · ∂out_o1/∂net_o1 = 0.7414 · 0.1868 = 0.1385"
    assert way("dE_dout_h1", now) == ("∂E/∂out_h1 = δ_o1 · w5 + δ_o2 · w7 = 0.1385 · 0.4 + (-0.0381) · 0.5 = 0.03635")
    assert "δ_o1 = 0.1385 is number 14, from the way back; out_h1 = 0.5933 is number 2" in trace("dE_dw5", now)


def test_what_is_not_computed_yet_is_not_shown():
    stepper = at_the_start()
    stepper.step = STEPS.index("delta_o1") + 1
    lines = [text for text, _ in parts(stepper, "nodes")["o1"]["lines"]]
    assert lines[2:] == ["∂E/∂out 0.7414", "slope 0.1868", "δ 0.1385"]
    assert [text for text, _ in parts(stepper, "nodes")["h1"]["lines"]][2:] == ["∂E/∂out ?", "slope ?", "δ ?"]
    assert parts(stepper, "edges")["w5"]["lines"][1][0] == "∂ ?"
    assert {row[0]: row[2] for row in stepper.picture["rows"]}["∂E/∂w5"] == "not computed yet"
    assert "after 0 steps of training" in stepper.alt
    assert "δ_o1 = 0.1385" in stepper.alt and "∂E/∂w5" not in stepper.alt


def test_the_parts_that_a_number_is_made_of_are_in_focus():
    stepper = BackpropagationStepper()
    stepper.step = STEPS.index("dE_dout_h1") + 1
    assert {name for kind in ("nodes", "edges") for name, part in parts(stepper, kind).items() if part["focus"]} == {
        "h1",
        "o1",
        "o2",
        "w5",
        "w7",
    }


def test_the_new_weights_take_the_place_of_the_gradients():
    stepper = at_the_start()
    stepper.step = ALL
    assert parts(stepper, "edges")["w5"]["lines"][1] == ("new 0.3589", "forward")
    assert ("new 0.291", "forward") in parts(stepper, "nodes")["E"]["lines"]


@pytest.mark.parametrize(("steps", "error"), [(0, "2.9837e-01"), (1, "2.9103e-01"), (10_000, "3.5102e-05")])
def test_training_repeats_the_update(steps, error):
    stepper = BackpropagationStepper()
    stepper.trained = steps
    assert f"{stepper.data()['E']:.4e}" == error
    if steps == 1:
        assert "after 1 step of training" in stepper.alt
        first = pass_numbers(start_values())
        assert [stepper.data()[weight] for weight in WEIGHTS] == pytest.approx([first[f"new_{w}"] for w in WEIGHTS])
        assert stepper.data()["b_h1"] == network_222().params[0][1][0]


def test_every_question_has_choices_that_differ_and_its_answer_is_one_of_them():
    stepper = BackpropagationStepper()
    for question in STEPPER_QUESTIONS:
        assert len(set(question.choices)) == len(question.choices) >= 3
        stepper.prediction.choose(question.choices[0])
        assert stepper.prediction.phase == "moving"
        if question.unlocks == ("step",):
            stepper._hear(stepper, {"do": "step", "to": ALL if "happened" in question.text else stepper.step + 1}, [])
        else:
            assert _trained(1_000)({}, stepper.data())
            stepper._hear(stepper, {"do": "train", "to": 1_000}, [])
        assert stepper.prediction.phase == "answered"
        assert stepper.predictions[-1]["was"] in question.choices
        stepper.prediction.another()
    was = [record["was"] for record in stepper.predictions]
    assert was[:4] == ["0.7321", "0.1914", "0.1401", "-0.03741"]  # after one step: not the numbers of the chapter
    assert was[-2:] == ["it fell", "between 0.001 and 0.01"]


def test_a_part_that_is_picked_tells_its_last_number():
    stepper = BackpropagationStepper()
    stepper.step = BACKWARD_DONE
    stepper._hear(stepper, {"do": "pick", "edge": "w1"}, [])
    assert stepper.picture["line"].startswith("∂E/∂w1 = δ_h1 · x1")
    assert [name for name, node in parts(stepper, "nodes").items() if node["focus"]] == ["x1", "h1"]
    stepper._hear(stepper, {"do": "pick", "node": "o2"}, [])
    assert stepper.picture["line"].startswith("δ_o2 = ")
    stepper._hear(stepper, {"do": "pick", "node": "x1"}, [])  # given: nothing to tell, so the last number stands
    assert stepper.picture["line"].startswith("∂E/∂b_h2")


def test_while_a_question_waits_nothing_moves():
    stepper = BackpropagationStepper()
    stepper._hear(stepper, {"do": "step", "to": ALL}, [])
    stepper._hear(stepper, {"do": "train", "to": 10}, [])
    assert (stepper.step, stepper.trained) == (FORWARD_DONE, TRAINED)
