"""The exercises of chapter 04, The chain rule on a graph: along a path, over the paths, and each edge once."""

from bpcourse.autograders.ch04.along import PATH_DERIVATIVE
from bpcourse.autograders.ch04.counting import COUNT_PATHS
from bpcourse.autograders.ch04.formula import DZ_DX
from bpcourse.autograders.ch04.messages import MESSAGE_ORDER, PASS_MESSAGES
from bpcourse.autograders.ch04.on_paper import DE_DA, DE_DB
from bpcourse.autograders.ch04.order import TOPOLOGICAL_ORDER
from bpcourse.autograders.ch04.over import SUM_OVER_PATHS

TITLE = "The chain rule on a graph"
EXERCISES = (
    DE_DA,
    DE_DB,
    DZ_DX,
    PATH_DERIVATIVE,
    MESSAGE_ORDER,
    TOPOLOGICAL_ORDER,
    COUNT_PATHS,
    SUM_OVER_PATHS,
    PASS_MESSAGES,
)
