"""Every labelled formula and every decimal number in a chapter's text has its check, and every check can fail."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bpcourse.autograders import CHAPTERS
from tests.ledger import Claim, Formula, ch00, ch01, ch02, ch03, ch04, ch05, ch06, ch07, ch08
from tests.ledger.reading import formulas, numbers, squeezed, text_of

LEDGER = {"00": ch00, "01": ch01, "02": ch02, "03": ch03, "04": ch04, "05": ch05, "06": ch06, "07": ch07, "08": ch08}
FORMULAS = [(chapter, formula) for chapter, page in LEDGER.items() for formula in page.FORMULAS]
CLAIMS = [(chapter, claim) for chapter, page in LEDGER.items() for claim in page.CLAIMS]
formula_cases = pytest.mark.parametrize(("chapter", "formula"), FORMULAS, ids=[f.label for _, f in FORMULAS])
claim_cases = pytest.mark.parametrize(("chapter", "claim"), CLAIMS, ids=[c.text[:40] for _, c in CLAIMS])


def agrees(formula: Formula) -> bool:
    """Whether both sides of a formula agree at ten random points."""
    pairs = [formula.both_sides(np.random.default_rng(seed)) for seed in range(10)]
    return all(np.allclose(left, right, rtol=formula.tolerance, atol=1e-12) for left, right in pairs)


def test_every_chapter_has_a_page_in_the_ledger() -> None:
    assert list(LEDGER) == [f"{number:02d}" for number in CHAPTERS]


@pytest.mark.parametrize("chapter", LEDGER)
def test_the_ledger_holds_exactly_the_formulas_that_the_chapter_displays(chapter: str) -> None:
    in_ledger = {formula.label: squeezed(formula.latex) for formula in LEDGER[chapter].FORMULAS}
    assert formulas(text_of(chapter)) == in_ledger


@formula_cases
def test_both_sides_of_the_formula_agree(chapter: str, formula: Formula) -> None:
    assert agrees(formula)


@formula_cases
def test_the_check_of_the_formula_would_notice_a_wrong_one(chapter: str, formula: Formula) -> None:
    for wrong in (lambda right: -right, lambda right: 2 * right, lambda right: right + 1e-4):
        broken = replace(
            formula,
            both_sides=lambda rng, wrong=wrong: (lambda left, right: (left, wrong(right)))(*formula.both_sides(rng)),
        )
        assert not agrees(broken)


@claim_cases
def test_the_claim_stands_in_the_text_and_holds(chapter: str, claim: Claim) -> None:
    assert squeezed(claim.text) in squeezed(text_of(chapter))
    assert claim.holds()


@pytest.mark.parametrize("chapter", LEDGER)
def test_every_decimal_number_in_the_prose_is_part_of_a_claim(chapter: str) -> None:
    text = squeezed(text_of(chapter))
    spans = [(text.find(squeezed(claim.text)), len(squeezed(claim.text))) for claim in LEDGER[chapter].CLAIMS]
    unchecked = [
        text[max(0, at - 40) : at + 20]
        for at, _ in numbers(text)
        if not any(start <= at < start + length for start, length in spans if start >= 0)
    ]
    assert unchecked == []


def test_a_formula_without_a_label_and_a_number_without_a_claim_are_found() -> None:
    assert formulas("Here $$ a = 1 $$ and $$ b = 2 \\tag{9.1} $$") == {"no label: a = 1": "a = 1", "9.1": "b = 2"}
    assert [number for _, number in numbers("It is 0.25 (see (1.3)), and `0.5` is code.")] == ["0.25"]
