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
    x, y = rng.choice([-5.0, -4.0, -3.0, -2.0, 2.0, 3.0, 4.0, 5.0], size=2, replace=False)
    return {"x": float(x), "y": float(y)}


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
    prompt="u = x + y, v = u · x, L = v · y. One reverse sweep from L: how does L move with x, and with y?",
    propose=_two_inputs,
    lines=(
        Line(
            label="u",
            formula="x + y",
            value=lambda n: n["x"] + n["y"],
            why="Values first: the numbers on the edges are made of them.",
            slips=(Slip("multiplied", lambda n: n["x"] * n["y"], "That is x · y. u is the sum."),),
        ),
        Line(
            label="v",
            formula="u · x",
            value=lambda n: n["u"] * n["x"],
            why="The edge from y to L carries v.",
            slips=(Slip("added", lambda n: n["u"] + n["x"], "That is u + x. v is the product."),),
        ),
        Line(
            label="∂L/∂v",
            formula="y",
            value=lambda n: n["y"],
            why="L sends its 1 along the edge to v, which carries the other factor, y.",
            slips=(Slip("the same factor", lambda n: n["v"], "That is v. The edge from v carries the other one, y."),),
        ),
        Line(
            label="∂L/∂u",
            formula="x · ∂L/∂v",
            value=lambda n: n["x"] * n["∂L/∂v"],
            why="u has one child, v = u · x, and the edge to it carries x.",
            slips=(
                Slip(
                    "upstream ignored",
                    lambda n: n["x"],
                    "That is ∂v/∂u, the edge alone. v sends on what it holds, times the edge: multiply by ∂L/∂v.",
                ),
                Slip(
                    "the same factor",
                    lambda n: n["u"] * n["∂L/∂v"],
                    "You used u. In v = u · x the edge from u carries x.",
                ),
            ),
        ),
        Line(
            label="∂L/∂x",
            formula="1 · ∂L/∂u + u · ∂L/∂v",
            value=lambda n: n["∂L/∂u"] + n["u"] * n["∂L/∂v"],
            why="x has two children, u and v. It waits for both, and adds.",
            slips=(
                Slip(
                    "overwritten by v",
                    lambda n: n["u"] * n["∂L/∂v"],
                    "That is the message from v alone. x stands in u = x + y too: the messages add.",
                ),
                Slip(
                    "u alone",
                    lambda n: n["∂L/∂u"],
                    "That is the message from u alone. x stands in v = u · x too: the messages add.",
                ),
                Slip(
                    "upstream ignored",
                    lambda n: 1 + n["u"],
                    "You added the numbers on the edges, 1 + u. Each is to be multiplied by what the child holds.",
                ),
            ),
        ),
        Line(
            label="∂L/∂y",
            formula="1 · ∂L/∂u + v",
            value=lambda n: n["∂L/∂u"] + n["v"],
            why="y has two children, u and L. L holds 1, and its edge from y carries v.",
            slips=(
                Slip(
                    "overwritten by L",
                    lambda n: n["v"],
                    "That is the message from L alone. y stands in u = x + y too: the messages add.",
                ),
                Slip(
                    "u alone",
                    lambda n: n["∂L/∂u"],
                    "That is the message from u alone. y stands in L = v · y too: the messages add.",
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
            Choice("(10, −3)", "You multiplied the derivatives. It is a' b + a b'."),
            Choice("(10, 15)", "That is a' b alone: the second factor moves too, and adds a b' = −2."),
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
