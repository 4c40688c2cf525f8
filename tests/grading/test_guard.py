"""Who judges the judge: it is spoiled in every way that we could think of, and each time something here must notice.

The guards are the rule of the build (`verify`, on every exercise of the course) and the tests of test_judge.py that
take no arguments.
"""

import inspect

import numpy as np
import pytest

from bpcourse.autograders import exercises
from bpcourse.grading import answers, compare, diagnosis, judge, measuring, verify
from bpcourse.grading.verify import verify as broken_rules
from tests.grading import test_judge
from tests.grading.sample import ORDINARY_ONLY, THRICE, VALUE

BEHAVIOUR = [
    test
    for name, test in vars(test_judge).items()
    if name.startswith("test_") and not inspect.signature(test).parameters
]


def complaints():
    """What the guards find: behaviour tests that fail, then broken rules of the build. A guard that stops counts."""
    for test in BEHAVIOUR:
        try:
            test()
        except Exception as error:
            yield f"{test.__name__}: {error!r}"
    for exercise in (*exercises().values(), THRICE, ORDINARY_ONLY, VALUE):
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
    assert any(broken_rules(exercise) for exercise in exercises().values())
