"""What one benchmark found, as a table that a reader can check: the times, then each limit, met or missed."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.workload import Finding, seconds


@dataclass(frozen=True)
class Timing:
    """One contender: median and shortest time of the whole work in seconds, and how far its numbers are from ours.

    `difference` is None where there are no numbers to compare. `missing` names the package that is not installed.
    """

    name: str
    median: float | None
    shortest: float | None
    difference: float | None
    missing: str = ""


@dataclass(frozen=True)
class Report:
    """The times of all contenders, and what they say about the limits."""

    title: str
    note: str
    timings: list[Timing]
    findings: list[Finding]

    @property
    def met(self) -> bool:
        """Whether no limit was missed; one that could not be measured counts as neither."""
        return all(finding.verdict != "MISSED" for finding in self.findings)


def table(report: Report) -> str:
    """The report as text."""
    timings = [["contender", "median", "shortest", "differs by"], *map(_timing, report.timings)]
    findings = [["measured", "ours", "peer", "ratio", "limit", "verdict"], *map(_finding, report.findings)]
    return "\n\n".join([report.title, _aligned(timings), _aligned(findings), report.note])


def markdown(where: str, reports: Sequence[Report]) -> str:
    """All findings as a page: the circumstances in which they were measured, one table, and what is to be known."""
    rows = [["work", "measured", "ours", "peer", "ratio", "limit", "verdict"], ["---"] * 7]
    rows += [[report.title, *_finding(finding)] for report in reports for finding in report.findings]
    lines = ["# What `python -m benchmarks` measured", "", *(f"- {line}" for line in where.splitlines()), ""]
    notes = [f"- {report.title}: {report.note}" for report in reports]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows), "", *notes, ""])


def _timing(timing: Timing) -> list[str]:
    if timing.median is None or timing.shortest is None:
        return [timing.name, f"missing: {timing.missing}", "", ""]
    difference = "not compared" if timing.difference is None else f"{timing.difference:.0e}"
    return [timing.name, seconds(timing.median), seconds(timing.shortest), difference]


def _finding(finding: Finding) -> list[str]:
    ratio = "" if finding.ratio is None else f"{finding.ratio:.2f}"
    return [finding.what, finding.ours, finding.peer, ratio, finding.limit, finding.verdict]


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)
