"""Automatic differentiation: a program that derives the gradient while it computes the value (chapters 05 and 13).

`scalar` runs it backwards on single numbers. `tensor` does so on arrays, with `operations` on several of them;
`engine` holds the way back, and `rules` the table of what each operation does there.
"""

from bpcourse.autodiff.operations import concatenate, einsum, linear, softmax_cross_entropy, where
from bpcourse.autodiff.scalar import Value, dot
from bpcourse.autodiff.tensor import Tensor

__all__ = ["Tensor", "Value", "concatenate", "dot", "einsum", "linear", "softmax_cross_entropy", "where"]
