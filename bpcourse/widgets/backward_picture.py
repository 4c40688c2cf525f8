"""The 2-2-2 network with the numbers of its way back in orange beside those of its way forward (chapter 06)."""

from collections.abc import Mapping
from typing import Any

from bpcourse.widgets.backward_numbers import (
    ALL,
    BACKWARD_DONE,
    FORWARD_DONE,
    STEPS,
    WEIGHTS,
    shown,
    sources,
)
from bpcourse.widgets.network_numbers import UNITS
from bpcourse.widgets.network_picture import ABOVE, BELOW, LOWER, SUM, UPPER, WAITS, network_picture
from bpcourse.widgets.shared import say

# The forward picture's rows, moved apart for the lines that are added; in a picture of 890 x 530.
ROWS = {ABOVE: 70, UPPER: 182, SUM[1]: 275, LOWER: 372, BELOW: 484}


def part_of(name: str) -> str:
    """The node or the edge that shows a number."""
    for start in ("net_", "out_", "dE_dout_", "slope_", "delta_", "dE_d", "new_"):
        if name.startswith(start):
            return name.removeprefix(start)
    return name


def backward_picture(now: Mapping[str, float], step: int, trained: int, told: str) -> dict[str, Any]:
    """The network with the first `step` numbers lit; the number `told` and all that it was made from are in focus."""
    lit = set(STEPS[:step])
    picture = network_picture(now, min(step, FORWARD_DONE))
    picture["title"] = _title(step, trained)
    focus = {part_of(name) for name in (told, *sources(told))} if told else set()

    def line(word: str, name: str) -> tuple[str, str]:
        return (f"{word} {say(now[name])}", "backward") if name in lit else (f"{word} {WAITS}", "")

    for node in picture["nodes"]:
        name = node["id"]
        node["y"] = ROWS[node["y"]]
        node["focus"] = name in focus
        if name in UNITS:
            added = (("∂E/∂out", "dE_dout"), ("slope", "slope"), ("δ", "delta"))
            node["lines"] = (*node["lines"], *(line(word, f"{kind}_{name}") for word, kind in added))
            node["width"], node["height"] = 124, 108
            if f"delta_{name}" in lit:
                node["look"] = "backward"
        elif name.startswith("b_"):
            node["lines"] = (*node["lines"], line("∂", f"dE_d{name}"))
            node["width"], node["height"] = 94, 58
        elif name == "E" and "new_E" in lit:
            node["lines"] = (*node["lines"], (f"new {say(now['new_E'])}", "forward"))
            node["width"], node["height"] = 92, 62
    for edge in picture["edges"]:
        weight = edge["id"]
        edge["focus"] = weight in focus
        if weight in WEIGHTS:
            after = f"new_{weight}" in lit
            new = (f"new {say(now[f'new_{weight}'])}", "forward")
            edge["lines"] = (*edge["lines"], new if after else line("∂", f"dE_d{weight}"))
            if f"dE_d{weight}" in lit and not after:
                edge["look"] = "backward"
    return picture


def _title(step: int, trained: int) -> str:
    after = f"After {trained:,} step{'' if trained == 1 else 's'} of training: " if trained else ""
    if step == 0:
        says = "nothing is computed yet"
    elif step <= FORWARD_DONE:
        says = f"forward, {shown(STEPS[step - 1])} is number {step} of {ALL}"
    elif step <= BACKWARD_DONE:
        says = f"back, {shown(STEPS[step - 1])} is number {step} of {ALL}"
    else:
        says = f"update, {shown(STEPS[step - 1])} is number {step} of {ALL}"
    return after + says if after else says[0].upper() + says[1:]
