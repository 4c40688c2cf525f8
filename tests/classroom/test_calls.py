"""Functions and generators among the inputs: the function stays with the checker, and answers with values."""

import sys

import numpy as np
import pytest

from bpcourse.classroom.sandbox import start
from bpcourse.classroom.sandbox.process import SubmissionProcess
from bpcourse.classroom.sandbox.replies import MOST_NUMBERS, called
from bpcourse.grading.inputs import MOST_CALLS
from bpcourse.grading.values import Seed, decode, encode
from tests.classroom.cells import SECONDS


@pytest.fixture(
    autouse=True,
    params=[
        pytest.param(True, marks=pytest.mark.skipif(sys.platform != "linux", reason="forked on Linux only")),
        False,
    ],
    ids=["forked", "started"],
)
def way(request, monkeypatch):
    monkeypatch.setattr(start, "forks", lambda: request.param)


def asked(source, **inputs):
    with SubmissionProcess([(1, source)], SECONDS) as process:
        [answer] = process.ask("f", [inputs])
    return answer


def test_a_function_among_the_inputs_is_called_at_the_checker_and_gives_the_same_values():
    seen = []

    def square(x):
        seen.append(x)
        return x * x

    points = np.array([1.0, -2.5])
    answer = asked("def f(g, x): return g(x), g(3), [h for h in (g(0.5),)]", g=square, x=points)
    assert answer.value[0].tolist() == [1.0, 6.25] and answer.value[1:] == (9, [0.25])
    assert seen[0] is not points and seen[1:] == [3, 0.5]
    assert answer.changed == ()


def test_two_functions_and_a_generator_keep_apart():
    answer = asked(
        "def f(g, h, rng): return g(1.0), h(1.0), rng.normal()", g=lambda x: x + 1, h=lambda x: x - 1, rng=Seed(3)
    )
    assert answer.value == (2.0, 0.0, np.random.default_rng(3).normal())


@pytest.mark.parametrize(
    ("call", "raised", "error"),
    [
        ("g('text')", "TypeError", "multiply"),
        ("g(1, 2)", "TypeError", "positional argument"),
        ("g(object())", "TypeError", "type object"),
        ("g(np.zeros(100_000))", "RuntimeError", "an array of more than 4,096 numbers"),
        ("[g(1.0) for _ in range(20_000)]", "RuntimeError", f"more than {MOST_CALLS:,} times"),
    ],
)
def test_an_error_of_the_function_is_raised_where_it_was_called(call, raised, error):
    answer = asked(f"import numpy as np\ndef f(g): return {call}", g=lambda x: 1.5 * x)
    assert (answer.raised, error in answer.error) == (raised, True), answer


def test_a_learner_can_catch_the_error_and_go_on():
    answer = asked("def f(g):\n    try: g('text')\n    except TypeError: return g(2.0)", g=lambda x: 1.5 * x)
    assert answer.value == 3.0


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"call": 1, "arguments": encode((1.0,))},
        {"call": -1, "arguments": encode((1.0,))},
        {"call": True, "arguments": encode((1.0,))},
        {"call": 0},
        {"call": 0, "arguments": encode([1.0])},
        {"call": 0, "arguments": {"function": 0}},
        {"call": 0, "arguments": "x"},
        {"call": 0, "arguments": encode((np.zeros(MOST_NUMBERS + 1),))},
        {"call": 0, "arguments": encode(([np.zeros(MOST_NUMBERS + 1)],))},
        {"call": 0, "arguments": encode(({"a": np.zeros(MOST_NUMBERS + 1)},))},
    ],
    ids=str,
)
def test_a_forged_call_gets_an_error_and_calls_nothing(message):
    reply = called(message, [lambda x: pytest.fail("it was called")])
    assert set(reply) == {"error", "kind"}


def test_no_argument_makes_a_function_work_without_end():
    def powers(x):
        total = 0
        while total < x:
            total += 1
        return 2**x

    assert called({"call": 0, "arguments": encode((1e300,))}, [powers])["kind"] == "TooManyLines"
    assert called({"call": 0, "arguments": encode((1 << 900,))}, [lambda x: 2**x])["kind"] == "OverflowError"
    assert decode(called({"call": 0, "arguments": encode((10,))}, [powers])["value"]) == 1024
