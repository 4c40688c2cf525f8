"""The network under the reader's hand computes what a network computes, and lights it in order."""

import numpy as np
import pytest

from bpcourse.reference.neuron import Network
from bpcourse.reference.systems import network_222
from bpcourse.widgets import NetworkExplorer
from bpcourse.widgets.network_numbers import COMPUTED, GIVEN, calculation, network_numbers, params_of, start_values
from bpcourse.widgets.network_questions import ALL


def drawn_at_random(seed: int) -> dict[str, float]:
    rng = np.random.default_rng(seed)
    return {name: float(rng.uniform(0.0, 1.0) if name[0] == "t" else rng.normal()) for name in GIVEN}


def parts(explorer: NetworkExplorer, kind: str) -> dict[str, dict]:
    return {part["id"]: part for part in explorer.picture["graph"][kind]}


def test_it_starts_with_the_numbers_of_the_worked_network():
    for (w, b), (w_start, b_start) in zip(params_of(start_values()), network_222().params, strict=True):
        np.testing.assert_array_equal(w, w_start)
        np.testing.assert_array_equal(b, b_start)
    explorer = NetworkExplorer()
    assert {name: explorer.data()[name] for name in GIVEN} == start_values()


@pytest.mark.parametrize("seed", range(3))
def test_the_numbers_are_those_of_a_network_of_neuron_objects(seed):
    values = drawn_at_random(seed)
    now = network_numbers(values)
    network = Network.from_params(params_of(values))
    outputs = network.forward([values["x1"], values["x2"]])
    assert [now["out_o1"], now["out_o2"]] == pytest.approx(outputs, abs=1e-14)
    assert [now["out_h1"], now["out_h2"]] == pytest.approx([unit.output for unit in network.layers[0].neurons])
    assert now["E"] == pytest.approx(network.loss([values["t1"], values["t2"]]))
    assert now["net_h2"] == pytest.approx(values["w3"] * values["x1"] + values["w4"] * values["x2"] + values["b_h2"])
    assert now["net_o2"] == pytest.approx(values["w7"] * now["out_h1"] + values["w8"] * now["out_h2"] + values["b_o2"])


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("net_h1", "net_h1 = w1 · x1 + w2 · x2 + b_h1 = 0.15 · 0.05 + 0.2 · 0.1 + 0.35 = 0.3775"),
        ("out_h1", "out_h1 = σ(net_h1) = 1 / (1 + exp(-0.3775)) = 0.5933"),
        ("net_o2", "net_o2 = w7 · out_h1 + w8 · out_h2 + b_o2 = 0.5 · 0.5933 + 0.55 · 0.5969 + 0.6 = 1.225"),
        ("E_o1", "E_o1 = ½ (t1 - out_o1)² = ½ (0.01 - 0.7514)² = 0.2748"),
        ("E", "E = E_o1 + E_o2 = 0.2748 + 0.02356 = 0.2984"),
    ],
)
def test_each_number_is_shown_with_its_calculation(name, line):
    assert calculation(name, network_numbers(start_values())) == line


def test_a_negative_factor_stands_in_parentheses():
    now = network_numbers({**start_values(), "w1": -0.5, "b_h1": -1.0})
    assert "(-0.5) · 0.05 + 0.2 · 0.1 + (-1) = " in calculation("net_h1", now)


def test_the_forward_pass_lights_one_number_after_another():
    explorer = NetworkExplorer()
    for step in range(ALL + 1):
        explorer.step = step
        shown = [text for node in parts(explorer, "nodes").values() for text, _ in node["lines"]]
        assert sum("?" in text for text in shown) == ALL - step
    assert parts(explorer, "nodes")["o1"]["lines"] == (("net 1.106", "forward"), ("out 0.7514", "forward"))


def test_what_a_number_is_made_of_is_in_focus_with_it():
    explorer = NetworkExplorer()
    explorer.step = COMPUTED.index("net_o2") + 1
    assert {name for name, edge in parts(explorer, "edges").items() if edge["focus"]} == {"w7", "w8", "b_o2 to o2"}
    assert {name for name, node in parts(explorer, "nodes").items() if node["focus"]} == {"o2"}


@pytest.mark.parametrize("seed", range(5))
def test_no_number_needs_one_that_is_lit_later(seed):
    """Moving what is not lit yet changes nothing that is."""
    values = drawn_at_random(seed)
    now = network_numbers(values)
    for weight, first in (("w7", "net_o2"), ("w4", "net_h2"), ("b_o1", "net_o1"), ("t1", "E_o1")):
        moved = network_numbers({**values, weight: values[weight] + 0.1})
        changed = [name for name in COMPUTED if moved[name] != now[name]]
        assert changed[0] == first


def test_a_picked_weight_gets_the_slider_and_a_picked_unit_its_calculation():
    explorer = NetworkExplorer()
    explorer._hear(explorer, {"do": "pick", "edge": "w6"}, None)
    assert explorer.selected == "w6"
    assert parts(explorer, "edges")["w6"]["focus"]
    explorer._hear(explorer, {"do": "pick", "node": "o1"}, None)
    assert explorer.picture["line"] == "net_o1 is not computed yet: press Step."
    explorer.step = ALL
    explorer._hear(explorer, {"do": "pick", "node": "o1"}, None)
    assert explorer.picture["line"].startswith("out_o1 = σ(net_o1) = ")
    assert explorer.selected == "w6"


def test_a_reader_steps_only_when_the_question_allows_it():
    explorer = NetworkExplorer()
    explorer._hear(explorer, {"do": "step", "by": 1}, None)
    assert explorer.step == 0
    explorer.prediction.choose("b_h1")
    explorer._hear(explorer, {"do": "step", "by": 1}, None)
    assert explorer.step == 1
    explorer.prediction.explore()
    explorer._hear(explorer, {"do": "step", "by": 99}, None)
    assert explorer.step == ALL
    explorer.w3 = 4.0
    explorer._hear(explorer, {"do": "restore"}, None)
    assert {name: explorer.data()[name] for name in GIVEN} == start_values()


@pytest.mark.parametrize(
    ("question", "control", "value", "answer", "reason"),
    [
        (0, "step", 1, "b_h1", "w1 · x1 = 0.0075, w2 · x2 = 0.02, b_h1 = 0.35, and net_h1 = 0.3775"),
        (1, "w5", 1.0, "out_o1 only", "out_o2 stayed at 0.7729"),
        (2, "w1", 1.0, "both of them", "w1 moves h1, and h1 feeds both outputs"),
        (3, "w1", 1.15, "less", "Moved by 1, w1 changes out_o1 by 0.0008"),
    ],
)
def test_each_answer_is_what_happened_to_the_network(question, control, value, answer, reason):
    explorer = NetworkExplorer()
    for _ in range(question):
        explorer.prediction.another()
    explorer.prediction.choose(explorer.panel["choices"][-1])
    setattr(explorer, control, value)
    assert explorer.panel["was"] == answer
    assert reason in explorer.panel["text"]


def test_the_prediction_and_the_number_from_before_are_in_the_picture():
    explorer = NetworkExplorer()
    explorer.prediction.another()
    explorer.prediction.choose("both of them")
    explorer.w5 = 1.0
    o1, o2 = (parts(explorer, "nodes")[unit] for unit in ("o1", "o2"))
    assert (o1["look"], o1["note"]) == ("said", "was 0.7514")
    assert (o2["look"], o2["note"]) == ("said", "")


def test_the_description_says_every_number_that_is_lit_and_no_other():
    explorer = NetworkExplorer()
    explorer.step = 2
    assert "w8 = 0.55" in explorer.alt
    assert explorer.alt.endswith("Computed so far, 2 of 11: net_h1 = 0.3775, out_h1 = 0.5933.")


def test_the_text_shown_in_place_of_the_picture_is_the_same_on_every_run():
    first, second = (NetworkExplorer()._repr_mimebundle_()[0]["text/plain"] for _ in range(2))
    assert first == second == NetworkExplorer().alt


def test_a_number_that_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match=r"w1 is nan, expected a finite number\."):
        NetworkExplorer().w1 = float("nan")
