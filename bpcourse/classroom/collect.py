"""What was handed in: notebooks and Python files in folders, behind stars and in zip files, and who each is from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from glob import glob, has_magic
from itertools import takewhile
from pathlib import Path, PurePosixPath

from bpcourse.classroom.archive import members, read_member
from bpcourse.classroom.names import Learner, learner_of, plain_text, printable
from bpcourse.classroom.notebook import InvalidSubmission, content_of

KINDS = (".ipynb", ".py")
SKIPPED = ("__MACOSX", "__pycache__")  # beside everything that begins with a dot

# As when a star stands for the folders of all learners, and each holds a file of the same name.
SAME_NAME = (
    "Whose is {file}? There is a file of this name in {other} too, and no folder below it that names a learner. Give "
    "the folder above both instead; or say what names a learner, the folder by "
    "--name-pattern '(?P<name>[^/]+)/[^/]*$', the file by --name-pattern '(?P<name>[^/]+)\\.\\w+$'."
)


class NothingToGrade(ValueError):
    """A path that holds no submissions; the message is a sentence that says why."""


@dataclass(frozen=True)
class HandedIn:
    """One file that was handed in: whose it is, its path as people read it, and where its bytes are."""

    learner: Learner
    file: str
    source: Source


@dataclass(frozen=True)
class Source:
    """A file on disk, or a member of a zip, or a member of a zip within a zip; or the problem with what is there."""

    path: Path
    member: str = ""
    inside: str = ""
    problem: str = ""

    def read(self) -> bytes:
        """Its bytes, of a zip's member one more than a submission may have at most; InvalidSubmission says why not."""
        if self.problem:
            raise InvalidSubmission(self.problem)
        if self.member:
            return read_member(self.path, self.member, self.inside)
        if self.path.is_symlink():
            raise InvalidSubmission(f"{self.path} is a link to another file, and links are not followed")
        return content_of(self.path)


# (path as people read it, path below what was given, where the bytes are)
Found = tuple[str, str, Source]


def collect(paths: Sequence[str], name_pattern: str = "") -> list[HandedIn]:
    """Every submission that the paths hold, sorted within each path, none twice.

    Among others, a folder or zip that holds nothing or cannot be read is one bad submission: a star may stand for what
    learners made. NothingToGrade when it is the only path, when a path is not there, when the pattern finds no name, or
    when two of the paths hold files of one name and nothing else tells whose they are.
    """
    files: list[Path] = []
    found: list[Found] = []
    within: dict[Source, Path] = {}  # the folder or zip among the paths that a file was found in
    matches = [match for path in paths for match in _matches(path)]
    for match in matches:
        if match.is_dir() or match.suffix.lower() == ".zip":
            try:
                held = _below(match) if match.is_dir() else _below_zip(match)
                within |= dict.fromkeys((source for _, _, source in held), match)
            except NothingToGrade as problem:
                if len(matches) == 1 or not match.exists():
                    raise
                below = printable(match.name)
                held = [(_text(match), f"{below}/" if match.is_dir() else below, Source(match, problem=str(problem)))]
            found += held
        elif match.exists():
            files.append(match)
        else:
            raise NothingToGrade(f"{match} is not there")
    found += _given(files)
    named_by_file: dict[Learner, Path] = {}
    handed_in: dict[Source, HandedIn] = {}  # two files may read alike, where a letter cannot be printed
    for file, below, source in found:
        learner = learner_of(file, below, name_pattern)
        if learner is None:
            raise NothingToGrade(f"--name-pattern finds no learner in {file}: its group `name` matches nothing there")
        if source in within and not name_pattern and learner == Learner(plain_text(PurePosixPath(below).stem)):
            other = named_by_file.setdefault(learner, within[source])
            if other != within[source]:
                raise NothingToGrade(SAME_NAME.format(file=file, other=other))
        handed_in.setdefault(source, HandedIn(learner, file, source))
    return list(handed_in.values())


def _matches(path: str) -> list[Path]:
    """The path itself, or what a star in it stands for. NothingToGrade when that is nothing."""
    matches = sorted(glob(path, recursive=True)) if has_magic(path) and not Path(path).exists() else [path]
    if not matches:
        raise NothingToGrade(f"{path} matches no file")
    return list(map(Path, matches))


def _given(files: Sequence[Path]) -> list[Found]:
    """Files that were named themselves, each below the folder that they have in common."""
    found = [(_text(path), printable(Path(os.path.abspath(path)).as_posix()), Source(path)) for path in files]
    if len(found) == 1:
        return [(file, below.rpartition("/")[2], source) for file, below, source in found]
    return _without_common_folders(found)


def _below(folder: Path) -> list[Found]:
    """The submissions below a folder, those in zip files too."""
    found: list[Found] = []

    def unreadable(error: OSError) -> None:
        path, problem = Path(error.filename), f"{error.filename} cannot be read: {error.strerror}"
        if path == folder:
            raise NothingToGrade(problem)
        found.append((_text(path), f"{_text(path.relative_to(folder))}/", Source(path, problem=problem)))

    for where, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not _skipped(name))
        for name in sorted(names):
            path = Path(where, name)
            below = _text(path.relative_to(folder))
            if _skipped(name):
                continue
            if path.suffix.lower() == ".zip" and not path.is_symlink():
                found += _in_learners_zip(path, below=below)
            elif path.suffix.lower() in (*KINDS, ".zip"):
                found.append((_text(path), below, Source(path)))
    if not found:
        raise NothingToGrade(f"{folder} holds no notebook (.ipynb) and no Python file (.py)")
    return _without_common_folders(found)


def _below_zip(path: Path) -> list[Found]:
    try:
        found = list(_in_zip(path))
    except InvalidSubmission as error:
        raise NothingToGrade(str(error)) from error
    if not found:
        raise NothingToGrade(f"{path} holds no notebook (.ipynb) and no Python file (.py)")
    return _without_common_folders(found)


def _in_zip(path: Path, inside: str = "", label: str = "") -> Iterator[Found]:
    """The submissions in a zip, and in the zips that learners packed themselves within it."""
    for member, name in sorted(members(path, inside), key=lambda pair: pair[1]):
        kind = Path(name).suffix.lower()
        below = f"{label}{name}"
        if any(map(_skipped, name.split("/"))):
            continue
        if kind == ".zip" and not inside:
            yield from _in_learners_zip(path, member, below)
        elif kind in KINDS:
            yield f"{_text(path)}/{below}", below, Source(path, member, inside)


def _in_learners_zip(path: Path, inside: str = "", below: str = "") -> Iterator[Found]:
    """The submissions in a zip that a learner packed; one without any is a submission that cannot be graded."""
    try:
        found = [(file, inner, source) for file, inner, source in _in_zip(path, inside, f"{below}/" if inside else "")]
        problem = f"{below} holds no notebook (.ipynb) and no Python file (.py)"
    except InvalidSubmission as error:
        found, problem = [], str(error)
    if not found:
        file = f"{_text(path)}/{below}" if inside else _text(path)
        yield file, below, Source(path, problem=problem)
    for file, inner, source in found:
        yield file, inner if inside else f"{below}/{inner}", source


def _without_common_folders(found: list[Found]) -> list[Found]:
    """The same without the folders that all have in common: an export often lies in a folder of its own."""
    if not found:
        return found
    folders = [below.split("/")[:-1] for _, below, _ in found]
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(min(folders), max(folders), strict=False)))
    if len(found) == 1:
        common -= bool(common)  # the folder of the only learner
    return [(file, "/".join(below.split("/")[common:]), source) for file, below, source in found]


def _skipped(name: str) -> bool:
    return name.startswith(".") or name in SKIPPED


def _text(path: Path) -> str:
    return printable(path.as_posix())
