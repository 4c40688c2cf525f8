"""Wrong versions of the rules, each a mistake that people make: the project's own checks let the right rule pass, and
reject every one of these.
"""

import numpy as np
import pytest

from bpcourse.reference import layers, losses, mlp, optimizers, sigmoid_network
from bpcourse.reference.activations import relu, sigmoid, sigmoid_grad
from tests.reference import checks

# Backward rules of a layer, with the signature of linear_backward.


def linear_upstream_ignored(upstream, x, w):
    ones = np.ones_like(upstream)
    return ones @ w.T, x.T @ ones, ones.sum(axis=0)


def linear_grad_w_divided_by_n(upstream, x, w):
    return upstream @ w.T, x.T @ upstream / len(x), upstream.sum(axis=0)


def linear_bias_not_summed(upstream, x, w):
    return upstream @ w.T, x.T @ upstream, upstream


def linear_bias_averaged(upstream, x, w):
    return upstream @ w.T, x.T @ upstream, upstream.mean(axis=0)


def linear_bias_summed_over_units(upstream, x, w):
    return upstream @ w.T, x.T @ upstream, upstream.sum(axis=1)


def linear_grad_w_transposed(upstream, x, w):
    return upstream @ w.T, upstream.T @ x, upstream.sum(axis=0)


def linear_grad_w_of_the_last_sample(upstream, x, w):
    return upstream @ w.T, np.outer(x[-1], upstream[-1]), upstream.sum(axis=0)


def linear_sign_flipped(upstream, x, w):
    return -upstream @ w.T, -x.T @ upstream, -upstream.sum(axis=0)


def linear_gradients_in_another_order(upstream, x, w):
    return x.T @ upstream, upstream @ w.T, upstream.sum(axis=0)


def linear_changes_the_weights(upstream, x, w):
    grads = layers.linear_backward(upstream, x, w)
    w -= 0.1 * grads[1]
    return grads


# Elementwise rules, (upstream, z) -> grad_z.


def sigmoid_upstream_ignored(upstream, z):
    return sigmoid_grad(z)


def sigmoid_derivative_at_the_activation(upstream, z):
    return upstream * sigmoid_grad(sigmoid(z))


def sigmoid_derivative_as_if_z_were_a(upstream, z):
    return upstream * z * (1 - z)


def sigmoid_derivative_squared(upstream, z):
    return upstream * sigmoid_grad(z) ** 2


def relu_mask_by_upstream(upstream, z):
    return upstream * (upstream > 0)


def relu_mask_forgotten(upstream, z):
    return upstream


# Undoing a broadcast, with the signature of unbroadcast.


def unbroadcast_averages(grad, shape):
    return layers.unbroadcast(grad, shape) * np.prod(shape, dtype=float) / np.size(grad)


def unbroadcast_drops_the_axis_of_length_one(grad, shape):
    return layers.unbroadcast(grad, shape).squeeze()


def unbroadcast_takes_the_first_copy(grad, shape):
    added = grad[(0,) * (grad.ndim - len(shape))]
    return added[tuple(slice(0, length) for length in shape)]


# Softmax and cross-entropy.


def softmax_diagonal_of_the_jacobian_only(upstream, p):
    return upstream * p * (1 - p)


def softmax_sum_over_the_wrong_axis(upstream, p):
    return p * (upstream - (upstream * p).sum(axis=0, keepdims=True))


def softmax_upstream_ignored(upstream, p):
    return p * (1 - p)


def cross_entropy_summed_over_samples(logits, y):
    return losses.softmax(logits) - np.eye(logits.shape[1])[y]


def cross_entropy_divided_by_classes(logits, y):
    return (losses.softmax(logits) - np.eye(logits.shape[1])[y]) / logits.size


def cross_entropy_softmax_twice(logits, y):
    return (losses.softmax(losses.softmax(logits)) - np.eye(logits.shape[1])[y]) / len(y)


def cross_entropy_target_minus_output(logits, y):
    return (np.eye(logits.shape[1])[y] - losses.softmax(logits)) / len(y)


def cross_entropy_softmax_by_columns(logits, y):
    return (losses.softmax(logits.T).T - np.eye(logits.shape[1])[y]) / len(y)


# A whole network with an L2 penalty, with the signature of mlp_gradients.


def mlp_biases_penalised(x, y, params, loss_backward, activation, lam):
    grads = mlp.mlp_gradients(x, y, params, loss_backward, activation, lam)
    return [(grad_w, grad_b + 2 * lam * b) for (grad_w, grad_b), (_, b) in zip(grads, params, strict=True)]


def mlp_penalty_without_its_two(x, y, params, loss_backward, activation, lam):
    return mlp.mlp_gradients(x, y, params, loss_backward, activation, lam / 2)


def mlp_penalty_divided_by_n(x, y, params, loss_backward, activation, lam):
    return mlp.mlp_gradients(x, y, params, loss_backward, activation, lam / len(x))


def mlp_one_over_n_twice(x, y, params, loss_backward, activation, lam):
    halved = lambda logits, y: loss_backward(logits, y) / len(y)  # noqa: E731
    return mlp.mlp_gradients(x, y, params, halved, activation, lam)


def mlp_derivative_of_another_activation(x, y, params, loss_backward, activation, lam):
    saved = mlp.mlp_forward(x, params, activation)
    grads = mlp.mlp_backward(loss_backward(saved.logits, y), saved, params, "sigmoid").grads
    return [(grad_w + 2 * lam * w, grad_b) for (grad_w, grad_b), (w, _) in zip(grads, params, strict=True)]


# A sigmoid network by deltas, (target, outs, params) -> [(grad_w, grad_b), ...].


def grads_of(outs, deltas):
    return [(out.T @ delta, delta.sum(axis=0)) for out, delta in zip(outs, deltas, strict=False)]


def deltas_updated_before_propagating(target, outs, params):
    deltas, grads = [sigmoid_network.output_delta(target, outs[-1])], []
    for layer in range(len(params) - 1, -1, -1):
        w, _ = params[layer]
        grads.insert(0, (outs[layer].T @ deltas[0], deltas[0].sum(axis=0)))
        w -= 0.5 * grads[0][0]
        if layer:
            deltas.insert(0, sigmoid_network.hidden_delta(deltas[0], w, outs[layer]))
    return grads


def deltas_of_the_first_output_only(target, outs, params):
    deltas = [sigmoid_network.output_delta(target, outs[-1])]
    for layer in range(len(params) - 1, 0, -1):
        deltas.insert(0, sigmoid_network.hidden_delta(deltas[0][:, :1], params[layer][0][:, :1], outs[layer]))
    return grads_of(outs, deltas)


def deltas_with_the_slope_of_the_wrong_layer(target, outs, params):
    delta_out = sigmoid_network.output_delta(target, outs[-1])
    slope = outs[-1] * (1 - outs[-1])
    delta_2 = (delta_out * slope) @ params[2][0].T
    return grads_of(outs, [sigmoid_network.hidden_delta(delta_2, params[1][0], outs[1]), delta_2, delta_out])


def deltas_without_the_hidden_slope(target, outs, params):
    deltas = [sigmoid_network.output_delta(target, outs[-1])]
    for layer in range(len(params) - 1, 0, -1):
        deltas.insert(0, deltas[0] @ params[layer][0].T)
    return grads_of(outs, deltas)


def deltas_with_the_sign_of_the_update(target, outs, params):
    _, grads = sigmoid_network.network_backward(2 * outs[-1] - target, outs, params)
    return grads


# Optimizers.


def gd_uphill(w, grad, lr):
    return w + lr * grad


def gd_in_place(w, grad, lr):
    w -= lr * grad
    return w


def momentum_with_the_old_velocity(w, grad, v, lr, mu):
    return w + v, mu * v - lr * grad


def momentum_stores_no_velocity(w, grad, v, lr, mu):
    return w + mu * v - lr * grad, v


def momentum_damps_the_gradient_too(w, grad, v, lr, mu):
    new_v = mu * v - lr * (1 - mu) * grad
    return w + new_v, new_v


def rmsprop_divides_by_the_old_average(w, grad, s, lr, rho, eps):
    return w - lr * grad / (np.sqrt(s) + eps), rho * s + (1 - rho) * grad**2


def rmsprop_forgets_the_root(w, grad, s, lr, rho, eps):
    new_s = rho * s + (1 - rho) * grad**2
    return w - lr * grad / (new_s + eps), new_s


def rmsprop_epsilon_inside_the_root(w, grad, s, lr, rho, eps):
    new_s = rho * s + (1 - rho) * grad**2
    return w - lr * grad / np.sqrt(new_s + eps), new_s


def adam_without_correction(w, grad, m, v, t, lr, b1, b2, eps):
    m, v = b1 * m + (1 - b1) * grad, b2 * v + (1 - b2) * grad**2
    return w - lr * m / (np.sqrt(v) + eps), m, v


def adam_t_off_by_one(w, grad, m, v, t, lr, b1, b2, eps):
    return optimizers.adam_step(w, grad, m, v, t + 1, lr, b1, b2, eps)


def adam_epsilon_inside_the_root(w, grad, m, v, t, lr, b1, b2, eps):
    m, v = b1 * m + (1 - b1) * grad, b2 * v + (1 - b2) * grad**2
    return w - lr * m / (1 - b1**t) / np.sqrt(v / (1 - b2**t) + eps), m, v


def adam_stores_the_corrected_memory(w, grad, m, v, t, lr, b1, b2, eps):
    w, m, v = optimizers.adam_step(w, grad, m, v, t, lr, b1, b2, eps)
    return w, m / (1 - b1**t), v / (1 - b2**t)


def adam_betas_swapped(w, grad, m, v, t, lr, b1, b2, eps):
    return optimizers.adam_step(w, grad, m, v, t, lr, b2, b1, eps)


def adam_square_of_the_mean(w, grad, m, v, t, lr, b1, b2, eps):
    m, v = b1 * m + (1 - b1) * grad, b2 * v + (1 - b2) * m**2
    return w - lr * m / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


def adam_corrects_one_of_the_two(w, grad, m, v, t, lr, b1, b2, eps):
    m, v = b1 * m + (1 - b1) * grad, b2 * v + (1 - b2) * grad**2
    return w - lr * m / (1 - b1**t) / (np.sqrt(v) + eps), m, v


def sigmoid_rule_error(rule, rng):
    return checks.elementwise_error(rule, sigmoid, rng)


def relu_rule_error(rule, rng):
    return checks.elementwise_error(rule, relu, rng)


# (the check, the right rule, the wrong ones)
RULES = [
    (
        checks.linear_error,
        layers.linear_backward,
        [
            linear_upstream_ignored,
            linear_grad_w_divided_by_n,
            linear_bias_not_summed,
            linear_bias_averaged,
            linear_bias_summed_over_units,
            linear_grad_w_transposed,
            linear_grad_w_of_the_last_sample,
            linear_sign_flipped,
            linear_gradients_in_another_order,
            linear_changes_the_weights,
        ],
    ),
    (
        sigmoid_rule_error,
        lambda upstream, z: layers.elementwise_backward(upstream, z, sigmoid_grad),
        [
            sigmoid_upstream_ignored,
            sigmoid_derivative_at_the_activation,
            sigmoid_derivative_as_if_z_were_a,
            sigmoid_derivative_squared,
        ],
    ),
    (
        relu_rule_error,
        layers.relu_backward,
        [
            relu_mask_by_upstream,
            relu_mask_forgotten,
        ],
    ),
    (
        checks.unbroadcast_error,
        layers.unbroadcast,
        [
            unbroadcast_averages,
            unbroadcast_drops_the_axis_of_length_one,
            unbroadcast_takes_the_first_copy,
        ],
    ),
    (
        checks.softmax_error,
        losses.softmax_vjp,
        [
            softmax_diagonal_of_the_jacobian_only,
            softmax_sum_over_the_wrong_axis,
            softmax_upstream_ignored,
        ],
    ),
    (
        checks.cross_entropy_error,
        losses.softmax_cross_entropy_backward,
        [
            cross_entropy_summed_over_samples,
            cross_entropy_divided_by_classes,
            cross_entropy_softmax_twice,
            cross_entropy_target_minus_output,
            cross_entropy_softmax_by_columns,
        ],
    ),
    (
        checks.mlp_error,
        mlp.mlp_gradients,
        [
            mlp_biases_penalised,
            mlp_penalty_without_its_two,
            mlp_penalty_divided_by_n,
            mlp_one_over_n_twice,
            mlp_derivative_of_another_activation,
        ],
    ),
    (
        checks.sigmoid_network_error,
        lambda *given: sigmoid_network.network_backward(*given)[1],
        [
            deltas_updated_before_propagating,
            deltas_of_the_first_output_only,
            deltas_with_the_slope_of_the_wrong_layer,
            deltas_without_the_hidden_slope,
            deltas_with_the_sign_of_the_update,
        ],
    ),
    (
        checks.descent_error,
        optimizers.gd_step,
        [
            gd_uphill,
            gd_in_place,
        ],
    ),
    (
        checks.momentum_error,
        optimizers.momentum_step,
        [
            momentum_with_the_old_velocity,
            momentum_stores_no_velocity,
            momentum_damps_the_gradient_too,
        ],
    ),
    (
        checks.rmsprop_error,
        optimizers.rmsprop_step,
        [
            rmsprop_divides_by_the_old_average,
            rmsprop_forgets_the_root,
            rmsprop_epsilon_inside_the_root,
        ],
    ),
    (
        checks.adam_error,
        optimizers.adam_step,
        [
            adam_without_correction,
            adam_t_off_by_one,
            adam_epsilon_inside_the_root,
            adam_stores_the_corrected_memory,
            adam_betas_swapped,
            adam_square_of_the_mean,
            adam_corrects_one_of_the_two,
        ],
    ),
]
CASES = [(check, wrong) for check, _, wrongs in RULES for wrong in wrongs]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("check", "rule"), [(check, rule) for check, rule, _ in RULES])
def test_the_right_rule_passes_its_check(check, rule, seed):
    assert check(rule, np.random.default_rng(seed)) < checks.TOLERANCE


@pytest.mark.parametrize(("check", "wrong"), CASES, ids=[wrong.__name__ for _, wrong in CASES])
def test_a_wrong_rule_is_rejected(check, wrong):
    for seed in range(3):
        assert check(wrong, np.random.default_rng(seed)) > 100 * checks.TOLERANCE
