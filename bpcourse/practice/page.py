"""How a question reads on the page, as text and as HTML, and its formulas with numbers put in (every chapter)."""

from __future__ import annotations

import html
import re
from pathlib import Path

from bpcourse.grading.verdict import as_html
from bpcourse.practice.judging import Judgement, show_number
from bpcourse.practice.questions import Blanks, ChoiceQuestion, ExplainQuestion, Line, NumberQuestion, Numbers, Question

ROUNDING = "Numbers may be rounded to three significant digits."
YOUR_SENTENCE = "Your sentence"
WRITE_FIRST = "Write your own sentence first. The model answer comes after it."
CHOSEN = "Chosen: {choice}."
MODEL = "A model answer"
LOOK_FOR = "Tick what your own sentence says too."
BLANK = "____"


def plain_text(questions: tuple[Question, ...], blanks: Blanks) -> str:
    """The questions without their random numbers: what stands in print, and where widgets cannot run."""
    parts = []
    for number, question in enumerate(questions, start=1):
        parts.append("\n   ".join([f"{number}. {question.prompt}", *_plain_lines(question, blanks)]))
    if asks_for_numbers(questions, blanks):
        parts.append(ROUNDING)
    return "\n".join(parts)


def _plain_lines(question: Question, blanks: Blanks) -> list[str]:
    match question:
        case NumberQuestion():
            empty = question.blank(blanks)
            return [f"{line.label} = {BLANK if line.label in empty else line.formula}" for line in question.lines]
        case ChoiceQuestion():
            return [f"( ) {text}" for text in sorted(choice.text for choice in question.choices)]
        case ExplainQuestion():
            return [f"{YOUR_SENTENCE}: {BLANK}"]


def asks_for_numbers(questions: tuple[Question, ...], blanks: Blanks) -> bool:
    """Whether a number is to be typed anywhere."""
    return any(isinstance(question, NumberQuestion) and question.blank(blanks) for question in questions)


def is_gradient(line: Line) -> bool:
    """Whether a line gives a derivative, a number of the way back."""
    return line.label.startswith(("∂", "dL"))


def put_in(formula: str, known: Numbers) -> str:
    """The formula with its symbols replaced by numbers: "w·x + b" becomes "0.8·1.5 + (−0.4)"."""
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))

    def number(found: re.Match[str]) -> str:
        text = show_number(known[found.group()])
        opens = found.start() == 0 or formula[found.start() - 1] == "("
        return text if opens or not text.startswith("−") else f"({text})"

    return re.sub(rf"(?<![\w∂])(?:{names})(?!\w)", number, formula)


def formula_html(formula: str) -> str:
    """A formula as HTML, as in print: variables italic, the d of a derivative upright; w1 and out_h1 with an index."""
    letters = re.sub(r"(?<![A-Za-z_])(d?)([A-Za-z])(?![A-Za-z_])", r"\1<i>\2</i>", html.escape(formula, quote=False))
    parts = re.sub(r"(?<![A-Za-z])([A-Za-z])_(?=\w)", r"<i>\1</i>_", letters)
    return re.sub(r"(?<=</i>)(\d+)|(?<=[\w>])_(\w+)", lambda found: index_html(found[1] or found[2]), parts)


def index_html(index: str) -> str:
    """An index, as HTML that may stand before an input: JupyterLab takes a <sub> out there, and leaves a <span>."""
    return f'<span class="bp-index">{index}</span>'


def prose_html(text: str) -> str:
    """A sentence as HTML; w_1 and out_h with an index; its formulas break neither at a sign nor inside a derivative."""

    def indexed(found: re.Match[str]) -> str:
        return found[1] + index_html(found[2]) if found[1] else found[0]

    names = re.sub(r"<code>.*?</code>|(?<!\w)(net|out|[A-Za-zδ])_(\w+)", indexed, as_html(text))
    whole = re.sub(r" ([=≈+−·→]) ", "\u00a0\\1\u00a0", names)
    return whole.replace("/∂", "/\u2060∂")


def style_html() -> str:
    """The style sheet of the cards, for both themes."""
    return f"<style>{Path(__file__).with_name('page.css').read_text(encoding='utf-8')}</style>"


def question_html(number: int, prompt: str) -> str:
    """The number and the prompt of a question."""
    return f'<div class="bp-prompt"><span class="bp-number">{number}</span><span>{prose_html(prompt)}</span></div>'


def numbers_html(numbers: Numbers) -> str:
    """The drawn numbers, side by side."""
    items = (f"<span>{formula_html(f'{name} = {show_number(value)}')}</span>" for name, value in numbers.items())
    return f'<div class="bp-given">{"".join(items)}</div>'


def value_html(value: float) -> str:
    """The value of a line that is shown."""
    return f'<span class="bp-value">{show_number(value)}</span>'


def worked_html(line: Line, known: Numbers) -> str:
    """The formula of a line, the same with its numbers put in, and the reason."""
    worked = formula_html(f"{line.formula} = {put_in(line.formula, known)}")
    return f'<div class="bp-worked"><span class="bp-math">{worked}</span><span>{prose_html(line.why)}</span></div>'


def note_html(line: Line, judged: Judgement | None, known: Numbers, blank: bool) -> str:
    """What stands beside a line: how it is worked out, or what was found about the reader's number."""
    if not blank:
        return f'<div class="bp-result"><span class="bp-mark"></span>{worked_html(line, known)}</div>'
    if judged is None or judged.result == "empty":
        return ""
    if judged.result == "right":
        return result_html(True, worked_html(line, known))
    return result_html(judged.result == "follows", prose_html(judged.says))


def result_html(right: bool, content: str) -> str:
    """What was found, as HTML, behind a mark: nothing is told by colour alone."""
    name, mark, word = ("bp-right", "✓", "right") if right else ("bp-wrong", "✗", "not yet")
    return (
        f'<div class="bp-result {name}"><span class="bp-mark" role="img" aria-label="{word}">{mark}</span>'
        f"<div>{content}</div></div>"
    )


def chosen_html(choice: str) -> str:
    """What was chosen, for a screen reader: to the eye the button says it."""
    return f'<div class="bp-unseen" role="status">{prose_html(CHOSEN.format(choice=choice))}</div>'


def model_html(model_answer: str) -> str:
    """The model answer, and what to do with it."""
    return f'<div class="bp-model"><b>{MODEL}</b><br>{prose_html(model_answer)}</div>{aside_html(LOOK_FOR)}'


def aside_html(sentence: str) -> str:
    """A sentence beside the matter, in a quieter colour."""
    return f'<div class="bp-aside">{prose_html(sentence)}</div>'


def status_html(sentence: str) -> str:
    """A sentence that a screen reader says when it changes."""
    return f'<div role="status">{prose_html(sentence)}</div>'
