"""Many answers: reading a notebook as data, running it in a process of its own, keeping and telling the results.

Loaded only for `submit` and `bpcourse grade`.
"""
