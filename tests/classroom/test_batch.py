"""Grading a notebook as a class hands it in: everything odd in it costs what it must, and nothing else."""

import os

import numpy as np
import pytest

from bpcourse.autograders import exercises
from bpcourse.classroom.batch import asking_order, draw, grade_file
from bpcourse.classroom.sandbox.process import SubmissionProcess
from bpcourse.grading.answers import ask
from bpcourse.grading.exercise import Case
from bpcourse.grading.inputs import identical
from bpcourse.grading.judge import judge
from bpcourse.grading.verdict import CORRECT, CRASHED, ERROR, INVALID, NOT_ATTEMPTED, TIMEOUT, WRONG
from tests.classroom.cells import DOUBLE, SECONDS, graded, solutions, write_notebook

CHAPTERS = sorted({exercise.chapter for exercise in exercises().values()})


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_solved_notebook_gets_full_marks_on_every_exercise(tmp_path, chapter):
    verdicts = graded(tmp_path, *solutions(chapter), chapter=chapter)
    assert list(verdicts) == [name for name, one in exercises().items() if one.chapter == chapter]
    for name, verdict in verdicts.items():
        assert (verdict.status, verdict.points) == (CORRECT, exercises()[name].points), verdict


def test_a_solved_python_file_gets_full_marks_too(tmp_path):
    path = tmp_path / "solved.py"
    path.write_text("\n".join(solutions(1)), encoding="utf-8")
    results = grade_file(path, 1, SECONDS)
    assert len(results) == 6 and {result.verdict.status for result in results} == {CORRECT}
    assert {result.submission for result in results} == {path.as_posix()}


def test_stubs_and_an_empty_notebook_are_not_attempted(tmp_path):
    stubs = [exercise.stub for exercise in exercises().values() if exercise.chapter == 1]
    assert {verdict.status for verdict in graded(tmp_path, *stubs, chapter=1).values()} == {NOT_ATTEMPTED}
    assert graded(tmp_path)["double"].status == NOT_ATTEMPTED


def test_a_file_that_cannot_be_graded_is_one_invalid_result(tmp_path):
    [result] = grade_file(tmp_path / "none.ipynb", 1, SECONDS)
    assert result.verdict.status == INVALID and result.verdict.message.endswith(".")
    [result] = grade_file(write_notebook(tmp_path / "a.ipynb", ["x = 1"], chapter=None), 1, SECONDS)
    assert result.verdict.message == "a.ipynb contains no exercise of the course."


# The same seed draws the same numbers, another one others


def inputs(name, seed):
    return [dict(case.inputs) for case in draw(exercises()[name], seed)]


def test_a_seed_draws_the_same_numbers_again_and_another_seed_draws_others():
    assert identical(inputs("sigmoid", 5), inputs("sigmoid", 5))
    assert not identical(inputs("sigmoid", 5), inputs("sigmoid", 6))


def test_two_exercises_never_share_their_numbers():
    assert exercises()["sigmoid"].cases is exercises()["sigmoid_grad"].cases
    assert not identical(inputs("sigmoid", 5), inputs("sigmoid_grad", 5))


def test_grading_does_not_draw_the_numbers_of_the_check():
    checked = [dict(case.inputs) for case in exercises()["double"].cases(np.random.default_rng(0))]
    assert not identical(checked, inputs("double", 0))


@pytest.mark.parametrize("name", ["count_paths", "diagnose_specimen", "dot_test", "good_check"])
def test_a_function_that_counts_its_calls_does_not_know_the_question(tmp_path, name):
    """These have the same right answers for every seed: known by their place, they would earn all points."""
    exercise = exercises()[name]
    cases, again = draw(exercise, 5), draw(exercise, 6)
    known = [ask(exercise.reference, case.inputs) for case in cases]
    assert judge(exercise, again, known).status == CORRECT
    parameters = ", ".join(cases[0].inputs)
    answers = [answer.value for answer in known]
    cell = f"answers = iter({answers!r})\ndef {name}({parameters}):\n    return next(answers)"
    assert graded(tmp_path, cell, chapter=exercise.chapter)[name].points == 0


def test_edge_cases_are_asked_last_in_their_order():
    edges = [True, False, False, True, False]
    cases = [Case("a case", {}, edge=edge) for edge in edges]
    orders = [asking_order(cases, seed) for seed in range(20)]
    assert {tuple(order[3:]) for order in orders} == {(0, 3)} and len({tuple(order) for order in orders}) > 3
    assert all(sorted(order) == list(range(5)) for order in orders) and orders[7] == asking_order(cases, 7)


def test_the_same_seed_gives_the_same_verdicts(tmp_path):
    wrong = "import numpy as np\ndef double(x): return np.asarray(x) + 1"
    assert graded(tmp_path, wrong, seed=7) == graded(tmp_path, wrong, seed=7)
    assert graded(tmp_path, wrong, seed=7)["double"].seen != graded(tmp_path, wrong, seed=8)["double"].seen


def test_an_answer_learned_by_heart_from_the_check_does_not_pass_grading(tmp_path):
    by_heart = "import numpy as np\ndef double(x):\n    rng = np.random.default_rng(0)\n" + (
        "    one = round(float(rng.uniform(3, 9)), 2)\n"
        "    for known in (one, rng.normal(size=4).round(2), rng.normal(size=(2, 3)).round(2)):\n"
        "        if np.shape(x) == np.shape(known) and np.all(x == known): return 2 * known\n"
        "    return 0 * x\n"
    )
    assert graded(tmp_path, by_heart)["double"].status == WRONG


# What never ends, ends early or stops


def test_an_endless_loop_in_one_function_is_a_timeout_and_the_others_are_graded(tmp_path):
    cells = solutions(1)
    cells.append("def sigmoid_grad(z):\n    while True:\n        try: pass\n        except BaseException: pass\n")
    verdicts = graded(tmp_path, *cells, chapter=1, seconds=2.0)
    stuck = verdicts.pop("sigmoid_grad")
    assert (stuck.status, stuck.points) == (TIMEOUT, 0)
    assert stuck.message == "It did not finish within 2 s (on one number). Look for a loop that never ends."
    assert {verdict.status for verdict in verdicts.values()} == {CORRECT}


def test_a_cell_that_never_ends_is_left_out_and_the_others_are_graded(tmp_path):
    assert graded(tmp_path, "x = 1", "while True: pass", DOUBLE, seconds=2.0)["double"].status == CORRECT


def test_an_answer_that_stood_only_in_a_cell_left_out_says_so(tmp_path):
    verdict = graded(tmp_path, DOUBLE + "import os; os._exit(3)")["double"]
    assert verdict.status == CRASHED
    assert verdict.message == "Cell 1 was left out (exited with code 3), and nothing else defines `double`."


def test_a_cell_number_that_a_submission_makes_up_costs_only_the_submission(tmp_path):
    forged = (
        "import os, json, struct\n"
        "message = json.dumps({'cell': 999}).encode()\n"
        "for descriptor in range(3, 20):\n"
        "    try: os.write(descriptor, struct.pack('>I', len(message)) + message)\n"
        "    except OSError: pass\n"
        "os._exit(3)\n"
    )
    verdict = graded(tmp_path, forged, DOUBLE)["double"]
    assert (verdict.status, verdict.points) == (CRASHED, 0)


def test_an_exercise_that_a_cell_left_out_does_not_mention_is_not_attempted(tmp_path):
    verdicts = graded(tmp_path, "while True: pass", "# sigmoid\nwhile True: pass", chapter=1, seconds=2.0)
    assert verdicts["sigmoid"].status == TIMEOUT
    assert verdicts["sigmoid"].message == "Cell 2 was left out (timeout), and nothing else defines `sigmoid`."
    assert {verdicts[name].status for name in verdicts if name != "sigmoid"} == {NOT_ATTEMPTED}


def graded_file(tmp_path, source, seconds=SECONDS):
    path = tmp_path / "file.py"
    path.write_text(source, encoding="utf-8")
    return {result.verdict.exercise: result.verdict for result in grade_file(path, 1, seconds)}


@pytest.mark.parametrize("ending", ["while True: pass", "import os; os._exit(3)", "1 / 0"])
def test_a_statement_of_a_python_file_that_never_ends_or_ends_all_costs_only_itself(tmp_path, ending):
    source = f"import numpy as np\n{ending}\n{DOUBLE}if __name__ == '__main__':\n    main()\n"
    assert graded_file(tmp_path, source, 2.0)["double"].status == CORRECT


def test_an_answer_of_a_python_file_that_stops_is_told_with_its_line(tmp_path):
    verdict = graded_file(tmp_path, "import math\n\ndouble = 1 / 0\n")["double"]
    assert verdict.status == ERROR
    assert verdict.message == (
        "Line 3, which should define `double`, stopped with ZeroDivisionError: division by zero."
    )
    assert "Line 1, which should define `double`, stopped with SyntaxError" in (
        graded_file(tmp_path, "def double(x):\n    return 2 * (x\n")["double"].message
    )


def test_too_many_cells_that_end_the_process_are_given_up_on(tmp_path):
    verdict = graded(tmp_path, *["import os; os._exit(3)"] * 4, DOUBLE)["double"]
    assert verdict.status == CRASHED
    assert verdict.message == "The process that ran it exited with code 3 (while cell 4 ran)."


@pytest.mark.parametrize(
    "cell",
    ["import os; os._exit(0)", "class E(Exception):\n    def __str__(self): return 1 / 0\nraise E"],
    ids=["exit", "error without a text"],
)
def test_a_cell_that_ends_the_process_costs_nothing_but_itself(tmp_path, cell):
    assert graded(tmp_path, cell, DOUBLE, cell)["double"].status == CORRECT


def test_a_cell_that_stops_costs_nothing_but_itself(tmp_path):
    cells = [
        "import sys; sys.exit(1)",
        "raise KeyboardInterrupt",
        "raise BaseException('all of it')",
        "1 / 0",
        "this is no Python",
        "def broken(:\n",
        "x = '\\0'\0",
        "x = '\ud800'",
        "assert False, 'never mind'",
        "import a_package_that_is_not_there",
        "open('data_that_is_not_there.csv')",
        "input('your name? ')",
        "exit()",
        "def again(): again()\nagain()",
    ]
    assert graded(tmp_path, *cells, DOUBLE, *cells)["double"].status == CORRECT
    with SubmissionProcess(list(enumerate(cells)), SECONDS) as process:
        assert list(process.cell_errors) == list(range(len(cells)))


def test_what_a_cell_defined_before_it_stopped_counts(tmp_path):
    assert graded(tmp_path, DOUBLE + "1 / 0\n")["double"].status == CORRECT


def test_an_answer_whose_cell_stopped_too_early_is_told_what_stopped_it(tmp_path):
    verdict = graded(tmp_path, "x = 1", "1 / 0\n" + DOUBLE)["double"]
    assert verdict.status == ERROR
    assert verdict.message == (
        "Cell 2, which should define `double`, stopped with ZeroDivisionError: division by zero."
    )


@pytest.mark.parametrize(
    ("ending", "status"),
    [("raise SystemExit(1)", ERROR), ("return double(x)", ERROR), ("import os; os._exit(1)", CRASHED)],
)
def test_a_function_that_ends_things_is_judged_by_how(tmp_path, ending, status):
    verdict = graded(tmp_path, f"def double(x):\n    {ending}\n")["double"]
    assert (verdict.status, verdict.points) == (status, 0)


# What calls what


WRONG_SIGMOID = "import numpy as np\ndef sigmoid(z): return 1 / (1 + np.exp(z))\n"
CALLS_SIGMOID = "def neuron(x, w, b): return sigmoid(x @ w + b)\n"


def test_a_function_that_calls_a_wrong_one_is_told_to_mend_that_first_and_keeps_its_points(tmp_path):
    verdicts = graded(tmp_path, WRONG_SIGMOID, CALLS_SIGMOID, chapter=1)
    assert (verdicts["sigmoid"].status, verdicts["sigmoid"].mistake) == (WRONG, "sign of z")
    assert (verdicts["neuron"].status, verdicts["neuron"].points) == (WRONG, 0)
    assert verdicts["neuron"].message == (
        "Your `neuron` calls `sigmoid`, and `sigmoid` is not right yet. Mend `sigmoid` first: run `check(sigmoid)`. "
        "`neuron` may be right."
    )


def test_a_right_function_is_never_marked_down_for_a_wrong_one_that_it_names(tmp_path):
    right = "def neuron(x, w, b):\n    if False: sigmoid(x)\n    return 1 / (1 + np.exp(-(x @ w + b)))\n"
    verdict = graded(tmp_path, WRONG_SIGMOID, right, chapter=1)["neuron"]
    assert (verdict.status, verdict.points) == (CORRECT, 3)


def test_a_wrong_function_that_calls_right_ones_only_is_told_what_is_wrong_with_it(tmp_path):
    cells = [*solutions(1), "def neuron(x, w, b): return sigmoid(x @ w)"]
    assert graded(tmp_path, *cells, chapter=1)["neuron"].mistake == "no bias"


def test_a_function_that_calls_one_that_never_ends_is_led_to_it(tmp_path):
    endless = "def sigmoid(z):\n    while True: pass\n"
    verdict = graded(tmp_path, endless, CALLS_SIGMOID, chapter=1, seconds=2.0)["neuron"]
    assert verdict.status == TIMEOUT and verdict.message.startswith("Your `neuron` calls `sigmoid`, and")


def test_a_function_that_calls_a_stub_is_told_to_write_that_first(tmp_path):
    stub = exercises()["sigmoid"].stub
    verdicts = graded(tmp_path, stub, CALLS_SIGMOID, exercises()["dloss_dw"].solution, chapter=1)
    assert verdicts["sigmoid"].status == NOT_ATTEMPTED
    assert verdicts["neuron"].message.startswith("Your `neuron` calls `sigmoid`, which is not written yet.")
    assert verdicts["dloss_dw"].message.startswith("Your `dloss_dw` calls `neuron`, which needs `sigmoid`, and")


def test_a_function_in_place_of_a_number_or_a_formula_earns_nothing(tmp_path):
    formula = "import numpy as np\ndef dsigmoid_dz(z): return np.exp(-z) / (1 + np.exp(-z)) ** 2"
    verdicts = graded(tmp_path, formula, "dloss_dw_value = lambda: -0.167", chapter=1)
    assert verdicts["dsigmoid_dz"].message.startswith("Your answer is a function; expected a SymPy expression in z")
    assert verdicts["dloss_dw_value"].message == "Your answer is a function; expected a number."


# What notebooks contain


def test_what_a_magic_line_assigns_is_kept_and_a_commands_output_is_an_empty_list():
    cells = [
        (0, "%time k = 2\n"),
        (1, "files = !ls -la\ncount = len(files)\n"),
        (2, "if k:\n    m = %time k + 1\n"),
        (3, "found = %who_ls\n%time\n%timeit k = 7\n"),
    ]
    with SubmissionProcess(cells, SECONDS) as process:
        values = {name: process.ask(name, [{}], "value")[0].value for name in ("k", "files", "count", "m", "found")}
    assert values == {"k": 2, "files": [], "count": 0, "m": 3, "found": None}


def test_what_only_a_notebook_understands_costs_its_cell_nothing():
    cells = [
        "%matplotlib inline\nimport math\n",
        "!ls -la\n",
        "%%time\n",
        "%%capture out\n",
        "double?\n",
        "?double\n",
        "double??\n",
        "if True:\n    %time 1 + 1\n",
        "display(3)\nget_ipython().run_line_magic('time', '1')\n",
        "from IPython.display import display\ndisplay(3)\n",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n",
        "from bpcourse import check, hint, solution, submit, progress\nhint('double')\n",
        "from bpcourse import widgets, plots\nwidgets.Explorer(w=1).show()\nfor row in plots.curve([1]): print(row)\n",
        "import bpcourse.widgets.neuron_explorer as explorer\nexplorer.Explorer().data()\n",
    ]
    numbered = [(number, f"{cell}reached_{number} = True\n") for number, cell in enumerate(cells)]
    with SubmissionProcess(numbered, SECONDS) as process:
        assert process.cell_errors == {}
        assert all(process.ask(f"reached_{number}", [{}], "value")[0].value is True for number in range(len(cells)))


def test_a_cell_in_another_language_is_passed_over():
    magics = ("%%bash", "%%html", "%%writefile a.py", "%%javascript")
    cells = [(0, "answer = 1"), *((1 + i, f"{magic}\nanswer = 2\n") for i, magic in enumerate(magics))]
    with SubmissionProcess(cells, SECONDS) as process:
        assert process.cell_errors == {}
        assert process.ask("answer", [{}], "value")[0].value == 1


@pytest.mark.parametrize("module", ["reference.activations", "autograders.ch00", "grading.judge"])
def test_the_answers_cannot_be_imported_and_the_error_says_so(tmp_path, module):
    verdict = graded(tmp_path, f"from bpcourse.{module} import double\n")["double"]
    assert verdict.status == ERROR
    assert f"ImportError: bpcourse.{module.split('.')[0]}" in verdict.message
    assert "is not there when a submission is graded: write your own version" in verdict.message


@pytest.mark.parametrize(
    "cell",
    [
        "sum = 3; list = 4; len = 5; print = 6; type = 7; id = 8\n",
        "import numpy as np, warnings\nnp.seterr(all='raise'); warnings.simplefilter('error')\n",
        "import sys\nsys.setrecursionlimit(200)\n",
        "import os\nos.chdir('/'); os.environ.clear()\n",
        "import sys\nsys.stdout = None; sys.stderr = None\n",
        "import random, numpy as np\nrandom.seed(0); np.random.seed(0)\n",
        "__name__ = 'elsewhere'\n",
    ],
    ids=lambda cell: cell[:30].strip(),
)
def test_an_odd_beginning_does_not_cost_the_rest(tmp_path, cell):
    assert graded(tmp_path, cell, DOUBLE)["double"].status == CORRECT


def test_a_right_answer_counts_in_whatever_way_it_is_defined():
    definitions = [
        "double = lambda x: 2 * x",
        "double: object = lambda x: 2 * x",
        "(double := lambda x: 2 * x)",
        "def double(x, factor=2): return factor * x",
        "def double(*inputs): return inputs[0] * 2",
        "import functools, operator\ndouble = functools.partial(operator.mul, 2)",
        "class Doubles:\n    def __call__(self, x): return 2 * x\ndouble = Doubles()",
        "def two(f):\n    def wrapper(*a): return f(*a) * 2\n    return wrapper\n@two\ndef double(x): return x",
        "calls = 0\ndef double(x):\n    global calls\n    calls += 1\n    return 2 * x",
        "def double(x):\n    print('here')\n    return 2 * x",
        "import numpy as np\ndouble = np.vectorize(lambda x: 2 * x)",
    ]
    cells = [(i, definition.replace("double", f"double_{i}")) for i, definition in enumerate(definitions)]
    cases = draw(exercises()["double"], 1)
    with SubmissionProcess(cells, SECONDS) as process:
        assert process.cell_errors == {}
        for i, definition in enumerate(definitions):
            answers = process.ask(f"double_{i}", [case.inputs for case in cases])
            assert judge(exercises()["double"], cases, answers).status == CORRECT, definition


def test_a_method_of_the_right_name_is_not_the_function(tmp_path):
    verdict = graded(tmp_path, "class A:\n    def double(self, x): return 2 * x")["double"]
    assert verdict.status == NOT_ATTEMPTED


def test_the_last_definition_counts(tmp_path):
    assert graded(tmp_path, DOUBLE, "def double(x): return 3 * x")["double"].status == WRONG


# What earns nothing


@pytest.mark.parametrize(
    "cheat",
    [
        "import numpy as np\nnp.allclose = lambda *a, **k: True\nnp.isclose = lambda a, b, **k: np.ones_like(a, bool)\n"
        "def double(x): return 3 * x",
        "class Yes:\n    def __eq__(self, other): return True\n    def __array__(self, *a, **k): raise SystemExit\n"
        "def double(x): return Yes()",
        "import numpy as np\nclass Yes(np.ndarray):\n    def __eq__(self, other): return True\n"
        "    def __array_function__(self, *a): return True\n    shape = property(lambda self: (4,))\n"
        "def double(x): return np.zeros(np.shape(x)).view(Yes)",
        "class Yes(float):\n    def __eq__(self, other): return True\n    def __sub__(self, other): return 0.0\n"
        "def double(x): return Yes(1)",
        "import builtins\nbuiltins.all = builtins.any = lambda *a: True\ndef double(x): return 3 * x",
        "import copy\ncopy.deepcopy = lambda x: x\ndef double(x): return 3 * x",
        "def double(x): return float('nan')",
        "double = 'correct'",
        "double = True",
    ],
    ids=["numpy", "equal to all", "ndarray", "float", "builtins", "deepcopy", "nan", "text", "truth"],
)
def test_an_answer_that_only_looks_right_earns_nothing(tmp_path, cheat):
    verdict = graded(tmp_path, cheat)["double"]
    assert verdict.points == 0 and verdict.status in (WRONG, CRASHED, ERROR), verdict


def test_the_checker_itself_is_untouched_by_a_submission(tmp_path):
    before = np.isclose, dict(os.environ), os.getcwd()
    graded(tmp_path, "import numpy as np, os\nnp.isclose = None\nos.environ['X_FROM_A_SUBMISSION'] = '1'\n" + DOUBLE)
    assert (np.isclose, dict(os.environ), os.getcwd()) == before
