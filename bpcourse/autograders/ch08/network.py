"""The network of the exercises `mlp_forward` and `mlp_backward` of chapter 08: its passes; the sizes asked about."""

from itertools import pairwise

import numpy as np

from bpcourse.reference.activations import Array
from bpcourse.reference.initializers import Params
from bpcourse.reference.mlp import ForwardPass
from bpcourse.reference.mlp import mlp_backward as backward_pass
from bpcourse.reference.mlp import mlp_forward as forward_pass

Gradients = list[tuple[Array, Array]]


def draw_params(rng: np.random.Generator, sizes: tuple[int, ...]) -> Params:
    """Random weights and biases for layers of these sizes."""
    return [(rng.normal(size=(d, h)), rng.normal(size=h)) for d, h in pairwise(sizes)]


def in_words(n: int, sizes: tuple[int, ...]) -> str:
    """What a case is called."""
    return f"N = {n}, sizes {', '.join(map(str, sizes))}"


# Samples, sizes, and whether it is an edge case. The square ones let wrong products through.
SETTINGS = (
    (5, (3, 4, 2), False),
    (4, (2, 5, 3, 2), False),
    (4, (4, 4, 4), False),
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
