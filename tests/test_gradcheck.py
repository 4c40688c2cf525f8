"""The measured gradients: what they give, what they leave alone, and what they refuse."""

import math
import subprocess
import sys

import numpy as np
import pytest

from bpcourse.gradcheck import central_difference, complex_step, relative_error
from bpcourse.reference.activations import sigmoid

RNG = np.random.default_rng(3)


def loss(x):
    """An analytic loss whose entries do not share one slope, for x of any shape."""
    weights = np.arange(1, np.size(x) + 1).reshape(np.shape(x))
    return np.sum(weights * np.sin(x) * np.exp(0.3 * x))


def loss_gradient(x):
    weights = np.arange(1, np.size(x) + 1).reshape(np.shape(x))
    return weights * np.exp(0.3 * x) * (np.cos(x) + 0.3 * np.sin(x))


@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3), (2, 1, 4)])
def test_both_methods_give_the_gradient_in_the_shape_of_x(shape):
    x = RNG.normal(size=shape)
    for method, expected in ((central_difference, 1e-8), (complex_step, 1e-14)):
        gradient = method(loss, x)
        assert np.shape(gradient) == shape
        assert relative_error(gradient, loss_gradient(x)) < expected


@pytest.mark.parametrize("method", [central_difference, complex_step])
def test_a_plain_number_and_integers_are_taken_as_real_numbers(method):
    assert method(lambda x: x**3, 2) == pytest.approx(12, rel=1e-9)
    assert method(lambda x: (x**3).sum(), [1, 2]) == pytest.approx([3, 12], rel=1e-9)


@pytest.mark.parametrize("order", ["C", "F"])
def test_entries_are_matched_whatever_the_memory_order(order):
    x = np.array(RNG.normal(size=(3, 4)), order=order)
    assert relative_error(central_difference(loss, x), loss_gradient(x)) < 1e-8
    assert relative_error(complex_step(loss, x.T), loss_gradient(x.T)) < 1e-14


@pytest.mark.parametrize("method", [central_difference, complex_step])
def test_x_is_unchanged_even_when_f_changes_what_it_is_given(method):
    def careless(x):
        x *= 2
        return x.sum()

    x = np.array([1.0, -2.0, 3.0])
    assert method(careless, x) == pytest.approx([2, 2, 2])
    assert x.tolist() == [1.0, -2.0, 3.0]


def test_the_step_grows_with_the_entry_and_never_falls_below_h():
    seen = []
    central_difference(lambda x: seen.append(x) or 0.0, 1000.0, h=1e-3)
    central_difference(lambda x: seen.append(x) or 0.0, 1e-9, h=1e-3)
    assert seen == pytest.approx([1001, 999, 1e-3, -1e-3], rel=1e-5)


def test_a_large_entry_keeps_nine_digits_where_an_absolute_step_would_lose_them():
    assert relative_error(central_difference(lambda x: x**2, 1e8), 2e8) < 1e-9


def test_a_central_difference_is_exact_for_a_parabola_where_a_one_sided_one_is_not():
    assert central_difference(lambda x: x * x, 3.0, h=0.5) == 6.0


def test_the_complex_step_sees_a_gradient_that_the_central_difference_cannot():
    saturated = 1 / (1 + np.exp(40.0))
    assert relative_error(complex_step(lambda z: 1 / (1 + np.exp(-z)), 40.0), saturated) < 1e-14


@pytest.mark.parametrize("method", [central_difference, complex_step])
@pytest.mark.parametrize("returned", [np.zeros(3), np.zeros((1, 1)), [1.0]])
def test_an_output_in_place_of_a_loss_is_refused_with_its_shape(method, returned):
    shape = str(np.shape(returned)).replace("(", r"\(").replace(")", r"\)")
    with pytest.raises(ValueError, match=f"f returned shape {shape}, expected one number"):
        method(lambda x: returned, 1.0)


@pytest.mark.parametrize("method", [central_difference, complex_step])
def test_nothing_and_text_are_not_numbers(method):
    with pytest.raises(ValueError, match="f returned None, expected one number"):
        method(lambda x: None, 1.0)
    with pytest.raises(ValueError, match="f returned 'loss', expected one number"):
        method(lambda x: "loss", 1.0)


def test_an_f_that_casts_to_real_numbers_is_refused_not_answered_with_zero():
    with pytest.raises(ValueError, match="f drops the imaginary part of its input"):
        complex_step(sigmoid, 0.5)
    with pytest.raises(ValueError, match="f drops the imaginary part of its input"):
        complex_step(lambda x: sigmoid(x).sum(), np.array([0.5, 1.0]))
    with pytest.raises(ValueError, match="f drops the imaginary part of its input"):
        complex_step(lambda x: (sigmoid(x) + x).sum(), np.array([0.5, 1.0]))
    with pytest.raises(ValueError, match=r"returned the real number 0\.5 at a complex input"):
        complex_step(lambda x: x.real, 0.5)
    with pytest.raises(ValueError, match=r"f does not accept complex numbers: .*complex"):
        complex_step(lambda x: math.floor(complex(x)), 0.5)


@pytest.mark.parametrize("h", [0.0, -1e-5, float("nan")])
def test_a_step_that_is_not_positive_is_refused(h):
    for method in (central_difference, complex_step):
        with pytest.raises(ValueError, match=r"h is .*, expected a positive number"):
            method(loss, 1.0, h)


def test_complex_input_and_complex_loss_are_refused():
    with pytest.raises(ValueError, match="x is complex, expected real numbers"):
        central_difference(loss, 1j)
    with pytest.raises(ValueError, match=r"f returned the complex number .*, expected a real one"):
        central_difference(lambda x: x * 1j, 1.0)


def test_the_relative_error_is_measured_against_both_sizes_in_2_norms():
    assert relative_error(3.0, 1.0) == 0.5
    assert relative_error([3.0, 4.0], [0.0, 0.0]) == 1.0
    assert relative_error([[3.0, 4.0]], [[-3.0, -4.0]]) == 1.0
    assert relative_error([1.0, 2.0], [1.0, 2.0]) == 0.0
    assert relative_error([2.0, 0.0], [0.0, 1.0]) == pytest.approx(math.sqrt(5) / 3)


def test_the_relative_error_of_two_zeros_is_zero():
    assert relative_error(0.0, 0.0) == 0.0
    assert relative_error(np.zeros((2, 3)), np.zeros((2, 3))) == 0.0


@pytest.mark.parametrize("size", [1e-300, 5e-324, 1e300])
def test_the_relative_error_does_not_depend_on_the_unit_down_to_the_ends_of_float64(size):
    assert relative_error([size, 0.0], [0.0, size]) == pytest.approx(math.sqrt(2) / 2)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_value_that_is_not_finite_passes_no_tolerance(bad):
    assert not relative_error([1.0, bad], [1.0, 2.0]) < 1.0
    assert not relative_error([bad], [bad]) < 1.0


def test_the_relative_error_refuses_shapes_that_broadcasting_would_accept():
    with pytest.raises(ValueError, match=r"a has shape \(3, 1\) and b has shape \(3,\), expected two equal shapes"):
        relative_error(np.ones((3, 1)), np.ones(3))


def test_measuring_a_gradient_loads_no_sympy():
    code = "import sys, bpcourse.gradcheck; sys.exit('sympy' in sys.modules or 'matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
