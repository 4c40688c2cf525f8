"""How a question reads on the page."""

import re

import pytest

from bpcourse.practice.ch00 import EXIT, WARM_UP
from bpcourse.practice.ch01 import EXPLAIN, GRADIENT_BY_HAND
from bpcourse.practice.page import (
    ROUNDING,
    formula_html,
    note_html,
    plain_text,
    prose_html,
    put_in,
    question_html,
    result_html,
    style_html,
)

KNOWN = {"w": 0.8, "x": 1.5, "b": -0.4, "y": 1.0, "z": -0.8, "a": 0.31, "∂L/∂a": -0.69, "∂a/∂z": 0.2139, "x₁": -3.0}


@pytest.mark.parametrize(
    ("formula", "numbers"),
    [
        ("w·x + b", "0.8·1.5 + (−0.4)"),
        ("σ(z)", "σ(−0.8)"),
        ("½(y − a)²", "½(1 − 0.31)²"),
        ("a(1 − a)", "0.31(1 − 0.31)"),
        ("∂L/∂a · ∂a/∂z", "−0.69 · 0.2139"),
        ("(w − x₁)/(x − x₁)", "(0.8 − (−3))/(1.5 − (−3))"),
        ("x₂ + max", "x₂ + max"),
    ],
)
def test_numbers_take_the_place_of_whole_symbols_and_negative_ones_get_brackets(formula, numbers):
    assert put_in(formula, KNOWN) == numbers


def test_variables_are_italic_and_words_and_the_d_of_a_derivative_are_upright():
    assert formula_html("dL/da = slope") == "d<i>L</i>/d<i>a</i> = slope"
    five, h1, o = (f'<span class="bp-index">{index}</span>' for index in ("5", "h1", "o"))
    assert formula_html("w5·out_h1 + b_o") == f"<i>w</i>{five}·out{h1} + <i>b</i>{o}"


def test_an_index_in_a_sentence_is_one_and_a_name_in_code_stays_as_it_is():
    assert prose_html("∂E/∂out_h, and `grad_w` of w_1") == (
        '∂E/\u2060∂out<span class="bp-index">h</span>, and <code>grad_w</code> of w<span class="bp-index">1</span>'
    )


def test_a_formula_in_a_sentence_stays_on_one_line():
    assert prose_html("so ∂L/∂a is a − y") == "so ∂L/\u2060∂a is a\u00a0−\u00a0y"


def test_what_a_reader_or_an_author_wrote_is_never_markup():
    assert "<script" not in prose_html("<script>") + question_html(1, "a < b <script>") + formula_html("<script>")


def test_a_result_is_told_by_a_mark_and_a_word_and_not_by_colour_alone():
    assert 'aria-label="right">✓' in result_html(True, "")
    assert 'aria-label="not yet">✗' in result_html(False, "")


def test_a_blank_line_says_nothing_of_its_formula_before_it_is_judged():
    [line, *_] = GRADIENT_BY_HAND.lines
    assert note_html(line, None, KNOWN, blank=True) == ""
    assert "<i>w</i>·<i>x</i>" in note_html(line, None, KNOWN, blank=False)


def test_print_has_the_prompts_and_blanks_and_no_drawn_number():
    assert plain_text((*WARM_UP, EXPLAIN), "all") == (
        "1. A straight line passes through the points (x₁, y₁) and (x₂, y₂). What is its slope?\n"
        "   slope = ____\n"
        "2. f(x) = k x². What is its derivative at x = p?\n"
        "   f′(p) = ____\n"
        "3. Why is ∂L/∂w a product of three factors? Answer in one sentence of your own.\n"
        "   Your sentence: ____\n"
        f"{ROUNDING}"
    )


def test_print_lists_the_choices_in_an_order_that_does_not_tell_the_right_one():
    listed = re.findall(r"\( \) (.*)", plain_text(EXIT, "all"))
    assert listed[3:] == sorted(choice.text for choice in EXIT[1].choices)


def test_a_worked_example_in_print_shows_every_formula_and_a_faded_one_hides_the_last():
    worked, faded = (plain_text((GRADIENT_BY_HAND,), blanks).splitlines() for blanks in ("none", "last"))
    assert worked[-1].strip() == "∂L/∂w = ∂L/∂z · x"
    assert faded[:-2] == worked[:-1]
    assert faded[-2].strip() == "∂L/∂w = ____"


def test_the_style_sheet_has_the_colours_of_the_course_for_both_themes():
    light, dark = style_html().split('[data-jp-theme-light="false"]')
    assert "--bp-forward: #0072b2" in light
    assert "--bp-backward: #d55e00" in light
    assert "--bp-forward:" in dark
    assert "--bp-backward:" in dark
