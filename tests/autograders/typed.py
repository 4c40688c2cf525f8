"""An answer as a learner types it, put into its cell, run, and judged."""

import linecache

import numpy as np

from bpcourse.autograders import exercises
from bpcourse.grading.answers import ask_learner
from bpcourse.grading.judge import judge
from bpcourse.grading.verdict import Verdict


def judged(name: str, typed: str, seed: int = 0, helpers: str = "") -> Verdict:
    """The verdict on a function's body, a whole program to mend, an expression after the stub, or a value.

    `helpers` is the code of the cells above.
    """
    exercise = exercises()[name]
    if exercise.mends:
        source = typed
    elif exercise.kind == "function":
        before, head, after = exercise.stub.rpartition(f"def {name}(")
        source = before + head + after.partition("\n")[0] + "".join(f"\n    {line}" for line in typed.splitlines())
    else:
        source = f"{exercise.stub}{name} = {typed}\n"
    return judged_cell(name, source, seed, helpers)


def judged_cell(name: str, source: str, seed: int = 0, helpers: str = "") -> Verdict:
    """The verdict on a cell as it was typed."""
    exercise = exercises()[name]
    namespace: dict[str, object] = {"np": np}
    exec(helpers, namespace)
    linecache.cache["<as typed>"] = (len(source), None, source.splitlines(keepends=True), "<as typed>")
    exec(compile(source, "<as typed>", "exec"), namespace)
    cases = exercise.cases(np.random.default_rng(seed))
    answers = [ask_learner(namespace[name], case.inputs, exercise.kind, case.most_lines) for case in cases]
    return judge(exercise, cases, answers)
