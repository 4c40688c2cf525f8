"""What a learner's function returned travels without loss, and nothing else than such a value is ever read."""

import collections
import json
import string

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpcourse.grading import values
from bpcourse.grading.values import DTYPES, Unreadable, decode, encode, plain

largest_integer = 2**values.MOST_BITS - 1
numbers = st.integers(-largest_integer, largest_integer) | st.floats() | st.complex_numbers()
shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
arrays = st.sampled_from(DTYPES).flatmap(lambda dtype: hnp.arrays(dtype, shapes))
leaves = st.none() | st.booleans() | numbers | st.text(max_size=20) | arrays
keys = st.text(max_size=5) | st.integers(-9, 9) | st.tuples(st.integers(-9, 9), st.text(max_size=2))
plain_values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(keys, inner, max_size=4)
    ),
    max_leaves=12,
)


def bits(value):
    """A value in a form whose equality means: the same types and the same bits."""
    if type(value) is float:
        return "float", value.hex()
    if type(value) is complex:
        return "complex", value.real.hex(), value.imag.hex()
    if type(value) is np.ndarray:
        return "array", value.dtype.str, value.shape, value.tobytes()
    if type(value) in (tuple, list):
        return type(value).__name__, [bits(item) for item in value]
    if type(value) is dict:
        return "dict", [(bits(key), bits(item)) for key, item in value.items()]
    return type(value).__name__, value


def sent(value):
    """The value as it arrives at the other end."""
    return decode(json.loads(json.dumps(encode(plain(value)))))


@given(plain_values)
@settings(max_examples=150)
def test_every_plain_value_arrives_with_its_exact_types_and_bits(value):
    assert bits(sent(value)) == bits(value)


@pytest.mark.parametrize("number", [0.0, -0.0, float("inf"), float("-inf"), 5e-324, 1 / 3])
def test_a_float_arrives_bit_by_bit(number):
    assert sent(number).hex() == number.hex()


def test_nan_arrives_as_nan():
    arrived = sent(float("nan"))
    assert type(arrived) is float and arrived != arrived


class Touchy(list):
    """A list with a hash, whose own methods raise."""

    def __hash__(self):
        return 1

    def __iter__(self):
        raise RuntimeError("mine")


class TouchyArray(np.ndarray):
    """An array that says nothing of itself."""

    @property
    def dtype(self):
        raise RuntimeError("mine")

    nbytes = dtype


class TouchyNumber(np.float64):
    """A number that does not give itself away."""

    def item(self):
        raise RuntimeError("mine")


def test_what_a_subclass_makes_of_its_methods_is_not_asked():
    assert plain(Touchy([1, (2.0,)])) == [1, (2.0,)]
    assert plain(np.arange(3.0).view(TouchyArray)).tolist() == [0.0, 1.0, 2.0]
    assert plain(TouchyNumber(2.5)) == 2.5
    for key in (Touchy(), (1, Touchy())):
        with pytest.raises(Unreadable, match="in one of its keys"):
            plain({key: 1})


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (1,), (2, 3)])
def test_an_array_of_every_dtype_and_shape_arrives(dtype, shape):
    array = np.arange(np.prod(shape, dtype=int)).reshape(shape).astype(dtype)
    assert bits(sent(array)) == bits(array)


@pytest.mark.parametrize(
    "view", [lambda a: a[::2], lambda a: a.T, lambda a: a[:, ::-1], lambda a: np.broadcast_to(a[0], (3, 6))]
)
def test_an_array_that_is_not_contiguous_arrives_in_the_order_of_its_indices(view):
    array = view(np.arange(24.0).reshape(4, 6))
    arrived = sent(array)
    assert arrived.shape == array.shape and arrived.tolist() == array.tolist()


def test_the_byte_order_of_an_array_does_not_change_its_numbers():
    big_endian = np.array([1.5, -2.0, 300.0], dtype=">f8")
    assert sent(big_endian).tolist() == [1.5, -2.0, 300.0]
    assert sent(np.array([1, 2, 300], dtype=">i4")).tolist() == [1, 2, 300]


@pytest.mark.parametrize(
    ("number", "python"),
    [(np.float64(0.5), 0.5), (np.float32(0.5), 0.5), (np.int8(-3), -3), (np.bool_(True), True), (np.complex64(1j), 1j)],
)
def test_a_numpy_number_becomes_a_python_number(number, python):
    assert bits(plain(number)) == bits(python)


Pair = collections.namedtuple("Pair", "first second")


@pytest.mark.parametrize(
    ("value", "of_the_type_itself"),
    [
        (np.array([[1.0, 2.0]]).view(np.matrix), np.array([[1.0, 2.0]])),
        (Pair(1.0, 2.0), (1.0, 2.0)),
        (collections.defaultdict(float, {"a": 1.0}), {"a": 1.0}),
        (collections.OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (collections.Counter("aab"), {"a": 2, "b": 1}),
    ],
    ids=["matrix", "namedtuple", "defaultdict", "OrderedDict", "Counter"],
)
def test_an_array_or_container_of_a_subclass_becomes_one_of_the_type_itself(value, of_the_type_itself):
    assert bits(plain(value)) == bits(of_the_type_itself)


def test_plain_copies_so_that_a_later_change_does_not_reach_the_answer():
    array = np.ones(3)
    copied = plain([array])
    array[:] = 7
    assert copied[0].tolist() == [1, 1, 1]


class _Lying:
    def __eq__(self, other):
        return True

    def __array__(self, *args, **kwargs):
        return np.array([1.0])

    def __float__(self):
        return 1.0


class _LyingFloat(float):
    def __eq__(self, other):
        return True


@pytest.mark.parametrize(
    "value",
    [_Lying(), _LyingFloat(1.0), [_Lying()], {1, 2}, range(3), b"bytes", object, (i for i in [1]), np.longdouble(1)],
    ids=lambda value: type(value).__name__,
)
def test_an_object_of_another_type_is_refused_by_the_name_of_its_type(value):
    inner = value[0] if type(value) is list else value
    with pytest.raises(Unreadable, match=f"a value of type {type(inner).__name__}"):
        plain(value)


def test_an_array_of_objects_texts_or_records_is_refused():
    for array in (np.array([None]), np.array(["a"]), np.array([(1, 2)], dtype="i4,i4"), np.array(["2020"], "M8[D]")):
        with pytest.raises(Unreadable, match="an array of dtype"):
            plain(array)


def _nested(depth):
    value = []
    for _ in range(depth - 1):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("largest", "too_large"),
    [
        (2**values.MOST_BITS - 1, 2**values.MOST_BITS),
        (-(2**values.MOST_BITS) + 1, -(2**values.MOST_BITS)),
        ("a" * values.LONGEST_TEXT, "a" * (values.LONGEST_TEXT + 1)),
        (np.zeros(values.LARGEST_ARRAY_BYTES // 8), np.zeros(values.LARGEST_ARRAY_BYTES // 8 + 1)),
        ([0] * (values.MOST_ITEMS - 1), [0] * values.MOST_ITEMS),
        (_nested(values.DEEPEST), _nested(values.DEEPEST + 1)),
    ],
    ids=["integer", "negative integer", "text", "array", "items", "depth"],
)
def test_a_value_at_the_cap_travels_and_one_beyond_it_is_refused_at_both_ends(largest, too_large):
    assert bits(sent(largest)) == bits(largest)
    with pytest.raises(Unreadable):
        plain(too_large)
    with pytest.raises(Unreadable):
        decode(encode(too_large))


def test_a_list_that_contains_itself_is_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(Unreadable):
        plain(loop)


def test_encode_refuses_what_is_not_plain():
    with pytest.raises(Unreadable, match="no form on the wire"):
        encode(_Lying())
    with pytest.raises(Unreadable, match="no form on the wire"):
        encode([np.float64(1.0)])


tags = st.sampled_from(["int", "float", "complex", "array", "tuple", "list", "dict"]) | st.text(max_size=3)
texts = st.text(max_size=6) | st.text(string.hexdigits + "xp.+-_= ", max_size=12) | st.sampled_from(DTYPES)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(tags, inner, max_size=2)
        | st.dictionaries(tags, inner, min_size=1, max_size=1)
        | st.fixed_dictionaries(
            {"array": st.tuples(st.sampled_from(DTYPES), st.lists(st.integers(-1, 3)), texts).map(list)}
        )
    ),
    max_leaves=12,
)


@given(anything)
@settings(max_examples=400)
def test_data_that_nobody_encoded_is_unreadable_or_a_plain_value_and_nothing_else(data):
    try:
        value = decode(data)
    except Unreadable:
        return
    assert bits(plain(value)) == bits(value)


@pytest.mark.parametrize(
    "data",
    [
        3,
        1.5,
        [1],
        {},
        {"int": "1", "float": "1"},
        {"int": 3},
        {"int": "zz"},
        {"int": "0x" + "f" * 500},
        {"float": "0x1p99999"},
        {"float": "three"},
        {"complex": ["0x0p0"]},
        {"list": "ab"},
        {"dict": [[1]]},
        {"dict": [[{"list": []}, None]]},
        {"array": []},
        {"array": ["float64", [2], "AAAA"]},
        {"array": ["float64", [-1], ""]},
        {"array": ["float64", [True], "AAAAAAAAAAA="]},
        {"array": ["float64", [10**9], ""]},
        {"array": ["float64", [0, 10**30], ""]},
        {"array": ["float64", [1] * 40, "AAAAAAAAAAA="]},
        {"array": ["object", [1], "AAAAAAAAAAA="]},
        {"array": ["float64", [1], "not base64!"]},
        {"array": [["float64"], [1], "AAAAAAAAAAA="]},
        {"pickle": "gASVAAAA"},
        {"list": [None] * values.MOST_ITEMS},
    ],
    ids=lambda data: str(data)[:40],
)
def test_malformed_data_is_unreadable(data):
    with pytest.raises(Unreadable):
        decode(data)


def test_data_nested_beyond_the_cap_is_unreadable():
    data = None
    for _ in range(values.DEEPEST):
        data = {"list": [data]}
    with pytest.raises(Unreadable):
        decode(data)
