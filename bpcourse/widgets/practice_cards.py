"""One card a question: the inputs, and what is written beside them (every chapter, through `Practice`).

A card keeps what the reader entered and shows what `bpcourse.practice.judging` found; it judges nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import ipywidgets
import numpy as np

from bpcourse.practice import page
from bpcourse.practice.judging import Judgement, judge, read_number
from bpcourse.practice.questions import Blanks, ChoiceQuestion, ExplainQuestion, Line, NumberQuestion, Question


@dataclass(frozen=True)
class Desk:
    """What a card tells the practice it lies on: Enter was pressed, or an answer was judged anew or taken back."""

    check: Callable[[], None]
    changed: Callable[[], None]


class Card(Protocol):
    """One question with its inputs. `places` is how many answers it takes; a score counts (right, filled in, asked)."""

    parts: list[ipywidgets.Widget]
    places: int

    def enter(self, *answers: object) -> None: ...
    def check(self) -> None: ...
    def score(self) -> tuple[int, int, int]: ...
    def data(self) -> dict[str, Any]: ...


def card_of(question: Question, blanks: Blanks, rng: np.random.Generator, desk: Desk) -> Card:
    """The card that asks this question. TypeError if it is not a question."""
    match question:
        case NumberQuestion():
            return NumbersCard(question, blanks, rng, desk)
        case ChoiceQuestion():
            return ChoiceCard(question, rng, desk)
        case ExplainQuestion():
            return ExplainCard(question)
    raise TypeError(
        f"Practice() was given a {type(question).__name__}, expected questions: "
        "a tuple of them takes a star, as in Practice(*WARM_UP)."
    )


class NumbersCard:
    """A calculation: one row a line, shown or to be filled in."""

    def __init__(self, question: NumberQuestion, blanks: Blanks, rng: np.random.Generator, desk: Desk) -> None:
        self.question, self._rng, self._desk = question, rng, desk
        empty = question.blank(blanks)
        self._given = ipywidgets.HTML()
        self._shown = {line.label: _field(ipywidgets.HTML, line) for line in question.lines if line.label not in empty}
        self._inputs = {line.label: _field(ipywidgets.Text, line) for line in question.lines if line.label in empty}
        self._notes = {line.label: ipywidgets.HTML().add_class("bp-note") for line in question.lines}
        fields = {**self._shown, **self._inputs}
        rows = [ipywidgets.HBox([fields[label], note]).add_class("bp-row") for label, note in self._notes.items()]
        self.parts, self.places = [self._given, *rows], len(empty)
        for text in self._inputs.values():
            text.on_msg(self._hear)
            text.observe(self._changed, "value")
        self.draw()

    def draw(self) -> None:
        """Take new numbers, and empty the inputs."""
        self._checked = False
        self.judged: dict[str, Judgement] = {}
        self.numbers = self.question.draw(self._rng)
        self.values = self.question.values(self.numbers)
        self._given.value = page.numbers_html(self.numbers)
        for label, field in self._shown.items():
            field.value = page.value_html(self.values[label])
        for text in self._inputs.values():
            text.value = ""
        self._write()

    def enter(self, *answers: object) -> None:
        for text, number in zip(self._inputs.values(), answers, strict=False):
            text.value = str(number)

    def check(self) -> None:
        self._checked = True
        self.judged = judge(self.question, self.numbers, self._typed())
        self._write()

    def score(self) -> tuple[int, int, int]:
        results = [judged.result for judged in self.judged.values()]
        right = results.count("right") + results.count("follows")
        return right, len(results) - results.count("empty"), self.places

    def data(self) -> dict[str, Any]:
        lines = [self._line_data(line) for line in self.question.lines]
        return {"kind": "numbers", "prompt": self.question.prompt, "numbers": dict(self.numbers), "lines": lines}

    def _line_data(self, line: Line) -> dict[str, Any]:
        data: dict[str, Any] = {"label": line.label, "formula": line.formula, "right": self.values[line.label]}
        if line.label not in self._inputs:
            return {**data, "result": "shown"}
        judged = self.judged.get(line.label, Judgement("empty"))
        entered = {"entered": self._inputs[line.label].value, "result": judged.result}
        return {**data, **entered, "slip": judged.slip, "says": judged.says}

    def _typed(self) -> dict[str, str]:
        return {label: text.value for label, text in self._inputs.items()}

    def _write(self) -> None:
        """Write beside each line how it is worked out, or what was found."""
        typed = {label: read_number(text) for label, text in self._typed().items()}
        known = {**self.numbers, **self.values, **{k: number for k, number in typed.items() if number is not None}}
        for line in self.question.lines:
            self._notes[line.label].value = page.note_html(
                line, self.judged.get(line.label), known, line.label in typed
            )

    def _hear(self, _text: object, message: Mapping[str, Any], _buffers: object) -> None:
        if message.get("event") == "submit":
            self._desk.check()

    def _changed(self, _change: object) -> None:
        # The browser sends the Enter key before the number that was typed, so that number is judged when it comes.
        if self._checked:
            self.check()
            self._desk.changed()


def _field(kind: type[ipywidgets.Widget], line: Line) -> Any:
    """An input, or a shown value, with the line's label in front; orange for a derivative, blue for a value."""
    flow = "bp-backward" if page.is_gradient(line) else "bp-forward"
    field = kind(description=page.formula_html(f"{line.label} ="), description_allow_html=True)
    if kind is ipywidgets.Text:
        field.continuous_update = False  # a number is judged when it is complete, and not digit by digit
    return field.add_class("bp-field").add_class(flow)


class ChoiceCard:
    """A question with answers to choose from."""

    def __init__(self, question: ChoiceQuestion, rng: np.random.Generator, desk: Desk) -> None:
        self.question, self._desk, self.judged = question, desk, False
        self.choices = {choice.text: choice for choice in question.shuffled(rng)}
        # Not radio buttons: JupyterLab takes the arrow keys for its own, and the keyboard would reach only the first.
        self._buttons = ipywidgets.ToggleButtons(options=list(self.choices), index=None).add_class("bp-choices")
        self._note = ipywidgets.HTML().add_class("bp-note")
        self.parts, self.places = [self._buttons, self._note], 1
        self._buttons.observe(self._chosen, "value")

    def enter(self, *answers: object) -> None:
        [text] = answers
        if text not in self.choices:
            raise ValueError(f"The choice {text!r} was given, expected one of {', '.join(map(repr, self.choices))}.")
        self._buttons.value = text

    def check(self) -> None:
        self.judged = self._buttons.value is not None
        if self.judged:
            chosen = self.choices[self._buttons.value]
            self._note.value = page.result_html(chosen.right, page.prose_html(chosen.says))

    def score(self) -> tuple[int, int, int]:
        return int(self.judged and self.choices[self._buttons.value].right), int(self.judged), 1

    def data(self) -> dict[str, Any]:
        chosen = self.choices[self._buttons.value] if self.judged else None
        return {
            "kind": "choice",
            "prompt": self.question.prompt,
            "choices": list(self.choices),
            "right": next(text for text, choice in self.choices.items() if choice.right),
            "entered": self._buttons.value,
            "result": "empty" if chosen is None else "right" if chosen.right else "wrong",
            "says": "" if chosen is None else chosen.says,
        }

    def _chosen(self, _change: object) -> None:
        self._note.value = page.chosen_html(self._buttons.value)
        if self.judged:
            self.judged = False
            self._desk.changed()


class ExplainCard:
    """A sentence in the reader's own words, then the model answer beside it. Nothing is graded."""

    def __init__(self, question: ExplainQuestion) -> None:
        self.question, self.places = question, 1
        self._sentence = ipywidgets.Textarea(rows=3, placeholder=page.YOUR_SENTENCE)
        self._note = ipywidgets.HTML().add_class("bp-note")
        self._points = [ipywidgets.Checkbox(description=point, indent=False) for point in question.points]
        self._list = ipywidgets.VBox([])
        self.parts = [self._sentence, self._note, self._list]

    def enter(self, *answers: object) -> None:
        [self._sentence.value] = map(str, answers)

    def check(self) -> None:
        written = bool(self._sentence.value.strip())
        self._note.value = page.model_html(self.question.model_answer) if written else page.aside_html(page.WRITE_FIRST)
        self._list.children = self._points if written else []

    def score(self) -> tuple[int, int, int]:
        return 0, 0, 0

    def data(self) -> dict[str, Any]:
        return {
            "kind": "explain",
            "prompt": self.question.prompt,
            "entered": self._sentence.value,
            "model_answer": self.question.model_answer,
            "ticked": [point.description for point in self._points if point.value],
        }
