"""Whatever a function of a stranger returns, the judge of every exercise gives a verdict, and soon."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpcourse.autograders import exercises
from bpcourse.classroom.batch import draw
from bpcourse.grading.answers import Answer, ask
from bpcourse.grading.judge import judge
from tests.fuzz.effort import effort
from tests.fuzz.test_wire import PLAIN

ODD = (
    None,
    True,
    0,
    -1,
    1 << 1000,
    float("nan"),
    float("inf"),
    -0.0,
    1e308,
    1j,
    complex("nan"),
    "",
    "correct",
    "x" * 10_000,
    [],
    (),
    {},
    [[]],
    (None, None),
    ((), ((), ())),
    [1.0] * 9_000,
    {"a": float("nan")},
    {1: 2, (): []},
    np.array(0.0),
    np.zeros(0),
    np.zeros((0, 3)),
    np.zeros((1, 1, 1, 1)),
    np.full((3, 4), np.nan),
    np.full(5, np.inf),
    np.ones(3, bool),
    np.ones(3, np.int8),
    np.ones(3, np.uint64) * 2**63,
    np.ones(3, np.float16) * 6e4,
    np.ones(3, complex) * 1j,
    np.ones(1 << 17),
)


def bent(value):
    """The right answer with something odd about it."""
    if isinstance(value, np.ndarray):
        changes = (
            value.astype(complex),
            value > 0,
            value[..., None],
            value * np.nan,
            value.tolist(),
            value.ravel()[:-1],
        )
        return [*changes, value.astype(np.float16)]
    if isinstance(value, (list, tuple)):
        return [value[:-1], (*value, None), [None] * len(value), list(value), tuple(value), [list(value)]]
    if isinstance(value, dict):
        return [dict(list(value.items())[1:]), {**value, "more": None}, dict.fromkeys(value), list(value)]
    return [[value], (value, value), str(value), None]


def judged(exercise, value):
    cases = draw(exercise, 1)
    verdict = judge(exercise, cases, [Answer(value=value)] * len(cases), graded=True)
    assert 0 <= verdict.points <= exercise.points and verdict.message


@pytest.mark.parametrize("exercise", exercises().values(), ids=lambda exercise: exercise.name)
def test_odd_values_get_a_verdict(exercise):
    expected = ask(exercise.reference, draw(exercise, 1)[0].inputs).value
    for value in (*ODD, *bent(expected)):
        judged(exercise, value)


@effort
@given(st.sampled_from(sorted(exercises())), PLAIN)
def test_any_value_gets_a_verdict(name, value):
    judged(exercises()[name], value)
