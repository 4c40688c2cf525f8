"""Exercise `dloss_dw_batch` of chapter 08: the gradient of a mean over two samples, as a formula."""

from typing import Any

import numpy as np

from bpcourse.autograders.ch08.shared import INDICES, MEAN
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array

NAMES = ("w", "b", "x1", "x2", "y1", "y2")


def _cases(rng: np.random.Generator) -> list[Case]:
    """Points for the six symbols, away from places where terms cancel."""
    return [Case("six points", {name: rng.uniform(0.5, 2.0, size=6) * (1 + k) for k, name in enumerate(NAMES)})]


def _errors(w: Array, b: Array, x1: Array, x2: Array, y1: Array, y2: Array) -> tuple[Array, Array]:
    return w * x1 + b - y1, w * x2 + b - y2


def _gradient(w: Array, b: Array, x1: Array, x2: Array, y1: Array, y2: Array) -> Array:
    e1, e2 = _errors(w, b, x1, x2, y1, y2)
    return (e1 * x1 + e2 * x2) / 2


def _expanded(w: Array, b: Array, x1: Array, x2: Array, y1: Array, y2: Array) -> Array:
    return w * (x1**2 + x2**2) / 2 + b * (x1 + x2) / 2 - (x1 * y1 + x2 * y2) / 2


def _with(change: Any) -> Any:
    """A formula in the two errors and the two inputs."""
    return lambda w, b, x1, x2, y1, y2: change(*_errors(w, b, x1, x2, y1, y2), x1, x2)


DLOSS_DW_BATCH = Exercise(
    name="dloss_dw_batch",
    chapter=8,
    points=2,
    minutes=10,
    difficulty="core",
    kind="expression",
    statement=r"""A linear unit with one input says $z_n = w\,x_n + b$ for sample $n$. On a batch of two samples the
loss is the mean $L = \tfrac12\bigl(\tfrac12(z_1 - y_1)^2 + \tfrac12(z_2 - y_2)^2\bigr)$. Work out
$\partial L/\partial w$ by hand, and write it as a SymPy expression in `w`, `b`, `x1`, `x2`, `y1`, `y2`.
Any form that is equal counts.

Doing it on paper first is the exercise. `sympy.diff` gives the answer too; use it to check yourself afterwards.""",
    stub="""import sympy

w, b, x1, x2, y1, y2 = sympy.symbols("w b x1 x2 y1 y2")
dloss_dw_batch = None
""",
    hints=(
        "w reaches L by two roads, one through each sample.",
        "One term a sample, and the same factor before both.",
        "dL/dw = 1/2 · ((z1 - y1) x1 + (z2 - y2) x2).",
        "`((w * x1 + b - y1) * x1 + (w * x2 + b - y2) * x2) / 2`",
    ),
    solution="""import sympy

w, b, x1, x2, y1, y2 = sympy.symbols("w b x1 x2 y1 y2")
upstream_1 = (w * x1 + b - y1) / 2
upstream_2 = (w * x2 + b - y2) / 2
dloss_dw_batch = upstream_1 * x1 + upstream_2 * x2
""",
    explanation="Two samples are two roads from w to L, so two terms are added. The 1/N of the mean sits in each "
    "upstream dL/dz; the products with x are only summed. This is xᵀ G with N = 2.",
    read='chapter 08, "One entry at a time"',
    reference=_gradient,
    formula="((w*x1 + b - y1)*x1 + (w*x2 + b - y2)*x2)/2",
    correct=(_expanded, _with(lambda e1, e2, x1, x2: e1 / 2 * x1 + x2 * e2 / 2)),
    mistakes=(
        Mistake(
            "sum for mean",
            _with(lambda e1, e2, x1, x2: e1 * x1 + e2 * x2),
            "That is the gradient of the sum. The loss is a mean over two samples: a factor 1/2 stays. (The other two "
            "halves cancel the 2 of each square.)",
            MEAN,
        ),
        Mistake(
            "1/N twice",
            _with(lambda e1, e2, x1, x2: (e1 * x1 + e2 * x2) / 4),
            "The factor 1/2 is there once too often. The inner halves cancel the 2 of each square; only the 1/N "
            "remains.",
            MEAN,
        ),
        Mistake(
            "last sample only",
            _with(lambda e1, e2, x1, x2: e2 * x2 / 2),
            "Only the second sample counts in yours. w reaches L through both: two terms are added.",
            INDICES,
        ),
        Mistake(
            "first sample only",
            _with(lambda e1, e2, x1, x2: e1 * x1 / 2),
            "Only the first sample counts in yours. w reaches L through both: two terms are added.",
            INDICES,
        ),
        Mistake(
            "sign",
            _with(lambda e1, e2, x1, x2: -(e1 * x1 + e2 * x2) / 2),
            "The opposite sign in every term: the derivative of ½(z - y)² by z is z - y.",
            INDICES,
        ),
        Mistake(
            "x dropped",
            _with(lambda e1, e2, x1, x2: (e1 + e2) / 2),
            "That is dL/db. On the way to w each term has the factor x of its own sample.",
            INDICES,
        ),
        Mistake(
            "mean of each factor",
            _with(lambda e1, e2, x1, x2: (e1 + e2) / 2 * (x1 + x2) / 2),
            "You took the mean error times the mean input. Each error belongs to the input of its own sample: "
            "multiply first, then add.",
            INDICES,
        ),
        Mistake(
            "inputs swapped",
            _with(lambda e1, e2, x1, x2: (e1 * x2 + e2 * x1) / 2),
            "Each error is multiplied by the other sample's input.",
            INDICES,
        ),
        Mistake(
            "b dropped",
            lambda w, b, x1, x2, y1, y2: ((w * x1 - y1) * x1 + (w * x2 - y2) * x2) / 2,
            "b is missing in your errors: each is z - y with z = w x + b. A term b by itself would drop out of a "
            "derivative by w; this one stands inside the square, and stays.",
            INDICES,
        ),
        Mistake(
            "square kept",
            _with(lambda e1, e2, x1, x2: (e1**2 * x1 + e2**2 * x2) / 2),
            "Your errors are still squared. The derivative of ½ e² is e, to the first power.",
            INDICES,
        ),
        Mistake(
            "the loss itself",
            _with(lambda e1, e2, x1, x2: (e1**2 + e2**2) / 4),
            "That is L itself. Its derivative by w is asked.",
            INDICES,
        ),
        Mistake(
            "w for x",
            lambda w, b, x1, x2, y1, y2: w * sum(_errors(w, b, x1, x2, y1, y2)) / 2,
            "The last factor is the derivative of z = w x + b by w, and that is x. Yours is w.",
            INDICES,
        ),
        Mistake(
            "only the second term halved",
            _with(lambda e1, e2, x1, x2: e1 * x1 + e2 * x2 / 2),
            "The factor 1/2 is on the second term alone. Put the sum in parentheses: (... + ...) / 2.",
            MEAN,
        ),
        Mistake(
            "only the first term halved",
            _with(lambda e1, e2, x1, x2: e1 * x1 / 2 + e2 * x2),
            "The factor 1/2 is on the first term alone. It belongs to both.",
            MEAN,
        ),
    ),
    cases=_cases,
)
