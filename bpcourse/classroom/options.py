"""What `bpcourse grade` takes on its command line, and what it refuses there."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from bpcourse.classroom.sandbox.process import MEMORY

SECONDS = 10.0
MOST_JOBS = 256


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `bpcourse grade` takes."""
    add = parser.add_argument
    add(
        "paths", nargs="+", metavar="PATH", help="a folder, a zip as a learning platform exports it, a notebook, a file"
    )
    add("--out", required=True, type=Path, metavar="DIR", help="where the gradebook and the reports are written")
    add("--exercise", nargs="+", action="extend", metavar="NAME", help="grade only these (default: all)")
    add("--jobs", type=_jobs, metavar="N", help="submissions graded at the same time (default: one a processor)")
    add("--dask", metavar="ADDRESS", help="grade on the workers of this Dask scheduler instead")
    add("--seed", type=_seed, metavar="N", help="draw the numbers of an earlier run again")
    add(
        "--timeout",
        type=_seconds,
        metavar="S",
        help=f"seconds for the cells together, and for each exercise (default {SECONDS:g})",
    )
    add("--memory", type=_memory, metavar="MB", help=f"memory of each submission (default {MEMORY})")
    add("--name-pattern", type=_pattern, metavar="REGEX", help="its group `name` is the learner's name")
    add(
        "--with",
        action="append",
        default=[],
        dest="own",
        type=Path,
        metavar="FILE.py",
        help="exercises of your own beside the course's, see exercises new",
    )
    add("--gradebook-csv", type=Path, metavar="FILE", help="write the grades for a learning platform to import")
    add(
        "--columns",
        nargs="+",
        action="extend",
        metavar="TITLE=TEXT",
        help="its columns: 'SIS Login ID={name}' 'HW 1={points}'",
    )
    add("--trust", action="store_true", help="grade even where submissions are not fully contained")
    add("--resume", action="store_true", help="go on with the run in DIR: grade what is not graded yet")


def _jobs(text: str) -> int:
    jobs = int(text)
    if not 1 <= jobs <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"{text} is not a number of jobs from 1 to {MOST_JOBS}")
    return jobs


def _memory(text: str) -> int:
    memory = int(text)
    if not 64 <= memory <= 1 << 20:
        raise argparse.ArgumentTypeError(f"{text} is not a number of MB from 64 up")
    return memory


def _pattern(text: str) -> str:
    try:
        groups = re.compile(text).groupindex
    except re.error as error:
        raise argparse.ArgumentTypeError(f"{text} is not a regular expression: {error}") from error
    if "name" not in groups:
        raise argparse.ArgumentTypeError(f"{text} has no group called name: write (?P<name>...) around the name")
    return text


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds between 0 and 3600")
    return seconds


def _seed(text: str) -> int:
    seed = int(text)
    if seed < 0:
        raise argparse.ArgumentTypeError(f"{text} is not a seed: a whole number from 0 up")
    return seed
