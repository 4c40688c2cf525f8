"""Time, memory, processes, threads, output, files: each more than there is. All bounded, in case a wall has a hole."""

from tests.attacks.attack import RIGHT, WRONG, Attack

DEAF = (
    "import signal\n"
    "for number in range(1, 65):\n"
    "    try: signal.signal(number, signal.SIG_IGN)\n"
    "    except (OSError, ValueError): pass\n"
)
FOREVER = "import time\nend = time.monotonic() + 20\nwhile time.monotonic() < end:\n    {}\n"


def call(body):
    """A `double` with this body, indented."""
    return "def double(x):\n" + "".join(f"    {line}\n" for line in body.splitlines())


ATTACKS = (
    # Time
    Attack("endless loop in a cell", (FOREVER.format("pass"), RIGHT), earns=True),
    Attack("endless loop in the function", (call(FOREVER.format("pass")),), says="It did not finish within"),
    Attack(
        "a loop that catches everything",
        (call(FOREVER.format("try: 1 / 0\n    except BaseException: pass")),),
        says="It did not finish within",
    ),
    Attack("a loop that no signal ends", (DEAF + FOREVER.format("pass"), RIGHT), earns=True),
    Attack("a function that no signal ends", (DEAF, call(FOREVER.format("pass"))), says="It did not finish within"),
    Attack("sleep", (call("import time; time.sleep(20)"),), says="It did not finish within"),
    Attack("waiting for a lock", (call("import threading; threading.Lock().__enter__(); threading.Event().wait(20)"),)),
    Attack("one long step in C", (call("return pow(3, 10**8)"),)),
    Attack("a pattern that backtracks", ("import re", call("re.match('(a+)+b', 'a' * 29); return 2 * x"))),
    Attack(
        "a trace that never ends",
        ("import sys", ("def trace(*a):\n    while True: pass\nsys.settrace(trace)"), RIGHT),
        True,
    ),
    Attack(
        "a loop at exit", (("import atexit\n@atexit.register\ndef loop():\n    while True: pass"), RIGHT), earns=True
    ),
    Attack(
        "a loop when an object ends",
        (("class A:\n    def __del__(self):\n        while True: pass\na = A()"), RIGHT),
        True,
    ),
    Attack(
        "busy threads beside a right answer",
        (
            (
                "import threading\n"
                "def spin():\n"
                "    while True: pass\n"
                "for _ in range(3): threading.Thread(target=spin, daemon=True).start()"
            ),
            RIGHT,
        ),
        earns=True,
    ),
    # Memory
    Attack(
        "all the memory there is, then a right answer",
        (
            (
                "held = []\n"
                "try:\n"
                "    for _ in range(64): held.append(bytearray(b'x') * (64 << 20))\n"
                "except MemoryError: held.clear()"
            ),
            RIGHT,
        ),
        earns=True,
    ),
    Attack(
        "2 GB in the function", (call("import numpy as np; return np.ones(1 << 28)[:4] * 2 * x"),), says="MemoryError"
    ),
    Attack("2 GB of text", (call("return 'x' * (2 << 30)"),), says="MemoryError"),
    Attack("2 GB mapped", (call("import mmap; return mmap.mmap(-1, 2 << 30)[0] + 2 * x"),)),
    Attack("recursion without end", (call("return double(x)"),), says="RecursionError"),
    Attack("recursion without a limit", ("import sys; sys.setrecursionlimit(10**9)", call("return double(x)"))),
    Attack(
        "a crash by recursion in C",
        (("import sys; sys.setrecursionlimit(10**9)\nd = []\nfor _ in range(200_000): d = [d]\nstr(d)"), RIGHT),
        True,
    ),
    Attack(
        "memory that no limit of memory counts",
        (("f = open('/dev/shm/x', 'wb')\nfor _ in range(100): f.write(bytes(1 << 20))"), WRONG),
    ),
    # Processes and threads
    Attack(
        "a fork bomb",
        (
            (
                "import os, time\n"
                "for _ in range(50):\n"
                "    try:\n"
                "        if os.fork() == 0: time.sleep(2); os._exit(0)\n"
                "    except OSError: pass"
            ),
            RIGHT,
        ),
        earns=True,
    ),
    Attack(
        "a thread bomb",
        (
            "import threading, time\nstarted = 0\ntry:\n"
            "    for _ in range(300):\n"
            "        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()\n        started += 1\n"
            "except RuntimeError: pass",
            "def double(x):\n    return (2 if started < 300 else 3) * x",
        ),
        earns=True,
    ),
    # Output
    Attack(
        "a flood of output",
        (
            "import os, sys\nfor _ in range(20):\n"
            "    print('x' * 1_000_000); print('x' * 1_000_000, file=sys.stderr); os.write(1, b'x' * 1_000_000)",
            RIGHT,
        ),
        earns=True,
    ),
    Attack("output without end", (FOREVER.format("print('x' * 10_000)"), RIGHT), earns=True),
    # Files
    Attack("a flood of files", ("for i in range(10_000): open(f'file{i}', 'w').close()", RIGHT), earns=True),
    Attack(
        "a flood of folders, one in the other",
        (("import os\nfor i in range(3_000): os.mkdir('d'); os.chdir('d')"), RIGHT),
        True,
    ),
    Attack(
        "a file larger than there is room for",
        (("f = open('file', 'wb')\nfor _ in range(256): f.write(bytes(1 << 20))"), RIGHT),
        True,
    ),
    Attack(
        "many files larger than there is room for",
        ("for i in range(64): open(f'f{i}', 'wb').write(bytes(8 << 20))", RIGHT),
        True,
    ),
    Attack("a file with a hole of a terabyte", ("open('file', 'wb').truncate(1 << 40)", RIGHT), earns=True),
    Attack("a flood of descriptors", (("import os\nheld = [os.dup(1) for _ in range(10_000)]"), RIGHT), earns=True),
    Attack(
        "links that lead in a circle",
        (
            ("import os\nos.symlink('.', 'a'); os.symlink('b', 'c'); os.symlink('c', 'b'); os.symlink('/', 'root')"),
            RIGHT,
        ),
        True,
    ),
)
