"""What honest notebooks contain, however odd: it costs no marks, and what is missing is said in plain words."""

import sys
from pathlib import Path

from tests.attacks.attack import RIGHT, Attack

# Where Python itself lies below /tmp, a submission finds its folders there, to read and not to write.
PYTHON_IN_TMP = any(Path(path).resolve().is_relative_to("/tmp") for path in (sys.prefix, sys.base_prefix))

ATTACKS = (
    Attack(
        "printing to stderr", (("import sys\nprint('warning', file=sys.stderr); sys.stderr.flush()"), RIGHT), earns=True
    ),
    Attack("a warning", ("import warnings; warnings.warn('careful')", RIGHT), earns=True),
    Attack(
        "logging",
        (
            (
                "import logging\n"
                "logging.basicConfig(level='DEBUG'); logging.debug('here')\n"
                "logging.FileHandler('run.log')"
            ),
            RIGHT,
        ),
        True,
    ),
    Attack(
        "a progress bar with a thread",
        (
            (
                "import sys, threading\n"
                "stop = threading.Event()\n"
                "def draw():\n"
                "    while not stop.wait(0.01): sys.stdout.write('\\r#'); sys.stdout.flush()\n"
                "bar = threading.Thread(target=draw, daemon=True); bar.start()\n"
                "stop.set(); bar.join()"
            ),
            RIGHT,
        ),
        earns=True,
    ),
    Attack(
        "a plot",
        (
            (
                "%matplotlib inline\n"
                "import matplotlib.pyplot as plt\n"
                "plt.plot([1, 2]); plt.title('loss'); plt.show(); plt.savefig('plot.png')\n"
                "drawn = True"
            ),
            "def double(x): return (2 if drawn else 3) * x",
        ),
        True,
    ),
    Attack(
        "a widget", (("from bpcourse import widgets\nwidgets.NeuronExplorer(w=1)\ndisplay(widgets)"), RIGHT), earns=True
    ),
    Attack(
        "a widget of ipywidgets",
        (("try:\n    import ipywidgets\n    display(ipywidgets.IntSlider())\nexcept ImportError: pass"), RIGHT),
        earns=True,
    ),
    Attack(
        "the course's own cells",
        (
            "from bpcourse import check, hint, solution, submit, progress",
            RIGHT,
            ("check(double)\nhint('double')\nprogress()\nsubmit()"),
        ),
        True,
    ),
    Attack("extra cells", ("x = [1, 2, 3]", RIGHT, "double(4)", ("y = double(x[0])\ny"), "print(y)"), earns=True),
    Attack(
        "cells out of order that still work",
        ("def double(x): return twice(x)", "def twice(x): return 2 * x"),
        earns=True,
    ),
    Attack(
        "a helper that comes after a failed call of it",
        (("double = None\ntry: print(double(3))\nexcept TypeError: pass"), RIGHT),
        earns=True,
    ),
    Attack("an import that is not there, beside the answer", ("import torch_of_another_machine", RIGHT), earns=True),
    Attack(
        "an import that is not there, in the answer's cell",
        ("import torch_of_another_machine\n" + RIGHT,),
        says="stopped with ModuleNotFoundError: No module named 'torch_of_another_machine'",
    ),
    Attack(
        "a data file that is not there",
        (("import numpy as np\ndata = np.loadtxt('data/points.csv')"), RIGHT),
        earns=True,
    ),
    Attack(
        "a data file that it writes itself",
        (
            ("import numpy as np\nnp.savetxt('points.csv', [2.0]); factor = np.loadtxt('points.csv')"),
            "def double(x): return float(factor) * x",
        ),
        True,
    ),
    Attack(
        "a file with accents and no encoding",
        (
            "open('é.txt', 'w').write('deux: 2 é')\ntwo = float(open('é.txt').read().split()[1])\nprint('é')",
            "def double(x): return two * x",
        ),
        earns=True,
    ),
    Attack(
        "a file in /tmp",
        ("open('/tmp/two', 'w').write('2')", "def double(x): return float(open('/tmp/two').read()) * x"),
        earns=not PYTHON_IN_TMP,
    ),
    Attack(
        "a temporary file",
        (
            ("import tempfile\nwith tempfile.TemporaryFile() as f: f.write(b'2'); f.seek(0); two = float(f.read())"),
            "def double(x): return two * x",
        ),
        True,
    ),
    Attack(
        "a copied file",
        (
            ("import shutil\nopen('a', 'w').write('2'); shutil.copy('a', 'b'); shutil.copy2('a', 'c')"),
            "def double(x): return float(open('b').read()) * x",
        ),
        True,
    ),
    Attack(
        "threads that help",
        (
            (
                "from concurrent.futures import ThreadPoolExecutor\n"
                "with ThreadPoolExecutor(4) as pool: twos = list(pool.map(lambda n: 2, range(8)))"
            ),
            "def double(x): return twos[-1] * x",
        ),
        True,
    ),
    Attack(
        "much of the standard library",
        (
            (
                "import asyncio, collections, csv, dataclasses, decimal, fractions, functools, itertools, json\n"
                "import logging, math, multiprocessing, pathlib, pickle, random, re, sqlite3, ssl, statistics\n"
                "import string, subprocess, time, typing, unittest, urllib.request, zipfile\n"
                "here = True"
            ),
            "def double(x): return (2 if here else 3) * x",
        ),
        True,
    ),
    Attack(
        "NumPy's rarer parts",
        (
            (
                "import numpy as np, numpy.polynomial, numpy.testing, numpy.ma, numpy.fft\n"
                "np.linalg.svd(np.random.default_rng(0).normal(size=(50, 50)))\n"
                "here = True"
            ),
            "def double(x): return (2 if here else 3) * x",
        ),
        True,
    ),
    Attack(
        "SymPy",
        (
            ("import sympy\nx = sympy.Symbol('x')\ntwo = float(sympy.diff(x**2, x).subs(x, 1))"),
            "def double(x): return two * x",
        ),
        True,
    ),
    Attack("50 MB of its own", ("import numpy as np\nheld = np.ones(6_000_000)", RIGHT), earns=True),
    Attack("a hundred cells", (*(f"value_{i} = {i}" for i in range(100)), RIGHT), earns=True),
    Attack("input() and getpass()", (("try: name = input('Your name: ')\nexcept EOFError: pass"), RIGHT), earns=True),
    Attack(
        "magics and commands",
        (("%load_ext autoreload\n%autoreload 2\n!pip install numpy\n%time 1 + 1"), ("%%timeit\nsum(range(10))"), RIGHT),
        True,
    ),
    Attack(
        "a debugger left in a cell",
        (("import pdb\ntry: pdb.set_trace()\nexcept BaseException: pass"), RIGHT),
        earns=True,
    ),
)
