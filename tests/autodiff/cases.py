"""Every operation of Tensor as a case: which inputs to draw, and what to do with them.

A case draws shapes, odd ones too, and settings such as an axis; `numbers` fills the shapes. The tests of the rules, of
wrong rules and of the oracles all run over these cases.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from bpcourse.autodiff.operations import concatenate, einsum, linear, softmax_cross_entropy, where
from bpcourse.autodiff.tensor import Tensor


@dataclass(frozen=True)
class Case:
    rule: str  # the rule in bpcourse.autodiff.rules, without _backward
    drawn: st.SearchStrategy[tuple[list[tuple[int, ...]], dict[str, Any]]]  # the shapes, and the settings by name
    f: Callable[..., Tensor]
    numbers: str = "any"
    constants: tuple[int, ...] = ()  # the positions of the arguments that are arrays, not tensors

    def inputs(self, shapes, seed):
        """An array for each shape."""
        return [_numbers(shape, self.numbers, np.random.default_rng([seed, k])) for k, shape in enumerate(shapes)]

    def of_variables(self, arrays, settings, f=None):
        """The variables among the arrays, and f as a function of them."""
        f = f or self.f
        variables = [array for k, array in enumerate(arrays) if k not in self.constants]

        def on_variables(*variables):
            remaining = iter(variables)
            return f(*(a if k in self.constants else next(remaining) for k, a in enumerate(arrays)), **settings)

        return variables, on_variables


def _numbers(shape, kind, rng):
    numbers = rng.normal(size=shape)
    if kind == "positive":
        return np.exp(0.5 * numbers)
    if kind == "off zero":
        return numbers + 0.2 * np.sign(numbers)
    if kind == "apart":  # no two closer than 0.5: none becomes the largest when it moves a little
        return 0.5 * rng.permutation(numbers.size).reshape(shape)
    return numbers


SHAPE = hnp.array_shapes(min_dims=0, max_dims=3, max_side=4)
ONE = st.tuples(SHAPE.map(lambda shape: [shape]), st.just({}))
TWO = st.tuples(hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=4), st.just({})).map(
    lambda drawn: (list(drawn[0].input_shapes), drawn[1])
)
PRODUCT = st.tuples(
    hnp.mutually_broadcastable_shapes(signature="(n?,k),(k,m?)->(n?,m?)", max_dims=2, max_side=4), st.just({})
).map(lambda drawn: (list(drawn[0].input_shapes), drawn[1]))


@st.composite
def powers(draw):
    return [draw(SHAPE)], {"exponent": draw(st.sampled_from([2, 3, -1, 0.5, -1.5, 1, 0]))}


@st.composite
def reductions(draw):
    shape = draw(SHAPE)
    axes = [None, *range(-len(shape), len(shape)), *([(0, -1)] if len(shape) > 1 else [])]
    return [shape], {"axis": draw(st.sampled_from(axes)), "keepdims": draw(st.booleans())}


@st.composite
def along_an_axis(draw):
    shape = draw(hnp.array_shapes(min_dims=1, max_dims=3, max_side=4))
    return [shape], {"axis": draw(st.integers(-len(shape), len(shape) - 1))}


@st.composite
def layers(draw):
    n, d, h = (draw(st.integers(1, 5)) for _ in range(3))
    return [(n, d), (d, h), (h,)], {}


@st.composite
def labelled(draw):
    n, k = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    return [(n, k)], {"y": np.array(draw(st.lists(st.integers(0, k - 1), min_size=n, max_size=n)))}


@st.composite
def choices(draw):
    shapes = draw(hnp.mutually_broadcastable_shapes(num_shapes=3, max_dims=3, max_side=4)).input_shapes
    return list(shapes[:2]), {"condition": draw(hnp.arrays(bool, shapes[2]))}


@st.composite
def reshapes(draw):
    shape = draw(SHAPE)
    size = int(np.prod(shape))
    return [shape], {"shape": draw(st.sampled_from([(size,), (1, -1), (-1, 1), (*shape, 1), shape[::-1]]))}


@st.composite
def orders(draw):
    shape = draw(SHAPE)
    axes = draw(st.permutations(range(len(shape))))
    negative = draw(st.booleans())
    return [shape], {"axes": tuple(axis - len(shape) if negative else axis for axis in axes)}


@st.composite
def indices(draw):
    shape = draw(hnp.array_shapes(min_dims=1, max_dims=3, min_side=2, max_side=4))
    rows = st.lists(st.integers(-shape[0], shape[0] - 1), max_size=5)
    index = st.one_of(
        hnp.basic_indices(shape, allow_newaxis=True),
        hnp.integer_array_indices(shape, result_shape=hnp.array_shapes(max_dims=2, max_side=6)),
        hnp.arrays(bool, shape),
        rows,
        rows.map(lambda picked: (..., picked) if len(shape) == 1 else (picked, slice(1, None))),
    )
    return [shape], {"index": draw(index)}


@st.composite
def joints(draw):
    shape = draw(hnp.array_shapes(min_dims=1, max_dims=3, max_side=3))
    axis = draw(st.integers(-len(shape), len(shape) - 1))
    lengths = draw(st.tuples(*[st.integers(1, 4)] * 3))
    k = axis % len(shape)
    return [(*shape[:k], length, *shape[k + 1 :]) for length in lengths], {"axis": axis}


SUBSCRIPTS = [
    "ij,jk->ik",
    "ij->ji",
    "ij->",
    "ii->i",
    "ii->",
    "iji->j",
    "i,j->ij",
    "i,i->",
    "ij,ij->i",
    "ij,kl->jl",
    "iij,j->i",
    "bij,bjk->bik",
    "bshd,bthd->bhst",
    "i,ij,j->",
    "abc,cd,bd->ad",
    "a,a,a->a",
]


@st.composite
def contractions(draw):
    subscripts = draw(st.sampled_from(SUBSCRIPTS))
    operands = subscripts.split("->")[0].split(",")
    length = {letter: draw(st.integers(1, 3)) for letter in sorted({*"".join(operands)})}
    return [tuple(length[letter] for letter in letters) for letters in operands], {"subscripts": subscripts}


@st.composite
def attentions(draw):
    n, m, d = (draw(st.integers(1, 4)) for _ in range(3))
    return [(n, d), (m, d), (m, d)], {}


CASES = {
    "x + y": Case("add", TWO, lambda x, y: x + y),
    "x + x": Case("add", ONE, lambda x: x + x),
    "x + c": Case("add_constant", TWO, lambda x, c: x + c, constants=(1,)),
    "c + x": Case("add_constant", TWO, lambda c, x: c + x, constants=(0,)),
    "x - y": Case("subtract", TWO, lambda x, y: x - y),
    "x - c": Case("add_constant", TWO, lambda x, c: x - c, constants=(1,)),
    "c - x": Case("negate", TWO, lambda c, x: c - x, constants=(0,)),
    "-x": Case("negate", ONE, lambda x: -x),
    "x * y": Case("multiply", TWO, lambda x, y: x * y),
    "x * x": Case("multiply", ONE, lambda x: x * x),
    "x * c": Case("multiply_constant", TWO, lambda x, c: x * c, constants=(1,)),
    "c * x": Case("multiply_constant", TWO, lambda c, x: c * x, constants=(0,)),
    "x / y": Case("divide", TWO, lambda x, y: x / y, "positive"),
    "x / c": Case("divide_by_constant", TWO, lambda x, c: x / c, "positive", constants=(1,)),
    "c / x": Case("divide_constant", TWO, lambda c, x: c / x, "positive", constants=(0,)),
    "x ** n": Case("power", powers(), lambda x, exponent: x**exponent, "positive"),
    "exp": Case("exp", ONE, lambda x: x.exp()),
    "log": Case("log", ONE, lambda x: x.log(), "positive"),
    "tanh": Case("tanh", ONE, lambda x: x.tanh()),
    "sigmoid": Case("sigmoid", ONE, lambda x: x.sigmoid()),
    "relu": Case("relu", ONE, lambda x: x.relu(), "off zero"),
    "where": Case("where", choices(), lambda x, y, condition: where(condition, x, y)),
    "where, c second": Case(
        "where_constant", choices(), lambda x, c, condition: where(condition, x, c), constants=(1,)
    ),
    "where, c first": Case("where_constant", choices(), lambda c, x, condition: where(condition, c, x), constants=(0,)),
    "x @ y": Case("matmul", PRODUCT, lambda x, y: x @ y),
    "x @ c": Case("matmul_left", PRODUCT, lambda x, c: x @ c, constants=(1,)),
    "c @ x": Case("matmul_right", PRODUCT, lambda c, x: c @ x, constants=(0,)),
    "linear": Case("linear", layers(), linear),
    "linear of c": Case("linear_constant", layers(), linear, constants=(0,)),
    "einsum": Case("einsum", contractions(), lambda *x, subscripts: einsum(subscripts, *x)),
    "einsum with c": Case("einsum", attentions(), lambda q, k, v: einsum("qd,kd,kv->qv", q, k, v), constants=(1,)),
    "sum": Case("sum", reductions(), lambda x, axis, keepdims: x.sum(axis=axis, keepdims=keepdims)),
    "mean": Case("mean", reductions(), lambda x, axis, keepdims: x.mean(axis=axis, keepdims=keepdims)),
    "max": Case("max", reductions(), lambda x, axis, keepdims: x.max(axis=axis, keepdims=keepdims), "apart"),
    "softmax": Case("softmax", along_an_axis(), lambda x, axis: x.softmax(axis)),
    "log_softmax": Case("log_softmax", along_an_axis(), lambda x, axis: x.log_softmax(axis)),
    "softmax_cross_entropy": Case("softmax_cross_entropy", labelled(), softmax_cross_entropy),
    "reshape": Case("reshape", reshapes(), lambda x, shape: x.reshape(shape)),
    "transpose": Case("transpose", orders(), lambda x, axes: x.transpose(*axes)),
    "T": Case("transpose", ONE, lambda x: x.T),
    "index": Case("getitem", indices(), lambda x, index: x[index]),
    "concatenate": Case("concatenate", joints(), lambda *x, axis: concatenate(x, axis)),
    "concatenate with c": Case("concatenate", joints(), lambda *x, axis: concatenate(x, axis), constants=(1,)),
}
