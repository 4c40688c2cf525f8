"""What the stepper asks before it shows a number, and how it answers (chapter 06). No answer is written down here."""

from collections.abc import Callable

from bpcourse.reference.activations import sigmoid_grad
from bpcourse.widgets.backward_numbers import BACKWARD_DONE, RATE, STEPS, pass_numbers, shown, trained_values, way
from bpcourse.widgets.prediction import Question, State
from bpcourse.widgets.shared import say

TRAINED = 1  # steps before the questions begin: the chapter prints the numbers of the first pass above the stepper
START = pass_numbers(trained_values(TRAINED))
DECADES = {"above 0.1": 0.1, "between 0.01 and 0.1": 0.01, "between 0.001 and 0.01": 0.001, "below 0.001": 0.0}
GREW, FELL, STAYED = "it grew", "it fell", "it stayed the same"


def _number(name: str, asks: str, wrong: tuple[float, ...], because: str) -> Question:
    """The next number, among some that come out when something is forgotten. Choices stand in order of size."""
    at = STEPS.index(name)
    return Question(
        text=f"Next comes {shown(name)}{asks} Which number is it?",
        choices=tuple(say(number) for number in sorted((START[name], *wrong))),
        start={"step": at, "trained": TRAINED},
        unlocks=("step",),
        to_do=lambda _before, now: "" if now["step"] > at else "Now press Step.",
        outcome=lambda _before, now: say(now[name]),
        explain=lambda _before, now: f"{way(name, now)}. {because}",
    )


def _went(_before: State, now: State) -> str:
    return STAYED if now["new_E"] == now["E"] else GREW if now["new_E"] > now["E"] else FELL


def _decade(_before: State, now: State) -> str:
    return next(choice for choice, bound in DECADES.items() if now["E"] > bound)


def _to(step: int) -> Callable[[State, State], str]:
    return lambda _before, now: "" if now["step"] >= step else "Now press Step until it is there, or To the end."


def _trained(steps: int) -> Callable[[State, State], str]:
    return lambda _before, now: "" if now["trained"] >= steps else f"Now press {steps:,} under Train."


def _explain_trained(_before: State, now: State) -> str:
    return (
        f"After {now['trained']:,} steps E is {say(now['E'])}, and the outputs are {say(now['out_o1'])} and "
        f"{say(now['out_o2'])}. The errors have shrunk, and with them the deltas: δ_o1 is {say(now['delta_o1'])} now, "
        f"and was {say(START['delta_o1'])}. So the steps have become short."
    )


STEPPER_QUESTIONS = (
    _number(
        "dE_dout_o1",
        f", where the way back begins: o1 says {say(START['out_o1'])}, and its target is {say(START['t1'])}.",
        (-START["dE_dout_o1"], START["E_o1"]),
        "More of out_o1 makes the error larger, so it is positive.",
    ),
    _number(
        "slope_o1",
        ", the slope of the sigmoid in o1.",
        (START["out_o1"], float(sigmoid_grad(START["out_o1"]))),
        "out_o1 is σ(net_o1) already: no sigmoid is computed again.",
    ),
    _number(
        "delta_o1",
        f" = ∂E/∂net_o1, from the last two numbers, {say(START['dE_dout_o1'])} and {say(START['slope_o1'])}.",
        (START["dE_dout_o1"] + START["slope_o1"], START["slope_o1"] / START["dE_dout_o1"]),
        "The two steps lie on one road, and along a road slopes multiply.",
    ),
    _number(
        "delta_o2",
        f": o2 says {say(START['out_o2'])}, its target is {say(START['t2'])}, and its slope is "
        f"{say(START['slope_o2'])}.",
        (-START["delta_o2"], START["dE_dout_o2"]),
        "o2 says too little, so more of net_o2 would make the error smaller: negative.",
    ),
    _number(
        "dE_dw5",
        ". w5 leads from h1 to o1.",
        (START["delta_o1"] * START["w5"], START["delta_o1"] * START["x1"]),
        "net_o1 contains w5 · out_h1, so it grows by out_h1 when w5 grows by 1.",
    ),
    _number(
        "dE_dout_h1",
        f". h1 feeds o1 over w5 = {say(START['w5'])}, and o2 over w7 = {say(START['w7'])}.",
        (
            START["delta_o1"] * START["w5"],
            START["delta_o1"] * START["w5"] + START["delta_o2"] * START["w6"],
            START["delta_o1"] + START["delta_o2"],
        ),
        "Both outputs send their error back, each over its own wire, and the two roads add up.",
    ),
    _number(
        "delta_h1",
        f". What came back to h1 is {say(START['dE_dout_h1'])}; the slope of h1 is {say(START['slope_h1'])}, that of "
        f"o1 {say(START['slope_o1'])}.",
        (START["dE_dout_h1"] * START["slope_o1"], START["dE_dout_h1"] + START["slope_h1"]),
        "The slopes of the outputs are in their deltas already; here comes the slope of h1 itself.",
    ),
    _number(
        "dE_dw1",
        ". w1 leads from x1 = 0.05 to h1.",
        (START["delta_h1"], START["delta_h1"] * START["w1"]),
        "A weight's gradient is the delta of its unit times what came in over it.",
    ),
    _number(
        "new_w5",
        f", after the step with the learning rate η = {say(RATE)}. w5 is {say(START['w5'])} and ∂E/∂w5 is "
        f"{say(START['dE_dw5'])}.",
        (START["w5"] + RATE * START["dE_dw5"], START["w5"] - START["dE_dw5"]),
        "The gradient points uphill, so η times it is taken away.",
    ),
    Question(
        text="All gradients are there. Each weight takes its step against its own. What will have happened to E then?",
        choices=(FELL, STAYED, GREW),
        start={"step": BACKWARD_DONE, "trained": TRAINED},
        unlocks=("step",),
        to_do=_to(len(STEPS)),
        outcome=_went,
        explain=lambda _before, now: f"E went from {say(now['E'])} to {say(now['new_E'])}: a short step downhill.",
    ),
    Question(
        text="Now the network trains: forward, back, update, again and again. After the first step E is "
        f"{say(START['E'])}. Where will it be after 1,000?",
        choices=tuple(DECADES),
        start={"step": len(STEPS), "trained": TRAINED},
        unlocks=("trained",),
        to_do=_trained(1_000),
        outcome=_decade,
        explain=_explain_trained,
    ),
)
