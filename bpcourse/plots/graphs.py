"""Computational graphs on paper: values in the nodes, slopes on the edges, paths, and paths that merge (chapter 04)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot, prod

from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from bpcourse.autodiff.graph import Edge, Graph, all_paths, forward_cost, path_cost
from bpcourse.autodiff.graph_layout import layered_layout
from bpcourse.plots.picture import Picture
from bpcourse.plots.style import (
    BACKWARD,
    FIXED,
    FORWARD,
    FORWARD_PALE,
    INK,
    QUIET,
    course_style,
    drawing_axes,
    new_figure,
    plot_axes,
)

WIDTH, HEIGHT, TITLE = 900, 320, 36
BOX = (104, 58)  # width and height of a node in pixels
HEAD = 11  # length of an arrow's head


@dataclass(frozen=True)
class Arrow:
    """An arrow from one point to another that bows to the right of its way, with a label in its middle."""

    start: tuple[float, float]
    end: tuple[float, float]
    label: str
    color: str = FIXED
    width: float = 1.8
    bow: float = 0.0


def computational_graph(text: str, values: Mapping[str, float], source: str) -> Picture:
    """An expression as a graph, at given inputs; every path from the source to the output is orange."""
    from bpcourse.symbolic.expression_graph import expression_graph  # SymPy loads with this figure, not with all
    from bpcourse.symbolic.formulas import as_text

    read = expression_graph(text)
    numbers, local = read.numbers(values)
    layout = layered_layout(read.graph, WIDTH, HEIGHT - TITLE, margin=76)
    paths = list(all_paths(read.graph, source, read.output))
    lit = {edge for path in paths for edge in path}
    slope = {edge: local[edge.child][edge.place] for edge in layout.bows}
    products = [prod(slope[edge] for edge in path) for path in paths]
    total = sum(products)
    wanted = f"∂{read.output}/∂{source}"
    summed = " + ".join(f"{product:.4g}" for product in products)
    title = f"Multiply along each path from {source} to {read.output}, then add: {wanted} = {summed} = {total:.4g}"
    if len(paths) == 1:
        title = f"Multiply along the one path from {source} to {read.output}: {wanted} = {total:.4g}"
    with course_style():
        figure = new_figure(WIDTH, HEIGHT)
        axes = drawing_axes(figure)
        axes.text(26, 30, title, fontsize=12, weight="bold")
        at = {node: (x, y + TITLE) for node, (x, y) in layout.places.items()}
        for edge, bow in layout.bows.items():
            formula = as_text(read.local[edge.child][edge.place]).replace("**", "^").replace("*", " · ")
            number = f"{slope[edge]:.4g}"
            label = number if formula == number else f"{formula} = {number}"
            color, width = (BACKWARD, 2.6) if edge in lit else (FIXED, 1.6)
            draw_arrow(
                axes, Arrow(at[edge.parent], at[edge.child], label, color, width, bow or _spread(edge, read.graph))
            )
        for node, place in at.items():
            formula = as_text(read.formulas[node]).replace("*", " · ") if node in read.formulas else ""
            draw_box(axes, place, f"{node} = {formula}" if formula else node, f"{numbers[node]:.4g}")
    plotted = {"values": [*numbers.values()], "slopes": [*slope.values()], "products": products}
    return Picture(figure, _in_words(text, numbers, slope, title), plotted)


def nine_paths() -> Picture:
    """Three edges and three edges; then two sums; then one product."""
    greek = ("α", "β", "γ"), ("δ", "ε", "ζ")
    with course_style():
        figure = new_figure(WIDTH, 430)
        axes = drawing_axes(figure)
        title = "Nine paths from X to Z become one product: add side by side, multiply in a row"
        axes.text(26, 30, title, fontsize=12, weight="bold")
        for row, words in (
            (136, "nine paths"),
            (272, "add what lies\nside by side"),
            (366, "multiply what\nlies in a row"),
        ):
            axes.text(26, row, words, fontsize=10.5, color=QUIET, va="center")
        x, y, z = 240.0, 530.0, 820.0
        for k, bow in enumerate((-62.0, 0.0, 62.0)):
            draw_arrow(axes, Arrow((x, 136), (y, 136), greek[0][k], BACKWARD, bow=bow), radius=24)
            draw_arrow(axes, Arrow((y, 136), (z, 136), greek[1][k], BACKWARD, bow=bow), radius=24)
        draw_arrow(axes, Arrow((x, 272), (y, 272), " + ".join(greek[0]), BACKWARD), radius=24)
        draw_arrow(axes, Arrow((y, 272), (z, 272), " + ".join(greek[1]), BACKWARD), radius=24)
        product = f"({' + '.join(greek[0])}) · ({' + '.join(greek[1])})"
        draw_arrow(axes, Arrow((x, 366), (z, 366), product, BACKWARD), radius=24)
        for row, nodes in ((136, "XYZ"), (272, "XYZ"), (366, "XZ")):
            for node in nodes:
                _disc(axes, ({"X": x, "Y": y, "Z": z}[node], row), node)
    return Picture(figure, NINE_ALT, {})


NINE_ALT = (
    "Three rows. In the first, three edges α, β, γ lead from X to Y and three edges δ, ε, ζ from Y to Z: nine paths. "
    "In the second, the edges side by side are added: one edge α + β + γ from X to Y, one edge δ + ε + ζ from Y to Z. "
    "In the third, the two edges in a row are multiplied: one edge (α + β + γ) · (δ + ε + ζ) from X to Z."
)


def walking_and_sweeping(lengths: Sequence[int], edges_each: int = 3) -> Picture:
    """How often an edge is used in a chain with so many edges from each node to the next: by path, and merged."""
    walked, swept = [], []
    for length in lengths:
        chain = {0: [], **{i: [i - 1] * edges_each for i in range(1, length + 1)}}
        walked.append(path_cost(chain, 0, length).multiplications)
        swept.append(forward_cost(chain, 0).multiplications)
    with course_style():
        figure = new_figure(820, 400)
        axes = plot_axes(figure, "Walking every path explodes; using each edge once grows with the graph")
        axes.set(xlabel=f"length of the chain, {edges_each} edges from each node to the next", ylabel="uses of an edge")
        axes.set_yscale("log")
        axes.plot(lengths, walked, color=FIXED, marker="o", markersize=5)
        axes.plot(lengths, swept, color=BACKWARD, marker="o", markersize=5)
        for name, uses, above, color in (
            ("every path walked", walked, 0, QUIET),
            ("each edge once", swept, 9, BACKWARD),
        ):
            axes.annotate(
                name, (lengths[-1], uses[-1]), (-8, above), textcoords="offset points", ha="right", color=color
            )
    first, last = lengths[0], lengths[-1]
    alt = (
        "Uses of an edge, on a logarithmic scale, over the length of a chain with "
        f"{edges_each} edges from each node to the next. Walking every path rises as a steep line, from {walked[0]:,} "
        f"at length {first} to {walked[-1]:,} at length {last}. Using each edge once stays low, from {swept[0]} to "
        f"{swept[-1]}."
    )
    return Picture(figure, alt, {"length": lengths, "walked": walked, "each edge once": swept})


def _in_words(text: str, numbers: Mapping[str, float], slope: Mapping[Edge, float], title: str) -> str:
    nodes = ", ".join(f"{node} = {number:.4g}" for node, number in numbers.items())
    edges = ", ".join(f"{edge.parent} to {edge.child} {number:.4g}" for edge, number in slope.items())
    return f"The graph of {text}. Values in the nodes: {nodes}. Local derivatives on the edges: {edges}. {title}."


def _spread(edge: Edge, graph: Graph) -> float:
    """The bow of one of several edges between the same two nodes."""
    places = [place for place, parent in enumerate(graph[edge.child]) if parent == edge.parent]
    return 40.0 * (places.index(edge.place) - (len(places) - 1) / 2)


def draw_arrow(axes: Axes, arrow: Arrow, radius: float = 0.0) -> None:
    """An arrow between two nodes: discs of this radius, or else boxes."""
    (x0, y0), (x1, y1) = arrow.start, arrow.end
    length = hypot(x1 - x0, y1 - y0)
    # The curve bows half as far as its control point.
    bend_x = (x0 + x1) / 2 - (y1 - y0) / length * 2 * arrow.bow
    bend_y = (y0 + y1) / 2 + (x1 - x0) / length * 2 * arrow.bow
    tail_x, tail_y = _edge_of(arrow.start, (bend_x, bend_y), radius)
    tip_x, tip_y = _edge_of(arrow.end, (bend_x, bend_y), radius)
    reach = hypot(tip_x - bend_x, tip_y - bend_y)
    back = (tip_x - (tip_x - bend_x) / reach * HEAD, tip_y - (tip_y - bend_y) / reach * HEAD)
    path = Path([(tail_x, tail_y), (bend_x, bend_y), back], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    axes.add_patch(FancyArrowPatch(path=path, arrowstyle="-", color=arrow.color, linewidth=arrow.width, fill=False))
    look = {"arrowstyle": "-|>,head_length=.55,head_width=.28", "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (tip_x, tip_y), back, arrowprops={**look, "color": arrow.color, "linewidth": arrow.width})
    x, y = (tail_x + 2 * bend_x + tip_x) / 4, (tail_y + 2 * bend_y + tip_y) / 4
    box = {"facecolor": "white", "edgecolor": "none", "pad": 2.5}
    color = arrow.color if arrow.color != FIXED else INK
    axes.text(x, y, arrow.label, fontsize=12, color=color, ha="center", va="center", bbox=box)


def _edge_of(node: tuple[float, float], towards: tuple[float, float], radius: float) -> tuple[float, float]:
    """Where a line from the middle of a node leaves it: a disc of this radius, or else a box."""
    dx, dy = towards[0] - node[0], towards[1] - node[1]
    length = hypot(dx, dy)
    far = radius or min(BOX[0] / 2 / max(abs(dx / length), 1e-9), BOX[1] / 2 / max(abs(dy / length), 1e-9))
    return node[0] + dx / length * (far + 5), node[1] + dy / length * (far + 5)


def draw_box(axes: Axes, place: tuple[float, float], name: str, value: str, color: str = FORWARD) -> None:
    """A node with its name and, in bold, the number that the figure is about."""
    x, y = place
    corner = (x - BOX[0] / 2, y - BOX[1] / 2)
    fill = FORWARD_PALE if color == FORWARD else to_rgba(color, 0.13)
    style = "round,pad=0,rounding_size=9"
    axes.add_patch(FancyBboxPatch(corner, *BOX, boxstyle=style, facecolor=fill, edgecolor=color, linewidth=2))
    axes.text(x, y - 10, name, fontsize=11.5, ha="center", va="center")
    axes.text(x, y + 14, value, fontsize=13, color=color, weight="bold", ha="center", va="center")


def _disc(axes: Axes, place: tuple[float, float], name: str) -> None:
    axes.scatter(*place, s=1050, facecolor="white", edgecolor=FIXED, linewidth=2, zorder=3)
    axes.text(*place, name, fontsize=13, ha="center", va="center", zorder=4)
