"""Whatever a file holds, it is read and its exercises are found, or a sentence says why not."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from bpcourse.autograders import exercises
from bpcourse.classroom.batch import exercises_of
from bpcourse.classroom.notebook import InvalidSubmission, Submission, read_submission
from tests.fuzz.effort import effort

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
CODE = st.lists(
    st.sampled_from(
        ["def ", "double", "neuron", "(x):", "\n", " " * 50, "=", ": ", "\t", "%%time", "!ls", "\0", "\ud800", "é", "#"]
    ),
    max_size=20,
).map("".join)
SOURCE = CODE | st.lists(CODE | LEAVES, max_size=3) | LEAVES
CELL = LEAVES | st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", None, 3])},
    optional={"source": SOURCE, "metadata": LEAVES, "outputs": LEAVES, "id": LEAVES},
)
OWN = LEAVES | st.dictionaries(st.sampled_from(["chapter", "x"]), LEAVES | st.integers(-1, 9))
NOTEBOOK = LEAVES | st.fixed_dictionaries(
    {},
    optional={
        "cells": LEAVES | st.lists(CELL, max_size=5),
        "metadata": LEAVES | st.fixed_dictionaries({}, optional={"bpcourse": OWN, "kernelspec": LEAVES}),
        "nbformat": LEAVES,
        "worksheets": LEAVES,
    },
)


def graded(folder, name, data):
    """What the reader says of a file with this content: its exercises, or a sentence."""
    path = folder / name
    path.write_bytes(data)
    try:
        submission = read_submission(path)
        assert type(submission) is Submission and all(type(cell) is str for cell in submission.cells)
        found = exercises_of(submission)
        assert found and {exercise.name for exercise in found} <= set(exercises())
        return found
    except InvalidSubmission as error:
        assert name in str(error)
        return str(error)


@effort
@given(st.binary(max_size=200))
@example(b"")
@example(b"\xff\xfe{}")
@example(b"\xef\xbb\xbf{}")
@example(b"[" * 200_000)
@example(b'{"cells": ' + b"9" * 10_000 + b"}")
@example(b'{"cells": [], "cells": [{"cell_type": "code", "source": "double = 1"}]}')
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    folder = tmp_path_factory.getbasetemp()
    graded(folder, "a.ipynb", data)
    graded(folder, "a.py", data)


@effort
@given(NOTEBOOK)
def test_any_notebook_is_read_or_refused(tmp_path_factory, notebook):
    graded(tmp_path_factory.getbasetemp(), "a.ipynb", json.dumps(notebook).encode())


@effort
@given(NOTEBOOK, st.integers(0, 500), st.binary(max_size=3))
def test_any_damaged_notebook_is_read_or_refused(tmp_path_factory, notebook, place, damage):
    data = json.dumps(notebook, ensure_ascii=False).encode("utf-8", "surrogatepass")
    graded(tmp_path_factory.getbasetemp(), "a.ipynb", data[:place] + damage + data[place + len(damage) :])


def test_a_file_made_to_be_slow_to_read_is_not(tmp_path):
    """A reader whose time grows with the square of the size would take hours over any of these."""
    size = 1_000_000
    for text in (
        "def " * size,
        "def" + " " * size,
        (" " * 1_000 + "\n") * 1_000,
        "double" * size,
        "double:" + "=" * size,
    ):
        graded(tmp_path, "a.py", text.encode())
