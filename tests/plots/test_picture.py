"""A picture shows itself sharp and on white, describes itself, and leaves nothing behind."""

import base64
import gc
import io
import struct
import subprocess
import sys
import weakref

import matplotlib
import numpy as np
import pytest
from PIL import Image

from bpcourse.plots import Picture, sigmoid_and_slope
from bpcourse.plots.style import course_style, new_figure, plot_axes


def picture(values, alt="A line."):
    with course_style():
        figure = new_figure(300, 200)
        plot_axes(figure, "It rises").plot(values)
    return Picture(figure, alt, {"values": values})


def test_the_image_has_twice_the_pixels_of_the_size_at_which_it_is_shown():
    data, metadata = picture([1.0, 2.0])._repr_mimebundle_()
    width, height = struct.unpack(">II", base64.b64decode(data["image/png"])[16:24])
    assert (width, height) == (600, 400)
    assert metadata["image/png"] == {"alt": "A line.", "width": 300, "height": 200}


def test_the_image_is_opaque_and_white_at_its_corners():
    image = np.asarray(Image.open(io.BytesIO(picture([1.0, 2.0]).png())).convert("RGBA"))
    assert (image[..., 3] == 255).all()
    assert (image[[0, 0, -1, -1], [0, -1, 0, -1], :3] == 255).all()


def test_the_text_beside_the_image_changes_when_a_plotted_number_does():
    rising = np.linspace(0, 1, 50)
    changed = rising.copy()
    changed[20] += 0.05
    texts = {picture(values)._repr_mimebundle_()[0]["text/plain"] for values in (rising, changed, rising[:-1])}
    assert len(texts) == 3
    assert all(text.startswith("A line.\nvalues: ") for text in texts)


def test_the_text_does_not_change_with_the_last_bits_that_differ_between_machines():
    values = np.sin(np.linspace(-3, 3, 50))
    for nudge in (1 + 4e-16, 1 - 4e-16):
        assert repr(picture(values * nudge)) == repr(picture(values))
    assert "mean 0" in repr(picture(values)) and "mean -0" not in repr(picture(values))


def test_few_numbers_are_listed_and_small_ones_keep_their_digits():
    assert repr(picture([3.0, -0.25])).endswith("values: 3, -0.25")
    assert repr(picture([2.5e-9, 1e-9])).endswith("values: 2.5e-09, 1e-09")


def test_a_picture_that_is_let_go_takes_its_figure_with_it():
    shown = picture([1.0, 2.0])
    shown._repr_mimebundle_()
    figure = weakref.ref(shown.figure)
    del shown
    gc.collect()
    assert figure() is None


def test_a_readers_own_style_neither_changes_the_picture_nor_is_changed_by_it():
    plain = sigmoid_and_slope().png()
    with matplotlib.rc_context({"axes.facecolor": "black", "axes.grid": True, "font.size": 20.0}):
        before = dict(matplotlib.rcParams)
        assert sigmoid_and_slope().png() == plain
        assert dict(matplotlib.rcParams) == before


def test_pictures_touch_no_global_list_of_figures():
    code = (
        "import sys; from bpcourse.plots import course_map, neuron_diagram, sigmoid_and_slope\n"
        "for make in (course_map, neuron_diagram, sigmoid_and_slope): make().png()\n"
        "sys.exit('matplotlib.pyplot' in sys.modules or 'sympy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_package_itself_loads_no_matplotlib():
    code = "import sys, bpcourse; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_picture_cannot_be_changed_after_it_was_made():
    with pytest.raises(AttributeError):
        picture([1.0, 2.0]).alt = "Another line."


def test_it_displays_the_image_and_then_says_it_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, str]] = []
    monkeypatch.setattr("IPython.display.display", lambda data, **options: shown.append(data))
    Picture(new_figure(300, 200), "One line < two lines.", {"a": [1.0]})._ipython_display_()
    image, words = shown
    assert set(image) == {"image/png", "text/plain"}
    assert "<summary>" in words["text/html"]
    assert "One line &lt; two lines." in words["text/html"]
