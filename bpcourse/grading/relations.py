"""Wrong numbers that are an input itself, the right ones with a term too many or too few, or a function of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bpcourse.grading import sentences
from bpcourse.grading.compare import agree, as_array
from bpcourse.grading.patterns import Pair

Array = np.ndarray[Any, Any]

# What may have been done to the right numbers, or left undone, and what to say of it.
FUNCTIONS: tuple[tuple[Callable[[Array], Array], str], ...] = (
    (lambda right: 1.0 / right, sentences.UPSIDE_DOWN),
    (lambda right: right * right, sentences.SQUARED),
    (np.sqrt, sentences.ROOT),
    (lambda right: 1.0 - right, sentences.COMPLEMENT),
    (np.exp, sentences.EXP_OF),
    (np.log, sentences.LOG_OF),
)


def is_input(pairs: Sequence[Pair], tolerance: float) -> str:
    """The numbers are those of an input, unchanged."""
    for name in pairs[0].case.inputs:
        if all(agree(value, pair.got, tolerance) for pair, value in _values(pairs, name)):
            return sentences.IS_INPUT.format(name=name)
    return ""


def term_of_input(pairs: Sequence[Pair], tolerance: float) -> str:
    """With an input added, or taken away, the numbers would be the right ones."""
    for name in pairs[0].case.inputs:
        for sign, text in ((1.0, sentences.PLUS_INPUT), (-1.0, sentences.MINUS_INPUT)):
            if all(_completes(pair, sign * value, tolerance) for pair, value in _values(pairs, name)):
                return text.format(name=name)
    return ""


def offset(pairs: Sequence[Pair], tolerance: float) -> str:
    """The right numbers, and the same amount more in each."""
    if any(pair.got.dtype.kind not in "fiu" or pair.right.dtype.kind not in "fiu" for pair in pairs):
        return ""
    more = np.concatenate([(pair.got - pair.right).ravel() for pair in pairs])
    alike = more.size > 1 and np.allclose(more, more[0], rtol=tolerance, atol=0)
    return sentences.OFFSET.format(offset=f"{more[0]:.4g}") if alike else ""


def function_of_right(pairs: Sequence[Pair], tolerance: float) -> str:
    """Every number is the same simple function of the right one."""
    if any(pair.right.dtype.kind not in "fi" for pair in pairs):
        return ""
    for function, text in FUNCTIONS:
        with np.errstate(all="ignore"):
            if all(agree(function(pair.right), pair.got, tolerance) for pair in pairs):
                return text
    return ""


def _values(pairs: Sequence[Pair], name: str) -> list[tuple[Pair, Array]]:
    """Each pair with the numbers of an input; nan where that is none."""
    values = (as_array(pair.case.inputs[name]) for pair in pairs)
    return [
        (pair, np.array(np.nan) if value is None or value.dtype.kind == "b" else value)
        for pair, value in zip(pairs, values, strict=True)
    ]


def _completes(pair: Pair, term: Array, tolerance: float) -> bool:
    try:
        whole = pair.got + term
    except ValueError:  # shapes that do not go together
        return False
    return whole.shape == pair.right.shape and agree(pair.right, whole, tolerance)
