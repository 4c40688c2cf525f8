"""Exercise `sigmoid` of chapter 01: the activation, for arrays and for huge numbers."""

import math

import numpy as np

from bpcourse.autograders.ch01.shared import FORWARD, LARGE, z_cases
from bpcourse.grading.exercise import Exercise, Mistake
from bpcourse.reference.activations import Array, sigmoid


def naive_sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def _two_branches(z: Array) -> Array:
    z = np.asarray(z, dtype=float)
    result = np.empty_like(z)
    positive = z >= 0
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    result[~positive] = np.exp(z[~positive]) / (1 + np.exp(z[~positive]))
    return result


SIGMOID = Exercise(
    name="sigmoid",
    chapter=1,
    points=2,
    minutes=8,
    difficulty="warm-up",
    statement=r"""Write `sigmoid(z)`, which returns $\sigma(z) = \dfrac{1}{1 + e^{-z}}$ for every entry of `z`.

- `z` is a number or an array of any shape; the result has the same shape.
- It is right for numbers as large as 1000 and as small as -1000 too. `np.exp(1000)` is `inf`, and `inf / inf` is `nan`.
  A warning costs nothing; a wrong value does.""",
    stub='''def sigmoid(z):
    """Return 1 / (1 + exp(-z)) for every entry of z."""
    raise NotImplementedError
''',
    hints=(
        "`np.exp` takes an array and gives back an array, so no loop is needed. `math.exp` takes one number only.",
        "The result has the shape of `z`: (5,) gives (5,), (2, 3) gives (2, 3), one number gives one number.",
        "σ(z) = 1 / (1 + exp(-z)). For z = -1000, exp(1000) becomes inf, and 1 / inf is 0: that is right.",
        "`return 1 / (1 + np.exp(-z))`",
    ),
    solution='''def sigmoid(z):
    """Return 1 / (1 + exp(-z)) for every entry of z."""
    small = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, small) / (1 + small)
''',
    explanation="`exp` never gets a positive number here, so nothing overflows: for z < 0 the same value is written "
    "exp(z) / (1 + exp(z)). The short form `1 / (1 + np.exp(-z))` returns the same values, with a warning for very "
    "negative z.",
    read='chapter 01, "A neuron, number by number"',
    reference=sigmoid,
    correct=(
        naive_sigmoid,
        lambda z: 0.5 * (1 + np.tanh(np.asarray(z) / 2)),
        lambda z: _two_branches(np.atleast_1d(z)).reshape(np.shape(z)),
    ),
    mistakes=(
        Mistake(
            "sign of z",
            lambda z: sigmoid(-np.asarray(z)),
            "Your curve falls where it should rise: your numbers are those of σ(-z). The exponent is -z, so that a "
            "large z makes exp(-z) small and the result close to 1.",
            FORWARD,
        ),
        Mistake(
            "overflow",
            lambda z: np.exp(z) / (1 + np.exp(z)),
            "Right for moderate z, but `nan` for z = 1000: there exp(z) is inf, and inf / inf has no value. Written "
            "as 1 / (1 + exp(-z)), the same formula gives 1 / (1 + 0) = 1.",
            LARGE,
        ),
        Mistake(
            "math instead of NumPy",
            lambda z: 1 / (1 + math.exp(-z)),
            "It works for one number and stops with an array: `math.exp` takes one number. `np.exp` takes an array "
            "and treats every entry.",
            "replace `math.exp` with `np.exp`.",
        ),
        Mistake(
            "1 + forgotten",
            lambda z: 1 / np.exp(-np.asarray(z)),
            "Your numbers are those of 1 / exp(-z), which is exp(z) and grows without bound. The 1 + in the "
            "denominator keeps the result between 0 and 1.",
            FORWARD,
        ),
        Mistake(
            "parentheses missing",
            lambda z: 1 + np.exp(-np.asarray(z)),
            "Your numbers are those of 1 + exp(-z). `1 / 1 + np.exp(-z)` gives them: Python divides before it adds. "
            "Put parentheses around the denominator.",
            FORWARD,
        ),
        Mistake(
            "1 minus in the denominator",
            lambda z: 1 / (1 - np.exp(-np.asarray(z))),
            "Your numbers are those of 1 / (1 - exp(-z)), which has no value at z = 0. The denominator is 1 plus "
            "exp(-z).",
            FORWARD,
        ),
        Mistake(
            "tanh",
            np.tanh,
            "That is the hyperbolic tangent: it runs from -1 to 1. The sigmoid runs from 0 to 1, and σ(0) = 0.5.",
            FORWARD,
        ),
    ),
    cases=z_cases,
)
