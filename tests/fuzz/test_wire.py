"""Whatever comes over the pipe, the checker gets an answer or a refusal, and its memory stays small."""

import io
import json
import struct
import tracemalloc

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpcourse.classroom.sandbox.replies import (
    LARGEST_MESSAGE,
    MOST_PARTS,
    TEXTS,
    NoMessage,
    answer_in,
    called,
    message_from,
    texts_in,
)
from bpcourse.grading.answers import Answer
from bpcourse.grading.inputs import identical
from bpcourse.grading.values import DTYPES, Unreadable, decode, encode
from tests.fuzz.effort import effort

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=30,
)
# Values by almost the right name, so that a good part of them gets past the first check.
TAGS = st.sampled_from(
    ("int", "float", "complex", "array", "tuple", "list", "dict", "seed", "function", "call", "arguments", "value")
)
TAGGED = st.recursive(
    JSON
    | st.sampled_from(["0x1", "0x1p+3", "nan", "inf", "AAAA", "é", "-0x", 32, -1, 2**70, True])
    | st.tuples(st.sampled_from(DTYPES), st.lists(st.integers(-1, 9), max_size=3), st.text("AB=", max_size=8)).map(
        list
    ),
    lambda inner: st.dictionaries(TAGS, inner, max_size=2) | st.lists(inner, max_size=3),
    max_leaves=20,
)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=20)
    | st.builds(
        lambda dtype, shape: np.ones(shape).astype(dtype),
        st.sampled_from(DTYPES),
        st.lists(st.integers(0, 4), max_size=3),
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(0, 9), inner, max_size=3)
    ),
    max_leaves=15,
)


def on_the_pipe(data, length=None):
    return io.BytesIO(struct.pack(">I", len(data) if length is None else length) + data)


def read(pipe):
    """All messages of a pipe, and whether they ended with something that is none."""
    found = []
    try:
        while (message := message_from(pipe)) is not None:
            found.append(message)
    except NoMessage:
        return found, True
    return found, False


@effort
@given(st.binary(max_size=300))
def test_random_bytes_are_messages_or_a_refusal(data):
    found, _ = read(io.BytesIO(data))
    assert all(type(message) is dict for message in found)
    read(on_the_pipe(data))


@effort
@given(JSON)
def test_any_json_is_a_message_only_when_it_is_an_object(data):
    found, refused = read(on_the_pipe(json.dumps(data).encode()))
    assert (found != []) == (type(data) is dict) and refused == (type(data) is not dict)


@effort
@given(st.dictionaries(st.sampled_from((*TEXTS, "value", "printed", "changed", "raised_in", "lines")), TAGGED))
def test_any_message_gives_an_answer_of_exact_types(message):
    answer = answer_in(message)
    assert type(answer) is Answer and type(answer.printed) is bool and type(answer.lines) is int
    assert all(type(getattr(answer, name)) is str for name in TEXTS)
    assert all(type(text) is str for text in (*answer.changed, *answer.raised_in))
    encode(answer.value)


@effort
@given(TAGGED)
def test_any_data_is_a_value_or_unreadable(data):
    try:
        value = decode(data)
    except Unreadable:
        return
    assert identical(decode(encode(value)), value)


@effort
@given(PLAIN)
def test_every_plain_value_comes_back_as_it_was(value):
    sent = json.loads(json.dumps(encode(value)))
    assert identical(decode(sent), value)


@effort
@given(st.dictionaries(st.sampled_from(("call", "arguments", "value")), TAGGED))
def test_any_call_gives_a_value_or_an_error(message):
    reply = called(message, [lambda x: x, lambda x, y: x + y])
    assert set(reply) in ({"value"}, {"error", "kind"})
    json.dumps(reply)


@effort
@given(st.lists(TAGGED, max_size=5))
def test_texts_are_texts(data):
    assert all(type(text) is str for text in texts_in({"tuple": data}))


def test_no_message_costs_more_memory_than_a_few_of_the_largest():
    parts = b"[" + b"{}," * (LARGEST_MESSAGE // 4) + b"{}]"
    few = b"[" + b"{}," * (MOST_PARTS // 2 - 10) + b"{}]"
    text = json.dumps({"value": "x" * (LARGEST_MESSAGE - 100)}).encode()
    deep = b"[" * 100_000
    tracemalloc.start()
    try:
        for data in (parts, few, text, deep, b"1" * 1_000_000):
            for message in read(on_the_pipe(data))[0]:
                answer_in(message)
            read(on_the_pipe(data, 0xFFFFFFFF))
        assert tracemalloc.get_traced_memory()[1] < 8 * LARGEST_MESSAGE
    finally:
        tracemalloc.stop()
