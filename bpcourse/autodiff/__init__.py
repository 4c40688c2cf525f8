"""Automatic differentiation: a program that derives the gradient while it computes the value (chapters 05 and 13).

`dual` runs it forwards. `scalar` runs it backwards on single numbers, `tensor` on arrays, with `operations` on several
of them; `engine` holds the way back, and `rules` the table of what each operation does there. `costs` counts what was
recorded, and `checkpointing` records less.
"""

from bpcourse.autodiff.checkpointing import checkpoint
from bpcourse.autodiff.costs import Costs, costs_of
from bpcourse.autodiff.dual import Dual, jvp
from bpcourse.autodiff.operations import concatenate, einsum, linear, softmax_cross_entropy, where
from bpcourse.autodiff.scalar import Value, dot
from bpcourse.autodiff.tensor import Tensor

__all__ = [
    "Costs",
    "Dual",
    "Tensor",
    "Value",
    "checkpoint",
    "concatenate",
    "costs_of",
    "dot",
    "einsum",
    "jvp",
    "linear",
    "softmax_cross_entropy",
    "where",
]
