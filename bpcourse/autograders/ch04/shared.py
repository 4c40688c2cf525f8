"""What the exercises of chapter 04 have in common: where to read, and the graphs that they are asked about.

The shapes are fixed, so that no draw hides a mistake; names, the order of the dictionary and the slopes are drawn.
"""

import numpy as np

from bpcourse.autodiff.graph import topological_order

Graph = dict[str, list[str]]
Local = dict[str, list[float]]

ALONG = 'read chapter 04, "Multiply along a path".'
OVER = 'read chapter 04, "Add over the paths".'
NINE = 'read chapter 04, "Nine paths, one product".'
ORDER = 'read chapter 04, "Each edge once".'
MISTAKE = 'read chapter 04, "Find the mistake".'

# How many lines of Python a function may execute: each edge once takes some hundreds, a walk of every path 3^40.
MOST_LINES = 20_000

NAMES = "abcdfghkmnpqrstuvwxyz"

# Node number -> the numbers of its parents. The last node is the target, node 0 the source.
TWO_ROADS = ((), (), (0, 1), (1,), (2, 3))  # e = (a + b)(b + 1): two roads from node 1, one from node 0
TAIL = ((), (0,), (0,), (1, 2), (3,), (4, 3))  # a diamond, then a triangle
LATE = ((), (0,), (1,), (2, 0), (3,), (), (4, 5, 2))  # node 3 hears from its far parent last; node 5 is an input
DOUBLED = ((), (0, 0), (1, 0, 1), (2, 2))  # parents that are used twice
APART = ((), (), (1,), (2, 1))  # the source leads nowhere


def chain(length: int) -> tuple[tuple[int, ...], ...]:
    """A chain of nodes, three edges from each to the next: 3^length paths."""
    return ((), *((i, i, i) for i in range(length)))


def named(shape: tuple[tuple[int, ...], ...], rng: np.random.Generator, first: int = -1) -> tuple[Graph, list[str]]:
    """The graph of a shape with drawn names, and its nodes by number.

    The dictionary lists the node number `first` (the target) first and the others in a drawn order, so with a node that
    has parents it is never in order.
    """
    nodes = [str(name) for name in rng.permutation(list(NAMES))[: len(shape)]]
    if len(shape) > len(NAMES):
        nodes = [f"n{number}" for number in rng.permutation(len(shape))]
    first %= len(shape)
    listed = [first, *(int(number) for number in rng.permutation(len(shape)) if number != first)]
    return {nodes[i]: [nodes[parent] for parent in shape[i]] for i in listed}, nodes


def slopes(graph: Graph, rng: np.random.Generator) -> Local:
    """A local derivative for every edge, of either sign and never near 0, 1 or -1."""
    return {node: [_slope(rng) for _ in parents] for node, parents in graph.items()}


def chain_slopes(graph: Graph, rng: np.random.Generator) -> Local:
    """Slopes for a chain, so that the sum over its 3^length paths is neither huge nor tiny."""
    return {node: [round(float(rng.uniform(0.2, 0.45)), 2) for _ in parents] for node, parents in graph.items()}


def not_there_yet(graph: Graph, *_: object) -> float:
    """What happens in the order of the dictionary, where nothing is assumed of a parent that has no number yet."""
    numbers: dict[str, float] = {}
    return numbers[next(iter(graph))]


def leads_to(graph: Graph, source: str) -> list[str]:
    """The nodes that the source reaches, itself first, parents before children."""
    reached = [source]
    for node in topological_order(graph):
        if node != source and any(parent in reached for parent in graph[node]):
            reached.append(node)
    return reached


def _slope(rng: np.random.Generator) -> float:
    low, high = ((0.3, 0.8), (1.25, 2.5))[int(rng.integers(2))]
    return float(rng.choice([-1.0, 1.0])) * round(float(rng.uniform(low, high)), 2)
