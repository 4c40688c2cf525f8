"""Exercise `layer_forward` of chapter 02: all units of a layer at once, for one sample and for many."""

import numpy as np

from bpcourse.autograders.ch02.shared import MATRIX, MISTAKE
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array, sigmoid
from bpcourse.reference.sigmoid_network import layer_forward


def _cases(rng: np.random.Generator) -> list[Case]:
    def case(what: str, x_shape: tuple[int, ...], units: int, edge: bool = False) -> Case:
        w = rng.normal(size=(x_shape[-1], units))
        b = rng.uniform(0.3, 1.2, size=units) * np.where(np.arange(units) % 2, -1, 1)
        return Case(what, {"x": rng.normal(size=x_shape), "w": w, "b": b}, edge=edge)

    return [
        case("one sample, 3 inputs, 2 units", (3,), 2),
        case("4 samples, 3 inputs, 2 units", (4, 3), 2),
        case("3 samples, 2 inputs, 5 units", (3, 2), 5),
        case("3 samples, 3 inputs, 3 units", (3, 3), 3),
        case("N = 1", (1, 4), 3, edge=True),
        case("one unit", (5, 2), 1, edge=True),
        Case("x = 0", {"x": np.zeros((2, 3)), "w": rng.normal(size=(3, 2)), "b": rng.normal(size=2)}, edge=True),
    ]


def _unit_by_unit(x: Array, w: Array, b: Array) -> Array:
    units = [sigmoid(sum(x[..., i] * w[i, j] for i in range(len(w))) + b[j]) for j in range(len(b))]
    return np.stack(units, axis=-1)


LAYER_FORWARD = Exercise(
    name="layer_forward",
    chapter=2,
    points=3,
    minutes=10,
    difficulty="core",
    statement=r"""Write `layer_forward(x, w, b)`, which returns the outputs $\sigma(x\,w + b)$ of every unit of a layer.

- `w` has shape (D, H): one row an input, one column a unit. `b` has shape (H,), one bias a unit.
- `x` holds one sample a row: shape (N, D) gives (N, H). One sample of shape (D,) gives (H,).
- It works for any N, D and H.""",
    stub='''def layer_forward(x, w, b):
    """Return sigmoid(x w + b): (N, H) for x (N, D), (H,) for x (D,); w is (D, H), b is (H,)."""
    raise NotImplementedError
''',
    hints=(
        "The neuron of chapter 01 has one w of shape (D,). A layer has H of them, side by side, as the columns of a "
        "matrix. What changes in `x @ w + b`?",
        "(N, D) @ (D, H) is (N, H). b has shape (H,): NumPy adds it to each row.",
        "net = x w + b, then out = σ(net), entry by entry.",
        "`return 1 / (1 + np.exp(-(x @ w + b)))`",
    ),
    solution='''def layer_forward(x, w, b):
    """Return sigmoid(x w + b): (N, H) for x (N, D), (H,) for x (D,); w is (D, H), b is (H,)."""
    net = x @ w + b
    return 1 / (1 + np.exp(-net))
''',
    explanation="Column j of `x @ w` is `x @ w[:, j]`, the weighted sum of unit j. Adding b, shape (H,), adds b[j] to "
    "column j, in every row.",
    read='chapter 02, "The same layer as a matrix"',
    reference=layer_forward,
    correct=(
        _unit_by_unit,
        lambda x, w, b: sigmoid((w.T @ x.T).T + b),
        lambda x, w, b: 0.5 * (1 + np.tanh((np.einsum("...d,dh->...h", x, w) + b) / 2)),
    ),
    mistakes=(
        Mistake(
            "biases forgotten",
            lambda x, w, b: sigmoid(x @ w),
            "The biases are missing: your numbers are those of σ(x w). Each unit adds its own b[j] before the sigmoid.",
            MATRIX,
        ),
        Mistake(
            "w transposed",
            lambda x, w, b: sigmoid(x @ w.T + b),
            "Your w is transposed. It comes as (inputs, units), so that (N, D) @ (D, H) fits as it is. With as many "
            "units as inputs nothing crashes, and the numbers are wrong.",
            MISTAKE,
        ),
        Mistake(
            "order of the product",
            lambda x, w, b: sigmoid(w @ x + b),
            "`w @ x` has the order reversed. Samples are rows: (N, D) @ (D, H) gives (N, H). Write `x @ w`.",
            MATRIX,
        ),
        Mistake(
            "one sample only",
            lambda x, w, b: sigmoid(w.T @ x + b),
            "Right for one sample of shape (D,), and not for a batch: `w.T @ x` needs samples as columns. Here they "
            "are rows: `x @ w` serves both.",
            MATRIX,
        ),
        Mistake(
            "batch only",
            lambda x, w, b: np.array([sigmoid(row @ w + b) for row in x]),
            "Right for a batch, and not for one sample of shape (D,): its parts are numbers, and no rows. `x @ w` "
            "serves both, without a loop.",
            MATRIX,
        ),
        Mistake(
            "no activation",
            lambda x, w, b: x @ w + b,
            "That is net, the weighted sums. The outputs are σ(net), each between 0 and 1.",
            MATRIX,
        ),
        Mistake(
            "sigmoid applied twice",
            lambda x, w, b: sigmoid(sigmoid(x @ w + b)),
            "Your numbers are those of σ(σ(net)). Apply the sigmoid once.",
            MATRIX,
        ),
        Mistake(
            "bias outside the sigmoid",
            lambda x, w, b: sigmoid(x @ w) + b,
            "Your numbers are those of σ(x w) + b. The bias belongs inside the sigmoid: it is part of net.",
            MATRIX,
        ),
        Mistake(
            "sign of b",
            lambda x, w, b: sigmoid(x @ w - b),
            "Your numbers are those of σ(x w - b): the bias is added, or put parentheses around the exponent: "
            "-(x @ w + b).",
            MATRIX,
        ),
        Mistake(
            "sign of net",
            lambda x, w, b: sigmoid(-(x @ w + b)),
            "Your numbers are those of σ(-net), which is 1 minus each output. The exponent is -net, with one minus.",
            MATRIX,
        ),
        Mistake(
            "one bias for all units",
            lambda x, w, b: sigmoid(x @ w + b[0]),
            "Every unit got the first unit's bias. b holds one for each unit; add the whole of it.",
            MATRIX,
        ),
        Mistake(
            "bias as a column",
            lambda x, w, b: sigmoid(x @ w + b[:, np.newaxis]),
            "The bias goes down the rows, one for each sample. It belongs to the units, along the columns: leave b "
            "with its shape (H,).",
            MATRIX,
        ),
        Mistake(
            "two inputs only",
            lambda x, w, b: sigmoid(x[..., :1] * w[0] + x[..., 1:2] * w[1] + b),
            "Your layer reads the first two inputs and no other. The number of inputs is in the shape of w; `x @ w` "
            "adds over all of them.",
            MATRIX,
        ),
        Mistake(
            "two units only",
            lambda x, w, b: sigmoid(x @ w[:, :2] + b[:2]),
            "Your layer has two units whatever w says. The number of units is the number of columns of w.",
            MATRIX,
        ),
        Mistake(
            "products not summed",
            lambda x, w, b: sigmoid(x * w + b),
            "`x * w` multiplies entry by entry. Each unit needs the sum of its products: `x @ w`.",
            MATRIX,
        ),
        Mistake(
            "result transposed",
            lambda x, w, b: sigmoid(x @ w + b).T,
            "Your numbers are right, and lie the other way round: one row a unit. One row a sample is wanted, (N, H).",
            MATRIX,
        ),
        Mistake(
            "units added up",
            lambda x, w, b: sigmoid(x @ w.sum(axis=1) + b.sum()),
            "The units were added up before the sigmoid. Each unit has an output of its own: H of them for a sample.",
            MATRIX,
        ),
    ),
    cases=_cases,
)
