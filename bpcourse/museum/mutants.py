"""Thirteen wrong backward passes of a layer, and three right ones: what a gradient check is checked with (chapter 07).

The layer is z = x w + b, with x (N, D), w (D, H), b (H,). A backward pass takes the upstream dL/dz (N, H), x and w, and
gives dL/dx, dL/dw and dL/db. Each mutant runs for every N, D and H, and its gradients have the right shapes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.reference.activations import Array
from bpcourse.reference.layers import linear_backward

Backward = Callable[[Array, Array, Array], tuple[Array, Array, Array]]
Check = Callable[[Backward], bool]


@dataclass(frozen=True)
class Mutant:
    """A wrong backward pass, what is wrong with it, and which weak check lets it pass."""

    name: str
    backward: Backward
    says: str
    survives: str


def _sample_by_sample(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    grad_x, grad_w, grad_b = np.zeros(x.shape), np.zeros(w.shape), np.zeros(w.shape[1])
    for n, (row, sent) in enumerate(zip(x, upstream, strict=True)):
        grad_x[n] = w @ sent
        grad_w += np.outer(row, sent)
        grad_b += sent
    return grad_x, grad_w, grad_b


def _by_index(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    return np.einsum("nh,dh->nd", upstream, w), np.einsum("nd,nh->dh", x, upstream), np.einsum("nh->h", upstream)


RIGHT: tuple[Backward, ...] = (linear_backward, _sample_by_sample, _by_index)


def _upstream_ignored(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    return linear_backward(np.ones_like(upstream), x, w)


def _sign(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    grad_x, grad_w, grad_b = linear_backward(upstream, x, w)
    return grad_x, -grad_w, grad_b


def _twice(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    return linear_backward(2 * upstream, x, w)


def _bias_averaged(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    grad_x, grad_w, _ = linear_backward(upstream, x, w)
    return grad_x, grad_w, upstream.mean(axis=0)


def _weights_averaged(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    grad_x, grad_w, grad_b = linear_backward(upstream, x, w)
    return grad_x, grad_w / len(x), grad_b


def _last_sample(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    grad_x, _, grad_b = linear_backward(upstream, x, w)
    return grad_x, np.outer(x[-1], upstream[-1]), grad_b


def _product_of_sums(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    grad_x, _, grad_b = linear_backward(upstream, x, w)
    return grad_x, np.outer(x.mean(axis=0), upstream.sum(axis=0)), grad_b


def _samples_shifted(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    grad_x, grad_w, grad_b = linear_backward(upstream, x, w)
    return np.roll(grad_x, 1, axis=0), grad_w, grad_b


def _bias_reversed(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    grad_x, grad_w, grad_b = linear_backward(upstream, x, w)
    return grad_x, grad_w, grad_b[::-1]


def _rotated(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    grad_x, grad_w, grad_b = linear_backward(upstream, x, w)
    return grad_x, np.roll(grad_w, 1, axis=1), grad_b


def _square_block(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    grad_x, grad_w, grad_b = linear_backward(upstream, x, w)
    size = min(w.shape)
    block = np.zeros(w.shape)
    block[:size, :size] = grad_w[:size, :size]
    return grad_x, block, grad_b


def _clipped(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    return linear_backward(np.maximum(upstream, 0.0), x, w)


def _a_little_too_large(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    grad_x, grad_w, grad_b = linear_backward(upstream, x, w)
    return grad_x, 1.001 * grad_w, grad_b


ONES, SINGLE, SQUARE, LOOSE = (
    "an upstream of ones, or of numbers that are all alike",
    "a single sample",
    "a square w, or a comparison of some entries",
    "a loose tolerance",
)
MUTANTS = (
    Mutant("sign", _sign, "The gradient of w has the wrong sign.", "a comparison of absolute values or of norms"),
    Mutant("twice", _twice, "Every gradient is twice what it should be.", "a tolerance as large as 0.3"),
    Mutant("upstream ignored", _upstream_ignored, "It never looks at the upstream, and takes 1 in its place.", ONES),
    Mutant("samples shifted", _samples_shifted, "Each sample gets the gradient of x of the one before it.", ONES),
    Mutant("bias reversed", _bias_reversed, "The gradient of b is right, but in reverse order.", ONES),
    Mutant("units rotated", _rotated, "Each unit's weights get the gradient of the unit beside it.", ONES),
    Mutant(
        "negative upstream lost", _clipped, "Where the upstream is negative it takes 0.", f"{ONES}, or all positive"
    ),
    Mutant("bias averaged", _bias_averaged, "The gradient of b is averaged over the samples, not summed.", SINGLE),
    Mutant("weights averaged", _weights_averaged, "The gradient of w is divided by N.", SINGLE),
    Mutant("last sample only", _last_sample, "The gradient of w has the last sample alone.", SINGLE),
    Mutant(
        "product of sums",
        _product_of_sums,
        "It multiplies sums over the samples, where a sum of products is meant.",
        f"{SINGLE}, or {ONES}",
    ),
    Mutant("square block", _square_block, "The loop over w stops at the smaller of its two sides.", SQUARE),
    Mutant("a little too large", _a_little_too_large, "The gradient of w is too large by one in a thousand.", LOOSE),
)


def survivors(check: Check) -> list[Mutant]:
    """The wrong backward passes that `check` calls right."""
    return [mutant for mutant in MUTANTS if check(mutant.backward)]


def false_alarms(check: Check) -> int:
    """How many of the right backward passes `check` calls wrong."""
    return sum(not check(backward) for backward in RIGHT)


def weak_check(
    rng: np.random.Generator,
    *,
    n: int = 4,
    d: int = 3,
    h: int = 5,
    ones: bool = False,
    positive: bool = False,
    tolerance: float = 1e-6,
    only: str = "xwb",
    compare: str = "entries",
) -> Check:
    """A gradient check with the weaknesses asked for, good without any: `weak_check(rng, n=1)` has a single sample.

    `ones` is the upstream of ones, `positive` draws every number from 0 to 1, `only` names the gradients looked at,
    `compare` is "entries", "sums", "sizes" or "norms".
    """
    draw = rng.random if positive else rng.standard_normal
    upstream, x, w, b = draw((n, h)), draw((n, d)), draw((d, h)), draw(h)
    if ones:
        upstream = np.ones((n, h))
    views: dict[str, Callable[[ArrayLike], Any]] = {
        "entries": np.asarray,
        "sums": np.sum,
        "sizes": np.abs,
        "norms": np.linalg.norm,
    }
    seen = views[compare]
    losses: dict[str, tuple[Callable[[Array], Any], Array]] = {
        "x": (lambda x: (upstream * (x @ w + b)).sum(), x),
        "w": (lambda w: (upstream * (x @ w + b)).sum(), w),
        "b": (lambda b: (upstream * (x @ w + b)).sum(), b),
    }
    measured = {name: central_difference(*losses[name]) for name in only}

    def check(backward: Backward) -> bool:
        given = dict(zip("xwb", backward(upstream, x, w), strict=True))
        return all(relative_error(seen(given[name]), seen(measured[name])) < tolerance for name in only)

    return check
