"""Practice of chapter 03: two steps of descent by hand, and what learning rates do, with the slips that happen."""

from __future__ import annotations

import numpy as np

from bpcourse.practice.questions import Choice, ChoiceQuestion, ExplainQuestion, Line, NumberQuestion, Slip


def _tenths(rng: np.random.Generator, low: int, high: int) -> float:
    """A number between low and high tenths, both included."""
    return float(rng.integers(low, high + 1)) / 10


def _neuron(rng: np.random.Generator) -> dict[str, float]:
    return {"a": _tenths(rng, 2, 8), "y": float(rng.integers(0, 2)), "x": _tenths(rng, 12, 30)}


def _sizes(rng: np.random.Generator) -> dict[str, float]:
    inputs, hidden, outputs = rng.choice(np.arange(2, 8), size=3, replace=False)
    return {"D": float(inputs), "H": float(hidden), "K": float(outputs)}


def _valley(rng: np.random.Generator) -> dict[str, float]:
    side = float(rng.choice([-1.0, 1.0]))
    return {"λ": _tenths(rng, 12, 40), "η": _tenths(rng, 1, 7), "w₀": side * _tenths(rng, 10, 40)}


WARM_UP = (
    NumberQuestion(
        prompt="A neuron says a for the input x, and should say y. Its loss is ½(y − a)². What is ∂L/∂w?",
        propose=_neuron,
        lines=(
            Line(
                label="∂L/∂w",
                formula="(a − y)·a(1 − a)·x",
                value=lambda n: (n["a"] - n["y"]) * n["a"] * (1 - n["a"]) * n["x"],
                why="One slope for each step of w → z → a → L: ∂L/∂a = a − y, ∂a/∂z = a(1 − a), ∂z/∂w = x.",
                slips=(
                    Slip(
                        "sign",
                        lambda n: (n["y"] - n["a"]) * n["a"] * (1 - n["a"]) * n["x"],
                        "The size is right, the sign is not: ∂L/∂a is a − y.",
                    ),
                    Slip(
                        "dropped a(1 − a)",
                        lambda n: (n["a"] - n["y"]) * n["x"],
                        "The factor a(1 − a) is missing: the road from L to w passes through the sigmoid.",
                    ),
                    Slip(
                        "dropped x",
                        lambda n: (n["a"] - n["y"]) * n["a"] * (1 - n["a"]),
                        "That is ∂L/∂z. The last step, ∂z/∂w = x, is missing.",
                    ),
                ),
            ),
        ),
    ),
    NumberQuestion(
        prompt="A network has D inputs, one hidden layer of H units and K outputs; each unit has a weight for each "
        "number that comes in, and a bias. How many parameters are there?",
        propose=_sizes,
        lines=(
            Line(
                label="count",
                formula="H·(D + 1) + K·(H + 1)",
                value=lambda n: n["H"] * (n["D"] + 1) + n["K"] * (n["H"] + 1),
                why="Each of the H hidden units has D weights and a bias, each of the K outputs H weights and a bias.",
                slips=(
                    Slip(
                        "no biases",
                        lambda n: n["H"] * n["D"] + n["K"] * n["H"],
                        "Those are the weights. Each unit has a bias as well.",
                    ),
                    Slip(
                        "all multiplied",
                        lambda n: n["D"] * n["H"] * n["K"],
                        "You multiplied all three. The two layers of weights are counted one by one, and added.",
                    ),
                    Slip(
                        "inputs to outputs",
                        lambda n: n["D"] * n["K"],
                        "The inputs do not reach the outputs directly: both layers of weights count.",
                    ),
                ),
            ),
        ),
    ),
)

TWO_STEPS_BY_HAND = NumberQuestion(
    prompt="L = ½λw². Two steps of gradient descent from w₀ with learning rate η: where do they lead, and by what is w "
    "multiplied in each? (dL/dw₀ is the slope at w₀.)",
    propose=_valley,
    lines=(
        Line(
            label="dL/dw₀",
            formula="λ·w₀",
            value=lambda n: n["λ"] * n["w₀"],
            why="The derivative of ½λw² is λw, and the step begins at w₀.",
            slips=(
                Slip("the loss itself", lambda n: n["λ"] * n["w₀"] ** 2 / 2, "That is L at w₀; its slope is wanted."),
                Slip("half", lambda n: n["λ"] * n["w₀"] / 2, "The 2 of the square cancels the ½: the slope is λw."),
                Slip("dropped λ", lambda n: n["w₀"], "λ is a factor of the slope: λw."),
            ),
        ),
        Line(
            label="w₁",
            formula="w₀ − η·dL/dw₀",
            value=lambda n: n["w₀"] - n["η"] * n["dL/dw₀"],
            why="Against the slope, η times as far.",
            slips=(
                Slip("climbs", lambda n: n["w₀"] + n["η"] * n["dL/dw₀"], "You added: that goes uphill."),
                Slip("no learning rate", lambda n: n["w₀"] - n["dL/dw₀"], "The learning rate η is missing."),
                Slip("the step alone", lambda n: -n["η"] * n["dL/dw₀"], "That is the step; add it to w₀."),
            ),
        ),
        Line(
            label="dL/dw₁",
            formula="λ·w₁",
            value=lambda n: n["λ"] * n["w₁"],
            why="The second step begins at w₁, and the slope is another one there.",
            slips=(
                Slip(
                    "stale gradient",
                    lambda n: n["dL/dw₀"],
                    "That is the slope at w₀. The weight has moved, and the slope with it.",
                ),
                Slip("dropped λ", lambda n: n["w₁"], "λ is a factor of the slope: λw."),
            ),
        ),
        Line(
            label="w₂",
            formula="w₁ − η·dL/dw₁",
            value=lambda n: n["w₁"] - n["η"] * n["dL/dw₁"],
            why="The same rule, from where the first step ended.",
            slips=(
                Slip(
                    "stale gradient",
                    lambda n: n["w₁"] - n["η"] * n["dL/dw₀"],
                    "You took the slope at w₀ again. The second step needs the slope at w₁.",
                ),
                Slip(
                    "from the start again",
                    lambda n: n["w₀"] - n["η"] * n["dL/dw₁"],
                    "Your second step begins at w₀. It begins at w₁, where the first one ended.",
                ),
                Slip("climbs", lambda n: n["w₁"] + n["η"] * n["dL/dw₁"], "You added: that goes uphill."),
            ),
        ),
        Line(
            label="factor",
            formula="1 − η·λ",
            value=lambda n: 1 - n["η"] * n["λ"],
            why="w₁ = w₀ − ηλw₀ = (1 − ηλ)w₀, and w₂ = (1 − ηλ)w₁.",
            slips=(
                Slip("1 forgotten", lambda n: n["η"] * n["λ"], "ηλw is the step. What is left of w is 1 − ηλ of it."),
                Slip("sign", lambda n: 1 + n["η"] * n["λ"], "The step is taken away: 1 − ηλ."),
            ),
        ),
    ),
)

EXIT = (
    ChoiceQuestion(
        prompt="A neuron is sure and wrong: z = −8, but y = 1. With the binary cross-entropy, how does it "
        "learn from it?",
        choices=(
            Choice(
                "fast: the slope dL/dz is almost −1",
                "dL/dz = a − y is about 0.0003 − 1. The flat sigmoid does not weaken it, because a(1 − a) has "
                "cancelled.",
                right=True,
            ),
            Choice(
                "slowly: the sigmoid is flat there",
                "So it was with the squared error. The cross-entropy has a(1 − a) in the denominator of dL/da, and it "
                "cancels the flat sigmoid's a(1 − a).",
            ),
            Choice(
                "not at all: its loss is infinite",
                "The loss is about 8, large and finite: −ln a with a about 0.0003. And it is the slope that moves w.",
            ),
        ),
    ),
    ChoiceQuestion(
        prompt="A text says: the larger the learning rate, the faster it converges. On L = ½λw², when is that so?",
        choices=(
            Choice(
                "up to 1/λ",
                "Up to 1/λ a larger learning rate shrinks |1 − ηλ|. From there on it grows again, and from 2/λ on "
                "nothing converges.",
                right=True,
            ),
            Choice(
                "up to 2/λ",
                "Up to 2/λ it converges. But between 1/λ and 2/λ each step jumps over the bottom, and a larger "
                "learning rate takes longer.",
            ),
            Choice("always", "With η larger than 2/λ each step ends further away than it began."),
            Choice("never", "From a small learning rate, doubling it does help: compare |1 − ηλ| for both."),
        ),
    ),
    ChoiceQuestion(
        prompt="A text says: backpropagation converges more slowly than gradient descent. What is wrong with that?",
        choices=(
            Choice(
                "They do different work, so they cannot be compared.",
                "Backpropagation computes the gradient. Gradient descent uses it to make a step. It is descent that "
                "converges or does not.",
                right=True,
            ),
            Choice(
                "It is the other way round.",
                "Backpropagation makes no steps, so it has no speed of convergence, high or low.",
            ),
            Choice(
                "They are two names for the same thing.",
                "Descent needs a gradient, and does not mind where it comes from. Backpropagation is one way to "
                "compute it.",
            ),
        ),
    ),
    ChoiceQuestion(
        prompt="Every gradient is exact, and the learning rate is small. Where does gradient descent end?",
        choices=(
            Choice(
                "in a valley below its start, which need not be the deepest",
                "A slope tells about the place where it is taken, and about no other valley. The start decides.",
                right=True,
            ),
            Choice(
                "in the deepest valley, since the gradients are exact",
                "An exact slope is still only the slope here. It does not know of a deeper valley behind the hill.",
            ),
            Choice(
                "anywhere: that is chance",
                "The same start and the same learning rate give the same trail each time. The start decides.",
            ),
        ),
    ),
)

EXPLAIN = ExplainQuestion(
    prompt="Each step goes downhill where it begins. Why can the loss still grow, step after step? One sentence of "
    "your own.",
    model_answer="The slope is right only where the step begins; a step longer than twice the way to the bottom lands "
    "higher on the other side, where the slope is steeper, so the next step is longer still.",
    points=(
        "The slope holds at the point where it is taken, and the step goes far beyond that point.",
        "The step jumps over the bottom and lands higher on the other side.",
        "There the slope is steeper, so the next step is longer.",
    ),
)
