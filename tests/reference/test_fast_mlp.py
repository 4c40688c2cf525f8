"""The fast network gives the numbers of the plain one, for every activation, batch size and type."""

import numpy as np
import pytest

from bpcourse.reference.fast_mlp import FastMLP, one_hot
from bpcourse.reference.initializers import init_network
from bpcourse.reference.losses import cross_entropy, softmax_cross_entropy_backward
from bpcourse.reference.mlp import mlp_gradients, mlp_loss

SIZES = (7, 6, 5, 3)
RNG = np.random.default_rng(3)
X, Y = RNG.normal(size=(20, 7)), RNG.integers(0, 3, 20)
PARAMS = [(w, RNG.normal(size=b.shape)) for w, b in init_network(SIZES, RNG)]


def plain_step(params, x, y, activation, lr, lam):
    grads = mlp_gradients(x, y, params, softmax_cross_entropy_backward, activation, lam)
    return [(w - lr * grad_w, b - lr * grad_b) for (w, b), (grad_w, grad_b) in zip(params, grads, strict=True)]


def assert_close(params, expected, rtol):
    for pair, expected_pair in zip(params, expected, strict=True):
        for array, expected_array in zip(pair, expected_pair, strict=True):
            np.testing.assert_allclose(array, expected_array, rtol=rtol, atol=rtol)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_gradients_and_loss_are_those_of_the_plain_network(activation):
    network = FastMLP(PARAMS, activation)
    loss = network.gradients(X, one_hot(Y, 3, np.float64))
    assert loss == pytest.approx(mlp_loss(X, Y, PARAMS, cross_entropy, activation), rel=1e-13)
    assert_close(network.grads, mlp_gradients(X, Y, PARAMS, softmax_cross_entropy_backward, activation), 1e-13)
    assert_close(network.params, PARAMS, 0)


@pytest.mark.parametrize(("dtype", "rtol"), [(np.float64, 1e-12), (np.float32, 1e-4)])
@pytest.mark.parametrize("lam", [0.0, 0.01])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_fifty_steps_on_batches_of_two_sizes_end_where_the_plain_ones_do(activation, lam, dtype, rtol):
    network, expected = FastMLP([(w.astype(dtype), b.astype(dtype)) for w, b in PARAMS], activation), PARAMS
    x, targets = X.astype(dtype), one_hot(Y, 3, dtype)
    for _ in range(25):
        for rows in (slice(0, 13), slice(13, 20)):
            network.sgd_step(x[rows], targets[rows], 0.1, lam)
            expected = plain_step(expected, X[rows], Y[rows], activation, 0.1, lam)
    assert network.params[0][0].dtype == dtype
    assert_close(network.params, expected, rtol)


def test_neither_the_start_nor_the_batch_is_changed():
    start, x, targets = [(w.copy(), b.copy()) for w, b in PARAMS], X.copy(), one_hot(Y, 3, np.float64)
    FastMLP(start).sgd_step(x, targets, 0.5)
    assert_close(start, PARAMS, 0)
    assert np.array_equal(x, X) and np.array_equal(targets, np.eye(3)[Y])


def test_the_same_batch_twice_gives_the_same_gradients():
    network, targets = FastMLP(PARAMS), one_hot(Y, 3, np.float64)
    network.gradients(X, targets)
    first = [(w.copy(), b.copy()) for w, b in network.grads]
    network.gradients(X[:4], targets[:4])
    network.gradients(X, targets)
    assert_close(network.grads, first, 0)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_huge_inputs_overflow_nothing(activation):
    network = FastMLP([(1e3 * w, b) for w, b in PARAMS[:2]] + [PARAMS[2]], activation)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert np.isfinite(network.gradients(X, one_hot(Y, 3, np.float64)))
    assert all(np.isfinite(array).all() for pair in network.grads for array in pair)


def test_targets_may_be_probabilities_that_are_not_certain():
    soft = np.full((20, 3), [0.2, 0.5, 0.3])
    mixed = sum(
        p * FastMLP(PARAMS).gradients(X, one_hot(np.full(20, k), 3, np.float64)) for k, p in enumerate((0.2, 0.5, 0.3))
    )
    assert FastMLP(PARAMS).gradients(X, soft) == pytest.approx(mixed, rel=1e-13)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="activation is 'gelu', expected one of sigmoid, tanh, relu"):
        FastMLP(PARAMS, "gelu")
    with pytest.raises(ValueError, match=r"x has shape \(20, 6\), expected \(N, 7\): the network has 7 inputs"):
        FastMLP(PARAMS).gradients(X[:, :6], one_hot(Y, 3))
    with pytest.raises(ValueError, match="x has dtype float64 and targets float32, expected float64 for both"):
        FastMLP(PARAMS).gradients(X, one_hot(Y, 3))
    with pytest.raises(ValueError, match=r"targets has shape \(20,\), expected \(20, 3\): one row a sample"):
        FastMLP(PARAMS).gradients(X, Y)
