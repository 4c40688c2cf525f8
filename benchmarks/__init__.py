"""What the course costs, measured beside what it is compared with, in the same run: `python -m benchmarks`.

A benchmark is a module with a `run() -> Report`; the list of them stands in __main__.py.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    """One table of measurements, and what they say about the limits that we set ourselves.

    `rows` hold a name and then numbers, in the order of `columns`; `verdicts` are sentences, each saying met or missed.
    """

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, *tuple[float, ...]]]
    verdicts: list[str]
    met: bool
