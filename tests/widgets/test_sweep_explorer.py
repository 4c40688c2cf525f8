"""The sweeps under the reader's hand bring the messages one node at a time, and count what all derivatives cost."""

import pytest
from traitlets import TraitError

from bpcourse.autodiff.scalar import Value
from bpcourse.widgets import SweepExplorer
from bpcourse.widgets.sweep_questions import NEVER, dearer_from
from bpcourse.widgets.sweep_steps import arrivals


def heard(explorer: SweepExplorer, **message: object) -> dict:
    """What the explorer shows after a message from the browser."""
    explorer._hear(explorer, message, None)
    return explorer.picture


def exploring() -> SweepExplorer:
    explorer = SweepExplorer()
    explorer.prediction.explore()
    return explorer


def test_a_reverse_sweep_ends_with_the_gradient_of_the_engine():
    a, b = Value(2.0), Value(1.0)
    ((a + b) * (b + 1)).backward()
    explorer = exploring()
    explorer.step = explorer.last
    now = explorer.data()
    assert (now["derivatives"]["a"], now["derivatives"]["b"]) == (a.grad, b.grad) == (2, 5)
    assert now["messages"]["b"] == [2, 3]
    assert now["uses"] == 5


@pytest.mark.parametrize(("start", "expected", "uses"), [("a", 2, 2), ("b", 5, 4)])
def test_a_forward_sweep_ends_with_one_derivative_of_e(start, expected, uses):
    explorer = exploring()
    explorer.mode, explorer.start = "forward", start
    explorer.step = explorer.last
    now = explorer.data()
    assert (now["derivatives"]["e"], now["uses"]) == (expected, uses)


@pytest.mark.parametrize(("mode", "start"), [("forward", "a"), ("forward", "b"), ("reverse", "e")])
def test_what_a_node_holds_is_the_sum_of_its_messages_from_nodes_that_were_complete(mode, start):
    complete = set()
    for arrival in arrivals(mode, start):
        assert {message.sender for message in arrival.messages} <= complete
        assert arrival.holds == (sum(one.number for one in arrival.messages) if arrival.messages else 1)
        complete.add(arrival.node)


def test_each_step_is_said_with_its_numbers():
    explorer = exploring()
    lines = [heard(explorer, do="step", to=step)["line"] for step in range(1, 6)]
    assert lines[0] == "∂e/∂e = 1: a node moves exactly as much as itself."
    assert "2 messages arrive, from c and d: ∂e/∂b = 1 · 2 + 1 · 3 = 5." in lines
    assert heard(explorer, do="step", to=99)["step"] == 5


def test_in_the_layers_a_step_is_a_whole_sweep_and_the_counter_agrees():
    explorer = exploring()
    heard(explorer, do="scene")
    explorer.n, explorer.m = 4, 2
    for mode in ("forward", "reverse"):
        heard(explorer, do="mode", mode=mode)
        explorer.step = explorer.last
        now = explorer.data()
        assert now["uses"] == now["cost"][mode]
        assert explorer.picture["line"].endswith("All derivatives are there.")
    assert [uses for _, _, uses in explorer.picture["counter"]] == list(now["cost"].values())


def test_reverse_mode_is_dearer_as_soon_as_there_are_more_outputs_than_inputs():
    assert [dearer_from(n) for n in (1, 2, 3, 5, 6)] == ["2", "3", "4", "6", NEVER]


@pytest.mark.parametrize(
    ("question", "do", "answer", "reason"),
    [
        (0, "step", "5", "Each edge was used once. Two paths share the edge from c to e: c sent the 2"),
        (1, "step", "0", "d does not use a, so it stands still when a moves."),
        (2, "step", "1", "It used an edge 24 times; 4 forward sweeps use one 60 times."),
        (3, "n", "forward mode", "Forward mode went from 15 to 75"),
        (4, "m", "4", "From 4 outputs on there are more rows than columns"),
    ],
)
def test_each_answer_is_read_off_the_sweep(question, do, answer, reason):
    explorer = SweepExplorer()
    for _ in range(question):
        explorer.prediction.another()
    assert explorer.picture["counter"] == []  # nothing is given away
    explorer.prediction.choose(explorer.panel["choices"][-1])
    if do == "step":
        for step in range(1, explorer.last + 1):
            heard(explorer, do="step", to=step)
    else:
        setattr(explorer, do, 5)
    assert explorer.panel["was"] == answer
    assert reason in explorer.panel["text"]


def test_while_a_question_waits_only_what_it_is_about_answers():
    explorer = SweepExplorer()
    before = explorer.data()
    for message in (
        {"do": "step", "to": 1},
        {"do": "mode", "mode": "forward"},
        {"do": "scene"},
        {"do": "pick", "node": "a"},
    ):
        heard(explorer, **message)
    assert explorer.data() == before


def test_a_click_on_an_input_sweeps_from_it():
    explorer = exploring()
    title = heard(explorer, do="pick", node="a")["graph"]["title"]
    assert title == "Forward, from a: how everything moves with a"
    assert heard(explorer, do="pick", node="e")["mode"] == "reverse"
    assert heard(explorer, do="pick", node="c")["mode"] == "reverse"


@pytest.mark.parametrize(
    ("trait", "value", "sentence"),
    [
        ("step", 6, "step is 6, expected 0 to 5"),
        ("start", "a", "start is a, expected e"),
        ("n", 7, "n"),
        ("mode", "sideways", "mode"),
    ],
)
def test_a_state_that_cannot_be_is_refused(trait, value, sentence):
    with pytest.raises((ValueError, TraitError), match=sentence):
        setattr(exploring(), trait, value)
