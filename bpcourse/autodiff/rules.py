"""The table of rules: how each array operation sends a gradient back to its inputs.

Chapter 13 reads it beside `engine`, which applies the rules and knows no operation; here is nothing else. All rules
have one signature, `f_backward(upstream, *saved) -> gradients in the order of the inputs`:

- upstream is dL/d(output of f), in the shape of the output.
- saved is what f kept on the way forward. x, y, w and b are inputs, c is a constant, out is the output; the rest are
  shapes, axes and indices.
- Each gradient is dL/d(that input). For an input that broadcasting stretched it has the stretched shape: the engine
  adds it up with `unbroadcast`, so that no rule has to.

A constant has no gradient. An operation with a constant therefore has one input less, and a rule of its own.
A new operation is one rule here, and a method in `tensor` or a function in `operations`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bpcourse.autodiff.arrays import Array, Axis, Shape, as_matrix, matrix_product, picks_once, stretch, sum_rows

Gradients = Sequence[Array]

# x + y, x + c, x - y, and -x or c - x


def add_backward(upstream: Array) -> Gradients:
    return upstream, upstream


def add_constant_backward(upstream: Array) -> Gradients:
    return (upstream,)


def subtract_backward(upstream: Array) -> Gradients:
    return upstream, -upstream


def negate_backward(upstream: Array) -> Gradients:
    return (-upstream,)


# x y, c x, x / y, x / c, c / x, and x ** exponent


def multiply_backward(upstream: Array, x: Array, y: Array) -> Gradients:
    return upstream * y, upstream * x


def multiply_constant_backward(upstream: Array, c: Array) -> Gradients:
    return (upstream * c,)


def divide_backward(upstream: Array, y: Array, out: Array) -> Gradients:
    return upstream / y, -upstream * out / y


def divide_by_constant_backward(upstream: Array, c: Array) -> Gradients:
    return (upstream / c,)


def divide_constant_backward(upstream: Array, x: Array, out: Array) -> Gradients:
    return (-upstream * out / x,)


def power_backward(upstream: Array, x: Array, exponent: float) -> Gradients:
    # x ** 0 is constant at x = 0 too, where the formula would multiply 0 by infinity.
    return (upstream * exponent * x ** (exponent - 1 if exponent else 0),)


# Functions of one input, entry by entry; and the choice between two inputs, or between one and a constant


def exp_backward(upstream: Array, out: Array) -> Gradients:
    return (upstream * out,)


def log_backward(upstream: Array, x: Array) -> Gradients:
    return (upstream / x,)


def tanh_backward(upstream: Array, out: Array) -> Gradients:
    return (upstream * (1 - out * out),)


def sigmoid_backward(upstream: Array, out: Array) -> Gradients:
    return (upstream * (out * (1 - out)),)


def relu_backward(upstream: Array, out: Array) -> Gradients:
    # out is never negative: its sign is the slope, 1 where x was positive and 0 elsewhere.
    return (upstream * np.sign(out),)


def where_backward(upstream: Array, condition: Array) -> Gradients:
    return np.where(condition, upstream, 0), np.where(condition, 0, upstream)


def where_constant_backward(upstream: Array, condition: Array) -> Gradients:
    return (np.where(condition, upstream, 0),)


# x @ y, x @ c, c @ y, and x @ w + b for x (N, D). Of a factor that was not saved its rank is: its number of axes.


def matmul_backward(upstream: Array, x: Array, y: Array) -> Gradients:
    if x.ndim == y.ndim == 1:
        return y * upstream, x * upstream
    return *matmul_left_backward(upstream, y, x.ndim), *matmul_right_backward(upstream, x, y.ndim)


def matmul_left_backward(upstream: Array, y: Array, x_rank: int) -> Gradients:
    columns = y[:, None] if y.ndim == 1 else y
    grad_x = matrix_product(as_matrix(upstream, x_rank, y.ndim), columns.swapaxes(-1, -2))
    return (grad_x[..., 0, :] if x_rank == 1 else grad_x,)


def matmul_right_backward(upstream: Array, x: Array, y_rank: int) -> Gradients:
    rows = x[None, :] if x.ndim == 1 else x
    grad_y = matrix_product(rows.swapaxes(-1, -2), as_matrix(upstream, x.ndim, y_rank))
    return (grad_y[..., 0] if y_rank == 1 else grad_y,)


def linear_backward(upstream: Array, x: Array, w: Array) -> Gradients:
    return matrix_product(upstream, w.T), matrix_product(x.T, upstream), sum_rows(upstream)


def linear_constant_backward(upstream: Array, x: Array) -> Gradients:
    return matrix_product(x.T, upstream), sum_rows(upstream)


def einsum_backward(upstream: Array, *saved: Any) -> Gradients:
    """saved: the operands, then the letters of each, the letters of the output, and which operands are inputs.

    The gradient of an operand is the einsum of upstream and the other operands. A letter that only this operand has was
    summed over: the gradient is the same all along it. A letter that it has twice picked a diagonal: the gradient lies
    on that diagonal and is zero elsewhere.
    """
    *operands, letters, output, inputs = saved
    gradients = []
    for k in inputs:
        others = [*letters[:k], *letters[k + 1 :]]
        known = "".join(letter for letter in dict.fromkeys(letters[k]) if letter in "".join([output, *others]))
        summed = "".join(letter for letter in dict.fromkeys(letters[k]) if letter not in known)
        gradient = np.zeros(operands[k].shape, upstream.dtype)
        entries_used = np.einsum(f"{letters[k]}->{summed}{known}", gradient)  # a view, through which gradient is set
        entries_used[...] = np.einsum(
            f"{','.join([output, *others])}->{known}", upstream, *operands[:k], *operands[k + 1 :], optimize=True
        )
        gradients.append(gradient)
    return gradients


# Sum, mean and largest along axes: kept is the shape of the output with these axes kept, at length 1


def sum_backward(upstream: Array, shape: Shape, kept: Shape) -> Gradients:
    return (stretch(upstream.reshape(kept), shape),)


def mean_backward(upstream: Array, shape: Shape, kept: Shape, n: int) -> Gradients:
    return (stretch(upstream.reshape(kept) / n, shape),)


def max_backward(upstream: Array, x: Array, largest: Array, axis: Axis) -> Gradients:
    # Entries that tie for the largest share the gradient equally.
    wins = x == largest
    return (upstream.reshape(largest.shape) * (wins / wins.sum(axis=axis, keepdims=True, dtype=x.dtype)),)


# Softmax and its companions


def softmax_backward(upstream: Array, out: Array, axis: int) -> Gradients:
    return (out * (upstream - (upstream * out).sum(axis=axis, keepdims=True)),)


def log_softmax_backward(upstream: Array, out: Array, axis: int) -> Gradients:
    return (upstream - np.exp(out) * upstream.sum(axis=axis, keepdims=True),)


def softmax_cross_entropy_backward(upstream: Array, log_p: Array, y: Array) -> Gradients:
    n = len(y)
    p_minus_y = np.exp(log_p)
    p_minus_y[np.arange(n), y] -= 1
    return (p_minus_y * (upstream / n),)


# Entries moved, picked or joined


def reshape_backward(upstream: Array, shape: Shape) -> Gradients:
    return (upstream.reshape(shape),)


def transpose_backward(upstream: Array, axes: Sequence[int]) -> Gradients:
    return (upstream.transpose(np.argsort(axes)),)


def getitem_backward(upstream: Array, shape: Shape, index: Any) -> Gradients:
    gradient = np.zeros(shape, upstream.dtype)
    if picks_once(index):
        gradient[index] = upstream
    else:
        np.add.at(gradient, index, upstream)  # an entry that was picked twice gets both gradients
    return (gradient,)


def concatenate_backward(upstream: Array, places: Sequence[Any]) -> Gradients:
    # places[k] is the index of the part of the output that came from input k.
    return [upstream[place] for place in places]
