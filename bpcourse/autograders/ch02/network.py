"""Exercise `network_forward` of chapter 02: layer after layer, however many there are."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from bpcourse.autograders.ch02.shared import MATRIX, MISTAKE, NETWORK
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array, sigmoid
from bpcourse.reference.neuron import Network
from bpcourse.reference.sigmoid_network import layer_forward, layer_outputs, network_forward

Params = Sequence[tuple[Array, Array]]
Step = Callable[[Array, Array, Array], Array]


def _cases(rng: np.random.Generator) -> list[Case]:
    def case(what: str, n: int, sizes: Sequence[int], edge: bool = False) -> Case:
        # Outputs lie near 1/2, and so do sums of them: wide weights keep wrong ways apart.
        params = [
            (rng.normal(scale=2.0, size=shape), rng.normal(scale=1.5, size=shape[1])) for shape in pairwise(sizes)
        ]
        return Case(what, {"x": rng.normal(scale=2.0, size=(n, sizes[0])), "params": params}, edge=edge)

    return [
        case("sizes 2, 3, 2", 4, (2, 3, 2)),
        case("sizes 3, 3, 3", 2, (3, 3, 3)),
        case("sizes 3, 4, 2, 3, 2", 3, (3, 4, 2, 3, 2)),
        case("N = 1", 1, (2, 4, 3), edge=True),
        case("one layer", 3, (4, 2), edge=True),
    ]


def _folded(x: Array, params: Params, step: Step) -> Array:
    """One step a layer, each on what the one before gave."""
    for w, b in params:
        x = step(x, w, b)
    return x


def _last_is(step: Step) -> Callable[[Array, Params], Array]:
    return lambda x, params: step(_folded(x, params[:-1], layer_forward), *params[-1])


def _by_objects(x: Array, params: Params) -> Array:
    network = Network.from_params(params)
    return np.array([network.forward(sample.tolist()) for sample in x])


def _recursive(x: Array, params: Params) -> Array:
    return _recursive(layer_forward(x, *params[0]), params[1:]) if params else x


NETWORK_FORWARD = Exercise(
    name="network_forward",
    chapter=2,
    points=4,
    minutes=12,
    difficulty="core",
    statement=r"""Write `network_forward(x, params)`, which returns the outputs of the last layer of a network.

- `params` is a list with one pair `(w, b)` for each layer, from the first to the last; `w` has shape
  (inputs, units), `b` has shape (units,).
- `x` has shape (N, D), one sample a row. The result has one row a sample, one column a unit of the last layer.
- Every layer applies the sigmoid, the last one too. It works for any number of layers.

Use your own `layer_forward` from above.""",
    stub='''def network_forward(x, params):
    """Return the outputs of the last layer for x (N, D); params is [(w, b), ...]."""
    raise NotImplementedError
''',
    hints=(
        "What does the second layer get as its input? Give that a name, and use the same name for every layer.",
        "Start with x, shape (N, D). After each layer the array has as many columns as that layer has units.",
        "out of layer 1 = σ(x w₁ + b₁); out of layer 2 = σ(out of layer 1 · w₂ + b₂); and so on.",
        "`for w, b in params:` and, inside the loop, `x = layer_forward(x, w, b)`",
    ),
    solution='''def network_forward(x, params):
    """Return the outputs of the last layer for x (N, D); params is [(w, b), ...]."""
    out = x
    for w, b in params:
        out = layer_forward(out, w, b)
    return out
''',
    explanation="What one layer says is what the next one hears. The loop keeps one name, `out`, for the values on "
    "their way; x itself stays as it was.",
    read='chapter 02, "Layer after layer"',
    reference=network_forward,
    correct=(
        lambda x, params: _folded(x, params, lambda out, w, b: 1 / (1 + np.exp(-(out @ w + b)))),
        _by_objects,
        _recursive,
    ),
    mistakes=(
        Mistake(
            "biases forgotten",
            lambda x, params: _folded(x, params, lambda out, w, b: sigmoid(out @ w)),
            "The biases are missing, in every layer: each one adds its b before the sigmoid.",
            MATRIX,
        ),
        Mistake(
            "no activation in the last layer",
            _last_is(lambda out, w, b: out @ w + b),
            "The last layer lacks its sigmoid: your numbers are its net. Here every layer applies σ, the last one too.",
            NETWORK,
        ),
        Mistake(
            "no activation between the layers",
            lambda x, params: sigmoid(_folded(x, params, lambda out, w, b: out @ w + b)),
            "Only the last layer has its sigmoid; the earlier ones pass net on. What a unit passes on is out = σ(net).",
            NETWORK,
        ),
        Mistake(
            "no activation at all",
            lambda x, params: _folded(x, params, lambda out, w, b: out @ w + b),
            "No layer applies the sigmoid. What a unit passes on is out = σ(net).",
            NETWORK,
        ),
        Mistake(
            "sigmoid applied twice at the end",
            lambda x, params: sigmoid(network_forward(x, params)),
            "Your numbers are those of σ(σ(net)) in the last layer. `layer_forward` has applied the sigmoid already.",
            NETWORK,
        ),
        Mistake(
            "sigmoid applied twice in every layer",
            lambda x, params: _folded(x, params, lambda out, w, b: sigmoid(layer_forward(out, w, b))),
            "Every layer of yours applies the sigmoid twice: `layer_forward` has done it already.",
            NETWORK,
        ),
        Mistake(
            "last layer left out",
            lambda x, params: _folded(x, params[:-1], layer_forward),
            "The last layer is missing: your loop ends one pair too early. Go through all of `params`.",
            NETWORK,
        ),
        Mistake(
            "every layer hears x",
            lambda x, params: [layer_forward(x, w, b) for w, b in params][-1],
            "Every layer was given x. Only the first one sees it; each later layer is given the outputs of the one "
            "before.",
            NETWORK,
        ),
        Mistake(
            "first layer only",
            lambda x, params: layer_forward(x, *params[0]),
            "Those are the outputs of the first layer. Is the `return` inside the loop? The outputs of the last layer "
            "are wanted.",
            NETWORK,
        ),
        Mistake(
            "two layers only",
            lambda x, params: layer_forward(layer_forward(x, *params[0]), *params[1]),
            "Your network has two layers whatever `params` says. Go through all of its pairs in a loop.",
            NETWORK,
        ),
        Mistake(
            "layers in reverse",
            lambda x, params: _folded(x, params[::-1], layer_forward),
            "The layers run from the last to the first. Values go forwards: params[0] comes first.",
            NETWORK,
        ),
        Mistake(
            "w transposed",
            lambda x, params: _folded(x, params, lambda out, w, b: sigmoid(out @ w.T + b)),
            "Each w is transposed. It comes as (inputs, units); with as many units as inputs nothing crashes, and the "
            "numbers are wrong.",
            MISTAKE,
        ),
        Mistake(
            "every layer's outputs",
            lambda x, params: layer_outputs(x, params)[1:],
            "You return the outputs of every layer, as a list. Those of the last layer alone are wanted.",
            NETWORK,
        ),
        Mistake(
            "first sample only",
            lambda x, params: network_forward(x[0], params),
            "You return the outputs for the first sample. Every row of x is a sample, and gives a row.",
            NETWORK,
        ),
    ),
    cases=_cases,
)
