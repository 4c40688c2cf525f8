"""`python3 -m bpcourse`: the one command that every reader types first, from chapter 00 on.

This file, `__init__.py` and `bootstrap.py` hold nothing that a Python from before 3.11 cannot parse: such a Python
gets a sentence instead of a traceback.
"""

import sys

NEEDED = (3, 11)
COMMANDS = {
    "lab": "read the course: install what it needs, then open JupyterLab",
    "test": "run every test, notebooks included; further arguments go to pytest",
    "list": "print the exercises of each chapter, with points and minutes",
    "grade": "grade the submissions of a class: gradebook, feedback, report",
    "exercises": "prove that every mistake is recognised by its name: exercises verify; begin your own: exercises new",
}


def too_old(version: "tuple[int, ...]") -> str:
    """Return the sentence for a Python `version` that is older than the course needs, "" when it is not."""
    if version[:2] >= NEEDED:
        return ""
    return (
        "bpcourse needs Python {0}.{1} or newer, and this is Python {2}.{3} ({4}).\n"
        "Install Python {0}.{1} or newer, and call that one: for example `python{0}.{1} -m bpcourse lab`."
    ).format(NEEDED[0], NEEDED[1], version[0], version[1], sys.executable)


def usage() -> str:
    """Return what --help prints: every command, one line each."""
    lines = [f"  {name:<10} {what}" for name, what in COMMANDS.items()]
    return "\n".join(
        [
            "usage: python3 -m bpcourse COMMAND [...]      (or, once installed: bpcourse COMMAND [...])",
            "",
            *lines,
            "",
            "`COMMAND --help` says more about one of them; --version prints the version of the course.",
        ]
    )


def unknown(command: str) -> str:
    """Return the sentence for a `command` that there is not, with the nearest one that there is."""
    import difflib

    near = difflib.get_close_matches(command, COMMANDS, n=1, cutoff=0.5)
    advice = f"Did you mean `{near[0]}`?" if near else "There are: " + ", ".join(COMMANDS) + "."
    return f"There is no command `{command}`. {advice}"


def main(argv: "list[str] | None" = None) -> int:
    """Run the command in `argv` (default: the process's own arguments) and return its exit code."""
    sentence = too_old(sys.version_info[:2])
    if sentence:
        print(sentence, file=sys.stderr)
        return 1
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows writes redirected output in a code page that lacks most letters
            stream.reconfigure(errors="backslashreplace")
    argv = sys.argv[1:] if argv is None else argv
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    if argv[0] == "--version":
        from bpcourse import __version__

        print(f"bpcourse {__version__}")
        return 0
    if argv[0] not in COMMANDS:
        print(unknown(argv[0]), file=sys.stderr)
        return 2

    from bpcourse import bootstrap

    return bootstrap.main(argv)


if __name__ == "__main__":
    sys.exit(main())
