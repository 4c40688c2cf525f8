"""For maintainers: make mnist_12000.npz, the digits that come with the course, from the full MNIST.

    python bpcourse/data/make_mnist_12000.py FOLDER

FOLDER holds the four full files (see `bpcourse.datasets.load_mnist`). 10,000 images are drawn from the 60,000 for
training and 2,000 from the 10,000 for testing, each digit as often as its share of the original. The last line printed
is the SHA-256 to write into bpcourse/datasets/digits.py.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bpcourse.datasets.digits import BUNDLED, read_idx_files


def draw(labels: NDArray[np.uint8], n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Rows of n samples in random order, each label as often as its share of the original, rounded."""
    shares = np.bincount(labels) * n / len(labels)
    counts = np.floor(shares).astype(int)
    counts[np.argsort(counts - shares)[: n - counts.sum()]] += 1  # what rounding down left over
    chosen = [rng.permutation(np.flatnonzero(labels == label))[:count] for label, count in enumerate(counts)]
    return rng.permutation(np.concatenate(chosen))


def main(folder: Path) -> None:
    """Write the subset beside this script."""
    rng = np.random.default_rng(12_000)
    train_images, train_labels, test_images, test_labels = read_idx_files(folder)
    train, test = draw(train_labels, 10_000, rng), draw(test_labels, 2_000, rng)
    np.savez_compressed(
        BUNDLED,
        train_images=train_images[train],
        train_labels=train_labels[train],
        test_images=test_images[test],
        test_labels=test_labels[test],
    )
    print(hashlib.sha256(BUNDLED.read_bytes()).hexdigest())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
