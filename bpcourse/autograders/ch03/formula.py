"""Exercise `dbce_dz` of chapter 03: the gradient of the cross-entropy at z, on paper, as a SymPy expression."""

import numpy as np

from bpcourse.autograders.ch03.shared import GRADIENT, MISTAKE
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array, sigmoid, sigmoid_grad


def _points(rng: np.random.Generator) -> list[Case]:
    return [
        Case("points with y = 1", {"z": rng.uniform(-2.0, 2.0, size=5), "y": np.ones(5)}),
        Case("points with y = 0", {"z": rng.uniform(-2.0, 2.0, size=5), "y": np.zeros(5)}),
    ]


def _dloss_da(a: Array, y: Array) -> Array:
    return np.asarray(-y / a + (1 - y) / (1 - a))


DBCE_DZ = Exercise(
    name="dbce_dz",
    kind="expression",
    chapter=3,
    points=3,
    minutes=12,
    difficulty="core",
    statement=r"""A neuron with $a = \sigma(z)$ has the loss $L = -y \ln a - (1 - y) \ln(1 - a)$ on one sample. Work out
$\dfrac{dL}{dz}$ with the chain rule, and write it as a SymPy expression in `z` and `y`. Any form that is equal counts.

A name for a part helps: `a = 1 / (1 + sympy.exp(-z))`. Pencil first; `sympy.diff` is there to check yourself
afterwards.""",
    stub="""import sympy

z, y = sympy.symbols("z y")
dbce_dz = None
""",
    hints=(
        "The road is z → a → L, and it has two steps. Which derivative belongs to each?",
        "One expression in z and y. At z = 0 and y = 1 it is -1/2: `dbce_dz.subs({z: 0, y: 1})` shows it.",
        "dL/da = -y/a + (1 - y)/(1 - a), and da/dz = a (1 - a). Multiply, and see what cancels.",
        "`dbce_dz = 1 / (1 + sympy.exp(-z)) - y`",
    ),
    solution="""import sympy

z, y = sympy.symbols("z y")
dbce_dz = 1 / (1 + sympy.exp(-z)) - y
""",
    explanation="dL/dz = (-y/a + (1 - y)/(1 - a)) · a (1 - a) = -y (1 - a) + (1 - y) a = a - y, with a = σ(z).",
    read='chapter 03, "The gradient of the cross-entropy"',
    reference=lambda z, y: sigmoid(z) - y,
    formula="1/(1 + exp(-z)) - y",
    correct=(
        lambda z, y: _dloss_da(sigmoid(z), y) * sigmoid_grad(z),
        lambda z, y: (1 - y) * sigmoid(z) - y * sigmoid(-z),
        lambda z, y: np.exp(z) / (1 + np.exp(z)) - y,
    ),
    mistakes=(
        Mistake(
            "sign",
            lambda z, y: y - sigmoid(z),
            "You have y - a; the sign is wrong. With y = 1 the loss falls as z grows, so its slope must be negative.",
            GRADIENT,
        ),
        Mistake(
            "a (1 - a) left over",
            lambda z, y: (sigmoid(z) - y) * sigmoid_grad(z),
            "You have (a - y) a (1 - a). That is the gradient of the squared error. Here dL/da has a (1 - a) in its "
            "denominator, and it cancels da/dz.",
            MISTAKE,
        ),
        Mistake(
            "sign, and a (1 - a) left over",
            lambda z, y: (y - sigmoid(z)) * sigmoid_grad(z),
            "Two mistakes meet here. The sign is wrong, and a (1 - a) belongs to the squared error: here it cancels.",
            MISTAKE,
        ),
        Mistake(
            "stops at a",
            lambda z, y: _dloss_da(sigmoid(z), y),
            "That is dL/da. The last step of the road is missing: multiply by da/dz = a (1 - a).",
            GRADIENT,
        ),
        Mistake(
            "da/dz alone",
            lambda z, y: sigmoid_grad(z),
            "That is da/dz = a (1 - a), the last step of the road. The first is missing: multiply by dL/da.",
            GRADIENT,
        ),
        Mistake(
            "parentheses missing",
            lambda z, y: -y / sigmoid(z) + (1 - y) * sigmoid(z),
            "Right for y = 0; for y = 1 the factor a (1 - a) is missing. It multiplies both terms of dL/da: put them "
            "in parentheses.",
            GRADIENT,
        ),
        Mistake(
            "inner derivative of 1 - a",
            lambda z, y: -y * sigmoid(-z) - (1 - y) * sigmoid(z),
            "Right for y = 1; for y = 0 the sign is wrong. ln(1 - a) has the inner derivative -1, so its term gives "
            "+ (1 - y)/(1 - a).",
            GRADIENT,
        ),
        Mistake(
            "inner derivative of 1 - a, and stops at a",
            lambda z, y: -y / sigmoid(z) - (1 - y) / sigmoid(-z),
            "Two mistakes meet here. ln(1 - a) has the inner derivative -1, which makes its term positive. And the "
            "step da/dz = a (1 - a) is missing.",
            GRADIENT,
        ),
        Mistake(
            "first term only",
            lambda z, y: -y * sigmoid(-z),
            "The second term of the loss, -(1 - y) ln(1 - a), has been lost. It counts when y is 0.",
            GRADIENT,
        ),
        Mistake(
            "second term only",
            lambda z, y: (1 - y) * sigmoid(z),
            "The first term of the loss, -y ln a, has been lost. It counts when y is 1.",
            GRADIENT,
        ),
        Mistake(
            "takes z for a",
            lambda z, y: z - y,
            "You have z - y. The formula is a - y, with a = σ(z): put 1/(1 + exp(-z)) in for a.",
            GRADIENT,
        ),
        Mistake(
            "sign of z",
            lambda z, y: sigmoid(-z) - y,
            "Your a is 1/(1 + exp(z)), which falls where it should rise. The exponent is -z.",
            GRADIENT,
        ),
        Mistake(
            "the label dropped",
            lambda z, y: sigmoid(z),
            "That is a alone. Right for y = 0; where did y go?",
            GRADIENT,
        ),
        Mistake(
            "the function, not its slope",
            lambda z, y: -y * np.log(sigmoid(z)) - (1 - y) * np.log(sigmoid(-z)),
            "That is the loss itself; its derivative is wanted.",
            GRADIENT,
        ),
    ),
    cases=_points,
)
