"""Answers that may rightly differ are compared by what the exercise measures of them; programs to mend."""

from dataclasses import replace

import numpy as np

from bpcourse.grading.exercise import Case, Mistake
from bpcourse.grading.values import Seed
from bpcourse.grading.verdict import CORRECT, NOT_ATTEMPTED, WRONG
from bpcourse.grading.verify import judged, verify, verify_cells
from tests.grading.sample import THRICE, thrice


def spread(weights, inputs):
    """The shape of a draw, and whether its spread is 1/sqrt(rows)."""
    right = abs(weights.std() * np.sqrt(inputs["rows"]) - 1) < 0.1
    return {"shape": weights.shape, "spread": "right" if right else "wrong"}


def draw(rows, rng):
    return rng.normal(size=(rows, 400)) / np.sqrt(rows)


DRAW = replace(
    THRICE,
    name="draw",
    reference=draw,
    correct=(
        lambda rows, rng: rng.standard_normal((rows, 400)) * rows**-0.5,
        lambda rows, rng: rng.uniform(-1, 1, size=(rows, 400)) * np.sqrt(3 / rows),
    ),
    mistakes=(
        Mistake("not scaled", lambda rows, rng: rng.normal(size=(rows, 400)), "Not scaled.", "look."),
        Mistake("transposed", lambda rows, rng: draw(rows, rng).T, "Transposed.", "look."),
        Mistake("one row", lambda rows, rng: draw(rows, rng)[0], "One row.", "look."),
    ),
    cases=lambda rng: [Case("7 rows", {"rows": 7, "rng": Seed(int(rng.integers(1000)))})],
    measured=spread,
)


def test_a_draw_is_right_when_what_is_measured_of_it_is():
    assert verify(DRAW) == []
    assert judged(DRAW, lambda rows, rng: -draw(rows, rng)[::-1], 3).status == CORRECT


def test_what_cannot_be_measured_is_called_by_its_kind():
    verdict = judged(DRAW, lambda rows, rng: "7", 0)
    assert verdict.message == "Your function returned text in quotes; expected an array of shape (7, 400)."


def test_nothing_is_still_told_apart():
    assert judged(DRAW, lambda rows, rng: None, 0).mistake == "returns None"


def in_words(order, inputs):
    early = next((a for a, b in zip(order, sorted(order), strict=True) if a != b), None)
    return "sorted" if early is None else f"{early} stands too early."


SORTS = replace(
    THRICE,
    name="sorts",
    reference=sorted,
    correct=(lambda x: sorted(x), lambda x: list(np.sort(x))),
    mistakes=(
        Mistake("backwards", lambda x: sorted(x)[::-1], "It is backwards.", "look."),
        Mistake("as it was", lambda x: x, "It is as it was.", "look."),
        Mistake("numbers", lambda x: 7, "That is a number.", "look."),
    ),
    cases=lambda rng: [Case("three numbers", {"x": [3, 1, 2]})],
    measured=in_words,
)


def test_a_measure_in_words_is_what_the_learner_reads():
    verdict = judged(SORTS, lambda x: [2, 1, 3], 0)
    assert (verdict.status, verdict.message) == (WRONG, "2 stands too early.")
    assert verdict.seen == "With x = [3, 1, 2]."


def test_what_is_returned_is_set_against_what_is_asked_for_and_not_against_its_measure():
    verdict = judged(SORTS, lambda x: set(x), 0)
    assert verdict.message == "Your function returned a value of type set; expected a list of 3 values."


def test_a_graph_among_the_inputs_is_shown_whole_and_a_large_one_by_its_size():
    graph = {"x": [], "y": ["x", "x"], "z": ["y", "x"]}
    local = {"x": [], "y": [0.123456, 2.0], "z": [1, -0.5]}
    for inputs, shown in (
        ({"graph": graph, "local": local}, "{'x': [], 'y': [0.1235, 2], 'z': [1, -0.5]}: expected 6, got 7."),
        ({"graph": {i: [i - 1] for i in range(100)}, "local": {}}, "With graph = a dict of 100 values, local = {}: "),
    ):
        cases = [Case("a graph", inputs)]
        counts = replace(
            THRICE,
            reference=lambda graph, local: 6,
            mistakes=tuple(replace(one, answer=lambda graph, local: 8) for one in THRICE.mistakes),
            cases=lambda rng, cases=cases: cases,
        )
        assert shown in judged(counts, lambda graph, local: 7, 0).seen


def test_texts_are_shown_when_they_differ():
    texts = replace(
        THRICE,
        reference=lambda x: "sign",
        mistakes=tuple(replace(one, answer=lambda x: "none") for one in THRICE.mistakes),
    )
    verdict = judged(texts, lambda x: "factor", 0)
    assert verdict.message == "The result is 'factor'; expected 'sign'."
    keys = replace(texts, reference=lambda x: {"a": 1.0, "b": 2.0})
    assert judged(keys, lambda x: {"a": 1.0, "c": 2.0}, 0).message == (
        "The result is a dict with the keys ['a', 'c']; expected a dict with the keys ['a', 'b']."
    )


MENDS = replace(
    THRICE,
    name="thrice",
    stub="def helper(x):\n    return x\n\n\ndef thrice(x):\n    return 2 * helper(x)\n",
    mends=True,
)


def test_a_broken_program_left_as_it_is_or_only_rewritten_is_not_attempted():
    assert verify(MENDS) == []
    assert verify_cells([MENDS]) == []
    verdict = judged(MENDS, lambda x: x + x, 0)
    assert verdict.status == NOT_ATTEMPTED
    assert verdict.message.startswith("Not mended yet: on every case it still gives what the broken program gives.")


def test_a_broken_program_that_was_mended_or_changed_is_judged():
    assert judged(MENDS, thrice, 0).status == CORRECT
    assert judged(MENDS, lambda x: np.where(np.asarray(x) > 100, x, 2 * np.asarray(x)), 0).status == WRONG


def test_an_exercise_whose_broken_program_needs_something_else_is_reported():
    needy = replace(MENDS, stub="def thrice(x):\n    return doubled(x)\n")
    assert verify_cells([needy]) == ["thrice: its stub, a program to mend, runs on no case"]
