"""Expression swell, measured: written out the operations explode, layer by layer they add up."""

import pytest

from bpcourse.symbolic import expression_swell


def test_the_operations_of_all_gradients_by_depth():
    rows = expression_swell([1, 2, 3]).rows
    assert [(row.layers, row.parameters, row.layer_by_layer) for row in rows] == [(1, 6, 12), (2, 12, 28), (3, 18, 44)]
    for row, about in zip(rows, (160, 1460, 6760), strict=True):  # a few more or less with SymPy's version
        assert row.written_out == pytest.approx(about, rel=0.05)
        assert row.loss < row.written_out


def test_each_layer_multiplies_the_one_and_adds_a_constant_to_the_other():
    one, two, three = expression_swell([2, 3, 4]).rows
    assert three.written_out / two.written_out > 3 and two.written_out / one.written_out > 3
    assert three.layer_by_layer - two.layer_by_layer == two.layer_by_layer - one.layer_by_layer


def test_the_table_says_what_its_ends_show():
    table = expression_swell([1, 2])
    first, last = table.rows
    lines = repr(table).splitlines()
    assert lines[0].split("   ") == [
        "layers",
        "parameters",
        "loss, written out",
        "all gradients, written out",
        "all gradients, layer by layer",
    ]
    assert f"{last.written_out:,}" in lines[2]
    grown = f"{last.written_out / first.written_out:,.0f} times the operations written out, 2.3 times layer by layer."
    assert lines[3] == f"From 1 layer to 2 layers: {grown}"
    assert f">{last.written_out:,}</td>" in table._repr_html_()


def test_a_wider_network_and_no_network():
    assert expression_swell([1], width=3).rows[0].parameters == 12
    with pytest.raises(ValueError, match="layers is empty, expected at least one number of layers"):
        expression_swell([])
