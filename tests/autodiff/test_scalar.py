"""The scalar engine: every operation's derivative against a measured one, and the graphs that trip engines up."""

import gc
import math

import numpy as np
import pytest

from bpcourse.autodiff.scalar import Value, dot
from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.reference.neuron import dloss_dw

OPERATIONS = {
    "a + b": lambda a, b: a + b,
    "a - b": lambda a, b: a - b,
    "a * b": lambda a, b: a * b,
    "a / b": lambda a, b: a / b,
    "a ** 3": lambda a, b: a**3 + b,
    "a ** -2": lambda a, b: a**-2 * b,
    "a ** 0.5": lambda a, b: a**0.5 + b,
    "-a": lambda a, b: -a * b,
    "number on the left": lambda a, b: (2 + a) * (3 - b) / (4 * a) + 5 / b,
    "number on the right": lambda a, b: (a + 2) * (b - 3) / 4 + a * 5,
    "relu": lambda a, b: relu(a) * b + relu(-b),
    "tanh": lambda a, b: tanh(a) * b,
    "sigmoid": lambda a, b: sigmoid(a - 3) * sigmoid(b),
    "exp": lambda a, b: exp(a) * b,
    "log": lambda a, b: log(a) * b,
    "x * x": lambda a, b: a * a + b,
    "fan-out": lambda a, b: (a + b) * (b + 1) * a,
}


def either(name, on_number):
    """The function on a Value, and on a number."""
    return lambda x: getattr(x, name)() if isinstance(x, Value) else on_number(x)


relu, tanh = either("relu", lambda x: max(x, 0.0)), either("tanh", math.tanh)
exp, log = either("exp", math.exp), either("log", math.log)
sigmoid = either("sigmoid", lambda x: 1 / (1 + math.exp(-x)))


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_gradient_of_an_operation_is_the_measured_one(name):
    f = OPERATIONS[name]
    for seed in range(5):
        rng = np.random.default_rng(seed)
        point, upstream = rng.uniform(0.5, 2.0, size=2), rng.normal()
        a, b = Value(point[0]), Value(point[1])
        result = f(a, b) * upstream
        result.backward()
        assert result.data == pytest.approx(f(*point) * upstream, rel=1e-14)
        measured = central_difference(lambda p, f=f, upstream=upstream: f(*p) * upstream, point)
        assert relative_error([a.grad, b.grad], measured) < 1e-8


def test_a_weighted_sum_as_one_node_is_the_sum_of_products():
    rng = np.random.default_rng(3)
    numbers = rng.normal(size=7)

    def gradients(weighted_sum, inputs):
        w, b = [Value(n) for n in numbers[:3]], Value(numbers[3])
        x = [Value(n) if inputs == "values" else float(n) for n in numbers[4:]]
        loss = weighted_sum(w, x, b).tanh()
        loss.backward()
        return [loss.data, *(v.grad for v in [*w, b, *x] if isinstance(v, Value))]

    def long_form(w, x, b):
        return sum((w_i * x_i for w_i, x_i in zip(w, x, strict=True)), b)

    for inputs in ("values", "numbers"):
        assert gradients(dot, inputs) == pytest.approx(gradients(long_form, inputs), rel=1e-13)


def test_the_gradient_of_a_neuron_is_the_hand_written_one():
    rng = np.random.default_rng(4)
    x, w, b, y = rng.normal(size=3), rng.normal(size=3), rng.normal(), 1.0
    weights = [Value(number) for number in w]
    loss = (y - dot(weights, [float(number) for number in x], Value(b)).sigmoid()) ** 2 * 0.5
    loss.backward()
    assert relative_error([weight.grad for weight in weights], dloss_dw(x, w, b, y)) < 1e-14


def test_backward_twice_gives_the_same_gradient_and_not_its_double():
    a = Value(3.0)
    square = a * a
    square.backward()
    square.backward()
    assert a.grad == 6.0


def test_a_second_result_of_the_same_inputs_starts_from_zero():
    a = Value(2.0)
    (a * 5).backward()
    (a * 7).backward()
    assert a.grad == 7.0


def test_a_chain_of_a_million_operations_goes_there_and_back_and_is_freed():
    x = start = Value(1.0)
    for _ in range(1_000_000):
        x = x + 1.0
    x.backward()
    assert (x.data, start.grad) == (1_000_001.0, 1.0)
    del x
    gc.collect()


def test_a_value_and_its_graph_are_freed_without_the_garbage_collector():
    gc.collect()
    gc.disable()
    try:
        a = Value(1.0)
        for _ in range(1000):
            (a * a + 1).backward()
        assert gc.collect() < 1000  # a reference cycle for each graph would leave thousands
    finally:
        gc.enable()


def test_sigmoid_and_tanh_keep_their_slope_far_out():
    for data in (-1e4, -700.0, 700.0, 1e4):
        x = Value(data)
        x.sigmoid().backward()
        assert x.grad == pytest.approx(math.exp(-abs(data)) if abs(data) < 1e3 else 0.0, rel=1e-12)


def test_numbers_of_numpy_may_stand_on_either_side():
    x = Value(2.0)
    result = np.float64(3.0) * x + np.float64(1.0)
    result.backward()
    assert isinstance(result, Value)
    assert (result.data, x.grad) == (7.0, 3.0)


@pytest.mark.parametrize(
    ("wrong", "error", "sentence"),
    [
        (lambda x: x ** Value(2.0), TypeError, r"the exponent is a Value, expected a number"),
        (lambda x: (x - 5) ** 0.5, ValueError, r"is not a real number"),
        (lambda x: (x - 5).log(), ValueError, r"log of -3.0, expected a positive number"),
        (lambda x: dot([x], [1.0, 2.0], x), ValueError, r"dot got 1 weights and 2 inputs"),
        (lambda x: dot([x, x], [x, 2.0], x), TypeError, r"mix values and numbers"),
    ],
)
def test_what_cannot_be_computed_is_said_in_a_sentence(wrong, error, sentence):
    with pytest.raises(error, match=sentence):
        wrong(Value(2.0))
