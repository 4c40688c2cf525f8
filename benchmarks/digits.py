"""W3 and W4: an epoch on MNIST with the explicit MLP of chapter 10 and the array engine of chapter 13.

The floor is the matrix products of the same epoch, alone: what no arrangement of the code around them makes cheaper.
"""

from functools import partial

import numpy as np

from benchmarks import digits_peers as peers
from benchmarks.digits_work import EPOCH, LR, Digits, digits
from benchmarks.workload import Limit, Run, Workload
from bpcourse.reference.fast_mlp import FastMLP
from bpcourse.reference.initializers import Params
from bpcourse.reference.losses import softmax_cross_entropy_backward
from bpcourse.reference.mlp import mlp_gradients


def explicit(work: Digits) -> Run:
    """Our MLP with buffers."""
    parts = work.parts()

    def run() -> Params:
        network = FastMLP(work.params, work.activation)
        for rows in work.batches(next(parts)):
            network.sgd_step(work.x[rows], work.targets[rows], LR)
        return network.params

    return run


def readable(work: Digits) -> Run:
    """Our MLP as the chapters write it: no buffers, every intermediate kept."""
    parts = work.parts()

    def run() -> Params:
        params = work.start()
        for rows in work.batches(next(parts)):
            grads = mlp_gradients(work.x[rows], work.y[rows], params, softmax_cross_entropy_backward, work.activation)
            params = [
                (w - LR * grad_w, b - LR * grad_b) for (w, b), (grad_w, grad_b) in zip(params, grads, strict=True)
            ]
        return params

    return run


def array_engine(work: Digits) -> Run:
    """Our engine, with the loss as one operation; the learning rate enters with the upstream, as in FastMLP."""
    from bpcourse.autodiff import Tensor, linear, softmax_cross_entropy

    parts = work.parts()

    def run() -> Params:
        params = [(Tensor(w), Tensor(b)) for w, b in work.start()]
        *hidden, (w_last, b_last) = params
        for rows in work.batches(next(parts)):
            out = work.x[rows]
            for w, b in hidden:
                out = getattr(linear(out, w, b), work.activation)()
            softmax_cross_entropy(linear(out, w_last, b_last), work.y[rows]).backward(LR)
            for pair in params:
                for array in pair:
                    array.data -= array.grad
        return [(w.data, b.data) for w, b in params]

    return run


def products_alone(work: Digits) -> Run:
    """The matrix products of each step, into buffers, and nothing else."""
    parts = work.parts()
    weights = [w for w, _ in work.params]
    a = [np.ones((work.batch, w.shape[1]), np.float32) for w in weights]
    grad_z = [np.ones_like(z) for z in a]
    z, grad_a, grad_w = ([np.empty_like(array) for array in arrays] for arrays in (a, a, weights))

    def run() -> None:
        for rows in work.batches(next(parts)):
            x = work.x[rows]
            for layer, w in enumerate(weights):
                np.dot(a[layer - 1] if layer else x, w, out=z[layer])
            for layer in reversed(range(len(weights))):
                np.dot((a[layer - 1] if layer else x).T, grad_z[layer], out=grad_w[layer])
                if layer:
                    np.dot(grad_z[layer], weights[layer].T, out=grad_a[layer - 1])

    return run


CONTENDERS = {
    "FastMLP": explicit,
    "Tensor": array_engine,
    "readable MLP": readable,
    "matrix products alone": products_alone,
    "PyTorch eager": peers.torch_eager,
    "JAX jit": peers.jax_jit,
    "HIPS autograd": peers.hips_autograd,
    "scikit-learn": peers.scikit_learn,
}
NOTE = (
    "float32. A part of the epoch is timed at a time, the next part in the next run, and the time is that of 60,000 "
    "samples; where the full MNIST is not there, they are the bundled ones, repeated. Nobody shuffles. FastMLP gives "
    "the loss of every minibatch as well; the peers leave theirs unread. Tensor asks for memory anew for each result, "
    "and takes fingerprints of the arrays that somebody could change before the way back."
)
# Enough digits for float32 after some hundred steps, in which roundings add up differently.
TOLERANCE = 1e-3


def _w3(batch: int, faster: float, floor: float, stretch: float, engine: float) -> Workload:
    samples = 6_400
    return Workload(
        title=f"W3  [784, 100, 10] sigmoid, minibatches of {batch}: one epoch of 60,000",
        note=NOTE,
        work=partial(digits, (784, 100, 10), "sigmoid", batch, samples),
        contenders=CONTENDERS,
        limits=(
            Limit("FastMLP", "PyTorch eager", at_least=faster),
            Limit("FastMLP", "matrix products alone", at_most=floor, stretch=stretch),
            Limit("Tensor", "matrix products alone", at_most=engine),
            Limit("PyTorch eager", "matrix products alone"),
        ),
        tolerance=TOLERANCE,
        scale=EPOCH / samples,
    )


W3 = (
    _w3(batch=32, faster=2.3, floor=1.25, stretch=1.15, engine=1.5),
    _w3(batch=128, faster=1.6, floor=1.12, stretch=1.08, engine=1.2),
)
_PART = 2_560
W4 = Workload(
    title="W4  [784, 512, 512, 10] relu, minibatches of 128: one epoch of 60,000",
    note=NOTE,
    work=partial(digits, (784, 512, 512, 10), "relu", 128, _PART),
    contenders=CONTENDERS,
    limits=(
        Limit("FastMLP", "matrix products alone", at_most=1.05),
        Limit("FastMLP", "PyTorch eager", at_least=1.35),
        Limit("PyTorch eager", "matrix products alone"),
    ),
    tolerance=TOLERANCE,
    scale=EPOCH / _PART,
)
