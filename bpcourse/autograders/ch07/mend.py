"""Exercise `gradient_gap` of chapter 07: a gradient check with three mistakes in it, to find and to mend."""

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

import numpy as np

from bpcourse.autograders.ch07.shared import DIFFERENCE, RELATIVE
from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Value
from bpcourse.reference.activations import Array

Function = Callable[[Array], Any]
GradientGap = Callable[[Function, Function, Array], float]
H = 1e-5
norm = np.linalg.norm
DECIMALS = 7  # far above the rounding of a right measurement, far below the error of a one-sided one


def _cases(rng: np.random.Generator) -> list[Case]:
    """Functions that bend much, so that a one-sided difference shows; in the first all entries work together.

    The second is above 1000, so that rounding shows where h is much shorter than 1e-5.
    """
    c, d = rng.uniform(1, 2, size=4), rng.uniform(2, 3, size=(2, 3))
    x, z = rng.uniform(0.2, 0.8, size=4), rng.uniform(0.2, 0.8, size=(2, 3))

    def exp_of_a_sum(x: Array) -> Any:
        return np.exp(c @ x)

    def right_gradient(x: Array) -> Any:
        return c * np.exp(c @ x)

    def sum_of_exps(z: Array) -> Any:
        return 1000 + np.exp(d * z).sum()

    def its_right_gradient(z: Array) -> Any:
        return d * np.exp(d * z)

    def in_reverse_order(x: Array) -> Any:
        return right_gradient(x)[::-1]

    def one_row_doubled(z: Array) -> Any:
        return its_right_gradient(z) * np.array([[1.0], [2.0]])

    def one_row_negated(z: Array) -> Any:
        return its_right_gradient(z) * np.array([[1.0], [-1.0]])

    def case(what: str, f: Function, grad: Function, x: Array, says: str = "") -> Case:
        return Case(what, {"f": f, "grad": grad, "x": x}, says=says)

    short = "Is h still 1e-5? Beside 1000 a shorter step loses more to rounding."

    return [
        case("a right gradient, x (4,)", exp_of_a_sum, right_gradient, x),
        case("a right gradient, x (2, 3), f above 1000", sum_of_exps, its_right_gradient, z, short),
        case("a wrong one: entries in reverse order", exp_of_a_sum, in_reverse_order, x),
        case("a wrong one: twice too large in one row", sum_of_exps, one_row_doubled, z),
        case("a wrong one: signs flipped in one row", sum_of_exps, one_row_negated, z),
    ]


def _rounded(answer: Value, inputs: Mapping[str, Value]) -> float:
    return float(np.round(float(answer), DECIMALS))


def _measure(f: Function, x: Array, broken: tuple[str, ...]) -> Array:
    measured, moved, below = np.zeros(x.shape), x.copy(), x.copy()
    if "alias" in broken:
        moved = x
    for i in np.ndindex(x.shape):
        if not {"stays", "alias", "two copies"} & set(broken):
            moved, below = x.copy(), x.copy()
        moved[i] += H
        above = f(moved)
        if "one-sided" in broken:
            measured[i] = (above - f(x)) / H
            continue
        if "two copies" in broken:
            below[i] -= H
        elif "all below" in broken:
            below = x - H
        else:
            moved[i] -= 2 * H
            below = moved
        measured[i] = (above - f(below)) / (H if "one step" in broken else 2 * H)
    return measured


def _broken(*broken: str) -> GradientGap:
    """The check with some of its mistakes left in."""

    def gap(f: Function, grad: Function, x: Array) -> float:
        measured, given = _measure(f, x, broken), grad(x)
        if "sums" in broken:
            return float(abs(given.sum() - measured.sum()) / (abs(given.sum()) + abs(measured.sum())))
        return relative_error(given, measured)

    return gap


def _norms(divisor: Callable[[Array, Array], Any], above: Callable[[Array, Array], Any] | None = None) -> GradientGap:
    """A right measurement, and a comparison with `above` over `divisor`; above is the norm of the difference."""

    def gap(f: Function, grad: Function, x: Array) -> float:
        measured, given = central_difference(f, x, H), grad(x)
        over = above(given, measured) if above else norm(given - measured)
        return float(over / divisor(given, measured))

    return gap


def _both(size: Callable[[Array], Any]) -> Callable[[Array, Array], Any]:
    return lambda given, measured: size(given) + size(measured)


PLANTED = {
    "one-sided": (
        "one-sided for central",
        "The difference is one-sided, so a right gradient seems to be off by about h. It goes from a step above to a "
        "step below, divided by 2h.",
        DIFFERENCE,
    ),
    "stays": (
        "never moved back",
        "`moved` is copied once, before the loop, so the entries before stay where they were moved to. Each entry "
        "moves alone: copy x in each round.",
        DIFFERENCE,
    ),
    "two copies": (
        "copied once",
        "The copies above and below are made once, before the loop, so the entries before stay where they were moved "
        "to. Each entry moves alone: copy x in each round.",
        DIFFERENCE,
    ),
    "sums": (
        "sums compared",
        "Sums are compared, and in a sum the places are lost: entries in reverse order go unseen. Subtract entry by "
        "entry, then take norms.",
        RELATIVE,
    ),
}
# "two copies" is "stays", once the difference goes to both sides.
TOGETHER = [
    *combinations(PLANTED, 1),
    ("one-sided", "stays"),
    ("one-sided", "sums"),
    ("stays", "sums"),
    ("two copies", "sums"),
]
LEFT = {1: "One mistake is left. ", 2: "Two mistakes are left. "}


def _left_over(*planted: str) -> Mistake:
    names, sentences, looks = zip(*(PLANTED[one] for one in planted), strict=True)
    return Mistake(", ".join(names), _broken(*planted), LEFT[len(planted)] + " ".join(sentences), looks[0])


GRADIENT_GAP = Exercise(
    name="gradient_gap",
    chapter=7,
    points=3,
    minutes=12,
    difficulty="core",
    mends=True,
    measured=_rounded,
    statement=r"""Find and mend. `gradient_gap(f, grad, x)` should say how far the gradient `grad(x)` is from a
central difference of `f` with $h = 10^{-5}$, as a relative error in 2-norms. It runs, and it has **three
mistakes**. Each of them lets a wrong gradient pass, or calls a right one wrong. Mend them in place.

- `f(x)` gives one number, `grad(x)` an array in the shape of `x`; the entries of `x` lie between 0 and 1, so a
  step of h is right for all of them.
- For a right gradient the answer must be below 1e-7.""",
    stub='''def gradient_gap(f, grad, x):
    """Return the relative error between grad(x) and the central difference of f at x, h = 1e-5."""
    h = 1e-5
    measured = np.zeros(x.shape)
    moved = x.copy()
    for i in np.ndindex(x.shape):
        moved[i] += h
        measured[i] = (f(moved) - f(x)) / h
    given = grad(x)
    gap = abs(given.sum() - measured.sum())
    return gap / (abs(given.sum()) + abs(measured.sum()))
''',
    hints=(
        "Follow `moved` through two rounds of the loop. Then ask of each line that compares: which two gradients would "
        "it call equal?",
        "`measured` and `given` have the shape of x, and so has their difference. Only the norms are numbers.",
        "above and below are fresh copies of x with one entry moved; (f(above) - f(below)) / (2h); "
        "norm(given - measured) / (norm(given) + norm(measured)).",
        "`above, below = x.copy(), x.copy()` inside the loop; `gap = np.linalg.norm(given - measured)`; "
        "`return gap / (np.linalg.norm(given) + np.linalg.norm(measured))`",
    ),
    solution='''def gradient_gap(f, grad, x):
    """Return the relative error between grad(x) and the central difference of f at x, h = 1e-5."""
    h = 1e-5
    measured = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[i] += h
        below[i] -= h
        measured[i] = (f(above) - f(below)) / (2 * h)
    given = grad(x)
    gap = np.linalg.norm(given - measured)
    return gap / (np.linalg.norm(given) + np.linalg.norm(measured))
''',
    explanation="One entry moves at a time, to both sides, and the comparison looks at every place. With sums, a check "
    "can only find that a total is wrong.",
    read='chapter 07, "Two points on a curve"',
    reference=lambda f, grad, x: relative_error(grad(x), central_difference(f, x, H)),
    correct=(_broken(), _norms(_both(norm))),
    mistakes=(
        *(_left_over(*planted) for planted in TOGETHER),
        Mistake(
            "absolute",
            _norms(lambda given, measured: 1.0),
            "Not divided by the sizes: the error is absolute now. Divide by the sum of the two norms.",
            RELATIVE,
        ),
        Mistake(
            "relative to one side",
            _norms(lambda given, measured: np.linalg.norm(measured)),
            "You divide by the norm of `measured` alone. Divide by the sum of both norms.",
            RELATIVE,
        ),
        Mistake(
            "relative to the given one",
            _norms(lambda given, measured: norm(given)),
            "You divide by the norm of `given` alone. Divide by the sum of both norms.",
            RELATIVE,
        ),
        Mistake(
            "sums below",
            _norms(_both(lambda a: abs(a.sum()))),
            "The gap is right, and it is divided by sums, in which signs cancel and sizes are lost. Below belong the "
            "two norms.",
            RELATIVE,
        ),
        Mistake(
            "norm of the sum",
            _norms(lambda given, measured: norm(given + measured)),
            "Below stands the norm of given + measured. Take the two norms first, then add them.",
            RELATIVE,
        ),
        Mistake(
            "difference of the norms",
            _norms(_both(norm), lambda given, measured: abs(norm(given) - norm(measured))),
            "You took the norms first and then their difference. Entries in the wrong places have the same norm, and "
            "so has a gradient with its sign flipped: subtract entry by entry, then take the norm.",
            RELATIVE,
        ),
        Mistake(
            "no roots",
            _norms(_both(lambda a: (a**2).sum()), lambda given, measured: ((given - measured) ** 2).sum()),
            "The roots are missing: a norm is the root of the sum of the squares. Squared, an error of 1e-4 looks like "
            "1e-8.",
            RELATIVE,
        ),
        Mistake(
            "absolute values for norms",
            _norms(_both(lambda a: np.abs(a).sum()), lambda given, measured: np.abs(given - measured).sum()),
            "No place is lost now, but sums of absolute values are not the 2-norm: that is the root of the sum of the "
            "squares, `np.linalg.norm`.",
            RELATIVE,
        ),
        Mistake(
            "largest error of an entry",
            _norms(lambda given, measured: 1.0, lambda g, m: (np.abs(g - m) / (np.abs(g) + np.abs(m))).max()),
            "You took the largest of the entries' relative errors. Asked for is one for the whole: the norm of the "
            "difference over the sum of the norms.",
            RELATIVE,
        ),
        Mistake(
            "divided by h",
            _broken("one step"),
            "From below to above it is two steps: divide by 2h.",
            DIFFERENCE,
        ),
        Mistake(
            "all entries moved below",
            _broken("all below"),
            "`x - h` moves every entry of x, not one. The point below is a copy too, with one entry moved.",
            DIFFERENCE,
        ),
        Mistake(
            "x itself moved",
            _broken("alias"),
            "`moved = x` is a second name for x and no copy. x itself is moved, and `grad(x)` is asked somewhere else. "
            "`x.copy()`, in each round.",
            DIFFERENCE,
        ),
    ),
    cases=_cases,
)
