"""The instructor's commands: list, grade, exercises verify."""

import csv
import re
from pathlib import Path

import pytest

from bpcourse import authoring, cli
from bpcourse.autograders import exercises
from bpcourse.classroom import batch
from tests.classroom.cells import DOUBLE, solutions, write_notebook


def test_list_names_every_exercise_under_its_chapter_and_adds_up(capsys):
    assert cli.main(["list"]) == 0
    printed = capsys.readouterr().out
    lines = {line.split()[0]: line for line in printed.splitlines()}
    for name, exercise in exercises().items():
        assert f"{exercise.points} point" in lines[name] and f"{exercise.minutes} min" in lines[name]
    assert "01 One neuron" in printed
    total = sum(exercise.points for exercise in exercises().values())
    assert printed.endswith(f"{len(exercises())} exercises, {total} points\n")


def rows(folder):
    with (folder / "results.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_grade_writes_a_row_for_each_exercise_of_each_submission_and_succeeds(tmp_path, capsys):
    first = write_notebook(tmp_path / "first.ipynb", [DOUBLE])
    second = tmp_path / "second.py"
    second.write_text("\n".join([*solutions(1), "def sigmoid(z): return np.tanh(z)"]), encoding="utf-8")
    assert cli.main(["grade", str(first), str(second), "--out", str(tmp_path / "out")]) == 0
    written = rows(tmp_path / "out")
    assert [(row["submission"], row["exercise"]) for row in written[:2]] == [
        (first.as_posix(), "double"),
        (second.as_posix(), "sigmoid"),
    ]
    assert len(written) == 7 and written[1]["mistake"] == "tanh"
    printed = capsys.readouterr().out
    assert re.search(r"sigmoid +0/2 +wrong \(tanh\)", printed)
    assert re.search(r"double +1/1 +correct", printed)


def test_two_submissions_of_one_file_name_can_be_told_apart(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    paths = [Path(learner, "00.ipynb") for learner in ("alice", "bob")]
    for path in paths:
        path.parent.mkdir()
        write_notebook(path, [DOUBLE])
    cli.main(["grade", *map(str, paths), "--out", "out"])
    assert [row["submission"] for row in rows(tmp_path / "out")] == ["alice/00.ipynb", "bob/00.ipynb"]


def test_one_bad_file_fails_the_command_and_never_stops_the_others(tmp_path, capsys):
    good = write_notebook(tmp_path / "good.ipynb", [DOUBLE])
    bad = tmp_path / "bad.ipynb"
    bad.write_text("broken")
    out = tmp_path / "out"
    arguments = [str(tmp_path / "none.ipynb"), str(bad), str(tmp_path), str(good)]
    assert cli.main(["grade", *arguments, "--out", str(out)]) == 1
    assert [row["status"] for row in rows(out)] == ["invalid", "invalid", "invalid", "correct"]
    printed = capsys.readouterr().out
    assert f"{tmp_path / 'none.ipynb'} cannot be read: " in printed
    assert "bad.ipynb is not a notebook: it does not contain valid JSON." in printed


def test_the_printed_seed_draws_the_same_numbers_again(tmp_path, capsys):
    wrong = write_notebook(tmp_path / "a.ipynb", ["def double(x): return x + 1"])
    cli.main(["grade", str(wrong), "--out", str(tmp_path / "first")])
    seed = re.search(r"--seed (\d+)", capsys.readouterr().out)[1]
    cli.main(["grade", str(wrong), "--out", str(tmp_path / "again"), "--seed", seed])
    cli.main(["grade", str(wrong), "--out", str(tmp_path / "other"), "--seed", str(int(seed) + 1)])
    first, again, other = (rows(tmp_path / folder)[0] for folder in ("first", "again", "other"))
    assert first["message"] == again["message"] != other["message"]
    assert first["points"] == again["points"] == other["points"] == "0"


def test_the_timeout_reaches_the_run(tmp_path, monkeypatch):
    limits = []
    monkeypatch.setattr(batch, "grade_file", lambda path, seed, seconds: limits.append(seconds) or [])
    cli.main(["grade", "a.ipynb", "--out", str(tmp_path), "--timeout", "2.5"])
    cli.main(["grade", "a.ipynb", "--out", str(tmp_path)])
    assert limits == [2.5, cli.SECONDS]


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


def test_verify_proves_every_exercise(capsys):
    assert cli.main(["exercises", "verify"]) == 0
    printed = capsys.readouterr().out
    for name, exercise in exercises().items():
        line = f"{1 + len(exercise.correct)} right ways, {len(exercise.mistakes)} mistakes named: ok"
        assert re.search(rf"^{name} +{line}$", printed, re.MULTILINE)


def test_verify_fails_when_an_exercise_breaks_the_rule(capsys, monkeypatch):
    broken = {"sigmoid": ["sigmoid, seed 0: the mistake 'tanh' passes"]}
    monkeypatch.setattr(authoring, "verify", lambda exercise: broken.get(exercise.name, []))
    assert cli.main(["exercises", "verify"]) == 1
    printed = capsys.readouterr()
    assert "1 FAILED" in printed.out and "the mistake 'tanh' passes" in printed.err


def test_a_star_is_expanded_where_the_shell_does_not(tmp_path, capsys):
    for name in ("a", "b"):
        (tmp_path / f"{name}.py").write_text("def double(x):\n    return 2 * x\n")
    assert cli.main(["grade", str(tmp_path / "*.py"), "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert printed.count("double") == 2


def test_results_that_have_nowhere_to_go_are_noticed_before_the_grading(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert cli.main(["grade", "nothing.py", "--out", str(tmp_path / "file")]) == 1
    assert "The results cannot be written to" in capsys.readouterr().err
