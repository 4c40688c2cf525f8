"""All benchmarks by name, in plain sight; and how one of them is run."""

from collections.abc import Sequence

from benchmarks import array_engine, digits, gradient_check, modes, objects, scalar_engine, symbolic
from benchmarks.check import measure_check
from benchmarks.classroom import measure_class, measure_growth
from benchmarks.grading import measure_grading
from benchmarks.harness import measure
from benchmarks.import_cost import measure_import
from benchmarks.report import Report
from benchmarks.response import measure_response
from benchmarks.workload import Workload

WORKLOADS: dict[str, Sequence[Workload]] = {
    "W1": scalar_engine.W1,
    "W1t": (array_engine.W1T,),
    "W2": (objects.W2,),
    "W3": digits.W3,
    "W4": (digits.W4,),
    "W5": (gradient_check.W5,),
    "W6": (symbolic.W6,),
    "W7": modes.W7,
}
# What is measured in processes of its own.
COMMANDS = {
    "import": measure_import,
    "check": measure_check,
    "class": measure_class,
    "growth": measure_growth,
    "grading": measure_grading,
    "widgets": measure_response,
}
NAMES = [*COMMANDS, *WORKLOADS]


def reports(name: str) -> list[Report]:
    """What the benchmark `name` finds."""
    if name in COMMANDS:
        return [COMMANDS[name]()]
    return [measure(workload) for workload in WORKLOADS[name]]
