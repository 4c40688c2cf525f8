"""The microscope measures a slope in three ways, and answers with the errors that it finds."""

import numpy as np
import pytest

from bpcourse.widgets import GradientMicroscope
from bpcourse.widgets.gradient_microscope import errors_at


def test_truncation_falls_as_h_and_as_h_squared_and_is_what_taylor_says():
    for h in (1e-2, 1e-3):
        errors = errors_at(h, 64, 0.1)
        assert errors["one-sided"] == pytest.approx(h / 2, rel=0.01)
        assert errors["central"] == pytest.approx(h**2 / 6, rel=0.01)


def test_a_difference_drowns_in_rounding_and_a_complex_step_does_not():
    errors = errors_at(1e-16, 64, 0.1)
    assert errors["one-sided"] > 0.1 and errors["central"] > 0.1 and errors["complex step"] < 1e-15


def test_float32_keeps_29_bits_fewer():
    assert np.finfo(np.float64).nmant - np.finfo(np.float32).nmant == 29


def test_single_precision_is_worse_and_a_kink_spoils_every_step():
    assert errors_at(1e-5, 32, 0.1)["central"] > 1e4 * errors_at(1e-5, 64, 0.1)["central"]
    assert errors_at(1e-2, 64, 0.0)["central"] == pytest.approx(0.5 / 2.718281828, rel=1e-3)
    assert errors_at(1e-6, 64, 0.0)["central"] == pytest.approx(0.5 / 2.718281828, rel=1e-3)


@pytest.mark.parametrize(
    ("question", "control", "value", "answer"),
    [
        (0, "power", 4.0, "smaller"),
        (1, "power", 10.0, "larger"),
        (2, "power", 8.0, "smaller"),
        (3, "power", 10.0, "smaller"),
        (4, "bits", 32.0, "larger"),
        (5, "power", 5.0, "about as large"),
    ],
)
def test_each_answer_is_what_happened_to_the_error(question, control, value, answer):
    microscope = GradientMicroscope()
    for _ in range(question):
        microscope.prediction.another()
    microscope.prediction.choose("about as large")
    assert microscope.panel["was"] is None
    setattr(microscope, control, value)
    assert microscope.panel["was"] == answer
    assert "The error was about" in microscope.panel["text"]
    assert microscope.picture["now"] == microscope.data()["now"]
