"""Getting a published file that is too large to bundle: whole and unaltered, or not at all (chapter 10).

A file counts only if the SHA-256 of its uncompressed contents is the one that is written here; that is looked at each
time it is read. What a broken connection left behind is kept beside it as `.part`, and the next try goes on from there.
"""

import gzip
import hashlib
import http.client
import os
import urllib.error
import urllib.request
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bpcourse.reference.progress_bar import ProgressBar

SECONDS_WITHOUT_A_BYTE = 30
TRIES_A_MIRROR = 3
_CHUNK = 1 << 16


class DatasetError(Exception):
    """Data that is not here, or not what was published; the message says what to do."""


@dataclass(frozen=True)
class PublishedFile:
    """A gzipped file: its name, and the size and SHA-256 of what is inside."""

    name: str
    size: int
    sha256: str


def read(file: PublishedFile, folder: Path) -> bytes:
    """The uncompressed contents of the file in `folder`. DatasetError if it is missing, cut short or altered."""
    path = folder / file.name
    if not path.is_file():
        raise DatasetError(f"{file.name} is not in {folder}.")
    return _contents(file, path, str(path))


def fetch(file: PublishedFile, folder: Path, mirrors: Sequence[str]) -> None:
    """Download the file into `folder` from the first of the mirrors (addresses that end in /) that has it.

    DatasetError, with the reason of every mirror, if none has; what was received of a broken download is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / (file.name + ".part")
    reasons = []
    for mirror in mirrors:
        address = mirror + file.name
        for _ in range(TRIES_A_MIRROR):
            received = _size(part)
            try:
                _receive(address, part)
                _contents(file, part, address)
            except DatasetError as error:
                # Nothing that can be mended by reading on: the next try starts from the first byte.
                part.unlink()
                reasons.append(str(error))
                if not received:
                    break
            except (OSError, http.client.HTTPException) as error:
                reasons.append(f"{address}: {getattr(error, 'reason', error)}.")
                if _size(part) <= received:
                    break
            else:
                os.replace(part, folder / file.name)
                return
    raise DatasetError(f"{file.name} could not be downloaded. " + " ".join(dict.fromkeys(reasons)))


def _receive(address: str, part: Path) -> None:
    """Append to `part` what it lacks, or start it anew where the server does not send a rest."""
    have = _size(part)
    request = urllib.request.Request(address, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        response = urllib.request.urlopen(request, timeout=SECONDS_WITHOUT_A_BYTE)
    except urllib.error.HTTPError as error:
        if have and error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return  # there is no rest: the file is here, or it is a wrong one, which its checksum will tell
        raise
    with response:
        have = have if response.status == http.HTTPStatus.PARTIAL_CONTENT else 0
        total = have + int(response.headers.get("Content-Length") or 0)
        with part.open("ab" if have else "wb") as out, ProgressBar(total // 1000, f"{part.stem}, kB") as bar:
            while chunk := response.read(_CHUNK):
                out.write(chunk)
                have += len(chunk)
                bar.total = max(bar.total, have // 1000)  # a server need not say how long the file is
                bar.show(have // 1000)
    if have < total:
        raise ConnectionError(f"the connection ended after {have} of {total} bytes")


def _contents(file: PublishedFile, path: Path, source: str) -> bytes:
    try:
        with gzip.open(path) as unzipped:
            contents = unzipped.read(file.size + 1)
    except EOFError as error:
        raise DatasetError(f"{source} is cut short: it ends in the middle of its data.") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise DatasetError(f"{source} is damaged ({error}).") from error
    found = hashlib.sha256(contents).hexdigest()
    if found != file.sha256:
        raise DatasetError(
            f"{source} is not the published file: the SHA-256 of its contents begins with {found[:16]}, expected "
            f"{file.sha256[:16]}."
        )
    return contents


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
