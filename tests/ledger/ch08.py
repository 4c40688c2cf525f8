"""The formulas and numbers of chapter 08, Matrix backpropagation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sympy import MatrixSymbol, symbols

from bpcourse.gradcheck import complex_step
from bpcourse.reference.activations import Array, sigmoid, sigmoid_grad
from bpcourse.reference.layers import elementwise_backward, linear_backward, linear_forward
from bpcourse.reference.sigmoid_network import layer_outputs, network_backward
from bpcourse.symbolic import derive_matrices
from tests.ledger import Claim, Formula

SIZES = {"N": 5, "D": 3, "H": 2}


def _layer(rng: np.random.Generator) -> dict[str, Array]:
    n, d, h = SIZES.values()
    shapes = {"x": (n, d), "w": (d, h), "b": (h,), "upstream": (n, h)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def _forward(rng: np.random.Generator) -> tuple[Any, Any]:
    at = _layer(rng)
    n, d, h = SIZES.values()
    by_entry = [[sum(at["x"][i, k] * at["w"][k, j] for k in range(d)) + at["b"][j] for j in range(h)] for i in range(n)]
    return linear_forward(at["x"], at["w"], at["b"]), np.array(by_entry)


def _measured(at: dict[str, Array], name: str) -> Array:
    """The gradient by one of x, w, b, measured, of a loss that has `upstream` as its slope at z."""

    def loss(value: Array) -> Any:
        x, w, b = ({**at, name: value}[part] for part in ("x", "w", "b"))
        return (at["upstream"] * (x @ w + b)).sum()

    return complex_step(loss, at[name])


def _weight_entry_by_entry(rng: np.random.Generator) -> tuple[Any, Any]:
    at = _layer(rng)
    n, d, h = SIZES.values()
    by_paths = [[sum(at["x"][i, k] * at["upstream"][i, j] for i in range(n)) for j in range(h)] for k in range(d)]
    return _measured(at, "w"), np.array(by_paths)


def _bias_and_input_entry_by_entry(rng: np.random.Generator) -> tuple[Any, Any]:
    at = _layer(rng)
    n, d, h = SIZES.values()
    g, w = at["upstream"], at["w"]
    grad_b = [sum(g[i, j] for i in range(n)) for j in range(h)]
    grad_x = [sum(g[i, j] * w[k, j] for j in range(h)) for i in range(n) for k in range(d)]
    return np.concatenate([_measured(at, "b"), _measured(at, "x").ravel()]), np.array([*grad_b, *grad_x])


def _in_matrices(rng: np.random.Generator) -> tuple[Any, Any]:
    at = _layer(rng)
    g, x, w = at["upstream"], at["x"], at["w"]
    measured = [_measured(at, name).ravel() for name in ("x", "w", "b")]
    return np.concatenate(measured), np.concatenate([(g @ w.T).ravel(), (x.T @ g).ravel(), g.sum(axis=0)])


def _upstream_of_a_mean(rng: np.random.Generator) -> tuple[Any, Any]:
    z, y = rng.normal(size=(2, 5, 3))
    return complex_step(lambda z: ((z - y) ** 2).sum() / (2 * len(y)), z), (z - y) / len(y)


def _through_an_activation(rng: np.random.Generator) -> tuple[Any, Any]:
    upstream, z = rng.normal(size=(2, 5, 3))
    a = sigmoid(z)
    assert np.allclose(sigmoid_grad(z), a * (1 - a), rtol=1e-12)
    return complex_step(lambda z: (upstream / (1 + np.exp(-z))).sum(), z), elementwise_backward(
        upstream, z, sigmoid_grad
    )


def _from_layer_to_layer(rng: np.random.Generator) -> tuple[Any, Any]:
    """Upstream of the hidden layer of a sigmoid network on a batch, against the measured slope at its nets."""
    params = [(rng.normal(size=(d, h)), rng.normal(size=h)) for d, h in ((3, 4), (4, 2))]
    x, target = rng.normal(size=(5, 3)), rng.uniform(size=(5, 2))
    (_, (w, b)), outs = params, layer_outputs(x, params)
    deltas, _ = network_backward(target, outs, params)

    def loss(z: Array) -> Any:
        return ((1 / (1 + np.exp(-(1 / (1 + np.exp(-z)) @ w + b))) - target) ** 2).sum() / 2

    measured = complex_step(loss, x @ params[0][0] + params[0][1])
    return measured, (deltas[1] @ w.T) * outs[1] * (1 - outs[1])


FORMULAS = (
    Formula("8.1", r"z_{nh} = \sum_d x_{nd}\, w_{dh} + b_h", _forward),
    Formula(
        "8.2",
        r"\frac{\partial L}{\partial w_{dh}} = \sum_n x_{nd}\, g_{nh}, \qquad "
        r"g_{nh} = \frac{\partial L}{\partial z_{nh}}",
        _weight_entry_by_entry,
    ),
    Formula(
        "8.3",
        r"\frac{\partial L}{\partial b_h} = \sum_n g_{nh}, \qquad "
        r"\frac{\partial L}{\partial x_{nd}} = \sum_h g_{nh}\, w_{dh}",
        _bias_and_input_entry_by_entry,
    ),
    Formula("8.4", r"dX = G\, W^\top, \qquad dW = X^\top G, \qquad db = \sum_n G_n", _in_matrices),
    Formula(
        "8.5",
        r"L = \frac{1}{2N} \sum_{n,h} (z_{nh} - y_{nh})^2 \quad\Rightarrow\quad "
        r"\frac{\partial L}{\partial z_{nh}} = \frac1N\, (z_{nh} - y_{nh})",
        _upstream_of_a_mean,
    ),
    Formula("8.6", r"dZ = dA \odot f'(Z)", _through_an_activation),
    Formula(
        "8.7",
        r"G^{(l)} = \bigl( G^{(l+1)}\, W^{(l+1)\top} \bigr) \odot \mathrm{out}^{(l)} \odot "
        r"\bigl(1 - \mathrm{out}^{(l)}\bigr)",
        _from_layer_to_layer,
    ),
)


def _worked() -> bool:
    x, w = np.array([[1, 2, 0], [3, -1, 2]]), np.array([[2, -1], [1, 3], [-1, 1]])
    grad_x, grad_w, _ = linear_backward([[1, -1], [-2, 3]], x, w)
    return grad_w[0, 0] == 1 * 1 + 3 * -2 == -5 and grad_x[0, 0] == 1 * 2 + -1 * -1 == 3


def _large_jacobian() -> bool:
    entries = 32 * 100 * 784 * 100
    return round(entries / 1e9, 2) == 0.25 and round(8 * entries / 1e9) == 2 and round(32 * (100 + 784), -3) == 28_000


def _every_convention(name: str) -> Callable[[], bool]:
    """The gradient in three conventions, each turned back to ours: one row of the dictionary."""

    def holds() -> bool:
        at = _layer(np.random.default_rng(8))
        g, x, w, b = (at[part] for part in ("upstream", "x", "w", "b"))
        grad_x, grad_w, grad_b = linear_backward(g, x, w)
        columns_g, columns_x, turned = g.T, x.T, w.T
        rows = {
            "forward": (x @ w + b, (turned @ columns_x + b[:, None]).T, x @ turned.T + b),
            "dW": (grad_w, (columns_g @ columns_x.T).T, (g.T @ x).T),
            "dX": (grad_x, (turned.T @ columns_g).T, g @ turned),
            "db": (grad_b, columns_g.sum(axis=1), g.sum(axis=0)),
        }
        return all(np.allclose(rows[name][0], other, rtol=1e-12) for other in rows[name][1:])

    return holds


def _seven_lines() -> bool:
    return len(derive_matrices(["linear", "sigmoid", "linear"], "mean squared error").backward) == 7


def _mean_over_entries() -> bool:
    """The gradient of the derived loss by the last bias is 2/K of the one with 1/N: for two outputs the same."""
    namespace: dict[str, Any] = {}
    exec(derive_matrices(["linear", "sigmoid", "linear"], "mean squared error").code("gradients"), namespace)
    rng, n = np.random.default_rng(8), 32
    for outputs, factor in ((2, 1.0), (10, 1 / 5)):
        x, y = rng.normal(size=(n, 5)), rng.normal(size=(n, outputs))
        w1, b1, w2, b2 = (rng.normal(size=size) for size in ((5, 4), (4,), (4, outputs), (outputs,)))
        *_, grad_b2 = namespace["gradients"](x, y, w1, b1, w2, b2)
        errors = sigmoid(x @ w1 + b1) @ w2 + b2 - y
        carried = errors.sum(axis=0) * 2 / (n * outputs), factor * errors.sum(axis=0) / n
        if not all(np.allclose(grad_b2, other, rtol=1e-12) for other in carried):
            return False
    return True


def _index_proof() -> bool:
    rows, inputs, units, n, d, h = symbols("N D H n d h", integer=True, positive=True)
    x, w = MatrixSymbol("X", rows, inputs), MatrixSymbol("W", inputs, units)
    return bool((x * w)[n, h].diff(w[d, h]).doit() == x[n, d])


CLAIMS = (
    Claim("The slope from $w_{dh}$ to $z_{nh}$ is $x_{nd}$.", _index_proof),
    Claim("$1 \\cdot 1 + 3 \\cdot (-2) = -5$", _worked),
    Claim("$1 \\cdot 2 + (-1) \\cdot (-1) = 3$", _worked),
    Claim("a quarter of a billion numbers, 2 gigabytes in float64, against 28 thousand", _large_jacobian),
    Claim("Seven, of which one comes from the loss", _seven_lines),
    Claim("its gradient begins with $2/(N K)$", _mean_over_entries),
    Claim(
        "With two outputs, as below, both are equal by chance; with ten, the first is a fifth of the second",
        _mean_over_entries,
    ),
    Claim(
        "| forward | $Z = X W + b$ | $Z = W X + b$, $b$ a column | $Z = X W^\\top + b$ |", _every_convention("forward")
    ),
    Claim("| $dW$ | $X^\\top G$ | $G X^\\top$ | $G^\\top X$ |", _every_convention("dW")),
    Claim("| $dX$ | $G W^\\top$ | $W^\\top G$ | $G W$ |", _every_convention("dX")),
    Claim(
        "| $db$ | sum of the rows of $G$ | sum of the columns of $G$ | sum of the rows of $G$ |",
        _every_convention("db"),
    ),
)
