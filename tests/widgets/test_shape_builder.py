"""The shape builder says what fits, what has the wrong shape, and what is wrong although its shape is right."""

from itertools import product

import numpy as np
import pytest
from traitlets import TraitError

from bpcourse.widgets import ShapeBuilder
from bpcourse.widgets.shape_products import (
    GOALS,
    NO_FIT,
    OPERATIONS,
    PIECES,
    RIGHT,
    SUMS,
    WRONG_NUMBERS,
    WRONG_SHAPE,
    attempt,
)


def right_ones(n, d, h, goal):
    """Every way to build a gradient; a sum is counted once, whatever the piece that it leaves alone."""
    ways = set()
    for left, operation, right in product(PIECES, OPERATIONS, PIECES):
        if attempt(n, d, h, goal, left, operation, right).verdict == RIGHT:
            ways.add((left, operation, "" if operation in SUMS else right))
    return ways


@pytest.mark.parametrize("sizes", [(5, 3, 2), (4, 3, 3), (3, 3, 3), (8, 6, 5)])
def test_each_gradient_is_built_by_its_formula_and_by_no_other_product(sizes):
    assert right_ones(*sizes, "dX") == {("G", "@", "Wᵀ")}
    assert right_ones(*sizes, "dW") == {("Xᵀ", "@", "G")}
    assert right_ones(*sizes, "db") == {("G", "sum(axis=0)", ""), ("Gᵀ", "sum(axis=1)", "")}


def test_with_three_different_sizes_a_right_shape_is_the_right_product():
    for goal, left, right in product(("dX", "dW"), PIECES, PIECES):
        tried = attempt(5, 3, 2, goal, left, "@", right)
        assert tried.verdict != WRONG_NUMBERS, (goal, left, right)


def test_with_equal_sizes_wrong_products_have_the_right_shape_and_the_verdict_names_an_entry():
    tried = attempt(5, 2, 2, "dX", "G", "@", "W")
    assert tried.verdict == WRONG_NUMBERS
    at = np.unravel_index(np.abs(tried.result - tried.wanted).argmax(), tried.wanted.shape)
    assert f"[{at[0]}, {at[1]}] is {tried.result[at]:.3f}, and should be {tried.wanted[at]:.3f}" in tried.says


def test_a_product_that_does_not_exist_says_which_sides_meet():
    tried = attempt(5, 3, 2, "dW", "X", "@", "G")
    assert (tried.verdict, tried.result) == (NO_FIT, None)
    assert "The 3 columns of X would meet the 5 rows of G." in tried.says
    assert "no copying makes equal" in attempt(5, 3, 2, "dW", "X", "*", "G").says


def test_a_result_that_lies_the_other_way_round_is_said_to():
    tried = attempt(5, 3, 2, "dW", "Gᵀ", "@", "X")
    assert tried.verdict == WRONG_SHAPE
    assert (
        tried.says
        == "This exists and has shape (2, 3). dW must have the shape of W, (3, 2). It lies the other way round."
    )


def test_the_picture_draws_the_pieces_the_result_and_what_is_wanted():
    builder = ShapeBuilder()
    assert builder.picture["result"] is None and builder.picture["clash"]
    builder.left = "Xᵀ"
    shown = builder.picture
    assert [(block["name"], block["rows"], block["columns"]) for block in shown["pieces"]] == [
        ("Xᵀ", 3, 5),
        ("G", 5, 2),
    ]
    assert (shown["result"]["shape"], shown["result"]["look"]) == ("(3, 2)", "backward")
    assert shown["wanted"]["shape"] == "(3, 2)"
    builder.goal, builder.left, builder.operation = "db", "G", "sum(axis=1)"
    assert [block["name"] for block in builder.picture["pieces"]] == ["G"]
    assert (builder.picture["result"]["shape"], builder.picture["result"]["look"]) == ("(5,)", "said")
    assert builder.data()["code"] == "grad_b = upstream.sum(axis=1)"
    assert "wanted, db (2,)" in builder.alt


def test_every_choice_can_be_drawn_and_said():
    builder = ShapeBuilder()
    builder.prediction.explore()
    for goal, left, operation, right in product(GOALS, PIECES, OPERATIONS, PIECES):
        builder.goal, builder.left, builder.operation, builder.right = goal, left, operation, right
        assert builder.picture["says"].endswith(".")


@pytest.mark.parametrize(
    ("question", "moves", "answer", "reason"),
    [
        (
            0,
            [{"left": "Gᵀ"}, {"right": "X"}],
            "dW, lying the other way round",
            "The 5 samples stand in the middle of (2, 5) @ (5, 3) and disappear; (2, 3) is left",
        ),
        (1, [{"n": 8.0}], "it stays", "dW is (3, 2) for 5 samples and for 8"),
        (2, [{"d": 2.0}], "it fits, and is not dX", "With D = H = 2 it has the shape of X"),
        (3, [{"operation": "sum(axis=1)"}, {"operation": "sum(axis=0)"}], "axis 0", "sum(axis=0) adds the samples up"),
    ],
)
def test_each_question_is_answered_by_what_is_built(question, moves, answer, reason):
    builder = ShapeBuilder()
    for _ in range(question):
        builder.prediction.another()
    assert builder.prediction.phase == "asking"
    builder.prediction.choose(builder.prediction.question.choices[0])
    for move in moves:
        assert builder.prediction.phase == "moving"
        for name, value in move.items():
            setattr(builder, name, value)
    assert builder.prediction.phase == "answered"
    assert builder.predictions[-1]["was"] == answer
    assert reason in builder.prediction.text


def test_sizes_are_whole_and_pieces_are_known():
    builder = ShapeBuilder()
    builder.n = 6.4
    assert builder.n == 6.0
    with pytest.raises(TraitError):
        builder.left = "Q"
