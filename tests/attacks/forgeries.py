"""Answers that were not computed: forged messages, changed libraries, objects that agree with everything."""

from tests.attacks.attack import RIGHT, WRONG, Attack

SEND = """
import json, os, struct
def send(message):
    data = message if isinstance(message, bytes) else json.dumps(message).encode()
    for descriptor in range(0, 30):
        try: os.write(descriptor, struct.pack(">I", len(data)) + data)
        except OSError: pass
"""


def forging(body):
    """A `double` that does this, and gives a wrong answer."""
    return SEND + ("def double(x):\n") + "".join(f"    {line}\n" for line in body.splitlines()) + ("    return 3 * x\n")


def returning(value, before=""):
    """A `double` that returns this."""
    return f"import numpy as np\n{before}\ndef double(x):\n    return {value}\n"


CLASS = "class Yes{base}:\n    {body}\n"
ATTACKS = (
    # On the pipe
    Attack("a forged verdict", (forging('send({"status": "correct", "points": 100, "correct": True})'),)),
    Attack("a forged answer of no kind", (forging('send({"value": True, "raised": [], "returned": True})'),)),
    Attack("forged answers to all questions", (forging('for _ in range(20): send({"value": {"float": "0x1p+1"}})'),)),
    Attack("a forged end of the cells", (SEND + 'send({"ready": True})', WRONG)),
    Attack("cells without end", (SEND + 'for _ in range(100_000): send({"cell": 1})', WRONG)),
    Attack("a message of 4 GB", (forging('os.write(3, bytes([255] * 4)); os.write(3, b"x" * 100_000)'),)),
    Attack("a message of a million lists", (forging('send(b"[" + b"[]," * 1_000_000 + b"[]]")'),)),
    Attack("a message nested a million deep", (forging('send(b"[" * 1_000_000)'),)),
    Attack("a message of noise", (forging("send(os.urandom(10_000)); os.write(3, os.urandom(10_000))"),)),
    Attack("a number of a million digits", (forging('send(b\'{"value": 1\' + b"0" * 1_000_000 + b"}")'),)),
    Attack("calls of functions that are not there", (forging('send({"call": 0, "arguments": {"tuple": []}})'),)),
    Attack(
        "half a message, then silence",
        (("import os, time\ndef double(x):\n    os.write(3, b'\\0\\0\\1\\0half'); time.sleep(20)"),),
    ),
    Attack(
        "results in files",
        (
            "import os\n"
            "for name in ('results.csv', 'verdict.json', 'results.json', 'answer', 'grade.txt', '.result'):\n"
            '    open(name, \'w\').write(\'{"double": 1, "status": "correct", "points": 1}\')',
            WRONG,
        ),
    ),
    Attack(
        "results on the output", ('print(\'{"status": "correct", "points": 1}\'); print(\'double,correct,1\')', WRONG)
    ),
    # Changed libraries
    Attack(
        "NumPy that finds everything equal",
        (
            "import numpy as np\nnp.allclose = np.array_equal = lambda *a, **k: True\n"
            "np.isclose = lambda a, b, **k: np.ones(np.shape(a), bool)\n"
            "np.testing.assert_allclose = lambda *a, **k: None",
            WRONG,
        ),
    ),
    Attack(
        "NumPy that is something else", (("import sys, types\nsys.modules['numpy'] = types.ModuleType('numpy')"), WRONG)
    ),
    Attack(
        "NumPy that is something else, and a right answer",
        (("import sys, types\nsys.modules['numpy'] = types.ModuleType('numpy')"), RIGHT),
        True,
    ),
    Attack(
        "builtins that agree",
        (("import builtins\nbuiltins.all = builtins.any = builtins.isinstance = lambda *a: True"), WRONG),
    ),
    Attack("no builtins", (("import builtins\nfor name in list(vars(builtins)): delattr(builtins, name)"), WRONG)),
    Attack("no modules", ("import sys; sys.modules.clear()", WRONG)),
    Attack(
        "no finders", ("import sys; sys.meta_path.clear(); sys.path_hooks.clear(); sys.path.clear()", RIGHT), earns=True
    ),
    Attack("an import of its own", ("import builtins\nbuiltins.__import__ = lambda *a, **k: 1 / 0", WRONG)),
    Attack("JSON of its own", (('import json\njson.dumps = lambda m, **k: \'{"value": true, "points": 1}\''), WRONG)),
    Attack("packing of its own", ("import struct\nstruct.pack = lambda *a: b'\\xff\\xff\\xff\\xff'", WRONG)),
    Attack("copies that are none", ("import copy\ncopy.deepcopy = lambda x, *a: x", WRONG)),
    Attack(
        "IPython's hooks",
        (
            "shell = get_ipython()\n"
            "shell.events.register('post_run_cell', lambda *a: 1 / 0)\n"
            "shell.input_transformers_post.append(None)\n"
            "shell.ast_transformers.append(None)",
            RIGHT,
        ),
        earns=True,
    ),
    Attack(
        "the code that asks, rewritten",
        (
            "import gc, types\ndef forged(*a, **k): return True\nfor f in gc.get_objects():\n"
            "    if type(f) is types.FunctionType and f.__name__ in ('ask', 'ask_learner', 'plain', 'encode'):\n"
            "        try: f.__code__ = forged.__code__\n        except ValueError: pass",
            WRONG,
        ),
    ),
    Attack(
        "an answer that says it returned a right one",
        (
            (
                "import gc\n"
                "for c in gc.get_objects():\n"
                "    if type(c) is type and c.__name__ == 'Answer': c.returned = True; c.value = 2.0"
            ),
            WRONG,
        ),
    ),
    # Objects that agree
    Attack(
        "equal to everything", (returning("Yes()", CLASS.format(base="", body="__eq__ = lambda self, other: True")),)
    ),
    Attack(
        "an array on demand",
        (returning("Yes()", CLASS.format(base="", body="__array__ = lambda self, *a, **k: 1 / 0")),),
    ),
    Attack(
        "an array that answers for NumPy",
        (
            returning(
                "np.zeros(np.shape(x)).view(Yes)",
                CLASS.format(
                    base="(np.ndarray)",
                    body="__eq__ = __array_function__ = __array_ufunc__ = lambda self, *a, **k: True",
                ),
            ),
        ),
    ),
    Attack(
        "an array that lies about its shape",
        (
            returning(
                "np.zeros(9).view(Yes)",
                CLASS.format(base="(np.ndarray)", body="shape = (4,); nbytes = 0; dtype = np.dtype(float)"),
            ),
        ),
    ),
    Attack(
        "a float that lies",
        (
            returning(
                "Yes(1.0)",
                CLASS.format(
                    base="(float)",
                    body="__eq__ = __lt__ = __le__ = lambda self, other: True; __sub__ = lambda self, other: 0.0",
                ),
            ),
        ),
    ),
    Attack(
        "a class that lies about its class",
        (returning("Yes()", CLASS.format(base="", body="__class__ = float; __float__ = lambda self: 2.0")),),
    ),
    Attack(
        "an object that takes itself apart",
        (returning("Yes()", CLASS.format(base="", body="__reduce__ = lambda self: (exec, ('1 / 0',))")),),
    ),
    Attack(
        "an array of objects",
        (returning("np.array([Yes()], object)", CLASS.format(base="", body="__eq__ = lambda self, other: True")),),
    ),
    Attack("an array of records", (returning("np.zeros(2, [('a', float)])"),)),
    Attack("an array of dates", (returning("np.array(['2000-01-01'], 'datetime64[D]')"),)),
    Attack("a masked array", (returning("np.ma.masked_all(np.shape(x))"),)),
    Attack("values without end", (returning("iter(int, 1)"),)),
    Attack(
        "a list without end",
        (returning("Yes([1])", CLASS.format(base="(list)", body="__iter__ = lambda self: iter(int, 1)")),),
    ),
    Attack("a list in itself", (returning("held", "held = []; held.append(held)"),)),
    Attack("a dictionary in itself", (returning("held", "held = {}; held['a'] = held"),)),
    Attack(
        "a list a thousand deep",
        (returning("deep()", ("def deep():\n    d = []\n    for _ in range(1_000): d = [d]\n    return d")),),
    ),
    Attack("a list of a million numbers", (returning("[1.0] * 1_000_000"),)),
    Attack("an array of 80 MB", (returning("np.ones(10_000_000)"),)),
    Attack("an array of 800 GB, all of it one number", (returning("np.broadcast_to(1.0, (10**11,))"),)),
    Attack("a number of a million bits", (returning("1 << 1_000_000"),)),
    Attack("a text of 100 MB", (returning("'x' * 100_000_000"),)),
    Attack("not a number", (returning("x * float('nan')"),)),
    Attack("a text that says it is right", (returning("'correct'"),)),
    Attack("truth itself", (returning("True"),)),
    Attack("a value in place of the function", ("double = 2.0",), says="a number"),
    Attack("a name that cannot be shown", (returning("Yes()", "Yes = type('x' * 1_000_000, (), {})"),)),
    Attack(
        "an exception that cannot be told",
        ("class Odd(BaseException):\n    __str__ = __repr__ = lambda self: 1 / 0\ndef double(x): raise Odd",),
        says="Odd",
    ),
    Attack("an exception with a message of 100 MB", ("def double(x): raise ValueError('x' * 100_000_000)",)),
)
