"""The sigmoid network in matrices: forwards, backwards, and many networks at once."""

import numpy as np
import pytest

from bpcourse.reference.activations import sigmoid
from bpcourse.reference.sigmoid_network import (
    hidden_delta,
    layer_forward,
    layer_outputs,
    network_backward,
    network_forward,
    network_loss,
    output_delta,
    train_network,
)
from bpcourse.reference.systems import network_222, random_222
from tests.reference import checks

RNG = np.random.default_rng(4)


def test_a_layer_takes_a_batch_and_one_sample():
    x, w, b = RNG.normal(size=(5, 3)), RNG.normal(size=(3, 2)), RNG.normal(size=2)
    assert layer_forward(x, w, b) == pytest.approx(sigmoid(x @ w + b), rel=1e-15)
    assert layer_forward(x[2], w, b) == pytest.approx(layer_forward(x, w, b)[2], rel=1e-14)


def test_the_gradients_agree_with_measurement_on_a_network_without_a_square_layer():
    for seed in range(3):
        rule = lambda *given: network_backward(*given)[1]  # noqa: E731
        assert checks.sigmoid_network_error(rule, np.random.default_rng(seed)) < 1e-8


def test_the_deltas_are_those_of_the_two_formulas():
    params = [(RNG.normal(size=(3, 4)), RNG.normal(size=4)), (RNG.normal(size=(4, 2)), RNG.normal(size=2))]
    x, target = RNG.normal(size=(5, 3)), RNG.random((5, 2))
    _, hidden, out = outs = layer_outputs(x, params)
    deltas, _ = network_backward(target, outs, params)
    assert np.array_equal(deltas[1], output_delta(target, out))
    assert np.array_equal(deltas[0], hidden_delta(deltas[1], params[1][0], hidden))


def test_training_changes_neither_the_parameters_it_was_given_nor_the_biases_if_told_so():
    system = network_222()
    kept = [(w.copy(), b.copy()) for w, b in system.params]
    trained = train_network(system.x, system.target, system.params, 0.5, 3, train_biases=False)
    for (w, b), (kept_w, kept_b), (new_w, new_b) in zip(system.params, kept, trained, strict=True):
        assert np.array_equal(w, kept_w) and np.array_equal(b, kept_b) and np.array_equal(new_b, kept_b)
        assert not np.array_equal(new_w, kept_w)


def test_many_networks_at_once_are_each_trained_as_if_alone():
    many = random_222(7, RNG)
    together = train_network(many.x, many.target, many.params, many.lr, 20)
    losses = network_loss(many.target, network_forward(many.x, together))
    assert losses.shape == (7,)
    for start in (0, 3, 6):
        alone = train_network(many.x, many.target, [(w[start], b[start, 0]) for w, b in many.params], many.lr, 20)
        assert network_loss(many.target, network_forward(many.x, alone)) == pytest.approx(losses[start], rel=1e-12)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: layer_forward(np.ones((5, 2)), np.ones((3, 2)), np.ones(2)),
            r"x has shape \(5, 2\), expected \(5, 3\)",
        ),
        (lambda: layer_forward(np.ones(3), np.ones((3, 2)), np.ones(3)), r"b has shape \(3,\), expected \(2,\)"),
        (lambda: output_delta(np.ones(2), np.ones((5, 2))), r"target has shape \(2,\), expected \(5, 2\)"),
        (
            lambda: hidden_delta(np.ones((5, 2)), np.ones((2, 4)), np.ones((5, 4))),
            r"w_next has shape \(2, 4\), expected \(4, 2\): \(units, next units\)",
        ),
    ],
)
def test_shapes_that_do_not_fit_are_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
