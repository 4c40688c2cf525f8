"""Run a Python module as an ordinary user, where the tests run as root: `python -m tests.attacks.unprivileged MODULE`.

The user is nobody. Where Python or this clone lie in a folder that only root may enter, they are shown to it there, in
this process's own view of the file system.
"""

import os
import sys
from pathlib import Path

from bpcourse.classroom.sandbox import walls
from bpcourse.classroom.sandbox.kernel import checked, libc, mount

NOBODY = 65534
NEEDED = (sys.base_prefix, sys.prefix, Path(__file__).resolve().parents[2])


def become_nobody():
    """Give up root; OSError where this process is not root, or may not change its view of the file system."""
    checked(libc.unshare(walls.NEW_MOUNTS), "unshare")
    mount("none", "/", "", walls.RECURSIVE | walls.PRIVATE)
    open_the_way({Path(path): os.open(path, os.O_PATH) for path in NEEDED})
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    os.environ["HOME"] = "/tmp"


def open_the_way(handles):
    """Put an open folder in place of each closed one on the way to these paths, with nothing in it but them."""
    for path in handles:
        closed = next((folder for folder in reversed(path.parents) if not folder.stat().st_mode & 0o001), None)
        if closed:
            mount("none", str(closed), "tmpfs", 0, "size=1m,mode=755")
            for other, handle in handles.items():
                if other.is_relative_to(closed):
                    other.mkdir(parents=True, exist_ok=True)
                    mount(f"/proc/self/fd/{handle}", str(other), "", walls.BIND | walls.RECURSIVE)


if __name__ == "__main__":
    become_nobody()
    os.execv(sys.executable, [sys.executable, "-m", *sys.argv[1:]])
