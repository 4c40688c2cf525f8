"""What goes wrong in `central_difference` of chapter 07: the points, the step, the divisor, the loop."""

from collections.abc import Callable
from typing import Any

import numpy as np

from bpcourse.autograders.ch07.shared import DIFFERENCE, STEP
from bpcourse.grading.exercise import Mistake
from bpcourse.reference.activations import Array

Function = Callable[[Array], Any]


def by_entry(
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


def central(f: Function) -> Callable[[Array, Array, float], Any]:
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


def _copied_once(f: Function, x: Array, h: float) -> Array:
    above, below, grad = x.copy(), x.copy(), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = h * max(1.0, float(abs(x[i])))
        above[i] += step
        below[i] -= step
        grad[i] = (f(above) - f(below)) / (2 * step)
    return grad


def _row_by_row(f: Function, x: Array, h: float) -> Array:
    grad = np.zeros(x.shape)
    for i in range(len(x)):
        step = h * max(1.0, abs(x[i]))
        above, below = x.copy(), x.copy()
        above[i] += step
        below[i] -= step
        grad[i] = (f(above) - f(below)) / (2 * step)
    return grad


def _first_only(f: Function, x: Array, h: float) -> Array:
    grad = np.zeros(x.shape)
    grad.flat[0] = by_entry(x, h, central(f)).flat[0]
    return grad


MISTAKES = (
    Mistake(
        "one-sided for central",
        lambda f, x, h: by_entry(x, h, lambda above, below, step: (f(above) - f(x)) / step),
        "Your numbers are those of (f(x + step) - f(x)) / step, the one-sided difference. Its error shrinks as h, "
        "that of the central one as h², since the first term cancels.",
        DIFFERENCE,
    ),
    Mistake(
        "one-sided, from below",
        lambda f, x, h: by_entry(x, h, lambda above, below, step: (f(x) - f(below)) / step),
        "Your numbers are those of (f(x) - f(x - step)) / step, a one-sided difference. The central one goes from "
        "x - step to x + step.",
        DIFFERENCE,
    ),
    Mistake(
        "divided by the step",
        lambda f, x, h: 2 * by_entry(x, h, central(f)),
        "Every entry is twice too large. From x - step to x + step it is two steps: divide by 2 · step.",
        DIFFERENCE,
    ),
    Mistake(
        "sign",
        lambda f, x, h: -by_entry(x, h, central(f)),
        "Every entry has the wrong sign: it is f(above) - f(below).",
        DIFFERENCE,
    ),
    Mistake(
        "h absolute",
        lambda f, x, h: by_entry(x, h, central(f), lambda entry: 1.0),
        "Right for entries up to 1. For larger ones the step should grow with them: h · max(1, |entry|).",
        STEP,
    ),
    Mistake(
        "no step at 0",
        lambda f, x, h: by_entry(x, h, central(f), abs),
        "Your step is h · |entry|, which is too short for small entries, and 0 for an entry of 0. Take "
        "h · max(1, |entry|).",
        STEP,
    ),
    Mistake(
        "scaled for the division alone",
        lambda f, x, h: by_entry(x, h, central(f), lambda entry: 1.0) / np.maximum(1.0, np.abs(x)),
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
    Mistake(
        "divided by 2h",
        lambda f, x, h: by_entry(x, h, central(f)) * np.maximum(1.0, np.abs(x)),
        "You moved by h · max(1, |entry|) and divided by 2h. The divisor is the distance between the two points, and "
        "that is 2 · step.",
        STEP,
    ),
    Mistake(
        "max without abs",
        lambda f, x, h: by_entry(x, h, central(f), lambda entry: max(1.0, entry)),
        "Right for entries above -1. The size of an entry of -50 is 50: h · max(1, |entry|), with `abs`.",
        STEP,
    ),
    Mistake(
        "min for max",
        lambda f, x, h: by_entry(x, h, central(f), lambda entry: min(1.0, abs(entry))),
        "Your step is h · min(1, |entry|), which is short for small entries, 0 for an entry of 0, and never longer "
        "than h. Take the larger of the two, `max`.",
        STEP,
    ),
    Mistake(
        "1 + |entry|",
        lambda f, x, h: by_entry(x, h, central(f), lambda entry: 1.0 + abs(entry)),
        "Your step is h · (1 + |entry|). Asked for is h · max(1, |entry|): the larger of the two, not the sum.",
        STEP,
    ),
    Mistake(
        "one step for all",
        lambda f, x, h: by_entry(x, h, central(f), lambda entry: max(1.0, float(np.abs(x).max()))),
        "Your step is that of the largest entry, for every entry. Each entry has its own: h · max(1, |x[i]|).",
        STEP,
    ),
    Mistake(
        "the largest entry's step",
        lambda f, x, h: by_entry(x, h, central(f), lambda entry: float(np.abs(x).max())),
        "Your step is h times the largest entry, for every entry. Each entry has its own: h · max(1, |x[i]|).",
        STEP,
    ),
    Mistake(
        "half a step",
        lambda f, x, h: by_entry(x, h, central(f), lambda entry: max(1.0, abs(entry)) / 2),
        "Your two points lie half a step to either side. Go a whole step up and a whole step down, and divide by 2 · "
        "step.",
        DIFFERENCE,
    ),
    Mistake(
        "h of its own",
        lambda f, x, h: by_entry(x, 1e-5, central(f)),
        "Your numbers are those of a far shorter step than h. The step is made from the `h` that your function is "
        "given, and here that is long, so that its error shows.",
        STEP,
    ),
    Mistake(
        "not two points",
        lambda f, x, h: np.zeros(x.shape),
        "Every entry is 0: both values of f are the same. Perhaps `above = x` and `below = x` are two more names for "
        "one array, and `x.copy()` is missing; or both points lie on the same side of x.",
        DIFFERENCE,
    ),
    Mistake(
        "copied once",
        _copied_once,
        "The copies are made once, before the loop, so the entries before stay where they were moved to. Each entry is "
        "moved alone: copy x in each round.",
        DIFFERENCE,
    ),
    Mistake(
        "one step back",
        lambda f, x, h: by_entry(x, h, lambda above, below, step: (f(above) - f(x)) / (2 * step)),
        "You went a step up, and one step down again: the second point is x itself, not x - step. From above to below "
        "it is two steps.",
        DIFFERENCE,
    ),
    Mistake(
        "multiplied by the step",
        lambda f, x, h: by_entry(x, h, lambda above, below, step: (f(above) - f(below)) / 2 * step),
        "You divided by 2 and multiplied by the step: Python reads `a / 2 * step` from left to right. Put the divisor "
        "in parentheses, `a / (2 * step)`.",
        DIFFERENCE,
    ),
    Mistake(
        "only one value divided",
        lambda f, x, h: by_entry(x, h, lambda above, below, step: f(above) - f(below) / (2 * step)),
        "Only f(below) is divided. Put the difference in parentheses: (f(above) - f(below)) / (2 · step).",
        DIFFERENCE,
    ),
    Mistake(
        "rows for entries",
        _row_by_row,
        "It stops where x has two axes: there `x[i]` with a number i is a whole row. Loop over `np.ndindex(x.shape)`, "
        "which gives the place of every entry, for any shape.",
        DIFFERENCE,
    ),
    Mistake(
        "returns inside the loop",
        _first_only,
        "Only the first entry is there: the `return` stands inside the loop, and ends it in the first round.",
        DIFFERENCE,
    ),
)
