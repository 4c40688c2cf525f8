"""The backward pass in matrices: shapes fit, the code is the gradient, and each entry is SymPy's own derivative."""

import re

import numpy as np
import pytest
import sympy

from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.reference import losses, mlp
from bpcourse.symbolic import derive_matrices, difference_point

NETWORKS = [
    (["linear"], "softmax cross-entropy"),
    (["linear"], "mean squared error"),
    (["linear", "sigmoid"], "half squared error"),
    (["linear", "tanh", "linear"], "mean squared error"),
    (["linear", "relu", "linear", "sigmoid", "linear"], "softmax cross-entropy"),
    (["linear", "linear", "tanh"], "half squared error"),
]
N, D, HIDDEN, K = 5, 4, (3, 6), 2


def compiled(derived):
    module = {}
    exec(derived.code(), module)
    return module


def arrays(derived, seed=0):
    """x, y and parameters whose shapes the derivation itself gives, no two lengths alike."""
    rng = np.random.default_rng(seed)
    length = {"N": N, "D": D, "H1": HIDDEN[0], "H2": HIDDEN[1], "K": K}
    parameters = [rng.normal(size=[length[axis] for axis in p.axes]) for p in derived.parameters]
    return [rng.normal(size=(N, D)), np.eye(K)[rng.integers(0, K, N)], *parameters]


@pytest.mark.parametrize(("layers", "loss"), NETWORKS, ids=str)
def test_the_emitted_code_computes_the_gradients_that_a_difference_measures(layers, loss):
    derived = derive_matrices(layers, loss)
    gradients = compiled(derived)["gradients"]
    given = arrays(derived)
    _, *found = gradients(*given)
    for i, gradient in enumerate(found, start=2):
        measured = central_difference(lambda p, i=i: gradients(*given[:i], p, *given[i + 1 :])[0], given[i])
        assert relative_error(gradient, measured) < 1e-7


@pytest.mark.parametrize(("layers", "loss"), NETWORKS, ids=str)
def test_every_array_of_the_code_has_the_shape_that_the_derivation_says(layers, loss):
    derived = derive_matrices(layers, loss)
    length = {"N": N, "D": D, "H1": HIDDEN[0], "H2": HIDDEN[1], "K": K}
    module = compiled(derived)
    names = {p.code: value for p, value in zip(derived.parameters, arrays(derived)[2:], strict=True)}
    x, y = arrays(derived)[:2]
    scope = module | names | {"x": x, "y": y}
    for line in (*derived.forward, *derived.backward):
        exec(f"{line.what.code} = {line.code}", scope)
        assert np.shape(scope[line.what.code]) == tuple(length[axis] for axis in line.what.axes)


@pytest.mark.parametrize("layers", [["linear", "sigmoid", "linear"], ["linear", "linear", "sigmoid"]], ids=str)
def test_every_entry_of_a_matrix_gradient_is_the_derivative_of_the_loss_by_that_entry(layers):
    derived = derive_matrices(layers, "half squared error")
    module = compiled(derived)
    module["sigmoid"] = np.vectorize(lambda z: 1 / (1 + sympy.exp(-z)), otypes=[object])
    length = {"N": 2, "D": 2, "H1": 3, "H2": 2, "K": 1}

    def symbols(name, axes):
        shape = tuple(length[axis] for axis in axes)
        return np.array(sympy.symbols(f"{name}_0:{int(np.prod(shape))}"), dtype=object).reshape(shape)

    parameters = [symbols(p.code, p.axes) for p in derived.parameters]
    loss, *gradients = module["gradients"](symbols("x", ("N", "D")), symbols("y", ("N", "K")), *parameters)
    for parameter, gradient in zip(parameters, gradients, strict=True):
        for at in {(0,) * parameter.ndim, tuple(last - 1 for last in parameter.shape)}:
            assert difference_point(gradient[at], sympy.diff(loss, parameter[at])) is None


def test_it_is_the_backward_pass_of_the_reference_network():
    derived = derive_matrices(["linear", "tanh", "linear"], "softmax cross-entropy")
    x, y, w1, b1, w2, b2 = arrays(derived)
    _, *found = compiled(derived)["gradients"](x, y, w1, b1, w2, b2)
    backward = losses.softmax_cross_entropy_backward
    reference = mlp.mlp_gradients(x, y.argmax(axis=1), [(w1, b1), (w2, b2)], backward, "tanh")
    for gradient, expected in zip(found, [array for pair in reference for array in pair], strict=True):
        assert relative_error(gradient, expected) < 1e-14


def test_the_code_is_one_line_a_step_in_the_notation_of_the_course():
    assert (
        derive_matrices(["linear", "sigmoid", "linear"], "softmax cross-entropy").code()
        == '''\
import numpy as np

from bpcourse.reference.activations import sigmoid
from bpcourse.reference.losses import softmax


def gradients(x, y, w1, b1, w2, b2):
    """Loss and gradients: one step backward for each step forward."""
    # forward
    z1 = x @ w1 + b1  # (N, H1)
    a1 = sigmoid(z1)  # (N, H1)
    z2 = a1 @ w2 + b2  # (N, K)
    p = softmax(z2)  # (N, K)
    loss = -(y * np.log(p)).sum() / len(y)  # a number
    # backward
    grad_z2 = (p - y) / len(y)  # (N, K)
    grad_w2 = a1.T @ grad_z2  # (H1, K)
    grad_b2 = grad_z2.sum(axis=0)  # (K,)
    grad_a1 = grad_z2 @ w2.T  # (N, H1)
    grad_z1 = grad_a1 * a1 * (1 - a1)  # (N, H1)
    grad_w1 = x.T @ grad_z1  # (D, H1)
    grad_b1 = grad_z1.sum(axis=0)  # (H1,)
    return loss, grad_w1, grad_b1, grad_w2, grad_b2
'''
    )


def test_the_table_shows_formula_shape_and_reason():
    html = derive_matrices(["linear", "relu", "linear"], "mean squared error")._repr_html_()
    assert "<style" not in html and "class=" not in html
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html)
    at = cells.index("$\\displaystyle \\frac{dL}{dW_{2}}$")
    assert cells[at + 1 : at + 4] == [
        "$=\\; \\displaystyle A_{1}^{\\top} \\frac{dL}{dZ_{2}}$",
        "(H1, K)",
        "the product sums over the samples",
    ]
    assert "[A_{1} &gt; 0]" in html


@pytest.mark.parametrize(
    ("layers", "loss", "sentence"),
    [
        ([], "mean squared error", "layers is empty"),
        (["linear", "swish"], "mean squared error", "a layer is 'swish', expected one of linear, sigmoid, tanh, relu"),
        (["linear", "tanh", "relu"], "mean squared error", "relu follows tanh, expected it to follow a linear layer"),
        (["sigmoid"], "mean squared error", "sigmoid follows nothing, expected it to follow a linear layer"),
        (
            ["linear", "tanh"],
            "softmax cross-entropy",
            "follows tanh, expected it to follow a linear layer: it takes logits",
        ),
        (["linear"], "hinge", "the loss is 'hinge', expected one of half squared error, mean squared error"),
    ],
)
def test_a_network_that_has_no_rule_is_refused_with_a_sentence(layers, loss, sentence):
    with pytest.raises(ValueError, match=sentence):
        derive_matrices(layers, loss)
