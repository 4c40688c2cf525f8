"""The wheel holds the notebooks, and lays them out into a folder without touching a learner's work."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bpcourse.course_files import clone_root, lay_out

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(
    path.relative_to(ROOT) for folder in ("chapters", "exercises") for path in (ROOT / folder).glob("*.ipynb")
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the clone, built without a network."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel puts among the installed packages."""
    folder = tmp_path_factory.mktemp("site-packages")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def test_there_are_notebooks_to_pack() -> None:
    assert Path("chapters/00_start_here.ipynb") in NOTEBOOKS


def test_the_wheel_holds_every_chapter_and_every_exercise(installed: Path) -> None:
    for notebook in NOTEBOOKS:
        packed = installed / "bpcourse" / "notebooks" / notebook
        assert packed.read_bytes() == (ROOT / notebook).read_bytes()


def test_the_wheel_holds_every_file_of_the_package_and_both_licences(installed: Path) -> None:
    for file in (ROOT / "bpcourse").rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            assert (installed / file.relative_to(ROOT)).is_file(), f"{file} is not in the wheel"
    names = {file.name for file in installed.glob("*.dist-info/licenses/*")}
    assert names == {"LICENSE", "LICENSE-text"}


def test_the_wheel_holds_no_tests_no_benchmarks_and_nothing_that_a_reader_left_behind(installed: Path) -> None:
    tops = {path.name for path in installed.iterdir()}
    assert {name for name in tops if not name.endswith(".dist-info")} == {"bpcourse"}
    left_behind = {"submissions", ".ipynb_checkpoints", "__pycache__", "tests"}
    assert [path for path in installed.rglob("*") if left_behind & set(path.parts)] == []


def test_an_installed_package_knows_that_it_is_not_a_clone_and_a_clone_that_it_is(installed: Path) -> None:
    assert clone_root(installed / "bpcourse") is None
    assert clone_root(ROOT / "bpcourse") == ROOT


def test_a_project_that_only_uses_the_course_is_not_taken_for_its_clone(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "thesis"\ndependencies = ["bpcourse"]\n')
    assert clone_root(tmp_path / "bpcourse") is None


def test_the_notebooks_are_laid_out_once_and_a_second_time_changes_nothing(installed: Path, tmp_path: Path) -> None:
    packed = installed / "bpcourse" / "notebooks"
    assert lay_out(packed, tmp_path) == []
    laid = {path.relative_to(tmp_path): path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert sorted(laid) == NOTEBOOKS
    assert lay_out(packed, tmp_path) == []
    assert laid == {
        path.relative_to(tmp_path): path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()
    }


def test_a_changed_notebook_is_kept_and_named_and_a_removed_one_comes_back(installed: Path, tmp_path: Path) -> None:
    packed = installed / "bpcourse" / "notebooks"
    lay_out(packed, tmp_path)
    changed, removed = NOTEBOOKS[0], NOTEBOOKS[1]
    (tmp_path / changed).write_text("my own work")
    (tmp_path / removed).unlink()
    assert lay_out(packed, tmp_path) == [changed]
    assert (tmp_path / changed).read_text() == "my own work"
    assert (tmp_path / removed).read_bytes() == (ROOT / removed).read_bytes()
