"""Exercise `reverse_sweep` of chapter 05: what one output owes to every node, each edge used once."""

import math
from collections.abc import Callable, Iterable
from functools import cache

import numpy as np

from bpcourse.autodiff.graph import forward_sweep, reverse_sweep, topological_order
from bpcourse.autograders.ch04.shared import (
    DOUBLED,
    LATE,
    MOST_LINES,
    TAIL,
    TWO_ROADS,
    Graph,
    Local,
    chain,
    chain_slopes,
    named,
    slopes,
)
from bpcourse.autograders.ch05.shared import FORWARD, MISTAKE, REVERSE
from bpcourse.grading.exercise import Case, Exercise, Mistake

Gradients = dict[str, float]

TWO_OUTPUTS = ((), (), (0, 1), (2, 1), (2, 0))  # nodes 3 and 4 are outputs, both fed by node 2


def _cases(rng: np.random.Generator) -> list[Case]:
    """Fan-out, a node that hears late, doubled edges, a second output; outputs with nodes behind them; long chains."""
    cases = []
    for what, shape, output, listed_first, edge in (
        ("two roads", TWO_ROADS, 4, 0, False),
        ("a detour", TAIL, 5, 5, False),
        ("late messages", LATE, 6, 3, False),
        ("doubled edges", DOUBLED, 3, 3, False),
        ("a second output", TWO_OUTPUTS, 3, 4, False),
        ("an output in the middle", LATE, 4, 6, False),
        ("the output is an input", TWO_ROADS, 1, 4, True),
    ):
        graph, nodes = named(shape, rng, listed_first)
        cases.append(Case(what, {"graph": graph, "local": slopes(graph, rng), "output": nodes[output]}, edge=edge))
    for length in (3, 6, 40):
        graph, nodes = named(chain(length), rng)
        inputs = {"graph": graph, "local": chain_slopes(graph, rng), "output": nodes[-1]}
        cases.append(Case(f"a chain of {length}", inputs, most_lines=MOST_LINES))
    return cases


def _sent(
    graph: Graph, local: Local, output: str, nodes: Iterable[str], *, adds: bool = True, start: float = 0.0
) -> Gradients:
    """What every node holds when the nodes have sent to their parents in this order; else = in place of +=."""
    held = {**dict.fromkeys(graph, start), output: 1.0}
    for node in nodes:
        for parent, slope in zip(graph[node], local[node], strict=True):
            held[parent] = (held[parent] if adds else 0.0) + slope * held[node]
    return held


def _children_first(graph: Graph) -> list[str]:
    """The order that the learner's cell gives, backwards: which message comes last decides what = leaves."""
    order: list[str] = []
    while len(order) < len(graph):
        order += [n for n in graph if n not in order and all(p in order for p in graph[n])]
    return order[::-1]


def _overwritten(graph: Graph, local: Local, output: str) -> Gradients:
    """Only nodes that lead to the output send: else a node that holds 0 would wipe out what others brought."""
    order = _children_first(graph)
    leading = _leading(graph, output, order)
    return _sent(graph, local, output, [node for node in order if node in leading], adds=False)


def _leading(graph: Graph, output: str, order: list[str]) -> set[str]:
    """The nodes that lead to the output, itself among them; `order` has children first."""
    leading = {output}
    for node in order:
        if node in leading:
            leading.update(graph[node])
    return leading


def _sends_once_too_soon(graph: Graph, local: Local, output: str) -> Gradients:
    """Breadth first from the output: a node sends when its first message has arrived, and never again."""
    line = [output]
    for node in line:
        line += [parent for parent in dict.fromkeys(graph[node]) if parent not in line]
    return _sent(graph, local, output, line)


def _sends_after_each_message(next_in_line: int) -> Callable[..., Gradients]:
    """After each message a node sends all that it holds; over a long chain that is stopped, as a learner's is."""

    def swept(graph: Graph, local: Local, output: str) -> Gradients:
        held = {**dict.fromkeys(graph, 0.0), output: 1.0}
        line = [output]
        while line:
            node = line.pop(next_in_line)
            for parent, slope in zip(graph[node], local[node], strict=True):
                held[parent] += slope * held[node]
                line.append(parent)
        return held

    return swept


def _sends_at_once(graph: Graph, local: Local, output: str) -> Gradients:
    """The same with a call in place of a line: whoever gets a message sends on at once all that it holds."""
    held = {**dict.fromkeys(graph, 0.0), output: 1.0}

    def send(node: str) -> None:
        for parent, slope in zip(graph[node], local[node], strict=True):
            held[parent] += slope * held[node]
            send(parent)

    send(output)
    return held


def _starting_at(start: Callable[[Graph, list[str]], str]) -> Callable[..., Gradients]:
    """A sweep that starts with 1 at another node than the output: `start(graph, children first)`."""

    def swept(graph: Graph, local: Local, output: str) -> Gradients:
        order = _children_first(graph)
        return _sent(graph, local, start(graph, order), order)

    return swept


def _message(combine: Callable[[float, float], float]) -> Callable[..., Gradients]:
    """A sweep whose messages are made of the slope and of what the child holds in another way."""

    def swept(graph: Graph, local: Local, output: str) -> Gradients:
        held = {**dict.fromkeys(graph, 0.0), output: 1.0}
        for node in _children_first(graph):
            for parent, slope in zip(graph[node], local[node], strict=True):
                held[parent] += combine(slope, held[node])
        return held

    return swept


def _no_zeros(graph: Graph, local: Local, output: str) -> Gradients:
    """KeyError, as in a dictionary that has an entry for the output alone."""
    held = {output: 1.0}
    return {node: held[node] for node in graph}


def _reached(graph: Graph, local: Local, output: str) -> Gradients:
    """The right numbers, of the nodes that lead to the output."""
    leading = _leading(graph, output, _children_first(graph))
    return {node: slope for node, slope in _remembered(graph, local, output).items() if node in leading}


def _nobody_wrote(graph: Graph, local: Local, output: str) -> Gradients:
    """The right numbers, of the output and of the nodes that have children."""
    written = {output}.union(*graph.values())
    return {node: slope for node, slope in _remembered(graph, local, output).items() if node in written}


def _messages_multiplied(graph: Graph, local: Local, output: str) -> Gradients:
    messages: dict[str, list[float]] = {node: [] for node in graph}
    held = {**dict.fromkeys(graph, 0.0), output: 1.0}
    order = _children_first(graph)
    leading = _leading(graph, output, order)
    for node in order:
        if messages[node]:
            held[node] = math.prod(messages[node])
        if node in leading:
            for parent, slope in zip(graph[node], local[node], strict=True):
                messages[parent].append(slope * held[node])
    return held


def _first_listing(graph: Graph, local: Local, output: str) -> Gradients:
    looked_up = {node: [local[node][parents.index(parent)] for parent in parents] for node, parents in graph.items()}
    return reverse_sweep(graph, looked_up, output)


def _parents_as_a_set(graph: Graph, local: Local, output: str) -> Gradients:
    once = {node: list(dict.fromkeys(parents)) for node, parents in graph.items()}
    looked_up = {node: [local[node][graph[node].index(parent)] for parent in once[node]] for node in graph}
    return reverse_sweep(once, looked_up, output)


def _every_output_starts(graph: Graph, local: Local, output: str) -> Gradients:
    used = {parent for parents in graph.values() for parent in parents}
    held = {node: float(node not in used or node == output) for node in graph}
    for node in _children_first(graph):
        for parent, slope in zip(graph[node], local[node], strict=True):
            held[parent] += slope * held[node]
    return held


def _remembered(graph: Graph, local: Local, output: str) -> Gradients:
    children: dict[str, list[tuple[str, float]]] = {node: [] for node in graph}
    for child, parents in graph.items():
        for parent, slope in zip(parents, local[child], strict=True):
            children[parent].append((child, slope))

    @cache
    def gradient(node: str) -> float:
        return 1.0 if node == output else sum(slope * gradient(child) for child, slope in children[node])

    return {node: gradient(node) for node in graph}


def _walk(graph: Graph, local: Local, output: str) -> Gradients:
    """A message is handed on by itself, down to the inputs, before the next is looked at: every path is walked."""
    held = dict.fromkeys(graph, 0.0)

    def receive(node: str, message: float) -> None:
        held[node] += message
        for parent, slope in zip(graph[node], local[node], strict=True):
            receive(parent, slope * message)

    receive(output, 1.0)
    return held


SEVERAL_TIMES = (
    "A node with several children sends several times, and each time all that it holds, the old together with the new. "
    "It may send once, when it has heard from all its children: go through the topological order backwards."
)

ORDER_OF_CHAPTER_04 = '''def topological_order(graph):
    """Return the nodes as a list in which every node stands after all of its parents."""
    order = []
    while len(order) < len(graph):
        order += [n for n in graph if n not in order and all(p in order for p in graph[n])]
    return order


'''

REVERSE_SWEEP = Exercise(
    name="reverse_sweep",
    chapter=5,
    points=4,
    minutes=20,
    difficulty="core",
    statement=r"""Write `reverse_sweep(graph, local, output)`, which returns a dictionary with, for **every** node, the
derivative of the output with respect to that node: `{node: d output / d node}`.

- `graph` is `{node: [parents]}` and `local` is `{node: [local derivatives, in the order of the parents]}`, as in
  chapter 04. The dictionaries list the nodes in any order, and a parent may be listed twice.
- The output itself gets 1. A node that does not lead to the output gets 0. The output may stand anywhere in the graph;
  there may be others.
- Use each edge once. The last graph has $3^{40}$ paths, and the check counts the lines that your function executes.

A `topological_order`, as you wrote it in chapter 04, stands in the cell. Leave it there.""",
    stub=ORDER_OF_CHAPTER_04
    + '''def reverse_sweep(graph, local, output):
    """Return {node: d output / d node} for every node, with each edge used once."""
    raise NotImplementedError
''',
    hints=(
        "A node sends a message to each of its parents. When may it send: what must have arrived before?",
        "A dictionary with one number for each node. Start with 0 everywhere and 1 at the output, and add to it.",
        "For every node, children before parents: to each parent add slope of the edge times what the node holds.",
        "`for node in reversed(topological_order(graph)):` and inside, for each parent with its slope, "
        "`held[parent] += slope * held[node]`",
    ),
    solution=ORDER_OF_CHAPTER_04
    + '''def reverse_sweep(graph, local, output):
    """Return {node: d output / d node} for every node, with each edge used once."""
    held = {node: 0 for node in graph}
    held[output] = 1
    for node in reversed(topological_order(graph)):
        for parent, slope in zip(graph[node], local[node]):
            held[parent] += slope * held[node]
    return held
''',
    explanation="Reversed, a topological order has all children before their parents: when a node sends, everything "
    "that it can receive has arrived. Nodes behind the output hold 0 and send 0.",
    read='chapter 05, "Reverse mode: one output at a time"',
    reference=reverse_sweep,
    correct=(
        lambda graph, local, output: _sent(graph, local, output, _children_first(graph)),
        _remembered,
    ),
    mistakes=(
        Mistake(
            "= in place of +=",
            _overwritten,
            "Where a node has several children, only the last message is left: `=` stands where `+=` belongs. All "
            "messages to a node are added.",
            MISTAKE,
        ),
        Mistake(
            "= in place of +=, zeros too",
            lambda graph, local, output: _sent(graph, local, output, _children_first(graph), adds=False),
            "Where a node has several children, only the last message is left, even one of 0: `=` stands where `+=` "
            "belongs. All messages to a node are added.",
            MISTAKE,
        ),
        Mistake(
            "parents first",
            lambda graph, local, output: _sent(graph, local, output, topological_order(graph)),
            "Only the parents of the output have a number: your nodes send before they have received anything. "
            "Children first: go through the topological order backwards.",
            REVERSE,
        ),
        Mistake(
            "order of the dictionary",
            lambda graph, local, output: _sent(graph, local, output, graph),
            "You go through the nodes as the dictionary lists them, so some send before they have heard from all their "
            "children. Children first: `reversed(topological_order(graph))`.",
            REVERSE,
        ),
        Mistake(
            "order of the dictionary, backwards",
            lambda graph, local, output: _sent(graph, local, output, reversed(list(graph))),
            "You go through the dictionary from its end. That is right only where it lists parents before children, "
            "and it may list them in any order: `reversed(topological_order(graph))`.",
            REVERSE,
        ),
        Mistake(
            "sends once, too soon",
            _sends_once_too_soon,
            "Every node sends once, but some send before they have heard from all their children, and what comes later "
            "stays where it is. Go through the topological order backwards.",
            REVERSE,
        ),
        Mistake(
            "sends after each message",
            _sends_after_each_message(0),
            SEVERAL_TIMES,
            REVERSE,
        ),
        Mistake(
            "sends after each message, the last first",
            _sends_after_each_message(-1),
            SEVERAL_TIMES,
            REVERSE,
        ),
        Mistake("sends at once after each message", _sends_at_once, SEVERAL_TIMES, REVERSE),
        Mistake(
            "upstream ignored",
            _message(lambda slope, held: slope),
            "Each message is the slope of its edge alone. A node sends on what it holds, times the slope: what the "
            "output owes to the child is missing.",
            REVERSE,
        ),
        Mistake(
            "factors added",
            _message(lambda slope, held: slope + held),
            "Your messages are slope plus what the child holds. Along a path the derivatives multiply.",
            REVERSE,
        ),
        Mistake(
            "messages multiplied",
            _messages_multiplied,
            "Where a node has several children, you multiply what they send. Messages that arrive at one node add.",
            REVERSE,
        ),
        Mistake(
            "a forward sweep",
            lambda graph, local, output: forward_sweep(graph, local, output),
            "That is a forward sweep: how every node moves with `output`. Wanted is how `output` moves with every "
            "node, so messages run from a node to its parents.",
            FORWARD,
        ),
        Mistake(
            "doubled edges counted once",
            _parents_as_a_set,
            "Right until a parent is listed twice: you use one of its two edges, as with a set. It gets a message over "
            "each.",
            'read chapter 04, "Nine paths, one product".',
        ),
        Mistake(
            "first derivative of a doubled edge twice",
            _first_listing,
            "Right until a parent is listed twice: then you take the derivative of its first edge for both. "
            "`graph[node].index(parent)` always finds the first place; `zip(graph[node], local[node])` goes through "
            "all.",
            'read chapter 04, "Nine paths, one product".',
        ),
        Mistake(
            "starts at the end of the order",
            _starting_at(lambda graph, order: order[0]),
            "You start with 1 at the last node of the topological order. That is right only where it is the output; "
            "the output may stand anywhere: `held[output] = 1`.",
            REVERSE,
        ),
        Mistake(
            "starts at the beginning of the order",
            _starting_at(lambda graph, order: order[-1]),
            "You start with 1 at the first node of the topological order, which is an input: it has no parents to send "
            "to. A reverse sweep starts at the output: `held[output] = 1`.",
            REVERSE,
        ),
        Mistake(
            "starts at the last of the dictionary",
            _starting_at(lambda graph, order: list(graph)[-1]),
            "You start with 1 at the node that the dictionary lists last. It lists them in any order: "
            "`held[output] = 1`.",
            REVERSE,
        ),
        Mistake(
            "starts at the first of the dictionary",
            _starting_at(lambda graph, order: next(iter(graph))),
            "You start with 1 at the node that the dictionary lists first. It lists them in any order: "
            "`held[output] = 1`.",
            REVERSE,
        ),
        Mistake(
            "the output does not send",
            lambda graph, local, output: {**dict.fromkeys(graph, 0.0), output: 1.0},
            "Only the output has a number, and everything else stays 0: the output never sends its 1. It belongs among "
            "the nodes that send, before all its parents.",
            REVERSE,
        ),
        Mistake(
            "returns inside the loop",
            lambda graph, local, output: _sent(graph, local, output, _children_first(graph)[:1]),
            "Only one node has sent. Is the `return` inside the loop? It belongs behind it.",
            REVERSE,
        ),
        Mistake(
            "no zeros to add to",
            _no_zeros,
            "Your code asks a dictionary for a key that it does not have. If it is the one with your numbers: "
            "`held[parent] += ...` reads held[parent] before it adds. Start every node with 0.",
            MISTAKE,
        ),
        Mistake(
            "every output starts with 1",
            _every_output_starts,
            "You start with 1 at every node that has no children. The derivatives of one output are wanted: only that "
            "one starts with 1, everything else with 0.",
            REVERSE,
        ),
        Mistake(
            "every node starts with 1",
            lambda graph, local, output: _sent(graph, local, output, _children_first(graph), start=1.0),
            "Every node starts with 1 in your code. Only the output does; the others start with 0 and add what "
            "arrives.",
            REVERSE,
        ),
        Mistake(
            "slopes left out",
            _message(lambda slope, held: held),
            "Your nodes send on what they hold, and nothing else, so every number is a number of paths. On its way "
            "over an edge a message is multiplied by the slope of that edge.",
            REVERSE,
        ),
        Mistake(
            "starts from 0",
            lambda graph, local, output: dict.fromkeys(graph, 0.0),
            "All your numbers are 0: nobody starts. The output holds 1, because it moves exactly as much as itself.",
            REVERSE,
        ),
        Mistake(
            "only nodes that were reached",
            _reached,
            "The numbers are right, but nodes that do not lead to the output are missing. They belong there with 0.",
            REVERSE,
        ),
        Mistake(
            "nodes to which nobody sends missing",
            _nobody_wrote,
            "The numbers are right, but a node without children that is not the output is missing. It belongs there "
            "with 0.",
            REVERSE,
        ),
        Mistake(
            "only the inputs",
            lambda graph, local, output: {
                node: slope for node, slope in _remembered(graph, local, output).items() if not graph[node]
            },
            "The numbers are right, but you return those of the inputs alone. Every node is wanted, the ones in "
            "between too.",
            REVERSE,
        ),
        Mistake(
            "walks every path",
            _walk,
            "Right on small graphs, and stopped on the long chain: your code uses edges more than once. If each "
            "message travels on by itself, it walks every one of 3^40 paths. Let a node wait, add up what arrives, and "
            "send once.",
            REVERSE,
        ),
    ),
    cases=_cases,
)
