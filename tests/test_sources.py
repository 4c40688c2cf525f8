"""The five documents that the course grew from: every number they print, and every number that is right instead.

A number is compared as it is printed: `reads(x, "0.5933")` says that x rounds to these digits. A document's number that
was cut off instead of rounded says so.
"""

import itertools
import math

import numpy as np
import pytest

from bpcourse.datasets import random_labels
from bpcourse.gradcheck import complex_step, relative_error
from bpcourse.museum.broadcast import row_times_column, trained_221
from bpcourse.reference.activations import sigmoid, sigmoid_grad
from bpcourse.reference.initializers import glorot_uniform, init_network
from bpcourse.reference.losses import (
    bce_from_logits,
    bce_from_logits_backward,
    cross_entropy,
    softmax,
    softmax_cross_entropy_backward,
)
from bpcourse.reference.mlp import mlp_forward, mlp_gradients, mlp_loss
from bpcourse.reference.neuron import Network, dloss_dw, neuron_gradient
from bpcourse.reference.optimizers import adam, minimize
from bpcourse.reference.sigmoid_network import (
    layer_outputs,
    network_backward,
    network_forward,
    network_loss,
    train_network,
)
from bpcourse.reference.systems import network_221, network_222, random_222
from bpcourse.reference.training import Training


def reads(value, digits):
    """Whether the value, rounded to as many decimals, is printed like this."""
    decimals = len(digits.partition(".")[2])
    return f"{float(value):.{decimals}f}".removeprefix("-") == digits.removeprefix("-") and (value < 0) == (
        digits[0] == "-"
    )


def reads_cut_off(value, digits):
    """Whether the value is printed like this when the decimals that follow are dropped."""
    decimals = len(digits.partition(".")[2])
    return reads(math.floor(value * 10**decimals) / 10**decimals, digits)


def all_read(values, digits):
    return all(reads(value, text) for value, text in zip(values, digits.split(), strict=True))


# A: a multilayer perceptron with softmax output. That [784, 100, 10] learns is in reference/test_classifier.py.


def test_a1_the_outer_product_loss_does_not_see_the_label():
    p = softmax([0.3, -1.0, 0.8])[:, None]
    for label in range(3):
        y = np.eye(3)[:, [label]]
        assert -np.sum(np.dot(y, np.log(p).T)) == pytest.approx(-np.log(p).sum(), rel=1e-14)
    assert cross_entropy(np.log(p).T, [2]) == pytest.approx(-np.log(p[2, 0]), rel=1e-14)


def test_a2_softmax_applied_twice_flattens_the_probabilities():
    p = np.array([0.5122, 0.2644, 0.2235])
    assert all_read(softmax(p), "0.3953 0.3085 0.2962")
    assert softmax(np.log(p)) == pytest.approx(p, abs=1e-4)  # once is enough: these were probabilities already


def test_a3_the_derivative_at_the_activation_instead_of_at_z():
    assert reads(sigmoid_grad(sigmoid(3.0)), "0.2009")
    assert reads(sigmoid_grad(3.0), "0.0452")


def test_a5_the_backward_pass_starts_from_p_minus_y():
    logits = np.array([[0.3, -1.0, 0.8]])
    assert softmax_cross_entropy_backward(logits, [2]) == pytest.approx(softmax(logits) - [[0, 0, 1]], rel=1e-14)


def test_a6_exp_overflows_at_710_and_the_course_does_not():
    with np.errstate(over="ignore"):
        assert np.exp(710.0) == np.inf and np.isfinite(np.exp(709.0))
    with np.errstate(over="raise", invalid="raise"):
        assert sigmoid([-710.0, 710.0]).tolist() == [pytest.approx(math.exp(-710), rel=1e-9), 1.0]
        assert softmax([0.0, 710.0])[1] == 1.0


# B: graphs, forward and reverse mode, the 2-2-2 network.


def graph(a, b):
    c, d = a + b, b + 1
    return c, d, c * d


def test_b_the_graph_at_2_and_1():
    assert graph(2.0, 1.0) == (3.0, 2.0, 6.0)
    assert complex_step(lambda a: graph(a, 1.0)[2], 2.0) == pytest.approx(2.0, rel=1e-15)
    assert complex_step(lambda b: graph(2.0, b)[2], 1.0) == pytest.approx(1 * 2 + 1 * 3, rel=1e-15)


def test_b_nine_paths_merge_into_one_product():
    to_y, to_z = [2.0, 3.0, 5.0], [7.0, 11.0, 13.0]
    paths = list(itertools.product(to_y, to_z))
    assert len(paths) == 9
    assert sum(first * second for first, second in paths) == sum(to_y) * sum(to_z)


SYSTEM_B = network_222()
HIDDEN_B, OUT_B = layer_outputs(SYSTEM_B.x, SYSTEM_B.params)[1:]
DELTAS_B, GRADS_B = network_backward(SYSTEM_B.target, [SYSTEM_B.x, HIDDEN_B, OUT_B], SYSTEM_B.params)


def by_number(matrix):
    """Weights (inputs, units) in the order w1, w2, w3, w4: unit by unit."""
    return matrix.T.ravel()


def test_b_the_forward_pass_of_the_2_2_2_network():
    (w_hidden, b_hidden), (w_out, b_out) = SYSTEM_B.params
    net_h, net_o = SYSTEM_B.x @ w_hidden + b_hidden, HIDDEN_B @ w_out + b_out
    assert all_read(net_h[0], "0.3775 0.3925")
    assert all_read(HIDDEN_B[0], "0.593269992 0.596884378")
    assert all_read(net_o[0], "1.105905967 1.224921404")
    assert all_read(OUT_B[0], "0.751365070 0.772928465")
    # As the document prints them:
    assert reads_cut_off(HIDDEN_B[0, 0], "0.5932") and reads(HIDDEN_B[0, 0], "0.5933")
    assert reads_cut_off(HIDDEN_B[0, 1], "0.5968") and reads(net_o[0, 0], "1.1059")
    assert reads_cut_off(OUT_B[0, 0], "0.7513") and reads(OUT_B[0, 1], "0.7729")


def test_b_the_errors_of_the_2_2_2_network():
    errors = 0.5 * (SYSTEM_B.target - OUT_B)[0] ** 2
    assert all_read([*errors, errors.sum()], "0.274811083 0.023560026 0.298371109")
    assert all_read([*errors, errors.sum()], "0.2748 0.0236 0.2984")
    assert network_loss(SYSTEM_B.target, OUT_B) == pytest.approx(errors.sum(), rel=1e-15)


def test_b_the_factors_of_de_dw5():
    de_dout = (OUT_B - SYSTEM_B.target)[0, 0]
    dout_dnet = (OUT_B * (1 - OUT_B))[0, 0]
    assert reads(de_dout, "0.741365070") and reads_cut_off(de_dout, "0.7413")
    assert reads(dout_dnet, "0.186815602") and reads(dout_dnet, "0.1868")
    product = de_dout * dout_dnet * HIDDEN_B[0, 0]
    assert reads(product, "0.082167041") and reads(product, "0.0822")
    assert by_number(GRADS_B[1][0])[0] == pytest.approx(product, rel=1e-15)


def test_b_the_deltas_and_the_gradients_of_the_first_layer():
    assert all_read(DELTAS_B[1][0], "0.138498562 -0.038098237")
    assert all_read(DELTAS_B[0][0], "0.008771355 0.009954255")
    assert all_read(by_number(GRADS_B[0][0]), "0.000438568 0.000877135 0.000497713 0.000995425")


def test_b_the_weights_and_the_error_after_one_step():
    after = train_network(SYSTEM_B.x, SYSTEM_B.target, SYSTEM_B.params, 0.5, 1, train_biases=False)
    assert all_read(by_number(after[1][0]), "0.358916480 0.408666186 0.511301270 0.561370121")
    assert all_read(by_number(after[0][0]), "0.149780716 0.199561432 0.249751144 0.299502287")
    assert reads(network_loss(SYSTEM_B.target, network_forward(SYSTEM_B.x, after)), "0.291027774")


@pytest.mark.parametrize(
    ("train_biases", "error", "outputs"),
    [(False, "3.5102e-05", "0.01591362 0.98406427"), (True, "2.4476e-06", "0.01158753 0.98845894")],
)
def test_b_the_error_after_ten_thousand_steps(train_biases, error, outputs):
    after = train_network(SYSTEM_B.x, SYSTEM_B.target, SYSTEM_B.params, 0.5, 10_000, train_biases=train_biases)
    out = network_forward(SYSTEM_B.x, after)
    assert f"{network_loss(SYSTEM_B.target, out):.4e}" == error
    assert all_read(out[0], outputs)


def test_b4_a_hidden_delta_with_one_output_only_is_another_number():
    w_out = SYSTEM_B.params[1][0]
    one_only = DELTAS_B[1][0, 0] * w_out[0, 0] * HIDDEN_B[0, 0] * (1 - HIDDEN_B[0, 0])
    assert relative_error(one_only, DELTAS_B[0][0, 0]) > 0.1


def test_b_matrices_and_objects_agree_on_the_2_2_2_network():
    network = Network.from_params(SYSTEM_B.params)
    assert network.forward(SYSTEM_B.x[0]) == pytest.approx(OUT_B[0], rel=1e-15)
    network.backward(SYSTEM_B.target[0])
    assert [unit.delta for unit in network.layers[0].neurons] == pytest.approx(DELTAS_B[0][0], rel=1e-13)


# C: the general account, and a 100-64-64-1 network on random labels.


def test_c1_the_product_is_printed_four_times_too_large():
    product = (1 - 0.8) * 0.8 * 0.5
    assert reads(product, "0.08") and reads(4 * product, "0.32")


def test_c2_the_gradient_of_cross_entropy_has_no_sigmoid_factor():
    a, y, x = 0.8, 1.0, 0.5
    z = np.log(a / (1 - a))
    dloss_dz = bce_from_logits_backward(z, y)
    assert reads(dloss_dz * x, "-0.1") and reads(dloss_dz, "-0.2")
    assert dloss_dz == pytest.approx(a - y, rel=1e-14)
    assert reads((y - a) * a * (1 - a) * x, "0.016")  # the document's: another sign, and a factor too many


def test_c2_for_the_squared_error_the_factor_is_right():
    x, w, b = np.array([0.5]), np.array([0.0]), np.log(4.0)
    assert reads(dloss_dw(x, w, b, 1.0)[0], "-0.016")
    assert reads(neuron_gradient(x[None], w, b, [1.0])[1], "-0.032")


def test_c3_neither_squares_the_error_nor_uses_the_slope_at_the_label():
    x, w, b, y = np.array([0.5]), np.array([0.7]), 0.2, 1.0
    a = sigmoid(x @ w + b)
    assert dloss_dw(x, w, b, y) == pytest.approx((a - y) * sigmoid_grad(x @ w + b) * x, rel=1e-14)
    assert (a - y) ** 2 * y * (1 - y) == 0.0  # at either label the document's formula learns nothing


def binomial_tail(n, at_least):
    """P(at least so many heads in n tosses)."""
    return sum(math.comb(n, k) for k in range(at_least, n + 1)) / 2**n


def test_c4_an_accuracy_of_0_728_on_200_random_labels_does_not_happen_by_chance():
    # 0.728 * 200 = 145.6 is no whole number of labels: 145 right answers are the nearest below, 146 the nearest above.
    assert f"{binomial_tail(200, 145):.1e}" == "7.6e-11"
    assert f"{binomial_tail(200, 146):.1e}" == "2.8e-11"


def is_chance(right, n):
    """Whether so many right answers of n lie in the 99.9 % band of a coin: 0.05 % is left on each side."""
    return binomial_tail(n, max(right, n - right)) > 0.0005


def train_100_64_64_1(seed, centre):
    """Right answers on the 1,000 training and the 200 test labels after 50 epochs on random labels."""
    rng = np.random.default_rng(seed)
    x, y = random_labels(1000, 100, rng)
    x_test, y_test = random_labels(200, 100, rng)
    x, x_test = x - centre, x_test - centre
    optimizer, params = adam(0.01), init_network((100, 64, 64, 1), rng, glorot_uniform)

    def update(x, y):
        nonlocal params
        loss = mlp_loss(x, y, params, bce_from_logits, "relu")
        params = optimizer.update(params, mlp_gradients(x, y, params, bce_from_logits_backward, "relu"))
        return loss

    def right_answers(x, y):
        return int(np.sum((mlp_forward(x, params, "relu").logits[:, 0] > 0) == y))

    Training(x, y[:, None], update, batch_size=32, rng=rng).run(50)
    return right_answers(x, y), right_answers(x_test, y_test)


def test_c_100_64_64_1_learns_some_of_the_random_labels_and_stays_at_chance_on_new_ones():
    # With inputs from 0 to 1 and this learning rate some runs get stuck: only together do they show it.
    trained, tested = zip(*(train_100_64_64_1(seed, centre=0.0) for seed in range(8)), strict=True)
    assert sum(trained) > 0.53 * 8000 and not is_chance(sum(trained), 8000)
    assert all(is_chance(right, 200) for right in tested) and is_chance(sum(tested), 1600)


@pytest.mark.parametrize("seed", range(2))
def test_c_with_centred_inputs_it_learns_all_of_them_by_heart_and_still_stays_at_chance(seed):
    trained, tested = train_100_64_64_1(seed, centre=0.5)
    assert trained > 950 and is_chance(tested, 200)


def test_c6_a_larger_rate_is_faster_only_up_to_two_over_the_curvature():
    curvature = 4.0
    distance = [abs(minimize(lambda w: curvature * w, 1.0, lr, 50)[-1]) for lr in (0.05, 0.2, 0.45, 0.51)]
    assert distance[1] < distance[0] < 1 and distance[2] < 1 < distance[3]


# D: neurons, layers and networks as objects.


def test_d_the_printed_losses_lie_in_the_band_of_two_hundred_random_starts():
    system = random_222(200, np.random.default_rng(0))
    params, done = system.params, 0
    for epochs, printed in ((100, "0.005217"), (1_000, "0.000241"), (10_000, "0.000003")):
        params = train_network(system.x, system.target, params, system.lr, epochs - done)
        done = epochs
        losses = network_loss(system.target, network_forward(system.x, params))
        low, high = (f"{loss:.6f}" for loss in np.percentile(losses, [5, 95]))
        assert low <= printed <= high


def test_d_one_of_these_starts_trained_as_objects_is_the_same_network():
    system = random_222(3, np.random.default_rng(0))
    start = [(w[1], b[1, 0]) for w, b in system.params]
    network = Network.from_params(start)
    for _ in range(100):
        network.forward(system.x[0])
        network.backward(system.target[0])
        network.update(system.lr)
    network.forward(system.x[0])
    matrices = train_network(system.x, system.target, start, system.lr, 100)
    expected = network_loss(system.target, network_forward(system.x, matrices))
    assert network.loss(system.target[0]) == pytest.approx(expected, rel=1e-11)


def test_d2_layers_that_are_not_square_have_the_right_numbers_of_neurons_and_weights():
    network = Network.random((2, 3, 1), np.random.default_rng(0))
    assert [(len(layer.neurons), len(layer.neurons[0].weights)) for layer in network.layers] == [(3, 2), (1, 3)]


# E: the 2-2-1 network without biases, and the gradient that broadcasting spoiled.

SYSTEM_E = network_221()


def test_e_the_forward_pass_of_the_2_2_1_network():
    (w_hidden, _), (w_out, _) = SYSTEM_E.params
    _, hidden, out = layer_outputs(SYSTEM_E.x, SYSTEM_E.params)
    assert all_read((SYSTEM_E.x @ w_hidden)[0], "0.755 0.68")
    assert all_read(hidden[0], "0.680267 0.663739")
    assert reads((hidden @ w_out)[0, 0], "0.801445") and reads(out[0, 0], "0.690283")
    assert reads(abs(SYSTEM_E.target - out)[0, 0], "0.190283") and reads(abs(SYSTEM_E.target - out)[0, 0], "0.19")
    assert reads(network_loss(SYSTEM_E.target, out), "0.018104")


def loss_after(steps):
    params = train_network(SYSTEM_E.x, SYSTEM_E.target, SYSTEM_E.params, 1.0, steps, train_biases=False)
    return network_loss(SYSTEM_E.target, network_forward(SYSTEM_E.x, params)), params


def test_e_the_loss_with_the_right_gradient():
    after_one, _ = loss_after(1)
    assert reads(after_one, "0.016565") and reads_cut_off(10 * after_one, "0.165")  # 0.165: a slipped decimal point
    at_the_hundredth_pass, _ = loss_after(99)
    after_the_step, params = loss_after(100)
    assert (f"{at_the_hundredth_pass:.4e}", f"{after_the_step:.4e}") == ("3.2669e-07", "2.9182e-07")
    assert all_read(by_number(params[0][0]), "0.09949729 0.79870731 0.35650028 0.48814358")
    assert all_read(by_number(params[1][0]), "-0.30047225 0.32533603")


def test_e1_the_published_error_comes_from_the_published_mistake_to_all_nine_digits():
    errors, w0, w1 = trained_221(row_times_column, 100)
    error = errors[-1]
    assert f"{error:.8e}" == "5.92944818e-07"
    assert error == pytest.approx(5.929448176860616e-07, rel=1e-12)
    assert all_read(w0.ravel(), "0.0993309 0.6425254 0.3993309 0.4425254")
    assert all_read(w1.ravel(), "-0.30032342 0.31508797")


def test_e1_a_gradient_check_sees_at_once_what_a_hundred_steps_do_not_show():
    _, w0, _ = trained_221(row_times_column, 1)
    _, grads = network_backward(SYSTEM_E.target, layer_outputs(SYSTEM_E.x, SYSTEM_E.params), SYSTEM_E.params)
    published = np.array([[0.1, 0.8], [0.4, 0.6]]) - w0
    assert relative_error(published, grads[0][0].T) > 0.1
