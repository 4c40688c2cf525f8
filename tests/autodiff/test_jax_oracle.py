"""JAX agrees: every operation of Tensor and of Dual, and Hessians of a network, to the last digits of float64."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpcourse.autodiff import Tensor, jvp, linear, softmax_cross_entropy
from tests.autodiff.cases import CASES
from tests.autodiff.checks import gradients, value

jax = pytest.importorskip("jax", reason="JAX is not installed: these tests ask it for a second opinion")
jax.config.update("jax_enable_x64", True)
jnp = jax.numpy

THEIRS = {
    "exp": jnp.exp,
    "log": jnp.log,
    "tanh": jnp.tanh,
    "sigmoid": jax.nn.sigmoid,
    "relu": jax.nn.relu,
    "where": lambda x, y, condition: jnp.where(condition, x, y),
    "where, c second": lambda x, c, condition: jnp.where(condition, x, c),
    "where, c first": lambda c, x, condition: jnp.where(condition, c, x),
    "linear": lambda x, w, b: x @ w + b,
    "linear of c": lambda x, w, b: x @ w + b,
    "einsum": lambda *x, subscripts: jnp.einsum(subscripts, *x),
    "einsum with c": lambda q, k, v: jnp.einsum("qd,kd,kv->qv", q, k, v),
    "softmax": jax.nn.softmax,
    "log_softmax": jax.nn.log_softmax,
    "softmax_cross_entropy": lambda x, y: -jnp.mean(jax.nn.log_softmax(x)[jnp.arange(len(y)), y]),
    "index": lambda x, index: x.reshape(-1)[np.arange(x.size).reshape(x.shape)[index]],
    "concatenate": lambda *x, axis: jnp.concatenate(x, axis),
    "concatenate with c": lambda *x, axis: jnp.concatenate(x, axis),
}


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=3)  # JAX compiles for every shape anew
@given(data=st.data())
def test_the_values_and_gradients_of_tensor(name, data):
    case, seed = CASES[name], data.draw(st.integers(0, 2**32 - 1))
    shapes, given_settings = data.draw(case.drawn)
    variables, ours = case.of_variables(case.inputs(shapes, seed), given_settings)
    _, theirs = case.of_variables(case.inputs(shapes, seed), given_settings, THEIRS.get(name, case.f))
    expected, pull = jax.vjp(theirs, *map(jnp.asarray, variables))
    np.testing.assert_allclose(value(ours, *variables), np.asarray(expected), rtol=1e-12, atol=1e-13)
    upstream = np.random.default_rng(seed).normal(size=expected.shape)
    for ours_grad, theirs_grad in zip(gradients(ours, upstream, *variables), pull(jnp.asarray(upstream)), strict=True):
        np.testing.assert_allclose(ours_grad, np.asarray(theirs_grad), rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=2)
@given(data=st.data())
def test_the_derivatives_of_dual(name, data):
    case, seed = CASES[name], data.draw(st.integers(0, 2**32 - 1))
    shapes, given_settings = data.draw(case.drawn)
    x, ours = case.of_variables(case.inputs(shapes, seed), given_settings)
    _, theirs = case.of_variables(case.inputs(shapes, seed), given_settings, THEIRS.get(name, case.f))
    v = [np.random.default_rng([seed, k]).normal(size=a.shape) for k, a in enumerate(x)]
    expected = jax.jvp(theirs, tuple(map(jnp.asarray, x)), tuple(map(jnp.asarray, v)))
    for our_part, their_part in zip(jvp(ours, tuple(x), tuple(v)), expected, strict=True):
        np.testing.assert_allclose(our_part, np.asarray(their_part), rtol=1e-11, atol=1e-13)


def test_the_hessian_of_a_network_times_a_direction():
    rng = np.random.default_rng(4)
    x, y = rng.normal(size=(7, 3)), rng.integers(0, 4, size=7)
    shapes = [(3, 5), (5,), (5, 4), (4,)]
    params, v = (tuple(rng.normal(size=shape) for shape in shapes) for _ in range(2))

    def theirs(w1, b1, w2, b2):
        logits = jnp.tanh(x @ w1 + b1) @ w2 + b2
        return -jnp.mean(jax.nn.log_softmax(logits)[jnp.arange(len(y)), y])

    def ours(w1, b1, w2, b2):
        return softmax_cross_entropy(linear(linear(x, w1, b1).tanh(), w2, b2), y)

    tensors = tuple(map(Tensor, params))
    jvp(ours, tensors, v)[1].backward()
    _, expected = jax.jvp(jax.grad(theirs, argnums=(0, 1, 2, 3)), params, v)
    for tensor, product in zip(tensors, expected, strict=True):
        np.testing.assert_allclose(tensor.grad, np.asarray(product), rtol=1e-11, atol=1e-14)
