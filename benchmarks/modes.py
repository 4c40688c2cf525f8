"""W7: what a gradient costs beside the function itself, by reverse and by forward mode (chapter 05).

Reverse mode promises a few times the cost of f, however many inputs there are; forward mode takes a pass for each.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from benchmarks.workload import Limit, Run, Workload
from bpcourse.reference.activations import Array

INPUTS = (10, 100, 1_000, 10_000)


def rosenbrock(x: Any) -> Any:
    """Sum over i of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2, for x (n,) of any kind that has these operations."""
    head, tail = x[:-1], x[1:]
    a = tail - head * head
    b = 1.0 - head
    return 100.0 * (a @ a) + b @ b


def point(n: int) -> Array:
    """Where the gradient is taken: x (n,)."""
    return np.random.default_rng(0).normal(size=n)


def reverse_mode(x: Array) -> Run:
    """Our array engine: one pass forwards, one back."""
    from bpcourse.autodiff.tensor import Tensor

    inputs = Tensor(x)

    def run() -> Any:
        rosenbrock(inputs).backward()
        return inputs.grad

    return run


def forward_mode(x: Array) -> Run:
    """Our dual numbers: a pass for each input."""
    from bpcourse.autodiff.dual import Dual

    return lambda: [rosenbrock(Dual(x, direction)).derivative for direction in directions(x)]


def forward_by_hand(x: Array) -> Run:
    """The derivative beside each line of the function, written out: a pass for each input."""

    def derivative(direction: Array) -> Any:
        head, tail, d_head, d_tail = x[:-1], x[1:], direction[:-1], direction[1:]
        a, d_a = tail - head * head, d_tail - 2.0 * head * d_head
        b, d_b = 1.0 - head, -d_head
        value = 100.0 * (a @ a) + b @ b  # a pass computes both
        return value, 200.0 * (a @ d_a) + 2.0 * (b @ d_b)

    return lambda: [derivative(direction)[1] for direction in directions(x)]


def directions(x: Array) -> Iterator[Array]:
    """One input at a time: the unit vectors of the space of x."""
    for i in range(len(x)):
        direction = np.zeros(len(x))
        direction[i] = 1.0
        yield direction


def f_alone(x: Array) -> Run:
    """The function in NumPy."""

    def run() -> None:
        rosenbrock(x)

    return run


def torch_eager(x: Array) -> Run:
    """PyTorch's reverse mode."""
    import torch

    inputs = torch.tensor(x, requires_grad=True)
    return lambda: torch.autograd.grad(rosenbrock(inputs), inputs)[0]


def torch_alone(x: Array) -> Run:
    """The function in PyTorch, nothing recorded."""
    import torch

    inputs = torch.tensor(x)

    def run() -> None:
        rosenbrock(inputs)

    return run


def two_layers(tanh: Any, x: Any, w1: Any, w2: Any) -> Any:
    """Sum of tanh(tanh(x w1) w2): nearly all of its cost is in the two matrix products."""
    return tanh(tanh(x @ w1) @ w2).sum()


def matrices() -> list[Any]:
    """x (256, 512), w1 and w2 (512, 512) in float32."""
    rng = np.random.default_rng(0)
    return [rng.normal(0, 1 / 22, shape).astype(np.float32) for shape in ((256, 512), (512, 512), (512, 512))]


def dense_reverse(work: list[Any]) -> Run:
    """Our array engine: the gradients of all three matrices."""
    from bpcourse.autodiff.tensor import Tensor

    inputs = [Tensor(array) for array in work]

    def run() -> list[Any]:
        two_layers(Tensor.tanh, *inputs).backward()
        return [tensor.grad for tensor in inputs]

    return run


def dense_alone(work: list[Any]) -> Run:
    """The function in NumPy."""

    def run() -> None:
        two_layers(np.tanh, *work)

    return run


def dense_torch(work: list[Any]) -> Run:
    """PyTorch's reverse mode, all three gradients."""
    import torch

    inputs = [torch.tensor(array, requires_grad=True) for array in work]
    return lambda: list(torch.autograd.grad(two_layers(torch.tanh, *inputs), inputs))


def dense_torch_alone(work: list[Any]) -> Run:
    """The function in PyTorch, nothing recorded."""
    import torch

    inputs = [torch.tensor(array) for array in work]

    def run() -> None:
        two_layers(torch.tanh, *inputs)

    return run


def _elementwise(n: int) -> Workload:
    return Workload(
        title=f"W7  Gradient of a function of {n:,} inputs, beside the function itself",
        note="The gradient includes the pass forwards. On few numbers calls count, not arithmetic: a recorded "
        "one takes two to three times as long as NumPy's alone. A pass of forward mode computes two numbers for each "
        "one of f, and n passes make a gradient: 2 n times f, and what Python adds to it.",
        work=partial(point, n),
        contenders={
            "Tensor": reverse_mode,
            "Dual, a pass an input": forward_mode,
            "forward by hand": forward_by_hand,
            "f": f_alone,
            "PyTorch eager": torch_eager,
            "f in PyTorch": torch_alone,
        },
        limits=(
            Limit("Tensor", "f", at_most=5.5),
            Limit("Dual, a pass an input", "f"),
            Limit("forward by hand", "f"),
            Limit("PyTorch eager", "f in PyTorch"),
        ),
        tolerance=1e-9,
    )


W7 = (
    *map(_elementwise, INPUTS),
    Workload(
        title="W7  Gradients of two dense layers, 512 wide, batch of 256, beside the function itself",
        note="float32. The gradients of the input and of both weights take four matrix products, the function two.",
        work=matrices,
        contenders={
            "Tensor": dense_reverse,
            "f": dense_alone,
            "PyTorch eager": dense_torch,
            "f in PyTorch": dense_torch_alone,
        },
        limits=(Limit("Tensor", "f", at_most=3.1), Limit("PyTorch eager", "f in PyTorch")),
        tolerance=1e-4,
    ),
)
