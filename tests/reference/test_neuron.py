"""One neuron, and networks of neuron objects: the same numbers as in matrices."""

import numpy as np
import pytest

from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.reference.neuron import (
    Layer,
    Network,
    Neuron,
    dloss_dw,
    half_squared_error,
    neuron,
    neuron_gradient,
)
from bpcourse.reference.sigmoid_network import layer_outputs, network_backward, network_forward, train_network

RNG = np.random.default_rng(2)
SIZES = (3, 5, 2, 4)  # no layer is square
X, TARGET = RNG.normal(size=3), RNG.random(4)


def test_the_gradient_of_one_neuron_agrees_with_measurement_on_one_sample_and_on_a_batch():
    x, w, b, y = RNG.normal(size=(6, 3)), RNG.normal(size=3), 0.4, RNG.random(6)
    one = central_difference(lambda w: half_squared_error(neuron(x[0], w, b), y[0]), w)
    assert relative_error(dloss_dw(x[0], w, b, y[0]), one) < 1e-8
    grad_w, grad_b = neuron_gradient(x, w, b, y)
    assert relative_error(grad_w, central_difference(lambda w: half_squared_error(neuron(x, w, b), y).mean(), w)) < 1e-8
    assert relative_error(grad_b, central_difference(lambda b: half_squared_error(neuron(x, w, b), y).mean(), b)) < 1e-8


def test_a_layer_has_one_neuron_a_unit_and_one_weight_an_input():
    network = Network.random(SIZES, RNG)
    assert [len(layer.neurons) for layer in network.layers] == [5, 2, 4]
    assert [{len(unit.weights) for unit in layer.neurons} for layer in network.layers] == [{3}, {5}, {2}]


def test_objects_and_matrices_give_the_same_outputs_and_the_same_gradients():
    network = Network.random(SIZES, RNG)
    params = network.params()
    outs = layer_outputs(X[None], params)
    assert network.forward(X) == pytest.approx(network_forward(X, params), rel=1e-14)
    network.backward(TARGET)
    deltas, grads = network_backward(TARGET, outs, params)
    for layer, delta, (grad_w, grad_b) in zip(network.layers, deltas, grads, strict=True):
        assert [unit.delta for unit in layer.neurons] == pytest.approx(delta[0], rel=1e-12)
        assert np.allclose(np.transpose([unit.grad_weights for unit in layer.neurons]), grad_w, rtol=1e-12, atol=0)
        assert [unit.grad_bias for unit in layer.neurons] == pytest.approx(grad_b, rel=1e-12)


def test_objects_and_matrices_stay_together_over_many_steps():
    network = Network.random((2, 3, 1), RNG)
    params = train_network([[0.3, -0.7]], [[0.2]], network.params(), lr=0.5, steps=50)
    for _ in range(50):
        network.forward([0.3, -0.7])
        network.backward([0.2])
        network.update(0.5)
    for (w, b), (matrix_w, matrix_b) in zip(network.params(), params, strict=True):
        assert w == pytest.approx(matrix_w, rel=1e-12) and b == pytest.approx(matrix_b, rel=1e-12)


def test_the_gradient_with_respect_to_the_inputs_agrees_with_measurement():
    network = Network.random(SIZES, RNG)

    def loss(x):
        network.forward(x)
        return network.loss(TARGET)

    measured = central_difference(loss, X)
    network.forward(X)
    assert relative_error(network.backward(TARGET), measured) < 1e-8


def test_parameters_survive_the_way_into_objects_and_back():
    params = [(RNG.normal(size=(3, 4)), RNG.normal(size=4)), (RNG.normal(size=(4, 2)), RNG.normal(size=2))]
    for (w, b), (back_w, back_b) in zip(params, Network.from_params(params).params(), strict=True):
        assert np.array_equal(w, back_w) and np.array_equal(b, back_b)


def test_backward_moves_nothing_and_twice_gives_the_same_gradients():
    network = Network.random(SIZES, RNG)
    before = network.params()
    network.forward(X)
    first = network.backward(TARGET)
    assert network.backward(TARGET) == first
    assert all(np.array_equal(w, kept) for (w, _), (kept, _) in zip(network.params(), before, strict=True))


def test_the_wrong_number_of_inputs_is_refused():
    with pytest.raises(ValueError, match="3 inputs given, expected 2: the neuron's weights"):
        Layer([Neuron([0.1, 0.2], 0.0)]).forward([1.0, 2.0, 3.0])
