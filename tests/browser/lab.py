"""JupyterLab in a real browser, for every test that looks at a notebook as a learner does.

    pytest_plugins = ["tests.browser.lab"]  # brings the fixtures; nothing needs to be imported

    def test_chapter(open_notebook):
        with open_notebook(Path("chapters/01_one_neuron.ipynb"), theme="dark") as notebook:
            notebook.run_all()
            notebook.page.get_by_role("button", name="left", exact=True).first.press("Enter")
            notebook.keep_screenshot("chapter_01")
            notebook.expect_no_trouble()

The server listens on a free port of 127.0.0.1 and has its own configuration, settings, workspaces and IPython folders.
A notebook is opened as a copy, because JupyterLab writes to what it opens. What is started here is stopped here. The
fixtures live as long as one module: while Playwright's synchronous interface is up, no test can use asyncio.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as TimedOut

from bpcourse.bootstrap import PROMPT_CONNECTION

PATIENCE = 180.0  # seconds, for a machine that is doing something else
SCREENSHOTS = Path(__file__).resolve().parents[2] / "test-results"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
# The prompts of the code cells that are not empty: "[ ]:" before a run, "[*]:" while it waits or runs, "[3]:" after it.
PROMPTS_MATCH = """(pattern) => jupyterapp.shell.currentWidget.content.widgets
    .filter((cell) => cell.model.type === "code" && cell.model.sharedModel.getSource().trim())
    .every((cell) => new RegExp(pattern).test(cell.inputArea?.promptNode.textContent))"""
# Read once, when the server starts.
OVERRIDES = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # Without this a cell out of view is not in the page.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
READY = """async () => {
    const { context, sessionContext } = jupyterapp.shell.currentWidget;
    await context.ready;
    await sessionContext.ready;
}"""
COMMAND = "(name) => void jupyterapp.commands.execute(name).catch(() => null)"  # asked, not waited for


@dataclass(frozen=True)
class Lab:
    """A JupyterLab server that is up."""

    url: str
    folder: Path  # what it serves
    settings: Path  # the user's settings, which a page reads when it loads

    def set_theme(self, theme: str) -> None:
        """Theme of the pages that are opened from now on: "light" or "dark"."""
        file = self.settings / "@jupyterlab" / "apputils-extension" / "themes.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"theme": THEMES[theme]}), encoding="utf-8")


@dataclass
class Notebook:
    """A notebook in an open page, with the trouble that it made."""

    page: Page
    errors: list[str] = field(default_factory=list)  # JavaScript errors that nothing caught
    outside: list[str] = field(default_factory=list)  # requests to anywhere but this machine

    def run_all(self) -> None:
        """Run every cell and wait for the last; JupyterLab drops a run that is asked too early, so ask again.

        It stops at a cell that fails, unless the cell is tagged raises-exception; this then ends in a TimeoutError.
        """
        deadline = time.monotonic() + PATIENCE
        # The prompts of a stored run go too.
        self.page.evaluate("jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
        while not self.page.evaluate(PROMPTS_MATCH, r"\[[*\d]"):
            if time.monotonic() > deadline:
                raise TimeoutError("JupyterLab never started to run the cells.")
            self.page.evaluate(COMMAND, "notebook:run-all-cells")
            wait_or_go_on(self.page, PROMPTS_MATCH, r"\[[*\d]", seconds=3)
        self.page.wait_for_function(PROMPTS_MATCH, arg=r"\[\d", timeout=PATIENCE * 1000)

    def run_cell(self, index: int) -> str:
        """Run the code cell `index` (from 0, or from the end if negative) again; the text of its outputs."""
        cell = self.page.locator(".jp-CodeCell").nth(index)
        prompt = cell.locator(".jp-InputArea-prompt")
        before = prompt.inner_text()
        prompt.click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            "([prompt, before]) => /\\[\\d/.test(prompt.textContent) && prompt.innerText !== before",
            arg=[prompt.element_handle(), before],
            timeout=PATIENCE * 1000,
        )
        return "\n".join(cell.locator(".jp-OutputArea-output").all_inner_texts())

    def keep_screenshot(self, name: str, what: Locator | None = None) -> Path:
        """Picture of the page, or of one part of it, in test-results/."""
        SCREENSHOTS.mkdir(exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        (what or self.page).screenshot(path=path)
        return path

    def expect_no_trouble(self) -> None:
        """Fail on an error in the page or a request that left this machine."""
        assert self.errors == []
        assert self.outside == []


def wait_or_go_on(page: Page, condition: str, argument: object, seconds: float) -> None:
    """Wait for a condition, but no longer than this."""
    with suppress(TimedOut):
        page.wait_for_function(condition, arg=argument, timeout=seconds * 1000)


@contextmanager
def running_lab(scratch: Path) -> Iterator[Lab]:
    """A JupyterLab server with everything it reads and writes under `scratch`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folders = {name: scratch / name for name in ("notebooks", "config", "settings", "workspaces", "ipython", "runtime")}
    for folder in folders.values():
        folder.mkdir(parents=True)
    overrides = folders["config"] / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir()
    overrides.write_text(json.dumps(OVERRIDES), encoding="utf-8")
    lab = Lab(f"http://127.0.0.1:{port}", folders["notebooks"], folders["settings"])
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(folders["config"]),
        "JUPYTER_RUNTIME_DIR": str(folders["runtime"]),
        "JUPYTERLAB_SETTINGS_DIR": str(folders["settings"]),
        "JUPYTERLAB_WORKSPACES_DIR": str(folders["workspaces"]),
        "IPYTHONDIR": str(folders["ipython"]),
    }
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": lab.folder,
        "IdentityProvider.token": "",
        "LabApp.expose_app_in_browser": True,
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", PROMPT_CONNECTION]
    command += [f"--{name}={value}" for name, value in options.items()]
    log = scratch / "lab.log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
    try:
        wait_until_up(server, f"{lab.url}/api", log)
        yield lab
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_until_up(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Return once the server answers; RuntimeError with its log when it ends or stays silent."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


@contextmanager
def notebook_page(
    lab: Lab, browser: Browser, source: Path, theme: str = "light", width: int = 1280, zoom: float = 1.0
) -> Iterator[Notebook]:
    """Open a copy of the notebook `source`; `width` is that of the window in pixels, `zoom` the browser's zoom."""
    lab.set_theme(theme)
    shutil.copy(source, lab.folder)
    size = {"width": round(width / zoom), "height": 1400}
    context = browser.new_context(viewport=size, device_scale_factor=zoom)
    notebook = Notebook(context.new_page())
    page = notebook.page
    page.set_default_timeout(PATIENCE * 1000)
    page.on("pageerror", lambda error: notebook.errors.append(str(error)))

    def watch(url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).hostname != "127.0.0.1":
            notebook.outside.append(url)

    page.on("request", lambda request: watch(request.url))
    page.on("websocket", lambda websocket: watch(websocket.url))
    page.goto(f"{lab.url}/doc/tree/{source.name}?reset", wait_until="domcontentloaded")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.evaluate(READY)
    page.wait_for_function("(name) => document.body.dataset.jpThemeName === name", arg=THEMES[theme])
    try:
        yield notebook
    finally:
        page.evaluate("jupyterapp.serviceManager.sessions.shutdownAll()")
        context.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("lab")) as server:
        yield server


@pytest.fixture(scope="module")
def browser(chromium_path: Path) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def open_notebook(lab: Lab, browser: Browser) -> Callable[..., AbstractContextManager[Notebook]]:
    """`notebook_page` in the browser and the server of this module."""
    return partial(notebook_page, lab, browser)
