"""The exercises of chapter 07, Checking gradients: measuring one, comparing two, a check that catches every mistake."""

from bpcourse.autograders.ch07.check import GOOD_CHECK
from bpcourse.autograders.ch07.difference import CENTRAL_DIFFERENCE
from bpcourse.autograders.ch07.dot import DOT_TEST
from bpcourse.autograders.ch07.formula import CENTRAL_ERROR
from bpcourse.autograders.ch07.mend import GRADIENT_GAP
from bpcourse.autograders.ch07.order import SMALLEST_ERROR_FIRST
from bpcourse.autograders.ch07.relative import RELATIVE_ERROR
from bpcourse.autograders.ch07.sideways import COMPLEX_STEP
from bpcourse.autograders.ch07.symptoms import DIAGNOSE_SPECIMEN

TITLE = "Checking gradients"
EXERCISES = (
    CENTRAL_DIFFERENCE,
    CENTRAL_ERROR,
    SMALLEST_ERROR_FIRST,
    COMPLEX_STEP,
    RELATIVE_ERROR,
    GRADIENT_GAP,
    DIAGNOSE_SPECIMEN,
    DOT_TEST,
    GOOD_CHECK,
)
