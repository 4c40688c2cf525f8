"""What a learner has done survives, gets better and never worse, and a spoiled file does no harm."""

import json
import os

import pytest

from bpcourse import records
from bpcourse.autograders import exercises
from bpcourse.grading.verdict import CORRECT, NOT_ATTEMPTED, PARTIAL, WRONG, Verdict
from bpcourse.records import Progress, Record, read, record


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("BPCOURSE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def verdict(status=CORRECT, points=2.0, exercise="sigmoid"):
    return Verdict(exercise, 1, status, points, 2, "Message.")


def test_nothing_is_known_at_first():
    assert read("sigmoid") is None


def test_the_best_verdict_is_kept_and_the_attempts_are_counted():
    record(verdict(WRONG, 0))
    assert read("sigmoid") == Record(WRONG, 0, 1, False)
    record(verdict(PARTIAL, 1.5))
    record(verdict(WRONG, 0))
    assert read("sigmoid") == Record(PARTIAL, 1.5, 3, False)
    record(verdict(CORRECT, 2))
    record(verdict(PARTIAL, 1.5))
    assert read("sigmoid") == Record(CORRECT, 2, 5, False)


def test_a_submission_is_remembered_and_is_no_attempt():
    record(verdict(WRONG, 0))
    record(verdict(CORRECT, 2), submitted=True)
    record(verdict(WRONG, 0))
    assert read("sigmoid") == Record(CORRECT, 2, 2, True)


def test_what_was_not_attempted_or_is_no_exercise_leaves_no_trace(home):
    record(verdict(NOT_ATTEMPTED, 0))
    record(verdict(exercise="no_such_exercise"))
    record(verdict(exercise=""))
    assert not home.exists()


def test_each_exercise_has_a_file_of_its_own_and_nothing_else_is_left(home):
    record(verdict())
    record(verdict(exercise="neuron"))
    assert sorted(os.listdir(home / "progress")) == ["neuron.json", "sigmoid.json"]


def test_without_a_choice_the_records_are_in_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("BPCOURSE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert records.folder() == tmp_path / ".bpcourse" / "progress"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"status": "correct", "points": "two", "attempts": 1, "submitted": false}',
        b'{"status": "correct", "points": null, "attempts": 1, "submitted": false}',
        b'{"status": "correct", "points": 2, "attempts": Infinity, "submitted": false}',
        b'{"status": "correct", "points": 2, "attempts": NaN, "submitted": false}',
        b'{"status": "correct", "points": ' + b"9" * 400 + b', "attempts": 1, "submitted": false}',
    ],
    ids=lambda content: content[-40:].decode("latin-1"),
)
def test_a_spoiled_file_counts_as_none_and_is_replaced(home, content):
    (home / "progress").mkdir(parents=True)
    (home / "progress" / "sigmoid.json").write_bytes(content)
    assert read("sigmoid") is None
    record(verdict())
    assert read("sigmoid") == Record(CORRECT, 2, 1, False)


def test_a_folder_that_cannot_be_written_to_costs_no_verdict(home):
    home.write_text("a file where the folder should be")
    record(verdict())
    assert read("sigmoid") is None


def test_progress_lists_every_exercise_under_its_chapter_with_its_mark_and_points():
    record(verdict())
    record(verdict(WRONG, 0, "neuron"))
    record(verdict(PARTIAL, 1.5, "sigmoid_grad"), submitted=True)
    table = Progress({name: read(name) for name in exercises()})
    lines = {line.split()[1]: line.split() for line in repr(table).splitlines() if line.startswith("  ")}
    assert set(lines) == set(exercises())
    assert lines["sigmoid"] == ["✓", "sigmoid", "2", "of", "2", "correct,", "1", "check"]
    assert lines["neuron"] == ["◐", "neuron", "0", "of", "3", "wrong,", "1", "check"]
    assert lines["sigmoid_grad"] == ["◐", "sigmoid_grad", "1.5", "of", "3", "partial,", "submitted"]
    assert lines["double"] == ["○", "double", "0", "of", "1", "not", "started"]
    total = sum(exercise.points for exercise in exercises().values())
    assert "00 Start here" in repr(table) and repr(table).endswith(f"3.5 of {total} points")
    html = table._repr_html_()
    assert f"3.5 of {total} points" in html and "<code>sigmoid_grad</code>" in html and "00 Start here" in html


def test_a_record_is_written_whole(home):
    record(verdict())
    assert json.loads((home / "progress" / "sigmoid.json").read_text(encoding="utf-8")) == {
        "status": "correct",
        "points": 2.0,
        "attempts": 1,
        "submitted": False,
    }


def test_the_table_says_how_often_an_exercise_was_checked_and_whether_it_was_submitted():
    assert Record(PARTIAL, 1.5, 1, False).note == "partial, 1 check"
    assert Record(CORRECT, 2, 3, True).note == "correct, 3 checks, submitted"
