"""The figures of the report on a class, as SVG: bars whose colours follow the page, with every number written out."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence

from bpcourse.classroom.class_facts import AT_FIRST, BINS, LATER, NOT_YET, OUTCOMES, PARTLY, UNTOUCHED, Named

WIDTH = 960
COLOURS = {AT_FIRST: "good", LATER: "later", PARTLY: "part", NOT_YET: "bad", UNTOUCHED: "none"}
ON_THEM = {
    AT_FIRST: "on",
    LATER: "over",
    PARTLY: "dark",
    NOT_YET: "on",
    UNTOUCHED: "over",
}  # the colour of a number there
STYLE = """
figure{margin:.75rem 0 1.5rem;overflow-x:auto}@media screen{svg{min-width:44rem}}
svg{display:block;width:100%;height:auto;font:14px system-ui,"DejaVu Sans",sans-serif}
svg text{fill:var(--ink)}svg .quiet{fill:var(--quiet)}svg .name{font:13px ui-monospace,"DejaVu Sans Mono",monospace}
svg .on{fill:var(--on);font-size:12px}svg .over{fill:var(--ink);font-size:12px}svg .dark{fill:#17212b;font-size:12px}
svg .grid{stroke:var(--line);stroke-width:1}
svg .good{fill:var(--good)}svg .later{fill:var(--later)}svg .part{fill:var(--part)}svg .bad{fill:var(--bad)}
svg .none{fill:var(--none)}svg .accent{fill:var(--accent)}svg .still{fill:var(--name)}
svg .mended{fill:var(--name);opacity:.4}
svg .strong{font-weight:600}
"""


def outcomes_chart(outcomes: Mapping[str, Counter[str]]) -> str:
    """A bar for each exercise: how many learners were right at first, later, in part, not, or did not try."""
    left, right, height = max(220, 24 + 8 * max(map(len, outcomes))), WIDTH - 160, 32
    parts = [_legend([(COLOURS[name], name) for name in OUTCOMES], 16)]
    top = 44
    for place in range(5):
        x = left + (right - left) * place / 4
        parts.append(f"<line class=grid x1={x:g} x2={x:g} y1={top - 6} y2={top + height * len(outcomes)} />")
    for row, (name, counted) in enumerate(outcomes.items()):
        y, x = top + row * height, float(left)
        total = sum(counted.values())
        parts.append(_text(left - 12, y + 15, name, "name", "end"))
        for outcome in OUTCOMES:
            width = (right - left) * counted[outcome] / total
            if width:
                parts.append(_bar(x, y, width, 22, COLOURS[outcome], f"{name}: {counted[outcome]} {outcome}"))
                if width > 9 * len(str(counted[outcome])) + 6:
                    parts.append(_text(x + width / 2, y + 15.5, str(counted[outcome]), ON_THEM[outcome], "middle"))
            x += width
        parts.append(_text(right + 12, y + 15, f"{counted[AT_FIRST] / total:.0%} right at first", "strong"))
    return _svg(top + height * len(outcomes) + 4, parts)


def mistakes_chart(mistakes: Sequence[Named], most: int) -> str:
    """Bars for the mistakes of one exercise: how many learners made it, and how many still do.

    `most` learners would fill the width: the same number for every exercise, so that the figures can be compared.
    """
    left, height = 340, 28
    unit = (WIDTH - 200 - left) / most
    parts = []
    for row, named in enumerate(mistakes):
        y = 4 + row * height
        parts.append(_text(left - 12, y + 14, _shortened(named.mistake), "", "end"))
        parts.append(_bar(left, y, unit * named.still, 19, "still", f"{named.mistake}: {named.still} still"))
        mended = named.ever - named.still
        parts.append(
            _bar(left + unit * named.still, y, unit * mended, 19, "mended", f"{named.mistake}: {mended} mended")
        )
        tail = f"{named.ever}" if named.still == named.ever else f"{named.ever}, of whom {mended} mended it"
        parts.append(_text(left + unit * named.ever + 8, y + 14, tail, "quiet"))
    return _svg(height * len(mistakes) + 8, parts)


def points_chart(bins: Sequence[int]) -> str:
    """How many learners have how much of the points: a column for each tenth."""
    bottom, width, most = 170, (WIDTH - 80) / BINS, max(*bins, 1)
    parts = [f"<line class=grid x1=40 x2={WIDTH - 40} y1={bottom} y2={bottom} />"]
    for place, count in enumerate(bins):
        x, height = 40 + place * width, 140 * count / most
        label = f"{10 * place} to {10 * (place + 1)} %"
        parts.append(
            _bar(x + 4, bottom - height, width - 8, height, "accent", f"{count} learners with {label} of the points")
        )
        parts.append(_text(x + width / 2, bottom - height - 6, str(count) if count else "", "", "middle"))
        parts.append(_text(x + width / 2, bottom + 20, label, "quiet", "middle"))
    return _svg(bottom + 30, parts)


def _svg(height: float, parts: Sequence[str]) -> str:
    picture = f'<svg viewBox="0 0 {WIDTH} {height:g}" xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    return f"<figure>{picture}</figure>"


def _bar(x: float, y: float, width: float, height: float, kind: str, says: str) -> str:
    shape = f'<rect class="{kind}" x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}">'
    return f"{shape}<title>{html.escape(says)}</title></rect>" if width > 0 and height > 0 else ""


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}">{html.escape(text)}</text>'


def _legend(entries: Sequence[tuple[str, str]], y: float) -> str:
    parts, x = [], float(WIDTH - 740)
    for kind, text in entries:
        parts += [_bar(x, y - 10, 12, 12, kind, text), _text(x + 18, y, text, "quiet")]
        x += 34 + 7.4 * len(text)
    return "".join(parts)


def _shortened(text: str, most: int = 42) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
