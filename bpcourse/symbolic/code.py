"""From formulas to NumPy code that reads like a page of the course (chapters 06 and 08).

Every line of a derivation becomes one assignment with the name it has on paper: net_h1 forward, grad_net_h1 backward.
The code is for arrays, with NumPy, or for single numbers, with the standard library's math: on one number a call to
NumPy takes several times as long as the number itself.
"""

from __future__ import annotations

import ast
import keyword
import textwrap
from collections.abc import Mapping
from typing import Any

from sympy.printing.str import StrPrinter

from bpcourse.symbolic.formulas import as_text

# SymPy's functions that NumPy has under its own name or another; sigmoid is the course's.
FUNCTIONS = {
    "Abs": "np.abs",
    "cos": "np.cos",
    "cosh": "np.cosh",
    "exp": "np.exp",
    "log": "np.log",
    "sigmoid": "sigmoid",
    "sign": "np.sign",
    "sin": "np.sin",
    "sinh": "np.sinh",
    "tanh": "np.tanh",
}
# The same for single numbers; the sigmoid is written out.
NUMBER_FUNCTIONS = {
    "Abs": "abs",
    "cos": "math.cos",
    "cosh": "math.cosh",
    "exp": "math.exp",
    "log": "math.log",
    "sin": "math.sin",
    "sinh": "math.sinh",
    "tanh": "math.tanh",
}
IMPORTS = {
    "math.": "import math\n",
    "np.": "import numpy as np\n",
    "sigmoid(": "from bpcourse.reference.activations import sigmoid",
    "softmax(": "from bpcourse.reference.losses import softmax",
}


def as_code(expression: Any, *, numbers: bool = False) -> str:
    """The expression in NumPy's notation, or with `numbers` in that of math, spaced as Python is written.

    As in `grad_z * a * (1 - a)`. ValueError if it uses a function that the library does not have.
    """
    printer = _NumberCode if numbers else _Code
    return ast.unparse(ast.parse(str(printer({"order": "none"}).doprint(expression)), mode="eval"))


def assignments(lines: Mapping[str, Any], *, numbers: bool = False) -> list[str]:
    """`name = code` for each {name: expression}. ValueError if a name cannot be a name in Python."""
    for name in lines:
        if not name.isidentifier() or keyword.iskeyword(name):
            raise ValueError(f"{name!r} cannot be a name in Python code, expected letters, digits and underscores")
    return [f"{name} = {as_code(expression, numbers=numbers)}" for name, expression in lines.items()]


def function_source(name: str, arguments: list[str], body: list[str], result: str, says: str) -> str:
    """The source of a module with one function: the imports it needs, the signature, the docstring, body and result."""
    code = "\n".join(body)
    imports = "\n".join(line for used, line in IMPORTS.items() if used in code)
    signature = _wrapped(f"def {name}({', '.join(arguments)}):", " " * len(f"def {name}("))
    lines = "\n".join([f'"""{says}"""', *body, _wrapped(f"return {result}", " " * 4)])
    function = f"{signature}\n{textwrap.indent(lines, '    ')}\n"
    return f"{imports.rstrip()}\n\n\n{function}" if imports else function


def _wrapped(line: str, indent: str) -> str:
    return textwrap.fill(line, 100, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


class _Code(StrPrinter):  # type: ignore[misc]
    library, module, functions = "NumPy", "np", FUNCTIONS

    def _print_Function(self, expr: Any) -> str:
        function = self.functions.get(expr.func.__name__)
        if function is None:
            known = ", ".join(self.functions)
            raise ValueError(f"{as_text(expr)} has no {self.library} code here, expected one of {known}")
        return f"{function}({self.stringify(expr.args, ', ')})"

    def _print_Max(self, expr: Any) -> str:
        return f"np.maximum({self.stringify(expr.args, ', ')})"

    def _print_Min(self, expr: Any) -> str:
        return f"np.minimum({self.stringify(expr.args, ', ')})"

    def _print_Heaviside(self, expr: Any) -> str:
        return f"({self._print(expr.args[0])} > 0)"

    def _print_Pow(self, expr: Any, rational: bool = True) -> str:
        # Without this a square root would be written sqrt(x), which Python does not know.
        return str(super()._print_Pow(expr, rational=True))

    def _print_Exp1(self, expr: Any) -> str:
        return f"{self.module}.e"

    def _print_Pi(self, expr: Any) -> str:
        return f"{self.module}.pi"


class _NumberCode(_Code):
    library, module, functions = "math", "math", NUMBER_FUNCTIONS

    def _print_sigmoid(self, expr: Any) -> str:
        return f"(1 / (1 + math.exp(-({self._print(expr.args[0])}))))"

    def _print_Max(self, expr: Any) -> str:
        return f"max({self.stringify(expr.args, ', ')})"

    def _print_Min(self, expr: Any) -> str:
        return f"min({self.stringify(expr.args, ', ')})"
