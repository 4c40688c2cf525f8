"""The losses and their gradients: right values, right scale, and no overflow at any logit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.reference.activations import sigmoid
from bpcourse.reference.losses import (
    bce,
    bce_backward,
    bce_from_logits,
    bce_from_logits_backward,
    cross_entropy,
    l2_penalty,
    l2_penalty_backward,
    log_softmax,
    mse,
    mse_backward,
    softmax,
    softmax_cross_entropy_backward,
    softmax_vjp,
)
from tests.reference import checks

RNG = np.random.default_rng(7)
LOGITS = RNG.normal(size=(5, 3))
TARGETS = RNG.random((5, 3))
ROWS = arrays(np.float64, (4, 3), elements=st.floats(-1e4, 1e4))


@pytest.mark.parametrize(
    ("loss", "backward", "prediction"),
    [
        (mse, mse_backward, LOGITS),
        (bce, bce_backward, sigmoid(LOGITS)),
        (bce_from_logits, bce_from_logits_backward, LOGITS),
    ],
    ids=["mse", "bce", "bce_from_logits"],
)
@pytest.mark.parametrize("shape", [(5, 3), (15,), (15, 1), ()])
def test_the_gradient_of_a_loss_agrees_with_the_central_difference(loss, backward, prediction, shape):
    prediction, y = np.resize(prediction, shape), np.resize(TARGETS, shape)
    measured = central_difference(lambda p: loss(p, y), prediction)
    assert backward(prediction, y).shape == shape
    assert relative_error(backward(prediction, y), measured) < 1e-8


def test_the_gradients_of_softmax_and_cross_entropy_pass_the_checks_of_every_rule():
    for seed in range(5):
        rng = np.random.default_rng(seed)
        assert checks.softmax_error(softmax_vjp, rng) < 1e-8
        assert checks.cross_entropy_error(softmax_cross_entropy_backward, rng) < 1e-8


def test_the_losses_are_means_over_all_entries():
    assert mse([[1.0, 2.0], [3.0, 4.0]], [[0.0, 0.0], [0.0, 0.0]]) == 7.5
    assert bce([0.5, 0.25], [1.0, 0.0]) == pytest.approx((np.log(2) + np.log(4 / 3)) / 2)
    assert cross_entropy(np.zeros((6, 4)), np.zeros(6, int)) == pytest.approx(np.log(4))
    twice = np.vstack([LOGITS, LOGITS])
    assert cross_entropy(twice, [0, 1, 2, 2, 1] * 2) == pytest.approx(cross_entropy(LOGITS, [0, 1, 2, 2, 1]))


def test_a_column_and_a_row_are_not_compared_with_each_other():
    for loss in (mse, mse_backward, bce, bce_backward, bce_from_logits, bce_from_logits_backward):
        with pytest.raises(ValueError, match=r"has shape \(5, 1\), expected \(5,\): the shape of y"):
            loss(np.full((5, 1), 0.5), np.ones(5))


def test_a_certain_prediction_costs_nothing_when_right_and_everything_when_wrong():
    with np.errstate(all="raise"):
        assert bce([0.0, 1.0], [0, 1]) == 0.0
        assert bce_backward([0.0, 1.0], [0, 1]).tolist() == [0.5, -0.5]
    assert bce([0.0, 0.5], [1, 1]) == np.inf
    assert bce_backward([0.0, 1.0], [1, 0]).tolist() == [-np.inf, np.inf]


@given(z=st.floats(-1e4, 1e4), y=st.sampled_from([0.0, 0.3, 1.0]))
def test_the_binary_loss_from_logits_is_finite_everywhere_and_equal_to_the_plain_one_where_that_is(z, y):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        loss, slope = bce_from_logits(z, y), bce_from_logits_backward(z, y)
    assert np.isfinite(loss) and loss >= 0 and -1 <= slope <= 1
    if abs(z) < 10:  # further out, 1 - sigmoid(z) in the plain one has too few digits left
        assert loss == pytest.approx(bce(sigmoid(z), y), rel=1e-11)


def test_the_binary_loss_from_logits_at_its_ends():
    assert bce_from_logits([1e4, -1e4], [1.0, 0.0]) == 0.0
    assert bce_from_logits([1e4, -1e4], [0.0, 1.0]) == 1e4
    assert bce_from_logits(-40.0, 0.0) == pytest.approx(np.exp(-40.0))


@given(z=ROWS)
def test_the_rows_of_softmax_are_probabilities_whatever_the_logits(z):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        p = softmax(z)
    assert np.all((p >= 0) & (p <= 1)) and p.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-14)


@given(z=arrays(np.float64, (4, 3), elements=st.floats(-50, 50)), shift=st.floats(-1e4, 1e4))
def test_a_number_added_to_a_row_does_not_change_its_softmax(z, shift):
    assert softmax(z + shift) == pytest.approx(softmax(z), abs=1e-10)


@given(z=ROWS, y=arrays(np.int64, 4, elements=st.integers(0, 2)))
def test_cross_entropy_is_finite_and_its_gradient_rows_add_up_to_zero(z, y):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        loss, grad = cross_entropy(z, y), softmax_cross_entropy_backward(z, y)
    assert 0 <= loss <= 2e4 + 2 and grad.sum(axis=1) == pytest.approx(np.zeros(4), abs=1e-14)


def test_log_softmax_is_the_logarithm_without_its_underflow():
    assert log_softmax(LOGITS) == pytest.approx(np.log(softmax(LOGITS)), rel=1e-13)
    assert log_softmax([0.0, 1e4]).tolist() == [-1e4, 0.0]


@given(z=arrays(np.float64, (3, 4), elements=st.floats(-5, 5)), upstream=arrays(np.float64, (3, 4)))
def test_softmax_vjp_is_the_product_with_the_jacobian(z, upstream):
    upstream = np.nan_to_num(np.clip(upstream, -10, 10))
    p = softmax(z)
    jacobians = [np.diag(row) - np.outer(row, row) for row in p]
    by_jacobian = np.array([g @ jacobian for g, jacobian in zip(upstream, jacobians, strict=True)])
    assert softmax_vjp(upstream, p) == pytest.approx(by_jacobian, abs=1e-12)


def test_the_cross_entropy_gradient_is_the_chain_of_its_two_steps():
    y = np.array([0, 2, 1, 1, 0])
    p = softmax(LOGITS)
    grad_p = np.zeros_like(p)
    grad_p[np.arange(5), y] = -1 / (5 * p[np.arange(5), y])
    assert softmax_cross_entropy_backward(LOGITS, y) == pytest.approx(softmax_vjp(grad_p, p), abs=1e-14)


def test_softmax_takes_one_row_as_well():
    assert softmax([0.0, np.log(3.0)]) == pytest.approx([0.25, 0.75])
    assert softmax_vjp([1.0, 0.0], [0.25, 0.75]) == pytest.approx([0.1875, -0.1875])


@pytest.mark.parametrize(
    ("logits", "y", "sentence"),
    [
        (np.zeros(3), [0], r"logits has shape \(3,\), expected \(N, K\)"),
        (np.zeros((2, 3)), [0], r"y has shape \(1,\), expected \(2,\): one label for each row"),
        (np.zeros((2, 3)), np.eye(3)[:2], r"y has shape \(2, 3\), expected \(2,\)"),
        (np.zeros((2, 3)), [0.0, 1.0], "y has dtype float64, expected integers"),
        (np.zeros((2, 3)), [0, 3], "y has labels from 0 to 3, expected 0 to 2: 3 classes"),
        (np.zeros((2, 3)), [-1, 0], "y has labels from -1 to 0, expected 0 to 2"),
    ],
)
def test_labels_that_do_not_fit_the_logits_are_refused(logits, y, sentence):
    for f in (cross_entropy, softmax_cross_entropy_backward):
        with pytest.raises(ValueError, match=sentence):
            f(logits, y)


def test_an_upstream_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"upstream has shape \(3,\), expected \(5, 3\): the shape of p"):
        softmax_vjp(np.ones(3), softmax(LOGITS))


def test_the_penalty_is_lam_times_the_sum_of_squares_and_its_gradient_twice_lam_w():
    assert l2_penalty([[3.0, 4.0]], 0.1) == pytest.approx(2.5)
    measured = central_difference(lambda w: l2_penalty(w, 0.3), LOGITS)
    assert relative_error(l2_penalty_backward(LOGITS, 0.3), measured) < 1e-8


def test_no_loss_changes_its_inputs():
    z, y, labels = LOGITS.copy(), TARGETS.copy(), np.array([0, 2, 1, 1, 0])
    for f in (mse, mse_backward, bce_from_logits, bce_from_logits_backward):
        f(z, y)
    for f in (cross_entropy, softmax_cross_entropy_backward):
        f(z, labels)
    softmax_vjp(z, y)
    assert np.array_equal(z, LOGITS) and np.array_equal(y, TARGETS)


def test_float32_stays_float32():
    z, y = LOGITS.astype(np.float32), TARGETS.astype(np.float32)
    assert softmax(z).dtype == softmax_cross_entropy_backward(z, [0, 1, 2, 0, 1]).dtype == np.float32
    assert mse_backward(z, y).dtype == bce_from_logits_backward(z, y).dtype == np.float32
    assert bce_backward(sigmoid(z), y).dtype == np.float32
