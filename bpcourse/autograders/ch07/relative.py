"""Exercise `relative_error` of chapter 07: one number that says how far two gradients are apart."""

from collections.abc import Callable
from typing import Any

import numpy as np

from bpcourse.autograders.ch07.shared import RELATIVE
from bpcourse.gradcheck import relative_error
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array

norm = np.linalg.norm


def _cases(rng: np.random.Generator) -> list[Case]:
    # Here b is the larger one, and in the third case a is.
    a, small = rng.permutation([-1.0, 1.0] * 3).reshape(3, 2) * rng.uniform(0.5, 1.5, (3, 2)), 1e-6 * rng.normal(size=4)
    vector = rng.uniform(1, 2, size=5)
    return [
        Case("two matrices", {"a": a, "b": 1.3 * a + rng.uniform(-0.1, 0.1, (3, 2))}),
        Case("the same entries in another order", {"a": vector, "b": np.roll(vector, 1)}),
        Case("entries near 1e-6", {"a": small, "b": 0.7 * small}),
        Case("each has an entry of 0", {"a": np.append(vector[:3], 0.0), "b": np.insert(vector[2:], 0, 0.0)}),
        Case("one of the two is zero", {"a": np.zeros(3), "b": rng.normal(size=3)}, edge=True),
        Case("both are zero", {"a": np.zeros(3), "b": np.zeros(3)}, edge=True),
    ]


def _by_sums(a: Array, b: Array) -> float:
    size = np.sqrt((a**2).sum()) + np.sqrt((b**2).sum())
    return float(np.sqrt(((a - b) ** 2).sum()) / size) if size > 0 else 0.0


def _relative(norm: Callable[[Array], Any], size: Callable[[Array, Array], Any] | None = None) -> Callable[..., Any]:
    """The error with another norm, or relative to another size."""

    def error(a: Array, b: Array) -> float:
        below = size(a, b) if size else norm(a) + norm(b)
        return float(norm(a - b) / below) if below else 0.0

    return error


RELATIVE_ERROR = Exercise(
    name="relative_error",
    chapter=7,
    points=2,
    minutes=6,
    difficulty="warm-up",
    statement=r"""Write `relative_error(a, b)`: how far two gradients `a` and `b` of the same shape are apart,
relative to their size, as one number:

$$ \frac{\lVert a - b \rVert}{\lVert a \rVert + \lVert b \rVert}, \qquad \lVert a \rVert = \sqrt{\textstyle\sum_i
a_i^2} $$

`np.linalg.norm(a)` computes $\lVert a \rVert$ over all entries. When both are zero, the error is 0.""",
    stub='''def relative_error(a, b):
    """Return |a - b| / (|a| + |b|) in 2-norms, and 0 when both are zero."""
    raise NotImplementedError
''',
    hints=(
        "Subtract first, entry by entry, and only then make one number of it.",
        "It is one number between 0 and 1. What should happen when the denominator is 0?",
        "norm(a - b) / (norm(a) + norm(b)), unless that denominator is 0.",
        "`size = np.linalg.norm(a) + np.linalg.norm(b)`, then "
        "`return np.linalg.norm(a - b) / size if size != 0 else 0.0`",
    ),
    solution='''def relative_error(a, b):
    """Return |a - b| / (|a| + |b|) in 2-norms, and 0 when both are zero."""
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return np.linalg.norm(a - b) / size if size != 0 else 0.0
''',
    explanation="A difference means something beside a size only. Both norms stand below, so neither gradient counts "
    "as the right one, and the number never exceeds 1. It asks whether the size is 0, and not whether it is more: a "
    "gradient with a nan in it then gives nan, which is below no tolerance.",
    read='chapter 07, "How large is a difference?"',
    reference=relative_error,
    correct=(_by_sums, lambda a, b: float(norm(a - b)) / max(float(norm(a) + norm(b)), 1e-300)),
    mistakes=(
        Mistake(
            "0/0",
            lambda a, b: float(norm(a - b) / (norm(a) + norm(b))),
            "When both gradients are zero you divide 0 by 0, which is nan. Two zeros agree: the error is 0.",
            RELATIVE,
        ),
        Mistake(
            "absolute",
            lambda a, b: float(norm(a - b)),
            "That is ‖a - b‖, the absolute difference. A gradient of size 1e-6 that is all wrong would look fine: "
            "divide by ‖a‖ + ‖b‖.",
            RELATIVE,
        ),
        Mistake(
            "relative to b alone",
            lambda a, b: float(norm(a - b) / norm(b)) if norm(b) else 0.0,
            "You divided by ‖b‖ alone. Divide by ‖a‖ + ‖b‖: then a and b can change places, and the error is never "
            "more than 1.",
            RELATIVE,
        ),
        Mistake(
            "relative to a alone",
            lambda a, b: float(norm(a - b) / norm(a)) if norm(a) else 0.0,
            "You divided by ‖a‖, one of the two norms. Divide by ‖a‖ + ‖b‖: then the error is never more than 1.",
            RELATIVE,
        ),
        Mistake(
            "norm of the sum",
            lambda a, b: float(norm(a - b) / norm(a + b)) if norm(a + b) else 0.0,
            "Below stands ‖a + b‖. Two opposite gradients would make it 0. Take the norms first, then add them.",
            RELATIVE,
        ),
        Mistake(
            "difference of the norms",
            lambda a, b: float(abs(norm(a) - norm(b)) / (norm(a) + norm(b))) if norm(a) + norm(b) else 0.0,
            "You took the norms first and then their difference. Entries in the wrong places have the same norm: "
            "subtract entry by entry, then take the norm.",
            RELATIVE,
        ),
        Mistake(
            "sums compared",
            lambda a, b: float(abs(a.sum() - b.sum()) / (abs(a.sum()) + abs(b.sum()))) if a.any() or b.any() else 0.0,
            "You compared the sums of the entries. Errors of opposite signs cancel in a sum: subtract entry by entry.",
            RELATIVE,
        ),
        Mistake(
            "squared after the sum",
            lambda a, b: float(abs((a - b).sum()) / (norm(a) + norm(b))) if a.any() or b.any() else 0.0,
            "You squared the sum of the differences. Square each entry first, then add up: "
            "`np.sqrt(np.sum((a - b) ** 2))`, or `np.linalg.norm(a - b)`.",
            RELATIVE,
        ),
        Mistake(
            "largest entry for the norm",
            lambda a, b: (
                float(np.abs(a - b).max() / (np.abs(a).max() + np.abs(b).max())) if a.any() or b.any() else 0.0
            ),
            "You took the largest entry in place of the norm. The 2-norm is the root of the sum of the squares.",
            RELATIVE,
        ),
        Mistake(
            "squares without the root",
            lambda a, b: float(norm(a - b) ** 2 / (norm(a) ** 2 + norm(b) ** 2)) if a.any() or b.any() else 0.0,
            "The roots are missing: a norm is the root of the sum of the squares. Squared, an error of 1e-4 looks "
            "like 1e-8.",
            RELATIVE,
        ),
        Mistake(
            "one root for both",
            _relative(norm, lambda a, b: norm([norm(a), norm(b)])),
            "Below stands one root over the squares of both gradients. Each norm has its own root: ‖a‖ + ‖b‖.",
            RELATIVE,
        ),
        Mistake(
            "relative to the larger",
            _relative(norm, lambda a, b: max(norm(a), norm(b))),
            "You divided by the larger of the two norms. Divide by their sum, ‖a‖ + ‖b‖.",
            RELATIVE,
        ),
        Mistake(
            "sum of absolute values for the norm",
            _relative(lambda a: np.abs(a).sum()),
            "You added up absolute values. The 2-norm is the root of the sum of the squares.",
            RELATIVE,
        ),
        Mistake(
            "another norm of a matrix",
            _relative(lambda a: norm(a, 2)),
            "Right for vectors only. With a 2, `np.linalg.norm(a, 2)` of a matrix is something else, how far it "
            "stretches a vector. Leave the 2 out: then all entries count.",
            RELATIVE,
        ),
        Mistake(
            "without parentheses",
            lambda a, b: float(norm(a - b) / norm(a) + norm(b)),
            "Python divides by ‖a‖ first and adds ‖b‖ then. Put the denominator in parentheses: / (‖a‖ + ‖b‖).",
            RELATIVE,
        ),
        Mistake(
            "entry by entry",
            lambda a, b: np.abs(a - b) / (np.abs(a) + np.abs(b)),
            "You return an error for each entry. Asked for is one number, made of norms: ‖a - b‖ over ‖a‖ + ‖b‖.",
            RELATIVE,
        ),
        Mistake(
            "mean over the entries",
            lambda a, b: float((np.abs(a - b) / (np.abs(a) + np.abs(b))).mean()),
            "You took the mean of a relative error for each entry, in which an entry near 0 counts as much as any. "
            "Take norms first, over all entries, and divide once.",
            RELATIVE,
        ),
        *(
            Mistake(
                f"{extra} added below",
                lambda a, b, extra=float(extra): float(norm(a - b) / (norm(a) + norm(b) + extra)),
                f"You add {extra} to the denominator. Beside gradients near 1e-6 that counts. Nothing is added: only "
                f"when both norms are 0 the error is 0.",
                RELATIVE,
            )
            for extra in ("1e-8", "1e-10")
        ),
        Mistake(
            "0 where each has a zero",
            lambda a, b: 0.0 if not a.all() and not b.all() else float(norm(a - b) / (norm(a) + norm(b))),
            "You return 0 as soon as each of the two has an entry that is 0. They are zero when no entry is anything "
            "else: then both norms are 0, and `a.any()` and `b.any()` are False.",
            RELATIVE,
        ),
        Mistake(
            "0 where one of them is zero",
            lambda a, b: float(norm(a - b) / (norm(a) + norm(b))) if norm(a) and norm(b) else 0.0,
            "When one of the two is zero and the other is not, nothing agrees, and the error is 1. It is 0 only when "
            "both are zero.",
            RELATIVE,
        ),
    ),
    cases=_cases,
)
