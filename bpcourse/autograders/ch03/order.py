"""Exercise `nearest_first` of chapter 03: learning rates in the order of what they achieve, predicted and not run."""

from bpcourse.grading.ordering import Step, ordering

NEAREST_FIRST = ordering(
    (
        Step("B", "learning rate 0.2"),
        Step(
            "C",
            "learning rate 0.4",
            after=("B",),
            says="λ = 4. With 0.4 the distance is multiplied by 1 - 0.4 · 4 = -0.6 in each step, with 0.2 by 0.2. The "
            "sign only says on which side the point lands; the size decides.",
        ),
        Step(
            "A",
            "learning rate 0.02",
            after=("C",),
            says="With 0.02 the distance is multiplied by 1 - 0.02 · 4 = 0.92 in each step: it creeps. With 0.4 it is "
            "multiplied by -0.6, to and fro, and shrinks faster.",
        ),
        Step(
            "D",
            "learning rate 0.49",
            after=("A",),
            says="With 0.49 the distance is multiplied by 1 - 0.49 · 4 = -0.96 in each step, with 0.02 by 0.92. Close "
            "to the bound 2/λ = 0.5 it hardly shrinks.",
        ),
        Step(
            "E",
            "learning rate 0.6",
            after=("D",),
            says="0.6 is beyond the bound 2/λ = 0.5: the distance is multiplied by -1.4 in each step, and grows. It "
            "comes last.",
        ),
    ),
    name="nearest_first",
    chapter=3,
    points=2,
    minutes=8,
    difficulty="core",
    statement=r"""Predict, and do not run anything. $L(w) = 2 w^2$, the start is $w = 1$, and each learning rate below
gets 20 steps of gradient descent. Which ends nearest to the bottom, which next, and so on,
to the one that ends furthest away?""",
    hints=(
        "In each step the distance to the bottom is multiplied by one number, the same in every step. Work it out for "
        "each learning rate.",
        "Five numbers, some of them negative. What counts for the distance is their size.",
        "The number is 1 - ηλ, and λ is the second derivative of 2 w².",
        "λ = 4. For 0.2 it is 1 - 0.8 = 0.2, for 0.6 it is 1 - 2.4 = -1.4; now the other three.",
    ),
    explanation="1 - 4η is 0.2, -0.6, 0.92, -0.96 and -1.4. The smaller its size, the nearer after 20 steps: neither "
    "the smallest learning rate nor the largest.",
    read='chapter 03, "How long may a step be?"',
)
