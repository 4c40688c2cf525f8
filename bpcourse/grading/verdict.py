"""A verdict: the points, what is wrong by name, where it was seen and what to do next; as text and as HTML."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

CORRECT, PARTIAL, WRONG = "correct", "partial", "wrong"
NOT_ATTEMPTED, ERROR = "not attempted", "error"
TIMEOUT, CRASHED, INVALID = "timeout", "crashed", "invalid"
STATUSES = (CORRECT, PARTIAL, WRONG, NOT_ATTEMPTED, ERROR, TIMEOUT, CRASHED, INVALID)

# The badge always carries the word as well, so that nothing is told by colour alone.
_MARK = {CORRECT: "✓", PARTIAL: "◐", NOT_ATTEMPTED: "○"}
_COLOUR = {CORRECT: "#00795a", PARTIAL: "#8a5a00", NOT_ATTEMPTED: "#5f6368"}
_OTHER_MARK, _OTHER_COLOUR = "✗", "#b3261e"


@dataclass(frozen=True)
class Verdict:
    """What the judge found.

    `status` is one of STATUSES; `mistake` the name of a recognised mistake, or empty; `message` says what is wrong
    and why; `seen` gives the smallest case that shows it; `next` says where to go from here.
    """

    exercise: str
    chapter: int
    status: str
    points: float
    max_points: float
    message: str
    mistake: str = ""
    seen: str = ""
    next: str = ""

    @property
    def headline(self) -> str:
        """The exercise and its points in one line."""
        if self.status == INVALID and not self.max_points:
            return self.exercise
        noun = "point" if self.max_points == 1 else "points"
        return f"{self.exercise}: {self.points:g} of {self.max_points:g} {noun}"

    def __repr__(self) -> str:
        lines = [f"{_MARK.get(self.status, _OTHER_MARK)} {self.headline} ({self.status})", self.message]
        if self.seen:
            lines.append(f"Seen: {self.seen}")
        if self.next:
            lines.append(f"Next: {self.next}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        colour = _COLOUR.get(self.status, _OTHER_COLOUR)
        label = f"{_MARK.get(self.status, _OTHER_MARK)} {self.status}"
        named = f" · {html.escape(self.mistake)}" if self.mistake else ""
        rows = [("", self.message), ("Seen", self.seen), ("Next", self.next)]
        paragraphs = "".join(
            f'<div style="margin-top:4px">{f"<b>{title}:</b> " if title else ""}{as_html(text)}</div>'
            for title, text in rows
            if text
        )
        return (
            f'<div role="status" style="border-left:4px solid {colour};padding:6px 12px;margin:4px 0;line-height:1.5;'
            'max-width:46em">'
            f'<span style="background:{colour};color:#fff;border-radius:3px;padding:1px 8px;margin-right:8px">'
            f"{label}</span><b>{html.escape(self.headline)}</b>{named}{paragraphs}</div>"
        )


def as_html(text: str) -> str:
    """A sentence as HTML: escaped, with `code` between back-quotes set as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
