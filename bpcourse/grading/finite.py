"""Where an inf or a nan in an answer comes from: which input, and which operation is likely (chapters 01, 03, 09)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bpcourse.grading import sentences
from bpcourse.grading.compare import as_array
from bpcourse.grading.exercise import Case
from bpcourse.grading.showing import number

Array = np.ndarray[Any, Any]
# exp of a larger number is beyond the largest float64.
LARGEST_EXPONENT = float(np.log(np.finfo(np.float64).max))


def cause(seen: Sequence[tuple[Case, Array]]) -> str:
    """The likely reason for what is not finite in the answers, in a sentence, or an empty text.

    An input is blamed only when it is there wherever an answer is not finite, and nowhere else.
    """
    names = list(seen[0][0].inputs)
    for name in names:
        for told, has in ((_overflow, _is_large), (_of_zero, _is_zero)):
            pairs = [pair for case, got in seen for pair in _entries(case, name, got, has)]
            if pairs and all(there == (not np.isfinite(got)) for there, _, got in pairs):
                value, got = next((value, got) for there, value, got in pairs if there)
                return told(name, value, got)
    return ""


def _entries(case: Case, name: str, got: Array, has: Any) -> list[tuple[bool, float, complex]]:
    """Whether the input has it, the input and the answer: entry by entry where they have one shape, else as a whole."""
    values = as_array(case.inputs[name])
    if values is None or not values.size or not got.size or values.dtype.kind == "c":
        return []
    if values.shape == got.shape:
        return [(bool(has(v)), float(v), g) for v, g in zip(values.flat, got.flat, strict=True)]
    extreme = max(map(float, values.flat), key=lambda value: (has(value), abs(value)))
    worst = min(got.flat, key=lambda entry: bool(np.isfinite(entry)))
    return [(bool(has(extreme)), extreme, worst)]


def _is_large(value: float) -> bool:
    return abs(value) > LARGEST_EXPONENT


def _is_zero(value: float) -> bool:
    return value == 0


def _overflow(name: str, value: float, got: complex) -> str:
    text = sentences.EXP_OVERFLOWS if np.isnan(got) else sentences.EXP_IS_INF
    return text.format(name=name, value=number(value), exponent=number(abs(value)))


def _of_zero(name: str, value: float, got: complex) -> str:
    text = sentences.NAN_AT_ZERO if np.isnan(got) else sentences.INF_AT_ZERO
    return text.format(name=name)
