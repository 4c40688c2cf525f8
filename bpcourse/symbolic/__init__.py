"""Formulas that prove themselves: derivations checked line by line, layer by layer, and four witnesses of one gradient.

Chapter 01 is the first to derive, chapter 05 the first to go layer by layer. SymPy is loaded with this room, and with
no other.
"""

from bpcourse.symbolic.derivations import Derivation, derivation
from bpcourse.symbolic.equality import Difference, difference_point
from bpcourse.symbolic.expression_graph import ExpressionGraph, expression_graph
from bpcourse.symbolic.layered import LayeredDerivation, derive_layers
from bpcourse.symbolic.matrix_form import MatrixDerivation, derive_matrices
from bpcourse.symbolic.nodes import dense_network, forward_nodes, sigmoid
from bpcourse.symbolic.swell import SwellTable, expression_swell
from bpcourse.symbolic.witnesses import Witnesses, four_witnesses

__all__ = [
    "Derivation",
    "Difference",
    "ExpressionGraph",
    "LayeredDerivation",
    "MatrixDerivation",
    "SwellTable",
    "Witnesses",
    "dense_network",
    "derivation",
    "derive_layers",
    "derive_matrices",
    "difference_point",
    "expression_graph",
    "expression_swell",
    "forward_nodes",
    "four_witnesses",
    "sigmoid",
]
