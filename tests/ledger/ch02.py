"""The formulas and numbers of chapter 02, A network, forwards."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import sympy

from bpcourse.reference.activations import sigmoid
from bpcourse.reference.initializers import count_parameters, init_network
from bpcourse.reference.neuron import Layer, Network, Neuron
from bpcourse.reference.sigmoid_network import network_forward
from bpcourse.reference.systems import network_222
from bpcourse.symbolic import dense_network
from bpcourse.symbolic.nodes import written_out
from bpcourse.widgets.network_numbers import GIVEN, network_numbers, start_values
from tests.ledger import Claim, Formula

NOW = network_numbers(start_values())


def _unit_by_unit(rng: np.random.Generator) -> tuple[Any, Any]:
    x, w, b = rng.normal(size=3), rng.normal(size=(3, 2)), rng.normal(size=2)
    by_objects = Layer([Neuron(w[:, j], b[j]) for j in range(2)]).forward(x.tolist())
    nets = [sum(x[i] * w[i, j] for i in range(3)) + b[j] for j in range(2)]
    return np.array(by_objects), 1 / (1 + np.exp(-np.array(nets)))


def _error(rng: np.random.Generator) -> tuple[Any, Any]:
    network = Network.random((2, 3, 4), rng)
    target = rng.uniform(size=4)
    out = network.forward(rng.normal(size=2).tolist())
    return network.loss(target.tolist()), sum((t - o) ** 2 / 2 for t, o in zip(target, out, strict=True))


def _matrix(rng: np.random.Generator) -> tuple[Any, Any]:
    x, w, b = rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    layer = Layer([Neuron(w[:, j], b[j]) for j in range(2)])
    return np.array([layer.forward(sample.tolist()) for sample in x]), sigmoid(x @ w + b)


def _layer_after_layer(rng: np.random.Generator) -> tuple[Any, Any]:
    params = [(w, rng.normal(size=w.shape[1])) for w, _ in init_network((3, 4, 2, 3), rng)]
    x = rng.normal(size=(5, 3))
    by_objects = [Network.from_params(params).forward(sample.tolist()) for sample in x]
    out = x
    for w, b in params:
        out = sigmoid(out @ w + b)
    return np.array(by_objects), out


def _nested(rng: np.random.Generator) -> tuple[Any, Any]:
    """What the code computes, against the formula as it stands in the chapter."""
    n = {name: float(rng.normal()) for name in GIVEN}
    w = [n[f"w{k}"] for k in range(1, 9)]
    h1 = sigmoid(w[0] * n["x1"] + w[1] * n["x2"] + n["b_h1"])
    h2 = sigmoid(w[2] * n["x1"] + w[3] * n["x2"] + n["b_h2"])
    return network_numbers(n)["out_o1"], float(sigmoid(w[4] * h1 + w[5] * h2 + n["b_o1"]))


def _parameters(rng: np.random.Generator) -> tuple[Any, Any]:
    sizes = rng.integers(1, 9, size=4).tolist()
    arrays = sum(w.size + b.size for w, b in init_network(sizes, rng))
    return arrays, sum(d * h + h for d, h in pairwise(sizes))


FORMULAS = (
    Formula(
        "2.1",
        r"\mathrm{net}_j = \sum_i x_i\, w_{ij} + b_j, \qquad \mathrm{out}_j = \sigma(\mathrm{net}_j)",
        _unit_by_unit,
    ),
    Formula("2.2", r"E = \sum_k \tfrac12\,(t_k - \mathrm{out}_k)^2", _error),
    Formula("2.3", r"\mathrm{out} = \sigma(x\, W + b)", _matrix),
    Formula(
        "2.4",
        r"\mathrm{out}^{(l)} = \sigma\bigl(\mathrm{out}^{(l-1)}\, W^{(l)} + b^{(l)}\bigr)",
        _layer_after_layer,
    ),
    Formula(
        "2.5",
        r"\mathrm{out}_{o1} = \sigma\bigl(w_5\,\sigma(w_1 x_1 + w_2 x_2 + b_{h1}) + "
        r"w_6\,\sigma(w_3 x_1 + w_4 x_2 + b_{h2}) + b_{o1}\bigr)",
        _nested,
    ),
    Formula("2.6", r"\text{number of parameters} = \sum_l \bigl(D_l\, H_l + H_l\bigr)", _parameters),
)


def _three_of_four_is_the_most() -> bool:
    """No neuron of a fine grid gets all four points; one gets three."""
    w1, w2, b = np.meshgrid(*[np.linspace(-6, 6, 49)] * 3)
    z = np.stack([b, w2 + b, w1 + b, w1 + w2 + b])
    right = ((z > 0) == np.array([0, 1, 1, 0], dtype=bool).reshape(4, 1, 1, 1)).sum(axis=0)
    return int(right.max()) == 3


def _cut_off(value: float) -> str:
    return f"{int(value * 10_000) / 10_000:.4f}"


def _three_were_cut() -> bool:
    printed = {"net_h1": "0.3775", "out_h1": "0.5932", "out_h2": "0.5968", "net_o1": "1.1059"}
    printed |= {"out_o1": "0.7513", "out_o2": "0.7729", "E_o1": "0.2748", "E_o2": "0.0236", "E": "0.2984"}
    not_rounded = [name for name, digits in printed.items() if f"{NOW[name]:.4f}" != digits]
    return not_rounded == ["out_h1", "out_h2", "out_o1"] and all(_cut_off(NOW[n]) == printed[n] for n in not_rounded)


def _w1_moves_less_than_w5() -> bool:
    def moved(name: str) -> float:
        return network_numbers({**start_values(), name: NOW[name] + 1.0})["out_o1"] - NOW["out_o1"]

    return 0 < moved("w1") < moved("w5") / 10


def _transposed() -> tuple[str, ...]:
    system = network_222()
    w, b = system.params[0]
    return tuple(f"{net:.4f}" for net in (system.x @ w.T + b)[0])


def _spread_grows_with_the_root() -> bool:
    rng = np.random.default_rng(11)
    spreads = [(rng.normal(size=(4000, d)) @ rng.normal(size=(d, 200))).std() for d in (4, 400)]
    return 9 < spreads[1] / spreads[0] < 11 and 18 < spreads[1] < 22


def _the_formula_of_the_lines() -> bool:
    """The nested formula that SymPy builds, at the numbers of the chapter."""
    nodes, _ = dense_network((2, 2, 2))
    out_o1 = next(node for node in nodes if str(node) == "out_o1")
    until = dict(list(nodes.items())[: list(nodes).index(out_o1) + 1])
    formula = written_out(until)
    values = {symbol: start_values()[str(symbol)] for symbol in formula.free_symbols}
    return abs(float(sympy.N(formula.subs(values))) - NOW["out_o1"]) < 1e-12


CLAIMS = (
    Claim("Three of four is the most that anyone can get.", _three_of_four_is_the_most),
    Claim(
        "both hidden units have small inputs and the bias 0.35",
        lambda: start_values()["b_h1"] == start_values()["b_h2"] == 0.35,
    ),
    Claim(
        "the bias alone makes net positive, and $\\sigma$ of a positive number is more than one half",
        lambda: NOW["out_h1"] > 0.5 and NOW["out_h2"] > 0.5,
    ),
    Claim("its *target* $t_k$, here 0.01 and 0.99", lambda: network_222().target.tolist() == [[0.01, 0.99]]),
    Claim(
        "prints 0.5932, 0.5968 and 0.7513 for $\\mathrm{out}_{h1}$, $\\mathrm{out}_{h2}$ and $\\mathrm{out}_{o1}$",
        _three_were_cut,
    ),
    Claim("such as 1.1059 for $\\mathrm{net}_{o1}$ and 0.2984 for $E$, are rounded", _three_were_cut),
    Claim(
        "0.593269992 is 0.5933 when it is rounded",
        lambda: f"{NOW['out_h1']:.9f} {NOW['out_h1']:.4f}" == "0.593269992 0.5933",
    ),
    Claim("And it moves them *less*", _w1_moves_less_than_w5),
    Claim("what has a formula has derivatives", _the_formula_of_the_lines),
    Claim(
        "By hand, $\\mathrm{net}_{h1}$ was 0.3775",
        lambda: f"{NOW['net_h1']:.4f}" == "0.3775" and _transposed() == ("0.3825", "0.3900"),
    ),
    Claim(
        "Nearly all of the second network's numbers sit in its first layer.",
        lambda: count_parameters([784, 100, 10]) == 79510 and count_parameters([784, 100]) == 78500,
    ),
    Claim("About 10 times: pluses and minuses cancel in part", _spread_grows_with_the_root),
    Claim(
        "With as many units as inputs they fit, and nobody says anything.",
        lambda: network_forward(np.ones((1, 2)), network_222().params).shape == (1, 2),
    ),
)
