"""The map of the course: eighteen chapters, what builds on what, and where the reader can go today (chapter 00)."""

import textwrap
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from bpcourse.autograders import CHAPTERS as WRITTEN
from bpcourse.plots.picture import Picture
from bpcourse.plots.style import INK, PALE, QUIET, course_style, drawing_axes, new_figure

WIDTH, HEIGHT = 900, 600
LEFT, PITCH, CARD_WIDTH, CARD_HEIGHT = 26, 173, 156, 62
TOP, LANE_PITCH, LANE_HEIGHT, LABEL_HEIGHT = 54, 108, 96, 24
LINE = 16  # from one baseline to the next
LETTERS = 17  # that fit on a line of a card
LATER_EDGE, LATER_ARROW = "#c3cbd2", "#aab4bc"


@dataclass(frozen=True)
class Chapter:
    """A card on the map: its lane from the top, its column from the left, and how many columns it spans."""

    title: str
    lane: int
    column: int
    span: int = 1

    @property
    def left(self) -> float:
        return LEFT + PITCH * self.column

    @property
    def right(self) -> float:
        return self.left + CARD_WIDTH + PITCH * (self.span - 1)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def top(self) -> float:
        return TOP + LANE_PITCH * self.lane + LABEL_HEIGHT

    @property
    def bottom(self) -> float:
        return self.top + CARD_HEIGHT

    @property
    def height(self) -> float:
        return (self.top + self.bottom) / 2


LANES = ("Foundations", "The chain rule", "Backpropagation", "Learning", "Beyond")
CHAPTERS = (
    Chapter("Start here", 0, 0),
    Chapter("One neuron", 0, 1),
    Chapter("A network, forwards", 0, 2),
    Chapter("Loss and descent", 0, 3),
    Chapter("The chain rule on a graph", 1, 1),
    Chapter("Forward mode, reverse mode", 1, 2),
    Chapter("Backpropagation by hand", 2, 1),
    Chapter("Checking gradients", 2, 2, span=2),
    Chapter("Matrix backpropagation", 2, 4),
    Chapter("Softmax and cross-entropy", 3, 1),
    Chapter("Learning digits", 3, 2),
    Chapter("Optimisers", 3, 3),
    Chapter("Depth", 3, 4),
    Chapter("Build an autodiff engine", 4, 0),
    Chapter("Convolution", 4, 1),
    Chapter("Recurrence", 4, 2),
    Chapter("Attention and normalisation", 4, 3),
    Chapter("Clinic and capstone", 4, 4),
)
OPEN_NOW = tuple(WRITTEN)
# (earlier, later): the later chapter builds on the earlier one.
BESIDE = ((0, 1), (1, 2), (2, 3), (4, 5), (6, 7), (7, 8), (9, 10), (10, 11), (11, 12))
BELOW = ((1, 4), (3, 6), (5, 6), (8, 9), (10, 14), (12, 15), (12, 16), (12, 17))
AROUND = ((6, 13),)


def course_map(available: Collection[int] = OPEN_NOW) -> Picture:
    """The chapters as a map: solid cards are available now, light ones come later; an arrow leads to what builds on it.

    Available are the chapters that have exercises, unless others are named. ValueError if `available` names a chapter
    that the course does not have.
    """
    unknown = sorted(set(available) - set(range(len(CHAPTERS))))
    if unknown:
        raise ValueError(f"available holds {unknown}, expected chapters from 0 to {len(CHAPTERS) - 1}")
    with course_style():
        figure = new_figure(WIDTH, HEIGHT)
        axes = drawing_axes(figure)
        axes.text(LEFT, 32, "Where you are going: each arrow leads to what builds on it", fontsize=12, weight="bold")
        _legend(axes)
        for lane, name in enumerate(LANES):
            top = TOP + LANE_PITCH * lane
            _box(axes, LEFT - 12, top, WIDTH - 2 * (LEFT - 12), LANE_HEIGHT, PALE, PALE, radius=10)
            axes.text(LEFT, top + 17, name, color=QUIET, weight="bold", fontsize=10)
        for earlier, later in sorted((*BESIDE, *BELOW, *AROUND), key=lambda link: link[0] in available):
            _arrow(axes, _route(earlier, later), INK if earlier in available else LATER_ARROW)
        for number in range(len(CHAPTERS)):
            _card(axes, number, number in available)
    return Picture(figure, _alt(available), {"chapters available": sorted(available)})


def _route(earlier: int, later: int) -> list[tuple[float, float]]:
    """The corners of an arrow, kept to the empty places between the cards."""
    start, end = CHAPTERS[earlier], CHAPTERS[later]
    if (earlier, later) in BESIDE:
        return [(start.right, start.height), (end.left, end.height)]
    if (earlier, later) in AROUND:
        aside = end.right - 40
        return [(start.left, start.height), (aside, start.height), (aside, end.top)]
    if start.middle == end.middle:
        return [(start.middle, start.bottom), (end.middle, end.top)]
    bend = end.top - LABEL_HEIGHT + 5
    # Two chapters that send arrows down in one lane would meet where they bend; the left one leaves at its corner.
    out = start.left + 24 if (earlier, later) == (10, 14) else start.middle
    return [(out, start.bottom), (out, bend), (end.middle, bend), (end.middle, end.top)]


def _arrow(axes: Axes, corners: Sequence[tuple[float, float]], color: str) -> None:
    """An arrow along the corners, each corner rounded."""
    points, codes = [corners[0]], [Path.MOVETO]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        points += [_towards(corner, before), corner, _towards(corner, after)]
        codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
    path = Path([*points, corners[-1]], [*codes, Path.LINETO])
    style = "-|>,head_length=5,head_width=3"
    axes.add_patch(FancyArrowPatch(path=path, arrowstyle=style, color=color, linewidth=1.5, shrinkA=0, shrinkB=0))


def _towards(corner: tuple[float, float], other: tuple[float, float], distance: float = 8) -> tuple[float, float]:
    """The point at a distance from the corner on the way to another, straight left, right, up or down."""
    across, down = other[0] - corner[0], other[1] - corner[1]
    length = abs(across) + abs(down)
    return corner[0] + across / length * distance, corner[1] + down / length * distance


def _card(axes: Axes, number: int, solid: bool) -> None:
    chapter = CHAPTERS[number]
    face, edge, ink, quiet = (INK, INK, "white", "#c9d3dc") if solid else ("white", LATER_EDGE, QUIET, QUIET)
    _box(axes, chapter.left, chapter.top, chapter.right - chapter.left, CARD_HEIGHT, face, edge)
    axes.text(chapter.left + 11, chapter.top + 18, f"{number:02d}", color=quiet, fontsize=10)
    lines = textwrap.wrap(chapter.title, LETTERS * chapter.span, break_on_hyphens=False)
    for i, line in enumerate(lines):
        baseline = chapter.top + 18 + LINE * (i + 1)
        axes.text(chapter.left + 11, baseline, line, color=ink, fontsize=10, weight="bold" if solid else "normal")


def _legend(axes: Axes) -> None:
    for left, face, edge, label in ((694, INK, INK, "open now"), (812, "white", LATER_EDGE, "later")):
        _box(axes, left, 20, 20, 14, face, edge, radius=4)
        axes.text(left + 27, 32, label, color=QUIET, fontsize=10)


def _box(
    axes: Axes, left: float, top: float, width: float, height: float, face: str, edge: str, radius: float = 8
) -> None:
    shape = f"round,pad=0,rounding_size={radius}"
    axes.add_patch(FancyBboxPatch((left, top), width, height, boxstyle=shape, facecolor=face, edgecolor=edge))


def _alt(available: Collection[int]) -> str:
    lanes = []
    for lane, name in enumerate(LANES):
        titles = [f"{number:02d} {c.title}" for number, c in enumerate(CHAPTERS) if c.lane == lane]
        lanes.append(f"{name}: {', '.join(titles)}.")
    links = ", ".join(f"{earlier:02d} to {later:02d}" for earlier, later in sorted((*BESIDE, *BELOW, *AROUND)))
    open_now = ", ".join(f"{number:02d}" for number in sorted(available))
    return (
        f"Map of the course. {' '.join(lanes)} Arrows lead from {links}. "
        f"Open now: {open_now or 'none'}; the others come later."
    )
