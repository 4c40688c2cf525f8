"""How the work of a function grows with its input, told from the lines that it executed on a few sizes (chapter 04)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from bpcourse.grading import sentences
from bpcourse.grading.answers import TOO_MANY_LINES, Answer
from bpcourse.grading.exercise import Case
from bpcourse.grading.values import Value

# By how much the rate of an exponential growth may seem to fall from one size to the next: that of a power halves.
STEADY = 0.75


def told(cases: Sequence[Case], answers: Sequence[Answer]) -> str:
    """What to say of a function that executed more lines than it may, or an empty text when none did."""
    pairs = list(zip(cases, answers, strict=True))
    stopped = min((pair for pair in pairs if pair[1].raised == TOO_MANY_LINES), key=_size_of, default=None)
    if stopped is None:
        return ""
    finished = sorted((pair for pair in pairs if pair[1].returned and pair[1].lines), key=_size_of)
    most, what = f"{stopped[0].most_lines:,}", stopped[0].what
    if not finished:
        return sentences.TOO_MANY_LINES.format(most=most, what=what)
    counts = ", ".join(f"{answer.lines:,} on {case.what}" for case, answer in finished)
    text = sentences.LINES_GREW.format(counts=counts, most=most, what=what)
    sizes = [_size_of(pair) for pair in finished] + [_size_of(stopped)]
    lines = [answer.lines for _, answer in finished] + [max(1, stopped[1].lines)]
    return f"{text} {_kind(sizes, lines)}".rstrip()


def _kind(sizes: Sequence[int], lines: Sequence[int]) -> str:
    """The sentence for the kind of growth, where enough sizes tell it; the last count is a lower bound."""
    if len(sizes) < 3 or any(after <= before for before, after in pairwise(sizes)):
        return ""
    logs = [math.log(count) for count in lines]  # of whole numbers of any size: they come from a learner's process
    rates = [(l2 - l1) / (n2 - n1) for (n1, l1), (n2, l2) in pairwise(zip(sizes, logs, strict=True))]
    known = rates[:-1] if len(rates) > 2 else rates
    if all(after >= STEADY * before for before, after in pairwise(known)):
        return sentences.EXPONENTIAL
    if len(rates) < 3:
        return ""
    power = (logs[-2] - logs[-3]) / math.log(sizes[-2] / sizes[-3])
    return sentences.TWICE_THE_SIZE.format(factor=f"{2**power:.1f}") if power > 1 else ""


def _size_of(pair: tuple[Case, Answer]) -> int:
    return size(pair[0])


def size(case: Case) -> int:
    """How much there is in the inputs: the number of entries of its arrays, lists and dictionaries."""
    return sum(map(_entries, case.inputs.values()))


def _entries(value: Value) -> int:
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, (tuple, list)):
        return sum(map(_entries, value))
    if isinstance(value, dict):
        return sum(1 + _entries(item) for item in value.values())
    return 1
