"""PyTorch agrees: losses, activations, whole networks and optimizers, to the last digits of float64."""

import numpy as np
import pytest

from bpcourse.reference import losses, optimizers
from bpcourse.reference.activations import ACTIVATIONS
from bpcourse.reference.initializers import init_network
from bpcourse.reference.mlp import mlp_backward, mlp_forward

torch = pytest.importorskip("torch", reason="PyTorch is not installed: these tests ask it for a second opinion")
F = torch.nn.functional

RNG = np.random.default_rng(8)
Z = np.concatenate([RNG.normal(size=37), [-1e4, -50.0, -1e-3, 1e-3, 50.0, 1e4]])
LOGITS, TARGETS, LABELS = 5 * RNG.normal(size=(6, 4)), RNG.random((6, 4)), np.array([0, 3, 1, 1, 2, 0])


def leaf(array):
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_activations_and_their_derivatives(name):
    ours, derivative = ACTIVATIONS[name]
    z = leaf(Z)
    # PyTorch's softplus turns into the line at 20 unless told otherwise, and overflows past 709.
    theirs = F.softplus(z, threshold=600) if name == "softplus" else getattr(F, name)(z)
    theirs.sum().backward()
    assert ours(Z) == pytest.approx(theirs.detach().numpy(), rel=1e-12, abs=1e-18)
    assert derivative(Z) == pytest.approx(z.grad.numpy(), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("ours", "backward", "theirs", "prediction", "y"),
    [
        (losses.mse, losses.mse_backward, F.mse_loss, LOGITS, TARGETS),
        (losses.bce, losses.bce_backward, F.binary_cross_entropy, losses.softmax(LOGITS), TARGETS),
        (
            losses.bce_from_logits,
            losses.bce_from_logits_backward,
            F.binary_cross_entropy_with_logits,
            LOGITS,
            TARGETS,
        ),
        (losses.cross_entropy, losses.softmax_cross_entropy_backward, F.cross_entropy, LOGITS, LABELS),
    ],
    ids=["mse", "bce", "bce_from_logits", "cross_entropy"],
)
def test_the_losses_and_where_their_gradients_start(ours, backward, theirs, prediction, y):
    p = leaf(prediction)
    loss = theirs(p, torch.tensor(y))
    loss.backward()
    assert ours(prediction, y) == pytest.approx(loss.item(), rel=1e-13)
    assert backward(prediction, y) == pytest.approx(p.grad.numpy(), rel=1e-11, abs=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_gradient_of_a_network(name):
    params = [(w, RNG.normal(size=b.shape)) for w, b in init_network((5, 7, 6, 4), RNG)]
    x = RNG.normal(size=(6, 5))
    saved = mlp_forward(x, params, name)
    back = mlp_backward(losses.softmax_cross_entropy_backward(saved.logits, LABELS), saved, params, name)
    leaves, out = [(leaf(w), leaf(b)) for w, b in params], leaf(x)
    inputs = out
    for layer, (w, b) in enumerate(leaves):
        out = (out if layer == 0 else getattr(F, name)(out)) @ w + b
    F.cross_entropy(out, torch.tensor(LABELS)).backward()
    for (w, b), (grad_w, grad_b) in zip(leaves, back.grads, strict=True):
        assert grad_w == pytest.approx(w.grad.numpy(), rel=1e-10, abs=1e-15)
        assert grad_b == pytest.approx(b.grad.numpy(), rel=1e-10, abs=1e-15)
    assert back.grad_x == pytest.approx(inputs.grad.numpy(), rel=1e-10, abs=1e-15)


OPTIMIZERS = {
    "sgd": (optimizers.sgd(0.05), lambda p: torch.optim.SGD(p, lr=0.05)),
    "momentum": (optimizers.momentum(0.05, 0.8), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8)),
    "nesterov": (optimizers.nesterov(0.05, 0.8), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True)),
    "rmsprop": (optimizers.rmsprop(0.05, 0.9, 1e-3), lambda p: torch.optim.RMSprop(p, 0.05, alpha=0.9, eps=1e-3)),
    "adam": (optimizers.adam(0.05, 0.8, 0.95, 1e-3), lambda p: torch.optim.Adam(p, 0.05, betas=(0.8, 0.95), eps=1e-3)),
    "adam with decay": (
        optimizers.adam(0.05, decay=0.1),
        lambda p: torch.optim.AdamW(
            [{"params": p[:1], "weight_decay": 0.1}, {"params": p[1:], "weight_decay": 0}], 0.05
        ),
    ),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_optimizers_over_many_steps(name):
    ours, make_theirs = OPTIMIZERS[name]
    w, b = RNG.normal(size=(3, 2)), RNG.normal(size=2)
    theirs = [leaf(w), leaf(b)]
    optimizer = make_theirs(theirs)
    for _ in range(25):
        grad_w, grad_b = RNG.normal(size=(3, 2)), RNG.normal(size=2)
        [(w, b)] = ours.update([(w, b)], [(grad_w, grad_b)])
        for parameter, grad in zip(theirs, (grad_w, grad_b), strict=True):
            parameter.grad = torch.tensor(grad)
        optimizer.step()
    assert w == pytest.approx(theirs[0].detach().numpy(), rel=1e-10)
    assert b == pytest.approx(theirs[1].detach().numpy(), rel=1e-10)
