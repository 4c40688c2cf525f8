"""In search of the answers, of other people's files, of a way out of the machine. What finds something earns marks."""

from tests.attacks.attack import REWARDED, Attack


def tries(*actions):
    """Cells that try each of these expressions, and earn marks if one of them gets anywhere."""
    return tuple(f"attempt(lambda: {action})" for action in actions), REWARDED


def snooping(name, *actions):
    attempts, answer = tries(*actions)
    return Attack(name, (*attempts, answer))


ATTACKS = (
    # The answers
    snooping(
        "the answers by their path",
        "read(ANSWERS)",
        "os.listdir(os.path.dirname(ANSWERS))",
        "os.open(ANSWERS, os.O_PATH)",
    ),
    snooping(
        "the answers by a link",
        "os.symlink(ANSWERS, 'link') or read('link')",
        "os.link(ANSWERS, 'hard') or read('hard')",
    ),
    snooping(
        "the answers by a handle",
        "system_call(303, 264, -100, ANSWERS.encode(), ctypes.create_string_buffer(b'\\x80\\0\\0\\0', 200), "
        "ctypes.create_string_buffer(8), 0)",
    ),
    snooping(
        "the answers by import",
        "__import__('bpcourse.autograders.ch00')",
        "__import__('bpcourse.reference.neuron')",
        "__import__('bpcourse.grading.judge')",
    ),
    Attack(
        "the answers by import, without the course's own finder",
        (
            "sys.meta_path[:] = [f for f in sys.meta_path if type(f).__name__ != '_SilentCourse']\n"
            "sys.modules.pop('bpcourse', None)\n"
            "sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(ANSWERS))))",
            "attempt(lambda: __import__('bpcourse.autograders.ch00').autograders)",
            REWARDED,
        ),
    ),
    Attack(
        "the answers in every folder that can be read",
        (
            "for start in (*sys.path, '/usr/lib', '/usr/local/lib', FOLDER):\n"
            "    for pattern in ('bpcourse/auto*', '*/bpcourse/auto*', '*/*/bpcourse/auto*'):\n"
            "        reached += glob.glob(f'{start}/{pattern}')",
            "import time\nend = time.monotonic() + 0.5\n"
            "for start in (*sys.path, '/', os.path.dirname(FOLDER)):\n"
            "    for folder, folders, files in os.walk(start):\n"
            "        if 'autograders' in folders or 'ch00.py' in files: reached.append(folder)\n"
            "        if time.monotonic() > end: break",
            REWARDED,
        ),
    ),
    Attack(
        "the answers in the metadata of the package",
        (
            (
                "import importlib.metadata as m\n"
                "attempt(lambda: [f.read_text() for f in m.files('bpcourse') if 'autograders' in str(f)][0])"
            ),
            REWARDED,
        ),
    ),
    Attack(
        "the answers in the frames",
        (
            "def found(frame):\n"
            "    while frame:\n"
            "        for name, value in {**frame.f_globals, **frame.f_locals}.items():\n"
            "            if name in ('expected', 'reference', 'cases', 'exercise', 'solution'): reached.append(name)\n"
            "            if 'autograders' in str(getattr(value, '__module__', '')):\n"
            "                reached.append(name)\n        frame = frame.f_back\nfound(sys._getframe())",
            "def double(x):\n    found(sys._getframe())\n    return (2 if reached else 3) * x",
        ),
    ),
    Attack(
        "the answers among all objects",
        (
            "import gc, types\nfor o in gc.get_objects():\n"
            "    module = str(o.__module__) if type(o) is types.FunctionType else ''\n"
            "    if 'autograders' in module or 'reference' in module: reached.append(o)\n"
            "    if type(o) is types.ModuleType and 'autograders' in o.__name__: reached.append(o)\n"
            "    if type(o).__name__ in ('Exercise', 'Case', 'Mistake'): reached.append(o)",
            REWARDED,
        ),
    ),
    snooping(
        "the checker's memory",
        "read(f'/proc/{CHECKER}/mem')",
        "read(f'/proc/{CHECKER}/maps')",
        "system_call(310, 270, CHECKER, 0, 0, 0, 0, 0)",
        "system_call(101, 117, 0x4206, CHECKER, 0, 0)",
    ),
    # Other processes and files
    snooping(
        "what /proc tells",
        *(
            f"read('/proc/{path}')"
            for path in ("self/environ", "1/environ", "self/maps", "self/mem", "mounts", "net/tcp")
        ),
    ),
    snooping(
        "ways out through /proc",
        "os.listdir('/proc/self/root/')",
        "os.listdir(f'/proc/{CHECKER}/cwd/')",
        "os.listdir('/proc/self/fd')",
        "os.listdir(f'/proc/{CHECKER}/fd')",
    ),
    snooping(
        "the file of another submission",
        "read(FOLDER + '/other.ipynb')",
        "os.listdir(FOLDER)",
        "read('../other.ipynb')",
        "os.stat(FOLDER + '/other.ipynb')",
    ),
    snooping(
        "its own file",
        "read(FOLDER + '/submission.ipynb')",
        "os.remove(FOLDER + '/submission.ipynb')",
        "os.rename(FOLDER, FOLDER + 'x')",
    ),
    snooping(
        "the files of the system",
        *(
            f"read('/{path}')"
            for path in (
                "etc/passwd",
                "etc/shadow",
                "etc/hostname",
                "root/.bashrc",
                "dev/mem",
                "dev/kmsg",
                "dev/tty",
                "sys/kernel/notes",
            )
        ),
        "os.listdir('/')",
        "os.listdir('/home')",
    ),
    Attack(
        "the variables of the checker",
        ("reached += [name for name in os.environ if 'CHECKER' in name or 'HOME_OF' in name]", REWARDED),
    ),
    Attack(
        "what an earlier submission left",
        (
            (
                "reached += [n for n in os.listdir('.')] + [n for n in os.listdir('/tmp')]\n"
                "open('for-the-next', 'w').close()"
            ),
            REWARDED,
        ),
    ),
    Attack(
        "what an earlier submission left, again",
        (
            (
                "reached += [n for n in os.listdir('.')] + [n for n in os.listdir('/tmp')]\n"
                "open('for-the-next', 'w').close()"
            ),
            REWARDED,
        ),
    ),
    Attack(
        "memory of an earlier submission",
        (("import numpy as np\nattempt(lambda: system_call(29, 194, 4242, 4096, 0o1666))"), REWARDED),
    ),
    # The network
    snooping(
        "the network",
        "__import__('socket').socket()",
        "__import__('socket').create_connection(('127.0.0.1', PORT), 1)",
        "__import__('urllib.request').request.urlopen(f'http://127.0.0.1:{PORT}', timeout=1)",
    ),
    snooping(
        "sockets of other families",
        *(
            f"__import__('socket').socket({family}, {kind})"
            for family, kind in ((1, 1), (1, 2), (10, 1), (16, 3), (17, 3), (38, 5), (40, 1))
        ),
        "__import__('socket').socketpair()",
    ),
    snooping(
        "the network by system calls",
        "system_call(41, 198, 2, 1, 0)",
        "system_call(0x40000000 + 41, 198, 2, 1, 0)",
        "system_call(425, 425, 8, ctypes.create_string_buffer(200))",
        "system_call(53, 199, 1, 1, 0, ctypes.create_string_buffer(8))",
    ),
    # Processes
    snooping(
        "processes",
        "os.fork()",
        "os.forkpty()",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "__import__('subprocess').run(['/bin/true'])",
        "__import__('subprocess').run('true', shell=True, check=True)",
    ),
    Attack(
        "processes by multiprocessing",
        (
            (
                "import multiprocessing as m\n"
                "attempt(lambda: m.get_context('fork').Process(target=print).start())\n"
                "attempt(lambda: m.Pool(1))"
            ),
            REWARDED,
        ),
    ),
    snooping(
        "processes by system calls",
        "system_call(56, 220, 17, 0, 0, 0, 0)",
        "system_call(57, 10_000)",
        "system_call(58, 10_000)",
        "system_call(435, 435, ctypes.create_string_buffer(88), 88)",
    ),
    Attack(
        "a shell",
        (("if os.system('true') == 0: reached.append(1)\nattempt(lambda: os.popen('echo x').read()[0])"), REWARDED),
    ),
    # The kernel
    snooping(
        "more rights",
        "os.setuid(0)",
        "os.setgid(0)",
        "os.setgroups([0])",
        "os.chroot('.')",
        "os.nice(-5)",
        "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))",
        "__import__('resource').setrlimit(7, (100_000, 100_000))",
    ),
    snooping(
        "namespaces",
        *(f"system_call(272, 97, {flag})" for flag in (0x10000000, 0x20000, 0x20000000, 0x40000000)),
        "system_call(308, 268, 0, 0)",
    ),
    snooping(
        "mounts",
        "system_call(165, 40, b'none', b'/submission', b'tmpfs', 0, None)",
        "system_call(166, 39, b'/submission', 2)",
        "system_call(155, 41, b'.', b'.')",
        "system_call(430, 430, b'tmpfs', 0)",
        "system_call(442, 442, -1, b'/', 0, None, 0)",
        "system_call(428, 428, -100, b'/', 1)",
    ),
    snooping(
        "large parts of the kernel",
        "system_call(321, 280, 0, None, 0)",
        "system_call(298, 241, None, 0, 0, 0, 0)",
        "system_call(323, 282, 0)",
        "system_call(250, 219, 0, -3, 0)",
        "system_call(248, 217, b'user', b'a', b'b', 1, -4)",
        "system_call(135, 92, 0x0400000)",
    ),
    snooping(
        "memory without a limit",
        "system_call(319, 279, b'x', 0)",
        "system_call(447, 447, 0)",
        "system_call(29, 194, 0, 4096, 0o1666)",
        "system_call(240, 180, b'x', 66, 0o600, None)",
    ),
    snooping(
        "a life after the checker's", "ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)", "system_call(157, 167, 1, 0, 0, 0, 0)"
    ),
    snooping(
        "the clock, the name, the power of the machine",
        "__import__('time').clock_settime(0, __import__('time').time())",
        "__import__('socket').sethostname(os.uname().nodename)",
        "system_call(103, 116, 3, ctypes.create_string_buffer(100), 100)",
    ),
    # Writing
    snooping(
        "writing elsewhere",
        *(
            f"write({folder} + '/' + MARKER)"
            for folder in (
                "FOLDER",
                "os.path.dirname(ANSWERS)",
                "'/dev/shm'",
                "'/var/tmp'",
                "'/'",
                "'/root'",
                "'/usr/lib'",
                "sys.path[-1]",
                "'..'",
            )
        ),
    ),
    snooping(
        "writing through a link",
        "os.symlink(FOLDER, 'there') or write('there/' + MARKER)",
        "os.symlink('/', 'root') or write('root/' + MARKER)",
    ),
    snooping(
        "devices and pipes elsewhere",
        "os.mknod('zero', 0o600 | 0o20000, os.makedev(1, 5))",
        "os.mkfifo(FOLDER + '/' + MARKER)",
        "os.mknod('/' + MARKER)",
    ),
    Attack(
        "changes that leave no file",
        (
            (
                "for path in (FOLDER, FOLDER + '/other.ipynb'):\n"
                "    for change in (os.chmod, 0), (os.utime, (0, 0)), (os.truncate, 0), (os.chown, 1, 1):\n"
                "        try: change[0](path, *change[1:])\n"
                "        except OSError: pass"
            ),
            REWARDED,
        ),
    ),
)
