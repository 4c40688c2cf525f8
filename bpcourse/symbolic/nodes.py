"""A forward pass as a list of nodes: each line names a value and says how it is computed from earlier ones.

This is what a derivation layer by layer starts from (chapters 02 and 06). The lines are {symbol: expression}, in order,
and the last one is the loss. They come from a network's sizes, or from one nested formula, or are written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

import sympy

from bpcourse.symbolic.local import in_order

Nodes = dict[Any, Any]


class sigmoid(sympy.Function):  # type: ignore[misc]
    """Logistic sigmoid, kept as a name: its derivative is written sigmoid(z) (1 - sigmoid(z)).

    `.doit()` writes it out as 1 / (1 + exp(-z)).
    """

    def fdiff(self, argindex: int = 1) -> Any:
        """Derivative with respect to z."""
        return self * (1 - self)

    def doit(self, **hints: Any) -> Any:
        """1 / (1 + exp(-z))."""
        return 1 / (1 + sympy.exp(-self.args[0].doit(**hints)))

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        power = f"^{{{exp}}}" if exp else ""
        return f"\\sigma{power}\\left({printer._print(self.args[0])}\\right)"


def dense_network(sizes: Sequence[int]) -> tuple[Nodes, tuple[Any, ...]]:
    """Nodes and parameters of a dense network of sigmoid units with L = 1/2 sum of (t - out)^2, for one sample.

    sizes are the inputs, then the units of each layer. The units of the last layer are o1, o2, ..., of a single
    hidden layer h1, h2, ..., of several h1_1, h1_2, ..., h2_1, ...; unit u computes net_u and then out_u. The weights
    count through, unit by unit: in (2, 2, 2) w1 and w2 lead from x1 and x2 to h1, w3 and w4 to h2, w5 and w6 from h1
    and h2 to o1. The bias of unit u is b_u. ValueError without a layer.
    """
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(f"sizes is {tuple(sizes)}, expected two or more positive numbers: inputs, then units by layer")
    nodes: Nodes = {}
    parameters = []
    weight_numbers = count(1)
    values = _symbols("x", sizes[0])
    hidden = len(sizes) - 2
    for layer, n_units in enumerate(sizes[1:], start=1):
        stem = "o" if layer > hidden else "h" if hidden == 1 else f"h{layer}_"
        outs = []
        for unit in (f"{stem}{j}" for j in range(1, n_units + 1)):
            weights = [sympy.Symbol(f"w{next(weight_numbers)}") for _ in values]
            bias, net, out = sympy.symbols(f"b_{unit} net_{unit} out_{unit}")
            products = [in_order(sympy.Mul, w, value) for w, value in zip(weights, values, strict=True)]
            nodes[net] = in_order(sympy.Add, *products, bias)
            nodes[out] = sigmoid(net)
            parameters += [*weights, bias]
            outs.append(out)
        values = outs
    targets = _symbols("t", sizes[-1])
    errors = [in_order(sympy.Add, t, -out) ** 2 / 2 for t, out in zip(targets, values, strict=True)]
    nodes[sympy.Symbol("L")] = in_order(sympy.Add, *errors)
    return _layer_by_layer(nodes), tuple(parameters)


def forward_nodes(expression: Any, loss: str = "L") -> Nodes:
    """One nested formula, taken apart: z1, z2, ... are what goes into its functions, a1, a2, ... what comes out.

    What occurs twice becomes one node. 1 / (1 + exp(-z)) is recognised as sigmoid(z). The last node is the loss.
    """
    nodes: Nodes = {}
    taken = {symbol.name for symbol in expression.free_symbols}
    numbers = (i for i in count(1) if not taken & {f"z{i}", f"a{i}"})
    seen: dict[Any, Any] = {}

    def visit(part: Any) -> Any:
        if not part.args:
            return part
        if part not in seen:
            exponent = _sigmoid_argument(part)
            if exponent is not None:
                seen[part] = name(sigmoid, [visit(exponent)])
            else:
                arguments = [visit(argument) for argument in part.args]
                is_function = isinstance(part, sympy.Function | sympy.Max | sympy.Min)
                seen[part] = name(part.func, arguments) if is_function else part.func(*arguments)
        return seen[part]

    def name(function: Any, arguments: list[Any]) -> Any:
        number = next(numbers)
        for i, argument in enumerate(arguments):
            if argument.args:
                z = sympy.Symbol(f"z{number}")
                nodes[z], arguments[i] = argument, z
        a = sympy.Symbol(f"a{number}")
        nodes[a] = function(*arguments)
        return a

    last = visit(expression)
    nodes[sympy.Symbol(loss)] = last
    return nodes


def written_out(nodes: Mapping[Any, Any]) -> Any:
    """The last node as one nested formula in the inputs and parameters alone, with sigmoid as 1 / (1 + exp(-z))."""
    nested: Nodes = {}
    for node, expression in nodes.items():
        nested[node] = expression.xreplace(nested).doit()
    return nested[node]


def _layer_by_layer(nodes: Nodes) -> Nodes:
    """The same nodes, all net of a layer before its outs: the order in which matrices compute them."""
    depth: dict[Any, int] = {}
    for node, expression in nodes.items():
        depth[node] = 1 + max((depth.get(symbol, 0) for symbol in expression.free_symbols), default=0)
    return dict(sorted(nodes.items(), key=lambda item: depth[item[0]]))


def _sigmoid_argument(part: Any) -> Any:
    """z if the expression is 1 / (1 + exp(-z)), else None."""
    if part.is_Pow and part.exp == -1 and part.base.is_Add and len(part.base.args) == 2:
        rest = part.base - 1
        if isinstance(rest, sympy.exp):
            return -rest.args[0]
    return None


def _symbols(stem: str, how_many: int) -> list[Any]:
    return [sympy.Symbol(f"{stem}{i}") for i in range(1, how_many + 1)]
