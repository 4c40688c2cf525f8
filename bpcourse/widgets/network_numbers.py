"""Every number of the 2-2-2 network's forward pass, with its calculation as a line to read (chapters 02 and 06).

Two inputs, two hidden units h1 and h2, two output units o1 and o2; w1 and w2 lead into h1, w3 and w4 into h2, w5 and w6
into o1, w7 and w8 into o2. E is the sum of the half squared errors of both outputs.
"""

from collections.abc import Mapping

import numpy as np

from bpcourse.reference.initializers import Params
from bpcourse.reference.layers import linear_forward
from bpcourse.reference.neuron import half_squared_error
from bpcourse.reference.sigmoid_network import layer_outputs
from bpcourse.reference.systems import network_222
from bpcourse.widgets.shared import say

Values = Mapping[str, float]

UNITS = ("h1", "h2", "o1", "o2")
# unit -> what it receives and the weight on the way
WIRES = {
    "h1": (("x1", "w1"), ("x2", "w2")),
    "h2": (("x1", "w3"), ("x2", "w4")),
    "o1": (("out_h1", "w5"), ("out_h2", "w6")),
    "o2": (("out_h1", "w7"), ("out_h2", "w8")),
}
GIVEN = ("x1", "x2", *(f"w{k}" for k in range(1, 9)), *(f"b_{unit}" for unit in UNITS), "t1", "t2")
# What the forward pass computes, in its order.
COMPUTED = (*(f"{what}_{unit}" for unit in UNITS for what in ("net", "out")), "E_o1", "E_o2", "E")


def start_values() -> dict[str, float]:
    """The numbers that the worked network starts from, by the names used here."""
    system = network_222()
    (w_hidden, b_hidden), (w_output, b_output) = system.params
    # The weights of one unit are a column: read unit by unit, the columns give w1, w2, w3, w4.
    numbers = [system.x, w_hidden.T, w_output.T, b_hidden, b_output, system.target]
    return dict(zip(GIVEN, np.concatenate([part.ravel() for part in numbers]).tolist(), strict=True))


def params_of(values: Values) -> Params:
    """The same weights and biases as matrices: w (inputs, units), b (units,) for each layer."""
    columns = {unit: [values[weight] for _, weight in wires] for unit, wires in WIRES.items()}
    return [
        (np.array([columns[unit] for unit in layer]).T, np.array([values[f"b_{unit}"] for unit in layer]))
        for layer in (UNITS[:2], UNITS[2:])
    ]


def network_numbers(values: Values) -> dict[str, float]:
    """What is given, and net and out of every unit, the error of each output, and E."""
    params = params_of(values)
    outs = layer_outputs([[values["x1"], values["x2"]]], params)
    nets = [linear_forward(x, w, b) for x, (w, b) in zip(outs, params, strict=False)]
    errors = half_squared_error(outs[-1], [[values["t1"], values["t2"]]])
    numbers = {
        **{f"net_{unit}": net for unit, net in zip(UNITS, np.concatenate(nets, axis=1)[0].tolist(), strict=True)},
        **{f"out_{unit}": out for unit, out in zip(UNITS, np.concatenate(outs[1:], axis=1)[0].tolist(), strict=True)},
        "E_o1": float(errors[0, 0]),
        "E_o2": float(errors[0, 1]),
        "E": float(errors.sum()),
    }
    return {**{name: values[name] for name in GIVEN}, **{name: numbers[name] for name in COMPUTED}}


def calculation(name: str, now: Values) -> str:
    """How one number of the forward pass comes about: in letters, in numbers, and the result."""
    kind, _, unit = name.partition("_")
    if kind == "net":
        letters = [f"{weight} · {source}" for source, weight in WIRES[unit]] + [f"b_{unit}"]
        numbers = [f"{factor(now[weight])} · {factor(now[source])}" for source, weight in WIRES[unit]]
        numbers.append(factor(now[f"b_{unit}"]))
        middle = f"{' + '.join(letters)} = {' + '.join(numbers)}"
    elif kind == "out":
        middle = f"σ(net_{unit}) = 1 / (1 + exp({say(-now[f'net_{unit}'])}))"
    elif unit:
        target, out = f"t{unit[1]}", f"out_{unit}"
        middle = f"½ ({target} - {out})² = ½ ({say(now[target])} - {say(now[out])})²"
    else:
        middle = f"E_o1 + E_o2 = {say(now['E_o1'])} + {say(now['E_o2'])}"
    return f"{name} = {middle} = {say(now[name])}"


def factor(number: float) -> str:
    """A number as it stands in a product: a negative one in brackets."""
    return f"({say(number)})" if number < 0 else say(number)
