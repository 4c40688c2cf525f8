"""What the path explorer asks, and how it answers (chapter 04). Each answer is read off the graph that is drawn."""

from collections.abc import Callable

from bpcourse.widgets.path_graphs import NINE, PRODUCT
from bpcourse.widgets.prediction import Question, State
from bpcourse.widgets.shared import say

START = {"expression": PRODUCT, "source": "b", "a": 2.0, "b": 1.0, "path": 0, "merge": 0}
NINE_START = {"expression": NINE, "source": "X", "path": 0, "merge": 0, "revealed": True}
FACTORS = {"the one on c → e": ("c>e>0",), "the one on d → e": ("d>e>1",)}
BOTH, NEITHER = "both of them", "neither"


def _slope(_before: State, now: State) -> str:
    return say(now["local"]["c>e>0"])


def _explain_slope(_before: State, now: State) -> str:
    return (
        f"∂e/∂c = d = {say(now['local']['c>e>0'])}. e = c · d, and d stays still while c moves: when c grows by 1, e "
        "grows by d. The edge from one factor carries the other."
    )


def _picked_c_e(_before: State, now: State) -> str:
    return (
        ""
        if now["picked"] == "c>e>0"
        else "Now click the edge from c to e, or go to it with the arrow keys and press Enter."
    )


def _walked(_before: State, now: State) -> str:
    done = now["path"] > now["number_of_paths"]
    return "" if done else "Now press Next path until the paths are added up."


def _number_of_paths(_before: State, now: State) -> str:
    return str(now["number_of_paths"])


def _explain_paths(_before: State, now: State) -> str:
    ways = " and ".join(" → ".join(path) for path in now["paths"])
    products = " + ".join(say(product) for product in now["products"])
    return (
        f"The paths are {ways}. Multiplied along each and added, ∂e/∂b = {products} = {say(now['derivative'])}. From a "
        "there is one path only."
    )


def _changed(before: State, now: State) -> str:
    moved = [name for name, [edge] in FACTORS.items() if now["local"][edge] != before["local"][edge]]
    return (NEITHER if not moved else BOTH) if len(moved) != 1 else moved[0]


def _explain_changed(before: State, now: State) -> str:
    return (
        f"On d → e stands ∂e/∂d = c, and c = a + b went from {say(before['local']['d>e>1'])} to "
        f"{say(now['local']['d>e>1'])}. On c → e stands d = b + 1, which does not contain a. A local derivative is a "
        "number at a point: when the values move, it may move."
    )


def _explain_nine(_before: State, now: State) -> str:
    return (
        f"{now['number_of_paths']}: each of the three edges into Y can be followed by each of the three out of it, and "
        f"3 · 3 = 9. Their products add up to ∂Z/∂X = {say(now['derivative'])}."
    )


def _merged(_before: State, now: State) -> str:
    return "" if now["merge"] == now["stages"] else "Now press Merge until one edge is left."


def _uses(_before: State, now: State) -> str:
    return str(now["uses_merged"])


def _explain_uses(_before: State, now: State) -> str:
    return (
        f"Each of the {now['uses_merged']} edges was used once, in one of two sums, and one product was left: "
        f"{now['factored']} = {say(now['derivative'])}. It is the same number as the sum over the "
        f"{now['number_of_paths']} paths, which uses edges {now['uses_walked']} times."
    )


def _up_to(name: str, target: float) -> Callable[[State, State], str]:
    return lambda _before, now: "" if now[name] >= target - 1e-9 else f"Now move {name} up to {say(target)} or above."


PATH_QUESTIONS = (
    Question(
        text="e = c · d, with c = 3 and d = 2. Which number belongs on the edge from c to e: what is the local "
        "derivative ∂e/∂c?",
        choices=("1", "2", "3", "6"),
        start={**START, "revealed": False},
        unlocks=("pick",),
        to_do=_picked_c_e,
        outcome=_slope,
        explain=_explain_slope,
    ),
    Question(
        text="All local derivatives are on their edges now. In how many ways can one follow the arrows from b to e?",
        choices=("1", "2", "3", "4"),
        start={**START, "revealed": True},
        unlocks=("path",),
        to_do=_walked,
        outcome=_number_of_paths,
        explain=_explain_paths,
    ),
    Question(
        text="You will make a larger. Of the two numbers on the edges into e, which will change?",
        choices=(*FACTORS, BOTH, NEITHER),
        start={**START, "revealed": True},
        unlocks=("a",),
        to_do=_up_to("a", 4.0),
        outcome=_changed,
        explain=_explain_changed,
    ),
    Question(
        text="Another graph: three edges lead from X to Y, and three from Y to Z. How many paths lead from X to Z?",
        choices=("3", "6", "9", "27"),
        start=NINE_START,
        unlocks=("path",),
        to_do=_walked,
        outcome=_number_of_paths,
        explain=_explain_nine,
    ),
    Question(
        text="Walking the nine paths uses edges 18 times, two on each path. Now merge instead: edges side by side add "
        "up to one, edges behind each other multiply, until one edge is left. How often is an edge of the graph used "
        "then?",
        choices=("2", "6", "9", "18"),
        start=NINE_START,
        unlocks=("merge",),
        to_do=_merged,
        outcome=_uses,
        explain=_explain_uses,
    ),
)
