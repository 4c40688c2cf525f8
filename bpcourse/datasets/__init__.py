"""The data of the course: shapes drawn from a formula, and handwritten digits.

x (N, D) holds a sample a row, y (N,) its label, an integer from 0. What is random takes a generator, so that a lesson
gets the same points every time.
"""

from bpcourse.datasets.digits import ImageData, digits_8x8, load_mnist
from bpcourse.datasets.download import DatasetError
from bpcourse.datasets.synthetic import linear_clouds, random_labels, spirals, two_moons, xor

__all__ = [
    "DatasetError",
    "ImageData",
    "digits_8x8",
    "linear_clouds",
    "load_mnist",
    "random_labels",
    "spirals",
    "two_moons",
    "xor",
]
