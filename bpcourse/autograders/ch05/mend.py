"""Exercise `gradient_of_z` of chapter 05: a reverse sweep written out for one program, to find and to mend."""

import numpy as np

from bpcourse.autodiff.scalar import Value
from bpcourse.autograders.ch05.shared import MISTAKE, REVERSE
from bpcourse.grading.exercise import Case, Exercise, Mistake

Slopes = tuple[float, float]


def _cases(rng: np.random.Generator) -> list[Case]:
    """Points of every pair of signs, and one where y = 0 hides a road."""
    signs = {"x > 0, y > 0": (1, 1), "x > 0, y < 0": (1, -1), "x < 0, y > 0": (-1, 1)}
    points = {what: {"x": i * _size(rng), "y": j * _size(rng)} for what, (i, j) in signs.items()}
    return [*(Case(what, at) for what, at in points.items()), Case("y = 0", {"x": _size(rng), "y": 0.0}, edge=True)]


def _size(rng: np.random.Generator) -> float:
    return round(float(rng.uniform(1.2, 2.8)), 3)


def _by_engine(x: float, y: float) -> Slopes:
    a, b = Value(x), Value(y)
    p = a * b
    (p * (p + a)).backward()
    return a.grad, b.grad


def _multiplied_out(x: float, y: float) -> Slopes:
    """z = x² y² + x² y."""
    return 2 * x * y**2 + 2 * x * y, 2 * x**2 * y + x**2


def _swept(x: float, y: float) -> Slopes:
    p = x * y
    q = p + x
    dq, dp = p, q + p
    return y * dp + dq, x * dp


GRADIENT_OF_Z = Exercise(
    name="gradient_of_z",
    chapter=5,
    points=3,
    minutes=12,
    difficulty="stretch",
    statement=r"""Find and mend. A program of three lines, $p = x\,y$, $q = p + x$, $z = p\,q$, and its reverse sweep,
written out line by line. `dp` stands for $\partial z/\partial p$, and so on. Behind each line stands the line of the
program whose edges it uses.

Every number on an edge is right. All the same, two kinds of mistake are in it. Find them on the graph, and mend the
program so that it returns $\partial z/\partial x$ and $\partial z/\partial y$.""",
    stub='''def gradient_of_z(x, y):
    """Return dz/dx and dz/dy, where p = x y, q = p + x and z = p q."""
    p = x * y
    q = p + x
    dp = q  # z = p q
    dx = y * dp  # p = x y
    dy = x * dp  # p = x y
    dq = p  # z = p q
    dp = dq  # q = p + x
    dx = dq  # q = p + x
    return dx, dy
''',
    hints=(
        "Draw the graph. Which two nodes have two children? Look at how often each of them is written to, and when it "
        "is read.",
        "At x = 2, y = 3: p = 6, q = 8, and the right answer is dz/dx = 48, dz/dy = 28.",
        "A message that arrives at a node that holds one already is added to it. And a node sends on what it holds "
        "only when all its children have sent: p waits for q and z.",
        "First `dq = p`, then `dp = q + dq`, and only then the lines that use dp.",
    ),
    solution='''def gradient_of_z(x, y):
    """Return dz/dx and dz/dy, where p = x y, q = p + x and z = p q."""
    p = x * y
    q = p + x
    dq = p  # z = p q
    dp = q + dq  # z = p q and q = p + x
    dx = y * dp + dq  # p = x y and q = p + x
    dy = x * dp  # p = x y
    return dx, dy
''',
    explanation="p and x have two children each, and the second message to each replaced the first. And p sent to x "
    "and y before it had heard from q. In the mended program every node is written once, when all that it needs is "
    "there.",
    read='chapter 05, "Find the mistake"',
    reference=_by_engine,
    correct=(_swept, _multiplied_out),
    outputs=("dz/dx", "dz/dy"),
    mends=True,
    mistakes=(
        Mistake(
            "+= mended, order not",
            lambda x, y: (y * (x * y + x) + x * y, x * (x * y + x)),
            "The messages add now. But p still sends to x and y before it has heard from q: what q brings never "
            "arrives there. Let p wait for its second message.",
            REVERSE,
        ),
        Mistake(
            "order mended, += not",
            lambda x, y: (x * y, x * x * y),
            "The order is right now. But the second message to p and to x still replaces the first: `=` stands where "
            "`+=` belongs.",
            MISTAKE,
        ),
        Mistake(
            "p mended, x overwritten",
            lambda x, y: (x * y, x * (2 * x * y + x)),
            "p is right now. x still loses what came from p: x has two children, p and q, and the second message "
            "replaces the first.",
            MISTAKE,
        ),
        Mistake(
            "x mended, p overwritten",
            lambda x, y: (x * y * y + x * y, x * x * y),
            "x adds its messages now. p still loses what came from z: its second message, from q, replaces the first.",
            MISTAKE,
        ),
        Mistake(
            "the direct road of x lost",
            lambda x, y: (y * (2 * x * y + x), x * (2 * x * y + x)),
            "dz/dy is right. In dz/dx the road x → q is missing: x stands in q = p + x too, and gets 1 · dq from "
            "there.",
            REVERSE,
        ),
        Mistake(
            "p sends twice",
            lambda x, y: (y * (x * y + x) + x * y + y * (2 * x * y + x), x * (x * y + x) + x * (2 * x * y + x)),
            "p sends twice now: the first message alone, and then both together, so the first counts double. A node "
            "sends once, when it is complete.",
            REVERSE,
        ),
        Mistake(
            "swapped",
            lambda x, y: _swept(x, y)[::-1],
            "Both slopes are right and in the wrong order: dz/dx comes first.",
            REVERSE,
        ),
    ),
    cases=_cases,
)
