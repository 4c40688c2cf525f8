"""Practice in a notebook: what it asks, what it says back, and what it gives to a test."""

import ipywidgets
import pytest

from bpcourse.practice.ch00 import WARM_UP
from bpcourse.practice.ch01 import EXIT, EXPLAIN, GRADIENT_BY_HAND
from bpcourse.practice.page import WRITE_FIRST
from bpcourse.widgets.practice import NOTHING_YET, Practice
from tests.practice.test_content import CALCULATIONS


def inside(practice: Practice, kind: type) -> list:
    """The inputs of one kind, from top to bottom, as the reader meets them."""

    def walk(widget):
        yield widget
        for child in getattr(widget, "children", ()):
            yield from walk(child)

    return [widget for widget in walk(practice._view) if isinstance(widget, kind)]


def button(practice: Practice, label: str) -> ipywidgets.Button:
    [found] = [one for one in inside(practice, ipywidgets.Button) if one.description == label]
    return found


def page_text(practice: Practice) -> str:
    return " ".join(html.value for html in inside(practice, ipywidgets.HTML))


def press_enter(text: ipywidgets.Text) -> None:
    text._handle_custom_msg({"event": "submit"}, [])


def right_answers(practice: Practice, question: int) -> list[float]:
    lines = practice.data()["questions"][question - 1]["lines"]
    return [line["right"] for line in lines if line["result"] != "shown"]


@pytest.mark.parametrize("question", CALCULATIONS, ids=lambda question: question.lines[-1].label)
def test_the_label_of_an_input_shows_its_index_as_one(question):
    labels = [text.description for text in inside(Practice(question), ipywidgets.Text)]
    for line, label in zip(question.lines, labels, strict=True):
        symbol, underscore, index = line.label.rpartition("_")
        assert "_" not in label and (not underscore or label.endswith(f">{index}</span> =")), symbol


def test_right_answers_are_right_and_counted():
    practice = Practice(*WARM_UP, seed=1)
    for question in (1, 2):
        practice.answer(question, *right_answers(practice, question))
    data = practice.data()
    assert (data["right"], data["filled"], data["asked"]) == (2, 2, 2)
    assert "2 of 2 right." in page_text(practice)


def test_a_slip_is_named_and_its_sentence_is_on_the_page():
    practice = Practice(WARM_UP[1], seed=1)
    numbers = practice.data()["questions"][0]["numbers"]
    [line] = practice.answer(1, numbers["k"] * numbers["p"] ** 2)["lines"]
    assert (line["result"], line["slip"]) == ("wrong", "the function, not its slope")
    assert line["says"].split(":")[0] in page_text(practice)


@pytest.mark.parametrize(("blanks", "count"), [("none", 0), ("last", 1), ("half", 4), ("all", 8)])
def test_a_calculation_loses_its_lines_from_the_end(blanks, count):
    practice = Practice(GRADIENT_BY_HAND, blanks=blanks, seed=1)
    results = [line["result"] for line in practice.data()["questions"][0]["lines"]]
    assert results == ["shown"] * (8 - count) + ["empty"] * count
    assert len(inside(practice, ipywidgets.Text)) == count


def test_what_is_to_be_filled_in_is_not_on_the_page():
    practice = Practice(GRADIENT_BY_HAND, blanks="last", seed=1)
    formula = "∂<i>L</i>/∂<i>z</i> · <i>x</i>"
    assert formula not in page_text(practice)
    practice.answer(1, *right_answers(practice, 1))
    assert formula in page_text(practice)


def test_a_worked_example_has_nothing_to_check_and_still_draws_new_numbers():
    practice = Practice(GRADIENT_BY_HAND, blanks="none", seed=1)
    assert [one.description for one in inside(practice, ipywidgets.Button)] == ["New numbers"]


def test_every_input_carries_its_label():
    labels = [text.description for text in inside(Practice(*WARM_UP), ipywidgets.Text)]
    assert labels == ["slope =", "<i>f</i>′(<i>p</i>) ="]


def test_enter_checks_everything_that_is_filled_in():
    practice = Practice(*WARM_UP, seed=1)
    slope, derivative = inside(practice, ipywidgets.Text)
    slope.value, derivative.value = (str(right_answers(practice, question)[0]) for question in (1, 2))
    assert practice.data()["filled"] == 0
    press_enter(derivative)
    assert practice.data()["right"] == 2


def test_a_number_that_arrives_after_its_enter_key_is_judged_when_it_comes():
    practice = Practice(WARM_UP[0], seed=1)
    [slope] = inside(practice, ipywidgets.Text)
    press_enter(slope)
    slope.value = str(right_answers(practice, 1)[0])
    assert practice.data()["right"] == 1


def test_the_check_button_says_when_nothing_is_filled_in():
    practice = Practice(*WARM_UP)
    button(practice, "Check").click()
    assert NOTHING_YET in page_text(practice)


def test_new_numbers_are_new_and_empty_the_lines():
    practice = Practice(*WARM_UP, seed=1)
    before = practice.answer(1, 17)
    button(practice, "New numbers").click()
    after = practice.data()["questions"][0]
    assert after["numbers"] != before["numbers"]
    assert (after["lines"][0]["entered"], after["lines"][0]["result"]) == ("", "empty")
    assert "right." not in page_text(practice)


def test_a_seed_fixes_the_numbers_and_without_one_they_are_fresh():
    def drawn(seed: int | None) -> str:
        return str(Practice(GRADIENT_BY_HAND, seed=seed).data()["questions"][0]["numbers"])

    assert drawn(4) == drawn(4)
    assert len({drawn(None) for _ in range(10)}) > 1


def test_a_choice_is_answered_with_its_own_sentence_and_taken_back_when_it_changes():
    practice = Practice(EXIT[0], seed=1)
    wrong = practice.answer(1, "to the right")
    assert wrong["result"] == "wrong"
    assert wrong["says"] == next(choice.says for choice in EXIT[0].choices if choice.text == "to the right")
    assert "0 of 1 right." in page_text(practice)
    [buttons] = inside(practice, ipywidgets.ToggleButtons)
    buttons.value = "to the left"
    assert practice.data()["filled"] == 0
    assert "Chosen: to the left." in page_text(practice)
    assert NOTHING_YET in page_text(practice)
    button(practice, "Check").click()
    assert practice.data()["right"] == 1


def test_the_model_answer_waits_for_the_readers_own_sentence():
    practice = Practice(EXPLAIN)
    button(practice, "Compare").click()
    assert WRITE_FIRST in page_text(practice)
    assert "one road" not in page_text(practice)
    assert not inside(practice, ipywidgets.Checkbox)
    practice.answer(1, "w moves z, z moves a, and a moves L.")
    assert "one road" in page_text(practice)
    inside(practice, ipywidgets.Checkbox)[1].value = True
    [explained] = practice.data()["questions"]
    assert explained["entered"] == "w moves z, z moves a, and a moves L."
    assert explained["ticked"] == [EXPLAIN.points[1]]


def test_the_text_in_print_is_the_same_whatever_numbers_were_drawn_or_entered():
    one, other = Practice(*WARM_UP, *EXIT, EXPLAIN, seed=1), Practice(*WARM_UP, *EXIT, EXPLAIN, seed=2)
    one.answer(1, 3)
    bundles = [practice._repr_mimebundle_() for practice in (one, other)]
    assert bundles[0]["text/plain"] == bundles[1]["text/plain"]
    assert all("application/vnd.jupyter.widget-view+json" in bundle for bundle in bundles)


def test_mistakes_in_a_notebook_are_told_in_a_sentence():
    with pytest.raises(ValueError, match="was given no question, expected at least one"):
        Practice()
    with pytest.raises(TypeError, match=r"was given a tuple, .* takes a star, as in Practice\(\*WARM_UP\)"):
        Practice(WARM_UP)
    with pytest.raises(ValueError, match="Question 3 was answered, expected a question from 1 to 2"):
        Practice(*WARM_UP).answer(3, 1.0)
    with pytest.raises(ValueError, match="Question 1 got 2 answers, expected 1 to 1"):
        Practice(*WARM_UP).answer(1, 1.0, 2.0)
    with pytest.raises(ValueError, match="The choice 'up' was given, expected one of '"):
        Practice(EXIT[0]).answer(1, "up")
