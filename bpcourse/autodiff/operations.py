"""Operations on several tensors: a dense layer, a loss, choosing, joining, einsum (chapter 13 and networks after it).

As everywhere in the engine, an argument that is a number or an array is a constant and gets no gradient. With a `Dual`
among the arguments the result is one; `where`, `concatenate` and `einsum` of arrays alone give an array.
"""

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.autodiff import rules
from bpcourse.autodiff.arrays import Array, log_softmax, matmul
from bpcourse.autodiff.dual import Dual, innermost, seen_from
from bpcourse.autodiff.tensor import Tensor, borrow


def linear(x: Any, w: Any, b: Any) -> Any:
    """x @ w + b as one node, for x (N, D), and tensors w (D, H) and b (H,). x may be an array: the data are constant.

    ValueError if the shapes do not fit.
    """
    if Dual in (type(x), type(w), type(b)):
        return x @ w + b
    inputs = _array(x)
    if inputs.ndim != 2 or b.array.ndim != 1 or w.array.shape != (inputs.shape[1], *b.array.shape):
        raise ValueError(f"linear got x {inputs.shape}, w {w.shape} and b {b.shape}, expected (N, D), (D, H) and (H,)")
    out = matmul(inputs, w.array)
    out += b.array
    if isinstance(x, Tensor):
        return Tensor(out, rules.linear_backward, (x, w, b), (inputs, w.array))
    return Tensor(out, rules.linear_constant_backward, (w, b), (inputs,), borrow(inputs))


def softmax_cross_entropy(logits: Any, y: ArrayLike) -> Any:
    """Mean over the batch of -log softmax(logits)[y], for logits (N, K) and labels y (N,), integers from 0 to K - 1.

    One node, whose gradient is (p - y) / N. ValueError if y is something else.
    """
    labels = np.asarray(y)
    if len(logits.shape) != 2 or labels.shape != logits.shape[:1] or labels.dtype.kind not in "iu":
        raise ValueError(
            f"softmax_cross_entropy got logits {logits.shape} and y {labels.shape} of {labels.dtype}, expected (N, K) "
            "and (N,), y of integers"
        )
    n, n_classes = logits.shape
    if n and labels.astype(np.uint64).max() >= n_classes:  # A negative number is a large one there.
        raise ValueError(f"y has labels from {labels.min()} to {labels.max()}, expected 0 to {n_classes - 1}")
    if isinstance(logits, Dual):
        return -logits.log_softmax()[np.arange(n), labels].mean()
    log_p = log_softmax(logits.array, axis=-1)
    loss = -log_p[np.arange(n), labels].sum() / n
    return Tensor(loss, rules.softmax_cross_entropy_backward, (logits,), (log_p, labels), borrow(labels))


def where(condition: ArrayLike, x: Any, y: Any) -> Any:
    """Entry by entry x where the condition holds and y elsewhere."""
    chosen = np.asarray(condition)
    if innermost(x, y) is not None:
        return _of_both(lambda *parts: where(chosen, *parts), x, y)
    out = np.where(chosen, _array(x), _array(y))
    if isinstance(x, Tensor) and isinstance(y, Tensor):
        return Tensor(out, rules.where_backward, (x, y), (chosen,), borrow(chosen))
    if isinstance(x, Tensor):
        return Tensor(out, rules.where_constant_backward, (x,), (chosen,), borrow(chosen))
    if isinstance(y, Tensor):
        return Tensor(out, rules.where_constant_backward, (y,), (np.logical_not(chosen),), borrow(chosen))
    return out


def concatenate(parts: Sequence[Any], axis: int = 0) -> Any:
    """The parts joined along an axis that they all have; their other axes agree."""
    if innermost(*parts) is not None:
        return _of_both(lambda *parts: concatenate(parts, axis), *parts)
    arrays = [_array(part) for part in parts]
    out = np.concatenate(arrays, axis=axis)
    inputs = _tensors(parts)
    if not inputs:
        return out
    before = (slice(None),) * (axis % out.ndim)
    ends = list(accumulate(array.shape[axis] for array in arrays))
    places = [(*before, slice(start, end)) for start, end in pairwise([0, *ends])]
    return Tensor(out, rules.concatenate_backward, list(inputs.values()), ([places[k] for k in inputs],))


def einsum(subscripts: str, *operands: Any) -> Any:
    """Sum of products over letters, as np.einsum: "ij,jk->ik" is a matrix product.

    A letter stands for one axis and one length, and the output is written out. ValueError for an ellipsis, for
    subscripts without an arrow, and if the shapes do not fit.
    """
    if (level := innermost(*operands)) is not None:
        values, derivatives = zip(*(seen_from(level, operand) for operand in operands), strict=True)
        # The product rule: one operand moves at a time.
        moved = [einsum(subscripts, *values[:k], dx, *values[k + 1 :]) for k, dx in enumerate(derivatives)]
        return Dual(einsum(subscripts, *values), sum(moved[1:], moved[0]), level)
    arrays = [_array(operand) for operand in operands]
    letters, output = _letters(subscripts, arrays)
    out = np.einsum(subscripts, *arrays, optimize=True)
    inputs = _tensors(operands)
    if not inputs:
        return out
    constants = [borrow(array) for k, array in enumerate(arrays) if k not in inputs]
    saved = (*arrays, letters, output, list(inputs))
    return Tensor(out, rules.einsum_backward, list(inputs.values()), saved, sum(constants, ()))


def _letters(subscripts: str, arrays: Sequence[Array]) -> tuple[list[str], str]:
    """The letters of each operand, and of the output."""
    before, arrow, output = subscripts.replace(" ", "").partition("->")
    letters = before.split(",")
    if not arrow or not "".join([*letters, output]).isalpha():
        raise ValueError(f"einsum got {subscripts!r}, expected letters, commas and an arrow, as in 'ij,jk->ik'")
    shapes = [array.shape for array in arrays]
    if [*map(len, letters)] != [*map(len, shapes)]:
        raise ValueError(f"einsum got {subscripts!r} for shapes {shapes}, expected one letter for each axis")
    lengths: dict[str, int] = {}
    for part, shape in zip(letters, shapes, strict=True):
        for letter, length in zip(part, shape, strict=True):
            if lengths.setdefault(letter, length) != length:
                raise ValueError(f"einsum got lengths {lengths[letter]} and {length} for {letter}, expected one length")
    return letters, output


def _of_both(linear: Callable[..., Any], *operands: Any) -> Dual:
    """A linear function of several operands: it does to their derivatives what it does to their values."""
    level = innermost(*operands) or 0
    values, derivatives = zip(*(seen_from(level, operand) for operand in operands), strict=True)
    return Dual(linear(*values), linear(*derivatives), level)


def _array(operand: Any) -> Array:
    return operand.array if isinstance(operand, Tensor) else np.asarray(operand)


def _tensors(operands: Sequence[Any]) -> dict[int, Tensor]:
    """The operands that are to get a gradient, by position."""
    return {k: operand for k, operand in enumerate(operands) if isinstance(operand, Tensor)}
