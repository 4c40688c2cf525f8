"""The report of a gradient check: right gradients pass, kinks included; a wrong one is named with entry and size."""

import re

import numpy as np
import pytest

from bpcourse.gradcheck import BEST_STEP, check_gradients, check_network
from bpcourse.reference import losses, mlp
from bpcourse.reference.initializers import init_network, init_weights

RNG = np.random.default_rng(4)
X, Y = RNG.normal(size=(5, 3)), RNG.normal(size=(5, 2))
W, B = RNG.normal(size=(3, 2)), RNG.normal(size=2)


def loss(w, b):
    return 0.5 * np.sum((np.tanh(X @ w + b) - Y) ** 2)


def gradients():
    a = np.tanh(X @ W + B)
    grad_z = (a - Y) * (1 - a**2)
    return {"w": X.T @ grad_z, "b": grad_z.sum(axis=0)}


def check(**changed):
    return check_gradients(loss, {"w": W, "b": B}, gradients() | changed)


def test_right_gradients_agree_in_a_table_that_is_the_same_everywhere():
    report = check()
    assert report.agree
    assert repr(report).splitlines() == [
        "gradient of    shape   relative error   a good number    found",
        "w             (3, 2)           < 1e-9     about 1e-10   agrees",
        "b               (2,)           < 1e-9     about 1e-10   agrees",
        "Every entry agrees with what was measured.",
    ]


def test_a_wrong_entry_is_named_with_both_numbers_and_the_size_of_the_difference():
    wrong = gradients()["w"]
    right, wrong[2, 1] = wrong[2, 1], wrong[2, 1] + 0.25
    report = check(w=wrong)
    row = report.rows[0]
    assert (row.name, row.worst, row.agrees) == ("w", (2, 1), False)
    assert row.found == f"differs most in [2, 1]: {right + 0.25:.6g} given, {right:.6g} measured"
    assert row.shown == f"about {row.error:.1g}"
    assert report.verdict == "Not confirmed: the gradient of w."
    assert report.rows[1].agrees


def test_of_several_wrong_entries_the_worst_is_named():
    wrong = gradients()["w"]
    wrong[0, 0] += 1e-3
    wrong[1, 0] -= 0.5
    wrong[2, 1] += 1e-2
    assert check(w=wrong).rows[0].worst == (1, 0)


def test_a_small_error_in_one_entry_among_many_is_found():
    wrong = gradients()["w"]
    wrong[1, 1] *= 1 + 1e-5
    assert check(w=wrong).rows[0].worst == (1, 1)


def test_errors_that_cancel_in_the_mean_are_found():
    wrong = gradients()["w"]
    wrong[0, 0] += 0.1
    wrong[0, 1] -= 0.1
    assert not check(w=wrong).agree


def test_a_wrong_entry_is_found_in_the_last_parameter_too():
    assert not check(b=gradients()["b"] + [0.0, 1e-3]).agree


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda g: 5 * g, "every entry is 5 times what was measured"),
        (lambda g: g / 5, "every entry is 0.2 times what was measured"),
        (lambda g: -g, "every entry has the wrong sign"),
        (lambda g: 0 * g, "every entry is 0"),
    ],
)
def test_what_is_wrong_with_every_entry_alike_is_said(spoil, words):
    assert check(w=spoil(gradients()["w"])).rows[0].found.endswith(words)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_value_that_is_not_finite_is_the_worst_of_all(bad):
    wrong = gradients()["w"] + 1.0
    wrong[0, 1] = bad
    row = check(w=wrong).rows[0]
    assert row.worst == (0, 1) and not row.agrees
    assert row.shown == "not a number"


def test_entries_much_smaller_than_their_neighbours_are_judged_on_their_own():
    scale = np.array([1.0, 1e4])
    grad = lambda x: scale * np.cos(x)  # noqa: E731
    f = lambda x: float(scale @ np.sin(x))  # noqa: E731
    x = np.array([0.7, -0.4])
    assert check_gradients(f, {"x": x}, {"x": grad(x)}).agree
    assert not check_gradients(f, {"x": x}, {"x": grad(x) * [1.001, 1.0]}).agree


def test_a_gradient_that_the_plain_difference_measures_badly_is_measured_again_and_not_called_wrong():
    # The third derivative makes an error of 5e-5 here, in a gradient of size 1.
    f = lambda x: float(np.sin(200.0 * x) - 195.0 * x)  # noqa: E731
    assert check_gradients(f, {"x": 0.001}, {"x": 200.0 * np.cos(0.2) - 195.0}).agree


def test_a_gradient_too_small_to_be_measured_is_not_said_to_agree():
    f = lambda x: float(1.0 + 1e-12 * np.sin(x))  # noqa: E731
    report = check_gradients(f, {"x": 0.3}, {"x": 1e-12 * np.cos(0.3)})
    assert not report.agree
    assert report.rows[0].found.startswith("not judged: hidden by rounding below 1e-9")
    assert check_gradients(f, {"x": 0.3}, {"x": 0.0}).agree


KINKED = np.array([2.0, 0.0, 0.5, -1.0])


def relu_sum(z):
    return float(np.sum([1.0, 2.0, 3.0, 4.0] * np.maximum(z, 0.0) + np.sin(z)))


def relu_gradient(at_zero):
    return [1.0, 2.0, 3.0, 4.0] * np.where(KINKED > 0, 1.0, np.where(KINKED == 0, at_zero, 0.0)) + np.cos(KINKED)


@pytest.mark.parametrize("at_zero", [0.0, 0.5, 1.0])
def test_a_relu_at_its_kink_is_not_called_wrong_whatever_slope_was_chosen_there(at_zero):
    assert check_gradients(relu_sum, {"z": KINKED}, {"z": relu_gradient(at_zero)}).agree


def test_an_entry_on_a_kink_is_reported_and_counted():
    report = check_gradients(relu_sum, {"z": KINKED}, {"z": relu_gradient(0.0)}, lambda z: {"z": z})
    note = "[1] is on a kink, with slope 1 on the left and 3 on the right: the relu of z[1] goes from -6e-06 to 6e-06"
    assert report.rows[0].found == f"agrees; {note}"
    assert report.rows[0].on_kinks == 1
    assert report.verdict == "Every entry agrees with what was measured, but for 1 on a kink that could not be judged."


def beside_a_kink(x):
    return float(np.sin(x) + 3.0 * np.maximum(x - 0.5 - 0.6 * BEST_STEP, 0.0))


def test_beside_a_kink_a_shorter_step_confirms_a_right_gradient():
    report = check_gradients(beside_a_kink, {"x": 0.5}, {"x": np.cos(0.5)})
    assert report.agree
    assert report.rows[0].found == "agrees; value is beside a kink and was measured with a shorter step"


@pytest.mark.parametrize("wrong", [np.cos(0.5) + 3.0, np.cos(0.5) * 1.001, -np.cos(0.5)])
def test_beside_a_kink_a_wrong_gradient_is_still_wrong(wrong):
    assert not check_gradients(beside_a_kink, {"x": 0.5}, {"x": wrong}).agree


def test_where_every_entry_is_on_a_kink_nothing_is_confirmed():
    report = check_gradients(lambda z: float(np.abs(z).sum()), {"z": np.zeros(3)}, {"z": np.ones(3)})
    assert not report.agree
    assert report.rows[0].found == "not judged: every entry is on a kink"


def test_kinks_that_cancel_are_seen_where_the_relus_can_be_looked_at():
    f = lambda x: float(np.maximum(x, 0.0) - np.maximum(-x, 0.0))  # noqa: E731
    report = check_gradients(f, {"x": 0.0}, {"x": 0.0}, lambda x: {"z": np.array([x, -x])})
    assert report.rows[0].found == "not judged: every entry is on a kink"


def test_the_html_table_says_the_same_and_uses_only_inline_styles():
    html = check(w=-gradients()["w"])._repr_html_()
    assert "<style" not in html and "class=" not in html
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", html)
    assert cells[:5] == ["gradient of", "shape", "relative error", "a good number", "found"]
    assert cells[5:7] == ["w", "(3, 2)"] and cells[9].endswith("every entry has the wrong sign")
    assert html.count("background-color") == 4


def test_the_arrays_are_left_alone_even_by_a_loss_that_changes_what_it_is_given():
    def careless(w, b):
        value = loss(w, b)
        w *= 0
        b *= 0
        return value

    w, b = W.copy(), B.copy()
    assert check_gradients(careless, {"w": w, "b": b}, gradients()).agree
    assert np.array_equal(w, W) and np.array_equal(b, B)


def test_names_and_shapes_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="grads are given for w, expected w, b"):
        check_gradients(loss, {"w": W, "b": B}, {"w": W})
    with pytest.raises(ValueError, match=r"the gradient of w has shape \(2, 3\), expected \(3, 2\)"):
        check(w=gradients()["w"].T)


LABELS = np.array([1, 0, 2, 1, 1])


def entropies(logits):
    return -losses.log_softmax(logits)[..., np.arange(len(LABELS)), LABELS].mean(axis=-1)


def network(seed, activation):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(len(LABELS), 4))
    params = [(w, rng.normal(size=b.shape)) for w, b in init_network((4, 6, 5, 3), rng, init_weights)]
    grads = mlp.mlp_gradients(x, LABELS, params, losses.softmax_cross_entropy_backward, activation)
    return x, params, grads


@pytest.mark.parametrize("activation", ["tanh", "relu", "leaky_relu", "sigmoid"])
def test_the_backward_pass_of_a_whole_network_is_confirmed(activation):
    for seed in range(10):
        x, params, grads = network(seed, activation)
        report = check_network(entropies, x, params, grads, activation)
        assert report.agree
        assert [row.name for row in report.rows] == ["w1", "b1", "w2", "b2", "w3", "b3"]


def test_a_wrong_entry_of_a_whole_network_is_named_by_layer():
    x, params, grads = network(0, "relu")
    grads[1][0][3, 2] += 1e-3
    report = check_network(entropies, x, params, grads, "relu")
    assert [(row.name, row.worst) for row in report.rows if not row.agrees] == [("w2", (3, 2))]


def test_a_network_with_a_relu_on_its_kink_is_confirmed_and_the_relu_named():
    x, params, _ = network(0, "relu")
    w, b = params[0]
    b[2] = -(x[3] @ w[:, 2])  # sample 3 sends 0 into unit 2
    z = mlp.mlp_forward(x, params, "relu").z[0]
    b[2] -= z[3, 2]
    grads = mlp.mlp_gradients(x, LABELS, params, losses.softmax_cross_entropy_backward, "relu")
    report = check_network(entropies, x, params, grads, "relu")
    assert report.agree
    assert "the relu of z1[3, 2] goes from" in repr(report)
