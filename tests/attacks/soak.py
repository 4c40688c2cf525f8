"""Grade honest and hostile submissions by the thousand, in one process: `python -m tests.attacks.soak [NUMBER]`.

Every fifth is the next of the attacks. Printed at the end: wrong marks, the rate, the checker's memory, descriptors and
threads at the start and at the end, and what was left behind. The exit code is 1 when anything is not as it should be.
"""

import os
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from bpcourse.classroom.batch import grade_file
from bpcourse.classroom.sandbox import level
from tests.attacks import leftovers
from tests.attacks.attack import RIGHT
from tests.attacks.catalogue import attacks, given_names
from tests.classroom.cells import write_notebook

SECONDS, MEMORY = 1.0, 256
WARM = 500  # submissions after which memory is looked at for the first time: every library is loaded by then


def used():
    """Megabytes, descriptors and threads of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    megabytes = pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
    return f"{megabytes:.0f} MB, {len(os.listdir('/proc/self/fd'))} descriptors, {threading.active_count()} threads"


def main(number):
    print(level().sentence)
    wrong, listed = Counter(), attacks()
    with tempfile.TemporaryDirectory(prefix="bpcourse-soak-") as place:
        folder = Path(place)
        began = time.monotonic()
        for i in range(number):
            kind, attack = listed[i // 5 % len(listed)] if i % 5 == 0 else ("honest", None)
            cells = [given_names(folder, 9), *attack.cells] if attack else [RIGHT]
            [result] = grade_file(write_notebook(folder / "submission.ipynb", cells), i, SECONDS, MEMORY)
            if (result.verdict.points > 0) != (attack is None or attack.earns):
                wrong[f"{kind}: {attack.name if attack else 'right'}: {result.verdict.message}"] += 1
            if i == min(WARM, number - 1) or (i + 1) % 1_000 == 0:
                print(f"after {i + 1:,}: {used()}", flush=True)
        seconds = time.monotonic() - began
        files = leftovers.files(folder)
    processes, ended = leftovers.processes()
    print(f"after {number:,}: {used()}; {number / seconds:.1f} submissions a second")
    print(f"left behind: {len(files)} files, {len(processes)} processes; {ended} of those that fork them have ended")
    print(f"{sum(wrong.values())} with other marks than they earn", *wrong.most_common(), sep="\n  ")
    return int(bool(wrong or files or processes or ended))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
