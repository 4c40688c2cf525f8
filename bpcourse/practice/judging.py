"""What a typed number is worth: right as people round, right from earlier lines, or wrong by a name (every chapter).

A calculation is judged from the top. A line that follows from the reader's own earlier numbers counts as right, so
that one slip costs one line, and only the first wrong line is explained.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bpcourse.practice.questions import Formula, Line, NumberQuestion, Numbers

Result = Literal["right", "follows", "wrong", "later", "empty", "unreadable"]

FOLLOWS = "Right from your earlier numbers: the mistake is further up."
LATER = "Not yet. Mend {first} first, then look at this line again."
UNREADABLE = "“{typed}” cannot be read as a number. Type it like 0.25, -1.5 or 3/4."
SIGN = "The size is right, the sign is not. {why}"
COARSE = "Right as far as it goes, but rounded too coarsely: give three significant digits."
THIRD_DIGIT = "Close, but the third digit is off. Keep four digits in what you work out on the way."
DOUBLED = "Twice too large. {why}"
HALVED = "Half of what it should be. {why}"
POWER_OF_TEN = "The digits are right, the decimal point is not: yours is {factor} times too {size}."
NOT_YET = "Not yet. {why}"


@dataclass(frozen=True)
class Judgement:
    """What was found on one blank line: a result, the sentence for the reader, and the name of a recognised slip."""

    result: Result
    says: str = ""
    slip: str = ""


def judge(question: NumberQuestion, numbers: Numbers, typed: Mapping[str, str]) -> dict[str, Judgement]:
    """Judge the blank lines, given as label -> what was typed; the other lines were shown to the reader.

    A line is right when it agrees with the exact value, or with the value computed from the numbers on the page: the
    reader's own where there are some, else the rounded ones that are shown.
    """
    exact: dict[str, float] = dict(numbers)
    page: dict[str, float] = dict(numbers)
    found: dict[str, Judgement] = {}
    for line in question.lines:
        true_value, value_from_page = evaluate(line.value, exact), evaluate(line.value, page)
        if line.label not in typed:
            seen = float(f"{true_value:.4g}")
        else:
            got = read_number(typed[line.label])
            first = next((label for label, one in found.items() if one.result == "wrong"), "")
            found[line.label] = _judge_line(
                line, typed[line.label], got, (value_from_page, page), (true_value, exact), first
            )
            seen = value_from_page if got is None else got
        exact[line.label], page[line.label] = true_value, seen
    return found


def _judge_line(
    line: Line,
    typed: str,
    got: float | None,
    from_page: tuple[float, Numbers],
    from_exact: tuple[float, Numbers],
    first_wrong: str,
) -> Judgement:
    if not typed.strip():
        return Judgement("empty")
    if got is None:
        return Judgement("unreadable", UNREADABLE.format(typed=typed.strip()))
    if agrees(got, from_exact[0]):
        return Judgement("right")
    if agrees(got, from_page[0]):
        return Judgement("follows", FOLLOWS) if first_wrong else Judgement("right")
    if first_wrong:
        return Judgement("later", LATER.format(first=first_wrong))
    for _, known in (from_page, from_exact):
        for slip in line.slips:
            if agrees(got, evaluate(slip.value, known)):
                return Judgement("wrong", slip.says, slip.name)
    return Judgement("wrong", _describe(got, from_page[0]).format(why=line.why))


def _describe(got: float, expected: float) -> str:
    """A sentence for a wrong number that no slip of the line explains."""
    if agrees(got, -expected):
        return SIGN
    if any(got == float(f"{expected:.{digits}g}") for digits in (1, 2)):
        return COARSE
    if abs(got - expected) <= 0.02 * abs(expected):
        return THIRD_DIGIT
    if agrees(got, 2 * expected):
        return DOUBLED
    if agrees(got, expected / 2):
        return HALVED
    for factor in (10, 100, 1000):
        if agrees(got, expected * factor):
            return POWER_OF_TEN.format(factor=factor, size="large")
        if agrees(got, expected / factor):
            return POWER_OF_TEN.format(factor=factor, size="small")
    return NOT_YET


def agrees(got: float, expected: float) -> bool:
    """Whether a number is right as people round: off by at most one unit of the third significant digit."""
    if not math.isfinite(expected):
        return False
    unit = 10.0 ** (math.floor(math.log10(abs(expected))) - 2) if expected else 0.0
    return abs(got - expected) <= unit * (1 + 1e-9)


def evaluate(formula: Formula, known: Numbers) -> float:
    """Value of a formula; nan where the reader's own numbers leave it none, as in a division by 0."""
    try:
        return float(formula(known))
    except ArithmeticError:
        return math.nan


def read_number(typed: str) -> float | None:
    """The number that was typed, or None: 0.25, 0,25, −1.5, 3/4."""
    text = typed.strip().replace("−", "-").replace("–", "-").replace(",", ".")
    above, slash, below = text.partition("/")
    try:
        number = float(above) / float(below) if slash else float(above)
    except (ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) else None


def show_number(number: float) -> str:
    """A number as the page shows it: four significant digits, a true minus sign, never a negative zero."""
    return f"{number + 0.0:.4g}".replace("-", "−")
