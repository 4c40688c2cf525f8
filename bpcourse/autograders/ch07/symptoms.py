"""Exercise `diagnose_specimen` of chapter 07: what two gradients that disagree say about the mistake."""

from collections.abc import Callable
from typing import Any

import numpy as np

from bpcourse.autograders.ch07.shared import RELATIVE, SYMPTOMS
from bpcourse.gradcheck import relative_error
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array

Close = Callable[[Array, Array], bool]


def _cases(rng: np.random.Generator) -> list[Case]:
    # Entries of both signs, the first positive, and of one order of size, whatever is drawn.
    signs = rng.permutation([-1.0] * 4 + [1.0] * 5).reshape(3, 3)
    signs *= signs[0, 0]
    right, factor = signs * rng.uniform(0.4, 2, size=(3, 3)), float(rng.choice([0.2, 2.0, 4.0, 5.0]))
    one_wrong, positive = right.copy(), np.abs(right)
    one_wrong[1, 2] -= 0.7
    doubled = right.copy()
    doubled[0, 0] *= 2
    too_large, too_small = positive.copy(), positive.copy()
    too_large[2, 0] *= 2
    too_small[0, 1] /= 2
    spread = right + rng.uniform(0.3, 0.9, size=(3, 3))

    def case(what: str, given: Array, says: str, edge: bool = False, of: Array = right) -> Case:
        # A measurement is good to about ten digits.
        measured = of * (1 + 1e-10 * rng.normal(size=(3, 3)))
        return Case(what, {"given": given, "measured": measured}, edge=edge, says=says)

    return [
        case("equal but for rounding", right, "These two agree to nine digits."),
        case("every sign flipped", -right, "Here given = -measured."),
        case("every entry times one number", factor * right, f"Here given = {factor:g} measured."),
        case("every entry times 1.001", 1.001 * right, "Here given = 1.001 measured: a factor, and not rounding."),
        case("every entry times -3", -3 * right, "Here given = -3 measured: a factor, which is negative."),
        case("rows and columns exchanged", right.T, "Here given is measured with rows and columns exchanged."),
        case("one entry off", one_wrong, "Here eight entries agree and one does not."),
        case("the first entry twice", doubled, "Here eight entries agree, and one, the first, is twice too large."),
        case(
            "one entry off, all near 1e-7",
            1e-7 * doubled,
            "Here the gradients are small, near 1e-7: eight entries agree, and one is twice too large.",
            of=1e-7 * right,
        ),
        case(
            "one entry off, all positive",
            too_large,
            "Here all numbers are positive: eight entries agree, and one is twice too large.",
            of=positive,
        ),
        Case(
            "one entry off, the others equal to the last digit",
            {"given": too_small, "measured": positive},
            says="Here eight entries are equal, and one is half of what it should be.",
        ),
        case("no pattern", spread, "Here no entry agrees, and there is no common factor."),
        case("both zero", np.zeros((3, 3)), "Here both are zero, so they agree.", True, np.zeros((3, 3))),
    ]


def _close(a: Array, b: Array) -> bool:
    return relative_error(a, b) < 1e-6


def _off(given: Array, measured: Array) -> Array:
    return np.asarray(np.abs(given - measured) > 1e-6 * np.abs(measured))


def _diagnose(
    given: Array,
    measured: Array,
    close: Close = _close,
    order: str = "rsftoe",
    off: Callable[[Array, Array], Any] = _off,
    few: Callable[[int], bool] = lambda number: number == 1,
) -> str:
    """The first symptom, in the given order of their first letters, that fits; `t` stands for transposed.

    `off` says which entries do not agree, and `few` which numbers of these are called one.
    """
    size = np.sum(measured * measured)
    factor = np.sum(given * measured) / size if size > 0 else 1.0
    fits = {
        "r": (close(given, measured), "right"),
        "s": (close(given, -measured), "sign"),
        "f": (close(given, factor * measured), "factor"),
        "t": (close(given, measured.T), "transposed"),
        "o": (few(int(np.sum(off(given, measured)))), "one entry"),
        "e": (True, "other"),
    }
    return next(name for letter in order for found, name in [fits[letter]] if found)


def _by_ratio(given: Array, measured: Array) -> str:
    """The same by the ratios of the entries."""
    if np.allclose(given, measured, rtol=1e-6, atol=1e-12):
        return "right"
    ratio = given / measured
    if np.ptp(ratio) < 1e-6 * abs(ratio.flat[0]):
        return "sign" if abs(ratio.flat[0] + 1) < 1e-6 else "factor"
    if np.allclose(given, measured.T, rtol=1e-6, atol=1e-12):
        return "transposed"
    return "one entry" if np.sum(np.abs(ratio - 1) > 1e-6) == 1 else "other"


def _first_ratio(least: float) -> Callable[[Array, Array], str]:
    """The ratio of the first entries for that of all, where it differs from 1 by more than `least`."""

    def diagnose(given: Array, measured: Array) -> str:
        if _close(given, measured):
            return "right"
        ratio = given.flat[0] / measured.flat[0]
        if abs(ratio + 1) < 1e-6:
            return "sign"
        return "factor" if abs(ratio - 1) > least else _diagnose(given, measured, order="rtoe")

    return diagnose


DIAGNOSE_SPECIMEN = Exercise(
    name="diagnose_specimen",
    chapter=7,
    points=3,
    minutes=15,
    difficulty="core",
    statement=r"""A gradient check has failed. What is wrong? Write `diagnose_specimen(given, measured)`: both are
arrays of shape (3, 3), the gradient of somebody's program and the measured one. Return the first of these that fits:

| return | when |
|---|---|
| `"right"` | they agree |
| `"sign"` | every entry has the opposite sign: given = -measured |
| `"factor"` | every entry is the same number times the measured one, which is neither 1 nor -1 |
| `"transposed"` | rows and columns are exchanged: given = measuredᵀ, in NumPy `measured.T` |
| `"one entry"` | exactly one entry does not agree |
| `"other"` | none of these |

Two arrays *agree* when your `relative_error` of them is below 1e-6; two entries, when they differ by at most 1e-6
of their size. A measured gradient has about ten right digits, so never ask for equality. For the common factor,
`np.sum(given * measured) / np.sum(measured * measured)` is a good guess: if there is one, this is it.""",
    stub='''def diagnose_specimen(given, measured):
    """Return "right", "sign", "factor", "transposed", "one entry" or "other"."""
    raise NotImplementedError
''',
    hints=(
        "Each symptom is a comparison of `given` with something made from `measured`. Go through them in the order of "
        "the table.",
        "It returns a text. Four of the comparisons use relative_error on whole arrays; `one entry` counts entries.",
        "right: given against measured; sign: against -measured; factor: against c · measured; transposed: against "
        "measured.T; one entry: `np.sum(np.abs(given - measured) > 1e-6 * np.abs(measured)) == 1`.",
        '`if relative_error(given, measured) < 1e-6: return "right"`, then `if relative_error(given, -measured) < '
        '1e-6: return "sign"`, and so on.',
    ),
    solution='''def diagnose_specimen(given, measured):
    """Return "right", "sign", "factor", "transposed", "one entry" or "other"."""
    if relative_error(given, measured) < 1e-6:
        return "right"
    if relative_error(given, -measured) < 1e-6:
        return "sign"
    factor = np.sum(given * measured) / np.sum(measured * measured)
    if relative_error(given, factor * measured) < 1e-6:
        return "factor"
    if relative_error(given, measured.T) < 1e-6:
        return "transposed"
    if np.sum(np.abs(given - measured) > 1e-6 * np.abs(measured)) == 1:
        return "one entry"
    return "other"
''',
    explanation="A mistake leaves a trace in the numbers. The order matters: -1 is a factor too, so the sign is asked "
    "for first. And one entry may be no mistake at all: look for a kink there before you look for one in the code.",
    read='chapter 07, "What a mismatch tells"',
    reference=lambda given, measured: _diagnose(given, measured),
    correct=(_by_ratio, lambda given, measured: _diagnose(given, measured, order="rstfoe")),
    mistakes=(
        Mistake(
            "equality asked for",
            lambda given, measured: _diagnose(given, measured, np.array_equal),
            "You ask whether numbers are equal, or nearly so. A measured gradient never is, to the last digit: ask "
            "whether the relative error is below 1e-6.",
            RELATIVE,
        ),
        Mistake(
            "equality asked for, of arrays and of entries",
            lambda given, measured: _diagnose(given, measured, np.array_equal, off=np.not_equal),
            "You ask whether numbers are equal, or nearly so, with `==`, `!=` or a tolerance below 1e-10. A measured "
            "gradient has about ten right digits: ask for 1e-6.",
            RELATIVE,
        ),
        Mistake(
            "equality of entries",
            lambda given, measured: _diagnose(given, measured, off=np.not_equal),
            "One wrong entry is not found among measured ones: you count the entries that are not equal, and that is "
            "all of them. Count those that differ by more than 1e-6 of their size.",
            RELATIVE,
        ),
        Mistake(
            "difference without abs",
            lambda given, measured: _diagnose(given, measured, off=lambda g, m: g - m > 1e-6 * m),
            "The entries that do not agree are miscounted where a number is negative, or one is too small: take "
            "`np.abs` of the difference and of the size.",
            SYMPTOMS,
        ),
        Mistake(
            "difference without abs, size with",
            lambda given, measured: _diagnose(given, measured, off=lambda g, m: g - m > 1e-6 * np.abs(m)),
            "An entry that is too small is not counted: take `np.abs` of the difference.",
            SYMPTOMS,
        ),
        Mistake(
            "size without abs",
            lambda given, measured: _diagnose(given, measured, off=lambda g, m: np.abs(g - m) > 1e-6 * m),
            "Every negative entry is counted as one that does not agree: 1e-6 · measured is negative there. Take "
            "`np.abs(measured)`.",
            SYMPTOMS,
        ),
        Mistake(
            "absolute difference of entries",
            lambda given, measured: _diagnose(given, measured, off=lambda g, m: np.abs(g - m) > 1e-6),
            "In a gradient near 1e-7 a wrong entry is not found: you compare the difference with 1e-6, and not with "
            "1e-6 of the entry's size.",
            RELATIVE,
        ),
        Mistake(
            "absolute differences",
            lambda given, measured: _diagnose(
                given, measured, lambda a, b: bool(np.abs(a - b).max() < 1e-6), off=lambda g, m: np.abs(g - m) > 1e-6
            ),
            "A gradient near 1e-7 with a wrong entry is called right: you compare differences with 1e-6. Compare them "
            "relative to the size, by your `relative_error`.",
            RELATIVE,
        ),
        Mistake(
            "one entry or more",
            lambda given, measured: _diagnose(given, measured, few=lambda number: number >= 1),
            "Where many entries do not agree, you say `one entry`. Ask for exactly one.",
            SYMPTOMS,
        ),
        Mistake(
            "factor before right and sign",
            lambda given, measured: _diagnose(given, measured, order="ftoe"),
            "What is right, and a flipped sign, are called a factor: 1 and -1 are factors too. Return at the first "
            "that fits, in the order of the table: right, sign, factor.",
            SYMPTOMS,
        ),
        Mistake(
            "factor not tested",
            lambda given, measured: next(
                (name for name in ("right", "sign") if name == _diagnose(given, measured)), "factor"
            ),
            "Whatever is neither right nor a sign is called a factor: the guess always gives some number, and that is "
            "never exactly 1. Test it: compare given with factor · measured.",
            SYMPTOMS,
        ),
        Mistake(
            "loose tolerance",
            lambda given, measured: _diagnose(given, measured, lambda a, b: relative_error(a, b) < 1e-2),
            "A factor of 1.001 is called right. Ask for 1e-6: a measured gradient is good to about ten digits.",
            RELATIVE,
        ),
        Mistake(
            "sign called a factor",
            lambda given, measured: _diagnose(given, measured, order="rftoe"),
            "A flipped sign is called a factor. -1 is one, so ask for the sign before you ask for a factor.",
            SYMPTOMS,
        ),
        Mistake(
            "every negative factor called a sign",
            lambda given, measured: (
                "sign"
                if np.sum(given * measured) < -0.99 * np.linalg.norm(given) * np.linalg.norm(measured)
                else _diagnose(given, measured)
            ),
            "A factor of -3 is called a sign. There the sizes are wrong as well: `sign` is given = -measured exactly.",
            SYMPTOMS,
        ),
        Mistake(
            "one ratio for all",
            _first_ratio(1e-6),
            "You divided one entry by its partner and took that for the factor of all. Test it on every entry: "
            "compare given with factor · measured.",
            SYMPTOMS,
        ),
        Mistake(
            "one ratio for all, not equal to 1",
            _first_ratio(0.0),
            "You divided one entry by its partner, and called it a factor when that is not exactly 1, which it never "
            "is. Test it on every entry: compare given with factor · measured.",
            SYMPTOMS,
        ),
        Mistake(
            "transposed not asked for",
            lambda given, measured: _diagnose(given, measured, order="rsfoe"),
            "Exchanged rows and columns go unnoticed: compare given, as it is, with measured.T.",
            SYMPTOMS,
        ),
        Mistake(
            "single entries not asked for",
            lambda given, measured: _diagnose(given, measured, order="rsfte"),
            "One wrong entry is called `other`. Count the entries that do not agree, and ask for exactly one.",
            SYMPTOMS,
        ),
        Mistake(
            "factors not asked for",
            lambda given, measured: _diagnose(given, measured, order="rstoe"),
            "A common factor is called `other`. Compare given with factor · measured, where factor is np.sum(given * "
            "measured) / np.sum(measured * measured).",
            SYMPTOMS,
        ),
    ),
    cases=_cases,
)
