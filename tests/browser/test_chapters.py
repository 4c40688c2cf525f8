"""The chapters and their exercises as a learner opens them: in JupyterLab, run from top to bottom, moved, submitted."""

from __future__ import annotations

import csv
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from bpcourse.autograders import exercises
from tests.notebooks.solve import solved
from tests.notebooks.tidy import ROOT

pytest_plugins = ["tests.browser.lab"]

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_runs_without_trouble_and_shows_its_first_screen(open_notebook, path: Path, theme: str) -> None:
    with open_notebook(path, theme=theme) as notebook:
        notebook.run_all()
        expect(notebook.page.locator(".jp-OutputArea-output img").first).to_be_visible()
        assert notebook.page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        notebook.page.locator(".jp-Cell").first.scroll_into_view_if_needed()
        notebook.keep_screenshot(f"{path.stem}_{theme}")
        notebook.expect_no_trouble()


def test_in_chapter_01_a_reader_predicts_moves_a_slider_and_watches_the_loss_fall(open_notebook) -> None:
    with open_notebook(ROOT / "chapters" / "01_one_neuron.ipynb") as notebook:
        notebook.run_all()
        explorer = notebook.page.locator(".bp-neuron-explorer")
        picture = explorer.get_by_role("img").first
        explorer.get_by_role("button", name="right", exact=True).press("Enter")
        before = picture.inner_html()
        bias = explorer.get_by_role("slider", name="b, bias")
        expect(bias).to_be_focused()
        bias.press("ArrowLeft")
        expect(picture).not_to_have_js_property("innerHTML", before)

        trainer = notebook.page.locator(".bp-neuron-trainer")
        loss = trainer.locator("[data-number=loss]")
        at_first = float(loss.inner_text())
        trainer.get_by_role("button", name="clearly lower").press("Enter")
        start = trainer.get_by_role("button", name="Start")
        expect(start).to_be_focused()
        start.press("Enter")
        expect(trainer).to_contain_text("You said clearly lower, and so it is.")
        assert float(loss.inner_text()) < at_first
        trainer.scroll_into_view_if_needed()
        notebook.keep_screenshot("chapter_01_trained")
        notebook.expect_no_trouble()


@pytest.fixture
def solved_notebook(tmp_path: Path) -> Path:
    path = tmp_path / "01_one_neuron.ipynb"
    nbformat.write(solved(nbformat.read(ROOT / "exercises" / path.name, as_version=4)), path)
    return path


def test_a_solved_exercise_notebook_is_submitted_and_its_verdict_read_from_the_page(
    open_notebook, lab, solved_notebook: Path
) -> None:
    with open_notebook(solved_notebook) as notebook:
        notebook.run_all()
        checks = notebook.page.get_by_role("status").filter(has_text="Correct: ")
        full = sum(exercise.points for exercise in exercises().values() if exercise.chapter == 1)
        verdict = notebook.page.get_by_role("status").filter(has_text=f"Submitted: {full} of {full} points")
        expect(verdict).to_be_visible()
        expect(verdict).to_contain_text("dloss_dw: 4 of 4 points, correct")
        assert checks.count() == len([e for e in exercises().values() if e.chapter == 1 and e.kind != "value"])
        verdict.scroll_into_view_if_needed()
        notebook.keep_screenshot("submitted")
        notebook.expect_no_trouble()
    with (lab.folder / "submissions" / "01_one_neuron" / "results.csv").open(encoding="utf-8", newline="") as file:
        assert {row["status"] for row in csv.DictReader(file)} == {"correct"}


def test_work_that_is_not_saved_is_not_submitted_and_not_lost(open_notebook, solved_notebook: Path) -> None:
    with open_notebook(solved_notebook) as notebook:
        notebook.run_all()
        notebook.page.evaluate(
            """() => {
                const cells = jupyterapp.shell.currentWidget.content.widgets;
                const cell = cells.find((one) => one.model.sharedModel.getSource().startsWith("def neuron"));
                cell.model.sharedModel.setSource("def neuron(x, w, b):\\n    return 0.5");
            }"""
        )
        notebook.run_all()
        notice = notebook.page.get_by_role("status").filter(has_text="Nothing was submitted yet: save first")
        expect(notice).to_contain_text("Ctrl+S")
        notebook.page.evaluate("jupyterapp.commands.execute('docmanager:save')")
        expect(notebook.page.locator(".jp-mod-dirty")).to_have_count(0)
        notebook.run_cell(-1)
        verdict = notebook.page.get_by_role("status").filter(has_text="neuron: 0 of 3 points")
        expect(verdict.last).to_be_visible()
        notebook.expect_no_trouble()
