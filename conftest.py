"""What holds for every test. It stands here and not in tests/, so that `pytest chapters` has it as well."""

import os
import tempfile

from hypothesis import settings

# Set when this file is read, before any test or kernel starts. The learner's own progress stays out of reach; a second
# BLAS thread costs more than it brings on arrays as small as the tests'.
_home = tempfile.TemporaryDirectory(prefix="bpcourse-home-")
os.environ["BPCOURSE_HOME"] = _home.name
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ.pop("BPCOURSE_DROPBOX", None)

# A test says what is right, not how fast: a busy machine is not a failure.
settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")
