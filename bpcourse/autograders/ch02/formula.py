"""Exercise `nested_output` of chapter 02: a small network as one formula, in SymPy."""

import numpy as np

from bpcourse.autograders.ch02.shared import FORMULA
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array, sigmoid

SYMBOLS = ("x", "w1", "b1", "w2", "b2", "v1", "v2", "c")


def _points(rng: np.random.Generator) -> list[Case]:
    """Points at which a symbolic answer is evaluated."""
    return [
        Case(what, {name: sign * rng.uniform(0.4, 2.0, size=6) * rng.choice([-1, 1], size=6) for name in SYMBOLS})
        for what, sign in (("some points", 1.0), ("other points", -1.0))
    ]


def nested_output(x: Array, w1: Array, b1: Array, w2: Array, b2: Array, v1: Array, v2: Array, c: Array) -> Array:
    """σ(v1 σ(w1 x + b1) + v2 σ(w2 x + b2) + c)."""
    return sigmoid(v1 * sigmoid(w1 * x + b1) + v2 * sigmoid(w2 * x + b2) + c)


NESTED_OUTPUT = Exercise(
    name="nested_output",
    kind="expression",
    chapter=2,
    points=2,
    minutes=8,
    difficulty="core",
    statement=r"""A network with one input $x$, two hidden units and one output. The hidden units have the weights
$w_1, w_2$ and the biases $b_1, b_2$; the output unit has the weights $v_1, v_2$ and the bias $c$. All
three units have a sigmoid.

Write the output of the network as one SymPy expression in these eight symbols, with nothing computed in between.
The cell brings a `sigma` that takes SymPy expressions.""",
    stub="""import sympy

x, w1, b1, w2, b2, v1, v2, c = sympy.symbols("x w1 b1 w2 b2 v1 v2 c")


def sigma(z):
    return 1 / (1 + sympy.exp(-z))


nested_output = None
""",
    hints=(
        "Start at the output and ask what it is made of. Wherever the answer is a hidden output, ask again.",
        "One expression with three sigmas: two of them stand inside the third.",
        "σ(v₁ · out₁ + v₂ · out₂ + c), with out₁ = σ(w₁ x + b₁) and out₂ = σ(w₂ x + b₂).",
        "`nested_output = sigma(v1 * sigma(w1 * x + b1) + v2 * sigma(w2 * x + b2) + c)`",
    ),
    solution="""import sympy

x, w1, b1, w2, b2, v1, v2, c = sympy.symbols("x w1 b1 w2 b2 v1 v2 c")


def sigma(z):
    return 1 / (1 + sympy.exp(-z))


nested_output = sigma(v1 * sigma(w1 * x + b1) + v2 * sigma(w2 * x + b2) + c)
""",
    explanation="Read from the inside out, it is the forward pass: two weighted sums, two sigmoids, a third weighted "
    "sum, a third sigmoid. Each layer wraps the one before.",
    read='chapter 02, "One formula"',
    reference=nested_output,
    formula="1/(1 + exp(-v1/(1 + exp(-w1*x - b1)) - v2/(1 + exp(-w2*x - b2)) - c))",
    correct=(
        lambda x, w1, b1, w2, b2, v1, v2, c: (
            1 / (1 + np.exp(-(v1 / (1 + np.exp(-w1 * x - b1)) + v2 / (1 + np.exp(-w2 * x - b2)) + c)))
        ),
        lambda x, w1, b1, w2, b2, v1, v2, c: 1 - nested_output(x, w1, b1, w2, b2, -v1, -v2, -c),
    ),
    mistakes=(
        Mistake(
            "no sigmoid inside",
            lambda x, w1, b1, w2, b2, v1, v2, c: sigmoid(v1 * (w1 * x + b1) + v2 * (w2 * x + b2) + c),
            "The hidden units lack their sigmoid. Without it two layers are no more than one: a weighted sum of "
            "weighted sums is a weighted sum.",
            FORMULA,
        ),
        Mistake(
            "no sigmoid outside",
            lambda x, w1, b1, w2, b2, v1, v2, c: v1 * sigmoid(w1 * x + b1) + v2 * sigmoid(w2 * x + b2) + c,
            "That is the net of the output unit. Its own sigmoid is missing, around the whole.",
            FORMULA,
        ),
        Mistake(
            "biases forgotten",
            lambda x, w1, b1, w2, b2, v1, v2, c: sigmoid(v1 * sigmoid(w1 * x) + v2 * sigmoid(w2 * x)),
            "The biases are missing: b1 and b2 inside the hidden sigmoids, c inside the outer one.",
            FORMULA,
        ),
        Mistake(
            "hidden biases forgotten",
            lambda x, w1, b1, w2, b2, v1, v2, c: sigmoid(v1 * sigmoid(w1 * x) + v2 * sigmoid(w2 * x) + c),
            "The biases of the hidden units, b1 and b2, are missing. Each stands inside its own sigmoid.",
            FORMULA,
        ),
        Mistake(
            "output bias forgotten",
            lambda x, w1, b1, w2, b2, v1, v2, c: sigmoid(v1 * sigmoid(w1 * x + b1) + v2 * sigmoid(w2 * x + b2)),
            "The bias of the output unit, c, is missing.",
            FORMULA,
        ),
        Mistake(
            "hidden biases outside their sigmoids",
            lambda x, w1, b1, w2, b2, v1, v2, c: sigmoid(v1 * (sigmoid(w1 * x) + b1) + v2 * (sigmoid(w2 * x) + b2) + c),
            "b1 and b2 stand outside their sigmoids. They are part of net: σ(w x + b).",
            FORMULA,
        ),
        Mistake(
            "c outside the sigmoid",
            lambda x, w1, b1, w2, b2, v1, v2, c: sigmoid(v1 * sigmoid(w1 * x + b1) + v2 * sigmoid(w2 * x + b2)) + c,
            "c stands outside the outer sigmoid. It is part of the output unit's net.",
            FORMULA,
        ),
        Mistake(
            "one hidden unit",
            lambda x, w1, b1, w2, b2, v1, v2, c: sigmoid((v1 + v2) * sigmoid(w1 * x + b1 + w2 * x + b2) + c),
            "You added the two hidden units before the sigmoid. Each has a sigmoid of its own.",
            FORMULA,
        ),
        Mistake(
            "first hidden unit only",
            lambda x, w1, b1, w2, b2, v1, v2, c: sigmoid(v1 * sigmoid(w1 * x + b1) + c),
            "The second hidden unit is missing: v2 times σ(w2 x + b2).",
            FORMULA,
        ),
        Mistake(
            "output weights forgotten",
            lambda x, w1, b1, w2, b2, v1, v2, c: sigmoid(sigmoid(w1 * x + b1) + sigmoid(w2 * x + b2) + c),
            "The weights v1 and v2 of the output unit are missing.",
            FORMULA,
        ),
        Mistake(
            "output weights inside",
            lambda x, w1, b1, w2, b2, v1, v2, c: sigmoid(sigmoid(v1 * w1 * x + b1) + sigmoid(v2 * w2 * x + b2) + c),
            "v1 and v2 stand inside the hidden sigmoids. They weigh what the hidden units say, after the sigmoid.",
            FORMULA,
        ),
        Mistake(
            "two outputs",
            lambda x, w1, b1, w2, b2, v1, v2, c: (
                sigmoid(v1 * sigmoid(w1 * x + b1) + c) + sigmoid(v2 * sigmoid(w2 * x + b2) + c)
            ),
            "You made two output units and added them. There is one: it adds what it hears, then applies its sigmoid.",
            FORMULA,
        ),
        Mistake(
            "no sigmoid inside, and no brackets",
            lambda x, w1, b1, w2, b2, v1, v2, c: sigmoid(v1 * w1 * x + b1 + v2 * w2 * x + b2 + c),
            "The hidden units lack their sigmoid, and v1 and v2 reach only the first term of each. What v1 weighs is "
            "the whole of σ(w1 x + b1).",
            FORMULA,
        ),
        Mistake(
            "output weights swapped",
            lambda x, w1, b1, w2, b2, v1, v2, c: nested_output(x, w1, b1, w2, b2, v2, v1, c),
            "v1 and v2 are swapped: v1 weighs the unit with w1 and b1.",
            FORMULA,
        ),
        Mistake(
            "hidden outputs multiplied",
            lambda x, w1, b1, w2, b2, v1, v2, c: sigmoid(v1 * sigmoid(w1 * x + b1) * v2 * sigmoid(w2 * x + b2) + c),
            "The two hidden units are multiplied. A unit adds up what it receives.",
            FORMULA,
        ),
    ),
    cases=_points,
)
