"""The reverse pass on symbols: from the loss back, one short line for the gradient of each node (chapter 05).

A node's gradient is the sum, over the nodes that it feeds, of their gradient times the local derivative. Nodes nearest
to the loss come first, so a line needs only lines above it; each line is computed once, however many paths share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sympy

from bpcourse.symbolic.local import in_order, local_derivative, product
from bpcourse.symbolic.nodes import Nodes


def reverse_pass(nodes: Mapping[Any, Any], parameters: Iterable[Any]) -> Nodes:
    """{node or parameter: dL/d(it)} in the order of computing; gradient_symbol(node) stands for an earlier line.

    nodes is {node: expression in earlier nodes, inputs and parameters}, the loss last. ValueError if a node is used
    before it is defined, or if a parameter does not lead to the loss.
    """
    parameters = tuple(parameters)
    _check(nodes, parameters)
    loss = next(reversed(tuple(nodes)))
    fed, varying = feeds(nodes), _varying(nodes, parameters)
    ahead = {symbol: fed.get(symbol, []) for symbol in (*parameters, *nodes) if symbol in varying}
    if lost := [str(parameter) for parameter in parameters if not ahead[parameter]]:
        raise ValueError(f"{', '.join(lost)} does not lead to {loss}, expected parameters on which the loss depends")
    distance = {loss: 0}
    for symbol in [*reversed(tuple(nodes)), *parameters]:
        if ahead.get(symbol):
            distance[symbol] = 1 + max(distance[child] for child in ahead[symbol])

    places = {symbol: place for place, symbol in enumerate(ahead)}
    backward: Nodes = {}
    upstream = {loss: sympy.Integer(1)}
    for symbol in sorted(distance, key=lambda symbol: (distance[symbol], places[symbol])):
        if symbol == loss:
            continue
        line = in_order(sympy.Add, *(_term(upstream[child], child, nodes[child], symbol) for child in ahead[symbol]))
        # The gradient of a plain term of the loss is 1: nothing to write down, and nothing to multiply by.
        upstream[symbol] = line if line.is_Number else gradient_symbol(symbol)
        if not line.is_Number or symbol in parameters:
            backward[symbol] = line
    return backward


def gradient_symbol(node: Any) -> Any:
    """The symbol that stands for dL/d(node) in a backward line, named as in code: grad_w1."""
    return sympy.Symbol(f"grad_{node}")


def feeds(nodes: Mapping[Any, Any]) -> dict[Any, list[Any]]:
    """{symbol: the nodes that it feeds and that lead on to the loss, in forward order}."""
    leading = {next(reversed(tuple(nodes)))}
    for node in reversed(tuple(nodes)):
        if node in leading:
            leading |= nodes[node].free_symbols
    fed: dict[Any, list[Any]] = {}
    for node, line in nodes.items():
        for symbol in line.free_symbols if node in leading else ():
            fed.setdefault(symbol, []).append(node)
    return fed


def _varying(nodes: Mapping[Any, Any], parameters: tuple[Any, ...]) -> set[Any]:
    """The parameters, and everything that moves when they do: nothing else has a gradient that is asked for."""
    varying = set(parameters)
    for node, line in nodes.items():
        if line.free_symbols & varying:
            varying.add(node)
    return varying


def _term(upstream: Any, child: Any, line: Any, symbol: Any) -> Any:
    """upstream times d(child)/d(symbol), with the child's own symbol in the local derivative wherever it can stand."""
    return product(upstream, local_derivative(line, symbol).xreplace({line: child}))


def _check(nodes: Mapping[Any, Any], parameters: tuple[Any, ...]) -> None:
    defined: set[Any] = set()
    for node, line in nodes.items():
        if not getattr(node, "is_Symbol", False):
            raise ValueError(f"the forward pass defines {node!r}, expected a SymPy symbol")
        if early := sorted(str(symbol) for symbol in line.free_symbols & (nodes.keys() - defined)):
            raise ValueError(
                f"the line of {node} uses {', '.join(early)}, expected it to be defined on an earlier line"
            )
        if node in parameters:
            raise ValueError(f"{node} is a node and a parameter, expected it to be one of the two")
        defined.add(node)
    if not nodes:
        raise ValueError("the forward pass has no lines, expected at least the one of the loss")
