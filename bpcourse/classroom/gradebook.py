"""The record of a class: gradebook.sqlite, with every attempt, written submission by submission as results come.

A submission is in it whole or not at all, whenever the run is ended. A run that was ended goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bpcourse.classroom.batch import Result
from bpcourse.classroom.names import Learner, shown

FILE = "gradebook.sqlite"
SCHEMA = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE learners (learner INTEGER PRIMARY KEY, name TEXT NOT NULL, ident TEXT NOT NULL, UNIQUE (name, ident));
CREATE TABLE submissions (
    submission INTEGER PRIMARY KEY,  -- in the order in which they were handed in, as far as names tell
    learner INTEGER NOT NULL REFERENCES learners,
    file TEXT NOT NULL,
    digest TEXT NOT NULL,            -- SHA-256 of its bytes: a file that was changed is another attempt
    graded INTEGER NOT NULL DEFAULT 0,
    UNIQUE (learner, digest)
);
CREATE INDEX submissions_of ON submissions (learner);
CREATE TABLE results (
    submission INTEGER NOT NULL REFERENCES submissions,
    place INTEGER NOT NULL,
    exercise TEXT NOT NULL,
    chapter INTEGER NOT NULL,        -- -1 where the submission could not be graded
    points REAL NOT NULL,
    max_points REAL NOT NULL,
    status TEXT NOT NULL,
    mistake TEXT NOT NULL,
    message TEXT NOT NULL,
    seen TEXT NOT NULL,
    next TEXT NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (submission, place)
) WITHOUT ROWID;
CREATE VIEW attempts AS
    SELECT learner, exercise, row_number() OVER (PARTITION BY learner, exercise ORDER BY submission) AS attempt,
        submission, place, chapter, points, max_points, status, mistake, message, seen, next
    FROM results JOIN submissions USING (submission) WHERE status NOT IN ('not attempted', 'invalid');
CREATE VIEW first AS SELECT * FROM attempts WHERE attempt = 1;
CREATE VIEW best AS
    SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY learner, exercise ORDER BY points DESC, attempt) AS rank
                   FROM attempts) WHERE rank = 1;
CREATE VIEW last AS
    SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY learner, exercise ORDER BY attempt DESC) AS rank
                   FROM attempts) WHERE rank = 1;
"""


class Refused(ValueError):
    """A run that cannot be begun or gone on with in this folder; the message says why and what to do."""


class Gradebook:
    """The open record of a folder. Use it in a `with` statement.

    `settings` are what decides the verdicts. Without `resume` the folder must hold no record yet; with it, what is in
    `given` must be as it was, and `settings` are those of the record.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str], *, resume: bool, given: Sequence[str] = ()) -> None:
        self.path = folder / FILE
        self._database = sqlite3.connect(self.path, isolation_level=None)
        try:
            # A commit that waits for the disk takes longer than a grading. Written ahead, it survives the end of this
            # process at once, and that of the machine a little later; until then the submission is graded again.
            self._database.execute("PRAGMA journal_mode = WAL").fetchone()
            self._database.execute("PRAGMA synchronous = NORMAL")
            self.settings = self._begin(settings, resume, given)
        except sqlite3.DatabaseError as error:
            self._database.close()
            raise Refused(f"{self.path} cannot be used as a gradebook: {error}.") from error
        except Refused:
            self._database.close()
            raise

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *error: object) -> None:
        self._database.close()

    def _begin(self, settings: Mapping[str, str], resume: bool, given: Sequence[str]) -> dict[str, str]:
        empty = not self.rows("SELECT name FROM sqlite_master")
        if empty:
            # In one transaction: a run that is ended here has begun with everything, or with nothing.
            written = "".join(f"INSERT INTO settings VALUES ({_quoted(k)}, {_quoted(v)});" for k, v in settings.items())
            self._database.executescript(f"BEGIN IMMEDIATE; {SCHEMA} {written} COMMIT;")
        kept = {row["name"]: row["value"] for row in self.rows("SELECT name, value FROM settings")}
        if not empty and not resume:
            [(done,)] = self.rows("SELECT count(*) FROM submissions WHERE graded")
            raise Refused(
                f"{self.path.parent} holds the record of an earlier run already ({done:,} submissions graded). Go on "
                "with that run by --resume, or choose another --out."
            )
        for name in given:
            if kept.get(name) != settings[name]:
                raise Refused(
                    f"The run in {self.path.parent} was begun with --{name} {kept.get(name) or '(none)'}, not "
                    f"{settings[name]}. Leave --{name} out to go on with it, or choose another --out."
                )
        return kept

    def enter(self, learner: Learner, file: str, content: bytes) -> int | None:
        """Enter a submission; its number, or None when the learner's same file is graded already."""
        digest = hashlib.sha256(content).hexdigest()
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute(
            "INSERT OR IGNORE INTO learners (name, ident) VALUES (?, ?)", (learner.name, learner.ident)
        )
        [(number,)] = self.rows(
            "SELECT learner FROM learners WHERE (name, ident) = (?, ?)", learner.name, learner.ident
        )
        self._database.execute(
            "INSERT OR IGNORE INTO submissions (learner, file, digest) VALUES (?, ?, ?)", (number, file, digest)
        )
        self._database.execute("COMMIT")
        [entered] = self.rows(
            "SELECT submission, graded FROM submissions WHERE (learner, digest) = (?, ?)", number, digest
        )
        return None if entered["graded"] else int(entered["submission"])

    def write(self, submission: int, results: Sequence[Result]) -> None:
        """Write the results of a submission, all of them at once."""
        rows = [
            {"submission": submission, "place": place, "seconds": result.seconds}
            | {name: _storable(value) for name, value in asdict(result.verdict).items()}
            for place, result in enumerate(results)
        ]
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany(
            "INSERT OR REPLACE INTO results VALUES (:submission, :place, :exercise, :chapter, :points, :max_points, "
            ":status, :mistake, :message, :seen, :next, :seconds)",
            rows,
        )
        self._database.execute("UPDATE submissions SET graded = 1 WHERE submission = ?", (submission,))
        self._database.execute("COMMIT")

    def each(self, query: str, *values: Any) -> Iterator[sqlite3.Row]:
        """The rows that a query finds, one after another: they are never all in memory."""
        with closing(self._database.cursor()) as cursor:
            cursor.row_factory = sqlite3.Row
            yield from cursor.execute(query, values)

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """The few rows that a query finds."""
        return list(self.each(query, *values))


def _storable(value: Any) -> Any:
    """A submission chooses its error messages: half a character, which no file can hold, or what a terminal obeys."""
    return shown(value) if isinstance(value, str) else value


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
