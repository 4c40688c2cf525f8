"""Grading on a Dask cluster: two worker processes on this machine, one of which is killed."""

import os
import signal
import sys

import pytest

from bpcourse import __version__, cli
from bpcourse.autograders import exercises
from bpcourse.classroom import cluster as module
from bpcourse.classroom.cluster import NoCluster, cluster
from bpcourse.classroom.sandbox import Level, level
from bpcourse.classroom.spread import grade_here
from bpcourse.classroom.task import NotContained, Task
from tests.classroom.test_command import TIMEOUT, a_class, everything
from tests.classroom.test_spread import TRUSTED, mortal, verdicts

KNOWN = (__version__, *exercises())


@pytest.fixture
def address():
    distributed = pytest.importorskip("distributed", reason="the package distributed (bpcourse[dask]) is not installed")
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
        ) as local,
    ):
        yield local.scheduler_address


def test_a_worker_that_is_killed_loses_nothing(address):
    sources = [f"def double(x): return {2 if number % 2 else number} * x" for number in range(24)]
    tasks = [(number, Task(f"{number}.py", source.encode())) for number, source in enumerate(sources)]
    found = {}
    with cluster(address, trust=True) as workers:
        assert workers.containment == level().sentence
        [one, other] = workers.client.run(os.getpid).values()
        assert len({one, other, os.getpid()}) == 3
        for number, results in workers.grade(iter(tasks), TRUSTED):
            if not found:
                os.kill(one, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
            assert number not in found
            found[number] = results
    assert verdicts(found.items()) == verdicts(grade_here(tasks, TRUSTED))


def test_a_submission_that_workers_die_of_is_given_up_and_the_others_are_graded(address, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "grade_task", mortal)
    tasks = [(number, Task(str(tmp_path / str(number)), b"deadly" if number == 1 else b"fine")) for number in range(9)]
    with cluster(address, trust=True) as workers:
        found = verdicts(workers.grade(iter(tasks), TRUSTED))
    assert found.pop(1)[0].message == "The workers that graded it died. Memory may have run out."
    assert {verdict.status for [verdict] in found.values()} == {"correct"} and len(found) == 8


def test_a_cluster_writes_the_gradebook_that_one_machine_writes(address, tmp_path, capsys):
    submissions = a_class(tmp_path / "class", 8)
    begin = ["grade", str(submissions), "--trust", "--timeout", TIMEOUT, "--seed", "3", "--out"]
    assert cli.main([*begin, str(tmp_path / "here")]) == 0
    assert cli.main([*begin, str(tmp_path / "there"), "--dask", address]) == 0
    assert everything(tmp_path / "here") == everything(tmp_path / "there")


def test_a_cluster_that_loses_its_last_worker_is_given_up(monkeypatch):
    distributed = pytest.importorskip("distributed", reason="the package distributed (bpcourse[dask]) is not installed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as local:
        tasks = [(number, Task(f"{number}.py", b"def double(x): return x")) for number in range(9)]
        with cluster(local.scheduler_address, trust=True) as workers:
            graded = workers.grade(iter(tasks), TRUSTED)
            assert next(graded)
            monkeypatch.setattr(module, "SECONDS_FOR_WORKERS", 0.5)
            local.scale(0)
            with pytest.raises(NoCluster, match="no workers any more"):
                list(graded)


def test_a_cluster_without_workers_is_refused(monkeypatch):
    monkeypatch.setattr(module, "SECONDS_FOR_WORKERS", 0.5)
    distributed = pytest.importorskip("distributed", reason="the package distributed (bpcourse[dask]) is not installed")
    with (
        distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as local,
        pytest.raises(NoCluster, match="has no workers"),
        cluster(local.scheduler_address, trust=True),
    ):
        pass


def test_where_no_scheduler_answers_that_is_said(monkeypatch, tmp_path, capsys):
    pytest.importorskip("distributed", reason="the package distributed (bpcourse[dask]) is not installed")
    monkeypatch.setattr(module, "SECONDS_TO_CONNECT", 0.5)
    (tmp_path / "a.py").write_text("")
    arguments = ["grade", str(tmp_path / "a.py"), "--out", str(tmp_path / "out")]
    for wrong in ("tcp://127.0.0.1:9", "no address"):
        assert cli.main([*arguments, "--dask", wrong]) == 1
        assert f"No Dask scheduler answers at {wrong}: " in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_dask_the_command_says_what_to_install(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert cli.main(["grade", str(tmp_path), "--out", str(tmp_path / "out"), "--dask", "tcp://127.0.0.1:9"]) == 1
    assert capsys.readouterr().err == "--dask needs the package distributed: install bpcourse[dask].\n"


@pytest.mark.parametrize(
    ("said", "error", "says"),
    [
        (ModuleNotFoundError("No module named 'bpcourse'"), NoCluster, "Is bpcourse installed there?"),
        (((*KNOWN, "one more"), level()), NoCluster, "knows other exercises"),
        ((("0", *KNOWN[1:]), level()), NoCluster, f"It needs bpcourse {__version__}"),
        (
            (KNOWN, Level("partial", ("seccomp",), "Containment: partial.")),
            NotContained,
            r"w says: Containment: partial\.",
        ),
    ],
)
def test_a_worker_that_must_not_grade_is_named_with_the_reason(said, error, says):
    with pytest.raises(error, match=says):
        module._check("w", said, trust=False)


def test_trust_is_for_workers_too():
    module._check("w", (KNOWN, Level("partial", ("seccomp",), "Containment: partial.")), trust=True)
