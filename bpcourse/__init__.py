"""bpcourse: a course on backpropagation, its reference implementations and its autograder.

Learners need five names: `from bpcourse import check, hint, solution, submit, progress`. They are looked up when
first used, so that `import bpcourse` stays cheap and the bootstrap runs where nothing is installed yet.
"""

__version__ = "0.1.0"
__all__ = ["check", "hint", "progress", "solution", "submit"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from bpcourse import learner

        return getattr(learner, name)
    raise AttributeError(f"module 'bpcourse' has no attribute {name!r}")


def __dir__() -> "list[str]":
    return sorted([*globals(), *__all__])
