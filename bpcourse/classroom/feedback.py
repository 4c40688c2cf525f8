"""What each learner gets to read: feedback/NAME.html and NAME.md, the points and what to do next.

Whatever a learner controls (the name, the errors, the values) is escaped: it is shown, never obeyed.
"""

from __future__ import annotations

import html
import re

from bpcourse.classroom.pages import page
from bpcourse.classroom.standings import Report, Standing
from bpcourse.grading.verdict import CORRECT, Verdict

# What Markdown may take for more than text, outside `code`.
SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$]|^ *(?:[#+=-]|\d+(?=[.)]))")


def as_page(report: Report) -> str:
    """The feedback as one HTML page."""
    rows = "".join(
        f"<tr><td><code>{html.escape(one.exercise)}</code><td class=number>{one.points:g} of {one.max_points:g}"
        f"<td>{_history(one)}"
        for one in report.standings
    )
    table = f"<table><thead><tr><th>Exercise<th class=number>Points<th>Attempts<tbody>{rows}</table>" if rows else ""
    problems = "".join(f"<p class=problem>{html.escape(problem)}" for problem in report.problems)
    verdicts = "".join(f"<section>{verdict._repr_html_()}</section>" for verdict in to_read(report))
    title = f"Feedback for {report.learner.name}"
    body = (
        f"<p class=sum>{_total(report)}</p>{problems}{table}{'<h2>What to do next</h2>' if verdicts else ''}{verdicts}"
    )
    return page(title, body)


def as_markdown(report: Report) -> str:
    """The feedback as Markdown."""
    lines = [f"# Feedback for {_md(report.learner.name)}", "", _total(report), ""]
    lines += [line for problem in report.problems for line in (_md(problem), "")]
    if report.standings:
        lines += ["| Exercise | Points | Attempts |", "| --- | ---: | --- |"]
        lines += [
            f"| `{one.exercise}` | {one.points:g} of {one.max_points:g} | {_history(one)} |" for one in report.standings
        ]
        lines += [""]
    for verdict in to_read(report):
        named = f" ({_md(verdict.mistake)})" if verdict.mistake else ""
        lines += [f"## `{verdict.exercise}`: {verdict.status}{named}", "", _md(verdict.message), ""]
        for title, text in (("Seen", verdict.seen), ("Next", verdict.next)):
            lines += [f"**{title}:** {_md(text)}", ""] if text else []
    return "\n".join(lines)


def to_read(report: Report) -> list[Verdict]:
    """The last verdict on each exercise that no attempt got right."""
    return [one.attempts[-1] for one in report.standings if one.attempts and one.best and one.best.status != CORRECT]


def _total(report: Report) -> str:
    return f"{report.points:g} of {report.max_points:g} point{'' if report.max_points == 1 else 's'}"


def _history(standing: Standing) -> str:
    """Every attempt in a word, and which one counts if that is not the last."""
    if not standing.attempts:
        return "not attempted"
    words = ", ".join(verdict.status for verdict in standing.attempts)
    counts = standing.best is not standing.attempts[-1] and standing.points > standing.attempts[-1].points
    return f"{words}; the best one counts" if counts else words


def _md(text: str) -> str:
    """A sentence as Markdown: what stands between back-quotes is code, all else is only text."""
    parts = re.split(r"(`[^`]+`)", " ".join(text.split()))
    return "".join(part if place % 2 else SPECIAL.sub(_escaped, part) for place, part in enumerate(parts))


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"
