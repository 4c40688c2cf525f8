"""The way in: makes what the course needs, then starts JupyterLab or the tests. Chapter 00 is opened by it.

Standard library only, as are the three modules it is built on: environment.py (which Python has what is needed),
installation.py (how it gets there) and course_files.py (where the notebooks are).
"""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from bpcourse import environment
from bpcourse.course_files import PACKAGE, CourseError, chapter_path, clone_root, lay_out
from bpcourse.installation import AGAIN

# A file stays with one process: a notebook's cells share a kernel, and a file of browser tests its server.
EVERY_TEST = ["-n", "logical", "--dist", "loadfile"]
# The server's own option; see bpcourse/connection.py for what it is worth.
PROMPT_CONNECTION = "--ServerApp.kernel_websocket_connection_class=bpcourse.connection.PromptConnection"


def python_for(root: Path | None, dev: bool = False) -> Path:
    """Return a Python that can run the course: for the clone at `root`, or as installed from a wheel (None)."""
    if root:
        return environment.python_for(root, dev)
    lacking = environment.missing(environment.requirements(root, dev))
    if lacking:
        wanted = " ".join(f'"{line}"' for line in lacking)
        raise CourseError(
            f"This Python lacks {', '.join(lacking)}. Install that with:\n  {sys.executable} -m pip install {wanted}"
        )
    return Path(sys.executable)


def child_environment(root: Path | None, python: Path) -> dict[str, str]:
    """Return the environment variables for a process of the course, so that its kernels find the course too."""
    # Without this an older kernel in the reader's home folder would be started instead of this environment's own.
    variables = os.environ | {"JUPYTER_PREFER_ENV_PATH": "1"}
    if root:
        # The kernel starts in chapters/, from where the package in the clone would not be found.
        variables["PYTHONPATH"] = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))
    if python != Path(sys.executable):
        # IPython would add the packages of the environment that was active when this command was typed.
        variables["VIRTUAL_ENV"] = str(python.parent.parent)
        variables.pop("PYTHONHOME", None)
    return variables


@contextmanager
def ended_with_us(
    command: Sequence[str | Path], folder: Path, variables: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Start `command` in `folder`; however this block is left, the process does not outlive it."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
    child = subprocess.Popen(command, cwd=folder, env=variables)
    try:
        yield child
    finally:
        for end in (child.terminate, child.kill):
            if child.poll() is None:
                end()
                with suppress(subprocess.TimeoutExpired):
                    child.wait(10)


def run(command: Sequence[str | Path], folder: Path, variables: dict[str, str]) -> int:
    """Run `command` until it ends, or until Ctrl+C ends it and us; return its exit code."""
    with ended_with_us(command, folder, variables) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:
            # A Ctrl+C typed on a terminal reached the child as well: it may finish what it does on one.
            with suppress(subprocess.TimeoutExpired):
                child.wait(5)
            return 130


def lab_command(python: Path, folder: Path, chapter: Path, browser: bool, port: int | None) -> list[str | Path]:
    """Return the command that opens JupyterLab in `folder` on the notebook `chapter`."""
    # -y: Ctrl+C stops it without a question. At level WARN the address is what it prints, and little else.
    command: list[str | Path] = [python, "-m", "jupyterlab", "-y", "--log-level=WARN"]
    command += [f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None", PROMPT_CONNECTION]
    command += [f"--LabApp.default_url=/lab/tree/{chapter.relative_to(folder).as_posix()}"]
    command += [] if browser else ["--no-browser"]
    command += [f"--ServerApp.port={port}"] if port else []
    if sys.platform != "win32" and os.geteuid() == 0:
        command += ["--allow-root"]
    return command


def lab(root: Path | None, argv: list[str]) -> int:
    """Open JupyterLab on a chapter; from a wheel, lay the notebooks out in the current folder first."""
    parser = argparse.ArgumentParser("bpcourse lab", description="Open the course in JupyterLab.")
    parser.add_argument("--chapter", metavar="NN", default="00", help="the chapter to open (default: 00)")
    parser.add_argument("--no-browser", action="store_true", help="print the address instead of opening it")
    parser.add_argument("--port", type=int, help="the port to listen on (default: 8888, or the next one free)")
    wanted = parser.parse_args(argv)
    folder = root or Path.cwd()
    if root is None:
        kept = lay_out(PACKAGE / "notebooks", folder)
        if kept:
            print("Kept as they are, because they differ from the course's: " + ", ".join(map(str, kept)))
    chapter = chapter_path(folder, wanted.chapter)
    python = python_for(root)
    print(f"Opening {chapter.relative_to(folder)} in JupyterLab. Ctrl+C stops it.", flush=True)
    command = lab_command(python, folder, chapter, not wanted.no_browser, wanted.port)
    return run(command, folder, child_environment(root, python))


def test(root: Path | None, argv: list[str]) -> int:
    """Run every test of the clone, a process for each processor; with arguments for pytest, what they say."""
    if root is None:
        raise CourseError(
            "The tests are in the course's repository, not in the installed package: run this in a clone."
        )
    python = python_for(root, dev=True)
    return run([python, "-m", "pytest", *(argv or EVERY_TEST)], root, child_environment(root, python))


def main(argv: list[str]) -> int:
    """Run a command in an environment that can; return its exit code."""
    root = clone_root()
    try:
        if argv[0] == "lab":
            return lab(root, argv[1:])
        if argv[0] == "test":
            return test(root, argv[1:])
        python = python_for(root) if root else Path(sys.executable)
        if python != Path(sys.executable):
            return run([python, "-m", "bpcourse", *argv], Path.cwd(), child_environment(root, python))
        from bpcourse import cli

        return cli.main(argv)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nStopped. {AGAIN}", file=sys.stderr)
        return 130
