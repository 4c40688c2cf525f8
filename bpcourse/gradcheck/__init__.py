"""Trust no gradient unchecked: measuring a gradient, and saying where and how a computed one disagrees (chapter 07).

`measure` differentiates by evaluating, `dense` does it for a whole network at a fraction of the cost, `dot_product`
checks a backward rule of any size by two numbers, `kinks` finds where no derivative exists, `report` puts it in words.
"""

from bpcourse.gradcheck.dense import network_difference
from bpcourse.gradcheck.dot_product import dot_test
from bpcourse.gradcheck.kinks import Crossing, crossed_relus, find_kinks
from bpcourse.gradcheck.measure import BEST_STEP, central_difference, complex_step, relative_error
from bpcourse.gradcheck.report import GradientReport, ParameterCheck, check_gradients, check_network

__all__ = [
    "BEST_STEP",
    "Crossing",
    "GradientReport",
    "ParameterCheck",
    "central_difference",
    "check_gradients",
    "check_network",
    "complex_step",
    "crossed_relus",
    "dot_test",
    "find_kinks",
    "network_difference",
    "relative_error",
]
