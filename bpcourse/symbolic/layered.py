"""Deriving layer by layer: one short gradient line for each line of the forward pass (chapters 05 and 06).

Differentiating the whole nested formula works, and drowns: every gradient repeats the forward pass, and none shows
what it shares with the others. Here each node keeps its symbol. Its gradient is the sum, over the nodes that it feeds,
of their gradient times the local derivative, and that sum gets a symbol of its own. Nothing is ever simplified.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import sympy

from bpcourse.reference.activations import sigmoid as numpy_sigmoid
from bpcourse.symbolic.code import as_code, assignments, function_source
from bpcourse.symbolic.derivations import CELL, Derivation, derivation
from bpcourse.symbolic.formulas import as_latex
from bpcourse.symbolic.local import flattened, in_order
from bpcourse.symbolic.nodes import Nodes, forward_nodes, written_out
from bpcourse.symbolic.reverse_pass import feeds, gradient_symbol, reverse_pass

FORWARD, BACKWARD = "#0072B2", "#D55E00"
_NUMPY = {"np": np, "sigmoid": numpy_sigmoid}  # what the lines are run with


@dataclass(frozen=True, repr=False)
class LayeredDerivation:
    """A forward pass and its backward pass in node symbols. Displays as a table with a line for each.

    forward is {node: expression}, the loss last. backward is {node or parameter: dL/d(it)}, in the order in which the
    lines are computed; in them gradient_symbol(node) stands for the dL/d(node) of an earlier line.
    """

    forward: Nodes
    backward: Nodes
    parameters: tuple[Any, ...]

    @property
    def loss(self) -> Any:
        """The symbol of the last node."""
        return next(reversed(self.forward))

    @property
    def operations(self) -> int:
        """How many additions, multiplications and so on the backward lines take, for all gradients together."""
        return sum(int(sympy.count_ops(line)) for line in self.backward.values())

    def monster(self, parameter: Any) -> Any:
        """dL/d(parameter) as SymPy gives it when the loss is one nested formula."""
        return sympy.diff(written_out(self.forward), parameter)

    def of(self, parameter: Any) -> Derivation:
        """One gradient from the monster to its factors: the formula written out, then the paths back, node by node.

        Each line is checked against the one before. ValueError if it is not a parameter of this derivation.
        """
        if parameter not in self.parameters:
            names = ", ".join(str(name) for name in self.parameters)
            raise ValueError(f"{parameter} is not a parameter of this derivation, expected one of {names}")
        monster = self.monster(parameter)
        lines = [(monster, f"everything written out: {sympy.count_ops(monster)} operations")]
        as_slope = {gradient_symbol(node): sympy.Derivative(self.loss, node) for node in self.backward}
        factored, waiting = gradient_symbol(parameter), [parameter]
        with sympy.evaluate(False):
            while waiting:
                earlier = {gradient_symbol(node): self.backward[node] for node in waiting}
                factored = flattened(factored.xreplace(earlier))
                lines.append((factored.xreplace(as_slope), "; ".join(map(self._reason, waiting))))
                waiting = [node for node in self.backward if gradient_symbol(node) in factored.free_symbols]
        lines[-1] = (lines[-1][0], f"{lines[-1][1]}. In node symbols: {sympy.count_ops(factored)} operations")
        return derivation(*lines, left=sympy.Derivative(self.loss, parameter), where=self.forward)

    def code(self, name: str = "gradients") -> str:
        """The source of a NumPy function of the inputs and parameters, by name: the loss, and {parameter: gradient}."""
        arguments = [str(symbol) for symbol in (*self.inputs, *self.parameters)]
        gradients = ", ".join(f"{parameter}={gradient_symbol(parameter)}" for parameter in self.parameters)
        body = ["# forward", *self._code(forward=True), "# backward", *self._code(forward=False)]
        says = "Loss and gradients: one line backward for each line forward."
        return function_source(name, arguments, body, f"{self.loss}, dict({gradients})", says)

    def training_code(self, name: str = "train") -> str:
        """The source of a function that descends on one sample: of all inputs and parameters, of lr and steps.

        It gives the parameters after the last step. Nothing but numbers and `math`, every line of the derivation once
        a step: the fastest that plain Python trains so small a network. Like `math`, it refuses an exp that overflows.
        """
        forward = {node: line for node, line in self.forward.items() if node != self.loss}  # no step needs its value
        # A gradient goes straight into the update, unless it needs a parameter, which may have moved by then.
        direct = {
            p: self.backward[p] for p in self.parameters if self.backward[p].free_symbols.isdisjoint(self.parameters)
        }
        backward = {gradient_symbol(node): line for node, line in self.backward.items() if node not in direct}
        steps = {p: in_order(sympy.Mul, sympy.Symbol("lr"), direct.get(p, gradient_symbol(p))) for p in self.parameters}
        step = ["# forward", *assignments({str(node): line for node, line in forward.items()}, numbers=True)]
        step += ["# backward", *assignments({str(node): line for node, line in backward.items()}, numbers=True)]
        step += ["# update", *(f"{parameter} -= {as_code(move, numbers=True)}" for parameter, move in steps.items())]
        arguments = [*map(str, (*self.inputs, *self.parameters)), "lr", "steps"]
        body = ["for _ in range(steps):", *(f"    {line}" for line in step)]
        says = "Gradient descent on one sample: the parameters after so many steps."
        return function_source(name, arguments, body, ", ".join(map(str, self.parameters)), says)

    def numbers(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Every value and every gradient by its name in the code, given {name of an input or parameter: number}.

        ValueError if one has no number.
        """
        found = dict(values)
        if missing := [str(symbol) for symbol in (*self.inputs, *self.parameters) if str(symbol) not in found]:
            raise ValueError(f"values has no {', '.join(missing)}, expected a number for every input and parameter")
        exec("\n".join(self._code(forward=True) + self._code(forward=False)), dict(_NUMPY), found)
        return found

    @property
    def inputs(self) -> list[Any]:
        """The symbols that are neither nodes nor parameters, in the order in which the forward pass uses them."""
        leaves = [leaf for line in self.forward.values() for leaf in sympy.preorder_traversal(line) if leaf.is_Symbol]
        return [leaf for leaf in dict.fromkeys(leaves) if leaf not in self.forward and leaf not in self.parameters]

    def _code(self, *, forward: bool) -> list[str]:
        if forward:
            return assignments({node.name: line for node, line in self.forward.items()})
        return assignments({gradient_symbol(node).name: line for node, line in self.backward.items()})

    def _reason(self, node: Any) -> str:
        fed = [str(child) for child in feeds(self.forward)[node]]
        if len(fed) == 1:
            return f"{node} feeds {fed[0]}"
        return f"{node} feeds {', '.join(fed[:-1])} and {fed[-1]}: the paths add up"

    def __repr__(self) -> str:
        return "\n".join([*self._code(forward=True), "", *self._code(forward=False)])

    def _repr_html_(self) -> str:
        slopes = {gradient_symbol(node): as_latex(sympy.Derivative(self.loss, node)) for node in self.backward}
        rows = [_row(FORWARD, as_latex(node), as_latex(line), "") for node, line in self.forward.items()]
        rows += [
            _row(BACKWARD, slopes[gradient_symbol(node)], as_latex(line, slopes), self._reason(node))
            for node, line in self.backward.items()
        ]
        return f'<table style="margin: 4px 0px; font-size: 1em">{"".join(rows)}</table>'


def derive_layers(forward: Any, parameters: Iterable[Any]) -> LayeredDerivation:
    """Derive dL/d(parameter) for every parameter, node by node, from the loss back.

    forward is {node: expression in earlier nodes, inputs and parameters}, the loss last, as from `dense_network`; or
    the loss as one nested formula, which is then taken apart. ValueError if a node is used before it is defined, or if
    a parameter does not lead to the loss.
    """
    nodes = dict(forward) if isinstance(forward, Mapping) else forward_nodes(forward)
    parameters = tuple(parameters)
    return LayeredDerivation(nodes, reverse_pass(nodes, parameters), parameters)


def _row(colour: str, name: str, line: str, reason: str) -> str:
    first = f'<td style="{CELL}; border-left: 4px solid {colour}">$\\displaystyle {name}$</td>'
    others = [f'<td style="{CELL}">{cell}</td>' for cell in (f"$=\\; \\displaystyle {escape(line)}$", escape(reason))]
    return f"<tr>{first}{''.join(others)}</tr>"
