"""Values on the wire: what a learner's function may return, and how it travels from one process to another.

`plain` copies a value into exact plain types; `encode` and `decode` turn those into JSON-ready data and back. Nothing
is pickled, evaluated or read from text that a learner's code printed. Sizes are capped on both sides.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy import asarray  # by itself: a learner's code may put anything into np

# An exercise answers with small arrays; a larger value is a mistake or an attack.
LARGEST_ARRAY_BYTES = 1 << 20
MOST_ITEMS = 10_000
DEEPEST = 50
LONGEST_TEXT = 10_000
MOST_BITS = 1024
DTYPES: tuple[str, ...] = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
DTYPES += ("float16", "float32", "float64", "complex64", "complex128")

# None, bool, int, float, complex, str, ndarray, or a tuple, list or dict of these; as an input also Seed or a function
Value = Any


@dataclass(frozen=True)
class Seed:
    """A random generator as an input: the function gets `np.random.default_rng(number)`, new for each call."""

    number: int


class Unreadable(ValueError):
    """A value that cannot be judged; the message says which."""


def plain(value: Any) -> Value:
    """Copy a returned value into exact plain types: a NumPy number becomes a Python number, an array or container of
    a subclass (a matrix, a defaultdict) one of the type itself.

    Unreadable says what is in the way: an object of another type, an array of objects, something too large.
    """
    return _plain(value, [MOST_ITEMS], DEEPEST)


def _plain(value: Any, items_left: list[int], depth: int) -> Value:
    items_left[0] -= 1
    if items_left[0] < 0 or depth == 0:
        raise Unreadable(f"a value of more than {MOST_ITEMS:,} parts, or nested more than {DEEPEST} deep")
    kind = type(value)
    if value is None or kind in (bool, float, complex, Seed):
        return value
    if kind is int:
        if value.bit_length() > MOST_BITS:
            raise Unreadable(f"an integer of more than {MOST_BITS:,} bits")
        return value
    if kind is str:
        if len(value) > LONGEST_TEXT:
            raise Unreadable(f"a text of more than {LONGEST_TEXT:,} characters")
        return value
    # From here on the methods are those of the type itself: a subclass may have its own, and they may raise anything.
    if issubclass(kind, np.generic) and (number := asarray(value)).dtype.name in DTYPES:
        return number.item()
    if issubclass(kind, np.ndarray):
        array = asarray(value)
        if array.dtype.name not in DTYPES:
            raise Unreadable(f"an array of dtype {array.dtype.name[:60]}")
        if array.nbytes > LARGEST_ARRAY_BYTES:
            raise Unreadable(f"an array larger than {LARGEST_ARRAY_BYTES >> 20} MiB")
        return array.astype(array.dtype.newbyteorder("="))  # a copy; the wire carries no byte order
    if issubclass(kind, (tuple, list)):
        own = tuple if issubclass(kind, tuple) else list
        return own([_plain(item, items_left, depth - 1) for item in own.__iter__(value)])
    if issubclass(kind, dict):
        pairs = [[_plain(part, items_left, depth - 1) for part in pair] for pair in dict.items(value)]
        try:
            return dict(pairs)
        except TypeError:  # a subclass of list may have a hash
            raise Unreadable("a dict with a list, a dict or an array in one of its keys") from None
    raise Unreadable(f"a value of type {kind.__name__[:60]}")


def in_words(value: Any) -> str:
    """What kind of thing a value is, as a learner would call it."""
    if value is None or type(value) is bool:
        return repr(value)
    if isinstance(value, (int, float, complex, np.number)):
        return "a number"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" if value.ndim else "a number"
    if isinstance(value, str):
        return "text in quotes"
    if callable(value):
        return "a function"
    if type(value) in (tuple, list, dict):
        return f"a {type(value).__name__} of {len(value)} value{'' if len(value) == 1 else 's'}"
    return f"a value of type {type(value).__name__[:60]}"


def encode(value: Value, functions: list[Callable[..., Value]] | None = None) -> Any:
    """A plain value as JSON-ready data, each part in a form that keeps its exact type and bits.

    A function among a question's inputs stays here: it is appended to `functions`, and its place there is what is sent.
    """
    if value is None or type(value) in (bool, str):
        return value
    if type(value) is int:
        return {"int": hex(value)}
    if type(value) is float:
        return {"float": value.hex()}
    if type(value) is complex:
        return {"complex": [value.real.hex(), value.imag.hex()]}
    if type(value) is Seed:
        return {"seed": value.number}
    if type(value) is np.ndarray:
        data = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode("ascii")
        return {"array": [value.dtype.name, list(value.shape), data]}
    if type(value) in (tuple, list):
        return {type(value).__name__: [encode(item, functions) for item in value]}
    if type(value) is dict:
        return {"dict": [[encode(key, functions), encode(item, functions)] for key, item in value.items()]}
    if callable(value) and functions is not None:
        functions.append(value)
        return {"function": len(functions) - 1}
    raise Unreadable(f"a value of type {type(value).__name__} has no form on the wire")


def decode(data: Any, function: Callable[[int], Any] | None = None) -> Value:
    """The plain value that `encode` wrote; Unreadable for anything that it could not have written.

    `function` gives what stands in for the function of a number; without it there may be none.
    """
    try:
        value = _decode(data, [MOST_ITEMS], DEEPEST, function)
        return value if function else plain(value)
    except Unreadable:
        raise
    except (TypeError, ValueError, OverflowError) as error:
        raise Unreadable(f"malformed value: {type(error).__name__}") from error


def _decode(data: Any, items_left: list[int], depth: int, function: Callable[[int], Any] | None) -> Value:
    items_left[0] -= 1
    if items_left[0] < 0 or depth == 0:
        raise Unreadable("malformed value: too many parts")
    if data is None or type(data) in (bool, str):
        return data
    if type(data) is not dict or len(data) != 1:
        raise Unreadable("malformed value: expected one tag")
    [(tag, content)] = data.items()
    if tag == "int" and type(content) is str and len(content) <= MOST_BITS:
        return int(content, 16)
    if tag == "float" and type(content) is str:
        return float.fromhex(content)
    if tag == "complex" and type(content) is list:
        real, imaginary = content
        return complex(float.fromhex(real), float.fromhex(imaginary))
    if tag == "array" and type(content) is list:
        return _decode_array(*content)
    if tag in ("tuple", "list") and type(content) is list:
        items = [_decode(item, items_left, depth - 1, function) for item in content]
        return tuple(items) if tag == "tuple" else items
    if tag == "dict" and type(content) is list:
        inner = (items_left, depth - 1, function)
        return {_decode(key, *inner): _decode(item, *inner) for key, item in content}
    if tag == "seed" and type(content) is int and 0 <= content < 1 << MOST_BITS:
        return Seed(content)
    if tag == "function" and type(content) is int and function:
        return function(content)
    raise Unreadable("malformed value: unknown tag")


def _decode_array(dtype: Any, shape: Any, data: Any) -> np.ndarray[Any, Any]:
    if dtype not in DTYPES or type(shape) is not list or len(shape) > 32 or type(data) is not str:
        raise Unreadable("malformed array")
    if any(type(side) is not int or side < 0 for side in shape):
        raise Unreadable("malformed array: shape")
    if math.prod(shape) * np.dtype(dtype).itemsize > LARGEST_ARRAY_BYTES:
        raise Unreadable("malformed array: too large")
    return np.frombuffer(base64.b64decode(data, validate=True), dtype).reshape(shape).copy()
