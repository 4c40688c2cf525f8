"""A submission is read as data: every way to write a notebook down is understood, every other file gets a sentence."""

import json
import os

import pytest

from bpcourse.classroom import notebook
from bpcourse.classroom.batch import exercises_of
from bpcourse.classroom.notebook import InvalidSubmission, Submission, read_submission
from tests.classroom.cells import write_notebook


def refused(path):
    with pytest.raises(InvalidSubmission) as error:
        read_submission(path)
    return str(error.value)


def test_the_code_cells_are_read_in_their_order_and_nothing_else(tmp_path):
    path = tmp_path / "a.ipynb"
    cells = [
        {"cell_type": "markdown", "source": "text"},
        {"cell_type": "code", "source": "x = 1\ny = 2"},
        {"cell_type": "code", "source": ["x = 1\n", "y = 2"]},
        {"cell_type": "raw", "source": "raw"},
        {"cell_type": "code", "source": []},
        {"cell_type": "code"},
        {"cell_type": "code", "source": 3},
        {"cell_type": "code", "source": ["a = 1", 2]},
        "no cell",
    ]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert read_submission(path).cells == ("x = 1\ny = 2", "x = 1\ny = 2", "", "", "", "a = 1")


@pytest.mark.parametrize(
    ("metadata", "chapter"),
    [
        ({"bpcourse": {"chapter": 1}}, 1),
        ({"bpcourse": {"chapter": "1"}}, None),
        ({"bpcourse": {"chapter": True}}, None),
        ({"bpcourse": []}, None),
        ({"bpcourse": {}}, None),
        ({}, None),
        ("none", None),
        (None, None),
    ],
    ids=str,
)
def test_the_chapter_is_the_number_in_the_metadata(tmp_path, metadata, chapter):
    path = write_notebook(tmp_path / "a.ipynb", ["x = 1"], metadata=metadata)
    assert read_submission(path).chapter == chapter


def test_a_byte_order_mark_and_accents_are_understood(tmp_path):
    path = tmp_path / "a.ipynb"
    cells = [{"cell_type": "code", "source": "# σ, né"}]
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"cells": cells}, ensure_ascii=False).encode("utf-8"))
    assert read_submission(path).cells == ("# σ, né",)


def test_a_python_file_is_one_cell(tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes("def double(x):\r\n    return 2 * x  # né\r\n".encode())
    assert read_submission(path) == Submission(path, ("def double(x):\n    return 2 * x  # né\n",))


def test_an_empty_notebook_has_no_cells(tmp_path):
    assert read_submission(write_notebook(tmp_path / "a.ipynb", [])).cells == ()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", b"text", "a.txt is neither a notebook (.ipynb) nor a Python file (.py)"),
        ("a", b"text", "a is neither a notebook (.ipynb) nor a Python file (.py)"),
        ("a.ipynb", b"", "a.ipynb is not a notebook: it does not contain valid JSON"),
        ("a.ipynb", b"import numpy", "a.ipynb is not a notebook: it does not contain valid JSON"),
        ("a.ipynb", b'{"cells": [', "a.ipynb is not a notebook: it does not contain valid JSON"),
        ("a.ipynb", b"[" * 200_000, "a.ipynb is not a notebook: it does not contain valid JSON"),
        ("a.ipynb", b"9" * 10_000, "a.ipynb is not a notebook: it does not contain valid JSON"),
        ("a.ipynb", b"[]", "a.ipynb is not a notebook of format 4: it has no list of cells"),
        ("a.ipynb", b'{"worksheets": []}', "a.ipynb is not a notebook of format 4: it has no list of cells"),
        ("a.ipynb", b'{"cells": {}}', "a.ipynb is not a notebook of format 4: it has no list of cells"),
        ("a.ipynb", b"\xff\xfe{\x00}\x00", "a.ipynb is not written in UTF-8"),
        ("a.py", b"# n\xe9", "a.py is not written in UTF-8"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_file_that_is_no_submission_is_refused_with_a_sentence(tmp_path, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path) == sentence


def test_a_missing_file_and_a_folder_are_refused_with_a_sentence(tmp_path):
    assert refused(tmp_path / "none.ipynb").startswith(f"{tmp_path / 'none.ipynb'} cannot be read: ")
    (tmp_path / "folder.ipynb").mkdir()
    assert "folder.ipynb cannot be read: " in refused(tmp_path / "folder.ipynb")


def test_a_file_at_the_largest_size_is_read_and_a_larger_one_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(notebook, "LARGEST_FILE", 1 << 20)
    path = tmp_path / "a.py"
    path.write_bytes(b"#" * (1 << 20))
    assert len(read_submission(path).cells[0]) == 1 << 20
    path.write_bytes(b"#" * ((1 << 20) + 1))
    assert refused(path) == "a.py is larger than 1 MB"


def test_a_notebook_of_too_many_cells_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(notebook, "MOST_CELLS", 3)
    assert len(read_submission(write_notebook(tmp_path / "a.ipynb", ["x"] * 3)).cells) == 3
    assert refused(write_notebook(tmp_path / "a.ipynb", ["x"] * 4)) == "a.ipynb has 4 cells, more than 3"


# Which chapter a submission belongs to


def chapter_of(tmp_path, *cells, chapter=None):
    wanted = exercises_of(Submission(tmp_path / "a.ipynb", cells, chapter))
    [number] = {exercise.chapter for exercise in wanted}
    return number


def test_the_chapter_that_a_notebook_names_decides(tmp_path):
    assert chapter_of(tmp_path, "def double(x): pass", chapter=1) == 1
    assert chapter_of(tmp_path, chapter=0) == 0


def test_without_one_the_chapter_most_of_whose_exercises_it_defines_decides(tmp_path):
    assert chapter_of(tmp_path, "def double(x): pass", "def sigmoid(z): pass\ndef neuron(x, w, b): pass") == 1
    assert chapter_of(tmp_path, "def double(x): pass") == 0


@pytest.mark.parametrize(
    "cell",
    [
        "def sigmoid(z):\n    pass",
        "def  sigmoid (z): pass",
        "if True:\n    def sigmoid(z):\n        pass",
        "sigmoid = lambda z: z",
        "sigmoid: object = None",
        "dloss_dw_value = -0.1",
        "sigmoid_grad=None",
    ],
)
def test_a_definition_in_any_form_counts(tmp_path, cell):
    assert chapter_of(tmp_path, cell) == 1


@pytest.mark.parametrize(
    "cells",
    [
        (),
        ("x = 1",),
        ("sigmoid == 3",),
        ("print(sigmoid)",),
        ("# def sigmoid(z):",),
        ("def sigmoid_of_mine(z): pass",),
        ("my_sigmoid = 1",),
    ],
    ids=str,
)
def test_a_file_that_defines_no_exercise_is_refused_with_a_sentence(tmp_path, cells):
    with pytest.raises(InvalidSubmission, match=r"a\.ipynb contains no exercise of the course"):
        chapter_of(tmp_path, *cells)


def test_a_chapter_that_the_course_does_not_have_is_refused(tmp_path):
    with pytest.raises(InvalidSubmission, match="contains no exercise of the course"):
        chapter_of(tmp_path, "def sigmoid(z): pass", chapter=99)


@pytest.mark.skipif(os.name != "posix", reason="pipes with names are POSIX")
def test_a_pipe_or_a_device_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "zero.py").symlink_to("/dev/zero")
    assert refused(tmp_path / "pipe.ipynb").endswith("cannot be read: it is not a file")
    assert refused(tmp_path / "zero.py").endswith("cannot be read: it is not a file")
