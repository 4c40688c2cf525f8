"""Exercise `central_difference` of chapter 07: a gradient by evaluating, two points an entry."""

import numpy as np

from bpcourse.autograders.ch07.difference_mistakes import MISTAKES, Function, by_entry, central
from bpcourse.gradcheck import central_difference
from bpcourse.grading.exercise import Case, Exercise
from bpcourse.reference.activations import Array


def _cases(rng: np.random.Generator) -> list[Case]:
    """Functions in which the entries work together: what is done to one changes the slope along another."""
    c, d = rng.uniform(0.5, 1.5, size=3), rng.uniform(0.3, 0.9, size=(2, 3))
    sign = rng.permutation([-1.0, 1.0, rng.choice([-1.0, 1.0])])  # both signs, whatever is drawn

    def exp_of_a_sum(x: Array) -> float:
        return float(np.exp(c @ x))

    def exp_and_products(x: Array) -> float:
        return float(np.exp((d * x).sum()) + (x[0] * x[1]).sum())

    def cubes_and_product(x: Array) -> float:
        return float((x**3).sum() + x.prod())

    def case(what: str, f: Function, x: Array, h: float, edge: bool = False) -> Case:
        return Case(what, {"f": f, "x": x, "h": h}, edge=edge)

    return [
        case("x (3,), h = 1e-2", exp_of_a_sum, rng.uniform(-0.8, 0.8, size=3), 1e-2),
        case("x (2, 3), h = 1e-2", exp_and_products, rng.uniform(-1, 1, size=(2, 3)), 1e-2),
        case("entries near 50, h = 1e-2", cubes_and_product, sign * rng.uniform(40, 60, size=3), 1e-2),
        case("an entry that is 0", exp_of_a_sum, np.array([rng.uniform(0.2, 1), 0.0, -1.0]), 1e-3, edge=True),
    ]


CENTRAL_DIFFERENCE = Exercise(
    name="central_difference",
    chapter=7,
    points=3,
    minutes=12,
    difficulty="core",
    statement=r"""Write `central_difference(f, x, h)`: the gradient of `f` at `x`, measured entry by entry.

- `f` is a function: `f(x)` gives one number. `x` is an array of floats of any shape; the gradient has the shape of `x`.
- Move one entry at a time, by $\pm$ step, and divide the change of $f$ by the distance between the two points.
- The step of an entry counts relative to its size: $h \cdot \max(1, |\text{entry}|)$. Beside an entry of a
  million most digits of `h` alone would be rounded away.
- `x` itself stays as it is: move copies, `x.copy()`. `np.ndindex(x.shape)` runs over the places of an array of any
  shape.""",
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
        lambda f, x, h: by_entry(x, h, central(f)),
        lambda f, x, h: by_entry(x, h, lambda above, below, step: (f(above) - f(below)) / (above - below).sum()),
    ),
    mistakes=MISTAKES,
    cases=_cases,
)
