"""An exercise of your own to start from: change one thing, run `bpcourse exercises verify` on this file, go on.

The rule that it keeps: the reference and every other right way get full marks, and every mistake is rejected under its
own name. A mistake is a wrong program, so that a wrong answer can be recognised by its numbers.
"""

import numpy as np

from bpcourse.grading.exercise import Case, Exercise, Mistake, changed

TITLE = "Our own exercises"
READ = 'your notes, "The mean of squares"'


def starter_grad(x: np.ndarray) -> np.ndarray:
    """The gradient of L = 1/(2 N) · (x_1² + ... + x_N²): x / N."""
    return x / len(x)


def _cases(rng: np.random.Generator) -> list[Case]:
    """What is asked: other numbers for each `rng`, several sizes, and N = 1, where a mean and a sum are the same."""
    return [
        Case("N = 4", {"x": rng.normal(size=4)}),
        Case("N = 3", {"x": rng.normal(size=3)}),
        Case("N = 1", {"x": rng.normal(size=1)}, edge=True),
    ]


EXERCISES = (
    Exercise(
        name="starter_grad",
        chapter=90,  # a number that no chapter of the course has
        points=2,
        minutes=5,
        difficulty="core",
        statement=r"""Write `starter_grad(x)`, the gradient of $L = \frac{1}{2N} \sum_n x_n^2$ with respect to `x`.

`x` has shape (N,), and so has the gradient.""",
        stub='''def starter_grad(x):
    """Return dL/dx for L = 1/(2 N) · the sum of x², shape (N,)."""
    raise NotImplementedError
''',
        hints=(
            "Each x_n stands in one term of the sum only.",
            "The gradient has the shape of x.",
            "dL/dx_n = 1/(2 N) · 2 x_n = x_n / N.",
            "`return x / len(x)`",
        ),
        solution='''def starter_grad(x):
    """Return dL/dx for L = 1/(2 N) · the sum of x², shape (N,)."""
    return x / len(x)
''',
        explanation="The 2 of the square cancels the 1/2, and the 1/N of the mean stays.",
        read=READ,
        reference=starter_grad,
        correct=(
            lambda x: 0.5 * np.mean(np.ones_like(x)) * 2 * x / x.size,
            lambda x: np.array([entry / len(x) for entry in x]),
        ),
        mistakes=(
            # Two mistakes that change a right answer are recognised together, too.
            changed(
                starter_grad,
                "sign",
                lambda right, x: -right,
                "The sign is wrong: L grows with x_n where x_n is positive.",
                f"read {READ}.",
            ),
            changed(
                starter_grad,
                "1/N forgotten",
                lambda right, x: right * len(x),
                "The 1/N of the mean is missing.",
                f"read {READ}.",
            ),
            Mistake(
                "the loss, not its gradient",
                lambda x: np.sum(x**2) / (2 * len(x)),
                "That is L itself, one number. The gradient has an entry for each x_n.",
                f"read {READ}.",
            ),
        ),
        cases=_cases,
    ),
)
