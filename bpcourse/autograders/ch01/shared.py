"""What the exercises of chapter 01 have in common: where to read, and the points z at which they are asked."""

import numpy as np

from bpcourse.grading.exercise import Case

DERIVATIVE = 'read chapter 01, "The slope of the sigmoid".'
MISTAKE = 'read chapter 01, "Find the mistake".'
GRADIENT = 'read chapter 01, "The gradient of one sample".'
FORWARD = 'read chapter 01, "A neuron, number by number".'
LARGE = 'read chapter 01, "Large numbers".'

# Learning rates at which a step is recognised in place of the gradient.
RATES = (1.0, 0.1)


def z_cases(rng: np.random.Generator) -> list[Case]:
    """Points z for an elementwise function: of every shape, and far out, where exp overflows."""
    return [
        Case("one number", {"z": float(rng.uniform(0.5, 2.0))}),
        Case("a vector", {"z": rng.normal(scale=2.0, size=5)}),
        Case("a matrix", {"z": rng.normal(scale=2.0, size=(2, 3))}),
        Case("z = 1000", {"z": np.array([3.0, 1000.0])}, edge=True),
        Case("z = -1000", {"z": np.array([-3.0, -1000.0])}, edge=True),
    ]
