"""What objects against matrices asks, and how it answers: by what was measured, never by a stored time (chapter 08)."""

from typing import Any

from bpcourse.widgets.prediction import Question, State
from bpcourse.widgets.two_ways import MOST_SAMPLES

ZERO, TINY, LARGE = "0 exactly", "less than 1e-12", "more than 1e-12"
OBJECTS, MATRICES, NEITHER = "the objects", "the matrices", "neither"
BOTH, ONLY_OBJECTS, ONLY_MATRICES = "both", "only the objects", "only the matrices"
FACTOR = 10  # a coarse border: what else the computer does moves no answer across it
PRESS = "Now press Measure."


def _measured(before: State, now: State) -> str:
    return "" if len(now["measured"]) > len(before["measured"]) else PRESS


def _difference(_before: State, now: State) -> str:
    largest = now["measured"][-1]["difference"]
    if largest == 0:
        return ZERO
    return TINY if largest < 1e-12 else LARGE


def _explain_difference(_before: State, now: State) -> str:
    return (
        f"The largest difference is {now['measured'][-1]['difference']:.0e}. Both add up the same products, in another "
        "order, and each order rounds in its own way in the last digits."
    )


def _faster(_before: State, now: State) -> str:
    objects, matrices = _times(now)
    if max(objects, matrices) < 2 * min(objects, matrices):
        return NEITHER
    return OBJECTS if objects < matrices else MATRICES


def _explain_faster(_before: State, now: State) -> str:
    objects, matrices = _times(now)
    return (
        f"The objects took {rough(objects)} ms, the matrices {rough(matrices)} ms. For the objects Python multiplies "
        "number by number; for the matrices a compiled loop does a whole product."
    )


def _from_one_to_all(before: State, now: State) -> str:
    if not _with_one_sample(now):
        return PRESS if now["n"] == 1 else "First measure with n = 1."
    if now["n"] != MOST_SAMPLES:
        return f"Now move n to {MOST_SAMPLES}, and press Measure."
    return PRESS if now["measured"][-1]["samples"] != MOST_SAMPLES else _measured(before, now)


def _growth(now: State) -> tuple[float, float]:
    """How many times as long as for one sample: the objects, the matrices."""
    one, many = _with_one_sample(now)[-1], now["measured"][-1]
    return many["objects_ms"] / one["objects_ms"], many["matrices_ms"] / one["matrices_ms"]


def _slower(_before: State, now: State) -> str:
    objects, matrices = (growth > FACTOR for growth in _growth(now))
    if objects and matrices:
        return BOTH
    if objects:
        return ONLY_OBJECTS
    return ONLY_MATRICES if matrices else NEITHER


def _explain_slower(_before: State, now: State) -> str:
    objects, matrices = _growth(now)
    return (
        f"The objects took {rough(objects)} times as long as for one sample, the matrices {rough(matrices)} times. The "
        "objects go through the samples one by one; the matrices take them all in the same few calls."
    )


def rough(number: float) -> str:
    """A time or a factor with the two digits that mean something."""
    return f"{float(f'{number:.2g}'):g}"


def _times(now: State) -> tuple[float, float]:
    newest = now["measured"][-1]
    return newest["objects_ms"], newest["matrices_ms"]


def _with_one_sample(now: State) -> list[dict[str, Any]]:
    return [one for one in now["measured"] if one["samples"] == 1]


TWO_WAYS_QUESTIONS = (
    Question(
        text="Objects and matrices compute the gradients of the same 2,400 weights, for the same 10 samples. How far "
        "apart are the two at most?",
        choices=(ZERO, TINY, LARGE),
        start={"n": 10},
        unlocks=("measure",),
        to_do=_measured,
        outcome=_difference,
        explain=_explain_difference,
    ),
    Question(
        text="The matrices are made for many samples. With a single sample, which way is at least twice as fast as the "
        "other?",
        choices=(OBJECTS, NEITHER, MATRICES),
        start={"n": 1},
        unlocks=("measure",),
        to_do=_measured,
        outcome=_faster,
        explain=_explain_faster,
    ),
    Question(
        text=f"For {MOST_SAMPLES} samples, which way will take more than {FACTOR} times as long as for 1?",
        choices=(BOTH, ONLY_OBJECTS, ONLY_MATRICES, NEITHER),
        start={"n": 1},
        unlocks=("n", "measure"),
        to_do=_from_one_to_all,
        outcome=_slower,
        explain=_explain_slower,
    ),
)
