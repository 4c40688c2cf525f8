"""Every exercise of the course keeps its promises: right is right, each mistake has its name, the cells work."""

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bpcourse.autograders import CHAPTERS, chapter_module, chapter_title, exercises, nearest
from bpcourse.grading.answers import ask
from bpcourse.grading.inputs import identical
from bpcourse.grading.values import decode, encode
from bpcourse.grading.verdict import CORRECT, NOT_ATTEMPTED
from bpcourse.grading.verify import judged, verify, verify_cells
from bpcourse.symbolic.equality import proves_equal
from bpcourse.symbolic.formulas import from_text

CHAPTER_FOLDER = Path(__file__).resolve().parents[2] / "chapters"
EXERCISES = list(exercises().values())
MODULES = [chapter_module(number) for number in CHAPTERS]
# Seeds that `verify` does not use: an exercise must not hold by luck.
SEEDS = range(1000, 1005)

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
each_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"),
    [
        pytest.param(exercise, mistake, id=f"{exercise.name}: {mistake.name}")
        for exercise in EXERCISES
        for mistake in exercise.mistakes
    ],
)


@each_exercise
def test_it_keeps_the_rule_of_the_build(exercise):
    assert verify(exercise) == []


@each_exercise
def test_the_reference_and_every_other_right_way_get_full_marks(exercise):
    for seed in SEEDS:
        for right in (exercise.reference, *exercise.correct):
            verdict = judged(exercise, right, seed)
            assert (verdict.status, verdict.points) == (CORRECT, exercise.points), f"seed {seed}: {verdict!r}"


@each_mistake
def test_the_mistake_is_rejected_under_its_own_name(exercise, mistake):
    for seed in SEEDS:
        verdict = judged(exercise, mistake.answer, seed)
        assert verdict.points < exercise.points
        assert verdict.mistake == (mistake.same_as or mistake.name), f"seed {seed}: {verdict!r}"
        assert verdict.message and verdict.next


@pytest.mark.parametrize("name", ["count_paths", "sum_over_paths", "reverse_sweep"])
def test_walking_every_path_is_named_and_earns_at_most_half(name):
    exercise = exercises()[name]
    [walks] = [mistake for mistake in exercise.mistakes if mistake.name == "walks every path"]
    verdict = judged(exercise, walks.answer, 0)
    assert verdict.mistake == walks.name and verdict.points <= exercise.points / 2


@each_exercise
def test_the_names_of_its_mistakes_are_its_own_and_same_as_points_to_one_of_them(exercise):
    names = [mistake.name for mistake in exercise.mistakes]
    assert len(set(names)) == len(names)
    assert all(mistake.same_as in ("", *names) and mistake.same_as != mistake.name for mistake in exercise.mistakes)


@each_exercise
def test_what_a_learner_reads_is_there(exercise):
    assert all(text.strip() for text in (exercise.statement, exercise.explanation, exercise.read, exercise.solution))
    assert len(exercise.hints) == len(set(exercise.hints)) == 4 and all(exercise.hints)
    for mistake in exercise.mistakes:
        assert mistake.says.strip().endswith((".", "!", "?", ")"))
        assert mistake.look.strip().endswith(".")


@each_exercise
def test_its_stub_is_not_attempted_and_only_says_that_it_is_not_there_yet(exercise):
    namespace = {"np": np}
    exec(exercise.stub, namespace)
    stub = namespace[exercise.name]
    assert judged(exercise, stub, 0).status == NOT_ATTEMPTED
    answers = [ask(stub, case.inputs) for case in exercise.cases(np.random.default_rng(0))]
    if exercise.mends:
        assert any(answer.returned for answer in answers)
    elif exercise.kind == "function":
        assert {answer.raised for answer in answers} == {"NotImplementedError"}
    else:
        assert stub is None


@each_exercise
def test_its_stub_holds_a_docstring_and_the_raise_or_a_name_without_a_value(exercise):
    last = ast.parse(exercise.stub).body[-1]
    if exercise.kind == "function":
        assert isinstance(last, ast.FunctionDef) and last.name == exercise.name
        *docstring, stops = last.body
        if exercise.mends:
            assert ast.get_docstring(last) and docstring[1:]
            return
        assert ast.get_docstring(last) and len(docstring) == 1
        assert ast.unparse(stops) == "raise NotImplementedError"
    else:
        assert ast.unparse(last) == f"{exercise.name} = None"


@each_exercise
def test_its_solution_has_the_signature_of_its_stub(exercise):
    stub, solution = (ast.parse(cell).body[-1] for cell in (exercise.stub, exercise.solution))
    if exercise.kind == "function":
        assert ast.unparse(stub.args) == ast.unparse(solution.args)
        assert ast.get_docstring(stub) == ast.get_docstring(solution)


@pytest.mark.parametrize("chapter", MODULES, ids=lambda chapter: chapter.__name__)
def test_the_cells_of_a_chapter_work_one_after_another(chapter):
    assert verify_cells(chapter.EXERCISES) == []


@each_exercise
def test_its_numbers_are_new_for_each_seed_and_the_same_for_the_same(exercise):
    def inputs(seed):
        return [dict(case.inputs) for case in exercise.cases(np.random.default_rng(seed))]

    assert identical(inputs(1), inputs(1))
    assert not any(inputs(1)) or not identical(inputs(1), inputs(2))


@each_exercise
def test_its_cases_can_be_sent_and_have_names_of_their_own(exercise):
    cases = exercise.cases(np.random.default_rng(0))
    assert any(not case.edge for case in cases), "half the points would be given for nothing"
    assert max(Counter(case.what for case in cases).values()) == 1
    for case in cases:
        functions = []
        sent = encode(dict(case.inputs), functions)
        assert identical(dict(case.inputs), decode(sent, functions.__getitem__))
        expected = ask(exercise.reference, case.inputs)
        assert expected.returned and not expected.changed
        assert identical(decode(encode(expected.value)), expected.value)


# Each exercise on an expression, and another right way to write its answer.
OTHER_FORMS = {
    "dsigmoid_dz": "1/(1 + exp(-z)) * (1 - 1/(1 + exp(-z)))",
    "nested_output": "1 - 1/(1 + exp(v1/(1 + exp(-w1*x - b1)) + v2/(1 + exp(-w2*x - b2)) + c))",
    "dbce_dz": "(-y*(1 + exp(-z)) + (1 - y)*(1 + exp(z))) * exp(-z)/(1 + exp(-z))**2",
    "dZ_dX": "alpha*delta + (alpha*gamma + beta)*epsilon",
    "d_quotient": "a/b*(da/a - db/b)",
    "dE_dw3": "x1*(out_h2 - out_h2**2)*(w6*delta_o1 + w8*delta_o2)",
    "central_error": "((x + h)**4 - (x - h)**4)/(2*h) - 4*x**3",
    "dloss_dw_batch": "w*(x1**2 + x2**2)/2 + b*(x1 + x2)/2 - (x1*y1 + x2*y2)/2",
}


def test_every_exercise_on_an_expression_declares_its_formula():
    expressions = [exercise for exercise in EXERCISES if exercise.kind == "expression"]
    assert [exercise.name for exercise in expressions] == list(OTHER_FORMS)
    assert all(exercise.formula for exercise in expressions)


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_sympy_proves_the_solution_and_another_form_equal_to_the_formula(name):
    exercise, namespace = exercises()[name], {}
    exec(exercise.solution, namespace)
    names = exercise.cases(np.random.default_rng(0))[0].inputs
    formula = from_text(exercise.formula, names)
    for form in (namespace[name], from_text(OTHER_FORMS[name], names)):
        assert judged(exercise, form, 1000).status == CORRECT
        assert proves_equal(form, formula)
        assert not proves_equal(form, formula + from_text(f"{next(iter(names))}/1000", names))


POINTERS = sorted(
    {
        pointer
        for exercise in EXERCISES
        for text in (
            exercise.read,
            exercise.statement,
            exercise.explanation,
            *exercise.hints,
            *(part for mistake in exercise.mistakes for part in (mistake.says, mistake.look)),
        )
        for pointer in re.findall(r'chapter (\d\d), "([^"]+)"', text)
    }
)


@pytest.mark.parametrize(("number", "heading"), POINTERS)
def test_where_a_learner_is_sent_to_read_there_is_a_heading(number, heading):
    notebooks = list(CHAPTER_FOLDER.glob(f"{number}_*.ipynb"))
    if not notebooks:
        pytest.skip(f"chapter {number} is not written yet")
    assert heading in _headings(notebooks[0])


@each_exercise
def test_it_names_a_place_to_read(exercise):
    assert re.search(r'chapter \d\d, "[^"]+"', exercise.read)


@pytest.mark.parametrize("chapter", MODULES, ids=lambda chapter: chapter.__name__)
def test_a_chapter_is_called_as_in_its_notebook(chapter):
    number = chapter.EXERCISES[0].chapter
    notebooks = list(CHAPTER_FOLDER.glob(f"{number:02d}_*.ipynb"))
    if not notebooks:
        pytest.skip(f"chapter {number:02d} is not written yet")
    assert f"{number:02d} {chapter.TITLE}" in _headings(notebooks[0])


def _headings(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    return [heading.strip() for text in texts for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]


def test_every_name_is_used_once_in_the_course():
    declared = [name for names in CHAPTERS.values() for name in names]
    assert len(declared) == len(set(declared)) == len(exercises())


def test_the_exercises_of_a_module_belong_to_its_chapter():
    for number, chapter in zip(CHAPTERS, MODULES, strict=True):
        assert {exercise.chapter for exercise in chapter.EXERCISES} == {number}
        assert chapter_title(number) == chapter.TITLE


@pytest.mark.parametrize("number", CHAPTERS)
def test_the_index_has_the_names_that_the_chapter_declares_in_its_order(number):
    assert CHAPTERS[number] == tuple(exercise.name for exercise in chapter_module(number).EXERCISES)


def test_a_check_loads_the_chapter_of_its_exercise_and_no_other():
    program = f"""import sys
from bpcourse import check, hint
from bpcourse.autograders import exercises, nearest
def loaded():
    return [name[-4:] for name in sorted(sys.modules) if name in {[chapter_module(n).__name__ for n in CHAPTERS]!r}]
assert nearest("sigmiod") in exercises() and len(list(exercises())) > 1
print(loaded())
def sigmoid(z):
    return z
check(sigmoid)
print(loaded())"""
    printed = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert printed.splitlines() == ["[]", "['ch01']"]


def test_a_misspelt_name_leads_to_the_nearest_one():
    assert nearest("sigmiod") == "sigmoid"
    assert nearest("dloss_wd") == "dloss_dw"
    assert nearest("qqqqqq") == ""


@pytest.mark.parametrize(
    "exercise", [one for one in EXERCISES if one.kind == "value"], ids=lambda exercise: exercise.name
)
def test_no_verdict_on_a_wrong_value_tells_the_right_one(exercise):
    right = abs(exercise.reference())
    wrong = [mistake.answer() for mistake in exercise.mistakes] + [
        right * 1.1 + 1,
        0.0,
        float("nan"),
        "a text",
        [right],
    ]
    for answer in wrong:
        verdict = judged(exercise, answer, 0)
        assert verdict.status != CORRECT
        assert f"{right:.3g}" not in verdict.message + verdict.next
        assert "expected" not in verdict.seen
