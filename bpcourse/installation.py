"""How packages get into an environment: by uv where there is one, else by pip, in sight of the reader.

For the bootstrap; standard library only.
"""

import importlib.util
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bpcourse.course_files import CourseError

Show = Callable[[list[str]], str]
Runner = Callable[[Sequence[str | Path], Show], tuple[int, list[str]]]

AGAIN = "Running the same command again continues where this run stopped."
NO_ANSWER = re.compile(
    r"connection ?error|establish a new connection|name resolution|getaddrinfo|dns error|timed? ?out"
    r"|unreachable|failed to fetch|error sending request|proxyerror|sslerror",
    re.IGNORECASE,
)


def pinned(file: Path) -> list[tuple[str, str]]:
    """Return (name, version) for each line of a requirements `file`, after those of the file that it includes."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found += pinned(file.with_name(line[3:].strip()))
        elif pin := re.match(r"([\w.-]+)==([^\s;]+)", line):
            found.append((pin[1], pin[2]))
    return found


def progress(pins: list[tuple[str, str]], site: Path) -> Show:
    """Return a function that says, from what pip or uv printed so far, how far it is: "12 of 97 packages in place".

    `site` is the folder that they install into; it is looked at because neither reports one package at a time.
    """

    def one_spelling(name: str) -> str:
        return re.sub(r"[-_.]+", "-", name).lower()

    names = {one_spelling(name) for name, _ in pins}

    def show(lines: list[str]) -> str:
        whole = {one_spelling(path.parent.name.partition("-")[0]) for path in site.glob("*.dist-info/INSTALLER")}
        total = len(pins) - sum(line.startswith("Ignoring ") for line in lines)  # pip: a line for another system
        for line in lines:
            if resolved := re.match(r"Resolved (\d+) ", line):  # uv: the lines for this system
                total = int(resolved[1])
        found = sum(line.startswith(("Collecting ", "Processing ")) for line in lines)
        done = len(whole & names)
        return f"{done} of {total} packages in place" + (f", {found} found" if found > done else "")

    return show


def run_shown(command: Sequence[str | Path], show: Show) -> tuple[int, list[str]]:
    """Run `command` while showing how far it is; return its exit code and the lines that it printed."""
    terminal = sys.stdout.isatty()
    pipe = subprocess.PIPE
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    )
    arrived: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def listen() -> None:
        for line in child.stdout or ():
            arrived.put(line.rstrip())
        arrived.put(None)

    threading.Thread(target=listen, daemon=True).start()
    lines: list[str] = []
    started = shown = time.monotonic()
    try:
        while True:
            try:
                line = arrived.get(timeout=0.5)
                if line is None:
                    return child.wait(), lines
                lines += [line] if line else []
            except queue.Empty:
                pass
            if time.monotonic() - shown > (0.5 if terminal else 5):
                shown = time.monotonic()
                width = shutil.get_terminal_size().columns - 1
                text = f"  {shown - started:.0f} s: {show(lines)}. {lines[-1].strip() if lines else ''}"[:width]
                print("\r" + text.ljust(width) if terminal else text, end="" if terminal else "\n", flush=True)
    finally:
        if terminal and shown > started:
            print()
        if child.poll() is None:
            child.terminate()
            child.wait()


def failure(lines: list[str]) -> str:
    """Return the sentence for an installation that failed after printing `lines`."""
    text = "\n".join(lines)
    if not NO_ANSWER.search(text):
        return "The installation failed. It said last:\n  " + "\n  ".join(lines[-8:]) + f"\n{AGAIN}"
    wanted = re.findall(r"(?:distribution found for|satisfies the requirement|Collecting|fetch:) `?([^\s`]+)", text)
    what = wanted[-1] if wanted else "the packages"
    return f"Could not fetch {what}: the package index cannot be reached. Check the network connection. {AGAIN}"


def fill(python: Path, root: Path, name: str, uv: str | None, run: Runner = run_shown) -> None:
    """Install the requirements file `name`, then the course itself (editable), into the environment of `python`.

    Raises:
        CourseError: it could not be done; the message says what to do about it.
    """
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    # In UTF-8, whatever the system's encoding: the folder may lie under a name that a Windows code page cannot write.
    site = Path(subprocess.check_output([python, "-X", "utf8", "-c", ask], encoding="utf-8").strip())
    show = progress(pinned(root / name), site)
    steps: list[tuple[list[str | Path], Show]] = [
        (["-r", root / name], show),
        (["--no-deps", "-e", root], lambda lines: "the course itself"),
    ]
    if uv:
        print(f"Installing {name} with uv", flush=True)
        if all(run([uv, "pip", "install", "--python", python, *step], show)[0] == 0 for step, show in steps):
            return
        # Pip may know a package index that uv was not told of: in many companies and schools it does.
        print("uv could not do it; trying pip", flush=True)
    print(f"Installing {name} with pip", flush=True)
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    commands = [([python, "-m", "pip", "install", *options, *step], show) for step, show in steps]
    if not list(site.glob("pip-*.dist-info")):
        if not importlib.util.find_spec("ensurepip"):
            debian = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
            raise CourseError(
                f"This Python ({sys.executable}) comes without `ensurepip`, which brings pip into an environment. "
                f"On Debian or Ubuntu, `sudo apt install {debian}` adds it. {AGAIN}"
            )
        commands.insert(0, ([python, "-m", "ensurepip", "--default-pip"], lambda lines: "pip itself"))
    for command, show in commands:
        code, lines = run(command, show)
        if code:
            raise CourseError(failure(lines))
