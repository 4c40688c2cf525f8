"""The slider that says hello."""

import pytest
from traitlets import TraitError

from bpcourse.widgets import Hello


def test_setting_x_moves_the_picture():
    hello = Hello()
    hello.x = 3
    assert hello.data() == {"x": 3.0, "twice": 6.0, "text": "Hello. Twice 3 is 6."}
    assert hello.picture == hello.data()


def test_the_text_shown_in_place_of_the_picture_describes_it_and_is_the_same_on_every_run():
    sentence = "Hello. Twice 1 is 2. A number line from -10 to 10 marks x = 1 and, in blue, 2x."
    for hello in (Hello(), Hello()):
        assert hello._repr_mimebundle_()[0]["text/plain"] == sentence
        assert hello.alt == sentence


@pytest.mark.parametrize(("choice_that_comes_true", "question", "target"), [("left of x", 0, -2.0), ("on x", 1, 0.0)])
def test_the_answer_is_where_the_mark_ends(choice_that_comes_true, question, target):
    hello = Hello()
    for _ in range(question):
        hello.prediction.another()
    hello.prediction.choose("right of x")
    hello.x = target
    assert hello.panel["was"] == choice_that_comes_true


@pytest.mark.parametrize(("value", "error"), [(float("nan"), ValueError), (5.5, TraitError)])
def test_a_value_that_cannot_be_drawn_is_refused_with_its_name(value, error):
    with pytest.raises(error, match=r"x is nan, expected a finite number\.|'x' trait .* not be greater than 5\.0"):
        Hello().x = value
