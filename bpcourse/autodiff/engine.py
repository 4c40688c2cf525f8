"""The backward pass on arrays. It walks the graph that `tensor` records, applies the rules of `rules`, and knows none.

Chapter 13 reads it. A node is a tensor with its parents, the rule of the operation that made it, what the rule wants
beside upstream (`saved`), and the number that it got when it was made. A tensor is made after its parents. So newest
first is an order in which every gradient is complete before it is passed on: no search for an order, no recursion.

Rules use arrays from the way forward, and whoever holds an array can change it. The engine compares each array that
somebody else may hold with a fingerprint, and refuses to give a wrong gradient.
"""

from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.autodiff.arrays import Array, unbroadcast

if TYPE_CHECKING:
    from bpcourse.autodiff.tensor import Tensor

_age = attrgetter("number")


def backpropagate(output: "Tensor", upstream: ArrayLike | None) -> None:
    """Set the grad of every tensor that the output was computed from. `Tensor.backward` says what is refused."""
    first_gradient = _checked_upstream(output, upstream)
    order = newest_first(output)
    for node in order:
        node.grad = None
    output.grad = first_gradient
    for node in order:
        gradient, rule = node.grad, node.rule
        if rule is None:
            node.grad = _own(gradient, node.array)
            continue
        for array, fingerprint in node.borrowed:
            if fingerprint_of(array) != fingerprint:
                raise RuntimeError(_changed(array, node))
        if node.fingerprint is not None and node.changed_after(node.number):
            raise RuntimeError(_changed(node.array, node))
        parts = rule(gradient, *node.saved)
        if len(parts) != len(node.parents):
            raise ValueError(f"{rule.__name__} gave {len(parts)} gradients, expected {len(node.parents)}, one an input")
        for parent, part in zip(node.parents, parts):  # noqa: B905 (strict=True takes a tenth of a small network's time)
            if parent.fingerprint is not None and parent.changed_after(node.number):
                raise RuntimeError(_changed(parent.array, node))
            if part.shape != parent.array.shape:
                part = unbroadcast(part, parent.array.shape)
            so_far = parent.grad
            if so_far is None:
                parent.grad = part.copy() if part is gradient else part
            elif so_far.base is None:
                so_far += part
                parent.grad = so_far  # A number is not changed in place.
            else:  # A view: adding in place would change the array that it shows, another tensor's gradient.
                parent.grad = so_far + part


def newest_first(output: "Tensor") -> "list[Tensor]":
    """Every tensor that the output was computed from, and the output itself, newest first."""
    this_search = object()  # A new mark for each search, so that old marks need not be wiped off.
    output.visited = this_search
    found: list[Tensor] = []
    pending = [output]
    while pending:
        node = pending.pop()
        found.append(node)
        for parent in node.parents:
            if parent.visited is not this_search:
                parent.visited = this_search
                pending.append(parent)
    found.sort(key=_age, reverse=True)
    return found


def operation_of(node: "Tensor") -> str:
    """The name of the operation that made the tensor, empty for an input."""
    return node.rule.__name__.removesuffix("_backward") if node.rule else ""


def fingerprint_of(array: Array) -> bytes:
    """What tells the array from a changed one: up to 64 KB its bytes, up to 256 KB 1000 entries and the sum of all.

    The sum, of whole numbers of 64 bits, notices a change of any one entry; it can miss numbers that trade places.
    Above 256 KB, where reading everything would slow training down, there are the 1000 entries alone: a change of many
    entries is noticed, and a change of a few can escape.
    """
    if array.nbytes <= 2**16:
        return array.tobytes()
    entries = array.ravel("K")
    # An odd step does not fall on the same column in every row, as 512 would in rows of 1024.
    some = entries[:: entries.size // 1000 | 1].tobytes()
    if array.nbytes > 2**18:
        return some
    raw = entries.view(np.uint8)
    total: np.uint64 = np.add.reduce(raw[: raw.size // 8 * 8].view(np.uint64))
    return some + total.tobytes() + raw[-8:].tobytes()


def _changed(array: Array, node: "Tensor") -> str:
    return (
        f"an array of shape {array.shape} was changed after {operation_of(node)} had used it or made it, so the "
        "gradient would be that of another computation: after changing data, compute the output again before you call "
        "backward"
    )


def _checked_upstream(output: "Tensor", upstream: ArrayLike | None) -> Array:
    shape = output.array.shape
    if upstream is None:
        if shape != ():
            raise ValueError(
                f"backward from an output of shape {shape}, expected one number, the loss: end with .sum() or "
                ".mean(), or give backward the upstream gradient, an array of the output's shape"
            )
        one: Array = output.array.dtype.type(1)
        return one
    if hasattr(upstream, "backward"):
        raise TypeError(
            "upstream is a Tensor, expected an array: a backward pass is not recorded, so a gradient has no gradient "
            "of its own; for second derivatives call f at Dual(Tensor(x), v)"
        )
    given = np.array(upstream, dtype=output.array.dtype)
    if given.shape != shape:
        raise ValueError(f"upstream has shape {given.shape}, expected {shape}, the shape of the output")
    return given


def _own(gradient: Array, data: Array) -> Array:
    """The gradient of a leaf as the caller gets it: an array of its own, not part of another, with the data's dtype."""
    if type(gradient) is np.ndarray and gradient.base is None and gradient.dtype is data.dtype:
        return gradient
    return np.array(gradient, dtype=data.dtype)
