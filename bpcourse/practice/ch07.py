"""Practice of chapter 07: a central difference worked by hand, and what a check can and cannot see."""

from __future__ import annotations

import numpy as np

from bpcourse.practice.questions import Choice, ChoiceQuestion, ExplainQuestion, Line, NumberQuestion, Slip


def _tenths(rng: np.random.Generator, low: int, high: int) -> float:
    return float(rng.integers(low, high + 1)) / 10


def _unit(rng: np.random.Generator) -> dict[str, float]:
    return {"out": _tenths(rng, 2, 8), "target": float(rng.integers(0, 2))}


def _paths(rng: np.random.Generator) -> dict[str, float]:
    first, second, third = rng.choice([2.0, 3.0, 4.0, 5.0, -2.0, -3.0], size=3, replace=False)
    return {"p": float(first), "q": float(second), "r": float(third)}


def _point(rng: np.random.Generator) -> dict[str, float]:
    return {"x": float(rng.choice([2.0, 3.0, 4.0])), "h": float(rng.choice([0.5, 1.0]))}


WARM_UP = (
    NumberQuestion(
        prompt="A sigmoid output unit says out, and should say target; E = ½ (target − out)². What is its δ = ∂E/∂net?",
        propose=_unit,
        lines=(
            Line(
                label="δ",
                formula="(out − target) · out (1 − out)",
                value=lambda n: (n["out"] - n["target"]) * n["out"] * (1 - n["out"]),
                why="Two steps: ∂E/∂out = out − target, then the slope of the sigmoid, out (1 − out).",
                slips=(
                    Slip(
                        "sign",
                        lambda n: (n["target"] - n["out"]) * n["out"] * (1 - n["out"]),
                        "The sign is the other one: ∂E/∂out = out − target.",
                    ),
                    Slip(
                        "no slope",
                        lambda n: n["out"] - n["target"],
                        "That is ∂E/∂out. The step from net to out is missing: times out (1 − out).",
                    ),
                ),
            ),
        ),
    ),
    NumberQuestion(
        prompt="x reaches y along two paths. The first has the local derivatives p and q, the second has r alone. "
        "What is ∂y/∂x?",
        propose=_paths,
        lines=(
            Line(
                label="∂y/∂x",
                formula="p · q + r",
                value=lambda n: n["p"] * n["q"] + n["r"],
                why="Multiply along a path, add over the paths.",
                slips=(
                    Slip("one path only", lambda n: n["p"] * n["q"], "The second path is missing: add r."),
                    Slip("all added", lambda n: n["p"] + n["q"] + n["r"], "Along a path the derivatives multiply."),
                ),
            ),
        ),
    ),
)

CENTRAL_BY_HAND = NumberQuestion(
    prompt="f(x) = x³. Measure its slope at x by a central difference with the step h, and say by how much it is off.",
    propose=_point,
    lines=(
        Line(
            label="above",
            formula="(x + h)³",
            value=lambda n: (n["x"] + n["h"]) ** 3,
            why="f a step to the right.",
            slips=(Slip("x alone", lambda n: n["x"] ** 3, "That is f(x). Move x by h first."),),
        ),
        Line(
            label="below",
            formula="(x − h)³",
            value=lambda n: (n["x"] - n["h"]) ** 3,
            why="f a step to the left.",
            slips=(Slip("x alone", lambda n: n["x"] ** 3, "That is f(x): a one-sided difference would take it."),),
        ),
        Line(
            label="measured",
            formula="(above − below) / 2h",
            value=lambda n: (n["above"] - n["below"]) / (2 * n["h"]),
            why="From x − h to x + h the distance is 2h.",
            slips=(
                Slip(
                    "divided by h",
                    lambda n: (n["above"] - n["below"]) / n["h"],
                    "You divided by h. The two points are 2h apart.",
                ),
            ),
        ),
        Line(
            label="f'(x)",
            formula="3 x²",
            value=lambda n: 3 * n["x"] ** 2,
            why="The exact slope.",
            slips=(Slip("no 3", lambda n: n["x"] ** 2, "The derivative of x³ is 3 x²."),),
        ),
        Line(
            label="error",
            formula="measured − f'(x)",
            value=lambda n: n["measured"] - n["f'(x)"],
            why="Always h²: the formula says f'''(x) h²/6, and f''' = 6.",
            slips=(
                Slip(
                    "sign",
                    lambda n: n["f'(x)"] - n["measured"],
                    "The sign: the measured slope is too large here.",
                ),
            ),
        ),
    ),
)

EXIT = (
    ChoiceQuestion(
        prompt="A central difference with h = 1e-12 disagrees with your gradient in the fourth digit. What now?",
        choices=(
            Choice(
                "Measure again with h near 1e-5.", "At 1e-12 rounding alone makes an error of about 1e-4.", right=True
            ),
            Choice("The gradient is wrong.", "Perhaps. But at h = 1e-12 a right one disagrees just as much."),
            Choice("Take a smaller h.", "Rounding grows as h shrinks: it would get worse."),
        ),
    ),
    ChoiceQuestion(
        prompt="A check with one sample, N = 1, passes. Which mistake may still be there?",
        choices=(
            Choice("A mean over samples where a sum is meant.", "For one sample both are the same.", right=True),
            Choice("A wrong sign.", "That shows with one sample as well."),
            Choice("A factor of 2.", "That shows with one sample as well."),
            Choice("None: what is right for one is right for all.", "A sum, a mean and the last term are alike then."),
        ),
    ),
    ChoiceQuestion(
        prompt="A loss falls on every step for 100 steps, down to 5.9e-07. What does that say about the gradient?",
        choices=(
            Choice("It pointed downhill, roughly.", "More is not known: specimen E1 did just that.", right=True),
            Choice("It is right.", "Specimen E1 trained to this very number with a wrong gradient."),
            Choice("It is right but for a factor.", "E1 is wrong in each entry of W0, each by another factor."),
        ),
    ),
)

EXPLAIN = ExplainQuestion(
    prompt="Why is the upstream of a gradient check drawn at random, and not all ones? A sentence or two of your own.",
    model_answer="With ones, the numbers that should be kept apart are equal: a rule that ignores the upstream, or "
    "mixes up its places, gives the same result as the right one. Random numbers are all different, so a wrong rule "
    "shows.",
    points=(
        "With ones, entries that should be kept apart are equal.",
        "Wrong rules that ignore or mix up the upstream then give the right numbers.",
        "Random numbers differ, so that a mistake shows.",
    ),
)
