"""Practice of chapter 08: a layer with two units and a batch of two samples by hand, and the mistakes as slips."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bpcourse.practice.questions import Choice, ChoiceQuestion, ExplainQuestion, Line, NumberQuestion, Slip


def _signed(rng: np.random.Generator) -> float:
    """A number of either sign, in steps of a tenth."""
    return float(rng.choice([-1.0, 1.0])) * round(float(rng.uniform(0.4, 3.0)), 1)


def _drawn(*names: str) -> Callable[[np.random.Generator], dict[str, float]]:
    return lambda rng: {name: _signed(rng) for name in names}


WARM_UP = (
    NumberQuestion(
        prompt="A layer has two inputs and two units. The first row of W is (w₁₁, w₁₂), the second (w₂₁, w₂₂). "
        "The second unit has the bias b₂. A sample is the row (x₁, x₂). What is z of the second unit?",
        propose=_drawn("x_1", "x_2", "w_11", "w_12", "w_21", "w_22", "b_2"),
        lines=(
            Line(
                label="z_2",
                formula="x_1·w_12 + x_2·w_22 + b_2",
                value=lambda n: n["x_1"] * n["w_12"] + n["x_2"] * n["w_22"] + n["b_2"],
                why="The weights of a unit are a column of W.",
                slips=(
                    Slip(
                        "row for column",
                        lambda n: n["x_1"] * n["w_21"] + n["x_2"] * n["w_22"] + n["b_2"],
                        "You took the second row of W. A unit is a column.",
                    ),
                    Slip(
                        "other unit",
                        lambda n: n["x_1"] * n["w_11"] + n["x_2"] * n["w_21"] + n["b_2"],
                        "Those are the weights of the first unit, the first column.",
                    ),
                    Slip(
                        "bias forgotten",
                        lambda n: n["x_1"] * n["w_12"] + n["x_2"] * n["w_22"],
                        "The bias of the unit is missing.",
                    ),
                ),
            ),
        ),
    ),
    NumberQuestion(
        prompt="A hidden unit h feeds two output units, over the weights w₁ and w₂. Their deltas are δ₁ and δ₂. "
        "How does E move with out_h?",
        propose=_drawn("δ_1", "δ_2", "w_1", "w_2"),
        lines=(
            Line(
                label="∂E/∂out_h",
                formula="δ_1·w_1 + δ_2·w_2",
                value=lambda n: n["δ_1"] * n["w_1"] + n["δ_2"] * n["w_2"],
                why="Two roads lead from h to E. Multiply along each, add over both.",
                slips=(
                    Slip(
                        "one road",
                        lambda n: n["δ_1"] * n["w_1"],
                        "Only the first output has sent its error back. h feeds the second as well.",
                    ),
                    Slip("weights left out", lambda n: n["δ_1"] + n["δ_2"], "Each delta passes its weight."),
                    Slip(
                        "weights swapped",
                        lambda n: n["δ_1"] * n["w_2"] + n["δ_2"] * n["w_1"],
                        "The weights have changed places: w_1 leads to the unit with δ_1.",
                    ),
                ),
            ),
        ),
    ),
)

LAYER_BY_HAND = NumberQuestion(
    prompt="A layer has one input and two units, with the weights w₁ and w₂. The batch has two samples, x₁ and x₂. "
    "Upstream is the table with the rows (g₁₁, g₁₂) and (g₂₁, g₂₂): the first index is the sample, the second the "
    "unit. What are the gradients?",
    propose=_drawn("x_1", "x_2", "w_1", "w_2", "g_11", "g_12", "g_21", "g_22"),
    lines=(
        Line(
            label="∂L/∂w_1",
            formula="x_1·g_11 + x_2·g_21",
            value=lambda n: n["x_1"] * n["g_11"] + n["x_2"] * n["g_21"],
            why="w_1 was used by both samples, each time for the first unit: one term a sample.",
            slips=(
                Slip(
                    "last sample only",
                    lambda n: n["x_2"] * n["g_21"],
                    "Only the second sample counts in yours. w_1 was used by both.",
                ),
                Slip(
                    "mean over the samples",
                    lambda n: (n["x_1"] * n["g_11"] + n["x_2"] * n["g_21"]) / 2,
                    "You took the mean. The samples are added; a 1/N, if there is one, sits in g already.",
                ),
                Slip(
                    "row for column",
                    lambda n: n["x_1"] * n["g_11"] + n["x_2"] * n["g_12"],
                    "You went along the first row of g, which is one sample. The unit is a column.",
                ),
            ),
        ),
        Line(
            label="∂L/∂b_2",
            formula="g_12 + g_22",
            value=lambda n: n["g_12"] + n["g_22"],
            why="b_2 was added to the second unit of each sample, with slope 1.",
            slips=(
                Slip(
                    "wrong axis",
                    lambda n: n["g_21"] + n["g_22"],
                    "You added the second row, which is one sample. The unit is a column: add over the samples.",
                ),
                Slip("mean over the samples", lambda n: (n["g_12"] + n["g_22"]) / 2, "You took the mean. It is a sum."),
                Slip(
                    "everything",
                    lambda n: n["g_11"] + n["g_12"] + n["g_21"] + n["g_22"],
                    "You added all of g. The second bias acts on the second unit only.",
                ),
            ),
        ),
        Line(
            label="∂L/∂x_1",
            formula="g_11·w_1 + g_12·w_2",
            value=lambda n: n["g_11"] * n["w_1"] + n["g_12"] * n["w_2"],
            why="The first sample fed both units of its own row, and no other row.",
            slips=(
                Slip(
                    "column for row",
                    lambda n: n["g_11"] * n["w_1"] + n["g_21"] * n["w_2"],
                    "You went down a column of g. The first sample moves its own row only.",
                ),
                Slip(
                    "one unit only",
                    lambda n: n["g_11"] * n["w_1"],
                    "Only the first unit has sent something back. The sample fed both.",
                ),
            ),
        ),
        Line(
            label="∂L/∂x_2",
            formula="g_21·w_1 + g_22·w_2",
            value=lambda n: n["g_21"] * n["w_1"] + n["g_22"] * n["w_2"],
            why="The same for the second sample, with its row of g.",
            slips=(
                Slip(
                    "other sample",
                    lambda n: n["g_11"] * n["w_1"] + n["g_12"] * n["w_2"],
                    "That is the gradient of the first sample.",
                ),
                Slip(
                    "one unit only",
                    lambda n: n["g_21"] * n["w_1"],
                    "Only the first unit has sent something back. The sample fed both.",
                ),
            ),
        ),
    ),
)

EXIT = (
    ChoiceQuestion(
        prompt="A layer has 784 inputs and 100 units, and a batch has 32 samples. What is the shape of its grad_w?",
        choices=(
            Choice("(784, 100)", "A gradient has the shape of what it is the gradient of, however many samples.", True),
            Choice("(32, 784, 100)", "That is one gradient for each sample. They are added up: the product does it."),
            Choice("(100, 784)", "That is Gᵀ X. In this course w has shape (inputs, units), and grad_w the same."),
        ),
    ),
    ChoiceQuestion(
        prompt="The loss is a mean over N samples, and its gradient has the 1/N. Somebody divides Xᵀ G by N once more. "
        "What happens in training?",
        choices=(
            Choice(
                "it learns as with a learning rate N times smaller",
                "Every weight's gradient is N times too small and points the right way. So nothing looks broken, until "
                "the batch size changes.",
                True,
            ),
            Choice("the loss grows", "A positive factor does not turn the direction round. The steps are too short."),
            Choice("nothing: a mean of a mean is a mean", "1/N twice is 1/N². Each step is N times too short."),
        ),
    ),
    ChoiceQuestion(
        prompt="Predictions have shape (N, 1), labels have shape (N,). What does `p - y` give, for N > 1?",
        choices=(
            Choice(
                "a table (N, N)",
                "NumPy stretches the column along the row. Every prediction meets every label, and no error is raised. "
                "Look at shapes before you subtract.",
                True,
            ),
            Choice("N differences", "That is what was meant. (N, 1) and (N,) are stretched to (N, N)."),
            Choice("an error", "Broadcasting finds a way: (N,) is read as (1, N), and both are stretched."),
        ),
    ),
    ChoiceQuestion(
        prompt="A library keeps the weights of a layer as (units, inputs), and computes Z = X Wᵀ + b for samples in "
        "rows. What is dW there?",
        choices=(
            Choice("Gᵀ X", "(units, N) times (N, inputs) is (units, inputs): the shape of this W.", True),
            Choice("Xᵀ G", "That has the shape (inputs, units). This W lies the other way round."),
            Choice("G Xᵀ", "(N, units) times (inputs, N) does not fit: units meet inputs."),
        ),
    ),
)

EXPLAIN = ExplainQuestion(
    prompt="Why is there a sum over the samples in dW and db, and none in dX? Answer in one or two "
    "sentences of your own.",
    model_answer="The same W and b are used by every sample, so each sample is a path from them to the loss, and "
    "paths add up. A row of X is used by its own sample alone: its gradient is the sum over the units that it feeds, "
    "and no other sample has a part in it.",
    points=(
        "W and b are shared by all samples.",
        "Each use is a path, and paths are added.",
        "A row of X belongs to one sample.",
    ),
)
