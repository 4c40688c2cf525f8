"""Grading submissions: each read, run in its own process, judged on fresh numbers, and written down."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bpcourse.autograders import exercises
from bpcourse.classroom.notebook import InvalidSubmission, Submission, read_submission
from bpcourse.classroom.sandbox.process import MEMORY, Stopped, SubmissionProcess
from bpcourse.grading.answers import Answer
from bpcourse.grading.exercise import Case, Exercise
from bpcourse.grading.helpers import blame, can_be_blamed
from bpcourse.grading.judge import judge
from bpcourse.grading.verdict import CRASHED, ERROR, INVALID, NOT_ATTEMPTED, TIMEOUT, Verdict

# A cell that never ends, or ends the process, is left out and the others are run again; so often and no more.
MOST_CELLS_LEFT_OUT = 3


@dataclass(frozen=True)
class Result:
    """One verdict of one submission, named by its path as it was given, and the seconds that it took."""

    submission: str
    verdict: Verdict
    seconds: float


def grade_file(
    path: Path, seed: int, seconds: float, memory: int = MEMORY, content: bytes | None = None
) -> list[Result]:
    """Grade every exercise of the chapter that a file belongs to: the file at the path, or this content of one.

    `seed` draws the numbers, another set for each exercise; `seconds` is the wall-clock limit of the cells together,
    and of each exercise; `memory` is the limit of memory, in MB. A file that cannot be graded gives one result with
    status invalid.
    """
    began = time.perf_counter()
    try:
        submission = read_submission(path, content)
        wanted = exercises_of(submission)
    except InvalidSubmission as error:
        verdict = Verdict("", -1, INVALID, 0.0, 0.0, f"{error}.")
        return [Result(path.as_posix(), verdict, time.perf_counter() - began)]
    run = _Run(submission, seed, seconds, memory)
    results = []
    try:
        for exercise in wanted:
            began = time.perf_counter()
            verdict = run.verdict(exercise, draw(exercise, seed))
            results.append(Result(path.as_posix(), verdict, time.perf_counter() - began))
    finally:
        run.close()
    return results


def exercises_of(submission: Submission) -> list[Exercise]:
    """The exercises of the submission's chapter: the one it names, else the one most of whose exercises it defines.

    InvalidSubmission when it defines none of the course.
    """
    code = "\n".join(submission.cells)
    pattern = r"^[ \t]*(?:def\s+({names})\b|({names})\s*(?::[^=\n]+)?=(?!=))"
    found = re.findall(pattern.format(names="|".join(exercises())), code, re.MULTILINE)
    defined = {name for pair in found for name in pair if name}
    chapters = [exercises()[name].chapter for name in exercises() if name in defined]
    chapter = submission.chapter
    if chapter is None and chapters:
        chapter = max(chapters, key=chapters.count)
    wanted = [exercise for exercise in exercises().values() if exercise.chapter == chapter]
    if not wanted:
        raise InvalidSubmission(f"{submission.path.name} contains no exercise of the course")
    return wanted


def draw(exercise: Exercise, seed: int) -> list[Case]:
    """The cases of an exercise for a seed; two exercises never share their numbers."""
    return exercise.cases(np.random.default_rng([seed, zlib.crc32(exercise.name.encode())]))


def asking_order(cases: Sequence[Case], seed: int) -> list[int]:
    """The places of the ordinary cases in an order of chance, then those of the edge cases.

    Some right answers are the same for every seed, such as a text or a count: a function that counts its calls would
    know them if they were asked for in the declared order.
    """
    ordinary = [place for place, case in enumerate(cases) if not case.edge]
    drawn = np.random.default_rng(seed).permutation(len(ordinary))
    return [*(ordinary[place] for place in drawn), *(place for place, case in enumerate(cases) if case.edge)]


class _Run:
    """The process of one submission, started again when it ends, without the cell that ended it."""

    def __init__(self, submission: Submission, seed: int, seconds: float, memory: int) -> None:
        self.cells = list(enumerate(submission.cells, start=1))
        self.unit = "Cell"
        self.seed = seed
        self.seconds = seconds
        self.memory = memory
        self.left_out: dict[int, tuple[str, str]] = {}  # number of a cell -> how it ended the process, its source
        self.process: SubmissionProcess | None = None
        self.verdicts: dict[str, Verdict] = {}
        if submission.path.suffix == ".py":
            self._split_file()

    def verdict(self, exercise: Exercise, cases: Sequence[Case]) -> Verdict:
        """The verdict on one exercise, which names a function that it calls first when that one was not right."""
        try:
            calls = self._running_process().calls(exercise.name) if exercise.kind == "function" else ()
            verdict = self._judged(self._running_process(), exercise, cases)
        except Stopped as stopped:
            where = "before the first cell" if stopped.cell is None else f"while {self.unit.lower()} {stopped.cell} ran"
            return self._without_answer(exercise, str(stopped), where)
        helpers = (name for name in calls if name in self.verdicts and can_be_blamed(self.verdicts[name]))
        helper = next(helpers, "")
        self.verdicts[exercise.name] = blame(verdict, helper) if helper else verdict
        return self.verdicts[exercise.name]

    def close(self) -> None:
        if self.process:
            self.process.close()

    def _split_file(self) -> None:
        """Take a Python file apart, so that a statement that never ends costs only itself, as a cell does."""
        [(_, source)] = self.cells
        self.unit = "Line"
        try:
            with SubmissionProcess([], self.seconds, self.memory) as process:
                self.cells = process.split(source)
        except Stopped:  # then it will not start with the cells either, and the verdicts say so
            return

    def _judged(self, process: SubmissionProcess, exercise: Exercise, cases: Sequence[Case]) -> Verdict:
        order = asking_order(cases, self.seed)
        asked = [cases[place] for place in order]
        most_lines = [case.most_lines for case in asked]
        given = process.ask(exercise.name, [case.inputs for case in asked], exercise.kind, most_lines)
        if given is None:
            return self._missing(exercise)
        answers = [given[order.index(place)] for place in range(len(cases))]
        verdict = judge(exercise, cases, answers, graded=True)
        if verdict.status in (TIMEOUT, CRASHED):
            at = next(case.what for case, answer in zip(asked, given, strict=True) if answer.stopped)
            return self._without_answer(exercise, _how(given), f"on {at}")
        return verdict

    def _running_process(self) -> SubmissionProcess:
        if self.process and self.process.running:
            return self.process
        self.close()
        self.process = None
        while True:
            try:
                self.process = SubmissionProcess(self.cells, self.seconds, self.memory)
                return self.process
            except Stopped as stopped:
                sources = dict(self.cells)
                # A number that stands for no cell was made up by the submission: there is nothing to leave out.
                if stopped.cell not in sources or len(self.left_out) == MOST_CELLS_LEFT_OUT:
                    raise
                self.left_out[stopped.cell] = (str(stopped), sources[stopped.cell])
                self.cells = [cell for cell in self.cells if cell[0] != stopped.cell]

    def _missing(self, exercise: Exercise) -> Verdict:
        """The verdict where no object has the exercise's name: not there, or its cell did not get that far."""
        assert self.process is not None
        mentioned = re.compile(rf"\b{exercise.name}\b")
        for number, source in self.cells:
            error = self.process.cell_errors.get(number)
            if error and mentioned.search(source):
                message = f"{self.unit} {number}, which should define `{exercise.name}`, stopped with {error}."
                return _nothing(exercise, ERROR, message)
        for number, (how, source) in self.left_out.items():
            if mentioned.search(source):
                status = TIMEOUT if how == "timeout" else CRASHED
                message = f"{self.unit} {number} was left out ({how}), and nothing else defines `{exercise.name}`."
                return _nothing(exercise, status, message)
        return _nothing(exercise, NOT_ATTEMPTED, f"Not attempted: nothing in the file is called `{exercise.name}`.")

    def _without_answer(self, exercise: Exercise, how: str, where: str) -> Verdict:
        if how == "timeout":
            message = f"It did not finish within {self.seconds:g} s ({where}). Look for a loop that never ends."
            return _nothing(exercise, TIMEOUT, message)
        return _nothing(exercise, CRASHED, f"The process that ran it {how} ({where}).")


def _how(answers: Sequence[Answer]) -> str:
    return next(answer.stopped for answer in answers if answer.stopped)


def _nothing(exercise: Exercise, status: str, message: str) -> Verdict:
    return Verdict(exercise.name, exercise.chapter, status, 0.0, exercise.points, message)
