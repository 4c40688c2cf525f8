"""Exercise `d_quotient` of chapter 05: the derivative that a quotient of two dual numbers carries, in letters."""

import numpy as np

from bpcourse.autodiff.dual import Dual
from bpcourse.autograders.ch05.shared import PAIRS
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array


def _d_quotient(a: Array, da: Array, b: Array, db: Array) -> Array:
    return np.asarray((Dual(a, da) / Dual(b, db)).derivative)


def _points(rng: np.random.Generator) -> list[Case]:
    """Points of either sign, b away from 0, and all four numbers apart from one another."""
    signs = rng.choice([-1.0, 1.0], size=(4, 6))
    sizes = np.array([rng.uniform(low, low + 0.3, size=6) for low in (0.5, 0.9, 1.3, 1.7)])
    return [Case("random points", dict(zip(("a", "da", "b", "db"), signs * sizes, strict=True)))]


D_QUOTIENT = Exercise(
    name="d_quotient",
    kind="expression",
    chapter=5,
    points=2,
    minutes=8,
    difficulty="core",
    statement=r"""The rule for a quotient is missing. The pair $(a, a')$ is divided by the pair $(b, b')$: the value of
the result is $a/b$. Write the **derivative** that belongs to it as a SymPy expression. `da` stands for $a'$, `db` for
$b'$.

You may use the quotient rule, or find it: $q = a/b$ means $a = q\,b$, and for a product you know the rule. Solve it for
$q'$.""",
    stub="""import sympy

a, da, b, db = sympy.symbols("a da b db")
d_quotient = None
""",
    hints=(
        "a = q b is a product of two numbers that move. Write its derivative: a' = ...",
        "One fraction, or a difference of two. If b does not move, a' / b must be left.",
        "a' = q' b + q b', so q' = (a' - q b') / b, with q = a / b.",
        "`d_quotient = (da - a / b * db) / b`",
    ),
    solution="""import sympy

a, da, b, db = sympy.symbols("a da b db")
d_quotient = (da - a / b * db) / b
""",
    explanation="a' = q' b + q b' gives q' = (a' - q b') / b. Multiplied out it is the quotient rule, (a' b - a b') / "
    "b². The first form is what a program uses: it has the value q at hand.",
    read='chapter 05, "Numbers that carry their derivative"',
    reference=_d_quotient,
    formula="(da*b - a*db)/b**2",
    correct=(
        lambda a, da, b, db: (da * b - a * db) / b**2,
        lambda a, da, b, db: da / b - a * db / b**2,
        lambda a, da, b, db: a / b * (da / a - db / b),
    ),
    mistakes=(
        Mistake(
            "signs swapped",
            lambda a, da, b, db: (a * db - da * b) / b**2,
            "The sign is wrong: a' makes the quotient grow, and b' makes it shrink. It is a' b - a b'.",
            PAIRS,
        ),
        Mistake(
            "plus in place of minus",
            lambda a, da, b, db: (da * b + a * db) / b**2,
            "You added the two terms, as for a product. When b grows, a/b becomes smaller: a b' is taken away.",
            PAIRS,
        ),
        Mistake(
            "b stays still",
            lambda a, da, b, db: da / b,
            "That is half of it: a' / b, as if b did not move. b' adds a term of its own.",
            PAIRS,
        ),
        Mistake(
            "a stays still",
            lambda a, da, b, db: -a * db / b**2,
            "That is half of it: -a b' / b², as if a did not move. a' adds a term of its own.",
            PAIRS,
        ),
        Mistake(
            "derivatives divided",
            lambda a, da, b, db: da / db,
            "You divided the derivatives. That is no more right than multiplying them for a product.",
            PAIRS,
        ),
        Mistake(
            "not divided by b squared",
            lambda a, da, b, db: da * b - a * db,
            "You have a' b - a b'. It is still to be divided by b².",
            PAIRS,
        ),
        Mistake(
            "divided by b once",
            lambda a, da, b, db: (da * b - a * db) / b,
            "You divided a' b - a b' by b. It is b²: solving a' = q' b + q b' for q' puts a second b under q.",
            PAIRS,
        ),
        Mistake(
            "q left out",
            lambda a, da, b, db: (da - db) / b,
            "You have (a' - b') / b. In a' = q' b + q b' the last term has a factor q = a/b.",
            PAIRS,
        ),
        Mistake(
            "a in place of q",
            lambda a, da, b, db: (da - a * db) / b,
            "You have (a' - a b') / b. In a' = q' b + q b' the last factor is q = a/b, not a.",
            PAIRS,
        ),
        Mistake(
            "relative rate",
            lambda a, da, b, db: da / a - db / b,
            "You have a'/a - b'/b, which is q'/q: how fast q moves in proportion to itself. Multiply by q = a/b.",
            PAIRS,
        ),
        Mistake(
            "product",
            lambda a, da, b, db: da * b + a * db,
            "That is the derivative of the product a b. The quotient a/b is wanted.",
            PAIRS,
        ),
    ),
    cases=_points,
)
