"""Exercise `init_layer` of chapter 02: random weights and zero biases, to start from."""

import math
from collections.abc import Mapping

import numpy as np

from bpcourse.autograders.ch02.shared import START
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Seed, Value, in_words
from bpcourse.reference.activations import Array
from bpcourse.reference.initializers import init_layer

RIGHT = "as asked"
NOT_DRAWN = (
    "The spread is right, but the weights are not what `rng` draws from a normal distribution: use the `rng` that is "
    "given, `rng.normal(...)`. Then the same generator gives the same start again, and another one another."
)
ENOUGH = 2000  # draws from which a spread can be told, to about 2 %


def _cases(rng: np.random.Generator) -> list[Case]:
    def case(n_inputs: int, n_units: int, edge: bool = False) -> Case:
        what = f"{n_inputs} input{'s' * (n_inputs > 1)}, {n_units} unit{'s' * (n_units > 1)}"
        seed = Seed(int(rng.integers(1_000_000)))
        return Case(what, {"n_inputs": n_inputs, "n_units": n_units, "rng": seed}, edge=edge)

    few, some, many = (int(rng.integers(low, high)) for low, high in ((2, 4), (14, 20), (300, 500)))
    return [
        case(few + 2, few),
        case(many, some),
        case(some, many),
        case(1, few, edge=True),
        case(few + 1, 1, edge=True),
    ]


def described(answer: Value, inputs: Mapping[str, Value]) -> str:
    """What a layer's start has against it first of all, in a sentence; RIGHT when it is as asked.

    No sentence holds a number that changes from one draw to the next.
    """
    n_inputs, n_units = inputs["n_inputs"], inputs["n_units"]
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return f"Your function returned {in_words(answer)}; expected two arrays, `return w, b`."
    w, b = (np.asarray(part) for part in answer)
    for name, part, shape in (("w", w, (n_inputs, n_units)), ("b", b, (n_units,))):
        if part.shape != shape:
            return f"{name} has shape {part.shape}; expected {shape}."
        if not np.issubdtype(part.dtype, np.number) or not np.all(np.isfinite(part)):
            return f"{name} does not hold finite numbers alone."
    if np.any(b != 0):
        return "The biases are not all 0."
    spread = _spread(w, n_inputs)
    # A few numbers of the right spread agree by chance; with this many, only what this generator draws.
    return NOT_DRAWN if spread == RIGHT and w.size >= ENOUGH and not _drawn_by(inputs["rng"], w) else spread


def _drawn_by(rng: Seed, w: Array) -> bool:
    """Whether w holds the normal numbers of this generator, row by row or column by column, after b or before it."""
    draws = np.random.default_rng(rng.number).standard_normal(w.size + max(w.shape))
    ways = [(way, start) for way in (w.ravel(), w.T.ravel()) for start in (0, *w.shape)]
    return any(np.corrcoef(way, draws[start : start + w.size])[0, 1] > 0.99 for way, start in ways)


def _spread(w: Array, n_inputs: int) -> str:
    if not w.any():
        return "The weights are all 0."
    if w.size > 1 and np.all(w == w.flat[0]):
        return "The weights are all the same."
    if w.shape[1] > 1 and np.all(w == w[:, :1]):
        return "Every unit has the same weights as the first."
    if w.size < ENOUGH:
        return RIGHT
    if abs(w.mean()) > 0.1 * w.std():
        return "The mean of the weights is not 0."
    factor = w.std() * math.sqrt(n_inputs)
    if 0.9 < factor < 1.1:
        return RIGHT
    # To a power of two, so that another draw says the same.
    power = round(math.log2(factor))
    if 0.6 < factor < 1.6:
        return "The spread of the weights is near 1 / sqrt(n_inputs), and not near enough."
    times, size = (2**power, "large") if power > 0 else (2**-power, "small")
    return f"The spread of the weights is about {times} times too {size}."


INIT_LAYER = Exercise(
    name="init_layer",
    chapter=2,
    points=3,
    minutes=10,
    difficulty="core",
    statement=r"""Write `init_layer(n_inputs, n_units, rng)`, which returns `w, b` for a layer to start from.

- `w` has shape (n_inputs, n_units). Its entries are drawn by `rng` from a normal distribution with mean 0 and standard
  deviation $1/\sqrt{\texttt{n\_inputs}}$.
- `b` has shape (n_units,) and is all 0.
- `rng` is a NumPy generator, as `np.random.default_rng(1)` makes one. `rng.normal(mean, deviation, shape)` draws.""",
    stub='''def init_layer(n_inputs, n_units, rng):
    """Return w (n_inputs, n_units), drawn by rng: deviation 1 / sqrt(n_inputs); b: zeros."""
    raise NotImplementedError
''',
    hints=(
        "Two arrays, one line each: a random one and one of zeros.",
        "w is (n_inputs, n_units): one row an input, one column a unit. b has one entry a unit.",
        "The deviation is 1 / sqrt(n_inputs). The variance would be its square.",
        "`w = rng.normal(0, 1 / np.sqrt(n_inputs), (n_inputs, n_units))`",
    ),
    solution='''def init_layer(n_inputs, n_units, rng):
    """Return w (n_inputs, n_units), drawn by rng: deviation 1 / sqrt(n_inputs); b: zeros."""
    w = rng.normal(0.0, 1 / np.sqrt(n_inputs), (n_inputs, n_units))
    b = np.zeros(n_units)
    return w, b
''',
    explanation="Each unit adds n_inputs products, so its weights are made smaller the more inputs there are. Random "
    "numbers make the units differ from one another; the biases may start at 0, as the weights already do that.",
    read='chapter 02, "Where the weights come from"',
    reference=init_layer,
    correct=(
        lambda n_inputs, n_units, rng: (rng.standard_normal((n_inputs, n_units)) / n_inputs**0.5, np.zeros(n_units)),
        lambda n_inputs, n_units, rng: (rng.normal(size=(n_units, n_inputs)).T / np.sqrt(n_inputs), [0.0] * n_units),
    ),
    mistakes=(
        Mistake(
            "swapped (inputs, units)",
            lambda n_inputs, n_units, rng: (init_layer(n_units, n_inputs, rng)[0], np.zeros(n_units)),
            "The shape of w is swapped: yours has one row a unit. One row an input and one column a unit is wanted, "
            "(n_inputs, n_units), so that `x @ w` fits.",
            START,
        ),
        Mistake(
            "all swapped",
            lambda n_inputs, n_units, rng: init_layer(n_units, n_inputs, rng),
            "Inputs and units are swapped, in w and in b: your layer has n_inputs units with n_units inputs each.",
            START,
            same_as="swapped (inputs, units)",
        ),
        Mistake(
            "one bias an input",
            lambda n_inputs, n_units, rng: (init_layer(n_inputs, n_units, rng)[0], np.zeros(n_inputs)),
            "You made one bias for each input. A bias belongs to a unit: b has shape (n_units,).",
            START,
        ),
        Mistake(
            "one bias for all",
            lambda n_inputs, n_units, rng: (init_layer(n_inputs, n_units, rng)[0], 0.0),
            "You made one bias for the whole layer. Each unit has its own: b has shape (n_units,).",
            START,
        ),
        Mistake(
            "bias as a row",
            lambda n_inputs, n_units, rng: (init_layer(n_inputs, n_units, rng)[0], np.zeros((1, n_units))),
            "Your b has shape (1, n_units), a matrix with one row. A row of n_units numbers, shape (n_units,), is "
            "wanted.",
            START,
        ),
        Mistake(
            "biases forgotten",
            lambda n_inputs, n_units, rng: init_layer(n_inputs, n_units, rng)[0],
            "You returned w alone. The layer needs its biases too: `return w, b`.",
            START,
        ),
        Mistake(
            "b before w",
            lambda n_inputs, n_units, rng: init_layer(n_inputs, n_units, rng)[::-1],
            "You returned b, w. The order is w, b.",
            START,
        ),
        Mistake(
            "all zeros",
            lambda n_inputs, n_units, rng: (np.zeros((n_inputs, n_units)), np.zeros(n_units)),
            "The weights are all 0. Then all units of a layer say the same, for ever: they start alike, and learning "
            "moves them alike. Random weights make them differ.",
            START,
        ),
        Mistake(
            "every unit alike",
            lambda n_inputs, n_units, rng: (np.tile(rng.normal(size=(n_inputs, 1)), n_units), np.zeros(n_units)),
            "Every unit got the same weights. Draw a number of its own for each entry of w.",
            START,
        ),
        Mistake(
            "not scaled",
            lambda n_inputs, n_units, rng: (rng.normal(size=(n_inputs, n_units)), np.zeros(n_units)),
            "Your weights spread as with a deviation of 1. Divide by sqrt(n_inputs): a unit with many inputs adds many "
            "products, and its net would be far out, where the sigmoid is flat.",
            START,
        ),
        Mistake(
            "variance for deviation",
            lambda n_inputs, n_units, rng: (rng.normal(0, 1 / n_inputs, (n_inputs, n_units)), np.zeros(n_units)),
            "Your deviation is 1 / n_inputs: that is the variance. `rng.normal` takes the deviation, 1 / "
            "sqrt(n_inputs).",
            START,
        ),
        Mistake(
            "for relu",
            lambda n_inputs, n_units, rng: (
                rng.normal(0, np.sqrt(2 / n_inputs), (n_inputs, n_units)),
                np.zeros(n_units),
            ),
            "The spread of your weights is sqrt(2) times too large: sqrt(2 / n_inputs) is a rule for another "
            "activation (chapter 12). Here it is 1 / sqrt(n_inputs).",
            START,
        ),
        Mistake(
            "from -1 to 1",
            lambda n_inputs, n_units, rng: (rng.uniform(-1, 1, (n_inputs, n_units)), np.zeros(n_units)),
            "Your weights do not get smaller with more inputs; a fixed range from -1 to 1 gives that. The deviation is "
            "1 / sqrt(n_inputs).",
            START,
        ),
        Mistake(
            "scaled by the units",
            lambda n_inputs, n_units, rng: (init_layer(n_units, n_inputs, rng)[0].T, np.zeros(n_units)),
            "You divided by the square root of n_units. What a unit adds up are its inputs: divide by sqrt(n_inputs).",
            START,
        ),
        Mistake(
            "multiplied by the root",
            lambda n_inputs, n_units, rng: (
                rng.normal(0, np.sqrt(n_inputs), (n_inputs, n_units)),
                np.zeros(n_units),
            ),
            "Your deviation is sqrt(n_inputs). It is 1 divided by that: the more inputs, the smaller the weights.",
            START,
        ),
        Mistake(
            "from 0 to 1",
            lambda n_inputs, n_units, rng: (rng.random((n_inputs, n_units)), np.zeros(n_units)),
            "Your weights are not spread around 0; `rng.random` draws from 0 to 1. `rng.normal(0, deviation, shape)` "
            "draws around 0.",
            START,
        ),
        Mistake(
            "another generator",
            lambda n_inputs, n_units, rng: init_layer(n_inputs, n_units, np.random.default_rng(1)),
            "Shapes and spread are right, but the weights do not come from the `rng` that was given. Draw with "
            "`rng.normal(...)`: then whoever gives the same generator gets the same start again.",
            START,
        ),
        Mistake(
            "not normal",
            lambda n_inputs, n_units, rng: (
                rng.uniform(-1, 1, (n_inputs, n_units)) * np.sqrt(3 / n_inputs),
                np.zeros(n_units),
            ),
            "Shapes and spread are right, but the numbers are evenly spread. `rng.normal(...)` draws from a normal "
            "distribution.",
            START,
            same_as="another generator",
        ),
        Mistake(
            "random biases",
            lambda n_inputs, n_units, rng: (init_layer(n_inputs, n_units, rng)[0], rng.normal(size=n_units)),
            "Your biases are not 0. Here they start at 0; the random weights make the units differ.",
            START,
        ),
    ),
    cases=_cases,
    measured=described,
)
