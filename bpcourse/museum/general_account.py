"""Specimens C: a general account of backpropagation, with its questions and answers (chapter 07)."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bpcourse.gradcheck import central_difference
from bpcourse.museum.specimen import Finding, Specimen
from bpcourse.reference.activations import Array, sigmoid
from bpcourse.reference.optimizers import minimize

SOURCE = "Zen and the Art of Computer Programming, Everything is a mapping, in Chinese, without a year"
A, Y, X = 0.8, 1.0, 0.5
Program = Callable[..., Any]


def product_as_printed() -> Any:
    return 0.32  # printed as the value of (1 - 0.8) * 0.8 * 0.5


def product_worked_out() -> Any:
    return (1 - 0.8) * 0.8 * 0.5


def _is_the_product(product: Program) -> Finding:
    tenths = 2 * 8 * 5  # in whole numbers, of a thousandth each
    return Finding(math.isclose(product(), tenths / 1000), f"says {product():.2f}; 2 * 8 * 5 thousandths are 0.08")


def with_a_factor_too_many(a: float, y: float, x: float) -> Any:
    return (y - a) * a * (1 - a) * x


def error_times_input(a: float, y: float, x: float) -> Any:
    return (a - y) * x


def _is_the_gradient_of_cross_entropy(gradient: Program) -> Finding:
    b = math.log(A / (1 - A)) - X  # at w = 1 the neuron says 0.8

    def loss(w: Any) -> Any:
        return -math.log(sigmoid(w * X + b))

    measured = float(central_difference(loss, 1.0))
    given = float(gradient(A, Y, X))
    return Finding(math.isclose(given, measured, rel_tol=1e-7), f"dL/dw = {given:.3f}; measured {measured:.3f}")


def slope_at_the_label(a: float, y: float, x: float) -> Any:
    return (a - y) ** 2 * y * (1 - y) * x


def slope_at_the_output(a: float, y: float, x: float) -> Any:
    return (a - y) * a * (1 - a) * x


def _is_the_gradient_of_squared_error(gradient: Program) -> Finding:
    b = math.log(A / (1 - A)) - X

    def loss(w: Any) -> Any:
        return 0.5 * (sigmoid(w * X + b) - Y) ** 2

    measured = float(central_difference(loss, 1.0))
    given = float(gradient(A, Y, X))
    return Finding(math.isclose(given, measured, rel_tol=1e-7), f"dL/dw = {given:.3f}; measured {measured:.3f}")


def believes_any_accuracy(right: int, n: int) -> Any:
    return 1.0


def chance_of_at_least(right: int, n: int) -> Any:
    return sum(math.comb(n, k) for k in range(right, n + 1)) / 2**n


def _is_the_chance_of_guessing(chance: Program) -> Finding:
    few = sum(bin(labels).count("1") >= 8 for labels in range(2**10)) / 2**10  # every way to label ten samples
    words = f"0.728 of 200 would be 145.6 right; the chance of 145 or more by guessing: {chance(145, 200):.1e}"
    return Finding(math.isclose(chance(8, 10), few), words)


def _loss(w: Any) -> Any:
    return 0.5 * 2.0 * w**2


def a_step(w: float) -> Any:
    return w - 0.1 * 2.0 * w


def a_gradient(w: float) -> Any:
    return 2.0 * w


def _is_the_gradient(backpropagation: Program) -> Finding:
    given, measured = float(backpropagation(3.0)), float(central_difference(_loss, 3.0))
    return Finding(
        math.isclose(given, measured), f"at w = 3 it gives {given:.1f}; the measured gradient is {measured:.1f}"
    )


def the_largest(rates: Sequence[float], curvature: float) -> Any:
    return max(rates)


def nearest_to_one_over_curvature(rates: Sequence[float], curvature: float) -> Any:
    return min(rates, key=lambda rate: abs(1 - rate * curvature))


def _is_the_fastest(fastest: Program) -> Finding:
    rates, curvature = (0.05, 0.2, 0.45, 0.51), 4.0
    ends = {rate: abs(float(minimize(lambda w: curvature * w, 1.0, rate, 50)[-1])) for rate in rates}
    chosen = fastest(rates, curvature)
    words = f"chooses {chosen:g}; after 50 steps the distance is {ends[chosen]:.1g}, from a start of 1"
    return Finding(ends[chosen] == min(ends.values()), words)


def carries_slopes_backward(inputs: Array, w: float) -> Any:
    """The claim: an answer exists only when the whole sequence has been gone through, and back."""
    return [math.nan] * (len(inputs) - 1) + [carries_slopes_forward(inputs, w)[-1]]


def carries_slopes_forward(inputs: Array, w: float) -> Any:
    h = slope = 0.0
    slopes = []
    for x in inputs:
        before, h = h, math.tanh(w * h + x)
        slope = (1 - h * h) * (before + w * slope)
        slopes.append(slope)
    return slopes


def _has_the_slope_at_every_step(program: Program) -> Finding:
    inputs, w = np.array([0.5, -0.3, 0.8, 0.1]), 0.7

    def state(w: Any, steps: int) -> Any:
        h = 0.0
        for x in inputs[:steps]:
            h = np.tanh(w * h + x)
        return h

    measured = [float(central_difference(lambda w, steps=steps: state(w, steps), w)) for steps in range(1, 5)]
    slopes = program(inputs, w)
    known = int(np.isfinite(slopes).sum())
    right = bool(np.allclose(slopes, measured, rtol=1e-7, atol=1e-10))
    return Finding(right, f"dh/dw is known on the way after {known} of 4 steps")


SPECIMENS = (
    Specimen(
        "C1",
        "A product",
        SOURCE,
        "(1 - 0.8) * 0.8 * 0.5 = 0.32.",
        product_as_printed,
        product_worked_out,
        _is_the_product,
        "multiplying",
        "It is 0.08; and the formula is wrong too (C2).",
        "Numbers in an example are read, not computed.",
    ),
    Specimen(
        "C2",
        "A factor too many, and a sign",
        SOURCE,
        "The gradient of the cross-entropy is (y - a) a (1 - a) x.",
        with_a_factor_too_many,
        error_times_input,
        _is_the_gradient_of_cross_entropy,
        "a central difference",
        "(a - y) x: the factor a (1 - a) cancels (chapter 03).",
        "It is the gradient of the squared error with its sign flipped, and that formula looks familiar.",
    ),
    Specimen(
        "C3",
        "The slope at the label",
        SOURCE,
        "dL/dw = (a - y)² y (1 - y) x.",
        slope_at_the_label,
        slope_at_the_output,
        _is_the_gradient_of_squared_error,
        "a central difference",
        "(a - y) a (1 - a) x.",
        "A general formula is seldom run. At either label, 0 or 1, it says that nothing is to be learned.",
    ),
    Specimen(
        "C4",
        "Better than chance, on random labels",
        SOURCE,
        "Test accuracy 0.7280, with labels drawn at random.",
        believes_any_accuracy,
        chance_of_at_least,
        _is_the_chance_of_guessing,
        "counting heads of a coin",
        "Expect 0.5 on labels that nothing determines, and look for the error when it is more.",
        "A high accuracy pleases, and nobody asks what chance would give.",
    ),
    Specimen(
        "C5",
        "A map compared with walking",
        SOURCE,
        "Backpropagation converges more slowly than gradient descent.",
        a_step,
        a_gradient,
        _is_the_gradient,
        "asking what the program returns: a gradient or new weights",
        "Backpropagation computes a gradient. Gradient descent uses it.",
        "In most programs the two stand in one loop.",
    ),
    Specimen(
        "C6",
        "Larger is faster",
        SOURCE,
        "A larger learning rate converges faster.",
        the_largest,
        nearest_to_one_over_curvature,
        _is_the_fastest,
        "four learning rates, fifty steps each",
        "Up to 1/λ; beyond 2/λ it diverges (chapter 03).",
        "Whoever starts with a tiny learning rate sees it confirmed, for a while.",
    ),
    Specimen(
        "C7",
        "Forward mode called backward",
        SOURCE,
        "Cites the learning algorithm for continually running recurrent networks (1989) as backpropagation.",
        carries_slopes_backward,
        carries_slopes_forward,
        _has_the_slope_at_every_step,
        "asking for the slope in the middle of a sequence",
        "That algorithm carries slopes along with the values: it is forward mode (chapter 05).",
        "Both give the same gradient at the end. They differ in when, and at what cost.",
    ),
)
