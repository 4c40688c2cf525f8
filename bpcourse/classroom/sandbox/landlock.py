"""Landlock, by which a Linux process gives up files and the network for itself, without any privilege: landlock(7)."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable

from bpcourse.classroom.sandbox.kernel import checked, libc

# Numbers of the system calls, the same on every architecture.
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
# The rights: to execute, to read a file, to list a folder; to write a file; the rest creates and removes.
READ, WRITE, READ_FILE = 0b1101, 0b0010, 0b0100
RIGHTS_BY_VERSION = (13, 14, 15, 15, 16)  # how many rights the versions 1, 2, ... know; later ones as many as the last
NETWORK_RIGHTS, SCOPES = 0b11, 0b11


def restrict(readable: Iterable[str], devices: Iterable[str], scratch: str) -> None:
    """From now on, and for good: read beneath `readable`, write to `devices` and beneath `scratch`, and nothing else.

    OSError where the kernel does not have it.
    """
    version = checked(libc.syscall(LANDLOCK_CREATE, None, 0, 1), "Landlock")
    every = (1 << RIGHTS_BY_VERSION[min(version, len(RIGHTS_BY_VERSION)) - 1]) - 1
    attributes = struct.pack("QQQ", every, NETWORK_RIGHTS if version >= 4 else 0, SCOPES if version >= 6 else 0)
    attributes = attributes[: 8 if version < 4 else 16 if version < 6 else 24]
    rules = checked(libc.syscall(LANDLOCK_CREATE, attributes, len(attributes), 0), "Landlock")
    rights = {**dict.fromkeys(readable, READ), **dict.fromkeys(devices, READ_FILE | WRITE), scratch: every}
    for path, right in rights.items():
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        right = right if os.path.isdir(path) else right & (READ_FILE | WRITE | 1)
        rule = struct.pack("=Qi", right, place)
        checked(libc.syscall(LANDLOCK_ADD, rules, 1, rule, 0), "Landlock")
        os.close(place)
    checked(libc.syscall(LANDLOCK_RESTRICT, rules, 0), "Landlock")
    os.close(rules)
