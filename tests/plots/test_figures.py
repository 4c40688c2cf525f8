"""Every figure can be read, and draws the numbers that it says."""

import itertools

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.text import Annotation, Text

from bpcourse.autograders import CHAPTERS as WITH_EXERCISES
from bpcourse.autograders import chapter_title
from bpcourse.plots import (
    computational_graph,
    cost_of_sweeps,
    course_map,
    decision_line,
    error_against_step,
    four_descents,
    jacobian_of_layer,
    layer_there_and_back,
    loss_against_weight,
    losses_of_random_starts,
    narrow_bowl,
    network_diagram,
    network_gradients,
    neuron_diagram,
    nine_paths,
    sigmoid_and_slope,
    steps_needed,
    two_falling_losses,
    two_lines_make_a_band,
    two_losses,
    two_sweeps,
    two_valleys,
    walking_and_sweeping,
)
from bpcourse.plots.course_map import AROUND, BELOW, BESIDE, CHAPTERS, LANES, _route
from bpcourse.plots.style import BACKWARD, FORWARD, course_style
from bpcourse.reference.activations import sigmoid, sigmoid_grad
from bpcourse.reference.neuron import dloss_dw, neuron
from bpcourse.reference.optimizers import minimize
from bpcourse.reference.sigmoid_network import layer_outputs, network_backward
from bpcourse.reference.systems import network_222

RNG = np.random.default_rng(5)
X = np.vstack([RNG.normal(-1, 0.5, (15, 2)), RNG.normal(1, 0.5, (12, 2))])
Y = np.repeat([0, 1], [15, 12])
WEIGHTS = np.linspace(-4, 4, 81)


def wavy(w):
    return np.asarray(w) ** 4 / 4 - np.asarray(w) ** 2 + 0.3 * np.asarray(w)


def descend_wavy(start):
    return minimize(lambda w: w**3 - 2 * w + 0.3, start, 0.1, 40)


FIGURES = {
    "course_map": course_map,
    "error_against_step": error_against_step,
    "course_map, all open": lambda: course_map(range(18)),
    "network_diagram": network_diagram,
    "neuron_diagram": neuron_diagram,
    "two_lines_make_a_band": two_lines_make_a_band,
    "sigmoid_and_slope": sigmoid_and_slope,
    "decision_line": lambda: decision_line(X, Y, [1.5, 1.0], -0.2),
    "decision_line, upright": lambda: decision_line(X, Y, [-2.0, 0.0], 0.5),
    "decision_line, out of sight": lambda: decision_line(X, Y, [1.0, 1.0], 50.0),
    "loss, falling": lambda: loss_against_weight(1.5, -0.5, 1.0, WEIGHTS, -1.0),
    "loss, rising": lambda: loss_against_weight(1.5, 0.5, 0.0, WEIGHTS, 3.9),
    "loss, valley": lambda: loss_against_weight(2.0, 0.5, 0.4, WEIGHTS, -1.3),
    "loss, flat": lambda: loss_against_weight(3.0, 0.5, 1.0, WEIGHTS, 4.0),
    "four_descents": four_descents,
    "two_losses": two_losses,
    "steps_needed": steps_needed,
    "narrow_bowl": narrow_bowl,
    "computational_graph": lambda: computational_graph("(a+b)*(b+1)", {"a": 2, "b": 1}, "b"),
    "computational_graph, doubled edges": lambda: computational_graph("(a+1)*(a+1)", {"a": 0.5}, "a"),
    "nine_paths": nine_paths,
    "cost_of_sweeps": cost_of_sweeps,
    "two_sweeps": two_sweeps,
    "walking_and_sweeping": lambda: walking_and_sweeping(range(1, 13)),
    "network_gradients": network_gradients,
    "losses_of_random_starts": lambda: losses_of_random_starts(starts=20),
    "two_falling_losses": lambda: two_falling_losses(0.02 * 0.9 ** np.arange(100), 0.02 * 0.89 ** np.arange(100)),
    "layer_there_and_back": layer_there_and_back,
    "jacobian_of_layer": lambda: jacobian_of_layer(X[:5], 3),
    "two_valleys": lambda: two_valleys(wavy, [descend_wavy(-0.3), descend_wavy(0.6)]),
}


@pytest.fixture(params=FIGURES, scope="module")
def picture(request):
    made = FIGURES[request.param]()
    with course_style():
        FigureCanvasAgg(made.figure).draw()  # places every text
    return made


def texts(picture):
    """The texts that can be seen: not those of ticks out of view, nor what is cut off outside its axes."""
    hidden = {text for text in picture.figure.findobj(Text) if not text.get_visible() or not text.get_text().strip()}
    for axes in picture.figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = axis.get_view_interval()
            ticks = [tick for tick in axis.get_major_ticks() if not low <= tick.get_loc() <= high]
            hidden |= {label for tick in ticks for label in (tick.label1, tick.label2)}
        for text in axes.texts:
            if text.get_clip_on() and not axes.bbox.contains(*axes.transData.transform(text.get_position())):
                hidden.add(text)
    return [text for text in picture.figure.findobj(Text) if text not in hidden]


def boxes(picture):
    with course_style():
        return [(text.get_text(), text.get_window_extent()) for text in texts(picture)]


def lines(picture, color):
    return [line for line in picture.figure.findobj(Line2D) if to_hex(line.get_color()) == color.lower()]


def test_no_text_is_smaller_than_ten_points(picture):
    assert {t.get_text(): t.get_size() for t in texts(picture) if t.get_size() < 10} == {}


def test_no_text_is_cut_at_the_edge(picture):
    width, height = picture.figure.bbox.size
    for text, box in boxes(picture):
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, text


def test_no_two_texts_overlap(picture):
    for (one, first), (other, second) in itertools.combinations(boxes(picture), 2):
        assert not first.overlaps(second), (one, other)


def test_every_text_is_set_in_the_font_that_matplotlib_brings(picture):
    assert {t.get_fontname() for t in texts(picture)} == {"DejaVu Sans"}


def test_the_alternative_text_is_made_of_sentences(picture):
    assert picture.alt.endswith(".") and len(picture.alt) > 80 and "\n" not in picture.alt


def test_the_map_has_the_chapters_in_order_on_cards_that_do_not_overlap():
    assert len(CHAPTERS) == 18
    assert [chapter.lane for chapter in CHAPTERS] == sorted(chapter.lane for chapter in CHAPTERS)
    for one, other in itertools.combinations(CHAPTERS, 2):
        assert one.lane != other.lane or one.right < other.left
    assert {chapter.lane for chapter in CHAPTERS} == set(range(len(LANES)))


def test_the_map_has_the_titles_of_the_chapters():
    for number in WITH_EXERCISES:
        assert CHAPTERS[number].title == chapter_title(number)


def test_every_chapter_but_the_first_builds_on_an_earlier_one():
    links = (*BESIDE, *BELOW, *AROUND)
    assert {later for _, later in links} == set(range(1, 18))
    assert all(earlier < later for earlier, later in links)


def test_every_arrow_of_the_map_keeps_clear_of_the_other_cards():
    for link in (*BESIDE, *BELOW, *AROUND):
        corners = np.array(_route(*link))
        path = np.concatenate([np.linspace(a, b, 200) for a, b in itertools.pairwise(corners)])
        for number, card in enumerate(CHAPTERS):
            inside = (path[:, 0] > card.left) & (path[:, 0] < card.right)
            inside &= (path[:, 1] > card.top) & (path[:, 1] < card.bottom)
            assert not inside.any(), (link, number)


def test_the_map_says_what_is_open_in_words_too():
    assert "Open now: 00, 01, 02;" in course_map(available=(2, 0, 1)).alt
    assert "Open now: none;" in course_map(available=()).alt
    with pytest.raises(ValueError, match=r"available holds \[18\], expected chapters from 0 to 17"):
        course_map(available=(0, 18))


def test_the_sigmoid_is_blue_its_slope_orange_and_the_flat_ends_flat():
    picture = sigmoid_and_slope()
    curve, slope = lines(picture, FORWARD)[0], lines(picture, BACKWARD)[0]
    assert np.array_equal(curve.get_ydata(), sigmoid(curve.get_xdata()))
    assert np.array_equal(slope.get_ydata(), sigmoid_grad(slope.get_xdata()))
    assert sigmoid_grad(4.0) < 0.02 and sigmoid_grad(-4.0) < 0.02 and sigmoid_grad(0.0) == 0.25


@pytest.mark.parametrize(("w", "b"), [([1.5, 1.0], -0.2), ([-2.0, 0.0], 0.5), ([0.0, 0.7], 0.1), ([-0.3, -2.0], 1.0)])
def test_the_decision_line_is_where_the_output_is_one_half_and_w_points_to_more(w, b):
    picture = decision_line(X, Y, w, b)
    (line,) = lines(picture, FORWARD)[:1]
    points = np.column_stack([line.get_xdata(), line.get_ydata()])
    assert neuron(points, w, b) == pytest.approx([0.5, 0.5])
    (arrow,) = picture.figure.findobj(Annotation)
    foot, tip = np.array(arrow.xyann), np.array(arrow.xy)
    assert neuron(foot, w, b) == pytest.approx(0.5)
    assert neuron(tip, w, b) > 0.5
    assert (tip - foot) @ (points[1] - points[0]) == pytest.approx(0, abs=1e-12)
    assert picture.figure.axes[0].get_aspect() == 1.0  # else a right angle would not look like one


def test_the_alternative_text_of_the_decision_line_counts_the_samples_on_their_side():
    assert "27 of 27 samples lie on their own side" in decision_line([[-1, -1]] * 15 + [[1, 1]] * 12, Y, [1, 1], 0).alt
    assert "15 of 27 samples lie on their own side" in decision_line(X, Y, [0.001, 0], -9).alt


def test_the_decision_line_refuses_what_has_no_line():
    with pytest.raises(ValueError, match="w is zero, expected at least one weight that is not"):
        decision_line(X, Y, [0, 0], 1.0)
    with pytest.raises(ValueError, match=r"x has shape \(4, 3\) and w has shape \(2,\), expected \(N, 2\) and \(2,\)"):
        decision_line(np.ones((4, 3)), [0, 0, 1, 1], [1, 1], 0.0)
    with pytest.raises(ValueError, match=r"y has shape \(3,\), expected \(27,\): one class for each row of x"):
        decision_line(X, [0, 1, 1], [1, 1], 0.0)


@pytest.mark.parametrize(("x", "b", "y", "w"), [(1.5, -0.5, 1.0, -1.0), (1.5, 0.5, 0.0, 2.5), (2.0, 0.5, 0.4, -1.3)])
def test_the_tangent_touches_the_loss_with_the_slope_of_the_gradient(x, b, y, w):
    picture = loss_against_weight(x, b, y, WEIGHTS, w)
    curve, tangent = lines(picture, FORWARD)[0], lines(picture, BACKWARD)[0]
    assert curve.get_ydata() == pytest.approx([0.5 * (y - sigmoid(x * v + b)) ** 2 for v in WEIGHTS])
    (left, right), (low, high) = tangent.get_data()
    assert (high - low) / (right - left) == pytest.approx(dloss_dw([x], [w], b, y)[0])
    assert (low + high) / 2 == pytest.approx(0.5 * (y - sigmoid(x * w + b)) ** 2)
    assert (left + right) / 2 == pytest.approx(w)


@pytest.mark.parametrize(
    ("y", "w", "title"), [(1.0, -1.0, "a larger w"), (0.0, 1.0, "a smaller w"), (1.0, 4.0, "The curve is flat here")]
)
def test_the_title_of_the_loss_says_which_way_is_down(y, w, title):
    assert title in loss_against_weight(3.0, -0.5, y, WEIGHTS, w).figure.axes[0].get_title("left")


def test_a_weight_off_the_curve_is_refused():
    with pytest.raises(ValueError, match="w_now is 9, expected a weight from -4 to 4, like ws"):
        loss_against_weight(1.0, 0.0, 1.0, WEIGHTS, 9.0)


def test_the_map_opens_the_chapters_that_are_there():
    assert list(course_map().numbers["chapters available"]) == list(WITH_EXERCISES)


def trails(picture):
    """The orange trails, each as its points."""
    return [np.column_stack(line.get_data()) for line in lines(picture, BACKWARD)]


def test_the_four_trails_lie_on_the_loss_and_do_what_their_titles_say():
    picture = four_descents()
    creeps, arrives, to_and_fro, flies = (trail[:, 0] for trail in trails(picture))
    for trail in trails(picture):
        assert trail[:, 1] == pytest.approx(trail[:, 0] ** 2)
    assert np.all(np.diff(creeps) > 0) and creeps[-1] < creeps[0] / 2
    assert abs(arrives[-1]) < 1e-4
    assert np.all(to_and_fro[1:] * to_and_fro[:-1] < 0) and abs(to_and_fro[-1]) < abs(to_and_fro[0])
    assert np.all(flies[1:] * flies[:-1] < 0) and np.all(np.diff(np.abs(flies)) > 0)


def test_each_slope_of_the_two_losses_is_the_measured_slope_of_its_loss():
    numbers = two_losses().numbers
    for loss, slope in (
        ("cross-entropy", "slope of the cross-entropy"),
        ("half squared error", "slope of the squared error"),
    ):
        measured = np.gradient(numbers[loss], numbers["z"])[1:-1]
        assert measured == pytest.approx(numbers[slope][1:-1], abs=3e-4)  # points 0.05 apart: an error of about 1e-4


@pytest.mark.parametrize("curvature", [0.7, 2.0, 5.0])
def test_the_steps_to_arrive_are_those_that_descent_takes(curvature):
    numbers = steps_needed(curvature).numbers
    for rate, steps in list(zip(numbers["learning rate"], numbers["steps"], strict=True))[::23]:
        trail = np.abs(minimize(lambda w: curvature * w, 1.0, rate, int(steps)))
        assert trail[-1] <= 0.01 and np.all(trail[:-1] > 0.01)


def test_without_a_curvature_there_is_no_bottom_to_reach():
    with pytest.raises(ValueError, match="curvature is -1, expected more than 0"):
        steps_needed(-1.0)


def test_in_the_narrow_bowl_the_steep_weight_settles_below_the_bound_and_not_beyond_it():
    below, beyond = trails(narrow_bowl())
    assert abs(below[-1, 1]) < abs(below[0, 1]) < abs(beyond[-1, 1])
    assert abs(beyond[-1, 0]) < abs(beyond[0, 0])


def test_each_valley_keeps_the_trail_that_starts_above_it():
    left, right = trails(two_valleys(wavy, [descend_wavy(-0.3), descend_wavy(0.6)]))
    assert left[-1, 0] < 0 < right[-1, 0]
    assert left[-1, 1] < right[-1, 1]


def test_the_band_holds_the_points_that_should_get_1():
    numbers = two_lines_make_a_band().numbers
    assert np.round(numbers["h1"]).tolist() == [0, 1, 1, 1]
    assert np.round(numbers["h2"]).tolist() == [0, 0, 0, 1]
    assert np.round(numbers["o"]).tolist() == [0, 1, 1, 0]


def test_the_diagram_of_the_network_says_every_weight_in_the_picture_and_in_words():
    picture = network_diagram()
    shown = {text.get_text() for text in texts(picture)}
    for k, weight in enumerate([0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55], start=1):
        assert f"$w_{k} = {weight:.2f}$" in shown
        assert f"w{k} = {weight:.2f}" in picture.alt


def test_the_graph_shows_the_products_of_its_paths_and_their_sum():
    picture = computational_graph("(a+b)*(b+1)", {"a": 2, "b": 1}, "b")
    assert picture.numbers["products"] == [2, 3]
    shown = [text.get_text() for text in picture.figure.findobj(Text)]
    assert {"d = 2", "c = 3", "e = c · d", "6"} <= set(shown)
    assert "then add: ∂e/∂b = 2 + 3 = 5" in " ".join(shown)
    one = computational_graph("(a+b)*(b+1)", {"a": 2, "b": 1}, "a")
    assert "Multiply along the one path from a to e: ∂e/∂a = 2." in one.alt


def test_walking_uses_each_edge_of_each_of_three_to_the_n_paths():
    numbers = walking_and_sweeping(range(1, 13)).numbers
    assert numbers["walked"] == [n * 3**n for n in range(1, 13)]
    assert numbers["each edge once"] == [3 * n for n in range(1, 13)]


def test_the_wires_and_units_of_the_network_carry_its_gradients_and_deltas():
    system = network_222()
    deltas, grads = network_backward(system.target, layer_outputs(system.x, system.params), system.params)
    shown = {text.get_text() for text in network_gradients().figure.findobj(Text)}
    for grad_w, _ in grads:
        assert {f"{entry:.6f}" for entry in grad_w.ravel()} <= shown
    for delta in deltas:
        assert {rf"$\delta$ {entry:.6f}" for entry in delta.ravel()} <= shown


def test_the_bands_of_the_random_starts_hold_nine_in_ten_of_them():
    picture = losses_of_random_starts(starts=20)
    assert len(picture.numbers) == 3
    for (low, high), axes in zip(picture.numbers.values(), picture.figure.axes, strict=True):
        bars = [(bar.get_x(), bar.get_height()) for bar in axes.containers[0]]
        assert low < high and sum(height for _, height in bars) == 20


def test_the_two_losses_are_drawn_as_they_are_given():
    picture = two_falling_losses([0.2, 0.1], [0.2, 0.05])
    assert [line.get_ydata().tolist() for line in (*lines(picture, BACKWARD), *lines(picture, FORWARD))] == [
        [0.2, 0.1],
        [0.2, 0.05],
    ]
    assert picture.figure.axes[0].get_yscale() == "log"


def test_both_sweeps_are_drawn_with_the_derivatives_of_the_document():
    numbers = two_sweeps().numbers
    assert numbers["forward"] == [0, 1, 1, 1, 5]
    assert numbers["reverse"] == [2, 5, 2, 3, 1]


def test_the_cost_of_the_sweeps_is_that_of_the_narrower_end():
    numbers = cost_of_sweeps(6).numbers
    assert numbers["inputs, forward"] == [n * numbers["inputs, forward"][0] for n in range(1, 7)]
    assert numbers["inputs, forward"] == numbers["outputs, reverse"]
    assert max(numbers["inputs, reverse"]) < 2 * numbers["inputs, forward"][1]


def test_the_jacobian_of_a_layer_holds_the_inputs_once_a_unit():
    picture = jacobian_of_layer(X[:4], 3)
    numbers = picture.numbers
    assert numbers["entries of the Jacobian"] == [4 * 3 * 2 * 3]
    assert numbers["not zero"] == [X[:4].size * 3]
    shown = [text.get_text() for text in picture.figure.findobj(Text)]
    assert {"Jacobian (12, 6)", "72 numbers"} <= set(shown)
    assert shown.count("·") == 72 - 24


def test_every_matrix_of_the_layer_is_drawn_with_a_cell_for_each_entry():
    picture = layer_there_and_back(n=4, d=3, h=2)
    forward, back = 12 + 6 + 2 + 8, (12 + 8 + 6) + (6 + 12 + 8) + (2 + 8)
    assert len(picture.figure.axes[0].patches) == forward + back
