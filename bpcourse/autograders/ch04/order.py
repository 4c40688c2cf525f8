"""Exercise `topological_order` of chapter 04: parents before children. Any order that is one counts."""

from collections import deque
from collections.abc import Mapping
from typing import Any

import numpy as np

from bpcourse.autodiff.graph import topological_order
from bpcourse.autograders.ch04.shared import (
    DOUBLED,
    LATE,
    MOST_LINES,
    ORDER,
    TAIL,
    TWO_ROADS,
    Graph,
    chain,
    named,
)
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Value

RIGHT = "every parent comes first"


def complaint(order: Value, inputs: Mapping[str, Value]) -> str:
    """What is wrong with an order first of all, in a sentence; RIGHT when nothing is. TypeError if it is no list."""
    graph = inputs["graph"]
    if not isinstance(order, (list, tuple)):
        raise TypeError
    seen: set[Any] = set()
    for node in order:
        if node not in graph:
            return f"{str(node)[:20]!r} stands in your order and is not a node of the graph."
        if node in seen:
            return f"Node {node} stands in your order twice."
        if early := [parent for parent in graph[node] if parent not in seen]:
            where = "is missing" if early[0] not in order else "comes only after it"
            return f"Node {node} comes too early in your order: its parent {early[0]} {where}."
        seen.add(node)
    missing = [node for node in graph if node not in seen]
    return f"Node {missing[0]} is missing in your order." if missing else RIGHT


def _cases(rng: np.random.Generator) -> list[Case]:
    """Graphs whose dictionary is never in order, with fan-out, a late parent and doubled edges; a long chain."""
    cases = []
    for what, shape, first in (
        ("two roads", TWO_ROADS, 4),
        ("a detour", TAIL, 3),
        ("a late parent", LATE, 6),
        ("doubled edges", DOUBLED, 2),
    ):
        cases.append(Case(what, {"graph": named(shape, rng, first)[0]}, most_lines=MOST_LINES))
    cases.append(Case("one node", {"graph": {"x": []}}, edge=True, most_lines=MOST_LINES))
    return [*cases, Case("a long chain", {"graph": named(chain(40), rng)[0]}, edge=True, most_lines=MOST_LINES)]


def _again_and_again(graph: Graph) -> list[str]:
    """Take whichever node has all its parents, until none is left."""
    order: list[str] = []
    while len(order) < len(graph):
        order += [node for node in graph if node not in order and set(graph[node]) <= set(order)]
    return order


def _depth_first(graph: Graph) -> tuple[str, ...]:
    """A node is put down once all its parents have been."""
    order: dict[str, None] = {}

    def visit(node: str) -> None:
        if node not in order:
            for parent in graph[node]:
                visit(parent)
            order[node] = None

    for node in graph:
        visit(node)
    return tuple(order)


def _does_not_wait(graph: Graph) -> list[str]:
    """Breadth first from the inputs: a node is taken as soon as one of its parents has been."""
    order = [node for node in graph if not graph[node]]
    for node in order:
        order += [child for child, parents in graph.items() if node in parents and child not in order]
    return order


def _at_every_visit(graph: Graph) -> list[str]:
    """A node is put down each time that one of its children asks for it."""
    fed = {parent for parents in graph.values() for parent in parents}
    [target] = [node for node in graph if node not in fed]

    def below(node: str) -> list[str]:
        return [one for parent in graph[node] for one in below(parent)] + [node]

    return below(target)


def _before_its_parents(graph: Graph) -> list[str]:
    """Depth first, but a node is put down when it is reached, and its parents after it."""
    order: list[str] = []

    def visit(node: str) -> None:
        if node not in order:
            order.append(node)
            for parent in graph[node]:
                visit(parent)

    for node in graph:
        visit(node)
    return order


def _one_round(graph: Graph) -> list[str]:
    order: list[str] = []
    for node in graph:
        if all(parent in order for parent in graph[node]):
            order.append(node)
    return order


def _edge_by_edge(graph: Graph, doubled: bool) -> list[str]:
    """Count the parents that are missing; a doubled edge is counted twice and, unless `doubled`, taken off once."""
    missing = {node: len(parents) for node, parents in graph.items()}
    ready = deque(node for node in graph if not graph[node])
    order = []
    while ready:
        node = ready.popleft()
        order.append(node)
        for child, parents in graph.items():
            if node in parents:
                missing[child] -= parents.count(node) if doubled else 1
                if missing[child] == 0:
                    ready.append(child)
    return order


TOPOLOGICAL_ORDER = Exercise(
    name="topological_order",
    chapter=4,
    points=3,
    minutes=15,
    difficulty="core",
    statement=r"""Write `topological_order(graph)`, which returns a list of all nodes in which every node stands after
all of its parents.

- The dictionary may list the nodes in any order, the output before the inputs for instance.
- Often several orders are right. Any of them counts.
- Each node stands in the list once, also when another uses it twice, as in `{"x": [], "y": ["x", "x"]}`.
- The graph has no cycle.""",
    stub='''def topological_order(graph):
    """Return the nodes as a list in which every node stands after all of its parents."""
    raise NotImplementedError
''',
    hints=(
        "Which nodes can stand first? Once they stand there, which can stand next?",
        "The result is a list as long as `graph`. A node may be added when all of its parents are in the list already.",
        "Repeat until nothing is left: go through the nodes, and add those that are not in the list and whose parents "
        "all are.",
        "`if node not in order and all(parent in order for parent in graph[node]): order.append(node)`, in a loop over "
        "the graph, in a loop `while len(order) < len(graph)`.",
    ),
    solution='''def topological_order(graph):
    """Return the nodes as a list in which every node stands after all of its parents."""
    order = []
    while len(order) < len(graph):
        for node in graph:
            if node not in order and all(parent in order for parent in graph[node]):
                order.append(node)
    return order
''',
    explanation="Every round adds at least one node, because a graph without a cycle always has a node whose parents "
    "are all there. On large graphs, counting down the missing parents of each node (Kahn, 1962) looks at every edge "
    "once and so does not slow down.",
    read='chapter 04, "Each edge once"',
    reference=topological_order,
    correct=(_again_and_again, _depth_first, lambda graph: _edge_by_edge(graph, doubled=True)),
    measured=complaint,
    mistakes=(
        Mistake(
            "order of the dictionary",
            list,
            "A node goes into your list as soon as you come to it: in the order of the dictionary, or on the way from "
            "a child back to its parents. First all its parents, then the node.",
            ORDER,
        ),
        Mistake(
            "put down before its parents",
            _before_its_parents,
            "A node enters your order when you reach it, and its parents follow. Turn it round: visit the parents "
            "first, then add the node.",
            ORDER,
            same_as="order of the dictionary",
        ),
        Mistake(
            "one round",
            _one_round,
            "You go through the dictionary once, and a node whose parents come later in it never gets a second "
            "chance. Go round again until every node is in the list.",
            ORDER,
        ),
        Mistake(
            "children first",
            lambda graph: topological_order(graph)[::-1],
            "Your order is the right one backwards: every node stands before its parents. Inputs come first.",
            ORDER,
        ),
        Mistake(
            "sorted by name",
            sorted,
            "You sorted the nodes by name. Names say nothing about who feeds whom; the lists of parents do.",
            ORDER,
        ),
        Mistake(
            "by number of parents",
            lambda graph: sorted(graph, key=lambda node: len(graph[node])),
            "You sorted the nodes by how many parents they have. A node with one parent may still have to wait for "
            "that parent.",
            ORDER,
        ),
        Mistake(
            "does not wait for all parents",
            _does_not_wait,
            "A node enters your order as soon as one of its parents is there. It has to wait for the last of them.",
            ORDER,
        ),
        Mistake(
            "a node at every visit",
            _at_every_visit,
            "A node that feeds two others enters your order twice. Before you add a node, ask whether it is there "
            "already.",
            ORDER,
        ),
        Mistake(
            "a doubled edge counted twice, taken off once",
            lambda graph: _edge_by_edge(graph, doubled=False),
            "Nodes are missing behind a parent that is used twice. You count such a parent twice among those to wait "
            "for, and take it off once.",
            ORDER,
        ),
        Mistake(
            "inputs left out",
            lambda graph: [node for node in topological_order(graph) if graph[node]],
            "The inputs are missing in your list. They have no parents, so they stand first.",
            ORDER,
        ),
    ),
    cases=_cases,
)
