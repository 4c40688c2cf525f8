"""Exercise `path_derivative` of chapter 04: multiply along one path."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from bpcourse.autodiff.graph import path_derivative
from bpcourse.autograders.ch04.shared import ALONG, LATE, TAIL, TWO_ROADS, Graph, Local, named, slopes
from bpcourse.grading.exercise import Case, Exercise, Mistake

PATHS = (
    ("one edge", TWO_ROADS, (1, 2)),
    ("two edges", TWO_ROADS, (1, 3, 4)),
    ("three edges", TAIL, (0, 2, 3, 5)),
    ("a detour", TAIL, (0, 1, 3, 4, 5)),
    ("five edges", LATE, (0, 1, 2, 3, 4, 6)),
)


def _cases(rng: np.random.Generator) -> list[Case]:
    """Paths of one to five edges, first and later parents among them, and a path that is a single node."""
    cases = []
    for what, shape, numbers in PATHS:
        graph, nodes = named(shape, rng)
        path = [nodes[number] for number in numbers]
        cases.append(Case(what, {"path": path, "graph": graph, "local": slopes(graph, rng)}))
    graph, nodes = named(TWO_ROADS, rng)
    return [*cases, Case("one node", {"path": nodes[2:3], "graph": graph, "local": slopes(graph, rng)}, edge=True)]


def _steps(path: list[str], graph: Graph, local: Local) -> list[float]:
    return [local[child][graph[child].index(parent)] for parent, child in pairwise(path)]


def _product_of(slope: Callable[[list[float]], float]) -> Callable[..., float]:
    """The product along the path, with some number made of all the slopes into each node in place of the right one."""
    return lambda path, graph, local: math.prod(slope(local[child]) for child in path[1:])


def _by_hand(path: list[str], graph: Graph, local: Local) -> float:
    result = 1.0
    for i in range(1, len(path)):
        result = result * dict(zip(graph[path[i]], local[path[i]], strict=True))[path[i - 1]]
    return result


PATH_DERIVATIVE = Exercise(
    name="path_derivative",
    chapter=4,
    points=2,
    minutes=10,
    difficulty="warm-up",
    statement=r"""From here on a graph is two dictionaries, as in the chapter:

- `graph` is `{node: [parents]}`, and an input has the parents `[]`;
- `local` is `{node: [local derivatives]}`: the derivative of the node with respect to each of its parents, in the order
  of its parents. So `local["e"][1]` belongs to the edge from `graph["e"][1]` to `e`.

Write `path_derivative(path, graph, local)`, which returns the product of the local derivatives along a path.

- `path` is a list of nodes, source first, such as `["b", "d", "e"]`. Each node in it is a parent of the next.
- In this exercise, no node of the path has the same parent twice.
- A path of a single node has no edge; its derivative is 1, because a node moves exactly as much as itself.""",
    stub='''def path_derivative(path, graph, local):
    """Return the product of the local derivatives along a path of nodes, source first."""
    raise NotImplementedError
''',
    hints=(
        "How many edges has a path of n nodes? For each of them, which node is the parent, and which the child?",
        "The result is one number. The edge from `parent` to `child` stands in `local[child]`, at the place where "
        "`parent` stands in `graph[child]`.",
        "d(last)/d(first) is the product of d(child)/d(parent) over all neighbours in the path.",
        "In the loop, `place = graph[child].index(parent)`, then `derivative = derivative * local[child][place]`.",
    ),
    solution='''def path_derivative(path, graph, local):
    """Return the product of the local derivatives along a path of nodes, source first."""
    derivative = 1
    for parent, child in zip(path, path[1:]):
        place = graph[child].index(parent)
        derivative = derivative * local[child][place]
    return derivative
''',
    explanation="`zip(path, path[1:])` pairs each node with the next, so the loop runs once for each edge. Starting "
    "from 1 also answers for a path without edges.",
    read='chapter 04, "Multiply along a path"',
    reference=path_derivative,
    correct=(
        _by_hand,
        lambda path, graph, local: math.prod(_steps(path, graph, local)),
        lambda path, graph, local: float(np.prod(_steps(path, graph, local))),
    ),
    mistakes=(
        Mistake(
            "factors added",
            lambda path, graph, local: sum(_steps(path, graph, local)),
            "You added the derivatives along the path. Each step scales what the step before hands on, so they "
            "multiply.",
            ALONG,
        ),
        Mistake(
            "factors added to 1",
            lambda path, graph, local: 1 + sum(_steps(path, graph, local)),
            "Your result is 1 plus the derivatives along the path. It does start from 1; then each step multiplies: "
            "`*`, and not `+`.",
            ALONG,
        ),
        Mistake(
            "starts from 0",
            lambda path, graph, local: 0.0,
            "Your result is always 0: one of its factors is. Does the product start from 0? A product starts from 1, a "
            "sum from 0.",
            ALONG,
        ),
        Mistake(
            "always the first parent",
            _product_of(lambda slopes: slopes[0]),
            "Right where the path comes through the first parent of each node, wrong elsewhere: you always take "
            "`local[child][0]`. Look up at which place the parent stands in `graph[child]`.",
            ALONG,
        ),
        Mistake(
            "always the last parent",
            _product_of(lambda slopes: slopes[-1]),
            "You always take the last derivative of each node, `local[child][-1]`. Look up at which place the parent "
            "stands in `graph[child]`.",
            ALONG,
        ),
        Mistake(
            "every edge into a node",
            _product_of(math.prod),
            "You multiply by every derivative in `local[child]`. A path enters a node by one edge: take the one that "
            "belongs to the parent in the path.",
            ALONG,
        ),
        Mistake(
            "sum of the edges into a node",
            _product_of(sum),
            "At each node you take the sum of all its derivatives. A path enters a node by one edge: take the one "
            "that belongs to the parent in the path.",
            ALONG,
        ),
        Mistake(
            "last edge only",
            lambda path, graph, local: _steps(path, graph, local)[-1] if len(path) > 1 else 1,
            "Only the last edge is in your result. Multiply: `derivative = derivative * ...`, and not `derivative = "
            "...`.",
            ALONG,
        ),
        Mistake(
            "first edge only",
            lambda path, graph, local: _steps(path, graph, local)[0] if len(path) > 1 else 1,
            "Only the first edge is in your result. Does `return` stand inside the loop?",
            ALONG,
        ),
        Mistake(
            "last edge left out",
            lambda path, graph, local: math.prod(_steps(path, graph, local)[:-1]),
            "The last edge of the path is missing in your product. A path of n nodes has n - 1 edges.",
            ALONG,
        ),
        Mistake(
            "first edge left out",
            lambda path, graph, local: math.prod(_steps(path, graph, local)[1:]),
            "The first edge of the path is missing in your product. A path of n nodes has n - 1 edges.",
            ALONG,
        ),
        Mistake(
            "one edge too many",
            lambda path, graph, local: path[len(path)],
            "Your code stopped with an IndexError: it asks a list for more than it holds. Is it the path? One of n "
            "nodes has n - 1 edges; `zip(path, path[1:])` pairs each node with the next, and stops. Is it `local`? The "
            "slope of an edge stands with the child, in `local[child]`.",
            ALONG,
        ),
        Mistake(
            "0 for a single node",
            lambda path, graph, local: path_derivative(path, graph, local) if len(path) > 1 else 0,
            "Right for every path that has an edge. A single node has the derivative 1: it moves exactly as much as "
            "itself.",
            ALONG,
        ),
    ),
    cases=_cases,
)
