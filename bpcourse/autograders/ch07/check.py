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
WHY = (
    "Is the upstream in L the very array that `backward` got? Is each gradient compared with its own measurement, and "
    "`True` returned when they agree? Or is the tolerance smaller than the error of the measurement? In float64 that "
    "is about 1e-10: ask for 1e-6."
)


def _cases(rng: np.random.Generator) -> list[Case]:
    seed = Seed(int(rng.integers(1000)))
    right = [
        Case(f"right, {how}", {"backward": backward, "rng": seed}, says=f"It called a right backward pass wrong. {WHY}")
        for how, backward in zip(("as matrix products", "sample by sample", "index by index"), RIGHT, strict=True)
    ]
    wrong = [
        Case(
            f"wrong: {mutant.name}",
            {"backward": mutant.backward, "rng": seed},
            says=f"It let a wrong one pass. {mutant.says} What can let it pass: {mutant.survives}; or a gradient that "
            "is not looked at, or not entry by entry.",
        )
        for mutant in MUTANTS
    ]
    return [*right, *wrong]


def _sample(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """A random upstream, x and w: N = 4 samples, 3 inputs, 5 units."""
    return rng.standard_normal((4, 5)), rng.standard_normal((4, 3)), rng.standard_normal((3, 5))


def _by_report(backward: Backward, rng: np.random.Generator) -> bool:
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


def _with(make: Callable[[np.random.Generator], Check]) -> GoodCheck:
    """The check that `make` makes from the random numbers; made once for all the backward passes of one seed."""
    made: dict[int, Check] = {}

    def good_check(backward: Backward, rng: np.random.Generator) -> bool:
        state = rng.bit_generator.state["state"]["state"]
        if state not in made:
            made.clear()
            made[state] = make(rng)
        return made[state](backward)

    return good_check


_good_check = _with(weak_check)


def _if_any(backward: Backward, rng: np.random.Generator) -> bool:
    return any(weak_check(rng, only=name)(backward) for name in "xwb")


def _upstream_not_in_l(backward: Backward, rng: np.random.Generator) -> bool:
    """What it measures has an upstream of ones, and the backward pass gets a random one."""
    return weak_check(rng, ones=True)(lambda ones, x, w: backward(rng.standard_normal(ones.shape), x, w))


def _asserts(backward: Backward, rng: np.random.Generator) -> bool:
    assert _good_check(backward, rng)
    return True


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
- `central_difference` moves what your function is given: `lambda w: np.sum(upstream * (x @ w + b))` is a function of
  `w` alone, without a name. It takes x, upstream and b from where it stands.

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
        "`upstream, x = rng.standard_normal((4, 5)), rng.standard_normal((4, 3))`, and w and b likewise; then three "
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
    correct=(_by_report, _by_dot_test, _against_loops),
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
            "One wrong pass gets through, whose loop over w stops at the shorter side. If your w is square, that loop "
            "is complete: take D and H different. If it is not, you do not look at every entry of grad_w.",
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
            f"It calls everything wrong, the three right ones too. {WHY}",
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
            "ones as upstream, square W",
            _with(lambda rng: weak_check(rng, ones=True, d=4, h=4)),
            "Seven wrong ones pass. Two reasons: the upstream is all ones, and w is square.",
            CHECK,
        ),
        Mistake(
            "N = 1, square W",
            _with(lambda rng: weak_check(rng, n=1, d=4, h=4)),
            "Six wrong ones pass. Two reasons: there is one sample only, and w is square.",
            CHECK,
        ),
        Mistake(
            "N = D = H = 1",
            _with(lambda rng: weak_check(rng, n=1, d=1, h=1)),
            "A single number cannot be in the wrong place: N, D and H are 1. Take all three more than 1, and "
            "different.",
            CHECK,
        ),
        Mistake(
            "H = 1",
            _with(lambda rng: weak_check(rng, h=1)),
            "Two wrong ones pass: your layer has one unit, H = 1, and what belongs to the units cannot be mixed up. "
            "Take several.",
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
            "only x looked at",
            _with(lambda rng: weak_check(rng, only="x")),
            "Wrong gradients of w and b get through: you compare grad_x alone. Look at all three.",
            CHECK,
        ),
        Mistake(
            "only b looked at",
            _with(lambda rng: weak_check(rng, only="b")),
            "Wrong gradients of x and w get through: you compare grad_b alone. Look at all three.",
            CHECK,
        ),
        Mistake(
            "any for all",
            _if_any,
            "One right gradient of three is enough for your check: it asks whether any of them agrees. `all` of them "
            "must.",
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
            "norms compared",
            _with(lambda rng: weak_check(rng, compare="norms")),
            "A flipped sign and gradients in the wrong places get through: you compare norms. Subtract first, entry by "
            "entry, and take the norm of the difference.",
            RELATIVE,
        ),
        Mistake(
            "upstream not in L",
            _upstream_not_in_l,
            "It calls the right ones wrong, and one right that ignores its upstream: your L has no upstream in it. It "
            "is `np.sum(upstream * (x @ w + b))`, with the upstream that `backward` got.",
            CHECK,
        ),
        Mistake(
            "True and False exchanged",
            lambda backward, rng: not _good_check(backward, rng),
            "It is wrong on all sixteen: True and False are exchanged. Return True where the errors are *below* the "
            "tolerance.",
            CHECK,
        ),
        Mistake(
            "errors above the tolerance",
            lambda backward, rng: not _if_any(backward, rng),
            "It calls right ones wrong, and right those in which all three gradients are wrong: the comparison is "
            "turned round. A relative error must be *below* the tolerance.",
            CHECK,
        ),
        Mistake(
            "raises for a wrong one",
            _asserts,
            "It stops with an AssertionError at a wrong pass. Asked for is an answer: return the comparison, True or "
            "False, in place of `assert`.",
            CHECK,
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
            f"It calls everything wrong, the three right ones too. {WHY}",
            CHECK,
            same_as="tolerance of rounding",
        ),
    ),
    cases=_cases,
)
