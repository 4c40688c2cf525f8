"""Who judges the judge: it is spoiled in every way that we could think of, and each time something here must notice.

The guards are the rule of the build (`verify`, on every exercise of the course) and the tests of test_judge.py that
take no arguments.
"""

import inspect
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from bpcourse.autograders import ch00, ch01
from bpcourse.grading import (
    answers,
    compare,
    diagnosis,
    following,
    growth,
    inputs,
    judge,
    measuring,
    ordering,
    sentences,
    sharing,
    verify,
    wrong_numbers,
)
from bpcourse.grading.lines import LineCounter
from bpcourse.grading.values import Seed
from bpcourse.grading.verify import verify as broken_rules
from tests.grading import (
    test_following,
    test_growth,
    test_inputs,
    test_judge,
    test_measuring,
    test_ordering,
    test_wrong_numbers,
)
from tests.grading.sample import ORDINARY_ONLY, THRICE, VALUE

EXERCISES = [
    *ch00.EXERCISES,
    *ch01.EXERCISES,
    THRICE,
    ORDINARY_ONLY,
    VALUE,
    test_following.BACKWARD,
    test_growth.GROWING,
]


def calls(module):
    """The tests of a module that need nothing, and those that need only their parameters, one call for each."""
    for name, test in vars(module).items():
        if not name.startswith("test_"):
            continue
        names = list(inspect.signature(test).parameters)
        marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
        if not names:
            yield name, test
        for mark in marks if len(marks) == 1 else []:
            given = [mark.args[0]] if isinstance(mark.args[0], str) and "," not in mark.args[0] else list(mark.args[0])
            if given == names:
                rows = mark.args[1] if len(names) > 1 else [(value,) for value in mark.args[1]]
                yield from ((name, partial(test, *row)) for row in rows)


BEHAVIOUR = [
    call
    for module in (
        test_judge,
        test_following,
        test_measuring,
        test_ordering,
        test_inputs,
        test_growth,
        test_wrong_numbers,
    )
    for call in calls(module)
]


def complaints(behaviour=BEHAVIOUR):
    """What the guards find: behaviour tests that fail, then broken rules of the build. A guard that stops counts."""
    for name, test in behaviour:
        try:
            test()
        except (Exception, pytest.fail.Exception) as error:
            yield f"{name}: {error!r}"
    for exercise in EXERCISES:
        try:
            yield from broken_rules(exercise)
        except Exception as error:
            yield f"{exercise.name}: {error!r}"


def always_agrees(patch):
    patch.setattr(judge, "agree", lambda *_, **__: True)


def never_agrees(patch):
    patch.setattr(judge, "agree", lambda *_, **__: False)


def every_answer_looks_like_every_mistake(patch):
    patch.setattr(measuring, "agree", lambda *_, **__: True)


def no_answer_looks_like_a_mistake(patch):
    patch.setattr(measuring, "agree", lambda *_, **__: False)


def _ignoring(patch, part):
    whole = judge.judge
    patch.setattr(verify, "judge", lambda exercise, cases, given: whole(exercise, cases[part], given[part]))


def ignores_the_last_case(patch):
    _ignoring(patch, slice(None, -1))


def ignores_the_first_case(patch):
    _ignoring(patch, slice(1, None))


def looks_at_the_first_case_only(patch):
    _ignoring(patch, slice(0, 1))


def never_names_a_mistake(patch):
    patch.setattr(diagnosis, "named", lambda *_: None)


def always_names_the_first_mistake(patch):
    patch.setattr(diagnosis, "named", lambda exercise, *_: exercise.mistakes[0])


def always_names_the_last_mistake(patch):
    patch.setattr(diagnosis, "named", lambda exercise, *_: exercise.mistakes[-1])


def gives_full_points_to_partial_answers(patch):
    share = judge._share
    patch.setattr(judge, "_share", lambda cases, right: 1.0 if share(cases, right) else 0.0)


def gives_nothing_to_partial_answers(patch):
    share = judge._share
    patch.setattr(judge, "_share", lambda cases, right: float(share(cases, right) == 1.0))


def takes_every_case_for_an_edge_case(patch):
    patch.setattr(judge, "_share", lambda cases, right: 0.5 + 0.5 * sum(right) / len(right))


def counts_the_right_cases_instead(patch):
    patch.setattr(judge, "_share", lambda cases, right: sum(right) / len(right))


def overlooks_changed_inputs(patch):
    patch.setattr(judge, "name_change", lambda *_: None)


def forgives_changed_inputs(patch):
    patch.setattr(judge, "CHANGED_INPUT_SHARE", 1.0)


def takes_every_failure_for_an_untouched_stub(patch):
    patch.setattr(judge, "_not_attempted", lambda exercise, given: not all(answer.returned for answer in given))


def knows_no_untouched_stub(patch):
    patch.setattr(judge, "_not_attempted", lambda *_: False)


def compares_to_two_digits(patch):
    agree = compare.agree
    for room in (judge, measuring):
        patch.setattr(room, "agree", lambda expected, got, _, **options: agree(expected, got, 0.05, **options))


def compares_bit_by_bit(patch):
    agree = compare.agree
    for room in (judge, measuring):
        patch.setattr(room, "agree", lambda expected, got, _, **options: agree(expected, got, 0.0, **options))


def _agreeing_when(patch, condition):
    """Let the judge take for right whatever has the condition, or agrees."""

    def agree(expected, got, tolerance):
        try:
            alike = bool(condition(np.asarray(expected, float), np.asarray(got, float)))
        except (TypeError, ValueError):
            alike = False
        return alike or compare.agree(expected, got, tolerance)

    patch.setattr(judge, "agree", agree)


def compares_sums_only(patch):
    _agreeing_when(patch, lambda expected, got: np.isclose(expected.sum(), got.sum(), rtol=1e-9))


def compares_sizes_only(patch):
    _agreeing_when(patch, lambda expected, got: np.allclose(np.abs(expected), np.abs(got), rtol=1e-9))


def stretches_shapes_until_they_fit(patch):
    _agreeing_when(patch, lambda expected, got: np.allclose(expected.ravel(), got.ravel(), rtol=1e-9))


def takes_nan_for_right(patch):
    _agreeing_when(
        patch, lambda expected, got: np.allclose(np.where(np.isnan(got), expected, got), expected, rtol=1e-9)
    )


def asks_on_the_inputs_themselves(patch):
    patch.setattr(answers, "handed", lambda value: value)


def takes_an_exception_for_an_answer(patch):
    patch.setattr(answers.Answer, "returned", property(lambda answer: True))


# What an exercise measures, mends and follows


def measures_nothing(patch):
    for room in (judge, measuring):
        patch.setattr(room, "measured", lambda exercise, case, answer: answer)


def lets_a_measure_raise(patch):
    measured = measuring.measured

    def raising(exercise, case, answer):
        found = measured(exercise, case, answer)
        if found.unreadable != answer.unreadable:
            raise TypeError
        return found

    patch.setattr(judge, "measured", raising)


def takes_a_broken_program_for_an_attempt(patch):
    patch.setattr(judge, "same", lambda *_: False)


def takes_every_attempt_for_the_broken_program(patch):
    patch.setattr(judge, "same", lambda *_: True)


def lets_nothing_follow(patch):
    patch.setattr(following, "_follows", lambda *_: False)


def lets_everything_follow(patch):
    patch.setattr(following, "_follows", lambda *_: True)


def lets_zeros_follow_from_zeros(patch):
    follows = following._follows

    def lenient(exercise, name, case, expected, got):
        return follows(exercise, name, case, got, got)

    patch.setattr(following, "_follows", lenient)


def reports_the_last_intermediate_first(patch):
    parts = following.parts
    patch.setattr(judge, "parts", lambda *given: parts(*given)[::-1])


def never_sees_two_mistakes(patch):
    patch.setattr(diagnosis, "two_at_once", lambda *_: None)


def sees_two_mistakes_in_everything(patch):
    def first_two(exercise, *_):
        changes = [one for one in exercise.mistakes if one.change]
        return diagnosis.joined(exercise, *changes[:2]) if len(changes) > 1 else None

    patch.setattr(diagnosis, "two_at_once", first_two)


def puts_every_order_right(patch):
    patch.setattr(ordering, "complaint", lambda *_: ordering.IN_ORDER)


def wants_one_fixed_order(patch):
    complaint = ordering.complaint

    def fixed(steps, value):
        own = [step.key for step in steps if not step.distractor]
        found = complaint(steps, value)
        return "not that one" if found == ordering.IN_ORDER and list(value) not in (own, list(" ".join(own))) else found

    patch.setattr(ordering, "complaint", fixed)


# What a function is given, and how much it may do


def gives_functions_as_they_are(patch):
    patch.setattr(inputs, "_plainly", lambda function: function)


def gives_one_generator_to_all_calls(patch):
    handed, shared = inputs.handed, np.random.default_rng(5)
    patch.setattr(answers, "handed", lambda value: shared if type(value) is Seed else handed(value))


def lets_functions_work_for_ever(patch):
    patch.setattr(answers, "LineCounter", lambda most: LineCounter(100 * most))


def stops_functions_early(patch):
    patch.setattr(answers, "LineCounter", lambda most: LineCounter(most // 100))


def tells_nothing_of_growth(patch):
    patch.setattr(growth, "told", lambda *_: "")


def calls_all_growth_exponential(patch):
    patch.setattr(growth, "_kind", lambda *_: sentences.EXPONENTIAL)


# How wrong numbers look


def looks_at_ordinary_cases_only(patch):
    pattern = wrong_numbers._pattern
    patch.setattr(wrong_numbers, "_pattern", lambda pairs, tolerance: pattern(_ordinary(pairs), tolerance))


def looks_at_all_cases_at_once(patch):
    pairs = wrong_numbers._pairs

    def ordinary_all(*given):
        return [replace(pair, case=replace(pair.case, edge=False)) for pair in pairs(*given)]

    patch.setattr(wrong_numbers, "_pairs", ordinary_all)


def _ordinary(pairs):
    return [pair for pair in pairs if not pair.case.edge] or pairs


def blames_no_input(patch):
    patch.setattr(wrong_numbers.finite, "cause", lambda *_: "")


def says_nothing_of_shapes(patch):
    patch.setattr(wrong_numbers.shapes, "meaning", lambda *_: "")


def overlooks_answers_that_never_change(patch):
    patch.setattr(sharing, "never_changes", lambda *_: False)


def overlooks_hard_coded_examples(patch):
    patch.setattr(sharing, "example_only", lambda *_: "")


def overlooks_exchanged_inputs(patch):
    patch.setattr(wrong_numbers.other_inputs, "told", lambda *_: "")


def overlooks_changes_beside_wrong_numbers(patch):
    patch.setattr(diagnosis, "_with_change", lambda message, _: message)


MUTANTS = [
    always_agrees,
    never_agrees,
    every_answer_looks_like_every_mistake,
    no_answer_looks_like_a_mistake,
    ignores_the_last_case,
    ignores_the_first_case,
    looks_at_the_first_case_only,
    never_names_a_mistake,
    always_names_the_first_mistake,
    always_names_the_last_mistake,
    gives_full_points_to_partial_answers,
    gives_nothing_to_partial_answers,
    takes_every_case_for_an_edge_case,
    counts_the_right_cases_instead,
    overlooks_changed_inputs,
    forgives_changed_inputs,
    takes_every_failure_for_an_untouched_stub,
    knows_no_untouched_stub,
    compares_to_two_digits,
    compares_bit_by_bit,
    compares_sums_only,
    compares_sizes_only,
    stretches_shapes_until_they_fit,
    takes_nan_for_right,
    asks_on_the_inputs_themselves,
    takes_an_exception_for_an_answer,
    measures_nothing,
    lets_a_measure_raise,
    takes_a_broken_program_for_an_attempt,
    takes_every_attempt_for_the_broken_program,
    lets_nothing_follow,
    lets_everything_follow,
    lets_zeros_follow_from_zeros,
    reports_the_last_intermediate_first,
    never_sees_two_mistakes,
    sees_two_mistakes_in_everything,
    puts_every_order_right,
    wants_one_fixed_order,
    gives_functions_as_they_are,
    gives_one_generator_to_all_calls,
    lets_functions_work_for_ever,
    stops_functions_early,
    tells_nothing_of_growth,
    calls_all_growth_exponential,
    looks_at_ordinary_cases_only,
    looks_at_all_cases_at_once,
    blames_no_input,
    says_nothing_of_shapes,
    overlooks_answers_that_never_change,
    overlooks_hard_coded_examples,
    overlooks_exchanged_inputs,
    overlooks_changes_beside_wrong_numbers,
]


def test_the_judge_as_it_is_gives_no_cause_for_complaint():
    assert list(complaints()) == []


@pytest.mark.parametrize("spoil", MUTANTS, ids=lambda spoil: spoil.__name__)
def test_a_spoiled_judge_is_noticed(spoil, monkeypatch):
    spoil(monkeypatch)
    assert next(complaints(), None)


@pytest.mark.parametrize(
    "spoil",
    [always_agrees, never_names_a_mistake, always_names_the_first_mistake, ignores_the_last_case],
    ids=lambda spoil: spoil.__name__,
)
def test_the_rule_of_the_build_alone_notices_the_coarse_ones(spoil, monkeypatch):
    spoil(monkeypatch)
    assert any(broken_rules(exercise) for exercise in EXERCISES)


LOOKS = list(calls(test_wrong_numbers))


@pytest.mark.parametrize("name", [name for name, _ in wrong_numbers.PATTERNS])
def test_each_pattern_of_wrong_numbers_is_missed_when_it_is_not_there(name, monkeypatch):
    rest = tuple(pattern for pattern in wrong_numbers.PATTERNS if pattern[0] != name)
    monkeypatch.setattr(wrong_numbers, "PATTERNS", rest)
    assert next(complaints(LOOKS), None)


@pytest.mark.parametrize("place", range(len(sharing.PROPERTIES)))
def test_each_property_of_the_cases_is_missed_when_it_is_not_there(place, monkeypatch):
    monkeypatch.setattr(sharing, "PROPERTIES", sharing.PROPERTIES[:place] + sharing.PROPERTIES[place + 1 :])
    assert next(complaints(LOOKS), None)
