"""A figure that displays itself, describes itself in words, and says which numbers it plots (every chapter).

A check that runs a notebook again compares text and not images. The text beside the image therefore holds a digest
of the plotted numbers: when they change, the check fails.
"""

import base64
import html
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from bpcourse.plots.style import DOTS_PER_INCH, course_style

SHARPNESS = 2  # image pixels for one pixel on the page: screens with a high resolution show them all
MOST_LISTED = 6


@dataclass(frozen=True, eq=False, repr=False)
class Picture:
    """A figure with its alternative text and the numbers that it plots, by name.

    Displays as a PNG on white at the figure's own size. The alternative text opens the plain text and stands in the
    output's metadata under `image/png`, `alt`. JupyterLab gives it to nobody, so it follows below the image as well,
    folded, for readers who cannot see the image and for those who want it in words.
    """

    figure: Figure
    alt: str
    numbers: Mapping[str, ArrayLike]

    def __repr__(self) -> str:
        return "\n".join([self.alt, *(f"{name}: {_digest(values)}" for name, values in self.numbers.items())])

    def png(self) -> bytes:
        """The image, at twice the resolution at which it is shown."""
        buffer = io.BytesIO()
        with course_style():
            self.figure.savefig(
                buffer, format="png", dpi=SHARPNESS * DOTS_PER_INCH, facecolor="white", metadata={"Software": None}
            )
        return buffer.getvalue()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        width, height = (round(inches * DOTS_PER_INCH) for inches in self.figure.get_size_inches())
        data = {"image/png": base64.b64encode(self.png()).decode("ascii"), "text/plain": repr(self)}
        return data, {"image/png": {"alt": self.alt, "width": width, "height": height}}

    def _ipython_display_(self) -> None:
        from IPython.display import display

        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]
        words = f"<details><summary>This picture in words</summary>{html.escape(self.alt)}</details>"
        display({"text/html": words, "text/plain": self.alt}, raw=True)  # type: ignore[no-untyped-call]


def _digest(values: ArrayLike) -> str:
    """The numbers if they are few; else how many, the ends, the extremes and the mean."""
    numbers = np.ravel(np.asarray(values, dtype=np.float64))
    largest = np.abs(numbers).max(initial=0.0)
    # Rounded relative to the largest: the dust of a sum that should be 0 differs from machine to machine.
    decimals = 6 - math.ceil(math.log10(largest)) if largest > 0 else 0
    if len(numbers) <= MOST_LISTED:
        return ", ".join(_rounded(number, decimals) for number in numbers)
    landmarks = {
        "from": numbers[0],
        "to": numbers[-1],
        "least": numbers.min(),
        "greatest": numbers.max(),
        "mean": numbers.mean(),
    }
    described = ", ".join(f"{name} {_rounded(number, decimals)}" for name, number in landmarks.items())
    return f"{len(numbers)} numbers, {described}"


def _rounded(number: float, decimals: int) -> str:
    # Adding 0.0 turns -0.0 into 0.0.
    return f"{round(float(number), decimals) + 0.0:.4g}"
