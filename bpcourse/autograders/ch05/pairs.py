"""Exercises `dual_mul` and `dual_sigmoid` of chapter 05: what an operation does to a value and to its derivative."""

import math

import numpy as np

from bpcourse.autograders.ch01.shared import LARGE
from bpcourse.autograders.ch05.shared import PAIRS, Pair, on_pairs
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import sigmoid, sigmoid_grad

product = on_pairs(lambda a, b: a * b)
activation = on_pairs(lambda a: a.sigmoid())


def _number(rng: np.random.Generator) -> float:
    """A number of either sign that is not near 0, 1 or -1."""
    low, high = ((0.3, 0.8), (1.25, 2.5))[int(rng.integers(2))]
    return float(rng.choice([-1.0, 1.0])) * round(float(rng.uniform(low, high)), 3)


def _pair(rng: np.random.Generator) -> Pair:
    return _number(rng), _number(rng)


def _products(rng: np.random.Generator) -> list[Case]:
    """Two moving numbers, a number times itself, a constant factor, and a factor that is 0."""
    square = _pair(rng)
    return [
        Case("two numbers that move", {"a": _pair(rng), "b": _pair(rng)}),
        Case("two others", {"a": _pair(rng), "b": _pair(rng)}),
        Case("a number times itself", {"a": square, "b": square}),
        Case("a constant factor", {"a": _pair(rng), "b": (_number(rng), 0.0)}),
        Case("a factor 0 that moves", {"a": (0.0, _number(rng)), "b": _pair(rng)}, edge=True),
    ]


DUAL_MUL = Exercise(
    name="dual_mul",
    chapter=5,
    points=2,
    minutes=6,
    difficulty="warm-up",
    statement=r"""A dual number is a pair here: `(value, derivative)`. Write `dual_mul(a, b)`, which returns the product
of two of them as such a pair.

- The derivative says how fast a number moves with the one input that moves. A constant has the derivative 0.
- For the value of the product you need the two values. For its derivative you need all four numbers.
- `(3, 1)` times itself is `(9, 6)`: $x^2$ and its derivative $2x$ at $x = 3$.""",
    stub='''def dual_mul(a, b):
    """Return the product of two pairs (value, derivative), as such a pair."""
    raise NotImplementedError
''',
    hints=(
        "A product moves for two reasons: because the first factor moves, and because the second one does.",
        "A pair of two numbers: the product of the values, and a sum of two terms.",
        "The derivative of a b is ȧ b + a ḃ. ȧ is the derivative that the pair of a carries, and ḃ that of b.",
        "`return a[0] * b[0], a[1] * b[0] + a[0] * b[1]`",
    ),
    solution='''def dual_mul(a, b):
    """Return the product of two pairs (value, derivative), as such a pair."""
    value = a[0] * b[0]
    derivative = a[1] * b[0] + a[0] * b[1]
    return value, derivative
''',
    explanation="Two edges enter the node of a product, with the other factor on each. Each brings a message: the "
    "derivative of the factor times the number on its edge. The messages add.",
    read='chapter 05, "Numbers that carry their derivative"',
    reference=product,
    correct=(
        lambda a, b: (a[0] * b[0], a[1] * b[0] + a[0] * b[1]),
        lambda a, b: [b[0] * a[0], float(np.dot(a, b[::-1]))],
    ),
    outputs=("value", "derivative"),
    mistakes=(
        Mistake(
            "product rule half, the first moves",
            lambda a, b: (a[0] * b[0], a[1] * b[0]),
            "Half of the product rule is missing: you have ȧ b. The second factor may move too, and adds a ḃ.",
            PAIRS,
        ),
        Mistake(
            "product rule half, the second moves",
            lambda a, b: (a[0] * b[0], a[0] * b[1]),
            "Half of the product rule is missing: you have a ḃ. The first factor may move too, and adds ȧ b.",
            PAIRS,
        ),
        Mistake(
            "derivatives multiplied",
            lambda a, b: (a[0] * b[0], a[1] * b[1]),
            "You multiplied the two derivatives. When one factor moves, the product moves by that times the other "
            "factor's value: ȧ b + a ḃ.",
            PAIRS,
        ),
        Mistake(
            "derivatives added",
            lambda a, b: (a[0] * b[0], a[1] + b[1]),
            "You added the two derivatives, as for a sum. In a product the edge from one factor carries the other: "
            "ȧ b + a ḃ.",
            PAIRS,
        ),
        Mistake(
            "own value in place of the other's",
            lambda a, b: (a[0] * b[0], a[1] * a[0] + b[0] * b[1]),
            "Each derivative is multiplied by the value of its own factor. It is crosswise: ȧ times b, ḃ times a.",
            PAIRS,
        ),
        Mistake(
            "both times the second value",
            lambda a, b: (a[0] * b[0], a[1] * b[0] + b[1] * b[0]),
            "Both derivatives are multiplied by the value of the second factor. It is crosswise: ȧ times b, ḃ times a.",
            PAIRS,
        ),
        Mistake(
            "both times the first value",
            lambda a, b: (a[0] * b[0], a[1] * a[0] + b[1] * a[0]),
            "Both derivatives are multiplied by the value of the first factor. It is crosswise: ȧ times b, ḃ times a.",
            PAIRS,
        ),
        Mistake(
            "a number times itself only",
            lambda a, b: (a[0] * b[0], 2 * a[0] * a[1]),
            "That is the derivative of a times itself, as in the example. The second factor has a value and a "
            "derivative of its own: ȧ b + a ḃ.",
            PAIRS,
        ),
        Mistake(
            "rates left out",
            lambda a, b: (a[0] * b[0], a[0] + b[0]),
            "You added the two values: the numbers on the two edges. Each is multiplied by what comes in over its "
            "edge, the derivative of that factor: ȧ b + a ḃ.",
            PAIRS,
        ),
        Mistake(
            "one rate left out, the first",
            lambda a, b: (a[0] * b[0], b[0] + a[0] * b[1]),
            "The first term is b alone, the number on the edge from a. It is multiplied by what comes in over that "
            "edge, ȧ: ȧ b + a ḃ.",
            PAIRS,
        ),
        Mistake(
            "one rate left out, the second",
            lambda a, b: (a[0] * b[0], a[1] * b[0] + a[0]),
            "The second term is a alone, the number on the edge from b. It is multiplied by what comes in over that "
            "edge, ḃ: ȧ b + a ḃ.",
            PAIRS,
        ),
        Mistake(
            "a third term",
            lambda a, b: (a[0] * b[0], a[1] * b[0] + a[0] * b[1] + a[1] * b[1]),
            "You have ȧ b + a ḃ, and ȧ ḃ as well. That would be the change over a whole step. A derivative says how "
            "the product begins to move, and there the product of two small changes is nothing: leave ȧ ḃ out.",
            PAIRS,
        ),
        Mistake(
            "sign",
            lambda a, b: (a[0] * b[0], a[1] * b[0] - a[0] * b[1]),
            "You took one term from the other, as for a quotient. In a product both terms add.",
            PAIRS,
        ),
        Mistake(
            "sign, the other way round",
            lambda a, b: (a[0] * b[0], a[0] * b[1] - a[1] * b[0]),
            "You took one term from the other, as for a quotient. In a product both terms add.",
            PAIRS,
        ),
        Mistake(
            "terms multiplied",
            lambda a, b: (a[0] * b[0], (a[1] * b[0]) * (a[0] * b[1])),
            "You have both terms of the product rule, multiplied. They come along two edges, and add.",
            PAIRS,
        ),
        Mistake(
            "as complex numbers",
            lambda a, b: (a[0] * b[0] - a[1] * b[1], a[1] * b[0] + a[0] * b[1]),
            "The derivative is right. The value is that of complex numbers, a b - ȧ ḃ. A dual number has no such "
            "term: its value is the plain product a b.",
            PAIRS,
        ),
        Mistake(
            "values added",
            lambda a, b: (a[0] + b[0], a[1] + b[1]),
            "That is the sum of the two pairs. Their product is wanted.",
            PAIRS,
        ),
        Mistake(
            "derivative alone",
            lambda a, b: a[1] * b[0] + a[0] * b[1],
            "That is the derivative alone. The result is a pair, and what comes next needs the value too: `return "
            "value, derivative`.",
            PAIRS,
        ),
        Mistake(
            "value alone",
            lambda a, b: a[0] * b[0],
            "That is the value alone. The result is a pair: return the derivative with it, `return value, derivative`.",
            PAIRS,
        ),
        Mistake(
            "pairs read the other way round",
            lambda a, b: (a[1] * b[1], a[1] * b[0] + a[0] * b[1]),
            "The derivative is right. As the value you have the product of the two derivatives: the value is the first "
            "number of a pair, a[0], and the derivative the second.",
            PAIRS,
        ),
        Mistake(
            "derivative first",
            lambda a, b: (a[1] * b[0] + a[0] * b[1], a[0] * b[0]),
            "Both numbers are right and in the wrong order. The value comes first.",
            PAIRS,
        ),
    ),
    cases=_products,
)


def _activations(rng: np.random.Generator) -> list[Case]:
    """Numbers of both signs that move at any rate, one that does not move, and two that are huge."""
    positive, negative, rate = abs(_number(rng)), -abs(_number(rng)), _number(rng)
    return [
        Case("z > 0", {"a": (positive, rate)}),
        Case("z < 0", {"a": (negative, -rate)}),
        Case("z just below 0", {"a": (-rng.uniform(0.2, 0.6), rate)}),
        Case("moves fast", {"a": (_number(rng), 10 * _number(rng))}),
        Case("z = 0", {"a": (0.0, _number(rng))}, edge=True),
        Case("a constant", {"a": (_number(rng), 0.0)}, edge=True),
        Case("z = 1000", {"a": (1000.0, rate)}, edge=True),
        Case("z = -1000", {"a": (-1000.0, rate)}, edge=True),
    ]


def _slope(z: float) -> float:
    return float(sigmoid_grad(z))


def _rising(z: float) -> float:
    return float(sigmoid(z))


def _by_its_value(a: Pair) -> Pair:
    s = _rising(a[0])
    return s, s * (1 - s) * a[1]


def _exp_of_z(a: Pair) -> Pair:
    large = np.exp(a[0])
    return float(large / (1 + large)), float(large / (1 + large) ** 2 * a[1])


def _exp_of_math(a: Pair) -> Pair:
    s = 1 / (1 + math.exp(-a[0]))
    return s, s * (1 - s) * a[1]


def _overflowing_slope(a: Pair) -> Pair:
    large = np.exp(-a[0])
    return float(1 / (1 + large)), float(large / (1 + large) ** 2 * a[1])


DUAL_SIGMOID = Exercise(
    name="dual_sigmoid",
    chapter=5,
    points=2,
    minutes=8,
    difficulty="core",
    statement=r"""Write `dual_sigmoid(a)`, which returns the sigmoid of a dual number, $\sigma$ of a pair `(value,
derivative)`, as such a pair.

- The pair that comes in may move at any rate, not only at the rate 1.
- It is right for values as large as 1000 and as small as -1000 too, as your `sigmoid` of chapter 01 was.""",
    stub='''def dual_sigmoid(a):
    """Return the sigmoid of a pair (value, derivative), as such a pair."""
    raise NotImplementedError
''',
    hints=(
        "The value goes through the sigmoid. The derivative that comes in arrives over one edge: what stands on it?",
        "A pair of two numbers. If the derivative that comes in is 0, the one that goes out is 0.",
        "The derivative that goes out is σ(z) (1 - σ(z)) · ż. ż is the one that comes in.",
        "With `s = 1 / (1 + np.exp(-a[0]))`, the derivative is `s * (1 - s) * a[1]`.",
    ),
    solution='''def dual_sigmoid(a):
    """Return the sigmoid of a pair (value, derivative), as such a pair."""
    z, dz = a
    small = np.exp(-abs(z))
    s = (1 if z >= 0 else small) / (1 + small)
    return s, s * (1 - s) * dz
''',
    explanation="One edge enters the node, and it carries the slope of the sigmoid at z. The derivative that comes in "
    "is multiplied by it. The slope is taken from the value s that is there already, so nothing overflows.",
    read='chapter 05, "Numbers that carry their derivative"',
    reference=activation,
    correct=(
        _by_its_value,
        lambda a: (_rising(a[0]), _slope(a[0]) * a[1]),
        lambda a: [0.5 * (1 + float(np.tanh(a[0] / 2))), 0.25 * (1 - float(np.tanh(a[0] / 2)) ** 2) * a[1]],
    ),
    outputs=("value", "derivative"),
    tolerance=1e-12,  # a rule gives all digits: a difference quotient is told that it is none
    mistakes=(
        Mistake(
            "upstream ignored",
            lambda a: (_rising(a[0]), _slope(a[0])),
            "Your derivative is σ'(z), whatever comes in. z itself moves at the rate a[1], so multiply by it: that is "
            "the chain rule.",
            PAIRS,
        ),
        Mistake(
            "value for the derivative",
            lambda a: (_rising(a[0]), _slope(a[0]) * a[0]),
            "You multiplied the slope by the value a[0]. Over the edge comes the derivative, a[1]: multiply by that.",
            PAIRS,
        ),
        Mistake(
            "value and derivative",
            lambda a: (_rising(a[0]), _slope(a[0]) * a[0] * a[1]),
            "You multiplied by a[0] as well as by a[1]. The value decides where the slope is taken, and that is in "
            "s(1 - s) already: the slope times a[1] is all.",
            PAIRS,
        ),
        Mistake(
            "activation for the derivative",
            lambda a: (_rising(a[0]), _slope(a[0]) * _rising(a[0])),
            "You multiplied the slope by σ(z), the value that goes out. Over the edge comes the derivative a[1]: "
            "multiply by that.",
            PAIRS,
        ),
        Mistake(
            "slope left out",
            lambda a: (_rising(a[0]), a[1]),
            "The derivative goes through unchanged. The edge into the sigmoid carries its slope, σ(z)(1 - σ(z)): "
            "multiply by it.",
            PAIRS,
        ),
        Mistake(
            "sigmoid of the derivative",
            lambda a: (_rising(a[0]), _rising(a[1])),
            "You put both numbers through the sigmoid. The derivative is scaled by the slope at z: σ(z)(1 - σ(z)) · ż.",
            PAIRS,
        ),
        Mistake(
            "activation taken twice",
            lambda a: (_rising(a[0]), _slope(_rising(a[0])) * a[1]),
            "Your slope is taken at σ(z), not at z. σ' takes z; with s = σ(z) at hand it is s(1 - s).",
            PAIRS,
        ),
        Mistake(
            "slope at the derivative",
            lambda a: (_rising(a[0]), _slope(a[1]) * a[1]),
            "Your slope is taken at the derivative a[1]. It belongs at the value: a local derivative is a number at "
            "the point z = a[0].",
            PAIRS,
        ),
        Mistake(
            "slope at the derivative, upstream ignored",
            lambda a: (_rising(a[0]), _slope(a[1])),
            "You took the slope of the sigmoid at the derivative a[1]. It belongs at the value z = a[0], and is then "
            "multiplied by a[1].",
            PAIRS,
        ),
        Mistake(
            "scaled by the sigmoid of the derivative",
            lambda a: (_rising(a[0]), _slope(a[0]) * _rising(a[1])),
            "The slope is right, but you put a[1] through the sigmoid before you multiplied. The derivative that "
            "comes in is multiplied as it is.",
            PAIRS,
        ),
        Mistake(
            "derivative taken for the activation",
            lambda a: (_rising(a[0]), a[1] * (1 - a[1])),
            "You have a[1](1 - a[1]). The slope is s(1 - s) with the activation s = σ(z), and it is then multiplied "
            "by a[1].",
            PAIRS,
        ),
        Mistake(
            "derivative inside the parentheses",
            lambda a: (_rising(a[0]), _rising(a[0]) * (1 - a[1])),
            "You have s(1 - a[1]). The slope is s(1 - s), whatever comes in; then multiply by a[1]: s(1 - s) · a[1].",
            PAIRS,
        ),
        Mistake(
            "z taken for the activation",
            lambda a: (_rising(a[0]), a[0] * (1 - a[0]) * a[1]),
            "You have z(1 - z) as the slope. It is s(1 - s) with the activation s = σ(z).",
            PAIRS,
        ),
        Mistake(
            "1 - s dropped",
            lambda a: (_rising(a[0]), _rising(a[0]) * a[1]),
            "You have s · ż. The slope of the sigmoid is s(1 - s): the second factor is missing.",
            PAIRS,
        ),
        Mistake(
            "s dropped",
            lambda a: (_rising(a[0]), (1 - _rising(a[0])) * a[1]),
            "You have (1 - s) · ż. The slope of the sigmoid is s(1 - s): the first factor is missing.",
            PAIRS,
        ),
        Mistake(
            "1 + for 1 -",
            lambda a: (_rising(a[0]), _rising(a[0]) * (1 + _rising(a[0])) * a[1]),
            "You have s(1 + s) as the slope. The slope of the sigmoid is s(1 - s), never more than 1/4.",
            PAIRS,
        ),
        Mistake(
            "factors added",
            lambda a: (_rising(a[0]), _slope(a[0]) + a[1]),
            "You added the slope and the derivative that comes in. The edge scales what arrives: they multiply.",
            PAIRS,
        ),
        Mistake(
            "sign",
            lambda a: (_rising(a[0]), -_slope(a[0]) * a[1]),
            "The sign of the derivative is wrong. The sigmoid rises everywhere, so its slope is positive.",
            PAIRS,
        ),
        Mistake(
            "value left as it was",
            lambda a: (a[0], _slope(a[0]) * a[1]),
            "The derivative is right, but the value is still z. The value goes through the sigmoid too.",
            PAIRS,
        ),
        Mistake(
            "sign in the exponent",
            lambda a: (_rising(-a[0]), _slope(a[0]) * a[1]),
            "Your value falls where the sigmoid rises: the exponent is -z, 1 / (1 + exp(-z)). The derivative does not "
            "show it, because s(1 - s) is the same for s and 1 - s.",
            PAIRS,
        ),
        Mistake(
            "derivative alone",
            lambda a: _slope(a[0]) * a[1],
            "That is the derivative alone. The result is a pair, and what comes next needs the value too: `return s, "
            "derivative`.",
            PAIRS,
        ),
        Mistake(
            "value alone",
            lambda a: _rising(a[0]),
            "That is the value alone. The result is a pair: return the derivative with it.",
            PAIRS,
        ),
        Mistake(
            "derivative first",
            lambda a: (_slope(a[0]) * a[1], _rising(a[0])),
            "Both numbers are right and in the wrong order. The value comes first.",
            PAIRS,
        ),
        Mistake(
            "overflow of the value",
            _exp_of_z,
            "Right for moderate z, but `nan` for z = 1000: there exp(z) is inf, and inf / inf has no value. With 1 / "
            "(1 + exp(-z)) it does not happen.",
            LARGE,
        ),
        Mistake(
            "overflow of math.exp",
            _exp_of_math,
            "Right for moderate z, but `math.exp(1000)` stops with an OverflowError: so large a number has no place "
            "in a float. `np.exp` gives inf there, and 1 / (1 + inf) is the right 0.",
            LARGE,
        ),
        Mistake(
            "overflow of the slope",
            _overflowing_slope,
            "The value is right everywhere, but the derivative is `nan` for z = -1000: exp(-z) / (1 + exp(-z))² is "
            "inf / inf there. With s = σ(z) at hand, s(1 - s) never overflows.",
            LARGE,
        ),
    ),
    cases=_activations,
)
