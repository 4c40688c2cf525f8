"""The local derivative of one node by one of its inputs, in the form a person would write (chapters 04 to 06).

SymPy differentiates and rewrites at once; on a single line that costs more than the derivative and mixes up its order.
The rules of the course stand here one by one. What they do not cover is left to SymPy.
"""

from __future__ import annotations

from typing import Any

import sympy


def local_derivative(line: Any, symbol: Any) -> Any:
    """d(line)/d(symbol): sums term by term, constant factors kept, the power rule, and f'(u) u' for a function."""
    if line == symbol:
        return sympy.S.One
    if line.is_Add:
        terms = [term for term in line.args if symbol in term.free_symbols]
        return in_order(sympy.Add, *(local_derivative(term, symbol) for term in terms)) if terms else sympy.S.Zero
    if line.is_Mul:
        varying = [factor for factor in line.args if symbol in factor.free_symbols]
        if len(varying) == 1:
            constant = [factor for factor in line.args if factor is not varying[0]]
            return product(*constant, local_derivative(varying[0], symbol))
    if line.is_Pow and line.exp.is_Number and symbol in line.free_symbols:
        return product(line.exp, line.base ** (line.exp - 1), local_derivative(line.base, symbol))
    if line.is_Function and len(line.args) == 1 and hasattr(line, "fdiff") and symbol in line.free_symbols:
        return product(line.fdiff(1), local_derivative(line.args[0], symbol))
    return sympy.diff(line, symbol)


def product(*parts: Any) -> Any:
    """The product as it would be written: numbers first and multiplied out, then symbols, then sums in brackets.

    A factor -1 goes into the first bracket: -(t - o) is written o - t.
    """
    factors = [factor for part in parts for factor in sympy.Mul.make_args(part)]
    number = sympy.prod(factor for factor in factors if factor.is_Number)
    rest = sorted((f for f in factors if not f.is_Number), key=lambda f: (not f.is_Symbol, bool(f.is_Add)))
    bracket = next((i for i, factor in enumerate(rest) if factor.is_Add), None)
    if number == -1 and bracket is not None:
        turned = [-term for term in rest[bracket].args]
        turned.sort(key=lambda term: bool(term.could_extract_minus_sign()))
        number, rest[bracket] = sympy.S.One, in_order(sympy.Add, *turned)
    return in_order(sympy.Mul, *([number] if number != 1 or not rest else []), *rest)


def in_order(operation: Any, *parts: Any) -> Any:
    """A sum or a product of at least one part that reads as it was built; SymPy would sort it."""
    return operation(*parts, evaluate=False) if len(parts) > 1 else parts[0]


def flattened(expression: Any) -> Any:
    """The expression without brackets that only group: a product in a product, a sum in a sum."""
    if not expression.args:
        return expression
    arguments = [flattened(argument) for argument in expression.args]
    if expression.is_Add or expression.is_Mul:
        nested = [list(part.args) if part.func == expression.func else [part] for part in arguments]
        return in_order(expression.func, *(part for parts in nested for part in parts))
    return expression.func(*arguments)
