"""The report on a class in a real browser: nothing is cut off, in light, in the dark, on paper, on a phone."""

import pytest
from playwright.sync_api import sync_playwright

from bpcourse.autograders import exercises
from bpcourse.classroom.class_page import class_page
from tests.classroom.books import a_book, right, verdict

CLIPPED = """() => [...document.querySelectorAll("svg text")].filter((text) => {
    const [inner, outer] = [text, text.ownerSVGElement].map((node) => node.getBoundingClientRect());
    return text.textContent && !(inner.left >= outer.left - 1 && inner.right <= outer.right + 1);
}).map((text) => text.textContent)"""
WIDER = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
COLOURS = "() => [document.body, document.querySelector('svg .good')].map((node) => getComputedStyle(node))"
LOOKS = f"() => {{ const [body, bar] = ({COLOURS})(); return [body.backgroundColor, bar.fill] }}"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    attempts = [
        (f"learner {number}", [verdict(one.name, mistake=mistake.name), right(one.name)][number % 2 :])
        for one in exercises().values()
        for number, mistake in enumerate(one.mistakes)
    ]
    with a_book(folder, *attempts) as gradebook:
        (folder / "class.html").write_text(class_page(gradebook, "Containment: full."), encoding="utf-8")
    return folder / "class.html"


def test_the_report_is_whole_in_every_light_and_on_paper(report, chromium_path):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        page = browser.new_page()
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: said.append(request.url))
        looks = {}
        for name, width, media in (("light", 1100, "screen"), ("dark", 1100, "screen"), ("dark", 700, "print")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=name, media=media)
            page.goto(report.as_uri())
            assert page.evaluate(CLIPPED) == [] and not page.evaluate(WIDER)
            looks[name, media] = page.evaluate(LOOKS)
        page.set_viewport_size({"width": 400, "height": 800})
        page.emulate_media(color_scheme="light", media="screen")
        assert not page.evaluate(WIDER)
        browser.close()
    assert set(said) == {report.as_uri()}
    assert looks["light", "screen"] == looks["dark", "print"] != looks["dark", "screen"]
