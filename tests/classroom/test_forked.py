"""The Pythons that fork workers: replaced when they are gone, refused when a wall is, gone when the checker is."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bpcourse.classroom.sandbox import forked, level, start
from bpcourse.classroom.sandbox.process import Stopped, SubmissionProcess
from tests.classroom.cells import SECONDS

if not start.forks():
    pytest.skip(f"workers are not forked here. {level().sentence}", allow_module_level=True)

DOUBLE = [(1, "def f(x): return 2 * x")]
# A checker in the middle of a submission that never ends; it tells who forks for it.
CHECKER = """
import threading, time
from bpcourse.classroom.sandbox import forked
from bpcourse.classroom.sandbox.process import SubmissionProcess
forked._give_back(forked._borrow(()))
print(forked._idle[0]._process.pid, flush=True)
SubmissionProcess([(1, "while True:\\n    try: pass\\n    except BaseException: pass")], 60.0)
"""


@pytest.fixture
def idle(monkeypatch):
    """None is running yet, and those that a test starts are ended with it."""
    monkeypatch.setattr(forked, "_idle", [])
    yield forked._idle
    forked.close()


def answer():
    with SubmissionProcess(DOUBLE, SECONDS) as process:
        return process.ask("f", [{"x": 2.0}])[0].value


def below(pid):
    """The processes that this one has started, with theirs; none when it is gone."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [*map(int, children), *(one for child in children for one in below(child))]


def running(pid):
    """Whether a process is there and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(true):
    end = time.monotonic() + SECONDS
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    assert true()


def test_one_after_another_is_forked_by_the_same_python(idle):
    assert [answer(), answer()] == [4.0, 4.0]
    [zygote] = idle
    assert answer() == 4.0 and idle == [zygote] and below(zygote._process.pid) == []


def test_two_at_once_have_two_and_one_that_uses_sympy_has_its_own(idle):
    with SubmissionProcess(DOUBLE, SECONDS), SubmissionProcess(DOUBLE, SECONDS):
        pass
    with SubmissionProcess([(1, "import sympy")], SECONDS):
        pass
    assert sorted(zygote.warm for zygote in idle) == [(), (), ("sympy",)]


def test_one_that_was_ended_from_outside_is_replaced(idle):
    assert answer() == 4.0
    idle[0]._process.kill()
    wait_until(lambda: not idle[0].alive())
    assert answer() == 4.0


def test_one_that_ends_in_the_middle_costs_one_answer(idle):
    source = "import time\ndef f(x):\n    time.sleep(60 if x > 1 else 0)\n    return x"
    with SubmissionProcess([(1, source)], SECONDS) as process:
        assert process.ask("f", [{"x": 1.0}])[0].value == 1.0
        process._worker._zygote._process.kill()
        [stopped] = process.ask("f", [{"x": 2.0}])
    assert stopped.stopped == "closed its pipe, or ran out of memory"
    assert answer() == 4.0


def test_one_with_fewer_walls_than_the_first_forks_nothing(idle, monkeypatch):
    monkeypatch.setattr(forked, "_stood", [set()])
    monkeypatch.setattr(forked.Zygote, "_hear", lambda self: b'{"seccomp": "not there"}')
    with pytest.raises(Stopped, match="could not be started: no longer there: seccomp"):
        SubmissionProcess(DOUBLE, SECONDS)


def test_nothing_outlives_a_checker_that_is_killed():
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with subprocess.Popen([sys.executable, "-c", CHECKER], env=environment, stdout=subprocess.PIPE) as checker:
        zygote = int(checker.stdout.readline())
        wait_until(lambda: below(zygote))
        [worker] = below(zygote)
        checker.send_signal(signal.SIGKILL)
    wait_until(lambda: not running(zygote) and not running(worker))


def test_nothing_outlives_the_process_that_forked_it(idle):
    with SubmissionProcess([(1, "import time\ndef f(): time.sleep(60)")], SECONDS) as process:
        zygote = process._worker._zygote._process
        [worker] = below(zygote.pid)
        zygote.kill()
        wait_until(lambda: not running(worker))
