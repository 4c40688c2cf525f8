"""How long the random tests go on: a second or two each; with FUZZ_EXAMPLES=100000 as long as one likes."""

import os

from hypothesis import HealthCheck, settings

effort = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "150")),
    suppress_health_check=list(HealthCheck),
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    database=None,
)
