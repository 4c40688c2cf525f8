"""Exercise `dloss_dw_value` of chapter 01: one gradient with a pocket calculator."""

import numpy as np

from bpcourse.autograders.ch01.shared import DERIVATIVE, FORWARD, GRADIENT, MISTAKE, RATES
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import sigmoid, sigmoid_grad
from bpcourse.reference.neuron import dloss_dw

# One input.
X, W, B, Y = 1.5, 0.8, -1.0, 1.0
Z = W * X + B
A = float(sigmoid(Z))
ERROR = A - Y
SLOPE = A * (1 - A)
SLOPE_AT_A = float(sigmoid_grad(A))
GRADIENT_OF_W = float(dloss_dw(np.array([X]), np.array([W]), B, Y)[0])
WITHOUT_BIAS = float(dloss_dw(np.array([X]), np.array([W]), 0.0, Y)[0])


DLOSS_DW_VALUE = Exercise(
    name="dloss_dw_value",
    kind="value",
    chapter=1,
    points=2,
    minutes=8,
    difficulty="warm-up",
    statement=r"""On paper, with a pocket calculator: a neuron with one input has $w = 0.8$, $b = -1$. The sample is
$x = 1.5$ with label $y = 1$, and $L = \tfrac12 (y - a)^2$. What is $\partial L / \partial w$? Give at least three
significant digits.""",
    stub="dloss_dw_value = None\n",
    hints=(
        "Go forwards first: z, then a. Then one factor for each step back.",
        "It is one number, and it is negative: the neuron says less than 1, so a larger w would lower the loss.",
        "∂L/∂w = (a - y) · a (1 - a) · x, with a = σ(w x + b).",
        "z = 0.8 · 1.5 - 1 = 0.2 and a = σ(0.2) = 0.5498; now multiply (a - y), a (1 - a) and x.",
    ),
    solution="""dloss_dw_value = -0.1671
""",
    explanation="z = 0.2, a = 0.5498, a - y = -0.4502, a (1 - a) = 0.2475, and the product with x = 1.5 is -0.1671.",
    read='chapter 01, "The gradient of one sample"',
    reference=lambda: GRADIENT_OF_W,
    correct=(
        lambda: -0.167,
        lambda: -0.16713,
        lambda: (0.5498 - 1) * 0.2475 * 1.5,
        lambda: (0.55 - 1) * 0.248 * 1.5,
    ),
    mistakes=(
        Mistake(
            "sign",
            lambda: -GRADIENT_OF_W,
            "The size is right, the sign is not. ∂L/∂a is a - y, and here a is smaller than y.",
            GRADIENT,
        ),
        Mistake(
            "factor 2",
            lambda: 2 * GRADIENT_OF_W,
            "Twice too large: the 1/2 of the loss cancels the 2 of the square.",
            GRADIENT,
        ),
        Mistake(
            "dropped a (1 - a)",
            lambda: ERROR * X,
            "The factor ∂a/∂z = a (1 - a) is missing: the road from L to w passes through the sigmoid.",
            GRADIENT,
        ),
        Mistake(
            "dropped 1 - a",
            lambda: ERROR * A * X,
            "Your number is that of (a - y) · a · x. Half of a (1 - a) is missing: the factor 1 - a.",
            GRADIENT,
        ),
        Mistake(
            "dropped a",
            lambda: ERROR * (1 - A) * X,
            "Your number is that of (a - y) · (1 - a) · x. Half of a (1 - a) is missing: the factor a.",
            GRADIENT,
        ),
        Mistake(
            "dropped a - y",
            lambda: SLOPE * X,
            "Your number is that of ∂a/∂w = a (1 - a) · x. The factor ∂L/∂a = a - y is missing.",
            GRADIENT,
        ),
        Mistake(
            "dropped x",
            lambda: ERROR * SLOPE,
            "That is ∂L/∂z. One factor is missing: ∂z/∂w = x = 1.5.",
            GRADIENT,
        ),
        Mistake(
            "loss for its derivative",
            lambda: ERROR**2 / 2 * SLOPE * X,
            "Your number has the loss as a factor. Its derivative, a - y, belongs there.",
            GRADIENT,
        ),
        Mistake(
            "error squared",
            lambda: ERROR**2 * SLOPE * X,
            "The error is still squared. Differentiating 1/2 (y - a)² leaves the first power, a - y, with its sign.",
            GRADIENT,
        ),
        Mistake(
            "takes z for a",
            lambda: ERROR * Z * (1 - Z) * X,
            "Your number has z (1 - z) where a (1 - a) belongs, with a = σ(z) = 0.5498.",
            DERIVATIVE,
        ),
        Mistake(
            "no activation",
            lambda: (Z - Y) * Z * (1 - Z) * X,
            "Your a is z: the sigmoid is missing. a = σ(0.2) = 0.5498.",
            FORWARD,
        ),
        Mistake(
            "sigmoid applied twice",
            lambda: ERROR * SLOPE_AT_A * X,
            "The slope is taken at a, where σ has already been applied. It belongs at z = 0.2.",
            MISTAKE,
        ),
        Mistake(
            "sign, and sigmoid applied twice",
            lambda: -ERROR * SLOPE_AT_A * X,
            "Two mistakes meet here. The error is a - y, and not y - a. And the slope is taken at a, where σ has "
            "already been applied; it belongs at z = 0.2.",
            MISTAKE,
        ),
        Mistake(
            "no bias",
            lambda: WITHOUT_BIAS,
            "Your z has no bias: z = 0.8 · 1.5 - 1 = 0.2, and not 1.2.",
            FORWARD,
        ),
        Mistake(
            "w in place of x",
            lambda: ERROR * SLOPE * W,
            "Your last factor is w. ∂z/∂w is x.",
            GRADIENT,
        ),
        *(
            Mistake(
                f"a step with learning rate {rate:g}",
                lambda rate=rate: W - rate * GRADIENT_OF_W,
                f"Your number is that of w - {rate:g} · ∂L/∂w. That is the new weight after a step; the gradient alone "
                "is asked for.",
                GRADIENT,
            )
            for rate in RATES
        ),
    ),
    cases=lambda rng: [Case("the sample", {})],
)
