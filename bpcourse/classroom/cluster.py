"""Grading on more machines than one: the same task, mapped over the workers of a Dask cluster that is already there.

Each worker contains submissions itself, and tests itself whether it does. The address is that of the scheduler, such as
tcp://127.0.0.1:8786.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bpcourse import __version__
from bpcourse.autograders import exercises
from bpcourse.classroom import sandbox
from bpcourse.classroom.batch import Result
from bpcourse.classroom.spread import WAITING, Graded, Numbered
from bpcourse.classroom.task import NotContained, Settings, grade_task, unusable

SECONDS_TO_CONNECT = 30
SECONDS_FOR_WORKERS = 30  # one that died is started again meanwhile


GONE = "The Dask scheduler is gone. Go on by --resume."


class NoCluster(Exception):
    """A cluster that cannot be graded on; the message says why."""


@dataclass(frozen=True)
class Cluster:
    """The connection to a cluster, and what its workers say of their containment."""

    client: Any
    containment: str

    def grade(self, tasks: Iterable[Numbered], settings: Settings) -> Iterator[Graded]:
        """Grade on the workers, in the order in which they finish.

        What a worker was grading when it died, another one grades. Dask gives up what several workers died with, which
        may be what only stood beside the cause: each of these is graded once more, with nothing beside it. NoCluster
        when the scheduler goes away; NotContained when a worker that came later must not grade.
        """
        source = iter(tasks)
        taken: dict[Any, Numbered] = {}
        suspects: list[Numbered] = []
        while True:
            for number, task in islice(source, max(0, WAITING * self._threads() - len(taken))):
                taken[self.client.submit(grade_task, task, settings, pure=False)] = (number, task)
            if not taken:
                break
            future = self._first_done(list(taken))
            number, task = taken.pop(future)
            results = _results(future)
            if results is None:
                suspects.append((number, task))
            else:
                yield number, results
        for number, task in suspects:
            results = _results(self._first_done([self.client.submit(grade_task, task, settings, pure=False)]))
            yield number, results or [unusable(task.file, "The workers that graded it died. Memory may have run out.")]

    def _threads(self) -> int:
        """How many submissions the workers that are there now grade at the same time."""
        try:
            return max(1, sum(map(int, self.client.nthreads().values())))
        except OSError as error:
            raise NoCluster(GONE) from error

    def _first_done(self, futures: list[Any]) -> Any:
        """The first of the futures that is done. NoCluster when no worker is left to do them."""
        from distributed import wait

        while True:
            try:
                with self.client.as_current():
                    return next(iter(wait(futures, SECONDS_FOR_WORKERS, "FIRST_COMPLETED").done))
            except TimeoutError:
                try:
                    workers = self.client.nthreads()
                except OSError as error:
                    raise NoCluster(GONE) from error
                if not workers:
                    raise NoCluster("The Dask cluster has no workers any more. Go on by --resume.") from None


def _results(future: Any) -> list[Result] | None:
    """The results of one submission, or None when Dask gave it up. NoCluster when the scheduler is gone."""
    from distributed import KilledWorker

    try:
        results: list[Result] = future.result()
        return results
    except KilledWorker:
        return None
    except CancelledError as error:
        raise NoCluster(GONE) from error


@contextmanager
def cluster(address: str, *, trust: bool) -> Iterator[Cluster]:
    """The cluster whose scheduler is at `address`, after each worker has said what it is.

    NoCluster when there is none, it has no workers, or one of them knows other exercises; NotContained when one
    contains submissions less than fully, without `trust`.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise NoCluster("--dask needs the package distributed: install bpcourse[dask].") from error
    try:
        client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoCluster(f"No Dask scheduler answers at {address}: {error}.") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS_FOR_WORKERS)
        except TimeoutError as error:
            raise NoCluster(f"The Dask scheduler at {address} has no workers.") from error
        found = client.run(_introduction, on_error="return")
        for worker, said in found.items():
            _check(worker, said, trust)
        levels = sorted({level.sentence for _, level in found.values()})
        yield Cluster(client, " ".join(levels))


def _introduction() -> tuple[tuple[str, ...], sandbox.Level]:
    """What a worker says of itself: its version and exercises, and how well it contains submissions."""
    return (__version__, *exercises()), sandbox.level()


def _check(worker: str, said: Any, trust: bool) -> None:
    if isinstance(said, Exception):
        raise NoCluster(
            f"The worker {worker} cannot grade ({type(said).__name__}: {said}). Is bpcourse installed there?"
        )
    known, level = said
    if known != (__version__, *exercises()):
        raise NoCluster(
            f"The worker {worker} knows other exercises. It needs bpcourse {__version__}, and the same files of your "
            "own in BPCOURSE_EXERCISES."
        )
    if level.name != "full" and not trust:
        raise NotContained(f"The worker {worker} says: {level.sentence}")
