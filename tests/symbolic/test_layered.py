"""Layer by layer: all gradients of a network in a few operations, with the worked example's numbers, proved and run."""

import re

import numpy as np
import pytest
import sympy
from sympy import Max, Symbol, exp, log, symbols, tanh

from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.reference.systems import network_222
from bpcourse.symbolic import dense_network, derive_layers, difference_point, sigmoid
from bpcourse.symbolic.nodes import written_out

x, w, b, y, z, a, L = symbols("x w b y z a L")
NEURON = {z: w * x + b, a: sigmoid(z), L: (y - a) ** 2 / 2}


def network(*sizes):
    return derive_layers(*dense_network(sizes))


def system_b():
    """The values of the 2-2-2 worked example by the names of the derivation."""
    system = network_222()
    [(w_hidden, b_hidden), (w_output, b_output)] = system.params
    weights = [*w_hidden.T.ravel(), *w_output.T.ravel()]
    names = [f"w{i}" for i in range(1, 9)]
    biases = {"b_h1": b_hidden[0], "b_h2": b_hidden[1], "b_o1": b_output[0], "b_o2": b_output[1]}
    (x1, x2), (t1, t2) = system.x[0], system.target[0]
    return dict(zip(names, weights, strict=True)) | biases | {"x1": x1, "x2": x2, "t1": t1, "t2": t2}


def random_values(derived, seed=0):
    rng = np.random.default_rng(seed)
    return {str(symbol): rng.normal() for symbol in (*derived.inputs, *derived.parameters)}


def run(source, function="gradients", **values):
    module = {}
    exec(source, module)
    return module[function](**values)


def test_one_neuron_has_one_line_backward_for_each_line_forward():
    assert repr(derive_layers(NEURON, [w, b])).splitlines() == [
        "z = b + w * x",
        "a = sigmoid(z)",
        "L = (y - a) ** 2 / 2",
        "",
        "grad_a = a - y",
        "grad_z = grad_a * a * (1 - a)",
        "grad_w = grad_z * x",
        "grad_b = grad_z",
    ]


def test_the_2_2_2_network_gives_the_numbers_of_the_worked_example():
    numbers = network(2, 2, 2).numbers(system_b())
    printed = {
        "net_h1": 0.3775,
        "net_h2": 0.3925,
        "out_h1": 0.593269992,
        "out_h2": 0.596884378,
        "net_o1": 1.105905967,
        "net_o2": 1.224921404,
        "out_o1": 0.751365070,
        "out_o2": 0.772928465,
        "L": 0.298371109,
        "grad_out_o1": 0.741365070,
        "grad_w5": 0.082167041,
        "grad_net_o1": 0.138498562,
        "grad_net_o2": -0.038098237,
        "grad_net_h1": 0.008771355,
        "grad_net_h2": 0.009954255,
        "grad_w1": 0.000438568,
        "grad_w2": 0.000877135,
        "grad_w3": 0.000497713,
        "grad_w4": 0.000995425,
    }
    assert {name: round(float(numbers[name]), 9) for name in printed} == printed


def test_all_12_gradients_of_the_2_2_2_network_take_28_operations():
    derived = network(2, 2, 2)
    assert len(derived.parameters) == 12
    assert derived.operations == 28
    assert sum(sympy.count_ops(derived.monster(parameter)) for parameter in derived.parameters) > 1000


@pytest.mark.parametrize("sizes", [(1, 1), (3, 2), (2, 2, 2), (3, 4, 2), (2, 3, 2, 2)])
def test_every_gradient_is_the_one_that_sympy_finds_in_the_nested_formula(sizes):
    derived = network(*sizes)
    values = random_values(derived)
    by_layers = derived.numbers(values)
    loss = written_out(derived.forward)
    names = list(values)
    for parameter in derived.parameters[:: max(1, len(derived.parameters) // 6)]:
        by_sympy = sympy.lambdify(names, sympy.diff(loss, parameter))(**values)
        assert by_layers[f"grad_{parameter}"] == pytest.approx(by_sympy, rel=1e-10)


@pytest.mark.parametrize("seed", range(3))
def test_the_emitted_code_computes_the_gradients_that_a_difference_measures(seed):
    derived = network(2, 3, 2)
    values, source = random_values(derived, seed), derived.code()
    loss, gradients = run(source, **values)
    assert loss == pytest.approx(float(derived.numbers(values)["L"]))
    assert list(gradients) == [str(parameter) for parameter in derived.parameters]
    for name, gradient in gradients.items():
        measured = central_difference(lambda p, n=name: run(source, **values | {n: float(p)})[0], values[name])
        assert gradient == pytest.approx(float(measured), rel=1e-6, abs=1e-9)


def test_the_emitted_code_reads_like_a_page_of_the_course():
    assert (
        derive_layers(NEURON, [w, b]).code()
        == '''\
from bpcourse.reference.activations import sigmoid


def gradients(x, y, w, b):
    """Loss and gradients: one line backward for each line forward."""
    # forward
    z = b + w * x
    a = sigmoid(z)
    L = (y - a) ** 2 / 2
    # backward
    grad_a = a - y
    grad_z = grad_a * a * (1 - a)
    grad_w = grad_z * x
    grad_b = grad_z
    return L, dict(w=grad_w, b=grad_b)
'''
    )


def test_the_training_code_reads_like_the_derivation_and_has_no_array_in_it():
    assert (
        derive_layers(NEURON, [w, b]).training_code()
        == '''\
import math


def train(x, y, w, b, lr, steps):
    """Gradient descent on one sample: the parameters after so many steps."""
    for _ in range(steps):
        # forward
        z = b + w * x
        a = 1 / (1 + math.exp(-z))
        # backward
        grad_a = a - y
        grad_z = grad_a * a * (1 - a)
        # update
        w -= lr * (grad_z * x)
        b -= lr * grad_z
    return w, b
'''
    )


@pytest.mark.parametrize(
    "derived",
    [
        network(2, 3, 2),
        # Each parameter is in the other's gradient: none may move before both gradients are known.
        derive_layers({z: w * b * x, L: (z - y) ** 2 / 2}, [w, b]),
    ],
    ids=["a dense network", "a product of parameters"],
)
def test_the_training_code_takes_the_steps_of_gradient_descent(derived):
    values, lr, steps = random_values(derived), 0.3, 4
    trained = run(derived.training_code("train"), "train", **values, lr=lr, steps=steps)
    for _ in range(steps):
        _, gradients = run(derived.code(), **values)
        values |= {name: values[name] - lr * gradient for name, gradient in gradients.items()}
    assert trained == pytest.approx([values[str(parameter)] for parameter in derived.parameters], rel=1e-12)


def test_lines_keep_the_order_in_which_the_network_was_built():
    code = network(2, 2, 2).code()
    for line in [
        "net_o1 = w5 * out_h1 + w6 * out_h2 + b_o1",
        "L = (t1 - out_o1) ** 2 / 2 + (t2 - out_o2) ** 2 / 2",
        "grad_out_o1 = out_o1 - t1",
        "grad_out_h1 = grad_net_o1 * w5 + grad_net_o2 * w7",
    ]:
        assert f"    {line}\n" in code
    assert max(map(len, network(2, 4, 2).code().splitlines())) <= 100


def test_the_monster_and_its_factors_are_one_gradient_checked_line_by_line():
    derived = network(2, 2, 2)
    shown = repr(derived.of(Symbol("w1")))
    assert shown.splitlines()[0] == "dL/dw1"
    assert re.search(r"everything written out: \d{3} operations", shown)
    assert (
        "  = (dL/dnet_o1*w5 + dL/dnet_o2*w7)*out_h1*(1 - out_h1)*x1    out_h1 feeds net_o1 and net_o2: the paths"
        in shown
    )
    assert "out_o1 feeds L; out_o2 feeds L. In node symbols: 15 operations" in shown


def test_a_wrong_line_in_the_derivation_does_not_display():
    derived = network(2, 2, 2)
    out_h1, net_o1, w5 = symbols("out_h1 grad_net_o1 w5")
    derived.backward[out_h1] = net_o1 * w5  # the error of the other output is forgotten
    with pytest.raises(ValueError, match="does not equal"):
        derived.of(Symbol("w1"))


def test_a_node_that_is_used_twice_adds_up_both_paths():
    p, q, r = symbols("p q r")
    derived = derive_layers({p: w**2, q: 3 * p, r: p * q, L: r + p}, [w])
    assert derived.numbers({"w": 2.0})["grad_w"] == pytest.approx(6 * 4 * 4 + 4)
    assert str(derived.backward[q]) == "p"
    assert repr(derived).splitlines()[-2] == "grad_p = 3 * grad_q + q + 1"


def test_terms_of_the_loss_and_nodes_that_lead_nowhere_need_no_line():
    e1, e2, unused = symbols("e1 e2 unused")
    derived = derive_layers({a: tanh(w * x), unused: a * y, e1: (a - y) ** 2, e2: a * w, L: e1 + e2}, [w])
    assert [str(node) for node in derived.backward] == ["a", "w"]
    assert difference_point(derived.backward[a], 2 * (a - y) + w) is None
    assert "e1 and e2: the paths add up" in derived._repr_html_()


@pytest.mark.parametrize(
    "loss",
    [
        (y - tanh(w * x + b)) ** 2,
        -y * log(1 / (1 + exp(-w * x - b))) - (1 - y) * log(1 - 1 / (1 + exp(-w * x - b))),
        log(exp(w * x) + exp(b)) - w * x,
        (Max(0, w * x + b) - y) ** 2 + w**4,
        tanh(w) * tanh(w) * exp(-b * w) + w * b,
    ],
)
def test_a_nested_formula_is_taken_apart_and_its_gradients_are_right(loss):
    derived = derive_layers(loss, [w, b])
    assert difference_point(written_out(derived.forward), loss) is None
    for values in ({"x": 0.7, "y": 0.3, "w": 1.2, "b": 0.4}, {"x": -0.7, "y": 0.8, "w": 0.5, "b": 0.9}):
        used = {str(symbol): values[str(symbol)] for symbol in loss.free_symbols}
        gradients = run(derived.code(), **used)[1]
        for parameter in (w, b):
            exact = sympy.lambdify([x, y, w, b], sympy.diff(loss, parameter))(**values)
            assert float(gradients[str(parameter)]) == pytest.approx(exact, rel=1e-10)


def test_whole_arrays_can_be_put_in_for_the_numbers():
    derived = derive_layers(NEURON, [w, b])
    xs = np.linspace(-2, 2, 7)
    numbers = derived.numbers({"x": xs, "y": 1.0, "w": 0.5, "b": -0.2})
    ones = [derived.numbers({"x": float(v), "y": 1.0, "w": 0.5, "b": -0.2})["grad_w"] for v in xs]
    assert relative_error(numbers["grad_w"], np.array(ones, dtype=float)) < 1e-15


def test_the_table_shows_forward_and_backward_lines_as_formulas_with_reasons():
    html = network(2, 2, 2)._repr_html_()
    assert "<style" not in html and "class=" not in html
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html)
    assert cells[:3] == [
        "$\\displaystyle \\,\\mathrm{net}_{h1}$",
        "$=\\; \\displaystyle w_{1} x_{1} + w_{2} x_{2} + b_{h1}$",
        "",
    ]
    at = cells.index("$\\displaystyle \\frac{dL}{d\\,\\mathrm{out}_{h1}}$")
    assert cells[at + 1] == (
        "$=\\; \\displaystyle \\frac{dL}{d\\,\\mathrm{net}_{o1}} w_{5} + \\frac{dL}{d\\,\\mathrm{net}_{o2}} w_{7}$"
    )
    assert cells[at + 2] == "out_h1 feeds net_o1 and net_o2: the paths add up"
    assert html.count("#0072B2") == 9 and html.count("#D55E00") == 20


@pytest.mark.parametrize(
    ("forward", "parameters", "sentence"),
    [
        ({a: sigmoid(z), z: w * x, L: a}, [w], "the line of a uses z, expected it to be defined on an earlier line"),
        ({z: w * x, L: z}, [w, b], "b does not lead to L, expected parameters on which the loss depends"),
        ({z: w * x, L: z}, [z], "z is a node and a parameter, expected it to be one of the two"),
        ({"z": w * x}, [w], "the forward pass defines 'z', expected a SymPy symbol"),
        ({}, [w], "the forward pass has no lines, expected at least the one of the loss"),
        ({Symbol("lambda"): w * x, L: Symbol("lambda")}, [w], "'lambda' cannot be a name in Python code"),
    ],
)
def test_what_cannot_be_derived_or_written_as_code_is_refused_with_a_sentence(forward, parameters, sentence):
    with pytest.raises(ValueError, match=sentence):
        derive_layers(forward, parameters).code()


def test_a_missing_number_and_an_unknown_parameter_are_named():
    derived = derive_layers(NEURON, [w, b])
    with pytest.raises(ValueError, match="values has no y, b, expected a number for every input and parameter"):
        derived.numbers({"x": 1.0, "w": 2.0})
    with pytest.raises(ValueError, match="x is not a parameter of this derivation, expected one of w, b"):
        derived.of(x)


def test_a_monster_scrolls_in_a_cell_of_its_own_and_leaves_the_reasons_in_view():
    rows = network(2, 2, 2).of(Symbol("w1"))._repr_html_().split("<tr>")[1:]
    assert ["overflow-x" in row for row in rows] == [True, False, False, False, False, False]
    assert rows[0].endswith("everything written out: 172 operations</td></tr>")
