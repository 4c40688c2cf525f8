"""Counting a recorded computation: operations by name, and the bytes that wait for the way back."""

import numpy as np

from bpcourse.autodiff import Tensor, concatenate, costs_of, einsum, linear, softmax_cross_entropy


def test_operations_are_counted_by_name_and_only_those_behind_the_output():
    x = Tensor(np.ones((3, 2)))
    y = x * x + x * 2
    (x + 1).exp()
    costs = costs_of((y * y).sum())
    assert costs.operations == {"multiply": 2, "multiply_constant": 1, "add": 1, "sum": 1}
    assert costs.n_operations == 5


def test_an_input_alone_costs_its_own_memory():
    costs = costs_of(Tensor(np.ones((3, 2))))
    assert (costs.n_operations, costs.kept_bytes) == (0, 48)


def test_every_array_counts_once_and_views_do_not_count_again():
    x = Tensor(np.ones((10, 20)))
    a = x.exp()  # saves its output
    b = a.reshape(200)[5:].reshape(5, 39).T  # views
    c = b * b  # saves what it was made from
    assert costs_of(b).kept_bytes == 2 * 1600
    assert costs_of(c).kept_bytes == 2 * 1600 + 195 * 8


def test_constants_that_rules_need_count():
    x, c = Tensor(np.ones(100)), np.ones(100)
    assert costs_of(x + c).kept_bytes == 2 * 800
    assert costs_of(x * c).kept_bytes == 3 * 800
    assert costs_of(einsum("i,i->i", x, c)).kept_bytes == 3 * 800
    assert costs_of(concatenate([x, c])).kept_bytes == 800 + 1600
    rows = np.arange(10)
    assert costs_of(x.reshape(10, 10)[rows, rows]).kept_bytes == 800 + 80 + 2 * 80


def test_the_memory_of_a_network_grows_with_the_batch_and_fused_operations_keep_less():
    rng = np.random.default_rng(0)
    w, b = Tensor(rng.normal(size=(8, 4)).astype(np.float32)), Tensor(np.zeros(4, np.float32))

    def kept(n, fused):
        x, y = np.ones((n, 8), np.float32), np.zeros(n, int)
        if fused:
            return costs_of(softmax_cross_entropy(linear(x, w, b), y)).kept_bytes
        return costs_of(-(x @ w + b).log_softmax()[np.arange(n), y].mean()).kept_bytes

    parameters = (8 * 4 + 4) * 4
    assert kept(10, fused=True) == parameters + 10 * (8 * 4 + 2 * 4 * 4 + 8) + 4
    assert kept(20, fused=True) - kept(10, fused=True) == 10 * (8 * 4 + 2 * 4 * 4 + 8)
    assert kept(10, fused=True) < kept(10, fused=False)
