"""Reading the zip files that learning platforms export: never unpacked to a path that the zip chooses, sizes capped."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

from bpcourse.classroom.names import printable
from bpcourse.classroom.notebook import LARGEST_FILE, InvalidSubmission

MOST_MEMBERS = 100_000
MOST_INNER_MEMBERS = 200  # of a learner's own zip within the export
LARGEST_INNER_ZIP = 100 << 20
LONGEST_PATH = 1000
UTF8_FLAG = 0x800
# What zipfile raises on files that are damaged, protected by a password or packed in a way that Python lacks.
UNREADABLE = (OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, EOFError, ValueError)


def members(path: Path, inside: str = "") -> Iterator[tuple[str, str]]:
    """(member, its path in readable letters) for each file in the zip at `path`, or in the zip `inside` that zip.

    InvalidSubmission when it is no zip file, or has too many members.
    """
    listed = [info for info in _opened(path, inside).infolist() if not info.is_dir()]
    most = MOST_INNER_MEMBERS if inside else MOST_MEMBERS
    if len(listed) > most:
        raise InvalidSubmission(f"{inside or path} holds {len(listed):,} files, more than {most:,}")
    for info in listed:
        yield info.filename, readable(info)


def read_member(path: Path, member: str, inside: str = "", most: int = LARGEST_FILE) -> bytes:
    """At most `most` + 1 bytes of a member, whatever size the zip claims. InvalidSubmission when it cannot be read."""
    try:
        with _opened(path, inside).open(member) as file:
            return file.read(most + 1)
    except UNREADABLE as error:
        raise InvalidSubmission(f"{member} in {path.name} cannot be read: {error}") from error


def readable(info: zipfile.ZipInfo) -> str:
    """The member's path without roots, drives and `..`, its letters as they were meant.

    Many programs write UTF-8 and do not say so; zipfile then reads code page 437.
    """
    name = info.filename
    if not info.flag_bits & UTF8_FLAG:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    parts = PurePosixPath(name[-LONGEST_PATH:].replace("\\", "/")).parts
    return printable("/".join(part for part in parts if part.strip("./ ") and not part.endswith(":")))


@lru_cache(maxsize=4)
def _opened(path: Path, inside: str) -> zipfile.ZipFile:
    """The open zip; kept open while its members are read one after another."""
    try:
        if not inside:
            if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for without end
                raise OSError("it is not a file")
            return zipfile.ZipFile(path)
        content = read_member(path, inside, most=LARGEST_INNER_ZIP)
        if len(content) > LARGEST_INNER_ZIP:
            raise InvalidSubmission(f"{inside} in {path.name} is larger than {LARGEST_INNER_ZIP >> 20} MB")
        return zipfile.ZipFile(io.BytesIO(content))
    except OSError as error:
        raise InvalidSubmission(f"{path} cannot be read: {error.strerror or error}") from error
    except UNREADABLE as error:
        raise InvalidSubmission(f"{inside or path} is not a zip file that can be read: {error}") from error
