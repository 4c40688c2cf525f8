"""The learner's five names: check, hint, solution, submit, progress."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bpcourse.autograders import exercises, nearest
from bpcourse.cards import Card
from bpcourse.grading import sentences
from bpcourse.grading.answers import ask_learner, calls
from bpcourse.grading.exercise import Exercise
from bpcourse.grading.expression import is_sympy
from bpcourse.grading.helpers import blame, can_be_blamed, with_helpers
from bpcourse.grading.judge import check_argument, hint_argument, judge
from bpcourse.grading.showing import short
from bpcourse.grading.values import in_words, plain
from bpcourse.grading.verdict import CORRECT, INVALID, NOT_ATTEMPTED, Verdict
from bpcourse.proof import with_proof
from bpcourse.records import Progress, read, record

if TYPE_CHECKING:
    from bpcourse.classroom.submitted import Submitted

HINT_NAMES = ("a nudge", "the shape", "the formula", "a worked line")
# A check draws the same numbers each time, so that a learner can follow one case until it is right.
CHECK_SEED = 0
SUBMISSION_SECONDS = 10.0
LAMBDA = "<lambda>"

# Stands for an argument that was not given: None is something that a learner may give.
_NOTHING = object()

_hints_given: Counter[str] = Counter()


def check(function: Any = _NOTHING, /, **answer: Any) -> Verdict:
    """Judge an answer: `check(sigmoid)` for a function, `check(dsigmoid_dz=expression)` for anything else.

    The function's own name, or the keyword, says which exercise it answers.
    """
    if (function is _NOTHING) == (not answer) or len(answer) > 1:
        return _invalid("check", sentences.ONE_ANSWER)
    if answer:
        [(name, submitted)] = answer.items()
    elif not callable(function) or is_sympy(function):
        return _invalid("check", _no_function(function))
    else:
        name, submitted = _name_of(function), function
    exercise = exercises().get(name)
    if exercise is None:
        suggestion = "" if answer or name == LAMBDA else f" {sentences.CHECK_BY_KEYWORD}"
        return _invalid(name, _no_such(name) + suggestion)
    if exercise.kind == "function" and not callable(submitted):
        return _invalid(name, sentences.NOT_A_FUNCTION.format(name=name, given=in_words(submitted)))
    verdict = _judged(exercise, submitted)
    if verdict.status not in (CORRECT, NOT_ATTEMPTED):
        verdict = _blaming_helpers(exercise, submitted, verdict)
    if verdict.status == CORRECT and exercise.formula:
        cases = exercise.cases(np.random.default_rng(CHECK_SEED))
        verdict = with_proof(exercise, cases, submitted, verdict)
    record(verdict)
    return verdict


def _judged(exercise: Exercise, submitted: Any) -> Verdict:
    cases = exercise.cases(np.random.default_rng(CHECK_SEED))
    answers = [ask_learner(submitted, case.inputs, exercise.kind, case.most_lines) for case in cases]
    return judge(exercise, cases, answers)


def _blaming_helpers(exercise: Exercise, function: Any, verdict: Verdict) -> Verdict:
    """The verdict, led by the first of the learner's other exercises that the function calls and that is not right."""
    namespace = getattr(function, "__globals__", {})
    called = [exercises()[name] for name in calls(function) if name in exercises() and callable(namespace.get(name))]
    wrong = [one for one in called if one.name != exercise.name and can_be_blamed(_judged(one, namespace[one.name]))]
    if not wrong:
        return verdict
    mended = with_helpers(function, {one.name: one.reference for one in wrong})
    return blame(verdict, wrong[0].name, _judged(exercise, mended))


def hint(exercise: Any) -> Card:
    """The next hint for an exercise: a nudge, the shape, the formula, a worked line. One more each time."""
    found = _find("hint", exercise)
    if isinstance(found, Card):
        return found
    given = min(_hints_given[found.name], len(found.hints) - 1)
    _hints_given[found.name] += 1
    left = len(found.hints) - given - 1
    title = f"Hint {given + 1} of {len(found.hints)} for {found.name}: {HINT_NAMES[given]}"
    more = "Run it again for the next hint." if left else "That was the last hint."
    return Card(title, (found.hints[given], more))


def solution(exercise: Any, show: bool = False) -> Card:
    """The solution of an exercise. It asks first: `solution(sigmoid, show=True)` shows it."""
    found = _find("solution", exercise)
    if isinstance(found, Card):
        return found
    if not show:
        used = min(_hints_given[found.name], len(found.hints))
        return Card(
            f"The solution of {found.name}: shall I show it?",
            (
                f"{used} of {len(found.hints)} hints used. An exercise whose solution was read is used up.",
                f"To see it, run `solution({hint_argument(found)}, show=True)`.",
            ),
        )
    return Card(f"One solution of {found.name}", (found.explanation,), found.solution)


def progress() -> Progress:
    """The chapters and their exercises, with what is done so far; kept on this computer only."""
    return Progress({name: read(name) for name in exercises()})


def submit(notebook: str | None = None) -> Submitted | Card:
    """Grade the saved notebook in a separate process, on new numbers, and write the results beside it.

    Where a teacher has set up a drop box, a copy is handed in there.
    Without an argument the notebook is the one that this cell stands in.
    """
    import secrets  # not before: it takes a tenth of the first cell

    from bpcourse.classroom import batch, dropbox, locate, tables
    from bpcourse.classroom.notebook import InvalidSubmission, read_submission
    from bpcourse.classroom.submitted import Submitted

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
    handed_in = dropbox.hand_in(path)  # before the grading: whatever comes of that, the notebook has arrived
    graded = batch.grade_file(path, secrets.randbits(32), SUBMISSION_SECONDS)
    results = [replace(result, submission=path.name) for result in graded]  # the record lies beside the notebook
    written = tables.write_results(results, path.parent / "submissions" / path.stem)
    for result in results:
        record(result.verdict, submitted=True)
    verdicts = tuple(result.verdict for result in results)
    return Submitted(verdicts, written.relative_to(path.parent).as_posix(), handed_in)


def _kernel() -> tuple[dict[str, Any], list[str]]:
    """The names and the cells of the running notebook; empty outside one."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return {}, []
    # Raw: in `In`, IPython has already replaced its %magics and !commands by calls that stand in no notebook.
    return dict(shell.user_ns), list(shell.history_manager.input_hist_raw)


def _find(verb: str, exercise: Any) -> Exercise | Card:
    """The exercise that hint or solution was asked about, by its name or by a function of its name."""
    if isinstance(exercise, str) or (callable(exercise) and not is_sympy(exercise)):
        name = exercise if isinstance(exercise, str) else _name_of(exercise)
        return exercises().get(name) or Card(name, (_no_such(name),))
    name = _typed(verb) or "name_of_the_exercise"
    return Card(verb, (sentences.NAME_IN_QUOTES.format(verb=verb, given=_shown(exercise), name=name),))


def _name_of(function: Callable[..., Any]) -> str:
    return str(getattr(function, "__name__", type(function).__name__))


def _typed(verb: str) -> str:
    """The exercise that stands first between the parentheses of verb(...) in the running cell, where that is clear."""
    _, history = _kernel()
    typed = set(re.findall(rf"\b{verb}\(\s*(\w+)", history[-1] if history else "")) & set(exercises())
    return typed.pop() if len(typed) == 1 else ""


def _shown(value: Any) -> str:
    """A value as a learner may recognise it: the number 6, a formula, an array of shape (3,)."""
    if is_sympy(value):
        return "a formula"
    kind = in_words(value)
    return f"the number {short(plain(value))}" if kind == "a number" else kind


def _no_function(value: Any) -> str:
    """What to say when check got something that is not a function, without a name."""
    if isinstance(value, str) and value in exercises():
        return sentences.CHECK_NAME.format(argument=check_argument(exercises()[value]))
    exercise = exercises().get(_typed("check"))
    if exercise is None:
        return sentences.CHECK_UNCLEAR.format(given=_shown(value))
    text = sentences.CHECK_RESULT if exercise.kind == "function" else sentences.CHECK_VALUE
    return text.format(given=_shown(value), argument=check_argument(exercise))


def _no_such(name: str) -> str:
    if name == LAMBDA:
        return sentences.LAMBDA
    like = nearest(name)
    known = sentences.NEAREST.format(nearest=like) if like else sentences.LIST
    return f"{sentences.NO_SUCH_EXERCISE.format(name=name)} {known}"


def _invalid(name: str, message: str) -> Verdict:
    return Verdict(name, -1, INVALID, 0.0, 0.0, message)
