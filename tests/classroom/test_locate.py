"""A kernel finds its notebook by the front end's hint or by what was run, and knows what was not saved."""

import pytest

from bpcourse.classroom.locate import find_notebook, not_saved
from bpcourse.classroom.notebook import Submission
from tests.classroom.cells import DOUBLE, write_notebook


@pytest.fixture(autouse=True)
def no_front_end(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)


def test_the_hint_of_jupyterlab_is_followed(tmp_path, monkeypatch):
    path = write_notebook(tmp_path / "a.ipynb", [])
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    assert find_notebook({}, [], tmp_path / "elsewhere") == path
    monkeypatch.setenv("JPY_SESSION_NAME", "exercises/a.ipynb")
    assert find_notebook({}, [], tmp_path) == path


def test_the_hint_of_vs_code_is_followed(tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", [])
    assert find_notebook({"__vsc_ipynb_file__": str(path)}, [], tmp_path / "elsewhere") == path


@pytest.mark.parametrize("hint", ["gone.ipynb", "console-1", "", "notebook.txt"])
def test_a_hint_that_leads_nowhere_is_passed_over(tmp_path, monkeypatch, hint):
    path = write_notebook(tmp_path / "a.ipynb", [DOUBLE])
    monkeypatch.setenv("JPY_SESSION_NAME", hint)
    assert find_notebook({"__vsc_ipynb_file__": 3}, [DOUBLE], tmp_path) == path


def test_of_two_notebooks_the_one_whose_cells_were_run_is_the_one(tmp_path):
    write_notebook(tmp_path / "a.ipynb", ["x = 1", "y = 2"])
    second = write_notebook(tmp_path / "b.ipynb", ["x = 1", DOUBLE])
    assert find_notebook({}, ["x = 1", DOUBLE + "\n  \n"], tmp_path) == second


def test_two_notebooks_that_fit_equally_well_cannot_be_told_apart(tmp_path):
    write_notebook(tmp_path / "a.ipynb", ["x = 1"])
    write_notebook(tmp_path / "copy.ipynb", ["x = 1"])
    assert find_notebook({}, ["x = 1"], tmp_path) is None


def test_nothing_that_was_run_fits_no_notebook(tmp_path):
    write_notebook(tmp_path / "a.ipynb", ["x = 1", ""])
    assert find_notebook({}, ["", "  ", "z = 3"], tmp_path) is None
    assert find_notebook({}, [], tmp_path) is None


def test_a_file_that_is_no_notebook_does_not_disturb(tmp_path):
    (tmp_path / "a.ipynb").write_text("broken")
    second = write_notebook(tmp_path / "b.ipynb", [DOUBLE])
    assert find_notebook({}, [DOUBLE], tmp_path) == second


def unsaved(saved, *history):
    return not_saved(Submission(None, tuple(saved)), ["double", "value"], history)


def test_what_was_run_and_is_in_the_file_is_saved(tmp_path):
    assert unsaved(["x = 1", DOUBLE], "x = 1", DOUBLE + "   \n") == []


def test_an_answer_whose_latest_version_is_not_in_the_file_is_named():
    newer = DOUBLE.replace("2 * x", "x + x")
    assert unsaved([DOUBLE], DOUBLE, newer) == ["double"]
    assert unsaved([newer], DOUBLE, newer) == []
    assert unsaved(["value = 1"], "value = 2") == ["value"]
    assert unsaved([], DOUBLE, "value = 2") == ["double", "value"]


def test_other_cells_need_not_be_saved():
    assert unsaved([DOUBLE], DOUBLE, "check(double)", "double == value", "print(value)", "doubled = 3") == []
    assert unsaved([DOUBLE]) == []
