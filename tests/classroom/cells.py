"""Notebooks for the tests, written cell by cell."""

import json

from bpcourse.autograders import exercises
from bpcourse.classroom.batch import grade_file

DOUBLE = "def double(x):\n    return 2 * x\n"
# Long enough for a busy machine to start Python and NumPy; where nothing hangs, nothing waits for it.
SECONDS = 20.0


def write_notebook(path, cells, chapter=0, **more):
    """Write code cells as a notebook of a chapter; None leaves the chapter out."""
    metadata = {} if chapter is None else {"bpcourse": {"chapter": chapter}}
    written = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    path.write_text(json.dumps({"nbformat": 4, "metadata": metadata, "cells": written, **more}), encoding="utf-8")
    return path


def graded(folder, *cells, chapter=0, seconds=SECONDS, seed=1):
    """The verdicts on a notebook of these cells, by exercise."""
    path = write_notebook(folder / "submission.ipynb", cells, chapter)
    return {result.verdict.exercise: result.verdict for result in grade_file(path, seed, seconds)}


def solutions(chapter):
    """The solution cells of a chapter, the import first."""
    return ["import numpy as np", *(one.solution for one in exercises().values() if one.chapter == chapter)]
