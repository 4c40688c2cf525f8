"""Practice in a notebook: numbered questions with inputs, one Check button, a sentence for each answer (every chapter).

`Practice(*WARM_UP)` asks; `Practice(GRADIENT_BY_HAND, blanks="none")` is a worked example, and with blanks "last",
"half" and "all" the same calculation loses its lines. What a question is, what an answer is worth and how it reads
is said in `bpcourse.practice`.
"""

from __future__ import annotations

from typing import Any

import ipywidgets
import numpy as np

from bpcourse.practice import page
from bpcourse.practice.questions import Blanks, Question
from bpcourse.widgets.practice_cards import Desk, NumbersCard, card_of

NOTHING_YET = "Nothing filled in yet."
SCORE = "{right} of {asked} right."


class Practice:
    """Questions on a page: `Practice(*questions, blanks="all", seed=None)`; without a seed, new numbers each time.

    `blanks` says which lines of a calculation are to be filled in: "none", "last", "half" (the last half) or "all".
    """

    def __init__(self, *questions: Question, blanks: Blanks = "all", seed: int | None = None) -> None:
        if not questions:
            raise ValueError("Practice() was given no question, expected at least one, as in Practice(*WARM_UP).")
        rng = np.random.default_rng(seed)
        desk = Desk(check=self.check, changed=self._tell)
        self._cards = [card_of(question, blanks, rng, desk) for question in questions]
        self._text = page.plain_text(questions, blanks)
        self._summary = ipywidgets.HTML().add_class("bp-summary")
        foot = ipywidgets.HBox([*self._buttons(), self._summary]).add_class("bp-foot")
        parts: list[ipywidgets.Widget] = [ipywidgets.HTML(page.style_html()).add_class("bp-style")]
        for number, (question, card) in enumerate(zip(questions, self._cards, strict=True), start=1):
            body = ipywidgets.VBox(card.parts).add_class("bp-body")
            parts += [ipywidgets.HTML(page.question_html(number, question.prompt)), body]
        if page.asks_for_numbers(questions, blanks):
            parts.append(ipywidgets.HTML(page.aside_html(page.ROUNDING)).add_class("bp-indent"))
        self._view = ipywidgets.VBox([*parts, foot]).add_class("bp-practice")

    def check(self) -> None:
        """Judge what is filled in."""
        for card in self._cards:
            card.check()
        self._tell()

    def new_numbers(self) -> None:
        """Draw new numbers, and empty the lines to be filled in."""
        for card in self._cards:
            if isinstance(card, NumbersCard):
                card.draw()
        self._summary.value = ""

    def answer(self, question: int, *answers: object) -> dict[str, Any]:
        """Answer question 1, 2, ... and check it: the numbers of its blank lines, the text of a choice, a sentence.

        Returns what `data()` says of that question. Raises ValueError when there is no such question, line or choice.
        """
        if not 1 <= question <= len(self._cards):
            raise ValueError(f"Question {question} was answered, expected a question from 1 to {len(self._cards)}.")
        card = self._cards[question - 1]
        if not 1 <= len(answers) <= card.places:
            raise ValueError(f"Question {question} got {len(answers)} answers, expected 1 to {card.places}.")
        card.enter(*answers)
        card.check()
        self._tell()
        return card.data()

    def data(self) -> dict[str, Any]:
        """What was asked and drawn, the right answers, the reader's own and what was found: by question, and in all."""
        right, filled, asked = self._score()
        return {"questions": [card.data() for card in self._cards], "right": right, "filled": filled, "asked": asked}

    def _score(self) -> tuple[int, int, int]:
        scores = [card.score() for card in self._cards]
        return sum(s[0] for s in scores), sum(s[1] for s in scores), sum(s[2] for s in scores)

    def _tell(self) -> None:
        right, filled, asked = self._score()
        sentence = SCORE.format(right=right, asked=asked) if filled else NOTHING_YET
        self._summary.value = page.status_html(sentence) if asked else ""

    def _buttons(self) -> list[ipywidgets.Button]:
        actions = []
        if any(card.places for card in self._cards):
            actions.append(("Check" if self._score()[2] else "Compare", "primary", self.check))
        if any(isinstance(card, NumbersCard) for card in self._cards):
            actions.append(("New numbers", "", self.new_numbers))
        buttons = []
        for description, style, action in actions:
            button = ipywidgets.Button(description=description, button_style=style)
            button.on_click(lambda _button, action=action: action())
            buttons.append(button)
        return buttons

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        return {**self._view._repr_mimebundle_(**kwargs), "text/plain": self._text}
