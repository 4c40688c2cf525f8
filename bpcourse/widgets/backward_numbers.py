"""Every number of the 2-2-2 network's way back and of one update, with its calculation and its sources (chapter 06).

The forward pass is that of `network_numbers`. `slope_o1` stands for ∂out_o1/∂net_o1, `new_w5` for w5 after one step.
"""

from collections.abc import Mapping
from functools import cache

import numpy as np

from bpcourse.reference.sigmoid_network import layer_outputs, network_backward, train_network
from bpcourse.reference.systems import network_222
from bpcourse.widgets.network_numbers import (
    COMPUTED,
    GIVEN,
    UNITS,
    WIRES,
    calculation,
    factor,
    network_numbers,
    params_of,
    start_values,
)
from bpcourse.widgets.shared import say

Values = Mapping[str, float]

RATE = network_222().lr
WEIGHTS = tuple(f"w{k}" for k in range(1, 9))
INTO = {weight: (source, unit) for unit, wires in WIRES.items() for source, weight in wires}
# What the way back computes, layer by layer from the outputs, each unit's own numbers before the gradients.
BACKWARD = tuple(
    name
    for units in (UNITS[2:], UNITS[:2])
    for name in (
        *(f"{what}_{unit}" for unit in units for what in ("dE_dout", "slope", "delta")),
        *(f"dE_d{into}" for unit in units for into in (*(weight for _, weight in WIRES[unit]), f"b_{unit}")),
    )
)
UPDATED = (*(f"new_{weight}" for weight in WEIGHTS), "new_E")
STEPS = (*COMPUTED, *BACKWARD, *UPDATED)
ALL, FORWARD_DONE, BACKWARD_DONE = len(STEPS), len(COMPUTED), len(COMPUTED) + len(BACKWARD)


def shown(name: str) -> str:
    """The name as it is written: ∂E/∂w5, δ_o1, w5 new."""
    kind, _, rest = name.partition("_")
    if kind == "slope":
        return f"∂out_{rest}/∂net_{rest}"
    if kind == "delta":
        return f"δ_{rest}"
    if kind == "new":
        return f"{rest} new"
    return f"∂E/∂{rest.removeprefix('d')}" if kind == "dE" else name


def pass_numbers(values: Values) -> dict[str, float]:
    """What is given, the forward pass, the way back, and one step of all weights; biases stay."""
    now = network_numbers(values)
    params = params_of(values)
    outs = layer_outputs([[values["x1"], values["x2"]]], params)
    deltas, grads = network_backward(np.array([[values["t1"], values["t2"]]]), outs, params)
    numbers = dict(zip((f"delta_{unit}" for unit in UNITS), np.concatenate(deltas, axis=1)[0].tolist(), strict=True))
    weights = np.concatenate([grad_w.T.ravel() for grad_w, _ in grads]).tolist()
    numbers |= {f"dE_d{weight}": grad for weight, grad in zip(WEIGHTS, weights, strict=True)}
    for unit in UNITS:
        out = now[f"out_{unit}"]
        numbers[f"slope_{unit}"] = out * (1.0 - out)
        numbers[f"dE_db_{unit}"] = numbers[f"delta_{unit}"]
        numbers[f"dE_dout_{unit}"] = (
            out - now[f"t{unit[1]}"]
            if unit[0] == "o"
            else sum(numbers[f"delta_{heard}"] * now[weight] for heard, weight in _wires_out(unit))
        )
    moved = {**values, **{weight: values[weight] - RATE * numbers[f"dE_d{weight}"] for weight in WEIGHTS}}
    numbers |= {f"new_{weight}": moved[weight] for weight in WEIGHTS}
    numbers["new_E"] = network_numbers(moved)["E"]
    return {**now, **{name: numbers[name] for name in (*BACKWARD, *UPDATED)}}


@cache
def trained_values(steps: int) -> dict[str, float]:
    """What is given after so many steps of training from the start; biases stay."""
    system = network_222()
    params = train_network(system.x, system.target, system.params, system.lr, steps, train_biases=False)
    weights = np.concatenate([w.T.ravel() for w, _ in params]).tolist()
    return {**start_values(), **dict(zip(WEIGHTS, weights, strict=True))}


def sources(name: str) -> tuple[str, ...]:
    """The numbers that one number is computed from."""
    kind, _, rest = name.partition("_")
    if name in GIVEN:
        return ()
    if kind == "net":
        return (*(part for source, weight in WIRES[rest] for part in (weight, source)), f"b_{rest}")
    if kind == "out":
        return (f"net_{rest}",)
    if kind == "E":
        return (f"t{rest[1]}", f"out_{rest}") if rest else ("E_o1", "E_o2")
    if kind == "slope":
        return (f"out_{rest}",)
    if kind == "delta":
        return (f"dE_dout_{rest}", f"slope_{rest}")
    if name.startswith("dE_dout_o"):
        return (f"out_{name[-2:]}", f"t{name[-1]}")
    if name.startswith("dE_dout_h"):
        return tuple(part for heard, weight in _wires_out(name[-2:]) for part in (f"delta_{heard}", weight))
    if name.startswith("dE_db"):
        return (f"delta_{name[-2:]}",)
    if kind == "dE":
        source, unit = INTO[rest.removeprefix("d")]
        return (f"delta_{unit}", source)
    return (rest, f"dE_d{rest}") if rest in WEIGHTS else tuple(f"new_{weight}" for weight in WEIGHTS)


def way(name: str, now: Values) -> str:
    """How one number comes about: in letters, in numbers, and the result."""
    if name in COMPUTED:
        return calculation(name, now)
    kind = name.partition("_")[0]
    parts = sources(name)
    letters, numbers = [shown(part) for part in parts], [factor(now[part]) for part in parts]
    if kind == "slope":
        middle = f"{letters[0]} · (1 - {letters[0]}) = {numbers[0]} · (1 - {numbers[0]})"
    elif name.startswith("dE_dout_o"):
        middle = f"{letters[0]} - {letters[1]} = {numbers[0]} - {numbers[1]}"
    elif name.startswith("dE_dout_h"):
        middle = " = ".join(f"{a} · {b} + {c} · {d}" for a, b, c, d in (letters, numbers))
    elif name == "new_E":
        return f"E new = the forward pass with the new weights = {say(now['new_E'])}; E was {say(now['E'])}"
    elif kind == "new":
        middle = f"{letters[0]} - η · {letters[1]} = {numbers[0]} - {say(RATE)} · {numbers[1]}"
    elif len(parts) == 1:
        middle = letters[0]
    else:
        middle = f"{' · '.join(letters)} = {' · '.join(numbers)}"
    return f"{shown(name)} = {middle} = {say(now[name])}"


def trace(name: str, now: Values) -> str:
    """Where each number of the calculation comes from."""
    if name == "new_E":
        return "The eight new weights are numbers 36 to 43."
    told = [
        f"{shown(part)} = {say(now[part])} is "
        + ("given" if part in GIVEN else f"number {STEPS.index(part) + 1}, from the way {_direction(part)}")
        for part in dict.fromkeys(sources(name))
    ]
    return "; ".join(told) + "."


def _direction(name: str) -> str:
    return "forward" if name in COMPUTED else "back"


def _wires_out(unit: str) -> list[tuple[str, str]]:
    """The units that hear this one, each with the weight on the way."""
    return [(heard, weight) for weight, (source, heard) in INTO.items() if source == f"out_{unit}"]
