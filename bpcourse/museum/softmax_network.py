"""Specimens A: a network with a softmax output, from an account of a multilayer perceptron for digits (chapter 07)."""

from collections.abc import Callable
from typing import Any

import numpy as np

from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.museum.specimen import Finding, Specimen
from bpcourse.reference.activations import Array, sigmoid, sigmoid_grad
from bpcourse.reference.losses import softmax
from bpcourse.reference.optimizers import minimize

SOURCE = "Zen and the Art of Computer Programming, an introduction to backpropagation, in Chinese, without a year"
P = np.array([[0.2, 0.7, 0.1]]).T
Program = Callable[..., Any]


def outer_product_loss(y: Array, p: Array) -> Any:
    return -np.sum(np.dot(y, np.log(p).T))  # y and p are columns: this is a table of all products


def cross_entropy_loss(y: Array, p: Array) -> Any:
    return -np.sum(y * np.log(p))


def _sees_the_label(loss: Program) -> Finding:
    losses = [loss(np.eye(3)[:, [label]], P) for label in range(3)]
    words = "p = (0.2, 0.7, 0.1); the loss for the labels 0, 1, 2 is " + ", ".join(f"{one:.4f}" for one in losses)
    return Finding(bool(np.allclose(losses, -np.log(P[:, 0]))), words)


def softmax_twice(logits: Array) -> Any:
    return softmax(softmax(logits))


def softmax_once(logits: Array) -> Any:
    return softmax(logits)


def _keeps_the_odds(probabilities: Program) -> Finding:
    logits = np.log([0.5122, 0.2644, 0.2235])
    p = probabilities(logits)
    words = "the logits ln 0.5122, ln 0.2644, ln 0.2235 give " + ", ".join(f"{one:.4f}" for one in p)
    return Finding(bool(np.allclose(p / p[0], np.exp(logits - logits[0]))), words)


def slope_at_the_activation(z: Any) -> Any:
    return sigmoid_grad(sigmoid(z))


def slope_at_z(z: Any) -> Any:
    return sigmoid_grad(z)


def _is_the_slope_of_sigmoid(slope: Program) -> Finding:
    given, measured = slope(3.0), central_difference(sigmoid, 3.0)
    return Finding(bool(np.isclose(given, measured, rtol=1e-7)), f"at z = 3: {given:.4f}; measured {measured:.4f}")


X, Y = np.array([[0.5, -1.2]]), np.array([[1.0, 0.0]])
W1 = np.array([[0.4, -0.3, 0.8], [0.9, 0.2, -0.5]])
W2 = np.array([[0.7, -0.6], [0.1, 0.9], [-0.4, 0.3]])


def slope_of_the_wrong_layer(delta_next: Array, z: Array, z_next: Array) -> Any:
    return (delta_next * sigmoid_grad(z_next)) @ W2.T


def slope_of_its_own_layer(delta_next: Array, z: Array, z_next: Array) -> Any:
    return (delta_next @ W2.T) * sigmoid_grad(z)


def _is_the_hidden_delta(hidden_delta: Program) -> Finding:
    z = X @ W1
    z_next = sigmoid(z) @ W2
    # The output is linear, with the loss 1/2 sum (z_next - y)^2, so that its delta is z_next - y.
    given = hidden_delta(z_next - Y, z, z_next)
    measured = central_difference(lambda z: 0.5 * ((sigmoid(z) @ W2 - Y) ** 2).sum(), z)
    error = relative_error(given, measured)
    return Finding(
        error < 1e-7, f"relative error of the hidden delta {'below 1e-7' if error < 1e-7 else f'{error:.2f}'}"
    )


def start_from_the_loss(p: Array, y: Array) -> Any:
    return -np.sum(y * np.log(p))


def start_from_p_minus_y(p: Array, y: Array) -> Any:
    return p - y


def _is_the_output_delta(start: Program) -> Finding:
    logits, y = np.array([[0.3, -1.0, 0.8]]), np.array([[0.0, 0.0, 1.0]])
    given = np.asarray(start(softmax(logits), y))
    measured = central_difference(lambda z: -(y * np.log(softmax(z))).sum(), logits)
    right = given.shape == measured.shape and relative_error(given, measured) < 1e-7
    return Finding(right, f"shape {given.shape}; the logits have shape {logits.shape}")


def naive_softmax(z: Array) -> Any:
    with np.errstate(over="ignore", invalid="ignore"):
        return np.exp(z) / np.exp(z).sum()


def shifted_softmax(z: Array) -> Any:
    e = np.exp(z - z.max())
    return e / e.sum()


def _is_finite(probabilities: Program) -> Finding:
    p = probabilities(np.array([0.0, 710.0]))
    return Finding(bool(np.allclose(p, [0, 1])), f"logits 0 and 710 give {p[0]:.3g} and {p[1]:.3g}")


def units_first(x: Array, n_in: int, n_out: int) -> Any:
    theta = np.full((n_out, n_in), 0.1)
    return x @ theta


def inputs_first(x: Array, n_in: int, n_out: int) -> Any:
    theta = np.full((n_in, n_out), 0.1)
    return x @ theta


def _takes_layers_that_are_not_square(layer: Program) -> Finding:
    square = layer(np.ones((4, 3)), 3, 3).shape == (4, 3)
    try:
        shape = layer(np.ones((4, 3)), 3, 2).shape
    except ValueError:
        return Finding(False, f"3 inputs, 3 units: {'runs' if square else 'fails'}; 3 inputs, 2 units: ValueError")
    return Finding(shape == (4, 2), f"3 inputs, 3 units: runs; 3 inputs, 2 units: 4 samples give {shape}")


def bottom_reached(start: float) -> Any:
    """The claim as a program: wherever it starts, it arrives at the deepest point."""
    return -1.484


def descend(start: float) -> Any:
    return minimize(lambda w: w**3 - 2 * w + 0.3, start, 0.1, 200)[-1]


def _is_where_descent_ends(where: Program) -> Finding:
    ends = []
    for start in (-0.3, 0.6):
        w = start
        for _ in range(200):
            w -= 0.1 * float(central_difference(lambda w: w**4 / 4 - w**2 + 0.3 * w, w))
        ends.append(w)
    said = [where(start) for start in (-0.3, 0.6)]
    words = f"says {said[0]:.3f} and {said[1]:.3f}; from -0.3 and 0.6 descent ends at {ends[0]:.3f} and {ends[1]:.3f}"
    return Finding(bool(np.allclose(said, ends, atol=1e-3)), words)


def skips_a_layer(params: list[Array], x: Array) -> Any:
    for layer in range(1, len(params)):
        x = sigmoid(x @ params[layer])
    return x


def visits_every_layer(params: list[Array], x: Array) -> Any:
    for w in params:
        x = sigmoid(x @ w)
    return x


def _every_weight_counts(forward: Program) -> Finding:
    x, w1, w2 = np.array([[0.5, -1.2]]), np.array([[0.4, -0.3], [0.9, 0.2]]), np.array([[0.7, -0.6], [0.1, 0.9]])
    moves = [
        float(np.abs(central_difference(lambda w: forward([w, w2], x).sum(), w1)).max()),
        float(np.abs(central_difference(lambda w: forward([w1, w], x).sum(), w2)).max()),
    ]
    words = f"largest measured slope along the first layer's weights {moves[0]:.3f}, along the second's {moves[1]:.3f}"
    return Finding(min(moves) > 0, words)


SPECIMENS = (
    Specimen(
        "A1",
        "A loss that does not see the label",
        SOURCE,
        "The loss is -sum(dot(y, log(p).T)) / m.",
        outer_product_loss,
        cross_entropy_loss,
        _sees_the_label,
        "the loss for three different labels",
        "Multiply entry by entry: y * log(p).",
        "It is a number, it is positive, and it falls when all the probabilities become more even.",
    ),
    Specimen(
        "A2",
        "Softmax, twice",
        SOURCE,
        "The forward pass ends with a softmax, and the loss applies softmax again.",
        softmax_twice,
        softmax_once,
        _keeps_the_odds,
        "the ratios of the probabilities, which the logits fix",
        "Apply it once.",
        "The largest stays the largest, so the accuracy hardly suffers; the network only never becomes sure.",
    ),
    Specimen(
        "A3",
        "The slope of the slope",
        SOURCE,
        "The derivative is called with the activation a, and expects z.",
        slope_at_the_activation,
        slope_at_z,
        _is_the_slope_of_sigmoid,
        "a central difference",
        "Pass z; or, if a is at hand, use a (1 - a).",
        "It is positive and never larger than 1/4, as a slope of the sigmoid should be (chapter 01).",
    ),
    Specimen(
        "A4",
        "The wrong layer's slope",
        SOURCE,
        "The delta of a hidden layer uses g' of the layer behind it.",
        slope_of_the_wrong_layer,
        slope_of_its_own_layer,
        _is_the_hidden_delta,
        "a central difference along z",
        "delta = (delta_next Wᵀ) * g'(z), with the z of the same layer as this delta.",
        "Slopes of a sigmoid are alike in size, and where two layers have equally many units every shape fits.",
    ),
    Specimen(
        "A5",
        "Going back from a number",
        SOURCE,
        "The backward pass is started with the loss itself.",
        start_from_the_loss,
        start_from_p_minus_y,
        _is_the_output_delta,
        "the shape, then a central difference",
        "Start with dL/dz = p - y, one number for each logit.",
        "A number broadcasts against every shape, so the program runs.",
    ),
    Specimen(
        "A6",
        "An overflow",
        SOURCE,
        "softmax is exp(z) / sum(exp(z)).",
        naive_softmax,
        shifted_softmax,
        _is_finite,
        "large logits: exp(710) is inf in float64",
        "Subtract the largest logit first: the quotient stays the same.",
        "At the start of a training all logits are small. It breaks when the network becomes sure.",
    ),
    Specimen(
        "A7",
        "Two conventions",
        SOURCE,
        "The text says theta is n_in x n_out; the program builds n_out x n_in.",
        units_first,
        inputs_first,
        _takes_layers_that_are_not_square,
        "a layer that is not square",
        "One convention, stated once: w has a row for each input (chapter 02).",
        "With square layers both fit.",
    ),
    Specimen(
        "A8",
        "What a gradient does not promise",
        SOURCE,
        "Backpropagation avoids local minima.",
        bottom_reached,
        descend,
        _is_where_descent_ends,
        "a loss with two valleys, and a start in each",
        "It computes a gradient, and promises nothing about minima (chapter 03).",
        "One start that went well is taken for a proof.",
    ),
    Specimen(
        "A9",
        "A layer that is never visited",
        SOURCE,
        "The loop over the layers is range(1, L).",
        skips_a_layer,
        visits_every_layer,
        _every_weight_counts,
        "a central difference along each layer's weights",
        "Loop over the layers themselves; and run a program before it is printed: this one also used names that it "
        "never defined.",
        "The output has the right shape, if the inputs and the hidden layer are equally wide.",
    ),
)
