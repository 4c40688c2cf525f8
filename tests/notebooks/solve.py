"""A solved copy of an exercise notebook: `python -m tests.notebooks.solve exercises/01_one_neuron.ipynb OUT.ipynb`."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bpcourse.autograders import exercises


def solved(notebook: NotebookNode) -> NotebookNode:
    """A copy with each exercise's solution in the learner's cell, and no outputs."""
    notebook = nbformat.from_dict(notebook)
    solutions = {exercise.stub.strip(): exercise.solution.strip() for exercise in exercises().values()}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = solutions.get(cell.source, cell.source)
            cell.outputs, cell.execution_count = [], None
    return notebook


def main() -> None:
    source, target = map(Path, sys.argv[1:3])
    target.write_text(nbformat.writes(solved(nbformat.read(source, as_version=4))), encoding="utf-8")


if __name__ == "__main__":
    main()
