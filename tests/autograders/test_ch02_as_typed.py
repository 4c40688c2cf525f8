"""Answers to chapter 02 as learners type them: the right ones pass, the wrong ones are named, whatever the numbers."""

import numpy as np
import pytest

from bpcourse.autograders import exercises
from bpcourse.autograders.ch02.mend import BROKEN
from bpcourse.grading.verdict import CORRECT, NOT_ATTEMPTED, WRONG
from tests.autograders.typed import judged_cell

SEEDS = range(5)
SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
LAYER = SIGMOID + "def layer_forward(x, w, b):\n    return sigmoid(x @ w + b)\n"
HEADS = {
    "layer_forward": SIGMOID + "def layer_forward(x, w, b):",
    "network_forward": LAYER + "def network_forward(x, params):",
    "count_parameters": "def count_parameters(sizes):",
    "init_layer": "def init_layer(n_inputs, n_units, rng):",
}


def cell(name: str, typed: str) -> str:
    """The learner's cell: a function's body under its head, an expression after the stub, a value by itself."""
    if name in HEADS:
        return HEADS[name] + "".join(f"\n    {line}" for line in typed.splitlines())
    before = exercises()[name].stub if exercises()[name].kind == "expression" else ""
    return f"{before}\n{name} = {typed}\n"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("layer_forward", "return 1 / (1 + np.exp(-(np.dot(x, w) + b.T)))"),
        ("network_forward", "for layer in params:\n    x = layer_forward(x, *layer)\nreturn x"),
        ("network_forward", "for i in range(len(params)):\n    w, b = params[i]\n    x = sigmoid(x @ w + b)\nreturn x"),
        ("count_parameters", "return sum((sizes[i] + 1) * sizes[i + 1] for i in range(len(sizes) - 1))"),
        ("init_layer", "return rng.normal(size=(n_inputs, n_units)) / n_inputs ** 0.5, np.zeros(n_units)"),
        (
            "init_layer",
            "w = np.zeros((n_inputs, n_units))\nfor i in range(n_inputs):\n    for j in range(n_units):\n"
            "        w[i, j] = rng.normal(0, 1 / n_inputs ** 0.5)\nreturn w, np.zeros(n_units)",
        ),
        (
            "init_layer",
            "b = 0 * rng.normal(size=n_units)\n"
            "return np.array([rng.normal(0, 1 / n_inputs ** 0.5, n_inputs) for _ in range(n_units)]).T, b",
        ),
        ("nested_output", "sigma(c + v2 * sigma(b2 + w2 * x) + v1 * sigma(b1 + w1 * x))"),
        ("out_o1", "1 / (1 + np.exp(-(0.40 * 0.3775 + 0.45 * 0.2891 + 0.60)))"),
        ("out_o2", "1 / (1 + np.exp(-(0.50 * 0.3775 + 0.55 * 0.2891 + 0.60)))"),
        ("forward_order", "'DFACBE'"),
    ],
)
def test_a_right_answer_passes(name, typed):
    for seed in SEEDS:
        assert judged_cell(name, cell(name, typed), seed).status == CORRECT


@pytest.mark.parametrize(
    ("name", "typed", "mistake"),
    [
        ("layer_forward", "return sigmoid(x @ w)", "biases forgotten"),
        ("layer_forward", "return sigmoid(np.dot(x, w.T) + b)", "w transposed"),
        ("layer_forward", "return sigmoid(np.dot(w, x) + b)", "order of the product"),
        ("layer_forward", "return [sigmoid(x @ w[:, j] + b[j]) for j in range(len(b))]", "result transposed"),
        ("layer_forward", "return np.array([sigmoid(row @ w + b) for row in x])", "batch only"),
        ("network_forward", "for w, b in params:\n    return layer_forward(x, w, b)", "first layer only"),
        (
            "network_forward",
            "for w, b in params:\n    out = layer_forward(x, w, b)\nreturn out",
            "every layer hears x",
        ),
        (
            "network_forward",
            "(w1, b1), (w2, b2) = params[0], params[1]\nreturn layer_forward(layer_forward(x, w1, b1), w2, b2)",
            "two layers only",
        ),
        (
            "network_forward",
            "for i in range(len(params) - 1):\n    x = layer_forward(x, *params[i])\nreturn x",
            "last layer left out",
        ),
        (
            "network_forward",
            "for w, b in params:\n    x = sigmoid(layer_forward(x, w, b))\nreturn x",
            "sigmoid applied twice in every layer",
        ),
        ("count_parameters", "return sum(d * h for d, h in zip(sizes, sizes[1:]))", "biases forgotten"),
        ("count_parameters", "return sum(d * h + d for d, h in zip(sizes, sizes[1:]))", "inputs and units swapped"),
        (
            "count_parameters",
            "return sizes[0] * sizes[1] + sizes[1] * sizes[2] + sizes[1] + sizes[2]",
            "two layers only",
        ),
        (
            "init_layer",
            "return rng.normal(0, 1 / np.sqrt(n_inputs), (n_units, n_inputs)), np.zeros(n_units)",
            "swapped (inputs, units)",
        ),
        ("init_layer", "return rng.standard_normal((n_inputs, n_units)), np.zeros(n_units)", "not scaled"),
        ("init_layer", "return np.zeros([n_inputs, n_units]), np.zeros([n_units])", "all zeros"),
        (
            "init_layer",
            "return np.random.normal(0, 1 / np.sqrt(n_inputs), (n_inputs, n_units)), np.zeros(n_units)",
            "another generator",
        ),
        ("nested_output", "sigma(v1 * (w1 * x + b1) + v2 * (w2 * x + b2) + c)", "no sigmoid inside"),
        ("nested_output", "sigma(v1 * sigma(w1 * x) + v2 * sigma(w2 * x))", "biases forgotten"),
        ("out_o1", "0.881", "no activation"),
        ("out_o1", "0.378", "out_h1"),
        ("out_o1", "0.653", "0.35 for every bias"),
        ("out_o2", "0.773", "the sample of the chapter"),
        ("forward_order", "'D A F C G E'", "G does not belong"),
        ("forward_order", "['D', 'A', 'B', 'F', 'C', 'E']", "B too early"),
    ],
)
def test_a_wrong_answer_is_named(name, typed, mistake):
    for seed in SEEDS:
        found = judged_cell(name, cell(name, typed), seed)
        assert (found.status, found.mistake) == (WRONG, mistake), found


def mended(*changes: tuple[str, str]) -> str:
    """The broken program with some of its lines changed."""
    source = BROKEN
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return source


SIZES = ("Unit(num_units) for _ in range(num_inputs)", "Unit(num_inputs) for _ in range(num_units)")
HALF = (SIZES[0], "Unit(num_units) for _ in range(num_units)")
OTHER_HALF = (SIZES[0], "Unit(num_inputs) for _ in range(num_inputs)")
SWAPPED_CALL = ("num_units=len(b), num_inputs=len(x)", "num_units=len(x), num_inputs=len(b)")
REMEMBERS = ("        net = self.bias\n", "        self.inputs = inputs\n        net = self.bias\n")


def test_the_broken_program_is_right_only_when_the_layer_is_square():
    namespace = {"np": np}
    exec(BROKEN, namespace)
    layer_of_units, x = namespace["layer_of_units"], np.array([0.5, -1.0, 2.0])
    outputs, remembered = layer_of_units(x, np.eye(3), np.ones(3))
    assert outputs == pytest.approx(1 / (1 + np.exp(-(x + 1)))) and remembered is None
    with pytest.raises(IndexError):
        layer_of_units(x, np.ones((3, 2)), np.ones(2))


@pytest.mark.parametrize(
    ("source", "status", "mistake"),
    [
        (mended(), NOT_ATTEMPTED, ""),
        (mended(SIZES, REMEMBERS), CORRECT, ""),
        (mended(SWAPPED_CALL, REMEMBERS), CORRECT, ""),
        (mended(SIZES), WRONG, "inputs not remembered"),
        (mended(REMEMBERS), WRONG, "swapped (inputs, units)"),
        (mended(HALF, REMEMBERS), WRONG, "weights still counted by units"),
        (mended(OTHER_HALF, REMEMBERS), WRONG, "units still counted by inputs"),
    ],
    ids=["as it was", "mended", "called the other way round", "sizes", "memory", "half", "the other half"],
)
def test_a_mended_program_is_told_what_is_left(source, status, mistake):
    for seed in SEEDS:
        found = judged_cell("layer_of_units", source, seed)
        assert (found.status, found.mistake) == (status, mistake), found


def test_a_network_is_shown_by_its_numbers_and_a_generator_by_its_seed():
    zeros = "for w, b in params:\n    x = x @ w * 0\nreturn x"
    found = judged_cell("network_forward", cell("network_forward", zeros), 0)
    assert "params = [([[" in found.seen and "array(" not in found.seen
    found = judged_cell("init_layer", cell("init_layer", "return 0, 0"), 0)
    assert "rng = np.random.default_rng(" in found.seen
