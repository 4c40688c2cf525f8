"""class.html: what to teach next, how far the class is, and which mistakes it makes; no learner is named in it."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from itertools import groupby

from bpcourse.autograders import chapter_title, exercises
from bpcourse.classroom.anonymous import without_names
from bpcourse.classroom.charts import STYLE, mistakes_chart, outcomes_chart, points_chart
from bpcourse.classroom.class_facts import ClassFacts, class_facts
from bpcourse.classroom.gradebook import Gradebook
from bpcourse.classroom.names import Learner
from bpcourse.classroom.pages import page
from bpcourse.grading.verdict import as_html

TO_TEACH = 3
TO_SHOW = 8  # mistakes of one exercise
CARDS = """
ol.teach{padding:0;list-style:none;counter-reset:n}ol.teach>li{counter-increment:n;position:relative;
border:1px solid var(--line);border-left:5px solid var(--name);border-radius:6px;padding:.7rem 1rem .7rem 3.2rem;
margin:.7rem 0}ol.teach>li:before{content:counter(n);position:absolute;left:1.1rem;top:.55rem;font-size:1.5rem;
font-weight:700;color:var(--name)}
.answer{border-left:4px solid var(--line);padding:.1rem 0 .1rem 1rem;margin:1rem 0;overflow-wrap:anywhere}
"""


def class_page(gradebook: Gradebook, containment: str) -> str:
    """The report on the class as one HTML page; `containment` is the sentence on how submissions were contained."""
    facts = class_facts(gradebook)
    learners = [Learner(row["name"], row["ident"]) for row in gradebook.each("SELECT name, ident FROM learners")]
    chapters = sorted({exercises()[name].chapter for name in facts.outcomes if name in exercises()})
    of_chapters = ", ".join(f"chapter {number:02d} {chapter_title(number)}" for number in chapters)
    body = [
        f"<p class=quiet>{_count(facts.learners, 'learner')}, {_count(facts.submissions, 'submission')}"
        f"{f'; {html.escape(of_chapters)}' if of_chapters else ''}. Each learner counts once; nobody is named.",
        *_teach_next(facts, learners),
        *_outcomes(facts),
        *_mistakes(facts),
        *_unnamed(facts, learners),
        *_invalid(facts),
        *_how(gradebook.settings, containment),
    ]
    return page("The class", "\n".join(body), STYLE + CARDS)


def _teach_next(facts: ClassFacts, learners: Sequence[Learner]) -> list[str]:
    """The mistakes that most learners still make, each with what is wrong and where to read again."""
    left = [named for named in facts.mistakes if named.still][:TO_TEACH]
    if not left:
        return ["<h2>Teach this next</h2><p>No mistake that has a name is left in anyone's last attempt."]
    items = []
    for named in left:
        exercise = exercises().get(named.exercise)
        declared = next((one for one in exercise.mistakes if one.name == named.mistake), None) if exercise else None
        says = declared.says if declared else without_names([named.message], learners)[0]
        back = f"<p>Go back to {as_html(exercise.read)}." if exercise else ""
        items.append(
            f"<li><b><code>{html.escape(named.exercise)}</code>: {html.escape(named.mistake)}</b> "
            f"<span class=quiet>({_count(named.still, 'learner')} still)</span><p>{as_html(says)}{back}"
        )
    return ["<h2>Teach this next</h2>", f"<ol class=teach>{''.join(items)}</ol>"]


def _outcomes(facts: ClassFacts) -> list[str]:
    if not facts.outcomes:
        return []
    return [
        "<h2>How far the class is</h2><p class=quiet>For each exercise: how many learners are where.</p>",
        outcomes_chart(facts.outcomes),
        "<h3>Points</h3><p class=quiet>How many learners have how much of all the points, by their best attempts.</p>",
        points_chart(facts.points),
    ]


def _mistakes(facts: ClassFacts) -> list[str]:
    """The exercises in the course's order, each with its mistakes."""
    order = {name: place for place, name in enumerate(facts.outcomes)}
    ordered = sorted(facts.mistakes, key=lambda named: (order[named.exercise], -named.ever, named.mistake))
    most = max((named.ever for named in ordered), default=0)
    figures = []
    for name, of_one in groupby(ordered, key=lambda named: named.exercise):
        shown, rest = (mistakes := list(of_one))[:TO_SHOW], len(mistakes[TO_SHOW:])
        more = f"<p class=quiet>And {_count(rest, 'rarer mistake')}.</p>" if rest else ""
        figures.append(
            f"<section><h3><code>{html.escape(name)}</code></h3>{mistakes_chart(shown, most)}{more}</section>"
        )
    if not figures:
        return []
    intro = "How many learners ever made each; in full colour those whose last attempt still has it."
    return [f"<h2>Mistakes that have a name</h2><p class=quiet>{intro}</p>", *figures]


def _unnamed(facts: ClassFacts, learners: Sequence[Learner]) -> list[str]:
    """The commonest wrong answers without a name: what the judge saw, with all names taken out."""
    if not facts.unnamed:
        return []
    shown = without_names([text for one in facts.unnamed for text in (one.message, one.seen)], learners)
    items = []
    for place, one in enumerate(facts.unnamed):
        seen = f"<p><b>Seen:</b> {as_html(shown[2 * place + 1])}" if one.seen else ""
        items.append(
            f"<section class=answer><b><code>{html.escape(one.exercise)}</code></b> <span class=quiet>"
            f"{one.status}, {_count(one.learners, 'learner')}</span><p>{as_html(shown[2 * place])}{seen}</section>"
        )
    intro = "The most common ones. All learners were asked the same, so that equal answers are counted together."
    return [f"<h2>Wrong answers that no mistake names</h2><p class=quiet>{intro}", *items]


def _invalid(facts: ClassFacts) -> list[str]:
    if not facts.invalid:
        return []
    return [f"<p class=problem>{_count(facts.invalid, 'file')} could not be graded. results.csv says which and why."]


def _how(settings: Mapping[str, str], containment: str) -> list[str]:
    limits = f"{settings['timeout']} s for the cells and for each exercise, {settings['memory']} MB of memory"
    only = f" Only {settings['exercise']}." if settings["exercise"] else ""
    text = f"Numbers drawn with seed {settings['seed']}; {limits}.{only} {containment}"
    return [f"<h2>How this was graded</h2><p class=quiet>{html.escape(text)}"]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
