"""Exercise `layer_of_units` of chapter 02: a published class that is right only when a layer is square, to mend."""

import numpy as np

from bpcourse.autograders.ch02.shared import MISTAKE, UNITS
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array, sigmoid
from bpcourse.reference.sigmoid_network import layer_forward


def _cases(rng: np.random.Generator) -> list[Case]:
    def case(what: str, inputs: int, units: int, edge: bool = False) -> Case:
        values = {"x": rng.normal(size=inputs), "w": rng.normal(size=(inputs, units)), "b": rng.normal(size=units)}
        return Case(what, values, edge=edge)

    return [
        case("2 inputs, 2 units", 2, 2),
        case("3 inputs, 2 units", 3, 2),
        case("2 inputs, 4 units", 2, 4),
        case("1 input", 1, 3, edge=True),
        case("1 unit", 4, 1, edge=True),
    ]


def _outputs(x: Array, w: Array, b: Array, units: int, weights_each: int) -> list[float]:
    """Units built one by one; IndexError where there is no weight, bias or input of that number."""
    nets = [b[j] + sum([w[i, j] * x[i] for i in range(weights_each)]) for j in range(units)]
    return [float(sigmoid(net)) for net in nets]


PROGRAM = '''class Unit:
    def __init__(self, num_inputs):
        self.weights = [0.0] * num_inputs
        self.bias = 0.0
        self.inputs = None

    def forward(self, inputs):
        {remember}net = self.bias
        for i in range(len(self.weights)):
            net += self.weights[i] * inputs[i]
        return 1 / (1 + np.exp(-net))


class Layer:
    def __init__(self, num_units, num_inputs):
        self.units = [{build}]

    def forward(self, inputs):
        return [unit.forward(inputs) for unit in self.units]


def layer_of_units(x, w, b):
    """Run the layer of w (D, H) and b (H,) on x (D,); return (outputs, remembered inputs)."""
    layer = Layer(num_units=len(b), num_inputs=len(x))
    for j, unit in enumerate(layer.units):
        unit.bias = b[j]
        for i in range(len(unit.weights)):
            unit.weights[i] = w[i, j]
    outputs = layer.forward(x)
    return outputs, layer.units[0].inputs
'''
BROKEN = PROGRAM.format(remember="", build="Unit(num_units) for _ in range(num_inputs)")
MENDED = PROGRAM.format(remember="self.inputs = inputs\n        ", build="Unit(num_inputs) for _ in range(num_units)")

LAYER_OF_UNITS = Exercise(
    name="layer_of_units",
    chapter=2,
    points=3,
    minutes=12,
    difficulty="stretch",
    mends=True,
    statement=r"""Find and mend. This program builds a layer out of objects, as a published tutorial does. With two
inputs and two units it says the right numbers. It has two faults:

- With three inputs and two units it stops with an error. `Layer(num_units, num_inputs)` should build `num_units` units
  with `num_inputs` weights each.
- After `forward`, a unit should remember its inputs in `self.inputs`: the backward pass, from chapter 06 on, needs
  them. It remembers nothing.

Mend the two classes; `layer_of_units(x, w, b)` can stay as it is. It takes one sample `x` of shape (D,), `w` (D, H) and
`b` (H,), and returns the outputs, H numbers, and what the first unit remembers: `x`.""",
    stub=BROKEN,
    hints=(
        "How many units should there be, and how many weights does each of them have? Read the line that builds them "
        "aloud.",
        "w is (inputs, units). There is a unit for each column, and in each unit a weight for each row.",
        "A list of num_units units, each made for num_inputs inputs. And in `Unit.forward`, the inputs are kept.",
        "`self.units = [Unit(num_inputs) for _ in range(num_units)]`, and `self.inputs = inputs` in `Unit.forward`.",
    ),
    solution=MENDED,
    explanation="Two names were swapped in one line, and with as many units as inputs nobody notices. That is why "
    "tests use layers that are not square.",
    read='chapter 02, "A layer, unit by unit"',
    reference=lambda x, w, b: (layer_forward(x, w, b), np.asarray(x)),
    correct=(
        lambda x, w, b: (_outputs(x, w, b, len(b), len(x)), list(x)),
        lambda x, w, b: ([float(out) for out in sigmoid(w.T @ x + b)], x.copy()),
    ),
    outputs=("outputs", "remembered"),
    mistakes=(
        Mistake(
            "swapped (inputs, units)",
            lambda x, w, b: (_outputs(x, w, b, len(x), len(b)), x),
            "The units remember now. The sizes are still swapped: the line builds num_inputs units with num_units "
            "weights each, and only with as many units as inputs is that right.",
            MISTAKE,
        ),
        Mistake(
            "inputs not remembered",
            lambda x, w, b: (layer_forward(x, w, b), None),
            "The sizes are right now. The first unit still remembers nothing: `self.inputs` is None after `forward`. "
            "Keep the inputs there, before the sum.",
            UNITS,
        ),
        Mistake(
            "weights still counted by units",
            lambda x, w, b: (_outputs(x, w, b, len(b), len(b)), x),
            "The number of units is right now, their size is not: each has num_units weights in place of num_inputs.",
            UNITS,
        ),
        Mistake(
            "units still counted by inputs",
            lambda x, w, b: (_outputs(x, w, b, len(x), len(x)), x),
            "The size of a unit is right now, their number is not: there are num_inputs of them in place of num_units.",
            UNITS,
        ),
        Mistake(
            "remembers its output",
            lambda x, w, b: (layer_forward(x, w, b), layer_forward(x, w, b)[0]),
            "The first unit remembers what it said. What it heard is wanted: its inputs.",
            UNITS,
        ),
        Mistake(
            "remembers the outputs of the layer",
            lambda x, w, b: (layer_forward(x, w, b), layer_forward(x, w, b)),
            "What is remembered are the outputs of the layer. The inputs are wanted.",
            UNITS,
        ),
    ),
    cases=_cases,
)
