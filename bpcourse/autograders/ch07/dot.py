"""Exercise `dot_test` of chapter 07: a backward rule of any size, checked by two numbers."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from bpcourse.autograders.ch07.shared import DIFFERENCE, DOT, RELATIVE
from bpcourse.gradcheck import dot_test
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Seed, Value
from bpcourse.reference.activations import Array, sigmoid, sigmoid_grad

Rule = Callable[..., Any]
H = 1e-5
TOLERANCE = 1e-6
CALLS_RIGHT = "Your number is at most 1e-6 here: it calls this rule right."
CALLS_WRONG = "Your number is more than 1e-6 here: it calls this rule wrong."
NEGATIVE = "Your number is negative here. A distance is not: take its absolute value."
NOT_FINITE = "Your number is nan or infinite here: it says nothing about the rule."


def _cases(rng: np.random.Generator) -> list[Case]:
    x, w = rng.normal(size=(5, 3)), rng.normal(size=(3, 4))
    row, small = rng.normal(size=4), rng.normal(size=3)
    seed = Seed(int(rng.integers(1000)))

    def case(what: str, f: Rule, f_vjp: Rule, at: Array, edge: bool = False) -> Case:
        return Case(what, {"f": f, "f_vjp": f_vjp, "x": at, "rng": seed}, edge=edge)

    def layer(w: Array) -> Array:
        return np.asarray(x @ w)

    return [
        case("a right rule: x w, for w (3, 4)", layer, lambda upstream, w: x.T @ upstream, w),
        case(
            "a right rule: 0.0001 exp(9 x), which bends",
            lambda x: 1e-4 * np.exp(9 * x),
            lambda upstream, x: 9e-4 * upstream * np.exp(9 * x),
            rng.uniform(-0.5, 0.5, size=6),
        ),
        case(
            "a right rule: 1,000,000,000 sin(x)",
            lambda x: 1e9 * np.sin(x),
            lambda upstream, x: 1e9 * upstream * np.cos(x),
            small,
        ),
        case("a wrong rule: upstream ignored", layer, lambda upstream, w: x.T @ np.ones_like(upstream), w),
        case("a wrong rule: rows of the gradient rotated", layer, lambda upstream, w: np.roll(x.T @ upstream, 1, 0), w),
        case("a wrong rule: sign flipped", layer, lambda upstream, w: -(x.T @ upstream), w),
        case("a wrong rule: too large by one in a thousand", layer, lambda upstream, w: 1.001 * (x.T @ upstream), w),
        case(
            "a wrong rule: the slope of the sigmoid taken at a",
            sigmoid,
            lambda upstream, z: upstream * sigmoid_grad(sigmoid(z)),
            row,
        ),
        case(
            "a right rule whose gradient is 0 everywhere",
            lambda x: np.full(2, 3.0),
            lambda upstream, x: np.zeros(3),
            small,
            edge=True,
        ),
    ]


def _says(answer: Value, inputs: Mapping[str, Value]) -> str:
    """What the answer calls the rule: the random draws of two right tests differ, and this does not."""
    if not np.isfinite(float(answer)):
        return NOT_FINITE
    if answer < 0:
        return NEGATIVE
    return CALLS_RIGHT if answer <= TOLERANCE else CALLS_WRONG


def _dot_test(
    f: Rule,
    f_vjp: Rule,
    x: Array,
    rng: np.random.Generator,
    *,
    gap: Callable[[float, float], float] | None = None,
    ones: str = "",
    one_sided: bool = False,
    undivided: bool = False,
) -> float:
    """The test of the chapter, with the ways in which it goes wrong: `ones` names what is no longer random."""
    upstream = np.ones(np.shape(f(x))) if ones == "upstream" else rng.standard_normal(np.shape(f(x)))
    direction = np.ones(x.shape) if ones == "direction" else rng.standard_normal(x.shape)
    below, steps = (x, 1) if one_sided else (x - H * direction, 2)
    rise = (f(x + H * direction) - f(below)) / (1 if undivided else steps * H)
    pushed, pulled = float((upstream * rise).sum()), float((f_vjp(upstream, x) * direction).sum())
    return (gap or _relative)(pushed, pulled)


def _relative(pushed: float, pulled: float) -> float:
    size = abs(pushed) + abs(pulled)
    return abs(pushed - pulled) / size if size > 0 else 0.0


def _variant(**changes: Any) -> Rule:
    return lambda f, f_vjp, x, rng: _dot_test(f, f_vjp, x, rng, **changes)


def _direction_first(f: Rule, f_vjp: Rule, x: Array, rng: np.random.Generator) -> float:
    direction = rng.standard_normal(x.shape)
    above, below = f(x + H * direction), f(x - H * direction)
    upstream = rng.standard_normal(above.shape)
    return _relative(float(np.vdot(upstream, above - below)) / (2 * H), float(np.vdot(f_vjp(upstream, x), direction)))


DOT_TEST = Exercise(
    name="dot_test",
    chapter=7,
    points=3,
    minutes=15,
    difficulty="core",
    measured=_says,
    statement=r"""Write `dot_test(f, f_vjp, x, rng)`: one number that says whether a backward rule is right.

- `f(x)` gives an array, of another shape than `x` perhaps. `f_vjp(upstream, x)` is the backward rule: from the
  upstream, an array in the shape of `f(x)`, it gives the gradient, in the shape of `x`.
- Draw a random `upstream` in the shape of `f(x)` and a random `direction` in the shape of `x`, each with
  `rng.standard_normal(shape)`.
- `pushed`: the central difference of `f` along the direction, $\bigl(f(x + h\,d) - f(x - h\,d)\bigr) / (2h)$ with
  $h = 10^{-5}$, times `upstream`, summed. `pulled`: `f_vjp(upstream, x)` times `direction`, summed.
- Return |pushed - pulled| / (|pushed| + |pulled|), and 0 when both are 0.

For a right rule the number must be at most 1e-6, for a wrong one more. The rules that it is tried on, right and
wrong, are named in the verdict.""",
    stub='''def dot_test(f, f_vjp, x, rng):
    """Return how far pushed and pulled are apart, relative to their size."""
    raise NotImplementedError
''',
    hints=(
        "Two ways to the same number: forward through f along a direction, backward through f_vjp. Which two arrays "
        "are multiplied and summed in each?",
        "upstream and f(x) have one shape, direction and x another. Each product is summed to one number.",
        "pushed = sum(upstream · (f(x + h d) - f(x - h d)) / (2h)), pulled = sum(f_vjp(upstream, x) · d).",
        "`pushed = np.sum(upstream * (f(x + h * direction) - f(x - h * direction)) / (2 * h))`, then "
        "`pulled = np.sum(f_vjp(upstream, x) * direction)`, then the relative difference.",
    ),
    solution='''def dot_test(f, f_vjp, x, rng):
    """Return how far pushed and pulled are apart, relative to their size."""
    h = 1e-5
    upstream = rng.standard_normal(f(x).shape)
    direction = rng.standard_normal(x.shape)
    pushed = np.sum(upstream * (f(x + h * direction) - f(x - h * direction)) / (2 * h))
    pulled = np.sum(f_vjp(upstream, x) * direction)
    size = abs(pushed) + abs(pulled)
    return abs(pushed - pulled) / size if size != 0 else 0.0
''',
    explanation="Both numbers are the slope of sum(upstream · f) along the direction. One was measured, one was "
    "computed by the rule. Random arrays leave a wrong rule no place to hide.",
    read='chapter 07, "Two numbers for a whole matrix"',
    reference=dot_test,
    correct=(_variant(), _direction_first),
    mistakes=(
        Mistake(
            "ones as upstream",
            _variant(ones="upstream"),
            "Your test lets a rule pass that ignores its upstream. With an upstream of ones there is no difference to "
            "see: draw it at random.",
            DOT,
        ),
        Mistake(
            "ones as direction",
            _variant(ones="direction"),
            "Your test lets a rule pass whose gradient is in the wrong places. A direction of ones only adds the "
            "entries up: draw it at random.",
            DOT,
        ),
        Mistake(
            "one-sided for central",
            _variant(one_sided=True),
            "Your test calls a right rule wrong where f bends: its difference is one-sided, and off by about h times "
            "the bend. Take f(x + h d) - f(x - h d), divided by 2h.",
            DIFFERENCE,
        ),
        Mistake(
            "0/0",
            _variant(gap=lambda pushed, pulled: float(abs(pushed - pulled) / np.float64(abs(pushed) + abs(pulled)))),
            "Where both numbers are 0 you divide 0 by 0, which is nan. Two zeros agree: return 0.",
            RELATIVE,
        ),
        Mistake(
            "absolute",
            _variant(gap=lambda pushed, pulled: abs(pushed - pulled)),
            "Your difference is absolute: with numbers near a billion a right rule misses by more than 1e-6. Divide "
            "by |pushed| + |pulled|.",
            RELATIVE,
        ),
        Mistake(
            "sign not seen",
            _variant(gap=lambda pushed, pulled: _relative(abs(pushed), abs(pulled))),
            "Your test lets a flipped sign pass: the absolute values were taken before the difference. Subtract first.",
            DOT,
        ),
        Mistake(
            "not divided by 2h",
            _variant(undivided=True),
            "Every rule is called wrong. Look at `pushed`: the difference from x - h d to x + h d is divided by 2h.",
            DOT,
        ),
    ),
    cases=_cases,
)
