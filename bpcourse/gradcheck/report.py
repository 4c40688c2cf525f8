"""The report of a gradient check: which parameter, which entry, by how much, and what number would be good.

Every entry is compared on its own: a mean, or a norm alone, hides one wrong entry among many right ones (chapter 07).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bpcourse.gradcheck.dense import network_difference
from bpcourse.gradcheck.entries import Judgement, ReluInputs, judge_entries
from bpcourse.gradcheck.measure import BEST_STEP, EPS, central_difference, relative_error
from bpcourse.gradcheck.tables import as_html, as_text, entry_label, magnitude, rounded
from bpcourse.reference.activations import Array
from bpcourse.reference.initializers import Params
from bpcourse.reference.mlp import ForwardPass, mlp_forward

SHOWN = (1e-9, 1e-8, 1e-7, 1e-6)
HEAD = ["gradient of", "shape", "relative error", "a good number", "found"]


@dataclass(frozen=True)
class ParameterCheck:
    """One parameter. `error` is relative, in 2-norms, over the entries that could be judged: nan if none could."""

    name: str
    shape: tuple[int, ...]
    error: float
    agrees: bool
    found: str  # in words
    worst: tuple[int, ...] | None = None  # the entry that is wrong by most, if one is wrong
    on_kinks: int = 0  # how many entries have no derivative and were not judged

    @property
    def shown(self) -> str:
        """The error as every machine shows it: below a bound, or its magnitude."""
        if math.isnan(self.error):
            return "not a number"
        bound = next((bound for bound in SHOWN if self.error < bound), None)
        return f"about {magnitude(self.error)}" if bound is None else f"< {magnitude(bound)}"


@dataclass(frozen=True, repr=False)
class GradientReport:
    """One row for each parameter. `agree` says that every one of them was confirmed."""

    rows: tuple[ParameterCheck, ...]

    @property
    def agree(self) -> bool:
        return all(row.agrees for row in self.rows)

    @property
    def verdict(self) -> str:
        """One sentence: every entry agrees, or which gradients were not confirmed."""
        apart = [row.name for row in self.rows if not row.agrees]
        if apart:
            return f"Not confirmed: the gradient of {', '.join(apart)}."
        left_out = sum(row.on_kinks for row in self.rows)
        but = f", but for {left_out} on a kink that could not be judged" if left_out else ""
        return f"Every entry agrees with what was measured{but}."

    def _table(self) -> list[list[str]]:
        return [HEAD, *([row.name, str(row.shape), row.shown, "about 1e-10", row.found] for row in self.rows)]

    def __repr__(self) -> str:
        return as_text(self._table(), self.verdict)

    def _repr_html_(self) -> str:
        return as_html(self._table(), [not row.agrees for row in self.rows], self.verdict)


def check_gradients(
    f: Callable[..., Any],
    params: Mapping[str, ArrayLike],
    grads: Mapping[str, ArrayLike],
    relu_inputs: ReluInputs | None = None,
) -> GradientReport:
    """Compare the gradients of the loss f with central differences, entry by entry.

    params are the arguments of f by name, `{"w": w, "b": b}` for `def f(w, b)`, and grads has the same names. f is
    called twice for each entry. relu_inputs, if given, takes the same arguments and gives what goes into each relu,
    {"z": (N, units)}: the report then names the relu whose kink is in the way. ValueError if names or shapes differ.
    """
    arrays, given = _pairs(params, grads)
    measured = {name: central_difference(_along(f, arrays, name), array) for name, array in arrays.items()}
    return _report(f, arrays, given, measured, relu_inputs)


def check_network(
    loss: Callable[[Array], Any], x: ArrayLike, params: Params, grads: Params, activation: str = "sigmoid"
) -> GradientReport:
    """The same for the dense network of `reference.mlp`, at the price of `network_difference`.

    grads are [(grad_w, grad_b), ...] as params; loss takes the logits (S, N, K) of S networks and gives S numbers.
    The parameters of the first layer are called w1 and b1.
    """
    arrays, given = _pairs(_by_name(params), _by_name(grads))

    def forward(**arrays: Array) -> ForwardPass:
        flat = list(arrays.values())
        return mlp_forward(x, list(zip(flat[::2], flat[1::2], strict=True)), activation)

    def f(**arrays: Array) -> Any:
        return np.asarray(loss(forward(**arrays).logits[None]))[0]

    def relu_inputs(**arrays: Array) -> dict[str, Array]:
        return {f"z{layer}": z for layer, z in enumerate(forward(**arrays).z[:-1], start=1)}

    measured = _by_name(network_difference(loss, x, params, activation))
    return _report(f, arrays, given, measured, relu_inputs if activation in ("relu", "leaky_relu") else None)


def _report(
    f: Callable[..., Any],
    arrays: dict[str, Array],
    given: dict[str, Array],
    measured: Mapping[str, Array],
    relu_inputs: ReluInputs | None,
) -> GradientReport:
    # f rounds as numbers of size 1 do, or as the loss where that is larger; a difference divides it by the step.
    loss = abs(float(f(**{name: array.copy() for name, array in arrays.items()})))
    floor = 4 * EPS * max(1.0, loss) / BEST_STEP
    rows = []
    for name, array in arrays.items():
        switches = None if relu_inputs is None else _along(relu_inputs, arrays, name)
        judgement = judge_entries(_along(f, arrays, name), array, given[name], measured[name], floor, switches)
        rows.append(_row(name, given[name], judgement, floor))
    return GradientReport(tuple(rows))


def _row(name: str, given: Array, judgement: Judgement, floor: float) -> ParameterCheck:
    measured, judged, at = judgement.measured, judgement.judged, judgement.wrong
    error = relative_error(given[judged], measured[judged]) if judged.any() else math.nan
    if at is not None:
        decimals = -math.ceil(math.log10(floor))
        values = [rounded(float(gradient[at]), decimals) for gradient in (given, measured)]
        found = f"differs most in {entry_label(at)}: {values[0]} given, {values[1]} measured{_factor(given, measured)}"
        return ParameterCheck(name, given.shape, error, False, found, at)
    if not judged.any():
        return ParameterCheck(name, given.shape, error, False, "not judged: every entry is on a kink")
    if 0.0 < np.abs(given).max() < 10 * floor and np.abs(measured).max() < 10 * floor:
        found = f"not judged: hidden by rounding below {magnitude(10 * floor)}; check a multiple of the loss"
        return ParameterCheck(name, given.shape, error, False, found)
    notes = [*judgement.notes[:2], *(["…"] if len(judgement.notes) > 2 else [])]
    on_kinks = int(judged.size - judged.sum())
    return ParameterCheck(name, given.shape, error, True, "; ".join(["agrees", *notes]), on_kinks=on_kinks)


def _factor(given: Array, measured: Array) -> str:
    """What is wrong with every entry in the same way, in words, or nothing."""
    if given.size < 2 or not measured.any():
        return ""
    factor = float(np.vdot(given, measured) / np.vdot(measured, measured))
    if not given.any():
        return "; every entry is 0"
    if not relative_error(given, factor * measured) < 1e-6:
        return ""
    if math.isclose(factor, -1.0, rel_tol=1e-6):
        return "; every entry has the wrong sign"
    return f"; every entry is {factor:.6g} times what was measured"


def _by_name(params: Params) -> dict[str, Array]:
    """{"w1": ..., "b1": ..., "w2": ...}: the layers count from 1, as in the formulas."""
    return {
        f"{letter}{layer}": a
        for layer, pair in enumerate(params, start=1)
        for letter, a in zip("wb", pair, strict=True)
    }


def _along(f: Callable[..., Any], arrays: Mapping[str, Array], name: str) -> Callable[[Any], Any]:
    """f as a function of the one parameter `name`."""
    return lambda value: f(**{other: array.copy() for other, array in arrays.items()} | {name: value})


def _pairs(
    params: Mapping[str, ArrayLike], grads: Mapping[str, ArrayLike]
) -> tuple[dict[str, Array], dict[str, Array]]:
    if params.keys() != grads.keys():
        raise ValueError(f"grads are given for {', '.join(grads) or 'nothing'}, expected {', '.join(params)}")
    arrays = {name: np.array(array, dtype=np.float64) for name, array in params.items()}
    given = {name: np.array(grads[name], dtype=np.float64) for name in params}
    for name, array in arrays.items():
        if given[name].shape != array.shape:
            raise ValueError(f"the gradient of {name} has shape {given[name].shape}, expected {array.shape}: as {name}")
    return arrays, given
