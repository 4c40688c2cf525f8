"""Handwritten digits: 12,000 of MNIST in the package, the full 70,000 from a folder or a mirror (chapters 10 to 17).

MNIST is the work of Yann LeCun, Corinna Cortes and Christopher Burges, under CC BY-SA 3.0; bpcourse/data has the note.
Nothing is downloaded unless it is asked for.
"""

import hashlib
import io
import os
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bpcourse.datasets.download import DatasetError, PublishedFile, fetch, read

BUNDLED = Path(__file__).parent.parent / "data" / "mnist_12000.npz"
BUNDLED_SHA256 = "587e8668b3f78267a0fe55c25fcb44c69fcb2d50ab271d6e78094e831a36e33a"
MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
# Training images and labels, then test images and labels.
FILES = (
    PublishedFile(
        "train-images-idx3-ubyte.gz",
        47_040_016,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    PublishedFile(
        "train-labels-idx1-ubyte.gz",
        60_008,
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    PublishedFile(
        "t10k-images-idx3-ubyte.gz",
        7_840_016,
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    PublishedFile(
        "t10k-labels-idx1-ubyte.gz",
        10_008,
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
)


class ImageData(NamedTuple):
    """Images (N, pixels), float32 from 0 (paper) to 1 (ink), and labels (N,), for training and for testing."""

    x_train: NDArray[np.float32]
    y_train: NDArray[np.int64]
    x_test: NDArray[np.float32]
    y_test: NDArray[np.int64]


def load_mnist(full: bool = False, *, download: bool = False, folder: str | Path | None = None) -> ImageData:
    """MNIST, 28 x 28 pixels a row: 10,000 images for training and 2,000 for testing, which come with the course.

    full=True gives all 60,000 and 10,000, from the four gzipped IDX files in `folder`, which is `mnist` in the course's
    own folder (BPCOURSE_HOME, or .bpcourse in the home folder) unless given. download=True fetches those that are
    missing or damaged there, about 11 MB. DatasetError says what is missing, damaged or out of reach.
    """
    if not full:
        if download or folder is not None:
            raise ValueError("download or folder is given without full=True, expected neither: the 12,000 are bundled")
        return _image_data(*_bundled_arrays())
    folder = _own_folder() if folder is None else Path(folder)
    try:
        if download:
            for file in FILES:
                if not _is_there(file, folder):
                    fetch(file, folder, MIRRORS)
        return _image_data(*read_idx_files(folder))
    except DatasetError as error:
        way_on = (
            "Call again to try once more: a download that broke off goes on where it ended."
            if download
            else "load_mnist(full=True, download=True) fetches the full MNIST (11 MB)."
        )
        raise DatasetError(
            f"{error} {way_on} You can also put its four files into {folder} yourself. load_mnist() gives the 12,000 "
            "images that come with the course, without a network."
        ) from error


def digits_8x8() -> ImageData:
    """The bundled digits in 8 x 8 pixels a row: the middle 24 x 24 of each image, averaged over squares of 3 x 3."""
    data = load_mnist()

    def smaller(x: NDArray[np.float32]) -> NDArray[np.float32]:
        squares = x.reshape(-1, 28, 28)[:, 2:26, 2:26].reshape(-1, 8, 3, 8, 3)
        pooled: NDArray[np.float32] = squares.mean(axis=(2, 4)).reshape(-1, 64)
        return pooled

    return ImageData(smaller(data.x_train), data.y_train, smaller(data.x_test), data.y_test)


def read_idx_files(folder: Path) -> list[NDArray[np.uint8]]:
    """Training images (N, 28, 28) and labels (N,), then those for testing, from the four full files in `folder`."""
    return [_idx_array(read(file, folder)) for file in FILES]


def _idx_array(contents: bytes) -> NDArray[np.uint8]:
    """An IDX file: two zero bytes, the type (8 is a byte), the number of axes, the length of each, then the entries."""
    axes = contents[3]
    shape = np.frombuffer(contents, ">u4", count=axes, offset=4)
    return np.frombuffer(contents, np.uint8, offset=4 + 4 * axes).reshape(shape)


def _bundled_arrays() -> list[NDArray[np.uint8]]:
    contents = BUNDLED.read_bytes() if BUNDLED.is_file() else b""
    if hashlib.sha256(contents).hexdigest() != BUNDLED_SHA256:
        what = "is damaged" if contents else "is missing"
        raise DatasetError(f"{BUNDLED} {what}. It is part of the course: install the course again.")
    with np.load(io.BytesIO(contents)) as arrays:
        return [arrays[name] for name in ("train_images", "train_labels", "test_images", "test_labels")]


def _image_data(
    train_images: NDArray[np.uint8],
    train_labels: NDArray[np.uint8],
    test_images: NDArray[np.uint8],
    test_labels: NDArray[np.uint8],
) -> ImageData:
    def pixels(images: NDArray[np.uint8]) -> NDArray[np.float32]:
        return images.reshape(len(images), -1).astype(np.float32) / np.float32(255)

    return ImageData(
        pixels(train_images), train_labels.astype(np.int64), pixels(test_images), test_labels.astype(np.int64)
    )


def _is_there(file: PublishedFile, folder: Path) -> bool:
    try:
        read(file, folder)
    except DatasetError:
        return False
    return True


def _own_folder() -> Path:
    home = os.environ.get("BPCOURSE_HOME")
    return (Path(home) if home else Path.home() / ".bpcourse") / "mnist"
