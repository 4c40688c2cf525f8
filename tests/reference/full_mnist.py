"""Where the full MNIST is, for the tests that need it: the folder named by BPCOURSE_TEST_MNIST, or a shared one."""

import os
from pathlib import Path

import pytest

_FOLDER = Path(os.environ.get("BPCOURSE_TEST_MNIST") or Path(__file__).parents[3] / "shared" / "data" / "mnist")


def full_mnist_folder():
    """The folder with the four files; skips the test where there is none."""
    if not (_FOLDER / "train-images-idx3-ubyte.gz").is_file():
        pytest.skip("the full MNIST is not here; BPCOURSE_TEST_MNIST names the folder with its four .gz files")
    return _FOLDER
