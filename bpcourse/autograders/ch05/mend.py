"""Exercise `gradient_of_z` of chapter 05: a reverse sweep written out for one program, to find and to mend."""

import numpy as np

from bpcourse.autodiff.scalar import Value
from bpcourse.autograders.ch05.shared import MISTAKE, REVERSE
from bpcourse.grading.exercise import Case, Exercise, Mistake

Slopes = tuple[float, float]

BOTH_REPLACED = (
    "The order is right now. But the second message to p and to a still replaces the first: `=` stands where `+=` "
    "belongs."
)


def _cases(rng: np.random.Generator) -> list[Case]:
    """Points of every pair of signs, and one where b = 0 hides a road."""
    signs = {"a > 0, b > 0": (1, 1), "a > 0, b < 0": (1, -1), "a < 0, b > 0": (-1, 1)}
    points = {what: {"a": i * _size(rng), "b": j * _size(rng)} for what, (i, j) in signs.items()}
    return [*(Case(what, at) for what, at in points.items()), Case("b = 0", {"a": _size(rng), "b": 0.0}, edge=True)]


def _size(rng: np.random.Generator) -> float:
    return round(float(rng.uniform(1.2, 2.8)), 3)


def _by_engine(a: float, b: float) -> Slopes:
    inputs = Value(a), Value(b)
    p = inputs[0] * inputs[1]
    (p * (p + inputs[0])).backward()
    return inputs[0].grad, inputs[1].grad


def _multiplied_out(a: float, b: float) -> Slopes:
    """z = a² b² + a² b."""
    return 2 * a * b**2 + 2 * a * b, 2 * a**2 * b + a**2


def _swept(a: float, b: float) -> Slopes:
    p = a * b
    q = p + a
    q_bar, p_bar = p, q + p
    return b * p_bar + q_bar, a * p_bar


GRADIENT_OF_Z = Exercise(
    name="gradient_of_z",
    chapter=5,
    points=3,
    minutes=12,
    difficulty="stretch",
    statement=r"""Find and mend. A program of three lines, $p = a\,b$, $q = p + a$, $z = p\,q$, and its reverse sweep,
written out line by line. `p_bar` stands for $\bar p = \partial z/\partial p$, and so on. Behind each line stands the
line of the program whose edges it uses.

Every number on an edge is right. All the same, two kinds of mistake are in it. Find them on the graph, and mend the
program so that it returns $\partial z/\partial a$ and $\partial z/\partial b$.""",
    stub='''def gradient_of_z(a, b):
    """Return dz/da and dz/db, where p = a b, q = p + a and z = p q."""
    p = a * b
    q = p + a
    p_bar = q  # z = p q
    a_bar = b * p_bar  # p = a b
    b_bar = a * p_bar  # p = a b
    q_bar = p  # z = p q
    p_bar = q_bar  # q = p + a
    a_bar = q_bar  # q = p + a
    return a_bar, b_bar
''',
    hints=(
        "Draw the graph. Which two nodes have two children? Look at how often each of them is written to, and when it "
        "is read.",
        "At a = 2, b = 3: p = 6, q = 8, and the right answer is dz/da = 48, dz/db = 28.",
        "A message that arrives at a node that holds one already is added to it. And a node sends on what it holds "
        "only when all its children have sent: p waits for q and z.",
        "First `q_bar = p`, then `p_bar = q + q_bar`, and only then the lines that use p_bar.",
    ),
    solution='''def gradient_of_z(a, b):
    """Return dz/da and dz/db, where p = a b, q = p + a and z = p q."""
    p = a * b
    q = p + a
    q_bar = p  # z = p q
    p_bar = q + q_bar  # z = p q and q = p + a
    a_bar = b * p_bar + q_bar  # p = a b and q = p + a
    b_bar = a * p_bar  # p = a b
    return a_bar, b_bar
''',
    explanation="p and a have two children each, and the second message to each replaced the first. And p sent to a "
    "and b before it had heard from q. In the mended program every node is written once, when all that it needs is "
    "there.",
    read='chapter 05, "Find the mistake"',
    reference=_by_engine,
    correct=(_swept, _multiplied_out),
    outputs=("dz/da", "dz/db"),
    mends=True,
    mistakes=(
        Mistake(
            "+= mended, order not",
            lambda a, b: (b * (a * b + a) + a * b, a * (a * b + a)),
            "a adds its messages now. But a and b get from p only what z had sent to it: the message from q is not "
            "among it. p has to wait for both and add them before it sends.",
            REVERSE,
        ),
        Mistake(
            "order mended, += not",
            lambda a, b: (a * b, a * a * b),
            BOTH_REPLACED,
            MISTAKE,
        ),
        Mistake(
            "order mended, += not, p's message last",
            lambda a, b: (b * a * b, a * a * b),
            BOTH_REPLACED,
            MISTAKE,
        ),
        Mistake(
            "p mended, a overwritten",
            lambda a, b: (a * b, a * (2 * a * b + a)),
            "p is right now. a still loses what came from p: a has two children, p and q, and the second message "
            "replaces the first.",
            MISTAKE,
        ),
        Mistake(
            "a mended, p overwritten",
            lambda a, b: (a * b * b + a * b, a * a * b),
            "a adds its messages now. p still loses what came from z: its second message, from q, replaces the first.",
            MISTAKE,
        ),
        Mistake(
            "the direct road of a lost",
            lambda a, b: (b * (2 * a * b + a), a * (2 * a * b + a)),
            "dz/db is right. In dz/da the road a → q is missing: a stands in q = p + a too, and gets 1 · q_bar from "
            "there.",
            REVERSE,
        ),
        Mistake(
            "p sends twice",
            lambda a, b: (b * (a * b + a) + a * b + b * (2 * a * b + a), a * (a * b + a) + a * (2 * a * b + a)),
            "p sends twice now: the first message alone, and then both together, so the first counts double. A node "
            "sends once, when it is complete.",
            REVERSE,
        ),
        Mistake(
            "the edge alone, from q to a",
            lambda a, b: (b * (2 * a * b + a) + 1, a * (2 * a * b + a)),
            "dz/db is right. From q, a gets the number on the edge, 1, alone. It is multiplied by what q holds: 1 · "
            "q_bar.",
            REVERSE,
        ),
        Mistake(
            "the edge alone, from q to p",
            lambda a, b: (b * (a * b + a + 1) + a * b, a * (a * b + a + 1)),
            "From q, p gets the number on the edge, 1, alone. It is multiplied by what q holds: 1 · q_bar.",
            REVERSE,
        ),
        Mistake(
            "the edges alone, from q",
            lambda a, b: (b * (a * b + a + 1) + 1, a * (a * b + a + 1)),
            "From q, p and a get the number on the edge, 1, alone. It is multiplied by what q holds: 1 · q_bar.",
            REVERSE,
        ),
        Mistake(
            "swapped",
            lambda a, b: _swept(a, b)[::-1],
            "Both slopes are right and in the wrong order: dz/da comes first.",
            REVERSE,
        ),
    ),
    cases=_cases,
)
