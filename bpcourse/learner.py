"""The learner's five names: check, hint, solution, submit, progress."""

from __future__ import annotations

import secrets
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bpcourse.autograders import exercises, nearest
from bpcourse.cards import Card
from bpcourse.grading import sentences
from bpcourse.grading.answers import ask
from bpcourse.grading.exercise import Exercise
from bpcourse.grading.judge import hint_argument, judge
from bpcourse.grading.verdict import CORRECT, INVALID, NOT_ATTEMPTED, Verdict
from bpcourse.records import Progress, read, record

HINT_NAMES = ("a nudge", "the shape", "the formula", "a worked line")
# A check draws the same numbers each time, so that a learner can follow one case until it is right.
CHECK_SEED = 0
SUBMISSION_SECONDS = 10.0

_hints_given: Counter[str] = Counter()


def check(function: Callable[..., Any] | None = None, /, **answer: Any) -> Verdict:
    """Judge an answer: `check(sigmoid)` for a function, `check(dsigmoid_dz=expression)` for anything else.

    The function's own name, or the keyword, says which exercise it answers.
    """
    if (function is None) == (not answer) or len(answer) > 1:
        return _invalid("check", "Give one answer: `check(sigmoid)` for a function, or `check(name=value)`.")
    if answer:
        [(name, submitted)] = answer.items()
    elif not callable(function):
        return _invalid("check", "A value needs the exercise's name with it: `check(dloss_dw_value=...)`.")
    else:
        name, submitted = getattr(function, "__name__", type(function).__name__), function
    exercise = exercises().get(name)
    if exercise is None:
        return _invalid(name, _no_such(name))
    if exercise.kind == "function" and not callable(submitted):
        return _invalid(name, f"`{name}` asks for a function; you gave {type(submitted).__name__}.")
    cases = exercise.cases(np.random.default_rng(CHECK_SEED))
    verdict = judge(exercise, cases, [ask(submitted, case.inputs) for case in cases])
    record(verdict)
    return verdict


def hint(exercise: Callable[..., Any] | str) -> Card:
    """The next hint for an exercise: a nudge, the shape, the formula, a worked line. One more each time."""
    found = _find(exercise)
    if isinstance(found, Card):
        return found
    given = min(_hints_given[found.name], len(found.hints) - 1)
    _hints_given[found.name] += 1
    left = len(found.hints) - given - 1
    title = f"Hint {given + 1} of {len(found.hints)} for {found.name}: {HINT_NAMES[given]}"
    more = "Run it again for the next hint." if left else "That was the last hint."
    return Card(title, (found.hints[given], more))


def solution(exercise: Callable[..., Any] | str, show: bool = False) -> Card:
    """The solution of an exercise. It asks first: `solution(sigmoid, show=True)` shows it."""
    found = _find(exercise)
    if isinstance(found, Card):
        return found
    if not show:
        done = read(found.name)
        tried = f"You have checked it {done.attempts} times." if done else "You have not checked an attempt yet."
        used = min(_hints_given[found.name], len(found.hints))
        return Card(
            f"The solution of {found.name}: shall I show it?",
            (
                f"{tried} {used} of {len(found.hints)} hints used.",
                f"To see it, run `solution({hint_argument(found)}, show=True)`.",
            ),
        )
    return Card(f"One solution of {found.name}", (found.explanation,), found.solution)


def progress() -> Progress:
    """The chapters and their exercises, with what is done so far; kept on this computer only."""
    return Progress({name: read(name) for name in exercises()})


@dataclass(frozen=True)
class Submitted:
    """The verdicts on one submission, and where they were written."""

    verdicts: tuple[Verdict, ...]
    written: str

    @property
    def summary(self) -> str:
        points = sum(verdict.points for verdict in self.verdicts)
        return f"Submitted: {points:g} of {sum(v.max_points for v in self.verdicts):g} points"

    @property
    def _card(self) -> Card:
        """The points, and a line for each exercise of which there is no more to say."""
        short = tuple(f"{v.headline}, {v.status}" for v in self.verdicts if v.status in (CORRECT, NOT_ATTEMPTED))
        return Card(self.summary, (f"Judged on new numbers. The record is `{self.written}`.", *short))

    @property
    def _to_read(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.status not in (CORRECT, NOT_ATTEMPTED)]

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, (self._card, *self._to_read)))

    def _repr_html_(self) -> str:
        return self._card._repr_html_() + "".join(verdict._repr_html_() for verdict in self._to_read)


def submit(notebook: str | None = None) -> Submitted | Card:
    """Grade the saved notebook in a separate process, on new numbers, and write the results beside it.

    Without an argument the notebook is the one that this cell stands in.
    """
    from bpcourse.classroom import batch, gradebook, locate
    from bpcourse.classroom.notebook import InvalidSubmission, read_submission

    namespace, history = _kernel()
    path = Path(notebook) if notebook else locate.find_notebook(namespace, history, Path.cwd())
    if path is None:
        return Card(
            "Nothing was submitted",
            ('I cannot tell which notebook this is. Name it: `submit("01_one_neuron.ipynb")`.',),
        )
    try:
        submission = read_submission(path)
        wanted = batch.exercises_of(submission)
    except InvalidSubmission as error:
        return Card("Nothing was submitted", (f"{error}.",))
    unsaved = locate.not_saved(submission, [exercise.name for exercise in wanted], history)
    if unsaved:
        listed = ", ".join(f"`{name}`" for name in unsaved)
        return Card(
            "Nothing was submitted yet: save first",
            (
                f"The file {path.name} does not hold your latest version of {listed}.",
                "Save the notebook (Ctrl+S, on a Mac Cmd+S), then run this cell again. If it is saved already, run the "
                "changed cell once more first.",
            ),
        )
    results = batch.grade_file(path, secrets.randbits(32), SUBMISSION_SECONDS)
    written = gradebook.write_results(results, path.parent / "submissions" / path.stem)
    for result in results:
        record(result.verdict, submitted=True)
    return Submitted(tuple(result.verdict for result in results), written.relative_to(path.parent).as_posix())


def _kernel() -> tuple[dict[str, Any], list[str]]:
    """The names and the cells of the running notebook; empty outside one."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return {}, []
    # Raw: in `In`, IPython has already replaced its %magics and !commands by calls that stand in no notebook.
    return dict(shell.user_ns), list(shell.history_manager.input_hist_raw)


def _find(exercise: Callable[..., Any] | str) -> Exercise | Card:
    name = exercise if isinstance(exercise, str) else getattr(exercise, "__name__", type(exercise).__name__)
    return exercises().get(name) or Card(name, (_no_such(name),))


def _no_such(name: str) -> str:
    if name == "<lambda>":
        return "A lambda has no name. Write `def sigmoid(z): ...`, or say `check(sigmoid=your_function)`."
    like = nearest(name)
    known = sentences.NEAREST.format(nearest=like) if like else "`bpcourse list` names them all."
    return f"{sentences.NO_SUCH_EXERCISE.format(name=name)} {known}"


def _invalid(name: str, message: str) -> Verdict:
    return Verdict(name, -1, INVALID, 0.0, 0.0, message)
