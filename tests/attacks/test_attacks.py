"""Hostile and odd submissions get exactly the marks they earn, the next one is graded, and nothing is left behind."""

import os
import socket
import sys

import pytest

from bpcourse.classroom.batch import grade_file
from bpcourse.classroom.sandbox import level
from tests.attacks import leftovers
from tests.attacks.attack import RIGHT
from tests.attacks.catalogue import attacks, given_names
from tests.classroom.cells import write_notebook

os.environ["CHECKERS_OWN"] = "private"

if sys.platform != "linux" or level().name != "full":
    pytest.skip(f"attacks are for a machine that contains them. {level().sentence}", allow_module_level=True)

ALL = [pytest.param(attack, id=f"{kind}: {attack.name}") for kind, attack in attacks()]
# Endless ones wait this long, up to four times.
SECONDS = 1.0


@pytest.fixture(scope="module")
def server():
    """A server on this machine that nothing may reach."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        yield listening


@pytest.fixture
def folder(tmp_path):
    """A folder of submissions, with another one in it."""
    write_notebook(tmp_path / "other.ipynb", [RIGHT])
    return tmp_path


def grade(folder, cells):
    [result] = grade_file(write_notebook(folder / "submission.ipynb", cells), 1, SECONDS, 256)
    return result.verdict


@pytest.mark.parametrize("attack", ALL)
def test_an_attack_earns_what_it_earns_and_leaves_nothing(attack, folder, server):
    given = given_names(folder, server.getsockname()[1])
    before = (folder / "other.ipynb").stat()
    verdict = grade(folder, [given, *attack.cells])

    assert verdict.points == (verdict.max_points if attack.earns else 0), verdict
    assert attack.says in verdict.message, verdict
    assert sorted(path.name for path in folder.iterdir()) == ["other.ipynb", "submission.ipynb"]
    after = (folder / "other.ipynb").stat()
    assert (before.st_size, before.st_mode, before.st_mtime, before.st_uid) == (
        (after.st_size, after.st_mode, after.st_mtime, after.st_uid)
    )
    assert leftovers.files(folder) == [] and leftovers.processes() == ([], 0)
    with pytest.raises(BlockingIOError):
        server.accept()
    assert grade(folder, [RIGHT]).points == 1, "the next submission"
