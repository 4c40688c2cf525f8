"""The activations: their values, their derivatives, and how they behave far from zero."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpcourse.gradcheck import central_difference, complex_step, relative_error
from bpcourse.reference.activations import (
    ACTIVATIONS,
    activation_named,
    gelu,
    gelu_grad,
    leaky_relu,
    leaky_relu_grad,
    relu,
    relu_grad,
    sigmoid,
    sigmoid_grad,
    softplus,
    tanh,
    tanh_grad,
)

ALL = pytest.mark.parametrize("name", ACTIVATIONS)
FINITE = st.floats(-1e4, 1e4)
# Away from 0, where relu and leaky relu have a kink.
Z = np.array([[-3.0, -1.2, -0.3], [0.2, 0.9, 4.0]])


@ALL
def test_the_derivative_agrees_with_the_central_difference(name):
    f, derivative = ACTIVATIONS[name]
    measured = central_difference(lambda z: f(z).sum(), Z)
    assert relative_error(derivative(Z), measured) < 1e-9


@pytest.mark.parametrize(
    ("derivative", "formula"),
    [
        (sigmoid_grad, lambda z: 1 / (1 + np.exp(-z))),
        (tanh_grad, lambda z: 2 / (1 + np.exp(-2 * z)) - 1),
    ],
)
def test_the_derivative_keeps_its_digits_where_the_curve_is_flat(derivative, formula):
    # At z = -18 the slope is near 1e-8 or 1e-16, where one minus something has lost half of its digits, or all.
    assert relative_error(derivative(-18.0), complex_step(formula, -18.0)) < 1e-7
    assert derivative(18.0) == derivative(-18.0)


@ALL
@given(z=FINITE)
def test_nothing_overflows_and_nothing_is_lost_between_minus_and_plus_ten_thousand(name, z):
    f, derivative = ACTIVATIONS[name]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for given_z in (z, np.float32(z)):
            a, slope = f(given_z), derivative(given_z)
            assert np.isfinite(a) and np.isfinite(slope)
            assert -0.2 < slope < 1.2


@pytest.mark.parametrize(
    ("name", "far_left", "far_right", "slope_left", "slope_right"),
    [
        ("sigmoid", 0, 1, 0, 0),
        ("tanh", -1, 1, 0, 0),
        ("relu", 0, 1e4, 0, 1),
        ("leaky_relu", -100, 1e4, 0.01, 1),
        ("softplus", 0, 1e4, 0, 1),
        ("gelu", 0, 1e4, 0, 1),
    ],
)
def test_far_from_zero_each_is_exactly_its_limit(name, far_left, far_right, slope_left, slope_right):
    f, derivative = ACTIVATIONS[name]
    assert f([-1e4, 1e4]).tolist() == [far_left, far_right]
    assert derivative([-1e4, 1e4]).tolist() == [slope_left, slope_right]


@ALL
def test_float32_stays_float32_and_all_else_becomes_float64(name):
    for f in ACTIVATIONS[name]:
        assert f(Z.astype(np.float32)).dtype == np.float32
        assert f(np.float32(0.5)).dtype == np.float32
        assert f(Z).dtype == np.float64
        assert f([1, -2]).dtype == np.float64
        assert f(1).dtype == np.float64
        assert f(np.empty((0, 3))).shape == (0, 3)


@ALL
def test_the_input_is_unchanged(name):
    z = Z.copy()
    for f in ACTIVATIONS[name]:
        f(z)
    assert np.array_equal(z, Z)


@given(z=FINITE)
def test_the_two_halves_of_the_sigmoid_add_up_to_one(z):
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1.0, abs=1e-15)
    assert sigmoid_grad(z) == sigmoid_grad(-z)


@given(z=FINITE)
def test_tanh_is_a_stretched_sigmoid(z):
    assert tanh(z) == pytest.approx(2 * sigmoid(2 * z) - 1, abs=1e-15)


@given(z=FINITE)
def test_softplus_minus_its_mirror_image_is_the_line(z):
    assert softplus(z) - softplus(-z) == pytest.approx(z, rel=1e-15, abs=1e-15)


@given(z=FINITE)
def test_gelu_minus_its_mirror_image_is_the_line(z):
    assert gelu(z) - gelu(-z) == pytest.approx(z, rel=1e-14, abs=1e-320)
    assert gelu_grad(z) + gelu_grad(-z) == pytest.approx(1.0, abs=1e-15)


def test_gelu_is_the_exact_one():
    # z times the share of a normal distribution below z: 0.15865525393145707 lies below -1.
    assert gelu([-1.0, 1.0]) == pytest.approx([-0.15865525393145707, 0.8413447460685429], rel=1e-15)


def test_at_the_kink_the_slope_is_that_of_the_left_side():
    assert relu_grad(0.0) == 0.0
    assert leaky_relu_grad(0.0, slope=0.2) == 0.2
    assert (relu(0.0), leaky_relu(0.0)) == (0.0, 0.0)


def test_the_slope_of_the_leaky_side_can_be_chosen():
    assert leaky_relu([-2.0, 2.0], slope=0.3).tolist() == [-0.6, 2.0]
    assert leaky_relu_grad([-2.0, 2.0], slope=0.3).tolist() == [0.3, 1.0]


def test_a_value_that_is_not_a_number_is_not_hidden():
    for f, _ in ACTIVATIONS.values():
        assert np.isnan(f(np.nan))


def test_an_unknown_activation_is_refused_with_the_names_there_are():
    with pytest.raises(ValueError, match="activation is 'swish', expected one of sigmoid, tanh, relu, leaky_relu, "):
        activation_named("swish")
