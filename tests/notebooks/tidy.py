"""Tidy notebooks: `python -m tests.notebooks.tidy [--run] [FILES]` (all of the course's, without FILES).

Brings the cells of exercises up to their declarations, runs each notebook from top to bottom in a fresh kernel with
--run, and takes out what differs from one run to the next (times, kernel details), so that diffs show only changes.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from bpcourse.autograders import exercises
from bpcourse.autograders.cells import cells

ROOT = Path(__file__).resolve().parents[2]
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
SECONDS_PER_CELL = 120


def course_notebooks() -> list[Path]:
    """Every notebook of the course, chapters first."""
    return sorted((ROOT / "chapters").glob("*.ipynb")) + sorted((ROOT / "exercises").glob("*.ipynb"))


def tidied(notebook: NotebookNode) -> NotebookNode:
    """A copy without times, kernel details and widget state, and with up-to-date exercise cells."""
    notebook = nbformat.from_dict(notebook)
    chapter = notebook.metadata.get("bpcourse", {}).get("chapter")
    if chapter is not None:
        _bring_up_to_date(notebook, chapter)
    own = {"bpcourse": notebook.metadata["bpcourse"]} if chapter is not None else {}
    notebook.metadata = nbformat.from_dict({**own, "kernelspec": KERNEL, "language_info": {"name": "python"}})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        if cell.id == "submit" and cell.cell_type == "code":  # a learner opens a notebook that nobody has submitted
            cell.outputs = []
    return notebook


def _bring_up_to_date(notebook: NotebookNode, chapter: int) -> None:
    """Write the exercises' own cells between the cell `setup` and the cell `submit-how`, in the declared order."""
    ids = [cell.id for cell in notebook.cells]
    begin, end = ids.index("setup") + 1, ids.index("submit-how")
    old = {cell.id: cell for cell in notebook.cells[begin:end]}
    declared = [exercise for exercise in exercises().values() if exercise.chapter == chapter]
    new = []
    for number, exercise in enumerate(declared, start=1):
        for cell_id, kind, source in cells(exercise, number):
            cell = old.get(cell_id)
            if cell is None or cell.source != source:
                make = new_markdown_cell if kind == "markdown" else new_code_cell
                cell = make(source, id=cell_id)
            new.append(cell)
    notebook.cells[begin:end] = new


def run(notebook: NotebookNode, folder: Path) -> None:
    """Run a notebook in a fresh kernel that starts in the folder; the outputs are stored in it."""
    with tempfile.TemporaryDirectory() as home:
        # A learner's own records must not show in what is stored.
        os.environ["BPCOURSE_HOME"] = home
        client = NotebookClient(
            notebook,
            timeout=SECONDS_PER_CELL,
            resources={"metadata": {"path": str(folder)}},
            store_widget_state=False,
            record_timing=False,
        )
        client.execute()


def text_of(notebook: NotebookNode) -> str:
    """A notebook as it is written to its file."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", action="store_true", help="run each notebook and store its outputs")
    parser.add_argument("files", nargs="*", type=Path)
    arguments = parser.parse_args()
    for path in arguments.files or course_notebooks():
        notebook = tidied(nbformat.read(path, as_version=4))
        # Written before it is run: its last cell may submit the saved file.
        path.write_text(text_of(notebook), encoding="utf-8", newline="\n")
        if arguments.run:
            run(notebook, path.parent)
            path.write_text(text_of(tidied(notebook)), encoding="utf-8", newline="\n")
        print(f"tidied {path}", file=sys.stderr)


if __name__ == "__main__":
    main()
