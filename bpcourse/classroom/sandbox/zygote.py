"""Forking workers, on Linux: a Python with NumPy loaded, which runs no learner's code itself.

Its standard input is a socket, on which the checker gives one order after another: to fork a worker that answers on the
socket that comes with the order, then to end that worker and tell how it ended. It knows neither tests nor reference.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bpcourse.classroom.sandbox import walls, worker

SYSTEM = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache", "/usr/share/zoneinfo")
LARGEST_ORDER = 1 << 16
NOT_CLOSED_IN = 70  # how a worker ends that finds a way out open which was closed when the walls were tried


def fork_workers(warm: Sequence[str]) -> None:
    """Close in, warm up what is named, and fork workers until the checker closes the socket."""
    orders = socket.socket(fileno=os.dup(0))
    asking = worker.load_asking()
    sys.path[:] = filter(_is_library, sys.path)
    roots = _roots((*SYSTEM, f"{sys.base_prefix}/lib", f"{sys.base_exec_prefix}/lib", *sys.path))
    built = walls.build(roots, _courses(roots), needed=np.__file__)
    home = walls.SCRATCH if built.private else tempfile.mkdtemp(prefix="bpcourse-")
    os.environ.update(dict.fromkeys(worker.HOMES, home))
    built = walls.tried(built, home)
    for name in warm:
        with contextlib.suppress(Exception):  # then the submission's own import fails too, and that is told
            WARM_UP[name]()
    gc.freeze()  # what is here now stays: no collection in a fork touches it, and so copies it
    orders.send(json.dumps(built.missing).encode())
    while True:
        order, descriptors, _, _ = socket.recv_fds(orders, LARGEST_ORDER, 1)
        if not order:
            break
        scratch = home if built.private else _folder_in(home)
        pid = walls.fork(built)
        if pid == 0:
            try:
                orders.detach()
                if not walls.enter(built, scratch, **json.loads(order)):
                    _work(descriptors[0], asking)
            finally:
                os._exit(NOT_CLOSED_IN)
        os.close(descriptors[0])
        orders.recv(LARGEST_ORDER)  # the order to end it, or the end of the checker: all the same
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if not built.private:
            shutil.rmtree(scratch, ignore_errors=True)
        with contextlib.suppress(OSError):  # the checker has gone
            orders.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())
    if not built.private:
        shutil.rmtree(home, ignore_errors=True)


def _warm_sympy() -> None:
    import sympy

    z = sympy.Symbol("z")
    sympy.simplify(sympy.diff(1 / (1 + sympy.exp(-z)), z))


def _warm_matplotlib() -> None:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot([0, 1], label="warm")
    axes.legend()
    figure.savefig(io.BytesIO())
    plt.close("all")


# What takes long to import, and to use for the first time: done once, for every worker forked afterwards.
WARM_UP = {"sympy": _warm_sympy, "matplotlib": _warm_matplotlib}


def _work(descriptor: int, asking: Any) -> None:
    """Be the worker of one submission, with this socket and nothing else open."""
    worker.hear_nothing()
    os.dup2(descriptor, 3)
    os.closerange(4, 1 << 16)
    os.environ.clear()
    os.environ.update({**worker.SETTINGS, **dict.fromkeys(worker.HOMES, os.getcwd())})
    worker.serve(os.fdopen(3, "rb"), os.fdopen(os.dup(3), "wb"), asking)


def _folder_in(home: str) -> str:
    """A new folder that another user, which a worker may be, can write to."""
    os.chmod(home, 0o711)
    folder = tempfile.mkdtemp(dir=home)
    os.chmod(folder, 0o777)
    return folder


def _is_library(path: str) -> bool:
    """Whether a folder holds installed packages or Python's own: not, where this course is developed."""
    return Path(path).name in ("site-packages", "dist-packages") or not Path(path, "bpcourse").exists()


def _roots(paths: Iterable[str]) -> list[str]:
    """The paths that exist, without those that lie in another one."""
    there = [Path(path) for path in dict.fromkeys(paths) if os.path.exists(path)]
    return [str(path) for path in there if not any(path != root and path.is_relative_to(root) for root in there)]


def _courses(roots: Iterable[str]) -> list[str]:
    """Every copy of this course among the installed packages: it has the answers in it."""
    patterns = ("bpcourse", "*-packages/bpcourse", "python*/*-packages/bpcourse")
    found = [str(path) for root in roots for pattern in patterns for path in Path(root).glob(pattern)]
    return [*found, str(worker.COURSE)]
