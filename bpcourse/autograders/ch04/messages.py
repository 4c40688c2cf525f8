"""Exercises `message_order` and `pass_messages` of chapter 04: who may send when, and a program that sends too soon."""

import numpy as np

from bpcourse.autodiff.graph import forward_sweep, sum_over_paths, topological_order
from bpcourse.autograders.ch04.shared import (
    APART,
    DOUBLED,
    LATE,
    MOST_LINES,
    NINE,
    ORDER,
    OVER,
    TAIL,
    TWO_ROADS,
    Graph,
    Local,
    named,
    slopes,
)
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.ordering import Step, ordering

MESSAGE_ORDER = ordering(
    (
        Step("M", "`D[b] = 1`"),
        Step(
            "Q",
            "`D[c] = (∂c/∂b) · D[b]`",
            after=("M",),
            says="It uses D[b], which M sets.",
        ),
        Step(
            "L",
            "`D[g] = (∂g/∂b) · D[b]`",
            after=("M",),
            says="It uses D[b], which M sets.",
        ),
        Step(
            "P",
            "`D[d] = (∂d/∂b) · D[b] + (∂d/∂c) · D[c]`",
            after=("M", "Q"),
            says="d hears from b and from c, so it waits until D[b] and D[c] are there, from M and Q.",
        ),
        Step(
            "K",
            "`D[e] = (∂e/∂c) · D[c] + (∂e/∂d) · D[d] + (∂e/∂g) · D[g]`",
            after=("Q", "P", "L"),
            says="e hears from c, d and g, so it waits until all three are complete, from Q, P and L.",
        ),
        Step(
            "N",
            "`D[e] = D[c] · D[d] · D[g]`",
            distractor=True,
            says="It multiplies what arrives over different edges. Where roads meet, the terms add.",
        ),
        Step(
            "R",
            "`D[d] = (∂d/∂c) · D[c]`",
            distractor=True,
            says="d depends on b directly as well, and that road is missing here.",
        ),
    ),
    name="message_order",
    chapter=4,
    points=2,
    minutes=6,
    difficulty="core",
    statement=r"""A graph has the edges $b \to c$, $b \to g$, $b \to d$, $c \to d$, $c \to e$, $d \to e$ and $g \to e$.
Let `D[node]` be the derivative of a node with respect to $b$. Put lines from below in an order in which they compute
`D[e]`, each line using only what is there already. Two of the lines are wrong: leave them out.""",
    hints=(
        "Draw the graph and write beside each node which lines speak of it. Which node has two lines?",
        "Five letters. A line can stand when every D on its right-hand side has been computed.",
        "Parents first: b, then c and g in either order, then d, then e.",
        'It begins with `"M Q ..."`, and e comes last.',
    ),
    explanation="D[b] is 1. c and g wait for b alone, d waits for b and c, and e for c, d and g. Line N multiplies "
    "where roads meet, and line R forgets the road from b to d.",
    read='chapter 04, "Each edge once"',
)


def _cases(rng: np.random.Generator) -> list[Case]:
    """Two meeting roads, on which the broken program is right, and graphs on which it is not."""
    cases = []
    for what, shape, source, target, edge in (
        ("two roads that meet at the target", TWO_ROADS, 1, 4, False),
        ("roads that meet before the target", TAIL, 0, 5, False),
        ("a late parent", LATE, 0, 6, False),
        ("doubled edges", DOUBLED, 0, 3, False),
        ("no path", APART, 0, 3, True),
        ("source = target", TAIL, 3, 3, True),
    ):
        graph, nodes = named(shape, rng)
        inputs = {"graph": graph, "local": slopes(graph, rng), "source": nodes[source], "target": nodes[target]}
        cases.append(Case(what, inputs, edge=edge, most_lines=MOST_LINES))
    return cases


def _sent(graph: Graph, local: Local, source: str, nodes: list[str], *, every_edge: bool) -> dict[str, float]:
    """What every node has collected when the nodes have sent their messages in this order."""
    collected = {**dict.fromkeys(graph, 0.0), source: 1.0}
    for node in nodes:
        for child, parents in graph.items():
            places = [place for place, parent in enumerate(parents) if parent == node]
            for place in places if every_edge else places[:1]:
                collected[child] += local[child][place] * collected[node]
    return collected


def _queue(graph: Graph, source: str, *, once: bool) -> list[str]:
    """Breadth first from the source: a node stands in line after each message, or after the first alone."""
    line = [source]
    for node in line:
        line += [child for child, parents in graph.items() if node in parents and not (once and child in line)]
    return line


def _queue_again(graph: Graph, source: str) -> list[str]:
    """As a queue, but a node does not stand in line twice at a time; once it has sent, it may come again."""
    sent, line = [], [source]
    while line:
        sent.append(line.pop(0))
        line += [child for child, parents in graph.items() if sent[-1] in parents and child not in line]
    return sent


def _collect(graph: Graph, local: Local, source: str, target: str) -> float:
    return _sent(graph, local, source, topological_order(graph), every_edge=True)[target]


def _last_message(graph: Graph, local: Local, source: str) -> dict[str, float]:
    collected = {**dict.fromkeys(graph, 0.0), source: 1.0}
    for node in topological_order(graph):
        if node != source:
            for parent, slope in zip(graph[node], local[node], strict=True):
                collected[node] = slope * collected[parent]
    return collected


PASS_MESSAGES = Exercise(
    name="pass_messages",
    chapter=4,
    points=3,
    minutes=15,
    difficulty="stretch",
    statement=r"""Find and mend. In this program every node collects what its parents send, and sends on what it has
collected, times the local derivative of the edge. The source starts with 1. What the target has collected in the end
should be $\partial(\text{target})/\partial(\text{source})$.

On $e = (a + b)(b + 1)$ it is right. On many other graphs it is not. Two things are wrong with it. Find graphs that show
them, small ones, and mend the program. Any program that gives the right sums counts.""",
    stub='''def pass_messages(graph, local, source, target):
    """Return d target / d source: each node sends on what it has collected, times the slope."""
    collected = {node: 0 for node in graph}
    collected[source] = 1
    waiting = [source]
    while waiting:
        node = waiting.pop(0)
        for child in graph:
            if node in graph[child]:
                slope = local[child][graph[child].index(node)]
                collected[child] += slope * collected[node]
                waiting.append(child)
    return collected[target]
''',
    hints=(
        "Try a graph with one more node behind e, such as f = 2e. Follow on paper who stands in `waiting`, how often.",
        "A node may send once, when it has heard from all its parents. And a parent that is listed twice sends twice.",
        "Replace the line of waiting nodes by a loop over `topological_order(graph)`, and `index` by a loop over the "
        "places of the child's list.",
        "`for node in topological_order(graph): for parent, slope in zip(graph[node], local[node]): collected[node] += "
        "slope * collected[parent]`",
    ),
    solution='''def pass_messages(graph, local, source, target):
    """Return d target / d source: each node sends on what it has collected, times the slope."""
    collected = {node: 0 for node in graph}
    collected[source] = 1
    for node in topological_order(graph):
        if node != source:
            for parent, slope in zip(graph[node], local[node]):
                collected[node] += slope * collected[parent]
    return collected[target]
''',
    explanation="A node stood in line once for each message that it got, and each time it sent everything that it had "
    "collected, the old together with the new. In a topological order each node sends once, complete. And "
    "`index` always finds the first place of a parent that is listed twice.",
    read='chapter 04, "Each edge once"',
    reference=sum_over_paths,
    correct=(
        _collect,
        lambda graph, local, source, target: forward_sweep(graph, local, source)[target],
    ),
    mends=True,
    mistakes=(
        Mistake(
            "doubled edges mended, order not",
            lambda graph, local, source, target: _sent(
                graph, local, source, _queue(graph, source, once=False), every_edge=True
            )[target],
            "Doubled edges are right now. But a node that hears from two parents still sends twice, and the second "
            "time it sends what the first message brought once more. Let it wait until it has heard from all.",
            ORDER,
        ),
        Mistake(
            "stands in line once at a time",
            lambda graph, local, source, target: _sent(
                graph, local, source, _queue_again(graph, source), every_edge=True
            )[target],
            "Doubled edges are right now, and nobody stands in line twice at a time. But a node that has sent may hear "
            "from a late parent and send again, also what it sent before. Let it wait until it has heard from all.",
            ORDER,
        ),
        Mistake(
            "order mended, doubled edges not",
            lambda graph, local, source, target: _sent(
                graph, local, source, topological_order(graph), every_edge=False
            )[target],
            "The order is right now. But a parent that is listed twice still sends one message: `index` finds its "
            "first place only. It has an edge for each listing.",
            NINE,
        ),
        Mistake(
            "sends once, too soon",
            lambda graph, local, source, target: _sent(
                graph, local, source, _queue(graph, source, once=True), every_edge=True
            )[target],
            "Every node sends once now, but some send before they have heard from all their parents. What comes later "
            "stays where it is. Parents first: `topological_order` gives an order in which nobody sends too soon.",
            ORDER,
        ),
        Mistake(
            "sends once, too soon, and doubled edges",
            lambda graph, local, source, target: _sent(
                graph, local, source, _queue(graph, source, once=True), every_edge=False
            )[target],
            "Every node sends once now, but some send before they have heard from all their parents. Parents first: "
            "`topological_order` gives such an order. A parent that is listed twice is the second thing to mend.",
            ORDER,
        ),
        Mistake(
            "the last message replaces the others",
            lambda graph, local, source, target: _last_message(graph, local, source)[target],
            "Each message replaces the one before, as with `=` in place of `+=`. What arrives over several edges adds "
            "up.",
            OVER,
        ),
    ),
    cases=_cases,
)
