"""What all derivatives of all outputs cost: by forward sweeps, reverse sweeps, paths or differences (chapter 05).

The unit is one use of an edge. A sweep multiplies once for each edge that it uses. A run of the program itself, of
which differences need two for each input, uses every edge once as well.
"""

from dataclasses import dataclass
from itertools import pairwise

from bpcourse.autodiff.graph import Graph, edges, forward_cost, path_cost, reverse_cost


@dataclass(frozen=True)
class JacobianCost:
    """Uses of an edge, for the derivative of every output with respect to every input."""

    forward: int  # one sweep for each input
    reverse: int  # one sweep for each output
    paths: int  # every path from every input to every output, walked
    differences: int  # two runs of the program for each input


def inputs_of(graph: Graph) -> list[str]:
    """The nodes without parents."""
    return [node for node, parents in graph.items() if not parents]


def outputs_of(graph: Graph) -> list[str]:
    """The nodes without children."""
    used = {parent for parents in graph.values() for parent in parents}
    return [node for node in graph if node not in used]


def jacobian_cost(graph: Graph) -> JacobianCost:
    """The cost of all derivatives of a graph, from its inputs to its outputs, in each of the four ways."""
    inputs, outputs = inputs_of(graph), outputs_of(graph)
    return JacobianCost(
        forward=sum(forward_cost(graph, x).multiplications for x in inputs),
        reverse=sum(reverse_cost(graph, y).multiplications for y in outputs),
        paths=sum(path_cost(graph, x, y).multiplications for x in inputs for y in outputs),
        differences=2 * len(inputs) * len(edges(graph)),
    )


def layered_graph(*sizes: int) -> dict[str, list[str]]:
    """A graph in layers of these sizes, every node joined to every one of the next: x1 x2 ..., u1 ..., v1 ..., y1 ...

    ValueError unless there are two to five layers of at least one node.
    """
    if not 2 <= len(sizes) <= 5 or min(sizes) < 1:
        raise ValueError(f"the layers have the sizes {sizes}, expected two to five sizes of 1 or more")
    letters = ["x", *"uvw"[: len(sizes) - 2], "y"]
    layers = [[f"{letter}{k}" for k in range(1, size + 1)] for letter, size in zip(letters, sizes, strict=True)]
    graph: dict[str, list[str]] = {node: [] for node in layers[0]}
    for before, after in pairwise(layers):
        graph |= {node: list(before) for node in after}
    return graph
