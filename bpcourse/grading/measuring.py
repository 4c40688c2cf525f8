"""What an exercise's own functions answer, and what of an answer is compared.

The reference, the declared mistakes and a learner are asked and measured alike. Where answers may rightly differ (a
random draw, one of many orders), the exercise says what of them must agree.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from bpcourse.grading.answers import Answer, ask
from bpcourse.grading.compare import agree
from bpcourse.grading.exercise import Case, Exercise
from bpcourse.grading.values import in_words


def own_answer(exercise: Exercise, function: Callable[..., Any], case: Case) -> Answer:
    """What the reference, or a mistake, or any function of the checker's own, answers on a case; measured."""
    return measured(exercise, case, ask(function, case.inputs, case.most_lines))


def measured(exercise: Exercise, case: Case, answer: Answer) -> Answer:
    """The answer with that of its value that is compared; what cannot be measured is called by its kind."""
    if exercise.measured is None or not answer.returned or answer.value is None:
        return answer
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return replace(answer, value=exercise.measured(answer.value, case.inputs))
    except Exception:  # a wrong answer may be anything at all
        return replace(answer, value=None, unreadable=in_words(answer.value))


def same(exercise: Exercise, one: Answer, other: Answer) -> bool:
    """Whether an answer is the one that a mistake, the first of the two, gives."""
    if not (one.returned and other.returned):
        return bool(one.raised) and one.raised == other.raised
    if one.value is None or other.value is None:
        return one.value is other.value and one.printed == other.printed
    if bool(one.changed) and one.changed != other.changed:
        return False
    return agree(one.value, other.value, exercise.tolerance_at(one.value), nan_agrees=True)


@cache
def stub_function(source: str, name: str) -> Callable[..., Any]:
    """The function of a stub that is a broken program, as the learner gets it."""
    namespace: dict[str, Any] = {"np": np}
    exec(source, namespace)
    function: Callable[..., Any] = namespace[name]
    return function
