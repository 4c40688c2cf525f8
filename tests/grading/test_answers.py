"""Asking a learner's function: whatever it does, there is an answer, and the questions stay as they were."""

import warnings

import numpy as np
import pytest

from bpcourse.grading.answers import FORMULA, ask, ask_learner, calls
from bpcourse.grading.inputs import identical


def test_a_function_is_called_with_the_inputs_in_their_order():
    assert ask(lambda first, second: first - second, {"b": 5.0, "a": 3.0}).value == 2.0


def test_the_inputs_are_copies_and_a_change_in_place_is_noticed_by_name():
    inputs = {"x": np.ones(3), "w": np.ones(2), "graph": {"a": ["b"]}}

    def changes(x, w, graph):
        x *= 2
        graph["a"].append("c")
        return x

    answer = ask(changes, inputs)
    assert answer.changed == ("x", "graph")
    assert inputs["x"].tolist() == [1, 1, 1] and inputs["graph"] == {"a": ["b"]}


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x.sort(),
        lambda x: x.resize(1, refcheck=False),
        lambda x: setattr(x, "shape", (3, 1)),
        lambda x: x.view().__iadd__(1),
        lambda x: x.__setitem__(0, np.nan),
        lambda x: x.__setitem__(1, -0.0),
    ],
    ids=["sort", "resize", "shape", "through a view", "nan", "minus zero"],
)
def test_every_way_to_change_an_array_is_noticed(change):
    assert ask(lambda x: change(x), {"x": np.array([2.0, 0.0, 1.0])}).changed == ("x",)


def test_a_function_that_only_reads_changes_nothing():
    assert ask(lambda x: x[::-1] + x.copy(), {"x": np.array([np.nan, 1.0])}).changed == ()


def test_an_answer_that_is_a_view_of_its_input_is_kept_as_a_value_of_its_own():
    x = np.arange(4.0)
    answer = ask(lambda x: x[::2], {"x": x})
    x[:] = 9
    assert answer.value.tolist() == [0, 2] and answer.changed == ()


def test_what_a_function_prints_is_swallowed_and_noted(capsys):
    assert ask(lambda x: print("x" * 100_000), {"x": 1.0}).printed
    assert not ask(lambda x: x, {"x": 1.0}).printed
    assert capsys.readouterr().out == ""


def test_an_exception_is_an_answer_with_its_type_its_message_and_the_line():
    def stops(x):
        return np.ones(3) @ np.ones(2)

    answer = ask(stops, {"x": 1.0})
    assert answer.raised == "ValueError" and not answer.returned
    assert "mismatch" in answer.error and answer.line == "return np.ones(3) @ np.ones(2)"


def test_system_exit_is_an_answer_and_endless_recursion_too():
    def leaves(x):
        raise SystemExit(3)

    def calls_itself(x):
        return calls_itself(x)

    assert ask(leaves, {"x": 1.0}).raised == "SystemExit"
    assert ask(calls_itself, {"x": 1.0}).raised == "RecursionError"


def test_an_exception_of_the_learners_own_that_is_no_ordinary_one_is_an_answer_too():
    class Odd(BaseException):
        def __str__(self):
            raise KeyError

    def stops(x):
        raise Odd

    answer = ask(stops, {"x": 1.0})
    assert (answer.raised, answer.error, answer.line) == ("Odd", "", "raise Odd")


def test_keyboard_interrupt_passes_so_that_a_learner_can_stop_an_endless_loop():
    def stopped_by_hand(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(stopped_by_hand, {"x": 1.0})


def test_warnings_cost_nothing_even_when_the_learner_made_them_errors():
    def overflows(x):
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        return np.exp(x) * 0 + 1

    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        answer = ask(overflows, {"x": np.array([1.0, 1000.0])})
    assert answer.returned and answer.value[0] == 1.0


@pytest.mark.parametrize(
    ("returned", "value"),
    [(np.float64(0.25), 0.25), (np.int32(3), 3), (np.bool_(True), True)],
    ids=["float64", "int32", "bool"],
)
def test_a_numpy_number_is_answered_as_a_python_number(returned, value):
    answer = ask(lambda: returned, {})
    assert type(answer.value) is type(value) and answer.value == value


def test_a_subclass_of_ndarray_is_answered_as_an_ndarray():
    answer = ask(lambda x: x.view(np.matrix), {"x": np.ones((2, 2))})
    assert type(answer.value) is np.ndarray and answer.value.shape == (2, 2)


def test_a_generator_is_an_answer_that_cannot_be_judged():
    def yields(x):
        yield x

    answer = ask(yields, {"x": 1.0})
    assert answer.unreadable == "a value of type generator" and not answer.returned


def test_a_value_answers_as_it_stands():
    assert ask(-0.25, {}).value == -0.25
    assert ask(None, {}).value is None
    assert ask({1, 2}, {}).given == "a value of type set"
    assert ask(2**2000, {}).given == "an integer of more than 1,024 bits"


def test_a_number_for_a_formula_is_a_constant_one_and_other_values_are_of_another_kind():
    points = {"z": np.array([0.5, 1.0])}
    assert ask(0.25, points).value.tolist() == [0.25, 0.25]
    assert ask(2**1023 * 2 - 1, points).given == "a number"
    assert ask("exp(-z)", points).given == "text in quotes"
    assert ask([0.25, 0.25], points).given == "a list of 2 values"
    assert ask(None, points).value is None and ask(None, points).returned


@pytest.mark.parametrize(
    ("submitted", "kind", "given"),
    [
        (3.0, "function", "a number"),
        (None, "function", "None"),
        (lambda: 3.0, "value", "a function"),
        (lambda z: z, "expression", "a function"),
        (float, "expression", "a function"),
    ],
)
def test_an_answer_of_another_kind_than_the_exercise_asks_for_is_not_asked_further(submitted, kind, given):
    answer = ask_learner(submitted, {"z": 1.0} if kind == "expression" else {}, kind)
    assert answer.given == given and not answer.returned and answer.value is None


def test_an_answer_of_the_kind_that_is_asked_for_is_asked():
    assert ask_learner(lambda x: 2 * x, {"x": 3.0}, "function").value == 6.0
    assert ask_learner(0.5, {}, "value").value == 0.5


def test_a_function_that_returns_a_formula_is_told_apart():
    import sympy

    assert ask(lambda x: sympy.exp(x), {"x": 1.0}).unreadable == FORMULA
    assert ask(lambda x: sympy.Symbol("x"), {"x": 1.0}).unreadable == FORMULA


def test_the_functions_that_a_function_may_call_are_found_by_name():
    def with_everything(x, first=len):
        inner = [int(x) for _ in range(2)]
        return np.double(sum(inner)) + (lambda: abs(x))()

    assert calls(with_everything) == ("abs", "int", "np", "range", "sum")
    assert calls(np.tan) == calls(0.5) == calls(with_everything.__call__) == ()


def test_any_callable_can_be_asked():
    class Doubles:
        def __call__(self, x):
            return 2 * x

    assert ask(Doubles(), {"x": 3.0}).value == 6.0
    assert ask(lambda *inputs: inputs[0] * 2, {"x": 3.0}).value == 6.0
    assert ask(lambda x, factor=2: factor * x, {"x": 3.0}).value == 6.0


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (1.0, 1.0, True),
        (1, 1.0, False),
        (float("nan"), float("nan"), True),
        ([1.0, (2.0,)], [1.0, (2.0,)], True),
        ([1.0], [1.0, 2.0], False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, False),
        (np.ones(2), np.ones(2), True),
        (np.ones(2), np.ones((1, 2)), False),
        (np.ones(2), np.ones(2, np.float32), False),
        (np.array([np.nan]), np.array([np.nan]), True),
    ],
    ids=str,
)
def test_identical_means_entry_by_entry_and_of_one_type(before, after, same):
    assert identical(before, after) is same
