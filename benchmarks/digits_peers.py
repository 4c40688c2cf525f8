"""The peers of W3 and W4: each trains the same network on the same minibatches, in its own way."""

import warnings
from typing import Any

import numpy as np

from benchmarks.digits_work import LR, Digits
from benchmarks.workload import Run
from bpcourse.reference.initializers import Params


def torch_eager(work: Digits) -> Run:
    """PyTorch as its tutorials write it: nn.Sequential, cross_entropy, SGD."""
    import torch

    parts = work.parts()
    x, y = torch.from_numpy(work.x), torch.from_numpy(work.y)
    activation = {"sigmoid": torch.nn.Sigmoid, "relu": torch.nn.ReLU}[work.activation]

    def run() -> list[Any]:
        layers = [torch.nn.Linear(*w.shape) for w, _ in work.params]
        with torch.no_grad():
            for layer, (w, b) in zip(layers, work.params, strict=True):
                layer.weight.copy_(torch.from_numpy(w.T))
                layer.bias.copy_(torch.from_numpy(b))
        model = torch.nn.Sequential(*[part for layer in layers[:-1] for part in (layer, activation())], layers[-1])
        optimizer = torch.optim.SGD(model.parameters(), lr=LR)
        for rows in work.batches(next(parts)):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x[rows]), y[rows]).backward()
            optimizer.step()
        return [(layer.weight.detach().T, layer.bias.detach()) for layer in layers]

    return run


def jax_jit(work: Digits) -> Run:
    """JAX, one compiled step for each minibatch."""
    import jax

    parts = work.parts()
    activation = {"sigmoid": jax.nn.sigmoid, "relu": jax.nn.relu}[work.activation]
    x, targets = jax.numpy.asarray(work.x), jax.numpy.asarray(work.targets)

    def loss(params: Any, x: Any, targets: Any) -> Any:
        *hidden, (w_last, b_last) = params
        for w, b in hidden:
            x = activation(x @ w + b)
        return -(targets * jax.nn.log_softmax(x @ w_last + b_last)).sum(1).mean()

    def step(params: Any, x: Any, targets: Any, start: int) -> Any:
        rows = [jax.lax.dynamic_slice_in_dim(array, start, work.batch) for array in (x, targets)]
        return jax.tree.map(lambda p, grad: p - LR * grad, params, jax.grad(loss)(params, *rows))

    compiled = jax.jit(step, donate_argnums=0)

    def run() -> Any:
        params = [(jax.numpy.array(w), jax.numpy.array(b)) for w, b in work.params]
        for rows in work.batches(next(parts)):
            params = compiled(params, x, targets, rows.start)
        return jax.block_until_ready(params)

    return run


def hips_autograd(work: Digits) -> Run:
    """HIPS autograd: the same expressions, differentiated while they run on NumPy."""
    import autograd.numpy as anp
    from autograd import grad

    parts = work.parts()

    def loss(params: Any, x: Any, targets: Any) -> Any:
        *hidden, (w_last, b_last) = params
        for w, b in hidden:
            z = anp.dot(x, w) + b
            x = 1 / (1 + anp.exp(-z)) if work.activation == "sigmoid" else anp.maximum(z, 0)
        z = anp.dot(x, w_last) + b_last
        z = z - anp.max(z, axis=1, keepdims=True)
        return -anp.mean(anp.sum(targets * (z - anp.log(anp.sum(anp.exp(z), axis=1, keepdims=True))), axis=1))

    gradient = grad(loss)

    def run() -> Params:
        params, lr = work.start(), np.float32(LR)
        for rows in work.batches(next(parts)):
            grads = gradient(params, work.x[rows], work.targets[rows])
            params = [
                (w - lr * grad_w, b - lr * grad_b) for (w, b), (grad_w, grad_b) in zip(params, grads, strict=True)
            ]
        return params

    return run


def scikit_learn(work: Digits) -> Run:
    """scikit-learn's MLPClassifier, plain SGD; it draws its own start, so that its numbers are not compared."""
    from sklearn.neural_network import MLPClassifier

    parts = work.parts()

    def run() -> None:
        rows = slice(start := next(parts), start + work.samples)
        model = MLPClassifier(
            hidden_layer_sizes=[w.shape[1] for w, _ in work.params[:-1]],
            activation={"sigmoid": "logistic", "relu": "relu"}[work.activation],
            solver="sgd",
            learning_rate_init=LR,
            momentum=0.0,
            alpha=0.0,
            batch_size=work.batch,
            max_iter=1,
            shuffle=False,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # one epoch has not converged, and it says so
            model.fit(work.x[rows], work.y[rows])

    return run
