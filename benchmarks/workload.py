"""What a benchmark is made of: one piece of work, several ways to do it, and the limits that we set ourselves.

Nothing here measures anything. A limit turns the times of one run into a finding: met, missed, or which contender was
not there to be measured.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

# Does the whole work once, and gives the numbers that all contenders must agree on, or None.
Run = Callable[[], Any]
# {contender: seconds of each round}. Round by round the contenders took turns, so the lists pair off.
Times = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Finding:
    """One line of the verdict. `verdict` is "met", "MISSED", "no limit", or says which contender is missing."""

    what: str
    ours: str
    peer: str
    ratio: float | None
    limit: str
    verdict: str


@dataclass(frozen=True)
class Limit:
    """What is promised about two contenders: `at_least` so many times as fast, or `at_most` so many times as long.

    With neither, the ratio of the times is shown and nothing is promised. A stretch is what we would like to reach.
    """

    ours: str
    peer: str
    at_least: float | None = None
    at_most: float | None = None
    stretch: float | None = None

    def finding(self, times: Times) -> Finding:
        """The median of the ratios of the rounds, beside what was promised."""
        relation = "times as fast as" if self.at_least else "times the time of"
        what = f"{self.ours}: {relation} {self.peer}"
        limit = "" if self.bound is None else f"{'>=' if self.at_least else '<='} {self.bound:g}"
        if self.stretch is not None:
            limit += f" (stretch {self.stretch:g})"
        own, other = (seconds(median(times[name])) if name in times else "" for name in (self.ours, self.peer))
        if not (own and other):
            return Finding(what, own, other, None, limit, f"missing: {self.peer if own else self.ours}")
        rounds = list(zip(times[self.ours], times[self.peer], strict=True))
        ratio = median(b / a for a, b in rounds) if self.at_least else median(a / b for a, b in rounds)
        return Finding(what, own, other, ratio, limit, self._verdict(ratio))

    @property
    def bound(self) -> float | None:
        """The number that is promised, if one is."""
        return self.at_most if self.at_least is None else self.at_least

    def _verdict(self, ratio: float) -> str:
        if self.bound is None:
            return "no limit"
        return "met" if (ratio >= self.bound if self.at_least else ratio <= self.bound) else "MISSED"


@dataclass(frozen=True)
class Budget:
    """A limit without a peer: an amount that is counted or, where `amount` is missing, the milliseconds of `ours`."""

    ours: str
    unit: str
    at_most: float
    amount: Callable[[], float] | None = None

    def finding(self, times: Times) -> Finding:
        """The amount beside what was promised."""
        spent = 1000.0 * median(times[self.ours]) if self.amount is None else self.amount()
        verdict = "met" if spent <= self.at_most else "MISSED"
        return Finding(f"{self.ours}: {self.unit}", f"{spent:.4g}", "", None, f"<= {self.at_most:g}", verdict)


def flat(result: Any) -> Any:
    """All numbers of nested lists and arrays in one vector: how results are compared unless a workload says how."""
    if isinstance(result, list | tuple):
        return np.concatenate([flat(part) for part in result])
    return np.ravel(np.asarray(result, dtype=np.float64))


@dataclass(frozen=True)
class Workload:
    """One piece of work and its contenders, ours first: {name: function of `work()` that prepares a Run}.

    A contender whose package is not installed is left out. `scale` turns the time of a Run into that of the whole
    work. Results are compared as vectors of `numbers`, to `tolerance` relative to the largest entry.
    """

    title: str
    note: str
    work: Callable[[], Any]
    contenders: Mapping[str, Callable[[Any], Run]]
    limits: Sequence[Limit | Budget]
    tolerance: float
    scale: float = 1.0
    numbers: Callable[[Any], Any] = flat


def seconds(time: float) -> str:
    """The time in the unit in which it reads best."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if time >= size:
            return f"{time / size:.3g} {unit}"
    return f"{time / 1e-6:.3g} µs"
