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
# What a number between this and the tolerance tells of a right rule: a measurement that is not exact enough.
NARROW = 1e-3
CALLS_RIGHT = "Your number is at most 1e-6 here: it calls this rule right."
CALLS_WRONG = "Your number is more than 1e-6 here: it calls this rule wrong."
UNRELATED = (
    "Your number is far above 1e-6, and the rule is right: do `pushed` and `pulled` use the same "
    "`upstream` and the same `direction`?"
)
INEXACT = (
    "Your number is between 1e-6 and 1e-3, and the rule is right: the difference is not exact enough. Is it central, "
    "divided by 2h, with h = 1e-5?"
)
TWICE = "Your number is 1/3, and the rule is right: one of `pushed` and `pulled` is twice the other."
TINY = "Your number is almost 1, and the rule is right: one of `pushed` and `pulled` is tiny beside the other."
NEGATIVE = "Your number is negative here. A distance is not: take absolute values, above the line and below it."
NOT_FINITE = "Your number is nan or infinite here: it says nothing about the rule."
TRUE_OR_FALSE = "You return True or False. Return the number itself: whoever calls your test compares it with 1e-6."


def _cases(rng: np.random.Generator) -> list[Case]:
    x, w = rng.normal(size=(5, 3)), rng.normal(size=(3, 4))
    row, small = rng.normal(size=4), rng.normal(size=3)
    seed = Seed(int(rng.integers(1000)))

    def case(what: str, f: Rule, f_vjp: Rule, at: Array, edge: bool = False) -> Case:
        f_vjp.__qualname__ = "f_vjp"  # what Python calls it when it is called with too few arguments
        inputs = {"f": f, "f_vjp": f_vjp, "x": at, "rng": seed}
        return Case(what, inputs, edge=edge, says=f"That is {what}.")

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
            "a right rule: 1,000,000,000 x",
            lambda x: 1e9 * x,
            lambda upstream, x: 1e9 * upstream,
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
    """What the answer calls the rule: the random draws of two right tests differ, and this does not.

    Where it calls a right rule wrong, its size says why.
    """
    if isinstance(answer, bool):
        return TRUE_OR_FALSE
    if not np.isfinite(float(answer)):
        return NOT_FINITE
    if answer < 0:
        return NEGATIVE
    if answer <= TOLERANCE:
        return CALLS_RIGHT
    if dot_test(inputs["f"], inputs["f_vjp"], inputs["x"], np.random.default_rng(0)) > TOLERANCE:
        return CALLS_WRONG
    if answer < NARROW:
        return INEXACT
    if abs(answer - 1 / 3) < 1e-4:
        return TWICE
    return TINY if 0.999 < answer < 1 else UNRELATED


def _dot_test(
    f: Rule,
    f_vjp: Rule,
    x: Array,
    rng: np.random.Generator,
    *,
    gap: Callable[[float, float], float] | None = None,
    ones: tuple[str, ...] = (),
    one_sided: bool = False,
    divisor: float = 2 * H,
    h: float = H,
    back: Callable[[Array, Array, Array], tuple[Array, Array]] = lambda upstream, x, direction: (upstream, x),
    shape: Callable[[Array, Array], tuple[int, ...]] = lambda x, value: value.shape,
) -> float:
    """The test of the chapter, with the ways in which it goes wrong.

    `ones` names what is no longer random, `back` gives what the rule is called with, `shape` is that of the upstream.
    """
    value = np.asarray(f(x))
    upstream = np.ones(value.shape) if "upstream" in ones else rng.standard_normal(shape(x, value))
    direction = np.ones(x.shape) if "direction" in ones else rng.standard_normal(x.shape)
    below = x if one_sided else x - h * direction
    rise = (f(x + h * direction) - f(below)) / divisor
    pushed = float((upstream * rise).sum())
    pulled = float((f_vjp(*back(upstream, x, direction)) * direction).sum())
    return (gap or _relative)(pushed, pulled)


def _relative(pushed: float, pulled: float) -> float:
    size = abs(pushed) + abs(pulled)
    return abs(pushed - pulled) / size if size > 0 else 0.0


def _variant(**changes: Any) -> Rule:
    return lambda f, f_vjp, x, rng: _dot_test(f, f_vjp, x, rng, **changes)


def _two_upstreams(f: Rule, f_vjp: Rule, x: Array, rng: np.random.Generator) -> float:
    """Another upstream on the way back than on the way forward."""
    return _dot_test(f, f_vjp, x, rng, back=lambda upstream, x, direction: (rng.standard_normal(upstream.shape), x))


def _matrix_products(f: Rule, f_vjp: Rule, x: Array, rng: np.random.Generator) -> float:
    upstream, direction = rng.standard_normal(f(x).shape), rng.standard_normal(x.shape)
    pushed = upstream @ (f(x + H * direction) - f(x - H * direction)) / (2 * H)
    return _relative(pushed, f_vjp(upstream, x) @ direction)


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
            _variant(ones=("upstream",)),
            "Your test lets a rule pass that ignores its upstream. With an upstream of ones there is no difference to "
            "see: draw it at random.",
            DOT,
        ),
        Mistake(
            "ones as direction",
            _variant(ones=("direction",)),
            "Your test lets a rule pass whose gradient is in the wrong places. A direction of ones only adds the "
            "entries up: draw it at random.",
            DOT,
        ),
        Mistake(
            "difference not exact enough",
            _variant(one_sided=True, divisor=H),
            "Your test calls a right rule wrong where f bends: its difference is not exact enough. Either it is "
            "one-sided (take f(x + h d) - f(x - h d), divided by 2h), or its h is longer than 1e-5.",
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
            _variant(divisor=1.0),
            "Every right rule is called wrong: one of the two numbers is tiny beside the other. Is the difference "
            "f(x + h d) - f(x - h d), and is it divided by 2h, in parentheses? Python reads `a / 2 * h` as (a / 2) · "
            "h.",
            DOT,
        ),
        Mistake(
            "divided by h",
            _variant(divisor=H),
            "Every right rule is called wrong, with the number 1/3: `pushed` is twice `pulled`. From x - h d to x + h "
            "d it is two steps: divide by 2h.",
            DIFFERENCE,
        ),
        Mistake(
            "h too short",
            _variant(h=1e-12, divisor=2e-12),
            "Every right rule is called wrong, by a little: your h is so short that rounding takes over. Take 1e-5.",
            DIFFERENCE,
        ),
        Mistake(
            "two roads with different arrays",
            _two_upstreams,
            "Every right rule is called wrong: the two numbers have nothing to do with each other. One `upstream` "
            "multiplies the change of f and goes into f_vjp; one `direction` moves x, by h · direction, and multiplies "
            "what f_vjp gives. Each is drawn once.",
            DOT,
        ),
        Mistake(
            "pushed without the upstream",
            _variant(
                ones=("upstream",),
                back=lambda upstream, x, _: (np.random.default_rng(0).standard_normal(upstream.shape), x),
            ),
            "Every right rule is called wrong, and one that ignores its upstream is called right: in `pushed` the "
            "change of f is not multiplied by the upstream.",
            DOT,
        ),
        Mistake(
            "rule asked at the direction",
            _variant(back=lambda upstream, x, direction: (upstream, direction)),
            "Right for functions without a bend only: f_vjp is asked at x, f_vjp(upstream, x). You put the direction "
            "in the place of x.",
            DOT,
        ),
        Mistake(
            "arguments exchanged",
            _variant(back=lambda upstream, x, direction: (x, upstream)),
            "You called f_vjp(x, upstream). The upstream comes first: f_vjp(upstream, x).",
            DOT,
        ),
        Mistake(
            "upstream in the shape of x",
            _variant(shape=lambda x, value: x.shape),
            "Your upstream has the shape of x. It multiplies what f gives: draw it in the shape of f(x).",
            DOT,
        ),
        Mistake(
            "points exchanged",
            _variant(divisor=-2 * H),
            "Every right rule is called wrong, and one with its sign flipped is called right: your difference has the "
            "wrong sign. It is f(x + h d) - f(x - h d).",
            DOT,
        ),
        Mistake(
            "matrix products",
            _matrix_products,
            "It stops where x has two axes: `@` is the product of matrices. Multiply entry by entry and sum, "
            "`np.sum(upstream * ...)`.",
            DOT,
        ),
        Mistake(
            "ones for both",
            _variant(ones=("upstream", "direction")),
            "Your test lets two wrong rules pass: one that ignores its upstream, and one whose gradient is in the "
            "wrong places. Draw the upstream and the direction at random.",
            DOT,
        ),
    ),
    cases=_cases,
)
