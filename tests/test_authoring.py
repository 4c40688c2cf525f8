"""An instructor's own exercise: begun with one command, verified, checked in a notebook, graded with the course's."""

import json
import os
from dataclasses import replace

import numpy as np
import pytest

from bpcourse import authoring, check, cli
from bpcourse.autograders import exercises, modules, own, starter
from bpcourse.classroom.notebook import read_submission
from bpcourse.grading.exercise import Mistake
from bpcourse.grading.kill_matrix import kill_matrix
from bpcourse.grading.verdict import CORRECT
from bpcourse.grading.verify import verify, verify_cells
from tests.grading.sample import THRICE, thrice


@pytest.fixture
def begun(tmp_path, monkeypatch, capsys):
    """The folder with a new exercise called tilt_grad."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BPCOURSE_HOME", str(tmp_path / "records"))
    monkeypatch.setenv(own.VARIABLE, "")
    assert cli.main(["exercises", "new", "tilt_grad"]) == 0
    assert "tilt_grad.py" in capsys.readouterr().out
    return tmp_path


def test_the_starter_keeps_the_rule_of_the_build():
    [exercise] = starter.EXERCISES
    assert verify(exercise) == [] and verify_cells([exercise]) == []


def test_a_new_exercise_verifies_as_it_stands_and_shows_its_kill_matrix(begun, capsys):
    assert cli.main(["exercises", "verify", "tilt_grad.py"]) == 0
    printed = capsys.readouterr().out
    assert "tilt_grad            3 right ways, 3 mistakes named: ok\n" in printed
    assert "     1/N forgotten                x  x  .\n" in printed
    assert "      3  N = 1 (edge)\n" in printed
    assert "starter_grad" not in (begun / "tilt_grad.py").read_text(encoding="utf-8")


def test_a_new_exercise_is_checked_in_a_notebook_that_names_its_file(begun, monkeypatch):
    setup = json.loads((begun / "tilt_grad.ipynb").read_text(encoding="utf-8"))["cells"][0]["source"]
    assert setup.startswith("%env BPCOURSE_EXERCISES=tilt_grad.py\n")
    monkeypatch.setenv(own.VARIABLE, "tilt_grad.py")

    def tilt_grad(x):
        return x / len(x)

    assert check(tilt_grad).status == CORRECT
    assert list(exercises())[-1] == "tilt_grad"


def test_a_new_exercise_is_graded_with_its_file(begun, capsys):
    source = (begun / "tilt_grad.ipynb").read_text(encoding="utf-8")
    solved = begun / "solved.ipynb"
    solved.write_text(source.replace("raise NotImplementedError", "return -x"), encoding="utf-8")
    assert read_submission(solved).chapter == 90
    assert cli.main(["grade", str(solved), "--with", "tilt_grad.py", "--out", "marks", "--trust"]) == 0
    assert "wrong (sign, and 1/N forgotten)" in capsys.readouterr().out
    assert os.environ[own.VARIABLE] == str(begun / "tilt_grad.py")


def test_an_exercise_that_breaks_the_rule_fails_the_command(begun, capsys):
    source = (begun / "tilt_grad.py").read_text(encoding="utf-8")
    (begun / "tilt_grad.py").write_text(source.replace("lambda right, x: -right", "lambda right, x: right"), "utf-8")
    assert cli.main(["exercises", "verify", "tilt_grad.py"]) == 1
    assert "the mistake 'sign' passes" in capsys.readouterr().err


def test_one_exercise_of_the_course_is_verified_by_its_name(capsys):
    assert cli.main(["exercises", "verify", "double"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("double ") and "     squared" in printed and "sigmoid" not in printed


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["verify", "dubble"], "No exercise is called `dubble`, and it is no .py file. Did you mean `double`?"),
        (["verify", "none.py"], "none.py is not there, or is no Python file."),
        (["verify", "empty.py"], "empty.py declares no EXERCISES and no TITLE; `bpcourse exercises new` shows how."),
        (["new", "double"], "There is an exercise called `double` already."),
        (["new", "two words"], "`two words` is no name of a Python function"),
        (["new", "lambda"], "`lambda` is no name of a Python function"),
        (["new", "tilt_grad"], "tilt_grad.py is there already, and stays as it is."),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(begun, capsys, arguments, sentence):
    (begun / "empty.py").write_text("", encoding="utf-8")
    assert cli.main(["exercises", *arguments]) == 1
    assert sentence in capsys.readouterr().err


def test_a_name_that_the_course_uses_already_is_refused(begun, monkeypatch, capsys):
    source = (begun / "tilt_grad.py").read_text(encoding="utf-8")
    (begun / "mine.py").write_text(source.replace("tilt_grad", "double"), encoding="utf-8")
    monkeypatch.setenv(own.VARIABLE, "mine.py")
    assert cli.main(["list"]) == 1
    assert capsys.readouterr().err == "mine declares `double`, and there is one of this name already.\n"


def test_several_files_are_named_like_folders_in_path(begun, monkeypatch):
    cli.main(["exercises", "new", "other_grad"])
    monkeypatch.setenv(own.VARIABLE, os.pathsep.join(["tilt_grad.py", "other_grad.py"]))
    assert [module.__name__ for module in modules()[-2:]] == ["tilt_grad", "other_grad"]
    own.name_more([begun / "third.py"])
    assert os.environ[own.VARIABLE].split(os.pathsep)[-1] == str(begun / "third.py")


def test_the_matrix_says_which_case_catches_which_mistake_always_sometimes_or_never():
    assert kill_matrix(THRICE, range(3)) == {
        "sign": "xxxxx",
        "cubed": "xxxxx",
        "nan far out": "...x.",
        "nothing done": "xxxxx",
    }

    def draws(x):
        return thrice(x) + (np.ndim(x) == 0 and x > 1.5)

    moody = Mistake("moody", draws, "Moody.", "look.")
    exercise = replace(THRICE, mistakes=(*THRICE.mistakes, moody))
    assert kill_matrix(exercise, range(10))["moody"] == "~...."


def test_a_notebook_that_is_there_is_kept(tmp_path, capsys):
    (tmp_path / "fresh_grad.ipynb").write_text("mine", encoding="utf-8")
    assert authoring.new_exercise("fresh_grad", tmp_path) == 1
    assert not (tmp_path / "fresh_grad.py").exists()
