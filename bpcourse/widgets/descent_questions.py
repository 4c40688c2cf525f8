"""What the descent widget asks, and how it answers (chapter 03).

No answer is written down here: each is read off the trail before the reader moved and the trail after.
"""

from collections.abc import Callable

from bpcourse.widgets.prediction import Question, State
from bpcourse.widgets.shared import say

STEPS = 10
NEARER, SAME, FURTHER = CHOICES = ("nearer", "as far", "further away")
ALIKE = 1e-6  # distances that differ by less than this share are the same


def _against(earlier: float, now: float) -> str:
    if abs(now - earlier) <= ALIKE * max(now, earlier):
        return SAME
    return NEARER if now < earlier else FURTHER


def _end_against_end(before: State, now: State) -> str:
    """Where the trail ends, against where the trail before it ended."""
    return _against(before["distance"][-1], now["distance"][-1])


def _end_against_start(before: State, now: State) -> str:
    """Where the trail ends, against where it starts."""
    return _against(now["distance"][0], now["distance"][-1])


def predicted_distance(question: Question, said: str | None, before: State | None, now: State) -> list[float] | None:
    """The range of distances after the last step that the reader's word stands for, to be drawn; None before a word."""
    if said is None or before is None:
        return None
    limit = before["distance"][-1] if question.outcome is _end_against_end else now["distance"][0]
    return {NEARER: [0.0, limit], SAME: [0.7 * limit, 1.4 * limit], FURTHER: [limit, 1e9]}[said]


def _product(state: State) -> str:
    return f"1 - {say(state['learning_rate'])} · {say(state['curvature'])} = {say(state['factor'])}"


def _explain_end_against_end(before: State, now: State) -> str:
    sign = " The minus sign means that each step jumps over the bottom." if now["factor"] < 0 else ""
    return (
        f"The weight ends {say(now['distance'][-1])} away from the bottom; before, it ended "
        f"{say(before['distance'][-1])} away. Each step multiplies w by 1 - ηλ, which is {_product(now)} now and was "
        f"{_product(before)}. The smaller its size, the faster w shrinks.{sign}"
    )


def _explain_end_against_start(before: State, now: State) -> str:
    if now["start"] == 0:
        return "It starts on the bottom, where the slope is 0, and stays. Any other start flies away."
    size = abs(now["factor"])
    grows = "less than 1" if size < 1 else "1, no less" if abs(size - 1) < ALIKE else "more than 1"
    side = "beyond" if size > 1 else "at" if abs(size - 1) < ALIKE else "below"
    return (
        f"The weight starts {say(now['distance'][0])} away from the bottom and ends {say(now['distance'][-1])} away. "
        f"Each step multiplies w by 1 - ηλ = {_product(now)}, and the size of that is {grows}: the learning rate "
        f"{say(now['learning_rate'])} is {side} 2/λ = {say(now['bound'])}."
    )


def _between(name: str, words: str, low: float, high: float) -> Callable[[State, State], str]:
    def to_do(before: State, now: State) -> str:
        if low - 1e-9 <= now[name] <= high + 1e-9:
            return ""
        return f"Now move {words}. It is {say(now[name])}."

    return to_do


def _question(
    text: str,
    start: tuple[float, float],
    unlocks: str,
    to_do: Callable[[State, State], str],
    against_start: bool = False,
) -> Question:
    learning_rate, curvature = start
    return Question(
        text=text,
        choices=CHOICES,
        start={"learning_rate": learning_rate, "curvature": curvature, "start": -3.0},
        unlocks=(unlocks,),
        to_do=to_do,
        outcome=_end_against_start if against_start else _end_against_end,
        explain=_explain_end_against_start if against_start else _explain_end_against_end,
    )


DESCENT_QUESTIONS = (
    _question(
        "The learning rate is 0.1, and after ten steps the weight is still on its way. You will raise it to 0.4. Will "
        "the weight end nearer to the bottom than now, as far, or further away?",
        (0.1, 2.0),
        "learning_rate",
        _between("learning_rate", "the learning rate to 0.4", 0.4, 0.45),
    ),
    _question(
        "Larger was faster. The learning rate is 0.4 now, and you will raise it to 0.9. Will the weight end nearer to "
        "the bottom than now, as far, or further away?",
        (0.4, 2.0),
        "learning_rate",
        _between("learning_rate", "the learning rate to 0.9", 0.9, 0.95),
    ),
    _question(
        "From 0.9 to 1.1: will ten steps of that learning rate end nearer to the bottom than they start, as far, or "
        "further away?",
        (0.9, 2.0),
        "learning_rate",
        _between("learning_rate", "the learning rate to 1.1", 1.1, 1.15),
        against_start=True,
    ),
    _question(
        "The learning rate 0.8 works well here, with curvature 2. You will make the valley steeper, with curvature 3, "
        "and keep the learning rate. Will the weight end nearer to the bottom than it starts, as far, or further away?",
        (0.8, 2.0),
        "curvature",
        _between("curvature", "the curvature to 3", 3.0, 3.2),
        against_start=True,
    ),
    _question(
        "With learning rate 1.1 the weight flies away. Perhaps it starts too far out? You will start it close to the "
        "bottom, at -0.2. Will it end nearer to the bottom than it starts, as far, or further away?",
        (1.1, 2.0),
        "start",
        _between("start", "the start to -0.2", -0.2, 0.2),
        against_start=True,
    ),
)
