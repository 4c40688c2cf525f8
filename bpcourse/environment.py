"""What the course needs, and which Python has it: the running one, or that of the clone's `.venv`. For the bootstrap.

Standard library only. A stamp in `.venv` says what it was filled with, so that a second start has nothing to do.
"""

import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

from bpcourse.course_files import CourseError
from bpcourse.installation import fill

UNFINISHED = "unfinished"


def release(version: str) -> tuple[int, ...]:
    """Return the numbers of a version so that they compare: "2.10.0rc1" is (2, 10), as is "2.10"."""
    numbers = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(part) for part in re.sub(r"(\.0+)+$", "", numbers[0]).split(".")) if numbers else ()


def requirements(root: Path | None, dev: bool) -> list[str]:
    """Return what the course needs as `name>=version` lines: from the clone at `root`, or as installed (None)."""
    if root is None:
        return [line for line in importlib.metadata.requires("bpcourse") or [] if "extra ==" not in line]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *(project["optional-dependencies"]["dev"] if dev else [])]


def missing(needed: list[str], installed: Callable[[str], str] = importlib.metadata.version) -> list[str]:
    """Return those of the `needed` lines that the running Python lacks, or has in too old a version."""
    lacking = []
    for line in needed:
        name, at_least, bound = line.partition(">=")
        if not at_least or not re.fullmatch(r"[\d.]+", bound):
            raise ValueError(f"the dependency {line!r} in pyproject.toml does not have the form name>=version")
        try:
            if release(installed(name)) < release(bound):
                lacking.append(line)
        except importlib.metadata.PackageNotFoundError:
            lacking.append(line)
    return lacking


def digest(root: Path, name: str) -> str:
    """Return what the stamp in .venv says once the requirements file `name` is installed there."""
    contents = [str(root).encode()]  # the course is installed by its path: a clone that was moved needs it anew
    contents += [(root / file).read_bytes() for file in ("requirements.txt", name)]
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


def decide(satisfied: bool, named: bool, has_venv: bool, ask: Callable[[], str] | None) -> str:
    """Return "running" (use this Python), "venv" (the clone's), "install" (into the running one) or "stop".

    `named` means a virtualenv or conda environment that is not the clone's: it is changed only when its owner says
    so. `ask` asks the owner, and is None where nobody can answer.
    """
    if satisfied:
        return "running"
    return ask() if named and not has_venv and ask else "venv"


def ask_where(lacking: list[str]) -> str:
    """Ask whether the running environment may be changed; return "install", "venv" or "stop"."""
    print(f"You are in the environment {sys.prefix}. The course needs more than it has: {', '.join(lacking)}.")
    print("  1  install that into it\n  2  leave it as it is, and make .venv in the course's folder\n  3  stop")
    answers = {"1": "install", "2": "venv", "3": "stop"}
    while True:
        try:
            answer = input("Choose 1, 2 or 3: ").strip()
        except EOFError:
            return "stop"
        if answer in answers:
            return answers[answer]


def python_for(root: Path, dev: bool) -> Path:
    """Return a Python that has what the clone at `root` needs, after installing that where it is missing.

    Raises:
        CourseError: the reader stopped it, or it could not be installed; the message says what to do.
    """
    lacking = missing(requirements(root, dev))
    files = ["requirements.txt", "requirements-dev.txt"][: 1 + dev]
    venv = root / ".venv"
    stamp = venv / "bpcourse.stamp"
    stamped = stamp.read_text(encoding="utf-8").split() if stamp.exists() else None
    changed = stamped is not None and digest(root, files[-1]) not in stamped
    inside = venv.exists() and venv.samefile(sys.prefix)
    named = not inside and (sys.prefix != sys.base_prefix or Path(sys.prefix, "conda-meta").is_dir())
    can_ask = sys.stdin is not None and sys.stdin.isatty()
    satisfied = not lacking and not (inside and changed)
    where = decide(satisfied, named, venv.exists(), (lambda: ask_where(lacking)) if can_ask else None)
    if where == "stop":
        raise CourseError("Stopped. Nothing was changed.")
    uv = shutil.which("uv")
    if where == "install":
        fill(Path(sys.executable), root, files[-1], uv)
    if where != "venv":
        return Path(sys.executable)

    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    works = python.exists() and subprocess.run([python, "-c", ""], capture_output=True).returncode == 0
    if works and stamped is not None and not changed and not (inside and lacking):
        return python
    if not works:
        if named:
            print(f"The environment {sys.prefix} is left as it is.")
        print(f"Making the environment {venv}", flush=True)
        # Pip comes when it is needed: this much works on Debian without python3-venv, and uv needs no more.
        make = [sys.executable, "-m", "venv", "--clear", "--without-pip", str(venv)]
        made = subprocess.run(make, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        if made.returncode:
            raise CourseError(f"Python could not make {venv}. It said: {made.stdout.strip()[-500:]}")
    elif stamped == [UNFINISHED]:
        # A package that was being unpacked when the last run was cut short has no INSTALLER file yet. Without its
        # dist-info folder it counts as absent, and is installed again.
        for info in venv.glob("[Ll]ib/**/site-packages/*.dist-info"):
            if not (info / "INSTALLER").exists():
                shutil.rmtree(info)
    stamp.write_text(UNFINISHED, encoding="utf-8")
    fill(python, root, files[-1], uv)
    stamp.write_text("\n".join(digest(root, name) for name in files), encoding="utf-8")
    return python
