"""Objects against matrices: the same gradients, and the time of both ways over the size of the batch (chapter 08)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import traitlets

from bpcourse.widgets.asking import AskingWidget
from bpcourse.widgets.shared import script
from bpcourse.widgets.two_ways import MOST_SAMPLES, Measurement, measure
from bpcourse.widgets.two_ways_questions import TWO_WAYS_QUESTIONS, rough


class ObjectsAgainstMatrices(AskingWidget):
    """Time both ways to the gradients: `ways = ObjectsAgainstMatrices()`, then `ways.n = 50`, `ways.measure()`.

    n samples. Every measurement stays in the picture and in `.data()["measured"]`, the newest last.
    """

    _esm = script("objects_against_matrices")

    n = traitlets.CInt(10, min=1, max=MOST_SAMPLES).tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self._measured: list[Measurement] = []
        self._ask(TWO_WAYS_QUESTIONS, ["n"])
        self.on_msg(self._hear)

    def measure(self) -> None:
        """Compute the gradients of the first n samples in both ways, with a clock, and add a point for each."""
        self._measured.append(measure(self.n))
        self._follow()

    def data(self) -> dict[str, Any]:
        """The size of the batch, and of each measurement: samples, milliseconds of both ways, ratio, difference."""
        return {"n": self.n, "measured": [{**asdict(one), "ratio": one.ratio} for one in self._measured]}

    def description(self) -> str:
        """The picture in sentences, for those who do not see it."""
        axes = "Time of objects and of matrices over the size of the batch, both axes in factors of ten."
        if not self._measured:
            return f"{axes} Nothing is measured yet."
        newest = self._measured[-1]
        return (
            f"{axes} Measurements: {len(self._measured)}. The newest, for {_samples(newest.samples)}: objects "
            f"{rough(newest.objects_ms)} ms, matrices {rough(newest.matrices_ms)} ms, {rough(newest.ratio)} times as "
            f"fast; the gradients differ by at most {newest.difference:.0e}."
        )

    def _picture(self) -> dict[str, Any]:
        return {**self.data(), "rows": self._rows(), "title": self._title()}

    def _title(self) -> str:
        if not self._measured:
            return "Nothing is measured yet"
        newest = self._measured[-1]
        return f"{_samples(newest.samples).capitalize()}: the matrices are {rough(newest.ratio)} times as fast"

    def _rows(self) -> list[list[str]]:
        """The numbers of the picture: name, what it is, value."""
        return [
            [_samples(one.samples), *words]
            for one in self._measured
            for words in (
                ["objects, fastest run", f"{rough(one.objects_ms)} ms"],
                ["matrices, fastest run", f"{rough(one.matrices_ms)} ms"],
                ["the matrices, how many times as fast", rough(one.ratio)],
                ["largest difference of the gradients", f"{one.difference:.0e}"],
            )
        ]

    # What the reader does. While a question waits, only what it is about answers.

    def _hear(self, _widget: object, message: Mapping[str, Any], _buffers: object) -> None:
        if message.get("do") == "measure" and self._may("measure"):
            self.measure()


def _samples(number: int) -> str:
    return f"{number} sample{'s' * (number != 1)}"
