"""The formulas and numbers of chapter 04, The chain rule on a graph."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import sympy

from bpcourse.autodiff.graph import (
    all_paths,
    count_paths,
    forward_cost,
    path_cost,
    path_derivative,
    reverse_cost,
    reverse_sweep,
    sum_over_paths,
)
from bpcourse.autodiff.scalar import Value
from bpcourse.gradcheck import central_difference
from bpcourse.symbolic.expression_graph import expression_graph
from tests.ledger import Claim, Formula

PRODUCT = expression_graph("(a+b)*(b+1)")
TANGLE = expression_graph("sigmoid(x*y + z)*x - (x + y)*(x + y)*tanh(z*x)")
A, B = sympy.symbols("a b")
WHOLE = (A + B) * (B + 1)
NINE = {"X": [], "Y": ["X"] * 3, "Z": ["Y"] * 3}


def _local(a: float, b: float) -> dict[str, list[float]]:
    return PRODUCT.numbers({"a": a, "b": b})[1]


def _product(a: float, b: float) -> float:
    return float(sympy.lambdify((A, B), WHOLE)(a, b))


def _three_lines(rng: np.random.Generator) -> tuple[Any, Any]:
    a, b = rng.normal(size=2)
    values, _ = PRODUCT.numbers({"a": a, "b": b})
    return np.array([values["c"], values["d"], values["e"]]), np.array([a + b, b + 1, _product(a, b)])


def _local_derivatives(rng: np.random.Generator) -> tuple[Any, Any]:
    a, b = rng.normal(size=2)
    c, d = a + b, b + 1
    measured = [
        central_difference(lambda a: a + b, a),
        central_difference(lambda b: a + b, b),
        central_difference(lambda b: b + 1, b),
        central_difference(lambda c: c * d, c),
        central_difference(lambda d: c * d, d),
    ]
    return np.array(measured), np.array([1, 1, 1, d, c])


def _along(rng: np.random.Generator) -> tuple[Any, Any]:
    """A chain of four nodes with a second input at each, against the derivative of the whole chain."""
    w = rng.normal(size=4)
    z = sympy.Symbol("z")
    whole, at = z, float(rng.normal())
    slopes, value = [], at
    for weight in w:
        line = sympy.tanh(weight * z)
        slopes.append(float(sympy.diff(line, z).subs(z, value)))
        value = float(line.subs(z, value))
        whole = sympy.tanh(weight * whole)
    nodes = [f"n{k}" for k in range(5)]
    graph = {"n0": [], **{f"n{k}": [f"n{k - 1}"] for k in range(1, 5)}}
    local = {"n0": [], **{f"n{k}": [slopes[k - 1]] for k in range(1, 5)}}
    assert path_derivative(nodes, graph, local) == prod(slopes)
    return float(sympy.diff(whole, z).subs(z, at)), prod(slopes)


def _nudged(rng: np.random.Generator) -> tuple[Any, Any]:
    c, d, epsilon = rng.normal(size=3)
    return (c + epsilon) * (d + epsilon) - c * d, (d + c) * epsilon + epsilon**2


def _by_b(rng: np.random.Generator) -> tuple[Any, Any]:
    a, b = rng.normal(size=2)
    right = 1 * (b + 1) + 1 * (a + b)
    return float(sympy.diff(WHOLE, B).subs({A: a, B: b})), right


def _every_path(rng: np.random.Generator) -> tuple[Any, Any]:
    """The gradient of the engine, and the paths walked one by one."""
    point = dict(zip("xyz", rng.normal(size=3), strict=True))
    x, y, z = (Value(float(number)) for number in point.values())
    ((x * y + z).sigmoid() * x - (x + y) * (x + y) * (z * x).tanh()).backward()
    _, local = TANGLE.numbers(point)
    walked = [
        sum(
            prod(local[edge.child][edge.place] for edge in path)
            for path in all_paths(TANGLE.graph, source, TANGLE.output)
        )
        for source in "xyz"
    ]
    return np.array([x.grad, y.grad, z.grad]), np.array(walked)


def _nine(rng: np.random.Generator) -> tuple[Any, Any]:
    alpha, beta, gamma, delta, epsilon, zeta = slopes = rng.normal(size=6)
    local = {"X": [], "Y": slopes[:3], "Z": slopes[3:]}
    walked = [prod(local[edge.child][edge.place] for edge in path) for path in all_paths(NINE, "X", "Z")]
    return np.array([sum(walked)] * 2), np.array(
        [
            (
                alpha * delta
                + alpha * epsilon
                + alpha * zeta
                + beta * delta
                + beta * epsilon
                + beta * zeta
                + gamma * delta
                + gamma * epsilon
                + gamma * zeta
            ),
            (alpha + beta + gamma) * (delta + epsilon + zeta),
        ]
    )


def _node_by_node(rng: np.random.Generator) -> tuple[Any, Any]:
    point = dict(zip("xyz", rng.normal(size=3), strict=True))
    _, local = TANGLE.numbers(point)
    graph = TANGLE.graph
    derivative = {name: float(name == "x") for name in "xyz"}
    for node in TANGLE.formulas:  # in the order in which they are computed
        derivative[node] = sum(
            slope * derivative[parent] for parent, slope in zip(graph[node], local[node], strict=True)
        )
    measured = central_difference(lambda x: TANGLE.numbers({**point, "x": float(x)})[0][TANGLE.output], point["x"])
    return float(measured), derivative[TANGLE.output]


FORMULAS = (
    Formula("4.1", r"c = a + b, \qquad d = b + 1, \qquad e = c\,d", _three_lines),
    Formula(
        "4.2",
        r"\frac{\partial c}{\partial a} = 1, \quad \frac{\partial c}{\partial b} = 1, \quad "
        r"\frac{\partial d}{\partial b} = 1, \quad \frac{\partial e}{\partial c} = d, \quad "
        r"\frac{\partial e}{\partial d} = c",
        _local_derivatives,
        tolerance=1e-7,
    ),
    Formula(
        "4.3",
        r"\text{along the path:}\quad \frac{\partial n_1}{\partial n_0}\cdot\frac{\partial n_2}{\partial n_1}\cdots "
        r"\frac{\partial n_k}{\partial n_{k-1}}",
        _along,
    ),
    Formula("4.4", r"(c + \varepsilon)(d + \varepsilon) - c\,d = (d + c)\,\varepsilon + \varepsilon^2", _nudged),
    Formula(
        "4.5",
        r"\frac{\partial e}{\partial b} = \frac{\partial c}{\partial b}\cdot\frac{\partial e}{\partial c} "
        r"+ \frac{\partial d}{\partial b}\cdot\frac{\partial e}{\partial d} = d + c",
        _by_b,
    ),
    Formula(
        "4.6",
        r"\frac{\partial y}{\partial x} = \sum_{\text{paths from } x \text{ to } y}\;\; "
        r"\prod_{\text{edges } u \to v \text{ of the path}} \frac{\partial v}{\partial u}",
        _every_path,
    ),
    Formula(
        "4.7",
        r"\begin{aligned} \frac{\partial Z}{\partial X} &= \alpha\delta + \alpha\varepsilon + \alpha\zeta "
        r"+ \beta\delta + \beta\varepsilon + \beta\zeta + \gamma\delta + \gamma\varepsilon + \gamma\zeta \\ "
        r"&= (\alpha + \beta + \gamma)(\delta + \varepsilon + \zeta) \end{aligned}",
        _nine,
    ),
    Formula(
        "4.8",
        r"D(x) = 1, \qquad D(n) = \sum_{\text{edges } p \to n} \frac{\partial n}{\partial p}\, D(p)",
        _node_by_node,
        tolerance=1e-7,
    ),
)


def _chain(length: int) -> dict[int, list[int]]:
    return {0: [], **{i: [i - 1] * 3 for i in range(1, length + 1)}}


def _paths_from_a_weight() -> int:
    """From a weight of the first of ten layers of a hundred units to the loss: its own unit, then any of each layer."""
    graph: dict[str, list[str]] = {"weight": [], "unit": ["weight"]}
    layer = ["unit"]
    for number in range(2, 11):
        units = [f"{number}.{unit}" for unit in range(100)]
        graph.update(dict.fromkeys(units, layer))
        layer = units
    return count_paths({**graph, "loss": layer}, "weight", "loss")


def _too_much(nudge: float) -> float:
    """By how much the measured slope of e over b lies above 5."""
    return (_product(2, 1 + nudge) - _product(2, 1)) / nudge - 5


GRADIENT = [sum_over_paths(PRODUCT.graph, _local(2, 1), source, "e") for source in ("a", "b")]
CLAIMS = (
    Claim(
        "Through the first bracket alone, $b$ moves $e$ at the rate 2; through the second alone, at the rate 3. "
        "Together that is 5, and the measurement says 5.001. So the two effects add, up to something small. Where the "
        "0.001 comes from",
        lambda: (
            [path_derivative(["b", way, "e"], PRODUCT.graph, _local(2, 1)) for way in "cd"] == [2, 3]
            and round(5 + _too_much(0.001), 6) == 5.001
        ),
    ),
    Claim(
        r"Divided by $\varepsilon = 0.001$ that rest is the 0.001 that the measurement had too much, and it shrinks",
        lambda: round(_too_much(0.001), 9) == 0.001 and round(_too_much(0.0001), 9) == 0.0001,
    ),
    Claim(r"so $\partial e/\partial a = 1 \cdot 2 = 2$", lambda: GRADIENT[0] == 1 * 2 == 2),
    Claim(r"at our point $1 \cdot 2 + 1 \cdot 3 = 5$", lambda: GRADIENT[1] == 1 * 2 + 1 * 3 == 5),
    Claim("here its value, $d = 2$ or $c = 3$", lambda: _local(2, 1)["e"] == [2, 3]),
    Claim(
        "Walking the nine paths uses an edge 18 times, two for each path. The factored form uses each of the six edges",
        lambda: path_cost(NINE, "X", "Z").multiplications == 18 and forward_cost(NINE, "X").multiplications == 6,
    ),
    Claim(
        "The brackets contain four products, and there are two paths",
        lambda: len(list(all_paths(PRODUCT.graph, "b", "e"))) == 2 and (1 + 1) * (2 + 3) == 10 != GRADIENT[1],
    ),
    Claim("has $100^9 = 10^{18}$ paths from one weight to the loss", lambda: _paths_from_a_weight() == 10**18),
    Claim(
        "At length 12 there are $3^{12}$ paths of 12 edges, over six million uses; kept in the nodes, it is 36",
        lambda: (
            count_paths(_chain(12), 0, 12) == 3**12
            and 6e6 < path_cost(_chain(12), 0, 12).multiplications == 12 * 3**12 < 7e6
            and forward_cost(_chain(12), 0).multiplications == 36
        ),
    ),
    Claim("40 steps, with about $10^{19}$ paths", lambda: 1e19 < count_paths(_chain(40), 0, 40) == 3**40 < 2e19),
    Claim(
        r"So $c$ receives $1 \cdot 2$, $d$ receives $1 \cdot 3$, $a$ gets $2 \cdot 1$, and $b$ gets "
        r"$2 \cdot 1 + 3 \cdot 1$. Again each edge is used once, and now *both* derivatives are there, 2 and 5",
        lambda: (
            reverse_sweep(PRODUCT.graph, _local(2, 1), "e") == {"a": 2, "b": 5, "c": 2, "d": 3, "e": 1}
            and reverse_cost(PRODUCT.graph, "e").multiplications == 5
        ),
    ),
)
