"""W5: the structured gradient check of chapter 07 against the loop over all parameters, and against PyTorch's check."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.workload import Limit, Run, Workload
from bpcourse.reference.activations import Array
from bpcourse.reference.initializers import Params, init_network
from bpcourse.reference.losses import softmax

H = 1e-5


@dataclass(frozen=True)
class Checked:
    """A [10, 16, 16, 3] tanh network, 499 parameters, with softmax cross-entropy on 16 samples in float64."""

    x: Array
    labels: Any
    params: Params

    def targets(self) -> Array:
        """(16, 3): 1 in the column of the label."""
        one_hot: Array = np.eye(3)[self.labels]
        return one_hot


def checked() -> Checked:
    """The same network in each run."""
    rng = np.random.default_rng(0)
    params = [(w, 0.1 * rng.normal(size=b.shape)) for w, b in init_network((10, 16, 16, 3), rng)]
    return Checked(rng.normal(size=(16, 10)), rng.integers(0, 3, 16), params)


def structured(work: Checked) -> Run:
    """Our check for dense networks: only what a parameter moves is computed again."""
    from bpcourse.gradcheck import network_difference

    targets = work.targets()

    def loss(logits: Array) -> Array:
        # Classes first: the maximum and the sums over three classes then run along all samples of all networks.
        z = np.ascontiguousarray(np.moveaxis(logits, -1, 0))
        z -= z.max(axis=0)
        right = (z * targets.T[:, None, :]).sum(axis=0)
        total: Array = (np.log(np.exp(z).sum(axis=0)) - right).sum(axis=-1) / len(targets)
        return total

    return lambda: network_difference(loss, work.x, work.params, "tanh")


def one_backward(work: Checked) -> Run:
    """What is checked: one pass forwards and one backwards, by hand, as lean as it goes."""
    targets = work.targets()

    def run() -> Params:
        outs = [work.x]
        for w, b in work.params[:-1]:
            outs.append(np.tanh(outs[-1] @ w + b))
        w, b = work.params[-1]
        grad_z = (softmax(outs[-1] @ w + b) - targets) / len(targets)
        grads = []
        for layer in (2, 1, 0):
            grads.append((outs[layer].T @ grad_z, grad_z.sum(axis=0)))
            if layer:
                grad_z = (grad_z @ work.params[layer][0].T) * (1 - outs[layer] ** 2)
        return grads[::-1]

    return run


def naive_loop(work: Checked) -> Run:
    """Two passes forwards for each parameter."""
    targets = work.targets()

    def loss(params: Params) -> float:
        out = work.x
        for w, b in params[:-1]:
            out = np.tanh(out @ w + b)
        w, b = params[-1]
        z = out @ w + b
        z -= z.max(axis=1, keepdims=True)
        return float((np.log(np.exp(z).sum(axis=1)) - (z * targets).sum(axis=1)).sum()) / len(targets)

    def run() -> Params:
        params = [(w.copy(), b.copy()) for w, b in work.params]
        grads = [(np.empty_like(w), np.empty_like(b)) for w, b in params]
        for pair, grad_pair in zip(params, grads, strict=True):
            for array, grad in zip(pair, grad_pair, strict=True):
                for i in range(array.size):
                    kept = array.flat[i]
                    array.flat[i] = kept + H
                    above = loss(params)
                    array.flat[i] = kept - H
                    grad.flat[i] = (above - loss(params)) / (2 * H)
                    array.flat[i] = kept
        return grads

    return run


def torch_gradcheck(work: Checked) -> Run:
    """PyTorch's own check of its gradients, all entries; it compares by itself, and says only whether they agree."""
    import torch

    x, labels = torch.from_numpy(work.x), torch.from_numpy(work.labels)
    arrays = [torch.tensor(array, requires_grad=True) for pair in work.params for array in pair]

    def loss(w1: Any, b1: Any, w2: Any, b2: Any, w3: Any, b3: Any) -> Any:
        a = torch.tanh(torch.tanh(x @ w1 + b1) @ w2 + b2)
        return torch.nn.functional.cross_entropy(a @ w3 + b3, labels)

    def run() -> None:
        if not torch.autograd.gradcheck(loss, arrays):
            raise ValueError("PyTorch's check says that its gradients are wrong, expected them to be right")

    return run


W5 = Workload(
    title="W5  Gradient check of [10, 16, 16, 3], 499 parameters",
    note="Central differences in float64. One backward includes its forward pass.",
    work=checked,
    contenders={
        "structured check": structured,
        "one backward": one_backward,
        "naive loop": naive_loop,
        "PyTorch gradcheck": torch_gradcheck,
    },
    limits=(
        Limit("structured check", "one backward", at_most=40),
        Limit("structured check", "naive loop", at_least=14),
        Limit("structured check", "PyTorch gradcheck", at_least=20),
    ),
    tolerance=1e-7,
)
