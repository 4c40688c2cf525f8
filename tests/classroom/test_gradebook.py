"""The record of a class: whole submissions only, attempts in order, and a run that goes on as it was begun."""

import sqlite3

import pytest

from bpcourse.classroom.batch import Result
from bpcourse.classroom.gradebook import Gradebook, Refused
from bpcourse.classroom.names import Learner
from bpcourse.grading.verdict import CORRECT, INVALID, NOT_ATTEMPTED, WRONG, Verdict

SETTINGS = {"seed": "7", "timeout": "10", "exercise": ""}
ADA, BOB = Learner("Ada"), Learner("Bob", "12")


def result(exercise="sigmoid", points=1.0, status=WRONG, message="Wrong.", **more):
    return Result("file", Verdict(exercise, 1, status, points, 2, message, **more), 0.5)


def book(folder, resume=False, given=(), **settings):
    return Gradebook(folder, {**SETTINGS, **settings}, resume=resume, given=given)


def points(gradebook, view):
    query = f"SELECT name, exercise, points FROM {view} JOIN learners USING (learner) ORDER BY name, exercise, attempt"
    return [tuple(row) for row in gradebook.rows(query)]


def test_every_attempt_is_kept_and_the_first_the_best_and_the_last_are_known(tmp_path):
    with book(tmp_path) as gradebook:
        for content, earned in ((b"1", 0.5), (b"2", 2.0), (b"3", 1.0)):
            gradebook.write(gradebook.enter(ADA, "a.ipynb", content), [result(points=earned), result("neuron", 0.0)])
        gradebook.write(gradebook.enter(BOB, "b.ipynb", b"1"), [result(points=0.25)])
        assert points(gradebook, "attempts")[3:6] == [("Ada", "sigmoid", n) for n in (0.5, 2.0, 1.0)]
        for view, earned in (("first", 0.5), ("best", 2.0), ("last", 1.0)):
            assert ("Ada", "sigmoid", earned) in points(gradebook, view)
            assert ("Bob", "sigmoid", 0.25) in points(gradebook, view) and len(points(gradebook, view)) == 3


def test_an_attempt_is_counted_in_the_order_of_entering_whatever_is_graded_first(tmp_path):
    with book(tmp_path) as gradebook:
        first, second = (gradebook.enter(ADA, "a.ipynb", content) for content in (b"1", b"2"))
        gradebook.write(second, [result(points=2.0)])
        gradebook.write(first, [result(points=0.5)])
        assert points(gradebook, "first") == [("Ada", "sigmoid", 0.5)]


def test_of_two_best_attempts_the_earlier_counts(tmp_path):
    with book(tmp_path) as gradebook:
        for content in (b"1", b"2"):
            gradebook.write(gradebook.enter(ADA, "a.ipynb", content), [result()])
        assert [row["attempt"] for row in gradebook.rows("SELECT attempt FROM best")] == [1]


def test_what_was_not_attempted_is_no_attempt(tmp_path):
    with book(tmp_path) as gradebook:
        gradebook.write(gradebook.enter(ADA, "a", b"1"), [result(status=NOT_ATTEMPTED), result("", status=INVALID)])
        gradebook.write(gradebook.enter(ADA, "a", b"2"), [result(status=CORRECT, points=2.0)])
        assert points(gradebook, "first") == [("Ada", "sigmoid", 2.0)]


def test_two_learners_of_one_name_are_told_apart_by_their_numbers(tmp_path):
    with book(tmp_path) as gradebook:
        one, other = (gradebook.enter(Learner("Ada", ident), "a", b"same") for ident in "12")
        assert one != other


def test_a_file_is_entered_once_and_again_when_it_was_changed(tmp_path):
    with book(tmp_path) as gradebook:
        number = gradebook.enter(ADA, "a.ipynb", b"1")
        assert gradebook.enter(ADA, "a.ipynb", b"1") == number
        gradebook.write(number, [result()])
        assert gradebook.enter(ADA, "a.ipynb", b"1") is gradebook.enter(ADA, "renamed.ipynb", b"1") is None
        assert gradebook.enter(ADA, "a.ipynb", b"2") not in (None, number)


def test_half_a_character_in_a_message_costs_no_result(tmp_path):
    with book(tmp_path) as gradebook:
        gradebook.write(gradebook.enter(ADA, "a", b"1"), [result(message="broken: \ud800")])
        assert gradebook.rows("SELECT message FROM results")[0]["message"] == "broken: \\ud800"


def test_what_a_terminal_would_obey_is_in_no_message(tmp_path):
    told = {"message": "a\x1b[31m\n\tb\u3000c", "seen": "\r\x9b", "next": "\u202ed"}
    with Gradebook(tmp_path, SETTINGS, resume=False) as gradebook:
        gradebook.write(gradebook.enter(ADA, "a", b"1"), [result(**told)])
        [row] = gradebook.rows("SELECT message, seen, next FROM results")
    assert tuple(row) == ("a?[31m\n\tb\u3000c", "??", "?d")


def test_a_run_goes_on_with_the_settings_it_was_begun_with(tmp_path):
    book(tmp_path).__exit__()
    with book(tmp_path, resume=True, seed="8") as gradebook:
        assert gradebook.settings == SETTINGS
    with book(tmp_path, resume=True, given=["seed"]) as gradebook:
        assert gradebook.settings == SETTINGS


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ({"seed": "8"}, "was begun with --seed 7, not 8. Leave --seed out"),
        ({"exercise": "sigmoid"}, r"was begun with --exercise \(none\), not sigmoid"),
    ],
)
def test_a_run_that_is_gone_on_with_otherwise_than_it_was_begun_is_refused(tmp_path, setting, says):
    book(tmp_path).__exit__()
    with pytest.raises(Refused, match=says):
        book(tmp_path, resume=True, given=list(setting), **setting)


def test_an_earlier_run_is_not_written_over(tmp_path):
    with book(tmp_path) as gradebook:
        gradebook.write(gradebook.enter(ADA, "a", b"1"), [result()])
    with pytest.raises(Refused, match=r"holds the record of an earlier run already \(1 submissions graded\)"):
        book(tmp_path)


def test_a_file_that_is_no_gradebook_is_refused(tmp_path):
    (tmp_path / "gradebook.sqlite").write_text("something else, long enough to be looked at by SQLite" * 50)
    with pytest.raises(Refused, match="cannot be used as a gradebook: file is not a database"):
        book(tmp_path)


def test_a_run_that_was_ended_before_it_began_begins(tmp_path):
    sqlite3.connect(tmp_path / "gradebook.sqlite").close()
    with book(tmp_path, seed="9") as gradebook:
        assert gradebook.settings["seed"] == "9"
