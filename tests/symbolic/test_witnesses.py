"""Four witnesses agree on a right gradient, name the one that is wrong, and print the same on every machine."""

import re
import subprocess
import sys

import numpy as np
import pytest

from bpcourse.reference.sigmoid_network import layer_outputs, network_backward
from bpcourse.reference.systems import network_222
from bpcourse.symbolic import dense_network, derive_layers, four_witnesses

X, B, Y = np.array([0.5, -1.2]), 0.3, 1.0
W = np.array([0.8, -0.4])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def loss(w):
    return 0.5 * (Y - sigmoid(X @ w + B)) ** 2


def gradient(w):
    a = sigmoid(X @ w + B)
    return (a - Y) * a * (1 - a) * X


def test_four_right_witnesses_agree_in_a_table_that_is_the_same_everywhere():
    table = four_witnesses(loss, W, sympy=gradient(W), hand_written=gradient(W))
    assert table.agree
    assert table.largest < 1e-9
    assert repr(table).splitlines() == [
        "gradient by                 [0]         [1]   relative difference from SymPy   a good number",
        "SymPy                -0.0211315   0.0507156",
        "central difference   -0.0211315   0.0507156                           < 1e-9     about 1e-10",
        "complex step         -0.0211315   0.0507156                          < 1e-14     about 1e-15",
        "hand-written         -0.0211315   0.0507156                          < 1e-14     about 1e-15",
        "All four witnesses agree.",
    ]


def test_last_bits_that_differ_between_machines_do_not_show():
    shown = repr(four_witnesses(loss, W, sympy=gradient(W), hand_written=gradient(W)))
    for nudge in (1 + 4e-16, 1 - 4e-16):
        moved = four_witnesses(lambda w, n=nudge: loss(w) * n, W, sympy=gradient(W), hand_written=gradient(W) * nudge)
        assert repr(moved) == shown


@pytest.mark.parametrize(
    ("wrong", "difference"),
    [
        (lambda g: -g, "about 1"),
        (lambda g: 2 * g, "about 0.3"),
        (lambda g: g * [1, 0], "about 0.7"),
        (lambda g: g * (1 + 2e-5), "about 1e-5"),
        (lambda g: g.astype(np.float32), "about 1e-8"),
    ],
)
def test_a_wrong_hand_written_gradient_is_named_with_the_size_of_its_difference(wrong, difference):
    table = four_witnesses(loss, W, sympy=gradient(W), hand_written=wrong(gradient(W)))
    assert not table.agree
    assert table.verdict.startswith("The witnesses do not agree. Different from SymPy: hand-written (most in entry [")
    assert f" {difference}   " in repr(table).splitlines()[4]
    assert [row.agrees for row in table.rows] == [True, True, True, False]


def test_one_wrong_entry_among_many_is_found_and_named():
    x = np.arange(1.0, 13.0).reshape(3, 4)
    wrong = 3 * x**2
    wrong[2, 1] += 1e-3
    table = four_witnesses(lambda x: (x**3).sum(), x, sympy=3 * x**2, hand_written=wrong)
    assert table.verdict == "The witnesses do not agree. Different from SymPy: hand-written (most in entry [2, 1])."


def test_when_the_three_others_differ_the_sympy_formula_is_doubted():
    table = four_witnesses(loss, W, sympy=2 * gradient(W), hand_written=gradient(W))
    assert table.verdict == "The other three all differ from SymPy: doubt the SymPy formula first."


def test_a_number_has_one_column_named_value():
    table = four_witnesses(sigmoid, 0.0, sympy=0.25, hand_written=0.25)
    assert repr(table).splitlines()[0].split()[2] == "value"
    assert table.agree


@pytest.mark.parametrize("z", [-40.0, -20.0, -3.0, 20.0, 40.0])
def test_a_right_gradient_is_not_called_wrong_where_the_sigmoid_is_flat(z):
    assert four_witnesses(sigmoid, z, sympy=sigmoid(z) * sigmoid(-z), hand_written=sigmoid(z) * (1 - sigmoid(z))).agree


def test_a_gradient_of_exactly_zero_is_not_called_wrong_because_of_rounding():
    table = four_witnesses(lambda z: 0.5 * (sigmoid(z) - sigmoid(0.7)) ** 2, 0.7, sympy=0.0, hand_written=1e-17)
    assert table.agree
    assert "e-1" not in repr(table).splitlines()[2].split()[2]


def test_values_that_are_not_numbers_never_agree():
    table = four_witnesses(loss, W, sympy=gradient(W), hand_written=[np.nan, 0.0])
    assert not table.agree
    assert "not a number" in repr(table)


def test_more_than_six_entries_are_all_compared_and_the_first_six_shown():
    x = np.linspace(-1, 1, 9)
    wrong = 2 * x
    wrong[8] = 0.0
    table = four_witnesses(lambda x: (x**2).sum(), x, sympy=2 * x, hand_written=wrong)
    assert not table.agree
    assert "[5]   …   relative" in repr(table) and "[6]" not in repr(table).splitlines()[0]


def test_the_html_table_says_the_same_and_uses_only_inline_styles():
    html = four_witnesses(loss, W, sympy=gradient(W), hand_written=-gradient(W))._repr_html_()
    assert "<style" not in html and "class=" not in html
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", html)
    assert cells[:5] == ["gradient by", "[0]", "[1]", "relative difference from SymPy", "a good number"]
    assert "The witnesses do not agree." in html
    assert "&lt; 1e-9" in html


@pytest.mark.parametrize("name", ["sympy", "hand_written"])
def test_a_gradient_of_another_shape_is_refused(name):
    gradients = {"sympy": gradient(W), "hand_written": gradient(W), name: np.zeros((2, 1))}
    with pytest.raises(ValueError, match=rf"{name} has shape \(2, 1\), expected \(2,\): the shape of x"):
        four_witnesses(loss, W, **gradients)


def test_a_loss_that_is_no_number_or_drops_the_imaginary_part_is_refused():
    with pytest.raises(ValueError, match=r"f returned shape \(2,\), expected one number"):
        four_witnesses(lambda w: w, W, sympy=gradient(W), hand_written=gradient(W))
    with pytest.raises(ValueError, match="f drops the imaginary part"):
        four_witnesses(lambda w: loss(np.asarray(w, dtype=float)), W, sympy=gradient(W), hand_written=gradient(W))


def neuron_in_engine_values(w):
    return 0.5 * (Y - (w @ X + B).sigmoid()) ** 2


def test_with_the_engine_as_witness_the_loss_needs_no_complex_numbers():
    def real_loss(w):
        return loss(np.asarray(w, dtype=float))

    table = four_witnesses(real_loss, W, sympy=gradient(W), hand_written=gradient(W), engine=neuron_in_engine_values)
    assert table.agree
    assert [row.name for row in table.rows] == ["SymPy", "central difference", "hand-written", "engine"]
    assert repr(table).splitlines()[4] == (
        "engine               -0.0211315   0.0507156                          < 1e-14     about 1e-15"
    )


def test_the_gradient_of_an_engine_that_ran_elsewhere_is_taken_as_well():
    table = four_witnesses(loss, W, sympy=gradient(W), hand_written=gradient(W), engine=2 * gradient(W))
    assert table.verdict == "The witnesses do not agree. Different from SymPy: engine (most in entry [1])."


def test_the_engine_gets_a_matrix_as_a_matrix_and_a_number_as_a_number():
    w = np.arange(6.0).reshape(3, 2)
    table = four_witnesses(
        lambda w: (w**3).sum(), w, sympy=3 * w**2, hand_written=3 * w**2, engine=lambda w: (w**3).sum()
    )
    assert table.agree and table.rows[3].gradient.shape == (3, 2)
    assert four_witnesses(lambda z: z**2, 3.0, sympy=6.0, hand_written=6.0, engine=lambda z: z * z).agree


def test_an_engine_loss_that_is_not_one_value_is_refused():
    with pytest.raises(ValueError, match="engine returned ndarray, expected the loss as one Value"):
        four_witnesses(loss, W, sympy=gradient(W), hand_written=gradient(W), engine=lambda w: w * 2)


def test_chapter_01_runs_without_the_engine():
    code = (
        "import sys, numpy as np; from bpcourse.symbolic import four_witnesses;"
        "four_witnesses(lambda x: (x**2).sum(), np.ones(2), sympy=[2, 2], hand_written=[2, 2]);"
        "sys.exit('bpcourse.autodiff' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_2_2_2_network_has_four_witnesses():
    derived = derive_layers(*dense_network((2, 2, 2)))
    system = network_222()
    names = [str(parameter) for parameter in derived.parameters]

    def unpack(flat):
        """Layers as matrices, from the parameters unit by unit: its weights, then its bias."""
        units = flat.reshape(4, 3)
        return [(units[k : k + 2, :2].T, units[k : k + 2, 2]) for k in (0, 2)]

    def loss(flat, activation=lambda z: 1 / (1 + np.exp(-z))):
        out = system.x
        for w, b in unpack(flat):
            out = activation(out @ w + b)
        return 0.5 * ((system.target - out) ** 2).sum()

    def flatten(layers):
        return np.concatenate([np.vstack([w, b]).T.ravel() for w, b in layers])

    point = flatten(system.params)
    given = dict(zip(("x1", "x2"), system.x[0], strict=True)) | dict(zip(("t1", "t2"), system.target[0], strict=True))
    numbers = derived.numbers(given | dict(zip(names, point, strict=True)))
    _, grads = network_backward(system.target, layer_outputs(system.x, system.params), system.params)
    table = four_witnesses(
        loss,
        point,
        sympy=[numbers[f"grad_{name}"] for name in names],
        hand_written=flatten(grads),
        engine=lambda flat: loss(flat, np.vectorize(lambda z: z.sigmoid(), otypes=[object])),
    )
    assert table.agree
    assert table.rows[0].gradient[6] == pytest.approx(0.082167041, abs=5e-10)  # dL/dw5
