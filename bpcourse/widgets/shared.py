"""What every widget needs on the Python side: its script, its style sheet, and numbers as a sentence shows them."""

import math
from pathlib import Path
from typing import Any

import traitlets

FRONT_END = Path(__file__).parent / "front_end"


def script(*names: str) -> str:
    """JavaScript of a widget: the kit, shared parts such as "graph", and the widget's own file last.

    They are joined because an anywidget module cannot import a neighbour.
    """
    return "\n".join((FRONT_END / f"{name}.js").read_text(encoding="utf-8") for name in ("kit", *names))


def style_sheet() -> str:
    """Style sheet that all widgets share."""
    return (FRONT_END / "kit.css").read_text(encoding="utf-8")


def say(number: float) -> str:
    """A number as a sentence shows it: four significant digits, and never a negative zero."""
    return f"{number + 0.0:.4g}"


def finite(name: str, value: float) -> float:
    """The value itself; raises ValueError when it is not a number that can be drawn."""
    if not math.isfinite(value):
        raise ValueError(f"{name} is {value}, expected a finite number.")
    return value


class _Finite(traitlets.Float[float, float]):
    def validate(self, obj: Any, value: Any) -> float:
        return finite(str(self.name), super().validate(obj, value))  # NaN lies within all bounds


def bounded(default: float, low: float, high: float) -> Any:
    """Trait for a number that the reader moves: synchronised with the browser, kept within [low, high].

    Raises TraitError outside the bounds and ValueError for NaN.
    """
    return _Finite(default, min=low, max=high).tag(sync=True)
