"""Every rule of Tensor against measured derivatives: random upstreams, odd shapes, broadcasting, every axis."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpcourse.autodiff import rules
from bpcourse.autodiff.arrays import unbroadcast
from bpcourse.autodiff.operations import concatenate, einsum, where
from bpcourse.autodiff.tensor import Tensor
from tests.autodiff.cases import CASES
from tests.autodiff.checks import complaints, gradients
from tests.reference.checks import unbroadcast_error

SEED = st.integers(0, 2**32 - 1)


def test_every_rule_has_a_case():
    written = {name.removesuffix("_backward") for name in vars(rules) if name.endswith("_backward")}
    assert written == {case.rule for case in CASES.values()}


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=30)
@given(data=st.data())
def test_the_gradients_are_the_measured_ones(name, data):
    case, seed = CASES[name], data.draw(SEED)
    shapes, given_settings = data.draw(case.drawn)
    variables, f = case.of_variables(case.inputs(shapes, seed), given_settings)
    assert f(*map(Tensor, variables)).rule is getattr(rules, f"{case.rule}_backward")
    assert complaints(f, variables, np.random.default_rng(seed)) == []


NUMPY = {
    "exp": np.exp,
    "log": np.log,
    "tanh": np.tanh,
    "softmax": lambda x, axis: np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True),
    "log_softmax": lambda x, axis: np.log(np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True)),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "relu": lambda x: x * (x > 0),
    "where": lambda x, y, condition: np.where(condition, x, y),
    "concatenate": lambda *x, axis: np.concatenate(x, axis),
    "einsum": lambda *x, subscripts: np.einsum(subscripts, *x),
    "linear": lambda x, w, b: x @ w + b,
    **{name: CASES[name].f for name in ("x + y", "x - y", "x * y", "x / y", "x @ y", "x ** n", "sum", "mean", "max")},
    **{name: CASES[name].f for name in ("-x", "reshape", "transpose", "index")},
}


@pytest.mark.parametrize("name", NUMPY)
@settings(max_examples=15)
@given(data=st.data())
def test_the_values_are_those_of_numpy(name, data):
    shapes, given_settings = data.draw(CASES[name].drawn)
    arrays = CASES[name].inputs(shapes, data.draw(SEED))
    ours = CASES[name].f(*map(Tensor, arrays), **given_settings).data
    expected = NUMPY[name](*arrays, **given_settings)
    assert ours.shape == expected.shape
    np.testing.assert_allclose(ours, expected, rtol=1e-12, atol=1e-14)


def test_entries_that_tie_for_the_largest_share_its_gradient():
    [grad] = gradients(lambda x: x.max(axis=1), np.array([6.0, 1.0]), np.array([[3.0, 1.0, 3.0], [0.0, 5.0, 2.0]]))
    assert grad.tolist() == [[3.0, 0.0, 3.0], [0.0, 1.0, 0.0]]


def test_the_slope_of_relu_at_exactly_zero_is_zero():
    [grad] = gradients(lambda x: x.relu(), np.array([7.0, 7.0, 7.0]), np.array([-0.0, 0.0, 1e-300]))
    assert grad.tolist() == [0.0, 0.0, 7.0]


def test_an_entry_that_is_picked_twice_gets_both_gradients():
    [grad] = gradients(lambda x: x[[0, 2, 0]], np.array([1.0, 10.0, 100.0]), np.zeros(4))
    assert grad.tolist() == [101.0, 0.0, 10.0, 0.0]
    [grad] = gradients(lambda x: x[(1, 1), :], np.array([[1.0, 2.0], [10.0, 20.0]]), np.zeros((2, 2)))
    assert grad.tolist() == [[0.0, 0.0], [11.0, 22.0]]


def test_a_power_of_zero():
    [grad] = gradients(lambda x: x**2 + x**1 + x**0, np.array([1.0, 1.0]), np.array([0.0, 3.0]))
    assert grad.tolist() == [1.0, 7.0]


def test_large_numbers_stay_finite():
    far = np.array([[-1e4, 1e4, 0.0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for f in (lambda x: x.sigmoid(), lambda x: x.softmax(), lambda x: x.log_softmax(), lambda x: x.tanh()):
            [grad] = gradients(f, np.array([[1.0, 2.0, 3.0]]), far)
            assert np.isfinite(grad).all()
    [grad] = gradients(lambda x: x.log_softmax()[:, 0], np.array([1.0]), far)
    assert grad.tolist() == [[1.0, -1.0, 0.0]]


def test_a_masked_entry_of_softmax_has_no_gradient():
    mask = np.array([[True, True, False]])
    [grad] = gradients(
        lambda x: where(mask, x, -np.inf).softmax(), np.array([[1.0, 2.0, 3.0]]), np.array([[0.0, 0.0, 9.0]])
    )
    assert grad.tolist() == [[-0.25, 0.25, 0.0]]


def test_a_broadcast_is_undone_from_every_shape():
    for seed in range(3):
        assert unbroadcast_error(unbroadcast, np.random.default_rng(seed)) < 1e-6
    for shape in [(4, 2), (5, 3), (3, 3, 2)]:
        with pytest.raises(ValueError, match=r"gradient of shape \(3, 2\) for an input of shape|out of bounds"):
            unbroadcast(np.ones((3, 2)), shape)


def test_arrays_without_entries():
    x, w = np.zeros((0, 3)), np.ones((3, 2))
    grad_x, grad_w = gradients(lambda x, w: (x @ w).sum(), 1.0, x, w)
    assert (grad_x.shape, grad_w.tolist()) == ((0, 3), np.zeros((3, 2)).tolist())
    for f in (lambda x: x.mean(axis=1), lambda x: x.sum(axis=0), lambda x: x[[]], lambda x: concatenate([x, x])):
        assert gradients(f, np.zeros(f(Tensor(x)).shape), x)[0].shape == (0, 3)


def test_float32_stays_float32():
    x, w, b = (Tensor(np.ones(shape, np.float32)) for shape in [(4, 3), (3, 2), (2,)])
    loss = ((2 * (x @ w + b).tanh() - 1) ** 2).softmax().mean() + einsum("ij,jk->", x, w) / 3
    loss.backward()
    assert {loss.dtype, x.grad.dtype, w.grad.dtype, b.grad.dtype} == {np.dtype(np.float32)}
