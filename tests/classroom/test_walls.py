"""The answers cannot be read where the course is installed among the other packages, with each wall alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("walls are Linux", allow_module_level=True)

import numpy as np

from bpcourse.classroom.sandbox import level, seccomp, walls, zygote

# A process that builds the walls around a folder of packages and tells what one fork can read of them.
LOOK = """
import json, os, sys
from bpcourse.classroom.sandbox import walls, zygote
if {without}: walls._leave_namespaces = lambda: walls.checked(-1, "not here")
roots = ["/usr/lib", sys.base_prefix + "/lib", {site!r}]
built = walls.build(roots, zygote._courses(roots), {site!r} + "/numpy/a.py")
reader, writer = os.pipe()
if walls.fork(built) == 0:
    failed = walls.enter(built, {scratch!r}, 1024, 10)
    def read(path):
        try:
            with open(path) as file: return file.read()
        except OSError as error: return type(error).__name__
    package, answers = read({site!r} + "/numpy/a.py"), read({site!r} + "/bpcourse/autograders/a.py")
    os.write(writer, json.dumps([built.private, sorted(failed), package, answers]).encode())
    os._exit(0)
os.close(writer)
print(os.fdopen(reader).read())
"""


@pytest.mark.skipif(level().name != "full", reason="this machine lacks a wall")
@pytest.mark.parametrize("without", [False, True], ids=["a file system of its own", "Landlock alone"])
def test_an_installed_course_is_out_of_reach_and_the_package_beside_it_is_not(without, tmp_path):
    site, scratch = tmp_path / "site-packages", tmp_path / "scratch"
    scratch.mkdir()
    for path in ("numpy/a.py", "bpcourse/autograders/a.py"):
        (site / path).parent.mkdir(parents=True)
        (site / path).write_text("content")
    program = LOOK.format(without=without, site=str(site), scratch=str(scratch))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    private, failed, package, answers = json.loads(ran.stdout)
    assert (private, package) == (not without, "content"), ran
    assert answers in ("FileNotFoundError", "PermissionError")
    assert failed == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.skipif(level().name != "full", reason="this machine lacks a wall")
def test_where_only_root_may_read_python_that_is_said_and_the_other_walls_stand(tmp_path):
    (tmp_path / "closed.py").touch(0o600)
    roots = ["/usr/lib", f"{sys.base_prefix}/lib", str(tmp_path)]
    program = (
        "from bpcourse.classroom.sandbox import walls\n"
        f"built = walls.build({roots!r}, [], {str(tmp_path / 'closed.py')!r})\n"
        "print(built.private, list(walls.tried(built, walls.SCRATCH).missing))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert ran.stdout == "True ['a user of its own']\n", ran


def test_every_copy_of_the_course_among_the_packages_is_found(tmp_path):
    for path in ("a/site-packages/bpcourse", "lib/python3.11/dist-packages/bpcourse", "b/other"):
        (tmp_path / path).mkdir(parents=True)
    roots = [str(tmp_path / "a"), str(tmp_path / "a/site-packages"), str(tmp_path / "lib"), str(tmp_path / "b")]
    found = {str(Path(path).relative_to(tmp_path)) for path in zygote._courses(roots) if path.startswith(str(tmp_path))}
    assert found == {"a/site-packages/bpcourse", "lib/python3.11/dist-packages/bpcourse"}


def test_a_folder_of_installed_packages_is_a_library_and_a_clone_is_not():
    clone = str(Path(__file__).resolve().parents[2])
    assert zygote._is_library(str(Path(np.__file__).parents[1])) and not zygote._is_library(clone)


def test_no_root_lies_in_another(tmp_path):
    (tmp_path / "a/b").mkdir(parents=True)
    paths = [str(tmp_path / "a/b"), str(tmp_path / "a"), str(tmp_path / "a"), str(tmp_path / "none")]
    assert zygote._roots(paths) == [str(tmp_path / "a")]


@pytest.mark.parametrize("column", [0, 1], ids=["x86-64", "arm64"])
def test_no_system_call_stands_twice_and_those_that_have_one_number_have_it_on_both(column):
    numbers = seccomp._numbers(seccomp.REFUSED, column) + seccomp._numbers(seccomp.PRETENDED, column)
    assert len(numbers) == len(set(numbers)) and max(numbers) <= seccomp.NEWEST
    common = [{n for n in seccomp._numbers(seccomp.REFUSED, c) if n >= 424} for c in (0, 1)]
    assert common[0] == common[1]
    assert not set(numbers) & {seccomp.CLONE[column], seccomp.PRCTL[column], seccomp.CLONE3}


def test_what_is_hidden_is_left_out_and_everything_beside_it_stays(tmp_path):
    for path in ("x/keep", "x/hide/deep", "y/keep"):
        (tmp_path / path).mkdir(parents=True)
    kept = walls._without(tmp_path, [str(tmp_path / "x/hide")])
    assert sorted(kept) == [str(tmp_path / "x/keep"), str(tmp_path / "y")]
    assert walls._without(tmp_path, [str(tmp_path)]) == []
