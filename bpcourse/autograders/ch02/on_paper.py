"""Exercises `out_o1` and `out_o2` of chapter 02: the forward pass of the 2-2-2 network with a pocket calculator."""

import numpy as np

from bpcourse.autograders.ch02.shared import MATRIX, NETWORK, UNITS
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array, sigmoid
from bpcourse.reference.sigmoid_network import layer_outputs, network_forward
from bpcourse.reference.systems import network_222

(W_H, B_H), (W_O, B_O) = network_222().params
# Not the sample of the chapter, whose outputs are printed there. With this one every slip shows in three digits.
X = np.array([1.0, -5.0])
_, OUT_H, OUT_O = layer_outputs(X, [(W_H, B_H), (W_O, B_O)])
NET_H, NET_O = X @ W_H + B_H, OUT_H @ W_O + B_O


def _both(x: Array = X, w_h: Array = W_H, b_h: Array = B_H, w_o: Array = W_O, b_o: Array = B_O) -> Array:
    """out_o1 and out_o2 of the same network with something changed."""
    return network_forward(x, [(w_h, b_h), (w_o, b_o)])


NONE = np.zeros(2)
# What goes wrong, for both outputs at once.
WRONG: tuple[tuple[str, Array, str, str], ...] = (
    ("no activation", NET_O, "Your number is net, the weighted sum. The last step is missing: out = σ(net).", NETWORK),
    (
        "no activation in the hidden layer",
        sigmoid(NET_H @ W_O + B_O),
        "The hidden units passed on net in place of out: their sigmoid is missing.",
        NETWORK,
    ),
    (
        "no activation at all",
        NET_H @ W_O + B_O,
        "No unit of yours has a sigmoid. out = σ(net), in the hidden layer and at the end.",
        NETWORK,
    ),
    (
        "biases forgotten",
        _both(b_h=NONE, b_o=NONE),
        "All biases are missing. A unit adds its bias to the weighted sum.",
        UNITS,
    ),
    (
        "hidden biases forgotten",
        _both(b_h=NONE),
        "The biases of the hidden units, 0.35, are missing.",
        UNITS,
    ),
    (
        "output biases forgotten",
        _both(b_o=NONE),
        "The bias of the output unit, 0.60, is missing.",
        UNITS,
    ),
    (
        "0.35 for every bias",
        _both(b_o=B_H),
        "Your output unit has the bias 0.35, that of the hidden units. The output units have 0.60.",
        UNITS,
    ),
    (
        "0.60 for every bias",
        _both(b_h=B_O),
        "Your hidden units have the bias 0.60, that of the output units. The hidden units have 0.35.",
        UNITS,
    ),
    ("biases swapped", _both(b_h=B_O, b_o=B_H), "The biases 0.35 and 0.60 have changed places.", UNITS),
    (
        "hidden weights transposed",
        _both(w_h=W_H.T),
        "w2 and w3 have changed places. w1 and w2 lead into h1; w3 and w4 lead into h2.",
        MATRIX,
    ),
    (
        "all weights transposed",
        _both(w_h=W_H.T, w_o=W_O.T),
        "w2 and w3 have changed places, and so have w6 and w7. Two neighbours in the list lead into the same unit.",
        MATRIX,
    ),
    ("inputs swapped", _both(x=X[::-1]), "x1 and x2 have changed places.", UNITS),
    ("sign of x2", _both(x=abs(X)), "x2 is -5: its product is taken away from the sum.", UNITS),
    (
        "the sample of the chapter",
        _both(x=network_222().x[0]),
        "That is what the network says to the sample of the chapter. Here x1 = 1 and x2 = -5.",
        UNITS,
    ),
    (
        "output weights transposed",
        _both(w_o=W_O.T),
        "w6 and w7 have changed places. w5 and w6 lead into o1; w7 and w8 lead into o2.",
        MATRIX,
    ),
    (
        "the inputs for the hidden outputs",
        sigmoid(X @ W_O + B_O),
        "The output unit was given x1 and x2. It is given out_h1 and out_h2.",
        NETWORK,
    ),
    (
        "sigmoid applied twice",
        sigmoid(OUT_O),
        "You applied σ twice at the end. It acts on net, once.",
        NETWORK,
    ),
    ("sign of net", 1 - OUT_O, "Your number is σ(-net). The exponent is -net, with one minus.", UNITS),
)
GIVEN = r"""The network of the chapter hears another sample: $x_1 = 1$, $x_2 = -5$. Its weights $w_1$ to $w_8$ are
$0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55$; both hidden biases are $0.35$, both output biases $0.60$. $w_1$ and
$w_2$ lead into $h_1$, $w_3$ and $w_4$ into $h_2$, $w_5$ and $w_6$ into $o_1$, $w_7$ and $w_8$ into $o_2$."""


def _mistakes(at: int, name: str) -> tuple[Mistake, ...]:
    hidden = tuple(
        Mistake(
            f"out_h{k + 1}",
            lambda k=k: float(OUT_H[k]),
            f"That is out_h{k + 1}, of the hidden layer. One more layer follows: {name} is asked for.",
            NETWORK,
        )
        for k in (0, 1)
    )
    other = Mistake(
        "the other output",
        lambda: float(OUT_O[1 - at]),
        f"That is the output of the other unit, o{2 - at}. {name} is asked for.",
        NETWORK,
    )
    shared = tuple(Mistake(what, lambda v=values: float(v[at]), says, look) for what, values, says, look in WRONG)
    return (*shared, *hidden, other)


def _exercise(at: int, name: str, points: int, minutes: int, statement: str, hints: tuple[str, ...]) -> Exercise:
    right = float(OUT_O[at])
    return Exercise(
        name=name,
        kind="value",
        chapter=2,
        points=points,
        minutes=minutes,
        difficulty="warm-up",
        statement=statement,
        stub=f"{name} = None\n",
        hints=hints,
        solution=f"{name} = {right:.4f}\n",
        explanation=f"net_o{at + 1} = w{5 + 2 * at} · {OUT_H[0]:.4f} + w{6 + 2 * at} · {OUT_H[1]:.4f} + 0.60 = "
        f"{NET_O[at]:.4f}, and σ({NET_O[at]:.4f}) = {right:.4f}.",
        read='chapter 02, "Layer after layer"',
        reference=lambda: right,
        correct=(lambda: float(f"{right:.3f}"), lambda: right - 1e-4),
        mistakes=_mistakes(at, name),
        cases=lambda rng: [Case("the network", {})],
    )


OUT_O1 = _exercise(
    0,
    "out_o1",
    2,
    9,
    f"""{GIVEN}

On paper, with a pocket calculator: what does $o_1$ say? Give at least three significant digits.""",
    (
        "Five numbers come before it: net and out of h1, net and out of h2, net of o1. Write them one below the other.",
        "One number between 0 and 1. Keep four digits on the way and three at the end.",
        "net_h1 = w1 x1 + w2 x2 + b; out_h1 = σ(net_h1); the same for h2; net_o1 = w5 out_h1 + w6 out_h2 + b.",
        f"net_h1 = 0.15 · 1 - 0.20 · 5 + 0.35 = {NET_H[0]:.2f}, and out_h1 = σ({NET_H[0]:.2f}) = {OUT_H[0]:.4f}. "
        "Go on like this.",
    ),
)
OUT_O2 = _exercise(
    1,
    "out_o2",
    1,
    4,
    """The same network and sample: what does $o_2$ say? The hidden units have said their part already. Give at least
three significant digits.""",
    (
        "Nothing in the hidden layer changes. Which numbers can you take over from `out_o1`?",
        "One number between 0 and 1, and it is not the one that o1 says.",
        "net_o2 = w7 out_h1 + w8 out_h2 + b, then σ.",
        f"net_o2 = 0.50 · {OUT_H[0]:.4f} + 0.55 · {OUT_H[1]:.4f} + 0.60.",
    ),
)
