"""Exercises `de_da` and `de_db` of chapter 04: two derivatives read off a graph, with a pencil."""

from bpcourse.autodiff.graph import sum_over_paths
from bpcourse.autograders.ch04.shared import ALONG, NINE, OVER
from bpcourse.grading.exercise import Case, Exercise, Mistake

# Written out, and not read from the expression: SymPy, which reads it, takes longer to load than a check may last.
C, D = 2.5 + 1.7, 1.7 + 1.0
GRAPH_OF_E = {"a": [], "b": [], "c": ["a", "b"], "d": ["b"], "e": ["c", "d"]}
LOCAL = {"c": [1.0, 1.0], "d": [1.0], "e": [D, C]}
DE_DA_VALUE = float(sum_over_paths(GRAPH_OF_E, LOCAL, "a", "e"))
DE_DB_VALUE = float(sum_over_paths(GRAPH_OF_E, LOCAL, "b", "e"))

GRAPH = r"""$c = a + b$, $d = b + 1$ and $e = c\,d$, this time at $a = 2.5$, $b = 1.7$"""

DE_DA = Exercise(
    name="de_da",
    kind="value",
    chapter=4,
    points=1,
    minutes=4,
    difficulty="warm-up",
    statement=rf"""On paper: {GRAPH}. What is $\partial e/\partial a$?

Draw the graph, write the value into every node, then the local derivative on every edge. Then read it off.""",
    stub="de_da = None\n",
    hints=(
        "Values first: c, then d. Then the local derivatives: those of c and d are constants, those of e are not.",
        "It is one number. From a to e there is one path.",
        "∂e/∂a = ∂c/∂a · ∂e/∂c, and ∂e/∂c is the other factor of the product, d.",
        "∂c/∂a = 1 and ∂e/∂c = d = b + 1 = 2.7; multiply the two.",
    ),
    solution="de_da = 1 * 2.7\n",
    explanation="One path, a → c → e: ∂c/∂a = 1 times ∂e/∂c = d = 2.7.",
    read='chapter 04, "Multiply along a path"',
    reference=lambda: DE_DA_VALUE,
    correct=(lambda: 2.7, lambda: 1 * (1.7 + 1)),
    mistakes=(
        Mistake(
            "factors added",
            lambda: 1 + D,
            "You added along the path. Each step scales what the step before hands on, so they multiply.",
            ALONG,
        ),
        Mistake(
            "the wrong factor",
            lambda: C,
            "That is c, which is ∂e/∂d. The path from a goes through c, so ∂e/∂c is needed: the other factor, d.",
            ALONG,
        ),
        Mistake(
            "first step only",
            lambda: 1.0,
            "That is ∂c/∂a, the first edge. The path has a second one, from c to e.",
            ALONG,
        ),
        Mistake(
            "the value, not its slope",
            lambda: C * D,
            "That is the value of e. How fast e moves when a does is wanted.",
            ALONG,
        ),
        Mistake("that of b", lambda: DE_DB_VALUE, "That is ∂e/∂b. From a, one path leads to e.", OVER),
    ),
    cases=lambda rng: [Case("the graph", {})],
)

DE_DB = Exercise(
    name="de_db",
    kind="value",
    chapter=4,
    points=2,
    minutes=6,
    difficulty="warm-up",
    statement=rf"""The same graph, {GRAPH}. What is $\partial e/\partial b$?""",
    stub="de_db = None\n",
    hints=(
        "Put your finger on b and follow the arrows to e. In how many ways can you go?",
        "It is one number: a sum with one term for each path.",
        "∂e/∂b = ∂c/∂b · ∂e/∂c + ∂d/∂b · ∂e/∂d.",
        "The first path gives 1 · d = 1 · 2.7, the second 1 · c = 1 · 4.2; add them.",
    ),
    solution="de_db = 1 * 2.7 + 1 * 4.2\n",
    explanation="Two paths: b → c → e gives 1 · 2.7, b → d → e gives 1 · 4.2, and 2.7 + 4.2 = 6.9.",
    read='chapter 04, "Add over the paths"',
    reference=lambda: DE_DB_VALUE,
    correct=(lambda: 6.9, lambda: 2.7 + 4.2),
    mistakes=(
        Mistake(
            "first path only",
            lambda: D,
            "That is the path through c alone. b reaches e through d as well, and the second path adds its own part.",
            OVER,
        ),
        Mistake(
            "second path only",
            lambda: C,
            "That is the path through d alone. b reaches e through c as well, and that path adds its own part.",
            OVER,
        ),
        Mistake(
            "paths multiplied",
            lambda: C * D,
            "You multiplied the two paths. (That is also the value of e.) b moves e through c and, at the same "
            "time, through d: the two effects add.",
            OVER,
        ),
        Mistake(
            "factors added",
            lambda: (1 + D) + (1 + C),
            "You added along each path. Along a path the derivatives multiply; only whole paths are added.",
            ALONG,
        ),
        Mistake(
            "factored where paths do not meet",
            lambda: (1 + 1) * (C + D),
            "You have (1 + 1) · (d + c). That counts four paths, and there are two: the edge b → c is followed by "
            "c → e only, never by d → e. A sum may be factored at a node that all its paths pass through.",
            NINE,
        ),
        Mistake(
            "first steps only",
            lambda: 2.0,
            "That is ∂c/∂b + ∂d/∂b, the first step of each path. Each has a second one, into e.",
            ALONG,
        ),
    ),
    cases=lambda rng: [Case("the graph", {})],
)
