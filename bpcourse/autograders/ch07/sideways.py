"""Exercise `complex_step` of chapter 07: a gradient without a difference, so without its rounding."""

from collections.abc import Callable
from typing import Any

import numpy as np

from bpcourse.autograders.ch07.shared import SIDEWAYS
from bpcourse.gradcheck import central_difference, complex_step
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array

Function = Callable[[Any], Any]


def _cases(rng: np.random.Generator) -> list[Case]:
    c, w, x = rng.uniform(0.5, 1.5, size=4), rng.normal(size=(3, 2)), rng.normal(size=(2, 3))
    return [
        Case("x (4,)", {"f": lambda x: np.exp(c @ x) + x[0] * x[-1] - 200, "x": rng.uniform(-1, 1, size=4)}),
        Case("x (2, 3)", {"f": lambda x: (1 / (1 + np.exp(-(x @ w)))).sum(), "x": x}),
        Case("one entry", {"f": lambda x: x[0] ** 5 + np.sin(x[0]), "x": rng.uniform(0.5, 1.5, size=1)}),
        Case("an entry that is 0", {"f": lambda x: np.exp(3 * x.sum()), "x": np.array([0.0, 0.7])}, edge=True),
    ]


def _by_entry(f: Function, x: Array, h: float = 1e-20) -> Array:
    """f at x with one entry moved by i h, for each entry."""
    values = np.zeros(x.shape, dtype=complex)
    for i in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[i] += 1j * h
        values[i] = f(moved)
    return values


def _by_rows(f: Function, x: Array) -> Array:
    moves = 1e-30j * np.eye(x.size)
    return np.array([f((x.ravel() + move).reshape(x.shape)).imag / 1e-30 for move in moves]).reshape(x.shape)


COMPLEX_STEP = Exercise(
    name="complex_step",
    chapter=7,
    points=2,
    minutes=8,
    difficulty="core",
    tolerance=1e-12,
    statement=r"""Write `complex_step(f, x)`: the gradient of `f` at `x` from steps along the imaginary axis, entry
by entry.

- Move one entry by $i h$ with $h = 10^{-20}$, and take the imaginary part of `f`, divided by $h$. In Python $i h$ is
  `1e-20j`.
- `x` is an array of floats of any shape, `f(x)` one number; the gradient has the shape of `x`, and holds real numbers.
- Twelve digits are asked for. No difference of real numbers gives that many.
- An array of floats has no room for an imaginary part; `x.astype(complex)` makes a copy that has.""",
    stub='''def complex_step(f, x):
    """Return the gradient of f at x by complex steps, in the shape of x."""
    raise NotImplementedError
''',
    hints=(
        "One evaluation for each entry, and no subtraction.",
        "In each round of a loop over `np.ndindex(x.shape)`: a complex copy of x, one entry of it moved.",
        "f(x + i h) = f(x) + i h f'(x) + ..., so f'(x) is the imaginary part divided by h.",
        "`moved = x.astype(complex); moved[i] += 1e-20j; grad[i] = f(moved).imag / 1e-20`",
    ),
    solution='''def complex_step(f, x):
    """Return the gradient of f at x by complex steps, in the shape of x."""
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[i] += 1e-20j
        grad[i] = f(moved).imag / 1e-20
    return grad
''',
    explanation="The real part holds f(x), the imaginary part h times the slope. Nothing is subtracted, so nothing is "
    "rounded away, and h can be as small as one likes.",
    read='chapter 07, "A step sideways"',
    reference=complex_step,
    correct=(lambda f, x: _by_entry(f, x).imag / 1e-20, _by_rows),
    mistakes=(
        Mistake(
            "real part",
            lambda f, x: _by_entry(f, x).real / 1e-20,
            "You took the real part, which is f(x) itself. The slope is in the imaginary part.",
            SIDEWAYS,
        ),
        Mistake(
            "not divided by h",
            lambda f, x: _by_entry(f, x).imag,
            "The imaginary part is h times the slope. Divide it by h.",
            SIDEWAYS,
        ),
        Mistake(
            "magnitude",
            lambda f, x: np.abs(_by_entry(f, x)) / 1e-20,
            "`abs` of a complex number is its length, which here is f(x). Take `.imag`.",
            SIDEWAYS,
        ),
        Mistake(
            "sign",
            lambda f, x: -_by_entry(f, x).imag / 1e-20,
            "Every entry has the wrong sign. With +i h the imaginary part is +h times the slope.",
            SIDEWAYS,
        ),
        Mistake(
            "all entries at once",
            lambda f, x: np.full(x.shape, f(x + 1e-20j).imag / 1e-20),
            "You moved all entries together: that gives the sum of the slopes. Move one entry at a time.",
            SIDEWAYS,
        ),
        Mistake(
            "h as for a difference",
            lambda f, x: _by_entry(f, x, 1e-3).imag / 1e-3,
            "About six digits are right: your h is as large as for a difference. Nothing is subtracted here, so h can "
            "be 1e-20.",
            SIDEWAYS,
        ),
        Mistake(
            "a difference after all",
            lambda f, x: central_difference(lambda moved: float(np.real(f(moved))), x, 1e-5),
            "About ten digits are right, as a central difference has them. Move the entry by 1e-20j and take the "
            "imaginary part.",
            SIDEWAYS,
        ),
    ),
    cases=_cases,
)
