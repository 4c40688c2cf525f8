"""How every figure looks: colours that mean the same in every chapter, sizes that can be read, and nothing else.

A figure is drawn inside `course_style()`, so that neither a reader's own matplotlib settings nor a dark theme
changes it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

FORWARD = "#0072B2"  # values flowing forward
BACKWARD = "#D55E00"  # gradients flowing backward
FIXED = "#8a8a8a"  # what is given and does not change: data, targets
INK = "#22303c"
QUIET = "#596673"  # text that stands back: 5.9 to 1 on white
PALE = "#f3f5f7"
FORWARD_PALE = "#dcebf5"

DOTS_PER_INCH = 100  # of the figure as displayed: 9 inches are 900 pixels
STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "mathtext.fontset": "dejavusans",
    "font.size": 10.5,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 14,
    "axes.labelsize": 10.5,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "text.color": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "lines.linewidth": 2.2,
    "lines.solid_capstyle": "round",
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "savefig.facecolor": "white",
}


@contextmanager
def course_style() -> Iterator[None]:
    """Matplotlib's defaults with the course's style on top, for the time of one drawing."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)
        yield


def new_figure(width: int, height: int) -> Figure:
    """An empty figure of so many pixels on the page. It belongs to no window and no list of open figures."""
    return Figure(figsize=(width / DOTS_PER_INCH, height / DOTS_PER_INCH), dpi=DOTS_PER_INCH)


def plot_axes(figure: Figure, title: str) -> Axes:
    """Axes for a plot, filling the figure, under a title that says what to see."""
    figure.set_layout_engine("constrained", w_pad=0.12, h_pad=0.1)
    axes = figure.add_subplot()
    axes.set_title(title)
    return axes


def drawing_axes(figure: Figure) -> Axes:
    """Axes for a diagram: the figure's own pixels, x to the right and y downwards, nothing shown."""
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    width, height = figure.get_size_inches() * DOTS_PER_INCH
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    return axes
