"""Whatever an answer is, there is a verdict: random answers never make the judge raise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from bpcourse.grading.answers import TOO_MANY_LINES, Answer, ask
from bpcourse.grading.judge import judge
from bpcourse.grading.values import DTYPES, Unreadable, plain
from bpcourse.grading.verdict import STATUSES
from tests.grading.sample import FORMULA, THRICE, VALUE
from tests.grading.test_following import BACKWARD, SQUARE
from tests.grading.test_growth import GROWING
from tests.grading.test_measuring import DRAW, MENDS, SORTS
from tests.grading.test_ordering import ORDER

OWN = [THRICE, VALUE, FORMULA, BACKWARD, SQUARE, GROWING, DRAW, SORTS, MENDS, ORDER]

numbers = st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers()
arrays = hnp.arrays(
    st.sampled_from([np.dtype(name) for name in DTYPES]), hnp.array_shapes(min_dims=0, min_side=0, max_side=5)
)
leaves = numbers | st.text(max_size=5) | arrays
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.tuples(inner, inner, inner)
        | st.dictionaries(st.sampled_from(["grad_w", "grad_b", "error", "a", 1]), inner, max_size=3)
    ),
    max_leaves=6,
)


def spoiled(right):
    """What a slip makes of a right answer: as it stands, or changed as NumPy changes arrays by accident."""
    changes = (
        lambda a: a,
        lambda a: -a,
        lambda a: a.T,
        lambda a: a.ravel(),
        lambda a: a.sum(axis=0),
        lambda a: a[..., None] * np.ones(3),
        lambda a: a * np.nan,
        lambda a: a.astype(int),
        lambda a: a > 0,
        lambda a: a + 1j,
        lambda a: a[:0],
        lambda a: a * (np.arange(a.size).reshape(a.shape) % 2),
    )

    def changed(change):
        def of(value):
            if isinstance(value, (tuple, list)):
                return type(value)(map(of, value))
            return change(np.asarray(value))

        try:
            with np.errstate(all="ignore"):
                return plain(of(right))
        except (TypeError, ValueError, IndexError, Unreadable):
            return right

    return st.sampled_from(changes).map(changed)


def answers_of(right):
    returned = st.builds(
        Answer,
        value=values | spoiled(right),
        printed=st.booleans(),
        changed=st.sampled_from([(), ("x",), ("x", "w")]),
        lines=st.integers(0, 10_000) | st.just(1 << 1000),
        symbol=st.sampled_from(["", "a", "{x"]),
    )
    raised = st.builds(
        Answer,
        raised=st.sampled_from(["ValueError", "NotImplementedError", TOO_MANY_LINES]),
        symbol=st.sampled_from(["", "{x"]),
        error=st.sampled_from(["", "matmul: shapes (3,) and (4,) not aligned", "{x} {0}"]),
        raised_in=st.sampled_from([(), ("thrice",), ("thrice", "helper")]),
        lines=st.integers(0, 10_000),
    )
    other = st.sampled_from(
        [Answer(unreadable="a set"), Answer(given="text in quotes"), Answer(stopped="timeout"), Answer(stopped="x")]
    )
    symbol = st.builds(Answer, value=values, unreadable=st.just("it contains a"), symbol=st.just("a"))
    return returned | returned | raised | other | symbol


@pytest.mark.parametrize("exercise", OWN, ids=lambda exercise: exercise.name)
@settings(max_examples=40)
@given(data=st.data())
def test_random_answers_have_a_verdict(exercise, data):
    cases = exercise.cases(np.random.default_rng(0))
    right = [ask(exercise.reference, case.inputs).value for case in cases]
    if data.draw(st.booleans()):  # the same kind of answer on every case, as a function gives
        drawn = [data.draw(values | spoiled(value)) for value in right]
        answers = [Answer(value=value) for value in drawn]
    else:
        answers = [data.draw(answers_of(value)) for value in right]
    verdict = judge(exercise, cases, answers)
    assert verdict.status in STATUSES
    assert 0 <= verdict.points <= verdict.max_points == exercise.points
    assert verdict.message
    assert repr(verdict) and verdict._repr_html_()


@pytest.mark.parametrize("exercise", OWN, ids=lambda exercise: exercise.name)
def test_an_empty_text_that_cannot_be_judged_has_a_message(exercise):
    cases = exercise.cases(np.random.default_rng(0))
    answer = Answer(value="", unreadable="it contains a", symbol="a")
    assert judge(exercise, cases, [answer] * len(cases)).message
