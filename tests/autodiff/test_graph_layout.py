"""Layouts: every edge to the right, nothing on top of anything else, long edges around the nodes between."""

from itertools import combinations
from math import hypot

from hypothesis import given

from bpcourse.autodiff.graph_layout import layered_layout, layers
from bpcourse.symbolic.expression_graph import expression_graph
from tests.autodiff.test_graph import graphs

WIDTH, HEIGHT = 800.0, 400.0


@given(graphs())
def test_edges_lead_to_the_right_and_nodes_stand_apart_inside_the_picture(drawn):
    graph, _ = drawn
    places = layered_layout(graph, WIDTH, HEIGHT).places
    assert set(places) == set(graph)
    assert all(places[parent][0] < places[child][0] for child, parents in graph.items() for parent in parents)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places.values())
    for one, other in combinations(places.values(), 2):
        assert hypot(one[0] - other[0], one[1] - other[1]) > 20


@given(graphs())
def test_edges_between_the_same_two_nodes_are_left_to_be_spread_and_neighbours_are_straight(drawn):
    graph, _ = drawn
    layer = layers(graph)
    for edge, bow in layered_layout(graph, WIDTH, HEIGHT).bows.items():
        if graph[edge.child].count(edge.parent) > 1:
            assert bow is None
        elif layer[edge.child] - layer[edge.parent] == 1:
            assert bow == 0


def test_an_edge_over_several_layers_bows_around_the_node_between():
    layout = layered_layout({"a": [], "b": ["a"], "c": ["b", "a"]}, WIDTH, HEIGHT)
    [bow] = [bow for edge, bow in layout.bows.items() if (edge.parent, edge.child) == ("a", "c")]
    straight = (layout.places["a"][1] + layout.places["c"][1]) / 2
    assert abs(straight + bow - layout.places["b"][1]) > 60


def test_an_input_stands_just_before_its_first_use():
    assert layers(expression_graph("(w*x + b)*w").graph) == {"w": 0, "x": 0, "b": 0, "c": 1, "d": 2, "e": 3} | {"b": 1}


def test_the_product_of_two_sums_is_drawn_without_a_crossing():
    places = layered_layout(expression_graph("(a+b)*(b+1)").graph, WIDTH, HEIGHT).places
    (a, b, c, d), e = ([places[node][1] for node in "abcd"]), places["e"]
    assert a < b and c < d and e[1] == HEIGHT / 2
