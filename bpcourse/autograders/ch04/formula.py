"""Exercise `dZ_dX` of chapter 04: a sum over three paths, on paper, as a SymPy expression."""

import numpy as np

from bpcourse.autodiff.graph import sum_over_paths
from bpcourse.autograders.ch04.shared import ALONG, NINE, OVER
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array

GRAPH = {"X": [], "U": ["X"], "V": ["X", "U"], "Z": ["U", "V"]}
SLOPES = ("alpha", "beta", "gamma", "delta", "epsilon")


def _dz_dx(alpha: Array, beta: Array, gamma: Array, delta: Array, epsilon: Array) -> Array:
    local = {"X": [], "U": [alpha], "V": [beta, gamma], "Z": [delta, epsilon]}
    return np.asarray(sum_over_paths(GRAPH, local, "X", "Z"))


DZ_DX = Exercise(
    name="dZ_dX",
    kind="expression",
    chapter=4,
    points=2,
    minutes=8,
    difficulty="core",
    statement=r"""A graph with five edges. The letter is the local derivative of the edge:

| edge | $X \to U$ | $X \to V$ | $U \to V$ | $U \to Z$ | $V \to Z$ |
|---|---|---|---|---|---|
| derivative | $\alpha$ | $\beta$ | $\gamma$ | $\delta$ | $\varepsilon$ |

Write $\partial Z/\partial X$ as a SymPy expression. Any form that is equal counts: one term for each path, or factored.
Do both on paper: then you can check one against the other.""",
    stub="""import sympy

alpha, beta, gamma, delta, epsilon = sympy.symbols("alpha beta gamma delta epsilon")
dZ_dX = None
""",
    hints=(
        "Draw it first. Then list the paths from X to Z as nodes: X U Z is one of them.",
        "A sum of three products. One of them has three factors.",
        "The paths are X U Z, X U V Z and X V Z. Multiply along each, add over the three.",
        "`dZ_dX = alpha * (delta + gamma * epsilon) + beta * epsilon`",
    ),
    solution="""import sympy

alpha, beta, gamma, delta, epsilon = sympy.symbols("alpha beta gamma delta epsilon")
dZ_dX = alpha * (delta + gamma * epsilon) + beta * epsilon
""",
    explanation="Three paths: X U Z gives αδ, X U V Z gives αγε, X V Z gives βε. Factored at U it is "
    "α (δ + γε) + βε; factored at V it is αδ + (αγ + β) ε.",
    read='chapter 04, "Nine paths, one product"',
    reference=_dz_dx,
    formula="alpha*delta + alpha*gamma*epsilon + beta*epsilon",
    correct=(
        lambda a, b, g, d, e: a * d + a * g * e + b * e,
        lambda a, b, g, d, e: a * d + (a * g + b) * e,
        lambda a, b, g, d, e: a * (d + g * e) + b * e,
    ),
    mistakes=(
        Mistake(
            "the long path left out",
            lambda a, b, g, d, e: a * d + b * e,
            "You have αδ + βε, two paths. There is a third, longer one: X → U → V → Z.",
            OVER,
        ),
        Mistake(
            "first path only",
            lambda a, b, g, d, e: a * d,
            "You have αδ, one path. Two more lead from X to Z, both through V.",
            OVER,
        ),
        Mistake(
            "paths through U only",
            lambda a, b, g, d, e: a * d + a * g * e,
            "You have the two paths that begin with α. X → V → Z begins with β, and is missing.",
            OVER,
        ),
        Mistake(
            "paths through V only",
            lambda a, b, g, d, e: a * g * e + b * e,
            "You have the two paths that end with ε. X → U → Z ends with δ, and is missing.",
            OVER,
        ),
        Mistake(
            "first steps only",
            lambda a, b, g, d, e: a + b,
            "You have α + β, the first steps of the paths. Each path goes on to Z.",
            OVER,
        ),
        Mistake(
            "a path that is none",
            lambda a, b, g, d, e: a * d + a * g * e + b * e + b * d,
            "You have a fourth term, βδ. After X → V the only way on is V → Z, with ε; from V no edge leads to U.",
            NINE,
        ),
        Mistake(
            "paths multiplied",
            lambda a, b, g, d, e: (a * d) * (a * g * e) * (b * e),
            "You multiplied the three paths. Along a path the derivatives multiply; the paths themselves are added.",
            OVER,
        ),
        Mistake(
            "factors added",
            lambda a, b, g, d, e: (a + d) + (a + g + e) + (b + e),
            "You added along the paths. Along a path the derivatives multiply; only whole paths are added.",
            ALONG,
        ),
        Mistake(
            "sums and products swapped",
            lambda a, b, g, d, e: (a + d) * (a + g + e) * (b + e),
            "Sums and products are swapped: you added along each path and multiplied the paths. It is the other way "
            "round.",
            ALONG,
        ),
        Mistake(
            "every edge once, multiplied",
            lambda a, b, g, d, e: a * b * g * d * e,
            "That is the product of all five edges. Nobody walks all five: a path from X to Z takes two of them, or "
            "three.",
            ALONG,
        ),
        Mistake(
            "factored where paths do not meet",
            lambda a, b, g, d, e: (a + b) * (d + e),
            "You have (α + β)(δ + ε), which contains αε and βδ. No path does X → U and then V → Z without γ between, "
            "and none does X → V and then U → Z. Factor at a node that the paths share.",
            NINE,
        ),
        Mistake(
            "γ for both ways into Z",
            lambda a, b, g, d, e: (a + b) * (d + e) + a * g * e,
            "You have (α + β)(δ + ε) + αγε. The first part contains αε and βδ, which are no paths: from U only δ "
            "leads to Z, from V only ε.",
            NINE,
        ),
        Mistake(
            "the long path begins at U",
            lambda a, b, g, d, e: a * d + g * e + b * e,
            "Your long path is γε, from U on. It begins at X like the others: X → U → V → Z is αγε.",
            ALONG,
        ),
        Mistake(
            "the long path in pieces",
            lambda a, b, g, d, e: a * d + a * g + g * e + b * e,
            "You have αγ and γε, two pieces of the one path X → U → V → Z. A path runs from X all the way to Z, and "
            "multiplies: αγε.",
            ALONG,
        ),
        Mistake(
            "γ added along the long path",
            lambda a, b, g, d, e: a * (d + g + e) + b * e,
            "You have α (δ + γ + ε) + βε. γ and ε lie behind each other on one path, U → V → Z, so they multiply: "
            "α (δ + γε) + βε.",
            ALONG,
        ),
    ),
    cases=lambda rng: [Case("random slopes", {name: rng.uniform(0.4, 2.4, size=6) for name in SLOPES})],
)
