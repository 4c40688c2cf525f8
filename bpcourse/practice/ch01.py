"""Practice of chapter 01: one neuron by hand, forwards and backwards, with the mistakes that the exercises name too."""

from __future__ import annotations

import numpy as np

from bpcourse.practice.questions import Choice, ChoiceQuestion, ExplainQuestion, Line, NumberQuestion, Slip
from bpcourse.reference.activations import sigmoid, sigmoid_grad


def _tenths(rng: np.random.Generator, low: int, high: int) -> float:
    """A number between low and high tenths, both included."""
    return float(rng.integers(low, high + 1)) / 10


def _shape(rng: np.random.Generator) -> dict[str, float]:
    return {"N": float(rng.integers(4, 40)), "D": float(rng.integers(2, 10))}


def _output_and_label(rng: np.random.Generator) -> dict[str, float]:
    return {"y": _tenths(rng, -20, 20), "a": _tenths(rng, -20, 20)}


def _one_sample(rng: np.random.Generator) -> dict[str, float]:
    # Up to |z| = 4 or so: further out a (1 - a) is too small to work with on paper.
    def either_sign(size: float) -> float:
        return float(rng.choice([-1.0, 1.0])) * size

    return {
        "w": either_sign(_tenths(rng, 4, 15)),
        "x": either_sign(_tenths(rng, 5, 20)),
        "b": either_sign(_tenths(rng, 2, 12)),
        "y": float(rng.integers(0, 2)),
    }


WARM_UP = (
    NumberQuestion(
        prompt="X has shape (N, D): N samples, one a row. w has shape (D,). How many numbers are in `X @ w`?",
        propose=_shape,
        lines=(
            Line(
                label="count",
                formula="N",
                value=lambda n: n["N"],
                why="Each of the N rows of X meets w and gives one number; the sum runs over D.",
                slips=(
                    Slip("D for N", lambda n: n["D"], "You kept D. The sum runs over D, so D is what disappears."),
                    Slip(
                        "products not summed",
                        lambda n: n["N"] * n["D"],
                        "That is how many products there are, N times D. `@` also adds them up, along each row.",
                    ),
                ),
            ),
        ),
    ),
    NumberQuestion(
        prompt="L = ½(y − a)². What is the derivative of L with respect to a?",
        propose=_output_and_label,
        lines=(
            Line(
                label="dL/da",
                formula="a − y",
                value=lambda n: n["a"] - n["y"],
                why="The 2 of the square cancels the ½, and y − a has the inner derivative −1: dL/da = a − y.",
                slips=(
                    Slip(
                        "sign",
                        lambda n: n["y"] - n["a"],
                        "The size is right, the sign is not: the inner derivative of y − a with respect to a is −1.",
                    ),
                    Slip(
                        "the function, not its slope",
                        lambda n: (n["a"] - n["y"]) ** 2 / 2,
                        "That is the loss L itself. Its derivative with respect to a is wanted.",
                    ),
                    Slip(
                        "factor 2",
                        lambda n: 2 * (n["a"] - n["y"]),
                        "Twice too large: the ½ in front of the square cancels the 2 that comes down from it.",
                    ),
                ),
            ),
        ),
    ),
)

GRADIENT_BY_HAND = NumberQuestion(
    prompt="One neuron, one input, one sample: z = w x + b, a = σ(z), L = ½(y − a)². "
    "What is the gradient of L with respect to b and w?",
    propose=_one_sample,
    lines=(
        Line(
            label="z",
            formula="w·x + b",
            value=lambda n: n["w"] * n["x"] + n["b"],
            why="Weigh the input, then add the bias once.",
            slips=(
                Slip("no bias", lambda n: n["w"] * n["x"], "The bias is missing: z = w x + b."),
                Slip("sign of b", lambda n: n["w"] * n["x"] - n["b"], "You subtracted the bias: z = w x + b adds it."),
            ),
        ),
        Line(
            label="a",
            formula="σ(z)",
            value=lambda n: float(sigmoid(n["z"])),
            why="The sigmoid σ(z) = 1/(1 + e⁻ᶻ) turns z into a number between 0 and 1.",
            slips=(
                Slip("no activation", lambda n: n["z"], "That is z. The output of the neuron is a = σ(z)."),
                Slip(
                    "sign of z",
                    lambda n: float(sigmoid(-n["z"])),
                    "You computed σ(−z), which is 1 − a. The exponent is −z: σ(z) = 1/(1 + e⁻ᶻ).",
                ),
                Slip(
                    "sigmoid applied twice",
                    lambda n: float(sigmoid(sigmoid(n["z"]))),
                    "You applied σ twice. It acts on z, once.",
                ),
            ),
        ),
        Line(
            label="L",
            formula="½(y − a)²",
            value=lambda n: 0.5 * (n["y"] - n["a"]) ** 2,
            why="The loss is half of the squared error.",
            slips=(
                Slip("factor 2", lambda n: (n["y"] - n["a"]) ** 2, "Twice too large: the ½ in front is missing."),
                Slip("not squared", lambda n: 0.5 * abs(n["y"] - n["a"]), "You halved the error without squaring it."),
            ),
        ),
        Line(
            label="∂L/∂a",
            formula="a − y",
            value=lambda n: n["a"] - n["y"],
            why="The 2 of the square cancels the ½, and y − a has the inner derivative −1.",
            slips=(
                Slip(
                    "sign",
                    lambda n: n["y"] - n["a"],
                    "The size is right, the sign is not: the inner derivative of y − a with respect to a is −1, so "
                    "∂L/∂a is a − y.",
                ),
                Slip(
                    "factor 2",
                    lambda n: 2 * (n["a"] - n["y"]),
                    "Twice too large: the ½ of the loss cancels the 2 that comes down from the square.",
                ),
                Slip("the function, not its slope", lambda n: n["L"], "That is L itself; its derivative is wanted."),
            ),
        ),
        Line(
            label="∂a/∂z",
            formula="a(1 − a)",
            value=lambda n: n["a"] * (1 - n["a"]),
            why="The slope of the sigmoid at z is a(1 − a), with a = σ(z).",
            slips=(
                Slip(
                    "takes z for a",
                    lambda n: n["z"] * (1 - n["z"]),
                    "You computed z(1 − z). The slope of the sigmoid is a(1 − a), with a = σ(z).",
                ),
                Slip(
                    "sigmoid applied twice",
                    lambda n: float(sigmoid_grad(n["a"])),
                    "You took the slope of the sigmoid at a, where σ has already been applied. It belongs at z: there "
                    "it is a(1 − a).",
                ),
                Slip("dropped a", lambda n: 1 - n["a"], "That is 1 − a. The other factor, a, is missing."),
            ),
        ),
        Line(
            label="∂L/∂z",
            formula="∂L/∂a · ∂a/∂z",
            value=lambda n: n["∂L/∂a"] * n["∂a/∂z"],
            why="z changes a, and a changes L: the two derivatives multiply.",
            slips=(
                Slip(
                    "dropped a(1 − a)",
                    lambda n: n["∂L/∂a"],
                    "The factor ∂a/∂z = a(1 − a) is missing: the road from L back to z passes through the sigmoid.",
                ),
                Slip(
                    "factors added",
                    lambda n: n["∂L/∂a"] + n["∂a/∂z"],
                    "You added the two derivatives. Along one road they multiply: each step scales the one before.",
                ),
                Slip("dropped a − y", lambda n: n["∂a/∂z"], "That is ∂a/∂z. The factor ∂L/∂a = a − y is missing."),
            ),
        ),
        Line(
            label="∂L/∂b",
            formula="∂L/∂z",
            value=lambda n: n["∂L/∂z"],
            why="b is added to z as it is, so ∂z/∂b = 1 and ∂L/∂z passes through unchanged.",
            slips=(
                Slip(
                    "times b",
                    lambda n: n["∂L/∂z"] * n["b"],
                    "You multiplied by b. z = w x + b grows as fast as b does, so ∂z/∂b is 1.",
                ),
                Slip("times x", lambda n: n["∂L/∂z"] * n["x"], "You multiplied by x: that is ∂L/∂w. ∂z/∂b is 1."),
                Slip(
                    "taken for a constant",
                    lambda n: 0.0,
                    "b is a number that learning changes, and not a constant: z moves with it, and L moves with z.",
                ),
            ),
        ),
        Line(
            label="∂L/∂w",
            formula="∂L/∂z · x",
            value=lambda n: n["∂L/∂z"] * n["x"],
            why="In z = w x + b, w is multiplied by x, so ∂z/∂w = x.",
            slips=(
                Slip(
                    "dropped x",
                    lambda n: n["∂L/∂z"],
                    "That is ∂L/∂z. One factor is missing, the last step of the road back to w: ∂z/∂w = x.",
                ),
                Slip(
                    "sign",
                    lambda n: -n["∂L/∂z"] * n["x"],
                    "The size is right, the sign is not. Multiply ∂L/∂z by x, each with its own sign.",
                ),
                Slip(
                    "w in place of x",
                    lambda n: n["∂L/∂z"] * n["w"],
                    "You multiplied by w. z = w x + b, so ∂z/∂w is x; w is ∂z/∂x.",
                ),
                Slip(
                    "dropped a(1 − a)",
                    lambda n: n["∂L/∂a"] * n["x"],
                    "The factor ∂a/∂z = a(1 − a) is missing: you went from ∂L/∂a to w without passing the sigmoid.",
                ),
            ),
        ),
    ),
)

EXIT = (
    ChoiceQuestion(
        prompt="w is positive and b grows. Which way does the point move where the neuron says 0.5?",
        choices=(
            Choice(
                "to the left",
                "It says 0.5 where w x + b = 0, that is at x = −b/w. With w > 0, a larger b makes −b/w smaller.",
                right=True,
            ),
            Choice(
                "to the right",
                "It says 0.5 at x = −b/w. A larger b moves that to the right when w is negative; here it is positive.",
            ),
            Choice(
                "nowhere: it stays",
                "It says 0.5 at x = −b/w. b stands in there: when b changes, so does the point.",
            ),
        ),
    ),
    ChoiceQuestion(
        prompt="On the way from L back to w we multiply by a(1 − a). Why?",
        choices=(
            Choice(
                "It says how much a moves when z moves.",
                "a(1 − a) is ∂a/∂z, the slope of the sigmoid. w reaches L through z and then a, so this step's "
                "derivative is one of the factors.",
                right=True,
            ),
            Choice(
                "It keeps the gradient between 0 and 1.",
                "It lies between 0 and ¼, but that is not why it is there, and the gradient can still be negative or "
                "large: x and a − y multiply it.",
            ),
            Choice(
                "It is the derivative of the loss.",
                "The derivative of the loss with respect to a is a − y. a(1 − a) belongs to the step from z to a.",
            ),
        ),
    ),
    ChoiceQuestion(
        prompt="A neuron is sure and wrong: z = −8, but y = 1. The loss is ½(y − a)². How does it learn from it?",
        choices=(
            Choice(
                "slowly, because the sigmoid is flat there",
                "a is about 0.0003, so a − y is almost −1: a large error. But a(1 − a) is about 0.0003 too, and the "
                "product is tiny. Chapter 09 mends this with another loss.",
                right=True,
            ),
            Choice(
                "slowly, because its error is small",
                "Slowly is right, the reason is not: a − y is almost −1, as large as an error can be. The flat "
                "sigmoid, a(1 − a) ≈ 0.0003, makes the product tiny.",
            ),
            Choice(
                "fast, because its error is large",
                "The error a − y is almost −1, that is right. But it is multiplied by a(1 − a) ≈ 0.0003, the slope of "
                "a sigmoid that is flat at z = −8.",
            ),
            Choice(
                "not at all: its gradient is 0",
                "Almost. a(1 − a) is about 0.0003 and never exactly 0, so it learns, about 370 times more slowly than "
                "at z = 0.",
            ),
        ),
    ),
)

EXPLAIN = ExplainQuestion(
    prompt="Why is ∂L/∂w a product of three factors? Answer in one sentence of your own.",
    model_answer="w reaches L along one road, w → z → a → L. A small change of w is scaled by ∂z/∂w = x on its way "
    "to z, then by ∂a/∂z = a(1 − a) on its way to a, then by ∂L/∂a = a − y on its way to L, and to scale three times "
    "in a row is to multiply.",
    points=(
        "w reaches L through z and a, on one road.",
        "Each step of the road has its own derivative.",
        "Each step scales what the step before passes on, so the derivatives multiply.",
    ),
)
