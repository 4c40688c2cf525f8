"""The checks that every backward rule of the course must pass, and that wrong ones must not.

A rule is tried with a random upstream, more than one sample, shapes that are not square, in float64.
"""

import numpy as np

from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.reference import losses, mlp, sigmoid_network
from bpcourse.reference.initializers import init_network
from bpcourse.reference.layers import linear_forward

# A central difference in float64 is good to about 1e-10; a wrong rule is off by 1e-3 and more.
TOLERANCE = 1e-6


def vjp_error(forward, backward, inputs, rng):
    """Largest relative error of backward(upstream, *inputs), one gradient an input, against two measurements.

    Entry by entry against central differences of <upstream, forward>; and, for all inputs together, the dot-product
    test <upstream, J v> = <Jᵀ upstream, v> along one random direction v.
    """
    before = [x.copy() for x in inputs]
    upstream = rng.normal(size=np.shape(forward(*inputs)))
    gradients = backward(upstream.copy(), *inputs)
    if any(not np.array_equal(x, kept) for x, kept in zip(inputs, before, strict=True)):
        return np.inf

    def measured(i):
        return central_difference(lambda x: np.sum(upstream * forward(*inputs[:i], x, *inputs[i + 1 :])), inputs[i])

    errors = [_error(gradient, measured(i)) for i, gradient in enumerate(gradients)]
    if np.inf in errors:  # a shape is wrong: there is nothing to multiply
        return np.inf
    direction, h = [rng.normal(size=x.shape) for x in inputs], 1e-6
    ahead = forward(*[x + h * v for x, v in zip(inputs, direction, strict=True)])
    behind = forward(*[x - h * v for x, v in zip(inputs, direction, strict=True)])
    pushed = np.sum(upstream * (ahead - behind) / (2 * h))
    pulled = sum(np.sum(gradient * v) for gradient, v in zip(gradients, direction, strict=True))
    return max(*errors, _error(pulled, pushed))


def gradient_error(loss, gradients, arrays):
    """Largest relative error of the gradients of loss(*arrays), one an array, against central differences."""
    errors = []
    for i, gradient in enumerate(gradients):
        measured = central_difference(lambda x, i=i: loss(*arrays[:i], x, *arrays[i + 1 :]), arrays[i])
        errors.append(_error(gradient, measured))
    return max(errors)


def _error(computed, measured):
    if np.shape(computed) != np.shape(measured):
        return np.inf
    error = relative_error(computed, measured)
    return error if np.isfinite(error) else np.inf


def linear_error(rule, rng):
    """A rule with the signature of linear_backward, on N = 5, D = 3, H = 2."""
    x, w, b = rng.normal(size=(5, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    return vjp_error(linear_forward, lambda upstream, x, w, b: rule(upstream, x, w), [x, w, b], rng)


def elementwise_error(rule, f, rng):
    """A rule (upstream, z) -> grad_z for a = f(z), away from the kink of f at 0."""
    z = rng.normal(size=(4, 3))
    z += 0.1 * np.sign(z)
    return vjp_error(f, lambda upstream, z: (rule(upstream, z),), [z], rng)


def unbroadcast_error(rule, rng):
    """A rule with the signature of unbroadcast, for every way a shape can have been broadcast to (4, 3, 2)."""
    errors = []
    for shape in [(4, 3, 2), (3, 2), (2,), (), (1,), (1, 2), (3, 1), (4, 1, 2), (1, 3, 1), (1, 1, 1)]:
        forward = lambda x: np.broadcast_to(x, (4, 3, 2)) ** 2  # noqa: E731
        backward = lambda upstream, x, shape=shape: (  # noqa: E731
            rule(upstream * 2 * np.broadcast_to(x, (4, 3, 2)), shape),
        )
        errors.append(vjp_error(forward, backward, [rng.normal(size=shape)], rng))
    return max(errors)


def softmax_error(rule, rng):
    """A rule (upstream, p) -> grad_z for p = softmax(z) by rows."""
    return elementwise_error(lambda upstream, z: rule(upstream, losses.softmax(z)), losses.softmax, rng)


def cross_entropy_error(rule, rng):
    """A rule (logits, y) -> grad_logits for the mean cross-entropy."""
    logits, y = rng.normal(size=(5, 4)), np.array([0, 3, 1, 1, 2])
    return gradient_error(lambda z: losses.cross_entropy(z, y), [rule(logits, y)], [logits])


def mlp_error(rule, rng):
    """A rule with the signature of mlp_gradients, on a network of sizes 4, 5, 3, 2 with an L2 penalty."""
    x, y = rng.normal(size=(6, 4)), np.array([0, 1, 1, 0, 1, 0])
    params = [(w, rng.normal(size=b.shape)) for w, b in init_network((4, 5, 3, 2), rng)]
    arrays = [array for pair in params for array in pair]

    def loss(*arrays):
        pairs = list(zip(arrays[::2], arrays[1::2], strict=True))
        return mlp.mlp_loss(x, y, pairs, losses.cross_entropy, "tanh", lam=0.05)

    grads = rule(x, y, params, losses.softmax_cross_entropy_backward, "tanh", 0.05)
    return gradient_error(loss, [array for pair in grads for array in pair], arrays)


def sigmoid_network_error(rule, rng):
    """A rule (target, outs, params) -> grads for the network of sizes 3, 4, 5, 2 with 1/2 sum (target - out)^2."""
    x, target = rng.normal(size=(4, 3)), rng.random((4, 2))
    params = [(w, rng.normal(size=b.shape)) for w, b in init_network((3, 4, 5, 2), rng)]
    arrays = [array for pair in params for array in pair]

    def loss(*arrays):
        pairs = list(zip(arrays[::2], arrays[1::2], strict=True))
        return sigmoid_network.network_loss(target, sigmoid_network.network_forward(x, pairs))

    grads = rule(target, sigmoid_network.layer_outputs(x, params), [(w.copy(), b.copy()) for w, b in params])
    return gradient_error(loss, [array for pair in grads for array in pair], arrays)


def momentum_error(rule, rng):
    """A rule with the signature of momentum_step against its sum: the velocity is -lr sum of mu^(t-i) grad_i."""
    grads, w, v, lr, mu = rng.normal(size=(5, 3, 2)), rng.normal(size=(3, 2)), np.zeros((3, 2)), 0.1, 0.8
    place, errors = w.copy(), []
    for t in range(len(grads)):
        w, v = rule(w, grads[t], v, lr, mu)
        velocity = -lr * sum(mu ** (t - i) * grads[i] for i in range(t + 1))
        place = place + velocity
        errors += [relative_error(v, velocity), relative_error(w, place)]
    return max(errors)


def rmsprop_error(rule, rng):
    """A rule with the signature of rmsprop_step against its sum, with an epsilon that is not small."""
    grads, w, s, lr, rho, eps = rng.normal(size=(5, 3, 2)), rng.normal(size=(3, 2)), np.zeros((3, 2)), 0.1, 0.7, 0.3
    place, errors = w.copy(), []
    for t in range(len(grads)):
        w, s = rule(w, grads[t], s, lr, rho, eps)
        mean_square = (1 - rho) * sum(rho ** (t - i) * grads[i] ** 2 for i in range(t + 1))
        place = place - lr * grads[t] / (mean_square**0.5 + eps)
        errors.append(relative_error(w, place))
    return max(errors)


def adam_error(rule, rng):
    """A rule with the signature of adam_step against weighted means: the weights of the past add up to one."""
    grads, w = rng.normal(size=(6, 3, 2)), rng.normal(size=(3, 2))
    m, v, lr, b1, b2, eps = np.zeros((3, 2)), np.zeros((3, 2)), 0.1, 0.8, 0.95, 0.3
    place, errors = w.copy(), []
    for t in range(1, len(grads) + 1):
        w, m, v = rule(w, grads[t - 1], m, v, t, lr, b1, b2, eps)
        mean = np.average(grads[:t], axis=0, weights=b1 ** np.arange(t)[::-1])
        mean_square = np.average(grads[:t] ** 2, axis=0, weights=b2 ** np.arange(t)[::-1])
        place = place - lr * mean / (mean_square**0.5 + eps)
        errors.append(relative_error(w, place))
    return max(errors)


def descent_error(rule, rng):
    """A rule with the signature of gd_step, on a bowl whose gradient is known: w shrinks by 1 - lr."""
    w = rng.normal(size=(3, 2))
    kept = w.copy()
    new = rule(w, 1.0 * w, 0.25)
    return relative_error(new, 0.75 * kept) if np.array_equal(w, kept) else np.inf
