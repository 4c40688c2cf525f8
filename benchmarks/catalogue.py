"""All benchmarks by name, in plain sight; and how one of them is run."""

from collections.abc import Sequence

from benchmarks import gradient_check, objects, scalar_engine, symbolic
from benchmarks.harness import measure
from benchmarks.import_cost import measure_import
from benchmarks.report import Report
from benchmarks.workload import Workload

WORKLOADS: dict[str, Sequence[Workload]] = {
    "W1": scalar_engine.W1,
    "W2": (objects.W2,),
    "W5": (gradient_check.W5,),
    "W6": (symbolic.W6,),
}
NAMES = ["import", *WORKLOADS]


def reports(name: str) -> list[Report]:
    """What the benchmark `name` finds."""
    if name == "import":
        return [measure_import()]
    return [measure(workload) for workload in WORKLOADS[name]]
