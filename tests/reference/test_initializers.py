"""The starting weights: their shapes, their spread, and what the spread is for."""

import numpy as np
import pytest

from bpcourse.reference.activations import relu
from bpcourse.reference.initializers import (
    count_parameters,
    glorot_uniform,
    init_layer,
    init_network,
    init_weights,
    lecun_normal,
)


@pytest.mark.parametrize(
    ("initializer", "variance"),
    [(init_weights, 2 / 300), (lecun_normal, 1 / 300), (glorot_uniform, 2 / (300 + 200))],
    ids=["he", "lecun", "glorot"],
)
def test_the_weights_have_their_shape_their_variance_and_mean_zero(initializer, variance):
    w = initializer(300, 200, np.random.default_rng(0))
    assert w.shape == (300, 200)
    # 60,000 draws: the variance is good to about 0.6 %, the mean to a 245th of the spread.
    assert w.var() == pytest.approx(variance, rel=0.03)
    assert abs(w.mean()) < 4 * np.sqrt(variance / w.size)


def test_glorot_draws_from_an_interval():
    w = glorot_uniform(300, 200, np.random.default_rng(0))
    assert 0.999 * np.sqrt(6 / 500) < np.abs(w).max() <= np.sqrt(6 / 500)


def squared_signal_after(layers, initializer, f):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(50, 400))
    for _ in range(layers):
        x = f(x @ initializer(400, 400, rng))
    return np.mean(x**2)


def test_each_rule_keeps_the_signal_through_twenty_layers_of_its_own_kind_and_not_of_another():
    assert 0.3 < squared_signal_after(20, init_weights, relu) < 3
    assert 0.3 < squared_signal_after(20, lecun_normal, lambda z: z) < 3
    assert squared_signal_after(20, lecun_normal, relu) < 1e-4
    assert squared_signal_after(20, init_weights, lambda z: z) > 1e4


def test_a_network_starts_with_zero_biases_and_weights_of_inputs_by_units():
    params = init_network((4, 3, 2), np.random.default_rng(0))
    assert [(w.shape, b.tolist()) for w, b in params] == [((4, 3), [0.0, 0.0, 0.0]), ((3, 2), [0.0, 0.0])]
    w, b = init_layer(4, 3, np.random.default_rng(0))
    assert np.array_equal(w, params[0][0]) and b.tolist() == [0.0, 0.0, 0.0]


def test_the_parameters_are_counted_with_their_biases():
    assert count_parameters((2, 2, 2)) == 12
    assert count_parameters((784, 100, 10)) == 79_510
    params = init_network((5, 4, 3), np.random.default_rng(0))
    assert count_parameters((5, 4, 3)) == sum(w.size + b.size for w, b in params)


@pytest.mark.parametrize("sizes", [(4,), (), (4, 0, 2)])
def test_sizes_that_are_no_network_are_refused(sizes):
    with pytest.raises(ValueError, match="expected two or more positive numbers: inputs, then units by layer"):
        init_network(sizes, np.random.default_rng(0))
