"""An instructor's own exercises beside the course's: Python files that declare EXERCISES and TITLE, as chapters do.

The variable BPCOURSE_EXERCISES names them, as PATH names folders: `bpcourse grade --with FILE` sets it, and so
does `%env BPCOURSE_EXERCISES=FILE` in a notebook.
"""

from __future__ import annotations

import importlib.util
import os
from functools import cache
from pathlib import Path
from types import ModuleType

VARIABLE = "BPCOURSE_EXERCISES"


class NotExercises(ValueError):
    """A file or a name that stands for no exercises; the message is a sentence for whoever gave it."""


def own_modules() -> tuple[ModuleType, ...]:
    """The modules that the variable names, in its order. NotExercises for a file that is none."""
    return _loaded(os.environ.get(VARIABLE, ""))


def name_more(paths: list[Path]) -> None:
    """Add files to the variable: the processes that are started from here find them too."""
    named = [os.environ[VARIABLE]] if os.environ.get(VARIABLE) else []
    os.environ[VARIABLE] = os.pathsep.join([*named, *(str(path.resolve()) for path in paths)])


@cache
def _loaded(named: str) -> tuple[ModuleType, ...]:
    return tuple(load(Path(name)) for name in named.split(os.pathsep) if name)


def load(path: Path) -> ModuleType:
    """The module in a Python file. NotExercises when there is none, or when it declares no EXERCISES and TITLE."""
    spec = importlib.util.spec_from_file_location(path.stem, path) if path.is_file() else None
    if spec is None or spec.loader is None:
        raise NotExercises(f"{path} is not there, or is no Python file.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    missing = [name for name in ("EXERCISES", "TITLE") if not getattr(module, name, None)]
    if missing:
        raise NotExercises(f"{path} declares no {' and no '.join(missing)}; `bpcourse exercises new` shows how.")
    return module
