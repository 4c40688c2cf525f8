"""What a reader waits for: from a key on a slider or button to the first frame with the new picture, in a real browser.

Every widget stands in one JupyterLab page beside the plain way, `interact` and `plt.show()`. They take turns, one key
each, so that a machine that grows slower meanwhile does so for all of them.
A frame lasts 17 ms, and no time is shorter.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.report import Report, Timing
from benchmarks.workload import Finding

ROOT = Path(__file__).resolve().parents[1]
KEYS = 30
WATCHED_SECONDS = 3.0
FRAMES_LIMIT = 15.0
# A picture that is drawn anew may take longer than one in which numbers and places change.
REDRAWN, CHANGED = 60.0, 35.0

THERE_AND_BACK = ("ArrowRight", "ArrowLeft")

PLAIN = "interact and plt.show()"
PLAIN_CELL = """
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import FloatSlider, interact

xs = np.linspace(-6, 6, 121)

def curve(w):
    plt.figure(figsize=(6.4, 4))
    plt.plot(xs, 1 / (1 + np.exp(-(w * xs - 0.5))))
    plt.title(f"w = {w:.2f}")
    plt.show()

interact(curve, w=FloatSlider(value=0.0, min=-5, max=5, step=0.01));
"""


@dataclass(frozen=True)
class Control:
    """A widget, what is moved there by its accessible name, and how long its picture may take, in milliseconds.

    Two names are two buttons, of which one takes back what the other does.
    """

    widget: str
    names: tuple[str, ...]
    limit: float
    traits: str = ""  # what to set before it is measured

    @property
    def moves(self) -> list[tuple[str, str, str]]:
        """Role, accessible name and key: there and back, so that no slider comes to its end."""
        if len(self.names) == 1:
            return [("slider", self.names[0], key) for key in THERE_AND_BACK]
        return [("button", name, "Enter") for name in self.names]

    @property
    def cell(self) -> str:
        return (
            f"from bpcourse.widgets import {self.widget}\nwidget = {self.widget}()\nwidget.prediction.explore()\n"
            f"{self.traits}\nwidget"
        )


CONTROLS = (
    Control("NeuronExplorer", ("w, weight",), REDRAWN),
    Control("NetworkExplorer", ("x1, input",), CHANGED, "widget.step = 11"),
    Control("DescentExplorer", ("η, rate",), REDRAWN),
    Control("PathExplorer", ("a, input",), CHANGED),
    Control("SweepExplorer", ("n, inputs",), CHANGED, "widget.scene = 'layers'"),
    Control("BackpropagationStepper", ("Step", "Step back"), CHANGED, "widget.step = 15"),
    Control("GradientMicroscope", ("k, power of h",), CHANGED),
    Control("ShapeBuilder", ("N, samples",), CHANGED),
    Control("TwoTrainings", ("pass",), CHANGED, "widget.passes = 50"),
    Control("ObjectsAgainstMatrices", ("n, samples",), CHANGED),
)
# A widget that trains while the reader watches, and its button.
TRAINERS = (("NeuronTrainer", "Start"),)

# Read in every animation frame: what is drawn in the output of cell k. The time of a change is that of its frame.
PROBE = """(k) => {
    const place = document.querySelectorAll(".jp-CodeCell")[k];
    const drawn = () => {
        const image = [...place.querySelectorAll("img")].pop();
        return image ? image.src : [...place.querySelectorAll("svg")].map((svg) => svg.outerHTML).join("");
    };
    const probe = window.probe = { frames: [], keys: [], stop: false };
    let last = drawn();
    document.addEventListener("keydown", () => probe.keys.push(performance.now()), { capture: true, once: true });
    const look = () => {
        const now = drawn();
        if (now && now !== last) probe.frames.push(performance.now());
        if (now) last = now;
        if (!probe.stop) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""
STOP = "() => { probe.stop = true; return [probe.keys[0], probe.frames]; }"


def measure_response() -> Report:
    """The medians beside the limits; without playwright and a browser, a report that says what is missing."""
    title = "widgets  From a key to the picture, in JupyterLab"
    note = (
        f"Median of {KEYS} keys, wall time, each contender's key in turn. Frames a second: distinct pictures in "
        f"{WATCHED_SECONDS:g} s while a reader watches training."
    )
    names = [PLAIN, *(control.widget for control in CONTROLS)]
    try:
        import playwright  # noqa: F401

        from tests.browser.chromium import find_chromium
    except ModuleNotFoundError as error:
        return Report(title, note, [Timing(name, None, None, None, error.name or "playwright") for name in names], [])
    if find_chromium() is None:
        return Report(title, note, [Timing(name, None, None, None, "Chromium") for name in names], [])
    with _page() as notebook:
        times = _keys(notebook)
        frames = {name: _frames(notebook, k, button) for k, (name, button) in enumerate(TRAINERS, 1 + len(CONTROLS))}
    timings = [Timing(name, median(taken) / 1000, min(taken) / 1000, None) for name, taken in times.items()]
    return Report(title, note, timings, [*findings(times), *map(frames_finding, frames, frames.values())])


def findings(times: dict[str, list[float]]) -> list[Finding]:
    """The median milliseconds of each widget, beside its limit and the plain way."""
    plain = median(times[PLAIN])
    found = []
    for control in CONTROLS:
        own = median(times[control.widget])
        verdict = "met" if own <= control.limit else "MISSED"
        what = f"{control.widget}: from the key to the picture"
        limit = f"<= {control.limit:g} ms"
        found.append(Finding(what, f"{own:.0f} ms", f"{plain:.0f} ms", own / plain, limit, verdict))
    return found


def frames_finding(name: str, frames: float) -> Finding:
    """The frames a second of a widget that trains, beside the limit."""
    verdict = "met" if frames >= FRAMES_LIMIT else "MISSED"
    return Finding(
        f"{name}: frames a second while it trains", f"{frames:.0f}", "", None, f">= {FRAMES_LIMIT:g}", verdict
    )


@contextmanager
def _page() -> Iterator[Any]:
    """A notebook with every contender, run, in a browser."""
    import nbformat
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import find_chromium
    from tests.browser.lab import FLAGS, notebook_page, running_lab

    trained = [f"from bpcourse.widgets import {name}\nw = {name}()\nw.prediction.explore()\nw" for name, _ in TRAINERS]
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    cells = [PLAIN_CELL, *(control.cell for control in CONTROLS), *trained]
    notebook.cells = [nbformat.v4.new_code_cell(code, id=f"cell-{k}") for k, code in enumerate(cells)]
    path = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, path))  # the kernel imports this course and no other
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        source = Path(scratch) / "response.ipynb"
        nbformat.write(notebook, source)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        with running_lab(Path(scratch) / "lab") as lab, notebook_page(lab, browser, source) as opened:
            opened.run_all()
            yield opened
        browser.close()


def _keys(notebook: Any) -> dict[str, list[float]]:
    """The milliseconds of each key, by contender. The first three of each are not counted."""
    page = notebook.page
    cells = page.locator(".jp-CodeCell")
    plain = cells.nth(0).locator(".noUi-handle")
    plain.wait_for()
    moves = {PLAIN: [(plain, key) for key in THERE_AND_BACK]}
    for k, control in enumerate(CONTROLS, 1):
        find = partial(cells.nth(k).get_by_role, exact=True)
        moves[control.widget] = [(find(role, name=name), key) for role, name, key in control.moves]
    times: dict[str, list[float]] = {name: [] for name in moves}
    for turn in range(KEYS + 3):
        for k, (name, way) in enumerate(moves.items()):
            handle, key = way[turn % 2]
            handle.focus()
            page.wait_for_timeout(120)  # let what came before settle
            page.evaluate(PROBE, k)
            page.keyboard.press(key)
            page.wait_for_function("probe.frames.some((frame) => frame > probe.keys[0])", polling="raf")
            pressed, frames = page.evaluate(STOP)
            if turn >= 3:
                times[name].append(next(frame for frame in frames if frame > pressed) - pressed)
    return times


def _frames(notebook: Any, k: int, button: str) -> float:
    """Distinct pictures a second while training is watched."""
    page = notebook.page
    start = page.locator(".jp-CodeCell").nth(k).get_by_role("button", name=button, exact=True)
    start.focus()
    page.evaluate(PROBE, k)
    page.keyboard.press("Enter")
    page.wait_for_function("probe.frames.length > 0", polling="raf")
    page.wait_for_timeout(1000 * WATCHED_SECONDS)
    _, frames = page.evaluate(STOP)
    watched = [frame for frame in frames if frame <= frames[0] + 1000 * WATCHED_SECONDS]
    return (len(watched) - 1) / ((watched[-1] - watched[0]) / 1000) if len(watched) > 1 else 0.0
