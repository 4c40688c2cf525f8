"""Four witnesses agree on a right gradient, name the one that is wrong, and print the same on every machine."""

import re

import numpy as np
import pytest

from bpcourse.symbolic import four_witnesses

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
