"""Grading in several processes: the same results as in one, and a process that dies loses nothing."""

import os
import signal

import pytest

from bpcourse.classroom import spread, task
from bpcourse.classroom.batch import Result
from bpcourse.classroom.sandbox import Level
from bpcourse.classroom.sandbox.process import MEMORY
from bpcourse.classroom.spread import grade_here, grade_in_processes
from bpcourse.classroom.task import NotContained, Settings, Task, grade_task
from bpcourse.grading.verdict import CORRECT, INVALID, NOT_ATTEMPTED, Verdict
from tests.classroom.cells import DOUBLE, SECONDS, solutions

TRUSTED = Settings(seed=1, seconds=SECONDS, memory=MEMORY, trust=True)


def verdicts(graded):
    return {number: [result.verdict for result in results] for number, results in graded}


def test_several_processes_find_what_one_finds():
    sources = [DOUBLE, "def double(x): return x + 1", "no Python", "\n".join(solutions(1)), ""]
    tasks = [(number, Task(f"{number}.py", source.encode())) for number, source in enumerate(sources)]
    alone = verdicts(grade_here(tasks, TRUSTED))
    assert verdicts(grade_in_processes(iter(tasks), TRUSTED, 2)) == alone
    assert alone[0][0].status == CORRECT and len(alone[3]) == 6 and alone[4][0].status == INVALID


def mortal(task, settings):
    """Grading that dies: always on "deadly", the first time only on "once"."""
    mark = task.file
    if task.content == b"deadly" or (task.content == b"once" and not os.path.exists(mark)):
        with open(mark, "w", encoding="utf-8"):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        signal.pause()
    return [Result(task.file, Verdict("double", 0, CORRECT, 1.0, 1.0, "Correct."), 0.0)]


@pytest.mark.skipif(os.name == "nt", reason="sends signals as POSIX systems have them")
def test_a_process_that_dies_loses_nothing_and_only_what_kills_it_twice_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(spread, "grade_task", mortal)
    contents = [b"fine", b"once", b"deadly", *[b"fine"] * 6]
    tasks = [(number, Task(str(tmp_path / str(number)), content)) for number, content in enumerate(contents)]
    found = verdicts(grade_in_processes(iter(tasks), TRUSTED, 2))
    assert sorted(found) == list(range(9))
    assert found.pop(2)[0].message == "The process that graded it was ended twice. Its memory may have run out."
    assert {verdict.status for [verdict] in found.values()} == {CORRECT}


def test_no_more_is_read_than_is_being_graded():
    read = []

    def tasks():
        for number in range(12):
            read.append(number)
            yield number, Task("a.txt", b"")

    for done, _ in enumerate(grade_in_processes(tasks(), TRUSTED, 2), start=1):
        assert len(read) <= done + 2 * spread.WAITING
    assert done == 12


# The task itself


def test_below_full_containment_nothing_is_graded_without_trust(monkeypatch):
    monkeypatch.setattr(task.sandbox, "level", lambda: Level("partial", ("seccomp",), "Containment: partial."))
    with pytest.raises(NotContained, match=r"Containment: partial\."):
        grade_task(Task("a.py", DOUBLE.encode()), Settings(seed=1, seconds=SECONDS, memory=MEMORY))
    assert grade_task(Task("a.py", DOUBLE.encode()), TRUSTED)[0].verdict.status == CORRECT
    monkeypatch.setattr(task.sandbox, "level", lambda: Level("full", (), "Containment: full."))
    [result] = grade_task(Task("a.py", DOUBLE.encode()), Settings(seed=1, seconds=SECONDS, memory=MEMORY))
    assert result.verdict.status == CORRECT


def test_an_error_of_the_courses_own_is_a_result_and_ends_nothing(monkeypatch):
    monkeypatch.setattr(task.batch, "grade_file", lambda *given: 1 / 0)
    [result] = grade_task(Task("class/a.py", b""), TRUSTED)
    assert (result.submission, result.verdict.status) == ("class/a.py", INVALID)
    assert result.verdict.message == "The course could not grade it: ZeroDivisionError: division by zero"


def test_only_the_exercises_named_are_reported_in_the_courses_order():
    source = "\n".join(solutions(1)).encode()
    wanted = Settings(seed=1, seconds=SECONDS, memory=MEMORY, exercises=("neuron", "sigmoid", "double"), trust=True)
    results = {result.verdict.exercise: result.verdict for result in grade_task(Task("a.py", source), wanted)}
    assert list(results) == ["double", "sigmoid", "neuron"]
    assert results["sigmoid"].status == results["neuron"].status == CORRECT
    assert results["double"].status == NOT_ATTEMPTED
    assert results["double"].message == "Not attempted: the file belongs to chapter 01, One neuron."


def test_a_file_that_cannot_be_graded_is_invalid_whatever_is_wanted():
    wanted = Settings(seed=1, seconds=SECONDS, memory=MEMORY, exercises=("sigmoid",), trust=True)
    [result] = grade_task(Task("../CON?.txt", b""), wanted)
    assert result.submission == "../CON?.txt" and result.verdict.status == INVALID
