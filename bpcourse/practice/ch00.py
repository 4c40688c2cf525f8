"""Practice of chapter 00: slopes from school to warm up, and two questions on the way out."""

from __future__ import annotations

import numpy as np

from bpcourse.practice.questions import Choice, ChoiceQuestion, Line, NumberQuestion, Slip


def _two_points(rng: np.random.Generator) -> dict[str, float]:
    x1, y1 = float(rng.integers(-4, 5)), float(rng.integers(-6, 7))
    # Runs of 2, 4 and 5 keep the slope short in decimals.
    return {"x₁": x1, "y₁": y1, "x₂": x1 + float(rng.choice([2, 4, 5])), "y₂": y1 + float(rng.integers(-9, 10))}


def _parabola(rng: np.random.Generator) -> dict[str, float]:
    return {"k": float(rng.integers(2, 8)), "p": float(rng.choice([-5, -4, -3, 3, 4, 5, 6]))}


SLOPE = NumberQuestion(
    prompt="A straight line passes through the points (x₁, y₁) and (x₂, y₂). What is its slope?",
    propose=_two_points,
    lines=(
        Line(
            label="slope",
            formula="(y₂ − y₁)/(x₂ − x₁)",
            value=lambda n: (n["y₂"] - n["y₁"]) / (n["x₂"] - n["x₁"]),
            why="The slope says how far y goes when x goes one step: the change of y divided by the change of x.",
            slips=(
                Slip(
                    "upside down",
                    # A horizontal line has no such slip; it is drawn again, because its slope is 0.
                    lambda n: (n["x₂"] - n["x₁"]) / (n["y₂"] - n["y₁"]) if n["y₂"] != n["y₁"] else 0.0,
                    "You divided the change of x by the change of y. The slope is the other way up: how far y goes "
                    "when x goes one step.",
                ),
                Slip(
                    "sign",
                    lambda n: (n["y₁"] - n["y₂"]) / (n["x₂"] - n["x₁"]),
                    "The size is right, the sign is not. Take both differences in the same order: y₂ − y₁ above, "
                    "x₂ − x₁ below.",
                ),
                Slip(
                    "change of y alone",
                    lambda n: n["y₂"] - n["y₁"],
                    "That is the change of y over the whole way. Divide it by the change of x, to get it for one step.",
                ),
            ),
        ),
    ),
)

DERIVATIVE = NumberQuestion(
    prompt="f(x) = k x². What is its derivative at x = p?",
    propose=_parabola,
    lines=(
        Line(
            label="f′(p)",
            formula="2·k·p",
            value=lambda n: 2 * n["k"] * n["p"],
            why="The derivative of x² is 2x, and the factor k stays in front: f′(x) = 2 k x.",
            slips=(
                Slip(
                    "the function, not its slope",
                    lambda n: n["k"] * n["p"] ** 2,
                    "That is f(p), the height of the curve. Its slope there is wanted: f′(x) = 2 k x.",
                ),
                Slip(
                    "factor 2",
                    lambda n: n["k"] * n["p"],
                    "Half of what it should be: the exponent 2 comes down as a factor. The derivative of x² is 2x.",
                ),
                Slip(
                    "power kept",
                    lambda n: 2 * n["k"] * n["p"] ** 2,
                    "The 2 came down, but the power stayed. It drops by one: the derivative of x² is 2x.",
                ),
                Slip(
                    "dropped k",
                    lambda n: 2 * n["p"],
                    "The factor k is missing. A constant factor stays: the derivative of k x² is k times 2x.",
                ),
                Slip(
                    "dropped x",
                    lambda n: 2 * n["k"],
                    "You have 2 k. The derivative is 2 k x, and here x is p: the slope of a parabola changes with x.",
                ),
            ),
        ),
    ),
)

WARM_UP = (SLOPE, DERIVATIVE)

EXIT = (
    ChoiceQuestion(
        prompt="`check(double)` says: Correct. Grading draws new numbers. What will grading do with your function?",
        choices=(
            Choice(
                "It calls it with other numbers of the same kind.",
                "The questions are of the same kind, the numbers are new. A function that works out its answer is "
                "right on those too; one that has stored the answers of the check is not.",
                right=True,
            ),
            Choice(
                "It calls it with the same numbers again.",
                "Then a function that has stored those answers would pass. That is why grading draws new ones.",
            ),
            Choice(
                "Nothing: the points are already given.",
                "The check tells you what grading will look for; the points are given at grading, on other numbers.",
            ),
        ),
    ),
    ChoiceQuestion(
        prompt="X has shape (N, D): N samples, one a row. w has shape (D,). What is the shape of `X @ w`?",
        choices=(
            Choice(
                "(N,)",
                "Each row of X meets w, multiplies entry by entry and adds up: one number for each of the N samples.",
                right=True,
            ),
            Choice(
                "(D,)",
                "D is the length that is summed over, so it disappears. What is left is one number for each row.",
            ),
            Choice(
                "(N, D)",
                "That is the shape of `X * w`, which multiplies and does not add up. `@` adds over D.",
            ),
            Choice(
                "(N, 1)",
                "It would be, if w had shape (D, 1). w has one axis only, so the result has one axis only.",
            ),
        ),
    ),
)
