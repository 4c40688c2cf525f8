"""The level of containment says what was tried, and what is missing where a machine lacks a wall."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bpcourse.classroom.sandbox import level, selftest, start

linux = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")
# A process that refuses itself a system call stands for a machine that does not have it.
WITHOUT = """
from bpcourse.classroom.sandbox import level, seccomp
seccomp.REFUSED, seccomp.PRETENDED = {refused!r}, ""
seccomp.CLONE = seccomp.PRCTL = (10_000, 10_000)
seccomp.refuse_system_calls()
print(level())
"""


def level_without(refused):
    """What a fresh process says of its level that may not make a system call (name and numbers)."""
    command = [sys.executable, "-c", WITHOUT.format(refused=refused)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=120).stdout


def test_where_workers_are_not_forked_it_is_process_only_and_says_what_that_means(monkeypatch):
    monkeypatch.setattr(start, "forks", lambda: False)
    found = selftest.level.__wrapped__()
    assert (found.name, found.missing) == ("process only", ("walls",))
    assert "a limit of time" in found.sentence and "Grade only what you would run yourself." in found.sentence


@linux
def test_the_level_of_this_machine_is_one_of_the_three_and_names_what_is_missing():
    found = level()
    print(found.sentence)
    assert (found.name == "full") == (found.missing == ())
    assert found.sentence.startswith(f"Containment: {found.name}.")


@linux
@pytest.mark.parametrize(
    ("refused", "missing"),
    [
        ("unshare 272 97", "namespaces"),
        ("mount_setattr 442 442", "namespaces"),
        ("landlock_create_ruleset 444 444", "Landlock"),
    ],
)
def test_a_missing_wall_is_named_and_the_others_still_stand(refused, missing):
    found = level_without(refused)
    assert "name='partial'" in found and f"Missing: {missing} (" in found


@linux
def test_without_namespaces_the_other_walls_keep_everything_else_in():
    if level().name != "full":
        pytest.skip("this machine lacks more than namespaces")
    assert "A submission can" not in level_without("unshare 272 97")
