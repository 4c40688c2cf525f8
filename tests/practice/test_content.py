"""The questions of the chapters: right answers checked against other sources, slips that are told apart and named."""

from itertools import combinations

import numpy as np
import pytest
import sympy

from bpcourse.practice import ch00, ch01, ch02, ch03, ch04, ch05, ch06, ch07, ch08
from bpcourse.practice.judging import judge
from bpcourse.practice.questions import ChoiceQuestion, NumberQuestion, clearly_different
from bpcourse.reference.initializers import count_parameters
from bpcourse.reference.layers import linear_backward
from bpcourse.reference.losses import bce_from_logits, bce_from_logits_backward
from bpcourse.reference.neuron import half_squared_error, neuron
from bpcourse.reference.optimizers import minimize
from bpcourse.reference.sigmoid_network import hidden_delta, layer_outputs, output_delta
from bpcourse.widgets.network_numbers import network_numbers, start_values

CONTENT = (*ch00.WARM_UP, *ch00.EXIT, *ch01.WARM_UP, ch01.GRADIENT_BY_HAND, *ch01.EXIT)
CONTENT += (*ch02.WARM_UP, ch02.FORWARD_BY_HAND, *ch02.EXIT)
CONTENT += (*ch03.WARM_UP, ch03.TWO_STEPS_BY_HAND, *ch03.EXIT)
CONTENT += (*ch04.WARM_UP, ch04.SUM_BY_HAND, *ch04.EXIT)
CONTENT += (*ch05.WARM_UP, ch05.SWEEP_BY_HAND, *ch05.EXIT)
CONTENT += (*ch06.WARM_UP, ch06.BACK_BY_HAND, *ch06.EXIT)
CONTENT += (*ch07.WARM_UP, ch07.CENTRAL_BY_HAND, *ch07.EXIT)
CONTENT += (*ch08.WARM_UP, ch08.LAYER_BY_HAND, *ch08.EXIT)
CALCULATIONS = [question for question in CONTENT if isinstance(question, NumberQuestion)]
CHOICES = [question for question in CONTENT if isinstance(question, ChoiceQuestion)]
SEEDS = range(300)


def draws(question):
    for seed in SEEDS:
        numbers = question.draw(np.random.default_rng(seed))
        yield numbers, question.values(numbers)


def each_slip(question):
    for numbers, values in draws(question):
        for line in question.lines:
            for slip in line.slips:
                yield numbers, values, line, slip


def typed(number: float) -> str:
    return f"{number:.3g}"


@pytest.mark.parametrize("question", CALCULATIONS, ids=lambda question: question.lines[0].label)
def test_every_slip_differs_clearly_from_the_right_answer_and_from_the_other_slips(question):
    for numbers, values in draws(question):
        known = {**numbers, **values}
        for line in question.lines:
            answers = [values[line.label], *(slip.value(known) for slip in line.slips)]
            assert all(clearly_different(one, other) for one, other in combinations(answers, 2)), (line.label, numbers)


@pytest.mark.parametrize("question", CALCULATIONS, ids=lambda question: question.lines[0].label)
def test_right_answers_with_three_digits_are_right_in_every_line(question):
    for numbers, values in draws(question):
        found = judge(question, numbers, {label: typed(value) for label, value in values.items()})
        assert {one.result for one in found.values()} == {"right"}, (numbers, found)


@pytest.mark.parametrize("question", CALCULATIONS, ids=lambda question: question.lines[0].label)
def test_every_slip_with_three_digits_is_called_by_its_name(question):
    for numbers, values, line, slip in each_slip(question):
        entries = {label: typed(value) for label, value in values.items()}
        entries[line.label] = typed(slip.value({**numbers, **values}))
        found = judge(question, numbers, entries)[line.label]
        assert (found.slip, found.says) == (slip.name, slip.says), (line.label, numbers)


@pytest.mark.parametrize("question", CALCULATIONS, ids=lambda question: question.lines[0].label)
def test_one_slip_costs_one_line_when_the_rest_follows_from_it(question):
    for numbers, values, line, slip in each_slip(question):
        known: dict[str, float] = dict(numbers)
        for one in question.lines:
            value = slip.value({**known, **values}) if one is line else one.value(known)
            known[one.label] = float(typed(value))
        entries = {one.label: typed(known[one.label]) for one in question.lines}
        found = judge(question, numbers, entries)
        wrong = [label for label, judged in found.items() if judged.result not in ("right", "follows")]
        assert wrong == [line.label], (slip.name, numbers)


def test_the_gradient_by_hand_agrees_with_a_central_difference_of_the_reference_neuron():
    for numbers, values in draws(ch01.GRADIENT_BY_HAND):

        def loss(w, b, numbers=numbers):
            return float(half_squared_error(neuron(np.array([numbers["x"]]), np.array([w]), b), numbers["y"]))

        w, b, h = numbers["w"], numbers["b"], 1e-5
        # The error of a central difference is about h², that of the subtraction about 1e-16 / h.
        assert values["∂L/∂w"] == pytest.approx((loss(w + h, b) - loss(w - h, b)) / (2 * h), abs=1e-9)
        assert values["∂L/∂b"] == pytest.approx((loss(w, b + h) - loss(w, b - h)) / (2 * h), abs=1e-9)
        assert values["L"] == pytest.approx(loss(w, b), rel=1e-12)


def test_the_warm_ups_agree_with_numpy():
    slope, derivative, count, dloss_da = CALCULATIONS[:4]
    for n, values in draws(slope):
        assert values["slope"] == pytest.approx(np.polyfit([n["x₁"], n["x₂"]], [n["y₁"], n["y₂"]], 1)[0], rel=1e-9)
    for n, values in draws(derivative):
        assert values["f′(p)"] == pytest.approx(np.polyval(np.polyder([n["k"], 0, 0]), n["p"]), rel=1e-12)
    for n, values in draws(count):
        assert values["count"] == (np.ones((int(n["N"]), int(n["D"]))) @ np.ones(int(n["D"]))).size
    for n, values in draws(dloss_da):
        at = np.polyder([0.5, -n["y"], 0.5 * n["y"] ** 2])  # ½(y − a)² as a polynomial in a
        assert values["dL/da"] == pytest.approx(np.polyval(at, n["a"]), rel=1e-12)


def test_the_numbers_that_exit_questions_state_are_right():
    a = float(neuron(np.array([1.0]), np.array([-8.0]), 0.0))
    assert f"{a:.1g}" == f"{a * (1 - a):.1g}" == "0.0003"
    assert a - 1 == pytest.approx(-1, abs=1e-3)
    slower = (0.5 * 0.25) / ((1 - a) * a * (1 - a))  # at z = 0 the error is one half and the slope one quarter
    assert round(slower, -1) == 370


@pytest.mark.parametrize("question", CHOICES, ids=lambda question: question.prompt[:30])
def test_every_choice_says_why_in_a_sentence(question):
    assert all(choice.says.endswith(".") and len(choice.says.split()) >= 6 for choice in question.choices)


def test_the_model_answer_names_all_three_factors():
    assert all(factor in ch01.EXPLAIN.model_answer for factor in ("∂z/∂w = x", "∂a/∂z = a(1 − a)", "∂L/∂a = a − y"))


def test_the_network_by_hand_agrees_with_matrices():
    for n, values in draws(ch02.FORWARD_BY_HAND):
        w_hidden = np.array([[n["w1"], n["w3"]], [n["w2"], n["w4"]]])
        params = [(w_hidden, [n["b_h1"], n["b_h2"]]), (np.array([[n["w5"]], [n["w6"]]]), [n["b_o"]])]
        _, hidden, output = layer_outputs([n["x1"], n["x2"]], params)
        assert [values["out_h1"], values["out_h2"], values["out_o"]] == pytest.approx([*hidden, *output], rel=1e-12)


def test_the_count_of_a_layer_is_that_of_a_network_with_one_layer():
    for n, values in draws(ch02.EXIT[0]):
        assert values["count"] == count_parameters([int(n["D"]), int(n["H"])])


def test_the_misprint_of_w6_is_in_the_print_alone():
    now = network_numbers(start_values())
    assert f"{now['net_o1']:.4f}" == "1.1059"
    with_six = now["w5"] * now["out_h1"] + 6 * now["out_h2"] + now["b_o1"]
    assert f"{with_six:.2f}" == "4.42"


def test_w3_moves_all_but_the_other_hidden_unit():
    moved = network_numbers({**start_values(), "w3": 1.0})
    now = network_numbers(start_values())
    changed = {name for name in now if moved[name] != now[name]}
    assert changed >= {"net_h2", "out_o1", "E"} and "out_h1" not in changed


def test_the_warm_ups_of_chapter_03_agree_with_what_the_earlier_chapters_computed():
    for n, values in draws(ch03.WARM_UP[0]):
        z = np.log(n["a"] / (1 - n["a"]))

        def loss(w, n=n, z=z):
            return float(half_squared_error(neuron(np.array([n["x"]]), np.array([w]), z), n["y"]))

        assert values["∂L/∂w"] == pytest.approx((loss(1e-5) - loss(-1e-5)) / 2e-5, abs=1e-8)
    for n, values in draws(ch03.WARM_UP[1]):
        d, h, k = (int(n[size]) for size in "DHK")
        assert values["count"] == sum(
            array.size for array in (np.ones((d, h)), np.ones(h), np.ones((h, k)), np.ones(k))
        )


def test_two_steps_by_hand_are_two_steps_of_the_reference():
    for n, values in draws(ch03.TWO_STEPS_BY_HAND):
        curvature = n["λ"]
        trajectory = minimize(lambda w, curvature=curvature: curvature * w, n["w₀"], n["η"], 2)
        assert [values["w₁"], values["w₂"]] == pytest.approx(trajectory[1:])
        assert values["factor"] == pytest.approx(trajectory[1] / trajectory[0])


def test_a_sure_and_wrong_neuron_has_the_loss_and_slope_that_the_exit_question_of_chapter_03_states():
    assert round(bce_from_logits([-8.0], [1.0])) == 8
    assert f"{bce_from_logits_backward([-8.0], [1.0])[0] + 1:.1g}" == "0.0003"


def test_the_sum_over_two_paths_agrees_with_sympy():
    x, y = sympy.symbols("x y")
    slope = sympy.lambdify((x, y), sympy.diff(x * y * (x + y), x))
    for n, values in draws(ch04.SUM_BY_HAND):
        assert values["∂w/∂x"] == pytest.approx(slope(n["x"], n["y"]), rel=1e-12)


def test_the_reverse_sweep_of_chapter_05_agrees_with_sympy():
    x_1, x_2 = sympy.symbols("x_1 x_2")
    gradient = sympy.lambdify((x_1, x_2), [sympy.diff((x_1 + x_2) * x_1 * x_2, name) for name in (x_1, x_2)])
    for n, values in draws(ch05.SWEEP_BY_HAND):
        assert [values["∂y/∂x_1"], values["∂y/∂x_2"]] == pytest.approx(gradient(n["x_1"], n["x_2"]), rel=1e-12)


def test_the_fork_of_chapter_06_is_worked_out_as_the_reference_does():
    for n, values in draws(ch06.BACK_BY_HAND):
        delta_o = output_delta([n["t_1"], n["t_2"]], [n["out_o1"], n["out_o2"]])
        delta_h = hidden_delta(delta_o[None], np.array([[n["w_1"], n["w_2"]]]), np.array([[n["out_h"]]]))
        assert [values["δ_o1"], values["δ_o2"]] == pytest.approx(delta_o, rel=1e-12)
        assert values["∂E/∂w"] == pytest.approx(delta_h[0, 0] * n["x"], rel=1e-12)


def test_the_layer_of_chapter_08_is_worked_out_as_the_reference_does():
    for n, values in draws(ch08.LAYER_BY_HAND):
        upstream = np.array([[n["g_11"], n["g_12"]], [n["g_21"], n["g_22"]]])
        grads = linear_backward(upstream, np.array([[n["x_1"]], [n["x_2"]]]), np.array([[n["w_1"], n["w_2"]]]))
        grad_x, grad_w, grad_b = (grad.ravel() for grad in grads)
        assert [values["∂L/∂x_1"], values["∂L/∂x_2"]] == pytest.approx(grad_x, rel=1e-12)
        assert [values["∂L/∂w_1"], values["∂L/∂b_2"]] == pytest.approx([grad_w[0], grad_b[1]], rel=1e-12)
