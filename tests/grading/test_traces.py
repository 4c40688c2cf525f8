"""What an exception tells: the learner's line and functions, and never more than can be told."""

import numpy as np
import pytest

from bpcourse.grading.answers import ask
from bpcourse.grading.traces import LONGEST_ERROR, message_of


def stub(x):
    raise NotImplementedError


def calls_the_stub(x):
    return 2 * stub(x)


def calls_it_from_further_up(x):
    return calls_the_stub(x)


def calls_itself_first(x, again=True):
    return calls_itself_first(x, False) if again else stub(x)


def test_an_exception_of_the_called_function_itself_comes_from_no_other():
    answer = ask(stub, {"x": 1.0})
    assert (answer.raised_in, answer.line) == ((), "raise NotImplementedError")


def test_an_exception_of_a_function_that_is_called_names_it():
    assert ask(calls_the_stub, {"x": 1.0}).raised_in == ("stub",)
    assert ask(calls_it_from_further_up, {"x": 1.0}).raised_in == ("calls_the_stub", "stub")
    assert ask(calls_itself_first, {"x": 1.0}).raised_in == ("calls_itself_first", "stub")


def test_functions_without_a_name_of_their_own_are_passed_over():
    assert ask(lambda x: [stub(x) for _ in "a"], {"x": 1.0}).raised_in == ("stub",)


def test_an_exception_of_a_library_names_no_function_and_shows_the_learners_line():
    def stops(x):
        return np.linalg.inv(x * 0)

    answer = ask(stops, {"x": np.ones((2, 2))})
    assert (answer.raised, answer.raised_in) == ("LinAlgError", ())
    assert answer.line == "return np.linalg.inv(x * 0)"


def test_the_shapes_of_the_arrays_in_the_line_are_told_by_name():
    def stops(x, w):
        b = 0.5
        return w @ x + b

    assert ask(stops, {"x": np.ones((4, 3)), "w": np.ones(3)}).shapes == "w (3,), x (4, 3)"


def test_an_array_that_plays_tricks_with_its_shape_is_not_looked_at():
    class Odd(np.ndarray):
        @property
        def shape(self):
            raise SystemExit

    def stops(x):
        odd = x.view(Odd)
        raise ValueError(odd is x)

    assert ask(stops, {"x": np.ones(2)}).shapes == "x (2,)"


def test_too_many_arguments_are_a_matter_of_the_call_and_of_no_line():
    answer = ask(lambda: 1, {"x": 1.0})
    assert answer.raised == "TypeError" and "takes 0 positional arguments" in answer.error
    assert answer.line == "" and answer.raised_in == ()


@pytest.mark.parametrize(
    ("message", "told"), [("first\nsecond", "first"), ("", ""), ("  \n", ""), ("a" * 10_000, "a" * LONGEST_ERROR)]
)
def test_only_the_first_line_of_a_message_is_kept_and_its_length_has_a_limit(message, told):
    assert message_of(ValueError(message)) == told


def test_an_exception_of_code_without_line_numbers_is_told_without_a_line():
    def stops():
        raise LookupError("here")

    stops.__code__ = stops.__code__.replace(co_linetable=b"")
    answer = ask(stops, {})
    assert (answer.raised, answer.error, answer.line) == ("LookupError", "here", "")
