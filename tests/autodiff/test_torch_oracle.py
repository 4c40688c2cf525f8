"""PyTorch agrees: every operation of Tensor, and Value on a deep network, to the last digits of float64."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpcourse.autodiff.scalar import Value, dot
from tests.autodiff.cases import CASES
from tests.autodiff.checks import gradients, value

torch = pytest.importorskip("torch", reason="PyTorch is not installed: these tests ask it for a second opinion")

THEIRS = {
    "where": lambda x, y, condition: torch.where(torch.tensor(condition), x, y),
    "where, c second": lambda x, c, condition: torch.where(torch.tensor(condition), x, c),
    "where, c first": lambda c, x, condition: torch.where(torch.tensor(condition), c, x),
    "linear": lambda x, w, b: torch.addmm(b, x, w),
    "linear of c": lambda x, w, b: torch.addmm(b, x, w),
    "einsum": lambda *x, subscripts: torch.einsum(subscripts, *x),
    "einsum with c": lambda q, k, v: torch.einsum("qd,kd,kv->qv", q, k, v),
    "sum": lambda x, axis, keepdims: x.sum(_axes(x, axis), keepdim=keepdims),
    "mean": lambda x, axis, keepdims: x.mean(_axes(x, axis), keepdim=keepdims),
    "max": lambda x, axis, keepdims: x.amax(_axes(x, axis), keepdim=keepdims),
    "softmax_cross_entropy": lambda x, y: torch.nn.functional.cross_entropy(x, torch.tensor(y)),
    "transpose": lambda x, axes: x.permute(axes),
    "T": lambda x: x.permute(tuple(reversed(range(x.ndim)))),
    "index": lambda x, index: x.reshape(-1)[torch.tensor(_places(x.shape)[index].copy())],
    "concatenate": lambda *x, axis: torch.cat(x, axis),
    "concatenate with c": lambda *x, axis: torch.cat(x, axis),
}


def _axes(x, axis):
    return tuple(range(x.ndim)) if axis is None else axis


def _places(shape):
    return np.arange(np.prod(shape)).reshape(tuple(shape))


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=25)
@given(data=st.data())
def test_the_values_and_gradients_of_tensor(name, data):
    case, seed = CASES[name], data.draw(st.integers(0, 2**32 - 1))
    shapes, given_settings = data.draw(case.drawn)
    arrays = case.inputs(shapes, seed)
    variables, ours = case.of_variables(arrays, given_settings)
    leaves = [torch.tensor(x, requires_grad=k not in case.constants) for k, x in enumerate(arrays)]
    theirs = THEIRS.get(name, case.f)(*leaves, **given_settings)
    upstream = np.random.default_rng(seed).normal(size=tuple(theirs.shape))
    theirs.backward(torch.tensor(upstream))
    np.testing.assert_allclose(value(ours, *variables), theirs.detach().numpy(), rtol=1e-12, atol=1e-13)
    expected = [leaf.grad.numpy() for k, leaf in enumerate(leaves) if k not in case.constants]
    for ours_grad, theirs_grad in zip(gradients(ours, upstream, *variables), expected, strict=True):
        np.testing.assert_allclose(ours_grad, theirs_grad, rtol=1e-11, atol=1e-13)


def test_ties_for_the_largest_share_as_in_amax():
    numbers = np.random.default_rng(0).integers(0, 3, size=(5, 4, 3)).astype(float)
    for axis in (0, -1, (0, 2), None):
        x = torch.tensor(numbers, requires_grad=True)
        x.amax(_axes(x, axis)).sum().backward()
        upstream = np.ones(np.max(numbers, axis).shape)
        [ours] = gradients(lambda t, axis=axis: t.max(axis), upstream, numbers)
        np.testing.assert_allclose(ours, x.grad.numpy(), rtol=1e-14)


def test_the_gradients_of_values_through_a_network():
    rng = np.random.default_rng(6)
    x, weights, biases = rng.normal(size=3), rng.normal(size=(4, 3, 3)), rng.normal(size=(4, 3))
    w, b = torch.tensor(weights, requires_grad=True), torch.tensor(biases, requires_grad=True)
    theirs = torch.tensor(x)
    for layer, activation in enumerate(("tanh", "sigmoid", "relu", "exp")):
        theirs = getattr(w[layer] @ theirs + b[layer], activation)()
    theirs = (theirs**2).sum().log() / 3 - theirs[0]
    theirs.backward()

    ours_w = [[[Value(number) for number in row] for row in layer] for layer in weights]
    ours_b = [[Value(number) for number in layer] for layer in biases]
    ours = [float(number) for number in x]
    for layer, activation in enumerate(("tanh", "sigmoid", "relu", "exp")):
        sums = (dot(row, ours, bias) for row, bias in zip(ours_w[layer], ours_b[layer], strict=True))
        ours = [getattr(z, activation)() for z in sums]
    result = sum((a**2 for a in ours), Value(0.0)).log() / 3 - ours[0]
    result.backward()
    assert result.data == pytest.approx(theirs.item(), rel=1e-13)
    assert [[[v.grad for v in row] for row in layer] for layer in ours_w] == pytest.approx(w.grad.numpy(), rel=1e-11)
    assert [[v.grad for v in layer] for layer in ours_b] == pytest.approx(b.grad.numpy(), rel=1e-11)
