"""A backward pass of the 2-2-2 network that can be broken in named places, and where chapter 06 sends its readers."""

import numpy as np

from bpcourse.reference.activations import Array, sigmoid_grad
from bpcourse.reference.sigmoid_network import hidden_delta, layer_forward, output_delta

LINES = 'read chapter 06, "One line back for each line forward".'
OUTPUT = 'read chapter 06, "The output units".'
HIDDEN = 'read chapter 06, "The hidden units".'
WORKED = 'read chapter 06, "Worked example".'
UPDATE = 'read chapter 06, "All gradients first, then the update".'
MISTAKE = 'read chapter 06, "Find the mistake".'

Gradients = tuple[Array, Array, Array, Array]


def broken_gradients(
    x: Array, target: Array, w_h: Array, b_h: Array, w_o: Array, b_o: Array, *broken: str
) -> Gradients:
    """grad_w_h, grad_b_h, grad_w_o, grad_b_o for one sample; `broken` names the lines that are wrong."""
    exponent = -1 if "sign in the exponent" in broken else 1
    of_bias = -exponent if "minus before the product alone" in broken else exponent
    if "biases left out" in broken:
        b_h, b_o = np.zeros(2), np.zeros(2)
    matrices = (w_h.T, w_o.T) if "matrix first" in broken else (w_h, w_o)
    out_h = layer_forward(exponent * x, matrices[0], of_bias * b_h)
    out_o = layer_forward(exponent * out_h, matrices[1], of_bias * b_o)
    net_h, net_o = x @ w_h + b_h, out_h @ w_o + b_o
    if "no sigmoid at the output" in broken:
        out_o = net_o
    error = (target - out_o) ** 2 / 2 if "loss for its derivative" in broken else out_o - target
    slopes = {
        "no slope at the output": np.ones_like(out_o),
        "slope at net": net_o * (1 - net_o),
        "slope of the output": sigmoid_grad(out_o),
    }
    slope_o = next((slopes[name] for name in broken if name in slopes), out_o * (1 - out_o))
    delta_o = error * slope_o
    if "sign" in broken:
        delta_o = -delta_o
    if "factor 2" in broken:
        delta_o = 2 * delta_o
    senders = {
        "first output only": w_o[:, 0] * delta_o[0],
        "one output each": np.diagonal(w_o) * delta_o,
        "w_o transposed": w_o.T @ delta_o,
        "errors for deltas": w_o @ error,
        "weights left out": np.full(2, delta_o.sum()),
        "nothing sent back": delta_o,
        "sums multiplied": w_o.sum(axis=1) * delta_o.sum(),
        "weights of the other layer": w_h @ delta_o,
    }
    sent_back = next((senders[name] for name in broken if name in senders), w_o @ delta_o)
    hidden_slopes = {
        "slope of the other layer": out_o * (1 - out_o),
        "no slope in the hidden layer": np.ones_like(out_h),
        "hidden slope at net": net_h * (1 - net_h),
        "hidden slope of the output": sigmoid_grad(out_h),
    }
    slope_h = next((hidden_slopes[name] for name in broken if name in hidden_slopes), out_h * (1 - out_h))
    delta_h = sent_back * slope_h * (-1 if "sign turned again" in broken else 1)
    came_in = {"net for out": net_h, "inputs at the output": x, "outputs for what came in": out_o}
    came_in_o = next((came_in[name] for name in broken if name in came_in), out_h)
    came_in_h = out_h if "outputs at the input" in broken else x
    grad_w_o, grad_w_h = np.outer(came_in_o, delta_o), np.outer(came_in_h, delta_h)
    if "gradients transposed" in broken or "gradient of w_o transposed" in broken:
        grad_w_o = grad_w_o.T
    if "gradients transposed" in broken or "gradient of w_h transposed" in broken:
        grad_w_h = grad_w_h.T
    return grad_w_h, delta_h, grad_w_o, delta_o


def by_parts(x: Array, target: Array, w_h: Array, b_h: Array, w_o: Array, b_o: Array) -> Gradients:
    """The right gradients of one sample, from the reference deltas."""
    out_h = layer_forward(x, w_h, b_h)
    delta_o = output_delta(target, layer_forward(out_h, w_o, b_o))
    delta_h = hidden_delta(delta_o, w_o, out_h)
    return np.outer(x, delta_h), delta_h, np.outer(out_h, delta_o), delta_o
