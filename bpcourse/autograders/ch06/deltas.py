"""Exercises `output_delta` and `hidden_delta` of chapter 06: dL/dz of the units, from the last layer to the first."""

from collections.abc import Callable
from typing import Any

import numpy as np

from bpcourse.autograders.ch06.shared import HIDDEN, MISTAKE, OUTPUT
from bpcourse.grading.exercise import Case, Exercise, Mistake, changed
from bpcourse.reference.activations import Array, sigmoid_grad
from bpcourse.reference.sigmoid_network import hidden_delta, output_delta

HiddenDelta = Callable[[Array, Array, Array], Any]


def _output_cases(rng: np.random.Generator) -> list[Case]:
    def case(what: str, shape: tuple[int, ...], edge: bool = False) -> Case:
        return Case(what, {"target": rng.uniform(size=shape), "out": rng.uniform(0.05, 0.95, size=shape)}, edge=edge)

    flat = {"target": np.array([[0.2, 1.0, 0.7]]), "out": np.array([[0.0, 1.0, 0.7]])}
    return [
        case("N = 4, K = 3", (4, 3)),
        case("N = 3, K = 3", (3, 3)),
        case("N = 1, K = 2", (1, 2)),
        case("one sample, shape (2,)", (2,), edge=True),
        Case("out exactly 0, 1, and on target", flat, edge=True),
    ]


OUTPUT_DELTA = Exercise(
    name="output_delta",
    chapter=6,
    points=2,
    minutes=6,
    difficulty="warm-up",
    statement=r"""Write `output_delta(target, out)`, which returns $\delta = \partial L/\partial z$ of every output
unit, for the loss $L = \tfrac12 \sum (\text{target} - \text{out})^2$. ($z$ is the unit's net, and
$\text{out} = \sigma(z)$.)

- `target` and `out` have the same shape, (N, K): a row for each sample, a column for each output unit. The result has
  that shape too.
- You get `out`, and not $z$. You do not need $z$.
- It is the derivative itself, not its negative.""",
    stub='''def output_delta(target, out):
    """Return dL/dz, shape (N, K), for sigmoid outputs and L = 1/2 sum (target - out)^2."""
    raise NotImplementedError
''',
    hints=(
        "The road is z → out → L. It has two steps, so the answer has two factors.",
        "Everything works entry by entry: shape (N, K) in, shape (N, K) out. No sum, no mean, no matrix product.",
        "dL/dout = out - target, and dout/dz = out (1 - out).",
        "`return (out - target) * out * (1 - out)`",
    ),
    solution='''def output_delta(target, out):
    """Return dL/dz, shape (N, K), for sigmoid outputs and L = 1/2 sum (target - out)^2."""
    return (out - target) * out * (1 - out)
''',
    explanation="Two steps, two factors: how wrong the unit is, and how much it can still move.",
    read='chapter 06, "The output units"',
    reference=output_delta,
    correct=(
        lambda target, out: -(target - out) * (out - out**2),
        lambda target, out: out * (1 - out) * out - target * out * (1 - out),
    ),
    mistakes=(
        changed(
            output_delta,
            "sign",
            lambda right, target, out: -right,
            "Every sign is turned: you have dL/dz with target - out. The inner derivative of target - out is -1, and "
            "-(target - out) is out - target; turned once more, it is wrong again. Some programs keep target - out and "
            "*add* in the update: two wrongs that cancel until somebody mends one of them. Here the derivative "
            "itself is wanted.",
            OUTPUT,
        ),
        changed(
            output_delta,
            "factor 2",
            lambda right, target, out: 2 * right,
            "Everything is twice too large: the 2 of the square cancels the ½ of the loss.",
            OUTPUT,
        ),
        Mistake(
            "no sigmoid slope",
            lambda target, out: out - target,
            "That is dL/dout. One step of the road is missing: out moves with z by out (1 - out).",
            OUTPUT,
        ),
        Mistake(
            "no sigmoid slope, sign",
            lambda target, out: target - out,
            "Two mistakes meet: the sign is turned, and the step from out to z, the factor out (1 - out), is missing.",
            OUTPUT,
        ),
        Mistake(
            "the loss itself",
            lambda target, out: 0.5 * (target - out) ** 2,
            "That is the loss of each unit. Wanted is how fast it moves with z: two steps back, out - target and then "
            "out (1 - out).",
            OUTPUT,
        ),
        Mistake(
            "slope alone",
            lambda target, out: out * (1 - out),
            "That is dout/dz. The first step of the road is missing: how wrong each unit is, out - target.",
            OUTPUT,
        ),
        Mistake(
            "slope at out",
            lambda target, out: (out - target) * sigmoid_grad(out),
            "You applied the sigmoid to `out` once more: σ(out) (1 - σ(out)). `out` is σ(z) already, so the slope is "
            "out (1 - out).",
            OUTPUT,
        ),
        Mistake(
            "slope of tanh",
            lambda target, out: (out - target) * (1 - out**2),
            "1 - out² is the slope of tanh. That of the sigmoid is out (1 - out), which is out - out².",
            OUTPUT,
        ),
        Mistake(
            "divided by the slope",
            lambda target, out: (out - target) / (out * (1 - out)),
            "You divided by the slope out (1 - out). Slopes along a road multiply.",
            OUTPUT,
        ),
        Mistake(
            "out alone",
            lambda target, out: (out - target) * out,
            "You multiplied by out. The slope of the sigmoid is out (1 - out).",
            OUTPUT,
        ),
        Mistake(
            "parentheses missing around the slope",
            lambda target, out: (out - target) * out * 1 - out,
            "`... * out * 1 - out` takes out away at the very end. The slope needs parentheses: out * (1 - out).",
            OUTPUT,
        ),
        Mistake(
            "parentheses missing around the error",
            lambda target, out: out - target * out * (1 - out),
            "`out - target * ...` multiplies only target. The error needs parentheses: (out - target) * out * (1 - "
            "out).",
            OUTPUT,
        ),
        Mistake(
            "slope at the target",
            lambda target, out: (out - target) * target * (1 - target),
            "Your slope is target (1 - target). The sigmoid stands at out: out (1 - out).",
            OUTPUT,
        ),
        Mistake(
            "1 - out alone",
            lambda target, out: (out - target) * (1 - out),
            "The slope of the sigmoid is out (1 - out); you have 1 - out alone.",
            OUTPUT,
        ),
        Mistake(
            "1 + out for 1 - out",
            lambda target, out: (out - target) * out * (1 + out),
            "The slope of the sigmoid is out (1 - out); you have out (1 + out).",
            OUTPUT,
        ),
        Mistake(
            "squared error times slope",
            lambda target, out: 0.5 * (target - out) ** 2 * out * (1 - out),
            "You multiplied the loss itself by the slope. Its derivative, out - target, is wanted.",
            OUTPUT,
        ),
        Mistake(
            "squared error times slope, without the half",
            lambda target, out: (target - out) ** 2 * out * (1 - out),
            "You multiplied the squared error by the slope. The derivative of the loss, out - target, is wanted.",
            OUTPUT,
        ),
        Mistake(
            "product rule for chain rule",
            lambda target, out: (out - target) + out * (1 - out),
            "You added the two factors. Along a road they multiply.",
            OUTPUT,
        ),
        Mistake(
            "mean over the samples",
            lambda target, out: output_delta(target, out) / len(out),
            "Everything is divided by the number of rows. This loss is a sum: nothing is averaged.",
            OUTPUT,
        ),
        Mistake(
            "added up over the samples",
            lambda target, out: output_delta(target, out).sum(axis=0),
            "You added up the samples. Each row is a sample with deltas of its own: the result has the shape of `out`.",
            OUTPUT,
        ),
        Mistake(
            "added up over the units",
            lambda target, out: output_delta(target, out).sum(axis=-1),
            "You added up the output units. Each has a delta of its own: the result has the shape of `out`.",
            OUTPUT,
        ),
    ),
    cases=_output_cases,
)


def _hidden_cases(rng: np.random.Generator) -> list[Case]:
    def case(what: str, n: int, h: int, k: int, edge: bool = False) -> Case:
        values = {
            "delta_next": rng.normal(size=(n, k)),
            "w_next": rng.normal(size=(h, k)),
            "out": rng.uniform(0.05, 0.95, size=(n, h)),
        }
        return Case(what, values, edge=edge)

    return [
        case("N = 4, H = 3, K = 2", 4, 3, 2),
        case("N = 2, H = 2, K = 2", 2, 2, 2),
        case("N = 3, H = 2, K = 4", 3, 2, 4),
        case("N = 1, H = 3, K = 3", 1, 3, 3),
        case("one unit in each layer", 3, 1, 1, edge=True),
    ]


def _sent(send: Callable[[Array, Array], Array]) -> HiddenDelta:
    """A hidden delta with another way to send back."""
    return lambda delta_next, w_next, out: send(delta_next, w_next) * out * (1 - out)


def _one_by_one(delta_next: Array, w_next: Array, out: Array) -> Array:
    """The sum over the next units, written out."""
    delta = np.zeros_like(out)
    for n, h in np.ndindex(out.shape):
        for k in range(delta_next.shape[1]):
            delta[n, h] += delta_next[n, k] * w_next[h, k]
        delta[n, h] *= out[n, h] * (1 - out[n, h])
    return delta


HIDDEN_DELTA = Exercise(
    name="hidden_delta",
    chapter=6,
    points=3,
    minutes=12,
    difficulty="core",
    statement=r"""Write `hidden_delta(delta_next, w_next, out)`, which returns $\delta = \partial L/\partial z$ of every
unit of a hidden layer, when that of the next layer is known.

- `delta_next` has shape (N, K): $\partial L/\partial z$ of the K units of the next layer, a row for each sample.
- `w_next` has shape (H, K): `w_next[h, k]` leads from hidden unit h to unit k of the next layer.
- `out` has shape (N, H): what the hidden units said. The result has this shape.

It works for any N, H and K. Try it on the numbers of the chapter first: `delta_next = np.array([[0.1385, -0.0381]])`,
`w_next = np.array([[0.40, 0.50], [0.45, 0.55]])`, `out = np.array([[0.5933, 0.5969]])` should give 0.0088 and
0.0100.""",
    stub='''def hidden_delta(delta_next, w_next, out):
    """Return dL/dz (N, H) of sigmoid units, from delta_next (N, K), w_next (H, K), out (N, H)."""
    raise NotImplementedError
''',
    hints=(
        "By how many roads does hidden unit h reach the loss? What does each of them send back?",
        "(N, K) times something of shape (K, H) gives (N, H). Which matrix has shape (K, H)?",
        "delta[n, h] = (sum over k of delta_next[n, k] · w_next[h, k]) · out[n, h] (1 - out[n, h]). The sum over k is "
        "delta_next @ w_next.T.",
        "`sent_back = delta_next @ w_next.T`, then `return sent_back * out * (1 - out)`",
    ),
    solution='''def hidden_delta(delta_next, w_next, out):
    """Return dL/dz (N, H) of sigmoid units, from delta_next (N, K), w_next (H, K), out (N, H)."""
    sent_back = delta_next @ w_next.T
    return sent_back * out * (1 - out)
''',
    explanation="Row h of w_next holds the weights of all roads that leave unit h, so delta_next @ w_next.T adds up "
    "what comes back along them. Then comes the unit's own sigmoid.",
    read='chapter 06, "The hidden units"',
    reference=hidden_delta,
    correct=(
        _one_by_one,
        lambda delta_next, w_next, out: np.einsum("nk,hk->nh", delta_next, w_next) * (out - out**2),
        lambda delta_next, w_next, out: (w_next @ delta_next.T).T * out * (1 - out),
    ),
    mistakes=(
        Mistake(
            "first output only",
            _sent(lambda delta_next, w_next: np.outer(delta_next[:, 0], w_next[:, 0])),
            "Only the first unit of the next layer sends its error back. A hidden unit feeds all of them, so every one "
            "of them has a say: add up over k.",
            HIDDEN,
        ),
        Mistake(
            "last output only",
            _sent(lambda delta_next, w_next: np.outer(delta_next[:, -1], w_next[:, -1])),
            "Only the last unit of the next layer sends its error back. In a loop over k, add each term to the sum; "
            "`=` in place of `+=` keeps the last.",
            HIDDEN,
        ),
        changed(
            hidden_delta,
            "sign",
            lambda right, delta_next, w_next, out: -right,
            "Every sign is turned. The minus of target - out is inside delta_next already; on the way back through a "
            "weight nothing turns.",
            HIDDEN,
        ),
        Mistake(
            "no sigmoid slope",
            lambda delta_next, w_next, out: delta_next @ w_next.T,
            "That is dL/dout of the hidden units. One step is missing: out moves with z by out (1 - out).",
            HIDDEN,
        ),
        Mistake(
            "slope at out",
            lambda delta_next, w_next, out: (delta_next @ w_next.T) * sigmoid_grad(out),
            "You applied the sigmoid to `out` once more. `out` is σ(z) already, so the slope is out (1 - out).",
            HIDDEN,
        ),
        Mistake(
            "1 - out alone",
            lambda delta_next, w_next, out: (delta_next @ w_next.T) * (1 - out),
            "The slope of the sigmoid is out (1 - out); you have 1 - out alone.",
            HIDDEN,
        ),
        Mistake(
            "1 + out for 1 - out",
            lambda delta_next, w_next, out: (delta_next @ w_next.T) * out * (1 + out),
            "The slope of the sigmoid is out (1 - out); you have out (1 + out).",
            HIDDEN,
        ),
        Mistake(
            "out alone",
            lambda delta_next, w_next, out: (delta_next @ w_next.T) * out,
            "You multiplied by out. The slope of the sigmoid is out (1 - out).",
            HIDDEN,
        ),
        Mistake(
            "slope of tanh",
            lambda delta_next, w_next, out: (delta_next @ w_next.T) * (1 - out**2),
            "1 - out² is the slope of tanh. That of the sigmoid is out (1 - out), which is out - out².",
            HIDDEN,
        ),
        Mistake(
            "divided by the slope",
            lambda delta_next, w_next, out: (delta_next @ w_next.T) / (out * (1 - out)),
            "You divided by the slope out (1 - out). Slopes along a road multiply.",
            HIDDEN,
        ),
        Mistake(
            "slope added",
            lambda delta_next, w_next, out: (delta_next @ w_next.T) + out * (1 - out),
            "You added the slope to what is sent back. Along a road they multiply.",
            HIDDEN,
        ),
        Mistake(
            "slopes added up",
            lambda delta_next, w_next, out: (delta_next @ w_next.T) * np.sum(out * (1 - out)),
            "You added up the slopes of all units and samples. Each unit has its own: multiply entry by entry, without "
            "`sum`.",
            HIDDEN,
        ),
        Mistake(
            "hidden units added up",
            _sent(lambda delta_next, w_next: (delta_next @ w_next.T).sum(axis=1, keepdims=True)),
            "You added up what is sent back to all the hidden units. Each has its own: the sum over k is in the matrix "
            "product, and no other is needed.",
            HIDDEN,
        ),
        Mistake(
            "samples added up",
            _sent(lambda delta_next, w_next: (delta_next @ w_next.T).sum(axis=0)),
            "You added up what is sent back over the samples. Each sample has deltas of its own: leave that sum out.",
            HIDDEN,
        ),
        Mistake(
            "weights left out",
            _sent(lambda delta_next, w_next: delta_next.sum(axis=1, keepdims=True)),
            "The weights are missing: what unit k sends back to h passes the wire w_next[h, k] and is multiplied by "
            "it.",
            HIDDEN,
        ),
        Mistake(
            "weights added up, deltas too",
            _sent(lambda delta_next, w_next: delta_next.sum(axis=1, keepdims=True) * w_next.sum(axis=1)),
            "You added up the deltas, added up the weights, and multiplied the sums. Multiply along each road first, "
            "then add.",
            HIDDEN,
        ),
        Mistake(
            "mean over the next units",
            _sent(lambda delta_next, w_next: delta_next @ w_next.T / w_next.shape[1]),
            "You took the mean over the units of the next layer. The roads add up.",
            HIDDEN,
        ),
        Mistake(
            "mean over the samples",
            lambda delta_next, w_next, out: hidden_delta(delta_next, w_next, out) / len(out),
            "Everything is divided by the number of rows. This loss is a sum: nothing is averaged.",
            HIDDEN,
        ),
        Mistake(
            "w_next not transposed",
            _sent(lambda delta_next, w_next: delta_next @ w_next),
            "`delta_next @ w_next` runs only when both layers are equally large, and then adds up along the wrong "
            "roads: column h in place of row h. Send back with `w_next.T`.",
            MISTAKE,
        ),
        Mistake(
            "element by element",
            _sent(lambda delta_next, w_next: delta_next * w_next),
            "You multiplied delta_next and w_next element by element, which mixes up samples and units. Each sample's "
            "deltas meet each unit's row of weights: that is the matrix product with w_next.T.",
            HIDDEN,
        ),
        Mistake(
            "element by element, transposed",
            _sent(lambda delta_next, w_next: delta_next * w_next.T),
            "You multiplied delta_next and w_next.T element by element. Each sample's deltas meet each unit's row of "
            "weights: that is the matrix product, `@` in place of `*`.",
            HIDDEN,
        ),
        Mistake(
            "nothing sent back",
            _sent(lambda delta_next, w_next: delta_next),
            "The deltas of the next layer stand as they are: that runs only when both layers are equally large. What "
            "comes back to a hidden unit is a sum over the next units, each over its own weight.",
            HIDDEN,
        ),
        Mistake(
            "weights before deltas",
            _sent(lambda delta_next, w_next: w_next @ delta_next),
            "`w_next @ delta_next` runs only when there are as many samples as next units, and then mixes them up. "
            "Samples are rows here: `delta_next @ w_next.T`.",
            HIDDEN,
        ),
        Mistake(
            "samples and units exchanged",
            _sent(lambda delta_next, w_next: w_next @ delta_next.T),
            "`w_next @ delta_next.T` has a row for each unit and a column for each sample. Samples are rows here: "
            "`delta_next @ w_next.T`.",
            HIDDEN,
        ),
        Mistake(
            "one road for each unit",
            _sent(lambda delta_next, w_next: delta_next * np.diagonal(w_next)),
            "Each hidden unit hears from one unit of the next layer only, the one beside it. Every hidden unit feeds "
            "all of them.",
            HIDDEN,
        ),
    ),
    cases=_hidden_cases,
)
