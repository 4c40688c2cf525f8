"""The data sets: what they hold, and that no damaged file is ever used, whatever the network does."""

import gzip
import hashlib
import http.server
import threading

import numpy as np
import pytest

from bpcourse import datasets
from bpcourse.datasets import DatasetError, digits, download
from tests.reference.full_mnist import full_mnist_folder

PLANES = [datasets.linear_clouds, datasets.xor, datasets.two_moons, datasets.spirals]


@pytest.mark.parametrize("make", PLANES, ids=lambda make: make.__name__)
def test_a_plane_data_set_has_balanced_integer_labels_and_is_the_same_for_the_same_seed(make):
    x, y = make(101, np.random.default_rng(0))
    assert (x.shape, y.shape, y.dtype) == ((101, 2), (101,), np.int64)
    assert sorted(np.bincount(y)) == [50, 51]
    again, _ = make(101, np.random.default_rng(0))
    assert np.array_equal(x, again)


@pytest.mark.parametrize("make", PLANES, ids=lambda make: make.__name__)
def test_the_samples_are_not_sorted_by_label(make):
    _, y = make(100, np.random.default_rng(0))
    assert 20 < np.count_nonzero(np.diff(y)) < 80


def least_squares_accuracy(x, y):
    """Share of samples on the right side of the line that least squares finds."""
    x = np.column_stack([x, np.ones(len(x))])
    w, *_ = np.linalg.lstsq(x, 2.0 * y - 1.0)
    return np.mean((x @ w > 0) == (y == 1))


def nearest_neighbour_accuracy(x, y):
    distance = np.linalg.norm(x[:, None] - x, axis=2) + np.diag(np.full(len(x), np.inf))
    return np.mean(y[distance.argmin(axis=1)] == y)


def test_a_line_parts_the_clouds_and_does_not_part_xor_or_the_spirals():
    rng = np.random.default_rng(1)
    assert least_squares_accuracy(*datasets.linear_clouds(1000, rng)) > 0.95
    assert least_squares_accuracy(*datasets.xor(1000, rng)) < 0.6
    assert least_squares_accuracy(*datasets.spirals(1000, rng)) < 0.8
    assert 0.8 < least_squares_accuracy(*datasets.two_moons(1000, rng)) < 0.95


@pytest.mark.parametrize("make", [datasets.xor, datasets.two_moons, datasets.spirals], ids=lambda make: make.__name__)
def test_what_a_line_cannot_part_is_still_regular(make):
    assert nearest_neighbour_accuracy(*make(1000, np.random.default_rng(2))) > 0.99


def test_spirals_come_with_as_many_arms_as_asked_for():
    x, y = datasets.spirals(300, np.random.default_rng(0), arms=3, turns=0.5, noise=0.0)
    assert np.bincount(y).tolist() == [100, 100, 100]
    radius = np.hypot(*x.T)
    angle = 2 * np.pi * (0.5 * (radius - 0.1) / 0.9 + y / 3)
    assert np.allclose(x, radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]))


def test_random_labels_have_nothing_to_do_with_x():
    x, y = datasets.random_labels(4000, 3, np.random.default_rng(0))
    assert (x.shape, set(y.tolist())) == ((4000, 3), {0, 1})
    assert abs(np.corrcoef(x.T, y)[3, :3]).max() < 0.06  # four standard errors of a correlation of 4000 pairs


def test_the_bundled_digits_are_float32_from_0_to_1_with_integer_labels():
    data = datasets.load_mnist()
    assert [array.shape for array in data] == [(10_000, 784), (10_000,), (2_000, 784), (2_000,)]
    assert [array.dtype for array in data] == [np.float32, np.int64, np.float32, np.int64]
    assert (data.x_train.min(), data.x_train.max()) == (0.0, 1.0)
    assert set(data.y_test.tolist()) == set(range(10))


def test_the_small_digits_are_the_bundled_ones_averaged_over_squares():
    large, small = datasets.load_mnist(), datasets.digits_8x8()
    assert [array.shape for array in small] == [(10_000, 64), (10_000,), (2_000, 64), (2_000,)]
    image = large.x_test[7].reshape(28, 28)
    assert small.x_test[7].reshape(8, 8)[4, 2] == pytest.approx(image[14:17, 8:11].mean(), rel=1e-6)
    # What is cut off is paper: the ink is in the middle.
    assert small.x_train.sum() * 9 == pytest.approx(large.x_train.sum(), rel=0.01)


def test_a_damaged_or_missing_bundle_is_named_and_not_used(tmp_path, monkeypatch):
    contents = bytearray(digits.BUNDLED.read_bytes())
    contents[1_000_000] ^= 1
    altered = tmp_path / "mnist_12000.npz"
    altered.write_bytes(contents)
    monkeypatch.setattr(digits, "BUNDLED", altered)
    with pytest.raises(DatasetError, match=r"mnist_12000\.npz is damaged\. It is part of the course: install"):
        datasets.load_mnist()
    altered.unlink()
    with pytest.raises(DatasetError, match=r"mnist_12000\.npz is missing"):
        datasets.digits_8x8()


def test_the_licence_of_the_digits_lies_beside_them():
    note = (digits.BUNDLED.parent / "README.md").read_text(encoding="utf-8")
    assert "Attribution-ShareAlike 3.0" in " ".join(note.split())
    assert all(author in note for author in ("LeCun", "Cortes", "Burges"))


def test_the_bundled_digits_are_drawn_from_the_full_set_each_digit_by_its_share():
    full = datasets.load_mnist(full=True, folder=full_mnist_folder())
    bundled = datasets.load_mnist()
    assert [len(array) for array in full] == [60_000, 60_000, 10_000, 10_000]
    for (x, y), (all_x, all_y) in (((bundled[0], bundled[1]), full[:2]), ((bundled[2], bundled[3]), full[2:])):
        known = {image.tobytes(): label for image, label in zip(all_x, all_y, strict=True)}
        assert all(known[image.tobytes()] == label for image, label in zip(x, y, strict=True))
        assert len({image.tobytes() for image in x}) == len(x)
        assert abs(np.bincount(y) - np.bincount(all_y) * len(y) / len(all_y)).max() < 1


def test_the_checksums_belong_to_the_files_whose_published_md5_sums_are_known():
    folder = full_mnist_folder()
    md5 = [hashlib.md5(download.read(file, folder), usedforsecurity=False).hexdigest() for file in digits.FILES]
    assert md5 == [
        "6bbc9ace898e44ae57da46a324031adb",
        "a25bea736e30d166cdddb491f175f624",
        "2646ac647ad5339dbf082846283269ea",
        "27ae3e4e09519cfbb04c329615203637",
    ]


# The loader, against a server on this computer, with files that are small and have the form of the published ones.


def idx(array):
    """The bytes of an IDX file of bytes."""
    lengths = b"".join(length.to_bytes(4, "big") for length in array.shape)
    return bytes([0, 0, 8, array.ndim]) + lengths + array.astype(np.uint8).tobytes()


RNG = np.random.default_rng(5)
ARRAYS = [RNG.integers(0, 256, (300, 28, 28)), RNG.integers(0, 10, 300)]
ARRAYS += [RNG.integers(0, 256, (20, 28, 28)), RNG.integers(0, 10, 20)]
NAMES = [file.name for file in digits.FILES]
SMALL = dict(zip(NAMES, [gzip.compress(idx(array), mtime=0) for array in ARRAYS], strict=True))
SMALL_FILES = tuple(
    download.PublishedFile(name, len(idx(array)), hashlib.sha256(idx(array)).hexdigest())
    for name, array in zip(NAMES, ARRAYS, strict=True)
)
IMAGES = NAMES[0]


class Server:
    """A mirror with faults: `files` are served; `drops` is after how many bytes the next answers break off."""

    def __init__(self):
        self.files, self.drops, self.ranges, self.asked = dict(SMALL), [], True, []
        mirror = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                name, wanted = self.path.rpartition("/")[2], self.headers.get("Range")
                mirror.asked.append((name, wanted))
                if name not in mirror.files:
                    return self.send_error(404)
                body, start = mirror.files[name], 0
                if wanted and mirror.ranges:
                    start = int(wanted.removeprefix("bytes=").removesuffix("-"))
                    if start >= len(body):
                        return self.send_error(416)
                self.send_response(206 if start else 200)
                self.send_header("Content-Length", str(len(body) - start))
                self.end_headers()
                end = start + mirror.drops.pop(0) if mirror.drops else len(body)
                self.wfile.write(body[start:end])

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/mnist/"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server(monkeypatch, tmp_path):
    server = Server()
    monkeypatch.setattr(digits, "FILES", SMALL_FILES)
    monkeypatch.setattr(digits, "MIRRORS", (server.address,))
    monkeypatch.setenv("BPCOURSE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield server
    server.close()


def assert_is_the_published_data(data):
    assert np.array_equal(data.x_train, ARRAYS[0].reshape(300, 784).astype(np.float32) / np.float32(255))
    assert np.array_equal(data.x_test, ARRAYS[2].reshape(20, 784).astype(np.float32) / np.float32(255))
    assert np.array_equal(data.y_train, ARRAYS[1]) and np.array_equal(data.y_test, ARRAYS[3])


def test_nothing_is_fetched_unless_asked_for(server):
    with pytest.raises(
        DatasetError, match=r"train-images.* is not in .*mnist\. load_mnist\(full=True, download=True\)"
    ):
        datasets.load_mnist(full=True)
    datasets.load_mnist()
    assert server.asked == []


def test_what_was_asked_for_is_fetched_once_into_the_folder_of_the_course(server, tmp_path, capsys):
    assert_is_the_published_data(datasets.load_mnist(full=True, download=True))
    assert sorted(path.name for path in (tmp_path / "home" / "mnist").iterdir()) == sorted(NAMES)
    assert [name for name, _ in server.asked] == NAMES
    assert "train-images-idx3-ubyte.gz, kB [####################]" in capsys.readouterr().out
    assert_is_the_published_data(datasets.load_mnist(full=True, download=True))
    assert_is_the_published_data(datasets.load_mnist(full=True))
    assert len(server.asked) == 4


def test_without_an_own_folder_named_the_files_go_into_the_home_folder(server, tmp_path, monkeypatch):
    monkeypatch.delenv("BPCOURSE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    datasets.load_mnist(full=True, download=True)
    assert (tmp_path / ".bpcourse" / "mnist" / IMAGES).is_file()


def test_a_folder_that_is_given_is_used_as_it_is(server, tmp_path):
    for name, contents in SMALL.items():
        (tmp_path / name).write_bytes(contents)
    assert_is_the_published_data(datasets.load_mnist(full=True, folder=tmp_path))
    assert_is_the_published_data(datasets.load_mnist(full=True, folder=str(tmp_path), download=True))
    assert server.asked == [] and len(list(tmp_path.iterdir())) == 4


def test_a_folder_or_a_download_of_the_bundled_digits_is_refused(tmp_path):
    for wrong in ({"folder": tmp_path}, {"download": True}):
        with pytest.raises(ValueError, match="given without full=True, expected neither: the 12,000 are bundled"):
            datasets.load_mnist(**wrong)


DAMAGES = {
    "truncated": (lambda contents: contents[:-500], "is cut short"),
    "emptied": (lambda contents: b"", "is not the published file"),
    "altered": (lambda contents: contents[:5000] + bytes([contents[5000] ^ 1]) + contents[5001:], "is "),
    "another gzip file": (lambda contents: gzip.compress(b"other data"), "is not the published file"),
    "longer inside": (lambda contents: gzip.compress(gzip.decompress(contents) + b"0"), "is not the published file"),
    "a web page": (lambda contents: b"<html>Log in to the network</html>", r"is damaged \(Not a gzipped file"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_in_the_folder_is_never_used_and_mended_on_request(server, tmp_path, damage):
    harm, sentence = DAMAGES[damage]
    for name, contents in SMALL.items():
        (tmp_path / name).write_bytes(harm(contents) if name == IMAGES else contents)
    with pytest.raises(DatasetError, match=f"{IMAGES} {sentence}"):
        datasets.load_mnist(full=True, folder=tmp_path)
    assert_is_the_published_data(datasets.load_mnist(full=True, folder=tmp_path, download=True))
    assert server.asked == [(IMAGES, None)]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_on_the_mirror_is_never_kept(server, tmp_path, damage):
    harm, sentence = DAMAGES[damage]
    server.files[IMAGES] = harm(SMALL[IMAGES])
    with pytest.raises(DatasetError, match=rf"could not be downloaded\. {server.address}{IMAGES} {sentence}"):
        datasets.load_mnist(full=True, folder=tmp_path, download=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_next_mirror_is_asked_when_the_first_holds_a_damaged_file(server, tmp_path, monkeypatch, damage):
    good = Server()
    monkeypatch.setattr(digits, "MIRRORS", (server.address, good.address))
    server.files[IMAGES] = DAMAGES[damage][0](SMALL[IMAGES])
    assert_is_the_published_data(datasets.load_mnist(full=True, folder=tmp_path, download=True))
    assert good.asked == [(IMAGES, None)]
    good.close()


def test_a_connection_that_drops_is_taken_up_where_it_ended(server, tmp_path):
    server.drops = [70_000, 50_000]
    assert_is_the_published_data(datasets.load_mnist(full=True, folder=tmp_path, download=True))
    assert server.asked[:3] == [(IMAGES, None), (IMAGES, "bytes=70000-"), (IMAGES, "bytes=120000-")]


def test_a_download_that_failed_goes_on_from_there_the_next_day(server, tmp_path):
    server.drops = [40_000, 0]
    with pytest.raises(DatasetError, match=r"could not be downloaded.*the connection ended after 40000 of \d+ bytes"):
        datasets.load_mnist(full=True, folder=tmp_path, download=True)
    assert not (tmp_path / IMAGES).exists()
    server.asked.clear()
    assert_is_the_published_data(datasets.load_mnist(full=True, folder=tmp_path, download=True))
    assert server.asked[0] == (IMAGES, "bytes=40000-")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)


def test_a_server_that_sends_no_rest_sends_the_whole_again(server, tmp_path):
    server.drops, server.ranges = [40_000], False
    assert_is_the_published_data(datasets.load_mnist(full=True, folder=tmp_path, download=True))


def test_a_rest_of_something_else_is_thrown_away_and_the_file_fetched_whole(server, tmp_path):
    (tmp_path / f"{IMAGES}.part").write_bytes(b"another file" * 1000)
    assert_is_the_published_data(datasets.load_mnist(full=True, folder=tmp_path, download=True))
    assert server.asked[:2] == [(IMAGES, "bytes=12000-"), (IMAGES, None)]


@pytest.mark.parametrize("extra", [b"", b"too long"])
def test_a_rest_that_is_complete_or_too_long_needs_no_luck(server, tmp_path, extra):
    (tmp_path / f"{IMAGES}.part").write_bytes(SMALL[IMAGES] + extra)
    assert_is_the_published_data(datasets.load_mnist(full=True, folder=tmp_path, download=True))
    assert not (tmp_path / f"{IMAGES}.part").exists()


def test_a_mirror_without_the_file_is_passed_over(server, tmp_path, monkeypatch):
    good = Server()
    monkeypatch.setattr(digits, "MIRRORS", (server.address, good.address))
    server.files.clear()
    assert_is_the_published_data(datasets.load_mnist(full=True, folder=tmp_path, download=True))
    assert [name for name, _ in server.asked] == NAMES
    good.close()


def test_without_a_network_the_sentence_says_so_and_names_a_way_on(server, tmp_path):
    server.close()
    with pytest.raises(DatasetError) as caught:
        datasets.load_mnist(full=True, folder=tmp_path, download=True)
    sentence = str(caught.value)
    assert sentence.startswith(f"{IMAGES} could not be downloaded. {server.address}{IMAGES}: ")
    assert sentence.endswith("load_mnist() gives the 12,000 images that come with the course, without a network.")
    assert list(tmp_path.iterdir()) == []


def test_the_real_mirrors_are_addresses_that_a_file_name_can_follow():
    for mirror in digits.MIRRORS:
        assert mirror.startswith("https://") and mirror.endswith("/")
