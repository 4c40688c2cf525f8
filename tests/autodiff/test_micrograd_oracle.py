"""micrograd agrees: what is written for its engine runs on Value unchanged, with the same numbers and gradients."""

import numpy as np
import pytest

from bpcourse.autodiff.scalar import Value

engine = pytest.importorskip("micrograd.engine", reason="micrograd is not installed: these tests compare Value with it")

EXPRESSIONS = {
    "arithmetic": lambda a, b: (a + b) * (a - b) / (b * b + 3.0) - a / 2 + (-b) ** 3,
    "numbers on the left": lambda a, b: 2 + a * 3 + (4 - b) + 5 * a + 1 / (b**2 + 1),
    "relu": lambda a, b: (a * b).relu() + (a - b).relu() * a + (2 * b).relu(),
    "sum": lambda a, b: sum([a, b, a * b, b]),
    "fan-out": lambda a, b: (a + a) * (a * a) + b * b * (a + b).relu(),
    "accumulating": lambda a, b: _accumulated(a, b),
}


def _accumulated(a, b):
    total = a + b
    for k in range(1, 6):
        total += total * 0.3 + (b * k - a).relu()
        a = a - total / 7
    return total


@pytest.mark.parametrize("name", EXPRESSIONS)
@pytest.mark.parametrize("seed", range(10))
def test_an_expression_and_its_gradients(name, seed):
    numbers = np.random.default_rng(seed).normal(size=2).tolist()
    results = []
    for kind in (Value, engine.Value):
        a, b = map(kind, numbers)
        result = EXPRESSIONS[name](a, b)
        result.backward()
        results.append([result.data, a.grad, b.grad])
    assert results[0] == pytest.approx(results[1], rel=1e-12, abs=1e-14)


def test_a_network_and_its_training():
    def losses_of(kind):
        rng = np.random.default_rng(1)
        x, y = rng.normal(size=(8, 2)).tolist(), [1.0, -1.0] * 4
        hidden = [[kind(w) for w in row] for row in rng.normal(size=(5, 3)).tolist()]
        out = [kind(w) for w in rng.normal(size=6).tolist()]
        parameters = [parameter for row in [*hidden, out] for parameter in row]
        seen = []
        for _ in range(15):
            loss = kind(0.0)
            for (x1, x2), target in zip(x, y, strict=True):
                a = [(w1 * x1 + w2 * x2 + b).relu() for w1, w2, b in hidden]
                score = sum((w * a_i for w, a_i in zip(out, a, strict=False)), out[-1])
                loss = loss + (1 - target * score).relu() / len(x)
            for parameter in parameters:
                parameter.grad = 0
            loss.backward()
            for parameter in parameters:
                parameter.data -= 0.1 * parameter.grad
            seen.append(loss.data)
        return seen

    assert losses_of(Value) == pytest.approx(losses_of(engine.Value), rel=1e-10)
