"""Exercise `count_paths` of chapter 04: how many paths there are, without walking them."""

import math
from collections.abc import Callable
from functools import cache

import numpy as np

from bpcourse.autodiff.graph import count_paths, reverse_sweep, topological_order
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
    chain,
    leads_to,
    named,
    not_there_yet,
)
from bpcourse.grading.exercise import Case, Exercise, Mistake


def _cases(rng: np.random.Generator) -> list[Case]:
    """Fan-out, a late parent, doubled edges; chains of growing length; no path at all, and the path without an edge."""
    cases = []
    for what, shape, source, target, most, edge in (
        ("one path", TWO_ROADS, 0, 4, 0, False),
        ("two paths", TWO_ROADS, 1, 4, 0, False),
        ("a detour", TAIL, 0, 5, 0, False),
        ("a late parent", LATE, 0, 6, 0, False),
        ("doubled edges", DOUBLED, 0, 3, 0, False),
        ("from the middle", LATE, 2, 4, 0, False),
        ("a chain of 3", chain(3), 0, 3, MOST_LINES, False),
        ("a chain of 6", chain(6), 0, 6, MOST_LINES, False),
        ("a chain of 30", chain(30), 0, 30, MOST_LINES, False),
        ("a chain of 40", chain(40), 0, 40, MOST_LINES, False),
        ("no path", APART, 0, 3, 0, True),
        ("source = target", TAIL, 3, 3, 0, True),
    ):
        graph, nodes = named(shape, rng)
        inputs = {"graph": graph, "source": nodes[source], "target": nodes[target]}
        cases.append(Case(what, inputs, edge=edge, most_lines=most))
    return cases


def _walk(graph: Graph, source: str, target: str) -> int:
    """Every path walked, one by one, back from the target."""
    if target == source:
        return 1
    return sum(_walk(graph, source, parent) for parent in graph[target])


def _remembered(graph: Graph, source: str, target: str) -> int:
    @cache
    def paths(node: str) -> int:
        return 1 if node == source else sum(paths(parent) for parent in graph[node])

    return paths(target)


def _backward(graph: Graph, source: str, target: str) -> int:
    return int(reverse_sweep(graph, {node: [1] * len(parents) for node, parents in graph.items()}, target)[source])


def _each_node(combine: Callable[[list[int]], int]) -> Callable[..., int]:
    """In order; a node's number is made of those of its parents."""

    def counted(graph: Graph, source: str, target: str) -> int:
        paths: dict[str, int] = {}
        for node in topological_order(graph):
            paths[node] = 1 if node == source else combine([paths[parent] for parent in graph[node]])
        return paths[target]

    return counted


def _parents_as_a_set(graph: Graph, source: str, target: str) -> int:
    return count_paths({node: list(dict.fromkeys(parents)) for node, parents in graph.items()}, source, target)


def _from_every_input(graph: Graph, source: str, target: str) -> int:
    paths: dict[str, int] = {}
    for node in topological_order(graph):
        paths[node] = sum(paths[parent] for parent in graph[node]) if graph[node] else 1
    return paths[target]


def _edges_between(graph: Graph, source: str, target: str) -> int:
    behind = leads_to(graph, source)
    return sum(parent in behind for node in behind if count_paths(graph, node, target) for parent in graph[node])


def _in_the_order_of_the_dictionary(graph: Graph, source: str, target: str) -> int:
    paths: dict[str, int] = {source: 1}
    for node, parents in graph.items():
        if node != source:
            paths[node] = sum(paths.get(parent, 0) for parent in parents)
    return paths[target]


COUNT_PATHS = Exercise(
    name="count_paths",
    chapter=4,
    points=3,
    minutes=15,
    difficulty="core",
    statement=r"""Write `count_paths(graph, source, target)`, which returns in how many ways one can follow the edges
from `source` to `target`.

- A parent that is listed twice gives two edges, and so two ways: from `x` to `y` in `{"x": [], "y": ["x", "x"]}` there
  are 2 paths.
- If there is no way, the number is 0. From a node to itself there is one path, the one without an edge.
- A chain of 40 steps, with three edges from each node to the next, has $3^{40}$ paths, about $10^{19}$. Your function
  has to count them too, so it cannot walk them. The check counts the lines that it executes.

Use your own `topological_order` from above if you like.""",
    stub='''def count_paths(graph, source, target):
    """Return the number of paths from source to target, without walking them."""
    raise NotImplementedError
''',
    hints=(
        "Suppose you know for each parent of a node how many paths lead to that parent. How many lead to the node?",
        "The result is an integer. Keep one number for each node, in a dictionary: the paths from the source to it.",
        "paths(source) = 1, and paths(node) is the sum of paths(parent) over the node's list of parents. Parents must "
        "have their number first.",
        "`for node in topological_order(graph): paths[node] = 1 if node == source else sum(paths[p] for p in "
        "graph[node])`",
    ),
    solution='''def count_paths(graph, source, target):
    """Return the number of paths from source to target, without walking them."""
    paths = {}
    for node in topological_order(graph):
        if node == source:
            paths[node] = 1
        else:
            paths[node] = sum(paths[parent] for parent in graph[node])
    return paths[target]
''',
    explanation="Every path to a node arrives through one of its parents, so their numbers add up. Each node is "
    "counted once, and its number is looked up from then on: one addition for each edge.",
    read='chapter 04, "Each edge once"',
    reference=count_paths,
    correct=(_remembered, _backward, _each_node(sum)),
    mistakes=(
        Mistake(
            "doubled edges counted once",
            _parents_as_a_set,
            "Right until a parent is listed twice: you count it once, as with a set. Each listing is an edge of its "
            "own.",
            NINE,
        ),
        Mistake(
            "whether, not how many",
            lambda graph, source, target: int(count_paths(graph, source, target) > 0),
            "You return 1 wherever there is a path. Where two roads meet, the numbers of their paths add up.",
            OVER,
        ),
        Mistake(
            "counts multiplied",
            _each_node(lambda counts: math.prod(counts) if counts else 0),
            "You multiply the numbers of the parents. A path arrives through one parent or through another: their "
            "numbers add.",
            OVER,
        ),
        Mistake(
            "paths from every input",
            _from_every_input,
            "You count the paths from all inputs together: each of them starts with 1. Only the source does; any other "
            "input starts with 0.",
            ORDER,
        ),
        Mistake(
            "edges, not paths",
            _edges_between,
            "That is how many edges lie between source and target. A path is a whole way from one to the other.",
            OVER,
        ),
        Mistake(
            "order of the dictionary",
            _in_the_order_of_the_dictionary,
            "Your result is 0 wherever there is a way to go: a node gets its number before its parents have theirs, as "
            "in the order of the dictionary. From the source, parents come first: use `topological_order`.",
            ORDER,
        ),
        Mistake(
            "a parent that is not there yet",
            not_there_yet,
            "Your code stopped with a KeyError on every graph: it asks for a node that has no number yet. The "
            "dictionary may list a node before its parents. Parents first: use `topological_order`.",
            ORDER,
        ),
        Mistake(
            "nothing starts",
            lambda graph, source, target: 0,
            "Your result is 0 on every graph. Each node gets the sum over its parents, and so the source, too: the 1 "
            "that everything starts from is missing, or written over. The source keeps its 1.",
            ORDER,
        ),
        Mistake(
            "no path to itself",
            lambda graph, source, target: 0 if source == target else count_paths(graph, source, target),
            "Right, except from a node to itself. There is one path, the one without an edge; all others are built "
            "from it.",
            OVER,
        ),
        Mistake(
            "walks every path",
            _walk,
            "Right on small graphs, and stopped on the long chain: your code walks every path, and there are 3^40 of "
            "them. The number for a node is always the same: work it out once, keep it, look it up.",
            ORDER,
        ),
    ),
    cases=_cases,
)
