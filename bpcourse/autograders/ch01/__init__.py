"""The exercises of chapter 01, One neuron: the sigmoid, its slope, the neuron, the gradient of one sample."""

from bpcourse.autograders.ch01.formula import DSIGMOID_DZ
from bpcourse.autograders.ch01.gradient import DLOSS_DW
from bpcourse.autograders.ch01.neuron import NEURON
from bpcourse.autograders.ch01.on_paper import DLOSS_DW_VALUE
from bpcourse.autograders.ch01.sigmoid import SIGMOID
from bpcourse.autograders.ch01.slope import SIGMOID_GRAD

TITLE = "One neuron"
EXERCISES = (SIGMOID, DSIGMOID_DZ, SIGMOID_GRAD, NEURON, DLOSS_DW_VALUE, DLOSS_DW)
