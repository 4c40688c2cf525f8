"""Practice of chapter 06: one hidden unit and two outputs, backwards by hand, and the mistakes as slips."""

from __future__ import annotations

import numpy as np

from bpcourse.practice.questions import (
    Choice,
    ChoiceQuestion,
    ExplainQuestion,
    Line,
    NumberQuestion,
    Numbers,
    Slip,
)
from bpcourse.reference.activations import sigmoid_grad


def _signed(rng: np.random.Generator, low: float, high: float) -> float:
    """A number of either sign, in steps of a tenth."""
    return float(rng.choice([-1.0, 1.0])) * round(float(rng.uniform(low, high)), 1)


def _neuron(rng: np.random.Generator) -> dict[str, float]:
    return {"a": float(rng.integers(15, 86)) / 100, "y": float(rng.integers(0, 2)), "x": _signed(rng, 0.5, 2.5)}


def _two_roads(rng: np.random.Generator) -> dict[str, float]:
    return {name: _signed(rng, 0.4, 3.0) for name in ("p", "q", "r", "s")}


def _fork(rng: np.random.Generator) -> dict[str, float]:
    return {
        "x": _signed(rng, 0.5, 2.5),
        "out_h": float(rng.integers(20, 81)) / 100,
        "w_1": _signed(rng, 0.5, 2.0),
        "w_2": _signed(rng, 0.5, 2.0),
        "out_o1": float(rng.integers(15, 86)) / 100,
        "out_o2": float(rng.integers(15, 86)) / 100,
        "t_1": float(rng.integers(0, 2)),
        "t_2": float(rng.integers(0, 2)),
    }


def _slope(n: Numbers, out: str) -> float:
    return n[out] * (1 - n[out])


def _delta(unit: str, target: str) -> Line:
    out = f"out_{unit}"
    return Line(
        label=f"δ_{unit}",
        formula=f"({out} − {target})·{out}·(1 − {out})",
        value=lambda n: (n[out] - n[target]) * _slope(n, out),
        why="How wrong the unit is, times how much it can still move.",
        slips=(
            Slip(
                "sign",
                lambda n: (n[target] - n[out]) * _slope(n, out),
                f"The sign is turned: the derivative of ½({target} − {out})² is {out} − {target}.",
            ),
            Slip(
                "no slope",
                lambda n: n[out] - n[target],
                f"The slope of the sigmoid is missing: times {out}·(1 − {out}).",
            ),
            Slip(
                "slope at out",
                lambda n: (n[out] - n[target]) * float(sigmoid_grad(n[out])),
                f"You applied σ to {out} once more. The slope is {out}·(1 − {out}).",
            ),
        ),
    )


WARM_UP = (
    NumberQuestion(
        prompt="A neuron says a for the input x; the label is y, and L = ½(y − a)². How does L move with the weight?",
        propose=_neuron,
        lines=(
            Line(
                label="∂L/∂z",
                formula="(a − y)·a·(1 − a)",
                value=lambda n: (n["a"] - n["y"]) * _slope(n, "a"),
                why="Two steps, from L to a and from a to z: two factors.",
                slips=(
                    Slip(
                        "sign",
                        lambda n: (n["y"] - n["a"]) * _slope(n, "a"),
                        "The sign is turned: the derivative of ½(y − a)² is a − y.",
                    ),
                    Slip("no slope", lambda n: n["a"] - n["y"], "That is ∂L/∂a. The slope a·(1 − a) is missing."),
                ),
            ),
            Line(
                label="∂L/∂w",
                formula="∂L/∂z · x",
                value=lambda n: n["∂L/∂z"] * n["x"],
                why="z grows by x when w grows by 1.",
                slips=(
                    Slip("stops at z", lambda n: n["∂L/∂z"], "That is ∂L/∂z. The weight is multiplied by x."),
                    Slip(
                        "divided by the input",
                        lambda n: n["∂L/∂z"] / n["x"],
                        "You divided by x. Slopes along a road multiply.",
                    ),
                ),
            ),
        ),
    ),
    NumberQuestion(
        prompt="Two roads lead from x to y: one over u, with the slopes p and then q, one over v, with r and then s. "
        "What is ∂y/∂x?",
        propose=_two_roads,
        lines=(
            Line(
                label="∂y/∂x",
                formula="p·q + r·s",
                value=lambda n: n["p"] * n["q"] + n["r"] * n["s"],
                why="Multiply along each road, add over the roads.",
                slips=(
                    Slip("one road", lambda n: n["p"] * n["q"], "That is the road over u. The road over v adds to it."),
                    Slip(
                        "sums multiplied",
                        lambda n: (n["p"] + n["r"]) * (n["q"] + n["s"]),
                        "You added first. Multiply along each road first, then add.",
                    ),
                    Slip(
                        "all multiplied",
                        lambda n: n["p"] * n["q"] * n["r"] * n["s"],
                        "You multiplied the two roads. They add.",
                    ),
                ),
            ),
        ),
    ),
)

BACK_BY_HAND = NumberQuestion(
    prompt="A hidden unit h hears x and feeds two outputs, o1 over w_1 and o2 over w_2. All are sigmoid units; the "
    "forward pass is done, and the targets are t_1 and t_2. How does E move with the weight w from x to h?",
    propose=_fork,
    lines=(
        _delta("o1", "t_1"),
        _delta("o2", "t_2"),
        Line(
            label="∂E/∂out_h",
            formula="δ_o1·w_1 + δ_o2·w_2",
            value=lambda n: n["δ_o1"] * n["w_1"] + n["δ_o2"] * n["w_2"],
            why="h feeds both outputs, so both send their error back, each over its own weight.",
            slips=(
                Slip(
                    "first output only",
                    lambda n: n["δ_o1"] * n["w_1"],
                    "Only o1 has sent its error back. h feeds o2 as well: add δ_o2·w_2.",
                ),
                Slip(
                    "weights swapped",
                    lambda n: n["δ_o1"] * n["w_2"] + n["δ_o2"] * n["w_1"],
                    "The weights have changed places: w_1 leads to o1, w_2 to o2.",
                ),
                Slip(
                    "weights left out",
                    lambda n: n["δ_o1"] + n["δ_o2"],
                    "Each delta passes its weight on the way back.",
                ),
            ),
        ),
        Line(
            label="δ_h",
            formula="∂E/∂out_h · out_h·(1 − out_h)",
            value=lambda n: n["∂E/∂out_h"] * _slope(n, "out_h"),
            why="Then comes the slope of h itself.",
            slips=(
                Slip(
                    "slope of the other layer",
                    lambda n: n["∂E/∂out_h"] * _slope(n, "out_o1"),
                    "That is the slope of o1. The delta of h has the slope of h: out_h·(1 − out_h).",
                ),
                Slip("no slope", lambda n: n["∂E/∂out_h"], "The slope of h is missing: out_h·(1 − out_h)."),
            ),
        ),
        Line(
            label="∂E/∂w",
            formula="δ_h · x",
            value=lambda n: n["δ_h"] * n["x"],
            why="A weight's gradient is the delta of its unit, times what came in over it.",
            slips=(
                Slip("stops at h", lambda n: n["δ_h"], "That is δ_h, the gradient of h's bias. Times x."),
                Slip(
                    "output for input",
                    lambda n: n["δ_h"] * n["out_h"],
                    "You took out_h. What came in over w is x.",
                ),
            ),
        ),
    ),
)

EXIT = (
    ChoiceQuestion(
        prompt="A hidden unit feeds three outputs. How many terms does its delta add up, before its own slope?",
        choices=(
            Choice("3", "One for each road out of it: delta times weight. Then one slope for the sum.", right=True),
            Choice(
                "1", "That would be right for a unit that feeds one output. Each of the three sends its error back."
            ),
            Choice("2", "Two was the 2-2-2 network. The number of terms is the number of units that it feeds."),
        ),
    ),
    ChoiceQuestion(
        prompt="A program updates w5 as soon as ∂E/∂w5 is known, and works out δ_h1 afterwards. What happens?",
        choices=(
            Choice(
                "δ_h1 is a little wrong: it meets the new w5",
                "The error must pass the weights of the forward pass. A small step makes a small difference, which is "
                "why nobody notices.",
                right=True,
            ),
            Choice("nothing: w5 does not occur in δ_h1", "δ_h1 contains δ_o1 · w5: the wire out of h1."),
            Choice(
                "it learns faster, as w5 is better already",
                "The gradient belongs to the point where E was computed. Mixed with other weights it is the slope of "
                "nothing.",
            ),
        ),
    ),
    ChoiceQuestion(
        prompt="A published program keeps target − output as its derivative of the loss, and adds in its update. "
        "Somebody corrects the derivative to output − target, and changes nothing else. What happens?",
        choices=(
            Choice(
                "the loss grows",
                "Two turned signs cancelled. With one of them mended, every step goes uphill. Mend both, or none.",
                right=True,
            ),
            Choice("it learns better", "The derivative is right now, and the update adds it: uphill."),
            Choice("nothing changes", "Every gradient has changed its sign, and the update still adds it."),
        ),
    ),
    ChoiceQuestion(
        prompt="A published account has four headings. Step 1: input → hidden. Step 2: hidden → output. Step 3: "
        "output → hidden. Step 4: hidden → input. Which weights get their gradients in step 3?",
        choices=(
            Choice(
                "those between hidden and output: w5 to w8",
                "On the way back the errors start at the outputs. Step 3 belongs to the wires of step 2, walked the "
                "other way; step 4 to those of step 1.",
                right=True,
            ),
            Choice(
                "those between input and hidden: w1 to w4",
                "They come last, in step 4: their deltas wait for those of the outputs.",
            ),
            Choice(
                "all of them",
                "w1 to w4 need the deltas of the hidden units, and those arrive in step 4.",
            ),
        ),
    ),
)

EXPLAIN = ExplainQuestion(
    prompt="What is δ of a unit, and why does one number for each unit suffice for all gradients? Answer in one or "
    "two sentences of your own.",
    model_answer="δ is how fast the error moves with the net of the unit. Weights, bias and earlier units act on the "
    "error through this net alone, so each gradient is δ times how fast the net moves with that weight, that bias or "
    "that earlier output.",
    points=(
        "δ is ∂E/∂net of the unit.",
        "All that acts through the unit acts through its net.",
        "The rest is a local factor: what came in, 1 for the bias, the weight on the way further back.",
    ),
)
