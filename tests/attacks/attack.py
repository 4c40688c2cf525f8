"""What an attack is: cells of a submission to the exercise `double`, and the marks that it earns.

The cells find these names: `RIGHT` and `WRONG` answers need none of them; an attempt that gets somewhere notes it in
`reached`, and REWARDED gives the right answer only then, so that a hole in a wall shows as marks.
"""

from dataclasses import dataclass

RIGHT = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    return 3 * x\n"
REWARDED = "def double(x):\n    return (2 if reached else 3) * x\n"
# What a hostile submission leaves, wherever it can.
MARKER = "left-by-a-submission"
# Written before the cells of every attack: what an attacker may well know of the machine, and a way to try things.
GIVEN = '''
import ctypes, glob, os, sys
CHECKER, PORT, FOLDER, ANSWERS, MARKER = {checker}, {port}, {folder!r}, {answers!r}, {marker!r}
reached = []

def attempt(action):
    """Note in `reached` that an action raised nothing, and returned nothing that stands for a failure."""
    try:
        result = action()
    except BaseException:
        return
    if not isinstance(result, int) or result >= 0:
        reached.append(action)

def read(path):
    with open(path, "rb") as file:
        return file.read(100)

def write(path):
    with open(path, "wb") as file:
        file.write(b"x")

def system_call(x86, arm, *arguments):
    libc = ctypes.CDLL(None)
    return libc.syscall(x86 if os.uname().machine == "x86_64" else arm, *arguments)
'''


@dataclass(frozen=True)
class Attack:
    """Cells, whether they earn full marks (else none), and what the verdict says, where that matters."""

    name: str
    cells: tuple[str, ...]
    earns: bool = False
    says: str = ""
