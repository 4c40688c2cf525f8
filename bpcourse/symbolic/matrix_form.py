"""The backward pass of a network in matrices, from the list of its layers (chapter 08).

The rules of the layers are put together, forwards and then in reverse. What comes out is shown with formula, shape and
reason, and written as NumPy code with one step backward for each step forward.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bpcourse.symbolic.code import function_source
from bpcourse.symbolic.derivations import CELL
from bpcourse.symbolic.layered import BACKWARD, FORWARD
from bpcourse.symbolic.matrix_rules import ACTIVATIONS, CROSS_ENTROPY, LOSSES, Line, Matrix, activation, linear, loss


@dataclass(frozen=True, repr=False)
class MatrixDerivation:
    """The forward and the backward lines of a network. Displays as a table with shapes and reasons."""

    forward: tuple[Line, ...]
    backward: tuple[Line, ...]
    parameters: tuple[Matrix, ...]

    def code(self, name: str = "gradients") -> str:
        """The source of a NumPy function (x, y, w1, b1, ...) -> (loss, grad_w1, grad_b1, ...).

        y has the shape of the outputs; for the cross-entropy its rows are one-hot.
        """
        arguments = ["x", "y", *(parameter.code for parameter in self.parameters)]
        body = ["# forward", *map(_assignment, self.forward), "# backward", *map(_assignment, self.backward)]
        result = ", ".join(["loss", *(parameter.gradient.code for parameter in self.parameters)])
        says = "Loss and gradients: one step backward for each step forward."
        return function_source(name, arguments, body, result, says)

    def __repr__(self) -> str:
        return "\n".join([*map(_assignment, self.forward), "", *map(_assignment, self.backward)])

    def _repr_html_(self) -> str:
        rows = [_row(FORWARD, line) for line in self.forward] + [_row(BACKWARD, line) for line in self.backward]
        return f'<table style="margin: 4px 0px; font-size: 1em">{"".join(rows)}</table>'


def derive_matrices(layers: Sequence[str], loss_name: str) -> MatrixDerivation:
    """The lines of a network, from the names of its layers, as ["linear", "sigmoid", "linear"], and of its loss.

    Layers are linear, sigmoid, tanh and relu; an activation follows a linear layer. The losses are half squared error
    (a sum), mean squared error (over all entries) and softmax cross-entropy (over the samples), which follows a linear
    layer. ValueError for another name or order.
    """
    _check(layers, loss_name)
    rules = []
    value, number = Matrix("X", "x", ("N", "D")), 0
    for place, kind in enumerate(layers):
        number += kind == "linear"
        columns = f"H{number}" if "linear" in layers[place + 1 :] else "K"
        rules.append(linear(value, number, columns) if kind == "linear" else activation(kind, value, number))
        value = rules[-1].out
    rules.append(loss(loss_name, value))
    backward = [line for rule in reversed(rules) for line in rule.backward]
    return MatrixDerivation(
        tuple(line for rule in rules for line in rule.forward),
        tuple(line for line in backward if line.what.code != "grad_x"),  # nobody changes the data
        tuple(parameter for rule in rules for parameter in rule.parameters),
    )


def _assignment(line: Line) -> str:
    return f"{line.what.code} = {line.code}  # {line.what.shape}"


def _row(colour: str, line: Line) -> str:
    first = f'<td style="{CELL}; border-left: 4px solid {colour}">$\\displaystyle {line.what.formula}$</td>'
    texts = [f"$=\\; \\displaystyle {escape(line.formula)}$", escape(line.what.shape), escape(line.reason)]
    others = [f'<td style="{CELL}">{text}</td>' for text in texts]
    return f"<tr>{first}{''.join(others)}</tr>"


def _check(layers: Sequence[str], loss_name: str) -> None:
    if loss_name not in LOSSES:
        raise ValueError(f"the loss is {loss_name!r}, expected one of {', '.join(LOSSES)}")
    before = "nothing"
    for kind in layers:
        if kind != "linear" and kind not in ACTIVATIONS:
            raise ValueError(f"a layer is {kind!r}, expected one of linear, {', '.join(ACTIVATIONS)}")
        if kind != "linear" and before != "linear":
            raise ValueError(f"{kind} follows {before}, expected it to follow a linear layer")
        before = kind
    if before == "nothing":
        raise ValueError("layers is empty, expected at least one linear layer")
    if loss_name == CROSS_ENTROPY and before != "linear":
        raise ValueError(f"{loss_name} follows {before}, expected it to follow a linear layer: it takes logits")
