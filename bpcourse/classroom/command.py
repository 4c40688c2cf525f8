"""`bpcourse grade`: many submissions in, a folder with the gradebook, the tables and the reports out."""

from __future__ import annotations

import argparse
import os
import re
import secrets
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bpcourse.autograders import exercises, nearest
from bpcourse.classroom import sandbox
from bpcourse.classroom.batch import Result
from bpcourse.classroom.collect import HandedIn, NothingToGrade, collect
from bpcourse.classroom.exports import DEFAULT_COLUMNS, WrongColumns, titled, write_platform_csv
from bpcourse.classroom.gradebook import Gradebook, Refused
from bpcourse.classroom.names import printable
from bpcourse.classroom.notebook import InvalidSubmission
from bpcourse.classroom.progress import Bar
from bpcourse.classroom.sandbox.process import MEMORY
from bpcourse.classroom.spread import Numbered, grade_here, grade_in_processes
from bpcourse.classroom.standings import reports
from bpcourse.classroom.task import NotContained, Settings, Task, unusable
from bpcourse.classroom.telling import graded_exercises, write_all
from bpcourse.grading.verdict import INVALID

SECONDS = 10.0
MOST_JOBS = 256
FEW = 5  # submissions of which each verdict is printed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `bpcourse grade` takes."""
    add = parser.add_argument
    add(
        "paths", nargs="+", metavar="PATH", help="a folder, a zip as a learning platform exports it, a notebook, a file"
    )
    add("--out", required=True, type=Path, metavar="DIR", help="where the gradebook and the reports are written")
    add("--exercise", nargs="+", action="extend", metavar="NAME", help="grade only these (default: all)")
    add("--jobs", type=_jobs, metavar="N", help="submissions graded at the same time (default: one a processor)")
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
        "--exercises",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="your own exercises, see exercises new",
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


def grade(arguments: argparse.Namespace) -> int:
    """Grade what the arguments name; 1 when the run could not be done or a submission was invalid, 130 on Ctrl+C."""
    try:
        level = sandbox.level()
        if level.name != "full" and not arguments.trust:
            print(f"{level.sentence}\nTo grade here even so: --trust.", file=sys.stderr)
            return 1
        _know(arguments.exercise or ())
        arguments.columns = titled(arguments.columns or DEFAULT_COLUMNS)
        handed_in = collect(arguments.paths, arguments.name_pattern or "")
        _make(arguments.out)
        if arguments.gradebook_csv:
            _make(arguments.gradebook_csv.parent)
        with _gradebook(arguments) as gradebook:
            return _grade_all(handed_in, gradebook, arguments, level)
    except (NothingToGrade, Refused, WrongColumns, NotContained) as problem:
        print(problem, file=sys.stderr)
        return 1


def _gradebook(arguments: argparse.Namespace) -> Gradebook:
    """The record of the run: a new one with the settings given, or the one that is gone on with."""
    settings = {
        "seed": str(secrets.randbits(32) if arguments.seed is None else arguments.seed),
        "timeout": f"{arguments.timeout or SECONDS:g}",
        "memory": str(arguments.memory or MEMORY),
        "exercise": " ".join(name for name in exercises() if name in (arguments.exercise or ())),
    }
    given = [name for name in settings if getattr(arguments, name) is not None]
    return Gradebook(arguments.out, settings, resume=arguments.resume, given=given)


def _grade_all(
    handed_in: Sequence[HandedIn], gradebook: Gradebook, arguments: argparse.Namespace, level: sandbox.Level
) -> int:
    kept = gradebook.settings
    settings = Settings(
        seed=int(kept["seed"]),
        seconds=float(kept["timeout"]),
        memory=int(kept["memory"]),
        exercises=tuple(kept["exercise"].split()),
        trust=arguments.trust,
    )
    jobs = min(arguments.jobs or _processors(), len(handed_in))
    bar = Bar(len(handed_in), sys.stderr)
    tasks = _tasks(handed_in, gradebook, bar)
    graded = grade_here(tasks, settings) if jobs == 1 else grade_in_processes(tasks, settings, jobs)
    print(level.sentence)
    try:
        for number, results in graded:
            gradebook.write(number, results)
            _tell(results, in_full=len(handed_in) <= FEW)
            bar.step()
    except KeyboardInterrupt:
        bar.end()
        print(f"Stopped; what is graded is kept in {gradebook.path}. Go on by --resume.", file=sys.stderr)
        return 130
    bar.end()
    write_all(gradebook, arguments.out, level.sentence)
    if arguments.gradebook_csv:
        write_platform_csv(arguments.gradebook_csv, arguments.columns, reports(gradebook), graded_exercises(gradebook))
    print(f"Written to {arguments.out}. The same numbers again: --seed {settings.seed}")
    return int(bool(gradebook.rows("SELECT 1 FROM results WHERE status = ? LIMIT 1", INVALID)))


def _tasks(handed_in: Sequence[HandedIn], gradebook: Gradebook, bar: Bar) -> Iterator[Numbered]:
    """What is still to be graded, read file by file as the grading gets to it."""
    for one in handed_in:
        try:
            content, problem = one.source.read(), ""
        except InvalidSubmission as error:
            content, problem = str(error).encode("utf-8", "backslashreplace"), f"{error}."
        number = gradebook.enter(one.learner, one.file, content)
        if number is None:
            bar.step()
        elif problem:
            results = [unusable(one.file, problem)]
            gradebook.write(number, results)
            _tell(results, in_full=False)
            bar.step()
        else:
            yield number, Task(one.file, content)


def _tell(results: Sequence[Result], in_full: bool) -> None:
    """Print a submission that could not be graded, and every verdict of a small run."""
    for place, result in enumerate(results):
        verdict = result.verdict
        if place == 0 and (in_full or verdict.status == INVALID):
            print(result.submission)
        if verdict.status == INVALID:
            print(f"   {printable(verdict.message)}")
        elif in_full:
            mistake = f" ({verdict.mistake})" if verdict.mistake else ""
            points = f"{verdict.points:g}/{verdict.max_points:g}"
            print(f"   {verdict.exercise:20} {points:>8}  {verdict.status}{mistake}")


def _know(names: Sequence[str]) -> None:
    for name in names:
        if name not in exercises():
            like = nearest(name)
            advice = f"Did you mean {like}?" if like else "`bpcourse list` names them all."
            raise Refused(f"No exercise is called {name}. {advice}")


def _make(folder: Path) -> None:
    """Make the folder before the grading, whose results would have nowhere to go."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".{secrets.token_hex(4)}.tmp"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Refused(f"The results cannot be written to {folder}: {error.strerror or error}.") from error


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
