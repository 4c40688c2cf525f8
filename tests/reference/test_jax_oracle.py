"""JAX agrees: the derivatives it finds by itself are those that the reference implementations write out."""

import numpy as np
import pytest

from bpcourse.reference import losses
from bpcourse.reference.activations import ACTIVATIONS
from bpcourse.reference.initializers import init_network
from bpcourse.reference.mlp import mlp_backward, mlp_forward

jax = pytest.importorskip("jax", reason="JAX is not installed: these tests ask it for a second opinion")
jax.config.update("jax_enable_x64", True)
jnp = jax.numpy

RNG = np.random.default_rng(11)
Z = np.concatenate([RNG.normal(size=37), [-700.0, -50.0, -1e-3, 1e-3, 50.0, 700.0]])
LOGITS, TARGETS, LABELS = 5 * RNG.normal(size=(6, 4)), RNG.random((6, 4)), np.array([0, 3, 1, 1, 2, 0])

THEIRS = {
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
    "relu": jax.nn.relu,
    "leaky_relu": lambda z: jax.nn.leaky_relu(z, 0.01),
    "softplus": jax.nn.softplus,
    "gelu": lambda z: jax.nn.gelu(z, approximate=False),
}


def cross_entropy(logits, y):
    return -jnp.mean(jax.nn.log_softmax(logits)[jnp.arange(len(y)), y])


def bce_from_logits(logits, y):
    return jnp.mean(jax.nn.softplus(logits) - y * logits)


def test_every_activation_is_compared():
    assert set(THEIRS) == set(ACTIVATIONS)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_activations_and_their_derivatives(name):
    ours, derivative = ACTIVATIONS[name]
    assert ours(Z) == pytest.approx(np.asarray(THEIRS[name](Z)), rel=1e-12, abs=1e-18)
    assert derivative(Z) == pytest.approx(np.asarray(jax.vmap(jax.grad(THEIRS[name]))(Z)), rel=1e-11, abs=1e-15)


@pytest.mark.parametrize(
    ("ours", "backward", "theirs", "y"),
    [
        (losses.mse, losses.mse_backward, lambda p, y: jnp.mean((p - y) ** 2), TARGETS),
        (losses.bce_from_logits, losses.bce_from_logits_backward, bce_from_logits, TARGETS),
        (losses.cross_entropy, losses.softmax_cross_entropy_backward, cross_entropy, LABELS),
    ],
    ids=["mse", "bce_from_logits", "cross_entropy"],
)
def test_the_losses_and_where_their_gradients_start(ours, backward, theirs, y):
    loss, grad = jax.value_and_grad(theirs)(LOGITS, y)
    assert ours(LOGITS, y) == pytest.approx(float(loss), rel=1e-13)
    assert backward(LOGITS, y) == pytest.approx(np.asarray(grad), rel=1e-11, abs=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_gradient_of_a_network(name):
    params = [(w, RNG.normal(size=b.shape)) for w, b in init_network((5, 7, 6, 4), RNG)]
    x = RNG.normal(size=(6, 5))
    saved = mlp_forward(x, params, name)
    back = mlp_backward(losses.softmax_cross_entropy_backward(saved.logits, LABELS), saved, params, name)

    def loss(params, x):
        for layer, (w, b) in enumerate(params):
            x = (x if layer == 0 else THEIRS[name](x)) @ w + b
        return cross_entropy(x, LABELS)

    grads, grad_x = jax.grad(loss, argnums=(0, 1))(params, x)
    for (w, b), (grad_w, grad_b) in zip(grads, back.grads, strict=True):
        assert grad_w == pytest.approx(np.asarray(w), rel=1e-10, abs=1e-15)
        assert grad_b == pytest.approx(np.asarray(b), rel=1e-10, abs=1e-15)
    assert back.grad_x == pytest.approx(np.asarray(grad_x), rel=1e-10, abs=1e-15)
