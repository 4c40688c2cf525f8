"""What the two trainings ask, and how they answer: by the losses and the gradients' errors at a pass (chapter 07)."""

from collections.abc import Callable

from bpcourse.widgets.prediction import Question, State

BELOW, ABOVE, FAR_ABOVE = ENDS = ("lower", "up to ten times higher", "more than ten times higher")
SHRINKS, STAYS, GROWS = ERRORS = ("it gets smaller", "it stays about the same", "it gets larger")
COUNTS = ("none", "one", "two", "three", "all four")
FACTOR = 10.0
ALIKE = 1.25  # errors within this factor of each other are about the same


def _until_the_end(before: State, now: State) -> str:
    return "" if now["passes"] == 100 else "Now move on to pass 100. The key End goes there at once."


def _end(before: State, now: State) -> str:
    if now["loss"] < now["right_loss"]:
        return BELOW
    return ABOVE if now["loss"] <= FACTOR * now["right_loss"] else FAR_ABOVE


def _ending(gradient: str, text: str, why: Callable[[State], str]) -> Question:
    return Question(
        text=text,
        choices=ENDS,
        start={"gradient": gradient, "passes": 1},
        unlocks=("passes",),
        to_do=_until_the_end,
        outcome=_end,
        explain=lambda before, now: (
            f"At pass {now['passes']} the loss is {now['loss']:.1e}, and {now['right_loss']:.1e} with the right "
            f"gradient. {why(now)}"
        ),
    )


def _error(before: State, now: State) -> str:
    earlier, later = before["relative_error"]["W0"], now["relative_error"]["W0"]
    if max(earlier, later) <= ALIKE * min(earlier, later):
        return STAYS
    return SHRINKS if later < earlier else GROWS


def _rising(now: State) -> list[str]:
    start = now["losses"][0]  # the same for all
    return [name for name, end in now["ends"].items() if end > start]


def _through_the_list(before: State, now: State) -> str:
    last = list(now["ends"])[-1]
    return "" if now["gradient"] == last else f"Now go through the list of gradients, down to “{last}”."


TWO_TRAININGS_QUESTIONS = (
    _ending(
        "published",
        "The same network twice: one training takes the right gradient, one the published. At pass 100, will the "
        "published one's loss be lower than the right one's, or higher?",
        lambda now: (
            f"The published gradient is {now['angle']:.0f}° off. Less than 90° is still downhill, and that is enough "
            "to train."
        ),
    ),
    Question(
        text="The loss falls. What becomes of the relative error of the published gradient of W0 on the way to pass "
        "100?",
        choices=ERRORS,
        start={"gradient": "published", "passes": 1},
        unlocks=("passes",),
        to_do=_until_the_end,
        outcome=_error,
        explain=lambda before, now: (
            f"It was {before['relative_error']['W0']:.2f} and is {now['relative_error']['W0']:.2f}. The loss fell to "
            f"{now['loss']:.1e} meanwhile: how far the loss has fallen does not say how good the gradient is."
        ),
    ),
    _ending(
        "wrong sign in W0",
        "Now the gradient of W0 has the wrong sign, and that of W1 is right. At pass 100, will this loss be lower "
        "than the right one's, or higher?",
        lambda now: (
            f"W0 goes uphill in every pass. W1 goes downhill and has the larger gradient, so that both together are "
            f"only {now['angle']:.0f}° off. A wrong gradient can even end lower."
        ),
    ),
    _ending(
        "twice too large",
        "Now both gradients are right but for a factor of 2. At pass 100, will this loss be lower than the right "
        "one's, or higher?",
        lambda now: (
            "The direction is right and each step twice as long: no curve can tell it from a learning rate twice as "
            f"large. A check can: its relative error is {now['relative_error']['W0']:.2f}."
        ),
    ),
    Question(
        text="Four wrong gradients, 100 passes each. How many of them give themselves away by a loss that ends higher "
        "than it began?",
        choices=COUNTS,
        start={"gradient": "published", "passes": 100},
        unlocks=("gradient",),
        to_do=_through_the_list,
        outcome=lambda before, now: COUNTS[len(_rising(now))],
        explain=lambda before, now: (
            f"The loss ends higher with: {', '.join(_rising(now)) or 'none'}. The others train. A gradient check "
            "at pass 1 finds every one of them."
        ),
    ),
)
