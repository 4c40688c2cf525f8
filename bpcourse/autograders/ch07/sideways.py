"""Exercise `complex_step` of chapter 07: a gradient without a difference, so without its rounding."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from bpcourse.autograders.ch07.shared import SIDEWAYS
from bpcourse.gradcheck import central_difference, complex_step
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Value
from bpcourse.reference.activations import Array

Function = Callable[[Any], Any]
H = 1e-20
AS_SMALL_AS_H = (
    "Every entry is as good as 0, about as small as h: the imaginary part is h times the slope. Divide it by h."
)
NOTHING_LEFT = (
    "Every entry is 0: an imaginary part was lost, or there was none. An array of floats has no room for one, "
    "`x.astype(complex)` makes a copy that has; and i h is `1e-20j`, with a j."
)


def _cases(rng: np.random.Generator) -> list[Case]:
    c, w, x = rng.uniform(0.5, 1.5, size=4), rng.normal(size=(3, 2)), rng.normal(size=(2, 3))

    def exp_and_product(x: Array) -> Any:
        return np.exp(c @ x) + x[0] * x[-1] - 200

    def sum_of_sigmoids(x: Array) -> Any:
        return (1 / (1 + np.exp(-(x @ w)))).sum()

    def fifth_power_and_sine(x: Array) -> Any:
        return x[0] ** 5 + np.sin(x[0])

    def exp_of_a_sum(x: Array) -> Any:
        return np.exp(3 * x.sum())

    return [
        Case("x (4,)", {"f": exp_and_product, "x": rng.uniform(-1, 1, size=4)}),
        Case("x (2, 3)", {"f": sum_of_sigmoids, "x": x}),
        Case("one entry", {"f": fifth_power_and_sine, "x": rng.uniform(0.5, 1.5, size=1)}),
        Case("an entry that is 0", {"f": exp_of_a_sum, "x": np.array([0.0, 0.7])}, edge=True),
    ]


def _size_told(answer: Value, inputs: Mapping[str, Value]) -> Value:
    """Numbers near 0 in words: no tolerance tells 1e-20 from 0, and they come from different slips."""
    largest = float(np.abs(answer).max())
    if largest >= np.sqrt(H) or not np.isfinite(largest):
        return answer
    return AS_SMALL_AS_H if largest else NOTHING_LEFT


def _by_entry(f: Function, x: Array, h: float = H) -> Array:
    """f at x with one entry moved by i h, for each entry."""
    values = np.zeros(x.shape, dtype=complex)
    for i in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[i] += 1j * h
        values[i] = f(moved)
    return values


def _one_copy(f: Function, x: Array) -> Array:
    """One copy for all rounds, so that the entries before stay moved."""
    moved, grad = x.astype(complex), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved[i] += 1j * H
        grad[i] = f(moved).imag / H
    return grad


def _replaced(f: Function, x: Array) -> Array:
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[i] = 1j * H
        grad[i] = f(moved).imag / H
    return grad


def _row_by_row(f: Function, x: Array) -> Array:
    grad = np.zeros(x.shape)
    for i in range(len(x)):
        moved = x.astype(complex)
        moved[i] += 1j * H
        grad[i] = f(moved).imag / H
    return grad


def _first_only(f: Function, x: Array) -> Array:
    grad = np.zeros(x.shape)
    grad.flat[0] = _by_entry(f, x).flat[0].imag / H
    return grad


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
    measured=_size_told,
    statement=r"""Write `complex_step(f, x)`: the gradient of `f` at `x` from steps along the imaginary axis, entry
by entry.

- Move one entry by $i h$ with $h = 10^{-20}$, and take the imaginary part of `f`, divided by $h$. In Python $i h$ is
  `1e-20j`, and `z.imag` is the imaginary part of z.
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
            AS_SMALL_AS_H,
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
            "one number for all",
            lambda f, x: f(x + 1j * H).imag / H,
            "You moved all entries together, and got one number, the sum of the slopes. Move one entry at a time, and "
            "fill an array in the shape of x.",
            SIDEWAYS,
        ),
        Mistake(
            "copied once",
            _one_copy,
            "The copy is made once, before the loop, so the entries before stay where they were moved to, and each "
            "slope holds theirs as well. Make a fresh copy in each round, or move the entry back.",
            SIDEWAYS,
        ),
        Mistake(
            "imaginary part lost",
            lambda f, x: np.zeros(x.shape),
            NOTHING_LEFT,
            SIDEWAYS,
        ),
        Mistake(
            "divided by i h",
            lambda f, x: _by_entry(f, x).imag / (1j * H),
            "The imaginary part of f is a real number already. You divided it by 1e-20j, which makes it imaginary: "
            "divide by 1e-20.",
            SIDEWAYS,
        ),
        Mistake(
            "entry replaced",
            _replaced,
            "You wrote i h in place of the entry. It stays where it is on the real line: add i h to it, with `+=`.",
            SIDEWAYS,
        ),
        Mistake(
            "divided by 2h",
            lambda f, x: _by_entry(f, x).imag / (2 * H),
            "Every entry is half of what it should be. There is one point here and no difference: divide by h, not by "
            "2h.",
            SIDEWAYS,
        ),
        Mistake(
            "rows for entries",
            _row_by_row,
            "Right for one axis only: in an array of shape (2, 3), `x[0]` is a row, and you moved it as a whole. "
            "`np.ndindex(x.shape)` gives the place of every entry.",
            SIDEWAYS,
        ),
        Mistake(
            "returns inside the loop",
            _first_only,
            "Only the first entry is there: the `return` stands inside the loop, and ends it in the first round.",
            SIDEWAYS,
        ),
        *(
            Mistake(
                f"h = {h}",
                lambda f, x, h=float(h): _by_entry(f, x, h).imag / h,
                f"About {digits} digits are right: your h is {h}, as for a difference. Nothing is subtracted here, "
                "so h can be 1e-20.",
                SIDEWAYS,
            )
            for h, digits in (("1e-3", "six"), ("1e-4", "eight"), ("1e-5", "ten"))
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
