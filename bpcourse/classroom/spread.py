"""Grading many submissions at once, in several processes; only as many are in memory as are being graded."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import islice
from multiprocessing import parent_process

from bpcourse.classroom.batch import Result
from bpcourse.classroom.task import Settings, Task, grade_task, unusable

WAITING = 2  # tasks per process that are read and not yet graded
# (the number of the submission in the record, what is to be graded)
Numbered = tuple[int, Task]
Graded = tuple[int, list[Result]]


def grade_here(tasks: Iterable[Numbered], settings: Settings) -> Iterator[Graded]:
    """Grade one submission after another, in this process."""
    for number, task in tasks:
        yield number, grade_task(task, settings)


def grade_in_processes(tasks: Iterable[Numbered], settings: Settings, jobs: int) -> Iterator[Graded]:
    """Grade in `jobs` processes, in the order in which they finish; one job is done in this process.

    A process that dies (the system may end it when memory runs out) takes no results with it: what was being graded is
    graded again, each alone, and only a submission that ends its own process twice is given up.
    """
    if jobs == 1:
        yield from grade_here(tasks, settings)
        return
    source = iter(tasks)
    while True:
        taken: dict[int, Task] = {}
        running: dict[Future[list[Result]], int] = {}
        pool = _processes(jobs)
        try:
            while True:
                for number, task in islice(source, WAITING * jobs - len(taken)):
                    taken[number] = task  # first, so that it is not lost when the processes are found dead
                    running[pool.submit(grade_task, task, settings)] = number
                if not taken:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    results = future.result()
                    number = running.pop(future)
                    del taken[number]
                    yield number, results
        except BrokenProcessPool:
            for number, task in taken.items():
                yield number, _alone(task, settings)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _alone(task: Task, settings: Settings) -> list[Result]:
    """Grade one submission in a process that grades nothing else, and once more if that process dies too."""
    for _ in range(2):
        with _processes(1) as pool, suppress(BrokenProcessPool):
            return pool.submit(grade_task, task, settings).result()
    return [unusable(task.file, "The process that graded it was ended twice. Its memory may have run out.")]


def _processes(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Leave Ctrl+C to the checker, and end when the checker has ended, even if it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_checker, daemon=True).start()


def _end_with_the_checker() -> None:
    checker = parent_process()
    if checker is not None:
        checker.join()
        os._exit(1)
