"""What keeps a submission in, on Linux: a file system of its own, namespaces, Landlock, limits, no privileges.

The process that forks submissions builds the file system once (`build`); each fork closes itself in (`enter`). Only the
standard library is needed. Sources: namespaces(7), pivot_root(2), mount_setattr(2), landlock(7), setrlimit(2).
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import math
import os
import platform
import resource
import signal
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bpcourse.classroom.sandbox.kernel import checked, libc, mount
from bpcourse.classroom.sandbox.landlock import restrict
from bpcourse.classroom.sandbox.seccomp import refuse_system_calls

NEW_MOUNTS, NEW_HOST_NAME, NEW_IPC = 0x0002_0000, 0x0400_0000, 0x0800_0000
NEW_USER, NEW_PROCESSES, NEW_NETWORK = 0x1000_0000, 0x2000_0000, 0x4000_0000
BIND, RECURSIVE, PRIVATE, DETACH = 0x1000, 0x4000, 0x4_0000, 0x2
READ_ONLY, ALL_BELOW = struct.pack("QQQQ", 1, 0, 0, 0), 0x8000
# Numbers of system calls on x86-64 and arm64; those of the second line are the same everywhere.
CLONE, PIVOT_ROOT, CAPSET = (
    {"x86_64": 56, "aarch64": 220},
    {"x86_64": 155, "aarch64": 41},
    {"x86_64": 126, "aarch64": 91},
)
MOUNT_SETATTR = 442
SET_DEATH_SIGNAL, SET_NO_NEW_PRIVILEGES = 1, 38
CAPABILITIES_VERSION = 0x2008_0522

SCRATCH = "/submission"
SCRATCH_OPTIONS = "size=32m,nr_inodes=2000,mode=777"
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
LARGEST_FILE, MOST_DESCRIPTORS, MOST_THREADS = 16 << 20, 128, 32
# Users that own no file and no process; a container may lack them, but has nobody.
FIRST_USER, NOBODY = 0x6000_0000, 65534


@dataclass(frozen=True)
class Walls:
    """What was built: the paths that can be read, whether the file system is a private one, and what failed, and why.

    `user` is a user that owns nothing, for the forks of a checker that is the machine's root; at the descriptor `used`
    the process that forks tells how much memory it uses.
    """

    readable: tuple[str, ...]
    private: bool
    missing: dict[str, str]
    user: int
    used: int


def build(roots: Sequence[str], hidden: Sequence[str], needed: str) -> Walls:
    """Leave this process nothing but `roots`, to be read, without the folders `hidden` in them, and no network.

    `needed` is a file that a worker must be able to read.
    """
    used = os.open("/proc/self/statm", os.O_RDONLY)
    missing = {}
    private = True
    try:
        _leave_namespaces()
        _private_files(roots, hidden)
    except OSError as error:
        private = False
        missing["namespaces"] = str(error)
        roots = [path for root in roots for path in _without(Path(root).resolve(), hidden)]
    if os.geteuid() == 0 and not all(map(_is_open, (os.__file__, needed))):
        missing["a user of its own"] = "only root may read Python's files"
    return Walls(tuple(roots), private, missing, FIRST_USER + os.getpid(), used)


def tried(walls: Walls, scratch: str) -> Walls:
    """The walls, with what a first fork finds missing."""
    reader, writer = os.pipe()
    pid = fork(walls)
    if pid == 0:
        try:
            os.write(writer, json.dumps(enter(walls, scratch, memory=1024, seconds=10.0)).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        failed = json.loads(told.read())
    os.waitpid(pid, 0)
    return replace(walls, missing={**walls.missing, **failed})


def fork(walls: Walls) -> int:
    """Like os.fork; where the file system is a private one, the child is alone among its processes and mounts."""
    if not walls.private:
        return os.fork()
    python = ctypes.pythonapi
    python.PyOS_BeforeFork()
    flags = NEW_PROCESSES | NEW_MOUNTS | NEW_IPC | signal.SIGCHLD
    pid = int(libc.syscall(CLONE[platform.machine()], flags, 0, 0, 0, 0))
    if pid == 0:
        python.PyOS_AfterFork_Child()
        return 0
    python.PyOS_AfterFork_Parent()
    return checked(pid, "clone")


def enter(walls: Walls, scratch: str, memory: int, seconds: float) -> dict[str, str]:
    """Close this process in: nothing to write but `scratch`, `memory` MB and `seconds` of computing, no privileges.

    It returns what failed beside what is known to be missing, and why: then nothing may run here.
    """
    if walls.private:
        mount("none", SCRATCH, "tmpfs", 0, SCRATCH_OPTIONS)
        scratch = SCRATCH
    os.chdir(scratch)
    failed = {}
    layers: dict[str, Callable[[], None]] = {
        "limits": lambda: _limit(walls, memory, seconds),
        "no new privileges": _stay_small,
        "Landlock": lambda: restrict(walls.readable, DEVICES, scratch),
        "a user of its own": lambda: _become(walls.user),
        "no privileges": _give_up_privileges,
        "seccomp": refuse_system_calls,
    }
    for name, close in layers.items():
        try:
            if name not in walls.missing:
                close()
        except OSError as error:
            failed[name] = str(error)
    return failed


def _leave_namespaces() -> None:
    """Mounts, network, host name and messages of this process's own; as an ordinary user, in a user namespace too."""
    # First, because without it there would be no way back: it is the newest of the calls that are needed (Linux 5.12).
    if libc.syscall(MOUNT_SETATTR, -1, b"", 0, None, 0) < 0 and ctypes.get_errno() == errno.ENOSYS:
        raise OSError(errno.ENOSYS, "mount_setattr: not in this kernel")
    flags = NEW_MOUNTS | NEW_HOST_NAME | NEW_IPC | NEW_NETWORK
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(flags) == 0:
        return
    checked(libc.unshare(flags | NEW_USER), "unshare")
    maps = {"setgroups": "deny", "uid_map": f"{user} {user} 1", "gid_map": f"{group} {group} 1"}
    for name, text in maps.items():
        Path("/proc/self", name).write_text(text, encoding="ascii")


def _private_files(roots: Sequence[str], hidden: Sequence[str]) -> None:
    """A file system with nothing in it but `roots` and a few devices, all read-only, in place of the machine's."""
    new = "/proc"  # every Linux has this folder, and no Python lies in it
    mount("none", "/", "", RECURSIVE | PRIVATE)
    mount("none", new, "tmpfs", 0, "size=4m,mode=755")
    for path in (*DEVICES, *roots):
        target = Path(new + path)
        target.parent.mkdir(parents=True, exist_ok=True)
        if os.path.islink(path):
            target.symlink_to(os.readlink(path))
            continue
        if os.path.isdir(path):
            target.mkdir(exist_ok=True)
        else:
            target.touch()
        mount(path, str(target), "", BIND | RECURSIVE)
    for path in hidden:
        if os.path.isdir(new + path):
            mount("none", new + path, "tmpfs", 0, "size=4k,mode=755")
    os.mkdir(new + SCRATCH)
    if not os.path.lexists(new + "/tmp"):
        os.symlink(SCRATCH, new + "/tmp")
    os.chdir(new)
    checked(libc.syscall(PIVOT_ROOT[platform.machine()], b".", b"."), "pivot_root")
    checked(libc.umount2(b".", DETACH), "umount")
    os.chdir("/")
    attributes = ctypes.create_string_buffer(READ_ONLY, len(READ_ONLY))
    checked(libc.syscall(MOUNT_SETATTR, -1, b"/", ALL_BELOW, attributes, len(READ_ONLY)), "mount_setattr")
    mount("none", SCRATCH, "tmpfs", 0, SCRATCH_OPTIONS)  # for what NumPy and matplotlib write while they load


def _without(root: Path, hidden: Iterable[str]) -> list[str]:
    """The folder, or where something hidden lies in it, all else that is in it."""
    inside = [path for path in hidden if Path(path).is_relative_to(root)]
    if str(root) in inside:
        return []
    if not inside:
        return [str(root)]
    return [path for child in root.iterdir() for path in _without(child, inside)]


def _limit(walls: Walls, memory: int, seconds: float) -> None:
    used = int(os.pread(walls.used, 100, 0).split()[0]) * resource.getpagesize()
    computing = math.ceil(seconds)
    limits = {
        resource.RLIMIT_AS: used + (memory << 20),
        resource.RLIMIT_FSIZE: LARGEST_FILE,
        resource.RLIMIT_NOFILE: MOST_DESCRIPTORS,
        resource.RLIMIT_CPU: computing,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    if walls.private:  # else the user's other processes count too
        limits[resource.RLIMIT_NPROC] = MOST_THREADS
    for name, most in limits.items():
        hard = resource.getrlimit(name)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(name, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # then a write beyond the limit raises an error that says so


def _is_open(file: str) -> bool:
    """Whether every user may read a file."""
    folders = all(folder.stat().st_mode & 0o001 for folder in Path(file).parents)
    return folders and bool(os.stat(file).st_mode & 0o004)


def _stay_small() -> None:
    checked(libc.prctl(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "prctl")


def _become(user: int) -> None:
    """Become a user that owns nothing, where this process is the machine's root; an ordinary user stays what it is."""
    if os.geteuid() != 0:
        return
    with contextlib.suppress(PermissionError):  # the root of a user namespace that has no other user
        os.setgroups([])
        try:
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
        except OSError:
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)


def _give_up_privileges() -> None:
    """No capability, in any namespace; and the end of the process that forked this one ends it too."""
    header, none = struct.pack("Ii", CAPABILITIES_VERSION, 0), bytes(24)
    checked(libc.syscall(CAPSET[platform.machine()], header, none), "capset")
    checked(libc.prctl(SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0), "prctl")
