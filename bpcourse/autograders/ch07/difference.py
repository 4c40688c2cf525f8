"""Exercise `central_difference` of chapter 07: a gradient by evaluating, two points an entry."""

from collections.abc import Callable
from typing import Any

import numpy as np

from bpcourse.autograders.ch07.shared import DIFFERENCE, STEP
from bpcourse.gradcheck import central_difference
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array

Function = Callable[[Array], Any]


def _cases(rng: np.random.Generator) -> list[Case]:
    """Functions in which the entries work together: what is done to one changes the slope along another."""
    c, d = rng.uniform(0.5, 1.5, size=3), rng.uniform(0.3, 0.9, size=(2, 3))
    sign = rng.choice([-1.0, 1.0], size=3)

    def case(what: str, f: Function, x: Array, h: float, edge: bool = False) -> Case:
        return Case(what, {"f": f, "x": x, "h": h}, edge=edge)

    return [
        case("x (3,), h = 1e-3", lambda x: float(np.exp(c @ x)), rng.uniform(-1, 1, size=3), 1e-3),
        case(
            "x (2, 3), h = 1e-2",
            lambda x: float(np.exp((d * x).sum()) + (x[0] * x[1]).sum()),
            rng.uniform(-1, 1, size=(2, 3)),
            1e-2,
        ),
        case(
            "entries near 50, h = 1e-2",
            lambda x: float((x**3).sum() + x.prod()),
            sign * rng.uniform(40, 60, size=3),
            1e-2,
        ),
        case(
            "an entry that is 0",
            lambda x: float(np.exp(c @ x)),
            np.array([rng.uniform(0.2, 1), 0.0, -1.0]),
            1e-3,
            edge=True,
        ),
    ]


def _by_entry(
    x: Array, h: float, slope: Callable[[Array, Array, float], Any], scale: Callable[[float], float] | None = None
) -> Array:
    """slope(above, below, step) for each entry: how all right and most wrong ways go."""
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = h * (scale or (lambda entry: max(1.0, abs(entry))))(float(x[i]))
        move = np.zeros(x.shape)
        move[i] = step
        grad[i] = slope(x + move, x - move, step)
    return grad


def _central(f: Function) -> Callable[[Array, Array, float], Any]:
    return lambda above, below, step: (f(above) - f(below)) / (2 * step)


def _all_at_once(f: Function, x: Array, h: float) -> Array:
    step = h * np.maximum(1.0, np.abs(x))
    return np.asarray((f(x + step) - f(x - step)) / (2 * step))


def _never_back(f: Function, x: Array, h: float) -> Array:
    moved, grad = x.copy(), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = h * max(1.0, float(abs(x[i])))
        moved[i] += step
        above = f(moved)
        moved[i] -= 2 * step
        grad[i] = (above - f(moved)) / (2 * step)
    return grad


def _changes_x(f: Function, x: Array, h: float) -> Array:
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = h * max(1.0, float(abs(x[i])))
        x[i] += step
        above = f(x)
        x[i] -= 2 * step
        grad[i] = (above - f(x)) / (2 * step)
    return grad


CENTRAL_DIFFERENCE = Exercise(
    name="central_difference",
    chapter=7,
    points=3,
    minutes=12,
    difficulty="core",
    statement=r"""Write `central_difference(f, x, h)`: the gradient of `f` at `x`, measured entry by entry.

- `f` is a function: `f(x)` gives one number. `x` is an array of floats of any shape; the gradient has the shape of `x`.
- Move one entry at a time, by $\pm$ step, and divide the change of $f$ by the distance between the two points.
- The step of an entry counts relative to its size: $h \cdot \max(1, |\text{entry}|)$. `h` alone would be lost beside an
  entry of a million.
- `x` itself stays as it is. `np.ndindex(x.shape)` runs over the places of an array of any shape.""",
    stub='''def central_difference(f, x, h):
    """Return the gradient of f at x by central differences, in the shape of x."""
    raise NotImplementedError
''',
    hints=(
        "For each entry two points are needed: x with this entry a step higher, and x with this entry a step lower.",
        "Start from `np.zeros(x.shape)` and fill one place in each round of a loop over `np.ndindex(x.shape)`. Each "
        "round needs fresh copies of x.",
        "grad[i] = (f(above) - f(below)) / (2 · step), with step = h · max(1, |x[i]|).",
        "`above = x.copy(); above[i] += step`, the same for below with `-=`, then "
        "`grad[i] = (f(above) - f(below)) / (2 * step)`",
    ),
    solution='''def central_difference(f, x, h):
    """Return the gradient of f at x by central differences, in the shape of x."""
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = h * max(1, abs(x[i]))
        above, below = x.copy(), x.copy()
        above[i] += step
        below[i] -= step
        grad[i] = (f(above) - f(below)) / (2 * step)
    return grad
''',
    explanation="One entry moves, the others stay: that is what a partial derivative is. The two points lie a step to "
    "either side, so the first term of the error cancels.",
    read='chapter 07, "Two points on a curve"',
    reference=central_difference,
    correct=(
        lambda f, x, h: _by_entry(x, h, _central(f)),
        lambda f, x, h: _by_entry(x, h, lambda above, below, step: (f(above) - f(below)) / (above - below).sum()),
    ),
    mistakes=(
        Mistake(
            "one-sided for central",
            lambda f, x, h: _by_entry(x, h, lambda above, below, step: (f(above) - f(x)) / step),
            "Your numbers are those of (f(x + step) - f(x)) / step, the one-sided difference. Its error shrinks as h, "
            "that of the central one as h², since the first term cancels.",
            DIFFERENCE,
        ),
        Mistake(
            "one-sided, from below",
            lambda f, x, h: _by_entry(x, h, lambda above, below, step: (f(x) - f(below)) / step),
            "Your numbers are those of (f(x) - f(x - step)) / step, a one-sided difference. The central one goes from "
            "x - step to x + step.",
            DIFFERENCE,
        ),
        Mistake(
            "divided by the step",
            lambda f, x, h: 2 * _by_entry(x, h, _central(f)),
            "Every entry is twice too large. From x - step to x + step it is two steps: divide by 2 · step.",
            DIFFERENCE,
        ),
        Mistake(
            "sign",
            lambda f, x, h: -_by_entry(x, h, _central(f)),
            "Every entry has the wrong sign: it is f(above) - f(below).",
            DIFFERENCE,
        ),
        Mistake(
            "h absolute",
            lambda f, x, h: _by_entry(x, h, _central(f), lambda entry: 1.0),
            "Right for entries up to 1. For larger ones the step should grow with them: h · max(1, |entry|).",
            STEP,
        ),
        Mistake(
            "no step at 0",
            lambda f, x, h: _by_entry(x, h, _central(f), abs),
            "Your step is h · |entry|, which is too short for small entries, and 0 for an entry of 0. Take "
            "h · max(1, |entry|).",
            STEP,
        ),
        Mistake(
            "scaled for the division alone",
            lambda f, x, h: _by_entry(x, h, _central(f), lambda entry: 1.0) / np.maximum(1.0, np.abs(x)),
            "You moved by h and divided by h · max(1, |entry|). The distance in the denominator is the one that the "
            "entry really moved.",
            STEP,
        ),
        Mistake(
            "all entries at once",
            _all_at_once,
            "You moved all entries together, so each slope holds the effects of all. Move one, and keep the others.",
            DIFFERENCE,
        ),
        Mistake(
            "changes its input",
            _changes_x,
            "You moved the entries of x itself and did not put them back. The next entry is then measured from "
            "somewhere else, and the caller's x has changed. Work on copies.",
            DIFFERENCE,
        ),
        Mistake(
            "never moved back",
            _never_back,
            "The entries before stay where they were moved to. Each entry is moved alone: start from a fresh copy of "
            "x in each round.",
            DIFFERENCE,
        ),
    ),
    cases=_cases,
)
