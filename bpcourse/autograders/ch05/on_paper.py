"""Exercises `passes_forward` and `passes_reverse` of chapter 05: how many sweeps it takes, predicted on paper."""

from math import prod

import numpy as np

from bpcourse.autograders.ch05.shared import CHEAPER
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.initializers import count_parameters

SIZES = (4, 10, 3)
PARAMETERS = count_parameters(SIZES)
WEIGHTS = PARAMETERS - sum(SIZES[1:])
KNOBS, POINTS = 4, 250

PASSES_FORWARD = Exercise(
    name="passes_forward",
    kind="value",
    chapter=5,
    points=2,
    minutes=5,
    difficulty="warm-up",
    statement=r"""A network has the layers `[4, 10, 3]`, with biases, and a loss at the end: one number. For one sample
you want the derivative of the loss with respect to **every weight and every bias**.

Predict: how many forward sweeps does that take?""",
    stub="passes_forward = None\n",
    hints=(
        "One forward sweep starts from one number that may move. Which numbers may move here?",
        "It is a whole number: as many sweeps as there are weights and biases.",
        "From n units to k units there are n · k weights, and k biases. Chapter 02 counted them.",
        "The first layer has 4 · 10 weights and 10 biases; do the same for the second and add.",
    ),
    solution="passes_forward = (4 * 10 + 10) + (10 * 3 + 3)\n",
    explanation="A forward sweep follows one number that moves, so each weight and each bias needs its own. The four "
    "inputs of the network stay as they are: nobody asked how the loss moves with them.",
    read='chapter 05, "Which is cheaper?"',
    reference=lambda: PARAMETERS,
    correct=(lambda: float(PARAMETERS), lambda: (4 + 1) * 10 + (10 + 1) * 3),
    mistakes=(
        Mistake(
            "biases forgotten",
            lambda: WEIGHTS,
            "That is one sweep for each weight. The biases may move too, and each needs its own sweep.",
            CHEAPER,
        ),
        Mistake(
            "inputs of the network",
            lambda: SIZES[0],
            "That is one sweep for each input of the network. Wanted are the derivatives with respect to the weights "
            "and biases: these are the inputs of the program now, and the sample stays fixed.",
            CHEAPER,
        ),
        Mistake(
            "that of reverse mode",
            lambda: 1,
            "One sweep is what reverse mode takes, because there is one loss. A forward sweep starts from one number "
            "that moves, and answers for that one alone.",
            CHEAPER,
        ),
        Mistake(
            "outputs of the network",
            lambda: SIZES[-1],
            "That is the number of output units. A forward sweep starts at the other end, from one number that moves.",
            CHEAPER,
        ),
        Mistake(
            "one for each unit",
            lambda: sum(SIZES),
            "That is the number of units, inputs included. What moves are the weights and biases.",
            CHEAPER,
        ),
        Mistake(
            "two runs each",
            lambda: 2 * PARAMETERS,
            "Two runs for each number is what central differences take. A forward sweep is one run for each.",
            CHEAPER,
        ),
        Mistake(
            "biases alone",
            lambda: PARAMETERS - WEIGHTS,
            "That is one sweep for each bias, or for each unit that has one. The weights may move too, and there are "
            "many more of them.",
            CHEAPER,
        ),
        Mistake(
            "first layer only",
            lambda: count_parameters(SIZES[:2]),
            "Those are the weights and biases of the first layer. The second layer has some as well.",
            CHEAPER,
        ),
        Mistake(
            "second layer only",
            lambda: count_parameters(SIZES[1:]),
            "Those are the weights and biases of the second layer. The first layer has some as well.",
            CHEAPER,
        ),
        Mistake(
            "sizes multiplied",
            lambda: prod(SIZES),
            "You multiplied the sizes of all three layers. A weight joins a unit to one of the next layer: 4 · 10 "
            "weights in the first step, 10 · 3 in the second; add them, and the biases.",
            CHEAPER,
        ),
        Mistake(
            "one for each layer",
            lambda: len(SIZES) - 1,
            "That is one sweep for each layer of weights. A sweep passes all the layers, and starts from a single "
            "number that moves, not from a layer of them.",
            CHEAPER,
        ),
        Mistake(
            "outputs too",
            lambda: SIZES[-1] * PARAMETERS,
            "You gave each weight and each bias a sweep for each output unit. One forward sweep reaches all that lies "
            "behind its number, and the loss is one number there.",
            CHEAPER,
        ),
        Mistake(
            "one more for the values",
            lambda: PARAMETERS + 1,
            "One too many: the values need no run of their own. A forward sweep works them out on its way.",
            CHEAPER,
        ),
        Mistake(
            "inputs too",
            lambda: PARAMETERS + SIZES[0],
            "You gave the inputs of the network a sweep as well. The sample is fixed: only weights and biases move.",
            CHEAPER,
        ),
    ),
    cases=lambda rng: [Case("the network", {})],
)

PASSES_REVERSE = Exercise(
    name="passes_reverse",
    kind="value",
    chapter=5,
    points=2,
    minutes=4,
    difficulty="warm-up",
    statement=r"""A program turns 4 numbers, the inputs, into a curve of 250 points, the outputs. You want to know how
**every point** moves with **every input**.

Predict: how many reverse sweeps does that take?""",
    stub="passes_reverse = None\n",
    hints=(
        "At which end of the graph does a reverse sweep begin? With how many nodes does it begin?",
        "It is a whole number: as many sweeps as there are outputs.",
        "One reverse sweep gives the derivatives of one output with respect to all inputs: one row of the Jacobian.",
        "The Jacobian has one row for each point of the curve; count the points.",
    ),
    solution="passes_reverse = 250\n",
    explanation="One reverse sweep starts from one output and reaches all four inputs. So every point needs its own: "
    "250 sweeps. Forward mode would do it in 4. Here forward mode is the cheaper one.",
    read='chapter 05, "Which is cheaper?"',
    reference=lambda: POINTS,
    correct=(lambda: float(POINTS), lambda: np.int64(250)),
    mistakes=(
        Mistake(
            "that of forward mode",
            lambda: KNOBS,
            "That is what forward mode takes, one sweep for each input. A reverse sweep starts from one output.",
            CHEAPER,
        ),
        Mistake(
            "one",
            lambda: 1,
            "One reverse sweep is enough for one output, such as a loss. It starts from that output, and knows nothing "
            "of the others.",
            CHEAPER,
        ),
        Mistake(
            "one for each entry",
            lambda: KNOBS * POINTS,
            "That is the number of derivatives. One sweep gives several of them: a whole row of the Jacobian.",
            CHEAPER,
        ),
        Mistake(
            "inputs and outputs",
            lambda: KNOBS + POINTS,
            "You counted sweeps from both ends. A reverse sweep starts from an output, and that is all it needs.",
            CHEAPER,
        ),
        Mistake(
            "two runs each",
            lambda: 2 * KNOBS,
            "Two runs for each input is what central differences take. A reverse sweep starts from one output.",
            CHEAPER,
        ),
        Mistake(
            "two for each point",
            lambda: 2 * POINTS,
            "You counted two for each point. The run forwards that a reverse sweep needs is no sweep, and one run "
            "serves them all.",
            CHEAPER,
        ),
        Mistake(
            "one more for the values",
            lambda: POINTS + 1,
            "One too many: the run forwards, which gives the values, is no reverse sweep.",
            CHEAPER,
        ),
    ),
    cases=lambda rng: [Case("the program", {})],
)
