"""Specimens D: neurons, layers and networks as objects (chapter 07)."""

from collections.abc import Callable
from typing import Any

import numpy as np

from bpcourse.gradcheck import central_difference, relative_error
from bpcourse.museum.specimen import Finding, Specimen
from bpcourse.reference.activations import Array, sigmoid

SOURCE = "Backpropagation: from formula to code, in Chinese (2017)"
Program = Callable[..., Any]


def target_minus_output(target: Array, out: Array) -> Any:
    return target - out


def output_minus_target(target: Array, out: Array) -> Any:
    return out - target


def _is_the_loss_derivative(derivative: Program) -> Finding:
    target, out = np.array([0.01, 0.99]), np.array([0.75, 0.77])
    given = derivative(target, out)
    measured = central_difference(lambda out: 0.5 * ((target - out) ** 2).sum(), out)
    return Finding(relative_error(given, measured) < 1e-7, f"dL/dout1 = {given[0]:.2f}; measured {measured[0]:.2f}")


def one_unit_for_each_input(num_units: int, num_inputs: int) -> Any:
    return [[0.1] * num_units for _ in range(num_inputs)]


def one_unit_for_each_unit(num_units: int, num_inputs: int) -> Any:
    return [[0.1] * num_inputs for _ in range(num_units)]


def _has_its_units(layer: Program) -> Finding:
    built = [(len(units), len(units[0])) for units in (layer(2, 2), layer(3, 2))]
    words = f"Layer(2, 2): {built[0][0]} units of {built[0][1]} inputs; Layer(3, 2): {built[1][0]} of {built[1][1]}"
    return Finding(built == [(2, 2), (3, 2)], words)


def derivative_of_y(z: Any) -> Any:
    y = z  # the name of the argument does not say so, but it takes the activation
    return y * (1 - y)


def derivative_of_z(z: Any) -> Any:
    y = sigmoid(z)
    return y * (1 - y)


def _is_the_slope(derivative: Program) -> Finding:
    given, measured = float(derivative(3.0)), float(central_difference(sigmoid, 3.0))
    return Finding(
        bool(np.isclose(given, measured, rtol=1e-7)), f"called with z = 3: {given:.4f}; measured {measured:.4f}"
    )


def forgets_its_inputs(weights: Array, inputs: Array) -> Any:
    remembered = None  # forward does not store what it was given
    return lambda delta: delta * remembered


def keeps_its_inputs(weights: Array, inputs: Array) -> Any:
    remembered = inputs
    return lambda delta: delta * remembered


def _gives_the_gradient(neuron: Program) -> Finding:
    weights, inputs = np.array([0.15, 0.20]), np.array([0.05, 0.10])
    measured = central_difference(lambda w: w @ inputs, weights)
    try:
        given = neuron(weights, inputs)(1.0)
    except TypeError:
        return Finding(False, "the backward pass raises a TypeError: None times a number")
    return Finding(relative_error(given, measured) < 1e-7, f"dnet/dw = {given[0]:.2f}, {given[1]:.2f}, as measured")


SPECIMENS = (
    Specimen(
        "D1",
        "Two wrongs make a right",
        SOURCE,
        "The loss derivative is target - output, and the update adds.",
        target_minus_output,
        output_minus_target,
        _is_the_loss_derivative,
        "a central difference",
        "output - target; and an update that subtracts. Mend both, or neither.",
        "It trains, until somebody mends one of the two.",
    ),
    Specimen(
        "D2",
        "Right for square layers",
        SOURCE,
        "Layer(num_units, num_inputs) builds num_inputs units.",
        one_unit_for_each_input,
        one_unit_for_each_unit,
        _has_its_units,
        "a layer that is not square",
        "Loop over the units; each has a weight for each input (chapter 02).",
        "The example network is 2-2-2.",
    ),
    Specimen(
        "D3",
        "A name that does not say what it takes",
        SOURCE,
        "sigmoid_derivative takes y = σ(z), not z.",
        derivative_of_y,
        derivative_of_z,
        _is_the_slope,
        "calling it as its name suggests",
        "Take z; or say in the name that it takes y.",
        "Inside its own program it is called with y, and is right.",
    ),
    Specimen(
        "D4",
        "Nothing to remember",
        SOURCE,
        "forward leaves self.inputs as None.",
        forgets_its_inputs,
        keeps_its_inputs,
        _gives_the_gradient,
        "running the backward pass once",
        "Store the inputs in the forward pass: the backward pass needs them.",
        "The forward pass alone works.",
    ),
)
