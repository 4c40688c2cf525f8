"""Several intermediates: the first wrong one is reported, later ones are judged from the learner's own upstream."""

from dataclasses import replace

import numpy as np
import pytest

from bpcourse.grading.exercise import Case, Exercise, Mistake, changed
from bpcourse.grading.verdict import CORRECT, PARTIAL, WRONG
from bpcourse.grading.verify import judged, verify
from tests.grading.sample import THRICE


def backward(x, w, y):
    """The squared error of x w, backwards: what comes last is first in the answer."""
    error = x @ w - y
    return x.T @ error, error.sum(axis=0), error


def _cases(rng):
    shapes = [("N = 4", 4, 3, 2), ("N = 2", 2, 4, 3)]
    return [
        Case(what, {"x": rng.normal(size=(n, d)), "w": rng.normal(size=(d, h)), "y": rng.normal(size=(n, h))})
        for what, n, d, h in shapes
    ]


def from_error(change):
    """The whole backward pass, each step right, from an error that is not."""

    def answer(x, w, y):
        error = change(x @ w - y, x)
        return x.T @ error, error.sum(axis=0), error

    return answer


BACKWARD = replace(
    THRICE,
    name="backward",
    points=6,
    reference=backward,
    correct=(
        lambda x, w, y: [x.T @ (x @ w - y), (x @ w - y).sum(axis=0), x @ w - y],
        lambda x, w, y: (np.einsum("nd,nh->dh", x, x @ w - y), np.einsum("nh->h", x @ w - y), x @ w - y),
    ),
    mistakes=(
        Mistake("error backwards", from_error(lambda error, x: -error), "It is a - y.", "look at the error."),
        Mistake("error squared", from_error(lambda error, x: error**2), "It is not squared.", "look at the error."),
        changed(backward, "sign", lambda right, x, w, y: tuple(-one for one in right[:2]) + right[2:], "Minus.", "a."),
        changed(backward, "mean", lambda right, x, w, y: (*(g / len(x) for g in right[:2]), right[2]), "Mean.", "b."),
    ),
    outputs=("grad_w", "grad_b", "error"),
    follow={
        "grad_w": lambda inputs, given: inputs["x"].T @ given["error"],
        "grad_b": lambda inputs, given: given["error"].sum(axis=0),
    },
    cases=_cases,
)


def test_the_exercise_keeps_the_rule_of_the_build():
    assert verify(BACKWARD) == []


def test_an_unknown_slip_early_on_costs_its_own_share_and_what_follows_from_it_is_told():
    verdict = judged(BACKWARD, from_error(lambda error, x: np.cos(error)), 0)
    assert (verdict.status, verdict.points, verdict.mistake) == (PARTIAL, 4, "")
    assert verdict.message == (
        "error has the right shape, but the wrong numbers. What follows from it, `grad_w`, `grad_b`, is right for your "
        "`error`: mend that one first."
    )
    assert "error: entry [0, 0]: expected" in verdict.seen


def test_a_second_slip_does_not_keep_its_share_and_the_first_is_reported():
    def two_slips(x, w, y):
        error = 2 * (x @ w - y)
        return x.T @ error, error.mean(axis=0), error

    verdict = judged(BACKWARD, two_slips, 0)
    assert (verdict.status, verdict.points) == (PARTIAL, 2)
    assert verdict.message == (
        "error is exactly 2 times the right one, everywhere. What follows from it, `grad_w`, "
        "is right for your `error`: mend that one first."
    )


def test_a_declared_mistake_in_one_intermediate_is_named_when_the_others_are_wrong_in_their_own_way():
    def named_and_more(x, w, y):
        grad_w, _, error = from_error(lambda error, x: error**2)(x, w, y)
        return grad_w, error[0], error

    verdict = judged(BACKWARD, named_and_more, 0)
    assert (verdict.mistake, verdict.points) == ("error squared", 2)


def test_a_slip_at_the_end_is_the_first_wrong_one_and_has_nothing_after_it():
    verdict = judged(BACKWARD, lambda x, w, y: (backward(x, w, y)[0], 7.0, backward(x, w, y)[2]), 0)
    assert verdict.points == 4
    assert verdict.message.startswith(
        "grad_b is a number; expected an array of shape (2,). Axis 0, of length 2, is gone"
    )


def test_zeros_that_follow_from_zeros_earn_nothing():
    verdict = judged(BACKWARD, from_error(lambda error, x: 0 * error), 0)
    assert (verdict.status, verdict.points) == (WRONG, 0)


@pytest.mark.parametrize("number", [1e-300, 1e-12, -1e-10, np.inf, -np.inf, np.nan])
def test_one_number_everywhere_follows_from_nothing(number):
    def constant(x, w, y):
        return tuple(np.full(one.shape, number) for one in backward(np.abs(x), w, y))

    positive = replace(BACKWARD, cases=lambda rng: [replace(c, inputs=_positive(c.inputs)) for c in _cases(rng)])
    for exercise in (BACKWARD, positive):
        assert judged(exercise, constant, 0).points == 0


def _positive(inputs):
    return {name: np.abs(value) for name, value in inputs.items()}


def test_what_follows_from_a_small_upstream_keeps_its_share_where_it_was_computed():
    assert judged(BACKWARD, from_error(lambda error, x: 1e-6 * np.cos(error)), 0).points == 4


def test_the_intermediates_may_come_in_a_dict_when_the_reference_gives_one():
    names = BACKWARD.outputs
    exercise = replace(
        BACKWARD,
        reference=lambda *inputs: dict(zip(names, backward(*inputs), strict=True)),
        correct=(BACKWARD.reference, BACKWARD.reference),
        mistakes=tuple(replace(one, answer=lambda *inputs: {"error": 1.0}, change=None) for one in BACKWARD.mistakes),
    )
    as_dict = exercise.reference
    assert judged(exercise, as_dict, 0).status == CORRECT
    verdict = judged(exercise, lambda x, w, y: {**as_dict(x, w, y), "grad_b": np.zeros(3)}, 0)
    assert verdict.points == 4 and verdict.message.startswith("grad_b has shape (3,); expected (2,).")


@pytest.mark.parametrize(
    "given", [7.0, (1.0, 2.0), {"error": 2.0}, "a", [[1], [2], [3]], (None, None, None), np.ones(3)]
)
def test_what_is_no_tuple_of_them_is_told_what_to_return(given):
    verdict = judged(BACKWARD, lambda x, w, y: given, 0)
    assert verdict.points == 0 and verdict.message


def test_a_rule_that_does_not_agree_with_the_reference_is_reported():
    wrong = replace(BACKWARD, follow={"grad_b": lambda inputs, given: given["error"].mean(axis=0)})
    assert verify(wrong)[0] == "backward, seed 0: the reference's 'grad_b' does not follow"
    with pytest.raises(ValueError, match="it follows what is none of its outputs"):
        replace(BACKWARD, outputs=("a", "b", "c"))


# Two mistakes at once


def product(x, w):
    return x @ w


SQUARE: Exercise = replace(
    THRICE,
    name="product",
    reference=product,
    correct=(np.matmul, np.dot),
    mistakes=(
        changed(product, "sign", lambda right, x, w: -right, "The sign is wrong.", "look at the sign."),
        changed(product, "transposed", lambda right, x, w: right.T, "It is transposed.", "look at the shape."),
        changed(product, "mean", lambda right, x, w: right / len(x), "You averaged.", "look at 1/N."),
        Mistake("entry by entry", lambda x, w: x * w, "No matrix product.", "look at @."),
    ),
    cases=lambda rng: [Case(f"{n} rows", {"x": rng.normal(size=(n, n)), "w": rng.normal(size=(n, n))}) for n in (2, 3)],
)


def test_two_changes_together_are_recognised():
    assert verify(SQUARE) == []
    verdict = judged(SQUARE, lambda x, w: -(x @ w).T, 0)
    assert (verdict.status, verdict.mistake) == (WRONG, "sign, and transposed")
    assert verdict.message == "Two things at once. The sign is wrong. It is transposed."
    assert judged(SQUARE, lambda x, w: -(x @ w) / len(x), 0).mistake == "sign, and mean"


def test_a_mistake_that_is_no_change_of_an_answer_has_no_company():
    assert judged(SQUARE, lambda x, w: -(x * w), 0).mistake == ""


def test_two_changes_that_undo_each_other_are_reported():
    again = changed(product, "minus", lambda right, x, w: -right, "Minus.", "look.")
    exercise = replace(SQUARE, mistakes=(*SQUARE.mistakes, replace(again, same_as="sign")))
    assert verify(exercise)[0].startswith("product, seed 0: 'sign, and minus' together are judged: ")
