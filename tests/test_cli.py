"""The instructor's commands: list, grade, exercises verify."""

import re

import pytest

from bpcourse import authoring, cli
from bpcourse.autograders import exercises


def test_list_names_every_exercise_under_its_chapter_and_adds_up(capsys):
    assert cli.main(["list"]) == 0
    printed = capsys.readouterr().out
    lines = {line.split()[0]: line for line in printed.splitlines()}
    for name, exercise in exercises().items():
        assert f"{exercise.points} point" in lines[name] and f"{exercise.minutes} min" in lines[name]
    assert "01 One neuron" in printed
    total = sum(exercise.points for exercise in exercises().values())
    assert printed.endswith(f"{len(exercises())} exercises, {total} points\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["mark"],
        ["grade"],
        ["grade", "a.ipynb"],
        ["grade", "--out", "x"],
        ["grade", "a.ipynb", "--out", "x", "--timeout", "0"],
        ["grade", "a.ipynb", "--out", "x", "--timeout", "nan"],
        ["grade", "a.ipynb", "--out", "x", "--timeout", "long"],
        ["grade", "a.ipynb", "--out", "x", "--seed", "-1"],
        ["grade", "a.ipynb", "--out", "x", "--seed", "1.5"],
        ["grade", "a.ipynb", "--out", "x", "--jobs", "0"],
        ["grade", "a.ipynb", "--out", "x", "--name-pattern", "("],
        ["grade", "a.ipynb", "--out", "x", "--name-pattern", "(.*)"],
        ["exercises"],
        ["exercises", "forget"],
    ],
    ids=" ".join,
)
def test_a_command_that_makes_no_sense_is_refused_with_its_usage(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert "usage: bpcourse" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_verify_goes_through_every_exercise(capsys, monkeypatch):
    # That each of them keeps the rule is proved one by one in autograders/test_exercises.py.
    seen = []
    monkeypatch.setattr(authoring, "verify", lambda exercise: seen.append(exercise.name) or [])
    assert cli.main(["exercises", "verify"]) == 0
    printed = capsys.readouterr().out
    assert seen == list(exercises())
    for name, exercise in exercises().items():
        line = f"{1 + len(exercise.correct)} right ways, {len(exercise.mistakes)} mistakes named: ok"
        assert re.search(rf"^{name} +{line}$", printed, re.MULTILINE)


def test_verify_fails_when_an_exercise_breaks_the_rule(capsys, monkeypatch):
    broken = {"sigmoid": ["sigmoid, seed 0: the mistake 'tanh' passes"]}
    monkeypatch.setattr(authoring, "verify", lambda exercise: broken.get(exercise.name, []))
    assert cli.main(["exercises", "verify"]) == 1
    printed = capsys.readouterr()
    assert "1 FAILED" in printed.out and "the mistake 'tanh' passes" in printed.err
