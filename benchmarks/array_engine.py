"""W1t: the array engine of chapter 13 on the work of W1, where an operation is a whole matrix."""

from typing import Any

import numpy as np

from benchmarks.moons import Moons, moons
from benchmarks.workload import Limit, Run, Workload
from bpcourse.reference.activations import Array


def tensor(work: Moons) -> Run:
    """Our engine."""
    from bpcourse.autodiff import Tensor, linear

    params = [(Tensor(w), Tensor(b)) for w, b in work.params]
    y = work.y[:, None]

    def run() -> list[Any]:
        *hidden, (w_last, b_last) = params
        out: Any = work.x
        for w, b in hidden:
            out = linear(out, w, b).relu()
        scores = linear(out, w_last, b_last)
        loss = (1.0 - y * scores).relu().mean()
        loss.backward()
        return [loss.data, *(array.grad for pair in params for array in pair)]

    return run


def by_hand(work: Moons) -> Run:
    """The backward pass written out in NumPy: what an engine cannot be faster than."""
    (w1, b1), (w2, b2), (w3, b3) = work.params
    x, y = work.x, work.y[:, None]

    def run() -> list[Any]:
        a1 = np.maximum(x @ w1 + b1, 0.0)
        a2 = np.maximum(a1 @ w2 + b2, 0.0)
        margin = 1.0 - y * (a2 @ w3 + b3)
        inside = margin > 0.0
        loss = float((margin * inside).mean())
        grad_z3 = y * inside / -len(y)
        grad_z2 = (grad_z3 @ w3.T) * (a2 > 0.0)
        grad_z1 = (grad_z2 @ w2.T) * (a1 > 0.0)
        grads: list[Array] = []
        for inputs, grad_z in ((x, grad_z1), (a1, grad_z2), (a2, grad_z3)):
            grads += [inputs.T @ grad_z, grad_z.sum(axis=0)]
        return [loss, *grads]

    return run


def torch_eager(work: Moons) -> Run:
    """PyTorch, operation by operation."""
    import torch

    arrays = [torch.tensor(array, requires_grad=True) for pair in work.params for array in pair]
    w1, b1, w2, b2, w3, b3 = arrays
    x, y = torch.from_numpy(work.x), torch.from_numpy(work.y)[:, None]

    def run() -> list[Any]:
        for array in arrays:
            array.grad = None
        a1 = torch.addmm(b1, x, w1).relu()
        a2 = torch.addmm(b2, a1, w2).relu()
        scores = torch.addmm(b3, a2, w3)
        loss = (1.0 - y * scores).relu().mean()
        loss.backward()
        return [loss.detach(), *(array.grad for array in arrays)]

    return run


def jax_jit(work: Moons) -> Run:
    """JAX, compiled as a whole."""
    import jax

    x, y = jax.numpy.asarray(work.x), jax.numpy.asarray(work.y)[:, None]
    arrays = [jax.numpy.asarray(array) for pair in work.params for array in pair]

    def loss(arrays: list[Any]) -> Any:
        w1, b1, w2, b2, w3, b3 = arrays
        a2 = jax.nn.relu(jax.nn.relu(x @ w1 + b1) @ w2 + b2)
        return jax.nn.relu(1.0 - y * (a2 @ w3 + b3)).mean()

    compiled = jax.jit(jax.value_and_grad(loss))

    def run() -> list[Any]:
        value, grads = jax.block_until_ready(compiled(arrays))
        return [value, *grads]

    return run


def hips_autograd(work: Moons) -> Run:
    """HIPS autograd, which traces NumPy."""
    import autograd.numpy as anp
    from autograd import value_and_grad

    x, y = work.x, work.y[:, None]
    arrays = [array for pair in work.params for array in pair]

    def loss(arrays: list[Any]) -> Any:
        w1, b1, w2, b2, w3, b3 = arrays
        a1 = anp.maximum(anp.dot(x, w1) + b1, 0.0)
        a2 = anp.maximum(anp.dot(a1, w2) + b2, 0.0)
        return anp.mean(anp.maximum(1.0 - y * (anp.dot(a2, w3) + b3), 0.0))

    gradient = value_and_grad(loss)

    def run() -> list[Any]:
        value, grads = gradient(arrays)
        return [value, *grads]

    return run


W1T = Workload(
    title="W1t  The same loss and gradient with arrays: 2-16-16-1 on 100 moons, all at once",
    note="float64. JAX's time is that of the compiled function; compiling it is not timed. Most of Tensor's time is "
    "NumPy's own: `NumPy by hand` is what is left without an engine.",
    work=moons,
    contenders={
        "Tensor": tensor,
        "NumPy by hand": by_hand,
        "PyTorch eager": torch_eager,
        "JAX jit": jax_jit,
        "HIPS autograd": hips_autograd,
    },
    limits=(
        Limit("Tensor", "PyTorch eager", at_least=4),
        Limit("Tensor", "JAX jit", at_most=1.0),
        Limit("Tensor", "NumPy by hand"),
    ),
    tolerance=1e-9,
)
