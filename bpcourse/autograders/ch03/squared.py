"""Exercise `mse` of chapter 03: the mean squared error."""

import numpy as np

from bpcourse.autograders.ch03.shared import LOSS
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array
from bpcourse.reference.losses import mse


def _cases(rng: np.random.Generator) -> list[Case]:
    """Predictions and targets of several shapes, with errors of both signs and about one in size."""
    return [
        Case(what, {"y_hat": rng.normal(size=shape), "y": rng.normal(size=shape)}, edge=edge)
        for what, shape, edge in (
            ("N = 5 numbers", 5, False),
            ("3 samples of 2 numbers", (3, 2), False),
            ("2 samples of 4 numbers", (2, 4), False),
            ("N = 1", 1, True),
        )
    ]


def _in_place(y_hat: Array, y: Array) -> float:
    y_hat -= y
    return float(np.mean(y_hat**2))


MSE = Exercise(
    name="mse",
    chapter=3,
    points=2,
    minutes=6,
    difficulty="warm-up",
    statement=r"""Write `mse(y_hat, y)`, the mean squared error: the mean of $(\hat y - y)^2$ over **all** entries.

- `y_hat` and `y` are arrays of the same shape: (N,), or (N, K) for N samples of K numbers each.
- The result is one number. Neither array is changed.""",
    stub='''def mse(y_hat, y):
    """Return the mean of (y_hat - y)^2 over all entries."""
    raise NotImplementedError
''',
    hints=(
        "Read the name from the right: the error of each entry, its square, and of all squares the mean.",
        "y_hat - y keeps the shape, and so does the square. The mean of all entries is one number.",
        "mse = sum of (y_hat - y)² / number of entries.",
        "`return np.mean((y_hat - y) ** 2)`",
    ),
    solution='''def mse(y_hat, y):
    """Return the mean of (y_hat - y)^2 over all entries."""
    return np.mean((y_hat - y) ** 2)
''',
    explanation="`(y_hat - y) ** 2` squares entry by entry, and `np.mean` without an axis averages over all of them.",
    read='chapter 03, "How wrong is a prediction?"',
    reference=mse,
    correct=(
        lambda y_hat, y: np.sum((y - y_hat) ** 2) / y.size,
        lambda y_hat, y: float(np.dot((y_hat - y).ravel(), (y_hat - y).ravel())) / y_hat.size,
        lambda y_hat, y: np.linalg.norm(y_hat - y) ** 2 / np.prod(y.shape),
    ),
    mistakes=(
        Mistake(
            "changes its input",
            _in_place,
            "The number is right, but `y_hat` is not the same afterwards. `y_hat -= y` writes into the caller's array; "
            "`y_hat - y` makes a new one.",
            LOSS,
        ),
        Mistake(
            "sum for mean",
            lambda y_hat, y: np.sum((y_hat - y) ** 2),
            "You added the squares and did not divide by how many there are. A mean does not grow with the number of "
            "samples, so that a learning rate keeps its meaning.",
            LOSS,
        ),
        Mistake(
            "divided by N only",
            lambda y_hat, y: np.sum((y_hat - y) ** 2) / len(y),
            "Right for shape (N,). With K numbers a sample there are N K entries, and you divided by N alone.",
            LOSS,
        ),
        Mistake(
            "divided by one less",
            lambda y_hat, y: np.sum((y_hat - y) ** 2) / (y.size - 1),
            "You divided by one less than there are entries, as for a variance. A mean divides by their number.",
            LOSS,
        ),
        Mistake(
            "a half too many",
            lambda y_hat, y: np.mean((y_hat - y) ** 2) / 2,
            "Half of what is asked. Chapter 01 put ½ in front of its loss; the mean squared error has none.",
            LOSS,
        ),
        Mistake(
            "root taken",
            lambda y_hat, y: np.sqrt(np.mean((y_hat - y) ** 2)),
            "That is the root of the mean squared error. Leave the root out.",
            LOSS,
        ),
        Mistake(
            "absolute errors",
            lambda y_hat, y: np.mean(np.abs(y_hat - y)),
            "That is the mean of the errors' sizes. Square each error before the mean is taken.",
            LOSS,
        ),
        Mistake(
            "not squared",
            lambda y_hat, y: np.mean(y_hat - y),
            "The errors are not squared, so one above and one below cancel. Square each error first.",
            LOSS,
        ),
        Mistake(
            "not squared, y first",
            lambda y_hat, y: np.mean(y - y_hat),
            "The errors are not squared, so one above and one below cancel. Square each error first.",
            LOSS,
        ),
        Mistake(
            "square of the mean",
            lambda y_hat, y: np.mean(y_hat - y) ** 2,
            "You squared the mean of the errors. There one above and one below cancel. Square each error, then take "
            "the mean.",
            LOSS,
        ),
        Mistake(
            "mean of each column",
            lambda y_hat, y: np.mean((y_hat - y) ** 2, axis=0),
            "For shape (N, K) yours gives K numbers, a mean for each column. Take the mean over all entries: no axis.",
            LOSS,
        ),
        Mistake(
            "mean of each row",
            lambda y_hat, y: np.mean((y_hat - y) ** 2, axis=-1),
            "For shape (N, K) yours gives N numbers, a mean for each row. Take the mean over all entries: no axis.",
            LOSS,
        ),
        Mistake(
            "no mean",
            lambda y_hat, y: (y_hat - y) ** 2,
            "These are the squares, one for each entry. A loss is one number: take their mean.",
            LOSS,
        ),
        Mistake(
            "difference of squares",
            lambda y_hat, y: np.mean(y_hat**2 - y**2),
            "You squared first and subtracted afterwards. The error y_hat - y comes first, then its square.",
            LOSS,
        ),
    ),
    cases=_cases,
)
