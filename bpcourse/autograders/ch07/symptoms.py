"""Exercise `diagnose_specimen` of chapter 07: what two gradients that disagree say about the mistake."""

from collections.abc import Callable

import numpy as np

from bpcourse.autograders.ch07.shared import RELATIVE, SYMPTOMS
from bpcourse.gradcheck import relative_error
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array

Close = Callable[[Array, Array], bool]


def _cases(rng: np.random.Generator) -> list[Case]:
    right, factor = rng.normal(size=(3, 3)), float(rng.choice([0.2, 2.0, 4.0, 5.0]))
    one_wrong = right.copy()
    one_wrong[1, 2] += 0.7
    doubled = right.copy()
    doubled[0, 0] *= 2
    spread = right + rng.uniform(0.3, 0.9, size=(3, 3))

    def case(what: str, given: Array, says: str, edge: bool = False) -> Case:
        # A measurement is good to about ten digits.
        measured = right + 1e-10 * rng.normal(size=(3, 3)) if given.any() else np.zeros((3, 3))
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
        case("no pattern", spread, "Here no entry agrees, and there is no common factor."),
        case("both zero", np.zeros((3, 3)), "Here both are zero, so they agree.", edge=True),
    ]


def _close(a: Array, b: Array) -> bool:
    return relative_error(a, b) < 1e-6


def _diagnose(given: Array, measured: Array, close: Close = _close, order: str = "rsftoe") -> str:
    """The first symptom, in the given order of their first letters, that fits; `t` stands for transposed."""
    size = np.sum(measured * measured)
    factor = np.sum(given * measured) / size if size > 0 else 1.0
    off = np.abs(given - measured) > 1e-6 * np.abs(measured)
    fits = {
        "r": (close(given, measured), "right"),
        "s": (close(given, -measured), "sign"),
        "f": (close(given, factor * measured), "factor"),
        "t": (close(given, measured.T), "transposed"),
        "o": (bool(off.sum() == 1), "one entry"),
        "e": (True, "other"),
    }
    return next(name for letter in order for found, name in [fits[letter]] if found)


def _by_ratio(given: Array, measured: Array) -> str:
    """The same by the ratios of the entries."""
    if np.allclose(given, measured, rtol=1e-6, atol=1e-9):
        return "right"
    ratio = given / measured
    if np.ptp(ratio) < 1e-6 * abs(ratio.flat[0]):
        return "sign" if abs(ratio.flat[0] + 1) < 1e-6 else "factor"
    if np.allclose(given, measured.T, rtol=1e-6, atol=1e-9):
        return "transposed"
    return "one entry" if np.sum(np.abs(ratio - 1) > 1e-6) == 1 else "other"


def _first_ratio(given: Array, measured: Array) -> str:
    if _close(given, measured):
        return "right"
    ratio = given.flat[0] / measured.flat[0]
    if abs(ratio + 1) < 1e-6:
        return "sign"
    return "factor" if abs(ratio - 1) > 1e-6 else _diagnose(given, measured, order="rtoe")


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
    "for first.",
    read='chapter 07, "What a mismatch tells"',
    reference=lambda given, measured: _diagnose(given, measured),
    correct=(_by_ratio, lambda given, measured: _diagnose(given, measured, order="rstfoe")),
    mistakes=(
        Mistake(
            "equality asked for",
            lambda given, measured: _diagnose(given, measured, np.array_equal),
            "You ask whether numbers are equal. A measured gradient never is, to the last digit: ask whether the "
            "relative error is below 1e-6.",
            RELATIVE,
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
            _first_ratio,
            "You divided one entry by its partner and took that for the factor of all. Test it on every entry: "
            "compare given with factor · measured.",
            SYMPTOMS,
        ),
        Mistake(
            "transposed not asked for",
            lambda given, measured: _diagnose(given, measured, order="rsfoe"),
            "Exchanged rows and columns go unnoticed: compare given with measured.T as well.",
            SYMPTOMS,
        ),
        Mistake(
            "single entries not asked for",
            lambda given, measured: _diagnose(given, measured, order="rsfte"),
            "One wrong entry is called `other`. Count the entries that do not agree.",
            SYMPTOMS,
        ),
        Mistake(
            "factors not asked for",
            lambda given, measured: _diagnose(given, measured, order="rstoe"),
            "A common factor is called `other`. Compare given with factor · measured.",
            SYMPTOMS,
        ),
    ),
    cases=_cases,
)
