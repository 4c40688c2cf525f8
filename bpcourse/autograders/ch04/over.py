"""Exercise `sum_over_paths` of chapter 04: the derivative that a graph holds, each edge used once."""

import math
from collections.abc import Callable
from functools import cache

import numpy as np

from bpcourse.autodiff.graph import count_paths, reverse_sweep, sum_over_paths, topological_order
from bpcourse.autograders.ch04.shared import (
    ALONG,
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
    chain,
    chain_slopes,
    leads_to,
    named,
    not_there_yet,
    slopes,
)
from bpcourse.grading.exercise import Case, Exercise, Mistake

Terms = list[tuple[float, float]]  # (local derivative, derivative of the parent) of each edge into a node


def _cases(rng: np.random.Generator) -> list[Case]:
    """Fan-out, a late parent, doubled edges; chains of growing length; no path at all, and the path without an edge."""
    cases = []
    for what, shape, source, target, edge in (
        ("one path", TWO_ROADS, 0, 4, False),
        ("two paths", TWO_ROADS, 1, 4, False),
        ("a detour", TAIL, 0, 5, False),
        ("a late parent", LATE, 0, 6, False),
        ("doubled edges", DOUBLED, 0, 3, False),
        ("from the middle", LATE, 2, 4, False),
        ("no path", APART, 0, 3, True),
        ("source = target", TAIL, 3, 3, True),
    ):
        graph, nodes = named(shape, rng)
        inputs = {"graph": graph, "local": slopes(graph, rng), "source": nodes[source], "target": nodes[target]}
        cases.append(Case(what, inputs, edge=edge))
    for length in (3, 6, 30, 40):
        graph, nodes = named(chain(length), rng)
        inputs = {"graph": graph, "local": chain_slopes(graph, rng), "source": nodes[0], "target": nodes[-1]}
        cases.append(Case(f"a chain of {length}", inputs, most_lines=MOST_LINES))
    return cases


def _walk(graph: Graph, local: Local, source: str, target: str) -> float:
    """Every path walked, one by one, back from the target."""
    if target == source:
        return 1.0
    pairs = zip(graph[target], local[target], strict=True)
    return sum(slope * _walk(graph, local, source, parent) for parent, slope in pairs)


def _remembered(graph: Graph, local: Local, source: str, target: str) -> float:
    @cache
    def derivative(node: str) -> float:
        pairs = zip(graph[node], local[node], strict=True)
        return 1.0 if node == source else sum(slope * derivative(parent) for parent, slope in pairs)

    return derivative(target)


def _each_node(combine: Callable[[Terms], float]) -> Callable[..., float]:
    """In order; the derivative of a node is made of the terms of those of its parents that the source reaches."""

    def swept(graph: Graph, local: Local, source: str, target: str) -> float:
        behind = leads_to(graph, source)
        derivative = {**dict.fromkeys(graph, 0.0), source: 1.0}
        for node in behind[1:]:
            pairs = zip(graph[node], local[node], strict=True)
            derivative[node] = combine([(slope, derivative[parent]) for parent, slope in pairs if parent in behind])
        return derivative[target]

    return swept


def _factors_added(graph: Graph, local: Local, source: str, target: str) -> float:
    """Add along each path, add over the paths; for each node, the paths to it and the sum of all their edges."""
    paths, total = dict.fromkeys(graph, 0), dict.fromkeys(graph, 0.0)
    paths[source] = 1
    for node in leads_to(graph, source)[1:]:
        for parent, slope in zip(graph[node], local[node], strict=True):
            paths[node] += paths[parent]
            total[node] += total[parent] + paths[parent] * slope
    return total[target]


def _paths_multiplied(graph: Graph, local: Local, source: str, target: str) -> float:
    paths, product = dict.fromkeys(graph, 0), dict.fromkeys(graph, 1.0)
    paths[source] = 1
    for node in leads_to(graph, source)[1:]:
        for parent, slope in zip(graph[node], local[node], strict=True):
            paths[node] += paths[parent]
            product[node] *= product[parent] * math.pow(slope, paths[parent]) if paths[parent] else 1.0
    return product[target]


def _overwritten(graph: Graph, local: Local, source: str, target: str) -> float:
    derivative = {**dict.fromkeys(graph, 0.0), source: 1.0}
    for node in topological_order(graph):
        if node != source:
            for parent, slope in zip(graph[node], local[node], strict=True):
                derivative[node] = slope * derivative[parent]
    return derivative[target]


def _first_listing(graph: Graph, local: Local, source: str, target: str) -> float:
    """`graph[node].index(parent)` for every parent: a doubled edge is looked up twice at its first place."""
    looked_up = {node: [local[node][parents.index(parent)] for parent in parents] for node, parents in graph.items()}
    return float(sum_over_paths(graph, looked_up, source, target))


def _parents_as_a_set(graph: Graph, local: Local, source: str, target: str) -> float:
    once = {node: list(dict.fromkeys(parents)) for node, parents in graph.items()}
    looked_up = {node: [local[node][graph[node].index(parent)] for parent in once[node]] for node in graph}
    return float(sum_over_paths(once, looked_up, source, target))


def _from_every_input(graph: Graph, local: Local, source: str, target: str) -> float:
    derivative: dict[str, float] = {}
    for node in topological_order(graph):
        pairs = zip(graph[node], local[node], strict=True)
        terms = [slope * derivative[parent] for parent, slope in pairs]
        derivative[node] = sum(terms) if terms and node != source else 1.0
    return derivative[target]


def _added_node_by_node(graph: Graph, local: Local, source: str, target: str) -> float:
    derivative = {**dict.fromkeys(graph, 0.0), source: 1.0}
    for node in topological_order(graph):
        for parent, slope in zip(graph[node], local[node], strict=True):
            derivative[node] += slope + derivative[parent]
    return derivative[target]


def _added_after_the_source(graph: Graph, local: Local, source: str, target: str) -> float:
    derivative = {**dict.fromkeys(graph, 0.0), source: 1.0}
    for node in topological_order(graph):
        if node != source:
            pairs = zip(graph[node], local[node], strict=True)
            derivative[node] = sum(slope + derivative[parent] for parent, slope in pairs)
    return derivative[target]


def _overwritten_backwards(graph: Graph, local: Local, source: str, target: str) -> float:
    derivative = {**dict.fromkeys(graph, 0.0), target: 1.0}
    for node in reversed(topological_order(graph)):
        for parent, slope in zip(graph[node], local[node], strict=True):
            derivative[parent] = slope * derivative[node]
    return derivative[source]


def _all_multiplied(graph: Graph, local: Local, source: str, target: str) -> float:
    derivative = dict.fromkeys(graph, 1.0)
    for node in topological_order(graph):
        for parent, slope in zip(graph[node], local[node], strict=True):
            derivative[node] *= slope * derivative[parent]
    return derivative[target]


def _every_node_starts(graph: Graph, local: Local, source: str, target: str) -> float:
    derivative = dict.fromkeys(graph, 1.0)
    for node in topological_order(graph):
        if node != source:
            for parent, slope in zip(graph[node], local[node], strict=True):
                derivative[node] += slope * derivative[parent]
    return derivative[target]


def _in_the_order_of_the_dictionary(graph: Graph, local: Local, source: str, target: str) -> float:
    derivative: dict[str, float] = {source: 1.0}
    for node, parents in graph.items():
        if node != source:
            pairs = zip(parents, local[node], strict=True)
            derivative[node] = sum(slope * derivative.get(parent, 0.0) for parent, slope in pairs)
    return derivative[target]


SUM_OVER_PATHS = Exercise(
    name="sum_over_paths",
    chapter=4,
    points=4,
    minutes=15,
    difficulty="core",
    statement=r"""Write `sum_over_paths(graph, local, source, target)`, which returns $\partial(\text{target}) /
\partial(\text{source})$: multiply the local derivatives along each path, add over all paths.

- A parent may be listed twice, and then has two derivatives in `local`, one for each edge. That is how
  $y = x \cdot x$ looks: `{"x": [], "y": ["x", "x"]}`.
- Without a path the derivative is 0. The derivative of a node with respect to itself is 1.
- As in `count_paths`, the graphs may have $3^{40}$ paths: use each edge once. The check counts lines again.""",
    stub='''def sum_over_paths(graph, local, source, target):
    """Return d target / d source: the sum over all paths, with each edge used once."""
    raise NotImplementedError
''',
    hints=(
        "Look at your `count_paths`. If every local derivative were 1, what would the sum over paths be?",
        "The result is one number. Keep one number for each node: d node / d source.",
        "d node / d source is the sum, over its edges, of the local derivative times d parent / d source; for the "
        "source itself it is 1.",
        "For a node that is not the source: `derivative[node] = sum(slope * derivative[parent] for parent, slope in "
        "zip(graph[node], local[node]))`",
    ),
    solution='''def sum_over_paths(graph, local, source, target):
    """Return d target / d source: the sum over all paths, with each edge used once."""
    derivative = {}
    for node in topological_order(graph):
        derivative[node] = 1 if node == source else 0
        if node != source:
            for parent, slope in zip(graph[node], local[node]):
                derivative[node] += slope * derivative[parent]
    return derivative[target]
''',
    explanation="It is `count_paths` with a weight on every edge. All paths that reach a parent go on along the same "
    "edge, so their sum is multiplied by it once: that is the factoring of the chapter, done by a loop.",
    read='chapter 04, "Each edge once"',
    reference=sum_over_paths,
    correct=(
        _remembered,
        lambda graph, local, source, target: reverse_sweep(graph, local, target)[source],
        _each_node(lambda terms: sum(slope * before for slope, before in terms)),
    ),
    mistakes=(
        Mistake(
            "factors added",
            _factors_added,
            "You added the derivatives along each path. Along a path they multiply; only whole paths are added.",
            ALONG,
        ),
        Mistake(
            "paths multiplied",
            _paths_multiplied,
            "You multiplied the paths with one another. The source moves the target along every path at the same "
            "time, and the effects add.",
            OVER,
        ),
        Mistake(
            "multiplied where paths meet",
            _each_node(lambda terms: math.prod(slope * before for slope, before in terms)),
            "Where several edges enter a node, you multiply what they bring (`*=`). They add (`+=`).",
            OVER,
        ),
        Mistake(
            "first path only",
            _each_node(lambda terms: math.prod(terms[0])),
            "Where several edges enter a node, you keep the first that leads back to the source. Each of them adds its "
            "part.",
            OVER,
        ),
        Mistake(
            "last path only",
            _each_node(lambda terms: math.prod(terms[-1])),
            "Where several edges enter a node, you keep the last that leads back to the source. Each of them adds its "
            "part.",
            OVER,
        ),
        Mistake(
            "= in place of +=",
            _overwritten,
            "Each edge into a node replaces what the edge before brought: `=` stands where `+=` belongs.",
            OVER,
        ),
        Mistake(
            "= in place of +=, from the target back",
            _overwritten_backwards,
            "What a node sends back to its parent replaces what another child sent there before: `=` stands where `+=` "
            "belongs.",
            OVER,
        ),
        Mistake(
            "doubled edges counted once",
            _parents_as_a_set,
            "Right until a parent is listed twice: you use one of its two edges, as with a set. Both count, each with "
            "its own derivative.",
            NINE,
        ),
        Mistake(
            "first derivative of a doubled edge twice",
            _first_listing,
            "Right until a parent is listed twice: then you take the derivative of its first edge for both. "
            "`graph[node].index(parent)` always finds the first place; `zip(graph[node], local[node])` goes through "
            "all.",
            NINE,
        ),
        Mistake(
            "from every input",
            _from_every_input,
            "You added the derivatives with respect to all inputs: each of them starts with 1. Only the source does; "
            "any other input starts with 0.",
            ORDER,
        ),
        Mistake(
            "order of the dictionary",
            _in_the_order_of_the_dictionary,
            "Your result is 0 wherever there is a path: a node gets its number before its parents have theirs, as in "
            "the order of the dictionary. From the source, parents come first: use `topological_order`.",
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
            lambda graph, local, source, target: 0.0,
            "Your result is 0 on every graph. Each node gets the sum over its parents, and so the source, too: the 1 "
            "that everything starts from is missing, or written over. The source keeps its 1.",
            ORDER,
        ),
        Mistake(
            "factors added, node by node",
            _added_node_by_node,
            "You add the local derivative to that of the parent, `slope + ...`. Along a path the two multiply; only "
            "the terms that arrive over different edges are added.",
            ALONG,
        ),
        Mistake(
            "factors added, node by node, after the source",
            _added_after_the_source,
            "You add the local derivative to that of the parent, `slope + ...`. Along a path the two multiply; only "
            "the terms that arrive over different edges are added.",
            ALONG,
        ),
        Mistake(
            "the number of paths",
            lambda graph, local, source, target: float(count_paths(graph, source, target)),
            "That is the number of paths, as if every local derivative were 1. What a parent brings is multiplied by "
            "the local derivative of the edge.",
            ALONG,
        ),
        Mistake(
            "last edges alone",
            lambda graph, local, source, target: 1.0 if target == source else float(sum(local[target])),
            "You added the local derivatives of the edges into the target. Each of them is multiplied by what its "
            "parent brings, d parent / d source.",
            ALONG,
        ),
        Mistake(
            "every node starts with 1",
            _every_node_starts,
            "Every node starts from 1 in your code, and adds what arrives. Only the source starts from 1, the others "
            "from 0.",
            ORDER,
        ),
        Mistake(
            "all multiplied",
            _all_multiplied,
            "Every node starts from 1 in your code and multiplies all that arrives (`*=`). What arrives over different "
            "edges adds up (`+=`), from 0; only the source starts from 1.",
            OVER,
        ),
        Mistake(
            "0 for the source itself",
            lambda graph, local, source, target: (
                0.0 if source == target else sum_over_paths(graph, local, source, target)
            ),
            "Right, except for a node with respect to itself. That derivative is 1: it moves exactly as much as "
            "itself.",
            OVER,
        ),
        Mistake(
            "walks every path",
            _walk,
            "Right on small graphs, and stopped on the long chain: your code walks every path, and there are 3^40 of "
            "them. The derivative of a node is always the same number: work it out once, keep it, look it up.",
            ORDER,
        ),
    ),
    cases=_cases,
)
