"""Exercise `dE_dw3` of chapter 06: one gradient of the first layer in node symbols, as a SymPy expression."""

import numpy as np

from bpcourse.autograders.ch06.shared import HIDDEN, LINES
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array, sigmoid_grad
from bpcourse.reference.sigmoid_network import hidden_delta

NAMES = ("delta_o1", "delta_o2", "w5", "w6", "w7", "w8", "out_h1", "out_h2", "x1", "x2")


def _points(rng: np.random.Generator) -> list[Case]:
    values = {name: rng.normal(size=6) for name in NAMES}
    values |= {name: rng.uniform(0.05, 0.95, size=6) for name in ("out_h1", "out_h2")}
    return [Case("random numbers", values)]


def _right(
    delta_o1: Array,
    delta_o2: Array,
    w5: Array,
    w6: Array,
    w7: Array,
    w8: Array,
    out_h1: Array,
    out_h2: Array,
    x1: Array,
    x2: Array,
) -> Array:
    """The reference delta of h2, for each of the points as a network of its own."""
    delta_next = np.stack([delta_o1, delta_o2], axis=-1)[..., None, :]
    w_next = np.stack([np.stack([w5, w7], axis=-1), np.stack([w6, w8], axis=-1)], axis=-2)
    out = np.stack([out_h1, out_h2], axis=-1)[..., None, :]
    return hidden_delta(delta_next, w_next, out)[..., 0, 1] * x1


DE_DW3 = Exercise(
    name="dE_dw3",
    kind="expression",
    chapter=6,
    points=2,
    minutes=8,
    difficulty="core",
    statement=r"""In the 2-2-2 network $w_3$ leads from $x_1$ to $h_2$. The output layer is done: $\delta_{o1}$ and
$\delta_{o2}$ are known. Write $\partial E/\partial w_3$ as a SymPy expression in the symbols of the cell below. You
will not need all of them. Any form that is equal counts.

Draw the way from $w_3$ to $E$ first: which unit, and which wires out of it?""",
    stub="""import sympy

delta_o1, delta_o2 = sympy.symbols("delta_o1 delta_o2")
w5, w6, w7, w8 = sympy.symbols("w5 w6 w7 w8")
out_h1, out_h2, x1, x2 = sympy.symbols("out_h1 out_h2 x1 x2")
dE_dw3 = None
""",
    hints=(
        "w3 leads into h2. Which two wires lead out of h2?",
        "A product of three factors: what is sent back to h2 (a sum of two terms), the slope of h2, and what came in "
        "over w3.",
        "δ_h2 = (δ_o1 · w6 + δ_o2 · w8) · out_h2 · (1 - out_h2), and ∂E/∂w3 = δ_h2 · x1.",
        "`dE_dw3 = (delta_o1 * w6 + delta_o2 * w8) * out_h2 * (1 - out_h2) * x1`",
    ),
    solution="""import sympy

delta_o1, delta_o2 = sympy.symbols("delta_o1 delta_o2")
w5, w6, w7, w8 = sympy.symbols("w5 w6 w7 w8")
out_h1, out_h2, x1, x2 = sympy.symbols("out_h1 out_h2 x1 x2")
dE_dw3 = (delta_o1 * w6 + delta_o2 * w8) * out_h2 * (1 - out_h2) * x1
""",
    explanation="w6 and w8 lead out of h2. Both bring an error back; they add up, pass the slope of h2, and meet x1.",
    read='chapter 06, "The hidden units"',
    reference=_right,
    formula="(delta_o1*w6 + delta_o2*w8)*out_h2*(1 - out_h2)*x1",
    correct=(
        lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: x1 * (h2 - h2**2) * (w6 * d1 + w8 * d2),
        lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: d1 * w6 * h2 * (1 - h2) * x1 + d2 * w8 * h2 * (1 - h2) * x1,
    ),
    mistakes=(
        Mistake(
            "first output only",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: d1 * w6 * h2 * (1 - h2) * x1,
            "Only o1's error has come back. h2 feeds o2 as well, over w8: add δ_o2 · w8.",
            HIDDEN,
        ),
        Mistake(
            "second output only",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: d2 * w8 * h2 * (1 - h2) * x1,
            "Only o2's error has come back. h2 feeds o1 as well, over w6: add δ_o1 · w6.",
            HIDDEN,
        ),
        Mistake(
            "the weights into o2",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w7 + d2 * w8) * h2 * (1 - h2) * x1,
            "w7 and w8 lead *into* o2. What counts are the wires that lead *out of* h2: w6 to o1 and w8 to o2.",
            HIDDEN,
        ),
        Mistake(
            "the wires of h1",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w5 + d2 * w7) * h2 * (1 - h2) * x1,
            "w5 and w7 lead out of h1. w3 leads into h2; the wires out of h2 are w6 and w8.",
            HIDDEN,
        ),
        Mistake(
            "∂E/∂w1",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w5 + d2 * w7) * h1 * (1 - h1) * x1,
            "That is ∂E/∂w1, by way of h1. w3 leads into h2.",
            HIDDEN,
        ),
        Mistake(
            "∂E/∂w4",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w6 + d2 * w8) * h2 * (1 - h2) * x2,
            "That is ∂E/∂w4, which comes from x2. w3 comes from x1.",
            LINES,
        ),
        Mistake(
            "slope of the other unit",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w6 + d2 * w8) * h1 * (1 - h1) * x1,
            "Your slope is that of h1. The way of w3 passes h2: out_h2 (1 - out_h2).",
            HIDDEN,
        ),
        Mistake(
            "no slope",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w6 + d2 * w8) * x1,
            "The slope of h2 is missing: out_h2 (1 - out_h2).",
            HIDDEN,
        ),
        Mistake(
            "out_h2 alone",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w6 + d2 * w8) * h2 * x1,
            "You multiplied by out_h2. The slope of h2 is out_h2 (1 - out_h2).",
            HIDDEN,
        ),
        Mistake(
            "1 - out_h2 alone",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w6 + d2 * w8) * (1 - h2) * x1,
            "You multiplied by 1 - out_h2. The slope of h2 is out_h2 (1 - out_h2).",
            HIDDEN,
        ),
        Mistake(
            "weights left out",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 + d2) * h2 * (1 - h2) * x1,
            "The weights are missing: each delta comes back over its own wire, δ_o1 over w6 and δ_o2 over w8.",
            HIDDEN,
        ),
        Mistake(
            "deltas left out",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (w6 + w8) * h2 * (1 - h2) * x1,
            "The deltas are missing: over w6 comes δ_o1, and over w8 comes δ_o2.",
            HIDDEN,
        ),
        Mistake(
            "weights exchanged",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w8 + d2 * w6) * h2 * (1 - h2) * x1,
            "w6 and w8 have changed places: w6 leads from h2 to o1, and w8 to o2.",
            HIDDEN,
        ),
        Mistake(
            "the wires into o1",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w5 + d2 * w6) * h2 * (1 - h2) * x1,
            "w5 and w6 lead *into* o1. What counts are the wires that lead *out of* h2: w6 to o1 and w8 to o2.",
            HIDDEN,
        ),
        Mistake(
            "sums multiplied",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (w6 + w8) * (d1 + d2) * h2 * (1 - h2) * x1,
            "You added up the weights, added up the deltas, and multiplied the sums. Multiply along each road first: "
            "δ_o1 · w6 + δ_o2 · w8.",
            HIDDEN,
        ),
        Mistake(
            "roads multiplied",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w6 * d2 * w8) * h2 * (1 - h2) * x1,
            "You multiplied what comes back over the two roads. Roads add: δ_o1 · w6 + δ_o2 · w8.",
            HIDDEN,
        ),
        Mistake(
            "parentheses missing",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: d1 * w6 + d2 * w8 * h2 * (1 - h2) * x1,
            "Only the second road is multiplied by what follows. The sum needs parentheses: (δ_o1 · w6 + δ_o2 · w8) · "
            "...",
            HIDDEN,
        ),
        Mistake(
            "minus between the roads",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w6 - d2 * w8) * h2 * (1 - h2) * x1,
            "You took one road from the other. Roads add; where they pull in opposite directions, a delta is negative.",
            HIDDEN,
        ),
        Mistake(
            "slope at out",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w6 + d2 * w8) * sigmoid_grad(h2) * x1,
            "You applied the sigmoid to out_h2 once more. The slope is out_h2 (1 - out_h2).",
            HIDDEN,
        ),
        Mistake(
            "stops at h2",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w6 + d2 * w8) * h2 * (1 - h2),
            "That is δ_h2, which is the gradient of the bias. For the weight it is multiplied by what came in over it: "
            "x1.",
            LINES,
        ),
        Mistake(
            "sign",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: -(d1 * w6 + d2 * w8) * h2 * (1 - h2) * x1,
            "The sign is turned. It is all in the deltas of the outputs; on the way back nothing turns.",
            HIDDEN,
        ),
        Mistake(
            "weight in place of input",
            lambda d1, d2, w5, w6, w7, w8, h1, h2, x1, x2: (d1 * w6 + d2 * w8) * h2 * (1 - h2) * h1,
            "The last factor is what came in over w3: x1, and not a hidden output.",
            LINES,
        ),
    ),
    cases=_points,
)
