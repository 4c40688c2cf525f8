"""The dot-product test: a backward rule of any size, checked by comparing two numbers (chapters 07 and 08).

A forward rule with the Jacobian J turns a move u of its inputs into the move J u of its outputs; its vjp turns an
upstream v into Jᵀ v. Whatever u and v are, <v, J u> = <Jᵀ v, u>. Random u and v leave a wrong rule no place to hide,
and J u costs two evaluations, where a check entry by entry costs two for each entry.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from bpcourse.gradcheck.measure import BEST_STEP, EPS
from bpcourse.reference.activations import Array


def dot_test(f: Callable[..., Any], f_vjp: Callable[..., Any], x: Any, rng: np.random.Generator) -> float:
    """How far <v, J u> and <Jᵀ v, u> are apart, for a random upstream v and a random move u of the inputs.

    f(x) gives an array of any shape; f_vjp(upstream, x) gives the gradient in the shape of x. For a rule with several
    inputs x is a tuple: f(*x), and f_vjp(upstream, *x) gives a tuple of gradients in the order of the inputs.

    The gap between the two sums, less what rounding alone can make of it, is divided by the size of their terms (in
    2-norms), so that a sum that happens to fall near zero raises no alarm. A right rule gives 0 to 1e-7; a wrong one
    mostly 1e-3 or more, and nan if it is not finite. x is never changed.

    ValueError if a gradient does not have the shape of its input.
    """
    several = isinstance(x, tuple)
    inputs = [np.array(array, dtype=np.float64) for array in (x if several else (x,))]
    # Every entry moves relative to its own scale, as in a central difference.
    moves = [BEST_STEP * np.maximum(1.0, np.abs(a)) * rng.standard_normal(a.shape) for a in inputs]
    above = [a + move for a, move in zip(inputs, moves, strict=True)]
    below = [a - move for a, move in zip(inputs, moves, strict=True)]
    # What rounding made of the moves is what the inputs really moved by.
    moved = [up - down for up, down in zip(above, below, strict=True)]

    output = np.asarray(f(*(a.copy() for a in inputs)), dtype=np.float64)
    upstream = rng.standard_normal(output.shape)
    returned = f_vjp(upstream.copy(), *(a.copy() for a in inputs))
    gradients = _gradients(returned if several else (returned,), inputs)

    pushed = upstream * (np.asarray(f(*above)) - np.asarray(f(*below)))
    pulled = np.concatenate([np.ravel(g * move) for g, move in zip(gradients, moved, strict=True)])
    gap = abs(pushed.sum() - pulled.sum())
    # As for the witnesses of a derivation: rounding in f is that of numbers of size 1, or of f where f is larger.
    rounding = 4 * EPS * np.linalg.norm(upstream * np.maximum(1.0, np.abs(output)))
    if gap <= rounding:
        return 0.0
    return float((gap - rounding) / (np.linalg.norm(pushed) + np.linalg.norm(pulled)))


def _gradients(returned: Any, inputs: list[Array]) -> list[Array]:
    if not isinstance(returned, tuple | list) or len(returned) != len(inputs):
        given = f"{len(returned)} gradients" if isinstance(returned, tuple | list) else type(returned).__name__
        raise ValueError(f"f_vjp returned {given}, expected {len(inputs)} gradients, one an input")
    gradients = [np.asarray(gradient, dtype=np.float64) for gradient in returned]
    for number, (gradient, array) in enumerate(zip(gradients, inputs, strict=True), start=1):
        if gradient.shape != array.shape:
            raise ValueError(
                f"f_vjp returned shape {gradient.shape} for input {number}, expected {array.shape}: "
                "a gradient has the shape of what it belongs to"
            )
    return gradients
