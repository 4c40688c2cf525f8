"""results.csv: fixed columns, one row for each exercise, whole or not at all, and nothing in it runs as a formula."""

import csv
import os

import pytest

from bpcourse.classroom.batch import Result
from bpcourse.classroom.tables import COLUMNS, write_results
from bpcourse.grading.verdict import CORRECT, INVALID, WRONG, Verdict


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def result(submission="a.ipynb", **changes):
    fields = {"exercise": "sigmoid", "chapter": 1, "status": WRONG, "points": 1.5, "max_points": 2, "message": "Wrong."}
    return Result(submission, Verdict(**{**fields, **changes}), 0.12345)


def test_the_columns_are_the_promised_ones(tmp_path):
    path = write_results([], tmp_path)
    assert path == tmp_path / "results.csv"
    assert path.read_text(encoding="utf-8").splitlines() == [
        "submission,exercise,chapter,points,max_points,status,mistake,message,seconds"
    ]


def test_a_verdict_is_a_row(tmp_path):
    path = write_results([result(mistake="sign", seen="With x = 1."), result(status=CORRECT, points=2.0)], tmp_path)
    first, second = rows(path)
    assert first == {
        "submission": "a.ipynb",
        "exercise": "sigmoid",
        "chapter": "01",
        "points": "1.5",
        "max_points": "2",
        "status": "wrong",
        "mistake": "sign",
        "message": "Wrong. Seen: With x = 1.",
        "seconds": "0.123",
    }
    assert second["points"] == "2" and second["status"] == "correct"


def test_a_submission_that_could_not_be_graded_has_a_row_without_a_chapter(tmp_path):
    invalid = Result("a.txt", Verdict("", -1, INVALID, 0.0, 0.0, "a.txt is no notebook."), 0.0)
    [row] = rows(write_results([invalid], tmp_path))
    assert (row["exercise"], row["chapter"], row["points"], row["status"]) == ("", "", "0", "invalid")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_cell_never_begins_like_a_formula(tmp_path, start):
    formula = f'{start}HYPERLINK("http://example.org")'
    [row] = rows(write_results([result(f"{formula}.ipynb", message=formula, mistake=formula)], tmp_path))
    for column in ("submission", "message", "mistake"):
        assert row[column].startswith("'" + start)


def test_no_formula_begins_behind_a_semicolon_or_a_line_end_where_others_part_cells(tmp_path):
    message = "a;=1+1;b\n=1\t@x;\uff1d1; =1"
    [row] = rows(write_results([result(message=message)], tmp_path))
    assert row["message"] == "a;'=1+1;b\n'=1\t'@x;'\uff1d1; =1"


def test_commas_quotes_and_line_ends_stay_in_their_cell(tmp_path):
    message = 'a, "b"\nc;d\r\ne'
    assert rows(write_results([result(message=message), result()], tmp_path))[0]["message"] == message


def test_half_a_character_in_a_message_costs_no_row(tmp_path):
    first, second = rows(write_results([result(message="broken: \ud800"), result()], tmp_path))
    assert first["message"] == "broken: \\ud800" and second["message"] == "Wrong."


def test_the_folder_is_made_and_an_earlier_record_replaced(tmp_path):
    folder = tmp_path / "deep" / "er"
    write_results([result(), result()], folder)
    write_results([result()], folder)
    assert len(rows(folder / "results.csv")) == 1
    assert os.listdir(folder) == ["results.csv"]


def test_a_run_that_breaks_off_leaves_the_earlier_record_and_no_rest(tmp_path):
    write_results([result()], tmp_path)

    def broken():
        yield result()
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError):
        write_results(broken(), tmp_path)
    assert len(rows(tmp_path / "results.csv")) == 1
    assert os.listdir(tmp_path) == ["results.csv"]


def test_every_column_has_its_value():
    assert len(COLUMNS) == len(set(COLUMNS)) == 9
