"""Exercise `mlp_backward` of chapter 08: all gradients of a network of any sizes."""

from collections.abc import Callable, Iterable

import numpy as np

from bpcourse.autograders.ch08.network import SETTINGS, Gradients, draw_params, in_words, mlp_backward, mlp_forward
from bpcourse.autograders.ch08.shared import ELEMENTWISE, LINEAR, MEAN, NETWORK
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Value
from bpcourse.reference.activations import Array, sigmoid_grad
from bpcourse.reference.initializers import Params

Rule = Callable[[Array, Array], Array]
PassedOn = Callable[[Array, Array, Array], Array]


def _backward_cases(rng: np.random.Generator) -> list[Case]:
    cases = []
    for n, sizes, edge in SETTINGS:
        params = draw_params(rng, sizes)
        inputs, logits = mlp_forward(rng.normal(size=(n, sizes[0])), params)
        given: dict[str, Value] = {"upstream": rng.normal(size=logits.shape), "inputs": inputs, "params": params}
        cases.append(Case(in_words(n, sizes), given, edge=edge))
    return cases


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
                "a (a - 1)": a * (a - 1),
                "1 - a²": 1 - a**2,
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


def _own_layers(
    upstream: Array,
    inputs: list[Array],
    params: Params,
    grad_w: Rule = lambda upstream, x: x.T @ upstream,
    grad_b: Rule = lambda upstream, x: upstream.sum(axis=0),
    passed_on: PassedOn = lambda upstream, x, w: (upstream @ w.T) * x * (1 - x),
) -> Gradients:
    """A backward pass with a rule of its own for what a layer gives, or for what it hands to the one before."""
    gradients: Gradients = []
    for x, (w, _) in zip(reversed(inputs), reversed(params), strict=True):
        gradients.insert(0, (grad_w(upstream, x), grad_b(upstream, x)))
        upstream = passed_on(upstream, x, w)
    return gradients


def _layers_walked(upstream: Array, layers: Iterable[tuple[Array, tuple[Array, Array]]]) -> Gradients:
    """Layer after layer as they come; ValueError where the upstream does not fit."""
    gradients: Gradients = []
    for x, (w, _) in layers:
        gradients.append((x.T @ upstream, upstream.sum(axis=0)))
        upstream = (upstream @ w.T) * x * (1 - x)
    return gradients


def _unpacked_otherwise(upstream: Array, inputs: list[Array], params: Params) -> Gradients:
    """Takes what `linear_backward` returns for grad_w, grad_b, grad_x; ValueError where the shapes tell."""
    gradients: Gradients = []
    for x, (w, _) in zip(reversed(inputs), reversed(params), strict=True):
        gradients.insert(0, (upstream @ w.T, x.T @ upstream))
        upstream = upstream.sum(axis=0) * x * (1 - x)
    return gradients


def _through_too_early(upstream: Array, inputs: list[Array], params: Params) -> Gradients:
    """Goes through a layer and its slope first, and takes the gradients of that layer afterwards."""
    gradients: Gradients = []
    for x, (w, _) in zip(reversed(inputs), reversed(params), strict=True):
        upstream = (upstream @ w.T) * x * (1 - x)
        gradients.insert(0, (x.T @ upstream, upstream.sum(axis=0)))
    return gradients


def _slope_before(upstream: Array, inputs: list[Array], params: Params) -> Gradients:
    """Multiplies by the slope of a layer's input, where the upstream has the shape of its output."""
    gradients: Gradients = []
    for x, (w, _) in zip(reversed(inputs), reversed(params), strict=True):
        upstream = upstream * x * (1 - x)
        gradients.insert(0, (x.T @ upstream, upstream.sum(axis=0)))
        upstream = upstream @ w.T
    return gradients


def _slope_of_the_layer_before(upstream: Array, inputs: list[Array], params: Params) -> Gradients:
    gradients: Gradients = []
    for layer in reversed(range(len(params))):
        gradients.insert(0, (inputs[layer].T @ upstream, upstream.sum(axis=0)))
        a = inputs[layer - 1]
        upstream = (upstream @ params[layer][0].T) * (a * (1 - a) if layer else 1)
    return gradients


def _last_layer_a_sigmoid(upstream: Array, inputs: list[Array], params: Params) -> Gradients:
    w, b = params[-1]
    return mlp_backward(upstream * sigmoid_grad(inputs[-1] @ w + b), inputs, params)


def _divided_in_each_layer(upstream: Array, inputs: list[Array], params: Params) -> Gradients:
    n = len(upstream)
    return _own_layers(
        upstream / n, inputs, params, passed_on=lambda upstream, x, w: (upstream @ w.T) * x * (1 - x) / n
    )


def _two_layers(upstream: Array, inputs: list[Array], params: Params) -> Gradients:
    """For a network of two layers and no other; ValueError."""
    (x, a), (_, (w, _)) = inputs, params
    return _layers_walked(upstream, [(a, (w, w)), (x, params[0])])[::-1]


def _never_passed_on(upstream: Array, inputs: list[Array], params: Params) -> Gradients:
    """Every layer gets the upstream of the last one; ValueError where its shape does not fit."""
    gradients: Gradients = []
    for layer, (w, _) in enumerate(params):
        grad_w = inputs[layer].T @ upstream
        gradients.append((grad_w + np.zeros_like(w), upstream.sum(axis=0)))
    return gradients


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
    correct=(_backwards, _stale_layer, _own_layers),
    outputs=("grad_w", "grad_b"),
    items="layer",
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
            "A layer before the last one was given the upstream of the last. What a layer hands back, grad_x through "
            "the sigmoid, is the upstream of the layer before it.",
            NETWORK,
        ),
        *(
            Mistake(name, answer, says, look)
            for name, look, answer, says in (
                (
                    "layers walked forwards",
                    NETWORK,
                    lambda upstream, inputs, params: _layers_walked(upstream, zip(inputs, params, strict=True)),
                    "You went through the layers from the first to the last. `upstream` belongs to the last one, the "
                    "logits: begin there, with `reversed(...)`, and turn the list of gradients round at the end.",
                ),
                (
                    "unpacked in another order",
                    LINEAR,
                    _unpacked_otherwise,
                    "`linear_backward` returns grad_x first, then grad_w and grad_b. Your line takes them in another "
                    "order.",
                ),
                (
                    "params not reversed",
                    NETWORK,
                    lambda upstream, inputs, params: _layers_walked(
                        upstream, zip(reversed(inputs), params, strict=True)
                    ),
                    "`inputs` runs backwards in your loop and `params` forwards: an input meets the weights of another "
                    "layer. Reverse both.",
                ),
                (
                    "through the layer before its gradients",
                    NETWORK,
                    _through_too_early,
                    "You send upstream through a layer first, and take grad_w and grad_b of that layer afterwards. "
                    "They need the upstream of its *output*: first the gradients, then go on to the layer before.",
                ),
                (
                    "slope before the gradients",
                    NETWORK,
                    _slope_before,
                    "You multiply upstream by x (1 - x) before this layer has used it. That is the slope of the "
                    "sigmoid which made x, on the far side of the layer: first grad_x, grad_w, grad_b, then grad_x ⊙ "
                    "x (1 - x).",
                ),
                (
                    "slope of the layer before",
                    NETWORK,
                    _slope_of_the_layer_before,
                    "The slope is taken one layer too early. grad_x of a layer goes back through the sigmoid that made "
                    "this layer's own input: a = inputs[l], in the shape of grad_x.",
                ),
                (
                    "last layer a sigmoid too",
                    NETWORK,
                    _last_layer_a_sigmoid,
                    "You went back through a sigmoid after the last layer. It has none: `upstream` is the gradient by "
                    "the logits, its z.",
                ),
                (
                    "grad_x left out",
                    NETWORK,
                    lambda upstream, inputs, params: _own_layers(
                        upstream, inputs, params, passed_on=lambda upstream, x, w: x * (1 - x)
                    ),
                    "The upstream of the layer before is grad_x ⊙ a (1 - a). Yours is the slope alone: what comes from "
                    "the later layers is lost.",
                ),
                (
                    "weights left out",
                    NETWORK,
                    lambda upstream, inputs, params: _own_layers(
                        upstream, inputs, params, passed_on=lambda upstream, x, w: upstream * x * (1 - x)
                    ),
                    "You went through the sigmoid, and not through the weights: the factor before a (1 - a) is grad_x, "
                    "which is upstream times wᵀ.",
                ),
                (
                    "slope of the gradient",
                    ELEMENTWISE,
                    lambda upstream, inputs, params: _own_layers(
                        upstream,
                        inputs,
                        params,
                        passed_on=lambda upstream, x, w: (upstream @ w.T) ** 2 * (1 - upstream @ w.T),
                    ),
                    "You put the gradient where a belongs. In a (1 - a), a is what the sigmoid said on the way "
                    "forward, which stands in `inputs`.",
                ),
                (
                    "matrix product for the slope",
                    ELEMENTWISE,
                    lambda upstream, inputs, params: _own_layers(
                        upstream, inputs, params, passed_on=lambda upstream, x, w: (upstream @ w.T) @ (x * (1 - x))
                    ),
                    "The slope is multiplied on with `@`. A sigmoid acts on each entry by itself: `*`.",
                ),
                (
                    "a - 1 for 1 - a",
                    ELEMENTWISE,
                    lambda upstream, inputs, params: _backwards(upstream, inputs, params, slope="a (a - 1)"),
                    "The slope of the sigmoid is a (1 - a). Yours is a (a - 1): each layer turns the sign.",
                ),
                (
                    "slope of tanh",
                    ELEMENTWISE,
                    lambda upstream, inputs, params: _backwards(upstream, inputs, params, slope="1 - a²"),
                    "1 - a² is the slope of tanh. The hidden layers are sigmoids: a (1 - a).",
                ),
                (
                    "w not transposed",
                    LINEAR,
                    lambda upstream, inputs, params: _own_layers(
                        upstream, inputs, params, passed_on=lambda upstream, x, w: (upstream @ w) * x * (1 - x)
                    ),
                    "Upstream goes back through w as it is, which fits only where w is square. It is G wᵀ.",
                ),
                (
                    "grad_w transposed",
                    LINEAR,
                    lambda upstream, inputs, params: _own_layers(
                        upstream, inputs, params, grad_w=lambda upstream, x: upstream.T @ x
                    ),
                    "grad_w lies the other way round in every layer: it is Gᵀ x. The gradient of w has the shape of w: "
                    "xᵀ G.",
                ),
                (
                    "grad_b summed over the wrong axis",
                    LINEAR,
                    lambda upstream, inputs, params: _own_layers(
                        upstream, inputs, params, grad_b=lambda upstream, x: upstream.sum(axis=1)
                    ),
                    "grad_b was summed over the units, axis 1. b has one entry for each unit: sum over the samples, "
                    "axis 0.",
                ),
                (
                    "grad_b averaged",
                    MEAN,
                    lambda upstream, inputs, params: _own_layers(
                        upstream, inputs, params, grad_b=lambda upstream, x: upstream.mean(axis=0)
                    ),
                    "grad_b is a mean over the samples in every layer. It is a sum: the 1/N of a mean loss already "
                    "sits in `upstream`.",
                ),
                (
                    "divided by N in each layer",
                    MEAN,
                    _divided_in_each_layer,
                    "You divide by N in every layer, so the first ones are divided by N several times over. The 1/N of "
                    "a mean loss already sits in `upstream`, and travels on from there.",
                ),
                (
                    "pairs turned round",
                    NETWORK,
                    lambda upstream, inputs, params: [
                        (grad_b, grad_w) for grad_w, grad_b in mlp_backward(upstream, inputs, params)
                    ],
                    "Each pair is turned round: grad_w comes first, as w does in `params`.",
                ),
                (
                    "no pairs",
                    NETWORK,
                    lambda upstream, inputs, params: [one for one, _ in mlp_backward(upstream, inputs, params)],
                    "Your list holds grad_w alone. A pair (grad_w, grad_b) is wanted for each layer.",
                ),
                (
                    "two layers only",
                    NETWORK,
                    _two_layers,
                    "Your function goes back through two layers, whatever params says. Go through all of them in a "
                    "loop.",
                ),
                (
                    "returns inside the loop",
                    NETWORK,
                    lambda upstream, inputs, params: mlp_backward(upstream, inputs, params)[-1:],
                    "Only the last layer has its pair. The `return` stands inside the loop: it ends the function in "
                    "the first round.",
                ),
            )
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
