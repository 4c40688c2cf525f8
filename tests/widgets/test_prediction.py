"""A widget asks first, unlocks what the question is about, and compares what was said with what happened."""

import subprocess
import sys

import pytest

from bpcourse import widgets
from bpcourse.widgets import Hello, NeuronExplorer


def click(widget, **message):
    """What the browser sends when the reader presses a button."""
    widget._handle_custom_msg(message, [])


@pytest.mark.parametrize("name", sorted(set(widgets.__all__) - {"Practice"}))
def test_a_new_widget_stands_where_its_first_question_starts(name):
    widget = getattr(widgets, name)()
    start = widget.prediction.question.start
    now = widget.data()
    assert {name: now[name] for name in start} == start


def test_a_slider_learns_from_its_trait_how_far_it_goes():
    assert NeuronExplorer().ranges == {"w": [-5.0, 5.0], "b": [-5.0, 5.0], "x": [-6.0, 6.0], "dx": [0.05, 2.0]}


def test_every_control_is_locked_while_a_question_waits_for_its_answer():
    assert NeuronExplorer().panel["unlocked"] == []


def test_a_prediction_unlocks_the_control_that_the_question_is_about_and_no_other():
    neuron = NeuronExplorer()
    click(neuron, do="choose", choice="left")
    assert neuron.panel["phase"] == "moving"
    assert neuron.panel["unlocked"] == ["b"]
    assert neuron.panel["text"] == "Now move b down to -1.5 or below."


def test_the_answer_comes_only_once_the_reader_has_moved_far_enough():
    neuron = NeuronExplorer()
    neuron.prediction.choose("left")
    neuron.b = -1.4
    assert neuron.panel["was"] is None
    assert neuron.predictions == []
    neuron.b = -1.6
    assert neuron.panel["was"] == "right"


def test_a_wrong_prediction_is_kept_and_answered_with_the_reason():
    neuron = NeuronExplorer()
    question = neuron.panel["question"]
    neuron.prediction.choose("left")
    neuron.b = -2.0
    assert neuron.predictions == [{"question": question, "said": "left", "was": "right", "right": False}]
    assert neuron.panel["text"] == (
        "You said left. It moved right, from x = 0.5 to x = 2, because 0.5 is where w x + b = 0, that is x = -b/w, "
        "and you made b smaller (from -0.5 to -2)."
    )


def test_a_right_prediction_is_confirmed():
    hello = Hello()
    hello.prediction.choose("left of x")
    hello.x = -2.0
    assert hello.predictions[0]["right"] is True
    assert hello.panel["text"].startswith("You said left of x, and so it is. The blue mark is at -4 and x is -2.")


def test_moving_on_after_the_answer_updates_its_numbers_but_not_the_record():
    neuron = NeuronExplorer()
    neuron.prediction.choose("right")
    neuron.b = -2.0
    neuron.b = -3.0
    assert "from x = 0.5 to x = 3" in neuron.panel["text"]
    assert len(neuron.predictions) == 1


def test_a_prediction_starts_from_the_state_that_the_question_names():
    neuron = NeuronExplorer()
    neuron.w = 3.0
    neuron.prediction.choose("left")
    assert (neuron.w, neuron.b) == (1.0, -0.5)


def test_a_change_that_the_question_did_not_ask_for_is_named_and_brings_no_answer():
    neuron = NeuronExplorer()
    neuron.prediction.choose("left")
    neuron.w = 2.0
    neuron.b = -2.0
    assert neuron.panel["text"] == "This question keeps w at 1, and it is 2 now. Set it back to 1."
    assert neuron.predictions == []


def test_after_the_last_question_comes_the_first_again():
    hello = Hello()
    first = hello.panel["question"]
    hello.prediction.another()
    assert hello.panel["question"] != first
    hello.prediction.another()
    assert hello.panel["question"] == first


def test_exploring_unlocks_every_control():
    hello = Hello()
    hello.prediction.explore()
    assert hello.panel["unlocked"] is None


def test_the_reader_can_leave_the_questions_only_after_the_first_answer():
    hello = Hello()
    click(hello, do="explore")
    click(hello, do="another")
    assert hello.panel["phase"] == "asking"
    click(hello, do="choose", choice="on x")
    hello.x = -2.0
    click(hello, do="explore")
    assert hello.panel["phase"] == "exploring"


def test_a_second_click_on_a_choice_does_not_change_what_was_said():
    hello = Hello()
    click(hello, do="choose", choice="on x")
    click(hello, do="choose", choice="left of x")
    assert hello.panel["said"] == "on x"


def test_a_choice_that_is_not_offered_says_which_are():
    with pytest.raises(ValueError, match=r"The choice is 'up', expected one of: left of x, right of x, on x\."):
        Hello().prediction.choose("up")


def test_a_choice_without_a_question_says_so():
    hello = Hello()
    hello.prediction.explore()
    with pytest.raises(ValueError, match="no question waits for one"):
        hello.prediction.choose("on x")


def test_importing_the_course_does_not_load_the_widgets():
    command = "import bpcourse, sys; sys.exit('anywidget' in sys.modules or 'ipywidgets' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command]).returncode == 0
