"""The graph under the reader's hand shows what its numbers say, one step at a time, and refuses in sentences."""

from math import prod

import pytest
from traitlets import TraitError

from bpcourse.autodiff.scalar import Value
from bpcourse.widgets import PathExplorer
from bpcourse.widgets.path_graphs import NINE, Slope


def heard(explorer: PathExplorer, **message: object) -> dict:
    """What the explorer shows after a message from the browser."""
    explorer._hear(explorer, message, None)
    return explorer.picture


def edge_labels(explorer: PathExplorer) -> dict[str, list[str]]:
    return {edge["id"]: [line for line, _ in edge["lines"]] for edge in explorer.picture["graph"]["edges"]}


def exploring() -> PathExplorer:
    explorer = PathExplorer()
    explorer.prediction.explore()
    return explorer


def test_it_starts_with_the_worked_numbers_and_no_slope_in_sight():
    explorer = PathExplorer()
    now = explorer.data()
    assert (now["a"], now["b"], now["derivative"]) == (2, 1, 5)
    assert now["paths"] == [["b", "c", "e"], ["b", "d", "e"]]
    assert now["products"] == [2, 3]
    assert set(map(tuple, edge_labels(explorer).values())) == {()}
    assert "not shown yet" in explorer.alt


@pytest.mark.parametrize("source", ["w", "x", "b"])
def test_the_derivative_is_that_of_the_engine_and_both_ways_lead_to_it(source):
    explorer = exploring()
    explorer.expression = "sigmoid(w*x + b)*w - (w + x)*(w + x)"
    explorer.values, explorer.source = {"w": 0.7, "x": -1.2, "b": 0.3}, source
    w, x, b = Value(0.7), Value(-1.2), Value(0.3)
    ((w * x + b).sigmoid() * w - (w + x) * (w + x)).backward()
    expected = {"w": w.grad, "x": x.grad, "b": b.grad}[source]
    now = explorer.data()
    assert now["derivative"] == pytest.approx(expected, rel=1e-13)
    assert sum(now["products"]) == pytest.approx(expected, rel=1e-13)


def test_walking_lights_one_path_at_a_time_and_then_adds():
    explorer = exploring()
    lines = [heard(explorer, do="walk", to=step)["line"] for step in (1, 2, 3)]
    assert lines == [
        "Path 1 of 2, b → c → e: 1 · d = 1 · 2 = 2.",
        "Path 2 of 2, b → d → e: 1 · c = 1 · 3 = 3.",
        "∂e/∂b = 2 + 3 = 5. That used edges 4 times, on 2 paths.",
    ]
    explorer.path = 2
    lit = [edge["id"] for edge in explorer.picture["graph"]["edges"] if edge["look"] == "backward"]
    assert lit == ["b>d>0", "d>e>1"]


def test_merging_ends_with_one_edge_that_carries_the_factored_form():
    explorer = exploring()
    heard(explorer, do="nine")
    for step in range(1, 4):
        heard(explorer, do="merge", to=step)
    assert edge_labels(explorer) == {"('X', 'Z') 0": ["(α + β + γ) · (δ + ε + ζ)", "= 10"]}
    assert explorer.picture["line"].endswith("Every edge was used once, 6 in all; walking uses edges 18 times.")
    assert explorer.data()["products"] == [3, 0.5, 1.5, 6, 1, 3, -3, -0.5, -1.5]
    assert heard(explorer, do="walk", to=1)["merge"] == 0


@pytest.mark.parametrize(
    ("question", "do", "answer", "reason"),
    [
        (0, [{"do": "pick", "edge": "c>e>0"}], "2", "The edge from one factor carries the other."),
        (
            1,
            [{"do": "walk", "to": step} for step in (1, 2, 3)],
            "2",
            "∂e/∂b = 2 + 3 = 5. From a there is one path only.",
        ),
        (2, "move a", "the one on d → e", "c = a + b went from 3 to 6. On c → e stands d = b + 1"),
        (3, [{"do": "walk", "to": 10}], "9", "Their products add up to ∂Z/∂X = 10."),
        (4, [{"do": "merge", "to": step} for step in (1, 2, 3)], "6", "which uses edges 18 times"),
    ],
)
def test_each_answer_is_read_off_the_graph(question, do, answer, reason):
    explorer = PathExplorer()
    for _ in range(question):
        explorer.prediction.another()
    explorer.prediction.choose(explorer.panel["choices"][-1])
    if do == "move a":
        explorer.values = {"a": 5.0, "b": 1.0}
    else:
        for message in do:
            heard(explorer, **message)
    assert explorer.panel["was"] == answer
    assert reason in explorer.panel["text"]


def test_while_a_question_waits_only_what_it_is_about_answers():
    explorer = PathExplorer()
    for message in (
        {"do": "pick", "edge": "c>e>0"},
        {"do": "walk", "to": 1},
        {"do": "merge", "to": 1},
        {"do": "reveal"},
    ):
        heard(explorer, **message)
    heard(explorer, do="read", text="x*x")
    now = explorer.data()
    assert (now["path"], now["merge"], now["revealed"], now["expression"]) == (0, 0, False, "(a+b)*(b+1)")
    assert set(map(tuple, edge_labels(explorer).values())) == {()}


def test_a_picked_edge_shows_its_slope_and_says_what_it_means():
    explorer = exploring()
    explorer.expression, explorer.revealed = "x*x", False
    line = heard(explorer, do="pick", edge="x>c>1")["line"]
    assert line.startswith("∂c/∂x: x = 1, where c = x · x. A small step of x moves c 1 times as far.")
    assert line.endswith("This is one of the edges from x to c: it counts this use alone.")
    assert edge_labels(explorer) == {"x>c>0": [], "x>c>1": ["x = 1"]}
    assert heard(explorer, do="pick", node="c")["line"] == "c = x · x = 1"


def test_a_function_s_slope_is_written_with_the_node_s_own_value():
    explorer = exploring()
    explorer.expression = "sigmoid(a)"
    explorer.values = {"a": 0.0}
    assert heard(explorer, do="reveal")["graph"]["edges"][0]["lines"][0][0] in (
        "(1 - c) · c = 0.25",
        "c · (1 - c) = 0.25",
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("sin(a)", "sin is not a function known here"),
        ("a", "a is an input alone, expected an expression with an operation"),
        ("a*b*f*g*h", "has 5 inputs and 9 nodes; the picture has room for 4 inputs and 12 nodes"),
        ("1/(a - 2)", "no value or no derivative at c = 0"),
    ],
)
def test_what_cannot_be_drawn_is_said_and_the_picture_stays(text, sentence):
    explorer = exploring()
    graph = explorer.picture["graph"]
    assert sentence in heard(explorer, do="read", text=text)["error"]
    assert explorer.picture["graph"] == graph
    assert heard(explorer, do="reveal")["graph"] != graph


def test_where_a_moved_input_has_no_value_the_picture_stays():
    explorer = exploring()
    explorer.expression = "a/b"
    explorer.values = {"a": 2.0, "b": 0.0}
    assert "c = a/b has no value" in explorer.picture["error"]
    explorer.values = {"a": 2.0, "b": 4.0}
    assert explorer.picture["error"] == "" and explorer.data()["derivative"] == -2 / 16


def test_too_many_paths_are_merged_and_not_walked():
    explorer = exploring()
    explorer.expression = "((((a+a)*(a+a))*((a+a)*(a+a)))*a)*a"
    now = explorer.data()
    assert now["number_of_paths"] == 10 and len(now["paths"]) == 10
    explorer.expression = "a+a"
    for _ in range(4):
        explorer.expression = f"({explorer.expression})*({explorer.expression})"
    now = explorer.data()
    assert (now["number_of_paths"], now["paths"]) == (32, [])
    assert explorer.picture["last_path"] == 0
    assert explorer.picture["line"].startswith("32 paths lead from a to")


@pytest.mark.parametrize(
    ("trait", "value", "sentence"),
    [
        ("values", {"a": 1.0}, "values holds a, expected a, b"),
        ("values", {"a": 1.0, "b": float("nan")}, "b is nan, expected a finite number"),
        ("source", "e", "source is e, expected one of a, b"),
        ("path", 4, "path is 4, expected 0 to 3"),
        ("merge", -1, "merge is -1, expected 0 to 3"),
        ("expression", "a^2", "contains"),
    ],
)
def test_a_state_that_cannot_be_is_refused(trait, value, sentence):
    with pytest.raises((ValueError, TraitError), match=sentence):
        setattr(exploring(), trait, value)


def test_slopes_write_themselves_as_factored_formulas():
    a, b, one = Slope("a", 2.0), Slope("b", 3.0), Slope("1", 1.0)
    assert ((a + b) * a).text == "(a + b) · a = 10"
    assert (one * (a + b) * one).text == "a + b = 5"
    assert (one * one).text == "1"
    assert ((one * (a + b)) * b).formula == "(a + b) · b"
    assert prod([a, b], start=one).text == "a · b = 6"


def test_the_text_shown_in_place_of_the_picture_is_the_same_on_every_run():
    first, second = (PathExplorer()._repr_mimebundle_()[0]["text/plain"] for _ in range(2))
    assert first == second == PathExplorer().alt


def test_the_graph_of_nine_paths_has_no_inputs_to_move():
    explorer = exploring()
    explorer.expression = NINE
    assert (explorer.values, explorer.source, explorer.picture["inputs"]) == ({}, "X", [])
    explorer.expression = "(a+b)*(b+1)"
    assert (explorer.values, explorer.source) == ({"a": 2.0, "b": 1.0}, "b")


def test_the_table_tells_no_more_than_the_picture():
    explorer = PathExplorer()
    explorer.prediction.explore()
    explorer.expression = "2*a"  # one edge, and nothing to merge
    assert explorer.picture["rows"][-1] == ("∂c/∂a", "on the edge a → c", "not shown yet")
    for step in (1, 2):
        explorer.path = step
    assert explorer.picture["rows"][-1] == ("∂c/∂a", "sum over the paths", 2.0)
