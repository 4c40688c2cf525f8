"""Exercise `central_error` of chapter 07: what a central difference misses, on paper, as a SymPy expression."""

import numpy as np

from bpcourse.autograders.ch07.shared import DIFFERENCE
from bpcourse.grading.exercise import Case, Exercise, Mistake


def _points(rng: np.random.Generator) -> list[Case]:
    return [Case("five points", {"x": rng.uniform(0.5, 2.0, size=5), "h": rng.uniform(0.1, 0.5, size=5)})]


CENTRAL_ERROR = Exercise(
    name="central_error",
    kind="expression",
    chapter=7,
    points=3,
    minutes=12,
    difficulty="core",
    statement=r"""On paper: $f(x) = x^4$. Work out the error of the central difference,

$$ \frac{f(x + h) - f(x - h)}{2h} - f'(x), $$

exactly, for any $x$ and $h$, and write it as a SymPy expression in `x` and `h`. Any form that is equal counts. Use
$(x + h)^4 = x^4 + 4x^3h + 6x^2h^2 + 4xh^3 + h^4$.""",
    stub="""import sympy

x, h = sympy.symbols("x h")
central_error = None
""",
    hints=(
        "Write (x - h)⁴ out in the same way: which of its five terms change their sign?",
        "One expression in x and h. It must be 0 at h = 0, and at x = h = 1 it is 4.",
        "f(x + h) - f(x - h) keeps twice the terms with odd powers of h: 2 · (4x³h + 4xh³). Divide by 2h, and take "
        "away f'(x) = 4x³.",
        "(8x³h + 8xh³) / (2h) = 4x³ + 4xh², minus 4x³ leaves `central_error = 4 * x * h**2`",
    ),
    solution="""import sympy

x, h = sympy.symbols("x h")
central_error = 4 * x * h**2
""",
    explanation="The even powers of h cancel in f(x + h) - f(x - h). What is left beside f' is 4xh², which is "
    "f'''(x) h²/6 with f''' = 24x: a tenth of h, a hundredth of the error.",
    read='chapter 07, "Two points on a curve"',
    reference=lambda x, h: 4 * x * h**2,
    formula="4*x*h**2",
    correct=(
        lambda x, h: ((x + h) ** 4 - (x - h) ** 4) / (2 * h) - 4 * x**3,
        lambda x, h: 24 * x * h**2 / 6,
    ),
    mistakes=(
        Mistake(
            "one-sided",
            lambda x, h: ((x + h) ** 4 - x**4) / h - 4 * x**3,
            "That is the error of the one-sided difference, 6x²h + 4xh² + h³. In the central one the even powers of h "
            "cancel.",
            DIFFERENCE,
        ),
        Mistake(
            "first term of the one-sided",
            lambda x, h: 6 * x**2 * h,
            "6x²h is the first error term of the one-sided difference. In the central one it cancels, as (x - h)⁴ has "
            "it too, with the same sign.",
            DIFFERENCE,
        ),
        Mistake(
            "not divided by 2",
            lambda x, h: 8 * x * h**2,
            "Twice too large. The difference holds 8xh³, and it is divided by 2h.",
            DIFFERENCE,
        ),
        Mistake(
            "not divided by h",
            lambda x, h: 4 * x * h**3,
            "One power of h too many: the difference is divided by 2h.",
            DIFFERENCE,
        ),
        Mistake(
            "not divided",
            lambda x, h: 8 * x * h**3,
            "That is what is left of the difference itself, 8xh³. It is divided by 2h.",
            DIFFERENCE,
        ),
        Mistake(
            "the 6 of Taylor forgotten",
            lambda x, h: 24 * x * h**2,
            "You have f'''(x) h². The third term of Taylor's formula is divided by 3! = 6.",
            DIFFERENCE,
        ),
        Mistake(
            "f' not taken away",
            lambda x, h: 4 * x**3 + 4 * x * h**2,
            "That is the central difference itself. Its error is what is left when f'(x) = 4x³ is taken away.",
            DIFFERENCE,
        ),
        Mistake(
            "sign",
            lambda x, h: -4 * x * h**2,
            "The sign is wrong: it is the difference minus f', and the difference is too large here.",
            DIFFERENCE,
        ),
        Mistake(
            "h⁴ kept",
            lambda x, h: 4 * x * h**2 + h**3,
            "The term h³ came from h⁴, an even power: it cancels between (x + h)⁴ and (x - h)⁴.",
            DIFFERENCE,
        ),
        Mistake(
            "6x²h² kept",
            lambda x, h: 4 * x * h**2 + 6 * x**2 * h,
            "The term 6x²h came from 6x²h², an even power: it cancels between (x + h)⁴ and (x - h)⁴.",
            DIFFERENCE,
        ),
        Mistake(
            "the difference itself",
            lambda x, h: 8 * x**3 * h + 8 * x * h**3,
            "That is f(x + h) - f(x - h). Divide it by 2h, and take f'(x) = 4x³ away.",
            DIFFERENCE,
        ),
        Mistake(
            "divided by h",
            lambda x, h: 4 * x**3 + 8 * x * h**2,
            "You divided by h. From x - h to x + h it is 2h.",
            DIFFERENCE,
        ),
        Mistake(
            "multiplied by h",
            lambda x, h: (8 * x**3 * h + 8 * x * h**3) / 2 * h - 4 * x**3,
            "You divided by 2 and multiplied by h: Python reads `a / 2 * h` from left to right. Put the divisor in "
            "parentheses, `a / (2 * h)`.",
            DIFFERENCE,
        ),
        Mistake(
            "f taken away",
            lambda x, h: 4 * x**3 + 4 * x * h**2 - x**4,
            "You took f(x) = x⁴ away. The error is what is left when the slope is taken away, f'(x) = 4x³.",
            DIFFERENCE,
        ),
        Mistake(
            "f'' taken away",
            lambda x, h: 4 * x**3 + 4 * x * h**2 - 12 * x**2,
            "You took 12x² away, which is f''. The slope of x⁴ is f'(x) = 4x³.",
            DIFFERENCE,
        ),
        Mistake(
            "f'' for f'''",
            lambda x, h: 2 * x**2 * h**2,
            "You put f'' = 12x² into h²/6 · f'''. One slope more: f''' = 24x.",
            DIFFERENCE,
        ),
        Mistake(
            "the error for x³",
            lambda x, h: h**2,
            "h² is the error for x³, the chapter's example. Here f(x) = x⁴.",
            DIFFERENCE,
        ),
    ),
    cases=_points,
)
