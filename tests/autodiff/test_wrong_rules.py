"""Wrong versions of the rules of Tensor, each a mistake that people make. The check of the rules rejects every one."""

import numpy as np
import pytest
from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from bpcourse.autodiff import arrays, engine, rules, tensor
from bpcourse.autodiff.arrays import stretch
from tests.autodiff import test_tensor
from tests.autodiff.cases import CASES
from tests.autodiff.checks import complaints

# Each is named after its rule, and after what is wrong with it.


def add__second_input_forgotten(upstream):
    return upstream, np.zeros_like(upstream)


def subtract__sign_forgotten(upstream):
    return upstream, upstream


def negate__sign_forgotten(upstream):
    return (upstream,)


def multiply__upstream_dropped(upstream, x, y):
    return np.ones_like(upstream) * y, np.ones_like(upstream) * x


def multiply__own_factor(upstream, x, y):
    return upstream * x, upstream * y


def multiply_constant__constant_dropped(upstream, c):
    return (upstream,)


def divide__sign_of_the_denominator(upstream, y, out):
    return upstream / y, upstream * out / y


def divide__denominator_not_squared(upstream, y, out):
    return upstream / y, -upstream * out


def divide_constant__denominator_not_squared(upstream, x, out):
    return (-upstream * out,)


def power__exponent_not_lowered(upstream, x, exponent):
    return (upstream * exponent * x**exponent,)


def power__factor_forgotten(upstream, x, exponent):
    return (upstream * x ** (exponent - 1),)


def exp__of_the_output(upstream, out):
    return (upstream * np.exp(out),)


def log__upstream_dropped(upstream, x):
    return (1 / x,)


def tanh__not_squared(upstream, out):
    return (upstream * (1 - out),)


def tanh__slope_at_the_output(upstream, out):
    return (upstream * (1 - np.tanh(out) ** 2),)


def sigmoid__slope_at_the_output(upstream, out):
    a = 1 / (1 + np.exp(-out))
    return (upstream * a * (1 - a),)


def relu__mask_by_upstream(upstream, out):
    return (upstream * (upstream > 0),)


def relu__mask_forgotten(upstream, out):
    return (upstream,)


def where__both_get_everything(upstream, condition):
    return upstream, upstream


def where__branches_swapped(upstream, condition):
    return np.where(condition, 0, upstream), np.where(condition, upstream, 0)


def matmul__upstream_dropped(upstream, x, y):
    return RULES_AS_WRITTEN["matmul_backward"](np.ones_like(upstream), x, y)


def matmul_left__not_transposed(upstream, y, x_rank):
    if y.ndim < 2 or y.shape[-1] != y.shape[-2]:
        return RULES_AS_WRITTEN["matmul_left_backward"](upstream, y, x_rank)
    return RULES_AS_WRITTEN["matmul_left_backward"](upstream, y.swapaxes(-1, -2), x_rank)


def matmul_right__divided_by_n(upstream, x, y_rank):
    [gradient] = RULES_AS_WRITTEN["matmul_right_backward"](upstream, x, y_rank)
    return (gradient / len(upstream),) if upstream.ndim else (gradient / 2,)


def linear__bias_not_summed(upstream, x, w):
    return upstream @ w.T, x.T @ upstream, upstream[0]


def linear__bias_averaged(upstream, x, w):
    return upstream @ w.T, x.T @ upstream, upstream.mean(axis=0)


def linear__weights_transposed(upstream, x, w):
    return upstream @ w.T, (upstream.T @ x).reshape(w.shape), upstream.sum(axis=0)


def linear__weights_divided_by_n(upstream, x, w):
    return upstream @ w.T, x.T @ upstream / len(x), upstream.sum(axis=0)


def linear_constant__bias_summed_over_units(upstream, x):
    return x.T @ upstream, np.full(upstream.shape[1], upstream.sum())


def einsum__upstream_dropped(upstream, *saved):
    return RULES_AS_WRITTEN["einsum_backward"](np.ones_like(upstream), *saved)


def einsum__everything_on_the_diagonal(upstream, *saved):
    gradients = RULES_AS_WRITTEN["einsum_backward"](upstream, *saved)
    return [g + g.T if g.ndim == 2 and g.shape[0] == g.shape[1] else g for g in gradients]


def sum__averaged(upstream, shape, kept):
    return (stretch(upstream.reshape(kept), shape) / np.prod(shape),)


def sum__along_the_wrong_axis(upstream, shape, kept):
    if len(shape) != 2 or kept == (1, 1) or shape[0] != shape[1]:
        return RULES_AS_WRITTEN["sum_backward"](upstream, shape, kept)
    return (stretch(upstream.reshape(kept[::-1]), shape),)


def mean__as_a_sum(upstream, shape, kept, n):
    return (stretch(upstream.reshape(kept), shape),)


def mean__divided_by_the_rows(upstream, shape, kept, n):
    return (stretch(upstream.reshape(kept), shape) / (shape[0] if shape else 1),)


def max__everyone_gets_it(upstream, x, largest, axis):
    return (stretch(upstream.reshape(largest.shape), x.shape),)


def max__the_largest_of_all(upstream, x, largest, axis):
    return (upstream.reshape(largest.shape) * (x == x.max()),)


def softmax__diagonal_only(upstream, out, axis):
    return (upstream * out * (1 - out),)


def softmax__summed_over_everything(upstream, out, axis):
    return (out * (upstream - (upstream * out).sum()),)


def log_softmax__upstream_not_summed(upstream, out, axis):
    return (upstream - np.exp(out) * upstream,)


def log_softmax__upstream_averaged(upstream, out, axis):
    return (upstream - np.exp(out) * upstream.mean(axis=axis, keepdims=True),)


def softmax_cross_entropy__not_divided_by_n(upstream, log_p, y):
    [gradient] = RULES_AS_WRITTEN["softmax_cross_entropy_backward"](upstream, log_p, y)
    return (gradient * len(y),)


def softmax_cross_entropy__upstream_dropped(upstream, log_p, y):
    return RULES_AS_WRITTEN["softmax_cross_entropy_backward"](np.ones_like(upstream), log_p, y)


def softmax_cross_entropy__target_minus_output(upstream, log_p, y):
    return RULES_AS_WRITTEN["softmax_cross_entropy_backward"](-upstream, log_p, y)


def reshape__in_the_order_of_columns(upstream, shape):
    return (upstream.reshape(shape, order="F"),)


def transpose__same_order_again(upstream, axes):
    return (upstream.transpose(axes).reshape([upstream.shape[k] for k in np.argsort(axes)]),)


def getitem__repeated_index_overwrites(upstream, shape, index):
    gradient = np.zeros(shape)
    gradient[index] = upstream
    return (gradient,)


def getitem__repeated_index_once(upstream, shape, index):
    gradient = np.zeros(shape)
    gradient[index] += upstream
    return (gradient,)


def concatenate__parts_in_reverse(upstream, places):
    return [upstream[place] for place in reversed(places)]


# The engine: how it shares out and adds up what the rules give.


def unbroadcast_averages(gradient, shape):
    summed = arrays.unbroadcast(gradient, shape)
    return summed * summed.size / max(gradient.size, 1)


def unbroadcast_takes_the_first_copy(gradient, shape):
    first = gradient[(0,) * (gradient.ndim - len(shape))]
    return first[tuple(slice(0, n) for n in shape)]


def unbroadcast_keeps_the_shape(gradient, shape):
    return gradient


def backpropagate_overwrites(output, upstream):
    for node in engine.newest_first(output):
        node.grad = np.array(upstream) if node is output else node.grad
        for parent, part in zip(node.parents, node.rule(node.grad, *node.saved) if node.rule else (), strict=True):
            parent.grad = engine.unbroadcast(part, parent.shape)


def backpropagate_passes_on_too_early(output, upstream):
    order, pending = [], [output]  # in the order of discovery: a node may come before one that depends on it
    while pending:
        node = pending.pop(0)
        if node not in order:
            order.append(node)
            pending.extend(node.parents)
    total = {node: np.zeros(node.shape) for node in order}
    total[output] = np.array(upstream)
    for node in order:
        node.grad = total[node]
        for parent, part in zip(node.parents, node.rule(node.grad, *node.saved) if node.rule else (), strict=True):
            total[parent] = total[parent] + engine.unbroadcast(part, parent.shape)


def backpropagate_adds_to_the_last_call(output, upstream):
    before = {node: 0 if node.grad is None else node.grad for node in engine.newest_first(output)}
    engine.backpropagate(output, upstream)
    for node in before:
        node.grad = node.grad + before[node]


RULES_AS_WRITTEN = dict(vars(rules))
WRONG_RULES = [wrong for name, wrong in list(globals().items()) if "__" in name.strip("_")]
SEARCH = settings(max_examples=200, derandomize=True, phases=[Phase.generate])


def an_example_fails(case):
    """Whether the check finds fault with a case; a gradient that cannot even be added up is at fault."""

    def fails(example):
        (shapes, given), seed = example
        variables, f = case.of_variables(case.inputs(shapes, seed), given)
        try:
            return complaints(f, variables, np.random.default_rng(seed)) != []
        except ValueError:
            return True

    try:
        find(st.tuples(case.drawn, st.integers(0, 9)), fails, settings=SEARCH)
    except NoSuchExample:
        return False
    return True


@pytest.mark.parametrize("wrong", WRONG_RULES, ids=lambda wrong: wrong.__name__)
def test_a_wrong_rule_is_rejected(wrong, monkeypatch):
    rule = wrong.__name__.split("__")[0]
    monkeypatch.setattr(rules, f"{rule}_backward", wrong)
    assert any(an_example_fails(case) for case in CASES.values() if case.rule == rule)


@pytest.mark.parametrize("wrong", [unbroadcast_averages, unbroadcast_takes_the_first_copy, unbroadcast_keeps_the_shape])
@pytest.mark.parametrize("name", ["x + y", "x * c", "x @ y"])
def test_a_broadcast_that_is_not_undone_is_rejected(wrong, name, monkeypatch):
    monkeypatch.setattr(engine, "unbroadcast", wrong)
    assert an_example_fails(CASES[name])


def diamond(x, y):
    """x reaches the output by three ways, one of them longer than the others."""
    product = x * y
    return product.tanh().exp() * product + x


@pytest.mark.parametrize("engine_function", [backpropagate_overwrites, backpropagate_passes_on_too_early])
def test_an_engine_that_loses_a_path_is_rejected(engine_function, monkeypatch):
    rng = np.random.default_rng(2)
    inputs = [rng.normal(size=(3, 2)), rng.normal(size=2)]
    assert complaints(diamond, inputs, rng) == []
    monkeypatch.setattr(tensor, "backpropagate", engine_function)
    assert complaints(diamond, inputs, rng) != []


def test_an_engine_whose_second_backward_adds_to_the_first_is_rejected(monkeypatch):
    monkeypatch.setattr(tensor, "backpropagate", backpropagate_adds_to_the_last_call)
    with pytest.raises(AssertionError):
        test_tensor.test_backward_twice_gives_the_same_gradient_and_not_its_double()
