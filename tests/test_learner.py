"""The learner's verbs in a notebook: check, hint, solution, submit, progress."""

import functools
import os
import subprocess
import sys
from collections import Counter

import nbclient
import nbformat
import numpy as np
import pytest

from bpcourse import learner, records
from bpcourse.autograders import exercises
from bpcourse.cards import Card
from bpcourse.grading.verdict import CORRECT, INVALID, NOT_ATTEMPTED, PARTIAL, WRONG
from bpcourse.learner import Submitted, check, hint, progress, solution, submit
from tests.classroom.cells import DOUBLE, solutions, write_notebook


@pytest.fixture(autouse=True)
def fresh(tmp_path, monkeypatch):
    """A learner who has done nothing yet, in an empty folder."""
    monkeypatch.setenv("BPCOURSE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(learner, "_hints_given", Counter())
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.chdir(tmp_path)


def double(x):
    return 2 * x


# check


def test_check_finds_the_exercise_by_the_functions_own_name():
    verdict = check(double)
    assert (verdict.exercise, verdict.status, verdict.points) == ("double", CORRECT, 1)
    assert verdict.message == "Correct: 3 of 3 cases here. Grading draws new numbers."


def test_check_finds_the_exercise_by_the_keyword():
    assert check(dloss_dw_value=-0.167).status == CORRECT
    assert check(dloss_dw_value=0.167).mistake == "sign"
    assert check(double=lambda x: x + x).status == CORRECT
    assert check(double=functools.partial(np.multiply, 2)).status == CORRECT


def test_check_takes_a_symbolic_answer():
    from sympy import Symbol, exp, sqrt

    z = Symbol("z")
    assert check(dsigmoid_dz=1 / (2 + exp(z) + exp(-z))).status == CORRECT
    assert check(dsigmoid_dz=-exp(-z) / (1 + exp(-z)) ** 2).mistake == "sign"
    assert check(dsigmoid_dz=sqrt(Symbol("a"))).message == (
        "Your answer cannot be judged: it contains a, and should contain only z."
    )


def test_check_of_the_stub_is_not_attempted_and_leaves_no_trace():
    namespace = {}
    exec(exercises()["double"].stub, namespace)
    assert check(namespace["double"]).status == NOT_ATTEMPTED
    assert check(dloss_dw_value=None).status == NOT_ATTEMPTED
    assert records.read("double") is None


def test_check_asks_the_same_questions_each_time():
    assert check(double=lambda x: x).seen == check(double=lambda x: x).seen != ""


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: check(), "Give one answer"),
        (lambda: check(None), "Give one answer"),
        (lambda: check(double, double=double), "Give one answer"),
        (lambda: check(double=double, sigmoid=double), "Give one answer"),
        (lambda: check(0.5), "A value needs the exercise's name with it"),
        (lambda: check("double"), "A value needs the exercise's name with it"),
        (lambda: check(lambda x: 2 * x), "A lambda has no name."),
        (lambda: check(sigmiod=double), "No exercise is called `sigmiod`. Did you mean `sigmoid`?"),
        (lambda: check(qqqqqq=double), "No exercise is called `qqqqqq`. `bpcourse list` names them all."),
        (lambda: check(np.tan), "No exercise is called `tan`."),
        (lambda: check(functools.partial(double)), "No exercise is called `partial`."),
        (lambda: check(double=2.0), "`double` asks for a function; you gave float."),
        (lambda: check(double=None), "`double` asks for a function; you gave NoneType."),
    ],
    ids=range(13),
)
def test_a_call_that_cannot_be_judged_gets_a_sentence_and_no_points(call, sentence):
    verdict = call()
    assert verdict.status == INVALID and sentence in verdict.message
    assert (verdict.points, verdict.max_points) == (0, 0)


def test_check_lets_a_learner_stop_an_endless_loop():
    def stopped_by_hand(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(double=stopped_by_hand)


def test_check_works_after_the_learner_made_numpy_raise():
    with np.errstate(all="raise"):
        assert check(sigmoid=lambda z: 1 / (1 + np.exp(-z))).status == CORRECT
        assert check(sigmoid=lambda z: np.exp(z) / (1 + np.exp(z))).mistake == "overflow"


def test_a_sigmoid_that_is_clipped_is_told_where_it_is_wrong():
    def clipped(z):
        return np.clip(1 / (1 + np.exp(-np.asarray(z))), 1e-7, 1 - 1e-7)

    verdict = check(sigmoid=clipped)
    assert (verdict.status, verdict.points) == (PARTIAL, 1.5)
    assert verdict.message == "Right on 4 of 5 cases; wrong on z = -1000."


# hint, solution


def test_each_hint_says_one_more_and_the_last_one_says_that_it_is_the_last():
    shown = [hint(double) for _ in range(5)]
    assert [card.title for card in shown[:2]] == [
        "Hint 1 of 4 for double: a nudge",
        "Hint 2 of 4 for double: the shape",
    ]
    assert [card.paragraphs[0] for card in shown[:4]] == list(exercises()["double"].hints)
    assert [card.paragraphs[1] for card in shown] == ["Run it again for the next hint."] * 3 + [
        "That was the last hint."
    ] * 2
    assert repr(shown[4]) == repr(shown[3])


def test_hints_of_two_exercises_are_counted_apart_and_a_name_will_do():
    hint(double)
    assert hint("dloss_dw_value").title == "Hint 1 of 4 for dloss_dw_value: a nudge"
    assert hint("double").title.startswith("Hint 2 of 4")


def test_an_unknown_exercise_gets_a_sentence_from_hint_and_solution_too():
    for ask in (hint, solution):
        assert "Did you mean `sigmoid`?" in repr(ask("sigmod"))
        assert "No exercise is called" in repr(ask(np.tan))


def test_the_solution_asks_first_and_says_what_was_tried():
    card = solution(double)
    assert "You have not checked an attempt yet. 0 of 4 hints used." in card.paragraphs
    assert "return 2 * x" not in repr(card)
    assert card.paragraphs[1] == "To see it, run `solution(double, show=True)`."
    assert 'solution("dloss_dw_value", show=True)' in repr(solution("dloss_dw_value"))
    check(double=lambda x: x)
    check(double)
    hint(double)
    assert solution(double).paragraphs[0] == "You have checked it 2 times. 1 of 4 hints used."


def test_the_solution_shows_its_code_and_why():
    card = solution(double, show=True)
    assert card.code == exercises()["double"].solution
    assert card.paragraphs == (exercises()["double"].explanation,)
    assert "<pre" in card._repr_html_()


def test_a_card_shows_text_as_text_and_back_quotes_as_code():
    html = Card("<b>", ("`a < b`",), "if a < b:")._repr_html_()
    assert "&lt;b&gt;" in html and "<code>a &lt; b</code>" in html and "if a &lt; b:" in html


# progress


def test_progress_survives_a_restart(tmp_path):
    check(double)
    check(dloss_dw_value=0.1)
    program = "from bpcourse import progress; print(repr(progress()).encode('ascii', 'replace').decode())"
    again = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=dict(os.environ))
    assert again.returncode == 0, again.stderr
    lines = {line.split()[1]: line for line in again.stdout.splitlines() if line.startswith("  ")}
    assert "1 of 1  correct" in lines["double"]
    assert "0 of 2  wrong" in lines["dloss_dw_value"]
    assert "not started" in lines["sigmoid"]


def test_progress_is_empty_at_first():
    assert progress().points == 0 and set(progress().records.values()) == {None}


# submit


def test_submit_outside_a_notebook_says_what_to_do():
    card = submit()
    assert card.title == "Nothing was submitted"
    assert 'Name it: `submit("01_one_neuron.ipynb")`.' in repr(card)


def test_submit_of_a_file_that_is_no_submission_says_why(tmp_path):
    assert "cannot be read" in repr(submit("none.ipynb"))
    (tmp_path / "a.txt").write_text("text")
    assert "a.txt is neither a notebook (.ipynb) nor a Python file (.py)." in repr(submit("a.txt"))


def test_submit_grades_the_file_on_new_numbers_and_writes_the_record(tmp_path, monkeypatch):
    write_notebook(tmp_path / "01_one_neuron.ipynb", [*solutions(1), "dloss_dw_value = 0.1671"], chapter=1)
    drawn = iter([11, 22])
    seeds = []
    from bpcourse.classroom import batch

    grade_file = batch.grade_file
    monkeypatch.setattr(learner.secrets, "randbits", lambda bits: next(drawn))
    monkeypatch.setattr(
        batch, "grade_file", lambda path, seed, *rest: seeds.append(seed) or grade_file(path, seed, *rest)
    )
    for _ in range(2):
        submitted = submit("01_one_neuron.ipynb")
    assert seeds == [11, 22]
    assert isinstance(submitted, Submitted)
    assert submitted.summary == "Submitted: 14 of 16 points"
    assert submitted.written == "submissions/01_one_neuron/results.csv"
    rows = (tmp_path / submitted.written).read_text(encoding="utf-8").splitlines()
    assert len(rows) == 7 and ",dloss_dw_value,01,0,2,wrong,sign," in rows[5]
    assert "The size is right, the sign is not." in repr(submitted) and "sign" in submitted._repr_html_()
    assert records.read("sigmoid").submitted and records.read("dloss_dw_value").status == WRONG


def run_in_a_kernel(folder, name, cells, saved):
    """The text that each cell prints in a real kernel, in a folder where the notebook's file holds `saved`."""
    write_notebook(folder / name, saved)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return [
        "".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs)
        for cell in notebook.cells
    ]


def test_in_a_real_kernel_unsaved_changes_are_refused_and_saved_ones_graded(tmp_path):
    cells = [
        "from bpcourse import check, submit",
        "%matplotlib inline\n" + DOUBLE,
        "%time 1 + 1\n!echo\ncheck(double)",
        "submit()",
        "import shutil; shutil.copy('saved', '00_start.ipynb')",
        "submit()",
    ]
    write_notebook(tmp_path / "saved", cells)
    write_notebook(tmp_path / "another.ipynb", ["x = 1", exercises()["double"].stub])
    old = [*cells]
    old[1] = exercises()["double"].stub
    shown = run_in_a_kernel(tmp_path, "00_start.ipynb", cells, old)
    assert "double: 1 of 1 point (correct)" in shown[2]
    assert shown[3].startswith("Nothing was submitted yet: save first")
    assert "The file 00_start.ipynb does not hold your latest version of `double`." in shown[3]
    assert shown[5].startswith("Submitted: 1 of 1 points")
    [head, row] = (tmp_path / "submissions" / "00_start" / "results.csv").read_text(encoding="utf-8").splitlines()
    assert head.startswith("submission,exercise") and row.startswith("00_start.ipynb,double,00,1,1,correct,")
