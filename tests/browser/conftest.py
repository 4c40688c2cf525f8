"""The browser tests need a Chromium. Without one they are skipped on a reader's machine, and fail where CI=true."""

import os
from pathlib import Path

import pytest

from tests.browser.chromium import find_chromium


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The program of the browser that the tests drive."""
    if found := find_chromium():
        return found
    sentence = "no Chromium or Chrome was found; install one, or name its program in the variable CHROMIUM"
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(f"{sentence} (with CI=true the browser tests must run)")
    pytest.skip(f"{sentence}: the browser tests did not run")
