"""Exercise `gd_step` of chapter 03: one step of gradient descent."""

import numpy as np

from bpcourse.autograders.ch03.shared import DESCENT
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array
from bpcourse.reference.optimizers import gd_step


def _cases(rng: np.random.Generator) -> list[Case]:
    def case(what: str, shape: int | tuple[int, int], lr: float, edge: bool = False) -> Case:
        return Case(what, {"w": rng.normal(size=shape), "grad": rng.normal(size=shape), "lr": lr}, edge=edge)

    return [
        case("3 weights", 3, 0.1),
        case("a matrix of weights", (2, 3), 0.7),
        Case("one number", {"w": float(rng.uniform(1, 2)), "grad": float(rng.uniform(1, 2)), "lr": 0.3}),
        Case("a gradient of zeros", {"w": rng.normal(size=2), "grad": np.zeros(2), "lr": 0.5}, edge=True),
    ]


def _in_place(w: Array, grad: Array, lr: float) -> Array:
    w -= lr * grad
    return w


GD_STEP = Exercise(
    name="gd_step",
    chapter=3,
    points=2,
    minutes=6,
    difficulty="warm-up",
    statement=r"""Write `gd_step(w, grad, lr)`: one step of gradient descent. It returns the **new** weights.

- `w` and `grad` have the same shape, any shape; `grad` is $\partial L/\partial w$ at `w`. `lr` is the learning rate
  $\eta$, a number.
- `w` itself stays as it is. Whoever called the function may still need the old weights.""",
    stub='''def gd_step(w, grad, lr):
    """Return the weights after one step of gradient descent; w is not changed."""
    raise NotImplementedError
''',
    hints=(
        "The gradient says which way is uphill.",
        "The result has the shape of w, and so has the step that is taken away.",
        "new w = w - lr · grad.",
        "`return w - lr * grad`",
    ),
    solution='''def gd_step(w, grad, lr):
    """Return the weights after one step of gradient descent; w is not changed."""
    return w - lr * grad
''',
    explanation="Downhill is against the gradient: w - lr · grad. `w - ...` makes a new array; `w -= ...` would write "
    "into the old one.",
    read='chapter 03, "Step by step"',
    reference=gd_step,
    correct=(
        lambda w, grad, lr: w + (-lr) * grad,
        lambda w, grad, lr: np.subtract(w, np.multiply(lr, grad)),
    ),
    mistakes=(
        Mistake(
            "changes its input",
            _in_place,
            "The new weights are right, but the old ones are gone: `w -= ...` writes into the caller's array. "
            "`w - lr * grad` makes a new one.",
            DESCENT,
        ),
        Mistake(
            "climbs",
            lambda w, grad, lr: w + lr * grad,
            "You added. The gradient points uphill, so this step makes the loss larger.",
            DESCENT,
        ),
        Mistake(
            "no learning rate",
            lambda w, grad, lr: w - grad,
            "The learning rate is missing: your step is the whole gradient.",
            DESCENT,
        ),
        Mistake(
            "climbs, no learning rate",
            lambda w, grad, lr: w + grad,
            "Two things: the learning rate is missing, and you added. The gradient points uphill; take it away.",
            DESCENT,
        ),
        Mistake(
            "the step alone",
            lambda w, grad, lr: -lr * grad,
            "That is the step. The new weights are w plus this step.",
            DESCENT,
        ),
        Mistake(
            "the step alone, upwards",
            lambda w, grad, lr: lr * grad,
            "That is lr · grad, the step with its sign turned round. The new weights are w - lr · grad.",
            DESCENT,
        ),
        Mistake(
            "learning rate on the weights too",
            lambda w, grad, lr: lr * (w - grad),
            "Your numbers are those of lr · (w - grad). The learning rate scales the gradient alone.",
            DESCENT,
        ),
        Mistake(
            "divided by the learning rate",
            lambda w, grad, lr: w - grad / lr,
            "You divided by the learning rate: a small one would make long steps. Multiply.",
            DESCENT,
        ),
        Mistake(
            "weights times gradient",
            lambda w, grad, lr: w - lr * w * grad,
            "Your step has the factor w. It is lr · grad, with nothing else in it.",
            DESCENT,
        ),
        Mistake(
            "direction only",
            lambda w, grad, lr: w - lr * grad / np.linalg.norm(grad),
            "You divided the gradient by its length, so every step is as long as the learning rate. Plain descent "
            "keeps the length: near a bottom the gradient, and with it the step, becomes short.",
            DESCENT,
        ),
        Mistake(
            "sign only",
            lambda w, grad, lr: w - lr * np.sign(grad),
            "You took only the sign of each entry of the gradient. Its size counts too: the step is lr · grad.",
            DESCENT,
        ),
        Mistake(
            "one step for all",
            lambda w, grad, lr: w - lr * np.mean(grad),
            "Every weight moves by the same amount: the mean of the gradient. Each weight has its own entry of grad.",
            DESCENT,
        ),
    ),
    cases=_cases,
)
