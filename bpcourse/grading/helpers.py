"""An exercise that calls the function of another one: when that one is not right, the verdict says so first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import FunctionType
from typing import Any

from bpcourse.grading import sentences
from bpcourse.grading.verdict import CORRECT, NOT_ATTEMPTED, Verdict

# Names of what is wrong, beside those that an exercise declares.
UNWRITTEN = "calls a function that is not written yet"
WRONG_HELPER = "calls a function that is not right"


def can_be_blamed(helper: Verdict) -> bool:
    """Whether a function that another one calls may be why that one is wrong."""
    return helper.status not in (CORRECT, NOT_ATTEMPTED) and helper.mistake != UNWRITTEN


def blame(verdict: Verdict, helper: str, mended: Verdict | None = None) -> Verdict:
    """The verdict with the helper named first; the points stay as they were judged.

    `mended` is the verdict on the same function with a right helper in place of the learner's, where that was tried.
    """
    if verdict.status in (CORRECT, NOT_ATTEMPTED) or verdict.mistake == UNWRITTEN:
        return verdict
    if mended is None or mended.status == CORRECT:
        template = sentences.HELPER_WRONG if mended is None else sentences.HELPER_WRONG_ONLY
        message = template.format(name=verdict.exercise, helper=helper)
        return replace(verdict, message=message, mistake=WRONG_HELPER, next="")
    message = sentences.HELPER_WRONG_TOO.format(name=verdict.exercise, helper=helper, message=mended.message)
    return replace(verdict, message=message, mistake=mended.mistake or WRONG_HELPER, seen="", next=mended.next)


def with_helpers(function: FunctionType, helpers: Mapping[str, Callable[..., Any]]) -> FunctionType:
    """The same function, which finds these helpers where it would have found the learner's."""
    names = {**function.__globals__, **helpers}
    copy = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy
