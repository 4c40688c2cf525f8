"""W6: all gradients of the 2-2-2 network with SymPy, layer by layer against the whole formula at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy

from benchmarks.workload import Budget, Limit, Run, Workload
from bpcourse.reference.activations import Array
from bpcourse.symbolic.layered import derive_layers
from bpcourse.symbolic.nodes import dense_network, written_out
from bpcourse.symbolic.reverse_pass import gradient_symbol

# A gradient, or what it is computed from: {symbol: expression}, each in terms of those before it.
Lines = dict[Any, Any]


@dataclass(frozen=True)
class Network:
    """The forward pass, node by node and as one formula, and the 12 parameters."""

    forward: Lines
    loss: Any
    parameters: tuple[Any, ...]


def network() -> Network:
    """The 2-2-2 network of chapter 06, in symbols."""
    forward, parameters = dense_network((2, 2, 2))
    return Network(forward, written_out(forward), parameters)


def layer_by_layer(work: Network) -> Run:
    """Our derivation: every node keeps its symbol."""

    def run() -> Lines:
        sympy.core.cache.clear_cache()
        derived = derive_layers(work.forward, work.parameters)
        return {**derived.forward, **{gradient_symbol(node): line for node, line in derived.backward.items()}}

    return run


def written_out_at_once(work: Network) -> Run:
    """SymPy's diff of the nested formula, for each parameter."""

    def run() -> Lines:
        sympy.core.cache.clear_cache()
        return {gradient_symbol(parameter): sympy.diff(work.loss, parameter) for parameter in work.parameters}

    return run


def common_subexpressions(work: Network) -> Run:
    """The same, and then SymPy looks for what the gradients have in common."""

    def run() -> Lines:
        sympy.core.cache.clear_cache()
        gradients = [sympy.diff(work.loss, parameter) for parameter in work.parameters]
        shared, reduced = sympy.cse(gradients)
        return dict(shared) | {gradient_symbol(p): line for p, line in zip(work.parameters, reduced, strict=True)}

    return run


def values(lines: Lines) -> Array:
    """The 12 gradients at fixed numbers, computed line by line."""
    _, parameters = dense_network((2, 2, 2))
    leaves = sorted({leaf for line in lines.values() for leaf in line.free_symbols} - lines.keys(), key=str)
    known = dict(zip(leaves, np.linspace(0.1, 0.9, len(leaves)), strict=True))
    for symbol, line in lines.items():
        known[symbol] = float(line.subs(known).doit())
    return np.array([known[gradient_symbol(parameter)] for parameter in parameters])


def operations() -> float:
    """How many operations our 12 gradients take together, given the forward pass."""
    return float(derive_layers(*dense_network((2, 2, 2))).operations)


W6 = Workload(
    title="W6  All 12 gradients of the 2-2-2 network, symbolically",
    note="SymPy's cache is emptied before each derivation. An operation is what SymPy's count_ops counts as one.",
    work=network,
    contenders={
        "layer by layer": layer_by_layer,
        "diff of the formula": written_out_at_once,
        "diff, then cse": common_subexpressions,
    },
    limits=(
        Budget("layer by layer", "ms", at_most=5),
        Budget("layer by layer", "operations", at_most=30, amount=operations),
        Limit("layer by layer", "diff of the formula"),
    ),
    tolerance=1e-9,
    numbers=values,
)
