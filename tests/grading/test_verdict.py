"""A verdict as a reader sees it: in a terminal, and in a notebook, where a learner's text is never markup."""

import pytest

from bpcourse.grading.verdict import CORRECT, INVALID, STATUSES, WRONG, Verdict, as_html


def test_a_verdict_reads_as_points_message_case_and_next_step():
    verdict = Verdict("neuron", 1, WRONG, 0, 3, "No bias.", "no bias", "With x = 1.", "read chapter 01.")
    assert repr(verdict).splitlines() == [
        "✗ neuron: 0 of 3 points (wrong)",
        "No bias.",
        "Seen: With x = 1.",
        "Next: read chapter 01.",
    ]


def test_empty_parts_leave_no_lines():
    assert repr(Verdict("double", 0, CORRECT, 1, 1, "Correct.")) == "✓ double: 1 of 1 point (correct)\nCorrect."


def test_points_are_written_without_idle_zeros():
    assert Verdict("a", 1, WRONG, 1.5, 2, "").headline == "a: 1.5 of 2 points"
    assert Verdict("check", -1, INVALID, 0, 0, "Give one answer.").headline == "check"


@pytest.mark.parametrize("status", STATUSES)
def test_the_status_stands_in_words_and_not_only_in_colour(status):
    verdict = Verdict("a", 1, status, 0, 1, "Message.")
    assert status in repr(verdict) and f" {status}</span>" in verdict._repr_html_()


def test_what_a_learner_wrote_is_never_markup():
    attack = "<script>alert(1)</script>"
    html = Verdict(attack, 1, WRONG, 0, 1, attack, attack, attack, attack)._repr_html_()
    assert "<script" not in html and html.count("&lt;script&gt;") == 5


def test_code_between_back_quotes_is_set_as_code():
    assert as_html("write `a < b` here") == "write <code>a &lt; b</code> here"
