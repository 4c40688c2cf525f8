"""Points in the plane that need more or less of a network, and labels that nothing can learn (chapters 01 to 12).

Each function gives x (n, 2) and y (n,), in random order; the classes are as large as each other, or differ by one.
"""

import numpy as np
from numpy.typing import NDArray

from bpcourse.reference.activations import Array

Labels = NDArray[np.int64]


def linear_clouds(n: int, rng: np.random.Generator, distance: float = 4.0) -> tuple[Array, Labels]:
    """Two round clouds of spread 1, whose centres are `distance` apart: a line parts them, almost."""
    y = _balanced_labels(n, 2, rng)
    centres = np.array([[-1.0, -1.0], [1.0, 1.0]]) * distance / np.sqrt(8.0)
    return centres[y] + rng.normal(size=(n, 2)), y


def xor(n: int, rng: np.random.Generator, noise: float = 0.2) -> tuple[Array, Labels]:
    """Four clouds at the corners (±1, ±1), label 1 where the signs differ: no line parts the two classes."""
    corner = _balanced_labels(n, 4, rng)
    corners = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, 1.0], [1.0, -1.0]])
    return corners[corner] + rng.normal(0.0, noise, (n, 2)), corner % 2


def two_moons(n: int, rng: np.random.Generator, noise: float = 0.1) -> tuple[Array, Labels]:
    """Two half circles of radius 1, one upside down and moved into the opening of the other."""
    y = _balanced_labels(n, 2, rng)
    angle = np.pi * rng.random(n)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    x = np.where(y[:, None] == 0, upper, np.array([1.0, 0.5]) - upper)
    return x + rng.normal(0.0, noise, (n, 2)), y


def spirals(
    n: int, rng: np.random.Generator, arms: int = 2, turns: float = 1.0, noise: float = 0.02
) -> tuple[Array, Labels]:
    """`arms` spirals around the origin, from radius 0.1 to 1, each a class: the hardest of these shapes."""
    y = _balanced_labels(n, arms, rng)
    along = rng.random(n)
    radius = 0.1 + 0.9 * along
    angle = 2.0 * np.pi * (turns * along + y / arms)
    x = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return x + rng.normal(0.0, noise, (n, 2)), y


def random_labels(n: int, features: int, rng: np.random.Generator) -> tuple[Array, Labels]:
    """x (n, features) from U(0, 1), and labels 0 or 1 by the toss of a coin: whoever predicts them has memorised."""
    return rng.random((n, features)), rng.integers(0, 2, n)


def _balanced_labels(n: int, classes: int, rng: np.random.Generator) -> Labels:
    return rng.permutation(np.arange(n) % classes)
