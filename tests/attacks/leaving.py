"""Things that would stay behind: processes, threads, files, settings. Each is beside a right answer, which counts."""

from tests.attacks.attack import RIGHT, Attack

ATTACKS = (
    Attack(
        "a daemon",
        (
            "try:\n"
            "    if os.fork() == 0:\n"
            "        os.setsid()\n"
            "        if os.fork() == 0:\n"
            "            import time; time.sleep(20); os._exit(0)\n"
            "        os._exit(0)\nexcept OSError: pass",
            RIGHT,
        ),
        earns=True,
    ),
    Attack(
        "a program in the background",
        (("import subprocess\nsubprocess.Popen(['sleep', '20'], start_new_session=True)"), RIGHT),
        earns=True,
    ),
    Attack(
        "a thread that writes when nobody looks",
        (
            "import threading, time\n"
            "def later():\n"
            "    time.sleep(0.2)\n"
            "    for place in ('/tmp', '.', FOLDER): write(place + '/' + MARKER)\n"
            "threading.Thread(target=later, daemon=True).start()",
            RIGHT,
        ),
        earns=True,
    ),
    Attack(
        "files in every folder",
        (
            (
                "for place in ('/tmp', '/var/tmp', '/dev/shm', '/', '.', '..', FOLDER, os.path.expanduser('~')):\n"
                "    try: write(place + '/' + MARKER)\n"
                "    except OSError: pass"
            ),
            RIGHT,
        ),
        True,
    ),
    Attack(
        "a file by tempfile",
        (
            (
                "import tempfile\n"
                "kept = tempfile.NamedTemporaryFile(prefix=MARKER, delete=False)\n"
                "open(tempfile.mkdtemp(prefix=MARKER) + '/x', 'w').close()"
            ),
            RIGHT,
        ),
        True,
    ),
    Attack("a pipe with a name", ("os.mkfifo(MARKER)", RIGHT), earns=True),
    Attack(
        "a lock on everything",
        (
            (
                "import fcntl\n"
                "held = [os.open('.', 0), os.open(sys.path[-1], 0)]\n"
                "for d in held: fcntl.flock(d, fcntl.LOCK_EX)"
            ),
            RIGHT,
        ),
        True,
    ),
    Attack(
        "settings for the next one",
        (
            (
                "import numpy as np\n"
                "np.seterr(all='raise'); np.set_printoptions(precision=1); np.random.seed(0)\n"
                "sys.setrecursionlimit(100); os.umask(0o777); os.nice(5)"
            ),
            RIGHT,
        ),
        True,
    ),
    Attack(
        "a changed library for the next one",
        (
            (
                "import numpy as np, math\n"
                "np.multiply = np.asarray = np.shape = math.exp = None\n"
                "np.ndarray.__mul__ if 0 else None"
            ),
            "def double(x): return x + x",
        ),
        True,
    ),
)
