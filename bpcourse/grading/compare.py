"""Comparing two values: whether they agree, and the first place where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from bpcourse.grading.values import Value

# Below this share of the relative tolerance, a number counts as zero.
ABSOLUTE_SHARE = 1e-3
# What a value that has no parts is called.
WHOLE = "The result"


@dataclass(frozen=True)
class Difference:
    """Where two values part: `kind` says how, `where` names the part, then what was expected and what was got.

    `path` leads to the part through tuples, lists and dicts; `index` is the place of the first wrong entry when both
    parts are arrays of one shape.
    """

    kind: Literal["kind", "shape", "entry"]
    where: str
    expected: Value
    got: Value
    index: tuple[int, ...] = ()
    path: tuple[Any, ...] = ()


def agree(expected: Value, got: Value, tolerance: float, *, nan_agrees: bool = False) -> bool:
    """Whether two values are equal within a relative tolerance, of each entry; whole numbers agree exactly or not."""
    return difference(expected, got, tolerance, nan_agrees=nan_agrees) is None


def difference(
    expected: Value,
    got: Value,
    tolerance: float,
    *,
    names: tuple[str, ...] = (),
    items: str = "",
    where: str = WHOLE,
    path: tuple[Any, ...] = (),
    nan_agrees: bool = False,
) -> Difference | None:
    """The first difference, or None.

    `names` are those of the parts of a tuple, also of each tuple in a list, whose entries are called `items`. A list is
    as good as a tuple, and where numbers are expected, so is an array with one axis.
    """
    if is_numeric(expected):
        found = _numeric_difference(expected, got, tolerance, where, nan_agrees)
        return replace(found, path=path) if found else None
    if isinstance(expected, (tuple, list)):
        if (
            isinstance(got, np.ndarray)
            and got.ndim == 1
            and all(type(one) in (int, float, complex) for one in expected)
        ):
            got = got.tolist()
        if not isinstance(got, (tuple, list)) or len(got) != len(expected):
            return Difference("kind", where, expected, got, path=path)
        parts = list(enumerate(_labels(expected, names, items, where)))
        inner = names if items else ()
    elif isinstance(expected, dict):
        if not isinstance(got, dict) or set(got) != set(expected):
            return Difference("kind", where, expected, got, path=path)
        parts, inner = [(key, f"[{key!r}]") for key in expected], ()
    else:
        same = type(expected) is type(got) and expected == got
        return None if same else Difference("kind", where, expected, got, path=path)
    same_way: dict[str, Any] = {"names": inner, "nan_agrees": nan_agrees}
    found_in = (
        difference(expected[key], got[key], tolerance, where=label, path=(*path, key), **same_way)
        for key, label in parts
    )
    return next((one for one in found_in if one), None)


def _labels(expected: tuple[Value, ...] | list[Value], names: tuple[str, ...], items: str, where: str) -> Sequence[str]:
    """What the parts of a tuple or list are called: by name, else by their number, from 1 where they are `items`."""
    if items:
        return [f"{items} {i + 1} of {len(expected)}" for i in range(len(expected))]
    if len(names) == len(expected):
        return names if where == WHOLE else [f"{name} of {where}" for name in names]
    return [f"part {i}" if where == WHOLE else f"{where}[{i}]" for i in range(len(expected))]


def at(value: Value, path: tuple[Any, ...]) -> Value:
    """The part of a value that a path leads to; None when there is none."""
    for key in path:
        try:
            value = value[key]
        except (TypeError, LookupError):
            return None
    return value.item() if isinstance(value, np.generic) else value


def is_numeric(value: Value) -> bool:
    """Whether a value is a number or an array, and not a truth value, a text or a container."""
    return isinstance(value, (int, float, complex, np.ndarray)) and not isinstance(value, bool)


def as_array(value: Value) -> np.ndarray[Any, Any] | None:
    """A number, an array, or nested lists of numbers, as one array of numbers; None when it is not that."""
    if not isinstance(value, list) and not is_numeric(value):
        return None
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O" and all(type(item) in (int, float) for item in array.flat):
            array = array.astype(np.float64)  # integers of more than 64 bits
    except (ValueError, OverflowError):  # rows of different lengths; an integer beyond every float
        return None
    return array if array.dtype.kind in "iufcb" else None


def _numeric_difference(
    expected: Value, got: Value, tolerance: float, where: str, nan_agrees: bool
) -> Difference | None:
    right, given = np.asarray(expected), as_array(got)
    if given is None:
        return Difference("kind", where, expected, got)
    if right.shape != given.shape:
        return Difference("shape", where, expected, given)
    if right.dtype.kind in "iuO":  # as Python's own integers: a float has no room for every count
        right, given = right.astype(object), np.asarray(got, dtype=object)
        close = np.asarray(right == given, dtype=bool)
    else:
        with np.errstate(all="ignore"):
            close = np.isclose(given, right, rtol=tolerance, atol=tolerance * ABSOLUTE_SHARE, equal_nan=nan_agrees)
    if close.all():
        return None
    index = tuple(int(i) for i in np.argwhere(~close)[0])
    return Difference("entry", where, right, given, index)
