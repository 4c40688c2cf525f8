"""Exercise `layer_step` of chapter 08: a training step of a layer with three faults of a batch, to mend."""

import numpy as np

from bpcourse.autograders.ch08.shared import LINEAR, MEAN, NETWORK
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Value
from bpcourse.reference.activations import Array
from bpcourse.reference.layers import linear_backward


def _cases(rng: np.random.Generator) -> list[Case]:
    def case(n: int, d: int, h: int, edge: bool = False) -> Case:
        shapes = {"upstream": (n, h), "x": (n, d), "w": (d, h), "b": (h,)}
        inputs: dict[str, Value] = {name: rng.normal(size=shape) for name, shape in shapes.items()}
        return Case(f"N = {n}, D = {d}, H = {h}", {**inputs, "lr": float(rng.uniform(0.2, 0.6))}, edge=edge)

    return [case(4, 3, 2), case(3, 2, 5), case(1, 3, 2, edge=True)]


def _step(
    upstream: Array, x: Array, w: Array, b: Array, lr: float, w_is: str = "sum", b_is: str = "sum", back: str = "old"
) -> tuple[Array, Array, Array]:
    """The step, each of its three parts right or wrong."""
    by_way = {"sum": x.T @ upstream, "last": np.outer(x[-1], upstream[-1]), "mean": x.T @ upstream / len(x)}
    new_w = w - lr * by_way[w_is]
    new_b = b - lr * (upstream.sum(axis=0) if b_is == "sum" else upstream.mean(axis=0))
    return upstream @ (w if back == "old" else new_w).T, new_w, new_b


PROGRAM = '''def layer_step(upstream, x, w, b, lr):
    """Return grad_x, new w, new b of z = x w + b after one step of gradient descent."""
{body}    return grad_x, w, b
'''
BROKEN = PROGRAM.format(
    body="""    for n in range(len(x)):
        grad_w = np.outer(x[n], upstream[n])
    w = w - lr * grad_w
    b = b - lr * upstream.mean(axis=0)
    grad_x = upstream @ w.T
"""
)
MENDED = PROGRAM.format(
    body="""    grad_x = upstream @ w.T
    w = w - lr * (x.T @ upstream)
    b = b - lr * upstream.sum(axis=0)
"""
)

LAYER_STEP = Exercise(
    name="layer_step",
    chapter=8,
    points=3,
    minutes=12,
    difficulty="stretch",
    mends=True,
    statement=r"""Find and mend. This program goes back through $z = x\,w + b$ for a batch, takes a step, and hands
`grad_x` on to the layer before. It runs, and training with it even gets somewhere. It has three faults:

- One of the gradients hears the last sample only.
- One of them is a mean where a sum belongs: the 1/N of the loss already sits in `upstream`.
- `grad_x` should tell how the loss moves with x *for the weights of the forward pass*.

`upstream` is $\partial L/\partial z$, shape (N, H); `x` is (N, D), `w` (D, H), `b` (H,), `lr` a number. Return
`grad_x` and the new `w` and `b`; the arrays that came in stay as they are.""",
    stub=BROKEN,
    hints=(
        "For each of the three lines that compute a gradient: which samples does it hear, and which w does it use?",
        "grad_w and the gradient of b are sums over the samples. grad_x is computed before the step.",
        "grad_x = G wᵀ with the old w; then w - lr · xᵀ G and b - lr · (sum of G over the samples).",
        "`grad_x = upstream @ w.T` comes first; `w = w - lr * (x.T @ upstream)`; `b = b - lr * upstream.sum(axis=0)`",
    ),
    solution=MENDED,
    explanation="= for += in a loop keeps the last sample; a mean inside a mean counts 1/N twice; and a weight that "
    "is updated before the error has passed through it sends back the gradient of another network.",
    read='chapter 08, "Where does the 1/N live?"',
    reference=_step,
    correct=(
        lambda upstream, x, w, b, lr: (
            linear_backward(upstream, x, w)[0],
            w - lr * linear_backward(upstream, x, w)[1],
            b - lr * linear_backward(upstream, x, w)[2],
        ),
        lambda upstream, x, w, b, lr: (
            np.einsum("nh,dh->nd", upstream, w),
            w - lr * sum(np.outer(row, g) for row, g in zip(x, upstream, strict=True)),
            b - lr * np.ones(len(x)) @ upstream,
        ),
    ),
    outputs=("grad_x", "w", "b"),
    mistakes=(
        *(
            Mistake(
                name,
                lambda upstream, x, w, b, lr, left=left: _step(upstream, x, w, b, lr, **left),
                says,
                look,
            )
            for name, left, says, look in (
                (
                    "updated before propagating",
                    {"back": "new"},
                    "grad_x is computed with the new w. The error has to go back through the weights of the forward "
                    "pass: compute grad_x before the step.",
                    NETWORK,
                ),
                (
                    "last sample only",
                    {"w_is": "last"},
                    "grad_w still hears the last sample only. In the loop, = should be +=; or write xᵀ G.",
                    LINEAR,
                ),
                (
                    "mean in a mean",
                    {"b_is": "mean"},
                    "The gradient of b is still a mean. The 1/N of the loss already sits in `upstream`: sum.",
                    MEAN,
                ),
                (
                    "last sample only, and a mean",
                    {"w_is": "last", "b_is": "mean"},
                    "grad_x is right now. grad_w still hears the last sample only, and the gradient of b is still a "
                    "mean.",
                    LINEAR,
                ),
                (
                    "last sample only, and updated before propagating",
                    {"w_is": "last", "back": "new"},
                    "The gradient of b is right now. grad_w still hears the last sample only, and grad_x is computed "
                    "with the new w.",
                    LINEAR,
                ),
                (
                    "a mean, and updated before propagating",
                    {"b_is": "mean", "back": "new"},
                    "grad_w is right now. The gradient of b is still a mean, and grad_x is computed with the new w.",
                    MEAN,
                ),
                (
                    "both divided by N",
                    {"w_is": "mean", "b_is": "mean"},
                    "Both gradients are divided by N. The 1/N of the loss already sits in `upstream`: sum.",
                    MEAN,
                ),
                (
                    "w divided by N",
                    {"w_is": "mean"},
                    "grad_w is divided by N. The 1/N of the loss already sits in `upstream`: xᵀ G is all.",
                    MEAN,
                ),
            )
        ),
        Mistake(
            "gradients for new parameters",
            lambda upstream, x, w, b, lr: linear_backward(upstream, x, w),
            "You returned the gradients of w and b. The new w and b are wanted: w - lr · grad_w and b - lr · grad_b.",
            NETWORK,
        ),
        Mistake(
            "lr forgotten",
            lambda upstream, x, w, b, lr: _step(upstream, x, w, b, 1.0),
            "The step is made without `lr`: take away lr times the gradient.",
            NETWORK,
        ),
        Mistake(
            "order of the results",
            lambda upstream, x, w, b, lr: (*_step(upstream, x, w, b, lr)[1:], _step(upstream, x, w, b, lr)[0]),
            "The right three, in another order: `grad_x` comes first, then the new w, then the new b.",
            NETWORK,
        ),
        Mistake(
            "b by the sum of everything",
            lambda upstream, x, w, b, lr: (*_step(upstream, x, w, b, lr)[:2], b - lr * upstream.sum()),
            "Every entry of b moved by the sum of all of upstream. Each unit has its own bias: sum over the samples "
            "alone, `axis=0`.",
            LINEAR,
        ),
        Mistake(
            "climbs",
            lambda upstream, x, w, b, lr: _step(upstream, x, w, b, -lr),
            "The step goes uphill: w and b moved along their gradients. Descent takes the gradient away.",
            NETWORK,
        ),
    ),
    cases=_cases,
)
