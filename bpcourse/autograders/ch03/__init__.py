"""The exercises of chapter 03, Loss and descent: two losses, a gradient, the step, the way down, and how long it is."""

from bpcourse.autograders.ch03.bound import LARGEST_STABLE_LR
from bpcourse.autograders.ch03.descent import MINIMIZE
from bpcourse.autograders.ch03.entropy import BCE
from bpcourse.autograders.ch03.formula import DBCE_DZ
from bpcourse.autograders.ch03.mend import FIT_NEURON
from bpcourse.autograders.ch03.order import NEAREST_FIRST
from bpcourse.autograders.ch03.squared import MSE
from bpcourse.autograders.ch03.step import GD_STEP

TITLE = "Loss and descent"
EXERCISES = (MSE, BCE, DBCE_DZ, GD_STEP, MINIMIZE, NEAREST_FIRST, LARGEST_STABLE_LR, FIT_NEURON)
