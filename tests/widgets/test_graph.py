"""A graph to draw names its parts clearly, and refuses what cannot be drawn."""

import pytest

from bpcourse.widgets.graph import Edge, Node, graph_picture

A, B = Node("a", 10, 20, "a", (("3", "forward"),)), Node("b", 90, 20)


def test_a_picture_holds_plain_data_for_the_browser():
    picture = graph_picture("two nodes", [A, B], [Edge("ab", "a", "b", look="forward")])
    assert picture["title"] == "two nodes"
    assert [node["id"] for node in picture["nodes"]] == ["a", "b"]
    assert picture["nodes"][0]["lines"] == (("3", "forward"),)
    assert (picture["edges"][0]["start"], picture["edges"][0]["end"]) == ("a", "b")


def test_an_edge_to_nowhere_is_refused():
    with pytest.raises(ValueError, match="the edge ac leads from a to c, expected two of the nodes"):
        graph_picture("", [A, B], [Edge("ac", "a", "c")])


def test_two_parts_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two nodes are called a, expected an id of its own for each"):
        graph_picture("", [A, B, A], [])
    with pytest.raises(ValueError, match="two edges are called ab"):
        graph_picture("", [A, B], [Edge("ab", "a", "b"), Edge("ab", "b", "a")])
