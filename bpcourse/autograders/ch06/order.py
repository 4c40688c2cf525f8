"""Exercise `backward_order` of chapter 06: the lines of the way back, each after what it needs."""

from bpcourse.grading.ordering import Step, ordering

BACKWARD_ORDER = ordering(
    (
        Step("E", "δ_o1 = (out_o1 - t1) · out_o1 · (1 - out_o1)"),
        Step("C", "δ_o2 = (out_o2 - t2) · out_o2 · (1 - out_o2)"),
        Step(
            "G",
            "sent back to h1 = δ_o1 · w5 + δ_o2 · w7",
            after=("E", "C"),
            says="h1 feeds both outputs, so it needs the deltas of both.",
        ),
        Step(
            "A",
            "δ_h1 = (sent back to h1) · out_h1 · (1 - out_h1)",
            after=("G",),
            says="It needs what is sent back to h1.",
        ),
        Step("F", "∂E/∂w1 = δ_h1 · x1", after=("A",), says="It needs δ_h1."),
        Step(
            "B",
            "w5 ← w5 - η · ∂E/∂w5",
            after=("E", "G"),
            says="The step needs δ_o1; and what is sent back to h1 needs w5 as it was in the forward pass.",
        ),
        Step("D", "w1 ← w1 - η · ∂E/∂w1", after=("F",), says="It needs ∂E/∂w1."),
        Step(
            "H",
            "sent back to h1 = δ_o1 · w5",
            distractor=True,
            says="h1 feeds o2 as well: δ_o2 · w7 is missing.",
        ),
        Step(
            "J",
            "δ_h1 = (sent back to h1) · out_o1 · (1 - out_o1)",
            distractor=True,
            says="The slope in δ_h1 is that of h1 itself: out_h1 · (1 - out_h1).",
        ),
    ),
    name="backward_order",
    chapter=6,
    points=2,
    minutes=6,
    difficulty="warm-up",
    statement="""The forward pass of the 2-2-2 network is done. In which order can these lines be computed, so that each
finds what it needs, and no weight has moved that is needed later? Here $w_5$ gets its new value, and so does $w_1$.
Two of the lines are wrong and belong nowhere.""",
    hints=(
        "Which lines need nothing but values of the forward pass?",
        "Seven of the nine lines belong: two deltas, three lines back to w1, two updates.",
        "Deltas of the outputs, then what is sent back, then the delta of h1. w5 may move once it has been used.",
        "It can begin with E C G A, and it can end with F B D.",
    ),
    explanation="A line waits for what it uses. An update waits too: for its own gradient, and for everybody who still "
    "needs the old weight.",
    read='chapter 06, "All gradients first, then the update"',
)
