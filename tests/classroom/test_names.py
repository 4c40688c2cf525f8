"""Who handed a file in, and the safe file names for whatever learners are called."""

import unicodedata

import pytest

from bpcourse.classroom.names import Learner, file_names, learner_of, plain_text, printable, safe_name


@pytest.mark.parametrize(
    ("file", "learner"),
    [
        ("week1.zip/Ada Lovelace_12345_assignsubmission_file_/01_one_neuron.ipynb", Learner("Ada Lovelace", "12345")),
        ("x/Ada Lovelace_12345_assignsubmission_file_01_one_neuron.ipynb", Learner("Ada Lovelace", "12345")),
        ("export.zip/lovelaceada_123_4567_01_one_neuron.ipynb", Learner("lovelaceada", "123")),
        ("export.zip/lovelaceada_LATE_123_4567_01_one_neuron-2.ipynb", Learner("lovelaceada", "123")),
        ("export.zip/eve_123_4567_work.zip/bob_321_7654_01.ipynb", Learner("eve", "123")),
        ("export.zip/eve_LATE_123_4567_work.zip/any.py", Learner("eve", "123")),
        ("drop/ada--01_one_neuron--20261126T173000123456Z-0a1b2c3d.ipynb", Learner("ada")),
    ],
)
def test_the_names_that_learning_platforms_and_the_drop_box_give(file, learner):
    assert learner_of(file, file.partition("/")[2]) == learner


@pytest.mark.parametrize(
    ("below", "name"),
    [
        ("ada/01_one_neuron.ipynb", "ada"),
        ("ada/homework/first.ipynb", "ada"),
        ("ada.ipynb", "ada"),
        ("hw_3_01.py", "hw_3_01"),
    ],
)
def test_otherwise_the_folder_names_the_learner_or_else_the_file(below, name):
    assert learner_of(f"class/{below}", below) == Learner(name)


def test_a_notebook_called_as_in_the_course_lies_in_its_learners_folder():
    assert learner_of("class/ada/01_one_neuron.ipynb", "01_one_neuron.ipynb") == Learner("ada")
    assert learner_of("01_one_neuron.ipynb", "01_one_neuron.ipynb") == Learner("01_one_neuron")


def test_a_pattern_of_ones_own_replaces_all_others():
    assert learner_of("c/ada/x.py", "ada/x.py", r"^(?P<name>.)") == Learner("c")
    assert learner_of("c/7-ada.py", "", r"(?P<id>\d)-(?P<name>\w+)") == Learner("ada", "7")
    assert learner_of("c/7-ada.py", "", r"(?P<name>[A-Z]+)") is None
    assert learner_of("c/7-ada.py", "", r"7(?P<name>x)?") is None


def test_a_name_is_the_same_however_its_letters_were_typed():
    assert plain_text(unicodedata.normalize("NFD", "  Zoë\u202e \t Ünal\n ")) == "Zoë Ünal"
    assert plain_text("a\udcffb") == "a?b"


def test_what_a_terminal_would_obey_is_not_printed():
    assert printable("a\x1b[31mb\u202e") == "a?[31mb?"
    assert printable("a\udcff") == "a\\udcff"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ada Lovelace", "Ada_Lovelace"),
        ("李小明", "李小明"),
        ("Zoë", "Zoë"),
        ("../../etc/passwd", "etc_passwd"),
        ("..", "_"),
        ("CON", "_CON"),
        ("nul.x", "_nul.x"),
        ("a\\b:c*d", "a_b_c_d"),
        ("<script>", "script"),
        ("?", "_"),
    ],
)
def test_a_file_name_is_safe_everywhere(name, file):
    assert safe_name(name) == file


def test_a_file_name_is_never_too_long(tmp_path):
    for letter in ("a", "ö", "李", "𝔘"):
        (tmp_path / f"{safe_name(letter * 500)}.html").touch()


def test_learners_whose_names_make_one_file_name_get_two(tmp_path):
    learners = [Learner("Ada", "1"), Learner("Ada", "2"), Learner("ada?"), Learner("ADA"), Learner("Bob", "3")]
    learners += [Learner("Ada-1"), Learner("Ada (2)"), Learner("Ada", "../x"), Learner("ada", "x")]
    names = file_names(learners)
    assert names[learners[0]] == "Ada (1)" and names[learners[1]] == "Ada (2)" and names[learners[4]] == "Bob"
    assert len({name.casefold() for name in names.values()}) == len(learners)
    assert file_names(reversed(learners)) == names
