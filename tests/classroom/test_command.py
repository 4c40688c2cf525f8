"""`bpcourse grade` as a teacher runs it, and ended at any moment."""

import csv
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bpcourse import cli
from bpcourse.classroom import command, task
from bpcourse.classroom.sandbox import Level
from tests.classroom.cells import DOUBLE, solutions, write_notebook

TIMEOUT = "60"  # where nothing hangs, nothing waits for it


def rows(folder):
    with (folder / "results.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def grade(*arguments, trust=True):
    return cli.main(["grade", *map(str, arguments), "--timeout", TIMEOUT, *["--trust"] * trust])


def test_grade_writes_a_row_for_each_exercise_of_each_submission_and_succeeds(tmp_path, capsys):
    first = write_notebook(tmp_path / "first.ipynb", [DOUBLE])
    second = tmp_path / "second.py"
    second.write_text("\n".join([*solutions(1), "def sigmoid(z): return np.tanh(z)"]), encoding="utf-8")
    assert grade(first, second, "--out", tmp_path / "out") == 0
    written = rows(tmp_path / "out")
    assert [(row["learner"], row["submission"], row["exercise"]) for row in written[:2]] == [
        ("first", first.as_posix(), "double"),
        ("second", second.as_posix(), "sigmoid"),
    ]
    assert len(written) == 7 and written[1]["mistake"] == "tanh"
    printed = capsys.readouterr().out
    assert re.search(r"sigmoid +0/2 +wrong \(tanh\)", printed)
    assert re.search(r"double +1/1 +correct", printed)
    lines = (tmp_path / "out" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["exercise"] for line in lines] == [row["exercise"] for row in written]
    assert json.loads(lines[1])["mistake"] == "tanh" and json.loads(lines[1])["seen"]


def test_one_bad_file_fails_the_command_and_never_stops_the_others(tmp_path, capsys):
    good = write_notebook(tmp_path / "good.ipynb", [DOUBLE])
    (tmp_path / "bad.ipynb").write_text("broken")
    (tmp_path / "note.txt").write_text("no notebook")
    arguments = [tmp_path / "bad.ipynb", tmp_path / "note.txt", good]
    assert grade(*arguments, "--out", tmp_path / "out") == 1
    assert [row["status"] for row in rows(tmp_path / "out")] == ["invalid", "invalid", "correct"]
    printed = capsys.readouterr().out
    assert "bad.ipynb is not a notebook: it does not contain valid JSON." in printed
    assert "note.txt is neither a notebook" in printed


def test_a_file_that_cannot_be_read_is_one_invalid_result(tmp_path, capsys, monkeypatch):
    path = write_notebook(tmp_path / "a.ipynb", [DOUBLE])
    os.symlink(path, tmp_path / "b.ipynb")
    assert grade(tmp_path, "--out", tmp_path / "out") == 1
    assert [row["status"] for row in rows(tmp_path / "out")] == ["correct", "invalid"]
    assert "b.ipynb is a link to another file, and links are not followed." in capsys.readouterr().out


def test_the_printed_seed_draws_the_same_numbers_again(tmp_path, capsys):
    wrong = write_notebook(tmp_path / "a.ipynb", ["def double(x): return x + 1"])
    grade(wrong, "--out", tmp_path / "first")
    seed = re.search(r"--seed (\d+)", capsys.readouterr().out)[1]
    grade(wrong, "--out", tmp_path / "again", "--seed", seed)
    grade(wrong, "--out", tmp_path / "other", "--seed", int(seed) + 1)
    first, again, other = (rows(tmp_path / folder)[0] for folder in ("first", "again", "other"))
    assert first["message"] == again["message"] != other["message"]
    assert first["points"] == again["points"] == other["points"] == "0"


def test_the_limits_reach_the_run(tmp_path, monkeypatch):
    limits = []
    monkeypatch.setattr(task.batch, "grade_file", lambda path, seed, *given: limits.append(given[:2]) or [])
    path = write_notebook(tmp_path / "a.ipynb", [])
    for more in (["--out", str(tmp_path / "a"), "--timeout", "2.5", "--memory", "300"], ["--out", str(tmp_path / "b")]):
        cli.main(["grade", str(path), "--trust", *more])
    assert limits == [(2.5, 300), (command.SECONDS, command.MEMORY)]


def test_a_submission_is_graded_from_its_bytes_so_that_a_killed_run_leaves_no_copy(tmp_path, monkeypatch):
    given = []
    real = task.batch.grade_file
    monkeypatch.setattr(task.batch, "grade_file", lambda *asked: given.append(asked) or real(*asked))
    path = write_notebook(tmp_path / "a.ipynb", [DOUBLE])
    assert grade(path, "--out", tmp_path / "out") == 0
    [(name, *_, content)] = given
    assert not name.exists() and content == path.read_bytes()
    assert rows(tmp_path / "out")[0]["points"] == "1"


def test_only_what_is_contained_or_trusted_is_graded(tmp_path, capsys, monkeypatch):
    path = write_notebook(tmp_path / "a.ipynb", [DOUBLE])
    monkeypatch.setattr(command.sandbox, "level", lambda: Level("partial", ("seccomp",), "Containment: partial."))
    assert grade(path, "--out", tmp_path / "out", trust=False) == 1
    assert capsys.readouterr().err == "Containment: partial.\nTo grade here even so: --trust.\n"
    assert not (tmp_path / "out").exists()
    assert grade(path, "--out", tmp_path / "out") == 0
    assert "Containment: partial." in capsys.readouterr().out
    monkeypatch.setattr(command.sandbox, "level", lambda: Level("full", (), "Containment: full."))
    assert grade(path, "--out", tmp_path / "other", trust=False) == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["none", "--out", "out"], "none is not there"),
        (["*.zip", "--out", "out"], r"\*.zip matches no file"),
        (["a.py", "--out", "a.py"], "The results cannot be written to a.py: "),
        (["a.py", "--out", "a.py/deep"], "The results cannot be written to a.py/deep: "),
        (["a.py", "--out", "out", "--exercise", "sigmoyd"], "No exercise is called sigmoyd. Did you mean sigmoid?"),
        (["a.py", "--out", "out", "--columns", "A={x}", "--gradebook-csv", "g.csv"], r"there is no \{x\}"),
        (["a.py", "--out", "out", "--gradebook-csv", "a.py/g.csv"], "The results cannot be written to a.py: "),
        (["a.py", "--out", "kept"], "kept holds the record of an earlier run already .* --resume, or choose another"),
        (["a.py", "--out", "kept", "--resume", "--seed", "4"], "begun with --seed 3, not 4"),
        (["a.py", "--out", "kept", "--resume", "--exercise", "sigmoid"], r"with --exercise \(none\), not sigmoid"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path, monkeypatch, capsys, arguments, says):
    monkeypatch.chdir(tmp_path)
    Path("a.py").write_text(DOUBLE)
    grade("a.py", "--out", "kept", "--seed", "3")
    before = rows(Path("kept"))
    capsys.readouterr()
    assert grade(*arguments) == 1
    assert re.search(says, capsys.readouterr().err)
    assert rows(Path("kept")) == before


def test_a_run_leaves_feedback_for_learners_and_grades_for_platforms(tmp_path, capsys):
    a_class(tmp_path / "class", 3)
    columns = ["--gradebook-csv", tmp_path / "grades.csv", "--columns", "Login={name}", "Week 1={points}"]
    assert grade(tmp_path / "class", "--out", tmp_path / "out", *columns) == 0
    assert (tmp_path / "grades.csv").read_text(encoding="utf-8").split() == [
        "Login,Week",
        "1",
        "learner",
        "0,1",
        "learner",
        "1,1",
    ]
    assert "1 of 1 point" in (tmp_path / "out/feedback/learner_0.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "out/gradescope/learner_1.json").read_text(encoding="utf-8"))["score"] == 1
    assert "Teach this next" in (tmp_path / "out/class.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "class.html",
        "feedback",
        "gradebook.sqlite",
        "gradescope",
        "results.csv",
        "results.jsonl",
    ]


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), sqlite3.OperationalError("disk is full")])
def test_results_that_can_no_longer_be_written_end_the_run_with_a_sentence(tmp_path, capsys, monkeypatch, error):
    def fails(*given):
        raise error

    monkeypatch.setattr(command, "write_reports", fails)
    path = write_notebook(tmp_path / "a.ipynb", [DOUBLE])
    assert grade(path, "--out", tmp_path / "out") == 1
    assert f"could not all be written to {tmp_path / 'out'}: {error}." in capsys.readouterr().err
    monkeypatch.undo()
    assert grade(path, "--out", tmp_path / "out", "--resume") == 0
    assert len(rows(tmp_path / "out")) == 1


# Ended, and gone on with


def a_class(folder, size):
    """Right and wrong answers, a learner who hands in twice, and one whose notebook takes its time."""
    for number in range(size):
        path = folder / f"learner {number % (size - 1)}" / f"{number:02d}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_notebook(path, [DOUBLE if number % 3 else f"def double(x): return x + {number}"])
    return folder


def everything(folder):
    """All that the record holds but the seconds that grading took."""
    with closing(sqlite3.connect(folder / "gradebook.sqlite")) as database:
        tables = ("settings", "learners", "submissions", "attempts", "first", "best", "last")
        record = {table: sorted(map(tuple, database.execute(f"SELECT * FROM {table}"))) for table in tables}
    return record, [{**row, "seconds": None} for row in rows(folder)]


def graded_so_far(folder):
    try:
        with closing(sqlite3.connect(f"file:{folder / 'gradebook.sqlite'}?mode=rw", uri=True, timeout=0)) as database:
            return database.execute("SELECT count(*) FROM submissions WHERE graded").fetchone()[0]
    except sqlite3.Error:
        return -1


@pytest.mark.skipif(os.name == "nt", reason="kills a group of processes as POSIX systems have them")
def test_a_run_that_is_killed_at_any_moment_goes_on_to_the_same_gradebook(tmp_path):
    submissions = a_class(tmp_path / "class", 120)
    start = [
        sys.executable,
        "-m",
        "bpcourse",
        "grade",
        str(submissions),
        "--trust",
        "--timeout",
        TIMEOUT,
        "--jobs",
        "2",
    ]
    begin = [*start, "--seed", "11"]
    subprocess.run([*begin, "--out", str(tmp_path / "whole")], check=True, capture_output=True)
    expected = everything(tmp_path / "whole")
    out, ended_at = tmp_path / "ended", []
    for moment in (-1, 0, 5, 40, 80, 120):
        run = subprocess.Popen(
            [*begin, "--out", str(out), "--resume"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while graded_so_far(out) < moment and run.poll() is None:
            time.sleep(0.002)
        run.send_signal(signal.SIGKILL)
        run.wait()
        ended_at.append(graded_so_far(out))
    assert len({count for count in ended_at if 0 < count < 120}) >= 2, ended_at
    subprocess.run([*begin, "--out", str(out), "--resume"], check=True, capture_output=True)
    assert everything(out) == expected
    subprocess.run([*start, "--out", str(out), "--resume"], check=True, capture_output=True)
    assert everything(out) == expected


def test_ctrl_c_keeps_what_is_graded_and_says_how_to_go_on(tmp_path, capsys, monkeypatch):
    submissions, graded = a_class(tmp_path / "class", 4), []

    def stopping(path, *limits):
        graded.append(path)
        if len(graded) == 3:
            raise KeyboardInterrupt
        return real(path, *limits)

    real = task.batch.grade_file
    monkeypatch.setattr(task.batch, "grade_file", stopping)
    assert grade(submissions, "--out", tmp_path / "out", "--jobs", "1") == 130
    assert "Go on by --resume." in capsys.readouterr().err
    assert graded_so_far(tmp_path / "out") == 2
    assert grade(submissions, "--out", tmp_path / "out", "--jobs", "1", "--resume") == 0
    assert len(graded) == 5 and len(rows(tmp_path / "out")) == 4


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_same_file_handed_in_twice_by_a_learner_is_one_attempt(tmp_path, jobs):
    for name in ("ada/a.ipynb", "ada/a copy.ipynb", "ada/again.ipynb", "bob/a.ipynb"):
        (tmp_path / "class" / name).parent.mkdir(parents=True, exist_ok=True)
        write_notebook(tmp_path / "class" / name, [DOUBLE])
    assert grade(tmp_path / "class", "--out", tmp_path / "out", "--jobs", jobs) == 0
    assert [row["learner"] for row in rows(tmp_path / "out")] == ["ada", "bob"]


def test_what_a_killed_run_left_half_written_is_cleared_away(tmp_path):
    submissions = a_class(tmp_path / "class", 2)
    grade(submissions, "--out", tmp_path / "out")
    for part in ("", "feedback", "gradescope"):
        (tmp_path / "out" / part / "x.unfinished").touch()
    grade(submissions, "--out", tmp_path / "out", "--resume")
    assert list((tmp_path / "out").rglob("*.unfinished")) == []


def test_new_submissions_are_further_attempts(tmp_path):
    submissions = a_class(tmp_path / "class", 3)
    grade(submissions, "--out", tmp_path / "out", "--seed", "5")
    write_notebook(submissions / "learner 0" / "00.ipynb", ["def double(x): return x * 2"])
    assert grade(submissions, "--out", tmp_path / "out", "--resume") == 0
    record, written = everything(tmp_path / "out")
    assert len(record["attempts"]) == 4 == len(written)
    assert [row["points"] for row in written if row["learner"] == "learner 0"] == ["0", "1", "1"]
