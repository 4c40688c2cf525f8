"""Exercise `dE_dw1` of chapter 06: one gradient of the first layer with a pocket calculator."""

import numpy as np

from bpcourse.autograders.ch06.shared import HIDDEN, LINES, OUTPUT, WORKED, broken_gradients, by_parts
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.sigmoid_network import layer_outputs
from bpcourse.reference.systems import network_222

((W_H, B_H), (W_O, B_O)), TARGET = network_222().params, network_222().target[0]
# The sample of chapter 02's exercises: its forward pass is done there, and the chapter does not print its gradients.
X = np.array([1.0, -5.0])
GIVEN = (X, TARGET, W_H, B_H, W_O, B_O)
_, OUT_H, OUT_O = layer_outputs(X, [(W_H, B_H), (W_O, B_O)])
GRAD_W_H, DELTA_H, GRAD_W_O, DELTA_O = by_parts(*GIVEN)
RIGHT = float(GRAD_W_H[0, 0])


def _at_w1(*broken: str) -> float:
    return float(broken_gradients(*GIVEN, *broken)[0][0, 0])


def _named(name: str, value: float, says: str, look: str) -> Mistake:
    return Mistake(name, lambda: value, says, look)


DE_DW1 = Exercise(
    name="dE_dw1",
    kind="value",
    chapter=6,
    points=2,
    minutes=10,
    difficulty="core",
    statement=rf"""The network of the chapter hears the sample of chapter 02's exercises, $x_1 = 1$ and $x_2 = -5$. The
targets are $t_1 = 0.01$ and $t_2 = 0.99$ as before. You have worked out the forward pass there:

| $\mathrm{{out}}_{{h1}}$ | $\mathrm{{out}}_{{h2}}$ | $\mathrm{{out}}_{{o1}}$ | $\mathrm{{out}}_{{o2}}$ |
|---|---|---|---|
| {OUT_H[0]:.4f} | {OUT_H[1]:.4f} | {OUT_O[0]:.4f} | {OUT_O[1]:.4f} |

On paper: what is $\partial E/\partial w_1$? $w_1$ leads from $x_1$ to $h_1$; from $h_1$ lead $w_5 = 0.40$ to $o_1$ and
$w_7 = 0.50$ to $o_2$. Give at least three significant digits.""",
    stub="dE_dw1 = None\n",
    hints=(
        "The two deltas of the outputs come first. Then walk back to h1, by both roads.",
        "One small positive number. Keep four significant digits on the way: 0.0371 and not 0.04.",
        "δ_o = (out - t) out (1 - out) for each output; δ_h1 = (δ_o1 w5 + δ_o2 w7) out_h1 (1 - out_h1); times x1.",
        f"δ_o1 = ({OUT_O[0]:.4f} - 0.01) · {OUT_O[0]:.4f} · {1 - OUT_O[0]:.4f} = {DELTA_O[0]:.4f}, and "
        f"δ_o2 = {DELTA_O[1]:.4f}. Go on with w5 and w7.",
    ),
    solution=f"dE_dw1 = {RIGHT:.6f}\n",
    explanation=f"({DELTA_O[0]:.4f} · 0.40 - {-DELTA_O[1]:.5f} · 0.50) · {OUT_H[0]:.4f} · {1 - OUT_H[0]:.4f} · 1 = "
    f"{RIGHT:.6f}.",
    read='chapter 06, "Worked example"',
    reference=lambda: RIGHT,
    correct=(lambda: float(f"{RIGHT:.3g}"), lambda: RIGHT * 1.001),
    mistakes=(
        _named(
            "first output only",
            _at_w1("first output only"),
            "Only o1's error came back. h1 feeds o2 as well: δ_o2 · w7 belongs into the sum, with its sign.",
            HIDDEN,
        ),
        _named(
            "second output only",
            float(DELTA_O[1] * W_O[0, 1] * OUT_H[0] * (1 - OUT_H[0])),
            "Only o2's error came back. h1 feeds o1 as well: δ_o1 · w5 belongs into the sum.",
            HIDDEN,
        ),
        _named(
            "sign of the second error",
            float((DELTA_O[0] * W_O[0, 0] - DELTA_O[1] * W_O[0, 1]) * OUT_H[0] * (1 - OUT_H[0])),
            "δ_o2 is negative: o2 says less than its target. The two roads pull in opposite directions.",
            HIDDEN,
        ),
        _named(
            "sign",
            -RIGHT,
            "The size is right, the sign is not: you have target - out. The derivative is out - target.",
            OUTPUT,
        ),
        _named(
            "w6 for w7",
            _at_w1("w_o transposed"),
            "You took w6 for w7. w6 leads from h2 into o1; the wires out of h1 are w5 and w7.",
            HIDDEN,
        ),
        _named(
            "slope of the other layer",
            _at_w1("slope of the other layer"),
            "The slope in δ_h1 is that of o1. It must be the slope of h1 itself: out_h1 (1 - out_h1).",
            HIDDEN,
        ),
        _named(
            "no slope in the hidden layer",
            _at_w1("no slope in the hidden layer"),
            "The slope of h1 is missing: times out_h1 (1 - out_h1).",
            HIDDEN,
        ),
        _named(
            "out_h1 alone",
            RIGHT / (1 - float(OUT_H[0])),
            "In place of the slope of h1 you have out_h1 alone. The slope is out_h1 (1 - out_h1).",
            HIDDEN,
        ),
        _named(
            "the chapter's sample",
            RIGHT * float(network_222().x[0, 0]),
            "You took x1 = 0.05 from the chapter's sample. Here x1 = 1.",
            LINES,
        ),
        _named(
            "no slope at the output",
            _at_w1("no slope at the output"),
            "The slopes of the outputs are missing: each delta is (out - t) times out (1 - out).",
            OUTPUT,
        ),
        _named(
            "no slope at all",
            _at_w1("no slope at the output", "no slope in the hidden layer"),
            "No slope of a sigmoid is in your number. Each unit on the way has its own, out (1 - out).",
            OUTPUT,
        ),
        _named(
            "weights left out",
            _at_w1("weights left out"),
            "The weights w5 and w7 are missing: what comes back passes them.",
            HIDDEN,
        ),
        _named(
            "∂E/∂w5",
            float(GRAD_W_O[0, 0]),
            "That is ∂E/∂w5, a gradient of the output layer. w1 lies one layer further back: w1 leads into h1.",
            HIDDEN,
        ),
        _named(
            "∂E/∂w2",
            float(GRAD_W_H[1, 0]),
            "That is ∂E/∂w2, with x2 = -5 as the last factor. w1 comes from x1 = 1.",
            LINES,
        ),
        _named(
            "∂E/∂w3",
            float(GRAD_W_H[0, 1]),
            "That is ∂E/∂w3, by way of h2. w1 leads into h1.",
            LINES,
        ),
        _named(
            "the sample of the chapter",
            float(by_parts(network_222().x[0], *GIVEN[1:])[0][0, 0]),
            "That is the gradient for the sample of the chapter. Here x1 = 1 and x2 = -5.",
            WORKED,
        ),
    ),
    cases=lambda rng: [Case("the network", {})],
)
