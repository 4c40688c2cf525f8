"""What a product of two matrices of a layer gives, and whether it is the gradient that was wanted (chapter 08).

No shape is reasoned about: NumPy multiplies, and the result is compared with the reference.
"""

from dataclasses import dataclass

import numpy as np

from bpcourse.reference.activations import Array
from bpcourse.reference.layers import linear_backward

LARGEST = {"n": 8, "d": 6, "h": 6}
PIECES = ("X", "Xᵀ", "W", "Wᵀ", "G", "Gᵀ")
SUMS = {"sum(axis=0)": 0, "sum(axis=1)": 1}
OPERATIONS = ("@", "*", *SUMS)
GOALS = {"dX": "X", "dW": "W", "db": "b"}  # a gradient, and what it is the gradient of
CODE = {"X": "x", "Xᵀ": "x.T", "W": "w", "Wᵀ": "w.T", "G": "upstream", "Gᵀ": "upstream.T"}
NO_FIT, WRONG_SHAPE, WRONG_NUMBERS, RIGHT = "does not fit", "wrong shape", "wrong numbers", "right"

# One large layer, of which every smaller one is a corner: a slider changes the shapes and no number.
_RNG = np.random.default_rng(8)
_X, _W, _G = (_RNG.normal(size=(LARGEST[rows], LARGEST[columns])) for rows, columns in ("nd", "dh", "nh"))


@dataclass(frozen=True)
class Attempt:
    """A product, its result (None where it does not exist), the gradient that was wanted, and what to say about it."""

    pieces: tuple[tuple[str, tuple[int, ...]], ...]  # one for a sum, two for a product
    result: Array | None
    wanted: Array
    verdict: str
    says: str


def attempt(n: int, d: int, h: int, goal: str, left: str, operation: str, right: str) -> Attempt:
    """Try `left operation right` (for a sum, of left alone) as the gradient `goal` of Z = X W + b."""
    arrays = {"X": _X[:n, :d], "W": _W[:d, :h], "G": _G[:n, :h]}
    arrays |= {f"{name}ᵀ": array.T for name, array in arrays.items()}
    wanted = dict(zip(GOALS, linear_backward(arrays["G"], arrays["X"], arrays["W"]), strict=True))[goal]
    names = (left,) if operation in SUMS else (left, right)
    pieces = tuple((name, arrays[name].shape) for name in names)
    try:
        result = _result(arrays, left, operation, right)
    except ValueError:
        return Attempt(pieces, None, wanted, NO_FIT, _no_fit(pieces, operation))
    verdict = _verdict(result, wanted)
    return Attempt(pieces, result, wanted, verdict, _says(verdict, result, wanted, goal, pieces, operation))


def code_of(goal: str, left: str, operation: str, right: str) -> str:
    """The attempt as a line of NumPy."""
    call = f"{CODE[left]}.{operation}" if operation in SUMS else f"{CODE[left]} {operation} {CODE[right]}"
    return f"grad_{GOALS[goal].lower()} = {call}"


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as NumPy writes it."""
    return str(tuple(int(length) for length in shape))


def _result(arrays: dict[str, Array], left: str, operation: str, right: str) -> Array:
    if operation in SUMS:
        summed: Array = arrays[left].sum(axis=SUMS[operation])
        return summed
    product: Array = arrays[left] @ arrays[right] if operation == "@" else arrays[left] * arrays[right]
    return product


def _verdict(result: Array, wanted: Array) -> str:
    if result.shape != wanted.shape:
        return WRONG_SHAPE
    return RIGHT if np.allclose(result, wanted, rtol=1e-12) else WRONG_NUMBERS


def _no_fit(pieces: tuple[tuple[str, tuple[int, ...]], ...], operation: str) -> str:
    (left, left_shape), (right, right_shape) = pieces
    if operation == "@":
        return (
            f"The {_count(left_shape[1], 'column')} of {left} would meet the {_count(right_shape[0], 'row')} of "
            f"{right}. {left_shape[1]} and {right_shape[0]} are different, so this product does not exist."
        )
    return (
        f"* works entry by entry, and {shape_text(left_shape)} and {shape_text(right_shape)} are different shapes, "
        "which no copying makes equal."
    )


def _says(
    verdict: str,
    result: Array,
    wanted: Array,
    goal: str,
    pieces: tuple[tuple[str, tuple[int, ...]], ...],
    operation: str,
) -> str:
    of, need = GOALS[goal], shape_text(wanted.shape)
    if verdict == WRONG_SHAPE:
        turned = " It lies the other way round." if result.shape == wanted.shape[::-1] else ""
        has = f"This exists and has shape {shape_text(result.shape)}."
        return f"{has} {goal} must have the shape of {of}, {need}.{turned}"
    if verdict == WRONG_NUMBERS:
        at = np.unravel_index(int(np.argmax(np.abs(result - wanted))), wanted.shape)
        place = f"[{', '.join(str(int(k)) for k in at)}]"
        return (
            f"The shape is right, {need}, and the numbers are wrong: entry {place} is {result[at]:.3f}, and should be "
            f"{wanted[at]:.3f}. Sizes that are equal by chance let it pass."
        )
    if operation in SUMS:
        return f"That is {goal}: the samples are summed, and one number for each unit is left."
    inside = pieces[0][1][1]
    what = "samples" if goal == "dW" else "units"
    return f"That is {goal}. The {inside} in the middle disappears: the sum runs over the {what}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
