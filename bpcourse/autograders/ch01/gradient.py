"""Exercise `dloss_dw` of chapter 01: the gradient of one sample in code."""

import numpy as np

from bpcourse.autograders.ch01.shared import DERIVATIVE, FORWARD, GRADIENT, MISTAKE, RATES
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array, sigmoid, sigmoid_grad
from bpcourse.reference.neuron import dloss_dw, neuron


def _cases(rng: np.random.Generator) -> list[Case]:
    """One sample each: both labels and one between, D = 3 to 5, and D = 1."""
    return [
        Case(what, {"x": rng.normal(size=d), "w": rng.normal(size=d), "b": float(rng.uniform(0.3, 1.0)), "y": y})
        for what, d, y in (("D = 3, y = 1", 3, 1.0), ("D = 4, y = 0", 4, 0.0), ("D = 5, y = 0.3", 5, 0.3))
    ] + [Case("D = 1", {"x": rng.normal(size=1), "w": rng.normal(size=1), "b": 0.2, "y": 1.0}, edge=True)]


def _no_activation(x: Array, w: Array, b: float, y: float) -> Array:
    a = x @ w + b
    return np.asarray((a - y) * a * (1 - a) * x)


DLOSS_DW = Exercise(
    name="dloss_dw",
    chapter=1,
    points=4,
    minutes=15,
    difficulty="core",
    statement=r"""Write `dloss_dw(x, w, b, y)`: the gradient of the loss $L = \tfrac12 (y - a)^2$ with respect
to `w`, for **one** sample.

- `x` and `w` have shape (D,), `b` and `y` are numbers, and $a = \sigma(x \cdot w + b)$.
- The result is an array of shape (D,), like `w`, for any D, 1 included: one number for each weight, telling how the
  loss moves when that weight does.

It is the derivative itself, not its negative: a step *against* it lowers the loss.""",
    stub='''def dloss_dw(x, w, b, y):
    """Return dL/dw, shape (D,), for the loss L = 1/2 (y - a)^2 of one sample x of shape (D,)."""
    raise NotImplementedError
''',
    hints=(
        "By which road does w reach L? Name the steps.",
        "The road is w → z → a → L, and each step has a derivative. Two of the three are numbers; the third, dz/dw, is "
        "the vector x. The result has the shape of w.",
        "dL/dw = (a - y) · a (1 - a) · x.",
        "`a = neuron(x, w, b)`, then `return (a - y) * a * (1 - a) * x`",
    ),
    solution='''def dloss_dw(x, w, b, y):
    """Return dL/dw, shape (D,), for the loss L = 1/2 (y - a)^2 of one sample x of shape (D,)."""
    a = neuron(x, w, b)
    dloss_da = a - y
    da_dz = a * (1 - a)
    dz_dw = x
    return dloss_da * da_dz * dz_dw
''',
    explanation="One factor for each step of w → z → a → L: dL/da = a - y, da/dz = a (1 - a), dz/dw = x.",
    read='chapter 01, "The gradient of one sample"',
    reference=dloss_dw,
    correct=(
        lambda x, w, b, y: -(y - sigmoid(x @ w + b)) * sigmoid_grad(x @ w + b) * x,
        lambda x, w, b, y: np.array([(neuron(x, w, b) - y) * sigmoid_grad(np.dot(w, x) + b) * x_i for x_i in x]),
        lambda x, w, b, y: np.outer(neuron(x, w, b) - y, x)[0] * sigmoid_grad(x @ w + b),
    ),
    mistakes=(
        Mistake(
            "sign",
            lambda x, w, b, y: -dloss_dw(x, w, b, y),
            "Every entry has the opposite sign. L = 1/2 (y - a)² contains -a, so dL/da = -(y - a) = a - y. With the "
            "sign flipped, gradient descent climbs.",
            GRADIENT,
        ),
        Mistake(
            "factor 2",
            lambda x, w, b, y: 2 * dloss_dw(x, w, b, y),
            "Every entry is twice too large. The 1/2 in L = 1/2 (y - a)² is there to cancel the 2 that comes down "
            "from the square.",
            GRADIENT,
        ),
        Mistake(
            "dropped a (1 - a)",
            lambda x, w, b, y: (neuron(x, w, b) - y) * x,
            "The factor da/dz = a (1 - a) is missing: it leads from z to a, through the sigmoid. (Without it, this is "
            "the gradient of another loss, cross-entropy, which chapter 09 meets.)",
            GRADIENT,
        ),
        Mistake(
            "dropped 1 - a",
            lambda x, w, b, y: (neuron(x, w, b) - y) * neuron(x, w, b) * x,
            "Your numbers are those of (a - y) · a · x. Half of a (1 - a) is missing: the factor 1 - a.",
            GRADIENT,
        ),
        Mistake(
            "dropped a",
            lambda x, w, b, y: (neuron(x, w, b) - y) * (1 - neuron(x, w, b)) * x,
            "Your numbers are those of (a - y) · (1 - a) · x. Half of a (1 - a) is missing: the factor a.",
            GRADIENT,
        ),
        Mistake(
            "dropped a - y",
            lambda x, w, b, y: sigmoid_grad(x @ w + b) * x,
            "That is ∂a/∂w. The factor ∂L/∂a = a - y is missing.",
            GRADIENT,
        ),
        Mistake(
            "dropped x",
            lambda x, w, b, y: (neuron(x, w, b) - y) * sigmoid_grad(x @ w + b),
            "You returned dL/dz, one number. The factor dz/dw = x is missing; it gives one number for each weight.",
            GRADIENT,
        ),
        Mistake(
            "loss for its derivative",
            lambda x, w, b, y: (y - neuron(x, w, b)) ** 2 / 2 * sigmoid_grad(x @ w + b) * x,
            "You multiplied by the loss. Its derivative, a - y, belongs there.",
            GRADIENT,
        ),
        Mistake(
            "error squared",
            lambda x, w, b, y: (neuron(x, w, b) - y) ** 2 * sigmoid_grad(x @ w + b) * x,
            "The error is still squared. Differentiating 1/2 (y - a)² leaves the first power, a - y, with its sign.",
            GRADIENT,
        ),
        Mistake(
            "error without its sign",
            lambda x, w, b, y: np.abs(neuron(x, w, b) - y) * sigmoid_grad(x @ w + b) * x,
            "Right where a is larger than y, and the opposite sign where it is smaller: the error a - y has lost its "
            "sign, as with `abs`. The sign says on which side of y the output lies.",
            GRADIENT,
        ),
        Mistake(
            "takes z for a",
            lambda x, w, b, y: (neuron(x, w, b) - y) * (x @ w + b) * (1 - (x @ w + b)) * x,
            "Your numbers have z (1 - z) where a (1 - a) belongs, with a = σ(z).",
            DERIVATIVE,
        ),
        Mistake(
            "no activation",
            _no_activation,
            "Your a is z: the sigmoid is missing in the forward pass.",
            FORWARD,
        ),
        Mistake(
            "sigmoid applied twice",
            lambda x, w, b, y: (neuron(x, w, b) - y) * sigmoid_grad(neuron(x, w, b)) * x,
            "The slope of the sigmoid is taken at a, where σ has already been applied. It belongs at z: σ'(z) = "
            "a (1 - a).",
            MISTAKE,
        ),
        Mistake(
            "sign, and sigmoid applied twice",
            lambda x, w, b, y: (y - neuron(x, w, b)) * sigmoid_grad(neuron(x, w, b)) * x,
            "Two mistakes meet here. The error is a - y, and not y - a. And the slope of the sigmoid is taken at a, "
            "where σ has already been applied: σ'(z) is a (1 - a).",
            MISTAKE,
        ),
        Mistake(
            "no bias",
            lambda x, w, b, y: dloss_dw(x, w, 0.0, y),
            "The bias is missing in your forward pass: a = σ(x · w + b).",
            FORWARD,
        ),
        Mistake(
            "w in place of x",
            lambda x, w, b, y: (neuron(x, w, b) - y) * sigmoid_grad(x @ w + b) * w,
            "Your last factor is w. z = x · w + b, so dz/dw is x; w is dz/dx.",
            GRADIENT,
        ),
        Mistake(
            "summed over the weights",
            lambda x, w, b, y: dloss_dw(x, w, b, y).sum(),
            "That is one number for all weights, the sum of their gradients. Each weight has its own x_i: return D "
            "numbers.",
            GRADIENT,
        ),
        Mistake(
            "divided by D",
            lambda x, w, b, y: dloss_dw(x, w, b, y) / len(x),
            "Every entry is divided by D, the number of weights. Nothing is averaged here: this is one sample.",
            GRADIENT,
        ),
        *(
            Mistake(
                f"a step with learning rate {rate:g}",
                lambda x, w, b, y, rate=rate: w - rate * dloss_dw(x, w, b, y),
                f"Your numbers are those of w - {rate:g} · dL/dw. That is the new weight after a step; the gradient "
                "alone is asked for.",
                GRADIENT,
            )
            for rate in RATES
        ),
    ),
    cases=_cases,
)
