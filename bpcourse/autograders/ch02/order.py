"""Exercise `forward_order` of chapter 02: the steps of a forward pass, each after what it needs."""

from bpcourse.grading.ordering import Step, ordering

FORWARD_ORDER = ordering(
    (
        Step("D", "net_h1 = w1 · x1 + w2 · x2 + b_h1"),
        Step("A", "out_h1 = σ(net_h1)", after=("D",), says="It needs net_h1."),
        Step("F", "net_h2 = w3 · x1 + w4 · x2 + b_h2"),
        Step("C", "out_h2 = σ(net_h2)", after=("F",), says="It needs net_h2."),
        Step(
            "B",
            "net_o1 = w5 · out_h1 + w6 · out_h2 + b_o1",
            after=("A", "C"),
            says="It needs the outputs of both hidden units.",
        ),
        Step("E", "out_o1 = σ(net_o1)", after=("B",), says="It needs net_o1."),
        Step(
            "G",
            "net_o1 = w5 · net_h1 + w6 · net_h2 + b_o1",
            distractor=True,
            says="What a hidden unit passes on is its out, and not its net.",
        ),
        Step(
            "H",
            "out_o1 = σ(σ(net_o1))",
            distractor=True,
            says="The sigmoid is applied once in each unit.",
        ),
    ),
    name="forward_order",
    chapter=2,
    points=1,
    minutes=4,
    difficulty="warm-up",
    statement="""In which order are these lines computed, so that each finds its numbers ready? They lead to what $o_1$
says in the 2-2-2 network. Two of the lines are wrong and belong nowhere.""",
    hints=(
        "Which lines need nothing but x, w and b? They can come first.",
        "Six of the eight lines belong: net and out for h1, h2 and o1.",
        "A unit's net comes before its out; both hidden outs come before net_o1.",
        "It can begin with D A, and it ends with B E.",
    ),
    explanation="A line waits for the numbers that it uses, and for nothing else. So h1 and h2 may take turns as they "
    "like, and o1 comes last. More than one order is right.",
    read='chapter 02, "Layer after layer"',
)
