"""Learning rates that change while training runs (chapter 11). Each schedule gives the rate of update t, from 1.

A schedule is a function of t alone, so it can be plotted before anything is trained. `Optimizer` takes one as its lr.
"""

import math
from collections.abc import Callable

Schedule = Callable[[int], float]


def step_decay(lr: float, factor: float, every: int) -> Schedule:
    """lr for the first `every` updates, then lr times factor for as many, then times factor^2, and so on."""
    return lambda t: lr * factor ** ((t - 1) // every)


def exponential_decay(lr: float, factor: float) -> Schedule:
    """lr at the first update, and each update's rate is factor times the one before."""
    return lambda t: lr * factor ** (t - 1)


def cosine_decay(lr: float, updates: int) -> Schedule:
    """Half a cosine from lr at update 1 down to 0 at update `updates`, and 0 after (Loshchilov and Hutter, 2017)."""
    return lambda t: 0.5 * lr * (1.0 + math.cos(math.pi * min(1.0, (t - 1) / max(1, updates - 1))))


def warmup(schedule: Schedule, updates: int) -> Schedule:
    """The schedule, with its first updates scaled by 1/updates, 2/updates, ... up to 1 (Goyal et al., 2017)."""
    return lambda t: schedule(t) * min(1.0, t / updates)
