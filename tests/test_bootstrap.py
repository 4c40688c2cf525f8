"""The way in: one command, a machine with nothing but Python, and sentences instead of tracebacks."""

import ast
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

import bpcourse.__main__ as command_line
from bpcourse import bootstrap, environment, installation
from bpcourse.course_files import CourseError, chapter_path

ROOT = Path(__file__).resolve().parents[1]
PARSED_BY_OLD_PYTHONS = ("__init__.py", "__main__.py", "bootstrap.py")
STANDARD_LIBRARY_ONLY = (*PARSED_BY_OLD_PYTHONS, "environment.py", "installation.py", "course_files.py")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The folder of a course that needs a package which no machine has."""
    dependencies = 'dependencies = ["no-such-package>=1.0"]\noptional-dependencies.dev = []\n'
    (tmp_path / "pyproject.toml").write_text(f'[project]\nname = "bpcourse"\n{dependencies}')
    (tmp_path / "requirements.txt").write_text("no-such-package==1.2\n")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\n")
    return tmp_path


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The requirements files that were installed, one after the other; nothing is really installed."""
    names: list[str] = []
    monkeypatch.setattr(environment, "fill", lambda python, root, name, uv: names.append(name))
    monkeypatch.setattr(sys, "stdin", None)
    return names


class Commands(list[list[str]]):
    """A runner that keeps each command, and fails those that contain `failing` after printing `lines`."""

    def __init__(self, failing: str, *lines: str) -> None:
        self.failing, self.lines = failing, list(lines)

    def __call__(self, command: Sequence[str | Path], show: installation.Show) -> tuple[int, list[str]]:
        self.append([str(part) for part in command])
        return (1, self.lines) if self.failing in self[-1] else (0, [])


# Old Pythons, bare Pythons


@pytest.mark.parametrize("name", PARSED_BY_OLD_PYTHONS)
def test_python_3_6_can_parse_what_it_must_read_to_reach_the_sentence(name: str) -> None:
    ast.parse((ROOT / "bpcourse" / name).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_which_one_is_needed_and_which_it_is() -> None:
    assert "needs Python 3.11 or newer, and this is Python 3.6" in command_line.too_old((3, 6))
    assert command_line.too_old((3, 11)) == command_line.too_old((3, 14)) == ""


@pytest.mark.parametrize("name", STANDARD_LIBRARY_ONLY)
def test_the_bootstrap_imports_the_standard_library_and_itself_only(name: str) -> None:
    allowed = {f"bpcourse.{Path(module).stem}" for module in STANDARD_LIBRARY_ONLY} | set(sys.stdlib_module_names)
    # The commands of the instructor, and the learner's names, are reached once everything is installed.
    allowed |= {"bpcourse.cli", "bpcourse.learner", "bpcourse.__version__"}
    for node in ast.walk(ast.parse((ROOT / "bpcourse" / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "bpcourse":
            names = [f"bpcourse.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module if str(node.module).startswith("bpcourse") else str(node.module).split(".")[0]]
        else:
            continue
        assert set(names) <= allowed, f"{name}, line {node.lineno}: {names}"


@pytest.mark.parametrize(("option", "expected"), [("--version", "bpcourse 0"), ("--help", "read the course")])
def test_version_and_help_work_where_nothing_is_installed(option: str, expected: str) -> None:
    bare = [sys.executable, "-S", "-m", "bpcourse", option]  # -S: no installed packages
    ran = subprocess.run(bare, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert expected in ran.stdout


def test_help_has_one_line_for_each_command() -> None:
    lines = command_line.usage().splitlines()
    for command in ("lab", "test", "list", "grade"):
        assert len([line for line in lines if line.startswith(f"  {command} ")]) == 1


def test_an_unknown_command_gets_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["labb"]) == 2
    assert "There is no command `labb`. Did you mean `lab`?" in capsys.readouterr().err


def test_an_unknown_command_that_is_near_to_none_gets_them_all() -> None:
    assert command_line.unknown("zzzzzz").endswith("There are: " + ", ".join(command_line.COMMANDS) + ".")


# What the running Python has


def test_versions_are_compared_by_number_and_not_by_letter() -> None:
    assert environment.release("2.10") > environment.release("2.9.9")
    assert environment.release("2") == environment.release("2.0.0")
    assert environment.release("2.0.1rc1") == (2, 0, 1)
    assert environment.release("3.12.0.post1+cpu") == (3, 12)
    assert environment.release("0.0") == (0,)
    assert environment.release("unknown") == ()


def test_what_is_absent_or_too_old_is_missing_and_what_is_newer_is_not() -> None:
    def installed(name: str) -> str:
        versions = {"old": "1.9", "exact": "2.0", "newer": "2.10.1"}
        if name not in versions:
            raise PackageNotFoundError(name)
        return versions[name]

    needed = ["old>=1.10", "exact>=2", "newer>=2.9", "absent>=0.1"]
    assert environment.missing(needed, installed) == ["old>=1.10", "absent>=0.1"]


def test_a_dependency_in_a_form_that_is_not_understood_is_an_error_and_never_passes_for_satisfied() -> None:
    for line in ("numpy", "numpy>=2,<3", "numpy==2.0", "numpy>=2.0; sys_platform == 'win32'"):
        with pytest.raises(ValueError, match="does not have the form name>=version"):
            environment.missing([line], lambda name: "2.0")


def test_the_tests_need_more_than_the_course() -> None:
    course, tests = environment.requirements(ROOT, dev=False), environment.requirements(ROOT, dev=True)
    assert set(course) < set(tests)


# Which Python it will be


def test_a_python_that_has_everything_is_used_whatever_it_is() -> None:
    for named in (True, False):
        for has_venv in (True, False):
            assert environment.decide(True, named, has_venv, ask=None) == "running"


def test_a_named_environment_is_changed_only_after_its_owner_was_asked() -> None:
    for answer in ("install", "venv", "stop"):
        assert environment.decide(False, True, False, lambda: answer) == answer  # noqa: B023
    assert environment.decide(False, True, False, ask=None) == "venv"


def test_nobody_is_asked_where_the_clone_has_its_own_environment_or_none_is_active() -> None:
    def ask() -> str:
        raise AssertionError("asked without a need")

    assert environment.decide(False, named=True, has_venv=True, ask=ask) == "venv"
    assert environment.decide(False, named=False, has_venv=False, ask=ask) == "venv"


def test_the_question_is_repeated_until_it_is_answered_and_no_answer_means_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter(["", "yes", "2"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
    assert environment.ask_where(["numpy>=2.0"]) == "venv"

    def nothing(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nothing)
    assert environment.ask_where(["numpy>=2.0"]) == "stop"


# The clone's own environment


def test_the_second_start_installs_nothing_and_a_changed_requirement_does(clone: Path, filled: list[str]) -> None:
    python = environment.python_for(clone, dev=False)
    assert python.is_file() and clone / ".venv" in python.parents
    assert environment.python_for(clone, dev=False) == python
    assert filled == ["requirements.txt"]
    (clone / "requirements.txt").write_text("no-such-package==1.3\n")
    environment.python_for(clone, dev=False)
    assert filled == ["requirements.txt"] * 2


def test_in_the_active_environment_of_the_clone_a_changed_requirement_counts_even_where_the_bounds_are_met(
    clone: Path, filled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.python_for(clone, dev=False)
    monkeypatch.setattr(sys, "prefix", str(clone / ".venv"))
    monkeypatch.setattr(environment, "missing", lambda needed: [])
    assert environment.python_for(clone, dev=False) == Path(sys.executable)
    assert filled == ["requirements.txt"]
    (clone / "requirements.txt").write_text("no-such-package==1.3\n")
    environment.python_for(clone, dev=False)
    assert filled == ["requirements.txt"] * 2


def test_what_the_tests_need_is_added_once_and_serves_the_course_as_well(clone: Path, filled: list[str]) -> None:
    environment.python_for(clone, dev=False)
    environment.python_for(clone, dev=True)
    environment.python_for(clone, dev=True)
    environment.python_for(clone, dev=False)
    assert filled == ["requirements.txt", "requirements-dev.txt"]


def test_a_clone_that_was_moved_is_installed_again(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    moved = tmp_path_factory.mktemp("elsewhere")
    (moved / "requirements.txt").write_bytes((clone / "requirements.txt").read_bytes())
    assert environment.digest(clone, "requirements.txt") != environment.digest(moved, "requirements.txt")


def test_an_installation_that_was_cut_short_is_mended_by_the_next_run(
    clone: Path, filled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_short(python: Path, root: Path, name: str, uv: str | None) -> None:
        (site,) = [path for path in (root / ".venv").rglob("site-packages") if path.is_dir()]
        for package, files in {"whole": ["METADATA", "INSTALLER"], "half": ["METADATA"]}.items():
            info = site / f"{package}-1.0.dist-info"
            info.mkdir()
            for file in files:
                (info / file).touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(environment, "fill", cut_short)
        with pytest.raises(KeyboardInterrupt):
            environment.python_for(clone, dev=False)
    environment.python_for(clone, dev=False)
    assert filled == ["requirements.txt"]
    assert [path.name for path in (clone / ".venv").rglob("*.dist-info")] == ["whole-1.0.dist-info"]


def test_an_environment_whose_python_is_gone_is_made_again(clone: Path, filled: list[str]) -> None:
    python = environment.python_for(clone, dev=False)
    python.unlink()
    assert environment.python_for(clone, dev=False).is_file()
    assert filled == ["requirements.txt"] * 2


def test_a_reader_who_stops_at_the_question_has_nothing_changed(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "decide", lambda *choices: "stop")
    with pytest.raises(CourseError, match="Nothing was changed"):
        environment.python_for(clone, dev=False)
    assert not (clone / ".venv").exists()


def test_an_environment_that_cannot_be_made_says_what_python_said(clone: Path, filled: list[str]) -> None:
    (clone / ".venv").write_text("a file in the way")
    with pytest.raises(CourseError, match=r"could not make .*\.venv\. It said: "):
        environment.python_for(clone, dev=False)


# Installing, and what can go wrong


def test_without_a_network_the_reader_is_told_what_is_missing_and_that_the_next_run_continues(clone: Path) -> None:
    offline = Commands(
        "install",
        "Collecting no-such-package==1.2 (from -r requirements.txt (line 1))",
        "WARNING: Retrying: NewConnectionError: Failed to establish a new connection",
        "ERROR: Could not find a version that satisfies the requirement no-such-package==1.2 (from versions: none)",
    )
    with pytest.raises(CourseError) as caught:
        installation.fill(Path(sys.executable), clone, "requirements.txt", None, offline)
    assert "Could not fetch no-such-package==1.2: the package index cannot be reached" in str(caught.value)
    assert "Running the same command again continues" in str(caught.value)


def test_another_failure_shows_the_last_lines_that_pip_printed(clone: Path) -> None:
    with pytest.raises(CourseError, match="No space left on device"):
        full = Commands("install", "Installing collected packages", "OSError: [Errno 28] No space left on device")
        installation.fill(Path(sys.executable), clone, "requirements.txt", None, full)


def test_a_python_without_ensurepip_says_what_to_install(
    clone: Path, filled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    python = environment.python_for(clone, dev=False)  # an environment that has no pip yet
    monkeypatch.setattr(installation.importlib.util, "find_spec", lambda name: None)
    nothing = Commands("nothing fails")
    with pytest.raises(CourseError, match=r"sudo apt install python3\.\d+-venv"):
        installation.fill(python, clone, "requirements.txt", None, nothing)
    assert nothing == []


def test_uv_is_used_where_there_is_one_and_pip_takes_over_where_it_fails(clone: Path) -> None:
    good = Commands("nothing fails")
    installation.fill(Path(sys.executable), clone, "requirements.txt", "uv", good)
    assert [command[0] for command in good] == ["uv", "uv"]
    assert good[0][-1] == str(clone / "requirements.txt") and good[1][-3:] == ["--no-deps", "-e", str(clone)]
    bad = Commands("uv")
    installation.fill(Path(sys.executable), clone, "requirements.txt", "uv", bad)
    assert bad[0][0] == "uv" and {command[0] for command in bad[1:]} == {sys.executable}


def test_progress_counts_what_is_whole_among_what_is_for_this_machine(tmp_path: Path) -> None:
    for name in ("jupyter_core-5.9", "numpy-2.4.6", "unrelated-1.0"):
        (tmp_path / f"{name}.dist-info").mkdir()
        (tmp_path / f"{name}.dist-info" / "INSTALLER").touch()
    (tmp_path / "six-1.17.dist-info").mkdir()
    pins = [("jupyter-core", "5.9"), ("numpy", "2.4.6"), ("numpy", "2.5.5"), ("six", "1.17"), ("appnope", "1.0")]
    show = installation.progress(pins, tmp_path)
    assert show([]) == "2 of 5 packages in place"
    pip = ["Ignoring appnope: markers", "Ignoring numpy: markers", "Collecting a", "Processing b", "Collecting c"]
    assert show(pip) == "2 of 3 packages in place, 3 found"
    assert show(["Resolved 3 packages in 20ms"]) == "2 of 3 packages in place"


def test_what_an_installer_prints_is_kept_with_its_exit_code() -> None:
    program = "import sys; print('one'); print('two', file=sys.stderr, flush=True); sys.exit(3)"
    code, lines = installation.run_shown([sys.executable, "-c", program], lambda lines: "")
    assert code == 3 and sorted(lines) == ["one", "two"]


# Starting


def test_a_chapter_is_found_by_its_number_and_a_wrong_number_gets_the_list(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    for name in ("00_start_here.ipynb", "06_by_hand.ipynb", "notes.ipynb"):
        (tmp_path / "chapters" / name).touch()
    assert chapter_path(tmp_path, "6") == chapter_path(tmp_path, "06") == tmp_path / "chapters" / "06_by_hand.ipynb"
    for wrong in ("7", "six", "-1"):
        with pytest.raises(CourseError, match=f"no chapter {wrong}. The chapters are: 00 start here; 06 by hand"):
            chapter_path(tmp_path, wrong)


def test_jupyterlab_opens_the_chapter_in_the_folder_of_the_course(tmp_path: Path) -> None:
    chapter = tmp_path / "chapters" / "06_by_hand.ipynb"
    command = bootstrap.lab_command(Path("python"), tmp_path, chapter, browser=False, port=9999)
    assert f"--ServerApp.root_dir={tmp_path}" in command and bootstrap.PROMPT_CONNECTION in command
    assert "--LabApp.default_url=/lab/tree/chapters/06_by_hand.ipynb" in command
    assert "--no-browser" in command and "--ServerApp.port=9999" in command
    assert "--no-browser" not in bootstrap.lab_command(Path("python"), tmp_path, chapter, browser=True, port=None)


def test_jupyterlab_accepts_to_run_as_root_where_the_reader_is_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for user, expected in ((0, True), (1000, False)):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user, raising=False)
        command = bootstrap.lab_command(Path("python"), tmp_path, tmp_path / "a.ipynb", browser=True, port=None)
        assert ("--allow-root" in command) == (expected and sys.platform != "win32")


def test_the_kernels_of_the_course_find_its_package_and_their_own_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "mine")
    monkeypatch.setenv("VIRTUAL_ENV", "another environment")
    variables = bootstrap.child_environment(tmp_path, tmp_path / ".venv" / "bin" / "python")
    assert variables["JUPYTER_PREFER_ENV_PATH"] == "1"
    assert variables["PYTHONPATH"] == f"{tmp_path}{os.pathsep}mine"
    assert variables["VIRTUAL_ENV"] == str(tmp_path / ".venv")


def test_the_tests_are_not_to_be_had_from_a_wheel(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "clone_root", lambda: None)
    assert bootstrap.main(["test"]) == 1
    assert "run this in a clone" in capsys.readouterr().err


def test_an_installed_course_without_its_dependencies_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "requirements", lambda root, dev: ["no-such-package>=1.0"])
    with pytest.raises(CourseError, match=r'-m pip install "no-such-package>=1\.0"'):
        bootstrap.python_for(None)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch: it ends a process at once")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_was_started_does_not_outlive_the_one_who_started_it(tmp_path: Path, number: signal.Signals) -> None:
    child = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    parent = f"""
import signal, sys
from pathlib import Path
from bpcourse.bootstrap import run
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(run([sys.executable, "-c", {child!r}], Path({str(tmp_path)!r}), None))
"""
    started = subprocess.Popen([sys.executable, "-c", parent], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert started.stdout is not None
    pid = int(started.stdout.readline())
    os.kill(started.pid, number)
    _, errors = started.communicate(timeout=60)
    assert started.returncode == 128 + number
    assert errors == b"", "it stops quietly"
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
