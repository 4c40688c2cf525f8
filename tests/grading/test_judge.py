"""The judge: what earns how much, and what each kind of answer is told.

`test_guard.py` calls the tests without arguments again, with a judge that has been spoiled on purpose.
"""

from dataclasses import replace

import numpy as np
import pytest

from bpcourse.grading import diagnosis, judge, verify
from bpcourse.grading.answers import Answer, ask, ask_learner
from bpcourse.grading.exercise import Case, Mistake
from bpcourse.grading.helpers import UNWRITTEN
from bpcourse.grading.verdict import CORRECT, CRASHED, ERROR, NOT_ATTEMPTED, PARTIAL, TIMEOUT, WRONG
from bpcourse.grading.wrong_numbers import NOT_FINITE
from tests.grading.sample import ORDINARY_ONLY, THRICE, VALUE, fails_far_out, thrice


def judged(submitted, exercise=THRICE):
    return verify.judged(exercise, submitted, 1)


def wrong_where(condition):
    """Right, but one more than it should be where the condition on x holds."""
    return lambda x: thrice(x) + 1.0 * condition(np.asarray(x))


def is_number(x):
    return x.ndim == 0


def is_vector(x):
    return x.ndim == 1 and x.size == 4


def is_matrix(x):
    return x.ndim == 2


def is_above(x):
    return x > 100


def is_below(x):
    return x < -100


# What an answer earns


def test_a_right_answer_earns_all_points():
    for right in (thrice, *THRICE.correct):
        verdict = judged(right)
        assert (verdict.status, verdict.points, verdict.mistake) == (CORRECT, 4, "")


def test_an_answer_that_is_wrong_on_one_ordinary_case_earns_nothing_whichever_case_it_is():
    for condition in (is_number, is_vector, is_matrix):
        verdict = judged(wrong_where(condition))
        assert (verdict.status, verdict.points) == (WRONG, 0)


def test_an_answer_that_is_wrong_on_one_edge_case_loses_its_share_of_half_the_points():
    for condition in (is_above, is_below):
        verdict = judged(wrong_where(condition))
        assert (verdict.status, verdict.points) == (PARTIAL, 3)


def test_an_answer_that_is_wrong_on_every_edge_case_keeps_half_the_points():
    verdict = judged(wrong_where(lambda x: np.abs(x) > 100))
    assert (verdict.status, verdict.points) == (PARTIAL, 2)


def test_edge_cases_alone_earn_nothing():
    verdict = judged(lambda x: thrice(x) if np.max(np.abs(x)) > 100 else -thrice(x))
    assert (verdict.status, verdict.points) == (WRONG, 0)


def test_without_edge_cases_it_is_all_or_nothing():
    assert judged(thrice, ORDINARY_ONLY).points == 4
    assert judged(wrong_where(is_matrix), ORDINARY_ONLY).points == 0


def test_a_share_of_the_points_is_rounded_to_cents():
    edges = [Case(f"edge {i}", {"x": np.array([10.0**i])}, edge=True) for i in range(1, 4)]
    exercise = replace(THRICE, points=1, cases=lambda rng: [Case("one", {"x": 1.0}), *edges])
    assert judged(wrong_where(lambda x: x > 50), exercise).points == 0.67
    assert judged(wrong_where(lambda x: x > 500), exercise).points == 0.83


def test_a_right_answer_that_changes_its_input_keeps_half_and_is_told_which_input():
    def in_place(x):
        x *= 3.0
        return x

    verdict = judged(in_place)
    assert (verdict.status, verdict.points, verdict.mistake) == (PARTIAL, 2, "changes its input")
    assert "`x` in place" in verdict.message and "copy" in verdict.next


def test_a_change_that_the_exercise_declares_is_told_in_its_own_sentence():
    def in_place(x):
        x *= 3.0
        return x

    declared = Mistake("changes its input", in_place, "You wrote into x.", "write into a new array.")
    verdict = judged(in_place, replace(THRICE, mistakes=(*THRICE.mistakes, declared)))
    assert (verdict.points, verdict.message, verdict.next) == (2, "You wrote into x.", "write into a new array.")


def test_a_wrong_answer_that_changes_its_input_earns_nothing():
    def in_place(x):
        x *= 5.0
        return x

    verdict = judged(in_place)
    assert (verdict.status, verdict.points) == (WRONG, 0)


def test_an_untouched_stub_is_not_attempted():
    def stub(x):
        raise NotImplementedError

    verdict = judged(stub)
    assert (verdict.status, verdict.points) == (NOT_ATTEMPTED, 0)
    assert "raise NotImplementedError" in verdict.message
    value = judged(None, VALUE)
    assert value.status == NOT_ATTEMPTED and "`None`" in value.message


def test_a_half_finished_function_is_an_attempt():
    def half(x):
        if np.ndim(x) == 0:
            return thrice(x)
        raise NotImplementedError

    assert judged(half).status == WRONG


def test_the_numbers_of_cases_and_answers_must_be_the_same():
    cases = THRICE.cases(np.random.default_rng(0))
    with pytest.raises(ValueError, match="thrice: 1 answers for 5 cases"):
        judge.judge(THRICE, cases, [Answer(value=1.0)])


def test_right_numbers_in_the_wrong_places_are_wrong():
    assert judged(lambda x: thrice(x) if np.ndim(x) == 0 else thrice(x)[::-1]).points == 0


def test_right_numbers_in_another_shape_are_wrong():
    for reshape in (lambda a: a.reshape(-1, 1), lambda a: a[np.newaxis], np.atleast_1d):
        assert judged(lambda x, reshape=reshape: reshape(thrice(x))).points == 0


# What an answer is told


def test_a_declared_mistake_is_told_in_its_own_words_with_the_smallest_case_that_shows_it():
    verdict = judged(lambda x: np.asarray(x) * -3)
    assert verdict.mistake == "sign" and verdict.message == "You have the wrong sign."
    assert verdict.next == "look at the sign."
    assert verdict.seen.startswith("With x = 1.") and "expected" in verdict.seen and "got -" in verdict.seen


def test_each_mistake_is_called_by_its_own_name():
    for mistake in THRICE.mistakes:
        assert judged(mistake.answer).mistake == mistake.name


def test_a_mistake_is_named_only_when_every_case_looks_like_it():
    verdict = judged(lambda x: -thrice(x) if np.ndim(x) < 2 else thrice(x) + 1)
    assert verdict.mistake == ""


def test_a_mistake_is_named_by_the_ordinary_cases_when_it_looks_different_at_a_limit():
    verdict = judged(lambda x: np.where(np.abs(x) > 100, np.nan, -thrice(x)))
    assert (verdict.status, verdict.mistake) == (WRONG, "sign")


def test_a_mistake_that_shows_at_a_limit_alone_is_not_seen_in_an_answer_that_is_right_elsewhere():
    assert judged(lambda x: np.where(np.asarray(x) > 100, np.inf, thrice(x))).mistake == NOT_FINITE


def test_an_unknown_mistake_has_no_name_and_is_sent_to_the_text_and_the_hint():
    verdict = judged(lambda x: np.cos(x) + x)
    assert verdict.mistake == ""
    assert verdict.message == "The result has the right shape, but the wrong numbers."
    assert verdict.next == 'read chapter 03, "Multiplying", or run hint(thrice).'
    assert judged(70.0, VALUE).next == 'read chapter 03, "Multiplying", or run hint("thrice_value").'


def test_a_mistake_that_is_right_far_in_keeps_its_points_and_its_name():
    verdict = judged(fails_far_out)
    assert (verdict.status, verdict.points, verdict.mistake) == (PARTIAL, 3, "nan far out")


def test_code_that_always_stops_is_told_what_stopped_it_and_where():
    def stops(x):
        return x * (1 / (2 - 2))

    verdict = judged(stops)
    assert (verdict.status, verdict.points) == (ERROR, 0)
    assert verdict.message == (
        "Your code stopped with ZeroDivisionError: division by zero (in the line `return x * (1 / (2 - 2))`)."
    )
    assert verdict.seen.startswith("With x = 1.") and "Error" not in verdict.seen


def test_code_that_stops_on_some_cases_is_told_on_which():
    def stops(x):
        return thrice(x) if np.ndim(x) < 2 else thrice(x[5])

    verdict = judged(stops)
    assert verdict.status == WRONG
    assert verdict.message.startswith("Your code stopped with IndexError on a matrix: index 5 is out of bounds")


def test_code_that_stops_on_an_edge_case_only_keeps_the_rest():
    def stops(x):
        if np.max(x) > 100:
            raise OverflowError
        return thrice(x)

    verdict = judged(stops)
    assert (verdict.status, verdict.points) == (PARTIAL, 3)
    assert "OverflowError on x = 1000" in verdict.message


def test_none_is_told_to_return_and_print_is_told_apart():
    silent, printing = judged(lambda x: None), judged(lambda x: print(3 * x))
    assert (silent.mistake, printing.mistake) == ("returns None", "prints instead of returning")
    assert "`return`" in silent.message and "in place of `print`" in printing.message


def test_an_answer_that_cannot_be_read_says_what_it_is_and_what_was_expected():
    verdict = judged(lambda x: {1, 2})
    assert verdict.status == WRONG
    assert verdict.message == "Your function returned a value of type set; expected a number."
    value = judged({1, 2}, VALUE)
    assert value.message == "Your answer is a value of type set; expected a number."


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda x: str(x), "The result is text in quotes; expected a number."),
        (lambda x: (x, x), "The result is a tuple of 2 values; expected a number."),
        (lambda x: np.atleast_1d(3.0 * x), "The result is an array of shape (1,); expected a number."),
        (lambda x: 3.0 * np.sum(x), "The result is a number; expected an array of shape (4,)."),
        (lambda x: 3.0 * np.asarray(x).T, "The result has shape (3, 2); expected (2, 3)."),
        (lambda x: thrice(x) * np.nan, "The result contains nan."),
        (lambda x: thrice(x) + np.inf, "The result contains inf."),
        (lambda x: 1.5 * np.asarray(x), "is exactly 0.5 times the right one, everywhere."),
        (lambda x: -thrice(x), "the opposite sign everywhere."),
        (wrong_where(is_vector), "Right on 4 of 5 cases; wrong on a vector."),
        (wrong_where(is_above), "Right on 4 of 5 cases; wrong on x = 1000."),
        (lambda x: thrice(x) * 1j, "The result has the right shape, but the wrong numbers."),
        (lambda x: np.asarray(x) > 0, "The result is True; expected a number."),
    ],
    ids=[
        "kind",
        "tuple",
        "length-1",
        "number",
        "transposed",
        "nan",
        "inf",
        "factor",
        "sign",
        "one-case",
        "edge",
        "complex",
        "bool",
    ],
)
def test_a_wrong_answer_is_described_from_the_outside_in(wrong, message):
    # Mistakes that match none of these answers.
    exercise = replace(THRICE, mistakes=tuple(replace(THRICE.mistakes[1], name=f"cubed {i}") for i in range(3)))
    assert message in judged(wrong, exercise).message


def test_a_factor_is_told_only_when_it_explains_every_entry():
    cases = [Case("zeros", {"x": np.array([0.0, 0.0, 2.0])}), Case("a vector", {"x": np.array([1.0, 2.0])})]
    exercise = replace(THRICE, cases=lambda rng: cases)

    def something_where_nothing_belongs(x):
        return np.where(x == 0, 0.5, thrice(x))

    verdict = judged(something_where_nothing_belongs, exercise)
    assert verdict.message == ("Right on 1 of 2 cases; wrong on zeros. It is wrong only where an input is exactly 0.")


def test_an_ordinary_case_is_shown_before_a_smaller_one_at_a_limit():
    verdict = judged(wrong_where(lambda x: is_matrix(x) | is_above(x)))
    assert verdict.seen.startswith("With x = 0.") or verdict.seen.startswith("With x = -")
    assert "1000" not in verdict.seen


def test_an_exception_is_told_in_pythons_words_once_and_its_meaning_where_it_is_known():
    def asks_the_whole_array(x):
        return 3.0 * x if x > 0 else 0.0

    verdict = judged(asks_the_whole_array)
    assert verdict.message.startswith("`if x > 0` asks one question of a whole array.")
    assert verdict.seen.endswith("(in the line `return 3.0 * x if x > 0 else 0.0`).")
    unknown = judged(lambda x: [].pop())
    assert unknown.message.startswith("Your code stopped with IndexError: pop from empty list")
    assert "IndexError" not in unknown.seen


def test_a_mistake_that_stops_shows_the_exception():
    def stops(x):
        raise LookupError("not there")

    exercise = replace(THRICE, mistakes=(Mistake("stops", stops, "You looked it up.", "look."), *THRICE.mistakes))
    verdict = judged(stops, exercise)
    assert (verdict.mistake, verdict.message) == ("stops", "You looked it up.")
    assert 'LookupError: not there (in the line `raise LookupError("not there")`).' in verdict.seen


def test_rounded_numbers_are_told_to_how_many_decimals():
    verdict = judged(lambda x: np.round(thrice(x), 3))
    assert (verdict.mistake, verdict.message) == ("rounded", "Close, but rounded to 3 decimals. Return all digits.")
    assert judged(lambda x: np.round(thrice(x), 1)).message.startswith("Close, but rounded to one decimal.")


def test_numbers_that_are_nearly_right_are_told_how_far():
    verdict = judged(lambda x: thrice(x) * (1 + 2e-4 * np.cos(thrice(x))))
    assert verdict.message.startswith("Close: your numbers agree with the right ones to about 3 digits")


def test_counts_that_are_off_by_one_are_wrong_and_shown_in_full():
    exercise = replace(
        THRICE,
        reference=lambda x: 10**15,
        mistakes=tuple(replace(one, answer=lambda x: 7) for one in THRICE.mistakes),
    )
    assert judged(lambda x: 10**15, exercise).status == CORRECT
    verdict = judged(lambda x: 10**15 + 1, exercise)
    assert verdict.status == WRONG
    assert "expected 1000000000000000, got 1000000000000001." in verdict.seen
    assert "(301 digits)" in judged(lambda x: 10**300, exercise).seen


def test_a_formula_in_place_of_numbers_is_told_where_it_came_from():
    import sympy

    verdict = judged(lambda x: 3 * sympy.exp(sympy.Symbol("x")))
    assert verdict.message == (
        "Your function returned a SymPy formula: SymPy's `exp` builds formulas. For numbers and arrays write `np.exp`."
    )


def unwritten(x):
    raise NotImplementedError


def test_a_function_that_calls_one_that_is_not_written_is_told_which_and_has_been_attempted():
    verdict = judged(lambda x: 3 * unwritten(x))
    assert (verdict.status, verdict.points, verdict.mistake) == (ERROR, 0, UNWRITTEN)
    assert verdict.message == (
        "Your `thrice` calls `unwritten`, which is not written yet. Write `unwritten` first, run its cell, then check "
        "again. Nothing is wrong with `thrice` so far."
    )
    assert verdict.seen == verdict.next == ""


def passes_on(x):
    return unwritten(x)


def test_a_function_that_is_not_written_is_found_below_another():
    verdict = judged(lambda x: 3 * passes_on(x))
    assert verdict.message.startswith(
        "Your `thrice` calls `passes_on`, which needs `unwritten`, and `unwritten` is not written yet."
    )


def test_a_stub_behind_a_wrapper_is_still_not_attempted():
    def wrapped(function):
        return lambda *inputs: function(*inputs)

    namespace = {}
    exec(THRICE.stub, namespace)
    assert judged(wrapped(namespace["thrice"])).status == NOT_ATTEMPTED


def test_a_reason_not_to_be_implemented_is_an_error_like_any_other():
    def refuses(x):
        raise NotImplementedError("only for x > 7")

    verdict = judged(refuses)
    assert verdict.status == ERROR
    assert verdict.message.startswith("Your code stopped with NotImplementedError: only for x > 7")


def test_what_is_no_function_is_told_what_is_expected():
    cases = THRICE.cases(np.random.default_rng(1))
    answers = [ask_learner(3.0, case.inputs, "function") for case in cases]
    verdict = judge.judge(THRICE, cases, answers)
    assert (verdict.status, verdict.message) == (
        WRONG,
        "`thrice` is a number; expected a function: `def thrice(...):`.",
    )


def test_the_seen_numbers_have_as_many_digits_as_it_takes_to_tell_them_apart():
    exercise = replace(THRICE, cases=lambda rng: [Case("one", {"x": 1.0})])
    verdict = judged(lambda x: 3.00001, exercise)
    assert verdict.seen == "With x = 1: expected 3, got 3.00001."


def test_inputs_that_are_no_numbers_can_be_shown():
    graph = {"e": ["c", "d"], "c": [], "d": []}
    cases = [Case("a graph", {"graph": graph, "source": "c", "sizes": [[1], [1, 2]]})]
    exercise = replace(
        THRICE,
        reference=lambda graph, source, sizes: 2,
        mistakes=tuple(replace(one, answer=lambda *inputs: 7) for one in THRICE.mistakes),
        cases=lambda rng: cases,
    )
    verdict = judged(lambda graph, source, sizes: 3, exercise)
    assert "expected 2, got 3" in verdict.seen and "source = 'c'" in verdict.seen


def test_outputs_of_a_tuple_are_called_by_their_names():
    exercise = replace(
        THRICE,
        reference=lambda x: (x, 2 * x),
        mistakes=tuple(replace(one, answer=lambda x: (x, 9 * x)) for one in THRICE.mistakes),
        outputs=("grad_x", "grad_w"),
    )
    assert "grad_w is text in quotes" in judged(lambda x: (x, "a"), exercise).message
    assert "grad_w has shape (3, 2); expected (2, 3)" in judged(lambda x: (x, 2 * np.asarray(x).T), exercise).message
    assert "grad_x: expected" in judged(lambda x: (x + 1, x), exercise).seen


# Values, worked out on paper


@pytest.mark.parametrize("given", [1.0, -71.9415, 143.883, 35.97, 70, np.nan, np.inf, "72", (70, 94), True, [71.9], 1j])
def test_the_verdict_on_a_wrong_number_never_holds_the_right_one(given):
    verdict = judged(given, VALUE)
    assert verdict.status == WRONG
    assert "71.9" not in verdict.message + verdict.next
    assert verdict.seen == "" or verdict.seen.startswith("You gave ")
    assert "expected" not in verdict.seen


def test_a_right_number_is_correct_without_talk_of_cases():
    assert judged(71.94, VALUE).message == "Correct."


def test_an_unknown_wrong_number_is_shown_back_to_the_learner():
    verdict = judged(12.5, VALUE)
    assert verdict.message == "The number is not right, and it is no mistake that this exercise knows by name."
    assert verdict.seen == "You gave 12.5."


# Here, and at grading


def test_a_check_announces_new_numbers_and_grading_does_not():
    cases = THRICE.cases(np.random.default_rng(1))
    answers = [ask(thrice, case.inputs) for case in cases]
    here, graded = judge.judge(THRICE, cases, answers), judge.judge(THRICE, cases, answers, graded=True)
    assert here.message == "Correct: 5 of 5 cases here. Grading draws new numbers."
    assert graded.message == "Correct: 5 of 5 cases."


@pytest.mark.parametrize(
    ("stopped", "status"), [("timeout", TIMEOUT), ("crashed with signal 11", CRASHED), ("exited with code 1", CRASHED)]
)
def test_an_answer_that_never_came_earns_nothing(stopped, status):
    cases = THRICE.cases(np.random.default_rng(1))
    verdict = judge.judge(THRICE, cases, [Answer(stopped=stopped)] * len(cases), graded=True)
    assert (verdict.status, verdict.points) == (status, 0)


def test_an_answer_that_did_not_come_on_an_edge_case_loses_only_that_share():
    cases = THRICE.cases(np.random.default_rng(1))
    answers = [*(ask(thrice, case.inputs) for case in cases[:-1]), Answer(stopped="timeout")]
    verdict = judge.judge(THRICE, cases, answers, graded=True)
    assert (verdict.status, verdict.points) == (PARTIAL, 3)
    assert verdict.message == "It did not finish in time on x = -1000. Look for a loop that never ends."
    crashed = judge.judge(THRICE, cases, [*answers[:-1], Answer(stopped="exited with code 1")])
    assert crashed.message == "The process that ran it ended early on x = -1000: exited with code 1."


def test_a_mistake_that_stops_is_recognised_by_the_exception():
    cases = THRICE.cases(np.random.default_rng(1))

    def needs_a_number(x):
        if np.ndim(x):
            raise TypeError("one number only")
        return thrice(x)

    number_only = Mistake("number only", needs_a_number, "One number only.", "look.")
    exercise = replace(THRICE, mistakes=(number_only, *THRICE.mistakes))
    assert diagnosis.named(exercise, cases, [ask(needs_a_number, case.inputs) for case in cases]).name == "number only"
    assert diagnosis.named(exercise, cases, [ask(thrice, case.inputs) for case in cases]) is None
