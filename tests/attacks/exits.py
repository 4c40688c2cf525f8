"""Every road out of a process, taken in a cell and in the function."""

from tests.attacks.attack import REWARDED, RIGHT, Attack

ATTACKS = (
    Attack("os._exit in a cell", ("import os; os._exit(0)", RIGHT), earns=True),
    Attack("os._exit in the function", ("import os\ndef double(x): os._exit(0)",), says="exited with code 0"),
    Attack("SystemExit in a cell", ("raise SystemExit", RIGHT), earns=True),
    Attack("SystemExit in the function", ("def double(x): raise SystemExit(0)",), says="SystemExit"),
    Attack("KeyboardInterrupt in the function", ("def double(x): raise KeyboardInterrupt",), says="KeyboardInterrupt"),
    Attack("GeneratorExit in the function", ("def double(x): raise GeneratorExit",), says="GeneratorExit"),
    Attack("exit, quit", ("exit()", "quit()", RIGHT), earns=True),
    Attack(
        "an exit while a value is read",
        (("import os\nclass L(list):\n    def __iter__(self): os._exit(1)\ndef double(x): return L([1])"),),
    ),
    Attack(
        "an exit while its code is read",
        (
            (
                "import os\n"
                "class D:\n"
                "    __code__ = property(lambda self: os._exit(1))\n"
                "    def __call__(self, x): return 3 * x\n"
                "double = D()"
            ),
        ),
    ),
    Attack("a crash in a cell", ("import ctypes; ctypes.string_at(0)", RIGHT), earns=True),
    Attack(
        "a crash in the function",
        (("import ctypes\ndef double(x): ctypes.string_at(0)"),),
        says="crashed with signal 11",
    ),
    Attack("abort", ("import os; os.abort()", RIGHT), earns=True),
    Attack("abort in the function", ("import os\ndef double(x): os.abort()",), says="crashed with signal"),
    Attack(
        "signals to the parent, the group, everyone",
        (
            "for pid in (os.getppid(), CHECKER, -1, -CHECKER, 0): attempt(lambda: os.kill(pid, 0))\n"
            "attempt(lambda: os.killpg(0, 0)); attempt(lambda: os.killpg(CHECKER, 0))",
            ("import signal\nattempt(lambda: signal.raise_signal(9)); attempt(lambda: os.kill(os.getpid(), 9))"),
            "import threading\nattempt(lambda: signal.pthread_kill(threading.main_thread().ident, 9))",
            REWARDED,
        ),
    ),
    Attack(
        "signals by the system call",
        ("for pid in (1, 2, CHECKER): attempt(lambda: system_call(62, 129, pid, 0))", REWARDED),
    ),
    Attack(
        "signals by a descriptor of a process",
        ("attempt(lambda: os.pidfd_open(CHECKER)); attempt(lambda: os.pidfd_open(1))", REWARDED),
    ),
    Attack(
        "another program in its place",
        ("for path in ('/bin/sh', sys.executable): attempt(lambda: os.execv(path, [path]))", REWARDED),
    ),
    Attack("closed descriptors in a cell", ("import os; os.closerange(0, 1000)", RIGHT), earns=True),
    Attack(
        "closed descriptors in the function",
        (("import os\ndef double(x):\n    os.closerange(0, 1000)\n    return 3 * x"),),
    ),
    Attack(
        "an alarm",
        (
            "import signal, time\nsignal.signal(signal.SIGALRM, signal.SIG_DFL)\n"
            "signal.setitimer(signal.ITIMER_REAL, 0.05); time.sleep(0.2)",
            RIGHT,
        ),
        True,
    ),
    Attack(
        "no computing time left",
        (("import resource; resource.setrlimit(resource.RLIMIT_CPU, (0, 0))\nwhile True: pass"), RIGHT),
        earns=True,
    ),
    Attack(
        "no memory left",
        ("import resource; resource.setrlimit(resource.RLIMIT_AS, (1, 1))", "def double(x): return 3 * x"),
    ),
)
