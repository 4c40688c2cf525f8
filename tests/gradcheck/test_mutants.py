"""Classic mistakes in a gradient check, put into ours one at a time: for each there is a test that notices.

A mutant swaps a piece of the source of one function for another. It is killed if the named test, which passes on the
right code, fails on the mutant.
"""

import inspect
import textwrap

import numpy as np
import pytest

from bpcourse.gradcheck import dense, dot_product, entries, kinks, measure, report
from tests import test_gradcheck as on_measure
from tests.gradcheck import test_dense as on_dense
from tests.gradcheck import test_dot_product as on_dot
from tests.gradcheck import test_kinks as on_kinks
from tests.gradcheck import test_report as on_report

MUTANTS = {
    "one-sided for central": (
        measure.central_difference,
        ("entry + step, entry - step", "entry + step, entry"),
        on_measure.test_a_central_difference_is_exact_for_a_parabola_where_a_one_sided_one_is_not,
    ),
    "h absolute": (
        measure.central_difference,
        ("h * max(1.0, abs(entry))", "h"),
        on_measure.test_the_step_grows_with_the_entry_and_never_falls_below_h,
    ),
    "the step taken for the distance": (
        measure.central_difference,
        ("(above - below)", "(2 * h)"),
        on_measure.test_a_large_entry_keeps_nine_digits_where_an_absolute_step_would_lose_them,
    ),
    "entries matched in the wrong order": (
        measure.complex_step,
        ("gradient.flat[i]", "gradient.T.flat[i]"),
        lambda: on_measure.test_both_methods_give_the_gradient_in_the_shape_of_x((2, 3)),
    ),
    "relative to one side only": (
        measure.relative_error,
        ("(np.linalg.norm(first) + np.linalg.norm(second))", "np.linalg.norm(second)"),
        on_measure.test_the_relative_error_is_measured_against_both_sizes_in_2_norms,
    ),
    "0/0": (
        measure.relative_error,
        ("largest == 0.0", "False"),
        on_measure.test_the_relative_error_of_two_zeros_is_zero,
    ),
    "ones as upstream": (
        dot_product.dot_test,
        ("upstream = rng.standard_normal(output.shape)", "upstream = np.ones(output.shape)"),
        lambda: on_dot.test_a_wrong_linear_rule_is_caught_by_every_draw(on_dot.WRONG["upstream ignored"]),
    ),
    "ones as direction": (
        dot_product.dot_test,
        ("rng.standard_normal(a.shape) for", "np.ones(a.shape) for"),
        lambda: on_dot.test_a_wrong_linear_rule_is_caught_by_every_draw(on_dot.WRONG["entries rotated"]),
    ),
    "only the first gradient looked at": (
        dot_product.dot_test,
        ("for g, move in zip(gradients, moved, strict=True)", "for g, move in zip(gradients[:1], moved[:1])"),
        on_dot.test_right_rules_pass_for_every_draw,
    ),
    "rounding taken for a mistake": (
        dot_product.dot_test,
        ("4 * EPS * np.linalg", "0 * EPS * np.linalg"),
        lambda: on_dot.test_a_rule_is_not_called_wrong_where_there_is_nothing_but_rounding_to_see(40.0),
    ),
    "N = 1 only": (
        dense._layer_difference,
        ("steps[rows, :, None]", "steps[rows, :, None] * (np.arange(len(saved.x)) < 1)"),
        lambda: on_dense.test_it_measures_what_the_backward_pass_computes((4, 5, 3), "tanh"),
    ),
    "the bias forgotten": (
        dense._layer_difference,
        ("np.ones(len(saved.x))", "np.zeros(len(saved.x))"),
        lambda: on_dense.test_it_measures_what_the_backward_pass_computes((4, 5, 3), "tanh"),
    ),
    "one-sided in the stack": (
        dense._layer_difference,
        ("z - move]", "z]"),
        lambda: on_dense.test_it_measures_what_the_backward_pass_computes((4, 5, 3), "tanh"),
    ),
    "compared by mean": (
        entries.close,
        ("np.abs(given - measured)", "np.abs(np.mean(given - measured))"),
        on_report.test_errors_that_cancel_in_the_mean_are_found,
    ),
    "compared by norm": (
        entries.close,
        ("np.maximum(np.abs(given), np.abs(measured))", "np.linalg.norm(given)"),
        on_report.test_entries_much_smaller_than_their_neighbours_are_judged_on_their_own,
    ),
    "a tolerance that forgives": (
        entries.close,
        ("TOLERANCE * size", "1e-2 * size"),
        on_report.test_a_small_error_in_one_entry_among_many_is_found,
    ),
    "nan passes": (
        entries.close,
        (
            "np.isfinite(size) & (np.abs(given - measured) <= TOLERANCE * size + floor)",
            "~(np.abs(given - measured) > TOLERANCE * size + floor)",
        ),
        lambda: on_report.test_a_value_that_is_not_finite_is_the_worst_of_all(np.nan),
    ),
    "the first wrong entry for the worst": (
        entries._by_gap,
        ("-gap[at]", "at"),
        on_report.test_of_several_wrong_entries_the_worst_is_named,
    ),
    "kink ignored": (
        entries.judge_entries,
        ("if cells == 0:", "if False:"),
        lambda: on_report.test_a_relu_at_its_kink_is_not_called_wrong_whatever_slope_was_chosen_there(0.0),
    ),
    "a kink nearby excuses everything": (
        entries.judge_entries,
        ("if not close(", "if cells == CELLS and not close("),
        lambda: on_report.test_beside_a_kink_a_wrong_gradient_is_still_wrong(-np.cos(0.5)),
    ),
    "no second look": (
        entries.judge_entries,
        ("around.smooth_slope if cells == CELLS else", "measured[at] if cells == CELLS else"),
        on_report.test_a_gradient_that_the_plain_difference_measures_badly_is_measured_again_and_not_called_wrong,
    ),
    "a relu at zero counted as open": (
        kinks.crossings,
        ("(left > 0) != (right > 0)", "(left >= 0) != (right >= 0)"),
        on_kinks.test_a_relu_that_reaches_zero_from_below_has_not_switched,
    ),
    "kinks looked for in an absolute reach": (
        kinks.look_around,
        ("h * max(1.0, abs(centre))", "h"),
        lambda: on_kinks.test_a_kink_within_the_step_is_located_to_an_eighth_of_the_step(700.0, 0.6, 20.0),
    ),
    "curvature taken for a kink": (
        kinks.look_around,
        ("np.median(apart) + rounding", "rounding"),
        on_kinks.test_smooth_losses_of_every_scale_have_no_kinks,
    ),
    "a kink lost in the curvature": (
        kinks.look_around,
        ("bends - np.median(bends)", "bends"),
        lambda: on_kinks.test_a_kink_within_the_step_is_located_to_an_eighth_of_the_step(0.3, 0.05, 1e-5),
    ),
    "only the first parameter": (
        report.GradientReport.agree.fget,
        ("self.rows)", "self.rows[:1])"),
        on_report.test_a_wrong_entry_is_found_in_the_last_parameter_too,
    ),
    "too small is said to agree": (
        report._row,
        ("< 10 * floor and", "< 0 * floor and"),
        on_report.test_a_gradient_too_small_to_be_measured_is_not_said_to_agree,
    ),
}


def mutated(function, old, new):
    """The compiled code of the function with one piece of its source replaced."""
    source = textwrap.dedent(inspect.getsource(function)).removeprefix("@property\n")
    assert source.count(old) == 1, f"{old!r} does not stand in {function.__name__} once: the mutant is out of date"
    scope = {}
    exec(compile(source.replace(old, new), f"<mutant of {function.__name__}>", "exec"), function.__globals__, scope)
    return scope[function.__name__].__code__


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(("function", "swap", "test"), MUTANTS.values(), ids=MUTANTS)
def test_the_mutant_is_noticed(function, swap, test, monkeypatch):
    test()
    # Every module that imported the function sees the mutant: its code changes, the function object stays.
    monkeypatch.setattr(function, "__code__", mutated(function, *swap))
    with pytest.raises((Exception, pytest.fail.Exception)):
        test()
