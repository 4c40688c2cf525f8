"""The two trainings take the right gradient and a wrong one, and answer with the losses and the gradients' errors."""

import itertools

import numpy as np
import pytest
import traitlets

from bpcourse.museum.broadcast import TARGET, W0, W1, X, row_times_column, trained_221
from bpcourse.reference.activations import sigmoid
from bpcourse.widgets import TwoTrainings
from bpcourse.widgets.two_trainings_numbers import GRADIENTS, PASSES, WRONG, training


def descent(rate, sign_of_w0=1.0):
    """Losses of the network that is trained by chain-rule sums over single weights, without a matrix."""
    w0, w1, losses = W0.copy(), W1.copy(), []
    for _ in range(PASSES):
        h = sigmoid(w0 @ X)
        a = float(sigmoid(w1 @ h)[0, 0])
        losses.append(0.5 * (TARGET - a) ** 2)
        delta = (a - TARGET) * a * (1 - a)
        old = w1.copy()
        for i in range(2):
            w1[0, i] -= rate * delta * h[i, 0]
            for j in range(2):
                w0[i, j] -= rate * sign_of_w0 * delta * old[0, i] * h[i, 0] * (1 - h[i, 0]) * X[j, 0]
    return losses


def test_the_published_training_is_the_one_of_the_museum_and_ends_at_the_printed_number():
    assert training("published").losses == trained_221(row_times_column, PASSES)[0]
    assert f"{training('published').losses[-1]:.8e}" == "5.92944818e-07"


@pytest.mark.parametrize(
    ("name", "rate", "sign"),
    [
        ("right", 1.0, 1.0),
        ("wrong sign in W0", 1.0, -1.0),
        ("twice too large", 2.0, 1.0),
        ("wrong sign in both", -1.0, 1.0),
    ],
)
def test_a_training_is_descent_with_the_mistake_that_its_name_says(name, rate, sign):
    np.testing.assert_allclose(training(name).losses, descent(rate, sign), rtol=1e-9)


def test_the_right_gradient_agrees_with_the_measured_one_at_every_pass():
    right = training("right")
    assert max(right.errors_w0 + right.errors_w1) < 1e-7
    assert min(right.cosines) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("name", WRONG)
def test_a_check_finds_every_wrong_gradient_at_every_pass(name):
    assert min(training(name).errors_w0) > 0.3


@pytest.mark.parametrize("name", GRADIENTS)
def test_a_loss_falls_where_the_cosine_is_positive_and_rises_where_it_is_negative(name):
    one = training(name)
    for cosine, (before, after) in zip(one.cosines, itertools.pairwise(one.losses), strict=False):
        assert (after < before) == (cosine > 0)


def test_the_numbers_are_those_of_the_pass_and_no_loss_beyond_it_is_shown():
    trainings = TwoTrainings()
    trainings.gradient, trainings.passes = "wrong sign in W0", 40
    now = trainings.data()
    assert now["losses"] == training("wrong sign in W0").losses[:40]
    assert now["right_losses"] == training("right").losses[:40]
    assert now["relative_error"]["W0"] == pytest.approx(1)
    assert np.cos(np.radians(now["angle"])) == pytest.approx(now["cosine"])
    assert trainings.picture == now
    assert "called wrong sign in W0" in trainings.alt and "its step goes downhill" in trainings.alt


@pytest.mark.parametrize(
    ("question", "control", "value", "answer", "says"),
    [
        (0, "passes", 100, "up to ten times higher", "Less than 90° is still downhill"),
        (1, "passes", 100, "it gets larger", "It was 0.37 and is 0.73."),
        (2, "passes", 100, "lower", "W1 goes downhill and has the larger gradient"),
        (3, "passes", 100, "lower", "its relative error is 0.33"),
        (4, "gradient", "wrong sign in both", "one", "ends higher with: wrong sign in both."),
    ],
)
def test_each_answer_is_what_the_trainings_did(question, control, value, answer, says):
    trainings = TwoTrainings()
    for _ in range(question):
        trainings.prediction.another()
    trainings.prediction.choose(trainings.panel["choices"][0])
    assert trainings.panel["unlocked"] == [control] and trainings.panel["was"] is None
    setattr(trainings, control, value)
    assert trainings.panel["was"] == answer
    assert says in trainings.panel["text"]


def test_the_answer_comes_with_the_last_pass_and_not_before():
    trainings = TwoTrainings()
    trainings.prediction.choose("lower")
    trainings.passes = 99
    assert trainings.predictions == []
    assert trainings.panel["text"] == "Now move on to pass 100. The key End goes there at once."


def test_the_answer_is_worked_out_from_the_losses():
    trainings = TwoTrainings()
    end = trainings.prediction.question.outcome
    assert end({}, {"loss": 1.0, "right_loss": 2.0}) == "lower"
    assert end({}, {"loss": 20.0, "right_loss": 2.0}) == "up to ten times higher"
    assert end({}, {"loss": 21.0, "right_loss": 2.0}) == "more than ten times higher"


def test_a_gradient_or_a_pass_that_does_not_exist_is_refused():
    trainings = TwoTrainings()
    with pytest.raises(traitlets.TraitError, match="gradient"):
        trainings.gradient = "another"
    with pytest.raises(traitlets.TraitError):
        trainings.passes = 101
    trainings.passes = 40.4
    assert trainings.data()["passes"] == trainings.passes == 40
