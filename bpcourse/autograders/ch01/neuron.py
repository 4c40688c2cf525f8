"""Exercise `neuron` of chapter 01: the forward pass, for one sample and for many."""

import numpy as np

from bpcourse.autograders.ch01.shared import FORWARD
from bpcourse.autograders.ch01.sigmoid import naive_sigmoid
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import sigmoid, sigmoid_grad
from bpcourse.reference.neuron import neuron


def _cases(rng: np.random.Generator) -> list[Case]:
    return [
        Case("N = 4 samples", {"x": rng.normal(size=(4, 3)), "w": rng.normal(size=3), "b": rng.uniform(0.5, 1.5)}),
        Case("one sample of shape (D,)", {"x": rng.normal(size=2), "w": rng.normal(size=2), "b": -0.7}),
        Case("N = 3, D = 3", {"x": rng.normal(size=(3, 3)), "w": rng.normal(size=3), "b": rng.uniform(-1.5, -0.5)}),
        Case("N = 1", {"x": rng.normal(size=(1, 2)), "w": rng.normal(size=2), "b": 0.4}, edge=True),
        Case(
            "z far from 0",
            {"x": np.array([[400.0, 1.0], [-400.0, 2.0]]), "w": np.array([2.5, -1.0]), "b": 1.0},
            edge=True,
        ),
    ]


NEURON = Exercise(
    name="neuron",
    chapter=1,
    points=3,
    minutes=10,
    difficulty="core",
    statement=r"""Write `neuron(x, w, b)`, which returns $a = \sigma(x \cdot w + b)$.

- `x` holds one sample a row: shape (N, D) gives N outputs, shape (N,). One sample of shape (D,) gives one number.
- `w` has shape (D,), `b` is a number.

Use your own `sigmoid` from above.""",
    stub='''def neuron(x, w, b):
    """Return sigmoid(x · w + b): shape (N,) for x (N, D), one number for x (D,)."""
    raise NotImplementedError
''',
    hints=(
        "Three steps: weigh and add the inputs, add the bias once, apply the sigmoid.",
        "x is (N, D), w is (D,). Which product leaves one number for each row? It works for one row (D,) as well.",
        "z = x @ w + b, then a = σ(z).",
        "`return sigmoid(x @ w + b)`",
    ),
    solution='''def neuron(x, w, b):
    """Return sigmoid(x · w + b): shape (N,) for x (N, D), one number for x (D,)."""
    return sigmoid(x @ w + b)
''',
    explanation="`x @ w` multiplies each row of x by w and adds up: (N, D) @ (D,) is (N,); (D,) @ (D,) is a number.",
    read='chapter 01, "A neuron, number by number"',
    reference=neuron,
    correct=(
        lambda x, w, b: naive_sigmoid(np.dot(x, w) + b),
        lambda x, w, b: sigmoid(np.sum(x * w, axis=-1) + b),
        lambda x, w, b: 0.5 * (1 + np.tanh((np.einsum("...d,d->...", x, w) + b) / 2)),
    ),
    mistakes=(
        Mistake(
            "no bias",
            lambda x, w, b: sigmoid(x @ w),
            "The bias is missing: your numbers are those of σ(x · w). Without b, the neuron says 0.5 at x = 0 whatever "
            "it learns.",
            FORWARD,
        ),
        Mistake(
            "sign of b",
            lambda x, w, b: sigmoid(x @ w - b),
            "Your numbers are those of σ(x · w - b). Either b was subtracted, or a minus reaches only x · w: write "
            "-(x @ w + b) in the exponent.",
            FORWARD,
        ),
        Mistake(
            "sign of z",
            lambda x, w, b: sigmoid(-(x @ w + b)),
            "Your numbers are those of σ(-z): they fall where they should rise. The exponent is -z, with one minus.",
            FORWARD,
        ),
        Mistake(
            "no activation",
            lambda x, w, b: x @ w + b,
            "That is z, the weighted sum. The neuron's output is σ(z), between 0 and 1.",
            FORWARD,
        ),
        Mistake(
            "sigmoid applied twice",
            lambda x, w, b: sigmoid(sigmoid(x @ w + b)),
            "Your numbers are those of σ(σ(z)), which all lie between 0.5 and 0.74. Apply the sigmoid once.",
            FORWARD,
        ),
        Mistake(
            "slope for the sigmoid",
            lambda x, w, b: sigmoid_grad(x @ w + b),
            "Your numbers are those of the slope σ'(z), which never exceeds 1/4. The output is σ(z): `sigmoid`, not "
            "`sigmoid_grad`.",
            FORWARD,
        ),
        Mistake(
            "bias outside the sigmoid",
            lambda x, w, b: sigmoid(x @ w) + b,
            "Your numbers are those of σ(x · w) + b. The bias belongs inside: b moves the point where the neuron says "
            "0.5; it does not lift the curve.",
            FORWARD,
        ),
        Mistake(
            "bias added D times",
            lambda x, w, b: sigmoid(np.sum(x * w + b, axis=-1)),
            "The bias counts D times in your numbers, as if it were added to every product x_i w_i before the sum. Add "
            "it once, to the sum.",
            FORWARD,
        ),
        Mistake(
            "products not summed",
            lambda x, w, b: sigmoid(x * w + b),
            "The products x_i w_i are not added up, so each sample gives D numbers. `x @ w` multiplies and adds.",
            FORWARD,
        ),
        Mistake(
            "added over the samples too",
            lambda x, w, b: sigmoid(np.sum(x * w) + b),
            "You also added over the samples, so that one number is left for all of them. Add along each row: "
            "`axis=-1`, or `x @ w`.",
            FORWARD,
        ),
        Mistake(
            "added over the samples",
            lambda x, w, b: sigmoid(np.sum(x * w, axis=0) + b),
            "You added over the samples, down each column. Add along each row: `axis=-1`, or `x @ w`.",
            FORWARD,
        ),
        Mistake(
            "axis 1 only",
            lambda x, w, b: sigmoid(np.sum(x * w, axis=1) + b),
            "Right for a batch; one sample of shape (D,) has no axis 1. Use `axis=-1`, or `x @ w`.",
            FORWARD,
        ),
        Mistake(
            "order of the product",
            lambda x, w, b: sigmoid(w @ x + b),
            "`w @ x` has the order reversed. Samples are rows: (N, D) @ (D,) gives (N,). Write `x @ w`.",
            FORWARD,
        ),
        Mistake(
            "w as a column",
            lambda x, w, b: sigmoid(x @ w[:, np.newaxis] + b),
            "Your result is a table with one column, shape (N, 1); a row of N numbers, shape (N,), is expected. Leave "
            "w as it comes, with shape (D,).",
            FORWARD,
        ),
    ),
    cases=_cases,
)
