"""Finding submissions in folders, behind stars and in zip files, as hostile as a zip can be."""

import io
import os
import struct
import unicodedata
import zipfile

import pytest

from bpcourse.classroom import archive
from bpcourse.classroom.collect import NothingToGrade, collect
from bpcourse.classroom.notebook import LARGEST_FILE, InvalidSubmission


def files(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def zipped(path, names):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in names.items():
            file.writestr(name, content)
    return path


def found(*paths, pattern=""):
    return [(one.learner.name, os.path.basename(one.file)) for one in collect([str(path) for path in paths], pattern)]


def test_a_folder_for_each_learner(tmp_path):
    files(tmp_path, "bob/01.ipynb", "ada/01.ipynb", "ada/more/two.py", "ada/notes.txt")
    files(tmp_path, "ada/.ipynb_checkpoints/01-checkpoint.ipynb", "ada/__pycache__/x.py", "__MACOSX/ada/._01.ipynb")
    assert found(tmp_path) == [("ada", "01.ipynb"), ("ada", "two.py"), ("bob", "01.ipynb")]


def test_a_file_for_each_learner_by_a_star_and_by_name(tmp_path):
    files(tmp_path, "bob.ipynb", "ada.ipynb", "c/x.py")
    assert found(tmp_path / "*.ipynb") == [("ada", "ada.ipynb"), ("bob", "bob.ipynb")]
    assert found(tmp_path / "bob.ipynb", tmp_path / "ada.ipynb") == [("bob", "bob.ipynb"), ("ada", "ada.ipynb")]
    assert found(tmp_path / "**" / "*.py") == [("x", "x.py")]


def test_files_of_one_name_in_several_folders_or_zips_are_never_taken_for_one_learners(tmp_path):
    files(tmp_path, "ada/hw.py", "bob/hw.py", "cyd/other.py")
    zipped(tmp_path / "ada.zip", {"hw.py": "x"})
    for paths in ([tmp_path / "*"], [tmp_path / "ada", tmp_path / "bob"], [tmp_path / "ada.zip", tmp_path / "ada"]):
        with pytest.raises(NothingToGrade, match=r"Whose is .*hw\.py\? There is a file of this name in .*ada"):
            found(*paths)
    assert found(tmp_path / "ada", tmp_path / "cyd") == [("hw", "hw.py"), ("other", "other.py")]
    assert found(tmp_path / "*", pattern="(?P<name>[^/]+)/[^/]*$")[1:] == [
        ("ada.zip", "hw.py"),
        ("bob", "hw.py"),
        ("cyd", "other.py"),
    ]


def test_what_names_a_learner_is_one_learner_in_several_folders(tmp_path):
    moodle, box = "Ada_7_assignsubmission_file_hw.py", "bob--hw--20261126T173000123456Z-0a1b2c3d.py"
    files(tmp_path, f"1/{moodle}", f"2/{moodle}", f"1/{box}", f"2/{box}", "1/cyd/hw.py", "2/cyd/hw.py")
    assert [name for name, _ in found(tmp_path / "1", tmp_path / "2")] == ["Ada", "bob", "cyd"] * 2


def test_files_that_are_named_themselves_belong_to_the_folder_where_they_part(tmp_path, monkeypatch):
    files(tmp_path, "alice/00.ipynb", "bob/00.ipynb")
    monkeypatch.chdir(tmp_path)
    one, other = collect(["alice/00.ipynb", "bob/00.ipynb"])
    assert (one.learner.name, one.file, other.learner.name) == ("alice", "alice/00.ipynb", "bob")


def test_files_above_this_folder_are_named_by_where_they_are(tmp_path, monkeypatch):
    files(tmp_path, "ada/x.py", "work/bob.py")
    monkeypatch.chdir(tmp_path / "work")
    assert found("../ada/x.py", "bob.py") == [("ada", "x.py"), ("work", "bob.py")]


def test_a_folder_that_cannot_be_read_is_one_bad_submission(tmp_path, monkeypatch):
    files(tmp_path, "ada/x.py", "bob/x.py")
    real = os.scandir

    def locked(path):
        if str(path).endswith("ada"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", locked)
    assert found(tmp_path) == [("ada", "ada"), ("bob", "x.py")]
    with pytest.raises(InvalidSubmission, match="ada cannot be read: Permission denied"):
        collect([str(tmp_path)])[0].source.read()
    with pytest.raises(NothingToGrade, match="ada cannot be read: Permission denied"):
        collect([str(tmp_path / "ada")])


def test_a_star_in_a_file_name_is_that_file(tmp_path):
    files(tmp_path, "a[1].py")
    assert found(tmp_path / "a[1].py") == [("a[1]", "a[1].py")]


def test_a_file_that_is_given_twice_is_handed_in_once(tmp_path):
    files(tmp_path, "ada/x.py", "bob/x.py")
    assert len(collect([str(tmp_path), str(tmp_path / "ada/x.py")])) == 2


def test_folders_that_all_have_in_common_are_nobodys_name(tmp_path):
    files(tmp_path, "export/week 1/ada/x.py", "export/week 1/bob/x.py")
    assert [name for name, _ in found(tmp_path)] == ["ada", "bob"]


def test_the_folder_of_the_only_learner_is_the_name(tmp_path):
    files(tmp_path, "ada/x.py")
    assert found(tmp_path) == [("ada", "x.py")]


def test_a_zip_as_a_platform_exports_it(tmp_path):
    names = {"Zoë Ünal_7_assignsubmission_file_/01_one_neuron.ipynb": "{}", "__MACOSX/._x.ipynb": "", "a/.hid.py": ""}
    [one] = collect([str(zipped(tmp_path / "week.zip", names))])
    assert (one.learner.name, one.learner.ident, one.source.read()) == ("Zoë Ünal", "7", b"{}")
    assert one.file.endswith("week.zip/Zoë Ünal_7_assignsubmission_file_/01_one_neuron.ipynb")


def test_a_zip_whose_letters_are_not_marked_as_utf_8(tmp_path):
    path = zipped(tmp_path / "a.zip", {"Zoe_99.py": "x"})
    data = path.read_bytes().replace(b"Zoe_99.py", "Zoë99.py".encode())
    path.write_bytes(data)
    [one] = collect([str(path)])
    assert one.learner.name == "Zoë99" and one.source.read() == b"x"


def test_a_learners_own_zip_within_the_export(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("work/01_one_neuron.ipynb", "inner")
    names = {
        "ada/w.zip": inner.getvalue(),
        "bob/x.py": "2",
        "carl/bad.zip": "no zip",
        "eve/empty.zip": b"PK\5\6" + bytes(18),
    }
    ada, bob, carl, eve = collect([str(zipped(tmp_path / "a.zip", names))])
    assert (ada.learner.name, ada.source.read()) == ("ada", b"inner")
    assert (bob.learner.name, carl.learner.name, eve.learner.name) == ("bob", "carl", "eve")
    with pytest.raises(InvalidSubmission, match=r"carl/bad.zip is not a zip file that can be read"):
        carl.source.read()
    with pytest.raises(InvalidSubmission, match=r"eve/empty.zip holds no notebook"):
        eve.source.read()


def test_a_zip_in_a_learners_folder(tmp_path):
    files(tmp_path, "bob/x.py", "carl/bad.zip")
    zipped(tmp_path / "ada.zip", {"work/01_one.ipynb": "in zip"})
    ada, bob, carl = collect([str(tmp_path)])
    assert (ada.source.read(), bob.learner.name, carl.learner.name) == (b"in zip", "bob", "carl")
    with pytest.raises(InvalidSubmission, match="not a zip file"):
        carl.source.read()


def test_no_member_chooses_where_it_is_read_from_or_called(tmp_path):
    names = {
        "../../evil.py": "1",
        "/etc/abs.py": "2",
        "C:\\win\\drive.py": "3",
        "a/../../up.py": "4",
        "..\\..\\b.py": "5",
    }
    below = [one.file.partition("a.zip/")[2] for one in collect([str(zipped(tmp_path / "a.zip", names))])]
    assert sorted(below) == ["a/up.py", "b.py", "etc/abs.py", "evil.py", "win/drive.py"]
    assert os.listdir(tmp_path) == ["a.zip"]


def test_a_zip_that_swells_is_read_no_further_than_a_submission_may_be_long(tmp_path):
    [one] = collect([str(zipped(tmp_path / "a.zip", {"big.ipynb": bytes(3 * LARGEST_FILE)}))])
    assert len(one.source.read()) == LARGEST_FILE + 1


def test_a_member_that_claims_another_size_or_is_damaged_is_one_bad_submission(tmp_path):
    path = zipped(tmp_path / "a.zip", {"bad.py": "hello " * 100, "good.py": "fine"})
    data = bytearray(path.read_bytes())
    at = data.index(b"bad.py") + len("bad.py")
    data[at : at + 8] = b"\xff" * 8
    path.write_bytes(bytes(data))
    bad, good = collect([str(path)])
    assert good.source.read() == b"fine"
    with pytest.raises(InvalidSubmission, match=r"bad.py in a.zip cannot be read"):
        bad.source.read()


def test_a_member_under_a_password_is_one_bad_submission(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.py": "x"})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.index(mark) + offset
        data[at : at + 2] = struct.pack("<H", 1)
    path.write_bytes(bytes(data))
    [one] = collect([str(path)])
    with pytest.raises(InvalidSubmission, match="encrypted"):
        one.source.read()


def test_a_zip_of_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
    path = zipped(tmp_path / "a.zip", {f"{i}.py": "" for i in range(3)})
    with pytest.raises(NothingToGrade, match="3 files, more than 2"):
        collect([str(path)])


def test_a_learners_zip_of_too_many_files_is_one_bad_submission(tmp_path, monkeypatch):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        for number in range(archive.MOST_INNER_MEMBERS + 1):
            file.writestr(f"{number}.py", "")
    [one] = collect([str(zipped(tmp_path / "a.zip", {"ada/w.zip": inner.getvalue()}))])
    with pytest.raises(InvalidSubmission, match=r"w\.zip holds 201 files, more than 200"):
        one.source.read()


def test_a_name_that_is_made_to_take_long_takes_no_time(tmp_path):
    [one] = collect([str(zipped(tmp_path / "a.zip", {"ada--" * 12_000 + ".py": "x"}))])
    assert len(one.file) < len(str(tmp_path)) + archive.LONGEST_PATH + 10


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need rights on Windows")
def test_links_are_not_followed(tmp_path):
    files(tmp_path, "secret/x.py", "class/ada/own.py")
    os.symlink(tmp_path / "secret/x.py", tmp_path / "class/ada/link.py")
    os.symlink(tmp_path / "secret", tmp_path / "class/ada/folder")
    link, own = collect([str(tmp_path / "class")])
    assert own.source.read() == b"class/ada/own.py"
    with pytest.raises(InvalidSubmission, match="links are not followed"):
        link.source.read()


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need rights on Windows")
def test_a_link_to_a_zip_is_not_followed(tmp_path):
    (tmp_path / "class/ada").mkdir(parents=True)
    os.symlink(zipped(tmp_path / "secret.zip", {"x.py": "x"}), tmp_path / "class/ada/work.zip")
    [link] = collect([str(tmp_path / "class")])
    with pytest.raises(InvalidSubmission, match="links are not followed"):
        link.source.read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("name", ["pipe.ipynb", "pipe.zip"])
def test_a_pipe_is_one_bad_submission_and_not_waited_for(tmp_path, name):
    files(tmp_path, "ada/x.py", "bob/notes.txt")
    os.mkfifo(tmp_path / "bob" / name)
    ada, bob = collect([str(tmp_path)])
    assert ada.source.read() == b"ada/x.py"
    with pytest.raises(InvalidSubmission, match="cannot be read: it is not a file"):
        bob.source.read()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_two_paths_that_read_alike_are_two_submissions(tmp_path):
    files(tmp_path, "a\x01/x.py", "a\x02/x.py")
    assert [one.source.read() for one in collect([str(tmp_path)])] == [b"a\x01/x.py", b"a\x02/x.py"]
    path = zipped(tmp_path / "a.zip", {"x.py": "one", "../x.py": "two"})
    assert {one.source.read() for one in collect([str(path)])} == {b"one", b"two"}


def test_a_name_that_no_encoding_holds_is_spelt_out(tmp_path):
    try:
        (tmp_path / os.fsdecode(b"a\xff.py")).write_text("x")
    except OSError:
        pytest.skip("this file system only takes names in Unicode")
    [one] = collect([str(tmp_path)])
    assert one.source.read() == b"x" and one.learner.name == "a\\udcff"


def test_decomposed_names_are_the_same_learner(tmp_path):
    name = unicodedata.normalize("NFD", "Zoë")
    [one] = collect([str(zipped(tmp_path / "a.zip", {f"{name}/01.py": ""}))])
    assert one.learner.name == "Zoë"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("none.ipynb", "none.ipynb is not there"),
        ("*.nothing", "*.nothing matches no file"),
        ("empty", "empty holds no notebook (.ipynb) and no Python file (.py)"),
        ("false.zip", "false.zip is not a zip file that can be read: File is not a zip file"),
        ("empty.zip", "empty.zip holds no notebook"),
    ],
)
def test_what_holds_nothing_is_said_in_a_sentence(tmp_path, path, says):
    (tmp_path / "empty").mkdir()
    (tmp_path / "false.zip").write_text("no zip")
    zipped(tmp_path / "empty.zip", {"notes.txt": "x"})
    with pytest.raises(NothingToGrade) as refused:
        collect([str(tmp_path / path)])
    assert says in str(refused.value)


def test_among_other_paths_what_holds_nothing_is_one_bad_submission(tmp_path):
    files(tmp_path, "ada/01_x.py", "bob/notes.txt")
    (tmp_path / "eve.zip").write_text("no zip")
    assert found(tmp_path / "*") == [("ada", "01_x.py"), ("bob", "bob"), ("eve", "eve.zip")]
    _, bob, eve = collect([str(tmp_path / "*")])
    for one, says in ((bob, "bob holds no notebook"), (eve, "eve.zip is not a zip file that can be read")):
        with pytest.raises(InvalidSubmission, match=says):
            one.source.read()
    with pytest.raises(NothingToGrade, match=r"gone\.zip"):
        found(tmp_path / "ada", tmp_path / "gone.zip")


def test_a_pattern_that_finds_nobody_is_refused_before_anything_is_graded(tmp_path):
    files(tmp_path, "ada.py")
    with pytest.raises(NothingToGrade, match=r"--name-pattern finds no learner in .*ada.py"):
        collect([str(tmp_path)], r"(?P<name>\d+)$")
