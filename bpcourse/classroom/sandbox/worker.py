"""What the process of a submission does: it runs the cells, then answers one question after another.

This file is started as `python -I worker.py PACKAGES MEMORY`, with the folder in which the checker has NumPy, and is
the worker of one submission; on Linux as `python -I worker.py PACKAGES fork MODULES`, which forks one worker after
another (zygote.py). It knows neither tests nor reference, and speaks length-prefixed JSON on the pipe it was given.
Whatever a learner's code prints goes nowhere.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import json
import linecache
import os
import re
import struct
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

COURSE = Path(__file__).resolve().parents[2]
# Packages of which single modules are loaded here, without what the packages themselves would load.
PARTS = ("bpcourse", "bpcourse.grading", "bpcourse.classroom", "bpcourse.classroom.sandbox")
# What a submission may not borrow: the answers.
WITHHELD = ("bpcourse.autograders", "bpcourse.grading", "bpcourse.reference")
# What Python, NumPy and matplotlib need to be told; the folder that HOMES name is the submission's own.
SETTINGS = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
HOMES = ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "MPLCONFIGDIR")


class _Silent:
    """Stands in for anything of the course that a submission uses beside its answers: a check, a plot, a widget."""

    def __call__(self, *args: object, **kwargs: object) -> _Silent:
        return self

    def __getattr__(self, name: str) -> _Silent:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __iter__(self) -> Any:
        return iter(())


class _SilentModule(types.ModuleType):
    def __getattr__(self, name: str) -> _Silent:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Silent()


class _SilentCourse(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports of bpcourse give silent stand-ins, so that extra cells never cost a learner marks."""

    def find_spec(self, name: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        if name.split(".")[0] != "bpcourse":
            return None
        if name.startswith(WITHHELD):
            raise ImportError(f"{name} is not there when a submission is graded: write your own version")
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _SilentModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def find_numpy(packages: str) -> None:
    """Look for NumPy in the checker's folder of packages, after every other place, where it is not found otherwise."""
    if importlib.util.find_spec("numpy") is None:
        sys.path.append(packages)


def open_course() -> None:
    """Let single modules of the course be imported, from beside this file."""
    for name in PARTS:
        module = types.ModuleType(name)
        module.__path__ = [str(COURSE.parent.joinpath(*name.split(".")))]
        sys.modules[name] = module


def load_asking() -> tuple[Any, Any, Any]:
    """Load what asking needs, and nothing else of the course, then leave only stand-ins behind."""
    from bpcourse.grading import answers, traces, values

    for name in [name for name in sys.modules if name.split(".")[0] == "bpcourse"]:
        del sys.modules[name]
    sys.meta_path.insert(0, _SilentCourse())
    return answers, values, traces.message_of


def without_magics(source: str) -> str:
    """A cell with IPython's own lines taken out: %magics, !commands, questions.

    What %time measures stays, and a name that would get a command's output gets none. A whole-cell magic keeps its
    cell when it only times or captures it; any other cell magic drops the cell.
    """
    lines = source.splitlines()
    if lines and lines[0].lstrip().startswith("%%"):
        word = lines[0].split()[0]
        if word not in ("%%time", "%%timeit", "%%capture"):
            return ""
        lines = lines[1:]
    return "\n".join(map(_without_magic, lines))


def _without_magic(line: str) -> str:
    line = re.sub(r"^(\s*(?:[\w., ]+=\s*)?)%time\s+(?=\S)", r"\1", line)
    line = re.sub(r"^(\s*[\w., ]+=\s*)!.*$", r"\1[]", line)
    line = re.sub(r"^(\s*[\w., ]+=\s*)%.*$", r"\1None", line)
    return re.sub(r"^(\s*)(?:[%!?].*|[\w.]+\?\??)$", r"\1pass", line)


def first_lines(source: str) -> list[int]:
    """The first line of each outermost statement of a file, or of several that share a line."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [1]
    firsts, last = [], 0
    for statement in statements:
        decorators = getattr(statement, "decorator_list", [])
        first = min(part.lineno for part in (statement, *decorators))
        if first > last:
            firsts.append(first)
        last = statement.end_lineno or first
    return firsts


def run_cell(source: str, name: str, namespace: dict[str, Any], message_of: Any) -> str:
    """Run one cell in the namespace; what it raised, or an empty text."""
    try:
        try:
            tree = ast.parse(source, name)
        except SyntaxError:
            source = without_magics(source)
            tree = ast.parse(source, name)
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        exec(compile(tree, name, "exec"), namespace)
    except BaseException as error:
        return f"{type(error).__name__}: {message_of(error)}".removesuffix(": ")[:300]
    return ""


def hear_nothing() -> None:
    """Let what the code prints go nowhere, and what it would read be empty."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), open(1, "w"), open(2, "w")  # noqa: SIM115


def serve(reader: IO[bytes], writer: IO[bytes], asking: tuple[Any, Any, Any]) -> None:
    """Answer one submission's questions: a `cells` message, then others until the pipe closes."""
    answers, values, message_of = asking

    def send(message: dict[str, Any]) -> None:
        data = json.dumps(message).encode()
        writer.write(struct.pack(">I", len(data)) + data)
        writer.flush()

    def receive() -> dict[str, Any]:
        head = reader.read(4)
        if len(head) < 4:
            raise SystemExit
        message: dict[str, Any] = json.loads(reader.read(struct.unpack(">I", head)[0]))
        return message

    def stand_in(number: int) -> Callable[..., Any]:
        """A function among the inputs: the checker has it, and is asked for each value."""

        def function(*arguments: Any) -> Any:
            send({"call": number, "arguments": values.encode(tuple(map(values.plain, arguments)))})
            reply = receive()
            if "error" in reply:
                raise {"TypeError": TypeError, "ValueError": ValueError}.get(reply["kind"], RuntimeError)(
                    reply["error"]
                )
            return values.decode(reply["value"])

        return function

    # What a notebook has without importing it.
    namespace: dict[str, Any] = {"__name__": "__main__", "display": _Silent(), "get_ipython": _Silent()}
    for number, source in receive()["cells"]:
        send({"cell": number})
        error = run_cell(source, f"<cell {number}>", namespace, message_of)
        if error:
            send({"cell": number, "raised": error})
    send({"ready": True})
    while True:
        question = receive()
        if "split" in question:
            send({"lines": first_lines(question["split"])})
        elif "calls" in question:
            send({"calls": values.encode(answers.calls(namespace.get(question["calls"])))})
        elif question["name"] not in namespace:
            send({"missing": True})
        else:
            inputs = values.decode(question["inputs"], stand_in)
            try:
                answer = answers.ask_learner(
                    namespace[question["name"]], inputs, question["kind"], question.get("lines", 0)
                )
            except KeyboardInterrupt as error:  # nobody sits here to interrupt anything: the function raised it
                answer = answers.stopped_by(error)
            send({field: values.encode(value) for field, value in vars(answer).items()})


def limit_memory(megabytes: int) -> None:
    """Limit the memory of this process, where the system has such a limit."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def main() -> None:
    """Be the worker of one submission, in a Python that was started for it; or fork such workers."""
    open_course()
    find_numpy(sys.argv[1])
    if sys.argv[2] == "fork":
        from bpcourse.classroom.sandbox import zygote

        zygote.fork_workers(sys.argv[3:])
        return
    reader, writer = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    hear_nothing()
    asking = load_asking()
    limit_memory(int(sys.argv[2]))
    serve(reader, writer, asking)


if __name__ == "__main__":
    main()
