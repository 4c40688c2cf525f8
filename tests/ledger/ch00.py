"""Chapter 00 displays no formula and claims no number."""

from tests.ledger import Claim, Formula

FORMULAS: tuple[Formula, ...] = ()
CLAIMS: tuple[Claim, ...] = ()
