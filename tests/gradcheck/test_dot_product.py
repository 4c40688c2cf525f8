"""The dot-product test: right rules pass whatever is drawn, and no classic wrong rule does."""

import numpy as np
import pytest

from bpcourse.gradcheck import dot_test
from bpcourse.reference import layers, losses
from bpcourse.reference.activations import sigmoid, sigmoid_grad

N, D, H = 5, 3, 2


def rng(seed=0):
    return np.random.default_rng(seed)


def inputs(seed=0):
    draw = rng(seed)
    return draw.normal(size=(N, D)), draw.normal(size=(D, H)), draw.normal(size=H)


def linear_vjp(upstream, x, w, b):
    return layers.linear_backward(upstream, x, w)


def softmax_vjp(upstream, z):
    return losses.softmax_vjp(upstream, losses.softmax(z))


def test_right_rules_pass_for_every_draw():
    for seed in range(200):
        assert dot_test(layers.linear_forward, linear_vjp, inputs(seed), rng(seed)) < 1e-7
        assert dot_test(losses.softmax, softmax_vjp, inputs(seed)[0] * 4, rng(seed)) < 1e-7


WRONG = {
    "upstream ignored": lambda g, x, w, b: linear_vjp(np.ones_like(g), x, w, b),
    "transpose of grad_w": lambda g, x, w, b: (g @ w.T, (g.T @ x).reshape(w.shape), g.sum(axis=0)),
    "bias averaged": lambda g, x, w, b: (g @ w.T, x.T @ g, g.mean(axis=0)),
    "entries rotated": lambda g, x, w, b: (g @ w.T, np.roll(x.T @ g, 1), g.sum(axis=0)),
    "last sample only": lambda g, x, w, b: (g @ w.T, np.outer(x[-1], g[-1]), g.sum(axis=0)),
    "only the first gradient right": lambda g, x, w, b: (g @ w.T, 0 * w, 0 * b),
    "factor 2": lambda g, x, w, b: tuple(2 * gradient for gradient in linear_vjp(g, x, w, b)),
    "sign": lambda g, x, w, b: tuple(-gradient for gradient in linear_vjp(g, x, w, b)),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_linear_rule_is_caught_by_every_draw(wrong):
    for seed in range(50):
        assert dot_test(layers.linear_forward, wrong, inputs(seed), rng(seed)) > 1e-5


def test_a_softmax_rule_that_keeps_only_the_diagonal_is_caught():
    def diagonal(upstream, z):
        p = losses.softmax(z)
        return upstream * p * (1 - p)

    assert min(dot_test(losses.softmax, diagonal, inputs()[0], rng(seed)) for seed in range(50)) > 1e-5


def test_it_takes_two_evaluations_of_f_and_one_for_the_shape_whatever_the_size():
    asked = []
    f = lambda x: asked.append(x.size) or np.sin(x)  # noqa: E731
    assert dot_test(f, lambda g, x: g * np.cos(x), np.linspace(-1, 1, 4000).reshape(40, 100), rng()) < 1e-7
    assert asked == [4000] * 3


def test_a_loss_and_a_plain_number_are_taken_too():
    labels = np.array([0, 2, 1, 1, 0])
    backward = lambda g, z: g * losses.softmax_cross_entropy_backward(z, labels)  # noqa: E731
    assert dot_test(lambda z: losses.cross_entropy(z, labels), backward, inputs()[0], rng()) < 1e-7
    assert dot_test(lambda x: x**3, lambda g, x: g * 3 * x**2, 2.0, rng()) < 1e-7


@pytest.mark.parametrize("z", [-800.0, -40.0, 40.0, 800.0])
def test_a_rule_is_not_called_wrong_where_there_is_nothing_but_rounding_to_see(z):
    assert dot_test(sigmoid, lambda g, z: g * sigmoid_grad(z), np.full((3, 2), z), rng()) < 1e-7


def test_a_large_input_is_moved_relative_to_its_size():
    assert dot_test(np.square, lambda g, x: g * 2 * x, np.array([1e9, -3.0, 1e-4]), rng()) < 1e-7


def test_a_gradient_that_is_not_a_number_passes_no_tolerance():
    assert not dot_test(np.sin, lambda g, x: g * np.nan, np.ones(3), rng()) < 1.0


def test_x_and_upstream_may_be_changed_by_the_rule_without_harm():
    def careless(upstream, x):
        gradient = upstream * np.cos(x)
        upstream *= 0
        x *= 0
        return gradient

    x = np.array([1.0, 2.0])
    assert dot_test(lambda x: np.sin(x), careless, x, rng()) < 1e-7
    assert x.tolist() == [1.0, 2.0]


def test_a_gradient_of_another_shape_or_number_is_refused():
    with pytest.raises(ValueError, match=r"shape \(2, 3\) for input 2, expected \(3, 2\): a gradient has the shape"):
        wrong = lambda g, x, w, b: (g @ w.T, (x.T @ g).T, g.sum(axis=0))  # noqa: E731
        dot_test(layers.linear_forward, wrong, inputs(), rng())
    with pytest.raises(ValueError, match="f_vjp returned ndarray, expected 3 gradients, one an input"):
        dot_test(layers.linear_forward, lambda g, x, w, b: g @ w.T, inputs(), rng())
