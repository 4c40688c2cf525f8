"""The sentence that every reference implementation says when an array has the wrong shape (all chapters)."""

import numpy as np
from numpy.typing import NDArray


def expect_shape(name: str, array: NDArray[np.generic], expected: tuple[int | str, ...], because: str) -> None:
    """Refuse `array` unless its shape is `expected`, in which a letter such as "N" stands for any length.

    ValueError: "x has shape (3, 4), expected (N, 2): the layer has 2 inputs".
    """
    fits = array.ndim == len(expected) and all(
        isinstance(want, str) or want == have for want, have in zip(expected, array.shape, strict=True)
    )
    if not fits:
        wanted = ", ".join(str(length) for length in expected) + ("," if len(expected) == 1 else "")
        raise ValueError(f"{name} has shape {array.shape}, expected ({wanted}): {because}")


def expect_same_shape(name: str, array: NDArray[np.generic], other_name: str, other: NDArray[np.generic]) -> None:
    """Refuse two arrays of different shapes, which broadcasting would combine into something nobody meant."""
    if array.shape != other.shape:
        raise ValueError(f"{name} has shape {array.shape}, expected {other.shape}: the shape of {other_name}")
