"""What a specimen of the museum is: a wrong program that runs, the right one, and the check that tells them apart."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """What a check found out about a program: whether it passes, and the numbers in a sentence."""

    passes: bool
    words: str


@dataclass(frozen=True)
class Specimen:
    """One wrong claim, taken from a published text, written anew and as small as it can be.

    `wrong` is the claim as a program, `right` the program after the smallest fix, and `check` exposes the one and
    passes the other. `survives` says why such a mistake can live for years.
    """

    code: str
    title: str
    source: str
    claim: str
    wrong: Callable[..., Any]
    right: Callable[..., Any]
    check: Callable[[Callable[..., Any]], Finding]
    exposed_by: str
    fix: str
    survives: str

    @property
    def found(self) -> Finding:
        """What the check says of the wrong program."""
        return self.check(self.wrong)

    @property
    def mended(self) -> Finding:
        """What it says of the right one."""
        return self.check(self.right)


def program_text(function: Callable[..., Any]) -> str:
    """A program of the museum as a learner would write it: without docstring, annotations and leading underscore."""
    source = textwrap.dedent(inspect.getsource(function))
    [program] = ast.parse(source).body
    assert isinstance(program, ast.FunctionDef)
    first = next(one for one in program.body if one.lineno > program.body[0].lineno or not ast.get_docstring(program))
    head = f"def {function.__name__.strip('_')}({', '.join(inspect.signature(function).parameters)}):"
    return "\n".join([head, *source.splitlines()[first.lineno - 1 :]])
