"""Exercise `shapes_back` of chapter 08: the lines of a backward pass for a batch, told apart by their shapes."""

from bpcourse.grading.ordering import Step, ordering

SHAPES_BACK = ordering(
    (
        Step("E", "`grad_z2 = (p - y) / N`"),
        Step("B", "`grad_w2 = a1.T @ grad_z2`", after=("E",), says="It needs grad_z2."),
        Step("G", "`grad_a1 = grad_z2 @ w2.T`", after=("E",), says="It needs grad_z2."),
        Step("A", "`grad_z1 = grad_a1 * a1 * (1 - a1)`", after=("G",), says="It needs grad_a1."),
        Step("D", "`grad_w1 = x.T @ grad_z1`", after=("A",), says="It needs grad_z1."),
        Step(
            "C",
            "`grad_w1 = grad_z1 @ x.T`",
            distractor=True,
            says="(5, 4) times (3, 5) does not fit: the 4 meets a 3. The gradient of w1 has the shape of w1, (3, 4).",
        ),
        Step(
            "F",
            "`grad_a1 = grad_z2 @ w2`",
            distractor=True,
            says="(5, 2) times (4, 2) does not fit: the 2 meets a 4.",
        ),
        Step(
            "H",
            "`grad_w2 = grad_z2.T @ a1`",
            distractor=True,
            says="Its shape is (2, 4). The gradient of w2 has the shape of w2, (4, 2).",
        ),
    ),
    name="shapes_back",
    chapter=8,
    points=2,
    minutes=6,
    difficulty="warm-up",
    statement=r"""A network with 3 inputs, 4 hidden sigmoid units and 2 linear outputs, on a batch of N = 5 samples:
`x` (5, 3), `w1` (3, 4), `a1` (5, 4), `w2` (4, 2), predictions `p` and labels `y` (5, 2). The loss is
$\tfrac{1}{2N}\sum (p - y)^2$. Put the lines of its backward pass into an order in which each finds its numbers ready.
Three of the lines are wrong and belong nowhere: their shapes give them away.""",
    hints=(
        "Write the shape beside each name, then the shape of each product.",
        "A gradient has the shape of what it is the gradient of. Five of the eight lines belong.",
        "It begins with the outputs: grad_z2. From there to w2, and back to a1, z1, w1.",
        "It begins with E and ends with D.",
    ),
    explanation="Five lines have the right shapes, and each waits for what it uses. B may come anywhere after E.",
    read='chapter 08, "The backward pass of a layer"',
)
