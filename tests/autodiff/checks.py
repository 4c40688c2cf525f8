"""The check that every rule of Tensor must pass, and that wrong rules must not."""

import numpy as np

from bpcourse.autodiff.tensor import Tensor
from bpcourse.gradcheck import check_gradients, dot_test

# A central difference in float64 is good to about 1e-10; a wrong rule is off by 1e-3 and more.
TOLERANCE = 1e-6


def value(f, *arrays):
    return f(*map(Tensor, arrays)).data


def gradients(f, upstream, *arrays):
    tensors = [Tensor(array) for array in arrays]
    f(*tensors).backward(upstream)
    return tuple(tensor.grad for tensor in tensors)


def complaints(f, arrays, rng):
    """What is wrong with the gradients of f: by the dot-product test, and entry by entry for a random upstream."""
    error = dot_test(lambda *x: value(f, *x), lambda upstream, *x: gradients(f, upstream, *x), tuple(arrays), rng)
    found = [] if error < TOLERANCE else [f"dot-product test: {error:.1e}"]
    upstream = rng.normal(size=value(f, *arrays).shape)
    named = {f"x{k}": array for k, array in enumerate(arrays)}
    report = check_gradients(
        lambda **x: np.sum(upstream * value(f, *x.values())),
        named,
        dict(zip(named, gradients(f, upstream, *arrays), strict=True)),
    )
    return found if report.agree else [*found, str(report)]
