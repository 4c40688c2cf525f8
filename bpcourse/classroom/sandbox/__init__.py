"""Running a submission in a separate, clean process that never sees the tests or the reference.

What comes back are values. `worker.py` is the program of that process, `process.py` the checker's end of it.
"""
