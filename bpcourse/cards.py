"""What the learner's verbs show beside verdicts: a card with a title and a few paragraphs, as text and as HTML."""

from __future__ import annotations

import html
from dataclasses import dataclass

from bpcourse.grading.verdict import as_html


@dataclass(frozen=True)
class Card:
    """A title, paragraphs in which `code` stands between back-quotes, and a block of code if there is one."""

    title: str
    paragraphs: tuple[str, ...]
    code: str = ""

    def __repr__(self) -> str:
        block = "\n".join(f"    {line}" if line else "" for line in self.code.splitlines())
        return "\n".join(part for part in (self.title, *self.paragraphs, block) if part)

    def _repr_html_(self) -> str:
        paragraphs = "".join(f'<div style="margin-top:4px">{as_html(text)}</div>' for text in self.paragraphs)
        block = f'<pre style="margin:8px 0 0">{html.escape(self.code)}</pre>' if self.code else ""
        return (
            '<div role="status" style="border-left:4px solid #8a8a8a;padding:6px 12px;margin:4px 0;line-height:1.5;'
            f'max-width:46em"><b>{as_html(self.title)}</b>{paragraphs}{block}</div>'
        )
