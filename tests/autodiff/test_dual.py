"""Forward mode: the same derivatives as reverse mode, on floats, arrays and tensors, and derivatives of derivatives."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpcourse.autodiff import Dual, Tensor, Value, concatenate, einsum, jvp, linear, softmax_cross_entropy, where
from bpcourse.autodiff.dual import _aligned
from bpcourse.gradcheck import central_difference, relative_error
from tests.autodiff.cases import CASES
from tests.autodiff.checks import gradients, value

SEED = st.integers(0, 2**32 - 1)


def drawn_case(case, data):
    """The variables of a case, f as a function of them, and a random direction."""
    seed = data.draw(SEED)
    shapes, given_settings = data.draw(case.drawn)
    variables, f = case.of_variables(case.inputs(shapes, seed), given_settings)
    rng = np.random.default_rng(seed)
    return tuple(variables), f, tuple(rng.normal(size=x.shape) for x in variables), rng


def assert_sweeps_agree(f, x, v, over, rng):
    """That <upstream, J v> from the sweep forwards is <Jᵀ upstream, v> from the sweep back, for a random upstream."""
    out, derivative = jvp(f, tuple(map(over, x)), v)
    if over is Tensor:
        assert isinstance(derivative, Tensor)
        out, derivative = out.data, derivative.data
    expected = value(f, *x)
    upstream = rng.normal(size=expected.shape)
    np.testing.assert_allclose(out, expected, rtol=1e-12, atol=1e-14)
    assert np.shape(derivative) == expected.shape
    pulled = sum(np.sum(g * direction) for g, direction in zip(gradients(f, upstream, *x), v, strict=True))
    assert np.sum(upstream * derivative) == pytest.approx(pulled, rel=1e-11, abs=1e-11)


@pytest.mark.parametrize("over", [np.asarray, Tensor])
@pytest.mark.parametrize("name", CASES)
@settings(max_examples=15)
@given(data=st.data())
def test_forward_mode_agrees_with_reverse_mode(name, over, data):
    x, f, v, rng = drawn_case(CASES[name], data)
    assert_sweeps_agree(f, x, v, over, rng)


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=15)
@given(data=st.data())
def test_the_backward_of_a_derivative_is_the_hessian_times_the_direction(name, data):
    x, f, v, rng = drawn_case(CASES[name], data)
    upstream = rng.normal(size=value(f, *x).shape)

    def loss(*inputs):  # The square gives a second derivative to operations that have none.
        out = f(*inputs)
        return (upstream * out * out).sum()

    tensors = tuple(map(Tensor, x))
    _, derivative = jvp(loss, tensors, v)
    derivative.backward()

    def gradient_at(step):
        return np.concatenate(
            [g.ravel() for g in gradients(loss, 1.0, *(a + step * b for a, b in zip(x, v, strict=True)))]
        )

    measured = [central_difference(lambda step, k=k: gradient_at(step)[k], 0.0) for k in range(gradient_at(0.0).size)]
    product = np.concatenate([t.grad.ravel() for t in tensors])
    np.testing.assert_allclose(product, measured, rtol=1e-6, atol=1e-7 * (1 + np.abs(product).max()))


@pytest.mark.parametrize(
    ("name", "f", "slope"),
    [
        ("exp", math.exp, math.exp),
        ("log", math.log, lambda x: 1 / x),
        ("tanh", math.tanh, lambda x: 1 - math.tanh(x) ** 2),
        ("sigmoid", lambda x: 1 / (1 + math.exp(-x)), lambda x: math.exp(-x) / (1 + math.exp(-x)) ** 2),
        ("relu", lambda x: x, lambda x: 1.0),
    ],
)
def test_a_function_of_one_number(name, f, slope):
    result = getattr(Dual(0.7, 3.0), name)()
    assert (result.value, result.derivative) == pytest.approx((f(0.7), 3.0 * slope(0.7)), rel=1e-14)


def test_arithmetic_on_single_numbers():
    a, b = Dual(3.0, 1.0), Dual(2.0, 0.0)
    results = [a + b, a - b, a * b, a / b, a**2, -a, 5 + a, 5 - a, 5 * a, 6 / a, a + 5, a - 5, a * 5, a / 4, a**0]
    values = [5, 1, 6, 1.5, 9, -3, 8, 2, 15, 2, 8, -2, 15, 0.75, 1]
    derivatives = [1, 1, 2, 0.5, 6, -1, 1, -1, 5, -2 / 3, 1, 1, 5, 0.25, 0]
    assert [r.value for r in results] == values
    assert [r.derivative for r in results] == pytest.approx(derivatives, rel=1e-15)
    assert repr(a * b) == "Dual(6.0, 2.0)"


def test_relu_and_max_at_their_kinks_choose_as_in_reverse_mode():
    assert Dual(0.0, 5.0).relu().derivative == 0.0
    tied = Dual(np.array([[3.0, 1.0, 3.0]]), np.array([[2.0, 7.0, 4.0]])).max(axis=1)
    assert (tied.value.tolist(), tied.derivative.tolist()) == ([3.0], [3.0])


def test_a_constant_that_stretches_a_dual_number_stretches_its_derivative():
    _, derivative = jvp(lambda x: (x + np.ones((4, 3))).sum(), np.ones(3), np.array([1.0, 2.0, 3.0]))
    assert derivative == 24.0


def test_float32_stays_float32():
    x = np.ones((2, 3), np.float32)
    out, derivative = jvp(lambda x: ((x * 2 - x.max() + np.ones(3, np.float32)).softmax() / 3).relu().mean(), x, x)
    assert (out.dtype, derivative.dtype) == (np.float32, np.float32)


def test_whole_numbers_become_floating_point_numbers():
    assert jvp(lambda x: x**-2, 2, 1) == (0.25, -0.25)
    assert jvp(lambda x: x / 3, 2, 1)[0] == 2 / 3
    out, derivative = jvp(lambda x: 1 / x, np.array([1, 2]), [1, 1])
    assert (out.tolist(), derivative.tolist()) == ([1.0, 0.5], [-1.0, -0.25])


def test_what_does_not_depend_on_the_input_has_derivative_zero():
    assert jvp(lambda x: 7.0, 2.0, 1.0) == (7.0, 0.0)
    _, derivative = jvp(lambda x: np.ones(3), 2.0, 1.0)
    assert derivative.tolist() == [0.0, 0.0, 0.0]


def derivative_of(f):
    return lambda x: jvp(f, x, 1.0)[1]


def test_derivatives_of_derivatives():
    f = lambda x: x**5 + x.exp()  # noqa: E731
    for order, expected in enumerate([5 * 1.5**4, 20 * 1.5**3, 60 * 1.5**2, 120 * 1.5], start=1):
        g = f
        for _ in range(order):
            g = derivative_of(g)
        assert g(1.5) == pytest.approx(expected + math.exp(1.5), rel=1e-13)


def test_a_sweep_inside_another_keeps_to_its_own_derivative():
    # d/dx [x d/dy (x + y)] = d/dx [x] = 1: the inner sweep must not take the outer x for its y.
    assert derivative_of(lambda x: x * derivative_of(lambda y: x + y)(1.0))(1.0) == 1.0
    assert derivative_of(lambda x: x * derivative_of(lambda y: x * y * y)(3.0))(2.0) == pytest.approx(2 * 2 * 2 * 3)


def test_the_backward_of_a_second_derivative_is_the_third():
    x, v = Tensor([1.0, 2.0]), np.array([1.0, 3.0])
    _, second = jvp(lambda x: jvp(lambda x: (x**4).sum(), x, v)[1], x, v)
    second.backward()
    assert x.grad.tolist() == [24.0 * 1.0, 24.0 * 2.0 * 9.0]


@pytest.mark.parametrize("f", [lambda x: (3 * x - 1).sum(), lambda x: x[0], lambda x: (x.relu() + 2).mean()])
def test_a_function_without_curvature_has_second_derivative_zero(f):
    x, v = Tensor([1.0, 2.0]), np.array([5.0, 7.0])
    jvp(f, x, v)[1].backward()
    assert x.grad.tolist() == [0.0, 0.0]
    jvp(lambda x: jvp(f, x, v)[1], x, v)[1].backward()
    assert x.grad.tolist() == [0.0, 0.0]
    number = Value(2.0)
    jvp(lambda x: 3 * x - 1, number, 1.0)[1].backward()
    assert number.grad == 0.0


def test_second_derivatives_of_values():
    f = lambda x, y: (x * y).tanh() * y.exp() + (x - y).relu() ** 3 / x.log() - (2 - x).sigmoid()  # noqa: E731
    point, v = (2.5, 0.5), (1.0, -2.0)
    values = tuple(map(Value, point))
    jvp(f, values, v)[1].backward()
    tensors = tuple(map(Tensor, point))
    jvp(f, tensors, v)[1].backward()
    assert [x.grad for x in values] == pytest.approx([float(x.grad) for x in tensors], rel=1e-13)


def product_rule_by_half(x, y):
    (x, dx), (y, _), level = _aligned(x, y)
    return Dual(x * y, dx * y, level)


def quotient_with_the_wrong_sign(x, y):
    (x, dx), (y, dy), level = _aligned(x, y)
    return Dual(x / y, (dx + x / y * dy) / y, level)


def tanh_slope_at_the_output(x):
    return Dual(x.value.tanh(), (1 - x.value.tanh().tanh() ** 2) * x.derivative, x.level)


@pytest.mark.parametrize(
    ("method", "wrong"),
    [
        ("__mul__", product_rule_by_half),
        ("__truediv__", quotient_with_the_wrong_sign),
        ("__sub__", Dual.__add__),
        ("tanh", tanh_slope_at_the_output),
        ("mean", Dual.sum),
        ("log_softmax", Dual.softmax),
    ],
)
def test_a_wrong_forward_rule_is_rejected(method, wrong, monkeypatch):
    rng = np.random.default_rng(7)
    x, v = ((rng.normal(size=(4, 3)), rng.normal(size=3)) for _ in range(2))

    def f(x, y):
        return ((x * y - y).tanh() / y.exp()).log_softmax().mean(axis=0)

    assert_sweeps_agree(f, x, v, Tensor, rng)
    monkeypatch.setattr(Dual, method, wrong)
    with pytest.raises(AssertionError):
        assert_sweeps_agree(f, x, v, Tensor, rng)


def test_dual_numbers_of_dual_numbers():
    x = Dual(Dual(2.0, 1.0), Dual(1.0, 0.0))
    cube = x * x * x
    assert (cube.value.value, cube.value.derivative, cube.derivative.derivative) == (8.0, 12.0, 12.0)


def test_the_hessian_of_a_network_with_respect_to_its_weights():
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(5, 3)), np.array([0, 1, 1, 0, 1])
    shapes = [(3, 4), (4,), (4, 2), (2,)]
    params, v = (tuple(rng.normal(size=shape) for shape in shapes) for _ in range(2))

    def loss(w1, b1, w2, b2):
        return softmax_cross_entropy(linear(linear(x, w1, b1).tanh(), w2, b2), y)

    tensors = tuple(map(Tensor, params))
    out, derivative = jvp(loss, tensors, v)
    derivative.backward()
    h = 1e-5
    ahead, behind = (
        gradients(loss, 1.0, *(p + sign * h * move for p, move in zip(params, v, strict=True))) for sign in (1, -1)
    )
    assert float(out.data) == pytest.approx(float(value(loss, *params)), rel=1e-14)
    for tensor, up, down in zip(tensors, ahead, behind, strict=True):
        assert relative_error(tensor.grad, (up - down) / (2 * h)) < 1e-8


X = Dual(np.ones((3, 2)), np.ones((3, 2)))


@pytest.mark.parametrize(
    ("wrong", "error", "sentence"),
    [
        (lambda: Dual(np.ones(3), 1.0), ValueError, r"derivative of shape \(\) for a value of shape \(3,\)"),
        (lambda: jvp(lambda x: x, np.ones(3), np.ones(2)), ValueError, r"derivative of shape \(2,\) for a value of"),
        (lambda: jvp(lambda x, y: x, (1.0, 2.0), 1.0), ValueError, r"2 inputs and a direction for 1"),
        (lambda: X**X, TypeError, r"the exponent is a Dual, expected a number"),
        (lambda: softmax_cross_entropy(X, [0, 1, 5]), ValueError, r"labels from 0 to 5, expected 0 to 1"),
        (lambda: einsum("ij->k", X), ValueError, r"did not appear in the input"),
        (lambda: where(True, X, np.ones(7)), ValueError, r"broadcast"),
        (lambda: concatenate([X, np.ones((3, 5))]), ValueError, r"concatenation"),
    ],
)
def test_what_cannot_be_computed_is_said_in_a_sentence(wrong, error, sentence):
    with pytest.raises(error, match=sentence):
        wrong()
