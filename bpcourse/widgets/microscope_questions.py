"""What the microscope asks, and how it answers: by the errors before the reader moved and after (chapter 07)."""

from collections.abc import Callable

from bpcourse.widgets.prediction import Question, State

SMALLER, SAME, LARGER = CHOICES = ("smaller", "about as large", "larger")
ALIKE = 2.0  # errors within this factor of each other are about as large


def _outcome(method: str) -> Callable[[State, State], str]:
    def outcome(before: State, now: State) -> str:
        earlier, later = before["now"][method], now["now"][method]
        if max(earlier, later) <= ALIKE * min(earlier, later):
            return SAME
        return SMALLER if later < earlier else LARGER

    return outcome


def _explain(method: str, why: str) -> Callable[[State, State], str]:
    def explain(before: State, now: State) -> str:
        return f"The error was about {before['now'][method]:.0e} and is about {now['now'][method]:.0e} now. {why}"

    return explain


def _until(name: str, value: float, words: str) -> Callable[[State, State], str]:
    return lambda before, now: "" if now[name] == value else f"Now move {words}."


def _question(
    text: str, start: tuple[float, float, float], move: tuple[str, float, str], why: str, method: str = "central"
) -> Question:
    name, value, words = move
    return Question(
        text=text,
        choices=CHOICES,
        start=dict(zip(("power", "bits", "kink"), start, strict=True)),
        unlocks=(name,),
        to_do=_until(name, value, words),
        outcome=_outcome(method),
        explain=_explain(method, why),
    )


MICROSCOPE_QUESTIONS = (
    _question(
        "The central difference has h = 1e-2, so the power k is 2. You will move k to 4. Its error: smaller, about as "
        "large, or larger?",
        (2.0, 64.0, 0.1),
        ("power", 4.0, "k to 4"),
        "This is truncation, h² f'''/6: a hundredth of h, a ten-thousandth of the error.",
    ),
    _question(
        "It was better with a smaller h. From k = 5 you will go on to k = 10. The error of the central difference: "
        "smaller, about as large, or larger?",
        (5.0, 64.0, 0.1),
        ("power", 10.0, "k to 10"),
        "This is rounding, which is divided by h: the smaller h, the larger the error.",
    ),
    _question(
        "And the one-sided difference, from k = 5 to k = 8: will its error be smaller, about as large, or larger?",
        (5.0, 64.0, 0.1),
        ("power", 8.0, "k to 8"),
        "At h = 1e-5 its truncation, h f''/2, is still far above the rounding. Its best h is near 1e-8.",
        "one-sided",
    ),
    _question(
        "And the complex step, from k = 5 to k = 10: will its error be smaller, about as large, or larger?",
        (5.0, 64.0, 0.1),
        ("power", 10.0, "k to 10"),
        "Nothing is subtracted, so nothing is lost to rounding: only truncation is there, and it shrinks.",
        "complex step",
    ),
    _question(
        "Here h = 1e-5 with numbers of 64 bits. You will take 32 bits, which keep 7 digits instead of 16. The error of "
        "the central difference: smaller, about as large, or larger?",
        (5.0, 64.0, 0.1),
        ("bits", 32.0, "bits to 32"),
        "float32 keeps 29 bits fewer, and each doubles the rounding: half a billion times in all. Check gradients in "
        "float64.",
    ),
    _question(
        "Now the kink lies at x itself: its distance d is 0. From k = 2 you will go on to k = 5. The error of the "
        "central difference: smaller, about as large, or larger?",
        (2.0, 64.0, 0.0),
        ("power", 5.0, "k to 5"),
        "The slope is e on the left and e + 1 on the right, and the difference gives the mean, whatever h is. No "
        "smaller h helps: there is no one slope to measure.",
    ),
)
