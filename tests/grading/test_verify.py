"""The rule of the build reports each way to break it, and an exercise that cannot keep it cannot be declared."""

from dataclasses import replace

import numpy as np
import pytest

from bpcourse.grading.exercise import Case, Mistake
from bpcourse.grading.verify import SEEDS, verify, verify_cells
from tests.grading.sample import FORMULA, THRICE, VALUE, thrice


def test_an_exercise_that_keeps_the_rule_has_no_failures():
    assert verify(THRICE) == []
    assert verify(VALUE) == []


def test_a_right_way_that_is_not_right_is_reported_for_every_seed():
    failures = verify(replace(THRICE, correct=(thrice, lambda x: 3.1 * x)))
    assert len(failures) == len(SEEDS)
    assert failures[0].startswith("thrice, seed 0: right way 2 is judged: ")


def test_a_right_way_that_changes_its_input_is_reported():
    def in_place(x):
        x *= 3.0
        return x

    assert "in place" in verify(replace(THRICE, correct=(thrice, in_place)))[0]


def test_a_formula_that_is_not_the_reference_is_reported():
    [first, *_] = verify(replace(FORMULA, formula="exp(-z) + 1"))
    assert first.startswith("formula, seed 0: its formula is judged: ")


def _with(mistake):
    return replace(THRICE, mistakes=(*THRICE.mistakes, mistake))


def test_a_mistake_that_passes_is_reported():
    assert verify(_with(Mistake("none", thrice, "Wrong.", "Look.")))[0] == "thrice, seed 0: the mistake 'none' passes"


def test_a_mistake_that_gets_the_name_of_another_is_reported_unless_it_says_so():
    twin = Mistake("minus", lambda x: -3.0 * x, "Wrong.", "Look.")
    assert verify(_with(twin))[0] == "thrice, seed 0: the mistake 'minus' is called 'sign'"
    assert verify(_with(replace(twin, same_as="sign"))) == []


def test_a_mistake_that_gets_no_name_is_reported():
    calls = []

    def never_the_same(x):
        calls.append(x)
        return thrice(x) + len(calls)

    assert verify(_with(Mistake("moody", never_the_same, "Wrong.", "Look.")))[0].endswith("'moody' is called 'nothing'")


def test_an_exercise_of_edge_cases_alone_is_reported():
    edges = replace(THRICE, cases=lambda rng: [replace(case, edge=True) for case in THRICE.cases(rng)])
    assert verify(edges)[0] == "thrice, seed 0: every case is an edge case, so half the points are for nothing"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"mistakes": (*THRICE.mistakes, THRICE.mistakes[0])}, "'sign' is the name of two mistakes or of two cases"),
        (
            {"mistakes": (*THRICE.mistakes[:3], replace(THRICE.mistakes[3], same_as="that one"))},
            "the mistake 'nothing done' is the same as 'that one', which there is not",
        ),
        (
            {"cases": lambda rng: [Case("one", {"x": np.array([1.5])}), Case("one", {"x": np.array([rng.normal()])})]},
            "'one' is the name of two mistakes or of two cases",
        ),
        (
            {"cases": lambda rng: [Case("one", {"x": np.array([1.5, 200.0])})]},
            "every seed draws the same numbers, which a learner can write into the answer",
        ),
    ],
)
def test_what_is_declared_twice_or_not_at_all_is_reported(change, sentence):
    assert verify(replace(THRICE, **change))[0] == f"thrice: {sentence}"


def test_inputs_that_cannot_be_sent_to_another_process_are_reported():
    cases = lambda rng: [Case("one", {"x": {1.0, rng.normal()}})]  # noqa: E731
    exercise = replace(THRICE, reference=max, correct=(max, max), cases=cases)
    assert verify(exercise)[0] == (
        "thrice: the inputs of 'one' cannot be sent: a value of type set has no form on the wire"
    )


def test_a_short_form_that_is_not_recognised_is_reported():
    assert verify(FORMULA) == []
    [form] = FORMULA.short_forms
    passed_over = replace(FORMULA, short_forms=(form, replace(form, name="the same once more")))
    assert verify(passed_over)[0].startswith("formula, seed 0: the short form 'the same once more' is judged: ")


def test_a_stub_that_answers_is_reported():
    assert verify_cells([replace(THRICE, stub="def thrice(x):\n    return x\n")]) == [
        "thrice: its stub is not judged as not attempted"
    ]


def test_a_solution_that_does_not_pass_is_reported():
    assert verify_cells([replace(THRICE, solution="def thrice(x):\n    return x\n")])[0].startswith(
        "thrice: its solution is judged: "
    )


def test_a_solution_may_use_an_earlier_one():
    later = replace(
        THRICE, name="later", stub=THRICE.stub.replace("thrice", "later"), solution="def later(x): return thrice(x)"
    )
    assert verify_cells([THRICE, later]) == []
    assert "NameError" in verify_cells([later])[0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "two words"}, "its name 'two words' is not a Python name"),
        ({"difficulty": "hard"}, "difficulty 'hard' is not one of"),
        ({"hints": ("one",)}, "it has 1 hints, expected 4"),
        ({"correct": (thrice,)}, "it has 1 other right ways, expected at least 2"),
        ({"mistakes": THRICE.mistakes[:2]}, "it names 2 mistakes, expected at least 3"),
        ({"points": 0}, "its points and minutes must be positive"),
        ({"minutes": -1}, "its points and minutes must be positive"),
    ],
)
def test_a_declaration_that_is_incomplete_is_refused_with_the_exercise_and_the_reason(change, sentence):
    with pytest.raises(ValueError, match="of chapter 03: ") as refused:
        replace(THRICE, **change)
    assert sentence in str(refused.value)
