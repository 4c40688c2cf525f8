"""What the sweep explorer asks, and how it answers (chapter 05). Each answer is read off what was swept or counted."""

from bpcourse.widgets.prediction import Question, State
from bpcourse.widgets.shared import say
from bpcourse.widgets.sweep_steps import cost_between

MOST = 6  # inputs or outputs
SWEEP = {"scene": "product", "step": 0, "n": 4, "m": 1}
LAYERS = {"scene": "layers", "step": 0, "mode": "reverse"}
FORWARD, REVERSE, ALIKE = "forward mode", "reverse mode", "both alike"
NEVER = "never"


def _to_the_end(_before: State, now: State) -> str:
    return "" if now["step"] == now["last"] else f"Now press Step until the sweep is through: {now['last']} in all."


def _uses(_before: State, now: State) -> str:
    return str(now["uses"])


def _explain_uses(_before: State, now: State) -> str:
    messages = " + ".join(map(say, now["messages"]["b"]))
    return (
        f"Each edge was used once. Two paths share the edge from c to e: c sent the {say(now['derivatives']['c'])} "
        f"that came over it on to both a and b. At b two messages added: ∂e/∂b = {messages} = "
        f"{say(now['derivatives']['b'])}."
    )


def _d_holds(_before: State, now: State) -> str:
    return say(now["derivatives"].get("d", 0.0))


def _explain_d(_before: State, now: State) -> str:
    return (
        "d does not use a, so it stands still when a moves. (The reverse sweep told how e moves with d: another "
        f"question.) At the end e holds ∂e/∂a = {say(now['derivatives']['e'])}. About ∂e/∂b this sweep says nothing. "
        "That takes a second one, from b."
    )


def _sweeps(_before: State, now: State) -> str:
    return str(now["step"])


def _explain_sweeps(_before: State, now: State) -> str:
    return (
        f"One sweep from the one output reaches all {now['n']} inputs. It used an edge {now['uses']} times; "
        f"{now['n']} forward sweeps use one {now['cost']['forward']} times."
    )


def _n_is_five(_before: State, now: State) -> str:
    return "" if now["n"] >= 5 else "Now move n up to 5 or above."


def _grew_more(before: State, now: State) -> str:
    grew = {mode: now["cost"][mode] - before["cost"][mode] for mode in ("forward", "reverse")}
    if grew["forward"] == grew["reverse"]:
        return ALIKE
    return FORWARD if grew["forward"] > grew["reverse"] else REVERSE


def _explain_growth(before: State, now: State) -> str:
    forward, reverse = (f"from {before['cost'][mode]} to {now['cost'][mode]}" for mode in ("forward", "reverse"))
    return (
        f"Forward mode went {forward}: {now['n']} sweeps in place of one. Reverse mode went {reverse}: still one "
        "sweep, through a graph that has become a little wider."
    )


def _m_is_five(_before: State, now: State) -> str:
    return "" if now["m"] >= 5 else "Now move m up to 5 or above."


def dearer_from(n: int) -> str:
    """The least number of outputs at which reverse mode costs more than forward mode."""
    for m in range(1, MOST + 1):
        cost = cost_between(n, m)
        if cost.reverse > cost.forward:
            return str(m)
    return NEVER


def _dearer(_before: State, now: State) -> str:
    return dearer_from(now["n"])


def _explain_dearer(_before: State, now: State) -> str:
    n = now["n"]
    even = cost_between(n, n)
    return (
        f"With {n} outputs both take {n} sweeps and use an edge {even.reverse} times. From {dearer_from(n)} outputs on "
        f"there are more rows than columns; with {now['m']}, reverse mode uses one {now['cost']['reverse']} times and "
        f"forward mode {now['cost']['forward']} times."
    )


SWEEP_QUESTIONS = (
    Question(
        text="Three paths lead to e, of two edges each: path by path, an edge is used 6 times. How often will one "
        "reverse sweep from e use an edge?",
        choices=("3", "4", "5", "6"),
        start={**SWEEP, "mode": "reverse", "start": "e"},
        unlocks=("step",),
        to_do=_to_the_end,
        outcome=_uses,
        explain=_explain_uses,
    ),
    Question(
        text="A forward sweep from a: a starts with 1. In the reverse sweep d got 3. What does d hold at the end of "
        "this one?",
        choices=("0", "1", "2", "3"),
        start={**SWEEP, "mode": "forward", "start": "a"},
        unlocks=("step",),
        to_do=_to_the_end,
        outcome=_d_holds,
        explain=_explain_d,
    ),
    Question(
        text="Another graph: four inputs, one output. Forward mode takes four sweeps for all four derivatives. How "
        "many does reverse mode take?",
        choices=("1", "2", "4", "5"),
        start={**LAYERS, "n": 4, "m": 1, "start": "y1"},
        unlocks=("step",),
        to_do=_to_the_end,
        outcome=_sweeps,
        explain=_explain_sweeps,
    ),
    Question(
        text="One input, one output: both modes take one sweep and use an edge 15 times. You will raise the number n "
        "of inputs to 5. Which mode's cost will grow more?",
        choices=(FORWARD, REVERSE, ALIKE),
        start={**LAYERS, "n": 1, "m": 1, "start": "y1"},
        unlocks=("n",),
        to_do=_n_is_five,
        outcome=_grew_more,
        explain=_explain_growth,
    ),
    Question(
        text="Three inputs. You will raise the number m of outputs from 1 to 5. From how many outputs on is reverse "
        "mode dearer than forward mode?",
        choices=("2", "4", "5", NEVER),
        start={**LAYERS, "n": 3, "m": 1, "start": "y1"},
        unlocks=("m",),
        to_do=_m_is_five,
        outcome=_dearer,
        explain=_explain_dearer,
    ),
)
