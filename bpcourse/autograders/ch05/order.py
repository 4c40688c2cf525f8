"""Exercise `sweep_order` of chapter 05: the lines of a reverse sweep, in an order in which nobody sends too soon."""

from bpcourse.grading.ordering import Step, ordering

SWEEP_ORDER = ordering(
    (
        Step("P", "`bar[y] = 1`"),
        Step(
            "M",
            "`bar[t] = (∂y/∂t) · bar[y]`",
            after=("P",),
            says="It uses bar[y], which P sets.",
        ),
        Step(
            "R",
            "`bar[s] = (∂y/∂s) · bar[y] + (∂t/∂s) · bar[t]`",
            after=("P", "M"),
            says="s has two children, y and t, so it waits until bar[y] and bar[t] are there, from P and M.",
        ),
        Step(
            "N",
            "`bar[x2] = (∂t/∂x2) · bar[t]`",
            after=("M",),
            says="It uses bar[t], which M sets.",
        ),
        Step(
            "K",
            "`bar[x1] = (∂s/∂x1) · bar[s] + (∂t/∂x1) · bar[t]`",
            after=("R", "M"),
            says="x1 has two children, s and t, so it waits until bar[s] and bar[t] are complete, from R and M.",
        ),
        Step(
            "L",
            "`bar[s] = (∂y/∂s) · bar[y]`",
            distractor=True,
            says="s moves y through t as well, and that message is missing here.",
        ),
        Step(
            "Q",
            "`bar[t] = (∂t/∂x1) · bar[x1] + (∂t/∂s) · bar[s] + (∂t/∂x2) · bar[x2]`",
            distractor=True,
            says="It collects from the parents of t, as a forward sweep does. In reverse mode t hears from its child, "
            "y.",
        ),
    ),
    name="sweep_order",
    chapter=5,
    points=2,
    minutes=6,
    difficulty="core",
    statement=r"""A graph has the edges $x_1 \to s$, $x_1 \to t$, $s \to t$, $x_2 \to t$, $s \to y$ and $t \to y$.
`bar[y]`, `bar[t]` and so on stand for $\bar y$, $\bar t$: how fast $y$ moves with each node. Put lines from below in an
order in which they compute `bar[x1]` and `bar[x2]`, each line using only what is there already. Two of the lines do not
belong: leave them out.""",
    hints=(
        "Draw the graph. In a reverse sweep every node waits for its children. Which node has no child?",
        "Five letters. A line can stand when every bar[...] on its right-hand side has been computed.",
        "Children first: y, then t, then s and x2 in either order, then x1 after s.",
        'It begins with `"P M ..."`, and K comes after R.',
    ),
    explanation="bar[y] is 1. t waits for y; s for y and t; x2 for t; x1 for s and t. Line L forgets that s moves y "
    "through t as well, and line Q goes the other way, from parents to child.",
    read='chapter 05, "Reverse mode: one output at a time"',
)
