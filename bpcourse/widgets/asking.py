"""What the widgets that ask have in common: a picture, a panel that asks, controls that unlock (chapters 00 to 08)."""

from collections.abc import Mapping, Sequence
from typing import Any

import anywidget
import traitlets

from bpcourse.widgets.prediction import Prediction, Question
from bpcourse.widgets.shared import style_sheet


class AskingWidget(anywidget.AnyWidget):
    """A figure that asks what will happen before it shows it.

    A widget names its script `_esm`, declares the traits that a reader moves, says in `data()` and `description()` what
    they come to, and calls `_ask(questions, moves)` once its own state is there. Two methods are made to be extended:
    `_picture()`, if the script draws more than `data()`, and `begin()`, if a question starts from more than its traits.
    """

    _css = style_sheet()

    picture = traitlets.Dict().tag(sync=True)
    panel = traitlets.Dict().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    ranges = traitlets.Dict().tag(sync=True)  # [least, most] of each trait with bounds, for its slider; sent once

    prediction: Prediction
    _beginning = False  # while a question sets the traits, nothing is drawn and nothing counts as a move

    def data(self) -> dict[str, Any]:
        """The numbers that are drawn, by name; those that a question starts from bear the names of their traits."""
        raise NotImplementedError

    def description(self) -> str:
        """The picture in sentences, for those who do not see it."""
        raise NotImplementedError

    @property
    def predictions(self) -> list[dict[str, Any]]:
        """What the reader predicted so far, and what was: question, said, was, right."""
        return self.prediction.records

    def begin(self, start: Mapping[str, Any]) -> None:
        """Go to the state that a question starts from; its traits are set in the order of `start`."""
        self._beginning = True
        try:
            with self.hold_sync():
                for name, value in start.items():
                    setattr(self, name, value)
        finally:
            self._beginning = False

    def draw(self) -> None:
        """Send what is to be seen now to the browser, in one message."""
        with self.hold_sync():
            self.picture, self.panel, self.alt = self._picture(), self.prediction.panel(), self.description()

    def _picture(self) -> dict[str, Any]:
        """What the script of the widget draws."""
        return self.data()

    def _ask(self, questions: Sequence[Question], moves: Sequence[str]) -> None:
        """Ask the first question, follow the traits `moves` from now on, and draw."""
        synced = self.traits(sync=True).items()
        self.ranges = {
            name: [trait.min, trait.max] for name, trait in synced if getattr(trait, "max", None) is not None
        }
        self.prediction = Prediction(self, questions)
        self.observe(self._moved, list(moves))
        self.draw()

    def _may(self, control: str) -> bool:
        """Whether a control answers: while a question waits, only those that it is about."""
        unlocked = self.panel["unlocked"]
        return unlocked is None or control in unlocked

    def _moved(self, _change: Any) -> None:
        self._follow()

    def _follow(self) -> None:
        """After what the reader did: compare it with the prediction, and draw."""
        if not self._beginning:
            self.prediction.moved()
            self.draw()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle: Any = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle
        return {**data, "text/plain": self.description()}, metadata
