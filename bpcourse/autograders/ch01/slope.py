"""Exercise `sigmoid_grad` of chapter 01: the slope of the sigmoid in code."""

import numpy as np

from bpcourse.autograders.ch01.shared import DERIVATIVE, LARGE, MISTAKE, z_cases
from bpcourse.grading.exercise import Exercise, Mistake
from bpcourse.reference.activations import Array, sigmoid, sigmoid_grad

STEP = 0.001


def _one_sided(z: Array) -> Array:
    return (sigmoid(np.asarray(z) + STEP) - sigmoid(z)) / STEP


SIGMOID_GRAD = Exercise(
    name="sigmoid_grad",
    chapter=1,
    points=3,
    minutes=8,
    difficulty="core",
    statement=r"""Write `sigmoid_grad(z)`, which returns the derivative $\sigma'(z)$ for every entry of `z`.

- The argument is $z$, what goes into the sigmoid, and not $a = \sigma(z)$, what comes out of it.
- For an array `z` the result is an array of the same shape; for a number it is a number.
- It is right for $z = \pm 1000$ too.""",
    stub='''def sigmoid_grad(z):
    """Return the derivative of the sigmoid at every entry of z."""
    raise NotImplementedError
''',
    hints=(
        "The slope is largest at z = 0, where it is 1/4, and it is nearly 0 for large |z|. Does yours do that?",
        "The result has the shape of `z`, and every entry lies between 0 and 0.25.",
        "σ'(z) = σ(z) (1 - σ(z)), with σ taken once, at z.",
        "`a = sigmoid(z)`, then `return a * (1 - a)`",
    ),
    solution='''def sigmoid_grad(z):
    """Return the derivative of the sigmoid at every entry of z."""
    a = sigmoid(z)
    return a * (1 - a)
''',
    explanation="The slope is written with the value: compute a = σ(z) once, then a (1 - a). No second exponential is "
    "needed.",
    read='chapter 01, "The slope of the sigmoid"',
    reference=sigmoid_grad,
    correct=(
        lambda z: sigmoid(z) * (1 - sigmoid(z)),
        lambda z: sigmoid(z) - sigmoid(z) ** 2,
        lambda z: 0.25 / np.cosh(np.asarray(z) / 2) ** 2,
    ),
    mistakes=(
        Mistake(
            "takes z for a",
            lambda z: z * (1 - z),
            "Your numbers are those of z (1 - z). The formula a (1 - a) is written with a = σ(z), and your function "
            "receives z: apply the sigmoid first.",
            DERIVATIVE,
        ),
        Mistake(
            "z in the first factor",
            lambda z: z * (1 - sigmoid(z)),
            "Your numbers are those of z (1 - σ(z)). One of the two factors still has z where σ(z) belongs.",
            DERIVATIVE,
        ),
        Mistake(
            "z in the second factor",
            lambda z: sigmoid(z) * (1 - z),
            "Your numbers are those of σ(z) (1 - z). One of the two factors still has z where σ(z) belongs.",
            DERIVATIVE,
        ),
        Mistake(
            "sigmoid applied twice",
            lambda z: sigmoid_grad(sigmoid(z)),
            "Your numbers are those of the slope at σ(z) instead of at z: σ was applied twice. At z = 3 that gives "
            "0.2009; the slope there is 0.0452.",
            MISTAKE,
        ),
        Mistake(
            "sign",
            lambda z: -sigmoid_grad(z),
            "Every entry has the wrong sign. The sigmoid rises everywhere, so its slope is positive everywhere. The "
            "minus of the inner derivative -exp(-z) cancels the minus of d(1/u)/du = -1/u².",
            DERIVATIVE,
        ),
        Mistake(
            "lost square",
            lambda z: sigmoid(-np.asarray(z)),
            "You have 1 - σ(z), which equals exp(-z) / (1 + exp(-z)). The factor σ(z) is missing; written as a "
            "fraction, the square of the denominator.",
            DERIVATIVE,
        ),
        Mistake(
            "square in the wrong place",
            lambda z: np.exp(-z) / (1 + np.exp(-z) ** 2),
            "Your numbers are those of exp(-z) / (1 + exp(-z)²). The square stands on exp(-z) alone; it belongs to "
            "the whole of 1 + exp(-z).",
            DERIVATIVE,
        ),
        Mistake(
            "1 + for 1 -",
            lambda z: sigmoid(z) * (1 + sigmoid(z)),
            "Your numbers are those of σ (1 + σ), which is 3/4 at z = 0. The second factor is 1 - σ; the slope never "
            "exceeds 1/4.",
            DERIVATIVE,
        ),
        Mistake(
            "parentheses missing",
            lambda z: 0.0 * sigmoid(z),
            "Your numbers are all 0. `s * 1 - s` gives that: Python multiplies first, so it is σ - σ. Put 1 - s in "
            "parentheses.",
            DERIVATIVE,
        ),
        Mistake(
            "slope of tanh",
            lambda z: 1 - sigmoid(z) ** 2,
            "Your numbers are those of 1 - σ². 1 - a² is the slope of tanh, with a = tanh(z); that of the sigmoid is "
            "a (1 - a).",
            DERIVATIVE,
        ),
        Mistake(
            "the function, not its slope",
            sigmoid,
            "That is the sigmoid itself. Its slope is wanted: σ(z) (1 - σ(z)).",
            DERIVATIVE,
        ),
        Mistake(
            "measured slope",
            _one_sided,
            "That measures the slope, with a step of 0.001, and agrees to about three digits. The formula gives all "
            "of them.",
            DERIVATIVE,
        ),
        Mistake(
            "overflow",
            lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
            "Right for moderate z, but `nan` for z = -1000: there exp(-z) is inf, and inf / inf has no value. "
            "σ(z) (1 - σ(z)) needs no large number.",
            LARGE,
        ),
    ),
    cases=z_cases,
)
