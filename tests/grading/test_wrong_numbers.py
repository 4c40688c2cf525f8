"""Wrong numbers that no declared mistake gives: each way of being wrong is told by what it looks like."""

from dataclasses import replace

import numpy as np
import pytest

from bpcourse.grading.exercise import Case
from bpcourse.grading.verify import judged
from tests.grading.sample import THRICE, thrice


def told(wrong, reference, cases, **changes):
    """The verdict on a wrong answer to an exercise whose mistakes are none of these."""
    mistakes = tuple(replace(one, answer=lambda *inputs: "nothing like it") for one in THRICE.mistakes)
    exercise = replace(THRICE, reference=reference, mistakes=mistakes, cases=lambda rng: cases(rng), **changes)
    return judged(exercise, wrong, 1)


def layer(x, w):
    return x @ w


def layer_cases(rng, sizes=((4, 3, 2), (5, 2, 3), (1, 3, 4))):
    return [Case(f"N = {n}", {"x": rng.normal(size=(n, d)), "w": rng.normal(size=(d, h))}) for n, d, h in sizes]


def of_layer(wrong, **changes):
    return told(wrong, layer, layer_cases, **changes).message


def table(x):
    return 3.0 * x


def tables(rng):
    return [Case(f"{n} rows", {"x": rng.normal(size=(n, n + extra))}) for n, extra in ((3, 1), (4, -2))]


def squares(rng):
    return [Case(f"{n} rows", {"x": rng.normal(size=(n, n))}) for n in (3, 4)]


def of_table(wrong, cases=tables):
    return told(wrong, table, cases).message


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda x, w: (x @ w).ravel(), "has shape (4,); expected (1, 4). The numbers are right, and only the shape"),
        (lambda x, w: (x @ w).T, "transposed: rows and columns have changed places."),
        (lambda x, w: (x @ w).sum(axis=1), "right numbers, added up over axis 1, of length 4. Leave that sum out."),
        (lambda x, w: (x @ w).mean(axis=1), "right numbers, averaged over axis 1, of length 4. Leave that mean out."),
        (
            lambda x, w: (x @ w).sum(),
            "The result is a number; expected an array of shape (1, 4). That is the sum of the",
        ),
        (lambda x, w: x[:, :, None] * w, "added up over axis 1, of length 3: `.sum(axis=1)` is missing."),
        (lambda x, w: x.shape[1] * x[:, :, None] * w, "the mean of your numbers over axis 1, of length 3"),
        (lambda x, w: (x @ w + 1).T, "That is the shape of the transpose"),
        (lambda x, w: (x @ w + 1)[0], "Axis 0, of length 1, is gone"),
        (lambda x, w: (x @ w + 1)[None], "There is an axis more, of length 1"),
        (lambda x, w: np.zeros((7, 7, 7)), "has shape (7, 7, 7); expected (1, 4)."),
    ],
)
def test_a_wrong_shape_is_told_with_what_would_give_it(wrong, message):
    # The smallest case is shown: N = 1, D = 3, H = 4.
    assert message in of_layer(wrong)


def test_a_column_that_meets_a_row_is_told():
    cases = lambda rng: [Case("N = 4", {"x": rng.normal(size=(4, 1)), "y": rng.normal(size=4)})]  # noqa: E731
    verdict = told(lambda x, y: x - y, lambda x, y: x[:, 0] - y, cases)
    assert verdict.message == (
        "The result has shape (4, 4); expected (4,). A shape (4, 1) that meets a shape (4,) is spread into a table "
        "(4, 4). Bring both to one shape first."
    )
    assert verdict.mistake == "wrong shape"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda x: -3 * x, "The result has the opposite sign everywhere."),
        (lambda x: 6 * x, "is exactly 2 times the right one, everywhere."),
        (lambda x: 0.6 * x, "is exactly 1/5 times the right one, everywhere."),
        (lambda x: 3 * x * len(x), "is the right one times the length of `x` along axis 0 (3, 4 on the cases): a sum"),
        (lambda x: 3 * x / x.shape[1], "divided by the length of `x` along axis 1 (4, 2 on the cases): a mean where"),
        (
            lambda x: -3 * x / len(x),
            "divided by the length of `x` along axis 0 (3, 4 on the cases): a mean where a sum "
            "belongs, or one division too many. The sign is the opposite one, too.",
        ),
        (lambda x: 3 * x * x, "The result has a factor too many: it is the right one times `x`."),
        (lambda x: 3 * np.ones_like(x), "The result lacks a factor: times `x`, it is the right one."),
        (lambda x: 3 * x * abs(x[0, 0]), "it is 0.3456 times the right one on 3 rows"),
        (lambda x: 3 * x * np.abs(x[:, :1]), "another one in each row"),
        (lambda x: 3 * x * np.abs(x[:1]), "another one in each column"),
        (lambda x: x.copy(), "The result is `x` itself, unchanged."),
        (lambda x: 3 * x + 0.5, "The result is the right one plus 0.5, everywhere."),
        (lambda x: 1 / (3 * x), "The result is upside down: it is 1 divided by the right one."),
        (lambda x: 9 * x * x, "The result is the square of the right one."),
        (lambda x: 1 - 3 * x, "The result is 1 minus the right one."),
        (lambda x: np.exp(3 * x), "The result is exp of the right one."),
        (lambda x: 3 * x[::-1], "the right numbers in reversed order along axis 0."),
        (lambda x: 3 * x[:, ::-1], "the right numbers in reversed order along the last axis."),
        (lambda x: 3 * x[::-1, ::-1], "reversed order along every axis: turned by half a turn."),
        (lambda x: 3 * np.roll(x, 1, axis=0), "holds the right rows in another order."),
        (lambda x: 3 * np.roll(x, 1, axis=1), "holds the right numbers in other places."),
        (lambda x: 3 * np.abs(x), "has the right sizes, but the wrong sign in some entries."),
        (lambda x: 3 * x * (np.arange(len(x)) == len(x) - 1)[:, None], "The result is right in its last row only"),
        (lambda x: 3 * x * (np.arange(len(x)) == 0)[:, None], "The result is right in its first row only"),
        (lambda x: 3 * x * (np.arange(len(x)) < len(x) - 1)[:, None], "The result is right but for its last row"),
        (lambda x: 3 * x * (np.arange(len(x)) > 0)[:, None], "The result is right but for its first row"),
        (lambda x: (3 * x).astype(int), "holds the right numbers without their digits after the point."),
        (lambda x: np.floor(3 * x), "holds the right numbers without their digits after the point."),
        (lambda x: np.round(3 * x, 2), "Close, but rounded to 2 decimals. Return all digits."),
        (lambda x: 3 * x > 0, "holds True and False where numbers are expected."),
        (lambda x: 3 * x + 0.5j, "holds complex numbers with the right real part."),
        (lambda x: (3 * x).astype("f2").astype("f4"), "rounded on the way"),
        (lambda x: 3 * x.astype("f2"), "rounded on the way"),
        (lambda x: (3.00001 * x).astype("f4"), "was computed in float32, and is right as far as that goes."),
        (lambda x: 0 * x + 7, "has the right shape, but the wrong numbers."),
        (lambda x: x**2 + 1, "has the right shape, but the wrong numbers."),
    ],
)
def test_wrong_numbers_of_the_right_shape_are_told_what_they_have_in_common_with_the_right_ones(wrong, message):
    assert message in of_table(wrong)


def test_a_length_with_a_number_beside_it_is_told_for_single_numbers_too():
    def cases(rng):
        return [Case(f"N = {n}", {"x": rng.normal(size=n)}) for n in (2, 3, 5)]

    assert told(lambda x: (x**2).sum() / 2, lambda x: (x**2).mean(), cases).message == (
        "The result is the right one times the length of `x` along axis 0 (2, 3, 5 on the cases): a sum where a mean "
        "belongs, or a missing division. There is a factor 0.5 beside it."
    )


def test_a_term_too_many_or_too_few_is_told():
    def cases(rng):
        return [Case(f"N = {n}", {"x": rng.normal(size=(n, 2)), "b": rng.normal(size=2)}) for n in (2, 3)]

    def rule(x, b):
        return np.exp(x) + b

    assert (
        told(lambda x, b: np.exp(x), rule, cases).message == "The result lacks a term: plus `b`, it is the right one."
    )
    assert told(lambda x, b: np.exp(x) + 2 * b, rule, cases).message == (
        "The result has a term too many: minus `b`, it is the right one."
    )


def test_a_square_table_that_is_transposed_is_told_although_its_shape_is_right():
    assert of_table(lambda x: 3 * x.T, squares) == (
        "The result is transposed: rows and columns have changed places, and only the shape does not show it."
    )


def test_a_pattern_names_the_part_of_a_tuple_that_has_it():
    verdict = told(lambda x: (x, -x), lambda x: (x, x), tables, outputs=("grad_x", "grad_w"))
    assert verdict.message == "grad_w has the opposite sign everywhere."
    assert verdict.mistake == "constant factor"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            lambda z: np.exp(z) / (1 + np.exp(z)),
            "contains nan. It does so where z = 1000: `np.exp(1000)` is inf, and inf",
        ),
        (
            lambda z: np.where(z > 0, np.exp(z), 1 / (1 + np.exp(-z))),
            "It does so where z = 1000: `np.exp(1000)` is inf.",
        ),
        (lambda z: np.nan * z, "contains nan. Somewhere a number became too large, or 0 was divided by 0."),
        (lambda z: z * np.log(np.abs(z)), "contains nan. It does so where z is 0: 0 / 0 and 0 * log(0) are nan."),
        (lambda z: 1 / z, "contains inf. It does so where z is 0: log(0) and 1 / 0 are infinite."),
        (lambda z: np.array([np.inf, 1.0, 1.0]), "contains inf. Somewhere a number became too large"),
    ],
)
def test_what_is_not_finite_is_told_with_the_input_and_the_likely_operation(wrong, message):
    def cases(rng):
        return [
            Case(f"case {i}", {"z": np.array([rng.normal(), large, 0.0])}) for i, large in enumerate((1000.0, 2000.0))
        ]

    assert message in told(wrong, lambda z: 1 / (1 + np.exp(-z)), cases).message


def test_an_input_of_another_shape_is_blamed_only_when_it_tells_the_cases_apart():
    def softmax_cases(rng):
        return [Case(f"largest {n}", {"z": np.array([[0.0, n]])}) for n in (2.0, 900.0)]

    def entropy(z):
        p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
        return (p * z).sum(axis=1)

    def naive(z):
        return (np.exp(z) / np.exp(z).sum() * z).sum(axis=1)

    assert "where z = 900: `np.exp(900)` is inf" in told(naive, entropy, softmax_cases).message


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (lambda x, w: len(x) == 1, "Right on 1 of 3 cases; wrong on N = 4, N = 5. It is right only where N = 1"),
        (lambda x, w: len(x) > 1, "Right on 2 of 3 cases; wrong on N = 1. It is wrong only where N = 1"),
        (lambda x, w: len(x) == 4, "Right on 1 of 3 cases; wrong on N = 5, N = 1."),
    ],
)
def test_an_answer_that_is_right_on_some_cases_is_told_what_these_share(condition, message):
    assert of_layer(lambda x, w: x @ w + 0.1 * (not condition(x, w)) * np.cos(x @ w)).startswith(message)


@pytest.mark.parametrize(
    ("inputs", "others", "right", "wrong"),
    [
        (np.eye(2) + 1, np.array([[1.0, 2.0], [-3.0, 4.0]]), "a matrix is symmetric: a", "a matrix is symmetric."),
        (
            np.array([[1.0, 2.0], [-3.0, 4.0]]),
            -np.arange(1.0, 7).reshape(2, 3),
            "a matrix is square: its",
            "a matrix is square: rows",
        ),
        (2.0, np.array([1.0, -2.0]), "for single numbers.", "for single numbers."),
        (np.array([1.0, -2.0]), np.array([[1.0, -2.0]] * 3), "the inputs have one axis.", "the inputs have one axis."),
        (np.array([1.0, -2000.0]), np.array([1.0, -2.0]), "for large numbers.", "for large numbers."),
        (np.array([0.0, -2.0]), np.array([1.0, -2.0]), "an input is exactly 0.", "an input is exactly 0."),
        (np.array([1.0, 2.0]), np.array([1.0, -2.0]), "no input is negative.", "no input is negative."),
    ],
)
def test_properties_of_the_inputs_are_told_both_ways(inputs, others, right, wrong):
    def answer(good):
        return lambda x: thrice(x) if np.array_equal(x, good) else np.cos(x)

    def cases(rng):
        return [Case("first", {"x": inputs}), Case("second", {"x": others})]

    assert (
        f"It is right only {'' if right.startswith('for') else 'where '}{right}"
        in told(answer(inputs), thrice, cases).message
    )
    assert (
        f"It is wrong only {'' if wrong.startswith('for') else 'where '}{wrong}"
        in told(answer(others), thrice, cases).message
    )


def test_numbers_of_axes_are_told_among_several():
    inputs = {
        "a number": -2.0,
        "a vector": np.array([1.0, -2.0]),
        "a table": np.array([[1.0, -2.0, 3.0], [4.0, 5.0, 7.0]]),
    }

    def cases(rng):
        return [Case(what, {"x": value}) for what, value in inputs.items()]

    for axes, where in enumerate(
        ("for single numbers", "where the inputs have one axis", "where an input has two axes")
    ):
        right = told(lambda x, axes=axes: thrice(x) if np.ndim(x) == axes else np.cos(x), thrice, cases)
        wrong = told(lambda x, axes=axes: thrice(x) if np.ndim(x) != axes else np.cos(x), thrice, cases)
        assert right.message.endswith(f"It is right only {where}.")
        assert wrong.message.endswith(f"It is wrong only {where}.")


def test_what_shows_at_a_limit_alone_is_told_from_all_cases_and_else_from_the_ordinary_ones():
    def limits(rng):
        return [
            Case("symmetric", {"x": np.array([[1.0, 2.0], [2.0, 3.0]])}),
            Case("not symmetric", {"x": np.array([[1.0, 2.0], [-2.0, 3.0]])}, edge=True),
        ]

    assert told(lambda x: 3 * x.T, thrice, limits).message.startswith("The result is transposed")

    def far_out(rng):
        return [
            Case("ordinary", {"x": np.array([[1.0, 2.0], [-2.0, 3.0]])}),
            Case("large", {"x": np.array([[1.0, 2000.0]])}, edge=True),
        ]

    assert told(lambda x: 3 * x.T if np.max(x) < 9 else x + 1, thrice, far_out).message.startswith(
        "The result is transposed"
    )


def test_equal_shapes_are_told():
    def cases(rng):
        return [
            Case("both (2, 2)", {"x": -np.ones((2, 2)), "w": np.array([[1.0, 2], [3, 4]])}),
            Case("both (2, 3)", {"x": -np.ones((2, 3)), "w": np.ones((2, 3))}),
            Case("spread", {"x": -np.arange(6.0).reshape(2, 3), "w": np.ones(3)}),
        ]

    wrong = told(lambda x, w: x * w if x.shape == w.shape else x + np.cos(x), lambda x, w: x * w, cases)
    assert "It is right only where all inputs have one shape." in wrong.message


def test_an_answer_that_never_changes_is_told():
    cases = lambda rng: [Case(f"case {i}", {"x": rng.normal(size=2)}) for i in range(3)]  # noqa: E731
    verdict = told(lambda x: np.array([0.5, 1.0]), thrice, cases)
    assert verdict.message == (
        "The result is [0.5, 1] on every case: it does not depend on the inputs. Compute it from them."
    )
    assert verdict.mistake == "constant answer"


def test_an_answer_that_is_right_on_the_statements_example_only_is_told():
    example = np.array([1.0, 2.0])

    def cases(rng):
        return [Case("the example", {"x": example}), *(Case(f"case {i}", {"x": rng.normal(size=2)}) for i in range(2))]

    verdict = told(lambda x: thrice(example) + 0 * x if x[0] == 1 else np.cos(x), thrice, cases)
    assert verdict.message.startswith("Right on the example, and on no other numbers.")
    assert verdict.mistake == "hard-coded"


def test_a_number_that_is_wrong_on_every_case_is_told_without_talk_of_shapes():
    cases = lambda rng: [Case(f"case {i}", {"x": rng.uniform(1, 2)}) for i in range(2)]  # noqa: E731
    assert told(lambda x: np.cos(x) + x, thrice, cases).message == (
        "The result is a number, as it should be, and the wrong one on every case."
    )


def test_a_change_in_place_is_told_beside_what_is_wrong():
    def wrong(x):
        x *= -3
        return x

    assert of_table(wrong) == (
        "The result has the opposite sign everywhere. You also changed `x` in place: whatever "
        "reads it afterwards reads your numbers. Work on a copy."
    )


def test_inputs_that_are_mixed_up_are_told():
    def cases(rng):
        return [Case(f"case {i}", {"x": rng.normal(size=3), "w": rng.normal(size=3)}) for i in range(2)]

    def rule(x, w):
        return np.exp(x) - w**3

    verdict = told(lambda x, w: rule(w, x), rule, cases)
    assert verdict.message == "Right with `x` and `w` exchanged: each stands where the other belongs."
    assert verdict.mistake == "inputs mixed up"
    assert told(lambda x, w: rule(-x, w), rule, cases).message == (
        "Right with -x in place of x: look for a minus sign at x."
    )
    assert "wrong numbers" in told(lambda x, w: rule(-w, x), rule, cases).message


# Writing a check: each case is a backward pass, right or a mutant, that the learner's own check is to tell apart


def checks(rng):
    return [
        Case("a right one", {"f_vjp": lambda x, g: 2 * x * g, "x": rng.normal(size=3)}),
        Case("upstream ignored", {"f_vjp": lambda x, g: 2 * x, "x": rng.normal(size=3)}, says="It ignores g."),
        Case("the sign flipped", {"f_vjp": lambda x, g: -2 * x * g, "x": rng.normal(size=3)}, says="It has a minus."),
    ]


def good_check(f_vjp, x):
    upstream = np.array([0.3, -1.1, 2.0])
    return bool(np.allclose(f_vjp(x, upstream), 2 * x * upstream))


def test_a_check_that_misses_a_mutant_is_told_which_and_what_is_wrong_with_it():
    assert told(good_check, good_check, checks).points == 4

    def weak(f_vjp, x):
        return np.allclose(f_vjp(x, np.ones(3)), 2 * x)

    verdict = told(weak, good_check, checks)
    assert verdict.message == "Right on 2 of 3 cases; wrong on upstream ignored. It ignores g."
    assert verdict.seen.endswith("expected False, got True.")
    assert told(lambda f_vjp, x: True, good_check, checks).message == (
        "Right on 1 of 3 cases; wrong on upstream ignored, the sign flipped. It ignores g."
    )


def test_a_check_that_gives_no_truth_value_is_told_so_first():
    assert told(lambda f_vjp, x: "yes", good_check, checks).message == "The result is text in quotes; expected True."


def test_inputs_that_are_lists_of_arrays_may_be_mixed_up_too():
    def cases(rng):
        layers = [[rng.normal(size=(2, 3)), rng.normal(size=3)] for _ in range(4)]  # no array holds such a list
        return [Case(f"case {i}", {"first": layers[2 * i], "second": layers[2 * i + 1]}) for i in range(2)]

    def rule(first, second):
        return np.exp(first[0]) @ second[1]

    verdict = told(lambda first, second: rule(second, first), rule, cases)
    assert verdict.message == "Right with `first` and `second` exchanged: each stands where the other belongs."
    assert told(lambda first, second: rule(first, second) ** 3, rule, cases).status == "wrong"
