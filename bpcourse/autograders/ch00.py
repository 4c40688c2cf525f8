"""The exercise of chapter 00, Start here: one function, to learn how check, hint and submit work."""

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.grading.exercise import Case, Exercise, Mistake

TITLE = "Start here"


def double(x: ArrayLike) -> np.ndarray:
    """Twice x, for a number or an array of any shape. x is left as it was."""
    return 2 * np.asarray(x)


def _prints(x: ArrayLike) -> None:
    print(2 * np.asarray(x))


def _in_place(x: np.ndarray) -> np.ndarray:
    x *= 2
    return x


def double_cases(rng: np.random.Generator) -> list[Case]:
    return [
        Case("one number", {"x": round(float(rng.uniform(3, 9)), 2)}),
        Case("a vector", {"x": rng.normal(size=4).round(2)}),
        Case("a matrix", {"x": rng.normal(size=(2, 3)).round(2)}),
    ]


EXERCISES = (
    Exercise(
        name="double",
        chapter=0,
        points=1,
        minutes=3,
        difficulty="warm-up",
        statement="""Write `double(x)`: it returns twice `x`. `x` is a number or a NumPy array of any shape, and it
must still hold its old values afterwards.

You have seen it done in the chapter. Write it from memory; submitting is the new part.""",
        stub='''def double(x):
    """Return 2 x, for a number or an array of any shape."""
    raise NotImplementedError
''',
        hints=(
            "A function hands its result back with `return`. Printing shows it, but nobody can compute with it.",
            "The result has the shape of `x`. NumPy multiplies every entry of an array by a number at once.",
            "double(x) = 2 · x",
            "`return 2 * x`",
        ),
        solution='''def double(x):
    """Return 2 x, for a number or an array of any shape."""
    return 2 * x
''',
        explanation="`2 * x` makes a new array, so `x` keeps its values. `x *= 2` would write into `x` itself.",
        read='chapter 00, "Check an answer"',
        reference=double,
        correct=(
            lambda x: x + x,
            lambda x: np.multiply(x, 2.0),
            lambda x: 2 * x if np.ndim(x) == 0 else np.array(x, copy=True) * 2,
        ),
        mistakes=(
            Mistake(
                "returns None",
                lambda x: None,
                "Your function returned None. It needs a `return` line that hands back the result.",
                'read chapter 00, "Check an answer".',
            ),
            Mistake(
                "prints instead of returning",
                _prints,
                "Your function printed the result and returned None. A printed number can be read, but not used: "
                "write `return` in place of `print`.",
                'read chapter 00, "Check an answer".',
            ),
            Mistake(
                "changes its input",
                _in_place,
                "The result is right, but you changed `x` in place: `x *= 2` writes into the caller's array. Whoever "
                "called your function still needs the old values.",
                "write `2 * x`, which makes a new array.",
            ),
            Mistake(
                "squared",
                lambda x: np.asarray(x) ** 2,
                "Your numbers are those of x · x. Twice x is x + x.",
                "try your function on x = 3: the answer should be 6.",
            ),
            Mistake(
                "added 2",
                lambda x: np.asarray(x) + 2,
                "You added 2. Twice x is x + x, which is x + 2 for no other x than 2.",
                "try your function on x = 3: the answer should be 6.",
            ),
            Mistake(
                "x itself",
                lambda x: x,
                "You returned x itself. Twice x is x + x.",
                "try your function on x = 3: the answer should be 6.",
            ),
        ),
        cases=double_cases,
    ),
)
