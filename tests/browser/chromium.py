"""Where this machine keeps a Chromium (or Chrome) that the browser tests can drive."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = {
    "darwin": (
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
    "win32": tuple(
        os.path.join(os.environ.get(variable, ""), *folder)
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        for folder in (("Chromium", "Application", "chrome.exe"), ("Google", "Chrome", "Application", "chrome.exe"))
    ),
}


def find_chromium() -> Path | None:
    """Return the browser's program: what CHROMIUM names, else the system's, else the one that Playwright fetched."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named)
    found = [path for name in NAMES if (path := shutil.which(name))]
    found += [path for path in PLACES.get(sys.platform, ()) if os.path.isfile(path)]
    return Path(found[0]) if found else _fetched_by_playwright()


def _fetched_by_playwright() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = Path(playwright.chromium.executable_path)
    return program if program.is_file() else None
