"""Handing in: `submit()` leaves a copy of the notebook in the folder that BPCOURSE_DROPBOX names, if it is set.

The copy is called after the learner and the time, as names.py reads it, and appears in the folder all at once.
"""

from __future__ import annotations

import getpass
import os
import re
import secrets
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bpcourse.classroom.names import safe_name

VARIABLE = "BPCOURSE_DROPBOX"


def hand_in(notebook: Path) -> str:
    """Copy the notebook into the drop box; a sentence that says so, or why it did not. Empty where there is none."""
    folder = os.environ.get(VARIABLE, "")
    if not folder:
        return ""
    now = datetime.now(UTC)
    target = Path(folder, f"{_part(learner())}--{_part(notebook.stem)}--{now:%Y%m%dT%H%M%S%f}Z-{secrets.token_hex(4)}")
    try:
        _copy(notebook, target.with_name(target.name + notebook.suffix))
    except OSError as error:
        return (
            f"It was NOT handed in: nothing could be written to the folder `{folder}` ({error.strerror or error}). "
            "Tell your teacher, and hand the file in yourself."
        )
    return f"Handed in on {now:%Y-%m-%d} at {now:%H:%M} (UTC) as `{target.name}{notebook.suffix}`."


def learner() -> str:
    """The name of whoever runs this: on JupyterHub the user there, elsewhere the user of the computer."""
    try:
        return os.environ.get("JUPYTERHUB_USER") or getpass.getuser()
    except (OSError, KeyError, ImportError):  # a system that knows its users by number only
        return "unknown"


def _part(text: str) -> str:
    """A part of the file's name, in which the parts stand between two hyphens."""
    return re.sub("-{2,}", "-", safe_name(text)).strip("-") or "_"


def _copy(source: Path, target: Path) -> None:
    """Copy a file so that it is there as a whole or not at all; until then its name begins with a dot."""
    content = source.read_bytes()
    descriptor, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.chmod(unfinished, 0o644)  # the teacher is another user, and must read it
        os.replace(unfinished, target)
    finally:
        Path(unfinished).unlink(missing_ok=True)  # there only if something failed
