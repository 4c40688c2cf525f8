"""What must hold of every notebook beside its outputs, which nbval compares."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from bpcourse.autograders import CHAPTERS, chapter_title, exercises
from bpcourse.autograders.cells import cells
from bpcourse.grading.exercise import Exercise
from tests.notebooks.tidy import ROOT, course_notebooks, text_of, tidied

# As wide as a code cell at JupyterLab's default size on a small laptop.
WIDEST_CODE_LINE = 100
# A chapter is half an hour to an hour; with more cells than this it is two chapters, or says things twice.
FEWEST_CELLS, MOST_CELLS = 20, 45
LINK = re.compile(r"\]\(([^)\s]+)\)")

every_notebook = pytest.mark.parametrize("path", course_notebooks(), ids=lambda path: f"{path.parent.name}/{path.stem}")
every_chapter = pytest.mark.parametrize(
    "path", sorted((ROOT / "chapters").glob("*.ipynb"))[1:], ids=lambda path: path.stem
)
every_exercise = pytest.mark.parametrize("exercise", exercises().values(), ids=lambda exercise: exercise.name)


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def notebook_of(exercise: Exercise) -> Path:
    [path] = (ROOT / "exercises").glob(f"{exercise.chapter:02d}_*.ipynb")
    return path


def test_every_chapter_has_its_notebook_and_its_exercises_under_one_name() -> None:
    names = [path.name for path in sorted((ROOT / "chapters").glob("*.ipynb"))]
    assert names == [path.name for path in sorted((ROOT / "exercises").glob("*.ipynb"))]
    titles = [
        f"{number:02d}_{'_'.join(re.findall(r'[a-z]+', chapter_title(number).lower()))}.ipynb" for number in CHAPTERS
    ]
    assert names == titles


@every_notebook
def test_it_is_tidy(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == text_of(tidied(read(path))), "run: python -m tests.notebooks.tidy"


@every_chapter
def test_a_chapter_has_a_length_for_one_sitting(path: Path) -> None:
    assert FEWEST_CELLS <= len(read(path).cells) <= MOST_CELLS


@every_notebook
def test_it_was_run_from_top_to_bottom(path: Path) -> None:
    counts = [cell.execution_count for cell in code_cells(read(path))]
    assert counts == list(range(1, len(counts) + 1))


@every_notebook
def test_its_cell_ids_are_readable_and_differ(path: Path) -> None:
    ids = [cell.id for cell in read(path).cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", cell_id) for cell_id in ids)


@every_notebook
def test_no_cell_warns_or_stops_with_an_error(path: Path) -> None:
    outputs = [output for cell in code_cells(read(path)) for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert [output for output in outputs if output.get("name") == "stderr"] == []


@every_notebook
def test_every_picture_has_alternative_text(path: Path) -> None:
    pictures = [
        output for cell in code_cells(read(path)) for output in cell.outputs if "image/png" in output.get("data", {})
    ]
    for picture in pictures:
        assert len(picture.data["text/plain"]) > 80
        assert picture.metadata["image/png"]["alt"] in picture.data["text/plain"]


@every_notebook
def test_no_line_of_code_is_cut_off_on_the_page(path: Path) -> None:
    lines = [line for cell in code_cells(read(path)) for line in cell.source.splitlines()]
    assert [line for line in lines if len(line) > WIDEST_CODE_LINE] == []


@every_notebook
def test_its_links_lead_to_files_that_are_there(path: Path) -> None:
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    inside = [link for link in LINK.findall(text) if not link.startswith(("http:", "https:", "#"))]
    assert [link for link in inside if not (path.parent / link).exists()] == []


@every_exercise
def test_the_notebook_holds_the_exercise_as_it_is_declared(exercise: Exercise) -> None:
    notebook = read(notebook_of(exercise))
    chapter = [other for other in exercises().values() if other.chapter == exercise.chapter]
    here = {cell.id: cell.source for cell in notebook.cells}
    assert {cell_id: here[cell_id] for cell_id, _, _ in cells(exercise, 1)} == {
        cell_id: source for cell_id, _, source in cells(exercise, 1 + chapter.index(exercise))
    }


@every_exercise
def test_the_stub_raises_not_implemented_and_nothing_else(exercise: Exercise) -> None:
    last = ast.parse(exercise.stub).body[-1]
    if exercise.mends:
        assert isinstance(last, ast.FunctionDef) and last.name == exercise.name
    elif exercise.kind == "function":
        assert isinstance(last, ast.FunctionDef)
        docstring, statement = last.body
        assert isinstance(docstring, ast.Expr)
        assert ast.unparse(statement) == "raise NotImplementedError"
    else:
        assert ast.unparse(last) == f"{exercise.name} = None"


@every_exercise
def test_the_chapter_announces_the_exercise_with_its_minutes(exercise: Exercise) -> None:
    [path] = (ROOT / "chapters").glob(f"{exercise.chapter:02d}_*.ipynb")
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    if exercise.chapter == 0:
        assert "its one exercise" in text
    else:
        assert re.search(rf"\| `{exercise.name}` \|.*\| {exercise.minutes} \|", text)
