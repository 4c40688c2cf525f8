"""The exercises of chapter 06, Backpropagation by hand: deltas, all twelve gradients, training, a published bug."""

from bpcourse.autograders.ch06.backward import BACKWARD_222
from bpcourse.autograders.ch06.deltas import HIDDEN_DELTA, OUTPUT_DELTA
from bpcourse.autograders.ch06.formula import DE_DW3
from bpcourse.autograders.ch06.mend import TRAIN_221
from bpcourse.autograders.ch06.on_paper import DE_DW1
from bpcourse.autograders.ch06.order import BACKWARD_ORDER
from bpcourse.autograders.ch06.train import TRAIN_222

TITLE = "Backpropagation by hand"
EXERCISES = (
    BACKWARD_ORDER,
    DE_DW1,
    DE_DW3,
    OUTPUT_DELTA,
    HIDDEN_DELTA,
    BACKWARD_222,
    TRAIN_222,
    TRAIN_221,
)
