"""Work that is counted in executed lines: a function is stopped, and told how its work grew."""

import re
import sys
from dataclasses import replace

import numpy as np
import pytest

from bpcourse.grading import growth, judge
from bpcourse.grading.answers import TOO_MANY_LINES, Answer, ask
from bpcourse.grading.exercise import Case, Mistake
from bpcourse.grading.lines import LineCounter
from bpcourse.grading.verdict import CORRECT
from bpcourse.grading.verify import judged, verify
from tests.grading.sample import THRICE


def linear(n):
    total = 0
    for _ in range(n):
        total += 1
    return total


def quadratic(n):
    return sum([sum([j == i for j in range(n)]) for i in range(n)])


def walks(n):
    if n == 0:
        return 0
    return 1 + max(walks(n - 1), walks(n - 1))


def is_five(n):
    return n if n == 5 else 0


def sized(*sizes, most=5_000, rng=None):
    chain = (rng or np.random.default_rng(0)).normal(size=max(sizes)).tolist()
    return [Case(f"a chain of {n}", {"n": n, "chain": chain[: n - 1]}, most_lines=most) for n in sizes]


GROWING = replace(
    THRICE,
    name="length",
    reference=lambda n, chain: linear(n),
    correct=(lambda n, chain: n, lambda n, chain: quadratic(n)),
    mistakes=(
        Mistake("exponential walk", lambda n, chain: walks(n), "Every path is walked.", "keep what you know."),
        Mistake("hard-coded", lambda n, chain: 5, "You return 5.", "look at n."),
        Mistake("nothing", lambda n, chain: 0, "You return 0.", "look at n."),
    ),
    cases=lambda rng: sized(5, 10, 20, rng=rng),
)


def test_lines_are_counted_the_same_each_time_and_tracing_ends_with_the_count():
    before = sys.gettrace()
    counts = {ask(linear, {"n": 100}, most_lines=10_000).lines for _ in range(3)}
    assert counts == {203}
    assert ask(linear, {"n": 100}).lines == 0
    assert sys.gettrace() is before


def test_a_function_that_goes_on_is_stopped_even_when_it_holds_every_exception():
    def forever():
        while True:
            pass

    def holds_on():
        try:
            forever()
        except Exception:
            return "kept"

    def holds_everything():
        try:
            forever()
        except BaseException:
            return "kept"

    for function in (forever, holds_on, holds_everything):
        answer = ask(function, {}, most_lines=1_000)
        assert (answer.raised, answer.lines) == (TOO_MANY_LINES, 1_001)


def test_each_turn_of_a_loop_on_one_line_counts():
    with LineCounter(10_000) as counter:
        [n + 1 for n in range(1_000)]
    assert counter.lines > 1_000


def test_a_right_answer_of_little_work_is_right_and_the_rule_of_the_build_holds():
    assert judged(GROWING, lambda n, chain: n, 0).status == CORRECT
    assert verify(GROWING) == []


def test_an_exponential_walk_is_known_by_name_where_it_is_declared():
    assert judged(GROWING, lambda n, chain: max(walks(n), 0), 0).mistake == "exponential walk"


def test_an_exponential_walk_that_is_not_declared_is_told_by_its_counts():
    exercise = replace(GROWING, mistakes=tuple(replace(one, answer=lambda n, chain: -1) for one in GROWING.mistakes))
    verdict = judged(exercise, lambda n, chain: walks(n), 0)
    assert verdict.message == (
        "Your code does too much work: it executed 127 on a chain of 5, 4,095 on a chain of 10, and was stopped after "
        "5,000 lines on a chain of 20."
    )
    more = replace(exercise, cases=lambda rng: sized(5, 7, 9, 20))
    assert judged(more, lambda n, chain: walks(n), 0).message.endswith(
        "Each further step of the input multiplies the work: the growth is exponential. Something is worked out again "
        "and again; work it out once, keep it, and look it up."
    )


def test_a_power_is_not_called_exponential():
    exercise = replace(GROWING, cases=lambda rng: sized(10, 20, 40, 80))
    message = judged(exercise, lambda n, chain: quadratic(n), 0).message
    # From Python 3.12 on, a comprehension has no frame of its own, and so a line less.
    assert re.search(r"An input twice as large makes 3\.[89] times the work\.$", message)


def test_the_first_size_alone_tells_no_growth():
    verdict = judged(replace(GROWING, cases=lambda rng: sized(30)), lambda n, chain: walks(n), 0)
    assert verdict.mistake == "exponential walk"
    stopped = Answer(raised=TOO_MANY_LINES, lines=5_001)
    assert growth.told(sized(30), [stopped]) == (
        "Your code does too much work: it was stopped after 5,000 lines on a chain of 30."
    )


@pytest.mark.parametrize("answers", [[Answer(value=5)], [Answer(raised="TypeError")], [Answer(value=5, lines=9)]])
def test_nothing_is_told_of_growth_when_nothing_was_stopped(answers):
    assert growth.told(sized(5), answers) == ""


def test_a_function_that_is_stopped_is_wrong_there_and_keeps_its_edge_share():
    cases = [*sized(5), replace(sized(20)[0], edge=True)]
    answers = [Answer(value=5, lines=20), Answer(raised=TOO_MANY_LINES, lines=5_001)]
    assert judge.judge(replace(GROWING, cases=lambda rng: cases), cases, answers).points == 2
