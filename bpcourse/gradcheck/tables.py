"""How measurements are shown: tables as text and as HTML, numbers rounded so far that every machine prints the same.

The report of a gradient check and the witnesses of a derivation are such tables (chapter 01 onwards).
"""

import math
from collections.abc import Sequence
from html import escape
from typing import Any

MARKED = "; font-weight: bold; background-color: rgba(213, 94, 0, 0.25)"


def magnitude(value: float) -> str:
    """One digit from 0.01 up, below that the nearest power of ten, written 1e-9."""
    return f"{value:.1g}" if value >= 0.01 else f"1e{round(math.log10(value))}"


def rounded(value: float, decimals: int) -> str:
    """At most six digits, and none beyond the given decimals, where there is only rounding."""
    # Adding 0.0 turns -0.0 into 0.0.
    return f"{round(value, decimals) + 0.0:.6g}"


def entry_label(place: tuple[Any, ...]) -> str:
    """[2, 0] for an entry of an array, "value" for a number."""
    return f"[{', '.join(str(i) for i in place)}]" if place else "value"


def as_text(table: Sequence[Sequence[str]], below: str) -> str:
    """Aligned columns, the first to the left and the others to the right, and a sentence below."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = []
    for first, *others in table:
        cells = [f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("   ".join([f"{first:<{widths[0]}}", *cells]).rstrip())
    return "\n".join([*lines, below])


def as_html(table: Sequence[Sequence[str]], marked: Sequence[bool], below: str) -> str:
    """The same as an HTML table. marked[i] says that row i below the heading is the one to look at."""
    head, *body = table
    rows = ["".join(_cell("th", cell, i, 'scope="col"') for i, cell in enumerate(head))]
    for cells, mark in zip(body, marked, strict=True):
        name = _cell("th", cells[0], 0, 'scope="row"')
        style = MARKED if mark else ""
        rows.append(name + "".join(_cell("td", cell, i, style=style) for i, cell in enumerate(cells[1:], start=1)))
    lines = "".join(f"<tr>{row}</tr>" for row in rows)
    sentence = f'<div style="padding: 4px 12px; font-weight: bold">{escape(below)}</div>'
    return f'<table style="margin: 4px 0px; font-size: 1em">{lines}</table>{sentence}'


def _cell(tag: str, text: str, column: int, attributes: str = "", style: str = "") -> str:
    align = "right" if column else "left"
    return f'<{tag} {attributes} style="text-align: {align}; padding: 4px 12px{style}">{escape(text)}</{tag}>'
