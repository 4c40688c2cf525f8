"""The exercises of chapter 08, Matrix backpropagation: the way back for a batch, from one layer to a network."""

from bpcourse.autograders.ch08.backward import MLP_BACKWARD
from bpcourse.autograders.ch08.broadcast import UNBROADCAST
from bpcourse.autograders.ch08.entries import ELEMENTWISE_BACKWARD
from bpcourse.autograders.ch08.formula import DLOSS_DW_BATCH
from bpcourse.autograders.ch08.forward import MLP_FORWARD
from bpcourse.autograders.ch08.linear import LINEAR_BACKWARD
from bpcourse.autograders.ch08.mend import LAYER_STEP
from bpcourse.autograders.ch08.order import SHAPES_BACK

TITLE = "Matrix backpropagation"
EXERCISES = (
    DLOSS_DW_BATCH,
    SHAPES_BACK,
    LINEAR_BACKWARD,
    ELEMENTWISE_BACKWARD,
    UNBROADCAST,
    LAYER_STEP,
    MLP_FORWARD,
    MLP_BACKWARD,
)
