"""Practice of chapter 02: a small network by hand, forwards, with the mistakes that the exercises name too."""

from __future__ import annotations

import numpy as np

from bpcourse.practice.questions import (
    Choice,
    ChoiceQuestion,
    ExplainQuestion,
    Formula,
    Line,
    NumberQuestion,
    Slip,
)
from bpcourse.reference.activations import sigmoid


def _tenths(rng: np.random.Generator, low: int, high: int) -> float:
    """A number of either sign between low and high tenths in size, both included."""
    return float(rng.choice([-1.0, 1.0])) * float(rng.integers(low, high + 1)) / 10


def _neuron(rng: np.random.Generator) -> dict[str, float]:
    return {name: _tenths(rng, 3, 15) for name in ("x1", "x2", "w1", "w2", "b")}


def _line(rng: np.random.Generator) -> dict[str, float]:
    return {"w": _tenths(rng, 4, 30), "b": _tenths(rng, 4, 30)}


def _network(rng: np.random.Generator) -> dict[str, float]:
    return {
        **{name: _tenths(rng, 5, 20) for name in ("x1", "x2", "w1", "w2", "w3", "w4")},
        **{name: _tenths(rng, 3, 12) for name in ("b_h1", "b_h2")},
        **{name: _tenths(rng, 8, 30) for name in ("w5", "w6")},
        "b_o": _tenths(rng, 4, 12),
    }


def _layer(rng: np.random.Generator) -> dict[str, float]:
    n_inputs, n_units = rng.choice(np.arange(3, 13), size=2, replace=False)
    return {"D": float(n_inputs), "H": float(n_units)}


def _net(first: str, second: str, bias: str, x1: str = "x1", x2: str = "x2") -> Formula:
    return lambda n: n[first] * n[x1] + n[second] * n[x2] + n[bias]


def _hidden_net(unit: str, first: str, second: str) -> Line:
    bias = f"b_{unit}"
    return Line(
        label=f"net_{unit}",
        formula=f"{first}·x1 + {second}·x2 + {bias}",
        value=_net(first, second, bias),
        why="Each input is weighed on its own wire; the bias is added once.",
        slips=(
            Slip(
                "biases forgotten",
                lambda n: n[first] * n["x1"] + n[second] * n["x2"],
                f"The bias {bias} is missing.",
            ),
            Slip(
                "weights swapped",
                _net(second, first, bias),
                f"The two weights have changed places: {first} belongs to x1, {second} to x2.",
            ),
        ),
    )


def _out(unit: str) -> Line:
    net = f"net_{unit}"
    return Line(
        label=f"out_{unit}",
        formula=f"σ({net})",
        value=lambda n: float(sigmoid(n[net])),
        why=f"What {unit} passes on is the sigmoid of its net.",
        slips=(
            Slip("no activation", lambda n: n[net], f"That is {net}. A unit passes on out = σ(net)."),
            Slip(
                "sign of net",
                lambda n: float(sigmoid(-n[net])),
                f"Your number is σ(−{net}). The exponent is −net: σ(net) = 1/(1 + e⁻ⁿᵉᵗ).",
            ),
        ),
    )


WARM_UP = (
    NumberQuestion(
        prompt="One neuron with two inputs: z = w1·x1 + w2·x2 + b, a = σ(z). What does it say?",
        propose=_neuron,
        lines=(
            Line(
                label="z",
                formula="w1·x1 + w2·x2 + b",
                value=_net("w1", "w2", "b"),
                why="Weigh each input, add up, add the bias once.",
                slips=(
                    Slip(
                        "no bias",
                        lambda n: n["w1"] * n["x1"] + n["w2"] * n["x2"],
                        "The bias is missing: z = w1·x1 + w2·x2 + b.",
                    ),
                    Slip(
                        "bias added twice",
                        lambda n: n["w1"] * n["x1"] + n["w2"] * n["x2"] + 2 * n["b"],
                        "You added the bias twice, once for each input. It is added once, to the sum.",
                    ),
                ),
            ),
            Line(
                label="a",
                formula="σ(z)",
                value=lambda n: float(sigmoid(n["z"])),
                why="The sigmoid σ(z) = 1/(1 + e⁻ᶻ) turns z into a number between 0 and 1.",
                slips=(
                    Slip("no activation", lambda n: n["z"], "That is z. The output of the neuron is a = σ(z)."),
                    Slip(
                        "sign of z",
                        lambda n: float(sigmoid(-n["z"])),
                        "Your number is σ(−z), which is 1 − a. The exponent is −z: σ(z) = 1/(1 + e⁻ᶻ).",
                    ),
                ),
            ),
        ),
    ),
    NumberQuestion(
        prompt="One neuron with one input: z = w·x + b, a = σ(z). For which x does it say 0.5?",
        propose=_line,
        lines=(
            Line(
                label="x",
                formula="−b/w",
                value=lambda n: -n["b"] / n["w"],
                why="σ(z) is 0.5 where z = 0, and w·x + b = 0 gives x = −b/w.",
                slips=(
                    Slip(
                        "sign",
                        lambda n: n["b"] / n["w"],
                        "The size is right, the sign is not: w·x + b = 0 gives w·x = −b.",
                    ),
                    Slip(
                        "upside down",
                        lambda n: -n["w"] / n["b"],
                        "That is −w/b. From w·x = −b, divide by w.",
                    ),
                    Slip("not divided", lambda n: -n["b"], "That is −b. The step w·x = −b still has w in front of x."),
                ),
            ),
        ),
    ),
)

FORWARD_BY_HAND = NumberQuestion(
    prompt="Two inputs, two hidden units h1 and h2, one output unit o, each with a sigmoid. w1 and w2 lead into h1, w3 "
    "and w4 into h2, w5 and w6 into o. What does the network say?",
    propose=_network,
    lines=(
        _hidden_net("h1", "w1", "w2"),
        _out("h1"),
        _hidden_net("h2", "w3", "w4"),
        _out("h2"),
        Line(
            label="net_o",
            formula="w5·out_h1 + w6·out_h2 + b_o",
            value=_net("w5", "w6", "b_o", "out_h1", "out_h2"),
            why="The output unit hears what the hidden units say, and nothing else.",
            slips=(
                Slip(
                    "net for out",
                    _net("w5", "w6", "b_o", "net_h1", "net_h2"),
                    "You took net of the hidden units. What they pass on is out.",
                ),
                Slip(
                    "inputs for hidden outputs",
                    _net("w5", "w6", "b_o"),
                    "You weighed x1 and x2. The output unit hears out_h1 and out_h2.",
                ),
                Slip(
                    "biases forgotten",
                    lambda n: n["w5"] * n["out_h1"] + n["w6"] * n["out_h2"],
                    "The bias b_o is missing.",
                ),
            ),
        ),
        _out("o"),
    ),
)

EXIT = (
    NumberQuestion(
        prompt="A layer has D inputs and H units. How many numbers does it learn?",
        propose=_layer,
        lines=(
            Line(
                label="count",
                formula="D·H + H",
                value=lambda n: n["D"] * n["H"] + n["H"],
                why="A weight for each pair of an input and a unit, and a bias for each unit.",
                slips=(
                    Slip(
                        "biases forgotten", lambda n: n["D"] * n["H"], "Those are the weights. The biases are missing."
                    ),
                    Slip(
                        "one bias an input",
                        lambda n: n["D"] * n["H"] + n["D"],
                        "You counted a bias for each input. A bias belongs to a unit.",
                    ),
                    Slip(
                        "units counted",
                        lambda n: n["D"] + n["H"],
                        "You added inputs and units. Each pair of them has a wire of its own, with a weight.",
                    ),
                ),
            ),
        ),
    ),
    ChoiceQuestion(
        prompt="Samples are rows. A layer has 3 inputs and 2 units. What is the shape of its w?",
        choices=(
            Choice(
                "(3, 2)",
                "One row an input, one column a unit: then (N, 3) @ (3, 2) gives (N, 2), one column a unit.",
                right=True,
            ),
            Choice(
                "(2, 3)",
                "That is one row a unit. With samples as rows, (N, 3) @ (2, 3) does not fit. Some books keep samples "
                "as columns; there it would.",
            ),
            Choice("(3,)", "That is the w of one neuron. A layer of 2 units has two of them, side by side as columns."),
        ),
    ),
    ChoiceQuestion(
        prompt="In the 2-2-2 network w3, from x1 to h2, is made larger. Which of these numbers stays as it was?",
        choices=(
            Choice(
                "out_h1",
                "w3 leads into h2. h1 lies beside it, in the same layer, and hears nothing of it.",
                right=True,
            ),
            Choice("net_h2", "net_h2 contains the product w3 · x1, and x1 is 0.05 and not 0: it moves at once."),
            Choice("out_o1", "h2 feeds o1 through w6: what moves out_h2 moves out_o1 as well."),
            Choice("E", "E compares both outputs with their targets, and both outputs move."),
        ),
    ),
    ChoiceQuestion(
        prompt="A published account prints net_o1 = out_h1 · w5 + out_h2 · 6 + b = 1.1059. With the numbers of the "
        "chapter, what has happened?",
        choices=(
            Choice(
                "6 stands for w6; the result was computed with w6",
                "With w6 = 0.45 the sum is 1.1059. With 6 it would be about 4.42: the slip is in the print alone.",
                right=True,
            ),
            Choice(
                "the result is wrong as well",
                "Compute it: 0.5933 · 0.40 + 0.5969 · 0.45 + 0.60 is 1.1059. The result is right, the line above it is "
                "not.",
            ),
            Choice(
                "nothing: the weight is 6",
                "The weight from h2 to o1 is w6 = 0.45. With 6 the sum would be about 4.42.",
            ),
        ),
    ),
)

EXPLAIN = ExplainQuestion(
    prompt="Why do a loop over unit objects and one matrix product give the same numbers? Answer in one sentence of "
    "your own.",
    model_answer="Column j of w holds the weights of unit j, so column j of x w is the weighted sum that unit j would "
    "have computed for each sample; adding b and applying σ treats every entry by itself, as each unit does.",
    points=(
        "A column of w is one unit.",
        "The matrix product does the weighted sum of every unit, for every sample.",
        "The bias and the sigmoid act on each entry by itself.",
    ),
)
