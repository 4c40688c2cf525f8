"""The graphs that the path explorer draws: slopes with their formulas, paths, and stages of merging (chapter 04).

A slope multiplies and adds like a number and keeps its formula, so that walking and merging write themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sympy

from bpcourse.autodiff.graph import Edge, Graph, all_paths, count_paths, edges, path_cost
from bpcourse.autodiff.merging import Stage, merge_paths
from bpcourse.symbolic.expression_graph import ExpressionGraph, expression_graph
from bpcourse.symbolic.formulas import as_text
from bpcourse.widgets.shared import say

PRODUCT = "(a+b)*(b+1)"
NINE = "nine paths"  # the name of the graph of three edges and three edges, in place of an expression
EXAMPLES: dict[str, dict[str, float]] = {PRODUCT: {"a": 2.0, "b": 1.0}, NINE: {}}  # with the values of their inputs
# Six slopes, small enough to check the sums in one's head.
GREEK = {"α": 1.0, "β": 2.0, "γ": -1.0, "δ": 3.0, "ε": 0.5, "ζ": 1.5}
MOST_NODES, MOST_INPUTS = 12, 4  # what a picture has room for
MOST_WALKED = 30  # paths that are walked one by one


@dataclass(frozen=True)
class Slope:
    """A local derivative, or what was made of several. `is_sum`: its formula needs brackets in a product."""

    formula: str
    number: float
    is_sum: bool = False

    def __add__(self, other: "Slope") -> "Slope":
        return Slope(f"{self.formula} + {other.formula}", self.number + other.number, is_sum=True)

    def __mul__(self, other: "Slope") -> "Slope":
        factors = [slope for slope in (self, other) if slope.formula != "1"] or [self]
        if len(factors) == 1:
            return Slope(factors[0].formula, self.number * other.number, factors[0].is_sum)
        formula = " · ".join(f"({factor.formula})" if factor.is_sum else factor.formula for factor in factors)
        return Slope(formula, self.number * other.number)

    @property
    def text(self) -> str:
        """Formula and number, or the number alone where the formula says no more."""
        number = say(self.number)
        return number if self.formula == number else f"{self.formula} = {number}"


@dataclass(frozen=True)
class PathGraph:
    """A graph at given inputs, and the ways from a source to its output. `lines` stand under the names of the nodes."""

    graph: Graph
    lines: Mapping[str, tuple[str, ...]]
    slopes: Mapping[str, list[Slope]]
    source: str
    output: str
    number_of_paths: int
    paths: tuple[tuple[Edge, ...], ...]  # none if there are too many to walk
    stages: tuple[Stage, ...]

    @property
    def inputs(self) -> list[str]:
        """The nodes without parents."""
        return [node for node, parents in self.graph.items() if not parents]

    @property
    def edges(self) -> list[Edge]:
        """Every edge of the graph."""
        return edges(self.graph)

    def slope(self, edge: Edge) -> Slope:
        """What stands on an edge."""
        return self.slopes[edge.child][edge.place]

    def along(self, path: tuple[Edge, ...]) -> float:
        """The product of the slopes along a path."""
        number = 1.0
        for edge in path:
            number *= self.slope(edge).number
        return number

    @property
    def total(self) -> Slope:
        """The derivative of the output with respect to the source, in factored form."""
        total: Slope = self.stages[-1].edges[0].derivative
        return total

    @property
    def uses_walked(self) -> int:
        """How often an edge is used when every path is walked."""
        return path_cost(self.graph, self.source, self.output).multiplications

    @property
    def uses_merged(self) -> int:
        """How often an edge is used when paths are merged: each edge between source and output once."""
        return len(self.stages[0].edges)


def read(text: str) -> ExpressionGraph | None:
    """An expression as a graph that fits into the picture; None for NINE. ValueError says what is in the way."""
    if text == NINE:
        return None
    expression = expression_graph(text)
    if not expression.formulas:
        raise ValueError(f"{text} is an input alone, expected an expression with an operation, such as (a+b)*(b+1)")
    if len(expression.inputs) > MOST_INPUTS or len(expression.graph) > MOST_NODES:
        has = f"{len(expression.inputs)} inputs and {len(expression.graph)} nodes"
        raise ValueError(f"{text} has {has}; the picture has room for {MOST_INPUTS} inputs and {MOST_NODES} nodes")
    return expression


def start_of(text: str, values: Mapping[str, float]) -> tuple[ExpressionGraph | None, dict[str, float], PathGraph]:
    """A typed text as an expression, the values of its inputs, and its graph with the last input as the source.

    An example has values of its own; else an input keeps the value that one of this name has already, or starts at 1.
    """
    expression = read(text)
    inputs = expression.inputs if expression else []
    known = EXAMPLES.get(text, values)
    start = {name: float(known.get(name, 1.0)) for name in inputs}
    return expression, start, path_graph(expression, start, inputs[-1] if inputs else "X")


def path_graph(expression: ExpressionGraph | None, values: Mapping[str, float], source: str) -> PathGraph:
    """The graph of an expression at given inputs, or the graph NINE. ValueError where a node has no value."""
    if expression is None:
        letters = [Slope(letter, number) for letter, number in GREEK.items()]
        nine = {"X": [], "Y": ["X"] * 3, "Z": ["Y"] * 3}
        return _with_paths(nine, dict.fromkeys(nine, ()), {"X": [], "Y": letters[:3], "Z": letters[3:]}, "X", "Z")
    numbers, local = expression.numbers(values)
    lines: dict[str, tuple[str, ...]] = {node: (f"= {say(numbers[node])}",) for node in expression.graph}
    lines |= {node: (_formula(formula), *lines[node]) for node, formula in expression.formulas.items()}
    slopes = {
        node: [
            Slope(_formula(formula), number, is_sum=bool(getattr(formula, "is_Add", False)))
            for formula, number in zip(_short(expression, node), local[node], strict=True)
        ]
        for node in expression.graph
    }
    return _with_paths(expression.graph, lines, slopes, source, expression.output)


def _with_paths(
    graph: Graph, lines: Mapping[str, tuple[str, ...]], slopes: Mapping[str, list[Slope]], source: str, output: str
) -> PathGraph:
    number = count_paths(graph, source, output)
    paths = tuple(islice(all_paths(graph, source, output), number if number <= MOST_WALKED else 0))
    stages = tuple(merge_paths(graph, slopes, source, output))
    return PathGraph(graph, lines, slopes, source, output, number, paths, stages)


def _short(expression: ExpressionGraph, node: str) -> list[Any]:
    """The local derivatives of a node; where the node's own function occurs in one, its name stands for it."""
    whole = expression.formulas.get(node)
    if not getattr(whole, "is_Function", False):
        return expression.local[node]
    return [sympy.sympify(slope).xreplace({whole: sympy.Symbol(node)}) for slope in expression.local[node]]


def _formula(formula: Any) -> str:
    """A SymPy expression as it stands on a picture."""
    if getattr(formula, "is_Number", False):
        return say(float(formula))
    return as_text(formula).replace("**", "^").replace("*", " · ")
