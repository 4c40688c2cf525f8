"""A sweep through a graph as a reader follows it: node by node, with the messages that arrive (chapter 05)."""

from dataclasses import dataclass
from functools import cache

from bpcourse.autodiff.graph import Edge, Graph, Local, edges, forward_sweep, reverse_sweep, topological_order
from bpcourse.autodiff.jacobian_cost import JacobianCost, jacobian_cost, layered_graph

PRODUCT: Graph = {"a": [], "b": [], "c": ["a", "b"], "d": ["b"], "e": ["c", "d"]}
VALUES = {"a": 2.0, "b": 1.0, "c": 3.0, "d": 2.0, "e": 6.0}  # e = (a + b)(b + 1)
LOCAL: Local = {"a": [], "b": [], "c": [1.0, 1.0], "d": [1.0], "e": [VALUES["d"], VALUES["c"]]}
BETWEEN = (3, 3)  # the layers between the ends of the other graph


@dataclass(frozen=True)
class Message:
    """What comes over an edge: the number on it times what its sender holds."""

    edge: Edge
    sender: str
    slope: float
    held: float

    @property
    def number(self) -> float:
        return self.slope * self.held


@dataclass(frozen=True)
class Arrival:
    """A node whose turn it is: the messages to it, and the derivative that it holds from then on."""

    node: str
    messages: tuple[Message, ...]
    holds: float


def arrivals(mode: str, start: str) -> list[Arrival]:
    """The steps of a sweep through PRODUCT, from an input on ("forward") or from e back ("reverse")."""
    forward = mode == "forward"
    held = forward_sweep(PRODUCT, LOCAL, start) if forward else reverse_sweep(PRODUCT, LOCAL, start)
    order = topological_order(PRODUCT)
    steps: list[Arrival] = []
    for node in order if forward else order[::-1]:
        into = [edge for edge in edges(PRODUCT) if node == (edge.child if forward else edge.parent)]
        messages = tuple(
            Message(edge, sender, LOCAL[edge.child][edge.place], held[sender])
            for edge in into
            for sender in (edge.parent if forward else edge.child,)
            if held[sender]
        )
        if messages or node == start:
            steps.append(Arrival(node, messages, held[node]))
    return steps


def graph_between(n: int, m: int) -> dict[str, list[str]]:
    """The graph in layers with n inputs and m outputs."""
    return layered_graph(n, *BETWEEN, m)


@cache
def cost_between(n: int, m: int) -> JacobianCost:
    """What all derivatives of that graph cost, in each of the four ways."""
    return jacobian_cost(graph_between(n, m))


def used_by_sweep(graph: Graph, mode: str, start: str) -> list[Edge]:
    """The edges that one sweep uses: those behind an input, or those that lead to an output."""
    ones: Local = {node: [1] * len(parents) for node, parents in graph.items()}
    reached = forward_sweep(graph, ones, start) if mode == "forward" else reverse_sweep(graph, ones, start)
    return [edge for edge in edges(graph) if reached[edge.parent if mode == "forward" else edge.child]]
