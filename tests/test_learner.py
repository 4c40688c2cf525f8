"""The learner's verbs in a notebook: check, hint, solution, submit, progress."""

import functools
import os
import subprocess
import sys
from collections import Counter
from types import FunctionType

import nbclient
import nbformat
import numpy as np
import pytest

from bpcourse import learner, records
from bpcourse.autograders import exercises
from bpcourse.cards import Card
from bpcourse.grading.verdict import CORRECT, INVALID, NOT_ATTEMPTED, PARTIAL, WRONG
from bpcourse.learner import check, hint, progress, solution, submit
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


def test_a_right_formula_is_told_whether_sympy_proves_it():
    from sympy import Abs, Symbol, exp

    z = Symbol("z")
    proved = check(dsigmoid_dz=1 / (2 + exp(z) + exp(-z)))
    assert proved.message.startswith("Correct: it agrees with the reference at all 12 points, and SymPy proves it")
    at_points = check(dsigmoid_dz=exp(-Abs(z)) / (1 + exp(-Abs(z))) ** 2)
    assert at_points.message.startswith("Correct: it agrees with the reference at all 12 points, and they decide.")
    assert (at_points.status, at_points.points) == (proved.status, proved.points) == (CORRECT, 2)


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
        (lambda: check(None), "check got None. Give it the function, not its result: `check(your_function)`."),
        (lambda: check(double, double=double), "Give one answer"),
        (lambda: check(double=double, sigmoid=double), "Give one answer"),
        (lambda: check(double(3)), "check got the number 6. Give it the function, not its result:"),
        (lambda: check(double(np.ones(3))), "check got an array of shape (3,). Give it the function, not its result:"),
        (lambda: check(0.5), "An answer that is no function needs its exercise's name: `check(name=answer)`."),
        (lambda: check("text"), "check got text in quotes. Give it the function"),
        (
            lambda: check("double"),
            "check got a name in quotes. Give it the answer itself, without quotes: `check(double)`.",
        ),
        (lambda: check("dloss_dw_value"), "without quotes: `check(dloss_dw_value=dloss_dw_value)`."),
        (lambda: check(lambda x: 2 * x), "A lambda has no name."),
        (lambda: check(sigmiod=double), "No exercise is called `sigmiod`. Did you mean `sigmoid`?"),
        (lambda: check(qqqqqq=double), "No exercise is called `qqqqqq`. `bpcourse list` names them all."),
        (lambda: check(np.tan), "No exercise is called `tan`."),
        (lambda: check(functools.partial(double)), "No exercise is called `partial`."),
        (
            lambda: check(functools.partial(double)),
            "or a wrapped one, needs the exercise's: `check(double=your_function)`.",
        ),
        (lambda: check(double=2.0), "`double` is a number; expected a function: `def double(...):`."),
        (lambda: check(double=None), "`double` is None; expected a function: `def double(...):`."),
    ],
    ids=range(18),
)
def test_a_call_that_cannot_be_judged_gets_a_sentence_and_no_points(call, sentence):
    verdict = call()
    assert verdict.status == INVALID and sentence in verdict.message
    assert (verdict.points, verdict.max_points) == (0, 0)


def test_a_formula_that_has_no_name_with_it_is_called_a_formula():
    from sympy import Symbol, exp

    for formula in (Symbol("z"), exp(Symbol("z"))):
        assert check(formula).message.startswith("check got a formula. ")
        assert repr(hint(formula)).startswith("hint\nhint got a formula. Write the exercise's name in quotes: ")


# An exercise that calls another one


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def neuron(x, w, b):
    return sigmoid(x @ w + b)


def dloss_dw(x, w, b, y):
    a = neuron(x, w, b)
    return (a - y) * a * (1 - a) * x


def stub(*inputs):
    raise NotImplementedError


def of_its_name(name, function):
    """The function as it were if it had been defined under the name of an exercise."""
    return FunctionType(function.__code__.replace(co_name=name), globals(), name)


def test_a_function_that_calls_a_stub_is_told_to_write_that_first(monkeypatch):
    monkeypatch.setitem(globals(), "neuron", of_its_name("neuron", stub))
    verdict = check(dloss_dw)
    assert verdict.message == (
        "Your `dloss_dw` calls `neuron`, which is not written yet. Write `neuron` first, run its cell, then check "
        "again. Nothing is wrong with `dloss_dw` so far."
    )
    assert check(neuron).status == NOT_ATTEMPTED


def test_a_right_function_that_calls_a_wrong_one_is_told_that_it_is_right_and_which_one_to_mend(monkeypatch):
    monkeypatch.setitem(globals(), "sigmoid", of_its_name("sigmoid", lambda z: 1 / (1 + np.exp(z))))
    for name, helper in (("neuron", "sigmoid"), ("dloss_dw", "neuron")):
        verdict = check(globals()[name])
        assert (verdict.status, verdict.points) == (WRONG, 0)
        assert verdict.message == (
            f"Your `{name}` calls `{helper}`, and `{helper}` is not right yet. Mend `{helper}` first: run "
            f"`check({helper})`. With a right `{helper}`, your `{name}` is right."
        )
    assert records.read("sigmoid") is None  # judged, and not checked


def test_a_function_that_is_wrong_itself_hears_that_after_the_wrong_one_that_it_calls(monkeypatch):
    monkeypatch.setitem(globals(), "sigmoid", of_its_name("sigmoid", lambda z: 1 / (1 + np.exp(z))))
    verdict = check(of_its_name("neuron", lambda x, w, b: sigmoid(x @ w - b)))
    assert "Mend `sigmoid` first: run `check(sigmoid)`. `neuron` has a mistake of its own as well." in verdict.message
    assert verdict.mistake == "sign of b"


def test_a_function_that_is_wrong_by_itself_is_told_so_when_what_it_calls_is_right():
    assert check(of_its_name("neuron", lambda x, w, b: sigmoid(x @ w))).mistake == "no bias"


def test_a_right_function_is_right_whatever_else_is_wrong(monkeypatch):
    monkeypatch.setitem(globals(), "sigmoid", of_its_name("sigmoid", lambda z: 0 * z))
    right = of_its_name("neuron", lambda x, w, b: 1 / (1 + np.exp(-(x @ w + b))) if b else sigmoid(x))
    assert check(right).status == CORRECT


def test_a_wrong_helper_leaves_the_points_as_they_were_judged(monkeypatch):
    monkeypatch.setitem(globals(), "sigmoid", of_its_name("sigmoid", lambda z: np.exp(z) / (1 + np.exp(z))))
    verdict = check(neuron)
    assert (verdict.status, verdict.points) == (PARTIAL, 2.25)
    assert verdict.message.endswith("With a right `sigmoid`, your `neuron` is right.")


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


@pytest.mark.parametrize("ask", [hint, solution])
def test_hint_and_solution_of_a_value_ask_for_the_name(ask):
    verb = ask.__name__
    for value, words in ((None, "None"), (3.0, "the number 3"), (np.ones(2), "an array of shape (2,)")):
        assert ask(value).paragraphs == (
            f'{verb} got {words}. Write the exercise\'s name in quotes: `{verb}("name_of_the_exercise")`.',
        )


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


def test_the_solution_asks_first_and_says_how_many_hints_are_left():
    card = solution(double)
    assert card.paragraphs[0].startswith("0 of 4 hints used.")
    assert "return 2 * x" not in repr(card)
    assert card.paragraphs[1] == "To see it, run `solution(double, show=True)`."
    assert 'solution("dloss_dw_value", show=True)' in repr(solution("dloss_dw_value"))
    hint(double)
    assert solution(double).paragraphs[0].startswith("1 of 4 hints used.")


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
    monkeypatch.setattr("secrets.randbits", lambda bits: next(drawn))
    monkeypatch.setattr(
        batch, "grade_file", lambda path, seed, *rest: seeds.append(seed) or grade_file(path, seed, *rest)
    )
    for _ in range(2):
        submitted = submit("01_one_neuron.ipynb")
    assert seeds == [11, 22]
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
    assert shown[5].startswith("Submitted: 1 of 1 point\n")
    [head, row] = (tmp_path / "submissions" / "00_start" / "results.csv").read_text(encoding="utf-8").splitlines()
    assert head.startswith("submission,exercise") and row.startswith("00_start.ipynb,double,00,1,1,correct,")


def test_in_a_real_kernel_what_was_typed_tells_which_exercise_is_meant(tmp_path):
    cells = [
        "from bpcourse import check, hint\nimport sympy\n" + DOUBLE,
        "check(double(3))",
        "dsigmoid_dz = sympy.exp(-sympy.Symbol('z')); hint(dsigmoid_dz)",
        "check(dsigmoid_dz)",
        "dloss_dw_value = None\nhint( dloss_dw_value )",
        "check(4 + 2)",
        "check(dloss_dw_value)\ncheck(double(2))",
    ]
    shown = run_in_a_kernel(tmp_path, "a.ipynb", cells, ["x = 1"])
    assert "check got the number 6. Give it the function, not its result: `check(double)`." in shown[1]
    assert 'hint got a formula. Write the exercise\'s name in quotes: `hint("dsigmoid_dz")`.' in shown[2]
    assert "check got a formula. Give it the exercise's name as well: `check(dsigmoid_dz=dsigmoid_dz)`." in shown[3]
    assert 'hint got None. Write the exercise\'s name in quotes: `hint("dloss_dw_value")`.' in shown[4]
    assert "Give it the function, not its result: `check(your_function)`." in shown[5]
    assert "check got the number 4. Give it the function, not its result: `check(your_function)`." in shown[6]
