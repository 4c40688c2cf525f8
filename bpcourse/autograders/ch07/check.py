"""Exercise `good_check` of chapter 07: a check that catches every wrong backward pass and spares the right ones."""

from collections.abc import Callable

import numpy as np

from bpcourse.autograders.ch07.shared import CHECK, RELATIVE
from bpcourse.gradcheck import check_gradients, dot_test, relative_error
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Seed
from bpcourse.museum.mutants import MUTANTS, RIGHT, Backward, Check, weak_check
from bpcourse.reference.activations import Array
from bpcourse.reference.layers import linear_forward

GoodCheck = Callable[[Backward, np.random.Generator], bool]


def _cases(rng: np.random.Generator) -> list[Case]:
    seed = Seed(int(rng.integers(1000)))
    right = [
        Case(f"right, {how}", {"backward": backward, "rng": seed}, says="It called a right backward pass wrong.")
        for how, backward in zip(("as matrix products", "sample by sample", "index by index"), RIGHT, strict=True)
    ]
    wrong = [
        Case(
            f"wrong: {mutant.name}",
            {"backward": mutant.backward, "rng": seed},
            says=f"It let a wrong one pass. {mutant.says} What lets it pass: {mutant.survives}.",
        )
        for mutant in MUTANTS
    ]
    return [*right, *wrong]


def _sample(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """A random upstream, x and w: N = 4 samples, 3 inputs, 5 units."""
    return rng.standard_normal((4, 5)), rng.standard_normal((4, 3)), rng.standard_normal((3, 5))


def _good_check(backward: Backward, rng: np.random.Generator) -> bool:
    upstream, x, w = _sample(rng)
    grads = dict(zip(("x", "w", "b"), backward(upstream, x, w), strict=True))
    params = {"x": x, "w": w, "b": rng.standard_normal(5)}
    return check_gradients(lambda x, w, b: (upstream * linear_forward(x, w, b)).sum(), params, grads).agree


def _by_dot_test(backward: Backward, rng: np.random.Generator) -> bool:
    _, x, w = _sample(rng)
    b = rng.standard_normal(5)
    return dot_test(linear_forward, lambda upstream, x, w, b: backward(upstream, x, w), (x, w, b), rng) < 1e-6


def _against_loops(backward: Backward, rng: np.random.Generator) -> bool:
    """Against gradients worked out entry by entry, without a difference."""
    upstream, x, w = _sample(rng)
    by_entry = (
        [[sum(upstream[n, h] * w[d, h] for h in range(5)) for d in range(3)] for n in range(4)],
        [[sum(upstream[n, h] * x[n, d] for n in range(4)) for h in range(5)] for d in range(3)],
        [sum(upstream[n, h] for n in range(4)) for h in range(5)],
    )
    return all(
        relative_error(given, right) < 1e-8 for given, right in zip(backward(upstream, x, w), by_entry, strict=True)
    )


def _with(check: Callable[[np.random.Generator], Check]) -> GoodCheck:
    return lambda backward, rng: check(rng)(backward)


GOOD_CHECK = Exercise(
    name="good_check",
    chapter=7,
    points=5,
    minutes=25,
    difficulty="stretch",
    statement=r"""Write `good_check(backward, rng)`: a check that **no wrong backward pass passes, and every right
one does**.

The layer is $Z = XW + b$: `x` (N, D) holds N samples, `w` (D, H), `b` (H,). `backward(upstream, x, w)` takes the
upstream $\partial L/\partial Z$, shape (N, H), and returns `grad_x`, `grad_w`, `grad_b`, or what somebody takes
for them. Return `True` if they are right, and `False` if not.

- You choose everything: N, D, H, the arrays, the upstream, what is compared, and how close is close. Random
  numbers come from `rng`, as in `rng.standard_normal((4, 3))`.
- Of what is it the gradient? With a fixed `upstream`, of the number $L = \sum_{n,h} \text{upstream}_{nh} Z_{nh}$,
  that is `np.sum(upstream * (x @ w + b))`. Measure its gradient by your own `central_difference`, once for `x`,
  once for `w`, once for `b`.

Your check is tried on three right backward passes and on thirteen wrong ones; the verdict says which one it
misjudged, and why.""",
    stub='''def good_check(backward, rng):
    """Return whether backward(upstream, x, w) gives the right gradients of a layer."""
    raise NotImplementedError
''',
    hints=(
        "Think of the place where a mistake would hide: in numbers that are all alike, in a single sample, in a square "
        "matrix, in a gradient that is not looked at, in a tolerance.",
        "Three gradients are compared, each in the shape of what it belongs to: (N, D), (D, H), (H,). Take N, D and H "
        "all different and more than 1.",
        "measured = central_difference(lambda w: np.sum(upstream * (x @ w + b)), w, 1e-5), likewise for x and b; "
        "all three relative errors must be below 1e-6.",
        "`upstream, x, w, b = (rng.standard_normal(shape) for shape in ((4, 5), (4, 3), (3, 5), (5,)))`, then three "
        "comparisons with `relative_error(...) < 1e-6`.",
    ),
    solution='''def good_check(backward, rng):
    """Return whether backward(upstream, x, w) gives the right gradients of a layer."""
    upstream, x, w, b = (rng.standard_normal(shape) for shape in ((4, 5), (4, 3), (3, 5), (5,)))
    grad_x, grad_w, grad_b = backward(upstream, x, w)
    pairs = (
        (grad_x, central_difference(lambda x: np.sum(upstream * (x @ w + b)), x, 1e-5)),
        (grad_w, central_difference(lambda w: np.sum(upstream * (x @ w + b)), w, 1e-5)),
        (grad_b, central_difference(lambda b: np.sum(upstream * (x @ w + b)), b, 1e-5)),
    )
    return all(relative_error(given, measured) < 1e-6 for given, measured in pairs)
''',
    explanation="Random numbers of both signs, several samples, three different sizes, every gradient, entry by entry, "
    "and a tolerance between the error of the measurement and the smallest mistake.",
    read='chapter 07, "A check that no wrong gradient passes"',
    reference=_good_check,
    correct=(_by_dot_test, _against_loops),
    mistakes=(
        Mistake(
            "ones as upstream",
            _with(lambda rng: weak_check(rng, ones=True)),
            "Six wrong ones pass: your upstream is all ones. Then a pass that ignores it, rotates it, or mixes it up "
            "gives the same numbers. Draw it at random, from both signs.",
            CHECK,
        ),
        Mistake(
            "N = 1",
            _with(lambda rng: weak_check(rng, n=1)),
            "Five wrong ones pass: you have one sample. A sum over one sample is its mean, its last term, and its "
            "shifted self. Take several.",
            CHECK,
        ),
        Mistake(
            "square W",
            _with(lambda rng: weak_check(rng, d=4, h=4)),
            "One wrong pass gets through: your w is square. A loop that stops at the shorter side is then complete. "
            "Take D and H different.",
            CHECK,
        ),
        Mistake(
            "loose tolerance",
            _with(lambda rng: weak_check(rng, tolerance=1e-2)),
            "A gradient that is wrong in its third digit gets through. The measurement is good to about 1e-10: ask "
            "for 1e-6.",
            CHECK,
        ),
        Mistake(
            "tolerance of rounding",
            _with(lambda rng: weak_check(rng, tolerance=1e-16)),
            "It calls right ones wrong: the tolerance is smaller than the rounding error of the measurement, about "
            "1e-10. Ask for 1e-6.",
            CHECK,
        ),
        Mistake(
            "ones as upstream, N = 1",
            _with(lambda rng: weak_check(rng, ones=True, n=1)),
            "Nine wrong ones pass. Two reasons: the upstream is all ones, and there is one sample only.",
            CHECK,
        ),
        Mistake(
            "ones as upstream, N = 1, loose tolerance",
            _with(lambda rng: weak_check(rng, ones=True, n=1, tolerance=1e-2)),
            "Ten of thirteen wrong ones pass. Three reasons: the upstream is all ones, there is one sample only, and "
            "the tolerance is loose.",
            CHECK,
        ),
        Mistake(
            "positive numbers only",
            _with(lambda rng: weak_check(rng, positive=True)),
            "One wrong pass gets through: all your numbers are positive, and it goes wrong where the upstream is "
            "negative. `rng.standard_normal` has both signs.",
            CHECK,
        ),
        Mistake(
            "only w looked at",
            _with(lambda rng: weak_check(rng, only="w")),
            "Wrong gradients of x and b get through: you compare grad_w alone. Look at all three.",
            CHECK,
        ),
        Mistake(
            "b not looked at",
            _with(lambda rng: weak_check(rng, only="xw")),
            "Wrong gradients of b get through: you do not compare grad_b. Look at all three.",
            CHECK,
        ),
        Mistake(
            "x not looked at",
            _with(lambda rng: weak_check(rng, only="wb")),
            "A wrong gradient of x gets through: you do not compare grad_x. Look at all three.",
            CHECK,
        ),
        Mistake(
            "sums compared",
            _with(lambda rng: weak_check(rng, compare="sums")),
            "Gradients in the wrong places get through: you compare sums or means, in which the places are lost. "
            "Compare entry by entry.",
            RELATIVE,
        ),
        Mistake(
            "sizes compared",
            _with(lambda rng: weak_check(rng, compare="sizes")),
            "A flipped sign gets through: you compare absolute values. Subtract first.",
            RELATIVE,
        ),
        Mistake(
            "everything is right",
            lambda backward, rng: True,
            "It calls all sixteen right. Compare each gradient with a measured one.",
            CHECK,
        ),
        Mistake(
            "everything is wrong",
            lambda backward, rng: False,
            "It calls all sixteen wrong, the three right ones too. Is L the number whose gradient they are, and is "
            "each compared with its own measurement?",
            CHECK,
            same_as="tolerance of rounding",
        ),
    ),
    cases=_cases,
)
