"""The formulas and numbers of chapter 06, Backpropagation by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from bpcourse.autodiff import Value
from bpcourse.autograders.ch06.mend import NO_BIASES, published, trained
from bpcourse.gradcheck import complex_step, relative_error
from bpcourse.plots import losses_of_random_starts
from bpcourse.plots.backward import PUBLISHED
from bpcourse.reference.activations import Array, sigmoid
from bpcourse.reference.initializers import Params
from bpcourse.reference.sigmoid_network import (
    layer_outputs,
    network_backward,
    network_forward,
    network_loss,
    train_network,
)
from bpcourse.reference.systems import network_221, network_222, random_222
from bpcourse.symbolic import expression_swell
from tests.ledger import Claim, Formula

SYSTEM = network_222()
OUTS = layer_outputs(SYSTEM.x, SYSTEM.params)
(DELTA_H, DELTA_O), ((GRAD_W_H, _), (GRAD_W_O, _)) = network_backward(SYSTEM.target, OUTS, SYSTEM.params)
SYSTEM_E = network_221()


def _network(rng: np.random.Generator) -> tuple[Array, Array, Params]:
    """One sample, its targets, and a network of 3 inputs, 4 hidden units and 2 outputs."""
    params = [(rng.normal(size=(d, h)), rng.normal(size=h)) for d, h in ((3, 4), (4, 2))]
    return rng.normal(size=(1, 3)), rng.uniform(size=(1, 2)), params


def _error_of_nets(net_h: Array, target: Array, params: Params, nudge_o: Array | None = None) -> Any:
    """The error as a function of the hidden nets, or of the output nets moved by `nudge_o`."""
    (_, (w_o, b_o)) = params
    net_o = (1 / (1 + np.exp(-net_h))) @ w_o + b_o
    out_o = 1 / (1 + np.exp(-(net_o if nudge_o is None else net_o + nudge_o)))
    return ((target - out_o) ** 2).sum() / 2


def _delta_is_the_slope_at_net(rng: np.random.Generator) -> tuple[Any, Any]:
    """The deltas of the reference, against the engine's gradient at the nets."""
    x, target, params = _network(rng)
    deltas, _ = network_backward(target, layer_outputs(x, params), params)
    net_h = np.array([[Value(float(net)) for net in (x @ params[0][0] + params[0][1])[0]]], dtype=object)
    _error_of_nets(net_h, target, params).backward()
    return deltas[0][0], np.array([net.grad for net in net_h[0]])


def _output_delta(rng: np.random.Generator) -> tuple[Any, Any]:
    x, target, params = _network(rng)
    net_h = x @ params[0][0] + params[0][1]
    out = network_forward(x, params)
    measured = complex_step(lambda nudge: _error_of_nets(net_h, target, params, nudge), np.zeros(2))
    return measured, ((out - target) * out * (1 - out))[0]


def _hidden_delta(rng: np.random.Generator) -> tuple[Any, Any]:
    x, target, params = _network(rng)
    net_h = x @ params[0][0] + params[0][1]
    measured = complex_step(lambda nets: _error_of_nets(nets, target, params), net_h)
    (w_o, _), out_h, out = params[1], sigmoid(net_h)[0], network_forward(x, params)[0]
    delta_o = (out - target[0]) * out * (1 - out)
    summed = [sum(delta_o[k] * w_o[i, k] for k in range(2)) * out_h[i] * (1 - out_h[i]) for i in range(4)]
    return measured[0], np.array(summed)


def _weights_and_biases(rng: np.random.Generator) -> tuple[Any, Any]:
    """Gradients of both layers by the complex step, against delta times what came in, and delta."""
    x, target, params = _network(rng)
    deltas, _ = network_backward(target, layer_outputs(x, params), params)
    shapes = [part.shape for pair in params for part in pair]

    def error(flat: Array) -> Any:
        parts, at = [], 0
        for shape in shapes:
            size = int(np.prod(shape))
            parts.append(flat[at : at + size].reshape(shape))
            at += size
        w_h, b_h, w_o, b_o = parts
        out_h = 1 / (1 + np.exp(-(x @ w_h + b_h)))
        return ((target - 1 / (1 + np.exp(-(out_h @ w_o + b_o)))) ** 2).sum() / 2

    measured = complex_step(error, np.concatenate([part.ravel() for pair in params for part in pair]))
    came_in = layer_outputs(x, params)
    by_formula = [
        part for layer, delta in enumerate(deltas) for part in (np.outer(came_in[layer][0], delta[0]).ravel(), delta[0])
    ]
    return measured, np.concatenate(by_formula)


FORMULAS = (
    Formula("6.1", r"\delta_j = \frac{\partial E}{\partial \mathrm{net}_j}", _delta_is_the_slope_at_net),
    Formula(
        "6.2",
        r"\delta_{ok} = (\mathrm{out}_{ok} - t_k)\;\mathrm{out}_{ok}\,(1 - \mathrm{out}_{ok})",
        _output_delta,
    ),
    Formula(
        "6.3",
        r"\delta_{hi} = \Bigl( \sum_k \delta_{ok}\, w_{ik} \Bigr)\; \mathrm{out}_{hi}\,(1 - \mathrm{out}_{hi})",
        _hidden_delta,
    ),
    Formula(
        "6.4",
        r"\frac{\partial E}{\partial w_{ij}} = \delta_j \cdot \mathrm{in}_i, \qquad "
        r"\frac{\partial E}{\partial b_j} = \delta_j",
        _weights_and_biases,
    ),
)


def _upper_road() -> bool:
    out_h1 = OUTS[1][0, 0]
    road = DELTA_O[0, 0] * SYSTEM.params[1][0][0, 0] * out_h1 * (1 - out_h1) * SYSTEM.x[0, 0]
    return f"{road:.6f}" == "0.000668"


def _printed_factors() -> bool:
    error = OUTS[2][0, 0] - SYSTEM.target[0, 0]
    slope = OUTS[2][0, 0] * (1 - OUTS[2][0, 0])
    rounded = [f"{number:.4f}" for number in (error, slope, OUTS[1][0, 0], GRAD_W_O[0, 0])]
    return f"{error:.6f}" == "0.741365" and rounded == ["0.7414", "0.1868", "0.5933", "0.0822"]


def _roads_to_h1_disagree() -> bool:
    upper, lower = SYSTEM.params[1][0][0] * DELTA_O[0]
    return upper > 0 > lower and upper > -lower


def _after(steps: int, train_biases: bool = False) -> float:
    params = train_network(SYSTEM.x, SYSTEM.target, SYSTEM.params, 0.5, steps, train_biases=train_biases)
    return float(network_loss(SYSTEM.target, network_forward(SYSTEM.x, params)))


def _too_early() -> bool:
    w_o = SYSTEM.params[1][0]
    early = ((w_o - 0.5 * GRAD_W_O) @ DELTA_O[0]) / (w_o @ DELTA_O[0])
    return 0.8 < early[0] < 0.85


def _both_figures_of_the_training() -> bool:
    return f"{_after(10_000):.4e} {_after(10_000, train_biases=True):.4e}" == "3.5102e-05 2.4476e-06"


def _the_printed_losses_lie_in_the_band() -> bool:
    numbers = losses_of_random_starts().numbers
    for steps, printed in PUBLISHED.items():
        low, high = (f"{end:.6f}" for end in np.ravel(numbers[f"5 % and 95 % after {steps:,} steps"]))
        if not low <= printed <= high:
            return False
    return f"{0.00000251:.6f}" == f"{0.00000349:.6f}" == "0.000003"


def _published(steps: int) -> tuple[float, Array, Array]:
    (w_h, _), (w_o, _) = SYSTEM_E.params
    return trained(published)(SYSTEM_E.x, SYSTEM_E.target, w_h, w_o, 1.0, steps)


def _nine_digits() -> bool:
    loss, _, w_o = _published(100)
    right = abs(loss / 5.929448176860616e-07 - 1) < 1e-11
    return (
        right
        and f"{loss:.8e}" == "5.92944818e-07"
        and [f"{w:.8f}" for w in w_o[:, 0]]
        == [
            "-0.30032342",
            "0.31508797",
        ]
    )


def _both_columns_alike() -> bool:
    moved = SYSTEM_E.params[0][0] - _published(100)[1]
    return [[f"{entry:.7f}" for entry in row] for row in moved] == [["0.0006691"] * 2, ["0.1574746"] * 2]


def _downhill_all_the_way() -> bool:
    """The published gradient is wrong by more than rounding, and the loss falls in every one of the hundred steps."""
    losses = [_published(steps)[0] for steps in range(1, 101)]
    start, (_, w_h, _) = SYSTEM_E.params, _published(1)
    _, [(right, _), _] = network_backward(SYSTEM_E.target, layer_outputs(SYSTEM_E.x, start), start)
    return relative_error(start[0][0] - w_h, right) > 0.1 and bool(np.all(np.diff(losses) < 0))


def _two_figures() -> bool:
    out = network_forward(SYSTEM_E.x, SYSTEM_E.params)
    no_bias = [(w, bias) for (w, _), bias in zip(SYSTEM_E.params, NO_BIASES, strict=True)]
    after = train_network(SYSTEM_E.x, SYSTEM_E.target, no_bias, 1.0, 1, train_biases=False)
    loss = float(network_loss(SYSTEM_E.target, network_forward(SYSTEM_E.x, after)))
    return f"{abs(SYSTEM_E.target - out)[0, 0]:.2f}" == "0.19" and int(loss * 10_000) == 165


CLAIMS = (
    Claim("If you found 0.000668, you walked the upper road only", _upper_road),
    Claim(
        "0.7413, 0.1868, 0.5933 and 0.0822. The first was cut off (0.741365 is rounded to 0.7414)",
        _printed_factors,
    ),
    Claim("prints the factors 0.7413, 0.1868 and 0.0822", _printed_factors),
    Claim(
        "Against each other: $o_1$ wants less of $h_1$, $o_2$ wants more, and $o_1$ is louder.", _roads_to_h1_disagree
    ),
    Claim(
        "Of the weights' gradients, the largest in the first layer is more than twenty times smaller than",
        lambda: bool(20 * abs(GRAD_W_H).max() < abs(GRAD_W_O).min()),
    ),
    Claim("Here it is 0.5, and the biases stay as they are", lambda: SYSTEM.lr == 0.5),
    Claim("smaller by about a sixth", _too_early),
    Claim(
        "a layer adds sixteen operations, whatever lies below it",
        lambda: [row.layer_by_layer for row in expression_swell((1, 2, 3)).rows] == [12, 28, 44],
    ),
    Claim(
        "after one step $E$ was 0.291. After which of these numbers of steps will it be below 0.01 for the first time",
        lambda: f"{_after(1):.9f}" == "0.291027774" and _after(1_000) < 0.01 < _after(100),
    ),
    Claim(
        "A hundred steps leave a fifteenth of the error, a thousand bring it below 0.01.",
        lambda: 14.5 < _after(0) / _after(100) < 15.5,
    ),
    Claim(
        "if they are trained, too, will $E$ after a thousand steps be larger, about the same, or less than half",
        lambda: _after(1_000, train_biases=True) < _after(1_000) / 2,
    ),
    Claim(
        "$E$ is 3.5102e-05 with the biases fixed, and 2.4476e-06 with them trained",
        _both_figures_of_the_training,
    ),
    Claim("The outputs come close to 0.01 and 0.99", lambda: SYSTEM.target.tolist() == [[0.01, 0.99]]),
    Claim(
        "two hundred times, again with $\\eta$ = 0.5 and with the biases random and trained",
        lambda: (start := random_222(200, np.random.default_rng(0))).lr == 0.5 and bool(start.params[1][1].std() > 0),
    ),
    Claim("0.005217, 0.000241 and 0.000003", lambda: list(PUBLISHED.values()) == ["0.005217", "0.000241", "0.000003"]),
    Claim(
        "each printed figure lies in it; the last is printed with one digit, which stands for anything from 0.0000025 "
        "to 0.0000035",
        _the_printed_losses_lie_in_the_band,
    ),
    Claim(
        "The introduction prints 5.92944818e-07 for the 100th pass, and the program gives it to all nine digits",
        _nine_digits,
    ),
    Claim(
        "In the first row both columns went down by 0.0006691, in the second both by 0.1574746.",
        _both_columns_alike,
    ),
    Claim("The gradient is wrong, and it trains: it happens to point downhill here.", _downhill_all_the_way),
    Claim(
        "an error of 0.19 at the start, and 0.165 after a step. The first is $|t - \\mathrm{out}|$, without the "
        "square. The second must be the loss, 0.0165",
        _two_figures,
    ),
)
