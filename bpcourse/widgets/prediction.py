"""Predict, then move, then compare: the rounds of questions that every widget plays with its reader.

A question starts from a known state and locks the controls. Once the reader has said what will happen, the controls
that the question is about unlock. When they have been moved far enough, the answer is worked out from the states
before and after, and the prediction is kept beside it. Used by every widget, from chapter 00 on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bpcourse.widgets.shared import say

State = Mapping[str, Any]

KEPT = "This question keeps {name} at {start}, and it is {now} now. Set it back to {start}."
SAID_RIGHT = "You said {said}, and so it is. {explanation}"
SAID_WRONG = "You said {said}. {explanation}"


@dataclass(frozen=True)
class Question:
    """One thing that can be predicted wrongly."""

    text: str
    choices: tuple[str, ...]
    start: Mapping[str, Any]  # the values that the question starts from, by the name of the trait
    unlocks: tuple[str, ...]  # the controls that the reader may use after predicting
    to_do: Callable[[State, State], str]  # (before, now) -> what is left to move, "" when it is done
    outcome: Callable[[State, State], str]  # (before, now) -> the choice that came true
    explain: Callable[[State, State], str]  # (before, now) -> what happened and why, in whole sentences


class Asks(Protocol):
    """A widget that can be asked about."""

    def data(self) -> dict[str, Any]: ...
    def begin(self, start: Mapping[str, Any]) -> None: ...
    def draw(self) -> None: ...
    def on_msg(self, callback: Callable[..., None]) -> None: ...


class Prediction:
    """The rounds of one widget: phase is "asking", "moving", "answered" or "exploring"."""

    def __init__(self, widget: Asks, questions: Sequence[Question]) -> None:
        self._widget = widget
        self._questions = questions
        self._number = 0
        self.phase = "asking"
        self.said: str | None = None
        self.text = ""
        self.before: State | None = None  # the state that the prediction was made in
        self.records: list[dict[str, Any]] = []
        widget.on_msg(self._hear)

    @property
    def question(self) -> Question:
        """The question that is asked now, or was asked last."""
        return self._questions[self._number]

    def choose(self, choice: str) -> None:
        """Predict: go to the state that the question starts from and unlock what it is about.

        Raises ValueError when no question waits for an answer, or when the choice is not one of its choices.
        """
        if self.phase != "asking":
            raise ValueError(f"The choice {choice!r} came while no question waits for one: ask another first.")
        if choice not in self.question.choices:
            raise ValueError(f"The choice is {choice!r}, expected one of: {', '.join(self.question.choices)}.")
        self._widget.begin(self.question.start)
        self.before = self._widget.data()
        self.phase, self.said = "moving", choice
        self.moved()
        self._widget.draw()

    def another(self) -> None:
        """Ask the next question, from its own start; after the last comes the first again."""
        self._number = (self._number + 1) % len(self._questions)
        self.phase, self.said, self.before, self.text = "asking", None, None, ""
        self._widget.begin(self.question.start)
        self._widget.draw()

    def explore(self) -> None:
        """Unlock everything; nothing is asked."""
        self.phase, self.said, self.before, self.text = "exploring", None, None, ""
        self._widget.draw()

    def moved(self) -> bool:
        """Look at the widget's state after a change; True when this change brought the answer."""
        if self.before is None or self.said is None:
            return False
        now = self._widget.data()
        to_do = self._moved_something_else(now) or self.question.to_do(self.before, now)
        if to_do:
            if self.phase == "moving":
                self.text = to_do
            return False
        was = self.question.outcome(self.before, now)
        template = SAID_RIGHT if self.said == was else SAID_WRONG
        self.text = template.format(said=self.said, explanation=self.question.explain(self.before, now))
        first = self.phase == "moving"
        if first:
            self.phase = "answered"
            self.records.append(
                {"question": self.question.text, "said": self.said, "was": was, "right": self.said == was}
            )
        return first

    def panel(self) -> dict[str, Any]:
        """What the browser shows of the prediction."""
        exploring = self.phase == "exploring"
        unlocked = [] if self.phase == "asking" else list(self.question.unlocks)
        return {
            "phase": self.phase,
            "question": "" if exploring else self.question.text,
            "choices": [] if exploring else list(self.question.choices),
            "said": self.said,
            "was": self.records[-1]["was"] if self.phase == "answered" else None,
            "text": self.text,
            "unlocked": None if exploring else unlocked,  # None: every control
            "records": list(self.records),
        }

    def _moved_something_else(self, now: State) -> str:
        for name, start in self.question.start.items():
            if name not in self.question.unlocks and now[name] != start:
                return KEPT.format(name=name.replace("_", " "), start=_shown(start), now=_shown(now[name]))
        return ""

    def _hear(self, _widget: object, message: Mapping[str, Any], _buffers: object) -> None:
        # A second view of the same widget may send a click that the first has overtaken: it is dropped.
        match message:
            case {"do": "choose", "choice": str(choice)} if self.phase == "asking":
                self.choose(choice)
            case {"do": "another"} if self.records:
                self.another()
            case {"do": "explore"} if self.records:
                self.explore()


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else say(value)
