"""Finding the notebook that a kernel belongs to, and whether what was run there has been saved.

No front end tells a kernel its notebook in a standard way. JupyterLab and VS Code leave a hint; elsewhere the saved
notebook whose cells were run in this kernel is the one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bpcourse.classroom.notebook import InvalidSubmission, Submission, read_submission


def find_notebook(namespace: Mapping[str, Any], history: Sequence[str], folder: Path) -> Path | None:
    """The notebook of this kernel, or None when it cannot be told.

    `namespace` is the kernel's, `history` the cells that were run in it, `folder` where it runs.
    """
    for hint in (os.environ.get("JPY_SESSION_NAME"), namespace.get("__vsc_ipynb_file__")):
        if isinstance(hint, str) and hint.endswith(".ipynb"):
            path = Path(hint) if Path(hint).is_absolute() else folder / Path(hint).name
            if path.is_file():
                return path
    ran = {_bare(cell) for cell in history} - {""}
    counts = {path: len(ran & _saved(path)) for path in sorted(folder.glob("*.ipynb"))}
    best = max(counts.values(), default=0)
    found = [path for path, count in counts.items() if count == best]
    return found[0] if best and len(found) == 1 else None


def not_saved(submission: Submission, names: Sequence[str], history: Sequence[str]) -> list[str]:
    """Those of the names whose latest definition in the kernel is not in the saved file."""
    saved = {_bare(cell) for cell in submission.cells}
    unsaved = []
    for name in names:
        defines = re.compile(rf"^(?:def\s+{name}\b|{name}\s*=(?!=))", re.MULTILINE)
        ran = [cell for cell in history if defines.search(cell)]
        if ran and _bare(ran[-1]) not in saved:
            unsaved.append(name)
    return unsaved


def _saved(path: Path) -> set[str]:
    try:
        return {_bare(cell) for cell in read_submission(path).cells} - {""}
    except InvalidSubmission:
        return set()


def _bare(cell: str) -> str:
    """A cell's text as far as it matters whether two are the same."""
    return "\n".join(line.rstrip() for line in cell.strip().splitlines())
