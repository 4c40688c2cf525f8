"""Measuring a workload: first that every contender computes the same numbers, then how long each takes.

The contenders take turns, so that a machine that grows slower or faster meanwhile does so for all of them, and a ratio
is the median over the rounds of the ratio within a round.
"""

import gc
import os
import time
from collections.abc import Callable, Mapping
from statistics import median

import numpy as np

from benchmarks.report import Report, Timing
from benchmarks.workload import Run, Workload

ROUNDS = 11
SHORTEST_ROUND = 0.02  # seconds: shorter runs are repeated, so that the clock's own steps do not count
THREADS = "BENCHMARK_THREADS"


def measure(workload: Workload, rounds: int = ROUNDS) -> Report:
    """Prepare, compare and time the contenders. ValueError if one computes other numbers than the first."""
    keep_freed_memory()
    work = workload.work()
    runs: dict[str, Run] = {}
    missing: dict[str, str] = {}
    for name, prepare in workload.contenders.items():
        try:
            runs[name] = prepare(work)
        except ModuleNotFoundError as error:
            package = (error.name or "").partition(".")[0]
            if package in ("", "bpcourse"):
                raise
            missing[name] = package
    differences = compare(workload, runs)
    taken = interleaved(runs, rounds, clock())
    times = {name: [workload.scale * seconds for seconds in taken[name]] for name in runs}
    timings = [
        Timing(name, None, None, None, missing[name])
        if name in missing
        else Timing(name, median(times[name]), min(times[name]), differences[name])
        for name in workload.contenders
    ]
    return Report(workload.title, workload.note, timings, [limit.finding(times) for limit in workload.limits])


def compare(workload: Workload, runs: Mapping[str, Run]) -> dict[str, float | None]:
    """How far the numbers of each contender are from those of the first, relative to the largest of these.

    None where a contender gives no numbers. This is also the warm-up: everything runs once before anything is timed.
    """
    results = {name: run() for name, run in runs.items()}
    expected_from, *others = results
    expected = workload.numbers(results[expected_from])
    differences: dict[str, float | None] = {expected_from: 0.0}
    for name in others:
        if results[name] is None:
            differences[name] = None
            continue
        given = workload.numbers(results[name])
        if given.shape != expected.shape:
            raise ValueError(f"{name} gives {given.size} numbers, expected {expected.size}, as {expected_from} does")
        difference = float(np.abs(given - expected).max() / np.abs(expected).max())
        if not difference <= workload.tolerance:
            raise ValueError(
                f"{name} differs from {expected_from} by {difference:.1e}, expected at most {workload.tolerance:g}: "
                "contenders that compute different numbers are not timed"
            )
        differences[name] = difference
    return differences


def interleaved(runs: Mapping[str, Run], rounds: int, clock: Callable[[], float]) -> dict[str, list[float]]:
    """The seconds that each run takes in each round; who is first in a round changes from round to round."""
    repeats = {}
    for name, run in runs.items():
        start = clock()
        run()
        repeats[name] = max(1, round(SHORTEST_ROUND / max(clock() - start, 1e-9)))
    times: dict[str, list[float]] = {name: [] for name in runs}
    names = list(runs)
    # What the packages made when they were imported is set aside: otherwise a large package in this process would make
    # every collection of every contender longer. What a contender makes itself stays its own cost.
    gc.collect()
    gc.freeze()
    for turn in range(rounds):
        for place in range(len(names)):
            name = names[(turn + place) % len(names)]
            run = runs[name]
            gc.collect()  # or a contender would pay for the garbage of the one before
            start = clock()
            for _ in range(repeats[name]):
                run()
            times[name].append((clock() - start) / repeats[name])
    gc.unfreeze()
    return times


def keep_freed_memory() -> None:
    """Free one large block, as every process has done that worked for a while.

    From then on the C library of Linux keeps what is freed below that size. Before, it gives memory back to the system
    after each use and asks for it again, which can double a time; that must not depend on which peers are installed.
    """
    np.ones(28 * 2**17)  # 28 MB; the library does not learn from blocks above 32 MB


def without_gc(run: Run) -> Run:
    """The same run with the garbage collector off, as some programs do it around a backward pass."""

    def quiet() -> object:
        gc.disable()
        try:
            return run()
        finally:
            gc.enable()

    return quiet


def clock() -> Callable[[], float]:
    """Processor time, which other programs disturb least; wall time where several threads work, or where its steps
    are coarse, as on Windows.
    """
    one_thread = os.environ.get(THREADS, "1") == "1"
    fine = time.get_clock_info("process_time").resolution < SHORTEST_ROUND / 100
    return time.process_time if one_thread and fine else time.perf_counter


def hold_threads(threads: int) -> None:
    """Hold the numerical libraries of the processes that start from here to so many threads, and JAX to the processor
    and to the float64 that the others compute in.
    """
    for library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
        os.environ[f"{library}_NUM_THREADS"] = str(threads)
    os.environ |= {"VECLIB_MAXIMUM_THREADS": str(threads), THREADS: str(threads)}
    os.environ |= {"JAX_PLATFORMS": "cpu", "JAX_ENABLE_X64": "1"}
    if threads == 1:
        os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
