"""Answers to chapter 08 as learners type them: the right ones pass, the wrong ones are named, whatever the numbers."""

from functools import partial

import pytest

from bpcourse.autograders import exercises
from bpcourse.grading.verdict import CORRECT, NOT_ATTEMPTED, PARTIAL
from tests.autograders.typed import judged as judged_after

SEEDS = range(4)
EXERCISES = exercises()
LINEAR = """grad_x = upstream @ w.T
grad_w = x.T @ upstream
grad_b = upstream.sum(axis=0)
return grad_x, grad_w, grad_b"""
STEP, BROKEN = EXERCISES["layer_step"].solution, EXERCISES["layer_step"].stub
ALL_SAMPLES = BROKEN.replace("    for n", "    grad_w = 0\n    for n").replace(
    "grad_w = np.outer", "grad_w += np.outer"
)
ERRORS = "(w*x1 + b - y1)", "(w*x2 + b - y2)"
FRONT = "while grad.ndim > len(shape):\n    grad = grad.sum(axis=0)\n"
STRETCHED = "for i, s in enumerate(shape):\n    if s == 1:\n        grad = grad.sum(axis=i, keepdims=True)\n"
FORWARD = """inputs = []
for w, b in params:
    inputs.append(x)
    z = x @ w + b
    x = 1 / (1 + np.exp(-z))
return inputs, z"""
X_FIRST = """inputs = [x]
for w, b in params:
    z = x @ w + b
    x = 1 / (1 + np.exp(-z))
    inputs.append(x)
return inputs, z"""
OUTS = X_FIRST.replace("[x]", "[]")
BACKWARD = """grads = []
for x, (w, b) in zip(reversed(inputs), reversed(params)):
    grad_x, grad_w, grad_b = linear_backward(upstream, x, w)
    grads.append((grad_w, grad_b))
    upstream = grad_x * x * (1 - x)
return grads[::-1]"""
BY_NUMBER = """grads = [None] * len(params)
for l in range(len(params) - 1, -1, -1):
    w, b = params[l]
    grad_x, grad_w, grad_b = linear_backward(upstream, inputs[l], w)
    grads[l] = (grad_w, grad_b)
    if l > 0:
        a = inputs[l]
        upstream = grad_x * a * (1 - a)
return grads"""
OWN = """grads = []
for x, (w, b) in zip(reversed(inputs), reversed(params)):
    grads.append((x.T @ upstream, upstream.sum(axis=0)))
    upstream = (upstream @ w.T) * x * (1 - x)
return grads[::-1]"""
judged = partial(judged_after, helpers=EXERCISES["linear_backward"].solution)


def gradients(x="upstream @ w.T", w="x.T @ upstream", b="upstream.sum(axis=0)"):
    return f"return {x}, {w}, {b}"


def formula(text: str) -> str:
    """A formula in the errors e1 and e2."""
    return text.replace("e1", ERRORS[0]).replace("e2", ERRORS[1])


def passed_on(text: str) -> str:
    return BACKWARD.replace("grad_x * x * (1 - x)", text)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("dloss_dw_batch", formula("(e1*x1 + e2*x2)/2")),
        ("dloss_dw_batch", formula("sympy.diff((e1**2 + e2**2)/4, w)")),
        ("dloss_dw_batch", formula("sympy.Rational(1, 2)*x1*e1 + 0.5*x2*e2")),
        ("dloss_dw_batch", formula("sympy.expand((e1*x1 + e2*x2)/2)")),
        ("shapes_back", "'E B G A D'"),
        ("shapes_back", "'EGADB'"),
        ("shapes_back", "['E', 'G', 'B', 'A', 'D']"),
        ("linear_backward", LINEAR),
        ("linear_backward", gradients("np.dot(upstream, w.T)", "np.dot(x.T, upstream)", "np.sum(upstream, 0)")),
        ("linear_backward", gradients("(w @ upstream.T).T", "np.einsum('nd,nh->dh', x, upstream)", "sum(upstream)")),
        ("linear_backward", "return [upstream @ w.T, x.T @ upstream, np.ones(len(x)) @ upstream]"),
        ("elementwise_backward", "return upstream * derivative(z)"),
        ("elementwise_backward", "return np.multiply(derivative(z), upstream)"),
        ("elementwise_backward", "return np.array([derivative(one) for one in z]) * upstream"),
        ("elementwise_backward", "return upstream * np.vectorize(derivative)(z)"),
        ("unbroadcast", FRONT + STRETCHED + "return grad"),
        ("unbroadcast", "k = grad.ndim - len(shape)\naxes = tuple(range(k)) + tuple(i + k for i, s in enumerate(shape)"
         " if s == 1)\nreturn grad.sum(axis=axes).reshape(shape)"),
        ("unbroadcast", "padded = (1,)*(grad.ndim - len(shape)) + tuple(shape)\nfor i in range(grad.ndim):\n    if "
         "padded[i] != grad.shape[i]:\n        grad = grad.sum(axis=i, keepdims=True)\nreturn grad.reshape(shape)"),
        ("layer_step", STEP),
        ("layer_step", ALL_SAMPLES.replace("mean", "sum").replace("    grad_x = upstream @ w.T\n", "").replace(
            "    grad_w = 0", "    grad_x = upstream @ w.T\n    grad_w = 0")),
        ("layer_step", STEP.replace("w = w - lr * (x.T @ upstream)",
         "for n in range(len(x)):\n        w = w - lr * np.outer(x[n], upstream[n])")),
        ("mlp_forward", FORWARD),
        ("mlp_forward", "inputs = [x]\nfor w, b in params[:-1]:\n    inputs.append(1/(1 + np.exp(-(inputs[-1] @ w + "
         "b))))"
         "\nreturn inputs, inputs[-1] @ params[-1][0] + params[-1][1]"),
        ("mlp_forward", FORWARD.replace("return inputs, z", "return [tuple(inputs), z]")),
        ("mlp_forward", FORWARD.replace("1 / (1 + np.exp(-z))", "0.5 * (1 + np.tanh(z / 2))")),
        ("mlp_backward", BACKWARD),
        ("mlp_backward", BY_NUMBER),
        ("mlp_backward", OWN),
        ("mlp_backward", "grads = []\nfor l in range(len(params) - 1, -1, -1):\n    if l < len(params) - 1:\n        "
         "upstream = upstream * inputs[l+1] * (1 - inputs[l+1])\n    upstream, gw, gb = linear_backward(upstream, "
         "inputs[l]"
         ", params[l][0])\n    grads = [(gw, gb)] + grads\nreturn grads"),
    ],
)  # fmt: skip
def test_a_right_answer_passes(name, typed):
    for seed in SEEDS:
        assert judged(name, typed, seed).status == CORRECT


def test_the_program_to_mend_as_it_stands_is_not_attempted():
    assert judged("layer_step", BROKEN).status == NOT_ATTEMPTED


@pytest.mark.parametrize(
    ("name", "typed", "mistake"),
    [
        ("dloss_dw_batch", formula("e1*x1 + e2*x2"), "sum for mean"),
        ("dloss_dw_batch", formula("(e1*x1/2 + e2*x2/2)/2"), "1/N twice"),
        ("dloss_dw_batch", formula("-(e1*x1 + e2*x2)/2"), "sign"),
        ("dloss_dw_batch", formula("(e1 + e2)/2"), "x dropped"),
        ("dloss_dw_batch", formula("e1*x1/2"), "first sample only"),
        ("dloss_dw_batch", "(w*(x1 + x2)/2 + b - (y1 + y2)/2)*(x1 + x2)/2", "mean of each factor"),
        ("dloss_dw_batch", "w*x1**2/2 + w*x2**2/2 - x1*y1/2 - x2*y2/2", "b dropped"),
        ("dloss_dw_batch", formula("(e1**2*x1 + e2**2*x2)/2"), "square kept"),
        ("dloss_dw_batch", formula("(e1**2 + e2**2)/4"), "the loss itself"),
        ("dloss_dw_batch", formula("w*(e1 + e2)/2"), "w for x"),
        ("dloss_dw_batch", formula("e1*x1 + e2*x2/2"), "only the second term halved"),
        ("dloss_dw_batch", formula("1/2*e1*x1 + e2*x2"), "only the first term halved"),
        ("shapes_back", "'E B F A D'", "F does not belong"),
        ("shapes_back", "'E G A C B'", "C does not belong"),
        ("shapes_back", "'E H G A D'", "H does not belong"),
        ("shapes_back", "'E B A G D'", "A too early"),
        ("linear_backward", gradients(x="upstream * w.T"), "grad_x entry by entry"),
        ("linear_backward", gradients(x="upstream * w"), "grad_x entry by entry, w as it is"),
        ("linear_backward", gradients(x="x @ w"), "grad_x goes forwards"),
        ("linear_backward", gradients(x="np.dot(upstream, w)"), "w not transposed"),
        ("linear_backward", gradients(x="w.T"), "grad_x without upstream"),
        ("linear_backward", gradients(x="w @ upstream.T"), "wrong shape"),
        ("linear_backward", gradients(w="x * upstream"), "grad_w entry by entry"),
        ("linear_backward", gradients(w="x.T * upstream"), "grad_w entry by entry, x turned"),
        ("linear_backward", gradients(w="x @ upstream"), "x not transposed"),
        ("linear_backward", gradients(w="upstream.T @ x"), "grad_w transposed"),
        ("linear_backward", gradients(w="x.sum(axis=0)[:, None] * upstream.sum(axis=0)"), "grad_w of sums"),
        ("linear_backward", gradients(b="x.sum(0)"), "grad_b from x"),
        ("linear_backward", gradients(b="upstream"), "grad_b not summed"),
        ("linear_backward", gradients(b="upstream.sum()"), "grad_b summed over everything"),
        ("linear_backward", gradients(b="np.ones(w.shape[1])"), "grad_b without upstream"),
        ("linear_backward", gradients(b="upstream[0]"), "grad_b of the first sample"),
        ("linear_backward", gradients(x="x @ w", b="x.sum(0)"), "grad_x goes forwards"),
        ("linear_backward", gradients(w="upstream.T @ x", b="upstream.mean(axis=0)"), "grad_w transposed"),
        ("linear_backward", "upstream /= len(x)\n" + LINEAR, "all divided by N"),
        ("linear_backward", LINEAR.replace("return grad_x, grad_w", "return grad_w, grad_x"), "order of the results"),
        ("elementwise_backward", "return derivative(upstream * z)", "slope at the product"),
        ("elementwise_backward", "return derivative(z)", "upstream ignored"),
        ("elementwise_backward", "return upstream @ derivative(z)", "matrix product"),
        ("elementwise_backward", "return upstream @ derivative(z).T", "matrix product with the transpose"),
        ("elementwise_backward", "return upstream * derivative(upstream)", "slope at upstream"),
        ("elementwise_backward", "return upstream * z", "z for its slope"),
        ("elementwise_backward", "return upstream * z * (1 - z)", "z (1 - z)"),
        ("elementwise_backward", "a = 1/(1 + np.exp(-z))\nreturn upstream * a * (1 - a)", "always the sigmoid"),
        ("elementwise_backward", "s = derivative(z)\nreturn upstream * s * (1 - s)", "a (1 - a) of the slope"),
        ("elementwise_backward", "return upstream / derivative(z)", "divided by the slope"),
        ("elementwise_backward", "return (upstream * derivative(z)).sum(axis=0)", "summed over the samples"),
        ("unbroadcast", "return grad.sum(axis=0).reshape(shape)", "axis 0, then reshaped"),
        ("unbroadcast", FRONT.replace("axis=0", "axis=-1") + STRETCHED + "return grad", "axes taken from the back"),
        ("unbroadcast", FRONT + "return grad", "stretched axes forgotten"),
        ("unbroadcast", FRONT.replace(".sum(axis=0)", "[0]") + STRETCHED + "return grad", "first of the new axes"),
        ("unbroadcast", FRONT + STRETCHED.replace(", keepdims=True", "") + "return grad", "stretched axes dropped"),
        ("unbroadcast", FRONT.replace("sum", "mean") + STRETCHED.replace("sum", "mean") + "return grad", "mean for "
         "sum"),
        ("unbroadcast", "return grad.sum(axis=0)", "axis 0 only"),
        ("unbroadcast", "return grad.sum(axis=0, keepdims=True)", "axis 0 only, kept"),
        ("unbroadcast", "return grad.sum(axis=1)", "axis 1 only"),
        ("unbroadcast", "return grad.sum()", "one number"),
        ("unbroadcast", "for i in range(len(shape)):\n    if grad.shape[i] != shape[i]:\n        grad = "
         "grad.sum(axis=i, "
         "keepdims=True)\nreturn grad", "compared from the left"),
        ("unbroadcast", "k = grad.ndim - len(shape)\naxes = tuple(range(k)) + tuple(i for i, s in enumerate(shape) if "
         "s == 1)\nreturn grad.sum(axis=axes).reshape(shape)", "axes not shifted"),
        ("layer_step", "def layer_step(upstream, x, w, b, lr):\n    return upstream @ w.T, x.T @ upstream, "
         "upstream.sum(0)",
         "gradients for new parameters"),
        ("layer_step", BROKEN.replace("mean", "sum"), "last sample only, and updated before propagating"),
        ("layer_step", ALL_SAMPLES, "a mean, and updated before propagating"),
        ("layer_step", STEP.replace("lr * ", ""), "lr forgotten"),
        ("layer_step", STEP.replace("- lr", "+ lr"), "climbs"),
        ("layer_step", STEP.replace("grad_x, w, b", "w, b, grad_x"), "order of the results"),
        ("layer_step", STEP.replace("sum(axis=0)", "sum()"), "b by the sum of everything"),
        ("layer_step", STEP.replace("x.T @ upstream", "x.T @ upstream / len(x)"), "w divided by N"),
        ("layer_step", STEP.replace("w = w - lr", "w -= lr"), "changes its input"),
        ("mlp_forward", FORWARD.replace("return inputs, z", "return inputs, x"), "sigmoid on the last layer"),
        ("mlp_forward", OUTS, "outputs kept, not inputs"),
        ("mlp_forward", OUTS.replace("inputs, z", "inputs, x"), "outputs kept, and a sigmoid on the last layer"),
        ("mlp_forward", X_FIRST, "one too many kept"),
        ("mlp_forward", FORWARD.replace("return inputs, z", "return inputs, x @ w + b"), "last layer twice"),
        ("mlp_forward", FORWARD.replace("return inputs", "return [*inputs, z]"), "logits kept"),
        ("mlp_forward", X_FIRST.replace("inputs, z", "inputs, x"), "one too many kept, and a sigmoid on the last "
         "layer"),
        ("mlp_forward", X_FIRST.replace("append(x)", "append(z)"), "x and all nets kept"),
        ("mlp_forward", X_FIRST.replace("append(x)", "append(z)").replace("inputs, z", "inputs[:-1], z"),
         "x and nets kept"),
        ("mlp_forward", OUTS.replace("append(x)", "append(z)"), "nets kept"),
        ("mlp_forward", FORWARD.replace("1 / (1 + np.exp(-z))", "z"), "no sigmoid between the layers"),
        ("mlp_forward", FORWARD.replace("1 / (1 + np.exp(-z))", "np.tanh(z)"), "tanh for the sigmoid"),
        ("mlp_forward", FORWARD.replace("    x = 1 / (1 + np.exp(-z))\n", ""), "x not passed on"),
        ("mlp_forward", FORWARD.replace("z = x @", "z = inputs[0] @"), "x not passed on, outputs kept"),
        ("mlp_forward", FORWARD.replace("return inputs, z", "return inputs[::-1], z"), "list turned round"),
        ("mlp_forward", FORWARD.replace("return inputs, z", "return inputs[1:], z"), "x missing"),
        ("mlp_forward", FORWARD.replace("inputs.append(x)", "inputs = [x]"), "list begun anew"),
        ("mlp_forward", FORWARD.replace("return", "    return"), "returns inside the loop"),
        ("mlp_forward", FORWARD.replace("return inputs, z", "return z, inputs"), "order of the results"),
        ("mlp_forward", FORWARD.replace("return inputs, z", "return inputs"), "inputs only"),
        ("mlp_forward", "(w1, b1), (w2, b2) = params\na = 1/(1 + np.exp(-(x @ w1 + b1)))\nreturn [x, a], a @ w2 + b2",
         "first and last layer only"),
        ("mlp_backward", BACKWARD.replace("reversed(inputs), reversed(params)", "inputs, params").replace("[::-1]", ""),
         "layers walked forwards"),
        ("mlp_backward", BACKWARD.replace("reversed(params)", "params").replace("[::-1]", ""), "params not reversed"),
        ("mlp_backward", BACKWARD.replace("[::-1]", ""), "order of the layers"),
        ("mlp_backward", BACKWARD.replace("grad_x, grad_w, grad_b =", "grad_w, grad_b, grad_x ="),
         "unpacked in another order"),
        ("mlp_backward", passed_on("grad_x"), "slope of the sigmoid dropped"),
        ("mlp_backward", passed_on("x * (1 - x)"), "grad_x left out"),
        ("mlp_backward", passed_on("upstream * x * (1 - x)"), "weights left out"),
        ("mlp_backward", passed_on("grad_x * grad_x * (1 - grad_x)"), "slope of the gradient"),
        ("mlp_backward", passed_on("grad_x @ (x * (1 - x))"), "matrix product for the slope"),
        ("mlp_backward", passed_on("grad_x * x * (x - 1)"), "a - 1 for 1 - a"),
        ("mlp_backward", passed_on("grad_x * (1 - x**2)"), "slope of tanh"),
        ("mlp_backward", "grads = []\nfor x, (w, b) in zip(reversed(inputs), reversed(params)):\n    upstream = "
         "upstream * x"
         " * (1 - x)\n    upstream, gw, gb = linear_backward(upstream, x, w)\n    grads.append((gw, gb))\nreturn "
         "grads[::-1]", "slope before the gradients"),
        ("mlp_backward", "grads = []\nfor x, (w, b) in zip(reversed(inputs), reversed(params)):\n    upstream = "
         "(upstream @ "
         "w.T) * x * (1 - x)\n    grads.append((x.T @ upstream, upstream.sum(axis=0)))\nreturn grads[::-1]",
         "through the layer before its gradients"),
        ("mlp_backward", BY_NUMBER.replace("a = inputs[l]", "a = inputs[l - 1]"), "slope of the layer before"),
        ("mlp_backward", BY_NUMBER.replace("    grad_x, grad_w", "    s = 1/(1 + np.exp(-(inputs[l] @ w + b)))\n    "
         "upstream = upstream * s * (1 - s)\n    grad_x, grad_w").replace("grad_x * a * (1 - a)", "grad_x"),
         "last layer a sigmoid too"),
        ("mlp_backward", BY_NUMBER.replace("(grad_w, grad_b)", "(grad_b, grad_w)"), "pairs turned round"),
        ("mlp_backward", BY_NUMBER.replace("(grad_w, grad_b)", "grad_w"), "no pairs"),
        ("mlp_backward", BACKWARD.replace("return", "    return"), "returns inside the loop"),
        ("mlp_backward", BACKWARD.replace("backward(upstream,", "backward(upstream / len(x),"), "divided by N in each "
         "layer"),
        ("mlp_backward", OWN.replace("upstream @ w.T", "upstream @ w"), "w not transposed"),
        ("mlp_backward", OWN.replace("x.T @ upstream", "upstream.T @ x"), "grad_w transposed"),
        ("mlp_backward", OWN.replace("sum(axis=0)", "sum(axis=1)"), "grad_b summed over the wrong axis"),
        ("mlp_backward", OWN.replace("sum(axis=0)", "mean(axis=0)"), "grad_b averaged"),
        ("mlp_backward", "(w1, b1), (w2, b2) = params\nx, a = inputs\ngrad_a, gw2, gb2 = linear_backward(upstream, a, "
         "w2)\n"
         "_, gw1, gb1 = linear_backward(grad_a * a * (1 - a), x, w1)\nreturn [(gw1, gb1), (gw2, gb2)]",
         "two layers only"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named(name, typed, mistake):
    for seed in SEEDS:
        verdict = judged(name, typed, seed)
        assert (verdict.mistake, verdict.points < verdict.max_points) == (mistake, True), f"seed {seed}: {verdict!r}"


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("linear_backward", gradients(x="w @ upstream"), "The shapes do not fit together: w (3, 2), upstream (5, 2), x "
         "(5, 3). A side of 2 meets one of 5;"),
        ("linear_backward", gradients(x="upstream * w.T", b="x.sum(0)"), "The shapes do not fit together: (5, 2) meets "
         "(2, 3). `*`, `+`,"),
        ("linear_backward", gradients(x="w @ upstream.T"), "grad_x has shape (3, 5); expected (5, 3). These are the "
         "right "
         "numbers, transposed"),
        ("elementwise_backward", "return upstream * derivative", "A function stands where its result is needed."),
        ("unbroadcast", "return np.broadcast_to(grad, shape)", "`np.broadcast_to` makes copies, up to a larger shape: "
         "it takes no axis away"),
        ("unbroadcast", "return grad.reshape(shape)", "`reshape` keeps every number: 12 of them do not fill the shape"),
        ("layer_step", BROKEN.replace("grad_w = np.outer", "grad_w += np.outer"), "This line reads `grad_w` before it"),
        ("mlp_forward", FORWARD.replace("append(x)", "append((x, w))"), "inputs[0] is a tuple of 2 values; expected an "
         "array of shape (5, 3)."),
        ("mlp_backward", BY_NUMBER.replace("- 1, -1, -1", "- 1, 0, -1"), "layer 1 of 2 is None; expected a tuple of 2"),
        ("mlp_backward", BY_NUMBER.replace("grad_b)\n    if", "grad_b * 2)\n    if"), "grad_b of layer 1 of 2 is "
         "exactly 2 "
         "times the right one"),
        ("mlp_backward", BY_NUMBER.replace("a = inputs[l]", "a = inputs[l + 1]"), "An index runs past the end of a "
         "list."),
    ],
)  # fmt: skip
def test_what_has_no_name_is_told_by_the_shapes_and_the_place(name, typed, says):
    assert judged(name, typed).message.startswith(says)


def test_a_list_of_arrays_is_shown_as_a_list():
    assert "inputs = [an array of shape (5, 3), an array of shape (5, 4)]" in judged("mlp_backward", "return 0").seen


def test_an_upstream_changed_in_place_keeps_half():
    verdict = judged("elementwise_backward", "upstream *= derivative(z)\nreturn upstream")
    assert (verdict.status, verdict.mistake, verdict.points) == (PARTIAL, "changes its input", 1)
