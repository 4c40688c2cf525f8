"""An exercise made for these tests: three times x, with two edge cases and mistakes that can be told apart."""

from dataclasses import replace

import numpy as np

from bpcourse.grading.exercise import Case, Exercise, Mistake


def thrice(x):
    return 3.0 * np.asarray(x)


def _cases(rng):
    return [
        Case("one number", {"x": float(rng.uniform(1, 2))}),
        Case("a vector", {"x": rng.normal(size=4)}),
        Case("a matrix", {"x": rng.normal(size=(2, 3))}),
        Case("x = 1000", {"x": np.array([1.5, 1000.0])}, edge=True),
        Case("x = -1000", {"x": np.array([-1.5, -1000.0])}, edge=True),
    ]


def fails_far_out(x):
    """Right, but nan for x > 100."""
    return np.where(np.asarray(x) > 100, np.nan, thrice(x))


THRICE = Exercise(
    name="thrice",
    chapter=3,
    points=4,
    minutes=5,
    difficulty="core",
    statement="Write `thrice(x)`.",
    stub="def thrice(x):\n    raise NotImplementedError\n",
    hints=("a nudge", "a shape", "a formula", "a line"),
    solution="def thrice(x):\n    return 3 * x\n",
    explanation="Three times x.",
    read='chapter 03, "Multiplying"',
    reference=thrice,
    correct=(lambda x: x + x + x, lambda x: np.multiply(3, x)),
    mistakes=(
        Mistake("sign", lambda x: -thrice(x), "You have the wrong sign.", "look at the sign."),
        Mistake("cubed", lambda x: np.asarray(x) ** 3, "You took the third power.", "look at the power."),
        Mistake("nan far out", fails_far_out, "You have nan above 100.", "look far out."),
        Mistake("nothing done", lambda x: x, "You returned x itself.", "look at the factor."),
    ),
    cases=_cases,
)

ORDINARY_ONLY = replace(THRICE, cases=lambda rng: _cases(rng)[:3], mistakes=(*THRICE.mistakes[:2], THRICE.mistakes[3]))

# A number, to be worked out on paper; it is found nowhere in what a learner is shown.
VALUE = replace(
    THRICE,
    name="thrice_value",
    kind="value",
    stub="thrice_value = None\n",
    solution="thrice_value = 71.94\n",
    reference=lambda: 71.9415,
    correct=(lambda: 71.94, lambda: 71.9415),
    mistakes=(
        Mistake("sign", lambda: -71.9415, "The sign is not right.", "look at the sign."),
        Mistake("twice", lambda: 2 * 71.9415, "It is twice too large.", "look at the factor."),
        Mistake("half", lambda: 71.9415 / 2, "It is half as large as it should be.", "look at the factor."),
    ),
    cases=lambda rng: [Case("on paper", {})],
)

# A formula; in short it is 1/a, with a = exp(z).
FORMULA = replace(
    VALUE,
    name="formula",
    kind="expression",
    reference=lambda z: np.exp(-z),
    correct=(lambda z: 1 / np.exp(z), lambda z: np.exp(-z)),
    mistakes=tuple(Mistake(f"times {n}", lambda z, n=n: n * np.exp(-z), "Times.", "Look.") for n in (2, 3, 4)),
    short_forms=(Mistake("in short", lambda a: 1 / a, "1/{symbol}: write it in z.", "look again."),),
    cases=lambda rng: [Case("some", {"z": rng.uniform(1, 2, 4)}), Case("others", {"z": rng.uniform(2, 3, 4)})],
)
