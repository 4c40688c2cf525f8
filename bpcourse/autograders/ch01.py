"""The exercises of chapter 01, One neuron: the sigmoid, its slope, the neuron, the gradient of one sample."""

import math

import numpy as np

from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array, sigmoid, sigmoid_grad
from bpcourse.reference.neuron import dloss_dw, neuron

TITLE = "One neuron"

DERIVATIVE = 'read chapter 01, "The slope of the sigmoid".'
GRADIENT = 'read chapter 01, "The gradient of one sample".'
FORWARD = 'read chapter 01, "A neuron, number by number".'
LARGE = 'read chapter 01, "Large numbers".'


def _naive_sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def _two_branches(z: Array) -> Array:
    z = np.asarray(z, dtype=float)
    result = np.empty_like(z)
    positive = z >= 0
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    result[~positive] = np.exp(z[~positive]) / (1 + np.exp(z[~positive]))
    return result


def _z_cases(rng: np.random.Generator) -> list[Case]:
    """Points z for an elementwise function: of every shape, and far out, where exp overflows."""
    return [
        Case("one number", {"z": float(rng.uniform(0.5, 2.0))}),
        Case("a vector", {"z": rng.normal(scale=2.0, size=5)}),
        Case("a matrix", {"z": rng.normal(scale=2.0, size=(2, 3))}),
        Case("z = 1000", {"z": np.array([3.0, 1000.0])}, edge=True),
        Case("z = -1000", {"z": np.array([-3.0, -1000.0])}, edge=True),
    ]


def _neuron_cases(rng: np.random.Generator) -> list[Case]:
    return [
        Case("N = 4 samples", {"x": rng.normal(size=(4, 3)), "w": rng.normal(size=3), "b": rng.uniform(0.5, 1.5)}),
        Case("one sample of shape (D,)", {"x": rng.normal(size=2), "w": rng.normal(size=2), "b": -0.7}),
        Case("N = 3, D = 3", {"x": rng.normal(size=(3, 3)), "w": rng.normal(size=3), "b": rng.uniform(-1.5, -0.5)}),
        Case("N = 1", {"x": rng.normal(size=(1, 2)), "w": rng.normal(size=2), "b": 0.4}, edge=True),
        Case(
            "z far from 0",
            {"x": np.array([[400.0, 1.0], [-400.0, 2.0]]), "w": np.array([2.5, -1.0]), "b": 1.0},
            edge=True,
        ),
    ]


def _sample_cases(rng: np.random.Generator) -> list[Case]:
    """One sample each: both labels, D = 1 to 4, and a label between 0 and 1."""
    return [
        Case(what, {"x": rng.normal(size=d), "w": rng.normal(size=d), "b": float(rng.uniform(0.3, 1.0)), "y": y})
        for what, d, y in (("D = 2, y = 1", 2, 1.0), ("D = 3, y = 0", 3, 0.0), ("D = 4, y = 0.3", 4, 0.3))
    ] + [Case("D = 1", {"x": rng.normal(size=1), "w": rng.normal(size=1), "b": 0.2, "y": 1.0}, edge=True)]


def _points(rng: np.random.Generator) -> list[Case]:
    """Points at which a symbolic answer is evaluated."""
    return [
        Case("points with z > 0", {"z": rng.uniform(0.2, 3.0, size=6)}),
        Case("points with z < 0", {"z": rng.uniform(-3.0, -0.2, size=6)}),
    ]


SIGMOID = Exercise(
    name="sigmoid",
    chapter=1,
    points=2,
    minutes=8,
    difficulty="warm-up",
    statement=r"""Write `sigmoid(z)`, which returns $\sigma(z) = \dfrac{1}{1 + e^{-z}}$ for every entry of `z`.

- `z` is a number or an array of any shape; the result has the same shape.
- It is right for numbers as large as 1000 and as small as -1000 too. `np.exp(1000)` is `inf`, and `inf / inf` is `nan`.
  A warning costs nothing; a wrong value does.""",
    stub='''def sigmoid(z):
    """Return 1 / (1 + exp(-z)) for every entry of z."""
    raise NotImplementedError
''',
    hints=(
        "`np.exp` takes an array and gives back an array, so no loop is needed. `math.exp` takes one number only.",
        "The result has the shape of `z`: (5,) gives (5,), (2, 3) gives (2, 3), one number gives one number.",
        "σ(z) = 1 / (1 + exp(-z)). For z = -1000, exp(1000) becomes inf, and 1 / inf is 0: that is right.",
        "`return 1 / (1 + np.exp(-z))`",
    ),
    solution='''def sigmoid(z):
    """Return 1 / (1 + exp(-z)) for every entry of z."""
    small = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, small) / (1 + small)
''',
    explanation="`exp` never gets a positive number here, so nothing overflows: for z < 0 the same value is written "
    "exp(z) / (1 + exp(z)). The short form `1 / (1 + np.exp(-z))` returns the same values, with a warning for very "
    "negative z.",
    read='chapter 01, "A neuron, number by number"',
    reference=sigmoid,
    correct=(
        _naive_sigmoid,
        lambda z: 0.5 * (1 + np.tanh(np.asarray(z) / 2)),
        lambda z: _two_branches(np.atleast_1d(z)).reshape(np.shape(z)),
    ),
    mistakes=(
        Mistake(
            "sign of z",
            lambda z: sigmoid(-np.asarray(z)),
            "Your curve falls where it should rise: you computed σ(-z). The exponent is -z, so that a large z "
            "makes exp(-z) small and the result close to 1.",
            FORWARD,
        ),
        Mistake(
            "overflow",
            lambda z: np.exp(z) / (1 + np.exp(z)),
            "Right for moderate z, but `nan` for z = 1000: there exp(z) is inf, and inf / inf has no value. Written "
            "as 1 / (1 + exp(-z)), the same formula gives 1 / (1 + 0) = 1.",
            LARGE,
        ),
        Mistake(
            "math instead of NumPy",
            lambda z: 1 / (1 + math.exp(-z)),
            "It works for one number and stops with an array: `math.exp` takes one number. `np.exp` takes an array "
            "and treats every entry.",
            "replace `math.exp` with `np.exp`.",
        ),
        Mistake(
            "1 + forgotten",
            lambda z: 1 / np.exp(-np.asarray(z)),
            "You computed 1 / exp(-z), which is exp(z) and grows without bound. The 1 + in the denominator keeps "
            "the result between 0 and 1.",
            FORWARD,
        ),
        Mistake(
            "tanh",
            np.tanh,
            "That is the hyperbolic tangent: it runs from -1 to 1. The sigmoid runs from 0 to 1, and σ(0) = 0.5.",
            FORWARD,
        ),
    ),
    cases=_z_cases,
)

SIGMOID_GRAD = Exercise(
    name="sigmoid_grad",
    chapter=1,
    points=3,
    minutes=8,
    difficulty="core",
    statement=r"""Write `sigmoid_grad(z)`, which returns the derivative $\sigma'(z)$ for every entry of `z`.

The argument is $z$, what goes into the sigmoid, and not $a = \sigma(z)$, what comes out of it. It is right for
$z = \pm 1000$ too.""",
    stub='''def sigmoid_grad(z):
    """Return the derivative of the sigmoid at every entry of z."""
    raise NotImplementedError
''',
    hints=(
        "The slope is largest at z = 0, where it is 1/4, and it is nearly 0 for large |z|. Does yours do that?",
        "The result has the shape of `z`, and every entry lies between 0 and 0.25.",
        "σ'(z) = σ(z) (1 - σ(z)), with σ taken once, at z.",
        "`a = sigmoid(z)`, then `return a * (1 - a)`",
    ),
    solution='''def sigmoid_grad(z):
    """Return the derivative of the sigmoid at every entry of z."""
    a = sigmoid(z)
    return a * (1 - a)
''',
    explanation="The slope is written with the value: compute a = σ(z) once, then a (1 - a). No second exponential is "
    "needed.",
    read='chapter 01, "The slope of the sigmoid"',
    reference=sigmoid_grad,
    correct=(
        lambda z: sigmoid(z) * (1 - sigmoid(z)),
        lambda z: sigmoid(z) - sigmoid(z) ** 2,
        lambda z: 0.25 / np.cosh(np.asarray(z) / 2) ** 2,
    ),
    mistakes=(
        Mistake(
            "takes z for a",
            lambda z: z * (1 - z),
            "You computed z (1 - z). The formula a (1 - a) is written with a = σ(z), and your function receives z: "
            "apply the sigmoid first.",
            DERIVATIVE,
        ),
        Mistake(
            "sigmoid applied twice",
            lambda z: sigmoid(sigmoid(z)) * (1 - sigmoid(sigmoid(z))),
            "You took the slope at σ(z) instead of at z: σ was applied twice. At z = 3 that gives 0.2009; the slope "
            "there is 0.0452.",
            'read chapter 01, "Find the mistake".',
        ),
        Mistake(
            "sign",
            lambda z: -sigmoid_grad(z),
            "Every entry has the wrong sign. The sigmoid rises everywhere, so its slope is positive everywhere. The "
            "minus of the inner derivative -exp(-z) cancels the minus of d(1/u)/du = -1/u².",
            DERIVATIVE,
        ),
        Mistake(
            "lost square",
            lambda z: sigmoid(-np.asarray(z)),
            "You computed exp(-z) / (1 + exp(-z)): the denominator has lost its square. d(1/u)/du is -1/u².",
            DERIVATIVE,
        ),
        Mistake(
            "the function, not its slope",
            sigmoid,
            "That is the sigmoid itself. Its slope is wanted: σ(z) (1 - σ(z)).",
            DERIVATIVE,
        ),
        Mistake(
            "overflow",
            lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
            "Right for moderate z, but `nan` for z = -1000: there exp(-z) is inf, and inf / inf has no value. "
            "σ(z) (1 - σ(z)) needs no large number.",
            LARGE,
        ),
    ),
    cases=_z_cases,
)

DSIGMOID_DZ = Exercise(
    name="dsigmoid_dz",
    kind="expression",
    chapter=1,
    points=2,
    minutes=10,
    difficulty="core",
    statement=r"""Work out $\dfrac{d}{dz}\,\dfrac{1}{1 + e^{-z}}$ by hand, with the chain rule, and write the result
as a SymPy expression in `z`. Any form that is equal counts: $\sigma(1 - \sigma)$ written out, or one fraction.

Doing it on paper first is the exercise. `sympy.diff` gives the answer too; use it to check yourself afterwards.""",
    stub="""from sympy import Symbol, exp

z = Symbol("z")
dsigmoid_dz = None
""",
    hints=(
        "Write the sigmoid as 1/u with u = 1 + exp(-z). Two functions, one inside the other: the chain rule applies.",
        "The result contains exp(-z) above the fraction line and (1 + exp(-z)) squared below it.",
        "d(1/u)/dz = -1/u² · du/dz, and du/dz = -exp(-z).",
        "`dsigmoid_dz = exp(-z) / (1 + exp(-z))**2`",
    ),
    solution="""from sympy import Symbol, exp

z = Symbol("z")
dsigmoid_dz = exp(-z) / (1 + exp(-z)) ** 2
""",
    explanation="d(1/u)/dz = -1/u² · du/dz with u = 1 + exp(-z) and du/dz = -exp(-z): the two minus signs cancel, "
    "and exp(-z) / (1 + exp(-z))² is left. Split into two factors it is σ(z) (1 - σ(z)).",
    read='chapter 01, "The slope of the sigmoid"',
    reference=lambda z: sigmoid_grad(z),
    correct=(
        lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
        lambda z: 1 / (2 + np.exp(z) + np.exp(-z)),
        lambda z: 1 / (1 + np.exp(-z)) * (1 - 1 / (1 + np.exp(-z))),
    ),
    mistakes=(
        Mistake(
            "sign",
            lambda z: -sigmoid_grad(z),
            "The sign is wrong: yours is negative everywhere, and the sigmoid rises everywhere. Two minus signs "
            "meet here, one from -1/u² and one from du/dz = -exp(-z).",
            DERIVATIVE,
        ),
        Mistake(
            "inner derivative dropped",
            lambda z: -(sigmoid(z) ** 2),
            "You differentiated 1/u and stopped: -1/u² is the outer derivative. The chain rule multiplies it by "
            "the inner one, du/dz = -exp(-z).",
            DERIVATIVE,
        ),
        Mistake(
            "inner derivative dropped, sign lost",
            lambda z: sigmoid(z) ** 2,
            "You have 1/u². Two things are missing: the minus of d(1/u)/du = -1/u², and the inner derivative "
            "du/dz = -exp(-z).",
            DERIVATIVE,
        ),
        Mistake(
            "lost square",
            lambda z: sigmoid(-z),
            "The denominator has lost its square: d(1/u)/du is -1/u².",
            DERIVATIVE,
        ),
        Mistake(
            "the function, not its slope",
            sigmoid,
            "That is the sigmoid itself; its derivative is wanted.",
            DERIVATIVE,
        ),
    ),
    cases=_points,
)

NEURON = Exercise(
    name="neuron",
    chapter=1,
    points=3,
    minutes=10,
    difficulty="core",
    statement=r"""Write `neuron(x, w, b)`, which returns $a = \sigma(x \cdot w + b)$.

- `x` holds one sample a row: shape (N, D) gives N outputs, shape (N,). One sample of shape (D,) gives one number.
- `w` has shape (D,), `b` is a number.

Use your own `sigmoid` from above.""",
    stub='''def neuron(x, w, b):
    """Return sigmoid(x · w + b): shape (N,) for x (N, D), one number for x (D,)."""
    raise NotImplementedError
''',
    hints=(
        "Three steps: weigh and add the inputs, add the bias once, apply the sigmoid.",
        "x is (N, D), w is (D,). Which product leaves one number for each row? It works for one row (D,) as well.",
        "z = x @ w + b, then a = σ(z).",
        "`return sigmoid(x @ w + b)`",
    ),
    solution='''def neuron(x, w, b):
    """Return sigmoid(x · w + b): shape (N,) for x (N, D), one number for x (D,)."""
    return sigmoid(x @ w + b)
''',
    explanation="`x @ w` multiplies each row of x by w and adds up: (N, D) @ (D,) is (N,); (D,) @ (D,) is a number.",
    read='chapter 01, "A neuron, number by number"',
    reference=neuron,
    correct=(
        lambda x, w, b: _naive_sigmoid(np.dot(x, w) + b),
        lambda x, w, b: sigmoid(np.sum(x * w, axis=-1) + b),
        lambda x, w, b: 0.5 * (1 + np.tanh((np.einsum("...d,d->...", x, w) + b) / 2)),
    ),
    mistakes=(
        Mistake(
            "no bias",
            lambda x, w, b: sigmoid(x @ w),
            "The bias is missing: you computed σ(x · w). Without b, the neuron says 0.5 at x = 0 whatever it learns.",
            FORWARD,
        ),
        Mistake(
            "no activation",
            lambda x, w, b: x @ w + b,
            "That is z, the weighted sum. The neuron's output is σ(z), between 0 and 1.",
            FORWARD,
        ),
        Mistake(
            "bias outside the sigmoid",
            lambda x, w, b: sigmoid(x @ w) + b,
            "You added b after the sigmoid. It belongs inside: b moves the point where the neuron says 0.5; it does "
            "not lift the curve.",
            FORWARD,
        ),
        Mistake(
            "bias added D times",
            lambda x, w, b: sigmoid(np.sum(x * w + b, axis=-1)),
            "You added b to every product x_i w_i before summing, so it counts D times. Add it once, to the sum.",
            FORWARD,
        ),
        Mistake(
            "products not summed",
            lambda x, w, b: sigmoid(x * w + b),
            "You multiplied entry by entry and did not add up, so each sample gives D numbers. `x @ w` multiplies "
            "and adds.",
            FORWARD,
        ),
        Mistake(
            "sign of b",
            lambda x, w, b: sigmoid(x @ w - b),
            "You subtracted the bias. In this course z = x · w + b; a threshold is a bias with the opposite sign.",
            FORWARD,
        ),
    ),
    cases=_neuron_cases,
)

DLOSS_DW = Exercise(
    name="dloss_dw",
    chapter=1,
    points=4,
    minutes=15,
    difficulty="core",
    statement=r"""Write `dloss_dw(x, w, b, y)`: the gradient of the loss $L = \tfrac12 (y - a)^2$ with respect
to `w`, for **one** sample.

- `x` and `w` have shape (D,), `b` and `y` are numbers, and $a = \sigma(x \cdot w + b)$.
- The result has shape (D,), like `w`: one number for each weight, telling how the loss moves when that weight does.

It is the derivative itself, not its negative: a step *against* it lowers the loss.""",
    stub='''def dloss_dw(x, w, b, y):
    """Return dL/dw, shape (D,), for the loss L = 1/2 (y - a)^2 of one sample x of shape (D,)."""
    raise NotImplementedError
''',
    hints=(
        "w reaches the loss along one road: w → z → a → L. Each arrow has a derivative; multiply the three.",
        "Two of the three factors are numbers; the third, dz/dw, is the vector x. The result has the shape of w.",
        "dL/dw = (a - y) · a (1 - a) · x.",
        "`a = neuron(x, w, b)`, then `return (a - y) * a * (1 - a) * x`",
    ),
    solution='''def dloss_dw(x, w, b, y):
    """Return dL/dw, shape (D,), for the loss L = 1/2 (y - a)^2 of one sample x of shape (D,)."""
    a = neuron(x, w, b)
    dloss_da = a - y
    da_dz = a * (1 - a)
    dz_dw = x
    return dloss_da * da_dz * dz_dw
''',
    explanation="One factor for each step of w → z → a → L: dL/da = a - y, da/dz = a (1 - a), dz/dw = x.",
    read='chapter 01, "The gradient of one sample"',
    reference=dloss_dw,
    correct=(
        lambda x, w, b, y: -(y - sigmoid(x @ w + b)) * sigmoid_grad(x @ w + b) * x,
        lambda x, w, b, y: np.array([(neuron(x, w, b) - y) * sigmoid_grad(np.dot(w, x) + b) * x_i for x_i in x]),
        lambda x, w, b, y: np.outer(neuron(x, w, b) - y, x)[0] * sigmoid_grad(x @ w + b),
    ),
    mistakes=(
        Mistake(
            "sign",
            lambda x, w, b, y: -dloss_dw(x, w, b, y),
            "Every entry has the opposite sign. L = 1/2 (y - a)² contains -a, so dL/da = -(y - a) = a - y. With the "
            "sign flipped, gradient descent climbs.",
            GRADIENT,
        ),
        Mistake(
            "factor 2",
            lambda x, w, b, y: 2 * dloss_dw(x, w, b, y),
            "Every entry is twice too large. The 1/2 in L = 1/2 (y - a)² is there to cancel the 2 that comes down "
            "from the square.",
            GRADIENT,
        ),
        Mistake(
            "dropped a (1 - a)",
            lambda x, w, b, y: (neuron(x, w, b) - y) * x,
            "The factor da/dz = a (1 - a) is missing: you went from the loss to z without passing the sigmoid. "
            "(This is the gradient of another loss, cross-entropy, which chapter 09 meets.)",
            GRADIENT,
        ),
        Mistake(
            "takes z for a",
            lambda x, w, b, y: (neuron(x, w, b) - y) * (x @ w + b) * (1 - (x @ w + b)) * x,
            "The slope of the sigmoid is a (1 - a), with a = σ(z). You put z into it.",
            DERIVATIVE,
        ),
        Mistake(
            "sigmoid applied twice",
            lambda x, w, b, y: (neuron(x, w, b) - y) * sigmoid_grad(neuron(x, w, b)) * x,
            "The slope of the sigmoid is taken at a, where σ has already been applied. It belongs at z: σ'(z) = "
            "a (1 - a).",
            'read chapter 01, "Find the mistake".',
        ),
        Mistake(
            "dropped x",
            lambda x, w, b, y: (neuron(x, w, b) - y) * sigmoid_grad(x @ w + b),
            "You returned dL/dz, one number. The factor dz/dw = x is missing; it gives one number for each weight.",
            GRADIENT,
        ),
        Mistake(
            "no bias",
            lambda x, w, b, y: dloss_dw(x, w, 0.0, y),
            "Your forward pass has no bias: a = σ(x · w + b).",
            FORWARD,
        ),
        Mistake(
            "w in place of x",
            lambda x, w, b, y: (neuron(x, w, b) - y) * sigmoid_grad(x @ w + b) * w,
            "You multiplied by w. z = x · w + b, so dz/dw is x; w is dz/dx.",
            GRADIENT,
        ),
        Mistake(
            "error squared",
            lambda x, w, b, y: (neuron(x, w, b) - y) ** 2 * sigmoid_grad(x @ w + b) * x,
            "The error is still squared. Differentiating 1/2 (y - a)² leaves the first power, a - y, with its sign.",
            GRADIENT,
        ),
    ),
    cases=_sample_cases,
)

# One input, for a calculation on paper.
_X, _W, _B, _Y = np.array([1.5]), np.array([0.8]), -1.0, 1.0


def _on_paper(gradient: Array) -> float:
    return float(gradient[0])


DLOSS_DW_VALUE = Exercise(
    name="dloss_dw_value",
    kind="value",
    chapter=1,
    points=2,
    minutes=8,
    difficulty="warm-up",
    statement=r"""On paper, with a pocket calculator: a neuron with one input has $w = 0.8$, $b = -1$. The sample is
$x = 1.5$ with label $y = 1$, and $L = \tfrac12 (y - a)^2$. What is $\partial L / \partial w$? Give at least three
significant digits.""",
    stub="dloss_dw_value = None\n",
    hints=(
        "Go forwards first: z, then a. Then one factor for each step back.",
        "It is one number, and it is negative: the neuron says less than 1, so a larger w would lower the loss.",
        "∂L/∂w = (a - y) · a (1 - a) · x, with a = σ(w x + b).",
        "z = 0.8 · 1.5 - 1 = 0.2 and a = σ(0.2) = 0.5498; now multiply (a - y), a (1 - a) and x.",
    ),
    solution="""dloss_dw_value = -0.1671
""",
    explanation="z = 0.2, a = 0.5498, a - y = -0.4502, a (1 - a) = 0.2475, and the product with x = 1.5 is -0.1671.",
    read='chapter 01, "The gradient of one sample"',
    reference=lambda: _on_paper(dloss_dw(_X, _W, _B, _Y)),
    correct=(
        lambda: -0.167,
        lambda: -0.16713,
        lambda: (0.5498 - 1) * 0.2475 * 1.5,
    ),
    mistakes=(
        Mistake(
            "sign",
            lambda: -_on_paper(dloss_dw(_X, _W, _B, _Y)),
            "The size is right, the sign is not. dL/da is a - y, and here a is smaller than y.",
            GRADIENT,
        ),
        Mistake(
            "factor 2",
            lambda: 2 * _on_paper(dloss_dw(_X, _W, _B, _Y)),
            "Twice too large: the 1/2 of the loss cancels the 2 of the square.",
            GRADIENT,
        ),
        Mistake(
            "dropped x",
            lambda: _on_paper(dloss_dw(_X, _W, _B, _Y) / _X),
            "That is ∂L/∂z. One factor is missing: ∂z/∂w = x = 1.5.",
            GRADIENT,
        ),
        Mistake(
            "dropped a (1 - a)",
            lambda: _on_paper((neuron(_X, _W, _B) - _Y) * _X),
            "The factor da/dz = a (1 - a) is missing: the road from L to w passes through the sigmoid.",
            GRADIENT,
        ),
        Mistake(
            "takes z for a",
            lambda: _on_paper((neuron(_X, _W, _B) - _Y) * 0.2 * 0.8 * _X),
            "You computed z (1 - z). The slope of the sigmoid is a (1 - a), with a = σ(z) = 0.5498.",
            DERIVATIVE,
        ),
        Mistake(
            "sigmoid applied twice",
            lambda: _on_paper((neuron(_X, _W, _B) - _Y) * sigmoid_grad(neuron(_X, _W, _B)) * _X),
            "The slope is taken at a, where σ has already been applied. It belongs at z = 0.2.",
            'read chapter 01, "Find the mistake".',
        ),
        Mistake(
            "no bias",
            lambda: _on_paper(dloss_dw(_X, _W, 0.0, _Y)),
            "Your z has no bias: z = 0.8 · 1.5 - 1 = 0.2, and not 1.2.",
            FORWARD,
        ),
        Mistake(
            "w in place of x",
            lambda: _on_paper(dloss_dw(_X, _W, _B, _Y) / _X * _W),
            "You multiplied by w. ∂z/∂w is x.",
            GRADIENT,
        ),
    ),
    cases=lambda rng: [Case("the sample", {})],
    tolerance=2e-3,
)

EXERCISES = (SIGMOID, DSIGMOID_DZ, SIGMOID_GRAD, NEURON, DLOSS_DW_VALUE, DLOSS_DW)
