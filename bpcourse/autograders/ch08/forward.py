"""Exercise `mlp_forward` of chapter 08: a network of any sizes, which keeps what the way back needs."""

from collections.abc import Callable

import numpy as np

from bpcourse.autograders.ch08.network import SETTINGS, draw_params, in_words, mlp_forward
from bpcourse.autograders.ch08.shared import NETWORK
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Value
from bpcourse.reference.activations import Array, sigmoid
from bpcourse.reference.initializers import Params


def _forward_cases(rng: np.random.Generator) -> list[Case]:
    return [
        Case(in_words(n, sizes), {"x": rng.normal(size=(n, sizes[0])), "params": draw_params(rng, sizes)}, edge=edge)
        for n, sizes, edge in SETTINGS
    ]


def _forwards(
    x: Array,
    params: Params,
    last: str = "linear",
    biases: bool = True,
    saves: str = "in",
    hidden: Callable[[Array], Array] = sigmoid,
) -> tuple[list[Array], Array]:
    """A forward pass with its parts in view: what the hidden layers and the last one do, what is saved."""
    inputs, nets = [x], list[Array]()
    for w, b in params:
        nets.append(inputs[-1] @ w + b * biases)
        inputs.append(hidden(nets[-1]))
    saved = {
        "in": inputs[:-1],
        "out": inputs[1:],
        "all": inputs,
        "nets": nets,
        "x and nets": [x, *nets[:-1]],
        "x and all nets": [x, *nets],
        "reversed": inputs[-2::-1],
        "in and logits": [*inputs[:-1], nets[-1]],
        "without x": inputs[1:-1],
        "the last": inputs[-2:-1],
    }[saves]
    return saved, nets[-1] if last == "linear" else inputs[-1]


def _x_in_every_layer(x: Array, params: Params, kept: bool) -> Value:
    """Every layer hears x; ValueError where its shape does not fit. `kept`: the list holds what they should hear."""
    inputs = [x]
    for w, b in params:
        z = x @ w + b
        inputs.append(sigmoid(z) if kept else x)
    return inputs[:-1], z


def _last_layer_twice(x: Array, params: Params) -> Value:
    """Every layer in the loop, and the last once more after it; ValueError where its shape does not fit."""
    inputs = [x]
    for w, b in params:
        inputs.append(sigmoid(inputs[-1] @ w + b))
    return inputs[:-1], inputs[-1] @ w + b


MLP_FORWARD = Exercise(
    name="mlp_forward",
    chapter=8,
    points=3,
    minutes=12,
    difficulty="core",
    statement=r"""Write `mlp_forward(x, params)`: the forward pass of a network, which keeps what the way back will
need.

- `x` has shape (N, D). `params` is a list of `(w, b)`, one pair a layer, as in chapter 02; any number of layers.
- Hidden layers use the sigmoid. The last layer is *linear*: it gives $z = \mathrm{out}\,w + b$ and no sigmoid. These
  last numbers are called *logits*; chapter 09 says why.
- Return two things: a list with the *input* of every layer, `x` first, and the logits, shape (N, K).

For two layers that list is `[x, a]`, with $a = \sigma(x\,w_1 + b_1)$. The way back needs no more. `linear_backward`
needs what its layer heard. The slope $a\,(1 - a)$ of a hidden layer needs what that layer said, and just that is what
the next one heard.""",
    stub='''def mlp_forward(x, params):
    """Return ([input of each layer], logits); hidden layers are sigmoid, the last is linear."""
    raise NotImplementedError
''',
    hints=(
        "Chapter 02's network_forward, with two changes: it keeps what each layer hears, and the last layer is linear.",
        "As many inputs are kept as there are layers. The logits are in none of them.",
        "Keep x; for each layer z = x w + b; then x = σ(z), unless it was the last.",
        "`inputs.append(x)`, `z = x @ w + b`, `x = 1 / (1 + np.exp(-z))` in the loop, then `return inputs, z`",
    ),
    solution='''def mlp_forward(x, params):
    """Return ([input of each layer], logits); hidden layers are sigmoid, the last is linear."""
    inputs = []
    for w, b in params:
        inputs.append(x)
        z = x @ w + b
        x = 1 / (1 + np.exp(-z))
    return inputs, z
''',
    explanation="linear_backward needs the x that a layer heard, and the slope of the sigmoid is a (1 - a): so the "
    "inputs of the layers are all that the way back asks for. (The last sigmoid of the loop is computed and not used.)",
    read='chapter 08, "Layer after layer, backwards"',
    reference=mlp_forward,
    correct=(
        _forwards,
        lambda x, params: (
            [x, *(0.5 * (1 + np.tanh(a / 2)) for a in _forwards(x, params, saves="nets")[0][:-1])],
            _forwards(x, params)[1],
        ),
    ),
    outputs=("inputs", "logits"),
    mistakes=(
        Mistake(
            "sigmoid on the last layer",
            lambda x, params: _forwards(x, params, last="sigmoid"),
            "The last layer went through the sigmoid. It is linear here: the logits are z itself.",
            NETWORK,
        ),
        Mistake(
            "outputs kept, not inputs",
            lambda x, params: _forwards(x, params, saves="out"),
            "The list holds what each layer says. What each layer hears is wanted: x first.",
            NETWORK,
        ),
        Mistake(
            "one too many kept",
            lambda x, params: _forwards(x, params, saves="all"),
            "The list has one entry more than there are layers: the output of the last layer is no layer's input.",
            NETWORK,
        ),
        Mistake(
            "nets kept",
            lambda x, params: _forwards(x, params, saves="nets"),
            "The list holds the nets z. The inputs of the layers are wanted: x, and then σ(z) of every hidden layer.",
            NETWORK,
        ),
        Mistake(
            "sign in the exponent",
            lambda x, params: _forwards(x, params, hidden=lambda z: sigmoid(-z)),
            "Your sigmoid is 1/(1 + exp(z)), which falls where it should rise. The exponent is -z.",
            NETWORK,
        ),
        Mistake(
            "biases forgotten",
            lambda x, params: _forwards(x, params, biases=False),
            "The biases are missing: each layer adds its b.",
            NETWORK,
        ),
        *(
            Mistake(name, answer, says, NETWORK)
            for name, answer, says in (
                (
                    "x and nets kept",
                    lambda x, params: _forwards(x, params, saves="x and nets"),
                    "The list begins with x, and goes on with the nets z. What a later layer hears has gone through "
                    "the sigmoid: keep σ(z).",
                ),
                (
                    "x and all nets kept",
                    lambda x, params: _forwards(x, params, saves="x and all nets"),
                    "The list holds x and then every net z. Keep σ(z) of the hidden layers, which is what the next "
                    "layer hears, and nothing of the last one.",
                ),
                (
                    "logits kept",
                    lambda x, params: _forwards(x, params, saves="in and logits"),
                    "The logits stand at the end of the list as well. They are no layer's input: leave them out there.",
                ),
                (
                    "outputs kept, and a sigmoid on the last layer",
                    lambda x, params: _forwards(x, params, saves="out", last="sigmoid"),
                    "Two things. The list holds what each layer says; what each layer hears is wanted, x first. And "
                    "the last layer went through the sigmoid: it is linear here.",
                ),
                (
                    "one too many kept, and a sigmoid on the last layer",
                    lambda x, params: _forwards(x, params, saves="all", last="sigmoid"),
                    "Two things. The last layer went through the sigmoid: it is linear here, the logits are z itself. "
                    "And its output stands in the list, which holds inputs of layers alone.",
                ),
                (
                    "no sigmoid between the layers",
                    lambda x, params: _forwards(x, params, hidden=lambda z: z),
                    "The sigmoid is missing between the layers: the next layer hears σ(z), not z. Without it the whole "
                    "network is one linear layer.",
                ),
                (
                    "tanh for the sigmoid",
                    lambda x, params: _forwards(x, params, hidden=np.tanh),
                    "Your hidden layers use tanh. They are sigmoids here: 1/(1 + exp(-z)).",
                ),
                (
                    "ReLU for the sigmoid",
                    lambda x, params: _forwards(x, params, hidden=lambda z: np.maximum(z, 0)),
                    "Your hidden layers give max(z, 0). They are sigmoids here: 1/(1 + exp(-z)).",
                ),
                (
                    "x not passed on",
                    lambda x, params: _x_in_every_layer(x, params, kept=False),
                    "Every layer hears x. What a layer says, σ(z), is what the next one hears: hand it on.",
                ),
                (
                    "x not passed on, outputs kept",
                    lambda x, params: _x_in_every_layer(x, params, kept=True),
                    "Every layer computes its z from x. What stands last in your list is what the layer hears: use "
                    "that.",
                ),
                (
                    "last layer twice",
                    _last_layer_twice,
                    "The last layer was run twice: in the loop, with a sigmoid, and once more after it. Let the loop "
                    "end before it: `params[:-1]`.",
                ),
                (
                    "list turned round",
                    lambda x, params: _forwards(x, params, saves="reversed"),
                    "The list of the inputs is turned round. x stands first; it is `mlp_backward` that goes through it "
                    "from the end.",
                ),
                (
                    "x missing",
                    lambda x, params: _forwards(x, params, saves="without x"),
                    "The list lacks x: the first layer hears it, and its gradient needs it. As many inputs are kept as "
                    "there are layers.",
                ),
                (
                    "list begun anew",
                    lambda x, params: _forwards(x, params, saves="the last"),
                    "Your list holds the input of the last layer alone. Begin the list once, before the loop, and "
                    "append to it in each round.",
                ),
                (
                    "returns inside the loop",
                    lambda x, params: _forwards(x, params[:1]),
                    "Only the first layer was computed. The `return` stands inside the loop: it ends the function in "
                    "the first round.",
                ),
                (
                    "order of the results",
                    lambda x, params: mlp_forward(x, params)[::-1],
                    "The logits stand first. The list of the inputs comes first, then the logits.",
                ),
                (
                    "inputs only",
                    lambda x, params: mlp_forward(x, params)[0],
                    "You returned the list alone. Two things are wanted: the list, and the logits.",
                ),
            )
        ),
        Mistake(
            "logits only",
            lambda x, params: _forwards(x, params)[1],
            "You returned the logits alone. The list of the inputs of all layers comes first.",
            NETWORK,
        ),
        Mistake(
            "first and last layer only",
            lambda x, params: mlp_forward(x, [params[0], params[-1]]),
            "Your network has two layers whatever params says. Go through all of them.",
            NETWORK,
        ),
    ),
    cases=_forward_cases,
)
