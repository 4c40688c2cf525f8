"""Exercise `backward_222` of chapter 06: all twelve gradients of the 2-2-2 network, one line back for each forward."""

from typing import Any

import numpy as np

from bpcourse.autograders.ch06.shared import HIDDEN, LINES, OUTPUT, Gradients, broken_gradients, by_parts
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array
from bpcourse.reference.neuron import Network
from bpcourse.reference.sigmoid_network import hidden_delta, layer_forward, layer_outputs, network_backward

NAMES = ("grad_w_h", "grad_b_h", "grad_w_o", "grad_b_o")


def network_222_at_random(rng: np.random.Generator) -> dict[str, Any]:
    """A sample and a network with outputs well apart from one half and from each other, so that mistakes show."""
    return {
        "x": rng.normal(scale=1.5, size=2),
        "target": rng.uniform(size=2),
        "w_h": rng.normal(scale=1.5, size=(2, 2)),
        "b_h": rng.normal(size=2),
        "w_o": rng.normal(scale=1.5, size=(2, 2)),
        "b_o": rng.normal(size=2),
    }


def _cases(rng: np.random.Generator) -> list[Case]:
    zero = network_222_at_random(rng)
    zero["x"] = np.array([0.0, 1.0])
    return [
        Case("a network drawn at random", network_222_at_random(rng)),
        Case("another one", network_222_at_random(rng)),
        Case("a third one", network_222_at_random(rng)),
        Case("an input of 0", zero, edge=True),
    ]


def _reference(x: Array, target: Array, w_h: Array, b_h: Array, w_o: Array, b_o: Array) -> Gradients:
    params = [(w_h, b_h), (w_o, b_o)]
    _, [(grad_w_h, grad_b_h), (grad_w_o, grad_b_o)] = network_backward(
        target[None], layer_outputs(x[None], params), params
    )
    return grad_w_h, grad_b_h, grad_w_o, grad_b_o


def _by_objects(x: Array, target: Array, w_h: Array, b_h: Array, w_o: Array, b_o: Array) -> Any:
    network = Network.from_params([(w_h, b_h), (w_o, b_o)])
    network.forward(x.tolist())
    network.backward(target.tolist())
    weights = [np.array([unit.grad_weights for unit in layer.neurons]).T for layer in network.layers]
    biases = [np.array([unit.grad_bias for unit in layer.neurons]) for layer in network.layers]
    return weights[0], biases[0], weights[1], biases[1]


def _out_h(x: Array, target: Array, w_h: Array, b_h: Array, w_o: Array, b_o: Array) -> Array:
    return layer_forward(x, w_h, b_h)


def _table_for_a_delta(x: Array, target: Array, w_h: Array, b_h: Array, w_o: Array, b_o: Array) -> Gradients:
    _, _, grad_w_o, delta_o = by_parts(x, target, w_h, b_h, w_o, b_o)
    out_h = layer_forward(x, w_h, b_h)
    table = delta_o * w_o * out_h * (1 - out_h)
    return np.outer(x, table), table, grad_w_o, delta_o


def _named(name: str, says: str, look: str) -> Mistake:
    return Mistake(name, lambda *inputs: broken_gradients(*inputs, name), says, look)


BACKWARD_222 = Exercise(
    name="backward_222",
    chapter=6,
    points=4,
    minutes=15,
    difficulty="core",
    outputs=NAMES,
    follow={
        "grad_w_o": lambda inputs, given: np.outer(_out_h(*inputs.values()), np.asarray(given["grad_b_o"])),
        "grad_b_h": lambda inputs, given: hidden_delta(
            np.asarray(given["grad_b_o"])[None], inputs["w_o"], _out_h(*inputs.values())[None]
        )[0],
        "grad_w_h": lambda inputs, given: np.outer(inputs["x"], np.asarray(given["grad_b_h"])),
    },
    statement=r"""Write `backward_222(x, target, w_h, b_h, w_o, b_o)`: forward and backward through a network of two
inputs, two hidden units and two outputs, all with sigmoids, for **one** sample and
$L = \tfrac12 \sum (\text{target} - \text{out})^2$. It returns `(grad_w_h, grad_b_h, grad_w_o, grad_b_o)`.

- `x`, `target`, `b_h` and `b_o` have shape (2,). `w_h` and `w_o` have shape (2, 2), a row for each input and a column
  for each unit, as in chapter 02. Each gradient has the shape of what it belongs to.
- Forward takes four lines: `net_h`, `out_h`, `net_o`, `out_o`. Write one line back for each, and one for each gradient.
- `np.outer(a, b)` is the table of all products: row i, column j holds `a[i] * b[j]`.

All four are judged, from the output side back. Once one is wrong, those behind it are judged from your own numbers.""",
    stub='''def backward_222(x, target, w_h, b_h, w_o, b_o):
    """Return the gradients of L for one sample: (grad_w_h, grad_b_h, grad_w_o, grad_b_o)."""
    raise NotImplementedError
''',
    hints=(
        "Forward first, and keep all that has a name. Then start at the loss: what is dL/d net_o?",
        "delta_o and delta_h have shape (2,). A weight's gradient has shape (2, 2): a row for each input of the layer, "
        "a column for each unit.",
        "delta_o = (out_o - target) out_o (1 - out_o); delta_h = (w_o @ delta_o) out_h (1 - out_h). The gradient of a "
        "weight is what came in over it times the delta of its unit; that of a bias is the delta.",
        "`grad_w_o = np.outer(out_h, delta_o)`, `grad_b_o = delta_o`, `grad_w_h = np.outer(x, delta_h)`, "
        "`grad_b_h = delta_h`",
    ),
    solution='''def backward_222(x, target, w_h, b_h, w_o, b_o):
    """Return the gradients of L for one sample: (grad_w_h, grad_b_h, grad_w_o, grad_b_o)."""
    net_h = x @ w_h + b_h
    out_h = 1 / (1 + np.exp(-net_h))
    net_o = out_h @ w_o + b_o
    out_o = 1 / (1 + np.exp(-net_o))

    delta_o = (out_o - target) * out_o * (1 - out_o)
    grad_w_o = np.outer(out_h, delta_o)
    sent_back = w_o @ delta_o
    delta_h = sent_back * out_h * (1 - out_h)
    grad_w_h = np.outer(x, delta_h)
    return grad_w_h, delta_h, grad_w_o, delta_o
''',
    explanation="delta_o is all that the first layer has to know about the loss. Row h of w_o holds the weights that "
    "leave hidden unit h, so w_o @ delta_o adds up what comes back to it.",
    read='chapter 06, "One line back for each line forward"',
    reference=_reference,
    correct=(by_parts, _by_objects),
    mistakes=(
        _named(
            "sign",
            "All gradients have the wrong sign: your delta_o is (target - out_o) out_o (1 - out_o). The derivative of "
            "½ (target - out)² with respect to out is out - target. In an update that adds, your numbers would train; "
            "as gradients they point downhill.",
            OUTPUT,
        ),
        _named(
            "sign turned again",
            "The output layer is right; the hidden layer has the wrong sign. The minus of target - out was dealt with "
            "in delta_o. Sent back through the weights, nothing turns once more.",
            HIDDEN,
        ),
        _named(
            "first output only",
            "The output layer is right. In the hidden layer only o1's error came back. Each hidden unit feeds both "
            "outputs, so both deltas belong into its sum.",
            HIDDEN,
        ),
        _named(
            "one output each",
            "The output layer is right. In the hidden layer h1 heard only from o1, and h2 only from o2. Each hidden "
            "unit feeds both outputs: add up both roads.",
            HIDDEN,
        ),
        _named(
            "w_o transposed",
            "The output layer is right. In the hidden layer w6 and w7 have changed places: the weights that *leave* a "
            "hidden unit are a row of w_o, so it is `w_o @ delta_o`, or `delta_o @ w_o.T`.",
            HIDDEN,
        ),
        _named(
            "errors for deltas",
            "The output layer is right. Back to the hidden layer you sent out_o - target. What travels back over a "
            "weight is dL/d net_o, delta_o, with the slope of the output's sigmoid in it.",
            HIDDEN,
        ),
        _named(
            "weights left out",
            "The output layer is right. What comes back to the hidden layer is the bare sum of the deltas; each of "
            "them passes its own weight on the way.",
            HIDDEN,
        ),
        _named(
            "slope of the other layer",
            "The output layer is right. In delta_h you used out_o (1 - out_o), the slope of the *output* units. That "
            "one is in delta_o already. The hidden units' own slope is out_h (1 - out_h). With as many outputs as "
            "hidden units the shapes do not tell.",
            HIDDEN,
        ),
        _named(
            "no slope in the hidden layer",
            "The output layer is right. In delta_h the slope out_h (1 - out_h) is missing: you have dL/d out_h. The "
            "weights need dL/d net_h.",
            HIDDEN,
        ),
        _named(
            "no slope at the output",
            "Your delta_o is out_o - target. The step from out_o to net_o is missing: times out_o (1 - out_o).",
            OUTPUT,
        ),
        _named(
            "slope at net",
            "Your slope at the output is net (1 - net). It is out (1 - out): take what the sigmoid gave.",
            OUTPUT,
        ),
        _named(
            "slope of the output",
            "At the output you applied the sigmoid to out_o once more. out_o is σ(net_o) already, so its slope is "
            "out_o (1 - out_o).",
            OUTPUT,
        ),
        _named(
            "hidden slope at net",
            "The output layer is right. Your slope in the hidden layer is net (1 - net). It is out_h (1 - out_h).",
            HIDDEN,
        ),
        _named(
            "hidden slope of the output",
            "The output layer is right. In the hidden layer you applied the sigmoid to out_h once more; its slope is "
            "out_h (1 - out_h).",
            HIDDEN,
        ),
        _named(
            "gradient of w_o transposed",
            "The gradient of w_o is transposed: what came in belongs to the rows, the deltas to the columns. "
            "`np.outer(out_h, delta_o)`.",
            LINES,
        ),
        _named(
            "gradient of w_h transposed",
            "The gradient of w_h is transposed: what came in belongs to the rows, the deltas to the columns. "
            "`np.outer(x, delta_h)`.",
            LINES,
        ),
        _named(
            "gradients transposed",
            "The deltas are right, and both weight gradients are transposed: what came in belongs to the rows, the "
            "deltas to the columns. `np.outer(out_h, delta_o)`.",
            LINES,
        ),
        _named(
            "factor 2",
            "All gradients are twice too large: the 2 of the square cancels the ½ of the loss. delta_o is (out_o - "
            "target) out_o (1 - out_o).",
            OUTPUT,
        ),
        _named(
            "loss for its derivative",
            "Your delta_o holds the loss itself, ½ (target - out)². Its derivative is wanted there, out_o - target.",
            OUTPUT,
        ),
        _named(
            "biases left out",
            "Your forward pass leaves the biases out: net is what comes in times the weights, plus the bias.",
            LINES,
        ),
        _named(
            "no sigmoid at the output",
            "Your out_o is net_o: the sigmoid of the output units is missing in the forward pass.",
            LINES,
        ),
        Mistake(
            "bias as a factor",
            lambda *inputs: (lambda g: (g[0], inputs[3] * g[1], g[2], inputs[5] * g[3]))(by_parts(*inputs)),
            "The gradients of the weights are right. Those of the biases have the bias itself as a factor. net grows "
            "by 1 when a bias grows by 1, whatever it is: the gradient is the delta alone.",
            LINES,
        ),
        Mistake(
            "ones for the biases",
            lambda *inputs: (lambda g: (g[0], 1.0, g[2], 1.0))(by_parts(*inputs)),
            "The gradients of the weights are right. For the biases you have 1, which is how fast net grows with a "
            "bias. The loss grows by that times dL/d net: by the delta.",
            LINES,
        ),
        _named(
            "matrix first",
            "Your forward pass has `w @ x` where `x @ w` belongs: a column of w_h holds the weights of one hidden "
            "unit. With two inputs and two units the shapes do not tell.",
            LINES,
        ),
        _named(
            "nothing sent back",
            "The output layer is right. In delta_h the deltas of the outputs stand as they are: h1 has that of o1, h2 "
            "that of o2. What comes back to a hidden unit is a sum over both, each over its own weight: `w_o @ "
            "delta_o`.",
            HIDDEN,
        ),
        _named(
            "sums multiplied",
            "The output layer is right. For delta_h you added up the weights, added up the deltas, and multiplied the "
            "sums. Multiply along each road first, then add: `w_o @ delta_o`.",
            HIDDEN,
        ),
        _named(
            "weights of the other layer",
            "The output layer is right. On the way back to the hidden layer you took w_h, the weights *into* the "
            "hidden units. The error comes back over the weights that leave them, w_o.",
            HIDDEN,
        ),
        Mistake(
            "a table for a delta",
            _table_for_a_delta,
            "The output layer is right. `delta_o * w_o` multiplies entry by entry, and leaves a table with one road in "
            "each entry. Each hidden unit needs the sum over its row: `w_o @ delta_o`.",
            HIDDEN,
        ),
        Mistake(
            "entry by entry",
            lambda *inputs: (lambda g: (inputs[0] * g[1], g[1], _out_h(*inputs) * g[3], g[3]))(by_parts(*inputs)),
            "The deltas are right. The gradients of the weights are to be tables: each number that came in meets each "
            "delta, `np.outer(out_h, delta_o)`. Yours multiply the first with the first and the second with the "
            "second.",
            LINES,
        ),
        Mistake(
            "products added up",
            lambda *inputs: (lambda g: (inputs[0] @ g[1], g[1], _out_h(*inputs) @ g[3], g[3]))(by_parts(*inputs)),
            "The deltas are right. For the gradients of the weights you have one number each: between two vectors `@` "
            "adds the products up, and `.T` leaves a vector as it is. Each number that came in meets each delta: "
            "`np.outer(out_h, delta_o)`.",
            LINES,
        ),
        Mistake(
            "weights first",
            lambda *inputs: (lambda g: (g[0], g[2], g[1], g[3]))(by_parts(*inputs)),
            "All four are right, in the wrong order: it is grad_w_h, grad_b_h, grad_w_o, grad_b_o, layer by layer as "
            "in the arguments.",
            LINES,
        ),
        _named(
            "sign in the exponent",
            "Your forward pass has 1/(1 + exp(net)), which falls where the sigmoid rises. The exponent is -net, in "
            "both layers.",
            LINES,
        ),
        _named(
            "minus before the product alone",
            "Your forward pass takes the biases away: in `np.exp(-x @ w_h + b_h)` the minus belongs to the product "
            "alone. Put net in parentheses, or give it a line of its own.",
            LINES,
        ),
        _named(
            "net for out",
            "The gradient of w_o is net_h times delta_o. What came in over these weights is out_h.",
            LINES,
        ),
        _named(
            "outputs for what came in",
            "The gradient of w_o is out_o times delta_o. It is what came *in* over these weights that counts: out_h.",
            LINES,
        ),
        _named(
            "inputs at the output",
            "The gradient of w_o is x times delta_o. The output units never saw x: what came in is out_h.",
            LINES,
        ),
        _named(
            "outputs at the input",
            "The gradient of w_h is out_h times delta_h. What came in over these weights is x.",
            LINES,
        ),
        Mistake(
            "from the output back",
            lambda *inputs: (lambda g: (g[2], g[3], g[0], g[1]))(by_parts(*inputs)),
            "All four are right, in the wrong order: the hidden layer comes first, as in the arguments.",
            LINES,
        ),
    ),
    cases=_cases,
)
