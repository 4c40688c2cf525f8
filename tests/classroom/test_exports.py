"""Grades for other systems: Gradescope's results.json, and the table that a learning platform imports."""

import csv
import json

import pytest

from bpcourse.classroom.exports import DEFAULT_COLUMNS, WrongColumns, gradescope, titled, write_platform_csv
from bpcourse.classroom.names import Learner
from bpcourse.classroom.standings import reports
from bpcourse.classroom.telling import graded_exercises
from tests.classroom.books import a_book, invalid, right, untouched, verdict

CLASS = (
    (Learner("Ada", "7"), [right(), verdict("neuron", share=0.5, mistake="no bias", seen="With x = 1.", next="look.")]),
    (Learner("-Bob"), [untouched(), right("neuron"), invalid("a.py is not written in UTF-8.")]),
    (Learner("Carl"), [invalid("c.py is larger than 20 MB.")]),
)


def table(folder, *columns):
    with a_book(folder / "book", *CLASS) as gradebook:
        target = folder / "grades.csv"
        write_platform_csv(target, titled(columns), reports(gradebook), graded_exercises(gradebook))
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_gradescope_reads_the_best_attempts_and_their_sum(tmp_path):
    with a_book(tmp_path, *CLASS) as gradebook:
        ada, bob, carl = (json.loads(gradescope(report)) for report in reports(gradebook))
    assert ada["score"] == sum(test["score"] for test in ada["tests"]) == 3.5
    right_one, wrong_one = ada["tests"]
    assert (right_one["name"], right_one["score"], right_one["max_score"]) == ("sigmoid", 2, 2)
    assert (right_one["status"], wrong_one["status"]) == ("passed", "failed")
    assert wrong_one["tags"] == ["no bias"] and wrong_one["output"] == "Wrong.\nSeen: With x = 1.\nNext: look."
    assert bob["tests"][0]["output"] == "Not attempted." and bob["output"] == "a.py is not written in UTF-8."
    assert (carl["score"], carl["tests"], carl["output"]) == (0, [], "c.py is larger than 20 MB.")
    assert {test["output_format"] for test in ada["tests"]} == {"text"}


def test_a_platform_gets_the_columns_it_wants(tmp_path):
    ada, bob, carl = table(
        tmp_path, "SIS Login ID={name}", "Week 1={points} of {max_points}", "%={percent}", "N={neuron}"
    )
    assert ada == {"SIS Login ID": "Ada", "Week 1": "3.5 of 5", "%": "70.00", "N": "1.5"}
    assert bob == {"SIS Login ID": "'-Bob", "Week 1": "3 of 5", "%": "60.00", "N": "3"}
    assert carl == {"SIS Login ID": "Carl", "Week 1": "0 of 5", "%": "0.00", "N": "0"}


def test_without_columns_a_platform_gets_the_name_the_number_and_the_points(tmp_path):
    assert table(tmp_path, *DEFAULT_COLUMNS)[0] == {"name": "Ada", "id": "7", "points": "3.5", "max_points": "5"}


@pytest.mark.parametrize(
    ("column", "says"),
    [
        ("points", "write TITLE=TEXT"),
        ("={points}", "write TITLE=TEXT"),
        ("A={point}", r"there is no \{point\}. There are \{name\}, \{id\}"),
        ("A={name.__class__}", r"there is no \{name.__class__\}"),
    ],
)
def test_a_column_that_cannot_be_filled_is_refused(column, says):
    with pytest.raises(WrongColumns, match=says):
        titled([column])
