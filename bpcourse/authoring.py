"""The commands of whoever writes exercises: `bpcourse exercises verify` and `bpcourse exercises new`."""

from __future__ import annotations

import json
import keyword
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from bpcourse.autograders import exercises, modules, nearest, starter
from bpcourse.autograders.cells import cells
from bpcourse.autograders.own import VARIABLE, NotExercises, load
from bpcourse.grading.exercise import Exercise
from bpcourse.grading.kill_matrix import as_text
from bpcourse.grading.verify import SEEDS, verify, verify_cells

STARTER = "starter_grad"


def verify_exercises(wanted: Sequence[str]) -> int:
    """Print for each exercise whether right answers pass and every mistake gets its own name; 1 when one does not.

    `wanted` holds names of exercises and files of an instructor's own, whose kill matrix is printed too; without any,
    all exercises are verified. NotExercises for a name or a file that is none.
    """
    failures = []
    for module, chosen in _chosen(wanted):
        failures += verify_cells(module.EXERCISES)
        for exercise in chosen:
            found = verify(exercise)
            failures += found
            print(_verified(exercise, len(found)))
            if wanted:
                print(as_text(exercise, SEEDS))
    for failure in failures:
        print(failure, file=sys.stderr)
    return int(bool(failures))


def new_exercise(name: str, folder: Path) -> int:
    """Write a module with an exercise of this name, and a notebook for it; 1 when it cannot be called so."""
    module, notebook = folder / f"{name}.py", folder / f"{name}.ipynb"
    refusal = _refusal(name, [module, notebook])
    if refusal:
        print(refusal, file=sys.stderr)
        return 1
    source = Path(starter.__file__).read_text(encoding="utf-8").replace(STARTER, name)
    module.write_text(source, encoding="utf-8")
    [exercise] = load(module).EXERCISES
    notebook.write_text(json.dumps(_notebook(exercise, module.name), indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"Written: {module}, an exercise that works as it stands, and {notebook}, its notebook. Next:")
    print(f"  bpcourse exercises verify {module}          # after each change")
    print(f"  bpcourse grade --with {module} --out marks NOTEBOOKS")
    return 0


def _chosen(wanted: Sequence[str]) -> list[tuple[ModuleType, Sequence[Exercise]]]:
    if not wanted:
        return [(module, module.EXERCISES) for module in modules()]
    chosen: list[tuple[ModuleType, Sequence[Exercise]]] = []
    for what in wanted:
        if what.endswith(".py"):
            module = load(Path(what))
            chosen.append((module, module.EXERCISES))
        elif what in exercises():
            home = next(module for module in modules() if exercises()[what] in module.EXERCISES)
            chosen.append((home, [exercises()[what]]))
        else:
            like = f" Did you mean `{nearest(what)}`?" if nearest(what) else ""
            raise NotExercises(f"No exercise is called `{what}`, and it is no .py file.{like}")
    return chosen


def _verified(exercise: Exercise, failures: int) -> str:
    right, wrong = 1 + len(exercise.correct), len(exercise.mistakes)
    outcome = f"{failures} FAILED" if failures else "ok"
    return f"{exercise.name:20} {right} right ways, {wrong} mistakes named: {outcome}"


def _refusal(name: str, paths: Sequence[Path]) -> str:
    """Why no exercise of this name can be written, or an empty text."""
    if not name.isidentifier() or keyword.iskeyword(name):
        return f"`{name}` is no name of a Python function, such as `layer_grad`."
    if name in exercises():
        return f"There is an exercise called `{name}` already."
    there = next((path for path in paths if path.exists()), None)
    return f"{there} is there already, and stays as it is." if there else ""


def _notebook(exercise: Exercise, module: str) -> dict[str, object]:
    """The notebook of an exercise: where it is declared, its own cells, and submit."""
    setup = f"%env {VARIABLE}={module}\n\nfrom bpcourse import check, hint, solution, submit\nimport numpy as np"
    listed = [("setup", "code", setup), *cells(exercise, 1), ("submit", "code", "submit()")]
    code: dict[str, object] = {"execution_count": None, "outputs": []}
    return {
        "cells": [
            {"id": key, "cell_type": kind, "metadata": {}, "source": source, **(code if kind == "code" else {})}
            for key, kind, source in listed
        ],
        "metadata": {
            "bpcourse": {"chapter": exercise.chapter},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
