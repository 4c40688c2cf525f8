"""The commands of the instructor: `bpcourse list`, `bpcourse grade`, `bpcourse exercises verify` and `new`."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Sequence
from glob import glob
from itertools import groupby
from pathlib import Path

from bpcourse.autograders import chapter_title, exercises
from bpcourse.autograders.own import NotExercises, name_more

SECONDS = 10.0


def main(argv: Sequence[str]) -> int:
    """Run one command; its exit code: 0, or 1 when something could not be graded or verified."""
    parser = argparse.ArgumentParser(prog="bpcourse")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="print the exercises with chapter, points and minutes")
    grade_parser = commands.add_parser("grade", help="grade notebooks or Python files into a folder")
    grade_parser.add_argument("submissions", nargs="+", type=Path, metavar="NOTEBOOK", help="an .ipynb or .py file")
    grade_parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where results.csv is written")
    grade_parser.add_argument(
        "--timeout",
        type=_seconds,
        default=SECONDS,
        metavar="S",
        help=f"seconds for the cells together, and for each exercise (default {SECONDS:g})",
    )
    grade_parser.add_argument("--seed", type=_seed, metavar="N", help="draw the numbers of an earlier run again")
    grade_parser.add_argument(
        "--exercises",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a file of your own exercises (see: exercises new)",
    )
    _add_authoring(commands.add_parser("exercises", help="prove that every mistake is recognised by name; write one"))
    arguments = parser.parse_args(argv)
    try:
        return _run(arguments)
    except NotExercises as error:
        print(error, file=sys.stderr)
        return 1


def _add_authoring(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    verify = actions.add_parser("verify", help="right answers pass, and every mistake gets its own name")
    verify.add_argument("wanted", nargs="*", metavar="NAME", help="an exercise, or a file of your own; else all")
    new = actions.add_parser("new", help="write an exercise of your own to start from, and its notebook")
    new.add_argument("name", help="what it is called: the name of the learner's function")


def _run(arguments: argparse.Namespace) -> int:
    if arguments.command == "list":
        return list_exercises()
    if arguments.command == "exercises":
        from bpcourse import authoring

        if arguments.action == "new":
            return authoring.new_exercise(arguments.name, Path())
        return authoring.verify_exercises(arguments.wanted)
    name_more(arguments.exercises)
    return grade(arguments.submissions, arguments.out, arguments.timeout, arguments.seed)


def list_exercises() -> int:
    """Print every exercise under its chapter."""
    for chapter, members in groupby(exercises().values(), key=lambda exercise: exercise.chapter):
        print(f"{chapter:02d} {chapter_title(chapter)}")
        for exercise in members:
            points = f"{exercise.points} point{'s' if exercise.points != 1 else ''}"
            print(f"   {exercise.name:20} {points:>9}  {exercise.minutes:>3} min  {exercise.difficulty}")
    print(f"{len(exercises())} exercises, {sum(exercise.points for exercise in exercises().values())} points")
    return 0


def grade(submissions: Sequence[Path], out: Path, seconds: float, seed: int | None) -> int:
    """Grade the submissions one after another and write results.csv; 1 when one of them was invalid."""
    from bpcourse.classroom import batch, gradebook
    from bpcourse.grading.verdict import INVALID

    try:
        out.mkdir(parents=True, exist_ok=True)  # before the grading, whose results would have nowhere to go
    except OSError as error:
        print(f"The results cannot be written to {out}: {error.strerror or error}.", file=sys.stderr)
        return 1
    seed = secrets.randbits(32) if seed is None else seed
    results = []
    for path in _expanded(submissions):
        graded = batch.grade_file(path, seed, seconds)
        results += graded
        print(path)
        for result in graded:
            verdict = result.verdict
            mistake = f" ({verdict.mistake})" if verdict.mistake else ""
            points = f"{verdict.points:g}/{verdict.max_points:g}"
            print(f"   {verdict.exercise:20} {points:>8}  {verdict.status}{mistake}")
            if verdict.status == INVALID:
                print(f"   {verdict.message}")
    try:
        written = gradebook.write_results(results, out)
    except OSError as error:
        print(
            f"results.csv could not be written to {out}: {error.strerror or error}. Close it if another program has it "
            f"open, and grade again with --seed {seed} for the same numbers.",
            file=sys.stderr,
        )
        return 1
    print(f"Written to {written}. The same numbers again: --seed {seed}")
    return int(any(result.verdict.status == INVALID for result in results))


def _expanded(submissions: Sequence[Path]) -> list[Path]:
    """The paths with their stars expanded: on Windows the shell leaves that to the program."""
    found = ([Path(name) for name in sorted(glob(str(path)))] or [path] for path in submissions)
    return [path for paths in found for path in paths]


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
