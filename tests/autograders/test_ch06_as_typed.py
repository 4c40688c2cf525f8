"""Answers to chapter 06 as learners type them: the right ones pass, the wrong ones are named, whatever the numbers."""

import pytest

from bpcourse.autograders import exercises
from bpcourse.grading.verdict import CORRECT, NOT_ATTEMPTED
from tests.autograders.typed import judged

SEEDS = range(4)
BACKWARD = """out_h = 1/(1 + np.exp(-(x @ w_h + b_h)))
out_o = 1/(1 + np.exp(-(out_h @ w_o + b_o)))
delta_o = (out_o - target) * out_o * (1 - out_o)
delta_h = (w_o @ delta_o) * out_h * (1 - out_h)
return np.outer(x, delta_h), delta_h, np.outer(out_h, delta_o), delta_o"""
TRAIN = """w_h, b_h, w_o, b_o = w_h.copy(), b_h.copy(), w_o.copy(), b_o.copy()
for _ in range(steps):
    out_h = 1/(1 + np.exp(-(x @ w_h + b_h)))
    out_o = 1/(1 + np.exp(-(out_h @ w_o + b_o)))
    delta_o = (out_o - target) * out_o * (1 - out_o)
    delta_h = (w_o @ delta_o) * out_h * (1 - out_h)
    w_o -= lr * np.outer(out_h, delta_o)
    b_o -= lr * delta_o
    w_h -= lr * np.outer(x, delta_h)
    b_h -= lr * delta_h
return w_h, b_h, w_o, b_o"""
SENT_AFTER_THE_UPDATE = TRAIN.replace("    delta_h = (w_o @ delta_o) * out_h * (1 - out_h)\n", "").replace(
    "    b_o -= lr * delta_o\n",
    "    b_o -= lr * delta_o\n    delta_h = (w_o @ delta_o) * out_h * (1 - out_h)\n",
)
IN_TURN = f"""def backward_222(x, target, w_h, b_h, w_o, b_o):
    {BACKWARD.replace(chr(10), chr(10) + "    ")}
for _ in range(steps):
    w_h = w_h - lr*backward_222(x, target, w_h, b_h, w_o, b_o)[0]
    b_h = b_h - lr*backward_222(x, target, w_h, b_h, w_o, b_o)[1]
    w_o = w_o - lr*backward_222(x, target, w_h, b_h, w_o, b_o)[2]
    b_o = b_o - lr*backward_222(x, target, w_h, b_h, w_o, b_o)[3]
return w_h, b_h, w_o, b_o"""
STUB = exercises()["train_221"].stub
OWN_SLOPE, OTHER_SLOPE = "* out_h * (1 - out_h)", "* out_o * (1 - out_o)"
SENT_BACK, LAST = ("delta_o * w_o", "delta_o @ w_o.T"), ("delta_h @ x.T", "x.T @ delta_h")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("backward_order", "'E C G B A F D'"),
        ("backward_order", "'CEGAFDB'"),
        ("dE_dw1", "0.0072"),
        ("dE_dw3", "x1 * out_h2 * (delta_o2 * w8 + w6 * delta_o1) - x1 * out_h2**2 * (delta_o2 * w8 + w6 * delta_o1)"),
        ("output_delta", "return -(target - out) * (out - out * out)"),
        ("hidden_delta", "return np.dot(delta_next, w_next.T) * (out * (1 - out))"),
        ("hidden_delta", "return np.array([[sum(d*w for d, w in zip(ds, ws))*o*(1-o) for ws, o in zip(w_next, os)]"
         " for ds, os in zip(delta_next, out)])"),
        ("backward_222", BACKWARD),
        ("backward_222", BACKWARD.replace("w_o @ delta_o", "delta_o @ w_o.T")),
        ("backward_222", BACKWARD.replace("np.outer(x, delta_h)", "x[:, None] * delta_h")),
        ("train_222", TRAIN),
        ("train_222", TRAIN.replace("out_o - target", "target - out_o").replace("-= lr", "+= lr")),
        ("train_221", STUB.replace(*SENT_BACK).replace(*LAST)),
        ("train_221", STUB.replace("delta_o * w_o", "(delta_o * w_o).T").replace("delta_h @ x.T", "x.T * delta_h")),
    ],
)  # fmt: skip
def test_a_right_answer_passes(name, typed):
    for seed in SEEDS:
        assert judged(name, typed, seed).status == CORRECT


def test_training_that_moves_the_given_arrays_is_told_which():
    moved = TRAIN[TRAIN.index("for ") :]  # without the copies
    verdict = judged("train_222", moved, 1)
    assert verdict.points == verdict.max_points / 2
    assert "you changed `b_h`, `b_o`, `w_h` and `w_o` in place" in verdict.message


def test_the_published_program_as_it_stands_is_not_attempted():
    assert judged("train_221", STUB, 0).status == NOT_ATTEMPTED


@pytest.mark.parametrize(
    ("name", "typed", "mistake"),
    [
        ("output_delta", "return (target - out) * out * (1 - out)", "sign"),
        ("output_delta", "return out - target", "no sigmoid slope"),
        ("output_delta", "return 2 * (out - target) * out * (1 - out)", "factor 2"),
        ("output_delta", "s = 1/(1 + np.exp(-out))\nreturn (out - target) * s * (1 - s)", "slope at out"),
        ("output_delta", "return (out - target) * out * (1 - out) / len(out)", "mean over the samples"),
        ("hidden_delta", "return delta_next[:, :1] * w_next[:, 0] * out * (1 - out)", "first output only"),
        ("hidden_delta", "return delta_next @ w_next.T", "no sigmoid slope"),
        ("hidden_delta", "return -(delta_next @ w_next.T) * out * (1 - out)", "sign"),
        ("hidden_delta", "return delta_next.sum(axis=1, keepdims=True) * out * (1 - out)", "weights left out"),
        ("hidden_delta", "return delta_next @ w_next.T * (1 - out)", "1 - out alone"),
        ("backward_222", BACKWARD.replace("out_o - target", "target - out_o"), "sign"),
        ("backward_222", BACKWARD.replace("w_o @ delta_o", "w_o.T @ delta_o"), "w_o transposed"),
        ("backward_222", BACKWARD.replace("w_o @ delta_o", "delta_o @ w_o"), "w_o transposed"),
        ("backward_222", BACKWARD.replace(OWN_SLOPE, OTHER_SLOPE), "slope of the other layer"),
        ("backward_222", BACKWARD.replace("(w_o @ delta_o)", "w_o[:, 0] * delta_o[0]"), "first output only"),
        ("backward_222", BACKWARD.replace("(w_o @ delta_o)", "-(w_o @ delta_o)"), "sign turned again"),
        ("backward_222", BACKWARD.replace("(w_o @ delta_o)", "(w_o @ (out_o - target))"), "errors for deltas"),
        ("backward_222", BACKWARD.replace("np.outer(x, delta_h)", "np.outer(delta_h, x)").replace(
            "np.outer(out_h, delta_o)", "np.outer(delta_o, out_h)"), "gradients transposed"),
        ("train_222", TRAIN.replace("-= lr", "+= lr"), "climbs"),
        ("train_222", SENT_AFTER_THE_UPDATE, "updated before propagating"),
        ("train_222", TRAIN.replace("    b_o -= lr * delta_o\n", "").replace("    b_h -= lr * delta_h\n", ""),
         "biases not trained"),
        ("train_222", TRAIN.replace("range(steps)", "range(1, steps)"), "one step too few"),
        ("train_222", TRAIN.replace("out_o - target", "target - out_o"), "climbs"),
        ("train_222", TRAIN.replace("return w_h", "    return w_h"), "returns inside the loop"),
        ("output_delta", "return np.sum((out - target) * out * (1 - out), axis=0)", "added up over the samples"),
        ("hidden_delta", "return delta_next * w_next * out * (1 - out)", "element by element"),
        ("hidden_delta", "return (w_next @ delta_next.T) * out * (1 - out)", "samples and units exchanged"),
        ("train_221", STUB.replace(*SENT_BACK), "one number for all weights"),
        ("train_221", STUB.replace(*SENT_BACK).replace("delta_h @ x.T", "delta_h.T @ x"), "transposed"),
        ("train_221", STUB.replace("delta_h @ x.T", "x @ delta_h"), "the table from the other side"),
        ("train_221", STUB.replace("delta_h @ x.T", "x.T * delta_h"), "the table times the input"),
        ("train_221", STUB.replace(*SENT_BACK).replace("delta_h @ x.T", "x * delta_h"), "the diagonal"),
        ("output_delta", "return (out - target) * out", "out alone"),
        ("output_delta", "return (out - target)*out*1 - out", "parentheses missing around the slope"),
        ("output_delta", "return out - target*out*(1 - out)", "parentheses missing around the error"),
        ("output_delta", "return (out - target) * (1 - out**2)", "slope of tanh"),
        ("output_delta", "return 0.5 * (target - out)**2", "the loss itself"),
        ("hidden_delta", "return delta_next @ w_next.T + out * (1 - out)", "slope added"),
        ("hidden_delta", "return delta_next @ w_next.T / (out * (1 - out))", "divided by the slope"),
        ("hidden_delta", "return (delta_next @ w_next.T).sum(axis=0) * out * (1 - out)", "samples added up"),
        ("hidden_delta", "return delta_next @ w_next.T * np.sum(out * (1 - out))", "slopes added up"),
        ("backward_222", BACKWARD.replace("np.outer(x, delta_h)", "np.outer(delta_h, x)"),
         "gradient of w_h transposed"),
        ("backward_222", BACKWARD.replace("np.outer(out_h, delta_o)", "np.outer(delta_o, out_h)"),
         "gradient of w_o transposed"),
        ("backward_222", BACKWARD.replace("np.outer(x, delta_h)", "x * delta_h").replace(
            "np.outer(out_h, delta_o)", "out_h * delta_o"), "entry by entry"),
        ("backward_222", BACKWARD.replace("= (out_o", "= 2 * (out_o"), "factor 2"),
        ("backward_222", BACKWARD.replace("(w_o @ delta_o)", "(delta_o * w_o)"), "a table for a delta"),
        ("hidden_delta", "return delta_next * out * (1 - out)", "nothing sent back"),
        ("hidden_delta", "return delta_next * w_next.T * out * (1 - out)", "element by element, transposed"),
        ("hidden_delta", "return w_next @ delta_next * out * (1 - out)", "weights before deltas"),
        ("backward_222", BACKWARD.replace("1/(1 + np.exp(-(out_h @ w_o + b_o)))", "out_h @ w_o + b_o"),
         "no sigmoid at the output"),
        ("backward_222", BACKWARD[: BACKWARD.index("return")]
         + "return np.outer(x, delta_h), b_h * delta_h, np.outer(out_h, delta_o), b_o * delta_o", "bias as a factor"),
        ("backward_222", BACKWARD[: BACKWARD.index("return")]
         + "return np.outer(x, delta_h), 1, np.outer(out_h, delta_o), 1", "ones for the biases"),
        ("backward_222", BACKWARD.replace("(w_o @ delta_o)", "delta_o"), "nothing sent back"),
        ("backward_222", BACKWARD.replace("(w_o @ delta_o)", "(w_h @ delta_o)"), "weights of the other layer"),
        ("backward_222", BACKWARD.replace("np.outer(out_h", "np.outer(out_o"), "outputs for what came in"),
        ("backward_222", BACKWARD.replace(" + b_h", "").replace(" + b_o", ""), "biases left out"),
        ("backward_222", BACKWARD.replace("x @ w_h", "w_h @ x").replace("out_h @ w_o", "w_o @ out_h"), "matrix first"),
        ("backward_222", BACKWARD.replace(
            "delta_h, np.outer(out_h, delta_o), d", "np.outer(out_h, delta_o), delta_h, d"), "weights first"),
        ("backward_222", BACKWARD.replace("-(x @ w_h + b_h)", "-x @ w_h + b_h").replace(
            "-(out_h @ w_o + b_o)", "-out_h @ w_o + b_o"), "minus before the product alone"),
        ("backward_222", BACKWARD.replace("np.outer(x, delta_h)", "x.T @ delta_h").replace(
            "np.outer(out_h, delta_o)", "out_h.T @ delta_o"), "products added up"),
        ("train_222", IN_TURN, "gradients computed again in between"),
        ("train_222", TRAIN.replace("lr * ", ""), "learning rate left out"),
        ("train_222", TRAIN.replace("lr * delta", "delta"), "learning rate left out at the biases"),
        ("train_222", TRAIN.replace("w_o -=", "w_o +="), "output weights climb"),
        ("train_222", TRAIN.replace("w_h -=", "w_h +="), "hidden weights climb"),
        ("train_222", TRAIN.replace("np.outer(x, delta_h)", "np.outer(delta_h, x)"), "gradient of w_h transposed"),
        ("train_222", TRAIN.replace("return w_h, b_h, w_o", "return w_h, w_o, b_h"), "weights first"),
        ("train_221", STUB.replace("delta_o * w_o", "w_o.T").replace(*LAST), "error left out"),
        ("train_221", STUB.replace(*SENT_BACK).replace(*LAST).replace("    return", "        return"),
         "returns inside the loop"),
        ("train_221", STUB.replace(*SENT_BACK).replace(*LAST).replace("return loss, ", "return "), "loss left out"),
        ("dE_dw3", "(delta_o1 * w8 + delta_o2 * w6) * out_h2 * (1 - out_h2) * x1", "weights exchanged"),
        ("dE_dw3", "(delta_o1 * w5 + delta_o2 * w6) * out_h2 * (1 - out_h2) * x1", "the wires into o1"),
        ("dE_dw3", "(delta_o1 + delta_o2) * out_h2 * (1 - out_h2) * x1", "weights left out"),
        ("dE_dw3", "delta_o1 * w6 + delta_o2 * w8 * out_h2 * (1 - out_h2) * x1", "parentheses missing"),
        ("dE_dw3", "(delta_o1 * w6 + delta_o2 * w8) * out_h2 * x1", "out_h2 alone"),
        ("dE_dw1", "0.0136", "first output only"),
        ("dE_dw1", "-0.0072", "sign"),
        ("dE_dw1", "0.0306", "no slope in the hidden layer"),
        ("dE_dw1", "0.00635", "slope of the other layer"),
        ("dE_dw1", "-0.0360", "∂E/∂w2"),
        ("dE_dw1", "0.01157", "out_h1 alone"),
        ("dE_dw1", "0.00036", "the chapter's sample"),
        ("dE_dw3", "(delta_o1 * w7 + delta_o2 * w8) * out_h2 * (1 - out_h2) * x1", "the weights into o2"),
        ("dE_dw3", "delta_o1 * w6 * out_h2 * (1 - out_h2) * x1", "first output only"),
        ("dE_dw3", "(delta_o1 * w6 + delta_o2 * w8) * out_h2 * (1 - out_h2)", "stops at h2"),
        ("backward_order", "'E C G A F B D H'", "H does not belong"),
        ("backward_order", "'E B C G A F D'", "B too early"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named(name, typed, mistake):
    for seed in SEEDS:
        verdict = judged(name, typed, seed)
        assert (verdict.mistake, verdict.points < verdict.max_points) == (mistake, True), f"seed {seed}: {verdict!r}"
