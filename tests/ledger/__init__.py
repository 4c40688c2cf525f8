"""The ledger: for each labelled formula and each number in a chapter's text, the check that proves it.

A chapter's module lists its FORMULAS and CLAIMS. `test_ledger.py` sees to it that nothing in the text is missing here
and that nothing here is missing in the text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Formula:
    """A displayed formula: its label, its LaTeX as it stands in the chapter, and two independent ways to its value.

    `both_sides(rng)` draws a point and returns what the left-hand side is (by SymPy, by measuring, by the code that the
    course runs) and what the right-hand side says. They must agree to 1e-6 or better.
    """

    label: str
    latex: str
    both_sides: Callable[[np.random.Generator], tuple[Any, Any]]
    tolerance: float = 1e-9


@dataclass(frozen=True)
class Claim:
    """A piece of text with numbers in it, as it stands in the chapter, and a function that says whether it holds."""

    text: str
    holds: Callable[[], bool]
