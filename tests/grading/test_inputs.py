"""Inputs beside plain values: random generators, and functions that the answer may call."""

import numpy as np
import pytest

from bpcourse.grading import inputs
from bpcourse.grading.answers import ask
from bpcourse.grading.inputs import identical
from bpcourse.grading.values import Seed, Unreadable, decode, encode


def test_a_seed_arrives_as_a_generator_that_is_new_for_each_call():
    questions = {"n": 3, "rng": Seed(5)}
    first, second = (ask(lambda n, rng: rng.normal(size=n), questions) for _ in range(2))
    assert identical(first.value, np.random.default_rng(5).normal(size=3))
    assert identical(first.value, second.value)
    assert first.changed == ()


def test_two_seeds_are_two_inputs_and_a_seed_that_became_a_generator_was_kept():
    assert identical(Seed(1), Seed(1)) and not identical(Seed(1), Seed(2))
    assert identical(Seed(1), np.random.default_rng(1))


def test_a_function_can_be_called_and_counts_as_kept():
    answer = ask(lambda f, x: f(x + 1) - f(x), {"f": lambda x: x**2, "x": 3.0})
    assert (answer.value, answer.changed) == (7.0, ())


def test_a_function_takes_and_gives_copies_of_plain_values():
    kept = np.ones(2)

    def f(x):
        x *= 2
        return kept

    def calls(f):
        x = np.ones(2)
        f(x)[0] = 7.0
        return x

    assert ask(calls, {"f": f}).value.tolist() == [1.0, 1.0]
    assert kept.tolist() == [1.0, 1.0]


def test_a_function_refuses_what_is_no_plain_value_as_it_would_at_grading():
    answer = ask(lambda f: f({1, 2}), {"f": lambda x: x})
    assert answer.raised == "TypeError"
    takes = "numbers, arrays, and tuples and lists of these"
    assert answer.error == f"the function it was given takes {takes}, and got a value of type set"
    assert answer.line == 'answer = ask(lambda f: f({1, 2}), {"f": lambda x: x})'


def test_a_function_may_be_called_often_and_not_without_end(monkeypatch):
    monkeypatch.setattr(inputs, "MOST_CALLS", 3)
    assert ask(lambda f: [f(1) for _ in range(3)], {"f": lambda x: x}).value == [1, 1, 1]
    answer = ask(lambda f: [f(1) for _ in range(4)], {"f": lambda x: x})
    assert (answer.raised, answer.error) == (
        "RuntimeError",
        "the function it was given was called more than 3 times",
    )


def test_what_the_function_raises_is_the_answers_exception():
    def f(x):
        raise LookupError("no such x")

    assert ask(lambda f: f(1.0), {"f": f}).error == "no such x"


def test_functions_and_seeds_may_stand_in_lists_and_dictionaries():
    layers = [(lambda x: x + 1, Seed(2)), (lambda x: 2 * x, Seed(3))]

    def answer(layers, named):
        x = 1.0
        for forward, rng in layers:
            x = forward(x) + 0 * rng.normal()
        return named["last"](x)

    assert ask(answer, {"layers": layers, "named": {"last": lambda x: -x}}).value == -4.0


def test_on_the_wire_a_seed_is_its_number_and_a_function_its_place():
    def f(x):
        return x

    functions = []
    data = encode({"f": f, "all": [f, np.sin], "rng": Seed(7)}, functions)
    assert data["dict"][0][1] == {"function": 0}
    assert data["dict"][2][1] == {"seed": 7}
    assert functions == [f, f, np.sin]
    assert decode(data, functions.__getitem__) == {"f": f, "all": [f, np.sin], "rng": Seed(7)}


def test_a_function_has_no_place_in_an_answer():
    with pytest.raises(Unreadable, match="type function has no form on the wire"):
        encode(lambda x: x)
    with pytest.raises(Unreadable, match="unknown tag"):
        decode({"function": 0})
    assert ask(lambda: np.sin, {}).unreadable == "a value of type ufunc"


@pytest.mark.parametrize("number", [-1, 1.0, "7", True, 1 << 1024])
def test_a_seed_that_is_no_whole_number_is_malformed(number):
    with pytest.raises(Unreadable):
        decode({"seed": number})
