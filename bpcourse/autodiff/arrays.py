"""What array operations and their rules are written with, in NumPy (chapter 13; chapter 08 writes `unbroadcast`).

Products, sums and shapes; no tensors and no gradients of anything are known here.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
Shape = tuple[int, ...]
Axis = int | tuple[int, ...] | None

_PICK_ONCE = {int, slice, type(None), type(...)}


def float_array(data: ArrayLike) -> Array:
    """A copy of the data as an array. TypeError unless they are floating-point numbers."""
    array = np.array(data)
    if array.dtype.kind != "f":
        raise TypeError(
            f"a Tensor of {array.dtype}, expected floating-point numbers, which can have gradients: write 1.0 for 1, "
            "or use .astype(np.float64)"
        )
    return array


def elementwise(operation: Callable[[Any, Any], Any], x: Any, y: Any) -> Any:
    """operation(x, y), entry by entry. ValueError if broadcasting cannot match the shapes."""
    try:
        return operation(x, y)
    except ValueError as error:
        raise ValueError(
            f"{operation.__name__} got shapes {np.shape(x)} and {np.shape(y)}, expected shapes that broadcasting can "
            "match: counted from the last axis, lengths that are equal, or one of them 1"
        ) from error


def matmul(x: Array, y: Array) -> Array:
    """x @ y. ValueError if the shapes do not fit."""
    try:
        return matrix_product(x, y)
    except ValueError as error:
        raise ValueError(
            f"matmul got shapes {x.shape} and {y.shape}, expected (..., N, D) and (..., D, M), or (D,) for either: "
            "the last axis of the first is summed with the last but one of the second"
        ) from error


def matrix_product(x: Array, y: Array) -> Array:
    """x @ y. For matrices np.dot gives the same, up to twice as fast when they are small or transposed."""
    product: Array = np.dot(x, y) if 0 < x.ndim <= 2 and 0 < y.ndim <= 2 else np.matmul(x, y)
    return product


def as_matrix(upstream: Array, x_rank: int, y_rank: int) -> Array:
    """upstream of x @ y, with the axes back that the product drops for a vector x, a row, and a vector y, a column."""
    if y_rank == 1:
        upstream = upstream[..., None]
    return upstream[..., None, :] if x_rank == 1 else upstream


def sum_rows(x: Array) -> Array:
    """Sum over the rows of x (N, H), giving (H,). As a product with ones it takes half the time of x.sum(axis=0)."""
    total: Array = np.dot(stretch(x.dtype.type(1), (len(x),)), x)
    return total


def stretch(x: Array, shape: Shape) -> Array:
    """x broadcast to the shape, as an array of its own."""
    stretched: Array = np.empty(shape, x.dtype)
    stretched[...] = x
    return stretched


def unbroadcast(gradient: Array, shape: Shape) -> Array:
    """The gradient of an input that broadcasting stretched: each entry adds up over the places that it was copied to.

    shape is the input's. ValueError if broadcasting does not lead from it to the shape of the gradient.
    """
    if gradient.ndim == 2 and gradient.shape[1:] == shape:
        return sum_rows(gradient)
    new = gradient.ndim - len(shape)
    stretched = [new + i for i, n in enumerate(shape) if n == 1]
    total: Array = gradient.sum(axis=(*range(new), *stretched), keepdims=True)
    if new < 0 or total.shape[new:] != shape:
        raise ValueError(
            f"a gradient of shape {gradient.shape} for an input of shape {shape}, expected the shape of the input, or "
            "one that broadcasting makes of it"
        )
    return total.reshape(shape)


def kept_shape(shape: Shape, axis: Axis) -> Shape:
    """The shape after a sum along the axes (None: all of them) if every axis stays, with length 1."""
    if axis is None:
        return (1,) * len(shape)
    summed = {i % len(shape) for i in (axis if isinstance(axis, tuple) else (axis,))}
    return tuple(1 if i in summed else n for i, n in enumerate(shape))


def fixed_index(index: Any) -> Any:
    """The index, with its lists and arrays as arrays of its own: the caller may change his."""
    return tuple(map(_fixed_part, index)) if isinstance(index, tuple) else _fixed_part(index)


def _fixed_part(part: Any) -> Any:
    if isinstance(part, (list, tuple, np.ndarray)):
        copy = np.array(part)
        return copy if copy.size else copy.astype(np.intp)  # An empty list would be one of floats.
    return part


def picks_once(index: Any) -> bool:
    """Whether the index is made of integers, slices, None and ... alone, which pick no entry twice."""
    return _PICK_ONCE.issuperset(map(type, index if isinstance(index, tuple) else (index,)))


def sigmoid(z: Array) -> Array:
    """1 / (1 + exp(-z)), entry by entry. exp may overflow to infinity: the quotient is then 0, as it should be."""
    with np.errstate(over="ignore"):
        a: Array = 1 / (1 + np.exp(-z))
    return a


def log_softmax(z: Array, axis: int) -> Array:
    """log(exp(z) / sum of exp(z)) along the axis, the largest z subtracted first, so that nothing overflows."""
    shifted = z - z.max(axis=axis, keepdims=True)
    log_p: Array = shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
    return log_p
