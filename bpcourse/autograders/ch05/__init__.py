"""The exercises of chapter 05, Forward mode, reverse mode: how many sweeps, a dual number, and both sweeps in code."""

from bpcourse.autograders.ch05.along import JVP
from bpcourse.autograders.ch05.formula import D_QUOTIENT
from bpcourse.autograders.ch05.mend import GRADIENT_OF_Z
from bpcourse.autograders.ch05.on_paper import PASSES_FORWARD, PASSES_REVERSE
from bpcourse.autograders.ch05.order import SWEEP_ORDER
from bpcourse.autograders.ch05.pairs import DUAL_MUL, DUAL_SIGMOID
from bpcourse.autograders.ch05.reverse import REVERSE_SWEEP

TITLE = "Forward mode, reverse mode"
EXERCISES = (
    PASSES_FORWARD,
    PASSES_REVERSE,
    DUAL_MUL,
    DUAL_SIGMOID,
    D_QUOTIENT,
    JVP,
    SWEEP_ORDER,
    REVERSE_SWEEP,
    GRADIENT_OF_Z,
)
