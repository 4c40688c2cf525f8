"""Reading a submission as data: the code cells of a notebook, or a Python file. Nothing in it is run or parsed here."""

from __future__ import annotations

import io
import json
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LARGEST_FILE = 20 << 20
MOST_CELLS = 2_000


class InvalidSubmission(ValueError):
    """A file that cannot be graded; the message is a sentence that says why."""


@dataclass(frozen=True)
class Submission:
    """The code of one submission, cell by cell, and the chapter it says it belongs to, if it does."""

    path: Path
    cells: tuple[str, ...]
    chapter: int | None = None


def read_submission(path: Path, content: bytes | None = None) -> Submission:
    """Read a notebook (.ipynb) or a Python file (.py): the file at the path, or this content of a file of that name.

    InvalidSubmission when the file is missing, of another kind, too large, not UTF-8 or not a notebook.
    """
    if path.suffix not in (".ipynb", ".py"):
        raise InvalidSubmission(f"{path.name} is neither a notebook (.ipynb) nor a Python file (.py)")
    if content is None:
        content = content_of(path)
    if len(content) > LARGEST_FILE:
        raise _too_large(path)
    try:
        text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig").read()  # ends of lines as in a text file
    except UnicodeDecodeError as error:
        raise InvalidSubmission(f"{path.name} is not written in UTF-8") from error
    if path.suffix == ".py":
        return Submission(path, (text,))
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidSubmission(f"{path.name} is not a notebook: it does not contain valid JSON") from error
    return _from_notebook(path, notebook)


def content_of(path: Path) -> bytes:
    """The bytes of a file. InvalidSubmission when it is missing, no file, too large, or not to be read."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # a pipe or a device would be read for ever
            raise InvalidSubmission(f"{path} cannot be read: it is not a file")
        if about.st_size > LARGEST_FILE:
            raise _too_large(path)
        return path.read_bytes()
    except OSError as error:
        raise InvalidSubmission(f"{path} cannot be read: {error.strerror or error}") from error


def _too_large(path: Path) -> InvalidSubmission:
    return InvalidSubmission(f"{path.name} is larger than {LARGEST_FILE >> 20} MB")


def _from_notebook(path: Path, notebook: Any) -> Submission:
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise InvalidSubmission(f"{path.name} is not a notebook of format 4: it has no list of cells")
    if len(cells) > MOST_CELLS:
        raise InvalidSubmission(f"{path.name} has {len(cells):,} cells, more than {MOST_CELLS:,}")
    sources = [_source(cell) for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    metadata = notebook.get("metadata")
    own = metadata.get("bpcourse") if isinstance(metadata, dict) else None
    chapter = own.get("chapter") if isinstance(own, dict) else None
    return Submission(path, tuple(sources), chapter if type(chapter) is int else None)


def _source(cell: dict[str, Any]) -> str:
    """The text of a cell, which a notebook keeps as one string or as a list of lines."""
    source = cell.get("source", "")
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""
