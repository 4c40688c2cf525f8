"""What the two neuron widgets ask, and how they answer (chapter 01).

No answer is written down here: each is read off the state before the reader moved and the state after.
"""

from collections.abc import Callable
from itertools import pairwise

from bpcourse.widgets.prediction import Question, State
from bpcourse.widgets.shared import say

SIDES = ("left", "right", "stay")
MOVED = {"left": "It moved left", "right": "It moved right", "stay": "It stayed"}
STEEPNESS = ("steeper", "flatter", "unchanged")
BECAME_STEEP = {"steeper": "It got steeper", "flatter": "It got flatter", "unchanged": "It is as steep as before"}
SIZES = ("larger", "smaller", "the same")
BECAME_SIZE = {"larger": "It got larger", "smaller": "It got smaller", "the same": "It is the same"}

ROUND = 50  # steps of one training question
SAME = 0.1  # a loss within a tenth of where it started counts as about the same
LOSSES = ("clearly lower", "about the same", "higher")


def _compare(before: float, now: float, words: tuple[str, str, str]) -> str:
    """The first word for less, the second for more, the third for the same up to rounding."""
    if abs(now - before) <= 1e-9 * max(abs(now), abs(before)):
        return words[2]
    return words[0] if now < before else words[1]


def _side(before: State, now: State) -> str:
    return _compare(before["decision"], now["decision"], SIDES)


def _explain_side(before: State, now: State) -> str:
    how = "smaller" if now["b"] < before["b"] else "larger"
    turned = " Dividing by a negative w turns the direction round." if now["w"] < 0 else ""
    return (
        f"{MOVED[_side(before, now)]}, from x = {say(before['decision'])} to x = {say(now['decision'])}, because 0.5 "
        f"is where w x + b = 0, that is x = -b/w, and you made b {how} (from {say(before['b'])} to {say(now['b'])})."
        + turned
    )


def _steepness(before: State, now: State) -> str:
    slopes = abs(before["slope_at_decision"]), abs(now["slope_at_decision"])
    return _compare(*slopes, ("flatter", "steeper", "unchanged"))


def _explain_steepness(before: State, now: State) -> str:
    return (
        f"{BECAME_STEEP[_steepness(before, now)]}: the slope at the 0.5 point was {say(before['slope_at_decision'])} "
        f"and is {say(now['slope_at_decision'])}. The slope is da/dx = w a (1 - a). At the 0.5 point a (1 - a) is "
        f"0.25, whatever w is, and w went from {say(before['w'])} to {say(now['w'])}."
    )


def _size(before: State, now: State) -> str:
    return _compare(abs(before["da_dx"]), abs(now["da_dx"]), ("smaller", "larger", "the same"))


def _explain_size(before: State, now: State) -> str:
    return (
        f"{BECAME_SIZE[_size(before, now)]}: da/dx was {say(before['da_dx'])} at z = {say(before['z'])} and is "
        f"{say(now['da_dx'])} at z = {say(now['z'])}. The slope is w a (1 - a), and a (1 - a) went from "
        f"{say(before['da_dz'])} to {say(now['da_dz'])}, because a is now {say(now['a'])}."
    )


def _down_to(name: str, target: float) -> Callable[[State, State], str]:
    return lambda before, now: "" if now[name] <= target + 1e-9 else f"Now move {name} down to {say(target)} or below."


def _up_to(name: str, target: float, move: str) -> Callable[[State, State], str]:
    return lambda before, now: "" if now[name] >= target - 1e-9 else move


EXPLORER_QUESTIONS = (
    Question(
        text="w = 1 and b = -0.5, so the neuron says 0.5 at x = 0.5. You will make b smaller. Will that point move "
        "left, move right, or stay?",
        choices=SIDES,
        start={"w": 1.0, "b": -0.5, "x": 1.5},
        unlocks=("b",),
        to_do=_down_to("b", -1.5),
        outcome=_side,
        explain=_explain_side,
    ),
    Question(
        text="w = 1, b = 0, and x sits on the 0.5 point. You will double w. Will the curve at the 0.5 point get "
        "steeper, get flatter, or stay unchanged?",
        choices=STEEPNESS,
        start={"w": 1.0, "b": 0.0, "x": 0.0},
        unlocks=("w",),
        to_do=_up_to("w", 2.0, "Now move w up to 2."),
        outcome=_steepness,
        explain=_explain_steepness,
    ),
    Question(
        text="w = 1, b = 0 and x = 1, so z = 1. You will move x far to the right, until z = 6. Will the slope da/dx "
        "there be larger, smaller, or the same?",
        choices=SIZES,
        start={"w": 1.0, "b": 0.0, "x": 1.0},
        unlocks=("x",),
        to_do=_up_to("z", 6.0, "Now move x to the right end, until z = 6."),
        outcome=_size,
        explain=_explain_size,
    ),
    Question(
        text="Now w is negative: w = -1.5 and b = 0.6, so the neuron says 0.5 at x = 0.4. You will make b smaller. "
        "Will that point move left, move right, or stay?",
        choices=SIDES,
        start={"w": -1.5, "b": 0.6, "x": -1.0},
        unlocks=("b",),
        to_do=_down_to("b", -0.9),
        outcome=_side,
        explain=_explain_side,
    ),
)


def _trained(before: State, now: State) -> str:
    if now["step"] >= ROUND:
        return ""
    return f"Now press Start, or Step. The answer comes after step {ROUND}; this is step {now['step']}."


def _loss(before: State, now: State) -> str:
    ratio = now["losses"][ROUND] / now["losses"][0]
    if abs(ratio - 1.0) <= SAME:
        return "about the same"
    return "clearly lower" if ratio < 1.0 else "higher"


def predicted_loss(said: str | None, start: float) -> dict[str, float] | None:
    """The range of losses after the round that the reader's words stand for, to be drawn; None before any word."""
    ranges = {
        "clearly lower": (0.0, (1.0 - SAME) * start),
        "about the same": ((1.0 - SAME) * start, (1.0 + SAME) * start),
        "higher": ((1.0 + SAME) * start, 0.5),  # no neuron's loss is above 1/2
    }
    if said not in ranges:
        return None
    low, high = ranges[said]
    return {"step": ROUND, "low": low, "high": high}


def _explain_loss(before: State, now: State) -> str:
    losses = now["losses"][: ROUND + 1]
    rises = sum(later > earlier for earlier, later in pairwise(losses))
    rate, gradient = before["learning_rate"], before["gradient_size"]
    went = (
        f"After {ROUND} steps the loss is {say(losses[ROUND])}; it started at {say(losses[0])}. A step is the learning "
        f"rate times the gradient, so the first was {say(rate)} × {say(gradient)} = {say(rate * gradient)} long. "
    )
    if now["mean_slope"] < 0.01:
        return went + (
            "Steps as long as that threw the neuron to where its curve is flat: a (1 - a) is "
            f"{say(now['mean_slope'])} on average, the gradient is next to nothing, and so is each step."
        )
    if _loss(before, now) == "about the same":
        return went + f"Steps of that size, {ROUND} of them, hardly turn the line."
    if rises:
        return went + f"That is too long to go downhill every time: the loss rose on {rises} of the {ROUND} steps."
    return went + "That is short enough to go downhill every time: the loss fell on every step."


def _training_question(rate: float, text: str) -> Question:
    return Question(
        text=text,
        choices=LOSSES,
        start={"learning_rate": rate},
        unlocks=("train",),
        to_do=_trained,
        outcome=_loss,
        explain=_explain_loss,
    )


TRAINER_QUESTIONS = (
    _training_question(
        1.0,
        f"The learning rate is 1. After {ROUND} steps, will the loss be clearly lower, about the same (within a "
        "tenth), or higher?",
    ),
    _training_question(
        30.0,
        f"With learning rate 30 instead, thirty times as much: after {ROUND} steps, will the loss be clearly lower, "
        "about the same (within a tenth), or higher?",
    ),
    _training_question(
        0.01,
        f"With learning rate 0.01, a hundredth of the first: after {ROUND} steps, will the loss be clearly lower, "
        "about the same (within a tenth), or higher?",
    ),
)
