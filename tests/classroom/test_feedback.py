"""What each learner reads: the points that count, what to do next, and nothing that a name or an error could run."""

import re
from html.parser import HTMLParser

from bpcourse.classroom.feedback import as_markdown, as_page
from bpcourse.classroom.names import Learner
from bpcourse.classroom.standings import reports
from bpcourse.classroom.telling import write_reports
from bpcourse.grading.verdict import PARTIAL
from tests.classroom.books import HOSTILE, a_book, invalid, right, untouched, verdict


class Reading(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


def only_report(folder, *attempts):
    with a_book(folder, *attempts) as gradebook:
        [report] = reports(gradebook)
    return report


def test_the_best_attempt_counts_and_the_last_one_is_explained(tmp_path):
    half = verdict(status=PARTIAL, share=0.5, message="Half.", seen="With z = 1000.", next="look far out.")
    report = only_report(tmp_path, ("Ada", [verdict()]), ("Ada", [half]), ("Ada", [verdict(message="Worse again.")]))
    assert (report.points, report.max_points) == (1.0, 2)
    for text in (Reading(as_page(report)).text, as_markdown(report)):
        assert "1 of 2 points" in text and "wrong, partial, wrong; the best one counts" in text
        assert "Worse again." in text and "Half." not in text


def test_what_was_got_right_once_needs_no_more_reading(tmp_path):
    report = only_report(tmp_path, ("Ada", [right(), right("neuron")]), ("Ada", [verdict(message="Later.")]))
    for text in (as_page(report), as_markdown(report)):
        assert "5 of 5 points" in text and "Later." not in text and "do next" not in text


def test_exercises_stand_in_the_courses_order_and_what_was_not_attempted_is_said(tmp_path):
    report = only_report(tmp_path, ("Ada", [untouched("neuron"), right("sigmoid"), right("double")]))
    assert [one.exercise for one in report.standings] == ["double", "sigmoid", "neuron"]
    assert "| `neuron` | 0 of 3 | not attempted |" in as_markdown(report)


def test_a_file_that_could_not_be_graded_is_told_to_its_learner(tmp_path):
    report = only_report(tmp_path, ("Ada", [invalid("a.ipynb is not a notebook.")]))
    assert "a.ipynb is not a notebook." in as_page(report) and "0 of 0 points" in as_page(report)
    assert "a.ipynb is not a notebook." in as_markdown(report)


def test_what_a_learner_controls_is_shown_and_never_obeyed(tmp_path):
    everything = verdict(message=HOSTILE, seen=HOSTILE, next=HOSTILE, mistake=HOSTILE)
    report = only_report(tmp_path, (HOSTILE, [everything, invalid(HOSTILE)]))
    page = Reading(as_page(report))
    assert not {"script", "a", "img"} & set(page.tags)
    assert page.text.count('<script>alert("x")</script>') >= 5
    markdown = as_markdown(report)
    outside_code = re.sub(r"`[^`\n]*`", "", markdown.replace("\\`", ""))
    assert not re.search(r"(?<!\\)[<\[]", outside_code)
    assert all(line.count("|") - line.count("\\|") in (0, 4) for line in outside_code.splitlines())


def test_a_line_that_would_begin_a_list_or_a_heading_is_text(tmp_path):
    for message, written in (("# x", "\\# x"), ("- x", "\\- x"), ("1. x", "\\1. x"), ("a - b # c", "a - b # c")):
        report = only_report(tmp_path / str(hash(message)), ("Ada", [verdict(message=message)]))
        assert f"\n{written}\n" in as_markdown(report)


def test_each_learner_gets_files_of_a_safe_name_of_their_own(tmp_path):
    learners = [Learner("Ada", "1"), Learner("Ada", "2"), Learner("李小明"), Learner("../../up"), Learner("ADA")]
    with a_book(tmp_path / "out", *((learner, [right()]) for learner in learners)) as gradebook:
        write_reports(gradebook, tmp_path / "out", "Contained.")
    written = sorted(path.name for path in (tmp_path / "out" / "feedback").iterdir())
    assert len(written) == 10 and {"Ada (1).html", "Ada (2).md", "李小明.html", "up.html"} <= set(written)
    assert len(list((tmp_path / "out" / "gradescope").glob("*.json"))) == 5
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_name_that_has_become_two_learners_is_no_ones_any_more(tmp_path):
    with a_book(tmp_path, (Learner("Ada", "1"), [right()])) as gradebook:
        write_reports(gradebook, tmp_path, "Contained.")
        assert (tmp_path / "feedback" / "Ada.html").exists()
        gradebook.enter(Learner("Ada", "2"), "file", b"other")
        write_reports(gradebook, tmp_path, "Contained.")
    assert not (tmp_path / "feedback" / "Ada.html").exists() and not (tmp_path / "gradescope" / "Ada.json").exists()
    assert (tmp_path / "feedback" / "Ada (1).html").exists()
