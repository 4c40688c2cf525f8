"""Practice of chapter 05: one reverse sweep by hand, node by node, with the mistakes of the exercises."""

from __future__ import annotations

import numpy as np

from bpcourse.practice.questions import Choice, ChoiceQuestion, ExplainQuestion, Line, NumberQuestion, Slip


def _slopes(rng: np.random.Generator) -> dict[str, float]:
    numbers = rng.choice([-4.0, -3.0, -2.0, 2.0, 3.0, 4.0, 5.0], size=4, replace=False)
    return dict(zip("pqrs", map(float, numbers), strict=True))


def _sizes(rng: np.random.Generator) -> dict[str, float]:
    return {"inputs": float(rng.integers(3, 9)), "units": float(rng.integers(2, 7))}


def _two_inputs(rng: np.random.Generator) -> dict[str, float]:
    first, second = rng.choice([-5.0, -4.0, -3.0, -2.0, 2.0, 3.0, 4.0, 5.0], size=2, replace=False)
    return {"x_1": float(first), "x_2": float(second)}


WARM_UP = (
    NumberQuestion(
        prompt="In a graph, e has the parents c and d. The edge from c carries p and the one from d carries q. When x "
        "moves, c moves at the rate r and d at the rate s. How fast does e move with x?",
        propose=_slopes,
        lines=(
            Line(
                label="∂e/∂x",
                formula="p · r + q · s",
                value=lambda n: n["p"] * n["r"] + n["q"] * n["s"],
                why="What arrives at a parent goes on along its edge, times the number on it. The two messages add.",
                slips=(
                    Slip("first edge only", lambda n: n["p"] * n["r"], "That is what comes through c. d moves e too."),
                    Slip("second edge only", lambda n: n["q"] * n["s"], "That is what comes through d. c moves e too."),
                    Slip(
                        "factors added",
                        lambda n: n["p"] + n["r"] + n["q"] + n["s"],
                        "You added everything. Along an edge one multiplies; what arrives over two edges adds.",
                    ),
                    Slip(
                        "paths multiplied",
                        lambda n: n["p"] * n["r"] * n["q"] * n["s"],
                        "You multiplied the two messages. What arrives over different edges adds.",
                    ),
                ),
            ),
        ),
    ),
    NumberQuestion(
        prompt="A layer of a network has so many inputs and so many units, with biases. How many numbers does training "
        "move in it?",
        propose=_sizes,
        lines=(
            Line(
                label="count",
                formula="inputs · units + units",
                value=lambda n: n["inputs"] * n["units"] + n["units"],
                why="A weight for each pair of an input and a unit, and a bias for each unit.",
                slips=(
                    Slip(
                        "biases forgotten",
                        lambda n: n["inputs"] * n["units"],
                        "Those are the weights. Each unit has a bias as well.",
                    ),
                    Slip(
                        "a bias for each input",
                        lambda n: n["inputs"] * n["units"] + n["inputs"],
                        "You counted a bias for each input. The units have them.",
                    ),
                ),
            ),
        ),
    ),
)

SWEEP_BY_HAND = NumberQuestion(
    prompt="s = x_1 + x_2, t = s · x_1, y = t · x_2. One reverse sweep from y: how does y move with x_1, and with x_2?",
    propose=_two_inputs,
    lines=(
        Line(
            label="s",
            formula="x_1 + x_2",
            value=lambda n: n["x_1"] + n["x_2"],
            why="Values first: the numbers on the edges are made of them.",
            slips=(Slip("multiplied", lambda n: n["x_1"] * n["x_2"], "That is x_1 · x_2. s is the sum."),),
        ),
        Line(
            label="t",
            formula="s · x_1",
            value=lambda n: n["s"] * n["x_1"],
            why="The edge from x_2 to y carries t.",
            slips=(Slip("added", lambda n: n["s"] + n["x_1"], "That is s + x_1. t is the product."),),
        ),
        Line(
            label="∂y/∂t",
            formula="x_2",
            value=lambda n: n["x_2"],
            why="y sends its 1 along the edge to t, which carries the other factor, x_2.",
            slips=(
                Slip("the same factor", lambda n: n["t"], "That is t. The edge from t carries the other one, x_2."),
            ),
        ),
        Line(
            label="∂y/∂s",
            formula="x_1 · ∂y/∂t",
            value=lambda n: n["x_1"] * n["∂y/∂t"],
            why="s has one child, t = s · x_1, and the edge to it carries x_1.",
            slips=(
                Slip(
                    "upstream ignored",
                    lambda n: n["x_1"],
                    "That is ∂t/∂s, the edge alone. t sends on what it holds, times the edge: multiply by ∂y/∂t.",
                ),
                Slip(
                    "the same factor",
                    lambda n: n["s"] * n["∂y/∂t"],
                    "You used s. In t = s · x_1 the edge from s carries x_1.",
                ),
            ),
        ),
        Line(
            label="∂y/∂x_1",
            formula="1 · ∂y/∂s + s · ∂y/∂t",
            value=lambda n: n["∂y/∂s"] + n["s"] * n["∂y/∂t"],
            why="x_1 has two children, s and t. It waits for both, and adds.",
            slips=(
                Slip(
                    "overwritten by t",
                    lambda n: n["s"] * n["∂y/∂t"],
                    "That is the message from t alone. x_1 stands in s = x_1 + x_2 too: the messages add.",
                ),
                Slip(
                    "s alone",
                    lambda n: n["∂y/∂s"],
                    "That is the message from s alone. x_1 stands in t = s · x_1 too: the messages add.",
                ),
                Slip(
                    "upstream ignored",
                    lambda n: 1 + n["s"],
                    "You added the numbers on the edges, 1 + s. Each is to be multiplied by what the child holds.",
                ),
            ),
        ),
        Line(
            label="∂y/∂x_2",
            formula="1 · ∂y/∂s + t",
            value=lambda n: n["∂y/∂s"] + n["t"],
            why="x_2 has two children, s and y. y holds 1, and its edge from x_2 carries t.",
            slips=(
                Slip(
                    "overwritten by y",
                    lambda n: n["t"],
                    "That is the message from y alone. x_2 stands in s = x_1 + x_2 too: the messages add.",
                ),
                Slip(
                    "s alone",
                    lambda n: n["∂y/∂s"],
                    "That is the message from s alone. x_2 stands in y = t · x_2 too: the messages add.",
                ),
            ),
        ),
    ),
)

EXIT = (
    ChoiceQuestion(
        prompt="A program has 1,000 inputs and 2 outputs, and you want all 2,000 derivatives. What is cheapest?",
        choices=(
            Choice("2 reverse sweeps", "One for each output, and each reaches all 1,000 inputs.", right=True),
            Choice("1,000 forward sweeps", "That gives them all, at 500 times as many sweeps as in reverse mode."),
            Choice(
                "1 reverse sweep",
                "One reverse sweep starts from one output, and knows nothing of the other.",
            ),
            Choice("2 forward sweeps", "Two forward sweeps answer for two of the 1,000 inputs."),
        ),
    ),
    ChoiceQuestion(
        prompt="In a reverse sweep, when may a node send on what it holds?",
        choices=(
            Choice(
                "When all its children on the way to the output have sent to it.",
                "Then what it holds is complete, and goes on as one number.",
                right=True,
            ),
            Choice(
                "As soon as the first message has arrived.",
                "What comes later would stay where it is, or would have to be sent in a second round.",
            ),
            Choice(
                "When all its parents have sent to it.",
                "That is the order of a forward sweep. In reverse mode messages run from a node to its parents.",
            ),
        ),
    ),
    ChoiceQuestion(
        prompt="(2, 3) and (5, −1) are dual numbers: values 2 and 5, derivatives 3 and −1. What is their product?",
        choices=(
            Choice("(10, 13)", "2 · 5 = 10, and 3 · 5 + 2 · (−1) = 13.", right=True),
            Choice("(10, −3)", "You multiplied the derivatives. It is ȧ b + a ḃ."),
            Choice("(10, 15)", "That is ȧ b alone: the second factor moves too, and adds a ḃ = −2."),
            Choice("(7, 2)", "That is the sum of the two. For the product the edge from one factor carries the other."),
        ),
    ),
)

EXPLAIN = ExplainQuestion(
    prompt="Why is a network trained with reverse mode and not with forward mode? Answer in a sentence or two of your "
    "own.",
    model_answer="A network has very many weights and one loss. A reverse sweep starts from the loss and reaches every "
    "weight in one go, with each edge used once; forward mode needs a sweep of its own for each weight.",
    points=(
        "There is one loss, and there are many weights.",
        "One reverse sweep gives the derivatives of one output with respect to everything.",
        "Forward mode takes one sweep for each weight.",
    ),
)
