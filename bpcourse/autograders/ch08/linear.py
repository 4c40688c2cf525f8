"""Exercise `linear_backward` of chapter 08: the three gradients of z = x w + b for a batch."""

from collections.abc import Callable

import numpy as np

from bpcourse.autograders.ch08.shared import LINEAR, MEAN, MISTAKE
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Value
from bpcourse.reference.activations import Array
from bpcourse.reference.layers import linear_backward

OUTPUTS = ("grad_x", "grad_w", "grad_b")


def _cases(rng: np.random.Generator) -> list[Case]:
    def case(n: int, d: int, h: int, edge: bool = False) -> Case:
        inputs = {"upstream": rng.normal(size=(n, h)), "x": rng.normal(size=(n, d)), "w": rng.normal(size=(d, h))}
        return Case(f"N = {n}, D = {d}, H = {h}", inputs, edge=edge)

    return [case(5, 3, 2), case(4, 2, 6), case(4, 4, 4), case(1, 4, 3, edge=True), case(6, 1, 1, edge=True)]


def _sample_by_sample(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    grad_w, grad_b = np.zeros(w.shape), np.zeros(w.shape[1])
    for g, row in zip(upstream, x, strict=True):
        grad_w += np.outer(row, g)
        grad_b += g
    return np.array([w @ g for g in upstream]), grad_w, grad_b


def _halves_upstream(upstream: Array, x: Array, w: Array) -> tuple[Array, Array, Array]:
    gradients = linear_backward(upstream, x, w)
    upstream /= 2.0
    return gradients


def _part(number: int, change: Callable[..., Value]) -> Callable[..., Value]:
    """Right but for one of the three gradients."""

    def answer(upstream: Array, x: Array, w: Array) -> tuple[Value, ...]:
        gradients: list[Value] = list(linear_backward(upstream, x, w))
        gradients[number] = change(upstream, x, w)
        return tuple(gradients)

    return answer


LINEAR_BACKWARD = Exercise(
    name="linear_backward",
    chapter=8,
    points=4,
    minutes=15,
    difficulty="core",
    statement=r"""Write `linear_backward(upstream, x, w)`: the backward pass of $z = x\,w + b$ for a batch.

- `x` has shape (N, D), `w` (D, H); `upstream` is $\partial L/\partial z$, shape (N, H).
- Return three gradients, in the order of the inputs: `grad_x` (N, D), `grad_w` (D, H), `grad_b` (H,). Each has the
  shape of what it is the gradient of.
- If the loss is a mean, its 1/N already sits in `upstream`.

The inputs stay as they are.""",
    stub='''def linear_backward(upstream, x, w):
    """Return grad_x (N, D), grad_w (D, H), grad_b (H,) of z = x w + b; upstream: dL/dz (N, H)."""
    raise NotImplementedError
''',
    hints=(
        "Each gradient has the shape of its input. Which product of upstream with x or w has that shape?",
        "grad_x (N, D) from (N, H) and (D, H); grad_w (D, H) from (N, D) and (N, H); grad_b (H,) from (N, H).",
        "grad_x = G wᵀ, grad_w = xᵀ G, grad_b = sum of G over the samples, with G = upstream.",
        "`return upstream @ w.T, x.T @ upstream, upstream.sum(axis=0)`",
    ),
    solution='''def linear_backward(upstream, x, w):
    """Return grad_x (N, D), grad_w (D, H), grad_b (H,) of z = x w + b; upstream: dL/dz (N, H)."""
    grad_x = upstream @ w.T
    grad_w = x.T @ upstream
    grad_b = upstream.sum(axis=0)
    return grad_x, grad_w, grad_b
''',
    explanation="Every sample uses the same w and b, so their gradients add up over the samples: in xᵀ G the sum over "
    "n is the inner one of the product, for b it stands alone. Each row of x is used by its own sample only, so "
    "nothing is summed over n in grad_x.",
    read='chapter 08, "The backward pass of a layer"',
    reference=linear_backward,
    correct=(
        _sample_by_sample,
        lambda upstream, x, w: (
            np.einsum("nh,dh->nd", upstream, w),
            np.einsum("nd,nh->dh", x, upstream),
            np.ones(len(x)) @ upstream,
        ),
        lambda upstream, x, w: ((w @ upstream.T).T, (upstream.T @ x).T, sum(upstream)),
    ),
    outputs=OUTPUTS,
    mistakes=(
        Mistake(
            "upstream ignored",
            lambda upstream, x, w: linear_backward(np.ones_like(upstream), x, w),
            "Your gradients are those for an upstream of ones. What follows the layer decides how much each z "
            "matters: that is what `upstream` says. With ones in its place, a test with ones would pass.",
            LINEAR,
        ),
        Mistake(
            "grad_w transposed",
            _part(1, lambda upstream, x, w: upstream.T @ x),
            "grad_w lies the other way round: it is Gᵀ x, shape (H, D). The gradient of w has the shape of w, (D, H): "
            "xᵀ G.",
            LINEAR,
        ),
        Mistake(
            "grad_b not summed",
            _part(2, lambda upstream, x, w: upstream),
            "grad_b is still one row a sample. The same b was added to every row, so its gradient is the sum of the "
            "rows: shape (H,).",
            LINEAR,
        ),
        Mistake(
            "grad_b summed over the wrong axis",
            _part(2, lambda upstream, x, w: upstream.sum(axis=1)),
            "grad_b was summed over the units, axis 1, and has N entries. b has one for each unit: sum over the "
            "samples, axis 0.",
            LINEAR,
        ),
        Mistake(
            "grad_b summed over everything",
            _part(2, lambda upstream, x, w: upstream.sum()),
            "grad_b is one number, the sum of all of upstream. Each unit has its own bias: sum over the samples alone.",
            LINEAR,
        ),
        Mistake(
            "grad_b kept as a row",
            _part(2, lambda upstream, x, w: upstream.sum(axis=0, keepdims=True)),
            "grad_b has shape (1, H), and b has (H,). `keepdims=True` keeps an axis that b never had.",
            LINEAR,
        ),
        Mistake(
            "divided by N",
            lambda upstream, x, w: (
                upstream @ w.T,
                x.T @ upstream / len(x),
                upstream.mean(axis=0),
            ),
            "grad_w and grad_b are N times too small. The 1/N of a mean loss already sits in `upstream`: here the "
            "samples are added up and nothing is divided.",
            MEAN,
        ),
        Mistake(
            "grad_b averaged",
            _part(2, lambda upstream, x, w: upstream.mean(axis=0)),
            "grad_b is a mean over the samples. It is a sum: the 1/N of a mean loss already sits in `upstream`.",
            MEAN,
        ),
        Mistake(
            "all divided by N",
            lambda upstream, x, w: linear_backward(upstream / len(x), x, w),
            "Every gradient is N times too small. The 1/N of a mean loss already sits in `upstream`.",
            MEAN,
        ),
        Mistake(
            "multiplied by N",
            lambda upstream, x, w: linear_backward(upstream * len(x), x, w),
            "Every gradient is N times too large. The 1/N of a mean loss sits in `upstream` and stays there.",
            MEAN,
        ),
        Mistake(
            "last sample only",
            _part(1, lambda upstream, x, w: np.outer(x[-1], upstream[-1])),
            "grad_w is that of the last sample alone. In a loop over the samples, add (+=) where you wrote =.",
            LINEAR,
        ),
        Mistake(
            "last sample only, for w and b",
            lambda upstream, x, w: (upstream @ w.T, np.outer(x[-1], upstream[-1]), upstream[-1]),
            "grad_w and grad_b are those of the last sample alone. In a loop over the samples, add (+=) where you "
            "wrote =.",
            LINEAR,
        ),
        Mistake(
            "sign",
            lambda upstream, x, w: tuple(-part for part in linear_backward(upstream, x, w)),
            "Every gradient has the opposite sign. The minus of descent belongs to the update.",
            LINEAR,
        ),
        Mistake(
            "order of the results",
            lambda upstream, x, w: (x.T @ upstream, upstream @ w.T, upstream.sum(axis=0)),
            "grad_w stands first. The gradients come back in the order of the inputs: x, w, b.",
            LINEAR,
        ),
        Mistake(
            "w not transposed",
            lambda upstream, x, w: (upstream @ w, x.T @ upstream, upstream.sum(axis=0)),
            "grad_x uses w as it is. `upstream @ w` fits only where D = H, and has the wrong numbers there: it is G "
            "wᵀ.",
            MISTAKE,
        ),
        Mistake(
            "x not transposed",
            lambda upstream, x, w: (upstream @ w.T, x @ upstream, upstream.sum(axis=0)),
            "grad_w uses x as it is. `x @ upstream` fits only where N = D, and has the wrong numbers there: it is xᵀ "
            "G.",
            MISTAKE,
        ),
        *(
            Mistake(name, _part(number, change), says, LINEAR)
            for name, number, change, says in (
                (
                    "grad_x entry by entry",
                    0,
                    lambda upstream, x, w: upstream * w.T,
                    "grad_x is made with `*`, entry by entry: upstream (N, H) and wᵀ (H, D) fit only by chance, and "
                    "nothing is added over the units. The matrix product `@` does that, and gives (N, D).",
                ),
                (
                    "grad_x entry by entry, w as it is",
                    0,
                    lambda upstream, x, w: upstream * w,
                    "grad_x is made with `*`, entry by entry: upstream (N, H) and w (D, H) fit only by chance. It is a "
                    "matrix product: (N, H) `@` (H, D) gives (N, D), so w has to be turned round.",
                ),
                (
                    "grad_x goes forwards",
                    0,
                    lambda upstream, x, w: x @ w,
                    "Your grad_x is x w: that is the way forward, without b, in the shape of z, (N, H). Back goes "
                    "`upstream`, through wᵀ: (N, H) times (H, D).",
                ),
                (
                    "grad_x without upstream",
                    0,
                    lambda upstream, x, w: w.T,
                    "Your grad_x is wᵀ alone, the slope of z by x. Multiplied by upstream it is the slope of L: G wᵀ, "
                    "one row a sample.",
                ),
                (
                    "grad_w entry by entry",
                    1,
                    lambda upstream, x, w: x * upstream,
                    "grad_w is made with `*`, entry by entry: x (N, D) and upstream (N, H) fit only by chance. It is a "
                    "matrix product: (D, N) `@` (N, H) gives (D, H), so x has to be turned round.",
                ),
                (
                    "grad_w entry by entry, x turned",
                    1,
                    lambda upstream, x, w: x.T * upstream,
                    "grad_w is made with `*`, entry by entry: xᵀ (D, N) and upstream (N, H) fit only by chance, and "
                    "nothing is added over the samples. The matrix product `@` does that, and gives (D, H).",
                ),
                (
                    "grad_w of sums",
                    1,
                    lambda upstream, x, w: np.outer(x.sum(axis=0), upstream.sum(axis=0)),
                    "grad_w is the sum of x times the sum of upstream. Each x belongs to the upstream of its own "
                    "sample: multiply first, then add. That is xᵀ G.",
                ),
                (
                    "grad_b from x",
                    2,
                    lambda upstream, x, w: x.sum(axis=0),
                    "grad_b is the sum of x, and has D entries. z = x w + b moves with b by the slope 1, whatever x "
                    "is: sum `upstream` over the samples, for (H,).",
                ),
                (
                    "grad_b without upstream",
                    2,
                    lambda upstream, x, w: np.ones(w.shape[1]),
                    "Your grad_b is 1 for each unit, the slope of z by b. Multiplied by upstream, and added over the "
                    "samples, it is the slope of L.",
                ),
                (
                    "grad_b of the first sample",
                    2,
                    lambda upstream, x, w: upstream[0],
                    "grad_b is the upstream of the first sample alone. The same b was added to every row: sum over the "
                    "samples.",
                ),
                (
                    "grad_b of the last sample",
                    2,
                    lambda upstream, x, w: upstream[-1],
                    "grad_b is the upstream of the last sample alone. In a loop over the samples, add (+=) where you "
                    "wrote =.",
                ),
            )
        ),
        Mistake(
            "changes its input",
            _halves_upstream,
            "The gradients are right, and an input was changed in place. Whoever called you still needs it.",
            LINEAR,
        ),
    ),
    cases=_cases,
)
