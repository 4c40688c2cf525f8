"""A gradebook for the tests, written attempt by attempt without running anything."""

from dataclasses import replace

from bpcourse.autograders import exercises
from bpcourse.classroom.batch import Result
from bpcourse.classroom.gradebook import Gradebook
from bpcourse.classroom.names import Learner
from bpcourse.grading.verdict import CORRECT, INVALID, NOT_ATTEMPTED, WRONG, Verdict

SETTINGS = {"seed": "1", "timeout": "10", "memory": "512", "exercise": ""}
HOSTILE = '<script>alert("x")</script> & `<b>` | [link](javascript:x) {points} =1+1'


def verdict(name="sigmoid", status=WRONG, share=0.0, **more):
    """A verdict on an exercise of the course that earns a share of its points."""
    exercise = exercises()[name]
    made = Verdict(
        name, exercise.chapter, status, share * exercise.points, exercise.points, more.pop("message", "Wrong.")
    )
    return replace(made, **more)


def right(name="sigmoid"):
    return verdict(name, CORRECT, 1.0, message="Correct: 5 of 5 cases.")


def untouched(name="sigmoid"):
    return verdict(name, NOT_ATTEMPTED, message="Not attempted.")


def invalid(message="a.ipynb is not a notebook."):
    return Verdict("", -1, INVALID, 0.0, 0.0, message)


def a_book(folder, *attempts):
    """A gradebook with one submission for each (learner, verdicts)."""
    folder.mkdir(exist_ok=True)
    gradebook = Gradebook(folder, SETTINGS, resume=False)
    for number, (learner, verdicts) in enumerate(attempts):
        learner = learner if isinstance(learner, Learner) else Learner(learner)
        entered = gradebook.enter(learner, f"file {number}", str(number).encode())
        gradebook.write(entered, [Result("file", one, 0.25) for one in verdicts])
    return gradebook
