"""Everything that a run leaves beside its record: the tables, each learner's feedback, and the report on the class."""

from __future__ import annotations

from pathlib import Path

from bpcourse.classroom.class_page import class_page
from bpcourse.classroom.exports import gradescope
from bpcourse.classroom.feedback import as_markdown, as_page
from bpcourse.classroom.gradebook import Gradebook
from bpcourse.classroom.names import Learner, file_names, safe_name
from bpcourse.classroom.standings import reports
from bpcourse.classroom.tables import UNFINISHED, replacing, write_tables


def write_reports(gradebook: Gradebook, folder: Path, containment: str) -> None:
    """Write results.csv, results.jsonl, feedback/NAME.html and .md, gradescope/NAME.json and class.html.

    `containment` is the sentence on how submissions were contained.
    """
    for part in (folder, folder / "feedback", folder / "gradescope"):
        for left_over in part.glob(f"*{UNFINISHED}"):
            left_over.unlink()
    write_tables(gradebook, folder)
    learners = [Learner(row["name"], row["ident"]) for row in gradebook.each("SELECT name, ident FROM learners")]
    names = file_names(learners)
    _remove_shared(names, folder)
    for report in reports(gradebook):
        name = names[report.learner]
        _write(folder / "feedback" / f"{name}.html", as_page(report))
        _write(folder / "feedback" / f"{name}.md", as_markdown(report))
        _write(folder / "gradescope" / f"{name}.json", gradescope(report))
    _write(folder / "class.html", class_page(gradebook, containment))


def graded_exercises(gradebook: Gradebook) -> list[str]:
    """The names of all exercises that the class was graded on."""
    return [row["exercise"] for row in gradebook.rows("SELECT DISTINCT exercise FROM results WHERE chapter >= 0")]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    with replacing(path) as file:
        file.write(text)


def _remove_shared(names: dict[Learner, str], folder: Path) -> None:
    """Remove what was written under a name that was one learner's and since is that of two: whose it is is unclear."""
    shared = {safe_name(learner.name) for learner, name in names.items()} - set(names.values())
    for name in shared:
        for path in (f"feedback/{name}.html", f"feedback/{name}.md", f"gradescope/{name}.json"):
            (folder / path).unlink(missing_ok=True)
