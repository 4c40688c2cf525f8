"""Exercise `minimize` of chapter 03: the whole way down, from a function that computes the gradient."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.autograders.ch03.shared import DESCENT
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.optimizers import gd_step, minimize

Gradient = Callable[[Any], Any]


def _cases(rng: np.random.Generator) -> list[Case]:
    """Losses whose gradient changes from step to step, over one weight and over several."""
    curvature, bottom, pull = rng.uniform(0.8, 1.2), rng.normal(), rng.normal(size=3)
    factor = rng.normal(size=(3, 3))
    bowl = factor @ factor.T / 3 + np.eye(3)
    start = np.array([3, -2]) * int(rng.integers(1, 4))

    def case(what: str, grad: Gradient, w0: ArrayLike, lr: float, steps: int, edge: bool = False) -> Case:
        return Case(what, {"grad": grad, "w0": w0, "lr": lr, "steps": steps}, edge=edge)

    return [
        case("3 weights", lambda w: bowl @ w - pull, rng.normal(size=3), 0.1, 5),
        case("a matrix of weights", lambda w: np.tanh(w) + 0.1 * w, rng.normal(size=(2, 3)), 0.4, 3),
        case("one number", lambda w: curvature * (w - bottom), float(bottom + rng.uniform(1, 2)), 0.3, 4, edge=True),
        case("no step at all", lambda w: 2.0 * w, rng.normal(size=2), 0.1, 0, edge=True),
        case("a start of whole numbers", lambda w: 0.5 * w, start, 0.3, 3, edge=True),
    ]


def _stale(grad: Gradient, w0: Any, lr: float, steps: int) -> Any:
    at_start = grad(w0)
    return np.array([w0 - k * lr * at_start for k in range(steps + 1)])


def _from_the_start_again(grad: Gradient, w0: Any, lr: float, steps: int) -> Any:
    trajectory = [w0]
    for _ in range(steps):
        trajectory.append(w0 - lr * grad(trajectory[-1]))
    return np.array(trajectory)


def _one_array(grad: Gradient, w0: Any, lr: float, steps: int) -> Any:
    w, trajectory = w0, [w0]
    for _ in range(steps):
        w -= lr * grad(w)
        trajectory.append(w)
    return np.array(trajectory)


def _one_copied_array(grad: Gradient, w0: Any, lr: float, steps: int) -> Any:
    w = np.array(w0, dtype=float)
    trajectory = [w]
    for _ in range(steps):
        w -= lr * grad(w)
        trajectory.append(w)
    return np.array(trajectory)


def _one_array_behind_the_start(grad: Gradient, w0: Any, lr: float, steps: int) -> Any:
    w, trajectory = np.array(w0, dtype=float), [w0]
    for _ in range(steps):
        w -= lr * grad(w)
        trajectory.append(w)
    return np.array(trajectory)


def _start_overwritten(grad: Gradient, w0: Any, lr: float, steps: int) -> Any:
    w, trajectory = w0, [np.array(w0)]
    for _ in range(steps):
        w -= lr * grad(w)
        trajectory.append(np.array(w))
    return np.array(trajectory)


def _whole_numbers(grad: Gradient, w0: Any, lr: float, steps: int) -> Any:
    trajectory = np.zeros((steps + 1, *np.shape(w0)), dtype=np.asarray(w0).dtype)
    trajectory[0] = w0
    for k in range(steps):
        trajectory[k + 1] = trajectory[k] - lr * grad(trajectory[k])
    return trajectory


def _listed(grad: Gradient, w0: Any, lr: float, steps: int) -> Any:
    trajectory = [w0]
    while len(trajectory) <= steps:
        trajectory.append(gd_step(trajectory[-1], grad(trajectory[-1]), lr))
    return trajectory


def _filled(grad: Gradient, w0: Any, lr: float, steps: int) -> Any:
    trajectory = np.zeros((steps + 1, *np.shape(w0)))
    trajectory[0] = w0
    for k in range(steps):
        trajectory[k + 1] = trajectory[k] - lr * np.asarray(grad(trajectory[k]))
    return trajectory


MINIMIZE = Exercise(
    name="minimize",
    chapter=3,
    points=4,
    minutes=15,
    difficulty="core",
    statement=r"""Write `minimize(grad, w0, lr, steps)`: gradient descent from the start `w0`. It returns the
**trajectory**, every point on the way, as an array: the start first, then the weights after each step.

- `grad` is a function: `grad(w)` gives $\partial L/\partial w$ at the weights `w`, in the shape of `w`.
- For `w0` of shape (3,) and 5 steps the result has shape (6, 3); for a single number `w0` it has shape (6,).
- `w0` is not changed. With `steps` = 0 only the start comes back. `w0` may hold whole numbers, and the points after it
  need not be whole.

Use your own `gd_step` from above.""",
    stub='''def minimize(grad, w0, lr, steps):
    """Return the points w0, w1, ... of gradient descent: steps + 1 points, the start included."""
    raise NotImplementedError
''',
    hints=(
        "Keep a list of points that begins with w0. Each round computes the next point from the last one in it.",
        "A loop of `steps` rounds adds `steps` points to the start, so there are steps + 1. `np.array(...)` makes one "
        "array of the list.",
        "w_{k+1} = w_k - lr · grad(w_k): the gradient belongs to the point where the step begins, and changes with it.",
        "`trajectory.append(gd_step(trajectory[-1], grad(trajectory[-1]), lr))`",
    ),
    solution='''def minimize(grad, w0, lr, steps):
    """Return the points w0, w1, ... of gradient descent: steps + 1 points, the start included."""
    trajectory = [w0]
    for _ in range(steps):
        w = trajectory[-1]
        trajectory.append(gd_step(w, grad(w), lr))
    return np.array(trajectory)
''',
    explanation="Each step asks for the gradient anew, at the point where it begins. Each point is a new array, so the "
    "earlier ones stay as they were.",
    read='chapter 03, "Step by step"',
    reference=minimize,
    correct=(_listed, _filled),
    mistakes=(
        Mistake(
            "climbs",
            lambda grad, w0, lr, steps: minimize(grad, w0, -lr, steps),
            "Your points climb: the gradient was added. Downhill is w - lr · grad(w).",
            DESCENT,
        ),
        Mistake(
            "start point missing",
            lambda grad, w0, lr, steps: minimize(grad, w0, lr, steps)[1:],
            "The points are right, but the first one is missing: the trajectory begins with the start w0 itself. Put "
            "w0 into the list before the loop.",
            DESCENT,
        ),
        Mistake(
            "last point missing",
            lambda grad, w0, lr, steps: minimize(grad, w0, lr, steps)[: max(steps, 1)],
            "The points are right, but the last one is missing. After `steps` steps there are steps + 1 points.",
            DESCENT,
        ),
        Mistake(
            "one step too many",
            lambda grad, w0, lr, steps: minimize(grad, w0, lr, steps + 1),
            "There is one step too many: `steps` steps and the start make steps + 1 points.",
            DESCENT,
        ),
        Mistake(
            "stale gradient",
            _stale,
            "Every step of yours is the same: the gradient was computed once, at the start. It changes from point to "
            "point, so ask grad again inside the loop.",
            DESCENT,
        ),
        Mistake(
            "every step from the start",
            _from_the_start_again,
            "Each of your steps begins at w0 again. A step begins where the last one ended: "
            "w_{k+1} = w_k - lr · grad(w_k).",
            DESCENT,
        ),
        Mistake(
            "one step, many times",
            lambda grad, w0, lr, steps: np.array([w0] + [gd_step(w0, grad(w0), lr)] * steps),
            "The first step is right, and all points after it are the same: each of your steps goes from w0 again, "
            "with the gradient there. A step begins where the last one ended.",
            DESCENT,
        ),
        Mistake(
            "one array, many times",
            _one_array,
            "For several weights all your points are the last one, and w0 is changed: `w -= ...` writes into one "
            "array, and the list holds that array again and again. `w = w - ...` makes a new one.",
            DESCENT,
        ),
        Mistake(
            "one array, many times, w0 kept",
            _one_copied_array,
            "All your points are the last one: `w -= ...` writes into one array, and the list holds that array again "
            "and again. `w = w - ...` makes a new one.",
            DESCENT,
        ),
        Mistake(
            "one array, many times, after the start",
            _one_array_behind_the_start,
            "All your points after the start are the last one: `w -= ...` writes into one array, and the list holds "
            "that array again and again. `w = w - ...` makes a new one.",
            DESCENT,
        ),
        Mistake(
            "changes its input",
            _start_overwritten,
            "The points are right, but w0 is changed: `w = w0` gives the array a second name, and `w -= ...` writes "
            "into it. `w = w - ...` makes a new one.",
            DESCENT,
        ),
        Mistake(
            "rounded to whole numbers",
            _whole_numbers,
            "Right, except for a start of whole numbers: your array has the type of w0, so it cuts off every fraction. "
            "Make it of floats.",
            DESCENT,
        ),
        Mistake(
            "starts at 0",
            lambda grad, w0, lr, steps: minimize(grad, np.zeros_like(w0, dtype=float), lr, steps),
            "Your first point is 0, and the rest follows from it. The first point is the start: `trajectory[0] = w0`.",
            DESCENT,
        ),
        Mistake(
            "no learning rate",
            lambda grad, w0, lr, steps: minimize(grad, w0, 1.0, steps),
            "The learning rate is missing: your steps are whole gradients.",
            DESCENT,
        ),
        Mistake(
            "only the end",
            lambda grad, w0, lr, steps: minimize(grad, w0, lr, steps)[-1],
            "That is the last point alone. The whole trajectory is wanted: every point, the start first.",
            DESCENT,
        ),
    ),
    cases=_cases,
)
