"""Exercise `jvp` of chapter 05: one run of a program on pairs, for the derivative along any direction."""

from collections.abc import Callable
from math import hypot
from typing import Any

import numpy as np

from bpcourse.autodiff.dual import Dual, jvp
from bpcourse.autograders.ch05.shared import FORWARD, PAIRS, Pair, on_pairs
from bpcourse.grading.exercise import Case, Exercise, Mistake

Program = Callable[..., Pair]


def _cases(rng: np.random.Generator) -> list[Case]:
    """Programs of one, two and three inputs, in random directions, in one of the axes, and in none."""
    k, m = (float(number) for number in rng.uniform(0.5, 1.5, size=2))
    programs: dict[str, tuple[Callable[..., Any], int]] = {
        "1 input": (lambda a: (k * a).sigmoid() * a, 1),
        "2 inputs": (lambda a, b: (a + b) * (k * b + m), 2),
        "3 inputs": (lambda a, b, c: (a * b + m * c).sigmoid() + c * c * a, 3),
    }

    def case(what: str, name: str, v: list[float] | None = None, edge: bool = False) -> Case:
        f, inputs = programs[name]
        x = [_number(rng) for _ in range(inputs)]
        return Case(what, {"f": on_pairs(f), "x": x, "v": v or [_number(rng) for _ in x]}, edge=edge)

    return [
        *(case(name, name) for name in programs),
        case("only the second input moves", "3 inputs", [0.0, 1.0, 0.0]),
        case("nothing moves", "2 inputs", [0.0, 0.0], edge=True),
    ]


def _number(rng: np.random.Generator) -> float:
    return float(rng.choice([-1.0, 1.0])) * round(float(rng.uniform(0.4, 1.6)), 3)


def _in_one_run(f: Program, x: list[float], v: list[float]) -> Pair:
    """The package's own `jvp`, whose dual numbers are opened for f and closed again behind it."""

    def program(*duals: Any) -> Dual:
        value, derivative = f(*((float(dual.value), float(dual.derivative)) for dual in duals))
        return Dual(value, derivative, duals[0].level)

    value, derivative = jvp(program, tuple(x), tuple(v))
    return float(value), float(derivative)


def _seeded(seed: Callable[[list[float], list[float]], list[tuple[float, float]]]) -> Callable[..., Pair]:
    """One run of f on the pairs that `seed(x, v)` makes."""
    return lambda f, x, v: f(*seed(x, v))


def _input_by_input(f: Program, x: list[float], v: list[float]) -> Pair:
    """One run for each input, and the derivatives weighted: right, and dearer."""
    value, partials = _runs(f, x)
    return value, sum(rate * partial for rate, partial in zip(v, partials, strict=True))


def _difference(f: Program, x: list[float], v: list[float]) -> Pair:
    value, _ = f(*((a, 0.0) for a in x))
    moved, _ = f(*((a + rate, 0.0) for a, rate in zip(x, v, strict=True)))
    return value, moved - value


def _runs(f: Program, x: list[float]) -> tuple[float, list[float]]:
    """The value, and a partial derivative for each input: a run for each."""
    runs = [f(*((a, float(i == j)) for j, a in enumerate(x))) for i in range(len(x))]
    return runs[0][0], [derivative for _, derivative in runs]


def _of_length_one(f: Program, x: list[float], v: list[float]) -> Pair:
    value, derivative = f(*zip(x, v, strict=True))
    return value, derivative / (hypot(*v) or 1.0)


JVP = Exercise(
    name="jvp",
    chapter=5,
    points=3,
    minutes=10,
    difficulty="core",
    statement=r"""Write `jvp(f, x, v)`, one forward sweep through a program. It returns the pair `(value, derivative)`:
what `f` gives at the inputs `x`, and how fast that moves when the inputs move with the rates `v`.

- `f` is a function of pairs. It takes one pair `(value, derivative)` **for each input**, and gives one pair:
  `f((2, 1), (1, 0))` for a program of two inputs, for instance.
- `x` and `v` are lists of numbers, of one length: the first input has the value `x[0]` and moves at the rate `v[0]`.
- One call of `f` is enough, whatever the number of inputs.

The course's own `bpcourse.autodiff.jvp` gives the same two numbers. There `f` gets dual numbers that know `+`, `*` and
so on, and need not be taken apart; here they are plain pairs.""",
    stub='''def jvp(f, x, v):
    """Return f's value at x, and its derivative when the inputs move with the rates v."""
    raise NotImplementedError
''',
    hints=(
        "f does all the work. It only needs its inputs as pairs: which number goes to which?",
        "`f` takes as many pairs as `x` has entries, and gives back the pair that you return.",
        "Input number i is the pair (x[i], v[i]). `zip(x, v)` makes these pairs, and a star hands each of them to f as "
        "an argument of its own.",
        "`return f(*zip(x, v))`",
    ),
    solution='''def jvp(f, x, v):
    """Return f's value at x, and its derivative when the inputs move with the rates v."""
    return f(*zip(x, v))
''',
    explanation="A forward sweep starts with one number for each input: how fast it moves. The rest is done by the "
    "rules inside f, operation by operation. With v = (1, 0, 0) you get one partial derivative, with another v the sum "
    "of partial derivatives times rates: the Jacobian times v, hence the name.",
    read='chapter 05, "Numbers that carry their derivative"',
    reference=_in_one_run,
    correct=(
        _seeded(lambda x, v: list(zip(x, v, strict=True))),
        lambda f, x, v: list(f(*[[x[i], v[i]] for i in range(len(x))])),
        _input_by_input,
    ),
    outputs=("value", "derivative"),
    tolerance=1e-12,  # the same operations, so the same digits: a difference quotient is told that it is none
    mistakes=(
        Mistake(
            "v ignored, all ones",
            _seeded(lambda x, v: [(a, 1.0) for a in x]),
            "You let every input move at the rate 1, whatever v is. Input i moves at the rate v[i].",
            FORWARD,
        ),
        Mistake(
            "v ignored, nothing moves",
            _seeded(lambda x, v: [(a, 0.0) for a in x]),
            "The value is right, and the derivative always 0: your inputs stand still, like constants. Input i moves "
            "at the rate v[i].",
            FORWARD,
        ),
        Mistake(
            "first input only",
            _seeded(lambda x, v: [(a, v[0] if i == 0 else 0.0) for i, a in enumerate(x)]),
            "Only the first input moves in your sweep. All of them move at the same time, each at its own rate v[i].",
            FORWARD,
        ),
        Mistake(
            "one rate for all",
            _seeded(lambda x, v: [(a, v[0]) for a in x]),
            "Every input moves at the rate v[0] in your sweep. Input i has its own rate, v[i].",
            FORWARD,
        ),
        Mistake(
            "last input only",
            lambda f, x, v: (_runs(f, x)[0], v[-1] * _runs(f, x)[1][-1]),
            "Only the last input's part is left. With a run for each input, their parts add: `+=` and not `=`. (One "
            "run in which all inputs move does the same.)",
            FORWARD,
        ),
        Mistake(
            "one part for each input",
            lambda f, x, v: (_runs(f, x)[0], [r * d for r, d in zip(v, _runs(f, x)[1], strict=True)]),
            "Your derivative is a list, with the part of each input. f moves by all of them at once: add them up. "
            "(One run in which all inputs move does the same.)",
            FORWARD,
        ),
        Mistake(
            "the partial derivatives",
            lambda f, x, v: (_runs(f, x)[0], _runs(f, x)[1]),
            "Your derivative is a list: the partial derivative for each input, without v. Wanted is one number, their "
            "sum with the weights v, which one run gives when input i moves at the rate v[i].",
            FORWARD,
        ),
        Mistake(
            "sum of partials times sum of rates",
            lambda f, x, v: (_runs(f, x)[0], sum(_runs(f, x)[1]) * sum(v)),
            "You added up the partial derivatives, added up v, and multiplied the sums. Each input has its own rate: "
            "multiply first, then add. One run does it when input i moves at the rate v[i].",
            FORWARD,
        ),
        Mistake(
            "values added up",
            lambda f, x, v: (len(x) * _runs(f, x)[0], _input_by_input(f, x, v)[1]),
            "The derivative is right. As the value you added up those of your runs, one for each input. Each run "
            "gives the same value: take one.",
            FORWARD,
        ),
        Mistake(
            "values and rates swapped",
            _seeded(lambda x, v: list(zip(v, x, strict=True))),
            "Values and rates are swapped in your pairs. The value comes first: (x[i], v[i]).",
            PAIRS,
        ),
        Mistake(
            "at the moved point",
            _seeded(lambda x, v: [(a + rate, rate) for a, rate in zip(x, v, strict=True)]),
            "You went to x + v first. The derivative is asked at x: v only says how the inputs begin to move there.",
            FORWARD,
        ),
        Mistake(
            "a difference",
            _difference,
            "You subtracted f(x) from f(x + v). That is how far f moves in a whole step; wanted is the rate at which "
            "it begins to move, which the second number of the pairs carries.",
            PAIRS,
        ),
        Mistake(
            "direction of length one",
            _of_length_one,
            "You divided by the length of v. A direction of twice the length moves f twice as fast: v is used as it "
            "is.",
            FORWARD,
        ),
        Mistake(
            "derivative alone",
            lambda f, x, v: f(*zip(x, v, strict=True))[1],
            "That is the derivative alone. The sweep gives both numbers: return the pair.",
            PAIRS,
        ),
        Mistake(
            "value alone",
            lambda f, x, v: f(*zip(x, v, strict=True))[0],
            "That is the value alone. The sweep gives both numbers: return the pair.",
            PAIRS,
        ),
        Mistake(
            "derivative first",
            lambda f, x, v: f(*zip(x, v, strict=True))[::-1],
            "Both numbers are right and in the wrong order. The value comes first.",
            PAIRS,
        ),
    ),
    cases=_cases,
)
