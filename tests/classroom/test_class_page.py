"""The report on a class: counts that were made by hand, what to teach next, and nobody's name."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from bpcourse.autograders import exercises
from bpcourse.classroom.anonymous import without_names
from bpcourse.classroom.class_facts import AT_FIRST, LATER, NOT_YET, PARTLY, UNTOUCHED, class_facts
from bpcourse.classroom.class_page import class_page
from bpcourse.classroom.names import Learner
from bpcourse.grading.helpers import UNWRITTEN, WRONG_HELPER
from bpcourse.grading.verdict import CRASHED, ERROR, PARTIAL
from tests.classroom.books import HOSTILE, a_book, invalid, right, untouched, verdict
from tests.classroom.test_feedback import Reading


def named(mistake, name="sigmoid", **more):
    return verdict(name, mistake=mistake, **more)


def odd(seen, message="No mistake that is known.", **more):
    return verdict(message=message, seen=seen, **more)


def facts_of(folder, *attempts):
    with a_book(folder, *attempts) as gradebook:
        return class_facts(gradebook)


def page_of(folder, *attempts):
    with a_book(folder, *attempts) as gradebook:
        return class_page(gradebook, "Containment: full.")


def section(page, heading):
    return page.partition(f"<h2>{heading}</h2>")[2].partition("<h2>")[0]


# Counting


def test_each_learner_is_counted_once_by_how_far_they_came(tmp_path):
    facts = facts_of(
        tmp_path,
        ("at first", [right()]),
        ("at first", [verdict()]),
        ("later", [verdict()]),
        ("later", [right()]),
        ("partly", [verdict(status=PARTIAL, share=0.5)]),
        ("partly", [verdict(status=ERROR)]),
        ("not yet", [verdict(status=CRASHED)]),
        ("not yet", [untouched()]),
        ("untouched", [untouched()]),
        ("untouched, then right", [untouched()]),
        ("untouched, then right", [right()]),
        ("elsewhere", [right("double")]),
        ("unreadable", [invalid()]),
    )
    assert facts.outcomes == {
        "double": {AT_FIRST: 1},
        "sigmoid": {AT_FIRST: 2, LATER: 1, PARTLY: 1, NOT_YET: 1, UNTOUCHED: 1},
    }
    assert list(facts.outcomes) == ["double", "sigmoid"]
    assert (facts.learners, facts.submissions, facts.invalid) == (8, 13, 1)


def test_a_mistake_counts_the_learners_who_ever_made_it_and_those_who_still_do(tmp_path):
    facts = facts_of(
        tmp_path,
        ("a", [named("tanh")]),
        ("a", [named("tanh")]),
        ("b", [named("tanh")]),
        ("b", [right()]),
        ("c", [named("overflow", status=PARTIAL, share=0.5), named("no bias", "neuron")]),
        ("c", [named("tanh"), named("no bias", "neuron")]),
        ("d", [named("no bias", "neuron")]),
        ("e", [named(WRONG_HELPER), named(UNWRITTEN, "neuron")]),
    )
    counted = [(one.exercise, one.mistake, one.ever, one.still) for one in facts.mistakes]
    assert counted == [("sigmoid", "tanh", 3, 2), ("neuron", "no bias", 2, 2), ("sigmoid", "overflow", 1, 0)]


def test_equal_wrong_answers_without_a_name_are_counted_together(tmp_path):
    facts = facts_of(
        tmp_path,
        *((learner, [odd("expected 1, got 2.")]) for learner in "abca"),
        ("d", [odd("expected 1, got 3.")]),
        ("e", [named("tanh", seen="expected 1, got 2.")]),
        ("f", [right()]),
    )
    assert [(one.learners, one.seen) for one in facts.unnamed] == [(3, "expected 1, got 2."), (1, "expected 1, got 3.")]


def test_the_points_are_those_of_the_best_attempts(tmp_path):
    facts = facts_of(
        tmp_path,
        ("all", [right(), right("neuron")]),
        ("most", [right("neuron"), verdict()]),
        ("most", [verdict("neuron"), untouched()]),
        ("none", [untouched(), verdict("neuron")]),
        ("unreadable", [invalid()]),
    )
    assert facts.points == [2, 0, 0, 0, 0, 0, 1, 0, 0, 1]


# Telling


def test_what_to_teach_next_is_what_most_learners_still_get_wrong_with_where_to_read_again(tmp_path):
    page = page_of(
        tmp_path,
        *((learner, [named("tanh")]) for learner in "abc"),
        *((learner, [named("overflow")]) for learner in "vwxyz"),
        *((learner, [right()]) for learner in "wxyz"),
        ("v", [named("no bias", "neuron"), right()]),
    )
    [first, second] = re.findall(r"<li>.*?(?=<li>|</ol>)", section(page, "Teach this next"))
    assert "tanh</b>" in first and "(3 learners still)" in first and "no bias" in second
    tanh = next(mistake for mistake in exercises()["sigmoid"].mistakes if mistake.name == "tanh")
    assert tanh.says[:20] in first and exercises()["sigmoid"].read.split(",")[0] in first


def test_a_class_that_mended_everything_is_told_so(tmp_path):
    page = page_of(tmp_path, ("a", [named("tanh")]), ("a", [right()]))
    assert "No mistake that has a name is left" in section(page, "Teach this next")
    assert "1, of whom 1 mended it" in section(page, "Mistakes that have a name")


def test_the_share_right_at_the_first_attempt_is_written_beside_each_exercise(tmp_path):
    page = page_of(tmp_path, ("a", [right()]), ("b", [right()]), ("c", [verdict()]), ("c", [right()]))
    assert "67% right at first" in section(page, "How far the class is")


def test_rare_mistakes_are_counted_and_not_all_shown(tmp_path):
    page = page_of(tmp_path, *((str(number), [named(f"mistake {number}")]) for number in range(11)))
    assert "And 3 rarer mistakes." in page


@pytest.mark.parametrize("attempts", [(), (("a", [invalid()]),), (("a", [untouched()]),)], ids=["none", "bad", "empty"])
def test_a_class_of_which_little_is_known_has_a_page(tmp_path, attempts):
    assert "Containment: full." in page_of(tmp_path, *attempts)


def test_files_that_could_not_be_graded_are_counted(tmp_path):
    assert "2 files could not be graded." in page_of(tmp_path, ("a", [invalid()]), ("b", [invalid()]))


# Nobody is named, and nothing runs


def test_no_learners_name_is_in_the_page_whatever_their_answers_say(tmp_path):
    learners = [Learner("Ada Lovelace", "123456"), Learner("Zoë"), Learner("李小明"), Learner("Bo Li"), Learner("x")]
    page = page_of(
        tmp_path,
        *(
            (
                one,
                [
                    odd(f"got '{one.name} {one.ident}'.", message=f"ValueError: by {one.name.upper()}"),
                    invalid(one.name),
                ],
            )
            for one in learners
        ),
        (learners[0], [odd("got 'LOVELACE', ada_lovelace.", message="Zoe\u0308 did it")]),
        (learners[0], [named("rounded", message="You are ADA.")]),
    )
    text = Reading(page).text.casefold()
    for name in ("ada", "lovelace", "123456", "zoë", "李小明", "bo li"):
        assert name.casefold() not in text


def test_names_are_taken_out_and_numbers_are_left_alone():
    learners = [Learner("Ada Lovelace", "1234"), Learner("Al"), Learner("Eve")]
    texts = ["Adalovelace said 0.1234 and 1234, eve never", "A matrix, an evening", "AL and Al"]
    assert without_names(texts, learners) == ["… said 0.1234 and …, … never", "A matrix, an evening", "AL and Al"]


def test_what_learners_control_is_shown_and_never_obeyed(tmp_path):
    page = page_of(
        tmp_path,
        (HOSTILE, [odd(HOSTILE, message=HOSTILE)]),
        ("b", [named(HOSTILE, message=HOSTILE), invalid(HOSTILE)]),
    )
    assert not {"script", "a", "img"} & set(Reading(page).tags)


def test_the_page_needs_nothing_beside_itself(tmp_path):
    page = page_of(tmp_path, ("a", [named("tanh")]))
    assert not re.search(r"""(src|href)=|url\(|@import""", page)
    assert "default-src 'none'" in page
    assert set(re.findall(r"https?://[^\"']+", page)) == {"http://www.w3.org/2000/svg"}


def test_the_figures_are_well_formed(tmp_path):
    page = page_of(tmp_path, ("a", [named(HOSTILE), right("neuron")]), ("b", [verdict()]))
    figures = re.findall(r"<svg.*?</svg>", page)
    assert len(figures) == 3
    for figure in figures:
        ElementTree.fromstring(re.sub(r"=([\w.]+)(?=[ />])", r'="\1"', figure))
