"""What a recorded computation costs: how often each operation ran, what memory waits for the way back (chapter 13).

Reverse mode buys its one sweep with memory: whatever a rule wants to see again is kept until then. `checkpointing`
shows how to keep less.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bpcourse.autodiff.engine import newest_first, operation_of
from bpcourse.autodiff.tensor import Tensor


@dataclass(frozen=True)
class Costs:
    """Of the graph behind a tensor: `operations` says how often each one ran, `kept_bytes` what the graph keeps."""

    operations: Mapping[str, int]
    kept_bytes: int

    @property
    def n_operations(self) -> int:
        """How many operations were recorded, each of which has one rule to run on the way back."""
        return sum(self.operations.values())


def costs_of(output: Tensor) -> Costs:
    """The costs of everything that the output was computed from, inputs and the constants that rules need included.

    Arrays that share memory, as a reshaped one does with the original, count once.
    """
    nodes = newest_first(output)
    kept: dict[int, int] = {}
    for array in _arrays(nodes):
        owner = array
        while isinstance(owner.base, np.ndarray):
            owner = owner.base
        kept[id(owner)] = max(kept.get(id(owner), 0), array.nbytes)
    return Costs(Counter(operation_of(node) for node in nodes if node.rule), sum(kept.values()))


def _arrays(nodes: list[Tensor]) -> Iterator[np.ndarray | np.generic]:
    for node in nodes:
        yield node.array
        for saved in node.saved:
            parts = saved if isinstance(saved, tuple) else (saved,)  # An index may be a tuple of arrays.
            yield from (part for part in parts if isinstance(part, np.ndarray))
