"""Chapter 03's answers as learners type them: the right ones pass, the wrong ones are named, whatever the numbers."""

import numpy as np
import pytest
import sympy

from bpcourse.autograders import exercises
from bpcourse.grading.answers import ask_learner
from bpcourse.grading.judge import judge
from bpcourse.grading.verdict import CORRECT

SEEDS = range(10)
HEADS = {
    "mse": "def mse(y_hat, y):",
    "bce": "def bce(y_hat, y):",
    "gd_step": "def gd_step(w, grad, lr):",
    "minimize": "def minimize(grad, w0, lr, steps):",
}
BROKEN = exercises()["fit_neuron"].stub
MENDED = exercises()["fit_neuron"].solution


def judged(name, submitted, seed):
    exercise = exercises()[name]
    cases = exercise.cases(np.random.default_rng(seed))
    return judge(exercise, cases, [ask_learner(submitted, case.inputs, exercise.kind) for case in cases])


def typed_function(name, source):
    namespace = {"np": np}
    exec(source, namespace)
    return namespace[name]


def as_typed(name, typed):
    """What a notebook holds under the name: the body of a function, a whole one, or an expression."""
    if name == "fit_neuron":
        return typed_function(name, typed)
    if name in HEADS:
        return typed_function(name, HEADS[name] + "".join(f"\n    {line}" for line in typed.splitlines()))
    z, y = sympy.symbols("z y")
    return eval(typed, {"z": z, "y": y, "sympy": sympy, "a": 1 / (1 + sympy.exp(-z))})


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("mse", "return ((y - y_hat)**2).mean()"),
        ("mse", "return np.mean(np.mean((y_hat - y)**2, axis=0))"),
        ("bce", "p = np.clip(y_hat, 1e-7, 1 - 1e-7)\nreturn -np.mean(y*np.log(p) + (1 - y)*np.log(1 - p))"),
        ("bce", "return np.mean(-y*np.log(y_hat + 1e-9) - (1 - y)*np.log(1 - y_hat + 1e-9))"),
        ("bce", "return np.mean(np.nan_to_num(-y*np.log(y_hat) - (1 - y)*np.log(1 - y_hat)))"),
        ("bce", "return np.mean([-np.log(p) if t == 1 else -np.log(1 - p) for p, t in zip(y_hat, y)])"),
        ("dbce_dz", "a - y"),
        ("dbce_dz", "sympy.diff(-y*sympy.log(a) - (1 - y)*sympy.log(1 - a), z)"),
        ("dbce_dz", "-y*(1 - a) + (1 - y)*a"),
        ("gd_step", "return w - lr*grad"),
        (
            "minimize",
            "w, ps = w0, [w0]\nfor _ in range(steps):\n    w = w - lr*grad(w)\n    ps.append(w)\nreturn ps",
        ),
        ("largest_stable_lr", "2/7"),
        ("largest_stable_lr", "0.286"),
        ("nearest_first", "'B C A D E'"),
        ("nearest_first", "['B', 'C', 'A', 'D', 'E']"),
        ("fit_neuron", MENDED.replace("w - lr * (dloss_dz @ x)", "w - lr * (x.T @ dloss_dz)")),
    ],
)
def test_a_right_answer_passes(name, typed):
    for seed in SEEDS:
        assert judged(name, as_typed(name, typed), seed).status == CORRECT


@pytest.mark.parametrize(
    ("name", "typed", "mistake"),
    [
        ("mse", "return np.sum((y_hat - y)**2) / len(y)", "divided by N only"),
        ("mse", "y_hat -= y\nreturn np.mean(y_hat**2)", "changes its input"),
        ("mse", "return (np.mean(y_hat) - np.mean(y))**2", "square of the mean"),
        ("mse", "return np.linalg.norm(y_hat - y) / np.sqrt(y.size)", "root taken"),
        ("bce", "return -sum(y*np.log(y_hat) + (1 - y)*np.log(1 - y_hat)) / len(y)", "log of 0"),
        ("bce", "return np.mean(y*np.log(y_hat) + (1 - y)*np.log(1 - y_hat))", "sign"),
        ("bce", "return np.mean(-y*np.log(y_hat) + (1 - y)*np.log(1 - y_hat))", "minus on the first term only"),
        ("bce", "return -np.mean(y*np.log(y_hat))", "only y = 1 counts"),
        ("bce", "return -np.mean(np.log(y_hat[y == 1])) - np.mean(np.log(1 - y_hat[y == 0]))", "a mean for each label"),
        ("dbce_dz", "(a - y)*a*(1 - a)", "a (1 - a) left over"),
        ("dbce_dz", "(y - a)*a*(1 - a)", "sign, and a (1 - a) left over"),
        ("dbce_dz", "-y/a + (1 - y)/(1 - a)", "stops at a"),
        ("dbce_dz", "-y/a + (1 - y)/(1 - a)*a*(1 - a)", "parentheses missing"),
        ("gd_step", "w -= lr*grad\nreturn w", "changes its input"),
        ("gd_step", "return w + lr*grad", "climbs"),
        ("gd_step", "return w - lr*grad/np.linalg.norm(grad)", "direction only"),
        (
            "minimize",
            "g, ps = grad(w0), [w0]\nfor _ in range(steps):\n    ps.append(ps[-1] - lr*g)\nreturn np.array(ps)",
            "stale gradient",
        ),
        (
            "minimize",
            "w, ps = w0, []\nfor _ in range(steps):\n    ps.append(w)\n    w = w - lr*grad(w)\nreturn np.array(ps)",
            "last point missing",
        ),
        (
            "minimize",
            "w, ps = w0, []\nfor _ in range(steps):\n    w = w - lr*grad(w)\n    ps.append(w)\nreturn np.array(ps)",
            "start point missing",
        ),
        ("minimize", "for _ in range(steps):\n    w0 = w0 - lr*grad(w0)\nreturn w0", "only the end"),
        (
            "minimize",
            "w, ps = w0, [w0]\nfor _ in range(steps):\n    w -= lr*grad(w)\n    ps.append(w)\nreturn np.array(ps)",
            "one array, many times",
        ),
        ("largest_stable_lr", "1/7", "fastest for largest"),
        ("largest_stable_lr", "2/3.5", "coefficient for curvature"),
        ("largest_stable_lr", "1.0", "the flat direction"),
        ("nearest_first", "'E D C B A'", "E too early"),
        ("fit_neuron", BROKEN.replace("b + lr", "b - lr"), "stale prediction, a (1 - a) left over"),
        ("fit_neuron", MENDED.replace(" / len(x)", ""), "sum for mean"),
        ("fit_neuron", MENDED.replace("(a - y)", "(y - a)"), "climbs"),
        ("fit_neuron", MENDED.replace("dloss_dz.sum()", "dloss_dz"), "a bias for each sample"),
    ],
)
def test_a_wrong_answer_is_named(name, typed, mistake):
    for seed in SEEDS:
        verdict = judged(name, as_typed(name, typed), seed)
        assert (verdict.mistake, verdict.points < verdict.max_points) == (mistake, True), f"seed {seed}: {verdict!r}"
