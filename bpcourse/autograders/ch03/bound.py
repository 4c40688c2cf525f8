"""Exercise `largest_stable_lr` of chapter 03: the bound on the learning rate of a bowl, on paper."""

from bpcourse.autograders.ch03.shared import BOUND, BOWL
from bpcourse.grading.exercise import Case, Exercise, Mistake

# L = FLAT w1² + STEEP w2²; the curvatures are twice these numbers.
FLAT, STEEP = 1.0, 3.5
SMALL, LARGE = 2 * FLAT, 2 * STEEP

LARGEST_STABLE_LR = Exercise(
    name="largest_stable_lr",
    kind="value",
    chapter=3,
    points=2,
    minutes=8,
    difficulty="core",
    statement=r"""On paper: $L(w_1, w_2) = w_1^2 + 3.5\,w_2^2$. Below which learning rate does gradient descent come
down to the bottom from every start? Give the bound itself, with at least three significant digits.""",
    stub="largest_stable_lr = None\n",
    hints=(
        "Take one weight at a time: each has its own curvature, and its own bound.",
        "It is one number. Both weights have to settle, so the smaller of the two bounds counts.",
        "The curvature λ is the second derivative of L with respect to that weight, and the bound is 2/λ.",
        "∂L/∂w₂ = 7 w₂, so λ₂ = 7; now 2/7, and compare it with 2/λ₁.",
    ),
    solution="""largest_stable_lr = 2 / 7
""",
    explanation="∂L/∂w₁ = 2 w₁ and ∂L/∂w₂ = 7 w₂, so the curvatures are 2 and 7. The bounds are 2/2 and 2/7; the steep "
    "direction has the smaller one.",
    read='chapter 03, "Two weights, two curvatures"',
    reference=lambda: 2 / LARGE,
    correct=(lambda: 0.286, lambda: 0.2857, lambda: 1 / STEEP),
    mistakes=(
        Mistake(
            "fastest for largest",
            lambda: 1 / LARGE,
            "That is 1/λ: there a step lands on the bottom. The bound is twice as far, where the step throws the "
            "weight as far to the other side.",
            BOUND,
        ),
        Mistake(
            "coefficient for curvature",
            lambda: 2 / STEEP,
            "You took 3.5 for the curvature. 3.5 w₂² has the derivative 7 w₂, and the second derivative 7.",
            BOUND,
        ),
        Mistake(
            "the flat direction",
            lambda: 2 / SMALL,
            "That is the bound of w₁, the flat direction. At this learning rate w₂ flies away.",
            BOWL,
        ),
        Mistake(
            "the flat direction, with its coefficient",
            lambda: 2 / FLAT,
            "Two things: the curvature of w₁² is 2, not 1; and w₂ is the steeper direction, so its bound counts.",
            BOWL,
        ),
        Mistake(
            "both curvatures added",
            lambda: 2 / (SMALL + LARGE),
            "You added the two curvatures. Each weight moves by itself; the larger curvature alone sets the bound.",
            BOWL,
        ),
        Mistake(
            "mean curvature",
            lambda: 4 / (SMALL + LARGE),
            "You took the mean of the two curvatures. A mean does not help the steeper direction: it needs 2/λ of its "
            "own.",
            BOWL,
        ),
        Mistake(
            "the curvature itself",
            lambda: LARGE,
            "That is λ, the curvature. The bound is 2/λ: the steeper the bowl, the shorter the step must be.",
            BOUND,
        ),
        Mistake(
            "upside down",
            lambda: LARGE / 2,
            "That is λ/2, upside down. The bound is 2/λ: the steeper the bowl, the shorter the step must be.",
            BOUND,
        ),
    ),
    cases=lambda rng: [Case("the bowl", {})],
)
