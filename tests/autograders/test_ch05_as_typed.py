"""Chapter 05's answers as learners type them: the right ones pass, the wrong ones are named, whatever the numbers."""

from functools import partial

import pytest

from bpcourse.autograders import exercises
from bpcourse.grading.verdict import CORRECT, NOT_ATTEMPTED, PARTIAL
from tests.autograders.typed import judged as judged_after

SEEDS = range(4)
SIGMOID = "s = 1/(1 + np.exp(-a[0]))\n"
PAIRS = "x, dx = a\ny, dy = b\n"
SWEEP = """held = {node: 0 for node in graph}
held[output] = 1
for node in reversed(topological_order(graph)):
    for parent, slope in zip(graph[node], local[node]):
        held[parent] += slope * held[node]
return held"""
QUEUE = """held = {n: 0 for n in graph}
held[output] = 1
queue = [output]
while queue:
    n = queue.pop(0)
    for p, s in zip(graph[n], local[n]):
        held[p] += s*held[n]
        queue.append(p)
return held"""
CALLS = """held = {n: 0 for n in graph}
held[output] = 1
def send(n):
    for p, s in zip(graph[n], local[n]):
        held[p] += s*held[n]
        send(p)
send(output)
return held"""
MEMO = """children = {n: [] for n in graph}
for n in graph:
    for p, s in zip(graph[n], local[n]):
        children[p].append((n, s))
memo = {output: 1}
def gradient(n):
    if n not in memo:
        memo[n] = sum(s * gradient(c) for c, s in children[n])
    return memo[n]
return {n: gradient(n) for n in graph}"""
RUNS = """total = 0
for j in range(len(x)):
    value, d = f(*[(x[i], 1 if i == j else 0) for i in range(len(x))])
    total += v[j]*d
return value, total"""
STUB = exercises()["gradient_of_z"].stub
SENDS = "    a_bar = b * p_bar  # p = a b\n    b_bar = a * p_bar  # p = a b\n"
P_LATE = STUB.replace(SENDS, "").replace("    return", SENDS + "    return")  # p sends last of all
P_IN_TIME = STUB.replace(SENDS, "").replace("    a_bar = q_bar", SENDS + "    a_bar = q_bar")
judged = partial(judged_after, helpers="import math")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("passes_forward", "83"),
        ("passes_forward", "(4 + 1)*10 + (10 + 1)*3"),
        ("passes_reverse", "250"),
        ("dual_mul", "return a[0]*b[0], a[1]*b[0] + a[0]*b[1]"),
        ("dual_mul", PAIRS + "return (x*y, x*dy + y*dx)"),
        ("dual_mul", PAIRS + "return [x*y, dx*y + x*dy]"),
        ("dual_mul", PAIRS + "return np.array([x*y, dx*y + x*dy])"),
        ("dual_mul", "from bpcourse.autodiff import Dual\nd = Dual(*a)*Dual(*b)\nreturn d.value, d.derivative"),
        ("dual_sigmoid", SIGMOID + "return s, s*(1 - s)*a[1]"),
        ("dual_sigmoid", "z, dz = a\ns = 1/(1 + np.exp(-z))\nreturn np.array([s, dz*(s - s**2)])"),
        ("dual_sigmoid", "z, dz = a\nt = np.tanh(z/2)\nreturn (1 + t)/2, (1 - t*t)/4*dz"),
        ("d_quotient", "(da*b - a*db)/b**2"),
        ("d_quotient", "da/b - (a/b)*(db/b)"),
        ("d_quotient", "da*b**-1 - a*b**-2*db"),
        ("d_quotient", "sympy.diff(a/b, a)*da + sympy.diff(a/b, b)*db"),
        ("jvp", "return f(*zip(x, v))"),
        ("jvp", "value, derivative = f(*[[x[i], v[i]] for i in range(len(x))])\nreturn value, derivative"),
        ("jvp", RUNS),
        ("jvp", "return np.array(f(*np.column_stack([x, v])))"),
        ("sweep_order", "'P M R N K'"),
        ("sweep_order", "'pmnrk'"),
        ("sweep_order", "['P', 'M', 'R', 'K', 'N']"),
        ("reverse_sweep", SWEEP),
        ("reverse_sweep", MEMO),
        ("reverse_sweep", SWEEP.replace("{node: 0 for node in graph}", "dict.fromkeys(graph, 0.0)").replace(
            "reversed(topological_order(graph))", "topological_order(graph)[::-1]")),
        ("gradient_of_z", P_IN_TIME.replace("p_bar = q_bar", "p_bar += q_bar").replace("a_bar = q_bar",
         "a_bar += q_bar")),
        ("gradient_of_z", "def gradient_of_z(a, b):\n    return np.array([2*a*b**2 + 2*a*b, 2*a**2*b + a**2])"),
    ],
)  # fmt: skip
def test_a_right_answer_passes(name, typed):
    for seed in SEEDS:
        assert judged(name, typed, seed).status == CORRECT


@pytest.mark.parametrize(
    ("name", "typed", "mistake"),
    [
        ("passes_forward", "70", "biases forgotten"),
        ("passes_forward", "4", "inputs of the network"),
        ("passes_forward", "1", "that of reverse mode"),
        ("passes_forward", "50", "first layer only"),
        ("passes_forward", "13", "biases alone"),
        ("passes_forward", "4*10*3", "sizes multiplied"),
        ("passes_forward", "3*83", "outputs too"),
        ("passes_forward", "84", "one more for the values"),
        ("passes_reverse", "4", "that of forward mode"),
        ("passes_reverse", "1", "one"),
        ("passes_reverse", "1000", "one for each entry"),
        ("passes_reverse", "500", "two for each point"),
        ("dual_mul", PAIRS + "return x*y, dx*y + dy*y", "both times the second value"),
        ("dual_mul", PAIRS + "return x*y, x*dx + x*dy", "both times the first value"),
        ("dual_mul", PAIRS + "return x*y, x*dx + y*dy", "own value in place of the other's"),
        ("dual_mul", PAIRS + "return x*y, dx*y", "product rule half, the first moves"),
        ("dual_mul", PAIRS + "return x*y, dx*y + x", "one rate left out, the second"),
        ("dual_mul", PAIRS + "return x*y, 2*x*dx", "a number times itself only"),
        ("dual_mul", PAIRS + "return x*y, dx*y + x*dy + dx*dy", "a third term"),
        ("dual_mul", PAIRS + "return x*y, x*dy - dx*y", "sign, the other way round"),
        ("dual_mul", "return np.array(a) * np.array(b)", "derivatives multiplied"),
        ("dual_mul", "return a[0]*b[0]", "value alone"),
        ("dual_mul", "return a[1]*b[0] + a[0]*b[1]", "derivative alone"),
        ("dual_mul", "dx, x = a\ndy, y = b\nreturn x*y, dx*y + x*dy", "pairs read the other way round"),
        ("dual_sigmoid", SIGMOID + "return s, s*(1 - s)*a[0]", "value for the derivative"),
        ("dual_sigmoid", SIGMOID + "return s, s*(1 - s)*a[0]*a[1]", "value and derivative"),
        ("dual_sigmoid", SIGMOID + "return s, s*(1 - s)", "upstream ignored"),
        ("dual_sigmoid", SIGMOID + "return s, s*(1 - a[1])", "derivative inside the parentheses"),
        ("dual_sigmoid", SIGMOID + "return s, (1 - s)*a[1]", "s dropped"),
        ("dual_sigmoid", SIGMOID + "return s, a[1]*(1 - a[1])", "derivative taken for the activation"),
        ("dual_sigmoid", SIGMOID.replace("-a", "a") + "return s, s*(1 - s)*a[1]", "sign in the exponent"),
        ("dual_sigmoid", "return 1/(1 + np.exp(-np.array(a)))", "sigmoid of the derivative"),
        ("dual_sigmoid", SIGMOID + "return s*(1 - s)*a[1]", "derivative alone"),
        ("dual_sigmoid", "f = lambda z: 1/(1 + np.exp(-z))\nh = 1e-5\n"
         "return f(a[0]), (f(a[0] + h) - f(a[0] - h))/(2*h)*a[1]", "not exact"),
        ("d_quotient", "a/b", "values divided"),
        ("d_quotient", "da/db", "derivatives divided"),
        ("d_quotient", "da/b - a/db", "one moves at a time, divided"),
        ("d_quotient", "(a*db - da*b)/b**2", "signs swapped"),
        ("d_quotient", "(a*db - da*b)/a**2", "upside down"),
        ("d_quotient", "da*b - a*db/b**2", "only the second term divided"),
        ("d_quotient", "da - a/b*db", "divided by b once"),
        ("d_quotient", "(da*b - a*db)/db**2", "divided by db squared"),
        ("d_quotient", "sympy.diff(a/b, a) + sympy.diff(a/b, b)", "rates left out"),
        ("d_quotient", "sympy.diff(a/b, b)", "the slope in b alone"),
        ("jvp", "return f(*[(a, 1) for a in x])", "v ignored, all ones"),
        ("jvp", "return f(*zip(v, x))", "values and rates swapped"),
        ("jvp", RUNS.replace("v[j]*d", "d"), "v ignored, all ones"),
        ("jvp", RUNS.replace("+=", "="), "last input only"),
        ("jvp", RUNS.replace("total = 0", "total = []").replace("+= v[j]*d", "+= [v[j]*d]"), "one part for each input"),
        ("jvp", RUNS.replace("total = 0", "total = []").replace("+= v[j]*d", "+= [d]"), "the partial derivatives"),
        ("jvp", "return f(*zip(x, v))[1]", "derivative alone"),
        ("jvp", "h = 1e-6\ny, _ = f(*[(a, 0) for a in x])\nmoved, _ = f(*[(a + h*r, 0) for a, r in zip(x, v)])\n"
         "return y, (moved - y)/h", "not exact"),
        ("sweep_order", "'P R M N K'", "R too early"),
        ("sweep_order", "'K R N M P'", "K too early"),
        ("sweep_order", "'P M L N K'", "L does not belong"),
        ("sweep_order", "'P Q R N K'", "Q does not belong"),
        ("reverse_sweep", CALLS, "sends at once after each message"),
        ("reverse_sweep", SWEEP.replace("held[output]", "held[topological_order(graph)[-1]]"),
         "starts at the end of the order"),
        ("reverse_sweep", SWEEP.replace("held[output]", "held[topological_order(graph)[0]]"),
         "starts at the beginning of the order"),
        ("reverse_sweep", SWEEP.replace("held[output]", "held[list(graph)[-1]]"),
         "starts at the last of the dictionary"),
        ("reverse_sweep", SWEEP.replace("held[output] = 1\n", ""), "starts from 0"),
        ("reverse_sweep", SWEEP.replace("node: 0 for", "node: 1 for"), "every node starts with 1"),
        ("reverse_sweep", SWEEP.replace("{node: 0 for node in graph}", "{}"), "no zeros to add to"),
        ("reverse_sweep", SWEEP.replace("{node: 0 for node in graph}", "{}").replace(
            "held[parent] += slope * held[node]", "held[parent] = held.get(parent, 0) + slope * held.get(node, 0)"),
         "nodes to which nobody sends missing"),
        ("reverse_sweep", SWEEP.replace("+=", "="), "= in place of +=, zeros too"),
        ("reverse_sweep", SWEEP.replace("reversed(topological_order(graph))", "topological_order(graph)"),
         "parents first"),
        ("reverse_sweep", SWEEP.replace("reversed(topological_order(graph))", "graph"), "order of the dictionary"),
        ("reverse_sweep", SWEEP.replace("slope * held[node]", "slope"), "upstream ignored"),
        ("reverse_sweep", SWEEP.replace("slope * held[node]", "held[node]"), "slopes left out"),
        ("reverse_sweep", SWEEP.replace("slope * held[node]", "slope + held[node]"), "factors added"),
        ("reverse_sweep", SWEEP.replace("held[parent] += slope * held[node]", "held[node] += slope * held[parent]"),
         "a forward sweep"),
        ("reverse_sweep", SWEEP.replace("\nreturn", "\n    return"), "returns inside the loop"),
        ("reverse_sweep", SWEEP.replace("for parent, slope in zip(graph[node], local[node]):\n        held[parent] += "
         "slope", "for parent in graph[node]:\n        held[parent] += local[node][graph[node].index(parent)]"),
         "first derivative of a doubled edge twice"),
        ("reverse_sweep", SWEEP.replace("return held", "return {n: held[n] for n in graph if not graph[n]}"),
         "only the inputs"),
        ("reverse_sweep", QUEUE, "sends after each message"),
        ("reverse_sweep", QUEUE.replace("pop(0)", "pop()"), "sends after each message, the last first"),
        ("reverse_sweep", QUEUE.replace("while", "sent = set()\nwhile").replace(
            "    for", "    if n in sent:\n        continue\n    sent.add(n)\n    for"), "sends once, too soon"),
        ("reverse_sweep", MEMO.replace("    return memo[n]\n", "").replace(
            "    if n not in memo:\n        memo[n] =", "    if n == output:\n        return 1\n    return"),
         "walks every path"),
        ("gradient_of_z", STUB.replace("p_bar = q_bar", "p_bar += q_bar").replace("a_bar = q_bar", "a_bar += q_bar"),
         "+= mended, order not"),
        ("gradient_of_z", P_IN_TIME, "order mended, += not"),
        ("gradient_of_z", P_LATE, "order mended, += not, p's message last"),
        ("gradient_of_z", P_IN_TIME.replace("p_bar = q_bar", "p_bar += q_bar"), "p mended, a overwritten"),
        ("gradient_of_z", P_LATE.replace("p_bar = q_bar", "p_bar += q_bar"), "the direct road of a lost"),
        ("gradient_of_z", P_IN_TIME.replace("a_bar = q_bar", "a_bar += q_bar"), "a mended, p overwritten"),
        ("gradient_of_z", P_IN_TIME.replace("p_bar = q_bar", "p_bar += q_bar").replace("a_bar = q_bar", "a_bar += 1"),
         "the edge alone, from q to a"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named(name, typed, mistake):
    for seed in SEEDS:
        verdict = judged(name, typed, seed)
        assert (verdict.mistake, verdict.points) == (mistake, 0), f"seed {seed}: {verdict!r}"


@pytest.mark.parametrize(
    ("typed", "mistake", "points"),
    [
        ("s = 1/(1 + math.exp(-a[0]))\nreturn s, s*(1 - s)*a[1]", "overflow of math.exp", 1.75),
        ("e = np.exp(-a[0])\nreturn 1/(1 + e), e/(1 + e)**2*a[1]", "overflow of the slope", 1.75),
        ("e = np.exp(a[0])\nreturn e/(1 + e), e/(1 + e)**2*a[1]", "overflow of the value", 1.75),
    ],
)
def test_a_sigmoid_that_overflows_keeps_most_of_its_points(typed, mistake, points):
    for seed in SEEDS:
        verdict = judged("dual_sigmoid", typed, seed)
        assert (verdict.status, verdict.mistake, verdict.points) == (PARTIAL, mistake, points)


@pytest.mark.parametrize("typed", [STUB, STUB.replace("p_bar = q_bar", "p_bar += q_bar")])
def test_a_program_that_gives_what_the_broken_one_gives_is_not_attempted(typed):
    assert judged("gradient_of_z", typed, 0).status == NOT_ATTEMPTED


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("dual_mul", "return a * b", "Python does not compute with a whole tuple or list."),
        ("dual_mul", PAIRS + "return {'value': x*y}", "in this order; it returned a dict of 1 value."),
        ("jvp", "return f(x, v)", "f takes 1 pair (value, derivative), and got ["),
        ("jvp", "return f((x[0], v[0]))", "f takes 2 pairs (value, derivative), and got ("),
        ("jvp", "return f((x, v))", "f takes 1 pair (value, derivative), and got (["),
        ("jvp", "return f(zip(x, v))", "and got a value of type zip (in the line `return f(zip(x, v))`)."),
        ("d_quotient", "(a/b, da/b)", "Your answer is a tuple of 2 values; expected a SymPy expression"),
        ("d_quotient", "'da/b'", "Your answer is text in quotes; expected a SymPy expression"),
        ("reverse_sweep", SWEEP.replace("reversed(topological_order(graph))", "topological_order(graph).reverse()"),
         "`.reverse()` changes the list where it is, and gives back None."),
        ("reverse_sweep", SWEEP.replace("return held", "return held[output]"), "expected a dict of 5 values."),
        ("gradient_of_z", STUB.replace("p_bar = q ", "p_bar += q "), "This line reads `p_bar` before it has a value."),
        ("sweep_order", "'P M R K'", "Steps are missing: you gave 4, and 5 belong."),
    ],
)  # fmt: skip
def test_an_answer_of_another_kind_is_told_what_it_is(name, typed, said):
    for seed in SEEDS:
        verdict = judged(name, typed, seed)
        assert said in verdict.message and verdict.points == 0, f"seed {seed}: {verdict!r}"
