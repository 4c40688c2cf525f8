"""Exercise `bce` of chapter 03: the binary cross-entropy, also where the prediction is certain."""

from collections.abc import Callable

import numpy as np

from bpcourse.autograders.ch03.shared import LOSS
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array
from bpcourse.reference.losses import bce

ALMOST = 1e-12  # nearer to 0 and 1 than any prediction that is asked here, but for the certain ones


def _cases(rng: np.random.Generator) -> list[Case]:
    """Both labels in every case but N = 1, and predictions that are neither 1/2 nor each other's complement."""

    def predictions(n: int) -> Array:
        return np.asarray(rng.uniform(0.1, 0.9, size=n))

    certain = np.concatenate([[1.0, 0.0], predictions(3)])
    return [
        Case("N = 5", {"y_hat": predictions(5), "y": np.array([1.0, 0.0, 0.0, 1.0, 0.0])}),
        Case("N = 3", {"y_hat": predictions(3), "y": np.array([0.0, 1.0, 1.0])}),
        Case("N = 1", {"y_hat": predictions(1), "y": np.array([1.0])}, edge=True),
        Case("predictions of exactly 0 and 1", {"y_hat": certain, "y": np.array([1.0, 0.0, 0.0, 1.0, 1.0])}, edge=True),
    ]


def _each(y_hat: Array, y: Array) -> Array:
    return np.asarray(-y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat))


def _clipped(y_hat: Array) -> Array:
    return np.clip(y_hat, ALMOST, 1 - ALMOST)


def _safe(change: Callable[[Array, Array], object]) -> Callable[[Array, Array], object]:
    """A mistake in a function that otherwise keeps certain predictions away from log 0."""
    return lambda y_hat, y: change(_clipped(y_hat), y)


BCE = Exercise(
    name="bce",
    chapter=3,
    points=3,
    minutes=12,
    difficulty="core",
    statement=r"""Write `bce(y_hat, y)`, the binary cross-entropy: the mean of
$-y \ln \hat y - (1 - y) \ln(1 - \hat y)$ over the samples.

- `y_hat` and `y` have shape (N,). Each `y` is 0 or 1, each `y_hat` a probability. The result is one number.
- A `y_hat` may be exactly 0 or exactly 1. Where such a certain prediction is right, it costs nothing, and the result is
  an ordinary number: not `nan`. (Where it is wrong, the formula says infinity. That is not asked here.)

`np.log` is the natural logarithm, the ln of the formula.""",
    stub='''def bce(y_hat, y):
    """Return the mean cross-entropy; a certain prediction that is right costs 0."""
    raise NotImplementedError
''',
    hints=(
        "Write the formula down as it stands, and try it with y_hat = 1 and y = 1. Which of the two terms breaks?",
        "One number for each sample, shape (N,), then their mean. The term that breaks is `0 * np.log(0.0)`: that is "
        "0 times minus infinity, and it gives nan.",
        "For y = 1 only -ln(y_hat) counts, for y = 0 only -ln(1 - y_hat). So choose the probability that the label "
        "got, y_hat or 1 - y_hat, before you take a logarithm.",
        "`right = np.where(y == 1, y_hat, 1 - y_hat)`, then `return -np.mean(np.log(right))`",
    ),
    solution='''def bce(y_hat, y):
    """Return the mean cross-entropy; a certain prediction that is right costs 0."""
    probability_of_label = np.where(y == 1, y_hat, 1 - y_hat)
    return -np.mean(np.log(probability_of_label))
''',
    explanation="Of the two terms one always has the factor 0. Choosing the probability of the label first leaves the "
    "other one out, and with it 0 · ln 0. Keeping y_hat away from 0 and 1 with `np.clip` works as well.",
    read='chapter 03, "How wrong is a prediction?"',
    reference=bce,
    correct=(
        lambda y_hat, y: np.mean(_each(_clipped(y_hat), y)),
        lambda y_hat, y: float(np.sum(np.where(y == 1, -np.log(y_hat), -np.log(1 - y_hat))) / len(y)),
        lambda y_hat, y: -np.mean(np.log(y_hat * y + (1 - y_hat) * (1 - y))),
    ),
    mistakes=(
        Mistake(
            "log of 0",
            lambda y_hat, y: np.mean(_each(y_hat, y)),
            "Right, except where a prediction is exactly 0 or 1: there `0 * np.log(0.0)` is 0 times minus infinity, "
            "and a single nan makes the mean nan.",
            LOSS,
        ),
        Mistake(
            "sum for mean",
            _safe(lambda y_hat, y: np.sum(_each(y_hat, y))),
            "You added over the samples and did not divide by N. The loss is their mean.",
            LOSS,
        ),
        Mistake(
            "sign",
            _safe(lambda y_hat, y: -np.mean(_each(y_hat, y))),
            "The sign is wrong: yours is negative. The logarithm of a probability is negative, and the minus in front "
            "of it makes the loss positive.",
            LOSS,
        ),
        Mistake(
            "minus on the first term only",
            _safe(lambda y_hat, y: np.mean(-y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))),
            "The minus reaches only the first term. Both terms have one: put the sum in parentheses.",
            LOSS,
        ),
        Mistake(
            "minus on the second term only",
            _safe(lambda y_hat, y: np.mean(y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat))),
            "The minus reaches only the second term. Both terms have one.",
            LOSS,
        ),
        Mistake(
            "only y = 1 counts",
            _safe(lambda y_hat, y: np.mean(-y * np.log(y_hat))),
            "The second term is missing: samples with y = 0 cost nothing, whatever is predicted for them. Then a model "
            "that always says 1 has the loss 0.",
            LOSS,
        ),
        Mistake(
            "only y = 0 counts",
            _safe(lambda y_hat, y: np.mean(-(1 - y) * np.log(1 - y_hat))),
            "The first term is missing: samples with y = 1 cost nothing, whatever is predicted for them.",
            LOSS,
        ),
        Mistake(
            "labels exchanged",
            _safe(lambda y_hat, y: np.mean(_each(1 - y_hat, y))),
            "The two labels have changed places: y belongs to ln(y_hat), and 1 - y to ln(1 - y_hat).",
            LOSS,
        ),
        Mistake(
            "a mean for each label",
            lambda y_hat, y: -np.mean(np.log(y_hat[y == 1])) - np.mean(np.log(1 - y_hat[y == 0])),
            "You took one mean over the samples with y = 1, another over those with y = 0, and added them. It is one "
            "mean, over all N samples.",
            LOSS,
        ),
        Mistake(
            "the larger probability",
            _safe(lambda y_hat, y: -np.mean(np.log(np.maximum(y_hat, 1 - y_hat)))),
            "You took the larger of y_hat and 1 - y_hat, so the label has no influence. Take the one that the label "
            "got: y_hat for y = 1, 1 - y_hat for y = 0.",
            LOSS,
        ),
        Mistake(
            "ln(y_hat) for every sample",
            _safe(lambda y_hat, y: -np.mean(np.log(y_hat))),
            "You took -ln(y_hat) for every sample, and the label has no influence. For y = 0 it is -ln(1 - y_hat).",
            LOSS,
        ),
        Mistake(
            "1 - ln for ln(1 - ...)",
            _safe(lambda y_hat, y: np.mean(-y * np.log(y_hat) - (1 - y) * (1 - np.log(y_hat)))),
            "Your second term has 1 - ln(y_hat). It is ln(1 - y_hat): subtract first, then take the logarithm.",
            LOSS,
        ),
        Mistake(
            "logarithm to base 2",
            _safe(lambda y_hat, y: np.mean(_each(y_hat, y)) / np.log(2)),
            "Your numbers are those of `np.log2`. The natural logarithm is `np.log`.",
            LOSS,
        ),
        Mistake(
            "logarithm to base 10",
            _safe(lambda y_hat, y: np.mean(_each(y_hat, y)) / np.log(10)),
            "Your numbers are those of `np.log10`. The natural logarithm is `np.log`.",
            LOSS,
        ),
        Mistake(
            "no mean",
            _safe(lambda y_hat, y: _each(y_hat, y)),
            "These are the losses of the samples, N numbers. Take their mean.",
            LOSS,
        ),
        Mistake(
            "squared error",
            lambda y_hat, y: np.mean((y_hat - y) ** 2),
            "That is the mean squared error. The cross-entropy takes logarithms.",
            LOSS,
        ),
    ),
    cases=_cases,
)
