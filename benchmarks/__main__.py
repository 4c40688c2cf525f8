"""`python -m benchmarks [NAME ...] [--json FILE]`: run the benchmarks named, or all, and print a table for each."""

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks import Report, import_cost

BENCHMARKS = {
    "import": import_cost,
}


def table(report: Report) -> str:
    """Return the report as text: a title, aligned columns, and the sentences."""
    cells = [report.columns, *((name, *(f"{number:.2f}" for number in numbers)) for name, *numbers in report.rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(report.columns))]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in cells
    ]
    return "\n".join([report.title, "", *lines, "", *report.verdicts])


def main() -> int:
    """Return 0 when every limit was met, 1 when one was missed."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to FILE as well")
    wanted = parser.parse_args()
    if unknown := [name for name in wanted.names if name not in BENCHMARKS]:
        parser.error(f"there is no benchmark {unknown[0]}; there are: {', '.join(BENCHMARKS)}")
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs")
    reports = {}
    for name in wanted.names or BENCHMARKS:
        reports[name] = BENCHMARKS[name].run()
        print("\n" + table(reports[name]), flush=True)
    if wanted.json:
        text = json.dumps({name: asdict(report) for name, report in reports.items()}, indent=2)
        wanted.json.write_text(text + "\n", encoding="utf-8")
    return 0 if all(report.met for report in reports.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
