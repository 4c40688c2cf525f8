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
    statement=r"""The rule for a quotient is missing. The pair $(a, \dot a)$ is divided by the pair $(b, \dot b)$: the
value of the result is $a/b$. Write the **derivative** that belongs to it as a SymPy expression. `da` stands for
$\dot a$, `db` for $\dot b$.

You may use the quotient rule, or find it: $q = a/b$ means $a = q\,b$, and for a product you know the rule. Solve it for
$\dot q$.""",
    stub="""import sympy

a, da, b, db = sympy.symbols("a da b db")
d_quotient = None
""",
    hints=(
        "a = q b is a product of two numbers that move. Write its derivative: da = ...",
        "One fraction, or a difference of two. If b does not move, da / b must be left.",
        "da = dq · b + q · db, so dq = (da - q · db) / b, with q = a / b.",
        "`d_quotient = (da - a / b * db) / b`",
    ),
    solution="""import sympy

a, da, b, db = sympy.symbols("a da b db")
d_quotient = (da - a / b * db) / b
""",
    explanation="da = dq · b + q · db gives dq = (da - q · db) / b. Multiplied out it is the quotient rule, "
    "(da · b - a · db) / b². The first form is what a program uses: it has the value q at hand.",
    read='chapter 05, "Numbers that carry their derivative"',
    reference=_d_quotient,
    formula="(da*b - a*db)/b**2",
    correct=(
        lambda a, da, b, db: (da * b - a * db) / b**2,
        lambda a, da, b, db: da / b - a * db / b**2,
        lambda a, da, b, db: a / b * (da / a - db / b),
    ),
    mistakes=tuple(
        Mistake(name, answer, says, PAIRS)
        for name, answer, says in (
            (
                "signs swapped",
                lambda a, da, b, db: (a * db - da * b) / b**2,
                "The sign is wrong: da makes the quotient grow, and db makes it shrink. It is da · b - a · db.",
            ),
            (
                "plus in place of minus",
                lambda a, da, b, db: (da * b + a * db) / b**2,
                "You added the two terms, as for a product. When b grows, a/b becomes smaller: a · db is taken away.",
            ),
            (
                "b stays still",
                lambda a, da, b, db: da / b,
                "That is half of it: da / b, as if b did not move. db adds a term of its own.",
            ),
            (
                "a stays still",
                lambda a, da, b, db: -a * db / b**2,
                "That is half of it: -a · db / b², as if a did not move. da adds a term of its own.",
            ),
            (
                "values divided",
                lambda a, da, b, db: a / b,
                "That is the value of the quotient, which is given. Wanted is how fast it moves, and for that da and "
                "db count too.",
            ),
            (
                "derivatives divided",
                lambda a, da, b, db: da / db,
                "You divided the derivatives. For a product one does not multiply them either: start from a = q b, and "
                "write down its derivative.",
            ),
            (
                "one moves at a time, divided",
                lambda a, da, b, db: da / b - a / db,
                "You let a move over b, and took away a over db. The first term is right. When b moves, a/b moves by "
                "-a / b², the slope of a/b in b, times db.",
            ),
            (
                "one moves at a time, divided and added",
                lambda a, da, b, db: da / b + a / db,
                "You let a move over b, and added a over db. The first term is right. When b moves, a/b moves by "
                "-a / b², the slope of a/b in b, times db.",
            ),
            (
                "the slope in a alone",
                lambda a, da, b, db: 1 / b,
                "That is the slope of a/b in a, the number on one of the two edges. Multiply it by what comes in over "
                "that edge, da, and add what comes from b.",
            ),
            (
                "the slope in b alone",
                lambda a, da, b, db: -a / b**2,
                "That is the slope of a/b in b, the number on one of the two edges. Multiply it by what comes in over "
                "that edge, db, and add what comes from a.",
            ),
            (
                "rates left out",
                lambda a, da, b, db: 1 / b - a / b**2,
                "Those are the slopes of a/b in a and in b, added: the two numbers on the edges. Each is multiplied by "
                "what comes in over its edge, da or db.",
            ),
            (
                "db left out",
                lambda a, da, b, db: da / b - a / b**2,
                "The second term is the slope of a/b in b alone. b moves at the rate db: multiply by it.",
            ),
            (
                "not divided by b squared",
                lambda a, da, b, db: da * b - a * db,
                "You have da · b - a · db. It is still to be divided by b².",
            ),
            (
                "only the second term divided",
                lambda a, da, b, db: da * b - a * db / b**2,
                "Only a · db is divided by b². The whole difference is: put it in parentheses, (da · b - a · db) / b².",
            ),
            (
                "divided by b once",
                lambda a, da, b, db: (da * b - a * db) / b,
                "Your expression is da - q · db, with q = a/b, or (da · b - a · db) / b. It lacks a division by b: "
                "solve da = dq · b + q · db for dq.",
            ),
            (
                "b left out of the first term",
                lambda a, da, b, db: (da - a * db) / b**2,
                "You divided da - a · db by b². Over b² the first term is da · b: da / b is da · b / b².",
            ),
            (
                "divided by db squared",
                lambda a, da, b, db: (da * b - a * db) / db**2,
                "The numerator is right. It is divided by b², the value, and not by db².",
            ),
            (
                "divided by a squared",
                lambda a, da, b, db: (da * b - a * db) / a**2,
                "The numerator is right. It is divided by b²: the number below the line, squared.",
            ),
            (
                "upside down",
                lambda a, da, b, db: (a * db - da * b) / a**2,
                "That is the derivative of b/a. The quotient a/b is wanted.",
            ),
            (
                "q left out",
                lambda a, da, b, db: (da - db) / b,
                "You have (da - db) / b. In da = dq · b + q · db the last term has a factor q = a/b.",
            ),
            (
                "a in place of q",
                lambda a, da, b, db: (da - a * db) / b,
                "You have (da - a · db) / b. In da = dq · b + q · db the last factor is q = a/b, not a.",
            ),
            (
                "relative rate",
                lambda a, da, b, db: da / a - db / b,
                "You have da/a - db/b, which is dq/q: how fast q moves in proportion to itself. Multiply by q = a/b.",
            ),
            (
                "product",
                lambda a, da, b, db: da * b + a * db,
                "That is the derivative of the product a b. The quotient a/b is wanted.",
            ),
        )
    ),
    cases=_points,
)
