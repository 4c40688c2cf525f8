"""The arithmetic of the benchmarks and what they promise: nothing here depends on how long anything takes."""

import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import check, classroom, grading, import_cost, response
from benchmarks.catalogue import NAMES, WORKLOADS
from benchmarks.harness import interleaved, measure
from benchmarks.report import Report, markdown, table
from benchmarks.workload import Budget, Limit, Workload, seconds
from bpcourse.autograders import exercises

ROOT = Path(__file__).resolve().parents[1]
ALL = [workload for workloads in WORKLOADS.values() for workload in workloads]
TIMES = {"ours": [1.0, 2.0, 4.0], "peer": [3.0, 4.0, 20.0]}


def sample(**changes):
    """A workload whose contenders agree."""
    workload = Workload(
        title="sums",
        note="a note",
        work=lambda: [1.0, 2.0],
        contenders={"ours": lambda work: lambda: [sum(work), work], "peer": lambda work: lambda: [3.0, [1.0, 2.0]]},
        limits=(Limit("ours", "peer", at_least=1e-9), Limit("ours", "absent", at_most=1.0)),
        tolerance=1e-9,
    )
    return replace(workload, **changes)


def absent(work):
    import no_such_package_anywhere.inside  # noqa: F401


def test_a_ratio_is_the_median_of_the_ratios_of_the_rounds_and_not_the_ratio_of_the_medians():
    faster = Limit("ours", "peer", at_least=3.0).finding(TIMES)
    assert (faster.ratio, faster.ours, faster.peer, faster.verdict) == (3.0, "2 s", "4 s", "met")
    slower = Limit("peer", "ours", at_most=2.5).finding(TIMES)
    assert (slower.ratio, slower.verdict) == (3.0, "MISSED")


@pytest.mark.parametrize(
    ("limit", "verdict"),
    [
        (Limit("ours", "peer", at_least=3.0), "met"),
        (Limit("ours", "peer", at_least=3.01), "MISSED"),
        (Limit("peer", "ours", at_most=3.0), "met"),
        (Limit("peer", "ours", at_most=2.99), "MISSED"),
        (Limit("peer", "ours", at_most=3.0, stretch=2.0), "met"),
        (Limit("ours", "peer"), "no limit"),
        (Budget("ours", "ms", at_most=2000), "met"),
        (Budget("ours", "ms", at_most=1999), "MISSED"),
        (Budget("ours", "operations", at_most=28, amount=lambda: 28), "met"),
        (Budget("ours", "operations", at_most=28, amount=lambda: 29), "MISSED"),
    ],
)
def test_a_limit_is_met_up_to_its_bound_and_missed_beyond(limit, verdict):
    assert limit.finding(TIMES).verdict == verdict


def test_a_time_is_the_clock_s_and_the_contenders_take_turns_at_being_first():
    now, order = [0.0], []

    def run_of(name, duration):
        def run():
            order.append(name)
            now[0] += duration

        return run

    times = interleaved({"fast": run_of("fast", 1.0), "slow": run_of("slow", 3.0)}, 3, lambda: now[0])
    assert times == {"fast": [1.0] * 3, "slow": [3.0] * 3}
    assert order[2:] == ["fast", "slow", "slow", "fast", "fast", "slow"]  # after one run each to see how long it takes
    assert Limit("fast", "slow", at_least=3.0).finding(times).ratio == 3.0


def test_a_run_shorter_than_the_clock_can_tell_is_repeated():
    now, runs = [0.0], [0]

    def run():
        runs[0] += 1
        now[0] += 0.001

    times = interleaved({"short": run}, 2, lambda: now[0])
    assert runs[0] == 1 + 2 * 20
    assert times["short"] == pytest.approx([0.001, 0.001])


def test_a_contender_whose_package_is_not_installed_is_reported_as_missing_and_misses_nothing():
    limits = (Limit("ours", "peer", at_least=1e-9), Limit("ours", "absent", at_most=1.0))
    report = measure(sample(contenders=sample().contenders | {"absent": absent}, limits=limits), rounds=1)
    assert [(timing.name, timing.missing) for timing in report.timings] == [
        ("ours", ""),
        ("peer", ""),
        ("absent", "no_such_package_anywhere"),
    ]
    assert [(finding.verdict, finding.ratio is None) for finding in report.findings] == [
        ("met", False),
        ("missing: absent", True),
    ]
    assert report.met
    assert "missing: no_such_package_anywhere" in table(report)


def test_a_module_of_the_course_that_is_not_there_is_an_error():
    def broken(work):
        import bpcourse.no_such_module  # noqa: F401

    with pytest.raises(ModuleNotFoundError, match=r"bpcourse\.no_such_module"):
        measure(sample(contenders={"ours": broken}), rounds=1)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ([3.0, [1.0, 2.001]], "peer differs from ours by 3.3e-04, expected at most 1e-09"),
        ([3.0, [1.0, float("nan")]], "peer differs from ours by nan"),
        ([3.0], "peer gives 1 numbers, expected 3"),
    ],
)
def test_a_contender_that_computes_other_numbers_is_not_timed(wrong, says):
    contenders = sample().contenders | {"peer": lambda work: lambda: wrong}
    with pytest.raises(ValueError, match=re.escape(says)):
        measure(sample(contenders=contenders), rounds=1)


def test_the_time_of_a_part_is_scaled_to_that_of_the_whole():
    part, whole = (measure(sample(scale=scale), rounds=1).timings[0].median for scale in (1.0, 1e6))
    assert whole > 1000 * part


@pytest.mark.parametrize("workload", ALL, ids=lambda workload: workload.title)
def test_every_workload_names_its_contenders_and_promises_something_about_the_first(workload):
    assert len(workload.contenders) > 1
    assert all(prepare.__name__ for prepare in workload.contenders.values())
    promised = [limit for limit in workload.limits if isinstance(limit, Budget) or limit.bound is not None]
    assert next(iter(workload.contenders)) in {limit.ours for limit in promised}
    for limit in workload.limits:
        assert limit.ours in workload.contenders
        if isinstance(limit, Limit):
            assert limit.peer in workload.contenders
            assert limit.at_least is None or limit.at_most is None


def test_the_work_to_be_measured_is_all_there():
    assert NAMES == [
        "import",
        "check",
        "class",
        "growth",
        "grading",
        "widgets",
        "W1",
        "W1t",
        "W2",
        "W3",
        "W4",
        "W5",
        "W6",
        "W7",
    ]


def test_the_peers_are_an_extra_that_neither_learners_nor_tests_install_or_import():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    peers = [line.partition(">=")[0] for line in project["optional-dependencies"]["benchmarks"]]
    pinned = "".join((ROOT / f"requirements{kind}.txt").read_text(encoding="utf-8") for kind in ("", "-dev"))
    assert [peer for peer in peers if re.search(rf"^{peer}==", pinned, re.MULTILINE)] == []
    assert set(peers) < set(command.PACKAGES)
    code = "import benchmarks.catalogue, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    modules = {"sklearn" if peer == "scikit-learn" else peer for peer in peers}
    assert modules.isdisjoint(loaded.stdout.split())


def test_the_circumstances_say_which_package_is_not_installed(monkeypatch):
    monkeypatch.setattr(command, "PACKAGES", ("numpy", "no-such-package-anywhere"))
    assert re.search(r"numpy [\d.]+, no-such-package-anywhere is missing", command.circumstances(1))


def test_an_unknown_name_is_refused_with_the_names_there_are(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["benchmarks", "W9"])
    with pytest.raises(SystemExit):
        command.main()
    assert (
        "there is no benchmark W9; there are: import, check, class, growth, grading, widgets, W1"
        in capsys.readouterr().err
    )


def test_the_import_is_judged_by_what_it_takes_more_than_numpy():
    times = {import_cost.NUMPY: [0.050], import_cost.COURSE: [0.065], import_cost.FIRST_CELL: [0.1]}
    assert [finding.verdict for finding in import_cost.findings(times)] == ["met", "met"]
    times |= {import_cost.COURSE: [0.066], import_cost.FIRST_CELL: [0.111]}
    assert [finding.verdict for finding in import_cost.findings(times)] == ["MISSED", "MISSED"]


def test_a_widget_is_judged_by_its_median_key_beside_the_plain_way_and_by_its_frames():
    times = {control.widget: [10.0, control.limit, 90.0] for control in response.CONTROLS} | {response.PLAIN: [100.0]}
    assert {finding.verdict for finding in response.findings(times)} == {"met"}
    times["NeuronExplorer"] = [response.REDRAWN + 1]
    first = response.findings(times)[0]
    assert (first.verdict, first.ratio) == ("MISSED", 0.61)
    assert [response.frames_finding("a trainer", frames).verdict for frames in (15.0, 14.9)] == ["met", "MISSED"]


def test_the_slowest_exercise_is_judged_by_its_median_check():
    times = {"fast": [0.001, 0.002, 0.4], "slow": [0.04, 0.05, 0.06]}
    slowest, longest = check.findings(times)
    assert (slowest.what, slowest.verdict) == ("slowest exercise, slow: median", "met")
    assert (longest.ours, longest.verdict) == ("400 ms", "no limit")
    assert check.findings({"slow": [0.04, 0.051, 0.06]})[0].verdict == "MISSED"


def test_every_exercise_is_checked_with_its_solution_each_mistake_and_an_unknown_one(monkeypatch):
    given = []
    monkeypatch.setattr(check, "check", lambda **answer: given.append(answer))
    monkeypatch.setattr(check, "REPEATS", 1)
    report = check.measure_check()
    assert {name for answer in given for name in answer} == set(exercises())
    assert sum("sigmoid" in answer for answer in given) == 2 + len(exercises()["sigmoid"].mistakes)
    assert len(report.timings) == check.SLOWEST


def test_a_report_with_a_missed_limit_has_not_met_them():
    missed = Limit("ours", "peer", at_least=100).finding(TIMES)
    assert not Report("title", "note", [], [missed]).met


def test_the_page_of_results_has_a_row_for_each_finding_under_the_circumstances():
    reports = [measure(sample(), rounds=1), measure(sample(title="more sums"), rounds=1)]
    lines = markdown("a day, a machine\nnumpy 2", reports).splitlines()
    assert lines[2:5] == ["- a day, a machine", "- numpy 2", ""]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[7:11]]
    assert [(row[0], row[-1]) for row in rows] == [
        ("sums", "met"),
        ("sums", "missing: absent"),
        ("more sums", "met"),
        ("more sums", "missing: absent"),
    ]
    assert {len(row) for row in rows} == {lines[5].count("|") - 1}
    assert lines[11:] == ["", "- sums: a note", "- more sums: a note"]


@pytest.mark.parametrize(("time", "text"), [(2.5, "2.5 s"), (0.0415, "41.5 ms"), (3.2e-5, "32 µs")])
def test_a_time_is_written_in_the_unit_in_which_it_reads_best(time, text):
    assert seconds(time) == text


def run_of_class(submissions, seconds, processors=None, megabytes=200.0):
    return classroom.Run(submissions, seconds, processors, megabytes)


def test_a_class_is_graded_within_its_time_and_memory_or_that_is_missed():
    def found(run):
        return [finding.verdict for finding in classroom.class_findings(run)]

    assert found(run_of_class(1000, 60.0, 100.0, 300.0)) == ["met", "no limit", "met"]
    assert found(run_of_class(1000, 60.1, None, 301.0)) == ["MISSED", "MISSED"]
    assert found(run_of_class(1000, 1.0, None, None)) == ["met", "missing: os.wait4"]


def test_time_that_grows_with_the_square_of_the_class_is_noticed():
    def found(cost):
        sizes = (10, 100, 1000, 10_000)
        return classroom.growth_findings([run_of_class(size, 1.0, 3 + cost(size)) for size in sizes])[0]

    assert found(lambda size: 0.02 * size).ratio == pytest.approx(1)
    assert found(lambda size: 0.02 * size).verdict == "met"
    assert found(lambda size: 1e-5 * size**2).verdict == "MISSED"


def test_the_notebooks_of_a_class_are_all_different_and_a_few_are_wrong():
    assert len({classroom.notebook(number, 1) for number in range(50)}) == 50
    assert all(exercise.name in classroom.notebook(1, 1) for exercise in exercises().values() if exercise.chapter == 1)


def test_a_class_is_written_graded_and_measured():
    run = classroom.graded(3, 0)
    assert run.submissions == 3 and run.seconds > 0


def test_grading_is_compared_with_the_peers_that_are_there_and_only_where_the_marks_agree(tmp_path, monkeypatch):
    monkeypatch.setattr(grading.os, "getloadavg", lambda: (0.1, 0.1, 0.1), raising=False)
    times = {"bpcourse": [0.005, 0.006, 0.004], "nbgrader": [0.5, 0.9, 0.4], "otter run": []}
    rate, beside_nbgrader, beside_otter = grading.findings(times)
    assert (rate.ours, rate.limit, rate.verdict) == ("200", ">= 100", "met")
    assert (beside_nbgrader.ratio, beside_nbgrader.verdict) == (100.0, "met")
    assert beside_otter.verdict == "missing: otter run"
    with pytest.raises(ValueError, match="another grading is not timed"):
        grading.expect_marks("a peer", [1.0, 1.0])
    grading.expect_marks("bpcourse", [grading._our_marks(tmp_path, answer) for answer in grading.ANSWERS])
