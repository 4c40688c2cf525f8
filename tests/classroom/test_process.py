"""The process of a submission: clean at the start, stopped on time, and nothing of it is left afterwards."""

import io
import json
import os
import select
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from bpcourse.classroom.sandbox import forked, start, started
from bpcourse.classroom.sandbox.process import Stopped, SubmissionProcess
from bpcourse.classroom.sandbox.replies import TEXTS, answer_in, message_from
from bpcourse.grading.answers import TOO_MANY_LINES, Answer
from bpcourse.grading.values import Seed, encode
from tests.classroom.cells import SECONDS

posix = pytest.mark.skipif(os.name != "posix", reason="process groups and named pipes are POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")


@pytest.fixture(autouse=True, params=[pytest.param("forked", marks=linux), "started"])
def way(request, monkeypatch):
    """Every test runs with a forked worker and with one in a new Python."""
    monkeypatch.setattr(start, "forks", lambda: request.param == "forked")
    return request.param


only_started = pytest.mark.parametrize("way", ["started"], indirect=True)


def asked(source, *inputs, name="f", seconds=SECONDS):
    """The answers of the function `name` of a one-cell submission, one for each input."""
    with SubmissionProcess([(1, source)], seconds) as process:
        return process.ask(name, [{"x": value} for value in inputs])


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_values_come_back_as_they_were_returned():
    array = np.arange(6.0).reshape(2, 3)
    first, second = asked("def f(x):\n    return (x, {'twice': x * 2})", array, -0.0)
    assert first.value[0].tolist() == array.tolist() and first.value[1]["twice"].tolist() == (2 * array).tolist()
    assert second.value[0].hex() == "-0x0.0p+0"


def test_the_cells_share_their_names_and_what_one_raises_is_kept_by_its_number():
    cells = [(1, "a = 2"), (4, "b = a * 3"), (5, "c = 1\n1 / 0\nd = 2"), (7, "def f(x):\n    return a + b + c")]
    with SubmissionProcess(cells, SECONDS) as process:
        assert process.cell_errors == {5: "ZeroDivisionError: division by zero"}
        assert process.ask("f", [{"x": 0.0}])[0].value == 9
        assert process.ask("d", [{}], "value") is None
        assert process.ask("a", [{}], "value")[0].value == 2


def test_a_change_in_place_and_a_print_come_back_as_facts():
    [answer] = asked("def f(x):\n    x += 1\n    print(x)\n    return x", np.zeros(2))
    assert answer.changed == ("x",) and answer.printed and answer.value.tolist() == [1, 1]


def test_an_exception_comes_back_with_the_learners_line():
    [answer] = asked("def f(x):\n    return x + missing\n", 1.0)
    assert answer.raised == "NameError"
    assert (answer.error, answer.line) == ("name 'missing' is not defined", "return x + missing")


def test_the_clock_stops_what_does_not_end_and_the_rest_is_unanswered():
    with SubmissionProcess([(1, "def f(x):\n    while x > 1: pass\n    return x")], SECONDS) as process:
        process.seconds = 0.5
        first, second, third = process.ask("f", [{"x": 1.0}, {"x": 2.0}, {"x": 1.0}])
        assert first.value == 1.0
        assert second.stopped == third.stopped == "timeout"
        assert not process.running


def test_a_cell_that_never_ends_is_named():
    with pytest.raises(Stopped, match="timeout") as stopped:
        SubmissionProcess([(3, "x = 1"), (8, "while True:\n    try: pass\n    except BaseException: pass")], 2.0)
    assert stopped.value.cell == 8


def test_a_process_that_ends_says_how():
    with pytest.raises(Stopped, match="exited with code 3") as stopped:
        SubmissionProcess([(1, "x = 1"), (2, "import os; os._exit(3)")], SECONDS)
    assert stopped.value.cell == 2
    [answer] = asked("import os\ndef f(x): os._exit(4)", 1.0)
    assert answer.stopped == "exited with code 4"


@posix
def test_a_signal_is_told_by_its_number():
    [answer] = asked("import ctypes\ndef f(x): ctypes.string_at(0)", 1.0)
    assert answer.stopped == "crashed with signal 11"


def test_prints_of_every_kind_never_reach_the_checker():
    flood = (
        "import os, sys\n"
        "def f(x):\n"
        "    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):\n"
        "        if stream: stream.write('x' * 1_000_000); stream.flush()\n"
        "    for descriptor in (1, 2):\n"
        "        os.write(descriptor, b'{}' * 1000)\n"
        "    return x\n"
        "f(1)\nprint('y' * 1_000_000)\n"
    )
    assert asked(flood, 5.0)[0].value == 5.0


def test_too_large_a_message_is_no_answer():
    [answer] = asked("import numpy as np\ndef f(x): return [np.zeros(100_000)] * 20", 1.0)
    assert answer.stopped == "sent something that is no answer"


def test_a_message_forged_on_the_pipe_is_read_as_data_and_never_believed_beyond_it():
    forged = (
        "import os, json, struct\n"
        "def f(x):\n"
        "    message = json.dumps({'value': 1, 'raised': [], 'surprise': 'x'}).encode()\n"
        "    for descriptor in range(3, 20):\n"
        "        try: os.write(descriptor, struct.pack('>I', len(message)) + message)\n"
        "        except OSError: pass\n"
        "    return x\n"
    )
    [answer] = asked(forged, 5.0)
    assert not answer.returned and answer.unreadable


@pytest.mark.parametrize(
    ("raised", "name"), [("KeyboardInterrupt", "KeyboardInterrupt"), ("Odd", "Odd"), ("GeneratorExit", "GeneratorExit")]
)
def test_whatever_a_function_raises_is_an_answer(raised, name):
    odd = "class Odd(BaseException):\n    def __str__(self): return 1 / 0\n"
    first, second = asked(f"{odd}def f(x):\n    if x > 1: raise {raised}\n    return x\n", 2.0, 1.0)
    assert (first.raised, first.error, first.line) == (name, "", f"if x > 1: raise {raised}")
    assert second.value == 1.0


def test_a_function_that_was_called_by_another_is_named_in_what_it_raised():
    source = "def stub(x):\n    raise NotImplementedError\ndef f(x):\n    return stub(x)\n"
    assert asked(source, 1.0)[0].raised_in == ("stub",)
    shapes = "import numpy as np\nw = np.ones(2)\ndef f(x):\n    return x @ w\n"
    assert asked(shapes, np.ones(3))[0].shapes == "x (3,)"


def test_an_answer_of_another_kind_is_not_called():
    with SubmissionProcess([(1, "f = 3.0\ndef g(): return 1.0")], SECONDS) as process:
        assert process.ask("f", [{"x": 1.0}])[0].given == "a number"
        assert process.ask("g", [{}], "value")[0].given == "a function"


def test_the_lines_that_a_function_executes_are_counted_and_capped_where_a_question_asks_for_it():
    source = "def f(n):\n    for i in range(n):\n        pass\n    return n"
    with SubmissionProcess([(1, source)], SECONDS) as process:
        free, counted, stopped = process.ask("f", [{"n": 50}] * 3, most_lines=[0, 1000, 50])
    assert (free.value, free.lines) == (50, 0)
    assert (counted.value, counted.lines) == (50, 102)
    assert (stopped.raised, stopped.lines) == (TOO_MANY_LINES, 51)


def test_a_large_count_is_kept():
    texts = dict.fromkeys(TEXTS, "")
    assert answer_in({"value": encode(2.0), "lines": encode(250_000), **texts}) == Answer(value=2.0, lines=250_000)


@pytest.mark.parametrize("lines", [-3, 1.5, "many", None])
def test_a_count_that_is_none_is_not_believed(lines):
    texts = dict.fromkeys(TEXTS, "")
    assert answer_in({"value": encode(2.0), "lines": encode(lines), **texts}) == Answer(value=2.0)


def test_a_random_generator_is_new_for_each_question():
    with SubmissionProcess([(1, "def f(rng):\n    return rng.normal()")], SECONDS) as process:
        first, second = process.ask("f", [{"rng": Seed(3)}, {"rng": Seed(3)}])
    assert first.value == second.value == np.random.default_rng(3).normal()


def test_a_formula_in_another_symbol_keeps_its_symbol():
    source = "import sympy\na = sympy.Symbol('a')\nf = a * (1 - a)\n"
    with SubmissionProcess([(1, source)], SECONDS) as process:
        [answer] = process.ask("f", [{"z": np.array([2.0, 3.0])}], "expression")
    assert (answer.symbol, answer.value.tolist()) == ("a", [-2.0, -6.0]) and not answer.returned


def test_the_functions_that_a_function_may_call_are_told_by_name():
    source = "import math\ndef g(x): return x\ndef f(x): return g(x) + math.pi\nf_too = lambda x: len(x)\n"
    with SubmissionProcess([(1, source)], SECONDS) as process:
        assert process.calls("f") == ("g", "math")
        assert process.calls("f_too") == ("len",)
        assert process.calls("not_there") == process.calls("math") == ()


def test_a_process_that_ends_over_a_question_gives_an_empty_reply_and_is_not_running():
    source = "import os\nclass Odd:\n    @property\n    def __code__(self): os._exit(1)\nf = Odd()\n"
    with SubmissionProcess([(1, source)], SECONDS) as process:
        assert process.calls("f") == ()
        assert not process.running


PROGRAM = '''"""A file."""
import numpy as np
x = [1,
     2]; y = 3

@staticmethod
def f(x):
    # a comment: \x0c
    return x


if True:
    z = """two
lines"""
# the end
'''


def test_a_python_file_is_taken_apart_at_its_outermost_statements_and_loses_nothing():
    with SubmissionProcess([], SECONDS) as process:
        pieces = process.split(PROGRAM)
        assert [number for number, _ in pieces] == [1, 2, 3, 6, 12]
        assert "\n".join(source for _, source in pieces) == PROGRAM
        assert pieces[3][1].startswith("@staticmethod\ndef f(x):")


@pytest.mark.parametrize("source", ["", "def broken(:", "\0", "(" * 10_000, "# a comment", "x = 1; y = 2"])
def test_a_file_that_cannot_be_taken_apart_is_one_piece(source):
    with SubmissionProcess([], SECONDS) as process:
        assert process.split(source) == [(1, source)]


@pytest.mark.parametrize("lines", ["0", "[0]", "[3]", "[1.5]", "['1']", "None", "{}"])
def test_cuts_that_are_not_believable_leave_the_file_in_one_piece(lines, monkeypatch):
    with SubmissionProcess([], SECONDS) as process:
        monkeypatch.setattr(process, "_reply", lambda question: {"lines": eval(lines)})
        assert process.split("x = 1\ny = 2") == [(1, "x = 1\ny = 2")]


@only_started
@pytest.mark.parametrize("flags", [["-I"], ["-I", "-S"]], ids=["as it is started", "without any installed package"])
def test_numpy_is_found_in_the_checkers_folder_where_it_is_nowhere_else(flags, tmp_path):
    messages = [
        {"cells": [[1, "import numpy, sys\nlast = sys.path[-1]"]]},
        {"name": "last", "kind": "value", "inputs": {"dict": []}},
    ]
    sent = b"".join(struct.pack(">I", len(data)) + data for data in (json.dumps(one).encode() for one in messages))
    command = [sys.executable, *flags, str(started.WORKER), str(started.PACKAGES), "1024"]
    ran = subprocess.run(command, input=sent, capture_output=True, cwd=tmp_path, timeout=60)
    pipe = io.BytesIO(ran.stdout)
    *before, answer = iter(lambda: message_from(pipe), None)
    at_the_end = answer["value"] == str(started.PACKAGES)
    assert "raised" not in str(before) and at_the_end == ("-S" in flags)


def test_input_finds_nothing_to_read():
    assert asked("def f(x): return input()", 1.0)[0].raised == "EOFError"


def test_the_process_sees_none_of_the_checkers_variables_and_works_in_an_empty_folder(monkeypatch):
    monkeypatch.setenv("CHECKERS_OWN", "private")
    source = "import os\ndef f(x): return [os.environ.get('CHECKERS_OWN'), os.getcwd(), os.listdir()]"
    [answer] = asked(source, 1.0)
    variable, folder, files = answer.value
    assert variable is None and files == [] and Path(folder).resolve() != Path.cwd().resolve()


def test_the_scratch_folder_is_removed_with_what_was_written_there():
    source = "import os\ndef f(x):\n    open('file', 'w').write('x'); os.mkdir('d')\n    return os.getcwd()"
    [answer] = asked(source, 1.0)
    assert not os.path.exists(answer.value)


@posix
@only_started
def test_no_process_is_left_after_an_answer_a_timeout_or_an_exit():
    with SubmissionProcess([(1, "import os, time\npid = os.getpid()\ndef f(x): time.sleep(60)")], SECONDS) as process:
        [answer] = process.ask("pid", [{}], "value")
        assert alive(answer.value)
        process.seconds = 0.2
        [unanswered] = process.ask("f", [{"x": 1.0}])
        assert unanswered.stopped == "timeout"
    assert not alive(answer.value)


@pytest.fixture
def lifeline(tmp_path):
    """A named pipe that a child holds open: its path, and the descriptor at which its end of life can be read."""
    path = tmp_path / "lifeline"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    yield path, reader
    os.close(reader)


def closed(reader):
    """Whether nobody holds the other end of the lifeline open any more."""
    try:
        return os.read(reader, 1) == b""
    except BlockingIOError:
        return False


@posix
@only_started
@pytest.mark.parametrize("gone_first", [False, True], ids=["the parent lives", "the parent is gone"])
def test_what_a_submission_started_is_ended_with_it(lifeline, gone_first):
    path, reader = lifeline
    child = f"import time; pipe = open({str(path)!r}, 'w'); pipe.write('here'); pipe.flush(); time.sleep(60)"
    source = f"import subprocess\nsubprocess.Popen([{sys.executable!r}, '-S', '-c', {child!r}])\n"
    with SubmissionProcess([(1, source)], SECONDS) as process:
        select.select([reader], [], [], SECONDS)
        assert os.read(reader, 4) == b"here"
        if gone_first:
            process._worker._process.kill()
            process._worker._process.wait()
    until = time.monotonic() + SECONDS
    while not closed(reader) and time.monotonic() < until:
        time.sleep(0.01)
    assert closed(reader)


@posix
@only_started
def test_a_child_that_leaves_the_group_does_not_hold_up_the_checker(lifeline):
    path, reader = lifeline
    source = (
        f"import os, time\nchild = os.fork()\nif child == 0:\n    os.setsid()\n    pipe = open({str(path)!r}, 'w')\n"
        "    pipe.write('here'); pipe.flush()\n    time.sleep(60)\n    os._exit(0)\n"
    )
    with SubmissionProcess([(1, source)], SECONDS) as process:
        select.select([reader], [], [], SECONDS)
        assert os.read(reader, 4) == b"here"
        [answer] = process.ask("child", [{}], "value")
    outlived = not closed(reader)
    os.kill(answer.value, signal.SIGKILL)
    assert outlived, "closing waited for the child to end"


def test_a_process_whose_interpreter_does_not_start_is_not_blamed_on_a_cell(monkeypatch, tmp_path):
    for module in (started, forked):
        monkeypatch.setattr(module, "WORKER", tmp_path / "not_there.py")
    monkeypatch.setattr(forked, "_idle", [])
    with pytest.raises(Stopped) as stopped:
        SubmissionProcess([(1, "x = 1")], SECONDS)
    assert stopped.value.cell is None
