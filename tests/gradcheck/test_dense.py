"""The structured check of a network: the backward pass's gradients, from losses alone, in few evaluations."""

import numpy as np
import pytest

from bpcourse.gradcheck import central_difference, network_difference, relative_error
from bpcourse.reference import losses, mlp
from bpcourse.reference.initializers import init_network

LABELS = np.array([2, 0, 1, 1, 0, 2])


def network(sizes, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(len(LABELS), sizes[0]))
    params = [(w, rng.normal(size=b.shape)) for w, b in init_network(sizes, rng)]
    return x, params


def cross_entropies(logits):
    return -losses.log_softmax(logits)[..., np.arange(len(LABELS)), LABELS].mean(axis=-1)


def flat(params):
    return np.concatenate([array.ravel() for pair in params for array in pair])


@pytest.mark.parametrize("sizes", [(4, 3), (4, 5, 3), (4, 5, 2, 3), (2, 3, 4, 5, 3)])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "softplus"])
def test_it_measures_what_the_backward_pass_computes(sizes, activation):
    x, params = network(sizes)
    grads = mlp.mlp_gradients(x, LABELS, params, losses.softmax_cross_entropy_backward, activation)
    measured = network_difference(cross_entropies, x, params, activation)
    assert [(w.shape, b.shape) for w, b in measured] == [(w.shape, b.shape) for w, b in params]
    for pair, expected in zip(measured, grads, strict=True):
        for gradient, right in zip(pair, expected, strict=True):
            assert relative_error(gradient, right) < 1e-7  # rounding 1e-10 on gradients as small as 1e-3


def test_it_measures_what_the_naive_loop_measures_also_for_large_parameters():
    x, params = network((4, 5, 3))
    x, (w, b), above = x / 300, params[0], params[1]

    def loss(w):
        return losses.cross_entropy(mlp.mlp_forward(x, [(w, b), above], "tanh").logits, LABELS)

    [(grad_w, _), _] = network_difference(cross_entropies, x, [(300 * w, b), above], "tanh")
    assert relative_error(grad_w, central_difference(loss, 300 * w)) < 1e-8


def test_a_network_of_499_parameters_asks_for_the_loss_a_few_times_only():
    x, params = network((10, 16, 16, 3))
    assert flat(params).size == 499
    asked = []
    network_difference(lambda z: asked.append(len(z)) or cross_entropies(z), x, params, "tanh")
    assert sum(asked) == 2 * 499
    assert len(asked) <= 6


def test_a_stack_that_does_not_fit_is_cut_into_pieces_with_the_same_result(monkeypatch):
    x, params = network((4, 5, 3))
    whole = network_difference(cross_entropies, x, params, "tanh")
    monkeypatch.setattr("bpcourse.gradcheck.dense.STACK", 1)
    asked = []
    pieces = network_difference(lambda z: asked.append(len(z)) or cross_entropies(z), x, params, "tanh")
    assert len(asked) == (4 + 1) + (5 + 1)
    assert relative_error(flat(pieces), flat(whole)) < 1e-9


def test_params_and_x_are_left_as_they_were():
    x, params = network((4, 5, 3))
    before = x.copy(), flat(params).copy()
    network_difference(cross_entropies, x, params, "tanh")
    assert np.array_equal(x, before[0]) and np.array_equal(flat(params), before[1])


@pytest.mark.parametrize(
    ("loss", "shape"),
    [(lambda z: losses.softmax(z).sum(), r"\(\)"), (lambda z: (z**2).sum(axis=-1), r"\(\d+, 6\)")],
)
def test_a_loss_that_does_not_give_one_number_for_each_network_is_refused(loss, shape):
    x, params = network((4, 5, 3))
    with pytest.raises(ValueError, match=rf"loss gave shape {shape} for logits of shape .*one number for each network"):
        network_difference(loss, x, params)
