"""Checkpoints: the same gradient to the last bit, with less memory and each layer run twice."""

import tracemalloc

import numpy as np
import pytest

from bpcourse.autodiff import Tensor, checkpoint, costs_of, jvp

RNG = np.random.default_rng(9)
N_LAYERS, N_SEGMENTS = 64, 8
X = RNG.normal(size=(200, 30))
WEIGHTS = RNG.normal(size=(N_LAYERS, 30, 30)) / 30**0.5


class Network:
    """tanh layers, each with weights of its own, that count how often they run."""

    def __init__(self):
        self.x, self.weights = Tensor(X), [Tensor(w) for w in WEIGHTS]
        self.layers_run = 0

    def layers(self, x, *weights):
        for w in weights:
            x = (x @ w).tanh()
            self.layers_run += 1
        return x

    def loss(self, n_segments):
        x, size = self.x, N_LAYERS // n_segments
        for start in range(0, N_LAYERS, size):
            weights = self.weights[start : start + size]
            x = self.layers(x, *weights) if n_segments == 1 else checkpoint(self.layers, x, *weights)
        return (x * x).mean()


def test_the_gradients_are_the_same_with_an_eighth_of_the_activations_and_each_layer_run_twice():
    plain, cut = Network(), Network()
    plain_loss, cut_loss = plain.loss(1), cut.loss(N_SEGMENTS)
    plain_loss.backward()
    cut_loss.backward()
    assert cut_loss.data == plain_loss.data
    for ours, expected in zip([cut.x, *cut.weights], [plain.x, *plain.weights], strict=True):
        assert np.array_equal(ours.grad, expected.grad)
    assert (plain.layers_run, cut.layers_run) == (N_LAYERS, 2 * N_LAYERS)

    activation, shared = X.nbytes, X.nbytes + WEIGHTS.nbytes + 8  # the loss
    assert costs_of(plain_loss).kept_bytes == shared + activation * (2 * N_LAYERS + 1)  # x @ w, tanh; the square
    assert costs_of(cut_loss).kept_bytes == shared + activation * (N_SEGMENTS + 1)
    assert costs_of(cut_loss).operations == {"checkpoint": N_SEGMENTS, "multiply": 1, "mean": 1}


def test_the_memory_that_is_really_taken_falls():
    def peak(n_segments):
        network = Network()
        tracemalloc.start()
        network.loss(n_segments).backward()
        _, taken = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return taken

    assert peak(N_SEGMENTS) < 0.4 * peak(1)


def test_backward_twice_gives_the_same_gradient():
    network = Network()
    loss = network.loss(N_SEGMENTS)
    loss.backward()
    first = network.weights[3].grad.copy()
    loss.backward()
    assert np.array_equal(network.weights[3].grad, first)


def test_checkpoints_inside_checkpoints_and_inputs_that_are_not_used():
    x, unused = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])
    out = checkpoint(lambda x, u: checkpoint(lambda x: x * x, x).exp() * Tensor([1.0, 10.0]), x, unused).sum()
    out.backward()
    assert x.grad == pytest.approx([2 * np.e, 40 * np.exp(4)], rel=1e-14)
    assert unused.grad.tolist() == [0.0, 0.0]


def test_constants_may_be_among_the_inputs_and_are_watched():
    x, c = Tensor([1.0, 2.0]), np.array([5.0, 7.0])
    out = checkpoint(lambda c, x: c * x, c, x).sum()
    out.backward()
    assert x.grad.tolist() == [5.0, 7.0]
    c[0] = 6.0
    with pytest.raises(RuntimeError, match="changed after checkpoint"):
        out.backward()


def test_a_function_that_draws_random_numbers_is_noticed():
    x = Tensor(np.ones(20))
    out = checkpoint(lambda x: x * (RNG.random(20) < 0.5), x).sum()
    with pytest.raises(RuntimeError, match=r"gave another output when it ran again.*draw random numbers outside"):
        out.backward()


def test_a_tensor_from_outside_is_noticed():
    x, w = Tensor(np.ones(3)), Tensor(np.ones((3, 2)))
    with pytest.raises(ValueError, match=r"uses a Tensor of shape \(3, 2\) from outside"):
        checkpoint(lambda x: x @ w, x)


def test_what_has_no_way_back_is_refused():
    with pytest.raises(TypeError, match="no Tensor among its inputs"):
        checkpoint(lambda x: x, np.ones(3))
    with pytest.raises(TypeError, match="no Tensor among its inputs"):
        jvp(lambda x: checkpoint(lambda x: x * x, x), Tensor([1.0]), np.array([1.0]))
