"""Specimens B: the 2-2-2 network worked by hand, from an account of computational graphs (chapter 07)."""

from collections.abc import Callable
from typing import Any

import numpy as np

from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.museum.specimen import Finding, Specimen
from bpcourse.reference.activations import Array, sigmoid
from bpcourse.reference.sigmoid_network import layer_outputs, network_backward, network_forward, network_loss
from bpcourse.reference.systems import network_222

SOURCE = "Backpropagation and its application in deep learning, in Chinese, without a year"
SYSTEM = network_222()
OUTS = layer_outputs(SYSTEM.x, SYSTEM.params)
DELTAS, GRADS = network_backward(SYSTEM.target, OUTS, SYSTEM.params)
Program = Callable[..., Any]


def times_six(out_h: Array, w5: float, w6: float, b2: float) -> Any:
    return w5 * out_h[0] + out_h[1] * 6 + b2


def times_w6(out_h: Array, w5: float, w6: float, b2: float) -> Any:
    return w5 * out_h[0] + out_h[1] * w6 + b2


def _moves_with_w6(net: Program) -> Finding:
    out_h = OUTS[1][0]
    slope = float(central_difference(lambda w6: net(out_h, 0.40, w6, 0.60), 0.45))
    words = f"net_o1 = {net(out_h, 0.40, 0.45, 0.60):.4f}; it moves with w6 at the rate {slope:.4f}"
    return Finding(bool(np.isclose(slope, out_h[1])), words)


def square_lost(z: Any) -> Any:
    return np.exp(-z) / (1 + np.exp(-z))


def square_kept(z: Any) -> Any:
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def _is_the_slope_of_sigmoid(slope: Program) -> Finding:
    z = np.array([-2.0, 0.0, 1.0])
    given, measured = slope(z), central_difference(lambda z: sigmoid(z).sum(), z)
    words = f"at z = 0: {given[1]:.4f}; measured {measured[1]:.4f}"
    return Finding(relative_error(given, measured) < 1e-7, words)


def on_an_input(a: float, b: float, c: float) -> float:
    """The input b while the node c = a + b is moved: nothing after an input moves it."""
    return b


def on_the_output(a: float, b: float, c: float) -> float:
    """The output e = c * d while the node c is moved, with d = b + 1."""
    return c * (b + 1)


def _is_what_reverse_mode_records(moved: Program) -> Finding:
    a, b = 2.0, 1.0
    recorded = b + 1  # de/dc of e = c * d is d
    slope = float(central_difference(lambda c: moved(a, b, c), a + b))
    words = f"e = (a + b)(b + 1) at a = 2, b = 1: rate {slope:.4f} as c = a + b moves; reverse mode has {recorded:.4f}"
    return Finding(bool(np.isclose(slope, recorded)), words)


def one_output_only(delta_o: Array, w_out: Array, out_h: Array) -> Any:
    return delta_o[0] * w_out[:, 0] * out_h * (1 - out_h)


def both_outputs(delta_o: Array, w_out: Array, out_h: Array) -> Any:
    return (w_out @ delta_o) * out_h * (1 - out_h)


def _is_the_hidden_delta(hidden_delta: Program) -> Finding:
    given = hidden_delta(DELTAS[1][0], SYSTEM.params[1][0], OUTS[1][0])

    def loss(b: Array) -> Any:  # moving a bias moves its net, one to one
        (w_hidden, _), output = SYSTEM.params
        return network_loss(SYSTEM.target, network_forward(SYSTEM.x, [(w_hidden, b), output]))

    measured = central_difference(loss, SYSTEM.params[0][1])
    words = f"delta_h1, delta_h2 = {given[0]:.9f}, {given[1]:.9f}; measured {measured[0]:.9f}, {measured[1]:.9f}"
    return Finding(relative_error(given, measured) < 1e-7, words)


SPECIMENS = (
    Specimen(
        "B1",
        "An index that became a factor",
        SOURCE,
        "net_o1 = w5 * out_h1 + out_h2 * 6 + b2.",
        times_six,
        times_w6,
        _moves_with_w6,
        "a central difference along w6: the slope must be out_h2",
        "out_h2 * w6.",
        "It is a misprint, and the numbers beside it are those of the right formula: nobody ran the printed one.",
    ),
    Specimen(
        "B2",
        "A square lost on the way",
        SOURCE,
        "In the derivation of sigma' one denominator is not squared.",
        square_lost,
        square_kept,
        _is_the_slope_of_sigmoid,
        "a central difference, at one point",
        "Put the square back.",
        "The last line of the derivation is right. Readers check the end.",
    ),
    Specimen(
        "B3",
        "Input and output, exchanged",
        SOURCE,
        "Reverse mode records how each node affects an input.",
        on_an_input,
        on_the_output,
        _is_what_reverse_mode_records,
        "a central difference along one node",
        "Say output: reverse mode records how each node affects the output.",
        "It is a slip of one word, and the formula beside it is right: dZ by each node, with Z the output.",
    ),
    Specimen(
        "B4",
        "One output's error only",
        SOURCE,
        "The hidden delta is delta_o1 * w5 * out_h (1 - out_h).",
        one_output_only,
        both_outputs,
        _is_the_hidden_delta,
        "a central difference along the hidden biases",
        "Add what comes back from every output (chapter 04: over the paths).",
        "With a single output it is right, and it still goes downhill for the first output.",
    ),
)
