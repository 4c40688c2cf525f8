"""Exercise `elementwise_backward` of chapter 08: back through a = f(z), entry by entry."""

from collections.abc import Callable

import numpy as np

from bpcourse.autograders.ch08.shared import ELEMENTWISE
from bpcourse.grading.exercise import Case, Exercise, Mistake
from bpcourse.grading.values import Value
from bpcourse.reference.activations import Array, sigmoid, sigmoid_grad, tanh_grad
from bpcourse.reference.layers import elementwise_backward

Derivative = Callable[[Array], Array]


def square_grad(z: Array) -> Array:
    """The derivative of z²."""
    return 2 * np.asarray(z)


def _cases(rng: np.random.Generator) -> list[Case]:
    def case(what: str, shape: tuple[int, ...], derivative: Derivative, edge: bool = False) -> Case:
        inputs: dict[str, Value] = {"upstream": rng.normal(size=shape), "z": rng.normal(size=shape)}
        return Case(f"{what}, shape {shape}", {**inputs, "derivative": derivative}, edge=edge)

    return [
        case("sigmoid", (4, 3), sigmoid_grad),
        case("tanh", (2, 5), tanh_grad),
        case("z²", (3, 3), square_grad),
        case("sigmoid", (1, 4), sigmoid_grad, edge=True),
        case("one vector, tanh", (5,), tanh_grad, edge=True),
    ]


def _as_a_matrix_product(upstream: Array, z: Array, derivative: Derivative) -> Array:
    """The Jacobian of each row is diagonal; written out, and slow."""
    rows, slopes = np.atleast_2d(upstream), np.atleast_2d(derivative(z))
    product: Array = np.array([row @ np.diag(slope) for row, slope in zip(rows, slopes, strict=True)])
    return product.reshape(z.shape)


def _in_place(upstream: Array, z: Array, derivative: Derivative) -> Array:
    upstream *= derivative(z)
    return upstream


ELEMENTWISE_BACKWARD = Exercise(
    name="elementwise_backward",
    chapter=8,
    points=2,
    minutes=8,
    difficulty="warm-up",
    statement=r"""Write `elementwise_backward(upstream, z, derivative)`: the backward pass of $a = f(z)$, where $f$ acts
on each entry by itself, as an activation does.

- `z` is an array of any shape, and `upstream` is $\partial L/\partial a$, of the same shape.
- `derivative` is a function: `derivative(z)` gives $f'(z)$ for every entry. It takes $z$, what went in.
- Return $\partial L/\partial z$, in the shape of `z`. The inputs stay as they are.""",
    stub='''def elementwise_backward(upstream, z, derivative):
    """Return dL/dz of a = f(z), for upstream dL/da in the shape of z; derivative(z) is f'(z)."""
    raise NotImplementedError
''',
    hints=(
        "One entry of a depends on one entry of z. How does the chain rule read for that one?",
        "Both factors have the shape of z, and so has the result.",
        "dL/dz = upstream ⊙ f'(z), entry by entry.",
        "`return upstream * derivative(z)`",
    ),
    solution='''def elementwise_backward(upstream, z, derivative):
    """Return dL/dz of a = f(z), for upstream dL/da in the shape of z; derivative(z) is f'(z)."""
    return upstream * derivative(z)
''',
    explanation="Entry (n, h) of a hears entry (n, h) of z and no other, so its chain rule has one path and one "
    "product.",
    read='chapter 08, "Entry by entry"',
    reference=elementwise_backward,
    correct=(
        _as_a_matrix_product,
        lambda upstream, z, derivative: np.multiply(derivative(z.copy()), upstream),
        lambda upstream, z, derivative: np.reshape(
            [g * slope for g, slope in zip(upstream.ravel(), derivative(z).ravel(), strict=True)], z.shape
        ),
    ),
    mistakes=(
        Mistake(
            "upstream ignored",
            lambda upstream, z, derivative: derivative(z),
            "That is f'(z) alone. It is multiplied by upstream, which brings what comes after this step.",
            ELEMENTWISE,
        ),
        Mistake(
            "slope dropped",
            lambda upstream, z, derivative: upstream.copy(),
            "You passed upstream on as it came. On the way back through f it is multiplied by f'(z).",
            ELEMENTWISE,
        ),
        Mistake(
            "factors added",
            lambda upstream, z, derivative: upstream + derivative(z),
            "The two slopes were added. Along a path they multiply.",
            ELEMENTWISE,
        ),
        Mistake(
            "slope at the wrong point",
            lambda upstream, z, derivative: upstream * derivative(sigmoid(z)),
            "The slope is taken at σ(z). `derivative` takes z itself, what went in.",
            ELEMENTWISE,
        ),
        Mistake(
            "slope taken at upstream",
            lambda upstream, z, derivative: z * derivative(upstream),
            "The arguments are swapped: the slope belongs at z, and upstream is the factor beside it.",
            ELEMENTWISE,
        ),
        Mistake(
            "matrix product",
            lambda upstream, z, derivative: upstream @ derivative(z),
            "`@` adds over entries that have nothing to do with each other. Here every entry goes back by itself: `*`.",
            ELEMENTWISE,
        ),
        *(
            Mistake(name, answer, says, ELEMENTWISE)
            for name, answer, says in (
                (
                    "matrix product with the transpose",
                    lambda upstream, z, derivative: upstream @ derivative(z).T,
                    "`@` with a transpose has a shape that fits, and adds over entries that have nothing to do with "
                    "each other. Here every entry goes back by itself: `*`.",
                ),
                (
                    "transposed upstream in a matrix product",
                    lambda upstream, z, derivative: upstream.T @ derivative(z),
                    "`@` with a transpose has a shape that fits, and adds over entries that have nothing to do with "
                    "each other. Here every entry goes back by itself: `*`.",
                ),
                (
                    "slope at the product",
                    lambda upstream, z, derivative: derivative(upstream * z),
                    "You took the slope at upstream times z. The slope is f'(z), and upstream is a factor outside.",
                ),
                (
                    "slope at upstream",
                    lambda upstream, z, derivative: upstream * derivative(upstream),
                    "The slope is taken at upstream. `derivative` takes z, what went in on the way forward.",
                ),
                (
                    "z for its slope",
                    lambda upstream, z, derivative: upstream * z,
                    "You multiplied by z itself. The factor is the slope there, f'(z): `derivative(z)`.",
                ),
                (
                    "z (1 - z)",
                    lambda upstream, z, derivative: upstream * z * (1 - z),
                    "z (1 - z) is no slope. The sigmoid's is a (1 - a), in its output a; and f may be any function "
                    "here: `derivative(z)` gives its slope.",
                ),
                (
                    "always the sigmoid",
                    lambda upstream, z, derivative: upstream * sigmoid_grad(z),
                    "You went back through a sigmoid, whatever f is. `derivative(z)` gives the slope of this f.",
                ),
                (
                    "a (1 - a) of the slope",
                    lambda upstream, z, derivative: upstream * derivative(z) * (1 - derivative(z)),
                    "`derivative(z)` is the slope already, f'(z), and no output a: nothing more is done to it.",
                ),
                (
                    "divided by the slope",
                    lambda upstream, z, derivative: upstream / derivative(z),
                    "You divided by f'(z). Slopes along a path multiply, backwards as well.",
                ),
            )
        ),
        Mistake(
            "sign",
            lambda upstream, z, derivative: -upstream * derivative(z),
            "Every entry has the opposite sign. The minus of descent belongs to the update.",
            ELEMENTWISE,
        ),
        Mistake(
            "summed over the samples",
            lambda upstream, z, derivative: (upstream * derivative(z)).sum(axis=0),
            "You summed over the samples. Each z has its own gradient, so the result has the shape of z.",
            ELEMENTWISE,
        ),
        Mistake(
            "divided by N",
            lambda upstream, z, derivative: upstream * derivative(z) / len(z),
            "Every entry is divided by the number of rows. A 1/N, where there is one, already sits in upstream.",
            ELEMENTWISE,
        ),
        Mistake(
            "times z",
            lambda upstream, z, derivative: upstream * derivative(z) * z,
            "There is a factor z too much: upstream times f'(z) is all.",
            ELEMENTWISE,
        ),
        Mistake(
            "changes its input",
            _in_place,
            "The gradient is right, and `upstream` was changed in place (`*=`). Whoever called you still needs it: "
            "write the product into a new array.",
            ELEMENTWISE,
        ),
    ),
    cases=_cases,
)
