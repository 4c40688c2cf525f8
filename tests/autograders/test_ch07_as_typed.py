"""Answers to chapter 07 as learners type them: the right ones pass, the wrong ones are named, whatever the numbers."""

from functools import partial

import pytest

from bpcourse.autograders import exercises
from bpcourse.grading.verdict import CORRECT, NOT_ATTEMPTED
from tests.autograders.typed import judged as judged_after

SEEDS = range(3)
CENTRAL = """grad = np.zeros_like(x)
for i in np.ndindex(x.shape):
    s = h*max(1, abs(x[i]))
    xp, xm = x.copy(), x.copy()
    xp[i] += s
    xm[i] -= s
    grad[i] = (f(xp) - f(xm))/(2*s)
return grad"""
COPIED_ONCE = CENTRAL.replace("    xp, xm = x.copy(), x.copy()\n", "").replace(
    "for i", "xp, xm = x.copy(), x.copy()\nfor i"
)
IN_PLACE = """grad = np.empty(x.shape)
for i in np.ndindex(x.shape):
    old = x[i]
    s = h*max(1, abs(old))
    x[i] = old + s
    up = f(x)
    x[i] = old - s
    down = f(x)
    x[i] = old
    grad[i] = (up - down)/(2*s)
return grad"""
SIDEWAYS = """g = np.zeros(x.shape)
for i in np.ndindex(x.shape):
    z = x.astype(complex)
    z[i] += 1e-20j
    g[i] = f(z).imag/1e-20
return g"""
Z_ONCE = SIDEWAYS.replace("    z = x.astype(complex)\n", "").replace("for i", "z = x.astype(complex)\nfor i")
NORMS = "np.linalg.norm(a-b)/(np.linalg.norm(a)+np.linalg.norm(b))"
RELATIVE = f"if not a.any() and not b.any(): return 0.0\nreturn {NORMS}"
GUARDED = "n = {size}\nreturn {gap}/n if n else 0.0"
STUB = exercises()["gradient_gap"].stub
GAP = """def gradient_gap(f, grad, x):
    h = 1e-5
    measured = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, dn = x.copy(), x.copy()
        up[i] += h
        dn[i] -= h
        measured[i] = (f(up) - f(dn)) / (2*h)
    given = grad(x)
    gap = np.linalg.norm(given - measured)
    return gap / (np.linalg.norm(given) + np.linalg.norm(measured))
"""
GAP_COPIED_ONCE = GAP.replace("        up, dn = x.copy(), x.copy()\n", "").replace(
    "    for i", "    up, dn = x.copy(), x.copy()\n    for i"
)
MOVED_BACK = """def gradient_gap(f, grad, x):
    h = 1e-5
    measured = np.zeros(x.shape)
    moved = x.copy()
    for i in np.ndindex(x.shape):
        moved[i] = x[i] + h
        above = f(moved)
        moved[i] = x[i] - h
        measured[i] = (above - f(moved)) / (2 * h)
        moved[i] = x[i]
    given = grad(x)
    gap = np.sqrt(((given - measured)**2).sum())
    return gap / (np.sqrt((given**2).sum()) + np.sqrt((measured**2).sum()))
"""
NOT_MOVED_BACK = (
    MOVED_BACK.replace("        moved[i] = x[i]\n", "").replace("= x[i] + h", "+= h").replace("= x[i] - h", "-= 2*h")
)
SUMS = "np.linalg.norm(given - measured)", "abs(given.sum() - measured.sum())"
SUMS_BELOW = "np.linalg.norm(given) + np.linalg.norm(measured)", "abs(given.sum()) + abs(measured.sum())"
DIAGNOSE = """if relative_error(given, measured) < 1e-6: return "right"
if relative_error(given, -measured) < 1e-6: return "sign"
f = np.sum(given * measured) / np.sum(measured * measured)
if relative_error(given, f*measured) < 1e-6: return "factor"
if relative_error(given, measured.T) < 1e-6: return "transposed"
if np.sum(abs(given - measured) > 1e-6*abs(measured)) == 1: return "one entry"
return "other\""""
IN_ONE_GO = 'out = "other"\n' + DIAGNOSE.replace("return", "out =").replace('out = "other"', "return out")
OFF = "abs(given - measured) > 1e-6*abs(measured)"
DOT = """h = 1e-5
u = rng.standard_normal(f(x).shape)
d = rng.standard_normal(x.shape)
pushed = np.sum(u*(f(x + h*d) - f(x - h*d))/(2*h))
pulled = np.sum(f_vjp(u, x)*d)
if pushed == 0 and pulled == 0: return 0
return abs(pushed - pulled)/(abs(pushed)+abs(pulled))"""
CHECK = """u, x, w, b = (rng.standard_normal(s) for s in ((4, 5), (4, 3), (3, 5), (5,)))
gx, gw, gb = backward(u, x, w)
L = lambda x, w, b: np.sum(u*(x@w + b))
mx = central_difference(lambda p: L(p, w, b), x, 1e-5)
mw = central_difference(lambda p: L(x, p, b), w, 1e-5)
mb = central_difference(lambda p: L(x, w, p), b, 1e-5)
return all([relative_error(gx, mx) < 1e-6, relative_error(gw, mw) < 1e-6, relative_error(gb, mb) < 1e-6])"""
N1, SQUARE = CHECK.replace("(4, 5), (4, 3)", "(1, 5), (1, 3)"), CHECK.replace("5", "3").replace("1e-3", "1e-5")
ONES = "gx, gw, gb = backward(", "u = np.ones(u.shape)\ngx, gw, gb = backward("
NOTHING_LEFT = "imaginary part lost"
MINE = exercises()["central_difference"].solution + exercises()["relative_error"].solution
judged = partial(judged_after, helpers=MINE)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("central_difference", CENTRAL),
        ("central_difference", IN_PLACE),
        ("central_difference", "moves = np.diag((h*np.maximum(1, abs(x))).ravel())\nreturn np.array([(f(x + m.reshape("
         "x.shape)) - f(x - m.reshape(x.shape)))/(2*m.sum()) for m in moves]).reshape(x.shape)"),
        ("central_difference", "flat, out = x.ravel(), []\nfor k in range(flat.size):\n    e = np.zeros(flat.size)\n"
         "    e[k] = h*np.maximum(1.0, np.abs(flat[k]))\n    out.append((f((flat+e).reshape(x.shape)) - "
         "f((flat-e).reshape(x.shape)))/(2*e[k]))\nreturn np.array(out).reshape(x.shape)"),
        ("central_error", "4*x*h**2"),
        ("central_error", "((x+h)**4 - (x-h)**4)/(2*h) - 4*x**3"),
        ("central_error", "h**2/6*sympy.diff(x**4, x, 3)"),
        ("smallest_error_first", "'DBFAEC'"),
        ("smallest_error_first", "['D', 'B', 'F', 'A', 'E', 'C']"),
        ("complex_step", SIDEWAYS),
        ("complex_step", SIDEWAYS.replace("x.astype(complex)", "x + 0j").replace("1e-20j", "complex(0, 1e-20)")),
        ("complex_step", Z_ONCE.replace("1e-20\n", "1e-20\n    z[i] = x[i]\n")),
        ("complex_step", "return np.array([f(x + 1e-20j*e.reshape(x.shape)).imag*1e20 for e in np.eye(x.size)])"
         ".reshape(x.shape)"),
        ("relative_error", RELATIVE),
        ("relative_error", "if np.array_equal(a, b): return 0.0\nreturn " + NORMS),
        ("relative_error", "return np.nan_to_num(" + NORMS + ")"),
        ("relative_error", GUARDED.format(size="np.sqrt(np.mean(a**2)) + np.sqrt(np.mean(b**2))",
                                          gap="np.sqrt(np.mean((a-b)**2))")),
        ("gradient_gap", GAP),
        ("gradient_gap", MOVED_BACK),
        ("diagnose_specimen", DIAGNOSE),
        ("diagnose_specimen", DIAGNOSE.replace(OFF, "~np.isclose(given, measured, rtol=1e-6, atol=0)")),
        ("diagnose_specimen", DIAGNOSE.replace("relative_error(", "np.allclose(").replace(") < 1e-6:", "):")),
        ("diagnose_specimen", DIAGNOSE.replace(f"np.sum({OFF})", "sum(relative_error(g, m) >= 1e-6 for g, m in zip("
         "given.ravel(), measured.ravel()))")),
        ("dot_test", DOT),
        ("dot_test", DOT.replace("if pushed == 0 and pulled == 0: return 0\n", "").replace(
            "abs(pushed - pulled)/(abs(pushed)+abs(pulled))", "relative_error(pushed, pulled)")),
        ("dot_test", DOT.replace(
            "np.sum(u*(f(x + h*d) - f(x - h*d))/(2*h))", "np.vdot(u, f(x + h*d) - f(x - h*d))/2/h")),
        ("dot_test", DOT.replace("rng.standard_normal(x.shape)", "np.random.randn(*x.shape)")),
        ("good_check", CHECK),
        ("good_check", CHECK.replace("(3, 5), (5,)", "(3, 2), (2,)").replace("(4, 5)", "(4, 2)")),
        ("good_check", CHECK.replace("1e-6", "1e-7").replace("1e-5", "1e-4")),
        ("good_check", "u, x, w = (rng.standard_normal(s) for s in ((5, 2), (5, 3), (3, 2)))\ngx, gw, gb = "
         "backward(u, x, w)\nreturn np.allclose(gx, u@w.T) and np.allclose(gw, x.T@u) and "
         "np.allclose(gb, u.sum(axis=0))"),
    ],
)  # fmt: skip
def test_a_right_answer_passes(name, typed):
    for seed in SEEDS:
        assert judged(name, typed, seed).status == CORRECT


def test_the_broken_check_as_it_stands_is_not_attempted():
    assert judged("gradient_gap", STUB, 0).status == NOT_ATTEMPTED


@pytest.mark.parametrize(
    ("name", "typed", "mistake"),
    [
        ("central_difference", CENTRAL.replace("(2*s)", "(2*h)"), "divided by 2h"),
        ("central_difference", CENTRAL.replace("abs(x[i])", "x[i]"), "max without abs"),
        ("central_difference", CENTRAL.replace("max", "min"), "min for max"),
        ("central_difference", CENTRAL.replace("max(1, abs(x[i]))", "(1 + abs(x[i]))"), "1 + |entry|"),
        ("central_difference", CENTRAL.replace("max(1, abs(x[i]))", "max(1, np.abs(x).max())"), "one step for all"),
        ("central_difference", CENTRAL.replace("max(1, abs(x[i]))", "np.abs(x).max()"), "the largest entry's step"),
        ("central_difference", CENTRAL.replace("h*max(1, abs(x[i]))", "h"), "h absolute"),
        ("central_difference", CENTRAL.replace("grad = ", "h = 1e-5\ngrad = "), "h of its own"),
        ("central_difference", CENTRAL.replace("+= s", "+= s/2").replace("-= s", "-= s/2").replace("(2*s)", "s"),
         "half a step"),
        ("central_difference", CENTRAL.replace("x.copy(), x.copy()", "x, x"), "not two points"),
        ("central_difference", CENTRAL.replace("xm[i] -= s", "xm[i] += s"), "not two points"),
        ("central_difference", COPIED_ONCE, "copied once"),
        ("central_difference", CENTRAL.replace("f(xm))/(2*s)", "f(x))/(2*s)"), "one step back"),
        ("central_difference", CENTRAL.replace("/(2*s)", "/2*s"), "multiplied by the step"),
        ("central_difference", CENTRAL.replace("(f(xp) - f(xm))/(2*s)", "f(xp) - f(xm)/(2*s)"),
         "only one value divided"),
        ("central_difference", CENTRAL.replace("np.ndindex(x.shape)", "range(len(x))"), "rows for entries"),
        ("central_difference", CENTRAL.replace("\nreturn", "\n    return"), "returns inside the loop"),
        ("central_difference", CENTRAL.replace("f(xm))/(2*s)", "f(x))/s"), "one-sided for central"),
        ("central_difference", IN_PLACE.replace("    x[i] = old\n", ""), "changes its input"),
        ("central_error", "4*x**3 + 4*x*h**2", "f' not taken away"),
        ("central_error", "8*x**3*h + 8*x*h**3", "the difference itself"),
        ("central_error", "(8*x**3*h + 8*x*h**3)/h - 4*x**3", "divided by h"),
        ("central_error", "(8*x**3*h + 8*x*h**3)/2*h - 4*x**3", "multiplied by h"),
        ("central_error", "(8*x**3*h + 8*x*h**3)/(2*h) - x**4", "f taken away"),
        ("central_error", "(8*x**3*h + 8*x*h**3)/(2*h) - 12*x**2", "f'' taken away"),
        ("central_error", "h**2/6*12*x**2", "f'' for f'''"),
        ("central_error", "h/2*12*x**2", "first term of the one-sided"),
        ("central_error", "4*x*h**2 + 6*x**2*h", "6x²h² kept"),
        ("central_error", "h**2", "the error for x³"),
        ("central_error", "-4*x*h**2", "sign"),
        ("smallest_error_first", "'D C F B A E'", "C too early"),
        ("smallest_error_first", "'D F B A E C'", "F too early"),
        ("smallest_error_first", "'B D F A E C'", "B too early"),
        ("smallest_error_first", "'D B A F E C'", "A too early"),
        ("smallest_error_first", "'D B F E A C'", "E too early"),
        ("complex_step", Z_ONCE, "copied once"),
        ("complex_step", SIDEWAYS.replace("x.astype(complex)", "x.copy()"), NOTHING_LEFT),
        ("complex_step", SIDEWAYS.replace("1e-20j", "1e-20"), NOTHING_LEFT),
        ("complex_step", SIDEWAYS.replace("imag/1e-20", "imag/1e-20j").replace("zeros(x.shape",
         "zeros(x.shape, complex"),
         "divided by i h"),
        ("complex_step", SIDEWAYS.replace("/1e-20", ""), "not divided by h"),
        ("complex_step", SIDEWAYS.replace(".imag", ".real"), "real part"),
        ("complex_step", SIDEWAYS.replace("+= 1e-20j", "= 1e-20j"), "entry replaced"),
        ("complex_step", SIDEWAYS.replace("imag/1e-20", "imag/(2*1e-20)"), "divided by 2h"),
        ("complex_step", SIDEWAYS.replace("1e-20", "1e-5"), "h = 1e-5"),
        ("complex_step", SIDEWAYS.replace("np.ndindex(x.shape)", "range(len(x))"), "rows for entries"),
        ("complex_step", SIDEWAYS.replace("\nreturn", "\n    return"), "returns inside the loop"),
        ("complex_step", "return f(x + 1e-20j).imag/1e-20", "one number for all"),
        ("relative_error", "return " + NORMS, "0/0"),
        ("relative_error", "return np.linalg.norm(a-b)/np.linalg.norm(a)+np.linalg.norm(b)", "without parentheses"),
        ("relative_error", "return np.linalg.norm(a-b)/(np.linalg.norm(a)+np.linalg.norm(b)+1e-8)", "1e-8 added below"),
        ("relative_error", "return np.abs(a-b)/(np.abs(a)+np.abs(b))", "entry by entry"),
        ("relative_error", "return np.mean(np.abs(a-b)/(np.abs(a)+np.abs(b)))", "mean over the entries"),
        ("relative_error", GUARDED.format(size="np.abs(a).sum() + np.abs(b).sum()", gap="np.abs(a-b).sum()"),
         "sum of absolute values for the norm"),
        ("relative_error", GUARDED.format(size="max(np.linalg.norm(a), np.linalg.norm(b))", gap="np.linalg.norm(a-b)"),
         "relative to the larger"),
        ("relative_error", GUARDED.format(size="np.sqrt(np.sum(a**2 + b**2))", gap="np.linalg.norm(a-b)"),
         "one root for both"),
        ("relative_error", GUARDED.format(size="np.linalg.norm(a, 2) + np.linalg.norm(b, 2)",
                                          gap="np.linalg.norm(a-b, 2)"), "another norm of a matrix"),
        ("relative_error", "if not a.any(): return 0.0\nreturn " + NORMS, "0 where one of them is zero"),
        ("relative_error", "if a.all() == 0 and b.all() == 0: return 0.0\nreturn " + NORMS, "0 where each has a zero"),
        ("relative_error", GUARDED.format(size="np.linalg.norm(a) + np.linalg.norm(b)", gap="np.sqrt(np.sum(a-b)**2)"),
         "squared after the sum"),
        ("gradient_gap", GAP_COPIED_ONCE, "copied once"),
        ("gradient_gap", GAP_COPIED_ONCE.replace(*SUMS).replace(*SUMS_BELOW), "copied once, sums compared"),
        ("gradient_gap", NOT_MOVED_BACK, "never moved back"),
        ("gradient_gap", GAP.replace(*SUMS).replace(*SUMS_BELOW), "sums compared"),
        ("gradient_gap", GAP.replace(*SUMS_BELOW), "sums below"),
        ("gradient_gap", GAP.replace("f(dn)) / (2*h)", "f(x)) / h"), "one-sided for central"),
        ("gradient_gap", GAP.replace("/ (2*h)", "/ h"), "divided by h"),
        ("gradient_gap", GAP.replace("f(dn)", "f(x - h)"), "all entries moved below"),
        ("gradient_gap", GAP.replace("np.linalg.norm(given) + np.linalg.norm(measured)",
         "np.linalg.norm(given + measured)"),
         "norm of the sum"),
        ("gradient_gap", GAP.replace("norm(given - measured)", "norm(given) - np.linalg.norm(measured)").replace(
            "gap /", "abs(gap) /"), "difference of the norms"),
        ("gradient_gap", MOVED_BACK.replace("**2", "").replace("np.sqrt((", "abs(").replace(").sum())", ").sum()"),
         "absolute values for norms"),
        ("gradient_gap", NOT_MOVED_BACK.replace("moved = x.copy()", "moved = x"), "x itself moved"),
        ("gradient_gap", MOVED_BACK.replace("np.sqrt", ""), "no roots"),
        ("diagnose_specimen", DIAGNOSE.replace(OFF, "given != measured"), "equality of entries"),
        ("diagnose_specimen", DIAGNOSE.replace("1e-6", "1e-12"), "equality asked for, of arrays and of entries"),
        ("diagnose_specimen", DIAGNOSE.replace("1e-6", "1e-3"), "loose tolerance"),
        ("diagnose_specimen", DIAGNOSE.replace(OFF, "given - measured > 1e-6*measured"), "difference without abs"),
        ("diagnose_specimen", DIAGNOSE.replace(OFF, "given - measured > 1e-6*abs(measured)"),
         "difference without abs, size with"),
        ("diagnose_specimen", DIAGNOSE.replace(OFF, "abs(given - measured) > 1e-6*measured"), "size without abs"),
        ("diagnose_specimen", DIAGNOSE.replace(OFF, "abs(given - measured) > 1e-6"), "absolute difference of entries"),
        ("diagnose_specimen", DIAGNOSE.replace(") == 1", ") >= 1"), "one entry or more"),
        ("diagnose_specimen", DIAGNOSE.replace(OFF, "abs(given - measured) < 1e-6*abs(measured)"),
         "single entries not asked for"),
        ("diagnose_specimen", IN_ONE_GO, "factor before right and sign"),
        ("diagnose_specimen", DIAGNOSE.replace("relative_error(given, f*measured) < 1e-6", "abs(f - 1) > 1e-6"),
         "factor not tested"),
        ("diagnose_specimen", DIAGNOSE.replace("(given, measured.T)", "(given.T, measured.T)"),
         "transposed not asked for"),
        ("diagnose_specimen", DIAGNOSE.replace("relative_error(given, -measured) < 1e-6", "np.all(given*measured < 0)"),
         "every negative factor called a sign"),
        ("diagnose_specimen", DIAGNOSE.replace("f = np.sum(given * measured) / np.sum(measured * measured)\nif "
         "relative_error(given, f*measured) < 1e-6", "if given[0, 0]/measured[0, 0] != 1"),
         "one ratio for all, not equal to 1"),
        ("dot_test", DOT.replace("f_vjp(u, x)", "f_vjp(x, u)"), "arguments exchanged"),
        ("dot_test", DOT.replace("f_vjp(u, x)", "f_vjp(u, d)"), "rule asked at the direction"),
        ("dot_test", DOT.replace("f(x).shape", "x.shape"), "upstream in the shape of x"),
        ("dot_test", DOT.replace("np.sum(u*(f", "np.sum((f"), "pushed without the upstream"),
        ("dot_test", DOT.replace("(2*h)", "h"), "divided by h"),
        ("dot_test", DOT.replace("/(2*h)", "/2*h"), "not divided by 2h"),
        ("dot_test", DOT.replace("f_vjp(u, x)", "f_vjp(rng.standard_normal(u.shape), x)"),
         "two roads with different arrays"),
        ("dot_test", DOT.replace("f(x + h*d) - f(x - h*d)", "f(x - h*d) - f(x + h*d)"), "points exchanged"),
        ("dot_test", DOT.replace("1e-5", "1e-12"), "h too short"),
        ("dot_test", DOT.replace("1e-5", "1e-3"), "difference not exact enough"),
        ("dot_test", DOT.replace("np.sum(u*(", "u @ ((").replace("np.sum(f_vjp(u, x)*d)", "f_vjp(u, x) @ d"),
         "matrix products"),
        ("dot_test", DOT.replace("rng.standard_normal", "np.ones"), "ones for both"),
        ("dot_test", DOT.replace("if pushed == 0 and pulled == 0: return 0\n", ""), "0/0"),
        ("good_check", CHECK.replace(*ONES), "ones as upstream"),
        ("good_check", N1, "N = 1"),
        ("good_check", N1.replace(*ONES), "ones as upstream, N = 1"),
        ("good_check", SQUARE, "square W"),
        ("good_check", SQUARE.replace(*ONES), "ones as upstream, square W"),
        ("good_check", CHECK.replace("relative_error(gx, mx)", "abs(gx - mx)[0, 0]").replace(
            "relative_error(gw, mw)", "abs(gw - mw)[0, 0]").replace("relative_error(gb, mb)", "abs(gb - mb)[0]"),
         "square W"),
        ("good_check", CHECK.replace("1e-6", "1e-2"), "loose tolerance"),
        ("good_check", CHECK.replace("1e-6", "1e-15"), "tolerance of rounding"),
        ("good_check", CHECK.replace("standard_normal(s)", "standard_normal(s).astype(np.float32)"),
         "tolerance of rounding"),
        ("good_check", CHECK.replace("standard_normal", "random"), "positive numbers only"),
        ("good_check", CHECK.replace(", relative_error(gb, mb) < 1e-6", ""), "b not looked at"),
        ("good_check", CHECK.replace("relative_error(gx, mx) < 1e-6, ", ""), "x not looked at"),
        ("good_check", CHECK.replace("all(", "any("), "any for all"),
        ("good_check", CHECK.replace("relative_error(", "relative_error(*map(np.linalg.norm, (").replace(") <",
         "))) <"),
         "norms compared"),
        ("good_check", CHECK.replace("relative_error(", "relative_error(*map(np.sum, (").replace(") <", "))) <"),
         "sums compared"),
        ("good_check", CHECK.replace("np.sum(u*(x@w + b))", "np.sum(x@w + b)"), "upstream not in L"),
        ("good_check", CHECK.replace(" < ", " > "), "errors above the tolerance"),
        ("good_check", CHECK.replace("return all", "assert all") + "\nreturn True", "raises for a wrong one"),
        ("good_check", "return True", "everything is right"),
        ("good_check", "return False", "tolerance of rounding"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named(name, typed, mistake):
    for seed in SEEDS:
        verdict = judged(name, typed, seed)
        assert (verdict.mistake, verdict.points < verdict.max_points) == (mistake, True), f"seed {seed}: {verdict!r}"


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("relative_error", "return np.linalg.norm(a, b)", "A whole array stands where one number"),
        ("relative_error", "if a == 0 and b == 0: return 0.0\nreturn " + NORMS, "`np.all(condition)`"),
        ("central_difference", "s = h*max(1, abs(x))\nreturn (f(x + s) - f(x - s))/(2*s)", "`max` asks one question"),
        ("dot_test", DOT + " < 1e-6", "You return True or False"),
        ("dot_test", DOT.replace("return abs(pushed - pulled)", "return (pushed - pulled)"),
         "Your number is negative here"),
        ("dot_test", DOT.replace("f_vjp(u, x)", "f_vjp(u)"), "f_vjp() missing 1 required positional argument"),
        ("dot_test", "return 0.0", "it calls this rule right. That is a wrong rule"),
        ("complex_step", SIDEWAYS.replace("imag/1e-20", "imag/1e-20j"), "What in that line is complex"),
        ("complex_step", CENTRAL.replace("grad =", "h = 1e-5\ngrad ="), "Close: your numbers agree"),
        ("gradient_gap", GAP.replace("f(dn)) / (2*h)", "f(x)) / h").replace("1e-5", "1e-8"), "Is h still 1e-5?"),
        ("good_check", CHECK.replace("1e-6", "0.5"), "a tolerance as large as 0.3"),
        ("good_check", CHECK.replace("np.sum(", "("), "A whole array was put into a place for one number."),
    ],
)  # fmt: skip
def test_what_has_no_name_is_told_all_the_same(name, typed, told):
    for seed in SEEDS:
        verdict = judged(name, typed, seed)
        assert told in verdict.message, f"seed {seed}: {verdict!r}"
