"""A right formula in a notebook: the points have decided, and SymPy tries to prove what they say (from chapter 01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from bpcourse.grading import sentences
from bpcourse.grading.exercise import Case, Exercise
from bpcourse.grading.expression import is_sympy
from bpcourse.grading.verdict import Verdict


def with_proof(exercise: Exercise, cases: Sequence[Case], submitted: Any, verdict: Verdict) -> Verdict:
    """The verdict on a right answer to an exercise with a formula: whether it is proved, or agrees at points alone."""
    points = sum(np.broadcast(*case.inputs.values()).size for case in cases)
    text = sentences.CORRECT_PROVED if _proved(exercise, cases, submitted) else sentences.CORRECT_AT_POINTS
    return replace(verdict, message=text.format(points=points))


def _proved(exercise: Exercise, cases: Sequence[Case], submitted: Any) -> bool:
    if not is_sympy(submitted):  # a plain number: SymPy need not be loaded
        return False
    from bpcourse.symbolic.equality import proves_equal
    from bpcourse.symbolic.formulas import from_text

    return proves_equal(submitted, from_text(exercise.formula, cases[0].inputs))
