"""W1: the scalar engine of chapter 13 against micrograd, which does the same work in the same small steps."""

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from benchmarks.harness import without_gc
from benchmarks.moons import SIZES, Moons, by_unit, moons
from benchmarks.workload import Limit, Run, Workload

STEPS_IN_A_ROW = 5
Neuron = Callable[[Sequence[Any], Sequence[Any], Any], Any]


def sum_of_products(weights: Sequence[Any], inputs: Sequence[Any], bias: Any) -> Any:
    """w1 x1 + ... + wD xD + b, a node for each multiplication and each addition."""
    return sum((w * x for w, x in zip(weights, inputs)), bias)  # noqa: B905 (as in micrograd's own neuron)


def loss_of(parameters: Sequence[Any], x: list[list[float]], y: list[float], neuron: Neuron) -> Any:
    """The loss in plain Python, for numbers of any engine with +, -, *, and relu."""
    numbers = iter(parameters)
    *hidden, last = [list(_units(numbers, *sizes)) for sizes in pairwise(SIZES)]
    losses = []
    for values, label in zip(x, y, strict=True):
        out: Sequence[Any] = values
        for layer in hidden:
            out = [neuron(weights, out, bias).relu() for weights, bias in layer]
        ((weights, bias),) = last
        losses.append((1.0 - label * neuron(weights, out, bias)).relu())
    return sum(losses) * (1.0 / len(losses))


def _units(numbers: Iterator[Any], n_inputs: int, n_units: int) -> Iterator[tuple[list[Any], Any]]:
    for _ in range(n_units):
        yield [next(numbers) for _ in range(n_inputs)], next(numbers)


def value(work: Moons) -> Run:
    """Our engine, one node an operation."""
    return _with_value(work, sum_of_products)


def value_with_dot(work: Moons) -> Run:
    """Our engine, where the weighted sum of a neuron is one node."""
    from bpcourse.autodiff.scalar import dot

    return _with_value(work, dot)


def _with_value(work: Moons, neuron: Neuron) -> Run:
    from bpcourse.autodiff.scalar import Value

    x, y, start = work.x.tolist(), work.y.tolist(), by_unit(work.params)

    def run() -> list[float]:
        parameters = [Value(number) for number in start]
        loss = loss_of(parameters, x, y, neuron)
        loss.backward()
        return [loss.data, *(p.grad for p in parameters)]

    return run


def micrograd(work: Moons) -> Run:
    """micrograd as it is published, with its own neurons."""
    from micrograd.nn import MLP

    model = MLP(SIZES[0], list(SIZES[1:]))
    x, y = work.x.tolist(), work.y.tolist()
    for parameter, number in zip(model.parameters(), by_unit(work.params), strict=True):
        parameter.data = number
    sys.setrecursionlimit(max(10_000, sys.getrecursionlimit()))  # it walks the graph recursively

    def run() -> list[float]:
        model.zero_grad()
        losses = [(1 + -label * model(values)).relu() for values, label in zip(x, y, strict=True)]
        loss = sum(losses) * (1.0 / len(losses))
        loss.backward()
        return [loss.data, *(p.grad for p in model.parameters())]

    return run


def torch_scalars(work: Moons) -> Run:
    """PyTorch, every number a tensor of its own."""
    import torch

    x, y, start = work.x.tolist(), work.y.tolist(), by_unit(work.params)

    def run() -> list[float]:
        parameters = [torch.tensor(number, dtype=torch.float64, requires_grad=True) for number in start]
        loss = loss_of(parameters, x, y, sum_of_products)
        loss.backward()
        return [loss.item(), *(p.grad.item() for p in parameters)]

    return run


def steps_in_a_row(prepare: Callable[[Moons], Run]) -> Callable[[Moons], Run]:
    """The same work several times, as in training: the garbage of one step is collected during the next ones."""

    def prepare_row(work: Moons) -> Run:
        run = prepare(work)

        def row() -> Any:
            for _ in range(STEPS_IN_A_ROW):
                result = run()
            return result

        return row

    return prepare_row


W1 = (
    Workload(
        title="W1  Loss and gradient of a 2-16-16-1 network on 100 moons, scalar by scalar",
        note=f"The time of one step, out of {STEPS_IN_A_ROW} in a row with Python's garbage collector on, as it is.",
        work=moons,
        contenders={
            "Value": steps_in_a_row(value),
            "Value, a neuron one node": steps_in_a_row(value_with_dot),
            "micrograd": steps_in_a_row(micrograd),
            "PyTorch, 0-d tensors": steps_in_a_row(torch_scalars),
        },
        limits=(
            Limit("Value", "micrograd", at_least=15),
            Limit("Value, a neuron one node", "micrograd", at_least=50),
            Limit("Value", "PyTorch, 0-d tensors"),
        ),
        tolerance=1e-9,
        scale=1 / STEPS_IN_A_ROW,
    ),
    Workload(
        title="W1  The same with the garbage collector off: what the engines themselves take",
        note="micrograd's graphs are cycles: they wait for the collector, which frees them between the steps, untimed. "
        "Value frees its graph within the step, and finds an order in it anew: a sixth and a quarter of its time.",
        work=moons,
        contenders={
            "Value": lambda work: without_gc(value(work)),
            "Value, a neuron one node": lambda work: without_gc(value_with_dot(work)),
            "micrograd": lambda work: without_gc(micrograd(work)),
        },
        limits=(
            Limit("Value", "micrograd", at_least=3.5),
            Limit("Value, a neuron one node", "micrograd"),
        ),
        tolerance=1e-9,
    ),
)
