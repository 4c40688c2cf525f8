"""`bpcourse grade`: many submissions in, a folder with the gradebook, the tables and the reports out."""

from __future__ import annotations

import argparse
import os
import secrets
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bpcourse.autograders import exercises, nearest
from bpcourse.classroom import sandbox
from bpcourse.classroom.batch import Result
from bpcourse.classroom.cluster import NoCluster, cluster
from bpcourse.classroom.collect import HandedIn, NothingToGrade, collect
from bpcourse.classroom.exports import DEFAULT_COLUMNS, WrongColumns, titled, write_platform_csv
from bpcourse.classroom.gradebook import Gradebook, Refused
from bpcourse.classroom.names import printable
from bpcourse.classroom.notebook import InvalidSubmission
from bpcourse.classroom.options import SECONDS
from bpcourse.classroom.progress import Bar
from bpcourse.classroom.sandbox.process import MEMORY
from bpcourse.classroom.spread import Graded, Numbered, grade_in_processes
from bpcourse.classroom.standings import reports
from bpcourse.classroom.task import NotContained, Settings, Task, unusable
from bpcourse.classroom.telling import graded_exercises, write_reports
from bpcourse.grading.verdict import INVALID

FEW = 5  # submissions of which each verdict is printed


# How the submissions are graded: with these settings, at most so many at the same time.
Grade = Callable[[Iterable[Numbered], Settings, int], Iterator[Graded]]


def grade(arguments: argparse.Namespace) -> int:
    """Grade what the arguments name; 1 when the run could not be done or a submission was invalid, 130 on Ctrl+C."""
    try:
        with _contained(arguments) as (containment, grade_them):
            _know(arguments.exercise or ())
            columns = titled(arguments.columns or DEFAULT_COLUMNS)
            handed_in = collect(arguments.paths, arguments.name_pattern or "")
            _make(arguments.out)
            if arguments.gradebook_csv:
                _make(arguments.gradebook_csv.parent)
            with _gradebook(arguments) as gradebook:
                print(containment)
                _grade_all(handed_in, gradebook, arguments, grade_them)
                _write_all(gradebook, arguments, columns, containment)
                return int(bool(gradebook.rows("SELECT 1 FROM results WHERE status = ? LIMIT 1", INVALID)))
    except (NothingToGrade, Refused, WrongColumns, NotContained, NoCluster) as problem:
        print(problem, file=sys.stderr)
        return 1
    except (OSError, sqlite3.Error) as error:
        print(
            f"The results could not all be written to {arguments.out}: {error}. Close what another program has open "
            "there, or make room; then go on by --resume.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print(f"\nStopped; what is graded is kept in {arguments.out}. Go on by --resume.", file=sys.stderr)
        return 130


@contextmanager
def _contained(arguments: argparse.Namespace) -> Iterator[tuple[str, Grade]]:
    """The sentence on how submissions will be contained, and the way to grade them: here or on a cluster.

    NotContained when that is less than fully, without trust.
    """
    if arguments.dask:
        with cluster(arguments.dask, trust=arguments.trust) as found:
            yield found.containment, lambda tasks, settings, jobs: found.grade(tasks, settings)
        return
    level = sandbox.level()
    if level.name != "full" and not arguments.trust:
        raise NotContained(f"{level.sentence}\nTo grade here even so: --trust.")
    yield level.sentence, grade_in_processes


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
    handed_in: Sequence[HandedIn], gradebook: Gradebook, arguments: argparse.Namespace, grade_them: Grade
) -> None:
    """Grade what is not graded yet, and write each result as it comes."""
    kept = gradebook.settings
    settings = Settings(
        seed=int(kept["seed"]),
        seconds=float(kept["timeout"]),
        memory=int(kept["memory"]),
        exercises=tuple(kept["exercise"].split()),
        trust=arguments.trust,
    )
    jobs = min(arguments.jobs or _processors(), len(handed_in))
    with Bar(len(handed_in), sys.stderr) as bar:
        for number, results in grade_them(_tasks(handed_in, gradebook, bar), settings, jobs):
            gradebook.write(number, results)
            _tell(results, in_full=len(handed_in) <= FEW)
            bar.step()


def _write_all(
    gradebook: Gradebook, arguments: argparse.Namespace, columns: Sequence[tuple[str, str]], containment: str
) -> None:
    write_reports(gradebook, arguments.out, containment)
    if arguments.gradebook_csv:
        write_platform_csv(arguments.gradebook_csv, columns, reports(gradebook), graded_exercises(gradebook))
    print(f"Written to {arguments.out}. The same numbers again: --seed {gradebook.settings['seed']}")


def _tasks(handed_in: Sequence[HandedIn], gradebook: Gradebook, bar: Bar) -> Iterator[Numbered]:
    """What is still to be graded, read file by file as the grading gets to it."""
    taken = set()  # a learner's same file is graded once, however often it was handed in
    for one in handed_in:
        try:
            content, problem = one.source.read(), ""
        except InvalidSubmission as error:
            content, problem = str(error).encode("utf-8", "backslashreplace"), f"{error}."
        number = gradebook.enter(one.learner, one.file, content)
        if number is None or number in taken:
            bar.step()
            continue
        taken.add(number)
        if problem:
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
