"""A derivation that has been checked: one step a line, a reason beside each step (chapter 01 onwards).

A line that does not equal the line before it is an error with a point to recompute, so a derivation that displays
is a derivation that holds. Learners check their own with the same function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

import sympy

from bpcourse.symbolic.equality import as_real, check_derivatives, difference_point
from bpcourse.symbolic.formulas import as_latex, as_text

# Characters of a formula that leave no room for a reason beside it: as text, and as the source of a displayed formula.
WIDEST, MONSTER = 90, 250
CELL = "text-align: left; vertical-align: middle; padding: 5px 12px"


@dataclass(frozen=True)
class Step:
    """One line: a SymPy expression, and why it equals the line before it."""

    expression: Any
    reason: str


@dataclass(frozen=True, repr=False)
class Derivation:
    """A chain of equal expressions, checked when it was made by `derivation`. Displays as a table."""

    steps: tuple[Step, ...]
    left: Any  # what is derived, or None
    where: Mapping[Any, Any]  # intermediate symbol -> its definition

    def __repr__(self) -> str:
        formulas = self._formulas(as_text, "  = ")
        width = max((len(formula) for formula in formulas if len(formula) <= WIDEST), default=0)
        lines = [] if self.left is None else [as_text(self.left)]
        for formula, step in zip(formulas, self.steps, strict=True):
            # A formula that fills the line has its reason below it, and pushes nobody else's to the right.
            lines += (
                [f"{formula:<{width}}    {step.reason}"]
                if len(formula) <= WIDEST
                else [formula, f"      {step.reason}"]
            )
        lines += [f"where {as_text(name)} = {as_text(what)}" for name, what in self.where.items()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        formulas = self._formulas(_math, "$=\\;$ ")
        reasons = [escape(step.reason) for step in self.steps]
        rows = [_row(*row) for row in zip(formulas, reasons, map(_is_monster, self.steps), strict=True)]
        if self.left is not None:
            rows = [f'<td style="{CELL}">{_math(self.left) if i == 0 else ""}</td>{row}' for i, row in enumerate(rows)]
        table = f'<table style="margin: 4px 0px; font-size: 1em">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>'
        definitions = [f"{_math(name)} $=$ {_math(what)}" for name, what in self.where.items()]
        below = f'<div style="{CELL}">where {", &ensp;".join(definitions)}</div>' if definitions else ""
        return table + below

    def _formulas(self, write: Callable[[Any], str], equals: str) -> list[str]:
        """The formula of each line, with its equals sign. The first line has none when nothing stands to its left."""
        signs = ["" if i == 0 and self.left is None else equals for i in range(len(self.steps))]
        return [sign + write(step.expression) for sign, step in zip(signs, self.steps, strict=True)]


def derivation(*lines: tuple[Any, str], left: Any = None, where: Mapping[Any, Any] | None = None) -> Derivation:
    """Check a chain of equals and return it for display. Each line is (expression, reason).

    `left` is what is derived. It is checked against the first line too, unless it is only a name: a symbol, an
    undefined function, or the derivative of one that `where` does not define. `where` gives the definitions of
    intermediate symbols, {a: 1 / (1 + exp(-z)), z: w * x + b}: lines may then mix a, z and w, and the derivative
    of one symbol by another follows the definitions down to that other, as in the chain rule.

    ValueError names the first line that differs from the one before it, its reason, and a point where both sides
    can be computed by hand. SymPy rewrites what it is given: a line made inside `with sympy.evaluate(False):`
    is displayed as it was written. Write a derivative there as Derivative(f, z): f.diff(z) goes wrong in SymPy.
    """
    if not lines:
        raise ValueError("a derivation has no lines, expected at least one (expression, reason)")
    steps = tuple(_step(line, number) for number, line in enumerate(lines, start=1))
    definitions = {_symbol(name): sympy.sympify(what, strict=True) for name, what in (where or {}).items()}
    left = None if left is None else sympy.sympify(left, strict=True)
    chain = [(f"line {number}", step.expression, step.reason) for number, step in enumerate(steps, start=1)]
    if left is not None and not _is_name(left, definitions):
        chain.insert(0, ("the left-hand side", left, ""))
    for (name_before, before, _), (name, expression, reason) in pairwise(chain):
        try:
            difference = difference_point(_written_out(before, definitions), _written_out(expression, definitions))
        except ValueError as error:
            raise ValueError(f'{name} ("{reason}") cannot be checked against {name_before}: {error}') from None
        if difference is not None:
            raise ValueError(
                f'{name} ("{reason}") does not equal {name_before}: {difference.place}, {name_before} is '
                f"{difference.first:.6g} and {name} is {difference.second:.6g}"
            )
    return Derivation(steps, left, definitions)


def _step(line: Any, number: int) -> Step:
    if not isinstance(line, tuple) or len(line) != 2 or not isinstance(line[1], str) or not line[1].strip():
        raise ValueError(f"line {number} is {line!r}, expected a pair (expression, reason) with a reason in words")
    expression, reason = line
    try:
        expression = sympy.sympify(expression, strict=True)
    except sympy.SympifyError:
        raise ValueError(f"line {number} is {expression!r}, expected a SymPy expression") from None
    if isinstance(expression, sympy.Equality):
        raise ValueError(f"line {number} is the equation {expression}, expected only its right-hand side")
    return Step(expression, reason)


def _symbol(name: Any) -> Any:
    if not getattr(name, "is_Symbol", False):
        raise ValueError(f"where defines {name!r}, expected a SymPy symbol")
    return name


def _is_name(left: Any, definitions: Mapping[Any, Any]) -> bool:
    inside = left.expr if isinstance(left, sympy.Derivative) else left
    undefined_function = isinstance(inside, sympy.core.function.AppliedUndef)
    return undefined_function or (inside.is_Symbol and inside not in definitions)


def _written_out(expression: Any, definitions: Mapping[Any, Any]) -> Any:
    """The expression with every intermediate symbol replaced by its definition, and with derivatives carried out.

    The variable of a derivative stays a symbol until the derivative has been taken: in dL/da, a is the variable
    even when a is itself defined by z.
    """
    with sympy.evaluate(True):
        symbols = expression.atoms(sympy.Symbol).union(*(what.atoms(sympy.Symbol) for what in definitions.values()))
        positive = {symbol.name for symbol in symbols.union(definitions) if symbol.is_positive}
        real = {as_real(name, positive): as_real(what, positive) for name, what in definitions.items()}
        return _expand(as_real(expression, positive), real)


def _expand(expression: Any, definitions: Mapping[Any, Any]) -> Any:
    if expression in definitions:
        others = {name: what for name, what in definitions.items() if name != expression}
        return _expand(definitions[expression], others)
    if isinstance(expression, sympy.Derivative):
        held = {name: what for name, what in definitions.items() if name not in expression.variables}
        inside = sympy.Derivative(_expand(expression.expr, held), *expression.variables)
        check_derivatives(inside)
        return _expand(inside.doit(), definitions)
    if not expression.args:
        return expression
    return expression.func(*(_expand(argument, definitions) for argument in expression.args))


def _is_monster(step: Step) -> bool:
    """Whether the formula is too long to leave room for a reason beside it."""
    return len(as_text(step.expression)) > MONSTER


def _row(formula: str, reason: str, monster: bool) -> str:
    """The cells of a formula and its reason; a monster scrolls in a cell of its own, with the reason below it."""
    if not monster:
        return f'<td style="{CELL}">{formula}</td><td style="{CELL}">{reason}</td>'
    cage = f'<div style="overflow-x: auto; max-width: 48em; padding: 8px 0px">{formula}</div>'
    return f'<td colspan="2" style="{CELL}">{cage}{reason}</td>'


def _math(expression: Any) -> str:
    return f"$\\displaystyle {escape(as_latex(expression))}$"
