"""Calls of the Linux kernel that Python does not offer, by ctypes; each raises OSError with the kernel's reason."""

from __future__ import annotations

import ctypes
import os
from typing import Any

# PyDLL and not CDLL: a call that forks must not let go of the interpreter's lock.
libc: Any = ctypes.PyDLL(None, use_errno=True)


def checked(result: int, what: str) -> int:
    """The result of a call; OSError where it failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """mount(2), with nothing for an empty text."""
    texts = [text.encode() or None for text in (source, target, kind)]
    checked(libc.mount(*texts, ctypes.c_ulong(flags), options.encode() or None), f"mounting {target}")
