"""The commands of the instructor: `bpcourse list`, `bpcourse grade`, `bpcourse exercises verify` and `new`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from bpcourse.autograders import chapter_title, exercises
from bpcourse.autograders.own import NotExercises, name_more
from bpcourse.classroom import command, options


def main(argv: Sequence[str]) -> int:
    """Run one command; its exit code: 0, or 1 when something could not be graded or verified."""
    parser = argparse.ArgumentParser(prog="bpcourse")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="print the exercises with chapter, points and minutes")
    options.add_arguments(commands.add_parser("grade", help="grade the submissions of a class"))
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
    name_more(arguments.own)
    return command.grade(arguments)


def list_exercises() -> int:
    """Print every exercise under its chapter."""
    for chapter, members in groupby(exercises().values(), key=lambda exercise: exercise.chapter):
        print(f"{chapter:02d} {chapter_title(chapter)}")
        for exercise in members:
            points = f"{exercise.points} point{'s' if exercise.points != 1 else ''}"
            print(f"   {exercise.name:20} {points:>9}  {exercise.minutes:>3} min  {exercise.difficulty}")
    print(f"{len(exercises())} exercises, {sum(exercise.points for exercise in exercises().values())} points")
    return 0
