"""Exercises `mlp_forward` and `mlp_backward` of chapter 08: a network of any sizes, there and back."""

from itertools import pairwise

import numpy as np

from bpcourse.autograders.ch08.shared import ELEMENTWISE, LINEAR, MEAN, NETWORK
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Value
from bpcourse.reference.activations import Array, sigmoid, sigmoid_grad
from bpcourse.reference.initializers import Params
from bpcourse.reference.mlp import ForwardPass
from bpcourse.reference.mlp import mlp_backward as backward_pass
from bpcourse.reference.mlp import mlp_forward as forward_pass

Gradients = list[tuple[Array, Array]]


def _params(rng: np.random.Generator, sizes: tuple[int, ...]) -> Params:
    return [(rng.normal(size=(d, h)), rng.normal(size=h)) for d, h in pairwise(sizes)]


def _named(n: int, sizes: tuple[int, ...]) -> str:
    return f"N = {n}, sizes {', '.join(map(str, sizes))}"


SETTINGS = (
    (5, (3, 4, 2), False),
    (4, (2, 5, 3, 2), False),
    (3, (3, 3, 3), False),
    (1, (2, 4, 3), True),
    (6, (4, 2), True),
)


def mlp_forward(x: Array, params: Params) -> tuple[list[Array], Array]:
    """Inputs of every layer, x first, and the logits; sigmoid hidden layers, the last one linear."""
    saved = forward_pass(x, params)
    return [saved.x, *saved.a], saved.logits


def mlp_backward(upstream: Array, inputs: list[Array], params: Params) -> Gradients:
    """[(grad_w, grad_b), ...] for upstream dL/dlogits, from the inputs of every layer."""
    z = [np.log(a / (1 - a)) for a in inputs[1:]]  # the inverse of the sigmoid
    saved = ForwardPass(inputs[0], (*z, upstream), tuple(inputs[1:]))
    return list(backward_pass(upstream, saved, params).grads)


def _forward_cases(rng: np.random.Generator) -> list[Case]:
    return [
        Case(_named(n, sizes), {"x": rng.normal(size=(n, sizes[0])), "params": _params(rng, sizes)}, edge=edge)
        for n, sizes, edge in SETTINGS
    ]


def _backward_cases(rng: np.random.Generator) -> list[Case]:
    cases = []
    for n, sizes, edge in SETTINGS:
        params = _params(rng, sizes)
        inputs, logits = mlp_forward(rng.normal(size=(n, sizes[0])), params)
        given: dict[str, Value] = {"upstream": rng.normal(size=logits.shape), "inputs": inputs, "params": params}
        cases.append(Case(_named(n, sizes), given, edge=edge))
    return cases


def _forwards(
    x: Array, params: Params, last: str = "linear", biases: bool = True, saves: str = "in", sign: int = 1
) -> Value:
    """A forward pass with its parts in view: what the last layer does, what is saved."""
    inputs, nets = [x], list[Array]()
    for w, b in params:
        nets.append(inputs[-1] @ w + b * biases)
        inputs.append(sigmoid(sign * nets[-1]))
    saved = {"in": inputs[:-1], "out": inputs[1:], "all": inputs, "nets": nets}[saves]
    return saved, nets[-1] if last == "linear" else inputs[-1]


def _backwards(
    upstream: Array, inputs: list[Array], params: Params, slope: str = "a (1 - a)", mean: bool = False
) -> Gradients:
    """A backward pass whose slope may be taken in other ways, written as a learner would."""
    gradients: Gradients = []
    n = len(upstream) if mean else 1
    for layer in reversed(range(len(params))):
        gradients.insert(0, (inputs[layer].T @ upstream / n, upstream.sum(axis=0) / n))
        upstream = upstream @ params[layer][0].T
        a = inputs[layer]
        if layer:
            slopes: dict[str, Array | float] = {
                "a (1 - a)": a * (1 - a),
                "none": 1.0,
                "twice": sigmoid_grad(a),
                "a": a,
                "1 - a": 1 - a,
                "a (1 + a)": a * (1 + a),
            }
            upstream = upstream * slopes[slope]
    return gradients


def _stale_layer(upstream: Array, inputs: list[Array], params: Params) -> Gradients:
    """Each layer's upstream gets the slope of that layer's own output, which for the last one is none of a sigmoid."""
    gradients: Gradients = []
    for layer in reversed(range(len(params))):
        if layer + 1 < len(params):
            upstream = upstream * inputs[layer + 1] * (1 - inputs[layer + 1])
        gradients.insert(0, (inputs[layer].T @ upstream, upstream.sum(axis=0)))
        if layer:
            upstream = upstream @ params[layer][0].T
    return gradients


def _never_passed_on(upstream: Array, inputs: list[Array], params: Params) -> Gradients:
    """Every layer gets the upstream of the last one; ValueError where its shape does not fit."""
    gradients: Gradients = []
    for layer, (w, _) in enumerate(params):
        grad_w = inputs[layer].T @ upstream
        gradients.append((grad_w + np.zeros_like(w), upstream.sum(axis=0)))
    return gradients


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

For two layers that list is `[x, a]`, with $a = \sigma(x\,w_1 + b_1)$.""",
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
            lambda x, params: _forwards(x, params, sign=-1),
            "Your sigmoid is 1/(1 + exp(z)), which falls where it should rise. The exponent is -z.",
            NETWORK,
        ),
        Mistake(
            "biases forgotten",
            lambda x, params: _forwards(x, params, biases=False),
            "The biases are missing: each layer adds its b.",
            NETWORK,
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

MLP_BACKWARD = Exercise(
    name="mlp_backward",
    chapter=8,
    points=5,
    minutes=20,
    difficulty="stretch",
    statement=r"""Write `mlp_backward(upstream, inputs, params)`: the whole way back through the network of
`mlp_forward`.

- `upstream` is $\partial L/\partial\,\text{logits}$, shape (N, K). `inputs` is the list that `mlp_forward` returned.
- Return a list of `(grad_w, grad_b)`, one pair a layer, in the order of `params`.
- The hidden layers are sigmoids, and their outputs stand in `inputs`: the slope is $a\,(1 - a)$.

Use your `linear_backward`. Nothing is divided by N, and the inputs stay as they are.""",
    stub='''def mlp_backward(upstream, inputs, params):
    """Return [(grad_w, grad_b), ...] in the order of params, for upstream dL/dlogits (N, K)."""
    raise NotImplementedError
''',
    hints=(
        "Go through the layers from the last to the first. What does a layer hand to the one before it?",
        "grad_x of a layer has the shape of its input, which is what the layer before said. Through that sigmoid, and "
        "it is the upstream of the layer before.",
        "For each layer, from the last: grad_x, grad_w, grad_b = linear_backward(upstream, x, w); then upstream = "
        "grad_x ⊙ x (1 - x), where x is the layer's input.",
        "`for x, (w, b) in zip(reversed(inputs), reversed(params)):` and in it `upstream = grad_x * x * (1 - x)`",
    ),
    solution='''def mlp_backward(upstream, inputs, params):
    """Return [(grad_w, grad_b), ...] in the order of params, for upstream dL/dlogits (N, K)."""
    grads = []
    for x, (w, b) in zip(reversed(inputs), reversed(params)):
        grad_x, grad_w, grad_b = linear_backward(upstream, x, w)
        grads.append((grad_w, grad_b))
        upstream = grad_x * x * (1 - x)
    return grads[::-1]
''',
    explanation="One line back for each line forward, in reverse order. (At the first layer x is no sigmoid's output; "
    "the last upstream is computed and used by nobody.)",
    read='chapter 08, "Layer after layer, backwards"',
    reference=mlp_backward,
    correct=(_backwards, _stale_layer),
    mistakes=(
        Mistake(
            "slope of the sigmoid dropped",
            lambda upstream, inputs, params: _backwards(upstream, inputs, params, slope="none"),
            "Between two layers the way leads through a sigmoid, and its slope a (1 - a) is missing. The last layer's "
            "gradients are right without it; the ones before are not.",
            ELEMENTWISE,
        ),
        Mistake(
            "sigmoid applied twice",
            lambda upstream, inputs, params: _backwards(upstream, inputs, params, slope="twice"),
            "The slope is taken at a, where the sigmoid has been applied already. With a = σ(z) at hand it is a (1 - "
            "a).",
            ELEMENTWISE,
        ),
        Mistake(
            "1 + a for 1 - a",
            lambda upstream, inputs, params: _backwards(upstream, inputs, params, slope="a (1 + a)"),
            "The slope of the sigmoid is a (1 - a). Yours is a (1 + a).",
            ELEMENTWISE,
        ),
        Mistake(
            "dropped 1 - a",
            lambda upstream, inputs, params: _backwards(upstream, inputs, params, slope="a"),
            "The slope of the sigmoid is a (1 - a). Your numbers have the factor a alone.",
            ELEMENTWISE,
        ),
        Mistake(
            "dropped a",
            lambda upstream, inputs, params: _backwards(upstream, inputs, params, slope="1 - a"),
            "The slope of the sigmoid is a (1 - a). Your numbers have the factor 1 - a alone.",
            ELEMENTWISE,
        ),
        Mistake(
            "divided by N",
            lambda upstream, inputs, params: _backwards(upstream, inputs, params, mean=True),
            "Every gradient is N times too small. The 1/N of a mean loss already sits in `upstream`.",
            MEAN,
        ),
        Mistake(
            "order of the layers",
            lambda upstream, inputs, params: mlp_backward(upstream, inputs, params)[::-1],
            "The pairs stand in the order in which they were computed, the last layer first. Turn the list round.",
            NETWORK,
        ),
        Mistake(
            "upstream ignored",
            lambda upstream, inputs, params: mlp_backward(np.ones_like(upstream), inputs, params),
            "Your gradients are those for an upstream of ones. The way back starts from `upstream`.",
            NETWORK,
        ),
        Mistake(
            "sign",
            lambda upstream, inputs, params: mlp_backward(-upstream, inputs, params),
            "Every gradient has the opposite sign. The minus of descent belongs to the update.",
            NETWORK,
        ),
        Mistake(
            "upstream not passed on",
            _never_passed_on,
            "Every layer was given the upstream of the last one. What a layer hands back, grad_x through the sigmoid, "
            "is the upstream of the layer before it.",
            NETWORK,
        ),
        Mistake(
            "grad_b not summed",
            lambda upstream, inputs, params: [
                (grad_w, np.tile(grad_b / len(upstream), (len(upstream), 1)))
                for grad_w, grad_b in mlp_backward(upstream, inputs, params)
            ],
            "grad_b has one row a sample. The same b was added to every row: sum over the samples.",
            LINEAR,
        ),
    ),
    cases=_backward_cases,
)
