"""Who handed a file in, told by its name or its folder's; and file names that are safe whatever a learner is called."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# As Moodle names what it exports ("Ada Lovelace_12345_assignsubmission_file_/01.ipynb", with and without the folder),
# as Canvas does ("lovelaceada_LATE_12345_67890_01.ipynb"), and as `submit()` does in a drop box.
EXPORTED = (
    r"(?:^|/)(?P<name>[^/]+?)_(?P<id>\d+)_assignsubmission_",
    r"(?:^|/)(?P<name>[^/_]+)(?:_(?i:late))?_(?P<id>\d{3,})_\d{3,}_[^/]+$",
    r"(?:^|/)(?P<name>[^/]+?)--[^/]+--\d{8}T\d{12}Z-[0-9a-f]{8}\.\w+$",
)
# A zip that a learner handed in to Canvas, whatever the files in it are called.
CANVAS_ZIP = r"^(?P<name>[^/_]+)(?:_(?i:late))?_(?P<id>\d{3,})_\d{3,}_[^/]+\.(?i:zip)/"
# Otherwise: a folder for each learner below the folder that was given; a notebook that is called as the course calls
# it lies in its learner's folder; a file for each learner.
FOLDER, COURSE_FILE, FILE = r"^(?P<name>[^/]+)/", r"(?:^|/)(?P<name>[^/]+)/\d\d_[^/]*$", r"(?:^|/)(?P<name>[^/]+)\.\w+$"
LONGEST_NAME = 60
DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")  # no file may be called so on Windows


@dataclass(frozen=True, order=True)
class Learner:
    """A learner's name, and the number by which the learning platform tells apart two of the same name, or ""."""

    name: str
    ident: str = ""


def learner_of(file: str, below: str, pattern: str = "") -> Learner | None:
    """The learner who handed in `file`, or None when the pattern finds nobody.

    `below` is its path below the folder, zip or common parent that was given. A `pattern` of one's own is searched in
    `file`; it has a group `name`, and an `id` if there is a number.
    """
    tried = [(file, pattern)] if pattern else [(below, CANVAS_ZIP), *((file, one) for one in EXPORTED)]
    tried += [] if pattern else [(below, FOLDER), (file, COURSE_FILE), (file, FILE)]
    for text, one in tried:
        found = re.search(one, text)
        name = plain_text(found["name"] or "") if found else ""
        if found and name:
            return Learner(name, plain_text(found.groupdict().get("id") or ""))
    return None


def printable(text: str) -> str:
    """The text with a `?` for all that a terminal would not print but obey, and bytes that are no letters spelt out."""
    spelt = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(letter if letter.isprintable() else "?" for letter in spelt)


def shown(text: str) -> str:
    """The same of a text that goes into a file, which may have lines, tabs and every kind of space."""
    return "".join(letter if letter.isprintable() or _is_space(letter) else printable(letter) for letter in text)


def _is_space(letter: str) -> bool:
    return letter in "\n\t" or unicodedata.category(letter) == "Zs"


def plain_text(name: str) -> str:
    """A name in one way of writing it: composed letters, single spaces, nothing invisible, no half characters."""
    composed = unicodedata.normalize("NFC", name).encode("utf-8", "replace").decode("utf-8")
    visible = "".join(letter for letter in composed if letter == " " or unicodedata.category(letter)[0] not in "CZ")
    return " ".join(visible.split())


def safe_name(name: str) -> str:
    """The name as one part of a path, on every system: letters of any language, digits, and - _ . between them."""
    kept = re.sub(r"[^\w.-]+", "_", name).strip("._")[:LONGEST_NAME].rstrip("._")
    while len(kept.encode("utf-8")) > 3 * LONGEST_NAME:  # a path's part may have 255 bytes
        kept = kept[:-1]
    return f"_{kept}" if not kept or DEVICES.match(kept) else kept


def file_names(learners: Iterable[Learner]) -> dict[Learner, str]:
    """A safe file name for each learner, no two alike even where capital letters do not count."""
    alike: dict[str, list[Learner]] = defaultdict(list)
    for learner in learners:
        alike[safe_name(learner.name).casefold()].append(learner)
    return {
        # No safe name has a bracket in it: nobody is called as another one is told apart.
        learner: safe_name(learner.name) if len(group) == 1 else f"{safe_name(learner.name)} ({_mark(learner, group)})"
        for group in alike.values()
        for learner in group
    }


def _mark(learner: Learner, alike: Sequence[Learner]) -> str:
    """What tells apart learners whose names make the same file name: the number, where each has one of their own."""
    numbers = [safe_name(one.ident).casefold() for one in alike]
    if learner.ident and numbers.count(safe_name(learner.ident).casefold()) == 1:
        return safe_name(learner.ident)
    return hashlib.sha256(f"{learner.name}\n{learner.ident}".encode()).hexdigest()[:8]
