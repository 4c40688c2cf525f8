"""Exercises in which steps are put in order, graded by what each step needs and not by one fixed order (chapter 08).

The steps are declared in a right order. What a learner reads lists them by their keys, so the keys are the shuffle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bpcourse.grading import sentences
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Value

IN_ORDER = "in order"


@dataclass(frozen=True)
class Step:
    """One step: its letter, what is done, the steps that must come before it.

    `says` tells why it must wait for those; of a `distractor`, which belongs in no order, why it does not belong.
    """

    key: str
    text: str
    after: tuple[str, ...] = ()
    distractor: bool = False
    says: str = ""


def ordering(steps: Sequence[Step], *, name: str, statement: str, read: str, **declared: Any) -> Exercise:
    """An exercise whose answer is an order of the steps: `name = "C A B"`, or a list of their keys.

    Its right ways and its mistakes are made from the steps. The other fields are those of an Exercise: chapter, points,
    minutes, difficulty, hints, explanation. ValueError for steps that are not declared in a right order.
    """
    own = [step for step in steps if not step.distractor]
    right = [step.key for step in own]
    _refuse(name, steps, right)
    text = " ".join(right)
    listed = "\n".join(f"- **{step.key}**: {step.text}" for step in sorted(steps, key=lambda step: step.key))
    how = sentences.ORDER_HOW.format(name=name, example=" ".join(sorted(step.key for step in steps)[:3]))
    return Exercise(
        name=name,
        kind="ordering",
        statement=f"{statement.strip()}\n\n{listed}\n\n{how}",
        stub=f"{name} = None\n",
        solution=f'{name} = "{text}"\n',
        read=read,
        reference=lambda: text,
        correct=(lambda: right, lambda: ", ".join(_another_order(own))),
        mistakes=tuple(_mistake(steps, step, f"read {read}.") for step in steps if step.after or step.distractor),
        cases=lambda rng: [Case(sentences.ORDER, {})],
        measured=lambda value, inputs: complaint(steps, value),
        **declared,
    )


def complaint(steps: Sequence[Step], value: Value) -> str:
    """What is wrong with an order first of all, in a sentence; IN_ORDER when nothing is.

    TypeError when the value is neither a text nor a list of texts.
    """
    known = {step.key: step for step in steps}
    keys = _keys(value, known)
    unknown = next((key for key in keys if key not in known), None)
    if unknown is not None:
        return sentences.STEP_UNKNOWN.format(key=unknown[:20], keys=", ".join(sorted(known)))
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        return sentences.STEP_TWICE.format(key=twice)
    for key in keys:
        if known[key].distractor:
            return sentences.STEP_FOREIGN.format(key=key, says=known[key].says).rstrip()
    for place, key in enumerate(keys):
        if not set(known[key].after) <= set(keys[:place]) and set(known[key].after) <= set(keys):
            return sentences.STEP_EARLY.format(key=key, says=known[key].says)
    belong = sum(not step.distractor for step in steps)
    if len(keys) < belong:
        return sentences.STEPS_MISSING.format(given=len(keys), belong=belong)
    return IN_ORDER


def _keys(value: Value, known: dict[str, Step]) -> list[str]:
    """The keys of an answer: a text with spaces or commas, or a list; without spaces, each letter is a key.

    A small letter stands for the capital, where no step has the small one.
    """
    if isinstance(value, (list, tuple)) and all(isinstance(key, str) for key in value):
        keys = [key.strip() for key in value]
    elif isinstance(value, str):
        keys = value.replace(",", " ").split()
        keys = list(keys[0]) if len(keys) == 1 and not {keys[0], keys[0].upper()} & set(known) else keys
    else:
        raise TypeError
    return [key if key in known or key.upper() not in known else key.upper() for key in keys]


def _mistake(steps: Sequence[Step], wrong: Step, look: str) -> Mistake:
    """The order in which this step stands too early, or in which a step stands that does not belong."""
    keys = [step.key for step in steps if not step.distractor]
    if wrong.distractor:
        keys.append(wrong.key)
        name = sentences.FOREIGN_NAME.format(key=wrong.key)
    else:
        keys.remove(wrong.key)
        keys.insert(max(map(keys.index, wrong.after)), wrong.key)
        name = sentences.EARLY_NAME.format(key=wrong.key)
    order = " ".join(keys)
    return Mistake(name, lambda: order, complaint(steps, order), look)


def _another_order(steps: Sequence[Step]) -> list[str]:
    """A right order that takes, at each place, the last of the steps that can stand there."""
    left, keys = list(steps), list[str]()
    while left:
        step = next(step for step in reversed(left) if set(step.after) <= set(keys))
        left.remove(step)
        keys.append(step.key)
    return keys


def _refuse(name: str, steps: Sequence[Step], right: list[str]) -> None:
    keys = [step.key for step in steps]
    for step in steps:
        if keys.count(step.key) > 1 or not step.key.isalnum():
            raise ValueError(f"exercise {name!r}: the key {step.key!r} is no word of its own")
        if step.distractor and step.after:
            raise ValueError(f"exercise {name!r}: step {step.key} belongs nowhere, and so comes after nothing")
        earlier = right[: right.index(step.key)] if step.key in right else []
        if not set(step.after) <= set(earlier):
            raise ValueError(f"exercise {name!r}: step {step.key} is declared before a step that it comes after")
        if (step.after or step.distractor) and not step.says:
            raise ValueError(f"exercise {name!r}: step {step.key} does not say why it must wait, or does not belong")
