"""How a formula is written for people, as LaTeX in a notebook, as text in a terminal; and read from such a text.

SymPy sorts sums and products; here they keep the order in which they were built, so that an expression made inside
`with sympy.evaluate(False)` reads as it was written. The derivative of a symbol is written dL/da.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sympy import Derivative, Symbol, sympify
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter


def as_latex(expression: Any, names: Mapping[Any, str] | None = None) -> str:
    """The expression as LaTeX, without dollar signs. `names` gives symbols that are to be written in another way."""
    return str(_Latex({"order": "none", "symbol_names": dict(names or {})}).doprint(expression))


def as_text(expression: Any) -> str:
    """The expression on one line, in Python's notation."""
    return str(_Text({"order": "none"}).doprint(expression))


def from_text(text: str, names: Iterable[str]) -> Any:
    """The expression that a text of the course's own stands for (Python runs it); its symbols have these names."""
    return sympify(text, locals={name: Symbol(name) for name in names})


def _is_fraction(derivative: Derivative) -> bool:
    """Whether it is the first derivative of a symbol, which reads best as a fraction."""
    return bool(derivative.expr.is_Symbol and len(derivative.variables) == 1)


class _Latex(LatexPrinter):  # type: ignore[misc]
    def _print_Derivative(self, expr: Derivative) -> str:
        if not _is_fraction(expr):
            return str(super()._print_Derivative(expr))
        return f"\\frac{{d{self._print(expr.expr)}}}{{d{self._print(expr.variables[0])}}}"

    def _print_Symbol(self, expr: Symbol, style: str = "plain") -> str:
        written = str(super()._print_Symbol(expr, style))
        head, _, index = written.partition("_")
        # The letters of a word belong together, and a product keeps its distance from them.
        return f"\\,\\mathrm{{{head}}}_{index}" if head.isalpha() and len(head) > 1 and index else written


class _Text(StrPrinter):  # type: ignore[misc]
    def _print_Derivative(self, expr: Derivative) -> str:
        inside, variables = expr.expr, ", ".join(self._print(variable) for variable in expr.variables)
        return f"d{inside}/d{variables}" if _is_fraction(expr) else f"Derivative({self._print(inside)}, {variables})"
