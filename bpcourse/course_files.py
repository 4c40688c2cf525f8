"""Where the notebooks are: in the clone, or packed in the installed wheel and laid out into a folder.

Part of the way in (chapter 00): standard library only.
"""

import os
import shutil
import tomllib
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


class CourseError(Exception):
    """Something that the reader can put right; the message is a sentence that says how."""


def clone_root(package: Path = PACKAGE) -> Path | None:
    """Return the clone that `package` lies in, or None when it was installed from a wheel.

    A clone has a pyproject.toml that names this project beside the package; a folder of installed packages has not.
    """
    pyproject = package.parent / "pyproject.toml"
    if not pyproject.is_file():
        return None
    project = tomllib.loads(pyproject.read_text(encoding="utf-8")).get("project", {})
    return package.parent if project.get("name") == "bpcourse" else None


def chapter_path(folder: Path, number: str) -> Path:
    """Return the notebook of chapter `number` ("6" or "06") in the course `folder`.

    Raises:
        CourseError: no chapter has that number; the message lists those there are.
    """
    chapters = {path.name[:2]: path for path in sorted((folder / "chapters").glob("[0-9][0-9]_*.ipynb"))}
    if found := chapters.get(number.zfill(2)):
        return found
    there_are = "; ".join(path.stem.replace("_", " ") for path in chapters.values())
    raise CourseError(f"There is no chapter {number}. The chapters are: {there_are or 'none'} (in {folder}).")


def lay_out(source: Path, folder: Path) -> list[Path]:
    """Copy the notebooks in `source` into `folder` and return the files kept because they differ, relative to it.

    A file that is already there is never written over: it may hold a learner's work.
    """
    kept = []
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        copy = folder / file.relative_to(source)
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            # A copy cut short must not look like a file that the learner changed, so it appears whole or not at all.
            half = copy.with_name(copy.name + ".part")
            shutil.copyfile(file, half)
            os.replace(half, copy)
        elif copy.read_bytes() != file.read_bytes():
            kept.append(copy.relative_to(folder))
    return kept
