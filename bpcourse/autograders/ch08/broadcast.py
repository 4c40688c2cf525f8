"""Exercise `unbroadcast` of chapter 08: what broadcasting copied on the way forward is summed on the way back."""

import numpy as np

from bpcourse.autograders.ch08.shared import BROADCAST
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.reference.activations import Array
from bpcourse.reference.layers import unbroadcast

Shape = tuple[int, ...]


def _cases(rng: np.random.Generator) -> list[Case]:
    def case(grad_shape: Shape, shape: Shape, edge: bool = False) -> Case:
        inputs = {"grad": rng.normal(size=grad_shape), "shape": shape}
        return Case(f"from {grad_shape} to {shape}", inputs, edge=edge)

    return [
        case((4, 3), (3,)),
        case((4, 3), (4, 1)),
        case((2, 4, 3), (4, 1)),
        case((4, 4), (1, 4)),  # larger than those above, which are shown first: a square shape misleads
        case((4, 3), (4, 3), edge=True),
        case((2, 3), (), edge=True),
        case((5, 1), (1,), edge=True),
    ]


def _axis_by_axis(grad: Array, shape: Shape) -> Array:
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


def _copy_by_copy(grad: Array, shape: Shape) -> Array:
    places = np.broadcast_to(np.arange(int(np.prod(shape))).reshape(shape), grad.shape)
    total = np.zeros(int(np.prod(shape)))
    np.add.at(total, places.ravel(), grad.ravel())
    return total.reshape(shape)


def _stretched_only(grad: Array, shape: Shape) -> Array:
    """Sums where the length is 1, and forgets the axes that were put in front."""
    front = grad.ndim - len(shape)
    axes = tuple(front + axis for axis, length in enumerate(shape) if length == 1)
    return np.asarray(grad.sum(axis=axes, keepdims=True))


def _averaged(grad: Array, shape: Shape) -> Array:
    return unbroadcast(grad, shape) * (np.prod(shape) / grad.size)


def _first_copy(grad: Array, shape: Shape) -> Array:
    grad = grad[(0,) * (grad.ndim - len(shape))]
    return grad[tuple(slice(0, length) for length in shape)]


def _from_the_back(grad: Array, shape: Shape) -> Array:
    """Takes the axes that were put in front for axes at the end."""
    while grad.ndim > len(shape):
        grad = grad.sum(axis=-1)
    return _axis_by_axis(grad, shape)


def _not_shifted(grad: Array, shape: Shape) -> Array:
    """Counts the stretched axes from the front of `shape`, in an array that has more axes; ValueError for that."""
    front = grad.ndim - len(shape)
    axes = {*range(front), *(axis for axis, length in enumerate(shape) if length == 1)}
    return np.asarray(grad.sum(axis=tuple(axes)).reshape(shape))


def _compared_from_the_left(grad: Array, shape: Shape) -> Array:
    for axis, length in enumerate(shape):
        if grad.shape[axis] != length:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


def _front_only(grad: Array, shape: Shape) -> Array:
    return np.asarray(grad.sum(axis=tuple(range(grad.ndim - len(shape)))))


UNBROADCAST = Exercise(
    name="unbroadcast",
    chapter=8,
    points=3,
    minutes=12,
    difficulty="stretch",
    statement=r"""Write `unbroadcast(grad, shape)`. On the way forward, NumPy stretched an array of shape `shape` by
broadcasting: it put axes in front, and it copied along axes of length 1. `grad` is the gradient of the stretched array.
Return the gradient of the array as it was before, in the shape `shape`.

Each entry was copied to several places, and each copy has a gradient of its own: they add up. Examples:

- `(4, 3)` to `(3,)`: the bias of a layer, one row added to each of 4 rows. Sum over axis 0.
- `(4, 3)` to `(4, 1)`: a column, used for 3 columns. Sum over axis 1, and keep it with length 1.
- `(4, 3)` to `(4, 3)`: nothing was stretched. `(2, 3)` to `()`: one number, used everywhere.

`grad.ndim` is the number of axes of grad, `len(shape)` that of the array before. The two shapes are compared from the
right.""",
    stub='''def unbroadcast(grad, shape):
    """Return grad summed over the copies that broadcasting made of an array of this shape."""
    raise NotImplementedError
''',
    hints=(
        "Which axes of grad were not there before, and which had length 1?",
        "grad.ndim - len(shape) axes were put in front: sum over them. Then the result has len(shape) axes.",
        "Sum over the new axes, then over every axis whose length in `shape` is 1, keeping that one.",
        "`while grad.ndim > len(shape): grad = grad.sum(axis=0)`, then `grad = grad.sum(axis=i, keepdims=True)` for "
        "each i with `shape[i] == 1`",
    ),
    solution='''def unbroadcast(grad, shape):
    """Return grad summed over the copies that broadcasting made of an array of this shape."""
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad
''',
    explanation="A copy on the way forward is a fan-out: one value used in several places. On the way back, what "
    "comes from each use is added, as on any graph.",
    read='chapter 08, "What was copied is summed"',
    reference=unbroadcast,
    correct=(_axis_by_axis, _copy_by_copy),
    mistakes=(
        Mistake(
            "mean for sum",
            _averaged,
            "The copies are averaged. Each copy moves the loss, and their effects add up: it is a sum.",
            BROADCAST,
        ),
        Mistake(
            "first copy only",
            _first_copy,
            "That is the gradient of the first copy. The others count as well: add them all.",
            BROADCAST,
        ),
        Mistake(
            "axes in front forgotten",
            _stretched_only,
            "The axes that broadcasting put in front are still there. Sum over them too, without keeping them.",
            BROADCAST,
        ),
        Mistake(
            "nothing summed",
            lambda grad, shape: grad,
            "grad came back as it was. Where broadcasting made copies, their gradients are summed, until the shape is "
            "the one from before.",
            BROADCAST,
        ),
        Mistake(
            "axis 0 only",
            lambda grad, shape: grad.sum(axis=0),
            "You summed over axis 0 and no other. Which axes were stretched depends on the two shapes: compare them.",
            BROADCAST,
        ),
        Mistake(
            "axis 1 only",
            lambda grad, shape: grad.sum(axis=1),
            "You summed over axis 1 and no other. Which axes were stretched depends on the two shapes: compare them.",
            BROADCAST,
        ),
        *(
            Mistake(name, answer, says, BROADCAST)
            for name, answer, says in (
                (
                    "axes taken from the back",
                    _from_the_back,
                    "You summed away axes at the end. NumPy compares two shapes from the right, so the axes that were "
                    "not there before stand in front: `sum(axis=0)` until the number of axes is right.",
                ),
                (
                    "stretched axes forgotten",
                    _front_only,
                    "The axes put in front are summed away, as they should be. Those that had length 1 were stretched "
                    "too: sum over each, and keep it with `keepdims=True`.",
                ),
                (
                    "axis 0, then reshaped",
                    lambda grad, shape: grad.sum(axis=0).reshape(shape),
                    "You summed over axis 0 and made the rest fit with `reshape`, which adds nothing up. Which axes "
                    "are summed depends on the two shapes: those put in front, and those that had length 1.",
                ),
                (
                    "axis 0 only, kept",
                    lambda grad, shape: grad.sum(axis=0, keepdims=True),
                    "You summed over axis 0 and no other, and kept it. Which axes were stretched depends on the two "
                    "shapes; one put in front is not kept.",
                ),
                (
                    "axes not shifted",
                    _not_shifted,
                    "Axis i of `shape` is not axis i of grad when axes were put in front: it stands "
                    "`grad.ndim - len(shape)` places further. Sum over the new axes first, or shift the others.",
                ),
                (
                    "compared from the left",
                    _compared_from_the_left,
                    "You compared the two shapes from the left. NumPy compares them from the right: where grad has "
                    "more axes, the first ones are new. Sum them away, and the axes stand opposite each other.",
                ),
                (
                    "first of the new axes",
                    lambda grad, shape: _axis_by_axis(grad[(0,) * (grad.ndim - len(shape))], shape),
                    "Of the axes put in front you took the first copy alone. Each copy has a gradient, and they add "
                    "up: `sum(axis=0)`, not `grad[0]`.",
                ),
                (
                    "one number",
                    lambda grad, shape: grad.sum(),
                    "Everything was added into one number. Sum only over the axes that were copied, until the shape is "
                    "the one from before.",
                ),
            )
        ),
        Mistake(
            "summed over everything",
            lambda grad, shape: np.full(shape, grad.sum()),
            "Everything was added into every entry. An entry gets the gradients of its own copies only.",
            BROADCAST,
        ),
        Mistake(
            "reshaped only",
            lambda grad, shape: np.resize(grad, shape),
            "The entries were poured into the new shape. The copies have to be summed.",
            BROADCAST,
        ),
        Mistake(
            "stretched axes dropped",
            lambda grad, shape: _axis_by_axis(grad, shape).squeeze(),
            "The numbers are right, and axes of length 1 are missing. Keep them: `keepdims=True`.",
            BROADCAST,
        ),
    ),
    cases=_cases,
)
