"""Exercise `smallest_error_first` of chapter 07: six measurements of one slope in the order of their errors."""

from bpcourse.grading.ordering import Step, ordering

SMALLEST_ERROR_FIRST = ordering(
    (
        Step("D", "a complex step with h = 1e-20"),
        Step(
            "B",
            "a central difference with h = 1e-5",
            after=("D",),
            says="A central difference with h = 1e-5 is near its best, about 1e-10 or a little less. A complex step "
            "subtracts nothing and is good to about 1e-16.",
        ),
        Step(
            "F",
            "a one-sided difference with h = 1e-8",
            after=("B",),
            says="A one-sided difference is at its best near h = 1e-8, and there still off by about 1e-8: its "
            "truncation is h/2, its rounding 1e-16/h.",
        ),
        Step(
            "A",
            "a central difference with h = 1e-2",
            after=("F",),
            says="The truncation error of the central difference is about h²/6, here 2e-5 of the slope. That is more "
            "than 1e-8.",
        ),
        Step(
            "E",
            "a one-sided difference with h = 1e-2",
            after=("A",),
            says="With the same h the one-sided difference is worse than the central one: h/2 = 5e-3 against "
            "h²/6 = 2e-5.",
        ),
        Step(
            "C",
            "a central difference with h = 1e-17",
            after=("E",),
            says="1 + 1e-17 is 1 in float64, and so is 1 - 1e-17: the difference is 0, whatever the slope. The error "
            "is the whole slope.",
        ),
    ),
    name="smallest_error_first",
    chapter=7,
    points=2,
    minutes=8,
    difficulty="core",
    statement=r"""Predict, and do not run anything. The slope of $e^x$ at $x = 1$ is measured in six ways, in
float64. Which has the smallest error, which the next, and so on, to the one with the largest?""",
    hints=(
        "For each, write down two numbers: what Taylor's formula says is left out, and what rounding does.",
        "All derivatives of e^x are alike, so relative to the slope the truncation is about h/2 or h²/6.",
        "Rounding: about 1e-16 / h for a difference, none for a complex step. The larger of the two is the error.",
        "For the central difference with h = 1e-5: h²/6 is about 2e-11 and 1e-16/h is 1e-11. Now the others.",
    ),
    explanation="About 1e-16, 1e-11, 1e-8, 2e-5, 5e-3, and 1. Too large an h fails gently, too small an h fails "
    "completely.",
    read='chapter 07, "How small should h be?"',
)
