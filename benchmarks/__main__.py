"""`python -m benchmarks [NAME ...] [--json FILE] [--markdown FILE]`: run the benchmarks named, or all; print tables."""

import argparse
import importlib.metadata
import json
import os
import platform
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from benchmarks.catalogue import NAMES, reports
from benchmarks.harness import hold_threads
from benchmarks.report import Report, markdown, table

PACKAGES = ("numpy", "sympy", "micrograd", "torch", "jax", "autograd", "scikit-learn", "numba")


def circumstances(threads: int) -> str:
    """When, where and with what this is measured; a package that is not installed is said to be missing."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return "\n".join(
        [
            f"{date.today()}, Python {platform.python_version()}, {platform.system()}, {_processor()}",
            f"{os.cpu_count()} CPUs{load}; numerical libraries on {threads} thread{'s' * (threads > 1)}",
            f"NumPy's matrix products: {_matrix_products()}",
            ", ".join(f"{package} {_version(package)}" for package in PACKAGES),
        ]
    )


def _processor() -> str:
    """The processor's name, which Python itself knows on some systems only."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _matrix_products() -> str:
    """The library, and for which processor it chose its code: a wrong guess can cost a factor of two."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    try:
        from threadpoolctl import threadpool_info  # scikit-learn brings it along
    except ModuleNotFoundError:
        chosen = ["unknown without threadpoolctl"]
    else:
        chosen = [library.get("architecture", "unknown") for library in threadpool_info()]
    return f"{blas['name']} {blas['version']}, code for {', '.join(chosen) or 'unknown'}"


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "is missing"


def main() -> int:
    """Return 0 when no limit was missed, 1 when one was."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(NAMES)} (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to FILE as well")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the findings to FILE as a page")
    parser.add_argument("--threads", type=int, default=1, help="for the numerical libraries (default: 1)")
    wanted = parser.parse_args()
    if unknown := [name for name in wanted.names if name not in NAMES]:
        parser.error(f"there is no benchmark {unknown[0]}; there are: {', '.join(NAMES)}")
    where = "\n".join([f"`python -m benchmarks {' '.join(wanted.names)}`", circumstances(wanted.threads)])
    print(where)
    hold_threads(wanted.threads)
    found: dict[str, list[Report]] = {}
    for name in wanted.names or NAMES:
        # A process for each: what one has imported or allocated is no burden on the next.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            found[name] = process.submit(reports, name).result()
        print("", *map(table, found[name]), sep="\n\n", flush=True)
    if wanted.json:
        numbers = {name: [asdict(report) for report in of_one] for name, of_one in found.items()}
        text = json.dumps({"where": where, "reports": numbers}, indent=2, ensure_ascii=False)
        wanted.json.write_text(text + "\n", encoding="utf-8")
    every = [report for of_one in found.values() for report in of_one]
    if wanted.markdown:
        wanted.markdown.write_text(markdown(where, every), encoding="utf-8")
    return 0 if all(report.met for report in every) else 1


if __name__ == "__main__":
    sys.exit(main())
