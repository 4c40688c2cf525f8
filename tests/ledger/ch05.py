"""The formulas and numbers of chapter 05, Forward mode, reverse mode."""

from __future__ import annotations

from typing import Any

import numpy as np

from bpcourse.autodiff import Dual, Value, jvp
from bpcourse.autodiff.graph import forward_cost, reverse_cost, reverse_sweep, sum_over_paths
from bpcourse.autodiff.jacobian_cost import jacobian_cost, layered_graph
from bpcourse.gradcheck import central_difference
from bpcourse.reference.activations import sigmoid
from bpcourse.reference.initializers import count_parameters
from bpcourse.symbolic.expression_graph import expression_graph
from tests.ledger import Claim, Formula

TANGLE = expression_graph("sigmoid(x*y + z)*x - (x + y)*(x + y)*tanh(z*x)")
PRODUCT = expression_graph("(a+b)*(b+1)")


def _tangle(x: Any, y: Any, z: Any) -> Any:
    return (x * y + z).sigmoid() * x - (x + y) * (x + y) * (z * x).tanh()


def _point(rng: np.random.Generator) -> tuple[dict[str, float], dict[str, list[float]]]:
    point = {name: float(number) for name, number in zip("xyz", rng.normal(size=3), strict=True)}
    return point, TANGLE.numbers(point)[1]


def _forward(rng: np.random.Generator) -> tuple[Any, Any]:
    """Every node's rate with x: measured, and by the rule."""
    point, local = _point(rng)
    dot = {name: float(name == "x") for name in "xyz"}
    for node in TANGLE.formulas:
        pairs = zip(TANGLE.graph[node], local[node], strict=True)
        dot[node] = sum(slope * dot[parent] for parent, slope in pairs)
    measured = [
        central_difference(lambda x, node=node: TANGLE.numbers({**point, "x": float(x)})[0][node], point["x"])
        for node in TANGLE.formulas
    ]
    return np.array(measured), np.array([dot[node] for node in TANGLE.formulas])


def _reverse(rng: np.random.Generator) -> tuple[Any, Any]:
    """The gradient by the engine, and by the rule: each node collects from every edge out of it."""
    point, local = _point(rng)
    inputs = [Value(point[name]) for name in "xyz"]
    _tangle(*inputs).backward()
    bar = {TANGLE.output: 1.0}
    for node in [*reversed(TANGLE.formulas), *"xyz"]:
        if node != TANGLE.output:
            bar[node] = sum(
                slope * bar[child]
                for child in TANGLE.formulas
                for parent, slope in zip(TANGLE.graph[child], local[child], strict=True)
                if parent == node
            )
    return np.array([value.grad for value in inputs]), np.array([bar[name] for name in "xyz"])


def _along_a_line(f: Any, *pairs: Any) -> list[float]:
    """Value of f at the values of the pairs, and its measured rate when each moves at its own rate."""
    values, rates = (np.array(part) for part in zip(*pairs, strict=True))
    return [float(f(*values)), float(central_difference(lambda t: f(*(values + t * rates)), 0.0))]


def _product(rng: np.random.Generator) -> tuple[Any, Any]:
    (a, a_dot), (b, b_dot) = rng.normal(size=(2, 2))
    right = [a * b, a_dot * b + a * b_dot]
    dual = Dual(a, a_dot) * Dual(b, b_dot)
    assert np.allclose([dual.value, dual.derivative], right, rtol=1e-14)
    return np.array(_along_a_line(lambda a, b: a * b, (a, a_dot), (b, b_dot))), np.array(right)


def _sigmoid(rng: np.random.Generator) -> tuple[Any, Any]:
    z, z_dot = rng.normal(size=2)
    s = 1 / (1 + np.exp(-z))
    right = [s, s * (1 - s) * z_dot]
    dual = Dual(z, z_dot).sigmoid()
    assert np.allclose([dual.value, dual.derivative], right, rtol=1e-14)
    return np.array(_along_a_line(sigmoid, (z, z_dot))), np.array(right)


def _direction(rng: np.random.Generator) -> tuple[Any, Any]:
    point, _ = _point(rng)
    v = rng.normal(size=3)
    inputs = [Value(number) for number in point.values()]
    _tangle(*inputs).backward()
    _, derivative = jvp(_tangle, tuple(point.values()), tuple(v))
    return float(derivative), sum(value.grad * rate for value, rate in zip(inputs, v, strict=True))


def _jacobian(rng: np.random.Generator) -> tuple[Any, Any]:
    """Three outputs, two inputs: the columns by forward sweeps, the rows by reverse sweeps."""
    point = tuple(rng.normal(size=2))
    outputs = [lambda x, y: x * y, lambda x, y: (x + y).sigmoid(), lambda x, y: x * x - 2 * y]
    columns = [[jvp(f, point, tuple(seed))[1] for f in outputs] for seed in np.eye(2)]
    rows = []
    for f in outputs:
        x, y = Value(point[0]), Value(point[1])
        f(x, y).backward()
        rows.append([x.grad, y.grad])
    return np.array(columns, dtype=float).T, np.array(rows)


FORMULAS = (
    Formula(
        "5.1",
        r"\dot x = 1, \qquad \dot k = \sum_{\text{edges } p \to k} \frac{\partial k}{\partial p}\; \dot p",
        _forward,
        tolerance=1e-6,
    ),
    Formula(
        "5.2",
        r"\bar y = 1, \qquad \bar k = \sum_{\text{edges } k \to q} \frac{\partial q}{\partial k}\; \bar q",
        _reverse,
    ),
    Formula(
        "5.3",
        r"(a, \dot a)\cdot(b, \dot b) = (a\,b,\;\; \dot a\,b + a\,\dot b)",
        _product,
        tolerance=1e-7,
    ),
    Formula(
        "5.4",
        r"\sigma(z, \dot z) = \bigl(\sigma(z),\;\; \sigma(z)\,(1 - \sigma(z))\;\dot z\bigr)",
        _sigmoid,
        tolerance=1e-7,
    ),
    Formula("5.5", r"\dot y = \sum_j \frac{\partial y}{\partial x_j}\; v_j", _direction),
    Formula(
        "5.6",
        r"J = \begin{pmatrix} \dfrac{\partial y_1}{\partial x_1} & \cdots & \dfrac{\partial y_1}{\partial x_n} \\ "
        r"\vdots & & \vdots \\ \dfrac{\partial y_m}{\partial x_1} & \cdots & \dfrac{\partial y_m}{\partial x_n} "
        r"\end{pmatrix}",
        _jacobian,
    ),
)

SMALL = expression_graph("(a*b + c)*d")


def _uses_of_small() -> tuple[int, int]:
    forward = sum(forward_cost(SMALL.graph, x).multiplications for x in "abcd")
    return forward, reverse_cost(SMALL.graph, SMALL.output).multiplications


def _gradient(x: float, y: float) -> list[float]:
    inputs = Value(x), Value(y)
    ((inputs[0] + inputs[1]) * inputs[0] * inputs[1]).backward()
    return [value.grad for value in inputs]


def _differs_by_replacing() -> bool:
    """The last message to b, from d, alone; the right sum; and a, which has one child."""
    _, local = PRODUCT.numbers({"a": 2, "b": 1})
    right = reverse_sweep(PRODUCT.graph, local, "e")
    return local["d"][0] * local["e"][1] == 3 and right["b"] == 5 and right["a"] == local["e"][0] == 2


CLAIMS = (
    Claim(
        "both find that $e$ moves 5 times as fast as $b$",
        lambda: sum_over_paths(PRODUCT.graph, PRODUCT.numbers({"a": 2, "b": 1})[1], "b", "e") == 5,
    ),
    Claim(
        "you multiplied $3 + 3 + 2 + 1 = 9$ times. The walks from $a$ and from $b$ have two edges in common, and the "
        "walk from $c$ has the last one too: you crossed that edge three times. If you went from $u$ backwards and "
        "kept what you had, six multiplications",
        lambda: _uses_of_small() == (9, 6) == (3 + 3 + 2 + 1, len(SMALL.graph) - 1),
    ),
    Claim(
        r"both derivatives are there: $\partial e/\partial a = 2$ and $\partial e/\partial b = 5$",
        lambda: (
            reverse_sweep(PRODUCT.graph, PRODUCT.numbers({"a": 2, "b": 1})[1], "e")
            == {"a": 2, "b": 5, "c": 2, "d": 3, "e": 1}
        ),
    ),
    Claim("the gradient is $(21, 16)$", lambda: _gradient(2, 3) == [21, 16]),
    Claim(
        "With ten inputs and one output it has $30 + 9 + 3 = 42$ edges, and one reverse sweep uses each of them once. "
        "A forward sweep from one input uses $3 + 9 + 3 = 15$; ten use an edge 150 times. Differences take 20 runs",
        lambda: (
            (cost := jacobian_cost(graph := layered_graph(10, 3, 3, 1))).reverse == sum(map(len, graph.values())) == 42
            and cost.forward == 150 == 10 * forward_cost(graph, "x1").multiplications
            and cost.differences == 20 * 42
        ),
    ),
    Claim(
        'with the layers 784, 100 and 10. The program is "weights in, loss out": 79,510 inputs, one output. Forward '
        "mode takes 79,510 sweeps for one gradient. Central differences take 159,020 runs",
        lambda: count_parameters([784, 100, 10]) == 79_510 and 2 * 79_510 == 159_020,
    ),
    Claim("3, and it should be 5", _differs_by_replacing),
)
