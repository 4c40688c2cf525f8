"""A typed expression as a computational graph: nodes, formulas, and a local derivative on every edge (chapters 04, 05).

"(a+b)*(b+1)" becomes c = a + b, d = b + 1, e = c * d. Numbers are no nodes, and what occurs twice becomes one node. The
text is read by Python's parser and never run: only the names and operations listed here get through. The symbolic local
derivatives come from the course's own rules (local.py), the numbers from the engine; the tests compare the two.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sympy

from bpcourse.symbolic.local import in_order, local_derivative
from bpcourse.symbolic.nodes import sigmoid

if TYPE_CHECKING:
    from bpcourse.autodiff.scalar import Value  # loaded with the first expression: chapter 01 derives without an engine

LONGEST_TEXT = 200
_NODE_NAMES = [*"cdefghkmnpqrstuv", *(f"n{i}" for i in range(1, LONGEST_TEXT))]


@dataclass(frozen=True)
class Operation:
    """One operation: how the engine computes it on values or numbers, and how SymPy writes it."""

    compute: Callable[..., Any]
    write: Callable[..., Any]


def _value(number: float) -> Value:
    """The number as the engine's value."""
    from bpcourse.autodiff.scalar import Value

    return Value(number)


def _on_value(name: str) -> Callable[[Value], Value]:
    return operator.methodcaller(name)


_BINARY: dict[type[ast.operator], Operation] = {
    ast.Add: Operation(operator.add, lambda x, y: in_order(sympy.Add, x, y)),
    ast.Sub: Operation(operator.sub, lambda x, y: in_order(sympy.Add, x, -y)),
    ast.Mult: Operation(operator.mul, lambda x, y: in_order(sympy.Mul, x, y)),
    ast.Div: Operation(operator.truediv, lambda x, y: x / y),
    ast.Pow: Operation(operator.pow, lambda x, y: x**y),
}
_NEGATIVE = Operation(operator.neg, operator.neg)
_POSITIVE = Operation(lambda x: x, lambda x: x)
FUNCTIONS = {
    "exp": Operation(_on_value("exp"), sympy.exp),
    "log": Operation(_on_value("log"), sympy.log),
    "sqrt": Operation(lambda x: x**0.5, sympy.sqrt),
    "tanh": Operation(_on_value("tanh"), sympy.tanh),
    "sigmoid": Operation(_on_value("sigmoid"), sigmoid),
}


@dataclass(frozen=True)
class ExpressionGraph:
    """The graph of an expression, inputs first and the output last.

    graph is {node: [parents]}; formulas {node: formula in its parents}, without the inputs; local {node: [d node / d
    parent, same order]}, each a SymPy expression in the parents.
    """

    text: str
    graph: dict[str, list[str]]
    formulas: dict[str, Any]
    local: dict[str, list[Any]]
    operations: dict[str, Callable[..., Value]] = field(repr=False)

    @property
    def inputs(self) -> list[str]:
        """The nodes without parents, in the order in which the text names them."""
        return [node for node in self.graph if node not in self.formulas]

    @property
    def output(self) -> str:
        """The last node: the whole expression."""
        return next(reversed(self.graph))

    def numbers(self, values: Mapping[str, float]) -> tuple[dict[str, float], dict[str, list[float]]]:
        """{node: value} and {node: [local derivatives]} at the given inputs.

        ValueError if an input has no value, or where a node has none: a division by zero, a log of a negative number.
        """
        if missing := [name for name in self.inputs if name not in values]:
            raise ValueError(f"values has no {', '.join(missing)}, expected a number for every input")
        known = {name: float(values[name]) for name in self.inputs}
        local: dict[str, list[float]] = {name: [] for name in self.inputs}
        for node, formula in self.formulas.items():
            try:
                result = self.operations[node](*(_value(known[parent]) for parent in self.graph[node]))
                finite = all(map(math.isfinite, (result.data, *result.partials)))
            except (ArithmeticError, ValueError):
                finite = False
            if not finite:
                at = ", ".join(f"{parent} = {known[parent]:g}" for parent in dict.fromkeys(self.graph[node]))
                raise ValueError(f"{node} = {formula} has no value or no derivative at {at}")
            known[node], local[node] = result.data, list(result.partials)
        return known, local


def expression_graph(text: str) -> ExpressionGraph:
    """Read an expression in names, numbers, + - * / **, brackets and FUNCTIONS.

    ValueError says, in a sentence, what is not understood and what is.
    """
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"the expression has {len(text)} characters, expected at most {LONGEST_TEXT}")
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        raise ValueError(f"{text!r} cannot be read as one expression. An example: (a+b)*(b+1)") from None
    builder = _Builder(text, tree)
    if isinstance(builder.visit(tree), float):
        raise ValueError(f"{text!r} contains no variable, expected at least one, such as a")
    return ExpressionGraph(text, builder.graph, builder.formulas, builder.local, builder.operations)


class _Builder:
    """Walks the parsed text from the inside out. Each operation on a name or a node becomes a node."""

    def __init__(self, text: str, tree: ast.expr) -> None:
        self.text = text
        called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        names = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and id(n) not in called]
        names.sort(key=lambda name: name.col_offset)
        self.graph: dict[str, list[str]] = {name.id: [] for name in names}
        self.local: dict[str, list[Any]] = {name.id: [] for name in names}
        self.formulas: dict[str, Any] = {}
        self.operations: dict[str, Callable[..., Value]] = {}
        self._made: dict[Any, str] = {}
        self._names = (name for name in _NODE_NAMES if name not in self.graph)

    def visit(self, part: ast.expr) -> str | float:
        """The name of the node that computes this part, or its number if no variable occurs in it."""
        number = part.value if isinstance(part, ast.Constant) else None
        if isinstance(number, int | float) and not isinstance(number, bool):
            return self._number(_POSITIVE, float(number))
        if isinstance(part, ast.Name):
            if part.id in FUNCTIONS:
                raise ValueError(f"{part.id} is a function: write {part.id}(...) with its argument in brackets")
            return part.id
        if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.UAdd):
            return self.visit(part.operand)
        if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub):
            return self._node(_NEGATIVE, self.visit(part.operand))
        if isinstance(part, ast.BinOp) and type(part.op) in _BINARY:
            left, right = self.visit(part.left), self.visit(part.right)
            if isinstance(part.op, ast.Pow) and isinstance(right, str):
                raise ValueError("the exponent contains a variable, expected a number: write x**y as exp(y*log(x))")
            return self._node(_BINARY[type(part.op)], left, right)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in FUNCTIONS:
            if len(part.args) != 1 or part.keywords:
                raise ValueError(f"{part.func.id} takes one argument in brackets")
            return self._node(FUNCTIONS[part.func.id], self.visit(part.args[0]))
        raise ValueError(self._not_known(part))

    def _node(self, operation: Operation, *arguments: str | float) -> str | float:
        if not any(isinstance(argument, str) for argument in arguments):
            return self._number(operation, *arguments)
        key = (id(operation), arguments)
        if key not in self._made:
            name = next(self._names)
            parents = [argument for argument in arguments if isinstance(argument, str)]
            # Each use of a parent is an edge of its own, so each gets a symbol of its own until it is differentiated.
            places = [sympy.Dummy(f"place_{i}") for i in range(len(parents))]
            fill = iter(places)
            line = operation.write(*(next(fill) if isinstance(a, str) else _exact(a) for a in arguments))
            back = dict(zip(places, map(sympy.Symbol, parents), strict=True))
            self.graph[name] = parents
            self.local[name] = [local_derivative(line, place).xreplace(back) for place in places]
            written = (sympy.Symbol(a) if isinstance(a, str) else _exact(a) for a in arguments)
            self.formulas[name] = operation.write(*written)
            self.operations[name] = _with_numbers(operation.compute, arguments)
            self._made[key] = name
        return self._made[key]

    def _number(self, operation: Operation, *numbers: Any) -> float:
        try:
            result = float(operation.compute(*map(_value, numbers[:1]), *numbers[1:]).data)
        except (ArithmeticError, ValueError, TypeError):
            result = math.nan
        if not math.isfinite(result):
            raise ValueError(f"{self.text!r} contains a part without variables that is not a finite number")
        return result

    def _not_known(self, part: ast.expr) -> str:
        said = ast.get_source_segment(self.text, part) or self.text
        knows = f"names, numbers, + - * / **, brackets, and {', '.join(FUNCTIONS)}"
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.BitXor):
            return f"{said!r} contains ^, expected ** for a power: a**2"
        if isinstance(part, ast.Call):
            called = ast.get_source_segment(self.text, part.func)
            return f"{called} is not a function known here. Known are {', '.join(FUNCTIONS)}"
        return f"{said!r} is not understood. Known are {knows}"


def _with_numbers(compute: Callable[..., Value], arguments: tuple[str | float, ...]) -> Callable[..., Value]:
    """The operation as a function of its parents alone, its numbers put in their places."""

    def computed(*values: Value) -> Value:
        parents = iter(values)
        return compute(*(next(parents) if isinstance(argument, str) else argument for argument in arguments))

    return computed


def _exact(number: float) -> Any:
    return sympy.Integer(int(number)) if number.is_integer() else sympy.Float(number)
