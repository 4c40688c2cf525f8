"""Exercise `train_222` of chapter 06: gradient descent on the 2-2-2 network, all gradients before any update."""

from typing import Any

import numpy as np

from bpcourse.autograders.ch06.backward import network_222_at_random
from bpcourse.autograders.ch06.shared import HIDDEN, LINES, OUTPUT, UPDATE, Gradients, broken_gradients, by_parts
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array
from bpcourse.reference.neuron import Network
from bpcourse.reference.sigmoid_network import train_network


def _cases(rng: np.random.Generator) -> list[Case]:
    def case(what: str, lr: float, steps: int, edge: bool = False) -> Case:
        return Case(what, {**network_222_at_random(rng), "lr": lr, "steps": steps}, edge=edge)

    return [
        case("1 step", 1.5, 1),
        case("3 steps", 0.8, 3),
        case("20 steps", 0.5, 20),
        case("no step at all", 0.5, 0, edge=True),
    ]


def _reference(
    x: Array, target: Array, w_h: Array, b_h: Array, w_o: Array, b_o: Array, lr: float, steps: int
) -> Gradients:
    (w_h, b_h), (w_o, b_o) = train_network(x[None], target[None], [(w_h, b_h), (w_o, b_o)], lr, steps)
    return w_h, b_h, w_o, b_o


def _by_objects(x: Array, target: Array, w_h: Array, b_h: Array, w_o: Array, b_o: Array, lr: float, steps: int) -> Any:
    network = Network.from_params([(w_h, b_h), (w_o, b_o)])
    for _ in range(steps):
        network.forward(x.tolist())
        network.backward(target.tolist())
        network.update(lr)
    (w_h, b_h), (w_o, b_o) = network.params()
    return w_h, b_h, w_o, b_o


def _target_minus_out_and_added(
    x: Array, target: Array, w_h: Array, b_h: Array, w_o: Array, b_o: Array, lr: float, steps: int
) -> Any:
    """Right too: minus the gradient, added."""
    for _ in range(steps):
        downhill = broken_gradients(x, target, w_h, b_h, w_o, b_o, "sign")
        w_h, b_h, w_o, b_o = (p + lr * d for p, d in zip((w_h, b_h, w_o, b_o), downhill, strict=True))
    return w_h, b_h, w_o, b_o


def trained(
    x: Array, target: Array, w_h: Array, b_h: Array, w_o: Array, b_o: Array, lr: float, steps: int, *broken: str
) -> Gradients:
    """Gradient descent with the lines named in `broken` wrong: those of the backward pass, or these."""
    first = broken_gradients(x, target, w_h, b_h, w_o, b_o, *broken)
    rates = [lr * factor for factor in _FACTORS.get(broken[0], (1, 1, 1, 1))]
    whole = _WHOLE.get(broken[0], ())
    rates = [1.0 if place in whole else rate for place, rate in enumerate(rates)]
    more = {"one step too many": 1, "one step too few": -1 if steps else 0}
    for _ in range(steps + more.get(broken[0], 0)):
        grads = first if "stale gradients" in broken else broken_gradients(x, target, w_h, b_h, w_o, b_o, *broken)
        if "updated before propagating" in broken:
            # The hidden units' slopes and outputs are of the forward pass; only the way back meets the moved weights.
            grad_w_h, grad_b_h, grad_w_o, delta_o = grads
            early = ((w_o - lr * grad_w_o) @ delta_o) / (w_o @ delta_o)
            grads = grad_w_h * early, grad_b_h * early, grad_w_o, delta_o
        moved = zip((w_h, b_h, w_o, b_o), rates, grads, strict=True)
        w_h, b_h, w_o, b_o = (p - rate * grad for p, rate, grad in moved)
    return w_h, b_h, w_o, b_o


def _one_after_the_other(
    x: Array, target: Array, w_h: Array, b_h: Array, w_o: Array, b_o: Array, lr: float, steps: int
) -> Any:
    params = [w_h, b_h, w_o, b_o]
    for _ in range(steps):
        for place in range(4):
            params[place] = params[place] - lr * by_parts(x, target, *params)[place]
    return tuple(params)


# The learning rate of (w_h, b_h, w_o, b_o) is multiplied by these.
_FACTORS = {
    "climbs": (-1, -1, -1, -1),
    "biases not trained": (1, 0, 1, 0),
    "hidden layer not trained": (0, 0, 1, 1),
    "output layer not trained": (1, 1, 0, 0),
    "biases climb": (1, -1, 1, -1),
    "output weights climb": (1, 1, -1, 1),
    "hidden weights climb": (-1, 1, 1, 1),
}
# Those of (w_h, b_h, w_o, b_o) that lose their whole gradient.
_WHOLE = {"learning rate left out": (0, 1, 2, 3), "learning rate left out at the biases": (1, 3)}


def _named(name: str, says: str, look: str) -> Mistake:
    return Mistake(name, lambda *inputs: trained(*inputs, name), says, look)


TRAIN_222 = Exercise(
    name="train_222",
    chapter=6,
    points=3,
    minutes=12,
    difficulty="core",
    outputs=("w_h", "b_h", "w_o", "b_o"),
    statement=r"""Write `train_222(x, target, w_h, b_h, w_o, b_o, lr, steps)`, which takes `steps` steps of gradient
descent on one sample and returns the new `(w_h, b_h, w_o, b_o)`.

- The network and the shapes are those of `backward_222`; use your own.
- Weights **and** biases are trained. With `steps` = 0 they come back as they were.
- Each step computes all gradients at the weights of *now*, and only then moves anything. The arrays that you are given
  stay as they are.""",
    stub='''def train_222(x, target, w_h, b_h, w_o, b_o, lr, steps):
    """Return (w_h, b_h, w_o, b_o) after `steps` steps of gradient descent on one sample."""
    raise NotImplementedError
''',
    hints=(
        "One step is two things, one after the other. What must be complete before the first weight moves?",
        "Four arrays, four gradients of the same shapes. The loop runs `steps` times and keeps the names.",
        "In every step: grads = backward_222(...) at the current weights; then each array minus lr times its gradient.",
        "`g_w_h, g_b_h, g_w_o, g_b_o = backward_222(x, target, w_h, b_h, w_o, b_o)`, then `w_h = w_h - lr * g_w_h` "
        "and so on for the other three.",
    ),
    solution='''def train_222(x, target, w_h, b_h, w_o, b_o, lr, steps):
    """Return (w_h, b_h, w_o, b_o) after `steps` steps of gradient descent on one sample."""
    for _ in range(steps):
        grad_w_h, grad_b_h, grad_w_o, grad_b_o = backward_222(x, target, w_h, b_h, w_o, b_o)
        w_h = w_h - lr * grad_w_h
        b_h = b_h - lr * grad_b_h
        w_o = w_o - lr * grad_w_o
        b_o = b_o - lr * grad_b_o
    return w_h, b_h, w_o, b_o
''',
    explanation="The gradients of a step belong together: they are the slopes of one loss at one point. So all of them "
    "are there before the first weight moves. `w = w - ...` makes a new array and leaves the old one alone.",
    read='chapter 06, "All gradients first, then the update"',
    reference=_reference,
    correct=(_by_objects, _target_minus_out_and_added),
    mistakes=(
        _named(
            "updated before propagating",
            "w_o moved too early. The output layer is right, and the hidden layer was reached through weights that had "
            "moved already. Sent back, the error must pass the weights of the forward pass: all gradients first, then "
            "the update.",
            UPDATE,
        ),
        _named(
            "climbs",
            "The loss grows: every array moves *with* its gradient. Take lr times the gradient away. (Or your "
            "gradients have the wrong sign: one of the two, not both.)",
            UPDATE,
        ),
        _named(
            "stale gradients",
            "Every step takes the gradients of the start again. They are computed once, before the loop; compute them "
            "in every step, at the weights of now.",
            UPDATE,
        ),
        _named(
            "biases not trained",
            "The biases stay as they were. Here they are trained like the weights.",
            UPDATE,
        ),
        _named(
            "biases climb",
            "The weights go downhill and the biases uphill: all four lines take lr times the gradient away.",
            UPDATE,
        ),
        _named(
            "learning rate left out",
            "You take the whole gradient away. A step is lr times the gradient.",
            UPDATE,
        ),
        _named(
            "learning rate left out at the biases",
            "The biases take their whole gradient away. Their step is lr times it, as for the weights.",
            UPDATE,
        ),
        _named(
            "output weights climb",
            "w_o moves with its gradient, uphill, and the rest downhill: all four lines take lr times the gradient "
            "away.",
            UPDATE,
        ),
        _named(
            "hidden weights climb",
            "w_h moves with its gradient, uphill, and the rest downhill: all four lines take lr times the gradient "
            "away.",
            UPDATE,
        ),
        _named(
            "hidden layer not trained",
            "w_h and b_h stay as they were: only the output layer learns.",
            UPDATE,
        ),
        _named(
            "output layer not trained",
            "w_o and b_o stay as they were: only the hidden layer learns.",
            UPDATE,
        ),
        Mistake(
            "gradients computed again in between",
            _one_after_the_other,
            "Each array moves before the gradient of the next one is computed, so the four gradients of a step belong "
            "to four different points. Call backward_222 once in each step; then all four move.",
            UPDATE,
        ),
        Mistake(
            "returns inside the loop",
            lambda x, target, w_h, b_h, w_o, b_o, lr, steps: (
                _reference(x, target, w_h, b_h, w_o, b_o, lr, 1) if steps else None
            ),
            "Only one step was taken. Is the `return` inside the loop? It belongs behind it.",
            UPDATE,
        ),
        _named(
            "one step too many",
            "Your loop takes one step too many: `steps` + 1.",
            UPDATE,
        ),
        _named(
            "one step too few",
            "Your loop takes one step too few: `range(1, steps)` runs `steps` - 1 times.",
            UPDATE,
        ),
        _named(
            "first output only",
            "The gradients of the hidden layer hold only o1's error. Both outputs send theirs back.",
            HIDDEN,
        ),
        _named(
            "slope of the other layer",
            "The gradients of the hidden layer hold the slope of the output units, out_o (1 - out_o). It is "
            "out_h (1 - out_h) there.",
            HIDDEN,
        ),
        _named(
            "w_o transposed",
            "On the way back to the hidden layer w6 and w7 have changed places: it is `w_o @ delta_o`.",
            HIDDEN,
        ),
        _named(
            "no slope at the output",
            "The slope of the output units, out_o (1 - out_o), is missing in your delta_o.",
            OUTPUT,
        ),
        _named(
            "gradients transposed",
            "The weight gradients are transposed: `np.outer(what came in, delta)`.",
            LINES,
        ),
        _named(
            "gradient of w_o transposed",
            "The gradient of w_o is transposed: `np.outer(out_h, delta_o)`.",
            LINES,
        ),
        _named(
            "gradient of w_h transposed",
            "The gradient of w_h is transposed: `np.outer(x, delta_h)`.",
            LINES,
        ),
        Mistake(
            "weights first",
            lambda *inputs: (lambda new: (new[0], new[2], new[1], new[3]))(_reference(*inputs)),
            "All four are right, in the wrong order: it is w_h, b_h, w_o, b_o, layer by layer as in the arguments.",
            UPDATE,
        ),
    ),
    cases=_cases,
)
