"""What the ledger must cover: the labelled formulas and the numbers in a chapter's text."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
DISPLAYED = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)
LABEL = re.compile(r"\\tag\{([^}]*)\}")
# Numbers that are not claims: those inside code, links, and the list of references.
NOT_PROSE = re.compile(r"`[^`]*`|\]\([^)]*\)|\$\$.*?\$\$|\*\*Where to read more.*", re.DOTALL)
DECIMAL = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])")


def text_of(chapter: str) -> str:
    """The Markdown of a chapter, cell after cell."""
    [path] = CHAPTERS.glob(f"{chapter}_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def squeezed(text: str) -> str:
    """Text without the difference between a space and a line break."""
    return " ".join(text.split())


def formulas(text: str) -> dict[str, str]:
    """Label -> LaTeX of every displayed formula; one without a label is filed under its own LaTeX."""
    found = {}
    for latex in DISPLAYED.findall(text):
        label = LABEL.search(latex)
        found[label.group(1) if label else f"no label: {squeezed(latex)}"] = squeezed(LABEL.sub("", latex))
    return found


def numbers(text: str) -> list[tuple[int, str]]:
    """(place, number) of every decimal number in the prose; a reference to a formula, (1.3), is not one."""
    blank = NOT_PROSE.sub(lambda match: " " * len(match.group()), text)
    blank = re.sub(r"\(\d+\.\d+\)", lambda match: " " * len(match.group()), blank)
    return [(match.start(), match.group()) for match in DECIMAL.finditer(blank)]
