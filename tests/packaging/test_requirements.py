"""The pinned versions, the bounds and the reasons for each dependency agree with one another."""

import re
import tomllib
from pathlib import Path

import pytest

from bpcourse.environment import release, requirements
from bpcourse.installation import pinned

ROOT = Path(__file__).resolve().parents[2]
DEPENDENCY = re.compile(r'^\s+"([\w-]+>=[\d.]+)",(.*)$', re.MULTILINE)


@pytest.mark.parametrize(("file", "dev"), [("requirements.txt", False), ("requirements-dev.txt", True)])
def test_every_pinned_version_meets_the_bound_of_the_project(file: str, dev: bool) -> None:
    pins = dict.fromkeys(name for name, _ in pinned(ROOT / file))
    lowest = {name: min(release(version) for other, version in pinned(ROOT / file) if other == name) for name in pins}
    for line in requirements(ROOT, dev):
        name, bound = line.split(">=")
        assert name in lowest, f"{file} pins no version of {name}, which pyproject.toml needs"
        assert lowest[name] >= release(bound), f"{file} pins {name} below {bound}"


def test_no_package_is_pinned_twice_for_the_same_machine() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    plain = [line.split("==")[0] for line in lines if "==" in line and ";" not in line]
    pins = [name for name, _ in pinned(ROOT / "requirements.txt")]
    assert [name for name in plain if pins.count(name) != 1] == []


def test_the_requirements_of_the_tests_start_from_those_of_the_course() -> None:
    lines = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    assert next(line for line in lines if not line.startswith("#")) == "-r requirements.txt"


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    reasons = {line: comment.strip() for line, comment in DEPENDENCY.findall(text)}
    extras = tomllib.loads(text)["project"]["optional-dependencies"].values()
    for line in [*requirements(ROOT, dev=False), *(line for extra in extras for line in extra)]:
        assert re.match(r"# \w\S* \w+", reasons.get(line, "")), f"{line} has no comment behind it that says why"
