"""What `submit` shows: the points, one line for what is right or not begun, and the verdicts that are to be read."""

from __future__ import annotations

from dataclasses import dataclass

from bpcourse.cards import Card
from bpcourse.grading.verdict import CORRECT, NOT_ATTEMPTED, Verdict


@dataclass(frozen=True)
class Submitted:
    """The verdicts on one submission, where they were written, and a sentence on how it was handed in, if it was."""

    verdicts: tuple[Verdict, ...]
    written: str
    handed_in: str = ""

    @property
    def summary(self) -> str:
        points = sum(verdict.points for verdict in self.verdicts)
        most = sum(verdict.max_points for verdict in self.verdicts)
        return f"Submitted: {points:g} of {most:g} point{'' if most == 1 else 's'}"

    @property
    def _card(self) -> Card:
        """The points, and a line for each exercise of which there is no more to say."""
        short = tuple(f"{v.headline}, {v.status}" for v in self.verdicts if v.status in (CORRECT, NOT_ATTEMPTED))
        record = f"Judged on new numbers. The record is `{self.written}`."
        return Card(self.summary, tuple(filter(None, (self.handed_in, record, *short))))

    @property
    def _to_read(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.status not in (CORRECT, NOT_ATTEMPTED)]

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, (self._card, *self._to_read)))

    def _repr_html_(self) -> str:
        return self._card._repr_html_() + "".join(verdict._repr_html_() for verdict in self._to_read)
