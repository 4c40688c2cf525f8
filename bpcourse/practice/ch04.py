"""Practice of chapter 04: one derivative read off a graph by hand, path by path, with the mistakes of the exercises."""

from __future__ import annotations

import numpy as np

from bpcourse.practice.questions import Choice, ChoiceQuestion, ExplainQuestion, Line, NumberQuestion, Slip


def _tenths(rng: np.random.Generator, low: int, high: int) -> float:
    """A number between low and high tenths, both included."""
    return float(rng.integers(low, high + 1)) / 10


def _neuron(rng: np.random.Generator) -> dict[str, float]:
    return {"a": _tenths(rng, 2, 9), "x": float(rng.choice([-1.0, 1.0])) * _tenths(rng, 4, 25)}


def _step(rng: np.random.Generator) -> dict[str, float]:
    return {
        "w": _tenths(rng, 5, 20),
        "slope": float(rng.choice([-1.0, 1.0])) * _tenths(rng, 10, 40),
        "η": float(rng.choice([0.1, 0.2, 0.3])),
    }


def _two_inputs(rng: np.random.Generator) -> dict[str, float]:
    numbers = [-5.0, -4.0, -3.0, -2.0, 2.0, 3.0, 4.0, 5.0]
    x, y = rng.choice(numbers, size=2, replace=False)
    return {"x": float(x), "y": float(y)}


WARM_UP = (
    NumberQuestion(
        prompt="A neuron with one input: z = w x + b, a = σ(z). It says a. What is ∂a/∂w?",
        propose=_neuron,
        lines=(
            Line(
                label="∂a/∂w",
                formula="a(1 − a) · x",
                value=lambda n: n["a"] * (1 - n["a"]) * n["x"],
                why="w reaches a in two steps: ∂z/∂w = x, then ∂a/∂z = a(1 − a). The two multiply.",
                slips=(
                    Slip(
                        "dropped x",
                        lambda n: n["a"] * (1 - n["a"]),
                        "That is ∂a/∂z. One step is missing, the one from w to z: ∂z/∂w = x.",
                    ),
                    Slip(
                        "factors added",
                        lambda n: n["a"] * (1 - n["a"]) + n["x"],
                        "You added the two steps. Each scales the one before, so they multiply.",
                    ),
                    Slip("dropped 1 − a", lambda n: n["a"] * n["x"], "The slope of the sigmoid is a(1 − a)."),
                ),
            ),
        ),
    ),
    NumberQuestion(
        prompt="The slope of a loss at the weight w is given, and the learning rate η. Where is the weight after one "
        "step of gradient descent?",
        propose=_step,
        lines=(
            Line(
                label="new w",
                formula="w − η · slope",
                value=lambda n: n["w"] - n["η"] * n["slope"],
                why="The slope points uphill, so the step goes against it.",
                slips=(
                    Slip(
                        "uphill",
                        lambda n: n["w"] + n["η"] * n["slope"],
                        "You stepped with the slope, which is uphill. Gradient descent steps against it.",
                    ),
                    Slip(
                        "no learning rate",
                        lambda n: n["w"] - n["slope"],
                        "You took the whole slope away. The step is η times the slope.",
                    ),
                    Slip("the step alone", lambda n: n["η"] * n["slope"], "That is η · slope; take it away from w."),
                ),
            ),
        ),
    ),
)

SUM_BY_HAND = NumberQuestion(
    prompt="u = x · y, v = x + y, w = u · v. What is ∂w/∂x?",
    propose=_two_inputs,
    lines=(
        Line(
            label="u",
            formula="x · y",
            value=lambda n: n["x"] * n["y"],
            why="Values first: every local derivative is taken at them.",
            slips=(Slip("added", lambda n: n["x"] + n["y"], "That is x + y, the value of v."),),
        ),
        Line(
            label="v",
            formula="x + y",
            value=lambda n: n["x"] + n["y"],
            why="The second road from x leads through this node.",
            slips=(Slip("multiplied", lambda n: n["x"] * n["y"], "That is x · y, the value of u."),),
        ),
        Line(
            label="∂w/∂u",
            formula="v",
            value=lambda n: n["v"],
            why="w = u · v: while v stays still, w grows v times as fast as u. The edge from one carries the other.",
            slips=(
                Slip("the same factor", lambda n: n["u"], "That is u. The edge from one factor carries the other one."),
            ),
        ),
        Line(
            label="∂w/∂v",
            formula="u",
            value=lambda n: n["u"],
            why="The same, the other way round.",
            slips=(
                Slip("the same factor", lambda n: n["v"], "That is v. The edge from one factor carries the other one."),
            ),
        ),
        Line(
            label="via u",
            formula="y · ∂w/∂u",
            value=lambda n: n["y"] * n["∂w/∂u"],
            why="The path x → u → w: ∂u/∂x times ∂w/∂u. In u = x · y the edge from x carries y.",
            slips=(
                Slip(
                    "factors added",
                    lambda n: n["y"] + n["∂w/∂u"],
                    "You added along the path. Each step scales the one before: they multiply.",
                ),
                Slip(
                    "x in place of y",
                    lambda n: n["x"] * n["∂w/∂u"],
                    "You used ∂u/∂y = x. The path starts at x, and ∂u/∂x = y.",
                ),
                Slip(
                    "first edge left out",
                    lambda n: n["∂w/∂u"],
                    "That is ∂w/∂u alone. The first edge of the path, ∂u/∂x = y, is missing.",
                ),
            ),
        ),
        Line(
            label="via v",
            formula="1 · ∂w/∂v",
            value=lambda n: n["∂w/∂v"],
            why="The path x → v → w. In v = x + y the edge from x carries 1: v moves exactly as far as x.",
            slips=(
                Slip(
                    "factors added",
                    lambda n: 1 + n["∂w/∂v"],
                    "You added along the path, 1 + ∂w/∂v. The two multiply.",
                ),
                Slip(
                    "times x",
                    lambda n: n["x"] * n["∂w/∂v"],
                    "You multiplied by x. v = x + y grows by 1 when x grows by 1, so ∂v/∂x = 1.",
                ),
            ),
        ),
        Line(
            label="∂w/∂x",
            formula="via u + via v",
            value=lambda n: n["via u"] + n["via v"],
            why="x moves w along both paths at the same time: add them.",
            slips=(
                Slip(
                    "first path only",
                    lambda n: n["via u"],
                    "That is the path through u alone. x reaches w through v as well.",
                ),
                Slip(
                    "second path only",
                    lambda n: n["via v"],
                    "That is the path through v alone. x reaches w through u as well.",
                ),
                Slip(
                    "paths multiplied",
                    lambda n: n["via u"] * n["via v"],
                    "You multiplied the two paths. Along a path one multiplies; the paths themselves add.",
                ),
            ),
        ),
    ),
)

EXIT = (
    ChoiceQuestion(
        prompt="Four paths lead from x to y. Multiplied along each, they give 2, 3, −1 and 0. What is ∂y/∂x?",
        choices=(
            Choice("4", "2 + 3 − 1 + 0 = 4: x moves y along all four at once, and the effects add.", right=True),
            Choice("0", "That is the product of the four. One path that passes nothing on does not shut the others."),
            Choice("6", "2 · 3 = 6 multiplies two of the paths. Paths are added, all four of them."),
            Choice("3", "That is the largest. The others count too: the effects of all four add."),
        ),
    ),
    ChoiceQuestion(
        prompt="Two edges leave x and two enter y. When is ∂y/∂x = (sum of the first two) · (sum of the last two)?",
        choices=(
            Choice(
                "When all paths pass through one node in between.",
                "Then each of the first edges can be followed by each of the last: four paths, which are the four "
                "products that the brackets give when they are multiplied out.",
                right=True,
            ),
            Choice(
                "Always: that is what factoring means.",
                "The brackets contain four products. If the two roads never meet before y, there are only two paths.",
            ),
            Choice(
                "When the four local derivatives are equal.",
                "Which products occur is a matter of which edges follow each other, and not of their numbers.",
            ),
            Choice(
                "Never: paths are added, not multiplied.",
                "Paths are added. But a sum of products can be a product of sums: ac + ad + bc + bd = (a + b)(c + d).",
            ),
        ),
    ),
    ChoiceQuestion(
        prompt="A graph has 300 edges, and a million paths from x to y. You keep one number for each node, ∂(node)/∂x. "
        "How many multiplications does ∂y/∂x take?",
        choices=(
            Choice(
                "about 300",
                "One for each edge: all the paths that arrive at a node go on together, as one number.",
                right=True,
            ),
            Choice(
                "about a million",
                "Each path by itself would take at least one. But the number in a node stands for all the paths to it, "
                "and goes on as one.",
            ),
            Choice(
                "about 300 million",
                "Even walking every path takes fewer, as no path has all edges. With a number in each node, each edge "
                "is used once.",
            ),
        ),
    ),
)

EXPLAIN = ExplainQuestion(
    prompt="Why do derivatives multiply along a path, and add over the paths? Answer in a sentence or two of your own.",
    model_answer="Along a path each edge scales the change that arrives at it and hands it on, and to scale several "
    "times in a row is to multiply. Where two paths meet, the node moves by the change that comes along one plus the "
    "change that comes along the other, so whole paths add.",
    points=(
        "Each edge scales the change that arrives at its start.",
        "To scale several times in a row is to multiply.",
        "Where paths meet, the changes that they bring add up.",
    ),
)
