"""The backward rules of a layer, for any shapes, and what they refuse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import broadcastable_shapes

from bpcourse.reference.activations import ACTIVATIONS
from bpcourse.reference.layers import (
    elementwise_backward,
    linear_backward,
    linear_forward,
    relu_backward,
    unbroadcast,
)
from tests.reference import checks


@given(n=st.integers(1, 6), d=st.integers(1, 5), h=st.integers(1, 5), seed=st.integers(0, 1000))
def test_the_linear_rule_agrees_with_measurement_for_any_shapes(n, d, h, seed):
    rng = np.random.default_rng(seed)
    inputs = [rng.normal(size=(n, d)), rng.normal(size=(d, h)), rng.normal(size=h)]
    backward = lambda upstream, x, w, b: linear_backward(upstream, x, w)  # noqa: E731
    assert checks.vjp_error(linear_forward, backward, inputs, rng) < checks.TOLERANCE


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_elementwise_rule_agrees_with_measurement_for_every_activation(name):
    f, derivative = ACTIVATIONS[name]
    rule = lambda upstream, z: elementwise_backward(upstream, z, derivative)  # noqa: E731
    assert checks.elementwise_error(rule, f, np.random.default_rng(1)) < 1e-8


def test_relu_passes_upstream_where_z_is_positive_and_nothing_at_exactly_zero():
    upstream, z = np.array([[-1.0, 2.0, -3.0, 4.0]]), np.array([[1.0, -1.0, 0.0, 2.0]])
    assert relu_backward(upstream, z).tolist() == [[-1.0, 0.0, 0.0, 4.0]]


@given(shape=broadcastable_shapes((2, 3, 4), max_dims=3), seed=st.integers(0, 1000))
def test_unbroadcast_is_the_transpose_of_broadcasting(shape, seed):
    if np.broadcast_shapes(shape, (2, 3, 4)) != (2, 3, 4):
        return
    rng = np.random.default_rng(seed)
    x, grad = rng.normal(size=shape), rng.normal(size=(2, 3, 4))
    back = unbroadcast(grad, shape)
    assert back.shape == shape
    assert np.sum(back * x) == pytest.approx(np.sum(grad * np.broadcast_to(x, (2, 3, 4))), abs=1e-12)


@pytest.mark.parametrize("shape", [(4,), (3, 3), (2, 3, 4, 1), (1, 2, 3, 4)])
def test_unbroadcast_refuses_a_shape_that_does_not_broadcast_to_the_gradient(shape):
    with pytest.raises(ValueError, match=r"expected one that broadcasts to \(2, 3\), the shape of grad"):
        unbroadcast(np.ones((2, 3)), shape)


@pytest.mark.parametrize(
    ("shapes", "sentence"),
    [
        (((5, 2), (5, 4), (3, 2)), r"x has shape \(5, 4\), expected \(N, 3\): the layer has 3 inputs"),
        (((4, 2), (5, 3), (3, 2)), r"upstream has shape \(4, 2\), expected \(5, 2\): the shape of z"),
        (((2,), (3,), (3, 2)), r"x has shape \(3,\), expected \(N, 3\)"),
        (((5, 2), (5, 3), (3,)), r"w has shape \(3,\), expected \(D, H\): one row an input, one column a unit"),
    ],
)
def test_the_linear_rule_refuses_shapes_that_do_not_fit(shapes, sentence):
    with pytest.raises(ValueError, match=sentence):
        linear_backward(*(np.ones(shape) for shape in shapes))


def test_a_bias_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match=r"b has shape \(1,\), expected \(2,\): the layer has 2 units"):
        linear_forward(np.ones((5, 3)), np.ones((3, 2)), np.ones(1))


def test_an_upstream_that_would_broadcast_is_refused():
    with pytest.raises(ValueError, match=r"upstream has shape \(3,\), expected \(2, 3\): the shape of z"):
        relu_backward(np.ones(3), np.ones((2, 3)))


def test_float32_stays_float32():
    x, w, g = (np.ones(shape, np.float32) for shape in ((5, 3), (3, 2), (5, 2)))
    assert {gradient.dtype for gradient in linear_backward(g, x, w)} == {np.dtype(np.float32)}
    assert relu_backward(g, g).dtype == np.float32
