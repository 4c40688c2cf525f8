"""What each kind of layer does to a matrix, forwards and backwards: one rule a layer (chapter 08).

A rule gives the forward lines and the backward lines of its layer. A line is what is computed, its formula, its code,
and why. Rows are samples: X (N, D), W (inputs, units), Z = X W + b.
"""

from __future__ import annotations

from dataclasses import dataclass

# Activation -> its formula and its code; its derivative, written with its output, as formula and code.
ACTIVATIONS = {
    "sigmoid": ("\\sigma({z})", "sigmoid({z})", "{a} \\odot (1 - {a})", "{a} * (1 - {a})"),
    "tanh": ("\\tanh({z})", "np.tanh({z})", "(1 - {a} \\odot {a})", "(1 - {a}**2)"),
    "relu": ("\\max({z}, 0)", "np.maximum({z}, 0)", "[{a} > 0]", "({a} > 0)"),
}
CROSS_ENTROPY = "softmax cross-entropy"
# Loss -> its formula and its code, for outputs a; its gradient, as formula and code; the reason.
LOSSES = {
    "half squared error": (
        "\\tfrac12 \\textstyle\\sum (Y - {a})^2",
        "((y - {a}) ** 2).sum() / 2",
        "{a} - Y",
        "{a} - y",
        "the 2 cancels the ½, and the inner derivative is -1",
    ),
    "mean squared error": (
        "\\operatorname{{mean}} (Y - {a})^2",
        "((y - {a}) ** 2).mean()",
        "\\tfrac{{2}}{{NK}} ({a} - Y)",
        "2 * ({a} - y) / y.size",
        "the mean divides by the number of entries: once, and here",
    ),
    CROSS_ENTROPY: (
        "-\\tfrac1N \\textstyle\\sum Y \\odot \\log {a}",
        "-(y * np.log({a})).sum() / len(y)",
        "\\tfrac1N ({a} - Y)",
        "({a} - y) / len(y)",
        "the Jacobian of softmax cancels 1/P; the mean divides by N: once, and here",
    ),
}


@dataclass(frozen=True)
class Matrix:
    """An array of the network: how it is written on paper and in code, and the lengths of its axes."""

    formula: str
    code: str
    axes: tuple[str, ...]

    @property
    def shape(self) -> str:
        return f"({', '.join(self.axes)}{',' if len(self.axes) == 1 else ''})" if self.axes else "a number"

    @property
    def gradient(self) -> Matrix:
        """dL/d(this), in the same shape."""
        return Matrix(f"\\frac{{dL}}{{d{self.formula}}}", f"grad_{self.code}", self.axes)


@dataclass(frozen=True)
class Line:
    """One step of the forward or of the backward pass, and why a backward step is what it is."""

    what: Matrix
    formula: str
    code: str
    reason: str = ""


@dataclass(frozen=True)
class Rule:
    """A layer's lines, its output and its parameters."""

    forward: tuple[Line, ...]
    backward: tuple[Line, ...]
    out: Matrix
    parameters: tuple[Matrix, ...] = ()


def linear(x: Matrix, number: int, columns: str) -> Rule:
    """Z = X W + b, the layer of that number with `columns` units."""
    z = Matrix(f"Z_{{{number}}}", f"z{number}", ("N", columns))
    w = Matrix(f"W_{{{number}}}", f"w{number}", (x.axes[1], columns))
    b = Matrix(f"b_{{{number}}}", f"b{number}", (columns,))
    g = z.gradient
    transposed = f"{x.formula}^{{\\top}}"
    return Rule(
        (Line(z, f"{x.formula} {w.formula} + {b.formula}", f"{x.code} @ {w.code} + {b.code}"),),
        (
            Line(
                w.gradient, f"{transposed} {g.formula}", f"{x.code}.T @ {g.code}", "the product sums over the samples"
            ),
            Line(b.gradient, f"\\textstyle\\sum_n {g.formula}", f"{g.code}.sum(axis=0)", "b was added to every row"),
            Line(
                x.gradient,
                f"{g.formula} {w.formula}^{{\\top}}",
                f"{g.code} @ {w.code}.T",
                "each input fed every unit: the paths add up",
            ),
        ),
        z,
        (w, b),
    )


def activation(kind: str, z: Matrix, number: int) -> Rule:
    """A = f(Z), entry by entry."""
    a = Matrix(f"A_{{{number}}}", f"a{number}", z.axes)
    formula, code, slope, slope_code = _filled(ACTIVATIONS[kind], z, a)
    g = a.gradient
    reason = f"entry by entry: upstream times the slope of {kind}, written with its output"
    backward = Line(z.gradient, f"{g.formula} \\odot {slope}", f"{g.code} * {slope_code}", reason)
    return Rule((Line(a, formula, code),), (backward,), a)


def loss(kind: str, out: Matrix) -> Rule:
    """The number L, from the outputs or, for the cross-entropy, from the logits through P = softmax(Z)."""
    number = Matrix("L", "loss", ())
    p = Matrix("P", "p", out.axes)
    softmax = (Line(p, f"\\operatorname{{softmax}}({out.formula})", f"softmax({out.code})"),)
    compared = p if kind == CROSS_ENTROPY else out
    formula, code, slope, slope_code, reason = _filled(LOSSES[kind], compared, compared)
    forward = (*(softmax if kind == CROSS_ENTROPY else ()), Line(number, formula, code))
    return Rule(forward, (Line(out.gradient, slope, slope_code, reason),), number)


def _filled(parts: tuple[str, ...], z: Matrix, a: Matrix) -> list[str]:
    """The parts of a rule, formula and code in turn, with the names of its input z and its output a put in."""
    names = [{"z": z.formula, "a": a.formula}, {"z": z.code, "a": a.code}]
    return [part.format(**names[i % 2]) for i, part in enumerate(parts)]
