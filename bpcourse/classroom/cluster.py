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
from bpcourse.classroom.spread import WAITING, Graded, Numbered
from bpcourse.classroom.task import NotContained, Settings, grade_task, unusable

SECONDS_TO_CONNECT = 30


class NoCluster(Exception):
    """A cluster that cannot be graded on; the message says why."""


@dataclass(frozen=True)
class Cluster:
    """The connection to a cluster, what its workers say of their containment, and how many tasks they run at once."""

    client: Any
    containment: str
    threads: int

    def grade(self, tasks: Iterable[Numbered], settings: Settings) -> Iterator[Graded]:
        """Grade on the workers, in the order in which they finish.

        What a worker was grading when it died, another one grades; a submission that several workers died of is given
        up. NoCluster when the scheduler goes away; NotContained when a worker that came later must not grade.
        """
        from distributed import KilledWorker, as_completed

        source, finished = iter(tasks), as_completed(loop=self.client.loop)
        taken: dict[str, Numbered] = {}
        while True:
            for number, task in islice(source, WAITING * self.threads - len(taken)):
                future = self.client.submit(grade_task, task, settings, pure=False)
                taken[future.key] = (number, task)
                finished.add(future)
            if not taken:
                return
            future = next(finished)
            number, task = taken.pop(future.key)
            try:
                results = future.result()
            except KilledWorker:
                results = [unusable(task.file, "Every worker that graded it died. Its memory may have run out.")]
            except CancelledError as error:
                raise NoCluster("The Dask scheduler is gone. Go on by --resume.") from error
            yield number, results


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
        found = client.run(_introduction, on_error="return")
        if not found:
            raise NoCluster(f"The Dask scheduler at {address} has no workers.")
        for worker, said in found.items():
            _check(worker, said, trust)
        levels = sorted({level.sentence for _, level in found.values()})
        yield Cluster(client, " ".join(levels), sum(client.nthreads().values()))


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
