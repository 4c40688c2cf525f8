"""The attacks again as an ordinary user, for whom other walls do the work, where the suite runs as root."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bpcourse.classroom.sandbox import level


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="not run as root: the attacks were tried as this user only"
)
@pytest.mark.skipif(level().name != "full", reason="attacks are for a machine that contains them")
def test_an_ordinary_user_contains_the_same_attacks():
    command = [sys.executable, "-m", "tests.attacks.unprivileged", "pytest", "-q", "-p", "no:cacheprovider"]
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    ran = subprocess.run(
        [*command, "tests/attacks/test_attacks.py"], cwd=root, env=environment, capture_output=True, text=True
    )
    print(ran.stdout[-3000:])
    assert ran.returncode == 0 and " passed" in ran.stdout and "skipped" not in ran.stdout, (
        ran.stdout[-3000:] + ran.stderr
    )
