"""Exercise `count_parameters` of chapter 02: how many numbers a network learns."""

from collections.abc import Sequence
from itertools import pairwise
from math import prod

import numpy as np

from bpcourse.autograders.ch02.shared import SIZE
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.initializers import count_parameters, init_network

Sizes = Sequence[int]


def _cases(rng: np.random.Generator) -> list[Case]:
    """Sizes in which no two neighbours are equal, so that inputs and units cannot be confused unseen."""

    def sizes(layers: int) -> list[int]:
        return [int(n) for n in rng.choice(np.arange(2, 13), size=layers + 1, replace=False)]

    return [
        Case("two layers", {"sizes": sizes(2)}),
        Case("three layers", {"sizes": sizes(3)}),
        Case("five layers", {"sizes": sizes(5)}),
        Case("sizes 784, 100, 10", {"sizes": [784, 100, 10]}),
        Case("one layer", {"sizes": sizes(1)}, edge=True),
        Case("one unit at the end", {"sizes": [*sizes(1), 1]}, edge=True),
    ]


def _weights(sizes: Sizes) -> int:
    return sum(n_inputs * n_units for n_inputs, n_units in pairwise(sizes))


def _by_arrays(sizes: Sizes) -> int:
    return sum(w.size + b.size for w, b in init_network(sizes, np.random.default_rng(0)))


COUNT_PARAMETERS = Exercise(
    name="count_parameters",
    chapter=2,
    points=2,
    minutes=6,
    difficulty="core",
    statement=r"""Write `count_parameters(sizes)`: how many weights and biases a network has.

- `sizes` lists the number of inputs, then the number of units of each layer: `[2, 2, 2]` is the network of the
  chapter, with 12 parameters.
- It works for any number of layers. The result is a whole number.""",
    stub='''def count_parameters(sizes):
    """Return how many weights and biases there are; sizes: the inputs, the units of each layer."""
    raise NotImplementedError
''',
    hints=(
        "Count one layer first. How many wires end at one of its units, and what does each unit have besides?",
        "One whole number. For `[2, 2, 2]` it is 12: eight weights and four biases.",
        "A layer with D inputs and H units has D · H weights and H biases. Add over the layers.",
        "`sum(d * h + h for d, h in zip(sizes, sizes[1:]))`",
    ),
    solution='''def count_parameters(sizes):
    """Return how many weights and biases there are; sizes: the inputs, the units of each layer."""
    total = 0
    for n_inputs, n_units in zip(sizes[:-1], sizes[1:]):
        total += n_inputs * n_units + n_units
    return total
''',
    explanation="Neighbours in `sizes` are the inputs and the units of one layer: a weight for each pair of them, and "
    "a bias for each unit. The inputs of the network have no bias: nothing is computed there.",
    read='chapter 02, "How many numbers?"',
    reference=count_parameters,
    correct=(
        lambda sizes: sum((d + 1) * h for d, h in pairwise(sizes)),
        lambda sizes: _weights(sizes) + sum(sizes[1:]),
        _by_arrays,
    ),
    mistakes=(
        Mistake(
            "biases forgotten",
            _weights,
            "Those are the weights alone. Each unit has a bias besides.",
            SIZE,
        ),
        Mistake(
            "biases for the inputs too",
            lambda sizes: _weights(sizes) + sum(sizes),
            "You gave the inputs of the network a bias as well. They are not units: nothing is computed there.",
            SIZE,
        ),
        Mistake(
            "inputs and units swapped",
            lambda sizes: _weights(sizes) + sum(sizes[:-1]),
            "You counted one bias for each input of a layer. A bias belongs to a unit: use the second size of each "
            "pair.",
            SIZE,
        ),
        Mistake(
            "one bias a layer",
            lambda sizes: _weights(sizes) + len(sizes) - 1,
            "You counted one bias for each layer. Every unit has a bias of its own.",
            SIZE,
        ),
        Mistake(
            "two layers only",
            lambda sizes: count_parameters([*sizes[:3]]),
            "You counted the first two layers and stopped. `sizes` may name more: go through all neighbours in a loop.",
            SIZE,
        ),
        Mistake(
            "first layer only",
            lambda sizes: count_parameters(sizes[:2]),
            "That is the first layer alone. Is the `return` inside the loop? Add over all layers.",
            SIZE,
        ),
        Mistake(
            "the last layer left out",
            lambda sizes: count_parameters(sizes[:-1]) if len(sizes) > 2 else 0,
            "The last layer is missing from your count. There are as many layers as pairs of neighbours, "
            "`len(sizes) - 1`.",
            SIZE,
        ),
        Mistake(
            "all sizes multiplied",
            lambda sizes: prod(sizes),
            "You multiplied all sizes together. Wires join neighbouring layers only: multiply neighbours, then add.",
            SIZE,
        ),
        Mistake(
            "units counted",
            lambda sizes: sum(sizes),
            "You added the sizes: those are inputs and units. Each wire between neighbours carries a weight.",
            SIZE,
        ),
        Mistake(
            "biases alone",
            lambda sizes: sum(sizes[1:]),
            "Those are the biases alone. Each unit has a weight besides for each of its inputs.",
            SIZE,
        ),
        Mistake(
            "added, not multiplied",
            lambda sizes: sum(n_inputs + n_units for n_inputs, n_units in pairwise(sizes)),
            "You added the two sizes of each layer. Every input is wired to every unit: multiply them for the weights, "
            "then add a bias for each unit.",
            SIZE,
        ),
    ),
    cases=_cases,
)
