"""Steps to put in order: every order that the steps allow is right, and a wrong one is told which step and why."""

from dataclasses import replace

import pytest

from bpcourse.grading.answers import ask_learner
from bpcourse.grading.judge import judge
from bpcourse.grading.ordering import Step, ordering
from bpcourse.grading.verdict import CORRECT, NOT_ATTEMPTED, WRONG
from bpcourse.grading.verify import verify, verify_cells

STEPS = (
    Step("C", "z = x w + b"),
    Step("E", "load the labels y"),
    Step("A", "a = sigmoid(z)", after=("C",), says="It needs z."),
    Step("D", "e = a - y", after=("A", "E"), says="It needs a and y."),
    Step("B", "y = a", distractor=True, says="The labels stay as they are."),
)
DECLARED = {
    "name": "forward_order",
    "chapter": 2,
    "points": 2,
    "minutes": 4,
    "difficulty": "core",
    "statement": "Put the steps in order.",
    "hints": ("a", "b", "c", "d"),
    "explanation": "Each step needs the numbers of those before it.",
    "read": 'chapter 02, "Forwards"',
}
ORDER = ordering(STEPS, **DECLARED)


def judged(given):
    cases = ORDER.cases(None)
    return judge(ORDER, cases, [ask_learner(given, {}, "ordering")])


def test_it_keeps_the_rule_of_the_build_and_its_cells_work():
    assert verify(ORDER) == []
    assert verify_cells([ORDER]) == []


def test_its_statement_lists_the_steps_by_their_letters_and_says_how_to_answer():
    assert ORDER.statement == (
        "Put the steps in order.\n\n- **A**: a = sigmoid(z)\n- **B**: y = a\n- **C**: z = x w + b\n- **D**: e = a - y\n"
        '- **E**: load the labels y\n\nGive the letters in order, in quotes, such as `forward_order = "A B C ..."`.'
    )


@pytest.mark.parametrize(
    "given", ["C E A D", "E C A D", "C A E D", "c", "CAED", "c a e d", "caed", "C, A, E, D", ["E", "C", "A", "D"]]
)
def test_every_order_that_the_steps_allow_is_right(given):
    assert judged(given).status == (WRONG if given == "c" else CORRECT)


@pytest.mark.parametrize(
    ("given", "message", "mistake"),
    [
        ("A C E D", "Step A stands too early. It needs z.", "A too early"),
        ("C A D E", "Step D stands too early. It needs a and y.", "D too early"),
        ("D C A E", "Step D stands too early. It needs a and y.", "D too early"),
        ("C A E D B", "Step B does not belong here. The labels stay as they are.", "B does not belong"),
        ("B", "Step B does not belong here. The labels stay as they are.", "B does not belong"),
        ("C A E", "Steps are missing: you gave 3, and 4 belong.", ""),
        ("A E D", "Steps are missing: you gave 3, and 4 belong.", ""),
        ("", "Steps are missing: you gave 0, and 4 belong.", ""),
        ("C A A E D", "Step A stands there twice.", ""),
        ("C A E X", "There is no step X. The steps are A, B, C, D, E.", ""),
        (7, "Your answer is a number; expected the letters of the steps in order, in quotes.", ""),
        (["C", 1], "Your answer is a list of 2 values; expected the letters of the steps in order, in quotes.", ""),
        (
            lambda: "C A E D",
            "Your answer is a function; expected the letters of the steps in order, in quotes.",
            "",
        ),
    ],
)
def test_a_wrong_order_is_told_which_step_and_why(given, message, mistake):
    verdict = judged(given)
    assert (verdict.status, verdict.points) == (WRONG, 0)
    assert (verdict.message, verdict.mistake, verdict.seen) == (message, mistake, "")


def test_no_order_is_not_attempted():
    assert judged(None).status == NOT_ATTEMPTED


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (Step("C", "again"), "the key 'C' is no word of its own"),
        (Step("F G", "two"), "the key 'F G' is no word of its own"),
        (Step("F", "late", after=("G",), says="Late."), "declared before a step that it comes after"),
        (Step("F", "silent", after=("C",)), "step F does not say why it must wait"),
        (Step("F", "lost", distractor=True), "step F does not say why it must wait, or does not belong"),
        (Step("F", "lost", after=("C",), distractor=True, says="No."), "comes after nothing"),
    ],
)
def test_steps_that_cannot_be_judged_are_refused(step, sentence):
    with pytest.raises(ValueError, match="exercise 'forward_order'") as refused:
        ordering((*STEPS, step), **DECLARED)
    assert sentence in str(refused.value)


def test_an_exercise_can_be_made_of_another():
    assert verify(replace(ORDER, points=3)) == []
