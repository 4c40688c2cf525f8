"""Answers as learners type them: the right ones pass, and the wrong ones are named, whatever the numbers."""

import linecache
import math

import numpy as np
import pytest

from bpcourse.autograders import exercises
from bpcourse.grading.answers import ask_learner
from bpcourse.grading.judge import judge
from bpcourse.grading.verdict import CORRECT, WRONG

SEEDS = range(20)
# A solved notebook up to the exercise, and what else learners import.
SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
NEURON = "def neuron(x, w, b):\n    return sigmoid(x @ w + b)\n"
HEADS = {
    "double": "def double(x):",
    "sigmoid": "def sigmoid(z):",
    "sigmoid_grad": SIGMOID + "def sigmoid_grad(z):\n    s = a = sigmoid(z)",
    "neuron": SIGMOID + "def neuron(x, w, b):",
    "dloss_dw": SIGMOID + NEURON + "def dloss_dw(x, w, b, y):\n    z = x @ w + b\n    a = neuron(x, w, b)",
}


def verdict(name, typed, seed=0):
    exercise = exercises()[name]
    namespace = {"np": np, "math": math}
    if exercise.kind == "function":
        body = "".join(f"\n    {line}" for line in typed.splitlines())
        source, file = HEADS[name] + body, "<as typed>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        exec(compile(source, file, "exec"), namespace)
    else:
        import sympy

        names = {"z": sympy.Symbol("z"), "s": sympy.Symbol("s"), "exp": sympy.exp, "sympy": sympy}
        names["sigma"] = 1 / (1 + sympy.exp(-names["z"]))
        namespace[name] = eval(typed, names)
    cases = exercise.cases(np.random.default_rng(seed))
    return judge(exercise, cases, [ask_learner(namespace[name], case.inputs, exercise.kind) for case in cases])


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("double", "return x * 2"),
        ("sigmoid", "return 1 / (1 + np.exp(-z))"),
        ("sigmoid", "return np.where(z > 0, 1 / (1 + np.exp(-z)), 1 - 1 / (1 + np.exp(z)))"),
        ("sigmoid_grad", "return a * (1 - a)"),
        ("sigmoid_grad", "return (a * (1 - a)).tolist() if np.ndim(z) else a * (1 - a)"),
        ("neuron", "return sigmoid((x * w).sum(axis=-1) + b)"),
        ("neuron", "return [1 / (1 + math.exp(-(row @ w + b))) if row @ w > -300 else 0.0 for row in x] "
         "if x.ndim == 2 else sigmoid(x @ w + b)"),
        ("dloss_dw", "return (a - y) * a * (1 - a) * x"),
        ("dloss_dw", "return [(a - y) * a * (1 - a) * x_i for x_i in x]"),
        ("dsigmoid_dz", "sigma * (1 - sigma)"),
        ("dsigmoid_dz", "sympy.diff(sigma, z)"),
        ("dsigmoid_dz", "sympy.simplify(exp(z) / (1 + exp(z))**2)"),
        ("dloss_dw_value", "-0.167"),
        ("dloss_dw_value", "(0.55 - 1) * 0.55 * 0.45 * 1.5"),
    ],
)  # fmt: skip
def test_a_right_answer_passes(name, typed):
    for seed in SEEDS:
        found = verdict(name, typed, seed)
        assert found.status == CORRECT, found


@pytest.mark.parametrize(
    ("name", "typed", "mistake"),
    [
        ("double", "return x + 2", "added 2"),
        ("double", "return x", "x itself"),
        ("double", "return x ** 2", "squared"),
        ("sigmoid", "return 1/1+np.exp(-z)", "parentheses missing"),
        ("sigmoid", "return 1/(1-np.exp(-z))", "1 minus in the denominator"),
        ("sigmoid", "return (1/(1+np.exp(-z))).round(4)", "rounded"),
        ("sigmoid", "return 1/(1+np.exp(z))", "sign of z"),
        ("sigmoid_grad", "return np.exp(-z)/(1+np.exp(-z)**2)", "square in the wrong place"),
        ("sigmoid_grad", "return s*(1+s)", "1 + for 1 -"),
        ("sigmoid_grad", "return z*(1-s)", "z in the first factor"),
        ("sigmoid_grad", "return s*(1-z)", "z in the second factor"),
        ("sigmoid_grad", "return s*1-s", "parentheses missing"),
        ("sigmoid_grad", "return 1-s**2", "slope of tanh"),
        ("sigmoid_grad", "h = 0.001\nreturn (sigmoid(z+h)-sigmoid(z))/h", "measured slope"),
        ("sigmoid_grad", "return np.exp(-z)/(1+np.exp(-z))", "lost square"),
        ("neuron", "return 1/(1+np.exp(-x@w+b))", "sign of b"),
        ("neuron", "return sigmoid((x*w).sum() + b)", "added over the samples too"),
        ("neuron", "return sigmoid((x*w).sum(axis=0) + b)", "added over the samples"),
        ("neuron", "return sigmoid((x*w).sum(axis=1) + b)", "axis 1 only"),
        ("neuron", "return sigmoid(x @ w.reshape(-1, 1) + b)", "w as a column"),
        ("neuron", "return sigmoid(np.sum(x*w, axis=-1, keepdims=True) + b)", "w as a column"),
        ("neuron", "return sigmoid(sigmoid(x@w+b))", "sigmoid applied twice"),
        ("neuron", "return sigmoid(x@w+b) * (1 - sigmoid(x@w+b))", "slope for the sigmoid"),
        ("neuron", "return sigmoid(w @ x + b)", "order of the product"),
        ("neuron", "return sigmoid(np.dot(w, x) + b)", "order of the product"),
        ("dloss_dw", "return a*(1-a)*x", "dropped a - y"),
        ("dloss_dw", "return (a-y)*a*x", "dropped 1 - a"),
        ("dloss_dw", "return (a-y)*(1-a)*x", "dropped a"),
        ("dloss_dw", "L = (y-a)**2/2\nreturn L*a*(1-a)*x", "loss for its derivative"),
        ("dloss_dw", "a = z\nreturn (a-y)*a*(1-a)*x", "no activation"),
        ("dloss_dw", "return w - (a-y)*a*(1-a)*x", "a step with learning rate 1"),
        ("dloss_dw", "return w - 0.1*(a-y)*a*(1-a)*x", "a step with learning rate 0.1"),
        ("dloss_dw", "return abs(a-y)*a*(1-a)*x", "error without its sign"),
        ("dloss_dw", "return ((a-y)*a*(1-a)*x).sum()", "summed over the weights"),
        ("dloss_dw", "return (a-y)*a*(1-a)*x/len(x)", "divided by D"),
        ("dloss_dw", "s = sigmoid(a)\nreturn (y-a)*s*(1-s)*x", "sign, and sigmoid applied twice"),
        ("dsigmoid_dz", "exp(-z)/(1+exp(-z)**2)", "square in the wrong place"),
        ("dsigmoid_dz", "sigma*(1+sigma)", "1 + for 1 -"),
        ("dsigmoid_dz", "z*(1-z)", "takes z for a"),
        ("dsigmoid_dz", "s*(1-s)", "in short"),
        ("dsigmoid_dz", "exp(-z)/(1+exp(-z))", "lost square"),
        ("dsigmoid_dz", "-1/(1+exp(-z))**2", "inner derivative dropped"),
        ("dloss_dw_value", "0.371", "dropped a - y"),
        ("dloss_dw_value", "-0.3713", "dropped 1 - a"),
        ("dloss_dw_value", "-0.304", "dropped a"),
        ("dloss_dw_value", "0.0376", "loss for its derivative"),
        ("dloss_dw_value", "-0.192", "no activation"),
        ("dloss_dw_value", "0.967", "a step with learning rate 1"),
        ("dloss_dw_value", "0.817", "a step with learning rate 0.1"),
        ("dloss_dw_value", "0.157", "sign, and sigmoid applied twice"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named(name, typed, mistake):
    for seed in SEEDS:
        found = verdict(name, typed, seed)
        assert (found.status, found.mistake) == (WRONG, mistake), found


def test_one_question_of_a_whole_array_is_blamed_on_an_ordinary_array():
    found = verdict("sigmoid", "if z > 0:\n    return 1/(1+np.exp(-z))\nreturn np.exp(z)/(1+np.exp(z))")
    assert found.message == (
        "`if z > 0` asks one question of a whole array. `np.where(z > 0, ..., ...)` asks it entry by entry."
    )
    assert "With z = [" in found.seen and "1000" not in found.seen


def test_a_forgotten_star_is_told():
    assert verdict("sigmoid_grad", "return a(1 - a)").message.endswith("Multiplication needs a star: `a * (1 - a)`.")


def test_the_gradient_of_one_sample_is_shown_on_three_weights():
    found = verdict("dloss_dw", "return -(a-y)*a*(1-a)*x")
    assert found.seen.startswith("With x = [") and found.seen.split("w = ")[0].count(",") == 3


def test_a_slope_measured_with_another_step_is_told_how_far_it_agrees():
    found = verdict("sigmoid_grad", "h = 0.0001\nreturn (sigmoid(z+h)-sigmoid(z))/h")
    assert found.message.startswith("Close: your numbers agree with the right ones to about 4 digits")


@pytest.mark.parametrize("name", exercises())
def test_no_sentence_claims_to_know_what_was_computed(name):
    for mistake in (*exercises()[name].mistakes, *exercises()[name].short_forms):
        assert "You computed" not in mistake.says and "you computed" not in mistake.says
