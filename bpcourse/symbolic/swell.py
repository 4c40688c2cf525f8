"""Expression swell: how many operations the gradients take when they are written out, and when they are not.

Written out, each gradient repeats the formula of every node below it, and each layer multiplies that. Layer by layer
every node is a symbol, and a layer adds a few lines (chapters 05 and 06).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sympy

from bpcourse.gradcheck.tables import as_html, as_text
from bpcourse.symbolic.layered import derive_layers
from bpcourse.symbolic.nodes import dense_network, written_out


@dataclass(frozen=True)
class Swell:
    """One network: operations in its loss, in all its gradients written out, and in all of them layer by layer."""

    layers: int
    parameters: int
    loss: int
    written_out: int
    layer_by_layer: int


@dataclass(frozen=True, repr=False)
class SwellTable:
    """One row for each depth. Displays as a table."""

    rows: tuple[Swell, ...]

    @property
    def says(self) -> str:
        """What the first and the last row show, in one sentence."""
        first, last = self.rows[0], self.rows[-1]
        growth = last.written_out / first.written_out, last.layer_by_layer / first.layer_by_layer
        depths = f"From {_layers(first.layers)} to {_layers(last.layers)}"
        return f"{depths}: {growth[0]:,.0f} times the operations written out, {growth[1]:.1f} times layer by layer."

    def _table(self) -> list[list[str]]:
        head = [
            "layers",
            "parameters",
            "loss, written out",
            "all gradients, written out",
            "all gradients, layer by layer",
        ]
        numbers = [(row.layers, row.parameters, row.loss, row.written_out, row.layer_by_layer) for row in self.rows]
        return [head, *([f"{number:,}" for number in row] for row in numbers)]

    def __repr__(self) -> str:
        return as_text(self._table(), self.says)

    def _repr_html_(self) -> str:
        return as_html(self._table(), [False] * len(self.rows), self.says)


def expression_swell(layers: Iterable[int] = (1, 2, 3, 4), width: int = 2) -> SwellTable:
    """Count the operations of the gradients of dense sigmoid networks, `width` inputs and units in every layer.

    An operation is what SymPy counts as one: an addition, a multiplication, a power, an exponential. Nothing is
    simplified in either count. Six layers of two units take some seconds.
    """
    rows = []
    for depth in layers:
        derived = derive_layers(*dense_network([width] * (depth + 1)))
        loss = written_out(derived.forward)
        gradients = [sympy.diff(loss, parameter) for parameter in derived.parameters]
        rows.append(Swell(depth, len(gradients), _count(loss), sum(map(_count, gradients)), derived.operations))
    if not rows:
        raise ValueError("layers is empty, expected at least one number of layers")
    return SwellTable(tuple(rows))


def _count(expression: Any) -> int:
    return int(sympy.count_ops(expression))


def _layers(number: int) -> str:
    return f"{number} layer{'' if number == 1 else 's'}"
