"""Exercise `sweep_order` of chapter 05: the lines of a reverse sweep, in an order in which nobody sends too soon."""

from bpcourse.grading.ordering import Step, ordering

SWEEP_ORDER = ordering(
    (
        Step("P", "`G[y] = 1`"),
        Step(
            "M",
            "`G[v] = (∂y/∂v) · G[y]`",
            after=("P",),
            says="It uses G[y], which P sets.",
        ),
        Step(
            "R",
            "`G[u] = (∂y/∂u) · G[y] + (∂v/∂u) · G[v]`",
            after=("P", "M"),
            says="u has two children, y and v, so it waits until G[y] and G[v] are there, from P and M.",
        ),
        Step(
            "N",
            "`G[w] = (∂v/∂w) · G[v]`",
            after=("M",),
            says="It uses G[v], which M sets.",
        ),
        Step(
            "K",
            "`G[x] = (∂u/∂x) · G[u] + (∂v/∂x) · G[v]`",
            after=("R", "M"),
            says="x has two children, u and v, so it waits until G[u] and G[v] are complete, from R and M.",
        ),
        Step(
            "L",
            "`G[u] = (∂y/∂u) · G[y]`",
            distractor=True,
            says="u moves y through v as well, and that message is missing here.",
        ),
        Step(
            "Q",
            "`G[v] = (∂v/∂x) · G[x] + (∂v/∂u) · G[u] + (∂v/∂w) · G[w]`",
            distractor=True,
            says="It collects from the parents of v, as a forward sweep does. In reverse mode v hears from its child, "
            "y.",
        ),
    ),
    name="sweep_order",
    chapter=5,
    points=2,
    minutes=6,
    difficulty="core",
    statement=r"""A graph has the edges $x \to u$, $x \to v$, $u \to v$, $w \to v$, $u \to y$ and $v \to y$. Let
`G[node]` be the derivative of $y$ with respect to a node. Put lines from below in an order in which they compute
`G[x]` and `G[w]`, each line using only what is there already. Two of the lines do not belong: leave them out.""",
    hints=(
        "Draw the graph. In a reverse sweep every node waits for its children. Which node has no child?",
        "Five letters. A line can stand when every G on its right-hand side has been computed.",
        "Children first: y, then v, then u and w in either order, then x after u.",
        'It begins with `"P M ..."`, and K comes after R.',
    ),
    explanation="G[y] is 1. v waits for y; u for y and v; w for v; x for u and v. Line L forgets that u moves y "
    "through v as well, and line Q goes the other way, from parents to child.",
    read='chapter 05, "Reverse mode: one output at a time"',
)
