"""What the network explorer asks, and how it answers (chapter 02).

No answer is written down here: each is read off the numbers before the reader moved and after.
"""

from collections.abc import Callable

from bpcourse.widgets.network_numbers import COMPUTED, GIVEN, network_numbers, start_values
from bpcourse.widgets.prediction import Question, State
from bpcourse.widgets.shared import say

ALL = len(COMPUTED)  # steps of the whole forward pass
TERMS = {"w1 · x1": ("w1", "x1"), "w2 · x2": ("w2", "x2"), "b_h1": ("b_h1",)}
MOVING = {"out_o1 only": ("o1",), "out_o2 only": ("o2",), "both of them": ("o1", "o2")}
SIZES = ("more", "less", "as much")


def _terms(now: State) -> dict[str, float]:
    """The three numbers that net_h1 adds up."""
    return {"w1 · x1": now["w1"] * now["x1"], "w2 · x2": now["w2"] * now["x2"], "b_h1": now["b_h1"]}


def _largest_term(_before: State, now: State) -> str:
    terms = _terms(now)
    return max(terms, key=lambda name: terms[name])


def _explain_terms(_before: State, now: State) -> str:
    shown = ", ".join(f"{name} = {say(term)}" for name, term in _terms(now).items())
    return (
        f"The terms are {shown}, and net_h1 = {say(now['net_h1'])}. A weight counts only as much as the input that it "
        "multiplies, and these inputs are small. The bias is added as it is."
    )


def _moving(before: State, now: State) -> str:
    moved = tuple(unit for unit in ("o1", "o2") if now[f"out_{unit}"] != before[f"out_{unit}"])
    return next(choice for choice, units in MOVING.items() if units == moved)


def _explain_moving(way: str) -> Callable[[State, State], str]:
    def explain(before: State, now: State) -> str:
        went = " and ".join(
            f"out_{unit} went from {say(before[f'out_{unit}'])} to {say(now[f'out_{unit}'])}"
            if now[f"out_{unit}"] != before[f"out_{unit}"]
            else f"out_{unit} stayed at {say(now[f'out_{unit}'])}"
            for unit in ("o1", "o2")
        )
        return f"What happened: {went}. {way}"

    return explain


def _change(now: State, before: State, name: str) -> float:
    """By how much out_o1 moves when, from the state before, `name` alone moves as far as w1 did."""
    moved = {given: before[given] for given in GIVEN}
    moved[name] += now["w1"] - before["w1"]
    change: float = network_numbers(moved)["out_o1"] - before["out_o1"]
    return abs(change)


def _against_w5(before: State, now: State) -> str:
    by_w1, by_w5 = _change(now, before, "w1"), _change(now, before, "w5")
    if by_w1 == by_w5:
        return "as much"
    return "more" if by_w1 > by_w5 else "less"


def _explain_against_w5(before: State, now: State) -> str:
    by_w1, by_w5 = say(_change(now, before, "w1")), say(_change(now, before, "w5"))
    return (
        f"Moved by {say(now['w1'] - before['w1'])}, w1 changes out_o1 by {by_w1}; w5 moved as far would change it by "
        f"{by_w5}. w5 multiplies out_h1 = {say(before['out_h1'])}. w1 "
        f"multiplies x1 = {say(before['x1'])}, and what is left of its nudge still passes one more sigmoid and w5."
    )


def _up_to(name: str, target: float) -> Callable[[State, State], str]:
    return lambda _before, now: "" if now[name] >= target - 1e-9 else f"Now move {name} up to {say(target)} or above."


def _first_step(_before: State, now: State) -> str:
    return "" if now["step"] >= 1 else "Now press Step."


NETWORK_QUESTIONS = (
    Question(
        text="net_h1 is a sum of three terms: w1 · x1, w2 · x2 and b_h1. The picture shows all of these numbers. Which "
        "term is the largest?",
        choices=tuple(TERMS),
        start={**start_values(), "step": 0},
        unlocks=("step",),
        to_do=_first_step,
        outcome=_largest_term,
        explain=_explain_terms,
    ),
    Question(
        text="You will make w5 larger; it leads from h1 to o1. Which of the two outputs will move?",
        choices=tuple(MOVING),
        start={**start_values(), "step": ALL},
        unlocks=("w5",),
        to_do=_up_to("w5", 1.0),
        outcome=_moving,
        explain=_explain_moving("The only way out of w5 leads into o1. Nothing leads from o1 to o2."),
    ),
    Question(
        text="You will make w1 larger; it leads from x1 to h1. Which of the two outputs will move?",
        choices=tuple(MOVING),
        start={**start_values(), "step": ALL},
        unlocks=("w1",),
        to_do=_up_to("w1", 1.0),
        outcome=_moving,
        explain=_explain_moving("w1 moves h1, and h1 feeds both outputs, through w5 and through w7."),
    ),
    Question(
        text="You will make w1 larger by 1 or more. Will out_o1 move more than if you had moved w5 as far, less, or as "
        "much?",
        choices=SIZES,
        start={**start_values(), "step": ALL},
        unlocks=("w1",),
        to_do=_up_to("w1", 1.15),
        outcome=_against_w5,
        explain=_explain_against_w5,
    ),
)
