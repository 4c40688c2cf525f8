"""Less memory for more time: part of the computation is forgotten, and computed again on the way back (chapter 13).

A chain of n equal layers that is recorded keeps n layers. Cut into sqrt(n) segments, it keeps their sqrt(n) inputs and,
on the way back, one segment of sqrt(n) layers at a time; each layer runs forward twice (Chen and others, 2016).
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from bpcourse.autodiff.arrays import Array
from bpcourse.autodiff.engine import newest_first
from bpcourse.autodiff.rules import Gradients
from bpcourse.autodiff.tensor import Tensor, borrow


def checkpoint(f: Callable[..., Tensor], *inputs: Tensor | Array) -> Tensor:
    """f(*inputs) as one node, which keeps the inputs and the output and nothing from in between.

    Weights are inputs too: ValueError if f uses a Tensor that is not among them, for it would get no gradient. f has to
    give the same output when it runs again: backward raises RuntimeError if it does not. TypeError without a Tensor.
    """
    tensors = [x for x in inputs if isinstance(x, Tensor)]
    if not tensors:
        raise TypeError("checkpoint got no Tensor among its inputs: there is no way back to save memory for")
    constants = [x for x in inputs if not isinstance(x, Tensor)]
    f_of_tensors = _with_constants(f, inputs)
    inside = [Tensor(x.array) for x in tensors]
    out = f_of_tensors(inside)
    oldest = newest_first(out)[-1]
    if oldest.number < inside[0].number:
        raise ValueError(
            f"checkpoint runs a function that uses a Tensor of shape {oldest.shape} from outside, expected it among "
            "the inputs, without which it would get no gradient"
        )
    saved = (f_of_tensors, out.array, *(x.array for x in tensors))
    return Tensor(out.array, checkpoint_backward, tensors, saved, sum(map(borrow, constants), ()))


def checkpoint_backward(
    upstream: Array, f: Callable[[list[Tensor]], Tensor], first_output: Array, *inputs: Array
) -> Gradients:
    """The rule: run f again, this time to the end of its own way back."""
    tensors = [Tensor(x) for x in inputs]
    out = f(tensors)
    if not np.array_equal(out.array, first_output, equal_nan=True):
        raise RuntimeError(
            "a function under checkpoint gave another output when it ran again, expected the same: draw random numbers "
            "outside, and give them to it as an input"
        )
    out.backward(upstream)
    return [np.zeros(t.shape, t.dtype) if t.grad is None else t.grad for t in tensors]


def _with_constants(f: Callable[..., Tensor], inputs: tuple[Any, ...]) -> Callable[[list[Tensor]], Tensor]:
    """f as a function of those of its inputs that are tensors."""
    constants = [None if isinstance(x, Tensor) else x for x in inputs]

    def f_of_tensors(tensors: list[Tensor]) -> Tensor:
        remaining = iter(tensors)
        return f(*(next(remaining) if c is None else c for c in constants))

    return f_of_tensors
