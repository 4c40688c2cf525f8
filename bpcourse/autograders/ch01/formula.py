"""Exercise `dsigmoid_dz` of chapter 01: the derivative of the sigmoid, on paper, as a SymPy expression."""

import numpy as np

from bpcourse.autograders.ch01.shared import DERIVATIVE
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import sigmoid, sigmoid_grad


def _points(rng: np.random.Generator) -> list[Case]:
    """Points at which a symbolic answer is evaluated."""
    return [
        Case("points with z > 0", {"z": rng.uniform(0.2, 3.0, size=6)}),
        Case("points with z < 0", {"z": rng.uniform(-3.0, -0.2, size=6)}),
    ]


DSIGMOID_DZ = Exercise(
    name="dsigmoid_dz",
    kind="expression",
    chapter=1,
    points=2,
    minutes=10,
    difficulty="core",
    statement=r"""Work out $\dfrac{d}{dz}\,\dfrac{1}{1 + e^{-z}}$ by hand, with the chain rule, and write the result
as a SymPy expression in `z`. Any form that is equal counts: $\sigma(1 - \sigma)$ written out, or one fraction.

Use SymPy's `sympy.exp`. `np.exp`, and so your `sigmoid`, computes with numbers and cannot take the symbol `z`. A name
for a part helps: `sigma = 1 / (1 + sympy.exp(-z))`.

Doing it on paper first is the exercise. `sympy.diff` gives the answer too; use it to check yourself afterwards.""",
    stub="""import sympy

z = sympy.Symbol("z")
dsigmoid_dz = None
""",
    hints=(
        "Write the sigmoid as 1/u with u = 1 + exp(-z). Two functions, one inside the other: the chain rule applies.",
        "One expression in z and nothing else. It is positive for every z, and 1/4 at z = 0: "
        "`dsigmoid_dz.subs(z, 0)` shows it.",
        "d(1/u)/dz = -1/u² · du/dz, and du/dz = -exp(-z).",
        "`dsigmoid_dz = sympy.exp(-z) / (1 + sympy.exp(-z))**2`",
    ),
    solution="""import sympy

z = sympy.Symbol("z")
dsigmoid_dz = sympy.exp(-z) / (1 + sympy.exp(-z)) ** 2
""",
    explanation="d(1/u)/dz = -1/u² · du/dz with u = 1 + exp(-z) and du/dz = -exp(-z): the two minus signs cancel, "
    "and exp(-z) / (1 + exp(-z))² is left. Split into two factors it is σ(z) (1 - σ(z)).",
    read='chapter 01, "The slope of the sigmoid"',
    reference=lambda z: sigmoid_grad(z),
    formula="exp(-z)/(1 + exp(-z))**2",
    correct=(
        lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
        lambda z: 1 / (2 + np.exp(z) + np.exp(-z)),
        lambda z: 1 / (1 + np.exp(-z)) * (1 - 1 / (1 + np.exp(-z))),
    ),
    short_forms=(
        Mistake(
            "in short",
            lambda a: a * (1 - a),
            "{symbol} (1 - {symbol}) is the right formula when {symbol} stands for 1/(1 + exp(-z)). Now write it in z "
            "alone.",
            "give the part a name first: `sigma = 1 / (1 + sympy.exp(-z))`.",
        ),
    ),
    mistakes=(
        Mistake(
            "sign",
            lambda z: -sigmoid_grad(z),
            "The sign is wrong: yours is negative everywhere, and the sigmoid rises everywhere. Two minus signs "
            "meet here, one from -1/u² and one from du/dz = -exp(-z).",
            DERIVATIVE,
        ),
        Mistake(
            "inner derivative dropped",
            lambda z: -(sigmoid(z) ** 2),
            "You have -1/u², the outer derivative. The chain rule multiplies it by the inner one, du/dz = -exp(-z).",
            DERIVATIVE,
        ),
        Mistake(
            "inner derivative dropped, sign lost",
            lambda z: sigmoid(z) ** 2,
            "You have 1/u². Two things are missing: the minus of d(1/u)/du = -1/u², and the inner derivative "
            "du/dz = -exp(-z).",
            DERIVATIVE,
        ),
        Mistake(
            "lost square",
            lambda z: sigmoid(-z),
            "You have 1 - σ(z), which equals exp(-z) / (1 + exp(-z)). The factor σ(z) is missing; written as a "
            "fraction, the square of the denominator.",
            DERIVATIVE,
        ),
        Mistake(
            "square in the wrong place",
            lambda z: np.exp(-z) / (1 + np.exp(-z) ** 2),
            "You have exp(-z) / (1 + exp(-z)²). The square stands on exp(-z) alone; it belongs to the whole of "
            "1 + exp(-z).",
            DERIVATIVE,
        ),
        Mistake(
            "1 + for 1 -",
            lambda z: sigmoid(z) * (1 + sigmoid(z)),
            "You have σ (1 + σ), which is 3/4 at z = 0. The second factor is 1 - σ; the slope never exceeds 1/4.",
            DERIVATIVE,
        ),
        Mistake(
            "takes z for a",
            lambda z: z * (1 - z),
            "You have z (1 - z). The formula a (1 - a) is written with a = σ(z): put 1/(1 + exp(-z)) in for a.",
            DERIVATIVE,
        ),
        Mistake(
            "the function, not its slope",
            sigmoid,
            "That is the sigmoid itself; its derivative is wanted.",
            DERIVATIVE,
        ),
    ),
    cases=_points,
)
