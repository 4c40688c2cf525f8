"""A layer as rectangles: each matrix as large as its shape, forward and back, and a Jacobian (chapter 08)."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from bpcourse.plots.picture import Picture
from bpcourse.plots.style import (
    BACKWARD,
    FIXED,
    FORWARD,
    FORWARD_PALE,
    PALE,
    QUIET,
    course_style,
    drawing_axes,
    new_figure,
)
from bpcourse.reference.activations import Array

CELL = 19  # pixels for a row or a column
BACKWARD_PALE = "#fbe6d8"
PALE_OF = {FORWARD: FORWARD_PALE, BACKWARD: BACKWARD_PALE, FIXED: PALE}
# A gap so many pixels wide behind a rectangle leaves room for the sign in it.
SIGN, GAP = 40, 62


@dataclass(frozen=True)
class Piece:
    """A matrix of a line: its name, its shape in rows and columns, how that is written, and its colour."""

    name: str
    rows: int
    columns: int
    shape: str
    color: str
    sign: str  # what stands behind it: "=", "@", "+", "sum of" or nothing, which ends a product


def layer_there_and_back(n: int = 5, d: int = 3, h: int = 2) -> Picture:
    """Z = X W + b for n samples, d inputs and h units, and the three products of its backward pass."""
    forward = (
        Piece("$X$", n, d, f"({n}, {d})", FIXED, "@"),
        Piece("$W$", d, h, f"({d}, {h})", FORWARD, "+"),
        Piece("$b$", 1, h, f"({h},)", FORWARD, "="),
        Piece("$Z$", n, h, f"({n}, {h})", FORWARD, ""),
    )
    backward = (
        Piece("$dX$", n, d, f"({n}, {d})", BACKWARD, "="),
        Piece("$G$", n, h, f"({n}, {h})", BACKWARD, "@"),
        Piece(r"$W^\top$", h, d, f"({h}, {d})", FORWARD, ""),
        Piece("$dW$", d, h, f"({d}, {h})", BACKWARD, "="),
        Piece(r"$X^\top$", d, n, f"({d}, {n})", FIXED, "@"),
        Piece("$G$", n, h, f"({n}, {h})", BACKWARD, ""),
        Piece("$db$", 1, h, f"({h},)", BACKWARD, "= Σ"),
        Piece("$G$", n, h, f"({n}, {h})", BACKWARD, ""),
    )
    with course_style():
        figure = new_figure(900, 420)
        axes = drawing_axes(figure)
        axes.text(26, 32, "Each gradient has the shape of what it is the gradient of", fontsize=12, weight="bold")
        axes.text(26, 132, "forward", color=FORWARD, va="center")
        axes.text(26, 312, "back", color=BACKWARD, va="center")
        _line(axes, forward, 120, 132)
        _line(axes, backward, 120, 312)
    alt = (
        f"A layer with {d} inputs and {h} units on {n} samples, every matrix drawn as a rectangle of its shape. "
        f"Forward, in blue: X ({n}, {d}) times W ({d}, {h}) plus b ({h},) is Z ({n}, {h}). Back, in orange: "
        f"dX ({n}, {d}) is G ({n}, {h}) times W transposed ({h}, {d}); "
        f"dW ({d}, {h}) is X transposed ({d}, {n}) times G ({n}, {h}); db ({h},) is the sum of the rows of G."
    )
    return Picture(figure, alt, {"N, D, H": [n, d, h]})


def jacobian_of_layer(x: Array, h: int) -> Picture:
    """The Jacobian of Z = X W with respect to W, for x (N, D) and h units: a row an entry of Z, a column one of W."""
    n, d = x.shape
    jacobian = np.kron(x, np.eye(h))
    filled = int(np.count_nonzero(jacobian))
    with course_style():
        left, top = 120, 76
        figure = new_figure(900, top + CELL * n * h + 64)
        axes = drawing_axes(figure)
        title = "The Jacobian repeats X for each unit, and is zero everywhere else"
        axes.text(26, 32, title, fontsize=12, weight="bold")
        for (row, column), value in np.ndenumerate(jacobian):
            color = BACKWARD_PALE if value else "white"
            box = (left + 2 * CELL * column, top + CELL * row)
            axes.add_patch(Rectangle(box, 2 * CELL, CELL, facecolor=color, edgecolor=FIXED, linewidth=0.6))
            text = f"{value:.1f}" if value else "·"
            axes.text(box[0] + CELL, box[1] + CELL / 2, text, ha="center", va="center", color=QUIET, fontsize=10)
        _caption(axes, left + CELL * d * h, top, f"Jacobian ({n * h}, {d * h})", f"{jacobian.size} numbers", n * h)
        start = left + 2 * CELL * d * h + 150
        middle = top + CELL * n * h / 2
        axes.text(start - 75, middle, "all of it in", ha="center", va="center", color=QUIET)
        pieces = (
            Piece("$dW$", d, h, f"({d}, {h})", BACKWARD, "="),
            Piece(r"$X^\top$", d, n, f"({d}, {n})", FIXED, "@"),
            Piece("$G$", n, h, f"({n}, {h})", BACKWARD, ""),
        )
        _line(axes, pieces, start, middle)
    alt = (
        f"On the left the Jacobian of a layer with respect to its weights, {n * h} rows and {d * h} columns: {filled} "
        f"of its {jacobian.size} entries are numbers of X, each repeated {h} times, the others are zero. On the right "
        f"the two matrices that give the same gradient, X transposed ({d}, {n}) and G ({n}, {h})."
    )
    return Picture(figure, alt, {"entries of the Jacobian": [jacobian.size], "not zero": [filled], "x": x})


def _line(axes: Axes, pieces: tuple[Piece, ...], left: float, middle: float) -> None:
    """Rectangles side by side around one height, with the signs between them."""
    for piece in pieces:
        width, height = CELL * piece.columns, CELL * piece.rows
        top = middle - height / 2
        for row in range(piece.rows):
            for column in range(piece.columns):
                axes.add_patch(
                    Rectangle(
                        (left + CELL * column, top + CELL * row),
                        CELL,
                        CELL,
                        facecolor=PALE_OF[piece.color],
                        edgecolor=piece.color,
                        linewidth=1,
                    )
                )
        _caption(axes, left + width / 2, top, piece.name, piece.shape, piece.rows)
        if piece.sign:
            axes.text(left + width + SIGN / 2, middle, piece.sign, ha="center", va="center", fontsize=13)
        left += width + (SIGN if piece.sign else GAP)


def _caption(axes: Axes, x: float, top: float, above: str, below: str, rows: int) -> None:
    axes.text(x, top - 14, above, ha="center", va="center")
    axes.text(x, top + CELL * rows + 14, below, ha="center", va="center", color=QUIET)
