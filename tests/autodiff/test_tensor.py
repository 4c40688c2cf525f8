"""Tensor as a whole: graphs that trip engines up, arrays changed behind its back, and what it refuses."""

import gc

import numpy as np
import pytest

from bpcourse.autodiff.operations import concatenate, einsum, linear, softmax_cross_entropy, where
from bpcourse.autodiff.tensor import Tensor
from bpcourse.gradcheck import relative_error
from bpcourse.reference import losses
from bpcourse.reference.initializers import init_network
from bpcourse.reference.mlp import mlp_backward, mlp_forward

RNG = np.random.default_rng(5)


def test_the_gradients_of_a_network_are_the_hand_written_ones():
    x, y = RNG.normal(size=(6, 5)), np.array([0, 3, 1, 1, 2, 0])
    params = [(w, RNG.normal(size=b.shape)) for w, b in init_network((5, 7, 4), RNG)]
    saved = mlp_forward(x, params, "tanh")
    by_hand = mlp_backward(losses.softmax_cross_entropy_backward(saved.logits, y), saved, params, "tanh")
    inputs, (w1, b1), (w2, b2) = Tensor(x), *((Tensor(w), Tensor(b)) for w, b in params)

    def in_single_operations():
        log_p = ((inputs @ w1 + b1).tanh() @ w2 + b2).log_softmax()
        return -log_p[np.arange(len(y)), y].mean()

    def in_few_nodes():
        return softmax_cross_entropy(linear(linear(inputs, w1, b1).tanh(), w2, b2), y)

    for network in (in_single_operations, in_few_nodes):
        loss = network()
        loss.backward()
        assert float(loss.data) == pytest.approx(losses.cross_entropy(saved.logits, y), rel=1e-14)
        ours = [(w1.grad, b1.grad), (w2.grad, b2.grad)]
        for (grad_w, grad_b), (expected_w, expected_b) in zip(ours, by_hand.grads, strict=True):
            assert relative_error(grad_w, expected_w) < 1e-14
            assert relative_error(grad_b, expected_b) < 1e-14
        assert relative_error(inputs.grad, by_hand.grad_x) < 1e-14


def test_backward_twice_gives_the_same_gradient_and_not_its_double():
    x = Tensor([3.0, 4.0])
    loss = (x * x).sum()
    loss.backward()
    loss.backward()
    assert x.grad.tolist() == [6.0, 8.0]


def test_a_second_result_of_the_same_inputs_starts_from_zero():
    x = Tensor([1.0, 2.0])
    hidden = x * 5
    (hidden * hidden).sum().backward()
    hidden.sum().backward()
    assert x.grad.tolist() == [5.0, 5.0]


def test_every_use_of_a_tensor_counts():
    x = Tensor([[1.0, 2.0]])
    y = x + x
    ((y @ y.T).sum() + (x * y).sum() + concatenate([x, y, x]).sum()).backward()
    assert x.grad.tolist() == [[4 * 3 * 1.0 + 4, 4 * 3 * 2.0 + 4]]


def test_adding_up_leaves_the_gradients_of_views_alone():
    x = Tensor(np.ones((2, 3)))
    a = x * 3
    flat, turned, again = a.reshape(6), a.T, a.reshape(3, 2)
    w = [RNG.normal(size=shape) for shape in [(6,), (3, 2), (3, 2), (2, 3)]]
    ((a * w[3]).sum() + (again * w[2]).sum() + (turned * w[1]).sum() + (flat * w[0]).sum()).backward()
    for tensor, expected in zip([flat, turned, again], w, strict=False):
        assert np.array_equal(tensor.grad, expected)
    assert a.grad == pytest.approx(w[0].reshape(2, 3) + w[1].T + w[2].reshape(2, 3) + w[3], rel=1e-14)
    assert x.grad == pytest.approx(3 * a.grad, rel=1e-14)


def test_a_gradient_is_an_array_of_its_own():
    x, y = Tensor(np.ones((2, 3))), Tensor(np.ones((2, 3)))
    upstream = np.full(6, 2.0)
    (x + y).reshape(6).backward(upstream)
    x.grad += 1
    upstream[:] = 9
    assert x.grad.tolist() == [[3.0] * 3] * 2
    assert y.grad.tolist() == [[2.0] * 3] * 2


def test_a_chain_of_a_million_operations_goes_there_and_back_and_is_freed():
    x = start = Tensor(1.0)
    for _ in range(1_000_000):
        x = x + 1.0
    x.backward()
    assert (float(x.data), float(start.grad)) == (1_000_001.0, 1.0)
    del x
    gc.collect()


def test_a_tensor_and_its_graph_are_freed_without_the_garbage_collector():
    gc.collect()
    gc.disable()
    try:
        x = Tensor([1.0, 2.0])
        for _ in range(1000):
            (x * x + 1).sum().backward()
        assert gc.collect() < 1000  # a reference cycle for each graph would leave thousands
    finally:
        gc.enable()


def test_numbers_and_arrays_may_stand_on_either_side():
    x = Tensor([[1.0, 2.0]])
    c = np.array([[3.0], [4.0]])
    result = np.float64(2) * x + c * x + c - x - np.float32(1) + c @ x + 1 / x
    assert isinstance(result, Tensor)
    result.sum().backward()
    assert x.grad.tolist() == [[4.0 + 7 - 2 + 7 - 2, 4.0 + 7 - 2 + 7 - 0.5]]


def test_arrays_alone_give_an_array():
    x = np.array([1.0, 2.0])
    assert where([True, False], x, 7.0).tolist() == [1.0, 7.0]
    assert concatenate([x, x]).tolist() == [1.0, 2.0, 1.0, 2.0]
    assert einsum("i,j->ij", x, x).tolist() == [[1.0, 2.0], [2.0, 4.0]]


def test_a_tensor_copies_its_data_and_shows_it():
    data = np.array([1.0, 2.0])
    x = Tensor(data)
    data[0] = 9
    assert repr(x) == "Tensor([1., 2.])"
    assert (x.shape, x.dtype, repr(Tensor(2.0))) == ((2,), np.float64, "Tensor(2.)")


def descend(w, x):
    loss = ((x @ w) ** 2).mean()
    loss.backward()
    w.data -= 0.1 * w.grad
    return float(loss.data)


def test_data_may_change_between_one_backward_pass_and_the_next_computation():
    w, x = Tensor(RNG.normal(size=(3, 2))), RNG.normal(size=(20, 3))
    seen = [descend(w, x) for _ in range(50)]
    assert seen[-1] < 0.01 * seen[0]


LARGE = RNG.normal(size=(150, 101))  # between the 64 KB up to which all bytes are kept, and the 256 KB of a sum
HUGE = RNG.normal(size=(784, 100))


@pytest.mark.parametrize("numbers", [LARGE[:3, :4], LARGE, LARGE.astype(np.float32)], ids=["64 KB", "more", "float32"])
@pytest.mark.parametrize(
    "use", [lambda x: x * x, lambda x: x @ x.T, lambda x: x.reshape(-1) ** 2, lambda x: (x * 2).exp()]
)
def test_an_input_that_changed_since_it_was_used_is_noticed(numbers, use):
    x = Tensor(numbers)
    loss = use(x).sum()
    x.data[1, 2] += 1e-6
    with pytest.raises(RuntimeError, match=r"was changed after .* had used it or made it.*compute the output again"):
        loss.backward()


def halve_a_row(array):
    array[70] *= 0.5


@pytest.mark.parametrize("numbers", [LARGE, HUGE])
@pytest.mark.parametrize("change", [np.ndarray.sort, RNG.shuffle, lambda array: array.fill(0.0), halve_a_row])
def test_a_large_array_of_which_much_changed_is_noticed(numbers, change):
    constant, x = numbers.copy(), Tensor(numbers)
    loss = (x * constant).sum()
    change(constant)
    with pytest.raises(RuntimeError, match=r"an array of shape \(\d+, \d+\) was changed after multiply_constant had"):
        loss.backward()


def test_a_result_that_changed_is_noticed_where_its_rule_needs_it():
    x = Tensor([1.0, 2.0])
    a = x.exp()
    loss = a.sum()
    a.data[0] = 0.0
    with pytest.raises(RuntimeError, match="changed after sum had used it"):
        loss.backward()
    a = x.exp()
    a.data[0] = 0.0
    with pytest.raises(RuntimeError, match="changed after exp had used it or made it"):
        a.sum().backward()


def test_data_that_was_replaced_is_noticed():
    x = Tensor([1.0, 2.0])
    loss = (x * x).sum()
    x.data = [5.0, 6.0]
    with pytest.raises(RuntimeError, match="changed after multiply"):
        loss.backward()


def test_a_change_undone_before_anyone_looks_is_no_change():
    x = Tensor([1.0, 2.0])
    loss = (x * x).sum()
    x.data[0] = 7.0
    x.data[0] = 1.0
    loss.backward()
    assert x.grad.tolist() == [2.0, 4.0]


def test_changing_a_view_changes_that_tensor_alone():
    x = Tensor([[1.0, 2.0], [3.0, 4.0]])
    row = x[0]
    row.data[0] = 9.0
    assert (float(row.data[0]), float(x.data[0, 0])) == (9.0, 1.0)


@pytest.mark.parametrize(
    ("constant", "use"),
    [
        (np.ones((3, 2)), lambda x, c: x * c),
        (np.ones((3, 2)), lambda x, c: x / c),
        (np.ones((2, 4)), lambda x, c: x @ c),
        (np.ones((4, 3)), lambda x, c: c @ x),
        (np.ones((3, 2)), lambda x, c: einsum("ij,ij->", x, c)),
        (np.ones((3, 2), bool), lambda x, c: where(c, x, 0.0)),
        (np.ones((3, 2), bool), lambda x, c: where(c, 0.0, x)),
        (np.ones((5, 3)), lambda x, c: linear(c, x, x[0])),
        (np.array([1, 1, 1]), softmax_cross_entropy),
    ],
)
def test_a_constant_that_changed_since_it_was_used_is_noticed(constant, use):
    loss = use(Tensor(np.ones((3, 2))), constant).sum()
    constant[0] = 0
    with pytest.raises(RuntimeError, match="changed after"):
        loss.backward()


@pytest.mark.parametrize("index", [[0, 0, 1], np.array([0, 0, 1])])
def test_an_index_is_copied(index):
    x = Tensor(np.ones((3, 2)))
    picked = x[index].sum()
    index[0] = 2
    picked.backward()
    assert x.grad.tolist() == [[2.0, 2.0], [1.0, 1.0], [0.0, 0.0]]


X, Y = Tensor(np.ones((3, 2))), Tensor(np.ones((4, 3)))


def test_a_rule_with_too_few_gradients_is_named():
    def product_backward(upstream, x, y):
        return (upstream * y,)

    product = Tensor(X.array * X.array, product_backward, (X, X), (X.array, X.array))
    with pytest.raises(ValueError, match="product_backward gave 1 gradients, expected 2, one an input"):
        product.sum().backward()


@pytest.mark.parametrize(
    ("wrong", "error", "sentence"),
    [
        (lambda: Tensor([1, 2]), TypeError, r"a Tensor of int64, expected floating-point numbers.*write 1.0 for 1"),
        (lambda: Tensor("word"), TypeError, r"expected floating-point numbers"),
        (lambda: X.backward(), ValueError, r"an output of shape \(3, 2\), expected one number, the loss"),
        (lambda: X.backward(np.ones(2)), ValueError, r"upstream has shape \(2,\), expected \(3, 2\)"),
        (lambda: X.sum().backward(Tensor(1.0)), TypeError, r"a gradient has no gradient of its own.*Dual\(Tensor"),
        (lambda: X + Y, ValueError, r"add got shapes \(3, 2\) and \(4, 3\), expected shapes that broadcasting"),
        (lambda: np.ones(7) - X, ValueError, r"sub got shapes \(7,\) and \(3, 2\)"),
        (lambda: X @ Y, ValueError, r"matmul got shapes \(3, 2\) and \(4, 3\), expected \(..., N, D\)"),
        (lambda: X**X, TypeError, r"the exponent is a Tensor, expected a number"),
        (lambda: X - [1.0, 2.0], TypeError, r"unsupported operand"),
        (lambda: [1.0, 2.0] - X, TypeError, r"unsupported operand"),
        (lambda: np.exp(X), TypeError, r"does not support ufuncs"),
        (lambda: linear(X, Y, X), ValueError, r"linear got x \(3, 2\), w \(4, 3\) and b \(3, 2\), expected \(N, D\)"),
        (lambda: linear(np.ones((3, 2)), Tensor([1.0, 1.0]), Tensor(1.0)), ValueError, r"linear got x \(3, 2\)"),
        (lambda: softmax_cross_entropy(X, [0, 1]), ValueError, r"y \(2,\) of int64, expected \(N, K\) and \(N,\)"),
        (lambda: softmax_cross_entropy(X, [0.0, 1.0, 1.0]), ValueError, r"of float64, .*y of integers"),
        (lambda: softmax_cross_entropy(X, [0, -1, 1]), ValueError, r"labels from -1 to 1, expected 0 to 1"),
        (lambda: softmax_cross_entropy(X, [0, 1, 2]), ValueError, r"labels from 0 to 2, expected 0 to 1"),
        (lambda: einsum("ij,jk", Y, X), ValueError, r"einsum got 'ij,jk', expected letters, commas and an arrow"),
        (lambda: einsum("...i->i", X), ValueError, r"expected letters, commas and an arrow"),
        (lambda: einsum("ij,ij->", X, Tensor(np.ones((1, 2)))), ValueError, r"lengths 3 and 1 for i, expected one"),
        (lambda: einsum("ij,ij->", X), ValueError, r"'ij,ij->' for shapes \[\(3, 2\)\], expected one letter for each"),
        (lambda: einsum("ijk->i", X), ValueError, r"einsum got 'ijk->i' for shapes"),
    ],
)
def test_what_cannot_be_computed_is_said_in_a_sentence(wrong, error, sentence):
    with pytest.raises(error, match=sentence):
        wrong()
