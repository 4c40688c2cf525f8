"""Running a submission in a separate, clean process that never sees the tests or the reference.

What comes back are values. `worker.py` is the program of that process, `process.py` the checker's end of it. On Linux
workers are forked (`zygote.py`) behind walls (`walls.py`, `seccomp.py`), elsewhere each is a new Python (`start.py` has
both). `level()` tries what a submission is kept from touching here (`selftest.py`).
"""

from bpcourse.classroom.sandbox.selftest import Level, level

__all__ = ["Level", "level"]
