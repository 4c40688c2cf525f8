"""The exercises of chapter 02, A network, forwards: a layer, a network, its formula, its size, where it starts."""

from bpcourse.autograders.ch02.formula import NESTED_OUTPUT
from bpcourse.autograders.ch02.layer import LAYER_FORWARD
from bpcourse.autograders.ch02.mend import LAYER_OF_UNITS
from bpcourse.autograders.ch02.network import NETWORK_FORWARD
from bpcourse.autograders.ch02.on_paper import OUT_O1, OUT_O2
from bpcourse.autograders.ch02.order import FORWARD_ORDER
from bpcourse.autograders.ch02.size import COUNT_PARAMETERS
from bpcourse.autograders.ch02.start import INIT_LAYER

TITLE = "A network, forwards"
EXERCISES = (
    FORWARD_ORDER,
    OUT_O1,
    OUT_O2,
    LAYER_FORWARD,
    NETWORK_FORWARD,
    NESTED_OUTPUT,
    COUNT_PARAMETERS,
    INIT_LAYER,
    LAYER_OF_UNITS,
)
