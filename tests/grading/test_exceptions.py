"""Frequent exceptions are told in the learner's words; what is rare keeps Python's."""

import math

import numpy as np
import pytest

from bpcourse.grading.answers import ask
from bpcourse.grading.exceptions import explain

VECTOR = np.array([0.5, -1.0, 2.0])


def explained(function, **inputs):
    return explain(ask(function, inputs or {"x": VECTOR}))


def if_statement(x):
    if x > 0:
        return 1
    return 0


def elif_statement(x):
    if isinstance(x, float):
        return 1
    elif x.sum(axis=0, keepdims=True) > x:  # a comment: with a colon
        return 2
    return 0


@pytest.mark.parametrize(
    ("function", "condition"),
    [
        (if_statement, "x > 0"),
        (elif_statement, "x.sum(axis=0, keepdims=True) > x"),
        (lambda x: 1 if x >= 0 else 2, "x >= 0"),
    ],
)
def test_a_condition_on_an_array_is_quoted(function, condition):
    assert explained(function) == (
        f"`if {condition}` asks one question of a whole array. "
        f"`np.where({condition}, ..., ...)` asks it entry by entry."
    )


@pytest.mark.parametrize(
    "function",
    [
        lambda x: 1 if x > 0 and x < 3 else 2,
        lambda x: 1 if not x else 2,
        lambda x: 1 if x[1:] > 0 else 2,
        lambda x: x > 0 or x < -1,
        lambda x: 1 if max(x, 0) else 2,
    ],
)
def test_a_condition_that_would_be_wrong_in_np_where_is_not_quoted(function):
    assert explained(function).startswith("`if`, `and` and `or` ask one question of a whole array.")


@pytest.mark.parametrize("factor", [2, 0.5, np.float64(0.5), np.int64(3), np.ones(2), 1j])
def test_a_product_without_its_star_is_a_call_of_a_number(factor):
    sentence = explained(lambda x: factor(1 - x))
    assert sentence.endswith("Multiplication needs a star: `a * (1 - a)`.")


def test_only_a_number_that_is_called_looks_like_a_product():
    for other in ("text", None, [1]):
        assert explained(lambda x, other=other: other(x)) == ""


def test_a_product_of_shapes_that_do_not_fit_names_the_shapes():
    def stops(x, w):
        return x @ w

    told = (
        "The shapes do not fit together: x (4, 3), w (2,). A side of 3 meets one of 2; in `a @ b`, the last side of a"
    )
    for function in (stops, lambda x, w: np.dot(x, w)):
        assert explained(function, x=np.ones((4, 3)), w=np.ones(2)).startswith(told)


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (
            lambda x, w: x * w.T,
            "The shapes do not fit together: (4, 3) meets (2, 3). `*`, `+`, `-` and `/` go entry by",
        ),
        (
            lambda x, w: np.zeros(3).__iadd__(x),
            "An array keeps its shape: what has shape (4, 3) does not go into one of",
        ),
        (
            lambda x, w: np.broadcast_to(x, (1, 3)),
            "`np.broadcast_to` makes copies, up to a larger shape: (4, 3) does not",
        ),
        (
            lambda x, w: np.broadcast_to(x, (3,)),
            "`np.broadcast_to` makes copies, up to a larger shape: it takes no axis",
        ),
        (lambda x, w: x.reshape(4, 1), "`reshape` keeps every number: 12 of them do not fill the shape (4, 1)."),
        (lambda x, w: x.shape[2], "An index runs past the end of a tuple."),
        (lambda x, w: x.sum(axis=2), "There is no axis 2 in an array of 2 axes"),
    ],
)
def test_what_does_to_a_shape_what_cannot_be_done_to_it_is_told_with_the_shapes(function, told):
    assert explained(function, x=np.ones((4, 3)), w=np.ones((3, 2))).startswith(told)


def test_a_function_that_is_not_called_is_told():
    assert explained(lambda x: x * elif_statement).startswith("A function stands where its result is needed.")


def test_a_product_of_what_has_no_name_goes_without_shapes():
    sentence = explained(lambda x: np.ones(2) @ np.ones((3, 2)))
    assert sentence.startswith("The shapes do not fit together in a matrix product.")


def test_an_unknown_name_is_told_by_name():
    sentence = explained(lambda x: sigmiod(x))  # noqa: F821
    assert sentence == "Nothing is called `sigmiod`: a cell above has not been run, or the name is misspelt."


def test_a_sum_that_starts_from_nothing_is_told_what_it_lacks():
    def adds(x):
        total += x  # noqa: F821
        return total

    sentence = explained(adds, x=1.0)
    assert sentence.startswith("This line reads `total` before it has a value. `+=` reads it as well")


def test_a_function_of_math_on_an_array_leads_to_numpy():
    assert "`np.exp` in place of `math.exp`" in explained(lambda x: math.exp(-x))
    assert explained(lambda x: float(x)) == ""


@pytest.mark.parametrize(
    "function",
    [
        lambda pair: pair * pair,
        lambda pair: pair * 0.5,
        lambda pair: np.exp(-pair),
        lambda pair: 1 + pair,
        lambda pair: list(pair) - 1,
    ],
)
def test_arithmetic_with_a_whole_tuple_leads_to_its_numbers(function):
    assert explained(function, pair=(2.0, 1.0)).startswith("Python does not compute with a whole tuple or list.")


def test_what_turns_a_list_in_place_gives_nothing_back():
    def reverse(nodes):
        for _ in nodes.reverse():
            pass

    sentence = explained(reverse, nodes=["a", "b"])
    assert sentence.startswith("`.reverse()` changes the list where it is, and gives back None.")
    assert explained(lambda nodes: nodes.sort()[0], nodes=["a", "b"]).startswith("`.sort()` changes the list")
    assert explained(lambda nodes: iter(nodes.clear()), nodes=["a"]) == ""


def test_what_is_rare_is_left_in_pythons_words():
    assert explained(lambda x: 1 / 0) == ""
    assert explained(lambda x: x[7]) == ""
    assert explained(lambda x: np.stack([x, np.ones(2)])) == ""
    assert explained(lambda x: x) == ""
