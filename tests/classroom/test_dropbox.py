"""The drop box: a copy under the learner's name and the time, whole, and never over another one."""

import os
import re
import subprocess
import sys
import time

import pytest

from bpcourse import submit
from bpcourse.classroom import dropbox
from bpcourse.classroom.collect import collect
from bpcourse.classroom.dropbox import VARIABLE, hand_in
from tests.classroom.cells import DOUBLE, write_notebook


@pytest.fixture
def box(tmp_path, monkeypatch):
    folder = tmp_path / "box"
    folder.mkdir()
    monkeypatch.setenv(VARIABLE, str(folder))
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    return folder


@pytest.fixture
def notebook(tmp_path):
    return write_notebook(tmp_path / "00_start_here.ipynb", [DOUBLE])


def test_submit_hands_a_copy_in_and_says_so(box, notebook):
    said = submit(str(notebook))
    [copy] = box.iterdir()
    assert copy.read_bytes() == notebook.read_bytes()
    assert re.fullmatch(r"ada--00_start_here--\d{8}T\d{12}Z-[0-9a-f]{8}\.ipynb", copy.name)
    assert said.handed_in in repr(said) and copy.name in said.handed_in and said.handed_in.startswith("Handed in on 20")
    assert said.verdicts[0].points == 1


def test_without_a_drop_box_nothing_is_handed_in_and_nothing_is_said(notebook, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert hand_in(notebook) == ""
    assert "anded in" not in repr(submit(str(notebook)))


@pytest.mark.parametrize("user", ["ada", "Zoë Ünal", "a--b", "../x", "-", "ada--", "李"])
def test_grading_finds_the_learner_in_the_name(box, notebook, monkeypatch, user):
    monkeypatch.setenv("JUPYTERHUB_USER", user)
    hand_in(notebook)
    [one] = collect([str(box)])
    assert one.learner.name == dropbox._part(user)
    assert one.source.read() == notebook.read_bytes()


def test_without_a_hub_the_user_of_the_computer_hands_in(monkeypatch):
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    monkeypatch.setattr(dropbox.getpass, "getuser", lambda: "grace")
    assert dropbox.learner() == "grace"

    def nobody():
        raise OSError("No username set in the environment")

    monkeypatch.setattr(dropbox.getpass, "getuser", nobody)
    assert dropbox.learner() == "unknown"


def test_a_box_that_is_not_there_is_said_loudly_and_the_grading_goes_on(box, notebook):
    box.rmdir()
    said = submit(str(notebook))
    assert said.handed_in.startswith(
        f"It was NOT handed in: nothing could be written to the folder `{box}` (No such file"
    )
    assert said.verdicts[0].points == 1


def test_a_copy_that_breaks_off_leaves_nothing_in_the_box(box, notebook, monkeypatch):
    def full(*paths):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dropbox.os, "replace", full)
    assert "No space left on device" in hand_in(notebook)
    assert list(box.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights on files")
def test_the_teacher_can_read_what_another_user_handed_in(box, notebook):
    hand_in(notebook)
    [copy] = box.iterdir()
    assert copy.stat().st_mode & 0o777 == 0o644


def test_of_learners_who_hand_in_at_the_same_moment_everyone_arrives(box, notebook):
    together = time.time() + 3
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom bpcourse.classroom.dropbox import hand_in\n"
        f"time.sleep(max(0, {together} - time.time()))\n"
        "for _ in range(20): hand_in(Path(sys.argv[1]))\n"
    )
    started = [subprocess.Popen([sys.executable, "-c", code, str(notebook)]) for _ in range(4)]
    seen = []
    while any(process.poll() is None for process in started):
        seen += [path.read_bytes() for path in box.glob("ada--*")][-1:]
        time.sleep(0.01)
    assert [process.returncode for process in started] == [0] * 4
    copies = list(box.iterdir())
    assert len(copies) == 80
    assert {copy.read_bytes() for copy in copies} | set(seen) == {notebook.read_bytes()}
