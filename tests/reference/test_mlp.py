"""The plain multilayer perceptron: its shapes, its intermediates, and every gradient."""

import numpy as np
import pytest

from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.reference.activations import ACTIVATIONS
from bpcourse.reference.initializers import init_network
from bpcourse.reference.losses import (
    bce_from_logits,
    bce_from_logits_backward,
    cross_entropy,
    l2_penalty,
    mse,
    mse_backward,
    softmax_cross_entropy_backward,
)
from bpcourse.reference.mlp import mlp_backward, mlp_forward, mlp_gradients, mlp_loss
from tests.reference import checks

SIZES = (4, 5, 3, 2)
RNG = np.random.default_rng(11)
X = RNG.normal(size=(6, 4))
PARAMS = [(w, RNG.normal(size=b.shape)) for w, b in init_network(SIZES, RNG)]


def logits_from(layer, z, activation):
    """The logits, when the z of one layer is replaced."""
    f, _ = ACTIVATIONS[activation]
    for w, b in PARAMS[layer + 1 :]:
        z = f(z) @ w + b
    return z


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_intermediate_gradient_agrees_with_measurement(activation):
    f, _ = ACTIVATIONS[activation]
    upstream = RNG.normal(size=(6, 2))
    saved = mlp_forward(X, PARAMS, activation)
    back = mlp_backward(upstream, saved, PARAMS, activation)
    for layer in range(3):
        measured = central_difference(
            lambda z, layer=layer: np.sum(upstream * logits_from(layer, z, activation)), saved.z[layer]
        )
        assert relative_error(back.grad_z[layer], measured) < checks.TOLERANCE
    for layer in range(2):
        w, b = PARAMS[layer + 1]
        measured = central_difference(
            lambda a, layer=layer, w=w, b=b: np.sum(upstream * logits_from(layer + 1, a @ w + b, activation)),
            f(saved.z[layer]),
        )
        assert relative_error(back.grad_a[layer], measured) < checks.TOLERANCE
    measured = central_difference(lambda x: np.sum(upstream * mlp_forward(x, PARAMS, activation).logits), X)
    assert relative_error(back.grad_x, measured) < checks.TOLERANCE


@pytest.mark.parametrize(
    ("loss", "backward", "y"),
    [
        (cross_entropy, softmax_cross_entropy_backward, np.array([0, 1, 1, 0, 1, 0])),
        (mse, mse_backward, RNG.normal(size=(6, 2))),
        (bce_from_logits, bce_from_logits_backward, RNG.random((6, 2))),
    ],
    ids=["softmax", "mse", "binary"],
)
def test_the_gradients_of_any_loss_agree_with_measurement(loss, backward, y):
    arrays = [array for pair in PARAMS for array in pair]

    def loss_of(*arrays):
        return mlp_loss(X, y, list(zip(arrays[::2], arrays[1::2], strict=True)), loss, "tanh", lam=0.1)

    grads = mlp_gradients(X, y, PARAMS, backward, "tanh", lam=0.1)
    assert checks.gradient_error(loss_of, [array for pair in grads for array in pair], arrays) < checks.TOLERANCE


def test_each_gradient_has_the_shape_of_what_it_belongs_to():
    saved = mlp_forward(X, PARAMS)
    back = mlp_backward(np.ones((6, 2)), saved, PARAMS)
    assert [z.shape for z in saved.z] == [grad.shape for grad in back.grad_z] == [(6, 5), (6, 3), (6, 2)]
    assert [a.shape for a in saved.a] == [grad.shape for grad in back.grad_a] == [(6, 5), (6, 3)]
    assert [(w.shape, b.shape) for w, b in back.grads] == [(w.shape, b.shape) for w, b in PARAMS]
    assert back.grad_x.shape == X.shape


def test_the_inputs_of_a_layer_are_what_the_layer_before_gave():
    saved = mlp_forward(X, PARAMS, "relu")
    assert saved.input_of(0) is saved.x and saved.input_of(2) is saved.a[1]
    assert np.array_equal(saved.logits, saved.a[1] @ PARAMS[2][0] + PARAMS[2][1])


def test_a_network_of_one_layer_has_no_activation():
    w, b = PARAMS[0]
    saved = mlp_forward(X, [(w, b)])
    assert saved.a == () and np.array_equal(saved.logits, X @ w + b)
    assert mlp_backward(np.ones((6, 5)), saved, [(w, b)]).grad_a == ()


def test_the_penalty_counts_all_weights_and_no_bias():
    y = np.zeros(6, int)
    without = mlp_loss(X, y, PARAMS, cross_entropy)
    penalty = sum(l2_penalty(w, 0.2) for w, _ in PARAMS)
    assert mlp_loss(X, y, PARAMS, cross_entropy, lam=0.2) == pytest.approx(without + penalty, rel=1e-14)


def test_neither_pass_changes_what_it_is_given():
    x, params = X.copy(), [(w.copy(), b.copy()) for w, b in PARAMS]
    mlp_gradients(x, np.zeros(6, int), params, softmax_cross_entropy_backward, "relu", 0.1)
    assert np.array_equal(x, X)
    assert all(
        np.array_equal(w, kept_w) and np.array_equal(b, kept_b)
        for (w, b), (kept_w, kept_b) in zip(params, PARAMS, strict=True)
    )


def test_float32_stays_float32_from_end_to_end():
    params = [(w.astype(np.float32), b.astype(np.float32)) for w, b in PARAMS]
    grads = mlp_gradients(X.astype(np.float32), np.zeros(6, int), params, softmax_cross_entropy_backward, "gelu", 0.1)
    assert {array.dtype for pair in grads for array in pair} == {np.dtype(np.float32)}


def test_a_batch_with_the_wrong_number_of_inputs_is_refused():
    with pytest.raises(ValueError, match=r"x has shape \(6, 3\), expected \(N, 4\): the layer has 4 inputs"):
        mlp_forward(X[:, :3], PARAMS)
